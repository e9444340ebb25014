"""Cells of a frame as plain JSON values: null for the unknown, plain dates, lists; never NaN."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from geo.schema import missing


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it.

    >>> import datetime as dt
    >>> plain({"day": dt.date(2024, 1, 4), "spans": [(0, 4)], "killed": float("nan")})
    {'day': '2024-01-04', 'spans': [[0, 4]], 'killed': None}
    """
    if missing(value):
        return None
    if isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return str(value)


def rows(table: pd.DataFrame, *, geometry: bool = False) -> Iterator[dict[str, Any]]:
    """The rows of ``table`` as plain mappings; a geometry as GeoJSON when asked for, else left out."""
    shapes = {str(name) for name in table.columns if str(table[name].dtype) == "geometry"}
    for row in table.to_dict("records"):
        item = {str(name): plain(value) for name, value in row.items() if name not in shapes}
        if geometry:
            item |= {name: shape_of(row[name]) for name in shapes}
        yield item


def shape_of(value: Any) -> dict[str, Any] | None:
    """A geometry as GeoJSON, exterior rings counter-clockwise as RFC 7946 asks; null stays null."""
    import shapely

    if value is None or value.is_empty:
        return None
    oriented = shapely.orient_polygons(value, exterior_cw=False)
    found: dict[str, Any] = json.loads(shapely.to_geojson(oriented))
    return found
