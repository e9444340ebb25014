"""The outlines beneath the marks, from the forms that callers have, as one frame with ``name``, ``level`` and ``code``.

Far from the strikes a border is only there to be recognised: it keeps a tenth of its corners, and islands that no one
would see go. Near them it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

Outlines: TypeAlias = Mapping[str, Any] | gpd.GeoDataFrame
Bounds = tuple[float, float, float, float]
Points = npt.NDArray[np.int64]

HUNDREDTH = 0.01
AROUND = 100
"""Borders are exact, and first-level units drawn, this far around the strikes: one degree, in hundredths."""
FAR = 12.0
"""How far a border may stray elsewhere, hundredths of a degree: some 10 km, a pixel on a map of the world."""
FAR_ISLAND = 60
"""Islands smaller than this across are left out there."""
FEWEST = 3


def frame(outlines: Outlines, *, near: Bounds | None = None) -> gpd.GeoDataFrame:
    """The outlines as a frame.

    Parameters
    ----------
    outlines
        A GeoDataFrame, a GeoJSON-like mapping, or rings by country: ``{"UA": {"country": rings, "units": {"UA.01":
        rings}}}``, a ring being a flat list in hundredths of a degree: first point, then steps.
    near
        Box of the strikes: units that lie elsewhere are left out, and borders there are coarse.
    """
    if isinstance(outlines, gpd.GeoDataFrame):
        held = outlines
    elif outlines.get("type") == "FeatureCollection":
        held = gpd.GeoDataFrame.from_features(outlines["features"])
    else:
        held = _of_rings(outlines, near)
    return held[~(held.geometry.isna() | held.geometry.is_empty)]


def _of_rings(outlines: Mapping[str, Any], near: Bounds | None) -> gpd.GeoDataFrame:
    countries = [(code, "country", parts["country"]) for code, parts in outlines.items()]
    units = [("", "admin1", rings) for parts in outlines.values() for rings in parts.get("units", {}).values()]
    rows = [*countries, *(units if near is not None else ())]
    surface = np.repeat(np.arange(len(rows)), [len(rings) for _, _, rings in rows])
    points, ring = _corners(rings for _, _, rings in rows)
    if near is not None:
        fine = np.arange(len(rows)) >= len(countries)
        keep = _thinned(points, ring, fine[surface], near)
        points, ring = points[keep], ring[keep]
    held = np.bincount(ring, minlength=len(surface)) >= FEWEST
    keep = held[ring]
    points, ring = points[keep], (np.cumsum(held) - 1)[ring[keep]]
    polygons = shapely.polygons(shapely.linearrings(points * HUNDREDTH, indices=ring)) if len(points) else []
    shapes = np.full(len(rows), None, dtype=object)
    found = surface[held]
    shapely.multipolygons(polygons, indices=found, out=shapes)
    cells = {"name": "", "level": [level for _, level, _ in rows], "code": [code for code, _, _ in rows]}
    return gpd.GeoDataFrame(cells, geometry=list(shapes), index=range(len(rows)))


def _corners(rings: Iterable[Any]) -> tuple[Points, Points]:
    """All corners in hundredths of a degree, and the number of each one's ring; the steps are summed ring by ring."""
    flat = [np.asarray(ring, dtype=np.int64) for ring in chain.from_iterable(rings)]
    lengths = np.array([len(ring) // 2 for ring in flat], dtype=np.int64)
    steps = np.concatenate([np.zeros(0, np.int64), *flat]).reshape(-1, 2)
    sums = np.cumsum(steps, axis=0)
    starts = np.cumsum(lengths) - lengths
    before = np.zeros((len(flat), 2), np.int64)
    before[starts > 0] = sums[starts[starts > 0] - 1]
    ring = np.repeat(np.arange(len(flat)), lengths)
    return sums - before[ring], ring


def _thinned(points: Points, ring: Points, unit: npt.NDArray[np.bool_], near: Bounds) -> npt.NDArray[np.bool_]:
    """Which corners stay: all near the strikes; elsewhere a few, and none of a unit or a small island there."""
    west, south, east, north = np.array(near) / HUNDREDTH + np.array([-AROUND, -AROUND, AROUND, AROUND])
    x, y = points[:, 0], points[:, 1]
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    starts = np.flatnonzero(np.diff(ring, prepend=-1))
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    touches = (low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south)
    seen = touches | (~unit & ((high - low).max(axis=1) >= FAR_ISLAND))
    coarse = shapely.simplify(shapely.linearrings(points, indices=ring), FAR, preserve_topology=False)
    left, ring_left = shapely.get_coordinates(coarse, return_index=True)
    keys, wanted = _keys(points, ring), np.sort(_keys(left.astype(np.int64), ring_left))
    kept = wanted[np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)] == keys
    return np.asarray((inside | kept) & seen[ring], dtype=bool)


def _keys(points: Points, ring: Points) -> Points:
    """One number for a corner of a ring: 18 bits each for its two coordinates."""
    return (ring << 36) + ((points[:, 0] + (1 << 17)) << 18) + points[:, 1] + (1 << 17)
