from __future__ import annotations

from typing import Any

import pytest

from geo.evaluation import evaluate
from geo.evaluation.scores import merging, place_error_km, weapon_confusion


def row(report: str, key: str = "k", **more: Any) -> dict[str, Any]:
    base = {"report_id": report, "key": key, "start": "2024-01-02", "end": "2024-01-02", "place": "Dnipro",
            "place_type": "settlement", "country": "UA", "lat": 48.47, "lon": 35.04, "attacker": "RU",
            "weapons": [{"class": "drone", "origin": "IR"}], "launched": [2, None], "claimants": ["UA"],
            "assertion": "stated"}  # fmt: skip
    return {**base, **more}


def claim(report: str, name: str = "c", **more: Any) -> dict[str, Any]:
    base = {"report_id": report, "claim_id": name, "date_start": "2024-01-02", "date_end": "2024-01-02",
            "location": "Dnipro", "geo_precision": "settlement", "country_code": "UA", "latitude": 48.46,
            "longitude": 35.05, "attacker": "RU", "weapon_classes": ["drone"], "weapon_origins": ["IR"],
            "launched_min": 2, "claimants": ["UA"], "assertion": "stated"}  # fmt: skip
    return {**base, **more}


def test_a_right_claim_is_right_in_all() -> None:
    found = evaluate([row("r1")], [claim("r1")])
    assert (found.precision, found.recall, found.f1) == (1.0, 1.0, 1.0)
    assert set(found.attributes.values()) == {1.0}


@pytest.mark.parametrize(
    "wrong",
    [{"latitude": 50.4, "longitude": 30.5}, {"date_start": "2024-01-05", "date_end": "2024-01-05"},
     {"geo_precision": "country"}],
)  # fmt: skip
def test_another_place_day_or_level_is_false_and_missed(wrong: dict[str, Any]) -> None:
    found = evaluate([row("r1")], [claim("r1", **wrong)])
    assert (len(found.pairs), len(found.missed), len(found.false)) == (0, 1, 1)


def test_background_is_neither_missed_nor_false() -> None:
    gold = [row("r1", background=True), {"report_id": "r2", "none": True}]
    assert not evaluate(gold, []).missed
    found = evaluate(gold, [claim("r1"), claim("r2")])
    assert [c["report_id"] for c in found.false] == ["r2"]


def test_claims_pair_one_to_one_best_first() -> None:
    found = evaluate([row("r1")], [claim("r1", "a", weapon_classes=["missile"]), claim("r1", "b")])
    assert [c["claim_id"] for _, c in found.pairs] == ["b"]
    assert [c["claim_id"] for c in found.false] == ["a"]


def test_merging_counts_pairs_of_claims() -> None:
    keys, strikes = "aaab", "1122"
    pairs = [({"key": k}, {"claim_id": str(n), "strike_id": s}) for n, (k, s) in enumerate(zip(keys, strikes))]  # noqa: B905
    pairwise, b_cubed = merging(pairs)
    assert pairwise == pytest.approx((1 / 2, 1 / 3, 0.4))
    assert b_cubed[:2] == pytest.approx((0.75, (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4))


def test_distance_and_confusion() -> None:
    assert place_error_km(row("r"), claim("r")) == pytest.approx(1.3, abs=0.2)
    assert place_error_km(row("r", lat=None), claim("r")) is None
    assert weapon_confusion([(row("r"), claim("r", weapon_classes=[]))]) == {("drone", "unspecified"): 1}
