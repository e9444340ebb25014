"""What merging must reach on the labelled reports, read by the road itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.evaluating import Assessment, evaluate_folder

GOLD = Path(__file__).parents[1] / "gold"
PAIRWISE, B_CUBED, COVERAGE = 0.92, 0.95, 0.90


@pytest.fixture(scope="module")
def found() -> Assessment:
    return evaluate_folder(GOLD)


def test_claims_of_one_strike_merge_and_others_do_not(found: Assessment) -> None:
    assert found.scores.pairwise[2] >= PAIRWISE
    assert found.scores.b_cubed[2] >= B_CUBED


def test_the_drawn_area_holds_the_labelled_place(found: Assessment) -> None:
    assert found.coverage is not None
    assert found.coverage >= COVERAGE


def test_the_confidence_is_no_worse_than_chance_would_make_it(found: Assessment) -> None:
    whole = found.reliabilities["all"]
    assert whole.n > 150
    assert whole.ece <= whole.ece_by_chance + 0.05
