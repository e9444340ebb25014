"""What the extraction reaches on the labelled reports, held as floors."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from geo.evaluation import evaluate
from geo.extraction import extract_report
from geo.gazetteer.finder import Gazetteer
from geo.model import Claim, Report
from geo.schema import claim_row

GOLD = Path(__file__).parents[1] / "gold"
LEAST_PRECISION = 0.89
LEAST_RECALL = 0.88
LEAST_RIGHT = {
    "start day": 0.95, "date window": 0.92, "attacker": 0.90, "weapon class": 0.88, "weapon origin": 0.93,
    "claimants": 0.85, "assertion": 0.93,
}  # fmt: skip
"""Shares of the pairs whose attribute equals the label's."""
LEAST_STATED = {"launched": 0.86, "intercepted": 0.88, "killed": 0.86, "injured": 0.88}
"""F1 of counts over the pairs where label or claim states one."""
MOST_NOISY = 1
"""Reports without a strike that may yield a claim."""


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def claims() -> dict[str, list[Claim]]:
    gazetteer = Gazetteer.open()
    found = {}
    for row in rows("reports.jsonl"):
        day = dt.date.fromisoformat(row["published"])
        report = Report(row["id"], row["text"], day, row["lang"], row["title"], row["publisher"])
        found[row["id"]] = list(extract_report(report, places=gazetteer).claims)
    return found


@pytest.mark.slow
def test_precision_and_recall_stay_above_their_floors(claims: dict[str, list[Claim]]) -> None:
    scores = evaluate(rows("strikes.jsonl"), [claim_row(claim) for held in claims.values() for claim in held])
    assert scores.precision >= LEAST_PRECISION
    assert scores.recall >= LEAST_RECALL
    assert {
        name: scores.attributes[name] for name, least in LEAST_RIGHT.items() if scores.attributes[name] < least
    } == {}
    f1 = {name: scores.stated[name].f1 for name in LEAST_STATED}
    assert {name: value for name, value in f1.items() if value < LEAST_STATED[name]} == {}


@pytest.mark.slow
def test_reports_without_a_strike_stay_quiet(claims: dict[str, list[Claim]]) -> None:
    told = {row["report_id"] for row in rows("strikes.jsonl")}
    noisy = sorted(report_id for report_id, held in claims.items() if held and report_id not in told)
    assert len(noisy) <= MOST_NOISY, noisy


@pytest.mark.slow
def test_evidence_is_verbatim(claims: dict[str, list[Claim]]) -> None:
    texts = {row["id"]: row["text"] for row in rows("reports.jsonl")}
    for report_id, held in claims.items():
        for claim in held:
            assert claim.evidence
            assert [texts[report_id][a:b] for a, b in claim.evidence_spans] == list(claim.evidence)
