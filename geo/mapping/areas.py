"""Polygons as quantised rings: simplified, rounded to a grid, differences between neighbours.

A ring of a district costs two or three bytes a corner. Holes and parts are rings alike; the canvas fills them by the
even-odd rule, so no order matters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.mapping.columns import Column, Whole

QUANTUM = 1e-3
"""Grid of the corners, degrees: about 100 m, a pixel at zoom 10."""
MIN_CORNERS = 4
"""A closed ring with fewer corners has no surface."""
FINEST = 150
"""A surface keeps at least this many steps across, however small it is."""

Shapes = npt.NDArray[np.object_]


def columns(geometries: Sequence[BaseGeometry], *, tolerance: float, prefix: str = "area") -> dict[str, Column]:
    """The columns of many surfaces: rings of each, corners of each ring, corners, a point for its label."""
    shapes = np.array(list(geometries), dtype=object)
    corners, ring_of, owner = _rings(shapely.simplify(shapes, _tolerances(shapes, tolerance), preserve_topology=True))
    labels = np.round(label_points(shapes) / QUANTUM).astype(np.int64)
    return {
        f"{prefix}_rings": Column(np.bincount(owner, minlength=len(shapes)).astype(np.int64)),
        f"{prefix}_corners": Column(np.bincount(ring_of, minlength=len(owner)).astype(np.int64)),
        f"{prefix}_x": Column(corners[:, 0], delta=True, signed=True),
        f"{prefix}_y": Column(corners[:, 1], delta=True, signed=True),
        f"{prefix}_label_x": Column(labels[:, 0], signed=True),
        f"{prefix}_label_y": Column(labels[:, 1], signed=True),
    }


def _rings(shapes: Shapes) -> tuple[Whole, Whole, Whole]:
    """Grid corners of all rings, the ring of each corner, the surface of each ring; rings that vanish are left out."""
    parts, surface_of = shapely.get_parts(shapes, return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of = shapely.get_rings(parts[polygons], return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    corners = np.round(points / QUANTUM).astype(np.int64)
    keep = np.ones(len(corners), dtype=bool)
    keep[1:] = np.any(np.diff(corners, axis=0) != 0, axis=1) | (np.diff(ring_of) != 0)
    held = np.bincount(ring_of[keep], minlength=len(rings)) >= MIN_CORNERS
    keep &= held[ring_of]
    return corners[keep], (np.cumsum(held) - 1)[ring_of[keep]], surface_of[polygons][part_of][held]


def _tolerances(shapes: Shapes, largest: float) -> npt.NDArray[np.float64]:
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray(np.minimum(largest, np.maximum(east - west, north - south) / FINEST), dtype=np.float64)


def label_points(shapes: Shapes) -> npt.NDArray[np.float64]:
    """For each surface a point well inside its largest part, where a count or a name can stand: longitude, latitude."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    largest = parts[order[np.unique(owner[order], return_index=True)[1]]]
    points = shapely.centroid(largest)
    outside = ~shapely.contains(largest, points)
    points[outside] = shapely.point_on_surface(largest[outside])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)]).reshape(-1, 2)
