"""How many people a clause tells of as killed or injured, and which numbers are parts of others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geo.extraction.counts import Count
from geo.extraction.quantities import Quantity
from geo.extraction.tables import Tables
from geo.model import Interval

_NEAR_CHARS = 60
"""Characters between a number and the word of killing or wounding that says what it counts."""
_TOLL_CHARS = 140
"""Characters before a number in which it is called a toll."""


def find_casualties(text: str, start: int, end: int, quantities: list[Quantity], tables: Tables) -> list[Count]:
    """The numbers of people killed and injured in ``text[start:end]``."""
    found: list[Count] = [*_nobody(text, start, end, tables)]
    people = [
        q
        for q in quantities
        if q.head in ("killed", "injured", "people", None) and not _is_part(text, start, q, tables)
    ]
    people += _singles(text, start, end, quantities, tables)
    for q in people:
        if _is_other(text, end, q, tables):
            continue
        role = q.head if q.head in ("killed", "injured") else _role(text, start, end, q, people, tables)
        if role:
            found.append(Count(q.start, q.end, role, _grown(text, q, tables)))
    return found


def _grown(text: str, q: Quantity, tables: Tables) -> Interval:
    """ "The toll rose to 15": no upper bound, as the same word says elsewhere, but the number."""
    if q.min is None and tables.around["grown_to"].match(q.text):
        left = text[max(0, q.start - _TOLL_CHARS) : q.start]
        if tables.around["toll_left"].search(left) or tables.around["injured_toll_left"].search(left):
            return Interval(q.max, q.max)
    return Interval(q.min, q.max)


def _nobody(text: str, start: int, end: int, tables: Tables) -> Iterable[Count]:
    nothing = Interval(0, 0)
    for name, roles in (
        ("none_both", ("killed", "injured")),
        ("none_killed", ("killed",)),
        ("none_injured", ("injured",)),
    ):
        for match in tables.casualties[name].finditer(text, start, end):
            for role in roles:
                yield Count(match.start(), match.end(), role, nothing)


def _singles(text: str, start: int, end: int, quantities: list[Quantity], tables: Tables) -> list[Quantity]:
    """ "A man was killed": a person without a number is one, with his wife two."""
    found = []
    for match in tables.casualties["single"].finditer(text, start, end):
        if any(q.start < match.end() and match.start() < q.end and q.head not in ("age", None) for q in quantities):
            continue
        more = tables.casualties["plus_one"].search(text, match.end(), min(end, match.end() + 45))
        number = 2 if more else 1
        single = Quantity(match.start(), match.end(), match.group(), number, number, "people", "single person")
        if not tables.around["among_victims"].match(text[match.end() : match.end() + _NEAR_CHARS]):
            found.append(single)
    return found


def _is_part(text: str, start: int, q: Quantity, tables: Tables) -> bool:
    """ "Two of them children": a part of a number told before; "seven of them died in X" is X's own number."""
    before = text[max(start, q.start - 50) : q.start]
    if tables.around["part_left"].search(before):
        return True
    if tables.around["among_victims"].match(text[q.end : q.end + _NEAR_CHARS]):
        return True
    if not tables.around["part_right"].match(text[q.end : q.end + 40]):
        return q.min == q.max == 1 and tables.around["share_left"].search(before) is not None
    if tables.around["part_at"].match(text, q.end) and not text[start : q.start].strip():
        return False
    return not tables.around["explains_left"].search(before)


def _is_other(text: str, end: int, q: Quantity, tables: Tables) -> bool:
    """People that were neither killed nor hurt: missing, rescued, evacuated."""
    after = text[q.end : min(end, q.end + 40)]
    other = tables.casualties["missing"].search(after)
    if not other:
        return False
    harmed = tables.casualties["killed"].search(after) or tables.casualties["injured"].search(after)
    return harmed is None or harmed.start() > other.start()


def _role(text: str, start: int, end: int, q: Quantity, rivals: list[Quantity], tables: Tables) -> str | None:
    """Killed or injured, by the nearest such word that no other number claims."""
    if tables.around["toll_left"].search(text[max(start, q.start - _TOLL_CHARS) : q.start]):
        return "killed"
    if tables.around["injured_toll_left"].search(text[max(start, q.start - _TOLL_CHARS) : q.start]):
        return "injured"
    left = max((r.end for r in rivals if r.end <= q.start), default=start)
    right = min((r.start for r in rivals if r.start >= q.end), default=end)
    before = max(start, q.start - _NEAR_CHARS, left)
    after = min(end, q.end + _NEAR_CHARS, right)
    options: list[tuple[float, str]] = []
    for role in ("killed", "injured"):
        for match in tables.casualties[role].finditer(text, before, q.start):
            gap = text[match.end() : q.start]
            if _governs(text, before, match, gap, tables):
                options.append((len(gap.split()) + 0.1, role))
        for match in tables.casualties[role].finditer(text, q.end, after):
            gap = text[q.end : match.start()]
            if not tables.around["harm_break"].search(gap) and _suffers(
                text, gap, match, [r for r in rivals if r.start >= match.end()], tables
            ):
                options.append((len(gap.split()) * 0.7 + 0.2, role))
                break
    if not options:
        return _joined(text, start, q, rivals, tables)
    return min(options)[1]


def _suffers(text: str, gap: str, match: re.Match[str], later: list[Quantity], tables: Tables) -> bool:
    """Whether the number before a word of harm is of those harmed: "five were killed", not "one missile killed five"."""
    if tables.around["passive_left"].search(gap) or tables.around["intransitive"].fullmatch(match.group()):
        return True
    ahead = min((text[match.end() : r.start] for r in later), key=len, default=None)
    return len(gap.split()) <= 4 and (
        ahead is None or "," in ahead or len(ahead.split()) > 2 or tables.around["joining"].search(ahead) is not None
    )


def _governs(text: str, begin: int, match: re.Match[str], gap: str, tables: Tables) -> bool:
    """Whether a word of harm has the number behind it as its object: "killing five", not "were killed and five"."""
    if tables.around["harm_break"].search(gap) or len(gap.split()) > 5 or tables.around["harm_ahead"].match(gap):
        return False
    if tables.around["subject_first"].fullmatch(match.group()):
        return False
    return tables.around["passive_left"].search(text[max(begin - 20, 0) : match.start()]) is None


def _joined(text: str, start: int, q: Quantity, rivals: list[Quantity], tables: Tables) -> str | None:
    """ "Killed four civilians and two soldiers": a number joined by "and" counts the same."""
    for r in rivals:
        if 0 <= r.start - q.end <= 30 and tables.around["joined"].match(text[q.end : r.start]):
            return _role(text, start, min(len(text), r.end + _NEAR_CHARS), r, [], tables)
        if 0 <= q.start - r.end <= 30 and tables.around["joined"].match(text[r.end : q.start]):
            return _role(text, start, q.start, r, [], tables)
    return None
