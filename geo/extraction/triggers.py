"""Words of attack in a text: which, of what kind, where."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from geo.extraction.tables import TRIGGER_KINDS, Tables


class Trigger(NamedTuple):
    """A word of attack: ``text[start:end]``, with the kinds it can be."""

    start: int
    end: int
    text: str
    kinds: frozenset[str]

    @property
    def strong(self) -> bool:
        """An attack by itself."""
        return "strong" in self.kinds


def find_triggers(text: str, start: int, end: int, tables: Tables) -> list[Trigger]:
    """The words of attack in ``text[start:end]``, in order; of two that overlap the longer is kept.

    >>> from geo.extraction.tables import tables
    >>> text = "Drones were shot down."
    >>> [t.text for t in find_triggers(text, 0, len(text), tables("en")) if "intercept" in t.kinds]
    ['shot down']
    """
    spans: dict[tuple[int, int], set[str]] = {}
    for kind in TRIGGER_KINDS:
        for match in tables.triggers[kind].finditer(text, start, end):
            spans.setdefault(match.span(), set()).add(kind)
    found: list[Trigger] = []
    for (a, b), kinds in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        if found and a < found[-1].end:
            previous = found[-1]
            if b - a <= previous.end - previous.start:
                if b == previous.end and a == previous.start:
                    found[-1] = previous._replace(kinds=previous.kinds | kinds)
                continue
            found.pop()
        found.append(Trigger(a, b, text[a:b], frozenset(kinds)))
    return found


class Spanned(Protocol):
    """Anything found in a text, with its offsets."""

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102


M = TypeVar("M", bound=Spanned)


def within(items: Sequence[M], start: int, end: int) -> list[M]:
    """Those of ``items`` (in order, without overlap) that lie in ``[start, end)``; found by bisection.

    >>> within([Trigger(0, 3, "hit", frozenset()), Trigger(9, 12, "hit", frozenset())], 5, 20)
    [Trigger(start=9, end=12, text='hit', kinds=frozenset())]
    """
    found = []
    for at in range(bisect.bisect_left(items, start, key=lambda item: item.start), len(items)):
        if items[at].start >= end:
            break
        if items[at].end <= end:
            found.append(items[at])
    return found
