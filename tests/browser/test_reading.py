"""What a reader does with the map, in a real browser, and how it looks then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

STRIKES = 13
DRAWN = 11
"""One is discounted, which no map shows at first; one has no place."""
EPOCH = dt.date(1970, 1, 1)
Visit = Callable[..., Any]
Story = Callable[..., str]
Picture = Callable[[Any, str], None]


def test_opens_and_says_what_is_not_drawn(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story(title="A title", banner="A warning"))
    page = reader.page
    assert page.inner_text("h1") == "A title" and page.inner_text(".sm-banner") == "A warning"
    assert page.inner_text(".sm-status") == f"{DRAWN} shown · 1 hidden · 1 not mappable"
    picture(reader, "open")
    page.click("text=1 not mappable")
    assert page.locator(".sm-panel li").count() == 1
    page.click(".sm-panel li button")
    page.wait_for_selector(".sm-details")
    assert "unknown" in page.inner_text(".sm-details")


def test_brush_by_pointer(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    box = page.locator(".sm-track").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.18, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 30, steps=5)
    page.mouse.up()
    assert page.get_attribute(".sm-handle-from", "data-day") == "2023-12-23"
    assert page.get_attribute(".sm-handle-to", "data-day") == "2023-12-26"
    assert reader.shown() == 6
    picture(reader, "brush")
    page.click("[aria-label='One step on']")
    assert page.get_attribute(".sm-handle-from", "data-day") == "2023-12-27"
    reader.press("All days")
    assert reader.shown() == DRAWN


def test_brush_by_keyboard(visit: Visit, story: Story) -> None:
    page = (reader := visit(story())).page
    page.focus(".sm-handle-from")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.get_attribute(".sm-handle-from", "aria-valuetext")
    assert page.get_attribute(".sm-handle-from", "data-day") == "2023-12-24"
    page.keyboard.press("Home")
    assert reader.shown() == DRAWN
    page.focus(".sm-handle-to")
    page.keyboard.press("PageDown")
    assert page.get_attribute(".sm-handle-to", "data-day") == "2023-12-24"


def test_plays_to_the_end(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    page.select_option("[aria-label='Speed']", index=len(page.query_selector_all("[aria-label='Speed'] option")) - 1)
    first = page.inner_text(".sm-window")
    page.click(".sm-play")
    reader.until("w => document.querySelector('.sm-window').textContent !== w", first)
    assert page.inner_text(".sm-play") == "Pause"
    reader.until("() => document.querySelector('.sm-play').textContent === 'Play'")
    assert page.get_attribute(".sm-handle-to", "data-day") == "2023-12-31"
    picture(reader, "play")


def test_playing_pauses(visit: Visit, story: Story) -> None:
    page = visit(story()).page
    page.click(".sm-play")
    page.click(".sm-play")
    assert page.inner_text(".sm-play") == "Play"
    held = page.inner_text(".sm-window")
    page.wait_for_timeout(1200)
    assert page.inner_text(".sm-window") == held


def test_filters_and_their_counts(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.press("Filters")
    reader.rest()
    drones = page.locator(".sm-value", has_text="drone").first
    assert drones.locator(".sm-count").inner_text() == "4"
    drones.locator("input").uncheck()
    reader.rest()
    assert reader.shown() == DRAWN - 3, "the wave has missiles too"
    picture(reader, "filter")
    page.locator(".sm-value", has_text="discounted").locator("input").check()
    assert reader.shown() == DRAWN - 3, "the discounted one is a drone"
    page.click("[aria-label='Weapon class: none']")
    assert reader.shown() == 0
    reader.press("Reset")
    assert reader.shown() == DRAWN


def test_search_finds_names_and_quoted_words(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.press("Filters")
    page.fill("input[type=search]", "KHERSON")
    reader.until("() => document.querySelector('.sm-shown').textContent.startsWith('4 ')")
    page.fill("input[type=search]", "report 3.")
    reader.until("() => document.querySelector('.sm-shown').textContent.startsWith('1 ')")
    picture(reader, "search")
    page.fill("input[type=search]", "")
    reader.until("n => document.querySelector('.sm-shown').textContent.startsWith(n + ' ')", DRAWN)


def test_clicking_a_point_tells_of_it(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.click_at(24.03, 49.84)
    page.wait_for_selector(".sm-popup")
    reader.page.wait_for_timeout(400)  # Leaflet fades a popup in
    assert "Lviv" in page.inner_text(".sm-popup") and "report 3" in page.inner_text(".sm-popup blockquote")
    picture(reader, "point")
    page.click(".sm-popup button")
    page.wait_for_selector(".sm-details")
    assert "Corroborated" in page.inner_text(".sm-details").capitalize() or "corroborated" in page.inner_text(
        ".sm-details"
    )
    assert page.inner_text(".sm-id code") == "town"


def test_clicking_a_region_tells_of_it(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.click_at(34.5, 47.0)  # inside, far from its badge
    page.wait_for_selector(".sm-popup")
    reader.page.wait_for_timeout(400)
    assert "Zaporizhzhia Oblast" in page.inner_text(".sm-popup")
    picture(reader, "region")


def test_clicking_a_wave_leads_to_its_parts(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.click_at(26.5, 46.5)  # the country, away from every mark and region
    page.click(".sm-popup button")
    page.wait_for_selector("text=2 strikes in this wave")
    page.wait_for_timeout(400)  # the popup fades
    picture(reader, "wave")
    page.click(".sm-details section li button >> nth=0")
    page.wait_for_selector("text=Part of this wave")


def test_strikes_of_one_town_are_counted_then_spread(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.click_at(32.61, 46.64)
    page.wait_for_selector("text=4 strikes here")
    assert page.locator(".sm-panel li").count() == 4
    picture(reader, "coincident")
    page.click(".sm-panel li button >> nth=3")
    page.wait_for_selector(".sm-details")


def test_arcs_are_drawn_when_asked_for(visit: Visit, story: Story, picture: Picture, lens: Any) -> None:
    reader = visit(story(), hash="#at=42,42,4")
    reader.rest()
    before = lens.shrink(reader.page.screenshot())[1]
    reader.press("Supply arcs")
    reader.rest()
    assert abs(lens.shrink(reader.page.screenshot())[1] - before).max() > lens.FAR
    picture(reader, "arcs")


def test_as_known_on_hides_what_was_not_told_and_brings_back_grades(
    visit: Visit, story: Story, picture: Picture
) -> None:
    reader = visit(story(), hash="#strike=grown")
    page = reader.page
    page.wait_for_selector(".sm-details")
    assert "grade-corroborated" in page.inner_html(".sm-details")
    page.locator(".sm-known input").fill(str((dt.date(2023, 12, 26) - EPOCH).days))
    reader.rest()
    assert reader.shown() == 8, "what was first told by the 26th"
    reader.travel("strike=grown&known=2023-12-26")
    reader.until("() => document.querySelector('.sm-details')?.innerHTML.includes('grade-single_origin')")
    picture(reader, "known")


def test_follows_a_link_out(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story(), hash="#strike=town")
    page = reader.page
    link = page.locator(".sm-source a").first
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    asked: list[Any] = []
    page.context.on("request", lambda request: asked.append(request))
    picture(reader, "link")
    with page.context.expect_page() as opened:
        link.click()
    for _ in range(100):
        page.wait_for_timeout(0 if asked else 50)
    assert [request.url for request in asked] == ["https://example.org/3"]
    assert "referer" not in asked[0].headers
    assert opened.value.evaluate("window.opener") is None


def test_restores_a_link(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(
        story(), hash="#days=2023-12-21_2023-12-29&color=origin&no-class=drone&at=47.5,33,6.00&strike=region"
    )
    page = reader.page
    page.wait_for_selector(".sm-details")
    assert page.get_attribute(".sm-handle-to", "data-day") == "2023-12-29"
    assert page.get_attribute("[role=radio] >> nth=1", "aria-checked") == "true"
    assert page.inner_text(".sm-id code") == "region"
    assert reader.shown() == 8
    reader.until("() => location.hash.includes('no-class=drone') && location.hash.includes('strike=region')")
    picture(reader, "restored")


def test_the_link_holds_what_was_done(visit: Visit, story: Story) -> None:
    reader = visit(story())
    page = reader.page
    page.focus(".sm-handle-from")
    page.keyboard.press("ArrowRight")
    reader.press("Supply arcs")
    reader.until("() => location.hash.includes('days=2023-12-22_2023-12-31') && location.hash.includes('arcs=1')")
    other = visit(story(), hash=page.evaluate("location.hash"))
    assert other.page.get_attribute(".sm-handle-from", "data-day") == "2023-12-22"
    assert other.shown() == reader.shown()


def test_table_sorts_and_downloads(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    page = reader.page
    reader.press("Table")
    assert page.locator("tbody tr").count() == STRIKES - 1, "the one without a place too, the discounted one not"
    page.click("th:nth-child(2) button")
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "ascending"
    assert "Ivano" not in page.inner_text("tbody")
    picture(reader, "table")
    with page.expect_download() as waiting:
        page.click("text=Download CSV")
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == STRIKES and lines[0].startswith("date_start,date_end,location")
    assert sum("Kherson" in line for line in lines) == 4


def test_prints(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story(), hash="#strike=town", width=900)
    page = reader.page
    page.wait_for_selector(".sm-details")
    page.emulate_media(media="print")
    assert page.locator(".sm-tools").is_hidden() and page.locator(".leaflet-control-zoom").is_hidden()
    picture(reader, "print")
    page.emulate_media(media=None)
    paper = page.pdf()
    assert paper.startswith(b"%PDF-") and len(paper) > 20_000


def test_phone(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story(), width=390, height=844, has_touch=True, is_mobile=True)
    page = reader.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".sm-leaflet").bounding_box()["height"] > 300
    picture(reader, "phone")
    page.touchscreen.tap(*reader.spot(24.03, 49.84))
    page.wait_for_selector(".sm-popup")
    page.tap(".sm-popup button")
    page.wait_for_selector(".sm-details")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story(), color_scheme="dark")
    ink = reader.page.evaluate("getComputedStyle(document.querySelector('.sm-desk')).backgroundColor")
    assert all(int(level) < 64 for level in ink.strip("rgba()").split(",")[:3])
    picture(reader, "dark")


def test_heat_is_another_view(visit: Visit, story: Story, picture: Picture) -> None:
    reader = visit(story())
    reader.press("Heat")
    picture(reader, "heat")


def test_speaks_ukrainian(visit: Visit, factory: Any) -> None:
    from geo.mapping import draw, render

    page = visit(render(draw(factory.story(), outlines=factory.OUTLINES, lang="uk"))).page
    assert page.get_attribute("html", "lang") == "uk"
    assert "Фільтри" in page.inner_text(".sm-tools")


def test_pictures_that_differ_are_told_apart(lens: Any) -> None:
    if lens.renew:
        pytest.skip("the pictures are being renewed")
    names = ("open", "dark", "filter", "brush", "table", "phone", "coincident", "heat")
    seen = {name: lens.shrink((lens.folder / f"{name}.png").read_bytes())[1] for name in names}
    for one in names:
        for other in names:
            assert bool(lens.unlike(seen[one], seen[other])) == (one != other), (one, other)
