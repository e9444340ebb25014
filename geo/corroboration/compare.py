"""Our strikes beside somebody else's table: matched, only here, only there, and how that depends on the windows.

The windows of distance, time and type are those of MELTT (Donnay et al. 2019); the grid shows how much rests on them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import schema
from geo.errors import ReadError, SchemaError

KILOMETRES = (1.0, 5.0, 25.0)
DAYS = (0, 1, 2)
_START = ("date_start", "date", "event_date")
_END = ("date_end", "date", "event_date")
_LATITUDE = ("latitude", "lat")
_LONGITUDE = ("longitude", "lon", "lng")
_ID = ("strike_id", "event_id_cnty", "id", "event_id")
_KIND = ("weapon_classes", "sub_event_type")
_AIR, _GROUND = "air", "ground"
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("drone", "naval_drone", "glide_bomb", "bomb", "air_strike", "air/drone strike"), _AIR),
    **dict.fromkeys(
        ("ballistic_missile", "cruise_missile", "missile", "rocket_artillery", "artillery",
         "shelling/artillery/missile attack"), _GROUND),
}  # fmt: skip
"""What a weapon class or an ACLED sub-event type is, in the two kinds that all tables share; others fit both."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``matched`` (our id, their id, km, days), ``only_here`` and ``only_there`` (ids), and the ``grid`` of matches."""

    matched: pd.DataFrame
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    grid: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """Everything as one table: a row a match, then what is only here, then what is only there (``found``)."""
        rows = [{"found": "matched", **row} for row in self.matched.to_dict("records")]
        rows += [{"found": "only here", "id": name} for name in self.only_here]
        rows += [{"found": "only there", "other_id": name} for name in self.only_there]
        return pd.DataFrame(rows, columns=["found", "id", "other_id", "km", "days"], dtype="object")


def compare(
    strikes: pd.DataFrame, other: str | Path | pd.DataFrame, *, km: float = 5.0, days: int = 1, kinds: bool = True
) -> Comparison:
    """Line ``strikes`` up one to one with another table, nearest first, within ``km`` kilometres and ``days`` days.

    ``other`` is a frame or a CSV shaped as ACLED, UCDP GED or this project's own table: a date (or window), a latitude
    and a longitude are needed. With ``kinds``, an air strike is no artillery fire where both tables tell the kind.
    Strikes that are areas are left out: an area has no distance to a point.
    """
    ours, theirs = _points(strikes, "strikes"), _points(_table(other), _name(other))
    ours = ours[[shape is None or shape == "Point" for shape in _shapes(strikes, ours)]]
    pairs = _pairs(ours, theirs, max(*KILOMETRES, km), max(*DAYS, days), kinds)
    matched = _one_to_one(pairs, km, days)
    grid = pd.DataFrame(
        [[len(_one_to_one(pairs, k, d)) for d in DAYS] for k in KILOMETRES],
        index=pd.Index(KILOMETRES, name="km"),
        columns=pd.Index(DAYS, name="days"),
    )
    here, there = set(matched["id"]), set(matched["other_id"])
    return Comparison(
        matched,
        tuple(i for i in ours["id"] if i not in here),
        tuple(i for i in theirs["id"] if i not in there),
        grid,
    )


def _name(other: str | Path | pd.DataFrame) -> str:
    return "the other table" if isinstance(other, pd.DataFrame) else str(other)


def _table(other: str | Path | pd.DataFrame) -> pd.DataFrame:
    if isinstance(other, pd.DataFrame):
        return other
    try:
        return pd.read_csv(other)
    except (OSError, ValueError) as error:
        raise ReadError(f"{other}: no readable CSV to compare with ({error})") from error


def _points(table: pd.DataFrame, what: str) -> pd.DataFrame:
    """``id``, window (ordinals), point and kinds of each row that has a point."""
    ids, kinds = _column(table, _ID), _column(table, _KIND)
    points = pd.DataFrame(
        {
            "id": range(len(table)) if ids is None else list(table[ids]),
            "start": _days(table, _START, what),
            "end": _days(table, _END, what),
            "latitude": _degrees(table, _LATITUDE, what, 90.0),
            "longitude": _degrees(table, _LONGITUDE, what, 180.0),
            "kinds": [frozenset()] * len(table) if kinds is None else [_kinds(cell) for cell in table[kinds]],
        },
        index=table.index,
    )
    points["id"] = points["id"].astype(str)
    return points[points["latitude"].notna() & points["longitude"].notna()]


def _column(table: pd.DataFrame, choices: tuple[str, ...]) -> str | None:
    return next((choice for choice in choices if choice in table.columns), None)


def _needed(table: pd.DataFrame, choices: tuple[str, ...], what: str) -> str:
    column = _column(table, choices)
    if column is None:
        raise SchemaError(f"{what} lacks a column for {choices[0]}; any of: {', '.join(choices)}")
    return column


def _days(table: pd.DataFrame, choices: tuple[str, ...], what: str) -> list[int]:
    column = _needed(table, choices, what)
    return [_day(cell, row, column, what) for row, cell in enumerate(table[column], start=2)]


def _day(cell: Any, row: int, column: str, what: str) -> int:
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return cell.toordinal()
    try:
        return int(pd.Timestamp(cell).date().toordinal())
    except (ValueError, TypeError) as error:
        raise SchemaError(
            f"{what}, row {row}, column {column!r}: {cell!r} is no date; write it as YYYY-MM-DD"
        ) from error


def _degrees(table: pd.DataFrame, choices: tuple[str, ...], what: str, most: float) -> list[float]:
    column = _needed(table, choices, what)
    found = []
    for row, cell in enumerate(table[column], start=2):
        try:
            value = math.nan if schema.missing(cell) or cell == "" else float(cell)
        except (ValueError, TypeError):
            value = math.inf
        if abs(value) > most:
            raise SchemaError(
                f"{what}, row {row}, column {column!r}: {cell!r} is no number from {-most:.0f} to {most:.0f}"
            )
        found.append(value)
    return found


def _kinds(cell: Any) -> frozenset[str]:
    if schema.missing(cell):
        return frozenset()
    words: Iterable[Any] = cell if isinstance(cell, list | tuple) else str(cell).split(";")
    return frozenset(_KINDS[str(word).strip().casefold()] for word in words if str(word).strip().casefold() in _KINDS)


def _shapes(strikes: pd.DataFrame, points: pd.DataFrame) -> list[str | None]:
    if "geometry" not in strikes.columns:
        return [None] * len(points)
    return [None if shape is None else shape.geom_type for shape in strikes.loc[points.index, "geometry"]]


def _pairs(
    ours: pd.DataFrame, theirs: pd.DataFrame, km: float, days: int, kinds: bool
) -> list[tuple[float, int, str, str]]:
    """(km, days, our id, their id) of all that lie close, the nearest in time and then in place first."""
    theirs = theirs.sort_values("start", kind="stable")
    start, end = (theirs[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    longest = int((end - start).max(initial=0))
    lat, lon = (np.radians(theirs[name].to_numpy(dtype=float)) for name in ("latitude", "longitude"))
    ids, kind, found = list(theirs["id"]), list(theirs["kinds"]), []
    columns = (ours[name].tolist() for name in ("id", "start", "end", "latitude", "longitude", "kinds"))
    for name, first, last, latitude, longitude, ours_kinds in zip(*columns, strict=True):
        low, high = np.searchsorted(start, np.array([first - days - longest, last + days + 1]))
        y, x = math.radians(latitude), math.radians(longitude)
        part = slice(low, high)
        a = np.sin((lat[part] - y) / 2) ** 2 + math.cos(y) * np.cos(lat[part]) * np.sin((lon[part] - x) / 2) ** 2
        apart = 12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, a)))
        gap = np.maximum(np.maximum(start[part] - last, first - end[part]), 0)
        for at in np.flatnonzero((apart <= km) & (gap <= days)):
            other = kind[low + at]
            if not kinds or not ours_kinds or not other or ours_kinds & other:
                found.append((float(apart[at]), int(gap[at]), name, ids[low + at]))
    return sorted(found, key=lambda pair: (pair[1], pair[0], pair[2], pair[3]))


def _one_to_one(pairs: list[tuple[float, int, str, str]], km: float, days: int) -> pd.DataFrame:
    here: set[str] = set()
    there: set[str] = set()
    rows = []
    for apart, gap, one, other in pairs:
        if apart <= km and gap <= days and one not in here and other not in there:
            here.add(one)
            there.add(other)
            rows.append((one, other, apart, gap))
    return pd.DataFrame(rows, columns=["id", "other_id", "km", "days"])
