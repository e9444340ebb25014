"""What a name that stands alone means rather: the country of that name, the town before the unit around it, and of the
places of its name in a unit that is told the one that reports of war name.

The resolver weighs candidates by what reports mean. A name in an address has no report around it, but it is written
with more care: who writes "Grenada" means the country and no town that also bears the name.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.gazetteer.namesakes import facts, odds
from geo.gazetteer.resolve import Question, distance_km
from geo.gazetteer.seats import LEAST_PEOPLE, UNITS, prefer_seats

OWN_NAME_ODDS: Final = 20.0
"""How much likelier a place of that very name is than one that bore it once, or bears it too, where the unit is told:
"Hamilton, New York" is no longer Olean. Without a unit prominence decides ("Leningrad"), but for countries."""
_PLACES: Final = ("settlement", "sub_settlement", "site")
SEAT_KM: Final = 60.0
"""How far a town may lie from the middle of the unit that it names, where codes do not tie them."""


def prefer(gazetteer: Any, question: Question, *, unit_told: bool) -> None:
    """Move probability between the candidates of a name that stands alone."""
    held = question.candidates
    own = np.array([gazetteer.index.name_kind(question.key[0], int(row)) == "primary" for row in held.rows], dtype=bool)
    favoured = own if unit_told else own & (held.kinds == "country")
    weight = question.posterior * np.where(favoured, OWN_NAME_ODDS, 1.0)
    if unit_told:
        weight = _shared_out(gazetteer, question, weight)
    question.decide(weight / weight.sum())
    if question.feature in UNITS:
        return
    prefer_seats([question])
    for unit in np.flatnonzero(np.isin(held.kinds, UNITS) & (question.posterior > 0)):
        town = _town(gazetteer, question, own, int(unit))
        if town is not None:
            question.posterior[town] += question.posterior[unit]
            question.posterior[unit] = 0.0
    question.decide(question.posterior)


def _shared_out(gazetteer: Any, question: Question, weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What the places of one name in a unit have together, shared by what speaks for each."""
    held, name = question.candidates, question.key[0]
    places = np.flatnonzero(np.isin(held.kinds, _PLACES))
    if len(places) < 2:
        return weight
    entries = [gazetteer.catalogue.entry(int(row)) for row in held.rows[places]]
    people = [e.population if e.kind == "settlement" else 0 for e in entries]
    told = [facts(entry, name, count, sized=True) for entry, count in zip(entries, people, strict=True)]
    shared = weight.copy()
    shared[places] = weight[places].sum() * odds(told)
    return shared


def _town(gazetteer: Any, question: Question, own: npt.NDArray[np.bool_], unit: int) -> int | None:
    """The first town of that very name near the unit, or in its country where the unit bears another name."""
    held = question.candidates
    towns = np.flatnonzero((held.kinds == "settlement") & own & (held.country == held.country[unit]))
    for town in map(int, towns):
        entry = gazetteer.catalogue.entry(int(held.rows[town]))
        capital = gazetteer.catalogue.capitals.get(entry.country_code) == entry.row
        if not capital and entry.population < LEAST_PEOPLE:
            continue
        at = (held.latitude[town], held.longitude[town], held.latitude[unit], held.longitude[unit])
        if not own[unit] or float(distance_km(*at)) <= SEAT_KM:
            return town
    return None
