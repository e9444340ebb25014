"""Fits the weights of ``geo/gazetteer/data/namesakes.toml``: ``python scripts/fit_namesakes.py TABLE.csv [--write]``.

TABLE has events that were coded by hand: ``place``, ``adm_1``, ``country``, ``latitude``, ``longitude`` and ``where_prec`` (1 or
2: the point is that of the place), ``date_start``, as UCDP GED tells them (CC BY 4.0). Each event is read twice, without its
day and with it. Of the places that bear a name inside the unit told, those within 25 km of the point are the ones meant.
The fit is a conditional logit with a ridge towards 0; scores out of fold are over folds of names, so that no name that is
judged was fitted on.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import zlib
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import named
from geo.gazetteer.context import by_hand
from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.namesakes import APART_KM, share
from geo.gazetteer.resolve import distance_km

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "geo" / "gazetteer" / "data" / "namesakes.toml"
FEATURES = ("own_name", "people", "renown", "renown_then", "sized", "unplaced")
RIGHT_KM = 25.0
FOLDS = 10
RIDGE = 1.0
STEPS = 60
Floats = NDArray[np.float64]
_PEOPLE: Floats = np.array([float(name == "people") for name in FEATURES])


class Choice(NamedTuple):
    """One event with several places of its name."""

    name: str
    facts: Floats
    """A row a place, a column a feature."""
    by_hand: Floats
    """What the weights that are set by hand add."""
    right: NDArray[np.bool_]


def choices(path: Path, *, dated: bool) -> list[Choice]:
    """The events of a table whose name several places apart bear, one of them at the event."""
    gazetteer, found = Gazetteer.open(), []
    for row in csv.DictReader(path.open(encoding="utf-8")):
        if row["where_prec"] not in ("1", "2"):
            continue
        asked: list[tuple[list[Any], list[dict[str, float]]]] = []

        def spy(entries: Any, told: Any, best: Any, asked: Any = asked) -> float:
            asked.append((entries, told))
            return share(entries, told, best)

        when = dt.date.fromisoformat(row["date_start"][:10]) if dated else None
        with mock.patch.object(named, "share", spy):
            gazetteer.geocode_place(row["place"], admin1=row["adm_1"], country=row["country"], when=when)
        if asked:
            entries, told = asked[0]
            away = [
                distance_km(float(row["latitude"]), float(row["longitude"]), e.latitude, e.longitude) for e in entries
            ]
            right = np.array(away) <= RIGHT_KM
            if right.any() and not right.all() and max(away) - min(away) > APART_KM:
                facts = np.array([[each[name] for name in FEATURES] for each in told])
                hand = np.array([sum(w * each[name] for name, w in by_hand("namesakes").items()) for each in told])
                found.append(Choice(fold(row["place"]), facts, hand, right))
    return found


def fit(known: list[Choice]) -> Floats:
    """Weights by Newton's method."""
    weight = np.zeros(len(FEATURES))
    for _ in range(STEPS):
        slope, curve = -RIDGE * weight, RIDGE * np.eye(len(FEATURES))
        for _, facts, hand, right in known:
            score = facts @ weight + hand
            odds = np.exp(score - score.max())
            every, meant = odds / odds.sum(), odds * right / (odds * right).sum()
            middle = facts.T @ every
            slope += facts.T @ (meant - every)
            curve += (facts.T * every) @ facts - np.outer(middle, middle)
        weight += 0.7 * np.linalg.solve(curve, slope)
    return weight


def hits(known: list[Choice], weight: Floats) -> int:
    return sum(bool(each.right[np.argmax(each.facts @ weight + each.by_hand)]) for each in known)


def out_of_fold(known: list[Choice]) -> int:
    part = np.array([zlib.crc32(each.name.encode()) % FOLDS for each in known])
    total = 0
    for fold_number in range(FOLDS):
        rest = [each for each, own in zip(known, part, strict=True) if own != fold_number]
        total += hits([each for each, own in zip(known, part, strict=True) if own == fold_number], fit(rest))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    undated, dated = choices(told.table, dated=False), choices(told.table, dated=True)
    weight = fit([*undated, *dated])
    for what, known in (("without their days", undated), ("with them", dated)):
        print(
            f"{len(known)} events with namesakes, {what}: right {hits(known, weight)}, "
            f"out of fold {out_of_fold(known)}, by people alone {hits(known, _PEOPLE)}"
        )
    lines = [f"{name} = {value:.2f}" for name, value in zip(FEATURES, weight.tolist(), strict=True)]
    print("\n".join(lines))
    if told.write:
        before = TABLE.read_text("utf-8").partition("[weights]")[0]
        TABLE.write_text(f"{before}[weights]\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
