"""Polygons as quantised rings: simplified, rounded to a grid, differences between neighbours.

A ring of a district costs two or three bytes a corner. Holes and parts are rings alike; the canvas fills them by the
even-odd rule, so no order matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.mapping.columns import Column

Corners = np.ndarray[tuple[int, int], np.dtype[np.int64]]

QUANTUM = 1e-3
"""Grid of the corners, degrees: about 100 m, a pixel at zoom 10."""
MIN_CORNERS = 4
"""A closed ring with fewer corners has no surface."""


def rings(geometry: BaseGeometry, *, tolerance: float) -> Iterator[Corners]:
    """The rings of a surface as grid corners, without those that vanish on the grid."""
    slim = shapely.simplify(geometry, tolerance, preserve_topology=True)
    for part in shapely.get_parts(slim):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            corners = np.round(np.asarray(ring.coords)[:, :2] / QUANTUM).astype(np.int64)
            keep = np.r_[True, np.any(np.diff(corners, axis=0) != 0, axis=1)]
            if keep.sum() >= MIN_CORNERS:
                yield corners[keep]


def _tolerance(geometry: BaseGeometry, largest: float) -> float:
    west, south, east, north = geometry.bounds
    return float(min(largest, max(east - west, north - south) / 150))


def columns(geometries: Sequence[BaseGeometry], *, tolerance: float, prefix: str = "area") -> dict[str, Column]:
    """The columns of many surfaces: rings of each, corners of each ring, corners, a point for its label."""
    counts: list[int] = []
    lengths: list[int] = []
    corners: list[Corners] = []
    labels: list[tuple[float, float]] = []
    for geometry in geometries:
        found = list(rings(geometry, tolerance=_tolerance(geometry, tolerance)))
        counts.append(len(found))
        lengths.extend(len(ring) for ring in found)
        corners.extend(found)
        labels.append(label_point(geometry))
    table = np.vstack(corners) if corners else np.zeros((0, 2), np.int64)
    at = np.round(np.asarray(labels, float).reshape(-1, 2) / QUANTUM).astype(np.int64)
    return {
        f"{prefix}_rings": Column(_whole(counts)),
        f"{prefix}_corners": Column(_whole(lengths)),
        f"{prefix}_x": Column(table[:, 0], delta=True, signed=True),
        f"{prefix}_y": Column(table[:, 1], delta=True, signed=True),
        f"{prefix}_label_x": Column(at[:, 0], signed=True),
        f"{prefix}_label_y": Column(at[:, 1], signed=True),
    }


def _whole(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.fromiter(values, np.int64)


def label_point(geometry: BaseGeometry) -> tuple[float, float]:
    """A point well inside the largest part: where a count or a name can stand."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return float(point.x), float(point.y)
