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
    assert value(one) == pytest.approx(0.76, abs=0.005)
    assert value(one, two) == pytest.approx(0.85, abs=0.005)
    assert value(one, neutral) == pytest.approx(0.95, abs=0.005)
    assert value(one, denials=(Denial("RU", "RU", "C"),)) == pytest.approx(0.56, abs=0.005)


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
