"""More of an attack that was told before: which one a clause without a place speaks of, and what it adds."""

from __future__ import annotations

import re

from geo.extraction.allotment import give_people
from geo.extraction.claimants import Speech
from geo.extraction.counts import ANY, MUNITIONS, Count, tally
from geo.extraction.drafts import Draft
from geo.extraction.munitions import all_stopped
from geo.extraction.roles import MENTION, Role
from geo.extraction.state import HOT_SENTENCES, Clause, Reading
from geo.extraction.telling import SPAN_DAYS, attacker_of, tell_speech, when_told
from geo.model import DateBasis, GeoPrecision, Span

_BODIES = frozenset({"speaker or body", "part of a name", "mention", "possessive", "metonym", "witness"})
"""Rules by which a place is named for those who speak there."""


def told_elsewhere(reading: Reading, clause: Clause, counts: list[Count]) -> Draft | None:
    """The attack that a clause speaks of, where that is not the one told last: a total's, or that of its speakers."""
    if named := _of_weapon(reading, clause):
        return named
    if not counts:
        return None
    around, span = reading.tables.around, (reading.text, clause.start, clause.end)
    if around["country_wide"].search(*span):
        countries = [d for d in reading.recent if d.country_level]
        return countries[-1] if countries else None
    if reading.area and (reading.tables.merge["wave"].search(*span) or around["overall"].search(*span)):
        return reading.area
    return _of_speakers(reading, clause)


def _of_weapon(reading: Reading, clause: Clause) -> Draft | None:
    """ "The drone had come in from the sea": an attack by drones, where that told last was none."""
    last = reading.last
    if last is None or not last.weapons:
        return None
    for weapon in clause.weapons:
        left = reading.text[max(clause.start, weapon.start - 30) : weapon.start]
        if not weapon.generic or not reading.tables.around["definite_left"].search(left):
            continue
        if any(_alike(weapon.cls, w.cls) for w in last.weapons):
            return None
        near = [d for d in reading.recent if clause.number - d.sentence <= HOT_SENTENCES]
        found = [d for d in near if any(_alike(weapon.cls, w.cls) for w in d.weapons)]
        return found[-1] if found else None
    return None


def _alike(a: str, b: str) -> bool:
    return a.endswith(b) or b.endswith(a) or "unspecified" in (a, b)


def _of_speakers(reading: Reading, clause: Clause) -> Draft | None:
    """ "The Odesa governor said that two people were hurt": the attack on Odesa."""
    for role in clause.roles:
        place = role.toponym.place
        if role.part != MENTION or role.rule not in _BODIES or place is None:
            continue
        if place.geo_precision is GeoPrecision.COUNTRY:
            continue
        near = [
            d for d in reading.recent if clause.number - d.sentence <= HOT_SENTENCES and _speaks_for(reading, role, d)
        ]
        if near:
            return near[-1]
    return None


def _speaks_for(reading: Reading, role: Role, draft: Draft) -> bool:
    place = role.toponym.place
    if place is None or draft.place is None:
        return False
    same = (place.geonames_id or place.area_id, place.location) == draft.key[:2]
    return same or reading.places.contains(place, draft.place)


def attach(reading: Reading, held: Draft, clause: Clause, counts: list[Count], speech: Speech) -> None:
    """More of the attack told last."""
    held.add_span(Span(clause.sentence.start, clause.sentence.end))
    held.add_rule("told on")
    held.heard = clause.number
    live = _live(reading, clause)
    for role in MUNITIONS:
        if told := tally(counts, role):
            held.add_munitions(role, told)
    give_people(reading, counts, held, clause, speech, later=live)
    if "launched" in held.counts and "intercepted" not in held.counts:
        if all_stopped(reading.text, clause.start, clause.end, reading.tables):
            held.add_munitions("intercepted", {ANY: held.counts["launched"]})
    named = [w for w in clause.weapons if w.cls is not None]
    if named and held.weapons_carried:
        held.weapons, held.weapons_carried = named, False
    else:
        held.weapons += named
    country = held.place.country_code if held.place else None
    if held.attacker is None or held.attacker_carried:
        attacker = attacker_of(reading, clause, country)
        if attacker:
            held.attacker, held.attacker_carried = attacker, False
    scratch = Draft(held.place, None, None, held.when, clause.number, clause.sentence.paragraph)
    tell_speech(reading, scratch, clause, speech, country)
    held.add_claimants(scratch.claimants)
    if not held.when.carried and held.when.basis is DateBasis.PUBLICATION:
        told_when = when_told(reading, clause, None, [])
        if (told_when.window[1] - told_when.window[0]).days <= SPAN_DAYS:
            held.when = told_when
    held.debris |= "debris" in clause.kinds()
    held.impact |= bool(clause.kinds() & {"impact", "assail", "casualty", "damage"})


def _live(reading: Reading, clause: Clause) -> bool:
    head = reading.text[clause.sentence.start : clause.sentence.start + 6]
    return re.match(r"\d{1,2}[:.]\d\d", head) is not None
