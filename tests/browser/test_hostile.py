"""Text from reports is text: whatever it holds, it is shown as written and never runs."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest

from geo.mapping import StrikeLayer, StrikeMap, draw, render
from geo.options import DrawOptions

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

RUN = "window.broken=1"
"""What hostile text would do if it ran."""
CLASSICS = [
    f'<img src=x onerror="{RUN}">',
    f"</script><script>{RUN}</script>",
    f"${{{RUN}}} `${{{RUN}}}`",
    f"\\');{RUN};//\\u003cscript\\u003e \\",
]
MORE = ["{{ 7*7 }} {% raw %} <!--<script>", "javascript:" + RUN, "=HYPERLINK(1)", "{who} {n} %s", "&lt;b&gt;&amp;"]
PARTS = [
    *("<", ">", '"', "'", "`", "${", "}", "\\", "</script>", "&lt;", "\u2028", "javascript:", "{{", "%}", "--", "\n"),
    *("й", "💥", "\u202e", "\u0000", "\ufeff", "~", "%", "#", "a", f"<svg onload={RUN}>", f"{{{RUN}}}", "<style>*{display:none}</style>"),
]  # fmt: skip
FUZZED = 200
TELL = """async (ids) => {
  const found = [];
  for (const id of ids) {
    location.hash = 'strike=' + encodeURIComponent(id);
    while (document.querySelector('.sm-details .sm-id code')?.textContent !== id) await new Promise((next) => setTimeout(next));
    const told = document.querySelector('.sm-details');
    found.push({
      text: told.textContent,
      cards: [...told.querySelectorAll('.sm-source')].map((card) => ({
        quote: card.querySelector('blockquote').textContent,
        title: card.querySelector('.sm-cite bdi').textContent,
        outlet: card.querySelectorAll('.sm-cite bdi')[1].textContent,
        href: card.querySelector('a')?.getAttribute('href') ?? null,
      })),
      made: told.querySelectorAll('img, svg, script, style, iframe, object, b').length,
    });
  }
  return found;
}"""


def fuzzed(count: int) -> list[str]:
    rng = random.Random(11)
    return ["x" + "".join(rng.choice(PARTS) for _ in range(rng.randint(1, 14))) + "x" for _ in range(count)]


TEXTS = [*CLASSICS, *MORE, *fuzzed(FUZZED)]


def kept(text: str) -> str:
    """A text as a file in UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def page_text(factory: Any) -> str:
    """Every field that is shown holds hostile text, in every strike another one."""
    table = factory.strikes(len(TEXTS), grade="corroborated")
    for name in ("location", "attacker", "date_text", "place_text", "target_text", "admin1", "admin2"):
        table[name] = TEXTS
    for name in ("weapon_systems", "weapon_origins", "notes", "claimants", "deniers"):
        table[name] = [[text] for text in TEXTS]
    table["sources"] = [
        [
            factory.source(i, title=text, publisher=text, quote=text, origin=text, claimants=[text], url="https://example.org/?" + text),
            factory.source(i, title=None, publisher=text, quote=text, url=text),
        ]
        for i, text in enumerate(TEXTS)
    ]  # fmt: skip
    options = DrawOptions(title=TEXTS[1], banner=TEXTS[0], corrections=TEXTS[2])
    return render(draw(table, outlines=factory.OUTLINES, options=options))


def unbroken(reader: Any) -> bool:
    return bool(reader.page.evaluate("() => window.broken === undefined"))


def test_every_text_is_shown_as_written(visit: Visit, page_text: str, factory: Any) -> None:
    reader = visit(page_text)
    ids = factory.strikes(len(TEXTS))["strike_id"].tolist()
    for text, told in zip(TEXTS, reader.page.evaluate(TELL, ids), strict=True):
        first, second = told["cards"]
        assert (first["quote"], first["title"], first["outlet"]) == (text, text, text)
        assert (second["quote"], second["title"], second["outlet"]) == (text, text, text), "an address without a title"
        assert first["href"].startswith("https://example.org/?")
        assert second["href"] is None, "only web addresses are links"
        assert told["text"].count(text) >= 10, "place, attacker, words for time and place, object, system, claimants"
        assert told["made"] == 0
    assert unbroken(reader)


def test_places_where_many_texts_meet(visit: Visit, page_text: str) -> None:
    reader = visit(page_text)
    page = reader.page
    assert page.inner_text("h1") == TEXTS[1] and page.inner_text(".sm-banner") == TEXTS[0]
    assert TEXTS[2] in page.text_content(".sm-legend")
    assert TEXTS[1] in page.title()
    reader.press("Filters")
    reader.rest()
    values = page.evaluate("() => [...document.querySelectorAll('.sm-value')].map((row) => row.textContent)")
    for text in TEXTS:
        assert sum(text in value for value in values) >= 2, "an attacker and an origin of weapons"
    reader.press("Table")
    reader.rest()
    cells = "\n".join(page.evaluate("() => [...document.querySelectorAll('td')].map((cell) => cell.textContent)"))
    assert sum(text in cells for text in TEXTS) > 150, "the first two hundred rows"
    with page.expect_download() as waiting:
        page.click("text=Download CSV")
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        places = {row["location"] for row in csv.DictReader(file)}
    assert "'=HYPERLINK(1)" in places and "=HYPERLINK(1)" not in places, "no formula in a spreadsheet"
    assert CLASSICS[0] in places
    assert unbroken(reader)


def test_popup_of_a_hostile_strike(visit: Visit, factory: Any) -> None:
    for text in CLASSICS:
        table = factory.story().assign(location=text, attacker=text)
        table["sources"] = [[factory.source(1, title=text, publisher=text, quote=text, url=text)]] * len(table)
        reader = visit(render(draw(table, outlines=factory.OUTLINES)))
        reader.click_at(24.03, 49.84)
        reader.page.wait_for_selector(".sm-popup")
        told = reader.page.text_content(".sm-popup")
        assert told.count(text) >= 3 and unbroken(reader)


def test_search_and_link_with_hostile_text(visit: Visit, page_text: str) -> None:
    reader = visit(page_text)
    page = reader.page
    reader.press("Filters")
    lines = [text for text in TEXTS[len(CLASSICS) + 1 :] if "\n" not in text and "\0" not in text]
    for text in (*CLASSICS, *lines[:6]):
        page.fill("input[type=search]", text)
        reader.until(
            "() => new URLSearchParams(location.hash.slice(1)).get('q') === document.querySelector('input[type=search]').value"
        )
        reader.until("() => Number.parseInt(document.querySelector('.sm-shown').textContent) > 0")
    link = page.evaluate("location.hash")
    other = visit(page_text, hash=link)
    assert other.shown() == reader.shown() and unbroken(reader) and unbroken(other)
    odd = visit(
        page_text,
        hash="#days=<img>&strike=%3Cscript%3E&no-class=%E0%A4%A&at=NaN,1,1&known=9999-99-99&color=constructor",
    )
    assert odd.shown() > 100 and unbroken(odd)


def test_names_of_layers(visit: Visit, factory: Any) -> None:
    drawn = StrikeMap(location=[48, 31], zoom_start=5, tiles=None)
    for text in CLASSICS:
        StrikeLayer(factory.strikes(3), name=text).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    reader = visit(render(drawn), ready="[data-whole='4']")
    told = reader.page.text_content(".leaflet-control-layers-overlays")
    assert all(text in told for text in CLASSICS) and unbroken(reader)


def test_the_policy_stops_what_somebody_adds(visit: Visit, story: Callable[..., str]) -> None:
    page = story().replace("</body>", f"<script>{RUN}</script><b id=late onclick='{RUN}'></b></body>")
    held = page[: page.index("</body>")]
    assert held.endswith("</b>"), "two ways to run code that the policy does not know"
    reader = visit(page, expected="Content Security Policy")
    reader.page.evaluate("() => document.querySelector('#late').click()")
    assert unbroken(reader)
