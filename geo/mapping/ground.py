"""Outlines in any of the forms that callers have, as one frame with ``name``, ``level`` and ``code``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

Outlines: TypeAlias = Mapping[str, Any] | gpd.GeoDataFrame
Bounds = tuple[float, float, float, float]

HUNDREDTH = 0.01
AROUND_DEGREES = 1.0
"""First-level units are drawn this far around the strikes; elsewhere the countries' outlines suffice."""
FEWEST = 3


def frame(outlines: Outlines, *, near: Bounds | None = None) -> gpd.GeoDataFrame:
    """The outlines as a frame.

    Parameters
    ----------
    outlines
        A GeoDataFrame, a GeoJSON-like mapping, or rings by country: ``{"UA": {"country": rings, "units": {"UA.01":
        rings}}}``, a ring being a flat list in hundredths of a degree: first point, then steps.
    near
        Box of the strikes: units of countries that lie elsewhere are left out.
    """
    if isinstance(outlines, gpd.GeoDataFrame):
        held = outlines
    elif outlines.get("type") == "FeatureCollection":
        held = gpd.GeoDataFrame.from_features(outlines["features"])
    else:
        held = gpd.GeoDataFrame(
            list(_rows(outlines, near)), columns=["name", "level", "code", "geometry"], geometry="geometry"
        )
    return held[~(held.geometry.isna() | held.geometry.is_empty)]


def _rows(outlines: Mapping[str, Any], near: Bounds | None) -> Iterator[dict[str, object]]:
    around = None if near is None else box(*near).buffer(AROUND_DEGREES)
    for code, parts in outlines.items():
        country = _surface(parts["country"])
        if country.is_empty:
            continue
        yield {"name": "", "level": "country", "code": code, "geometry": country}
        if around is not None and around.intersects(box(*country.bounds)):
            for rings in parts.get("units", {}).values():
                yield {"name": "", "level": "admin1", "code": "", "geometry": _surface(rings)}


def _surface(rings: Sequence[Sequence[int]]) -> BaseGeometry:
    points = (
        np.cumsum(np.asarray(ring).reshape(-1, 2), axis=0) * HUNDREDTH for ring in rings if len(ring) >= 2 * FEWEST
    )
    return MultiPolygon([Polygon(ring) for ring in points])
