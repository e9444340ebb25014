"""GeoParquet 1.1 of a strikes frame (https://geoparquet.org/releases/v1.1.0/), written without pyarrow: arro3 does the
same for this in a fifth of the disk space. geopandas, GDAL, DuckDB and R's arrow read the file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas
import shapely

from geo import schema
from geo.schema import Column
from geo.writing.plain import plain

if TYPE_CHECKING:
    from arro3.core import Array

SOURCE_TEXTS = (
    "claim_id", "report_id", "publisher", "title", "url", "published", "origin", "quote", "assertion", "licence",
)  # fmt: skip
"""What is told of each source of a strike, beside ``claimants``, a list."""
EPOCH = dt.date(1970, 1, 1)


def write_parquet(strikes: geopandas.GeoDataFrame, path: Path) -> None:
    """GeoParquet 1.1, zstd; the types of ``schema.STRIKES`` also where a column is all null."""
    from arro3.core import Array, DataType, Field, Schema, Table
    from arro3.io import write_parquet as write

    columns = [column for column in schema.STRIKES if column.kind != "geometry"]
    arrays = [_array(strikes[c.name] if c.name in strikes else [None] * len(strikes), c) for c in columns]
    arrays.append(Array([None if g is None else shapely.to_wkb(g) for g in strikes.geometry], DataType.binary()))
    fields = [
        Field(c.name, made.type, nullable=True, metadata=_meaning(c)) for c, made in zip(columns, arrays, strict=False)
    ]
    fields.append(Field("geometry", DataType.binary(), nullable=True))
    table = Table.from_arrays(arrays, schema=Schema(fields))
    write(table, path, compression="zstd(3)", key_value_metadata={"geo": _geo(strikes)})


def _array(values: Any, column: Column) -> Array:
    cells = [None if schema.missing(value) else value for value in values]
    return _MAKERS.get(column.kind, _texts)(cells) if column.name != "sources" else _sources(cells)


def _texts(cells: Sequence[Any]) -> Array:
    from arro3.core import Array, DataType

    return Array([None if cell is None else str(cell) for cell in cells], DataType.string())


def _numbers(kind: str, of: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Array]:
    def make(cells: Sequence[Any]) -> Array:
        from arro3.core import Array, DataType

        return Array([None if cell is None else of(cell) for cell in cells], getattr(DataType, kind)())

    return make


def _dates(cells: Sequence[Any]) -> Array:
    from arro3.core import DataType

    return _numbers("int32", lambda day: (day - EPOCH).days)(cells).cast(DataType.date32())


def _times(cells: Sequence[Any]) -> Array:
    from arro3.core import DataType

    # milliseconds: Parquet knows nothing coarser
    thousandths = _numbers("int32", lambda clock: 1000 * (clock.hour * 3600 + clock.minute * 60 + clock.second))
    return thousandths(cells).cast(DataType.time32("ms"))


def _lists(cells: Sequence[Any]) -> Array:
    return _nested(cells, _texts([item for cell in cells if cell is not None for item in cell]))


def _sources(cells: Sequence[Any]) -> Array:
    """The sources of each strike as a list of records, all of them texts but the list of claimants."""
    from arro3.core import Field, struct_array

    told = [plain(item) for cell in cells if cell is not None for item in cell]
    parts = [_texts([item.get(name) for item in told]) for name in SOURCE_TEXTS]
    parts.append(_lists([item.get("claimants") for item in told]))
    names = (*SOURCE_TEXTS, "claimants")
    fields = [Field(name, part.type, nullable=True) for name, part in zip(names, parts, strict=True)]
    return _nested(cells, struct_array(parts, fields=fields))


def _nested(cells: Sequence[Any], values: Array) -> Array:
    """``values`` parted into one list a cell; a null cell stays null."""
    from arro3.core import Array, DataType, Field, list_array

    ends = list(accumulate((0 if cell is None else len(cell) for cell in cells), initial=0))
    kind = DataType.list(Field("item", values.type, nullable=True))
    absent = Array([cell is None for cell in cells], DataType.bool())
    return list_array(Array(ends, DataType.int32()), values, type=kind, mask=absent)


_MAKERS: dict[str, Callable[[Sequence[Any]], Array]] = {
    "list": _lists,
    "date": _dates,
    "time": _times,
    "float": _numbers("float64", float),
    "int": _numbers("int64", int),
    "bool": _numbers("bool", bool),
}


def _meaning(column: Column) -> dict[str, str]:
    return {"description": column.meaning} | ({"unit": column.unit} if column.unit else {})


def _geo(strikes: geopandas.GeoDataFrame) -> str:
    shapes = strikes.geometry[~(strikes.geometry.isna() | strikes.geometry.is_empty)]
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(shapes.geom_type.unique())}
    if strikes.crs is not None:
        column["crs"] = strikes.crs.to_json_dict()
    if len(shapes):
        column["bbox"] = [float(value) for value in shapes.total_bounds]
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})
