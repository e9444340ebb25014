"""The layer as a Folium layer among others: in controls, beside plugins, over tiles, in a notebook's frame."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest
from folium.plugins import Fullscreen, MeasureControl, MiniMap

from geo.mapping import OutlineLayer, StrikeLayer, StrikeMap, assets, draw, render, save

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
VENDOR = Path(assets.__file__).with_name("static") / "vendor"
ELSEWHERE = re.compile("^https:")


def test_switches_in_a_layer_control(visit: Visit, factory: Any) -> None:
    drawn = StrikeMap(location=[48, 31], zoom_start=5, tiles=None)
    StrikeLayer(factory.strikes(20, seed=1), name="First").add_to(drawn)
    StrikeLayer(factory.strikes(30, seed=2), name="Second").add_to(drawn)
    StrikeLayer(factory.strikes(10, seed=3), name="Third", show=False).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    reader = visit(render(drawn), ready="[data-whole='2']")
    page = reader.page
    both = reader.shown()
    total = re.findall(r"\d+", page.inner_text(".sm-status"))
    assert sum(map(int, total)) == 50, "the third is not shown at first"
    page.click(".leaflet-control-layers label:has-text('Second')")
    reader.rest()
    one = reader.shown()
    assert 0 < one < both
    page.click(".leaflet-control-layers label:has-text('Third')")
    reader.until("n => Number.parseInt(document.querySelector('.sm-shown').textContent) > n", one)
    page.click(".leaflet-control-layers label:has-text('First')")
    page.click(".leaflet-control-layers label:has-text('Third')")
    reader.until("() => document.querySelector('.sm-shown').textContent.startsWith('0 ')")
    page.click(".leaflet-control-layers label:has-text('First')")
    reader.until("n => Number.parseInt(document.querySelector('.sm-shown').textContent) === n", one)


def test_several_layers_share_brush_and_table(visit: Visit, factory: Any) -> None:
    drawn = StrikeMap(location=[48, 31], zoom_start=5, tiles=None)
    for number in (1, 2):
        StrikeLayer(factory.strikes(20, seed=number), name=f"Layer {number}").add_to(drawn)
    reader = visit(render(drawn), ready="[data-whole='2']")
    page = reader.page
    assert page.locator(".sm-timeline").count() == page.locator(".sm-desk").count() == 1
    before = reader.shown()
    page.focus(".sm-handle-from")
    page.keyboard.press("PageUp")
    assert 0 < reader.shown() < before
    reader.press("Table")
    reader.rest()
    assert page.locator("tbody tr").count() >= reader.shown()


def test_beside_layers_and_plugins_of_folium(visit: Visit, factory: Any) -> None:
    drawn = StrikeMap(location=[48, 31], zoom_start=5, tiles=None)
    OutlineLayer(factory.OUTLINES).add_to(drawn)
    StrikeLayer(factory.story(), name="Strikes").add_to(drawn)
    folium.GeoJson(factory.OUTLINES, name="Borders", style_function=lambda _: {"fill": False}).add_to(drawn)
    folium.Choropleth(factory.OUTLINES, name="Shades").add_to(drawn)
    group = folium.FeatureGroup(name="Mine").add_to(drawn)
    folium.CircleMarker([52.6, 33], popup="A popup of Folium's own", radius=12, fill=True).add_to(group)
    folium.LayerControl().add_to(drawn)
    reader = visit(render(drawn))
    reader.click_at(33, 52.6)
    reader.page.wait_for_selector("text=A popup of Folium's own")
    reader.click_at(24.03, 49.84)
    assert reader.page.locator(".leaflet-interactive").count() >= 5


def test_plugins_whose_files_others_host(visit: Visit, factory: Any) -> None:
    drawn = StrikeMap(location=[48, 31], zoom_start=5, tiles=None)
    StrikeLayer(factory.story()).add_to(drawn)
    for plugin in (Fullscreen(), MeasureControl()):
        plugin.add_to(drawn)
    page = render(drawn)
    policy = html.unescape(page[:4000])
    linked = set(re.findall(r'<(?:script|link)[^>]+(?:src|href)="(https://[^/"]+)', page))
    assert linked and all(host in policy for host in linked), "the policy lets through what the user added, no more"
    assert "leaflet@" not in page, "Leaflet itself is not linked"


def test_over_tiles_of_ones_own(visit: Visit, factory: Any, chromium: Any, tmp_path: Path) -> None:
    address = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    drawn = draw(factory.story(), tiles=address, attribution="Tiles <i>by</i> Example & Sons")
    file = save(drawn, tmp_path / "tiles.html")
    context = chromium.new_context()
    asked: list[str] = []
    context.route(
        ELSEWHERE,
        lambda route: (asked.append(route.request.url), route.fulfill(path=VENDOR / "images/layers.png")),
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"file://{file}")
    page.wait_for_selector("[data-whole]")
    page.wait_for_selector(".leaflet-tile-loaded")
    assert "Tiles <i>by</i> Example & Sons" in page.inner_text(".leaflet-control-attribution")
    assert asked and all(re.match(r"https://[abc]\.tiles\.example/\d+/\d+/\d+\.png$", url) for url in asked)
    assert complaints == []
    context.close()


def test_in_a_frame_of_a_notebook(visit: Visit, factory: Any) -> None:
    shown = draw(factory.story(), outlines=factory.OUTLINES)._repr_html_()
    assert shown.count("<iframe") == 1
    reader = visit(f"<!DOCTYPE html><body style='width:900px'>{shown}</body>", ready="iframe")
    frame = reader.page.frame_locator("iframe")
    frame.locator("[data-whole]").wait_for()
    assert frame.locator(".sm-shown").inner_text().startswith("11 ")
    frame.locator("button:has-text('Table')").click()
    frame.locator("td button").first.click()
    frame.locator(".sm-details").wait_for()
    box = reader.page.locator("iframe").bounding_box()
    assert box["height"] > 300 and box["width"] > 600


def test_in_a_figure_of_ones_own(visit: Visit, factory: Any) -> None:
    drawn = draw(factory.story(), outlines=factory.OUTLINES)
    drawn.height, drawn.width = "500px", "700px"
    reader = visit(render(drawn))
    box = reader.page.locator(".sm-desk").bounding_box()
    assert (box["width"], box["height"]) == (700, 500) or (box["width"], box["height"]) == (1280, 800)


def test_on_a_plain_folium_map(chromium: Any, factory: Any, tmp_path: Path) -> None:
    drawn = folium.Map([48, 31], zoom_start=5, tiles=None)
    StrikeLayer(factory.story()).add_to(drawn)
    MiniMap(tile_layer=folium.TileLayer("", attr="none")).add_to(drawn)
    file = tmp_path / "plain.html"
    drawn.save(str(file))
    context = chromium.new_context()
    ours = {"leaflet.js": VENDOR / "leaflet.js", "leaflet.css": VENDOR / "leaflet.css"}

    def serve(route: Any) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        route.fulfill(path=str(ours[name])) if name in ours else route.fulfill(body="")

    context.route(ELSEWHERE, serve)
    page = context.new_page()
    page.goto(f"file://{file}")
    page.wait_for_selector("[data-whole]")
    assert page.inner_text(".sm-shown").startswith("11 ")
    page.click("text=Table")
    page.click("td button >> nth=0")
    page.wait_for_selector(".sm-details")
    context.close()
