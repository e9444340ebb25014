"""Which of the places of one name, all inside what is told with it, is meant, and how sure that is.

A conditional logit: the odds of each place are the exponential of its weighted facts. The weights
(``data/namesakes.toml``) are fitted by ``scripts/fit_namesakes.py`` on a table of coded events.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.gazetteer.context import weights
from geo.gazetteer.fold import fold
from geo.gazetteer.renown import renown
from geo.gazetteer.resolve import distance_km

APART_KM: Final = 15.0
"""Namesakes nearer to one another than this are taken for one place in two tables."""


def facts(entry: Any, name: str, people: float, *, sized: bool, when: dt.date | None = None) -> dict[str, float]:
    """What speaks for a place.

    Parameters
    ----------
    entry
        A place of the index that bears the name.
    name
        The name that is asked for.
    people
        Its people, 0 where unknown.
    sized
        Whether it has the size that the words beside the name tell ("village").
    when
        The day of the event.
    """
    known = renown(entry, name, when)
    return {
        "renown": known if when is None else 0.0,
        "renown_then": 0.0 if when is None else known,
        "people": math.log10(people + 10.0) - 1.0,
        "own_name": float(fold(entry.name) == fold(name)),
        "unplaced": float(entry.source == "katottg" and entry.kind == "settlement"),
        "unit": float(entry.kind == "admin2"),
        "sized": float(sized),
    }


def odds(told: Sequence[dict[str, float]]) -> npt.NDArray[np.float64]:
    """The probability of each of some places by its facts; they add up to 1."""
    weight = weights("namesakes")
    score = np.array([math.fsum(weight[name] * value for name, value in each.items()) for each in told])
    likely = np.exp(score - score.max())
    shares: npt.NDArray[np.float64] = likely / likely.sum()
    return shares


def share(entries: Sequence[Any], told: Sequence[dict[str, float]], best: Any) -> float:
    """The probability that ``best``, or a place beside it, is meant and none of the others."""
    beside = [distance_km(best.latitude, best.longitude, e.latitude, e.longitude) <= APART_KM for e in entries]
    return float(odds(told)[beside].sum())
