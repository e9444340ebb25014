"""Extraction scored by style and language of the reports: ``extraction_by_style.py [FOLDER]``.

FOLDER holds ``reports.jsonl`` and ``strikes.jsonl`` as in ``tests/gold``. The rules are not fitted, so a style's figures are
those of rules that know nothing of it but the language; the fitted part, ``p_extraction``, is judged on each style by weights
that never saw it (leave one style out).
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from geo.evaluation import evaluate
from geo.extraction import extract_report
from geo.gazetteer.finder import Gazetteer
from geo.model import Report
from geo.schema import claim_row

ROOT = Path(__file__).parent.parent
STYLES = {
    "Meridian Wire": "agency", "Continental Press": "agency", "Northern Courier": "newspaper",
    "The Harbour Gazette": "newspaper", "City Ticker": "ticker", "Daybreak Live": "live blog",
    "Atlas Quarterly": "analysis", "Humanitarian coordination office": "monitor", "Red Sea Monitor": "monitor",
    "Eastern Front Digest": "monitor",
}  # fmt: skip
"""Styles of the labelled outlets; every other one is an official post."""
SHOWN = (
    "start day",
    "attacker",
    "weapon class",
    "launched",
    "intercepted",
    "killed",
    "injured",
    "claimants",
    "assertion",
)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def style_of(row: dict[str, Any]) -> str:
    return STYLES.get(row["publisher"], "official post")


def claimed(reports: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims of all reports, with their style left to the caller."""
    places = Gazetteer.open()
    found = []
    for row in reports:
        day = dt.date.fromisoformat(row["published"])
        report = Report(row["id"], row["text"], day, row["lang"], row["title"], row["publisher"])
        found += [claim_row(claim) for claim in extract_report(report, places=places).claims]
    return found


def table(groups: dict[str, set[str]], labels: list[dict[str, Any]], claims: list[dict[str, Any]]) -> None:
    print(f"{'':14} {'n':>4} {'P':>5} {'R':>5} {'F1':>5}  " + " ".join(f"{name[:11]:>11}" for name in SHOWN))
    for name, ids in sorted(groups.items()):
        rated = [label for label in labels if label["report_id"] in ids]
        rated += [{"report_id": one, "none": True} for one in ids - {label["report_id"] for label in rated}]
        scores = evaluate(rated, [claim for claim in claims if claim["report_id"] in ids])
        cells = " ".join(f"{scores.attributes.get(shown, float('nan')):11.3f}" for shown in SHOWN)
        print(f"{name:14} {len(ids):4} {scores.precision:5.3f} {scores.recall:5.3f} {scores.f1:5.3f}  {cells}")


def left_out(folder: Path, styles: dict[str, str]) -> None:
    """Brier score of ``p_extraction`` on each style, by weights fitted on the others."""
    spec = importlib.util.spec_from_file_location("fit_certainty", ROOT / "scripts" / "fit_certainty.py")
    assert spec is not None and spec.loader is not None
    fitting = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fitting)
    found = fitting.samples(folder)
    names = sorted(found[0][1])
    x = np.array([[1.0, *(sample[1][name] for name in names)] for sample in found])
    y = np.array([float(sample[2]) for sample in found])
    of = np.array([styles[sample[0]] for sample in found])
    print("\np_extraction on a style that its weights never saw")
    for name in sorted(set(of)):
        held = of == name
        p = 1.0 / (1.0 + np.exp(-(x[held] @ fitting.fit(x[~held], y[~held]))))
        base = y[~held].mean()
        brier, flat = ((p - y[held]) ** 2).mean(), ((base - y[held]) ** 2).mean()
        print(
            f"{name:14} claims {held.sum():3}  right {y[held].mean():.3f}  said {p.mean():.3f}  Brier {brier:.3f} ({flat:.3f})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "tests" / "gold")
    folder = parser.parse_args().folder
    reports = rows(folder / "reports.jsonl")
    labels = [row for row in rows(folder / "strikes.jsonl") if not row.get("none")]
    claims = claimed(reports)
    by_style, by_lang = defaultdict(set), defaultdict(set)
    for row in reports:
        by_style[style_of(row)].add(row["id"])
        by_lang[row["lang"]].add(row["id"])
    table(by_style, labels, claims)
    table(by_lang, labels, claims)
    left_out(folder, {row["id"]: style_of(row) for row in reports})


if __name__ == "__main__":
    main()
