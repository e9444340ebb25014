"""Strikes in, a map out."""

from __future__ import annotations

import hashlib
from html import escape
from pathlib import Path

import folium
import geopandas as gpd

from geo.errors import OptionError, WriteError
from geo.mapping.ground import Outlines
from geo.mapping.layer import OutlineLayer, StrikeLayer
from geo.mapping.page import StrikeMap
from geo.options import DrawOptions


def draw(
    strikes: gpd.GeoDataFrame,
    *,
    options: DrawOptions = DrawOptions(),
    outlines: Outlines | None = None,
    tiles: str | folium.TileLayer | None = None,
    attribution: str | None = None,
    lang: str = "en",
) -> folium.Map:
    """A Folium map of ``strikes`` that shows itself in a notebook and saves as one file that needs no network.

    Parameters
    ----------
    strikes
        Columns as in ``schema.STRIKES``, geometry in EPSG:4326. What has no place is
        counted and listed.
    options
        How it is drawn.
    outlines
        Borders for the ground: a GeoJSON-like mapping or a GeoDataFrame with ``name`` and ``level``.
    tiles, attribution
        A tile server, only where asked for: then the map's readers ask that server for pictures. ``attribution`` is
        shown as plain text and is required with an address of one's own.
    lang
        Language of labels: ``en`` or ``uk``.
    """
    if options.color_by not in ("class", "origin"):
        raise OptionError(f"color_by={options.color_by!r}: choose 'class' or 'origin'")
    layer = StrikeLayer(strikes, name=options.title or "Strikes", options=options, lang=lang)
    drawn = StrikeMap(
        lang=lang,
        heading=options.title or layer.words["title"],
        location=[48.5, 31.5],
        zoom_start=5,
        tiles=None,
        zoom_control=True,
        zoom_snap=0.25,
        attribution_control=tiles is not None,
        world_copy_jump=False,
        min_zoom=2,
        max_zoom=16,
    )
    drawn._id = hashlib.sha256(layer.get_name().encode()).hexdigest()[:32]
    if tiles is not None:
        _tiles(tiles, attribution).add_to(drawn)
    if outlines is not None:
        OutlineLayer(outlines, lang=lang, near=layer.packs.bounds, simplify_degrees=options.simplify_degrees).add_to(
            drawn
        )
    layer.add_to(drawn)
    return drawn


def _tiles(tiles: str | folium.TileLayer, attribution: str | None) -> folium.TileLayer:
    if isinstance(tiles, folium.TileLayer):
        return tiles
    try:
        return folium.TileLayer(tiles, attr=None if attribution is None else escape(attribution), control=False)
    except ValueError as error:
        raise OptionError(f"tiles={tiles!r}: give attribution= with an address of your own") from error


def render(drawn: folium.Map) -> str:
    """The map's page as text."""
    page: str = drawn.get_root().render()
    return page


def save(drawn: folium.Map, path: str | Path) -> Path:
    """Write the map as one file and return its path; an interrupted write leaves no half of a file."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(render(drawn), encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        raise WriteError(f"cannot write the map to {target}: {error}") from error
    return target
