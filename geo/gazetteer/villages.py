"""Villages that no gazetteer knows, or knows elsewhere only: the unit that holds them, with the village named.

"The village of Rivne in Donetsk region" is not the city of Rivne. Where no village of the name lies in the unit that the
words around it name, or that the report is mostly about, the answer is that unit's area; where no unit is clear, none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from geo.gazetteer.mentions import Mention
from geo.gazetteer.resolve import DYNAMIC, Question, distance_km
from geo.model import GeoPrecision, Place, Toponym, ToponymKind

TOLD_P, ASSUMED_P, ALIKE_P = 0.85, 0.55, 0.7
"""Probabilities that the village lies in a unit told beside it, in the one that the report is mostly about, and that a
village whose name only sounds alike is the one meant."""
MOST_PEOPLE = 100_000
"""No report calls a town of more people a village."""
UNIT_SHARE = 0.5
"""Share of a report's names that makes one unit the place of them all."""
_CONTAINED, _SHARE = DYNAMIC.index("contained"), DYNAMIC.index("country_share")
_UNITS = ("admin1", "admin2")
_INSIDE = 0.3
_SURE = 0.8
"""Probability from which a unit is the one that is told."""
_WITHIN_KM = 100.0
_BEHIND = 25
"""Characters up to the unit told behind a village: "in the", ", in", a comma."""
RULE = "village_in_unit"
ELSEWHERE = "does not lie in the unit that is told for the village"


def strays(question: Question, mention: Mention) -> bool:
    """Whether a place is stated to lie in a unit, and none of its name that is known lies there: some village does."""
    if not question.stated or mention.kind not in ("name", "heard") or mention.feature not in ("", "settlement"):
        return False
    held, best = question.candidates, question.best
    outer = next((outer for outer in question.outer if _is_unit(outer)), None)
    small = held.kinds[best] == "settlement" and held.people[best] <= MOST_PEOPLE
    sure = outer is not None and float(outer.posterior.max()) >= _SURE
    return small and sure and float(question.dynamic[best, _CONTAINED]) < _INSIDE


def settle(
    toponym: Toponym, question: Question | None, mention: Mention, asked: Sequence[Question], gazetteer: Any
) -> Toponym:
    """``toponym`` as found, or put into the unit that holds it."""
    told = next((outer for outer in question.outer if _is_unit(outer)), None) if question else None
    told = told or _told(mention, asked)
    unit = told or _main_unit(question, asked)
    if question is not None and toponym.place is not None:
        best = question.best
        if question.candidates.static[best, 0] <= 5.0 and _fits(question, best, unit, certain=told is not None):
            return alike(toponym) if mention.kind == "unknown" else toponym
    if unit is None:
        foreign = question is None or mention.kind == "unknown" or not question.alone
        return dataclasses.replace(toponym, place=None) if foreign else toponym
    row = int(unit.candidates.rows[_unit_at(unit)])
    p = (TOLD_P if told is not None else ASSUMED_P) * float(unit.posterior.max())
    name = mention.folded.title() if toponym.phrase.isupper() else toponym.phrase
    place: Place = dataclasses.replace(
        gazetteer.place(row),
        location=f"{name}, {gazetteer.place(row).location}",
        geonames_id=None,
        p_location=round(p, 4),
    )
    refused = (
        tuple(dataclasses.replace(r, reason=ELSEWHERE) for r in gazetteer.answers.others(question, -1))
        if question
        else ()
    )
    return dataclasses.replace(toponym, place=place, rules=(*toponym.rules, RULE), refused=refused)


def join(text: str, found: Sequence[Toponym]) -> list[Toponym]:
    """ "Rivne in Donetsk region" as one reference where the village is only known by the unit told behind it."""
    made: list[Toponym] = []
    for toponym in found:
        last = made[-1] if made else None
        if last is not None and _behind(text, last, toponym) and (place := _shared(last, toponym)) is not None:
            whole = dataclasses.replace(last, end=toponym.end, phrase=text[last.start : toponym.end], place=place)
            rules = whole.rules if RULE in whole.rules else (*whole.rules, RULE)
            made[-1] = dataclasses.replace(whole, kind=ToponymKind.COMPOSED, rules=rules)
        else:
            made.append(toponym)
    return made


def _behind(text: str, village: Toponym, area: Toponym) -> bool:
    return 0 < area.start - village.end <= _BEHIND and text[village.end : area.start].count(",") <= 1


def _shared(village: Toponym, area: Toponym) -> Place | None:
    """The area as the place of the village: told already, or for want of any other."""
    if area.place is None:
        return None
    if RULE in village.rules and village.place is not None:
        return village.place if _same_area(village.place, area.place) else None
    part = area.kind is ToponymKind.COMPOSED and area.place.geo_precision in (GeoPrecision.REGION, GeoPrecision.ADMIN1)
    if village.place is not None or "kind_unknown" not in village.rules or not part:
        return None
    p = round(TOLD_P * (area.place.p_location or 1.0), 4)
    name = f"{village.phrase}, {area.place.location}"
    return dataclasses.replace(area.place, location=name, geonames_id=None, p_location=p)


def _same_area(village: Place, unit: Place) -> bool:
    return village.geo_precision is unit.geo_precision and village.location.endswith(f", {unit.location}")


def alike(toponym: Toponym) -> Toponym:
    """An answer by likeness of sound, marked so."""
    place = toponym.place
    p = min(ALIKE_P, (place.p_location or ALIKE_P) if place else ALIKE_P)
    place = dataclasses.replace(place, p_location=p) if place else None
    return dataclasses.replace(toponym, place=place, rules=(*toponym.rules, "by_sound"))


def _unit_at(question: Question) -> int:
    """The candidate that is the unit: the answer, or the unit that the town of the same name is the seat of."""
    held, best = question.candidates, question.best
    if held.kinds[best] in _UNITS:
        return best
    same = [n for n in range(len(held.rows)) if held.kinds[n] == "admin1" and held.admin1[n] == held.admin1[best]]
    return same[0] if same else best


def _is_unit(question: Question) -> bool:
    return str(question.candidates.kinds[_unit_at(question)]) in _UNITS


def _kind(question: Question) -> str:
    return str(question.candidates.kinds[question.best])


def _told(mention: Mention, asked: Sequence[Question]) -> Question | None:
    """The unit that stands right behind a name without candidates of its own."""
    if mention.kind != "unknown":
        return None
    near = [
        (other.start - mention.end, question)
        for question in asked
        for other in question.mentions
        if 0 < other.start - mention.end <= _BEHIND
        and _kind(question) in (*_UNITS, "region")
        and question.feature in _UNITS
    ]
    return min(near, key=lambda item: item[0])[1] if near else None


def _main_unit(question: Question | None, asked: Sequence[Question]) -> Question | None:
    """The one unit that the report names as such, where its other names lie in it."""
    units = [
        other for other in asked if other is not question and _kind(other) == "admin1" and other.feature == "admin1"
    ]
    if not units:
        return None
    total = sum(len(other.mentions) for other in asked if _kind(other) not in ("country", "region", "sea"))
    code: dict[int, int] = {}
    for other in asked:
        at = other.best
        if other.candidates.kinds[at] not in ("country", "region", "sea") and other is not question:
            key = int(other.candidates.admin1[at])
            code[key] = code.get(key, 0) + len(other.mentions)
    best = max(units, key=lambda other: code.get(int(other.candidates.admin1[other.best]), 0))
    share = code.get(int(best.candidates.admin1[best.best]), 0) / max(1, total)
    return best if share >= UNIT_SHARE else None


def _fits(question: Question, best: int, unit: Question | None, *, certain: bool) -> bool:
    """Whether the best candidate lies where the words or the report put it."""
    held = question.candidates
    if unit is None:
        return question.alone or float(question.dynamic[best, _SHARE]) >= _INSIDE
    at = unit.best
    same = bool(unit.candidates.admin1[at]) and held.admin1[best] == unit.candidates.admin1[at]
    if same and unit.candidates.kinds[at] == "admin2" and certain:
        point = unit.candidates.latitude[at], unit.candidates.longitude[at]
        return bool(distance_km(held.latitude[best], held.longitude[best], *point) < _WITHIN_KM)
    return same or (not certain and float(question.dynamic[best, _CONTAINED]) >= _INSIDE)
