"""A bare name that a unit shares with its town means the town: "Kharkiv" is the city, "Kharkiv region" the unit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geo.gazetteer.candidates import Candidates
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.resolve import Question

UNITS = ("admin1", "admin2")
_UNITS = frozenset(map(KINDS.index, UNITS))
_SETTLEMENT = KINDS.index("settlement")
LEAST_PEOPLE = 20_000.0
"""A smaller town of that name is not what a report means by the name of its unit."""

LARGE = 150_000.0
"""A town of so many people outweighs its unit under any of its names."""


def prefer_seats(asked: Iterable[Question]) -> None:
    """Move the probability of units that are named without a word such as "region" to the town of the same name."""
    for question in asked:
        if question.feature not in UNITS and not question.fixed:
            _move(question)


def _move(question: Question) -> None:
    pairs = question.candidates.pairs
    if pairs is None:
        pairs = question.candidates.pairs = _pairs(question.candidates, translated=not question.key[0].isascii())
    if not pairs:
        return
    posterior = question.posterior.copy()
    for unit, seat in pairs:
        posterior[seat] += posterior[unit]
        posterior[unit] = 0.0
    question.decide(posterior)


def _pairs(held: Candidates, *, translated: bool) -> tuple[tuple[int, int], ...]:
    """Units among the candidates, each with the well-known town of the same name that lies in it."""
    if held.all_kinds.isdisjoint(UNITS):
        return ()
    units = [at for at, kind in enumerate(held.kind.tolist()) if kind in _UNITS]
    if not units or len(units) == len(held.kind):
        return ()
    towns = np.flatnonzero((held.kind == _SETTLEMENT) & _well_known(held, translated=translated)).tolist()
    found = []
    for unit in units:
        seat = next((town for town in towns if held.admin1[town] == held.admin1[unit]), None)
        if seat is not None:
            found.append((unit, seat))
    return tuple(found)


def _well_known(held: Candidates, *, translated: bool) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    column = {name: at for at, name in enumerate(Candidates.STATIC)}
    people = 10.0 ** held.static[:, column["population"]]
    # in another script every name is an alias; a large town is meant by any of its names ("Kharkov", "Mykolaiv")
    own_name = translated | (people >= LARGE) | (held.static[:, column["alias"]] + held.static[:, column["old"]] == 0)
    known: np.ndarray[tuple[int], np.dtype[np.bool_]] = (people >= LEAST_PEOPLE) & own_name
    return known
