"""Fits the weights behind ``p_extraction`` on labelled reports: ``fit_certainty.py [FOLDER] [--write]``.

FOLDER holds ``reports.jsonl`` and ``strikes.jsonl`` as in ``tests/gold``. A claim is right when the scores pair it with a
labelled strike. Everything printed is out of fold: the reports are dealt into five parts, the weights are fitted on four and
judged on the fifth. ``--write`` puts the weights fitted on all reports into ``geo/lexicon/certainty.toml``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from geo.evaluation.scores import pair
from geo.extraction import drafts_of
from geo.extraction.assembly import claims_of_drafts
from geo.extraction.certainty import features
from geo.gazetteer.finder import Gazetteer
from geo.model import Report
from geo.schema import claim_row

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "geo" / "lexicon" / "certainty.toml"
FOLDS = 5
RIDGE = 3.0
"""Strength with which weights are held at 0; the figures out of fold are flat from 1 to 10."""
BINS = 8
"""Equal-mass bins of the reliability table."""
Sample = tuple[str, dict[str, float], bool]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def samples(folder: Path) -> list[Sample]:
    """Report, features and whether a label agrees, for every claim on the labelled reports."""
    places = Gazetteer.open()
    labels = [row for row in rows(folder / "strikes.jsonl") if not row.get("none")]
    found: list[Sample] = []
    for row in rows(folder / "reports.jsonl"):
        day = dt.date.fromisoformat(row["published"])
        report = Report(row["id"], row["text"], day, row["lang"], row["title"], row["publisher"])
        drafts = drafts_of(report, places=places)
        claims = [claim_row(claim) for claim in claims_of_drafts(report, drafts)]
        pairs, _, _ = pair([label for label in labels if label["report_id"] == row["id"]], claims)
        right = {claim["claim_id"] for _, claim in pairs}
        found += [(row["id"], features(d), c["claim_id"] in right) for d, c in zip(drafts, claims, strict=True)]
    return found


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; the constant is not held at 0."""
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-(x @ w)))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(penalty), x.T @ (y - p) - penalty * w)
        w += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return w


def out_of_fold(x: np.ndarray, y: np.ndarray, reports: list[str]) -> np.ndarray:
    """Each claim judged by weights that never saw its report."""
    part = np.array([int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS for name in reports])
    p = np.empty(len(y))
    for fold in range(FOLDS):
        held = part == fold
        p[held] = 1.0 / (1.0 + np.exp(-(x[held] @ fit(x[~held], y[~held]))))
    return p


def reliability(p: np.ndarray, y: np.ndarray) -> list[tuple[int, float, float]]:
    """Size, mean probability and share that is right, in bins of equal mass."""
    return [(len(part), float(p[part].mean()), float(y[part].mean())) for part in np.array_split(np.argsort(p), BINS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "tests" / "gold")
    parser.add_argument("--write", action="store_true", help="put the weights into geo/lexicon/certainty.toml")
    args = parser.parse_args()
    found = samples(args.folder)
    names = sorted(found[0][1])
    x = np.array([[1.0, *(sample[1][name] for name in names)] for sample in found])
    y = np.array([float(sample[2]) for sample in found])
    p = np.clip(out_of_fold(x, y, [sample[0] for sample in found]), 0.02, 0.98)
    brier, base = float(((p - y) ** 2).mean()), float(y.mean() * (1 - y.mean()))
    loss = float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())
    flat = float(-(y.mean() * np.log(y.mean()) + (1 - y.mean()) * np.log(1 - y.mean())))
    bins = reliability(p, y)
    ece = sum(n * abs(a - b) for n, a, b in bins) / len(y)
    right, wrong = p[y == 1], p[y == 0]
    auc = float((right[:, None] > wrong[None, :]).mean() + (right[:, None] == wrong[None, :]).mean() / 2)
    print(f"{len(y)} claims, {y.mean():.3f} right; out of fold: Brier {brier:.4f} (base rate {base:.4f})")
    print(f"log loss {loss:.4f} (base rate {flat:.4f})  AUC {auc:.3f}  ECE {ece:.3f}")
    for n, said, true in bins:
        print(f"  n {n:3}  said {said:.3f}  right {true:.3f}")
    weights = {"constant": fit(x, y)[0], **dict(zip(names, fit(x, y)[1:], strict=True))}
    if args.write:
        lines = [f'"{name}" = {value:.3f}' for name, value in weights.items()]
        record = (
            f"n_labels = {len(y)}\nbrier = {brier:.4f}\nbrier_base_rate = {base:.4f}\nauc = {auc:.3f}\nece = {ece:.3f}"
        )
        TABLE.write_text(
            "# How sure it is that a report states a strike: log-odds of what the reading rests on. Written by\n"
            "# scripts/fit_certainty.py; [fit] tells how well it did on reports that it had not seen.\n\n"
            "[weights]\n" + "\n".join(lines) + "\n\n[fit]\n" + record + "\n",
            encoding="utf-8",
        )
    else:
        print("\n".join(f"{name:20} {value:+.2f}" for name, value in weights.items()))


if __name__ == "__main__":
    main()
