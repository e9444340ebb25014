"""Words that put a place into another: "X, Y", "X in the Y region", "Y's X", "A, B and C in the Y region", "In Y, ... X"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo import lexicon
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
_COMMA = re.compile(r"^\s*,\s*(?:the\s+)?$")
"""What may put a place into the unit behind it, and may be a list as well: "Izium, Donetsk region and Kherson"."""
_CONTAINS_BEFORE = re.compile(r"^(?:['’]s?\s+(?:[a-z-]+\s+){0,4}|\s+(?:[a-z-]+\s+){0,4}(?:of\s+)?|\s*[,:]\s*)$")


class _Patterns(NamedTuple):
    apposed: re.Pattern[str]
    """What may stand between a place and the unit that it is said to lie in: "X, a village of 300 people in the Y region"."""
    of_unit: re.Pattern[str]
    """The same in Ukrainian and Russian, where the genitive alone says it."""
    joins: re.Pattern[str]
    """What stands between the members of a list."""
    heads: re.Pattern[str]
    """What stands before a unit at the head of a sentence that tells what happened there: "In the Y region, ..."."""


@functools.cache
def _patterns() -> _Patterns:
    table = lexicon.load("places_contained")
    apposed, cyrillic, head = table["apposed"], table["cyrillic"], table["head"]
    return _Patterns(
        apposed=re.compile(
            rf"^\s*,\s*(?:(?:{_any(apposed['opens'])})\s+|the\s+(?=(?:\S+\s+){{0,4}}(?:{_any(apposed['kinds'])})\b))"
            rf"(?:[a-z0-9][\w,-]*\s+){{0,8}}?(?:{_any(apposed['into'])})\s+(?:the\s+)?(?:[a-z][\w-]*\s+)?$"
        ),
        of_unit=re.compile(rf"^\s*(?:\s|,?\s*(?:(?:{_any(cyrillic['which'])})\s+)?(?:{_any(cyrillic['into'])})\s)\s*$"),
        joins=re.compile(rf"^(?:\s*,\s*|\s*,?\s+(?:{_any(table['list']['and'])})\s+)(?:the\s+)?$"),
        heads=re.compile(
            r"(?:^|[.!?…\n;:]\s*|[-–—•]\s*)(?:"
            rf"(?:[A-Z][a-z]+,?\s+)?(?:{_any(_cased(head['latin']))})\s+(?:the\s+)?(?:[a-z][\w-]*\s+)?"
            rf"(?:(?:{_any(head['parts'])})\s+)?"
            rf"|(?:[А-ЯІЇЄҐ][\w’'-]+\s+)?(?:{_any(_cased(head['cyrillic']))})\s+(?:[а-яіїєґ][\w’'-]*\s+){{0,2}})$"
        ),
    )


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)


def _cased(forms: Iterable[str]) -> list[str]:
    return [cased for form in forms for cased in (form, form.capitalize())]


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
    patterns = _patterns()
    before, first = -1, 0  # the place that was just told to lie in another, and the first of the list that goes on
    for n, (left, right) in enumerate(itertools.pairwise(held)):
        between = reading.text[left.end : right.start]
        outside, before, start = before, -1, first
        if units[n] or not patterns.joins.match(between):
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
    return bool((_patterns().of_unit if cyrillic else _patterns().apposed).match(between))


def _headed(reading: Reading, held: Sequence[Mention], units: Sequence[bool]) -> set[tuple[int, int]]:
    """The places of a sentence that begins with the unit where all of it happens."""
    pairs, head, end, heads = set(), -1, 0, _patterns().heads
    for n, (mention, unit) in enumerate(zip(held, units, strict=True)):
        if unit:
            head = n if heads.search(reading.text[max(0, mention.start - 50) : mention.start]) else -1
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
