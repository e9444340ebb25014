"""A clause that tells of an attack and names no place: whose attack it is."""

from __future__ import annotations

import re

from geo.extraction.allotment import give
from geo.extraction.claimants import Speech
from geo.extraction.counts import ANY, MUNITIONS, PEOPLE, Count, people, tally
from geo.extraction.drafts import Draft
from geo.extraction.munitions import all_stopped
from geo.extraction.roles import MENTION, Role
from geo.extraction.state import Clause, Reading
from geo.extraction.telling import SPAN_DAYS, attacker_of, draft_of, tell_speech, when_told
from geo.model import DateBasis, GeoPrecision, Span, Toponym

_TOPIC_SENTENCES = 2
"""Sentences for which a place stays the topic."""


def without_place(
    reading: Reading, clause: Clause, level: str, counts: list[Count], speech: Speech, previous: list[Draft]
) -> list[Draft]:
    """The attacks that a clause without a place tells of: one told before, a whole country's, or none."""
    label = _labelled(reading, clause)
    if label and not previous:
        draft = draft_of(reading, label, "label", clause, level, speech, previous)
        give(reading, counts, draft, clause)
        reading.keep(draft)
        return [draft]
    national = any(count.role in ("launched", "intercepted") and (count.value.min or 0) >= 3 for count in counts)
    own_area = reading.last is not None and reading.last.country_level
    same = reading.last is not None and any(c.value == reading.last.counts.get("launched") for c in counts)
    if national and not previous and not own_area and not same and _national(reading, clause):
        return _implied(reading, clause, level, counts, speech)
    if topic := _told_topic(reading, clause, level, previous):
        draft = draft_of(reading, topic, "topic", clause, level, speech, previous)
        give(reading, counts, draft, clause)
        reading.keep(draft)
        return [draft]
    if any(_unlinked(role) for role in clause.roles) and not previous and level != "strong":
        return []
    if counts and not previous and reading.tables.merge["wave"].search(reading.text, clause.start, clause.end):
        if area := reading.area:
            _attach(reading, area, clause, counts, speech)
            return [area]
    held = previous[-1] if previous else reading.last
    if held is None and not national and level in ("strong", "weapon", "debris"):
        reading.pending = draft_of(reading, None, "pending", clause, level, speech, previous)
        give(reading, counts, reading.pending, clause)
        return []
    if held is None:
        return _implied(reading, clause, level, counts, speech) if national else []
    if clause.number - held.sentence > 2 and clause.sentence.paragraph - held.paragraph > 1:
        return _implied(reading, clause, level, counts, speech) if national else []
    if not previous and _other_day(reading, clause, held):
        reading.refuse(clause.start, clause.end, "no place", "an attack of another day, without a place that is known")
        return []
    if counts or clause.weapons or level == "strong":
        _attach(reading, held, clause, counts, speech)
    return [held]


def _unlinked(role: Role) -> bool:
    """Whether a place stands in the clause that no word links to the attack: whose attack it is stays open."""
    place = role.toponym.place
    country = place is not None and place.geo_precision is GeoPrecision.COUNTRY
    return role.part == MENTION and role.rule == "no link to an attack" and not country


def _told_topic(reading: Reading, clause: Clause, level: str, previous: list[Draft]) -> Toponym | None:
    """The place told of in the sentences before, if no attack was told after it."""
    if previous or reading.topic is None or level not in ("strong", "weapon", "actor"):
        return None
    if clause.number - reading.topic_sentence > _TOPIC_SENTENCES:
        return None
    return reading.topic if reading.last is None or reading.last.sentence < reading.topic_sentence else None


def _other_day(reading: Reading, clause: Clause, held: Draft) -> bool:
    """Whether a clause has a day of its own that is not that of the attack told last."""
    own = [d for d in reading.dates_of(clause.sentence) if clause.start <= d.start < clause.end and not d.anchored]
    known = held.when.basis is not DateBasis.PUBLICATION
    first, last = held.when.window
    return known and bool(own) and all(d.window[1] < first or d.window[0] > last for d in own)


def _labelled(reading: Reading, clause: Clause) -> Toponym | None:
    if reading.label is not None and reading.label_paragraph == clause.sentence.paragraph:
        return reading.label
    return None


def _national(reading: Reading, clause: Clause) -> bool:
    if reading.tables.roles["local"].search(reading.text, clause.start, clause.end):
        return False
    return reading.tables.merge["national"].search(reading.text, clause.sentence.start, clause.sentence.end) is not None


def _implied(reading: Reading, clause: Clause, level: str, counts: list[Count], speech: Speech) -> list[Draft]:
    """A total without a place stands for the country of those who tell it."""
    if not clause.kinds() & {"launch", "intercept", "impact", "assail", "strong"}:
        return []
    code = reading.last.place.country_code if reading.last and reading.last.place else None
    code = code or next((name for name in speech.claimants if len(name) == 2), None) or reading.home()
    named = attacker_of(reading, clause, None)
    if named is not None and named == code and code not in reading.tables.civil:
        code = reading.tables.opponents.get(code)
    place = reading.places.country(code) if code else None
    if place is None:
        return []
    draft = draft_of(reading, None, "implied country", clause, level, speech, [], place)
    give(reading, counts, draft, clause)
    reading.keep(draft)
    return [draft]


def _attach(reading: Reading, held: Draft, clause: Clause, counts: list[Count], speech: Speech) -> None:
    """More of the attack told last."""
    held.add_span(Span(clause.sentence.start, clause.sentence.end))
    held.add_rule("told on")
    live = _live(reading, clause)
    for role in MUNITIONS:
        if told := tally(counts, role):
            held.add_munitions(role, told)
    for role in PEOPLE:
        value = people(counts, role)
        if value is not None:
            held.add_count(role, value, later=live)
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
