"""Other ways to put the same strikes into a page: Folium's plugins, and kepler.gl, pydeck and plotly when installed.

``equal`` gives a way everything that our file holds of a strike; ``bare`` gives it point, day and quote only, the
least that anyone would show. Each way is drawn as cheaply as it allows (canvas circles, no tiles), and what its page
links is served from this disk without any delay.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import folium
import geopandas as gpd
import pandas as pd
from folium.plugins import FastMarkerCluster, TimestampedGeoJson

from geo.mapping import assets
from geo.mapping.texts import SOURCE

Content = Literal["equal", "bare"]
Rows = list[dict[str, Any]]
HERE = Path(__file__).resolve().parent
VENDOR = Path(assets.__file__).with_name("static") / "vendor"
NODE = HERE / "node_modules"
LINKED = {
    "leaflet.js": VENDOR / "leaflet.js",
    "leaflet.css": VENDOR / "leaflet.css",
    "jquery-3.7.1.min.js": VENDOR / "jquery.js",
    "jquery.min.js": VENDOR / "jquery.js",
    "jquery-ui.min.js": NODE / "jquery-ui/dist/jquery-ui.min.js",
    "iso8601.min.js": NODE / "iso8601-js-period/iso8601.js",
    "moment.min.js": NODE / "moment/min/moment.min.js",
    "leaflet.timedimension.min.js": NODE / "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "leaflet.timedimension.control.css": NODE / "leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "leaflet.markercluster.js": NODE / "leaflet.markercluster/dist/leaflet.markercluster.js",
    "MarkerCluster.css": NODE / "leaflet.markercluster/dist/MarkerCluster.css",
    "MarkerCluster.Default.css": NODE / "leaflet.markercluster/dist/MarkerCluster.Default.css",
}
"""What the pages ask other hosts for, by file name; what is not here is answered with nothing."""
MARKS = ".leaflet-overlay-pane canvas, .leaflet-overlay-pane path, .leaflet-marker-icon"
CANVAS = "canvas"
STEP = """() => {
  const name = Object.keys(window).find((key) => key.startsWith('map_') && window[key].timeDimension);
  const start = performance.now();
  window[name].timeDimension.nextTime(1);
  return performance.now() - start;
}"""


def rows(strikes: gpd.GeoDataFrame, content: Content) -> Rows:
    """The cells of each strike as JSON has them, null and empty ones left out."""
    plain = pd.DataFrame(strikes.drop(columns="geometry"))
    if content == "bare":
        quotes = [held[0]["quote"] for held in plain["sources"]]
        return [{"time": str(day), "quote": quote} for day, quote in zip(plain["date"], quotes, strict=True)]
    cells = {name: plain[name].astype(object).where(plain[name].notna(), None) for name in plain.columns}
    cells["sources"] = [[{k: v for k, v in s.items() if k in SOURCE} for s in held] for held in plain["sources"]]
    table = json.loads(json.dumps(pd.DataFrame(cells).to_dict("records"), default=str))
    return [
        {"time": row["date"], **{name: cell for name, cell in row.items() if cell not in (None, []) and name != "date"}}
        for row in table
    ]


def collection(strikes: gpd.GeoDataFrame, held: Rows) -> dict[str, Any]:
    """A point for every strike: Folium's ways have no better place for an area."""
    at = zip(strikes["longitude"], strikes["latitude"], held, strict=True)
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [x, y]}, "properties": cells}
        for x, y, cells in at
    ]
    return {"type": "FeatureCollection", "features": features}


def _page(layer: Any) -> str:
    drawn = folium.Map([48.5, 31.5], zoom_start=6, tiles=None, prefer_canvas=True, maxZoom=16)
    layer.add_to(drawn)
    return str(drawn.get_root().render())


def geojson(strikes: gpd.GeoDataFrame, held: Rows, content: Content) -> str:
    fields = ["time", "quote" if content == "bare" else "sources"]
    circle = folium.CircleMarker(radius=4)
    return _page(folium.GeoJson(collection(strikes, held), marker=circle, popup=folium.GeoJsonPopup(fields)))


def timestamped(strikes: gpd.GeoDataFrame, held: Rows, content: Content) -> str:
    data = collection(strikes, held)
    for feature in data["features"]:
        cells = feature["properties"] = dict(feature["properties"])
        cells["popup"] = cells.pop("quote") if content == "bare" else cells.pop("sources")[0]["quote"]
        cells["icon"] = "circle"
    return _page(TimestampedGeoJson(data, period="P1D", duration="P30D", auto_play=False))


def clusters(strikes: gpd.GeoDataFrame, held: Rows, content: Content) -> str:
    at = zip(strikes["latitude"], strikes["longitude"], held, strict=True)
    callback = (
        "function (row) { return L.circleMarker([row[0], row[1]]).bindPopup(() => document.createTextNode(row[3])); }"
    )
    return _page(FastMarkerCluster([[y, x, *cells.values()] for y, x, cells in at], callback=callback))


def plotly(strikes: gpd.GeoDataFrame, held: Rows, content: Content) -> str:
    import plotly.express as px

    table = pd.DataFrame(held).assign(lon=strikes["longitude"].array, lat=strikes["latitude"].array)
    words = [
        json.dumps(held) if isinstance(held, list) else held
        for held in table["quote" if content == "bare" else "sources"]
    ]
    # its maps fetch their coasts from another host: longitude against latitude does without
    figure = px.scatter(table.assign(words=words), x="lon", y="lat", hover_data=["time", "words"], render_mode="webgl")
    return str(figure.to_html(include_plotlyjs=True, full_html=True))


def pydeck(strikes: gpd.GeoDataFrame, held: Rows, content: Content) -> str:
    import pydeck as pdk

    at = zip(strikes["longitude"], strikes["latitude"], held, strict=True)
    data = [{"position": [x, y], **cells} for x, y, cells in at]
    layer = pdk.Layer("ScatterplotLayer", data, get_position="position", get_radius=3000, pickable=True)
    view = pdk.ViewState(latitude=48.5, longitude=31.5, zoom=5)
    return str(pdk.Deck(layer, initial_view_state=view, map_provider=None).to_html(as_string=True, offline=True))


def kepler(strikes: gpd.GeoDataFrame, held: Rows, content: Content) -> str:
    from keplergl import KeplerGl

    table = pd.DataFrame(held).assign(lon=strikes["longitude"].array, lat=strikes["latitude"].array)
    page_of = KeplerGl(
        data={"strikes": table.astype({name: str for name in table.columns if table[name].dtype == object})}
    )
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "kepler.html"
        page_of.save_to_html(file_name=str(page))
        return page.read_text("utf-8")


FOLIUM: dict[str, Callable[[gpd.GeoDataFrame, Rows, Content], str]] = {
    "folium GeoJson": geojson,
    "folium TimestampedGeoJson": timestamped,
    "folium FastMarkerCluster": clusters,
}
BLIND = ("keplergl",)
"""Pages that are nothing without their hosts: only the file is measured."""
OTHERS = {"plotly": plotly, "pydeck": pydeck, "keplergl": kepler}


def installed() -> dict[str, Callable[[gpd.GeoDataFrame, Rows, Content], str]]:
    """The ways outside Folium that can be tried here."""
    return {name: way for name, way in OTHERS.items() if importlib.util.find_spec(name)}
