"""A bare name that places share means one of them: "Kharkiv" the city, not the region; "Luxembourg" the country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from geo.gazetteer.candidates import Candidates
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.resolve import Question, distance_km

UNITS = ("admin1", "admin2")
_UNITS = frozenset(map(KINDS.index, UNITS))
_COUNTRY, _ADMIN1, _SETTLEMENT = (KINDS.index(kind) for kind in ("country", "admin1", "settlement"))
LEAST_PEOPLE = 20_000.0
"""A smaller town of that name is not what a report means by the name of its unit."""
LARGE = 150_000.0
"""A town of so many people outweighs its unit under any of its names."""
SEAT_KM = 60.0
"""A town without a number of people, this near to the middle of the unit that bears its name, is the seat."""


def prefer_seats(asked: Iterable[Question]) -> None:
    """Move the probability of places that are named without a word such as "region" to what a bare name means.

    A unit yields to the town of the same name, and to the country of that name that it is a part of; whatever bears the
    name of a country only as a by-name yields to the country.
    """
    for question in asked:
        if question.feature not in UNITS and not question.fixed:
            _move(question)


def _move(question: Question) -> None:
    pairs = question.candidates.pairs
    if pairs is None:
        translated = not question.key[0].isascii()
        pairs = question.candidates.pairs = tuple(_pairs(question.candidates, translated=translated))
    if not pairs:
        return
    posterior = question.posterior.copy()
    for one, other in pairs:
        posterior[other] += posterior[one]
        posterior[one] = 0.0
    question.decide(posterior)


def _pairs(held: Candidates, *, translated: bool) -> Iterator[tuple[int, int]]:
    """Candidates, each with the one that is meant rather."""
    if len(held.kind) > 1:
        by_name = _by_names(held)
        yield from _to_country(held, np.zeros_like(by_name) if translated else by_name)
        yield from _to_seats(held, by_name=by_name, translated=translated)


def _to_country(held: Candidates, by_name: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Parts of the country that bears the name, and places that bear it beside their own, with the country."""
    country = next((at for at, kind in enumerate(held.kind.tolist()) if kind == _COUNTRY and not by_name[at]), None)
    if country is not None:
        parts = (held.kind == _ADMIN1) & (held.country == held.country[country])
        for at in np.flatnonzero((parts | by_name) & (held.kind != _COUNTRY)).tolist():
            yield at, country


def _to_seats(held: Candidates, *, by_name: npt.NDArray[np.bool_], translated: bool) -> Iterator[tuple[int, int]]:
    """Units, each with the town of the same name that lies in it."""
    units = [at for at, kind in enumerate(held.kind.tolist()) if kind in _UNITS]
    if not units or len(units) == len(held.kind):
        return
    # in another script every name is an alias; a large town is meant by any of its names ("Kharkov", "Mykolaiv")
    own_name = translated | (held.people >= LARGE) | ~by_name
    towns = np.flatnonzero((held.kind == _SETTLEMENT) & (held.uncounted | (held.people >= LEAST_PEOPLE) & own_name))
    for unit in units:
        seat = next((town for town in towns.tolist() if _is_seat(held, town, unit)), None)
        if seat is not None:
            yield unit, seat


def _is_seat(held: Candidates, town: int, unit: int) -> bool:
    if held.admin1[town] != held.admin1[unit]:
        return False
    if not held.uncounted[town]:
        return True
    at = held.latitude[town], held.longitude[town], held.latitude[unit], held.longitude[unit]
    return bool(distance_km(*at) <= SEAT_KM)


def _by_names(held: Candidates) -> npt.NDArray[np.bool_]:
    """Whether each bears the name as an alias or of old."""
    column = {name: at for at, name in enumerate(Candidates.STATIC)}
    borne: npt.NDArray[np.bool_] = held.static[:, column["alias"]] + held.static[:, column["old"]] > 0
    return borne
