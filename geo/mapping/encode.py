"""Strikes as packs: one with what is drawn and filtered, and blocks with what is read.

What marks, filters and the timeline need goes into columns, some ten bytes a strike. What a reader sees only after
choosing a strike (words, counts, quotes, sources) goes into blocks of JSON, each deflated for itself and opened when
it is needed.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import schema
from geo.errors import SchemaError
from geo.mapping import areas
from geo.mapping.columns import Column, Whole, pack
from geo.options import DrawOptions

EPOCH = dt.date(1970, 1, 1).toordinal()
DEGREE = 1e5
"""Grid of the points, 1/degree: 1e5 is about a metre."""
FORM_NONE, FORM_POINT, FORM_CIRCLE, FORM_AREA = range(4)
STEPS = (0.55, 0.8)
"""Confidence from which the fill is middle and full: "likely" begins at 0.55 and "very likely" at 0.80 (ICD 203)."""
LARGEST_HIT = 250
"""Munitions that hit are drawn by size up to far below this; the exact number stands in the text."""

SETS = ("weapon_classes", "weapon_origins", "weapon_systems")
WORDS = ("attacker", "grade", "outcome", "level", "time_precision", "target_type", "country_code", "admin1")
DETAILS = (
    *("strike_id", "date_text", "time_start", "date_basis", "place_text", "admin2", "uncertainty_m", "p_location"),
    *("weapon_origin_basis", "target_text", "assertion", "claimants", "deniers"),
    *(f"{count}_{bound}" for count in schema.COUNTS for bound in ("min", "max")),
    *("killed_best", "injured_best", "confidence", "confidence_calibrated"),
    *("n_reports", "n_outlets", "n_origins", "n_sides", "first_reported", "last_reported"),
    *("notes", "review_status", "sources"),
)


@dataclass(frozen=True, slots=True)
class Packs:
    """What a layer carries: its columns, its blocks of texts, and the box of its places (west, south, east, north)."""

    columns: bytes
    blocks: tuple[bytes, ...]
    bounds: tuple[float, float, float, float] | None


def encode(strikes: gpd.GeoDataFrame, options: DrawOptions) -> Packs:
    """The packs of ``strikes``, sorted by day."""
    schema.check(strikes, schema.STRIKES, what="strikes")
    if strikes.crs is not None and strikes.crs.to_epsg() != 4326:
        raise SchemaError("strikes must be in EPSG:4326; use strikes.to_crs(4326)")
    order = np.argsort(_days(strikes["date"]), kind="stable")
    table = strikes.iloc[order].reset_index(drop=True)
    header: dict[str, object] = {"n": len(table), "block_rows": options.block_rows}
    columns = {**_times(table, header), **_words(table, header), **_sizes(table), **_places(table, header, options)}
    return Packs(pack(header, columns), tuple(_blocks(table, options.block_rows)), _bounds(table))


def _days(cells: Iterable[Any]) -> Whole:
    """Days since 1970; what is unknown becomes the lowest number."""
    lowest = np.iinfo(np.int32).min
    return np.fromiter((lowest if schema.missing(cell) else cell.toordinal() - EPOCH for cell in cells), np.int64)


def _column(table: pd.DataFrame, name: str) -> list[Any]:
    """The cells of a column as Python values with None for null; all None where the column is absent."""
    if name not in table.columns:
        return [None] * len(table)
    cells = table[name]
    if cells.dtype == object:
        return [None if schema.missing(cell) else cell for cell in cells]
    return cells.astype(object).where(cells.notna(), None).tolist()


def _times(table: pd.DataFrame, header: dict[str, object]) -> dict[str, Column]:
    day = _days(table["date"])
    base = int(day[0]) if len(day) else 0
    header["base_day"] = base
    known = _days(_column(table, "first_reported"))
    known = np.where(known == np.iinfo(np.int32).min, day, known)
    return {
        "day": Column(day - base, delta=True),
        "back": Column(day - _days(table["date_start"]), signed=True),
        "ahead": Column(_days(table["date_end"]) - day, signed=True),
        "known": Column(known - day, signed=True),
    }


def _codes(cells: list[Any]) -> tuple[Whole, list[Any]]:
    """Each cell as the number of its value, by first appearance; number 0 is the empty one."""
    codes, values = pd.factorize(pd.Series(cells, dtype=object), use_na_sentinel=True)
    return codes.astype(np.int64) + 1, list(values)


def _words(table: pd.DataFrame, header: dict[str, object]) -> dict[str, Column]:
    columns, words = {}, {}
    for name in WORDS:
        codes, values = _codes([None if cell is None else str(cell) for cell in _column(table, name)])
        columns[name], words[name] = Column(codes), ["", *values]
    sets = {}
    for name in SETS:
        cells = [tuple(map(str, cell)) if cell is not None and len(cell) else None for cell in _column(table, name)]
        codes, values = _codes(cells)
        columns[name], sets[name] = Column(codes), [[], *map(list, values)]
    header["words"], header["sets"] = words, sets
    return columns


def _numbers(table: pd.DataFrame, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    if name not in table.columns:
        return np.full(len(table), np.nan)
    return pd.to_numeric(table[name]).to_numpy(dtype="float64", na_value=np.nan)


def _sizes(table: pd.DataFrame) -> dict[str, Column]:
    """Munitions that hit (0 where unknown) and the step of confidence (0 to 2)."""
    hit = np.fmax(_numbers(table, "hit_min"), _numbers(table, "hit_max"))
    confidence = np.nan_to_num(_numbers(table, "confidence"))
    wave = _rows_of(_column(table, "part_of"), table["strike_id"])
    withdrawn = np.fromiter((cell == "withdrawn" for cell in _column(table, "review_status")), np.int64, len(table))
    return {
        "hit": Column(np.clip(np.nan_to_num(hit), 0, LARGEST_HIT).astype(np.int64)),
        "step": Column(np.asarray(np.digitize(confidence, STEPS), dtype=np.int64)),
        "wave": Column(wave),
        "withdrawn": Column(withdrawn),
    }


def _rows_of(parents: list[Any], ids: pd.Series[Any]) -> Whole:
    """The row of each parent plus one; 0 where there is none."""
    rows = {strike_id: row for row, strike_id in enumerate(ids, start=1)}
    return np.fromiter((0 if parent is None else rows.get(parent, 0) for parent in parents), np.int64, len(parents))


def _places(table: gpd.GeoDataFrame, header: dict[str, object], options: DrawOptions) -> dict[str, Column]:
    """A number for each strike's place, and one row for each place: form, point, radius, polygon, names."""
    form = _forms(table)
    shape = np.where(form == FORM_AREA, _shapes(table, form), 0)
    lon, lat = _points(table, form)
    radius = np.where(form == FORM_CIRCLE, np.nan_to_num(_numbers(table, "uncertainty_m")), 0).round().astype(np.int64)
    names, words = _codes(_column(table, "location"))
    precision, precisions = _codes([None if c is None else str(c) for c in _column(table, "geo_precision")])
    keys = pd.DataFrame({"f": form, "s": shape, "x": lon, "y": lat, "r": radius, "n": names, "p": precision})
    place = keys.groupby(list(keys.columns), sort=False).ngroup().to_numpy(dtype=np.int64)
    first = np.unique(place, return_index=True)[1] if len(place) else np.zeros(0, np.int64)
    header["locations"], header["precisions"] = ["", *words], ["", *precisions]
    one = keys.iloc[first]
    fields = {"form": "f", "area": "s", "radius": "r", "location": "n", "precision": "p"}
    surfaces = [table.geometry.iloc[int(np.argmax(shape == code))] for code in range(1, int(shape.max(initial=0)) + 1)]
    return {
        "place": Column(np.asarray(place, dtype=np.int64)),
        **{f"place_{name}": Column(one[key].to_numpy(dtype=np.int64)) for name, key in fields.items()},
        "place_x": Column(one["x"].to_numpy(dtype=np.int64), signed=True),
        "place_y": Column(one["y"].to_numpy(dtype=np.int64), signed=True),
        **areas.columns(surfaces, tolerance=options.simplify_degrees),
    }


def _forms(table: gpd.GeoDataFrame) -> Whole:
    kinds = table.geometry.geom_type.to_numpy(dtype=object)
    near = np.array([cell == "near_settlement" for cell in _column(table, "geo_precision")], dtype=bool)
    radius = np.nan_to_num(_numbers(table, "uncertainty_m")) > 0
    point = np.array([kind == "Point" for kind in kinds], dtype=bool)
    empty = table.geometry.isna().to_numpy() | table.geometry.is_empty.to_numpy()
    form = np.where(point, FORM_POINT, FORM_AREA)
    form = np.where(near & radius, FORM_CIRCLE, form)
    return np.where(empty, FORM_NONE, form).astype(np.int64)


def _shapes(table: gpd.GeoDataFrame, form: Whole) -> Whole:
    """Equal polygons get one number, from 1; told apart by their bytes, which also catches reused unit codes."""
    areas_only = table.geometry.where(form == FORM_AREA)
    known: dict[int, bytes] = {}

    def key(shape: Any) -> bytes | None:
        if shape is None:
            return None
        if id(shape) not in known:
            known[id(shape)] = shape.wkb
        return known[id(shape)]

    held = list(areas_only)
    return _codes([key(shape) for shape in held])[0]


def _points(table: gpd.GeoDataFrame, form: Whole) -> tuple[Whole, Whole]:
    """The point of each strike: the drawn one for points, the representative one for surfaces."""
    points = form == FORM_POINT
    lon, lat = _numbers(table, "longitude"), _numbers(table, "latitude")
    lon, lat = lon.copy(), lat.copy()
    lon[points] = table.geometry[points].x
    lat[points] = table.geometry[points].y
    circles = (form == FORM_CIRCLE) & (np.isnan(lon) | np.isnan(lat))
    centres = table.geometry[circles].centroid if circles.any() else None
    if centres is not None:
        lon[circles], lat[circles] = centres.x, centres.y
    blank = (form == FORM_NONE) | (form == FORM_AREA)
    lon[blank], lat[blank] = 0, 0
    return np.round(np.nan_to_num(lon) * DEGREE).astype(np.int64), np.round(np.nan_to_num(lat) * DEGREE).astype(
        np.int64
    )


def _bounds(table: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    drawn = table.geometry[~(table.geometry.isna() | table.geometry.is_empty)]
    if drawn.empty:
        return None
    west, south, east, north = drawn.total_bounds
    return float(west), float(south), float(east), float(north)


def _plain(value: object) -> object:
    """What JSON has no word for: days and times as ISO text, numpy numbers as numbers."""
    if isinstance(value, dt.date | dt.time | dt.datetime):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple | np.ndarray):
        return list(value)
    return str(value)


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = [name for name in DETAILS if name in table.columns]
    for cells in zip(*(_column(table, name) for name in names), strict=True):
        yield {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None and cell != []}


def _blocks(table: pd.DataFrame, size: int) -> Iterator[bytes]:
    dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False).encode

    def block(start: int) -> bytes:
        rows = list(_rows(table.iloc[start : start + size]))
        return zlib.compress(dumps(rows).encode("utf-8", "replace"), 6)

    with ThreadPoolExecutor(max_workers=2) as pool:  # zlib lets go of the interpreter's lock
        yield from pool.map(block, range(0, len(table), size))
