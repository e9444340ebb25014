"""What the extraction reaches on the labelled reports, held as floors."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import pytest

from geo.extraction import extract_report
from geo.gazetteer.finder import Gazetteer
from geo.model import Claim, GeoPrecision, Report

GOLD = Path(__file__).parents[1] / "gold"
LEAST_PRECISION = 0.83
LEAST_RECALL = 0.80
LEAST_ATTACKER = 0.80
MOST_NOISY = 2
"""Reports without a strike that may yield a claim."""
AREAS = {GeoPrecision.ADMIN1, GeoPrecision.REGION, GeoPrecision.COUNTRY, GeoPrecision.SEA_AIR}
NEAR_KM = {"site": 25, "settlement": 25, "other": 25, "district": 60, "region": 161, "sea": 161}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    (y1, x1), (y2, x2) = ((math.radians(y), math.radians(x)) for y, x in (a, b))
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def fits(gold: dict[str, Any], claim: Claim) -> bool:
    start, end = dt.date.fromisoformat(gold["start"]), dt.date.fromisoformat(gold["end"])
    if claim.place is None or max((claim.date_start - end).days, (start - claim.date_end).days) > 1:
        return False
    level = claim.place.geo_precision
    if gold["place_type"] == "country":
        return claim.place.country_code == gold["country"] and level in AREAS
    if level is GeoPrecision.COUNTRY or (gold["place_type"] not in ("region", "sea") and level in AREAS):
        return False
    here = (claim.place.latitude, claim.place.longitude)
    return km((gold["lat"], gold["lon"]), here) <= NEAR_KM[gold["place_type"]]


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
    right = missed = attackers = 0
    left = {report_id: list(held) for report_id, held in claims.items()}
    for gold in rows("strikes.jsonl"):
        pool = left[gold["report_id"]]
        options = sorted(
            (c for c in pool if fits(gold, c)), key=lambda c: (c.attacker != gold["attacker"], c.date_start.isoformat())
        )
        if options:
            pool.remove(options[0])
        if gold["background"]:
            continue
        right, missed = right + bool(options), missed + (not options)
        attackers += bool(options) and options[0].attacker == gold["attacker"]
    false = sum(len(pool) for report_id, pool in left.items() if any(claims[report_id]))
    assert right / (right + false) >= LEAST_PRECISION
    assert right / (right + missed) >= LEAST_RECALL
    assert attackers / right >= LEAST_ATTACKER


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
