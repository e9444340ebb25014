"""The probability of a claim: fitted, bounded, and larger where more is told."""

from __future__ import annotations

from collections.abc import Callable

from geo import lexicon
from geo.extraction import Extraction
from geo.extraction.certainty import features
from geo.extraction.drafts import Draft, When
from geo.model import DateBasis, TimePrecision

Read = Callable[..., Extraction]


def draft() -> Draft:
    import datetime as dt

    day = dt.date(2024, 5, 16)
    when = When((day, day), DateBasis.PUBLICATION, TimePrecision.DAY)
    return Draft(None, None, None, when, 0, 0)


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    assert set(features(draft())) | {"constant"} == set(lexicon.load("certainty")["weights"])


def test_the_fit_beats_the_base_rate_on_reports_that_it_had_not_seen() -> None:
    fit = lexicon.load("certainty")["fit"]
    assert fit["brier"] < fit["brier_base_rate"]
    assert fit["n_labels"] >= 200


def test_a_counted_and_dated_strike_is_surer_than_a_bare_one(read: Read) -> None:
    (full,) = read("Russia fired 12 missiles at Kharkiv on Wednesday and killed three people, the mayor said.").claims
    (bare,) = read("Kharkiv came under attack by rockets.").claims
    assert 0.02 <= bare.p_extraction < full.p_extraction <= 0.98
