"""Strikes as a Folium map: one layer with timeline, filters, table and popups, and a file that needs no network."""

from __future__ import annotations

from geo.mapping.draw import draw, render, save
from geo.mapping.layer import OutlineLayer, StrikeLayer
from geo.mapping.page import StrikeMap
from geo.options import DrawOptions

__all__ = ["DrawOptions", "OutlineLayer", "StrikeLayer", "StrikeMap", "draw", "render", "save"]
