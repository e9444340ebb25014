"""Places that stand for a government or a force: "Kyiv said", "Moscow's forces", "Tehran-backed"."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from geo import lexicon
from geo.gazetteer.mentions import Mention, Reading

_PASSIVE = frozenset(("by", "with", "in", "at"))
_DESCRIBES = re.compile(
    r" (?:[a-z]+ )?(?:port|coastal|resort|fishing|border|beach)? ?(?:city|town|village|port|resort) of (?=[A-Z])"
)
"""Words behind a name that only describes another place: "the Red Sea port city of Hodeidah"."""
_STRIKING = frozenset(("hit", "struck", "attacked", "targeted", "bombarded"))


@functools.cache
def _table() -> dict[str, frozenset[str]]:
    table = lexicon.load("places")["metonymic"]
    return {key: frozenset(table[key]) for key in ("verbs", "possessed", "siding", "before", "auxiliaries")}


def mark(reading: Reading, seat: Callable[[Mention], bool]) -> None:
    """Set ``metonymic`` on the mentions; ``seat`` says whether a mention is a country or a seat of government."""
    before: Mention | None = None
    for mention in reading.mentions:
        last, before = before, mention
        if _DESCRIBES.match(reading.text, mention.end):
            mention.metonymic = True
        elif mention.kind == "metonym":
            mention.metonymic = not _is_there(mention)
        elif "next_military" in mention.signs or "next_org" in mention.signs:
            mention.metonymic = True  # "the 93rd Kharkiv brigade", "Paris Police Department"
        elif mention.kind == "demonym" or not seat(mention):
            continue
        else:
            other_side = last is not None and last.metonymic and _joined(reading, last, mention)
            mention.metonymic = other_side or _acts(reading, mention) or _is_side(reading, mention)


def _joined(reading: Reading, left: Mention, right: Mention) -> bool:
    """ "between Moscow and Kyiv": the second is a side as the first is."""
    words = reading.tokens.lower[left.last + 1 : right.first]
    opened = reading.tokens.lower[left.first - 1] if left.first else ""
    return words in (["and"], ["та"], ["і"], ["и"], ["و"]) and opened in _table()["before"]


def _is_there(mention: Mention) -> bool:
    return any(sign in ("prev_strong", "next_comma_cap") for sign in mention.signs)


def _words_after(reading: Reading, mention: Mention, most: int = 3) -> list[str]:
    return reading.tokens.lower[mention.last + 1 : mention.last + 1 + most]


def _acts(reading: Reading, mention: Mention) -> bool:
    """Whether the name is the subject of a government's verb."""
    if any(sign in ("prev_strong", "prev_locative", "prev_of", "prev_compass") for sign in mention.signs):
        return False
    table = _table()
    following = _words_after(reading, mention)
    while following and following[0] in table["auxiliaries"]:
        following = following[1:]
    if not following or following[0] not in table["verbs"]:
        return False
    return not (following[0] in _STRIKING and len(following) > 1 and following[1] in _PASSIVE)


def _is_side(reading: Reading, mention: Mention) -> bool:
    """Whether the name owns forces, or is dealt with as a party."""
    table = _table()
    following = reading.text[mention.end : mention.end + 40]
    if following[:2] in ("'s", "’s"):
        possessed = following[2:].split()
        return bool(possessed) and any(word.strip(".,;:").lower() in table["possessed"] for word in possessed[:1])
    if following[:1] in "-‑–" and following[1:2].isalpha():
        return following[1:].split()[0].strip(".,;:").lower() in table["siding"]
    before = reading.tokens.lower[max(0, mention.first - 2) : mention.first]
    return bool(before) and (before[-1] in table["before"] or " ".join(before) in table["before"])
