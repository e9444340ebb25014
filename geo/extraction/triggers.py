"""Words of attack in a text: which, of what kind, where."""

from __future__ import annotations

import bisect
from typing import NamedTuple

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


def between(items: list[Trigger], start: int, end: int) -> list[Trigger]:
    """The words of ``items`` (in order) that lie in ``[start, end)``."""
    first = bisect.bisect_left([item.start for item in items], start)
    return [item for item in items[first:] if item.end <= end]
