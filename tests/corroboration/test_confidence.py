"""The worked examples and the laws of the confidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.corroboration.confidence import Denial, Support, claim_ratio, confidence, grade
from geo.corroboration.sources import Sources
from geo.model import Grade
from geo.options import CorroborateOptions

SOURCES = Sources.default()
OPTIONS = CorroborateOptions()
OFFICIAL = claim_ratio(0.9, 0.8, SOURCES.strength["C"])
REPORTER = claim_ratio(0.9, 1.0, SOURCES.strength["B"])


def value(*supports: Support, denials: tuple[Denial, ...] = ()) -> float:
    return confidence(supports, denials, sources=SOURCES, options=OPTIONS).value


def test_worked_examples() -> None:
    one = Support("UA", "UA", "C", OFFICIAL)
    two = Support("UA air force", "UA", "C", OFFICIAL)
    neutral = Support("reporter", None, "B", REPORTER)
    best_read = Support("UA", "UA", "C", claim_ratio(0.95, 0.8, SOURCES.strength["C"]))
    assert f"{value(one):.2f}" == "0.76"
    assert f"{value(best_read):.2f}" == "0.77"
    assert f"{value(one, two):.2f}" == "0.85"
    assert f"{value(one, neutral):.2f}" == "0.95"
    assert f"{value(one, denials=(Denial('RU', 'RU', 'C'),)):.2f}" == "0.56"


def test_worked_examples_to_more_places_are_those_of_the_formula() -> None:
    """Worked by hand: odds of 3.16; of 3.28; of 3.16 to the power of 1.5; of 3.16 * 6.4; of 3.16 * 0.4."""
    one, neutral = Support("UA", "UA", "C", OFFICIAL), Support("reporter", None, "B", REPORTER)
    odds = [3.16, 3.16**1.5, 3.16 * 6.4, 3.16 * 0.4]
    found = [
        value(one), value(one, Support("two", "UA", "C", OFFICIAL)), value(one, neutral),
        value(one, denials=(Denial("RU", "RU", "C"),)),
    ]  # fmt: skip
    assert found == pytest.approx([o / (1 + o) for o in odds], abs=1e-12)


supports = st.lists(
    st.builds(
        Support,
        origin=st.text("abc", min_size=1, max_size=4),
        side=st.sampled_from([None, "UA", "RU"]),
        grade=st.sampled_from("ABCDEF"),
        ratio=st.floats(1.0, 12.0),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(supports, st.sampled_from([None, "UA", "RU"]), st.floats(1.0, 12.0))
def test_a_new_origin_never_lowers_it_and_the_cap_holds(held: list[Support], side: str | None, ratio: float) -> None:
    before, after = value(*held), value(*held, Support("new", side, "C", ratio))
    assert 0.0 <= before <= after + 1e-12 <= 0.97 + 1e-9


def test_grades() -> None:
    ua, ru = Support("UA", "UA", "C", 3.0), Support("RU", "RU", "C", 3.0)
    neutral = Support("UN", None, "B", 5.0)

    def graded(*held: Support, **more: object) -> Grade:
        settings = {"attacker": "RU", "disputed": False, "withdrawn": False, **more}
        return grade(held, (), **settings)  # type: ignore[arg-type]

    assert graded(ua) == Grade.SINGLE_ORIGIN
    assert graded(ua, Support("air force", "UA", "C", 3.0)) == Grade.SINGLE_ORIGIN
    assert graded(ua, neutral) == Grade.CORROBORATED
    assert graded(ua, ru) == Grade.ACKNOWLEDGED
    assert graded(ua, neutral, disputed=True) == Grade.CONTESTED
    assert graded(ua, withdrawn=True) == Grade.DISCOUNTED
