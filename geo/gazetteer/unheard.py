"""Names that the index does not hold as they are written: what a word for the kind announces, what sounds like a name.

"The town of Mai Tsebri" is one name, known or not, and never "Mai". "Fell near Qamishli" may be Al Qamishli: such a
mention is kept apart (``heard``), and stands only where the report is about its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from geo.gazetteer.words import Tokens, Words

MOST_WORDS = 3
SHORTEST = 5
"""Letters below which likeness of sound says nothing."""
UNIT_ADJECTIVE = re.compile(r"[сцз]ь?(?:кого|кої|кой|кому|кому|ком|кій)$")
"""An adjective in an oblique case behind a name is a unit's: "в селе Толоконное Белгородского района"."""


def announcing(table: Words) -> frozenset[str]:
    """Words right before a name without which :func:`kind_before` finds nothing."""
    kinds = {form for form, kind in table.feature_before.items() if kind == "settlement" and not form.endswith(" of")}
    return frozenset(kinds | {"of", "."})


def kind_before(held: Tokens, at: int, table: Words) -> str | None:
    """Word for a settlement that announces a name at ``at``: "village", "town", "селе", "قرية"; None without."""
    joined = at >= 2 and held.lower[at - 1] in ("of", ".")
    back = at - 2 if joined else at - 1
    word = held.lower[back] + ("." if held.text[at - 1] == "." else "")
    announced = f"{word} of" if joined and held.lower[at - 1] == "of" else word
    if table.feature_before.get(announced) != "settlement":
        return None
    plain = not word.isascii() or joined or word in table.small
    return word if plain else None


def run(text: str, held: Tokens, at: int) -> int:
    """Last of the capitalised words that go on from ``at``; in Arabic, where nothing is a capital, ``at`` itself."""
    last = at
    while last + 1 < len(held) and last - at < MOST_WORDS - 1:
        following = held.text[last + 1]
        if not (following[0].isupper() and following.isalpha()):
            break
        if text[held.end[last] : held.start[last + 1]] not in (" ", "-"):
            break
        last += 1
    while last > at and UNIT_ADJECTIVE.search(held.lower[last]):
        last -= 1
    return last


def goes_on(held: Tokens, known: int, last: int, lower: frozenset[str], table: Words) -> bool:
    """Whether the words behind a known name belong to it: not where they are a kind, a title, a day or a common word."""
    rest = held.lower[known + 1 : last + 1]
    if not rest or not rest[0][0].isalpha():
        return False
    others = (table.feature_after, table.titles, table.organisation, table.military, table.time, lower)
    return not any(word in words for word in rest for words in others)


def may_be_heard(held: Tokens, at: int, last: int, lower: frozenset[str], table: Words) -> bool:
    """Whether an unknown capitalised run is no word and nobody's name."""
    if sum(map(len, held.text[at : last + 1])) < SHORTEST:
        return False
    doubts: tuple[Callable[[str], bool], ...] = (
        table.common.__contains__, table.never.__contains__, table.first_names.__contains__,
        table.last_names.__contains__, table.time.__contains__, lower.__contains__,
    )  # fmt: skip
    if held.text[at].isupper() or all(any(doubt(word) for doubt in doubts) for word in held.lower[at : last + 1]):
        return False
    after = held.lower[last + 1] if last + 1 < len(held) else ""
    return after not in table.organisation and after not in table.military and after not in table.person_verbs
