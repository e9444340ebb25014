"""Our strikes beside somebody else's table: matched, only here, only there, and how that depends on the windows.

The windows of distance and time are those of MELTT (Donnay et al. 2019); the grid shows how much rests on them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import schema
from geo.errors import ReadError, SchemaError

KILOMETRES = (1.0, 5.0, 25.0)
DAYS = (0, 1, 2)
_NAMES = {
    "date": ("date", "event_date", "date_start"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng"),
    "id": ("strike_id", "event_id_cnty", "id", "event_id"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """``matched`` (our id, their id, km, days), ``only_here`` and ``only_there`` (ids), and the ``grid`` of matches."""

    matched: pd.DataFrame
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    grid: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """Everything as one table: a row a match, then what is only here, then what is only there (``found``)."""
        here = pd.DataFrame({"found": "only here", "id": list(self.only_here)})
        there = pd.DataFrame({"found": "only there", "other_id": list(self.only_there)})
        names = ["found", "id", "other_id", "km", "days"]
        rows = [
            *self.matched.assign(found="matched").to_dict("records"),
            *here.to_dict("records"),
            *there.to_dict("records"),
        ]
        return pd.DataFrame(rows, columns=names, dtype="object")


def compare(strikes: pd.DataFrame, other: str | Path | pd.DataFrame, *, km: float = 5.0, days: int = 1) -> Comparison:
    """Line ``strikes`` up one to one with another table, nearest first, within ``km`` kilometres and ``days`` days.

    ``other`` is a frame or a CSV shaped as ACLED, UCDP GED or this project's own table: a date, a latitude and a
    longitude are needed. Strikes that are areas are left out: an area has no distance to a point.
    """
    ours, theirs = _points(strikes, "strikes"), _points(_table(other), str(other)[:80])
    ours = ours[[shape is None or shape == "Point" for shape in _shapes(strikes, ours)]]
    pairs = _pairs(ours, theirs, max(*KILOMETRES, km), max(*DAYS, days))
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


def _table(other: str | Path | pd.DataFrame) -> pd.DataFrame:
    if isinstance(other, pd.DataFrame):
        return other
    try:
        return pd.read_csv(other)
    except (OSError, ValueError) as error:
        raise ReadError(f"{other}: no readable CSV to compare with ({error})") from error


def _points(table: pd.DataFrame, what: str) -> pd.DataFrame:
    found: dict[str, Any] = {}
    for name, choices in _NAMES.items():
        column = next((choice for choice in choices if choice in table.columns), None)
        if column is None and name != "id":
            raise SchemaError(f"{what} lacks a column for {name}; any of: {', '.join(choices)}")
        found[name] = range(len(table)) if column is None else list(table[column])
    points = pd.DataFrame(found, index=table.index)
    points["id"] = points["id"].astype(str)
    points["day"] = [d.toordinal() for d in pd.to_datetime(points["date"]).dt.date]
    return points[[not schema.missing(v) for v in points["latitude"]]]


def _shapes(strikes: pd.DataFrame, points: pd.DataFrame) -> list[str | None]:
    if "geometry" not in strikes.columns:
        return [None] * len(points)
    return [None if shape is None else shape.geom_type for shape in strikes.loc[points.index, "geometry"]]


def _pairs(ours: pd.DataFrame, theirs: pd.DataFrame, km: float, days: int) -> list[tuple[float, int, str, str]]:
    theirs = theirs.sort_values("day", kind="stable")
    their_days = theirs["day"].to_numpy()
    lat, lon = (np.radians(theirs[c].to_numpy(dtype=float)) for c in ("latitude", "longitude"))
    ids, found = list(theirs["id"]), []
    columns = (ours[name].tolist() for name in ("id", "day", "latitude", "longitude"))
    for name, day, latitude, longitude in zip(*columns, strict=True):
        low, high = np.searchsorted(their_days, [day - days, day + days + 1])
        y, x = math.radians(latitude), math.radians(longitude)
        part = slice(low, high)
        a = np.sin((lat[part] - y) / 2) ** 2 + math.cos(y) * np.cos(lat[part]) * np.sin((lon[part] - x) / 2) ** 2
        apart = 12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, a)))
        for at in np.flatnonzero(apart <= km):
            found.append((float(apart[at]), abs(int(their_days[low + at]) - day), name, ids[low + at]))
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
