"""The figures are those that an independent implementation of the scores gave for the same labels and claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo.evaluation import Evaluation, evaluate

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "recorded.json").read_text("utf-8"))


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return evaluate(rows("labelled.jsonl"), rows("claims.jsonl"))


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("reports", "reports"), ("gold", "gold"), ("claims", "claims"), ("precision", "precision"),
        ("recall", "recall"), ("f1", "f1"), ("empty", "reports without a strike"),
        ("noisy", "of those, reports with a false claim"), ("median_km", "median km, settlements"),
    ],
)  # fmt: skip
def test_claims(found: Evaluation, field: str, name: str) -> None:
    assert getattr(found, field) == pytest.approx(RECORDED["score"][name], rel=1e-9)


def test_every_attribute(found: Evaluation) -> None:
    assert found.attributes == pytest.approx(RECORDED["score"]["attributes"], rel=1e-12)


def test_where_stated(found: Evaluation) -> None:
    assert {name: {"n": s.n, "f1": s.f1} for name, s in found.stated.items()} == RECORDED["score"]["stated"]


def test_merging(found: Evaluation) -> None:
    assert list(found.merged) == [RECORDED["merge"]["paired"], RECORDED["merge"]["same"]]
    assert found.pairwise == pytest.approx(RECORDED["merge"]["pairwise"])
    assert found.b_cubed == pytest.approx(RECORDED["merge"]["b_cubed"])


def test_the_figures_notice_a_change() -> None:
    claims = rows("claims.jsonl")
    gone = evaluate(rows("labelled.jsonl"), claims[:-1])
    assert gone.claims == RECORDED["score"]["claims"] - 1
    wrong = [{**claim, "killed_min": 1000} for claim in claims]
    assert evaluate(rows("labelled.jsonl"), wrong).stated["killed"].f1 == 0.0
