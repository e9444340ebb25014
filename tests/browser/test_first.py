"""What is on the screen before Leaflet is there, and that it is the same picture as afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from branca.element import Element

from geo.mapping import StrikeLayer, StrikeMap, draw, render

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

WATCH = """new MutationObserver(() => {
  const canvas = document.querySelector('[data-ready] .sm-leaflet > canvas');
  if (!canvas || window.first) return;
  window.first = {
    leaflet: typeof window.L, wide: canvas.width, tall: canvas.height, shown: document.querySelector('.sm-shown').textContent,
    pixels: canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data,
  };
}).observe(document, {subtree: true, attributeFilter: ['data-ready']})"""
COMPARE = """() => {
  const {first} = window, after = document.querySelector('.leaflet-overlay-pane canvas');
  const box = document.querySelector('.sm-leaflet').getBoundingClientRect(), at = after.getBoundingClientRect();
  const pixels = after.getContext('2d').getImageData(box.x - at.x, box.y - at.y, first.wide, first.tall).data;
  let apart = 0, drawn = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (first.pixels[i + 3]) drawn++;
    if ([0, 1, 2, 3].some((k) => Math.abs(pixels[i + k] - first.pixels[i + k]) > 8)) apart++;
  }
  const stills = document.querySelectorAll('.sm-leaflet > canvas').length;
  return {leaflet: first.leaflet, shown: first.shown, drawn, apart, stills, size: [first.wide, first.tall, box.width, box.height]};
}"""


def seen(chromium: Any, file: Path, size: tuple[int, int], hash: str = "") -> Any:
    """The first picture of a page against the one that Leaflet's canvas holds in the end."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"file://{file}{hash}")
    page.wait_for_selector("[data-whole]")
    found = page.evaluate(COMPARE)
    found["then"] = page.inner_text(".sm-shown")
    context.close()
    return found


@pytest.mark.parametrize(
    ("size", "hash"),
    [((1280, 800), ""), ((391, 845), ""), ((1280, 800), "#at=49.4321,33.3210,6.30&no-class=drone"), ((800, 1200), "#heat=1&color=origin")],
)  # fmt: skip
def test_the_marks_stand_before_leaflet_and_stay_where_they_are(
    chromium: Any, factory: Any, tmp_path: Path, size: tuple[int, int], hash: str
) -> None:
    file = tmp_path / "map.html"
    file.write_text(render(draw(factory.strikes(60), outlines=factory.OUTLINES)), encoding="utf-8")
    found = seen(chromium, file, size, hash)
    assert found["leaflet"] == "undefined" and found["stills"] == 0
    assert found["size"][:2] == [int(side) for side in found["size"][2:]], "the canvas fills the map"
    assert found["drawn"] > 1000
    assert found["apart"] < 20, "nothing jumps when Leaflet comes: edges may be smoothed otherwise"
    assert found["shown"] == found["then"]


@pytest.mark.parametrize("snap", [0.25, 1])
@pytest.mark.parametrize("size", [(1280, 800), (500, 900), (1900, 420)])
def test_leaflet_fits_the_window_just_so(visit: Visit, factory: Any, size: tuple[int, int], snap: float) -> None:
    def opened(*, waits: bool) -> str:
        drawn = StrikeMap(location=[0, 0], zoom_start=3, zoom_snap=snap, tiles=None)
        StrikeLayer(factory.strikes(40)).add_to(drawn)
        if not waits:
            drawn.get_root().html.add_child(Element("<script>L.version;</script>"))
        page = visit(render(drawn), width=size[0], height=size[1]).page
        return str(page.evaluate("location.hash"))

    ours, theirs = opened(waits=True), opened(waits=False)
    assert ours == theirs and "at=" in ours


def test_one_place_and_none(visit: Visit, factory: Any) -> None:
    one = factory.strikes(60).query("geo_precision == 'settlement'").iloc[:1]
    none = factory.strikes(60).query("geo_precision == 'unknown'").iloc[:1]
    for strikes, wanted in ((one, "%2C8.00"), (none, "%2C5.00")):
        reader = visit(render(draw(strikes)))
        assert wanted in reader.page.evaluate("location.hash")


def test_a_strike_that_a_link_opens_waits_for_the_map(visit: Visit, factory: Any) -> None:
    strikes = factory.strikes(12)
    reader = visit(render(draw(strikes)), hash=f"#strike={strikes['strike_id'].iloc[3]}")
    reader.page.wait_for_selector(".sm-details")
    assert strikes["strike_id"].iloc[3] in reader.page.inner_text(".sm-panel")
