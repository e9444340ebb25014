"""Grade and probability of a strike, out of what its origins say.

The formulas stand in the docstrings; the numbers behind them are the user's (``sources.toml``) or the options'.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.corroboration.sources import Sources
from geo.model import Grade
from geo.options import Calibration, CorroborateOptions

_FAIR = "ABC"
"""Grades of sources whose word against another's makes a strike contested, and whose place is believed."""


@dataclass(frozen=True, slots=True)
class Support:
    """One origin that says the strike happened: its side, its grade, its likelihood ratio (1 or more)."""

    origin: str
    side: str | None
    grade: str
    ratio: float
    first: int = 0
    """Day (ordinal) on which it first said so."""
    attacker: str | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """One party that denies it: its side, its grade, and the day (ordinal) on which that was published."""

    origin: str
    side: str | None
    grade: str
    last: int = 0


@dataclass(frozen=True, slots=True)
class Confidence:
    """The probability and its parts: ``sources + corroboration + contradiction`` is the value."""

    value: float
    sources: float
    corroboration: float
    contradiction: float


def claim_ratio(p_extraction: float, commitment: float, strength: float) -> float:
    """The likelihood ratio of one claim: ``1 + p_extraction * commitment * (strength - 1)``.

    >>> round(claim_ratio(0.9, 0.8, 4.0), 2)
    3.16
    """
    return 1.0 + p_extraction * commitment * (strength - 1.0)


def weight_of_support(supports: Iterable[Support], rho: float) -> float:
    """``sum of rho^m * ln(ratio)`` over origins, best first; m is the rank within a side, 0 for neutral ones."""
    by_side: dict[str, list[float]] = defaultdict(list)
    total = 0.0
    for support in supports:
        if support.side is None:
            total += math.log(support.ratio)
        else:
            by_side[support.side].append(math.log(support.ratio))
    for logs in by_side.values():
        total += sum(rho**m * value for m, value in enumerate(sorted(logs, reverse=True)))
    return total


def weight_of_denial(denials: Iterable[Denial], sources: Sources) -> float:
    """The sum of ``ln delta[grade]`` over those who deny it: 0 or less."""
    return sum(math.log(sources.denial[denial.grade]) for denial in denials)


def confidence(
    supports: Sequence[Support], denials: Sequence[Denial], *, sources: Sources, options: CorroborateOptions
) -> Confidence:
    """``sigmoid(a + b * (logit(prior) + support + denial))`` with its parts, capped for display."""
    prior = math.log(options.prior / (1.0 - options.prior))
    best = max((math.log(support.ratio) for support in supports), default=0.0)
    full = weight_of_support(supports, options.rho)
    denied = weight_of_denial(denials, sources)
    alone, agreed, value = (
        min(probability(prior + weight, options.calibration), options.cap) for weight in (best, full, full + denied)
    )
    return Confidence(value, alone, agreed - alone, value - agreed)


def probability(log_odds: float, calibration: Calibration | None = None) -> float:
    """The probability of raw log-odds, through a calibration where there is one.

    >>> round(probability(math.log(3.16)), 2)
    0.76
    """
    if calibration is None:
        return sigmoid(log_odds)
    if not calibration.knots:
        return sigmoid(calibration.a + calibration.b * log_odds)
    return _along(calibration.knots, log_odds)


def sigmoid(x: float) -> float:
    """The logistic function, without overflow."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def _along(knots: Sequence[tuple[float, float]], x: float) -> float:
    if x <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x <= x1:
            return y1 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]


def grade(
    supports: Sequence[Support], denials: Sequence[Denial], *, attacker: str | None, disputed: bool, withdrawn: bool
) -> Grade:
    """The first rule that fits.

    discounted: withdrawn, or refuted later by a better-graded party; contested: somebody denies it, or fair sources
    name different attackers; acknowledged: the attacker says so and another origin agrees; corroborated: two or more
    independent origins that are not all of one side; single_origin: the rest.
    """
    if withdrawn or _refuted(supports, denials):
        return Grade.DISCOUNTED
    named = {support.attacker for support in supports if support.attacker and support.grade in _FAIR}
    if denials or disputed or len(named) > 1:
        return Grade.CONTESTED
    if attacker and len(supports) > 1 and any(support.side == attacker for support in supports):
        return Grade.ACKNOWLEDGED
    sides = {support.side for support in supports}
    if len(supports) > 1 and (None in sides or len(sides) > 1):
        return Grade.CORROBORATED
    return Grade.SINGLE_ORIGIN


def _refuted(supports: Sequence[Support], denials: Sequence[Denial]) -> bool:
    if not supports:
        return False
    best = min(support.grade for support in supports)
    first = min(support.first for support in supports)
    return any(denial.grade < best and denial.last > first for denial in denials)
