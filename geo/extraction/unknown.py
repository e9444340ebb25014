"""Names of places that no gazetteer knows: the words stand, the place stays unknown."""

from __future__ import annotations

from collections.abc import Sequence

from geo.extraction.roles import TARGET, Role
from geo.extraction.state import Clause, Reading
from geo.extraction.triggers import Spanned, within
from geo.model import GeoPrecision, Toponym, ToponymKind

_NEAR_CHARS = 90
"""Characters between the words of attack and a name that they may be about."""


def unknown_places(reading: Reading, clause: Clause, level: str) -> list[Role]:
    """The first capitalised name behind "in" or "the village of" in a clause that tells of an attack by itself."""
    if level not in ("strong", "weapon") or any(_is_local(role) for role in clause.roles):
        return []
    for match in reading.tables.around["named_place"].finditer(reading.text, clause.start, clause.end):
        start, end = match.span("name")
        near = any(min(abs(start - t.end), abs(t.start - end)) <= _NEAR_CHARS for t in clause.real)
        left = reading.text[max(clause.start, match.start("name") - _NEAR_CHARS) : match.start("name")]
        if reading.tables.roles["launch_left"].search(left):
            continue
        if near and _is_free(reading, start, end):
            toponym = Toponym(start, end, reading.text[start:end], ToponymKind.NAME)
            return [Role(toponym, TARGET, "unknown place")]
    return []


def _is_local(role: Role) -> bool:
    place = role.toponym.place
    return role.part == TARGET and place is not None and place.geo_precision is not GeoPrecision.COUNTRY


def _is_free(reading: Reading, start: int, end: int) -> bool:
    """Whether nothing else was found in these words: no known place, no actor, no date, no weapon, no common name."""
    if reading.tables.around["no_place_name"].match(reading.text, start):
        return False
    found: tuple[Sequence[Spanned], ...] = (
        [t for t in reading.toponyms if t.place],
        reading.actors,
        reading.dates,
        reading.weapons,
    )
    return not any(
        item.start < end and start < item.end
        for items in found
        for item in within(items, start - _NEAR_CHARS, end + _NEAR_CHARS)
    )
