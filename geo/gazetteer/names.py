"""Which of a place's many spellings can stand for it in a text, and how the place bears each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

from geo.gazetteer import sources
from geo.gazetteer.fold import fold
from geo.gazetteer.lookup import NAME_KINDS
from geo.gazetteer.sources import Raw

_UNIT_WORDS = re.compile(
    r"\b(oblasts?'?|oblast|region|krai|kray|republic of|republic|governorate|province|state of|raion|rayon|district|"
    r"autonomous|muhafazat|muhafazah|wilayat|wilaya|county|область|район|губернаторство|мухафаза|провинция|провінція)\b|"
    r"^(محافظة|أوبلاست|ولاية|منطقة|مقاطعة)\s+|\s+أوبلاست$",
    re.IGNORECASE,
)
_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW")
_WIDE = ("country", "sea")


def worth_keeping(spelling: str) -> bool:
    """Whether a spelling can stand for a place in a text: no codes, no rough transliterations, no common words."""
    first = spelling[:1]
    if not first or (not first.isalnum() and first not in "'’ʼ‘"):
        return False
    script = unicodedata.name(next((c for c in spelling if c.isalpha()), "?"), "").split(" ")[0]
    if script not in _SCRIPTS or any(c.isdigit() for c in spelling):
        return False
    if script in ("LATIN", "CYRILLIC") and (len(spelling) < 3 or not any(c.isupper() for c in spelling)):
        return False
    if script == "LATIN" and ((spelling.isupper() and len(spelling) <= 4) or (first.islower() and spelling.isascii())):
        return False
    return fold(spelling) not in sources.common_words()


def unit_names(spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each spelling of a unit, and its bare form without the word for the unit."""
    for spelling in dict.fromkeys(s for s in spellings if s):
        yield spelling, "primary"
        bare = " ".join(_UNIT_WORDS.sub(" ", spelling).split()).strip(" -'’")
        if bare and bare != spelling and len(bare) > 2:
            yield bare, "primary"


def names(place: Raw, refused: Container[str] = ()) -> dict[str, tuple[str, int]]:
    """The names of a place by folded key: a spelling, and the number of how it bears it; a stronger way wins.

    ``refused`` holds keys that may not lead to this place, not even its own name.
    """
    found: dict[str, tuple[str, int]] = {}
    own = fold(place.name)
    for spelling, how in [(place.name, "primary"), *place.aliases]:
        if spelling != place.name and place.kind not in _WIDE and not worth_keeping(spelling):
            continue
        key = fold(spelling)
        if key and key not in refused:
            number = 0 if key == own else NAME_KINDS.index(how)
            held = found.setdefault(key, (spelling, number))
            # An old name outranks the neutral "alias": it tells the reader something.
            best = 0 if 0 in (number, held[1]) else max(number, held[1])
            found[key] = (held[0], best)
    if place.kind in ("admin1", "admin2"):
        for spelling, _ in unit_names([place.name]):
            if key := fold(spelling):
                found[key] = (found.get(key, (spelling, 0))[0], 0)
    return found
