"""Fits the weights of ``geo/corroboration/weights.toml`` on labelled reports: ``python scripts/fit_pair_weights.py
tests/gold --write``.

Pairs of claims that may be one strike are labelled by the key of the real event that each is paired with, both for the
claims that the road reads out of the reports and for claims made of the labels themselves (their scores are the ceiling
of the merge alone). The fit is a logistic regression drawn towards the prior weights below, which say what a person
would; with few labels they hold, with many the data win. Scores are out of fold, over groups of events that could meet.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import pipeline, schema
from geo.corroboration.cluster import clusters
from geo.corroboration.evidence import Table, evidence, possible
from geo.corroboration.pairs import Pairs as Scored
from geo.corroboration.pairs import candidates
from geo.evaluation.scores import merging, pair
from geo.model import Claim, DateBasis, GeoPrecision, Interval, Place, TimePrecision, WeaponClass
from geo.options import CorroborateOptions

PRIOR = {
    "claims": 0.0,
    "place_same": 1.5, "place_near": 0.5, "place_inside": -0.5, "place_site": -1.0, "place_quarter": 0.5, "place_about": -0.5,
    "window_same": 2.5, "window_overlap": 1.5, "window_wide": 0.0, "window_other_night": -3.0, "window_apart": -3.5,
    "weapon_same": 1.0, "weapon_part": 0.0, "weapon_confused": -2.0, "weapon_other": -4.0, "makers_other": -3.0,
    "attacker_same": 0.5, "attacker_other": -4.0,
    "munitions_equal_large": 3.5, "munitions_equal": 1.5, "munitions_agree": 0.3, "munitions_vague": -0.3, "munitions_differ": -0.7,
    "casualties_equal_large": 3.5, "casualties_equal": 1.0, "casualties_agree": 0.3, "casualties_vague": 0.0, "casualties_differ": -0.5,
    "clock_close": 1.0, "clock_other": -6.0, "target_same": 0.3, "target_other_timed": -1.5, "object_same": 0.7,
}  # fmt: skip
OPTIONS = CorroborateOptions()
FOLDS = 10
PULL = 30.0
"""How hard the prior holds a weight. Of 0.3 to 30, this gave the best F1 out of fold on both sets of claims together:
with some hundred pairs a freer fit learns the habits of these reports."""
LEVELS = {
    "site": GeoPrecision.SITE, "settlement": GeoPrecision.SETTLEMENT, "other": GeoPrecision.SETTLEMENT,
    "district": GeoPrecision.ADMIN2, "region": GeoPrecision.ADMIN1, "country": GeoPrecision.COUNTRY,
    "sea": GeoPrecision.SEA_AIR,
}  # fmt: skip
Keyed = list[tuple[Claim, str]]
Floats = NDArray[np.float64]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def of_labels(gold: Sequence[Mapping[str, Any]]) -> Keyed:
    """Claims made of the labelled rows: what a perfect reading would hand over."""
    found = []
    for number, row in enumerate(row for row in gold if not row.get("none")):
        start, end = dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"])
        night = start != end and "night" in (row.get("date_text") or "")
        area = row["place"] if row["place_type"] in ("region", "country", "sea") else None
        held = None
        if row.get("lat") is not None:
            held = Place(row["place"], LEVELS[row["place_type"]], row["lat"], row["lon"], row["country"], area_id=area)
        weapons = row.get("weapons") or ()
        counts = {n: Interval(*row[n]) for n in ("launched", "intercepted", "killed", "injured") if row.get(n)}
        claim = Claim(
            f"g{number:04d}", row["report_id"], start, end, DateBasis.EXPLICIT,
            TimePrecision.NIGHT if night else TimePrecision.DAY, place=held, attacker=row.get("attacker"),
            weapon_classes=tuple(dict.fromkeys(WeaponClass(w["class"]) for w in weapons)),
            weapon_origins=tuple(dict.fromkeys(w["origin"] for w in weapons if w.get("origin"))), **counts,
        )  # fmt: skip
        found.append((claim, row["key"]))
    return found


def of_road(folder: Path, gold: Sequence[Mapping[str, Any]]) -> Keyed:
    """Claims as the road reads them, each with the key of the labelled row that it pairs with."""
    reports, places = pipeline.read(folder / "reports.jsonl"), pipeline.gazetteer()
    located = pipeline.locate(pipeline.extract(reports, places=places), reports, places=places)
    table = pd.DataFrame(located.drop(columns="geometry"))
    claims = {claim.claim_id: claim for claim in schema.claims_of(table)}
    by_report: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_dict("records"):
        by_report[row["report_id"]].append({str(key): value for key, value in row.items()})
    labelled: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in gold:
        labelled[line["report_id"]] += [] if line.get("none") else [line]
    paired = [p for report, held in labelled.items() for p in pair(held, by_report[report])[0]]
    return [(claims[claim["claim_id"]], row["key"]) for row, claim in paired]


class Pairs:
    """The possible pairs of one set of claims, with evidence, answer, and group of events."""

    def __init__(self, keyed: Keyed) -> None:
        self.claims = [claim for claim, _ in keyed]
        self.keys = [key for _, key in keyed]
        table = Table.of(self.claims)
        rank = np.argsort(np.argsort(np.array([claim.claim_id for claim in self.claims])))
        chunks = list(candidates(table, rank, OPTIONS))
        i, j = np.concatenate([c[0] for c in chunks]), np.concatenate([c[1] for c in chunks])
        kept = possible(table, i, j, OPTIONS)
        self.i, self.j = i[kept], j[kept]
        held = evidence(table, self.i, self.j, OPTIONS)
        assert set(held) == set(PRIOR), f"no prior weight for {set(held) ^ set(PRIOR)}"
        self.x = np.stack([held[name] for name in PRIOR], axis=1).astype(np.float64)
        self.y = np.array([self.keys[a] == self.keys[b] for a, b in zip(self.i, self.j, strict=True)], dtype=np.float64)

    def scores(self, p: Floats) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        order = np.lexsort((self.j, self.i, -p))
        i, j = self.i[order], self.j[order]
        pairs = Scored(np.minimum(i, j), np.maximum(i, j), p[order])
        home = {row: n for n, held in enumerate(clusters(self.claims, pairs, OPTIONS)) for row in held}
        return merging([({"key": key}, {"strike_id": str(home[n])}) for n, key in enumerate(self.keys)])


def groups(sets: Sequence[Pairs]) -> dict[str, int]:
    """A fold for each key: keys that could meet share it, so that no fold has seen the events of another."""
    parent = {key: key for held in sets for key in held.keys}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for held in sets:
        for a, b in zip(held.i, held.j, strict=True):
            one, other = sorted((root(held.keys[a]), root(held.keys[b])))
            parent[other] = one
    names = sorted({root(key) for key in parent})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {name: int(at) % FOLDS for name, at in zip(names, order, strict=True)}
    return {key: fold[root(key)] for key in parent}


def fit(x: Floats, y: Floats, pull: float = PULL) -> Floats:
    prior = np.array(list(PRIOR.values()))
    weights = prior.copy()
    for _ in range(500):
        p = chance(x, weights)
        gradient = x.T @ (p - y) + pull * (weights - prior)
        hessian = (x.T * (p * (1 - p))) @ x + pull * np.eye(len(prior))
        step = np.linalg.solve(hessian, gradient)
        weights = weights - np.clip(step, -0.5, 0.5)
        if np.abs(step).max() < 1e-9:
            break
    return np.asarray(weights)


def chance(x: Floats, weights: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ weights, -30, 30))))


def write(path: Path, weights: Floats, record: Mapping[str, str]) -> None:
    head = [
        "# Log weights of the evidence that two claims mean one strike (natural logarithm; their sum is the log-odds).",
        "# Written by scripts/fit_pair_weights.py; geo/corroboration/evidence.py says when each stands.",
        *(f"# {name}: {value}" for name, value in record.items()),
        "", "[weights]",
    ]  # fmt: skip
    lines = [f"{name} = {value:.2f}" for name, value in zip(PRIOR, weights, strict=True)]
    path.write_text("\n".join([*head, *lines]) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="labelled reports: reports.jsonl and strikes.jsonl")
    parser.add_argument("--write", action="store_true", help="write geo/corroboration/weights.toml")
    parser.add_argument("--pull", type=float, default=PULL)
    args = parser.parse_args()
    gold = rows(args.folder / "strikes.jsonl")
    sets = {"labels": Pairs(of_labels(gold)), "road": Pairs(of_road(args.folder, gold))}
    fold = groups(list(sets.values()))
    folds = {name: np.array([fold[held.keys[a]] for a in held.i]) for name, held in sets.items()}
    x, y = (np.concatenate([getattr(held, part) for held in sets.values()]) for part in "xy")
    where = np.concatenate(list(folds.values()))
    prior = np.array(list(PRIOR.values()))
    record = {"labels": f"{len(y)} pairs, {int(y.sum())} of one strike"}
    unseen = {name: np.zeros(len(held.y)) for name, held in sets.items()}
    for number in range(FOLDS):
        weights = fit(x[where != number], y[where != number], args.pull)
        for name, held in sets.items():
            unseen[name][folds[name] == number] = chance(held.x[folds[name] == number], weights)
    fitted = fit(x, y, args.pull)
    for name, held in sets.items():
        told = {"prior": chance(held.x, prior), "out of fold": unseen[name], "fitted": chance(held.x, fitted)}
        for what, p in told.items():
            pairwise, b_cubed = held.scores(p)
            safe = np.clip(p, 1e-6, 1 - 1e-6)
            loss = -float((held.y * np.log(safe) + (1 - held.y) * np.log(1 - safe)).mean())
            line = f"pairwise P {pairwise[0]:.3f} R {pairwise[1]:.3f} F1 {pairwise[2]:.3f}, B-cubed F1 {b_cubed[2]:.3f}"
            print(f"{name:7} {what:12} {len(p):4} pairs, {int(held.y.sum())} one: {line}, log loss {loss:.3f}")
            if what == "out of fold":
                record[f"{name}, out of fold"] = line
    for name, value, before in zip(PRIOR, fitted, prior, strict=True):
        print(f"  {name:20} {before:5.2f} -> {value:5.2f}   n={int(x[:, list(PRIOR).index(name)].sum())}")
    if args.write:
        write(Path("geo/corroboration/weights.toml"), fitted, record)


if __name__ == "__main__":
    main()
