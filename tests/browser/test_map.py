"""What a reader does with the map, in a real browser."""

from __future__ import annotations

import datetime as dt
import importlib.util
import random
import re
from pathlib import Path
from typing import Any

import folium
import pytest

from geo.mapping import StrikeLayer, StrikeMap, draw, render
from geo.options import DrawOptions

pytestmark = pytest.mark.browser
HERE = Path(__file__).resolve().parent
_spec = importlib.util.spec_from_file_location("strikes_factory", HERE.parent / "mapping" / "strikes_factory.py")
assert _spec and _spec.loader
factory = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(factory)
AXE = HERE.parents[1] / "node_modules" / "axe-core" / "axe.min.js"

HOSTILE = [
    "<img src=x onerror=\"document.title='broken'\">",
    "</script><script>document.title='broken'</script>",
    "${document.title='broken'} `${document.title='broken'}`",
    "\\');document.title='broken';//\\u003cscript\\u003e \\",
    "{{ 7*7 }} {% raw %} <!--<script>",
]


def page_of(**options: Any) -> str:
    return render(draw(factory.strikes(60), outlines=factory.OUTLINES, options=DrawOptions(**options)))


def until(page: Any, question: str, value: Any = None) -> None:
    """Waits for a yes; the page's policy forbids Playwright's own way, which evaluates text."""
    for _ in range(100):
        if page.evaluate(question, value):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {question}")


def shown(page: Any) -> int:
    return int(re.search(r"\d+", page.inner_text(".sm-shown"))[0])


def test_opens_counts_and_lists_what_is_not_mappable(visit: Any) -> None:
    page = visit(page_of(title="A title"))
    assert page.inner_text("h1") == "A title"
    assert page.inner_text(".sm-status") == "56 shown · 3 hidden · 1 not mappable"
    page.click("text=1 not mappable")
    assert page.locator(".sm-panel li").count() == 1
    page.click(".sm-panel li button")
    page.wait_for_selector(".sm-details")
    assert "unknown" in page.inner_text(".sm-details")


def test_brush_moves_by_keyboard_and_by_pointer(visit: Any) -> None:
    page = visit(page_of())
    page.focus(".sm-handle-from")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert page.get_attribute(".sm-handle-from", "data-day") == "2023-12-30"
    few = shown(page)
    assert few < 56
    box = page.locator(".sm-track").bounding_box()
    page.click("text=All days")
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 30, steps=4)
    page.mouse.up()
    assert page.get_attribute(".sm-handle-to", "data-day") == "2023-12-24"
    page.click("[aria-label='One step on']")
    assert page.get_attribute(".sm-handle-from", "data-day") == "2023-12-25"


def test_plays_and_pauses(visit: Any) -> None:
    page = visit(page_of())
    page.click(".sm-play")
    first = page.inner_text(".sm-window")
    until(page, "w => document.querySelector('.sm-window').textContent !== w", first)
    page.click(".sm-play")
    assert page.inner_text(".sm-play") == "Play"


def test_filters_and_their_counts(visit: Any) -> None:
    page = visit(page_of())
    page.click("text=Filters")
    page.wait_for_timeout(300)
    row = page.locator(".sm-value", has_text="discounted")
    assert row.locator(".sm-count").inner_text() == "3"
    row.locator("input").check()
    assert shown(page) == 59
    page.click("[aria-label='Weapon class: none']")
    assert shown(page) == 0
    page.click("text=Reset")
    assert shown(page) == 56


def test_search_finds_quoted_words(visit: Any) -> None:
    page = visit(page_of())
    page.click("text=Filters")
    page.fill("input[type=search]", "report 17.")
    until(page, "() => document.querySelector('.sm-shown').textContent.startsWith('1 ')")
    page.fill("input[type=search]", "")
    until(page, "() => document.querySelector('.sm-shown').textContent.startsWith('56 ')")


def test_known_on_hides_what_was_not_yet_published(visit: Any) -> None:
    page = visit(page_of())
    page.locator(".sm-known input").fill(str((factory.FIRST + dt.timedelta(days=3) - dt.date(1970, 1, 1)).days))
    assert 0 < shown(page) < 20


def test_click_gives_a_list_then_details_with_a_safe_link(visit: Any) -> None:
    page = visit(page_of())
    page.wait_for_timeout(300)
    at = page.evaluate(
        "(() => { const m = document.querySelector('.sm-leaflet').getBoundingClientRect(); return [m.x, m.y]; })()"
    )
    page.mouse.click(at[0] + 380, at[1] + 100)  # the country, away from every mark
    page.wait_for_selector(".sm-panel li button")
    page.click(".sm-panel li button >> nth=0")
    page.wait_for_selector(".sm-details blockquote")
    assert page.get_attribute(".sm-source a", "rel") == "noopener noreferrer nofollow"


def test_a_wave_names_its_parts(visit: Any) -> None:
    page = visit(page_of(), hash="#strike=s0000000")
    page.wait_for_selector("text=1 strike in this wave")
    page.click(".sm-details section li button")
    page.wait_for_selector("text=Part of this wave")


def test_a_link_restores_the_view(visit: Any) -> None:
    page = visit(page_of(), hash="#days=2023-12-22_2023-12-24&color=origin&no-class=drone")
    assert page.get_attribute(".sm-handle-to", "data-day") == "2023-12-24"
    assert page.get_attribute("[role=radio] >> nth=1", "aria-checked") == "true"
    until(page, "() => location.hash.includes('no-class=drone')")


def test_table_sorts_and_downloads(visit: Any) -> None:
    page = visit(page_of())
    page.click("text=Table")
    assert page.locator("tbody tr").count() == 57  # the one without a place too
    page.click("th:nth-child(2) button")
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "ascending"
    with page.expect_download() as waiting:
        page.click("text=Download CSV")
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 58 and lines[0].startswith("date_start,date_end,location")


def test_keyboard_alone_reaches_a_strike(visit: Any) -> None:
    page = visit(page_of())
    page.focus("button:has-text('Table')")
    page.keyboard.press("Enter")
    page.focus("td button >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sm-details")
    page.keyboard.press("Escape")
    assert page.locator(".sm-panel").is_hidden()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False)])
def test_no_barrier_that_axe_finds(visit: Any, width: int, dark: bool) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm install")
    page = visit(page_of(), width=width, height=844, dark=dark)
    page.click("text=Filters")
    page.wait_for_timeout(300)
    if width > 700:
        page.click("text=Table")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found["violations"]] == []


def test_small_screen_has_no_sideways_scroll(visit: Any) -> None:
    page = visit(page_of(), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".sm-leaflet").bounding_box()["height"] > 300


def test_prints(visit: Any) -> None:
    assert len(visit(page_of()).pdf()) > 5000


def fuzzed(count: int) -> list[str]:
    rng = random.Random(11)
    marks = [
        "<",
        ">",
        '"',
        "'",
        "`",
        "${",
        "}",
        "\\",
        "</script>",
        "&lt;",
        "\u2028",
        "javascript:",
        "{{",
        "%}",
        "й",
        "💥",
        "\u202e",
        "a",
    ]
    parts = [*marks, "<svg onload=document.title='broken'>"]
    return ["x" + "".join(rng.choice(parts) for _ in range(rng.randint(1, 14))) for _ in range(count)]


def test_hostile_text_is_shown_verbatim_and_never_runs(visit: Any) -> None:
    texts = [*HOSTILE, *fuzzed(200)]
    table = factory.strikes(len(texts))
    for name in ("location", "attacker", "date_text", "place_text", "target_text", "strike_id", "admin1"):
        table[name] = [f"{i} {text}" for i, text in enumerate(texts)]
    table["weapon_systems"] = [[text] for text in texts]
    table["weapon_origins"] = [[text] for text in texts]
    for name in ("notes", "claimants"):
        table[name] = [[text] for text in texts]
    table["sources"] = [
        [factory.source(i, title=t, publisher=t, quote=t, url=t, origin=t, claimants=[t])] for i, t in enumerate(texts)
    ]
    options = DrawOptions(title=HOSTILE[1], banner=HOSTILE[0], corrections=HOSTILE[2])
    page = visit(render(draw(table, outlines=factory.OUTLINES, options=options)))
    title = page.title()
    page.click("text=Filters")
    page.click("text=Table")
    rows = page.locator("td button")
    assert rows.count() > 100
    page.locator(".sm-panel .sm-close").click()
    for i in (*range(len(HOSTILE)), 40, 77, 120, 204):
        page.evaluate(
            "h => { location.hash = h; }", "strike=" + re.sub(r".", lambda m: f"{m[0]}", _quoted(f"{i} {texts[i]}"))
        )
        until(page, "q => document.querySelector('.sm-details blockquote')?.textContent === q", texts[i])
        assert page.locator(".sm-details").evaluate("n => n.querySelectorAll('img, svg, script, a').length") == 0
    assert page.title() == title
    assert page.inner_text("h1").startswith("</script>")


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


def test_the_policy_stops_what_someone_adds(visit: Any) -> None:
    page = visit(page_of())
    assert page.evaluate("document.querySelector('meta[http-equiv=Content-Security-Policy]').content").startswith(
        "default-src 'none'"
    )


def test_works_among_other_layers(visit: Any) -> None:
    drawn = StrikeMap(location=[48, 31], zoom_start=5, tiles=None)
    StrikeLayer(factory.strikes(20, seed=1), name="First").add_to(drawn)
    StrikeLayer(factory.strikes(30, seed=2), name="Second").add_to(drawn)
    folium.CircleMarker([49, 32], popup="A popup of Folium's own").add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    page = visit(render(drawn))
    page.wait_for_selector("[data-ready='2']")
    both = shown(page)
    page.click(".leaflet-control-layers label:has-text('Second')")
    page.wait_for_timeout(200)
    assert 0 < shown(page) < both


def test_shows_itself_in_a_frame(visit: Any, chromium: Any) -> None:
    html = draw(factory.strikes(10), outlines=factory.OUTLINES)._repr_html_()
    assert html.count("<iframe") == 1
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.set_content(f"<!DOCTYPE html><body style='width:900px'>{html}</body>")
    page.frame_locator("iframe").locator("[data-ready]").wait_for()
    page.close()
    assert errors == []


def test_speaks_ukrainian(visit: Any) -> None:
    page = visit(render(draw(factory.strikes(20), outlines=factory.OUTLINES, lang="uk")))
    assert page.get_attribute("html", "lang") == "uk"
    assert "Фільтри" in page.inner_text(".sm-tools")
