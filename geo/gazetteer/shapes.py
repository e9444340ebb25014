"""Polygons as columns of a table: whole numbers, each point as the step from the one before, so that they pack well."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Array = npt.NDArray[Any]
UNITS_PER_DEGREE: Final = 10_000
"""Grid of the coordinates: about 10 m, a hundredth of the tolerance to which the polygons are simplified."""


def pack(shapes: Array) -> dict[str, Array]:
    """Columns that :class:`Shapes` reads; lines and points of a collection are left out."""
    import shapely

    surfaces = [
        shapely.multipolygons([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]) for shape in shapes
    ]
    _, points, (ring_at, polygon_at, shape_at) = shapely.to_ragged_array(surfaces)
    steps = np.diff(np.round(points * UNITS_PER_DEGREE).astype("<i4"), axis=0, prepend=np.zeros((1, 2), "<i4"))
    # the four bytes of a number stand apart: three of them are nearly always the same, which deflate likes
    planes = np.ascontiguousarray(steps.T).view("u1").reshape(2, -1, 4).transpose(0, 2, 1)
    return {
        "points": planes,
        "ring_at": ring_at.astype("u4"),
        "polygon_at": polygon_at.astype("u4"),
        "shape_at": shape_at.astype("u4"),
    }


class Shapes:
    """Polygons by number, each made when it is asked for."""

    def __init__(self, columns: Mapping[str, Array]) -> None:
        self._columns = columns

    @cached_property
    def _grid(self) -> Array:
        """All points in units of the grid, a row each."""
        planes = self._columns["points"]
        steps = np.empty((planes.shape[2], 2, planes.shape[1]), dtype="u1")
        steps[:] = planes.transpose(2, 0, 1)
        return np.cumsum(steps.view("<i4")[..., 0], axis=0, dtype="i4")

    @cached_property
    def _ends(self) -> tuple[Array, Array, Array]:
        rings, polygons, shapes = (self._columns[name].astype("i8") for name in ("ring_at", "polygon_at", "shape_at"))
        return rings, polygons, shapes

    def __len__(self) -> int:
        return len(self._ends[2]) - 1

    def __getitem__(self, number: int) -> BaseGeometry:
        import shapely

        rings, polygons, shapes = self._ends
        own_polygons = polygons[shapes[number] : shapes[number + 1] + 1]
        own_rings = rings[own_polygons[0] : own_polygons[-1] + 1]
        points = self._grid[own_rings[0] : own_rings[-1]] / UNITS_PER_DEGREE
        ends = (own_rings - own_rings[0], own_polygons - own_polygons[0])
        made: Array = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, ends)
        shape: BaseGeometry = made[0] if len(made) == 1 else shapely.multipolygons(made)
        return shape

    def all(self) -> Array:
        """All of them at once, as multipolygons: a tenth of the cost of one by one."""
        import shapely

        points = self._grid / UNITS_PER_DEGREE
        held: Array = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, self._ends)
        return held
