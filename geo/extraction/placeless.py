"""A clause that tells of an attack and names no place: whose attack it is."""

from __future__ import annotations

from geo.extraction.allotment import give
from geo.extraction.arms import one_family
from geo.extraction.attaching import attach, told_elsewhere
from geo.extraction.claimants import Speech
from geo.extraction.counts import Count
from geo.extraction.drafts import Draft
from geo.extraction.roles import MENTION, Role
from geo.extraction.seats import seat_of
from geo.extraction.state import Clause, Reading
from geo.extraction.telling import attacker_of, draft_of, when_told
from geo.model import DateBasis, GeoPrecision, Toponym, ToponymKind

_ON_SENTENCES = 2
"""Sentences after the last word on an attack from which on another paragraph tells no more of it."""
_ISO_LETTERS = 2
_TOPIC_SENTENCES = 2
"""Sentences for which a place stays the topic."""


def without_place(
    reading: Reading, clause: Clause, level: str, counts: list[Count], speech: Speech, previous: list[Draft]
) -> list[Draft]:
    """The attacks that a clause without a place tells of: one told before, a whole country's, or none."""
    label = _labelled(reading, clause)
    if label and not previous:
        draft = draft_of(reading, label, "label", clause, level, speech, previous)
        give(reading, counts, draft, clause, speech)
        reading.keep(draft)
        return [draft]
    if (seat := _seat(reading, clause, level, counts, previous)) is not None:
        draft = draft_of(reading, seat, "speaker's place", clause, level, speech, previous)
        give(reading, counts, draft, clause, speech)
        reading.keep(draft)
        return [draft]
    national = any(count.role in ("launched", "intercepted") and (count.value.min or 0) >= 3 for count in counts)
    own_area = _own_area(reading, speech)
    same = reading.last is not None and any(c.value == reading.last.counts.get("launched") for c in counts)
    if national and not previous and not own_area and not same and _national(reading, clause):
        return _implied(reading, clause, level, counts, speech)
    if national and not previous and own_area and _other_wave(reading, clause):
        return _implied(reading, clause, level, counts, speech)
    if topic := _told_topic(reading, clause, level, counts, previous):
        draft = draft_of(reading, topic, "topic", clause, level, speech, previous)
        give(reading, counts, draft, clause, speech)
        reading.keep(draft)
        return [draft]
    if (
        any(_unlinked(role) for role in clause.roles)
        and not previous
        and level != "strong"
        and not (national and own_area)
    ):
        return []
    if not previous and (told := told_elsewhere(reading, clause, counts)):
        attach(reading, told, clause, counts, speech)
        if not told.country_level:
            reading.last = told
        return [told]
    if counts and not previous and reading.tables.around["country_wide"].search(reading.text, clause.start, clause.end):
        return _implied(reading, clause, level, counts, speech)
    if counts and not previous and (again := _another(reading, clause, level, speech)):
        give(reading, counts, again, clause, speech)
        reading.keep(again)
        return [again]
    held = previous[-1] if previous else reading.last
    if not previous and held and level in ("strong", "weapon") and _other_side(reading, clause, held):
        held = None
    if held is None and not national and level in ("strong", "weapon", "debris"):
        reading.pending = draft_of(reading, None, "pending", clause, level, speech, previous)
        give(reading, counts, reading.pending, clause, speech)
        return []
    if held is None:
        return _implied(reading, clause, level, counts, speech) if national else []
    if (
        clause.number - max(held.sentence, held.heard) > _ON_SENTENCES
        and clause.sentence.paragraph - held.paragraph > 1
    ):
        return _implied(reading, clause, level, counts, speech) if national else []
    if not previous and _other_day(reading, clause, held):
        reading.refuse(clause.start, clause.end, "no place", "an attack of another day, without a place that is known")
        return []
    if counts or clause.weapons or level == "strong":
        attach(reading, held, clause, counts, speech)
    return [held]


def _seat(reading: Reading, clause: Clause, level: str, counts: list[Count], previous: list[Draft]) -> Toponym | None:
    """The place of the official who tells of an attack without naming its place."""
    if previous or not (counts or level in ("strong", "weapon")) or any(_unlinked(role) for role in clause.roles):
        return None
    around, span = reading.tables.around, (reading.text, clause.start, clause.end)
    if around["country_wide"].search(*span) or around["definite_attack"].search(*span):
        return None
    return seat_of(reading, clause)


def _other_wave(reading: Reading, clause: Clause) -> bool:
    """Whether a total tells of other munitions at another time than the total told last."""
    held = reading.last
    if held is None or not clause.weapons or one_family(clause.weapons, held.weapons):
        return False
    return bool(reading.dates_of(clause.sentence)) and when_told(reading, clause, None, []).window != held.when.window


def _own_area(reading: Reading, speech: Speech) -> bool:
    """Whether the attack told last is that on the country of those who speak."""
    last = reading.last
    if last is None or last.place is None or not last.country_level:
        return False
    states = [name for name in speech.claimants if len(name) == _ISO_LETTERS]
    return not states or last.place.country_code in states or last.attacker not in states


def _another(reading: Reading, clause: Clause, level: str, speech: Speech) -> Draft | None:
    """ "An earlier strike killed ten": a second attack on the place told last."""
    held = reading.last
    if held is None or held.place is None or held.country_level or level not in ("strong", "weapon"):
        return None
    around, span = reading.tables.around, (reading.text, clause.start, clause.end)
    later = _other_day(reading, clause, held) and around["same_site"].search(*span)
    if not later and not around["another_strike"].search(*span):
        return None
    draft = draft_of(reading, None, "another attack there", clause, level, speech, [], held.place)
    draft.place_text, draft.place_span, draft.another = held.place_text, held.place_span, True
    return draft


def _other_side(reading: Reading, clause: Clause, held: Draft) -> bool:
    """Whether a clause tells of an attack by another side than the one told last: by the country that was hit."""
    home = held.place.country_code if held.place else None
    named = attacker_of(reading, clause, None)
    return named is not None and named == home and held.attacker not in (None, named)


def _unlinked(role: Role) -> bool:
    """Whether a place stands in the clause that no word links to the attack: whose attack it is stays open."""
    place = role.toponym.place
    country = place is not None and place.geo_precision is GeoPrecision.COUNTRY
    return role.part == MENTION and role.rule == "no link to an attack" and not country


def _told_topic(
    reading: Reading, clause: Clause, level: str, counts: list[Count], previous: list[Draft]
) -> Toponym | None:
    """The place told of in the sentences before, if no attack was told after it."""
    if previous or reading.topic is None or level not in ("strong", "weapon", "actor"):
        return None
    if level == "actor" and not counts and reading.topic.kind is not ToponymKind.NAME:
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
    if reading.tables.around["shipping"].search(reading.text, clause.sentence.start, clause.sentence.end):
        reading.pending = draft_of(reading, None, "pending", clause, level, speech, [])
        give(reading, counts, reading.pending, clause, speech)
        return []
    code = reading.last.place.country_code if reading.last and reading.last.place else None
    if code is None and any(actor.kind == "enemy" for actor in reading.actors_in(clause.sentence)):
        code = reading.tables.home
    code = code or next((name for name in speech.claimants if len(name) == 2), None) or reading.home()
    named = attacker_of(reading, clause, None)
    if named is not None and named == code and code not in reading.tables.civil:
        code = reading.tables.opponents.get(code)
    place = reading.places.country(code) if code else None
    if place is None:
        return []
    draft = draft_of(reading, None, "implied country", clause, level, speech, [], place)
    give(reading, counts, draft, clause, speech)
    reading.keep(draft)
    return [draft]
