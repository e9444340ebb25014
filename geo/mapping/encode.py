"""Strikes as packs: one with what is drawn and filtered, and blocks with what is read (``texts``).

What marks, filters and the timeline need goes into columns, some ten bytes a strike. Everything here works on whole
columns: a million strikes take seconds.
"""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import schema
from geo.errors import SchemaError
from geo.mapping import areas, texts
from geo.mapping.columns import Column, Whole, pack
from geo.memory import uncollected
from geo.options import DrawOptions

EPOCH = dt.date(1970, 1, 1).toordinal()
DEGREE = 1e5
"""Grid of the points, 1/degree: 1e5 is about a metre."""
FORM_NONE, FORM_POINT, FORM_CIRCLE, FORM_AREA = range(4)
STEPS = (0.55, 0.8)
"""Confidence from which the fill is middle and full: "likely" begins at 0.55 and "very likely" at 0.80 (ICD 203)."""
LARGEST_HIT = 250
"""Munitions that hit are drawn by size up to far below this; the exact number stands in the text."""
SHAPES_AT_ONCE = 4096
"""Polygons that are compared by their bytes at one time: some 40 MB of them."""

SETS = ("weapon_classes", "weapon_origins", "weapon_systems")
WORDS = ("attacker", "grade", "outcome", "level", "time_precision", "target_type", "country_code", "admin1")
_UNKNOWN_DAY = np.iinfo(np.int64).min

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Packs:
    """What a layer carries: its columns, its blocks of texts, and the box of its places (west, south, east, north)."""

    columns: bytes
    blocks: tuple[bytes, ...]
    bounds: tuple[float, float, float, float] | None


def encode(strikes: gpd.GeoDataFrame, options: DrawOptions) -> Packs:
    """The packs of ``strikes``, sorted by day."""
    with uncollected():
        return _encoded(strikes, options)


def _encoded(strikes: gpd.GeoDataFrame, options: DrawOptions) -> Packs:
    schema.check(strikes, schema.STRIKES, what="strikes")
    if strikes.crs is not None and strikes.crs.to_epsg() != 4326:
        raise SchemaError("strikes must be in EPSG:4326; use strikes.to_crs(4326)")
    order = np.argsort(_days(strikes["date"]), kind="stable")
    table = strikes.iloc[order].reset_index(drop=True)
    shapes = np.asarray(table.geometry.array, dtype=object)
    with ThreadPoolExecutor(max_workers=1) as beside:  # while deflate works on texts, there is time for the columns
        packed = beside.submit(_pack, table, shapes, options)
        blocks = tuple(texts.blocks(table, options.block_rows))
        return Packs(packed.result(), blocks, _bounds(shapes))


def _pack(table: pd.DataFrame, shapes: npt.NDArray[np.object_], options: DrawOptions) -> bytes:
    """What is drawn and filtered."""
    count = -(-len(table) // options.block_rows)
    header: dict[str, Any] = {"n": len(table), "block_rows": options.block_rows, "blocks": count}
    columns = {
        **_times(table, header),
        **_words(table, header),
        **_history(table, header),
        **_sizes(table),
        **_places(table, shapes, header, options),
    }
    return pack(header, columns)


def _column(table: pd.DataFrame, name: str) -> pd.Series[Any]:
    """A column of ``table``; nulls where it has none."""
    return table[name] if name in table.columns else pd.Series(np.full(len(table), None), dtype="object")


def _days(cells: pd.Series[Any]) -> Whole:
    """Days since 1970; what is unknown becomes the lowest number. Days repeat: each one is converted once."""
    codes, days = pd.factorize(cells, use_na_sentinel=True)
    return np.array([*(day.toordinal() - EPOCH for day in days), _UNKNOWN_DAY], dtype=np.int64)[codes]


def _times(table: pd.DataFrame, header: dict[str, Any]) -> dict[str, Column]:
    day = _days(table["date"])
    base = int(day[0]) if len(day) else 0
    header["base_day"] = base
    known = _days(_column(table, "first_reported"))
    known = np.where(known == _UNKNOWN_DAY, day, known)
    return {
        "day": Column(day - base, delta=True),
        "back": Column(day - _days(table["date_start"]), signed=True),
        "ahead": Column(_days(table["date_end"]) - day, signed=True),
        "known": Column(known - day, signed=True),
    }


def _codes(cells: pd.Series[Any]) -> tuple[Whole, list[str]]:
    """Each cell as the number of its value, by first appearance; number 0 is the empty one."""
    codes, values = pd.factorize(cells, use_na_sentinel=True)
    return codes.astype(np.int64) + 1, list(map(str, values))


def _set_codes(cells: pd.Series[Any]) -> tuple[Whole, list[list[str]]]:
    """The same for lists of words."""
    numbers = _Numbered({(): 0})
    held = map(tuple, [() if cell is None else cell for cell in texts.cells_of(cells)])
    codes = np.fromiter(map(numbers.__getitem__, held), np.int64, len(cells))
    return codes, [list(map(str, values)) for values in numbers]


class _Numbered(dict[tuple[Any, ...], int]):
    """Numbers by first appearance."""

    def __missing__(self, key: tuple[Any, ...]) -> int:
        number = self[key] = len(self)
        return number


def _words(table: pd.DataFrame, header: dict[str, Any]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    words: dict[str, list[str]] = {}
    sets: dict[str, list[list[str]]] = {}
    for name in WORDS:
        codes, values = _codes(_column(table, name))
        columns[name], words[name] = Column(codes), ["", *values]
    for name in SETS:
        codes, sets[name] = _set_codes(_column(table, name))
        columns[name] = Column(codes)
    header["words"], header["sets"] = words, sets
    return columns


def _history(table: pd.DataFrame, header: dict[str, Any]) -> dict[str, Column]:
    """What held before the support of a strike changed: its row, the day of the change, grade and per cent until then."""
    held = enumerate(texts.cells_of(_column(table, "grade_history")))
    stood = [
        (row, *state.split()[1:], after.split()[0])
        for row, states in held
        if states is not None
        for state, after in pairwise(states)
    ]
    rows, grades, confidences, until = zip(*stood, strict=True) if stood else ((), (), (), ())
    words: list[str] = header["words"]["grade"]
    words += sorted(set(grades) - set(words))
    number = {word: code for code, word in enumerate(words)}
    days = np.array(until, dtype="datetime64[D]").astype(np.int64)
    return {
        "state_row": Column(np.array(rows, dtype=np.int64), delta=True),
        "state_until": Column(days - header["base_day"], signed=True),
        "state_grade": Column(np.array([number[grade] for grade in grades], dtype=np.int64)),
        "state_confidence": Column(np.round(100 * np.array(confidences, dtype=np.float64)).astype(np.int64)),
    }


def _numbers(table: pd.DataFrame, name: str) -> Floats:
    cells = _column(table, name)
    numbers = cells if pd.api.types.is_numeric_dtype(cells) else pd.to_numeric(cells)
    return numbers.to_numpy(dtype="float64", na_value=np.nan)


def _sizes(table: pd.DataFrame) -> dict[str, Column]:
    """Munitions that hit (0 where unknown) and the step of confidence (0 to 2)."""
    confidence = np.nan_to_num(_numbers(table, "confidence"))
    hit = np.fmax(_numbers(table, "hit_min"), _numbers(table, "hit_max"))
    return {
        "hit": Column(np.clip(np.nan_to_num(hit), 0, LARGEST_HIT).astype(np.int64)),
        "step": Column(np.asarray(np.digitize(confidence, STEPS), dtype=np.int64)),
        "wave": Column(_rows_of(_column(table, "part_of"), table["strike_id"])),
        "withdrawn": Column(_is(table, "review_status", "withdrawn").astype(np.int64)),
    }


def _is(table: pd.DataFrame, name: str, word: str) -> Flags:
    return (_column(table, name) == word).fillna(False).to_numpy(dtype=bool)


def _rows_of(parents: pd.Series[Any], ids: pd.Series[Any]) -> Whole:
    """The row of each parent plus one; 0 where there is none."""
    found = np.zeros(len(parents), np.int64)
    children = np.flatnonzero(parents.notna())
    wanted = set(parents.iloc[children])
    rows = {strike_id: row for row, strike_id in enumerate(ids, start=1) if strike_id in wanted} if wanted else {}
    found[children] = [rows.get(parent, 0) for parent in parents.iloc[children]]
    return found


def _places(
    table: pd.DataFrame, shapes: npt.NDArray[np.object_], header: dict[str, Any], options: DrawOptions
) -> dict[str, Column]:
    """A number for each strike's place, and one row for each place: form, point, radius, polygon, names."""
    form = _forms(table, shapes)
    surface, surfaces = _surfaces(shapes, form)
    lon, lat = _points(table, shapes, form)
    radius = np.where(form == FORM_CIRCLE, np.nan_to_num(_numbers(table, "uncertainty_m")), 0).round().astype(np.int64)
    names, words = _codes(_column(table, "location"))
    precision, precisions = _codes(_column(table, "geo_precision"))
    keys = pd.DataFrame({"f": form, "s": surface, "x": lon, "y": lat, "r": radius, "n": names, "p": precision})
    place = keys.groupby(list(keys.columns), sort=False).ngroup().to_numpy(dtype=np.int64)
    one = keys.iloc[np.unique(place, return_index=True)[1]]
    header["locations"], header["precisions"] = ["", *words], ["", *precisions]
    fields = {"form": "f", "area": "s", "radius": "r", "location": "n", "precision": "p"}
    return {
        "place": Column(np.asarray(place, dtype=np.int64)),
        **{f"place_{name}": Column(one[key].to_numpy(dtype=np.int64)) for name, key in fields.items()},
        "place_x": Column(one["x"].to_numpy(dtype=np.int64), signed=True),
        "place_y": Column(one["y"].to_numpy(dtype=np.int64), signed=True),
        **areas.columns(surfaces, tolerance=options.simplify_degrees),
    }


def _forms(table: pd.DataFrame, shapes: npt.NDArray[np.object_]) -> Whole:
    kinds = shapely.get_type_id(shapes)
    near = _is(table, "geo_precision", "near_settlement") & (np.nan_to_num(_numbers(table, "uncertainty_m")) > 0)
    form = np.where(kinds == shapely.GeometryType.POINT, FORM_POINT, FORM_AREA)
    form = np.where(near, FORM_CIRCLE, form)
    return np.where(shapely.is_missing(shapes) | shapely.is_empty(shapes), FORM_NONE, form).astype(np.int64)


def _surfaces(shapes: npt.NDArray[np.object_], form: Whole) -> tuple[Whole, list[Any]]:
    """A number from 1 for each area, equal polygons sharing one; and the polygons in that order.

    Told apart by their bytes, not by a code: what is drawn may have been simplified or cut.
    """
    rows = np.flatnonzero(form == FORM_AREA)
    numbers = np.zeros(len(shapes), np.int64)
    by_object, _ = pd.factorize(np.fromiter(map(id, shapes[rows]), np.int64, len(rows)))
    held = shapes[rows[np.unique(by_object, return_index=True)[1]]] if len(rows) else shapes[:0]
    by_bytes = _alike(held)
    numbers[rows] = np.asarray(by_bytes, dtype=np.int64)[by_object] + 1
    return numbers, list(held[np.unique(by_bytes, return_index=True)[1]])


def _alike(shapes: npt.NDArray[np.object_]) -> Whole:
    """A number for each shape, by first appearance, equal ones sharing it; only those of one box and size are hashed."""
    frame = pd.DataFrame(shapely.bounds(shapes)).assign(corners=shapely.get_num_coordinates(shapes))
    groups = frame.groupby(list(frame.columns), sort=False, dropna=False).ngroup().to_numpy(dtype=np.int64)
    keys = groups.astype(object)
    doubtful = np.flatnonzero(np.bincount(groups)[groups] > 1)
    for start in range(0, len(doubtful), SHAPES_AT_ONCE):
        rows = doubtful[start : start + SHAPES_AT_ONCE]
        keys[rows] = [blake2b(data, digest_size=16).digest() for data in shapely.to_wkb(shapes[rows])]
    return np.asarray(pd.factorize(keys)[0], dtype=np.int64)


def _points(table: pd.DataFrame, shapes: npt.NDArray[np.object_], form: Whole) -> tuple[Whole, Whole]:
    """The point of each strike: the drawn one for points, the representative one for circles."""
    lon, lat = _numbers(table, "longitude").copy(), _numbers(table, "latitude").copy()
    points = form == FORM_POINT
    lon[points], lat[points] = shapely.get_x(shapes[points]), shapely.get_y(shapes[points])
    unsaid = (form == FORM_CIRCLE) & (np.isnan(lon) | np.isnan(lat))
    centres = shapely.centroid(shapes[unsaid])
    lon[unsaid], lat[unsaid] = shapely.get_x(centres), shapely.get_y(centres)
    blank = (form == FORM_NONE) | (form == FORM_AREA)
    lon[blank], lat[blank] = 0, 0
    return _grid(lon), _grid(lat)


def _grid(degrees: Floats) -> Whole:
    return np.round(np.nan_to_num(degrees) * DEGREE).astype(np.int64)


def _bounds(shapes: npt.NDArray[np.object_]) -> tuple[float, float, float, float] | None:
    if not (~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)).any():
        return None
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)
