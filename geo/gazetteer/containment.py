"""Words that put a place into another: "X, Y", "X in the Y region", "Y's X", "A, B and C in the Y region", "In Y, ... X"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from geo.gazetteer.mentions import Mention, Reading

BESIDE_IT, LISTED, STATED = 0, 1, 2
"""How it is told that a place lies in another: it stands beside it ("X, Y"); a unit stands behind its comma ("X, Y region"), or it
is in a list whose last place is put there ("X, Y and Z in the W region"); it is stated to ("X in the Y region")."""
_REACH = 80
"""Characters between a place and the unit that it is said to lie in."""
_SENTENCE_ENDS = re.compile(r"[.!?…]\s+[^\W\d_a-zа-яіїєґ]|\n")
_CONTAINS_AFTER = re.compile(
    r"^(?:\s*,\s*(?:in\s+)?(?:the\s+)?|\s+in\s+(?:the\s+)?(?:\w+\s+)?|\s*\(\s*(?:the\s+)?|\s+of\s+)$"
)
_KIND = r"(?:village|town|city|settlement|hamlet|suburb|port|community|camp|capital|cent(?:er|re)|seat)"
_APPOSED = re.compile(
    r"^\s*,\s*(?:(?:which|that)\s+(?:is|was|lies)\s+|(?:located|situated|lying)\s+|an?\s+"
    rf"|the\s+(?=(?:\S+\s+){{0,4}}{_KIND}\b))"
    r"(?:[a-z0-9][\w,-]*\s+){0,8}?(?:in|of)\s+(?:the\s+)?(?:[a-z][\w-]*\s+)?$"
)
"""What may stand between a place and the unit that it is said to lie in: "X, a village of 300 people in the Y region"."""
_OF_UNIT = re.compile(r"^\s*(?:\s|,?\s*(?:(?:що|яке|який|яка|что|которое|который|которая)\s+)?(?:на|в|у|во)\s)\s*$")
"""The same in Ukrainian and Russian, where the genitive alone says it."""
_COMMA = re.compile(r"^\s*,\s*(?:the\s+)?$")
"""What may put a place into the unit behind it, and may be a list as well: "Izium, Donetsk region and Kherson"."""
_JOINS = re.compile(r"^(?:\s*,\s*|\s*,?\s+(?:and|та|і|й|и)\s+)(?:the\s+)?$")
"""What stands between the members of a list."""
_OPENS = re.compile(
    r"(?:^|[.!?…\n;:]\s*|[-–—•]\s*)(?:(?:[A-Z][a-z]+,?\s+)?(?:[Ii]n|[Aa]cross|[Tt]hroughout)\s+(?:the\s+)?(?:[a-z][\w-]*\s+)?(?:part of\s+|parts of\s+)?"
    r"|(?:[А-ЯІЇЄҐ][\w’'-]+\s+)?(?:[НнВвУуПп][аоо]?|[Вв]о)\s+(?:[а-яіїєґ][\w’'-]*\s+){0,2})$"
)
"""What stands before a unit at the head of a sentence that tells what happened there: "In the Y region, ..."."""
_CONTAINS_BEFORE = re.compile(r"^(?:['’]s?\s+(?:[a-z-]+\s+){0,4}|\s+(?:[a-z-]+\s+){0,4}(?:of\s+)?|\s*[,:]\s*)$")


def contained(reading: Reading, held: Sequence[Mention], units: Sequence[bool]) -> dict[tuple[int, int], int]:
    """Pairs of mentions, the second of which holds the first, and how that is told.

    Parameters
    ----------
    reading
        A text as recognition leaves it.
    held
        The mentions of it that are likely places, in order; the pairs count them through.
    units
        Whether each asks for a unit.
    """
    pairs = dict.fromkeys(_headed(reading, held, units), BESIDE_IT)
    before, first = -1, 0  # the place that was just told to lie in another, and the first of the list that goes on
    for n, (left, right) in enumerate(itertools.pairwise(held)):
        between = reading.text[left.end : right.start]
        outside, before, start = before, -1, first
        if units[n] or not _JOINS.match(between):
            first = n + 1
        if len(between) > _REACH or left.folded == right.folded:
            continue
        unit = units[n + 1] and not units[n]
        if _CONTAINS_AFTER.match(between) or (unit and _says(between, cyrillic=_is_cyrillic(left.folded))):
            pairs[n, n + 1] = BESIDE_IT if not unit else LISTED if _COMMA.match(between) else STATED
            before = n
            if unit:
                for member in range(start, n):
                    pairs.setdefault((member, n + 1), LISTED)
        if _CONTAINS_BEFORE.match(between) and (left.kind in ("demonym", "country") or between[:1] in "'’:,"):
            pairs.setdefault((n + 1, n), BESIDE_IT)
            if units[n + 1] and outside >= 0:  # "X in Ukraine's Y region"
                pairs.pop((outside, n), None)
                pairs[outside, n + 1] = STATED
    return pairs


def _is_cyrillic(name: str) -> bool:
    return "\u0400" <= name[:1] <= "\u04ff"


def _says(between: str, *, cyrillic: bool) -> bool:
    """Whether these words say that the place before them lies in the unit behind them."""
    return bool((_OF_UNIT if cyrillic else _APPOSED).match(between))


def _headed(reading: Reading, held: Sequence[Mention], units: Sequence[bool]) -> set[tuple[int, int]]:
    """The places of a sentence that begins with the unit where all of it happens."""
    pairs, head, end = set(), -1, 0
    for n, (mention, unit) in enumerate(zip(held, units, strict=True)):
        if unit:
            head = n if _OPENS.search(reading.text[max(0, mention.start - 50) : mention.start]) else -1
        elif head >= 0 and mention.kind == "name":
            if _SENTENCE_ENDS.search(reading.text, end, mention.start):
                head = -1
            elif mention.folded != held[head].folded:
                pairs.add((n, head))
        end = mention.end
    return pairs


def split(held: Sequence[Mention], pairs: dict[tuple[int, int], int]) -> dict[int, str]:
    """The unit of each mention of a name that the text puts into several: "Ivanivka (Kharkiv region)" and "(Kherson)"."""
    unit = {inner: held[outer].folded for (inner, outer), how in pairs.items() if how != BESIDE_IT}
    units: dict[str, set[str]] = {}
    for n, name in unit.items():
        units.setdefault(held[n].folded, set()).add(name)
    return {n: name for n, name in unit.items() if len(units[held[n].folded]) > 1}
