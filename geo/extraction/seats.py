"""Whose officials speak: "the governor of the Mykolaiv region said five drones were shot down" is told of his region."""

from __future__ import annotations

from geo.extraction.sentences import Sentence
from geo.extraction.state import Clause, Reading
from geo.model import GeoPrecision, Place, Toponym

_LEFT_CHARS, _RIGHT_CHARS = 60, 60
_SENTENCES = 2
"""Sentences for which an official speaks on."""
_LOCAL = frozenset({GeoPrecision.SETTLEMENT, GeoPrecision.ADMIN1, GeoPrecision.ADMIN2, GeoPrecision.ADMIN3})


def note_seat(reading: Reading, sentence: Sentence, number: int) -> None:
    """The first town or region of a sentence whose governor, mayor or administration is named."""
    for toponym in reading.toponyms_in(sentence.start, sentence.end):
        if (
            toponym.place
            and _by_name(toponym)
            and toponym.place.geo_precision in _LOCAL
            and is_seat(reading, sentence, toponym)
        ):
            reading.seat, reading.seat_sentence = toponym, number
            return


def _by_name(toponym: Toponym) -> bool:
    """Whether a place is called by its own name: "the Pentagon" is no town."""
    return not toponym.metonymic or (toponym.place is not None and toponym.place.location.split()[0] in toponym.phrase)


def is_seat(reading: Reading, sentence: Sentence, toponym: Toponym) -> bool:
    """Whether an official stands beside a place."""
    around = reading.tables.around
    left = reading.text[max(sentence.start, toponym.start - _LEFT_CHARS) : toponym.start]
    right = reading.text[toponym.end : min(sentence.end, toponym.end + _RIGHT_CHARS)]
    return bool(around["official_left"].search(left) or around["official_right"].match(right))


def seat_of(reading: Reading, clause: Clause) -> Toponym | None:
    """The place whose officials tell of what a clause without a place tells."""
    seat = reading.seat
    if seat is None or seat.place is None or clause.number - reading.seat_sentence > _SENTENCES:
        return None
    told = [draft.place for draft in reading.recent if draft.place]
    at_war = {place.country_code for place in told} | {reading.home()}
    if seat.place.country_code not in at_war or any(_related(reading, seat.place, place) for place in told):
        return None
    here = clause.number == reading.seat_sentence
    return seat if here or reading.last is None or reading.last.sentence < reading.seat_sentence else None


def _related(reading: Reading, a: Place, b: Place) -> bool:
    """Whether two places are one, or one lies in the other: what an official tells is of the attack told there."""
    same = a.admin1_code is not None and a.admin1_code == b.admin1_code
    return a == b or same or reading.places.contains(a, b)
