"""What the numbers of a clause count: launched, intercepted, killed or injured, and which are parts of others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.extraction.quantities import Quantity
from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger
from geo.model import Interval

_YEARS = range(1900, 2100)
"""Bare numbers that are years."""
_NEAR_CHARS = 60
"""Characters between a number and the word of killing or wounding that says what it counts."""
_ATTACKS = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}?(?:attacks|strikes|raids|airstrikes|waves|times|assaults)\b", re.IGNORECASE
)
"""A number of attacks is no number of munitions."""
_INTRANSITIVE = re.compile(
    r"dead|died|dies|dying|hurt|casualties|fatalities|injuries|wounds|lives|bodies|perished", re.IGNORECASE
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|are|is|be|people|others|civilians|children)\s+$", re.IGNORECASE)
_OF_A_WEAPON = re.compile(
    r"\s+of\s+(?:the|these|those|its|their)\s+(?:[\w-]+\s+){0,3}(?:missiles?|drones?|rockets?|bombs?|shells?|uavs?|munitions)\b",
    re.IGNORECASE,
)
"""Behind a number: "at least one of the North Korean-supplied missiles"."""
_MOVED = re.compile(
    r"\s+(?:(?:of\s+)?(?:them|these|those|which)\s+)?(?:hit|struck|fell|landed|crashed|got through|reached|slammed|exploded)\b",
    re.IGNORECASE,
)
"""Behind a number without a noun: munitions told of before."""
_SHARE = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|a\s+total\s+of\s+|some\s+|these\s+)?", re.IGNORECASE)
"""Between a number and the whole that it is a share of: "21 of 22 drones"."""
_BOUND = re.compile(r"[;:]|,\s(?:and|while|but|as)\s")
_PART_TAIL = re.compile(
    r"^\s*(?:of (?:them|whom|those|which|these)\b|(?:[\w-]+ ){1,3}among (?:them|those)\b)", re.IGNORECASE
)
_PART_HEAD = re.compile(r"\b(?:including|among them|among those|of whom|of them)\b[^.;,]{0,40}$", re.IGNORECASE)
_EXPLAINS = re.compile(r"\b(?:killed|killing|wounded|wounding|injured|injuring)\s*$", re.IGNORECASE)
_TOLL = re.compile(
    r"\b(?:death toll|toll|number of (?:the )?(?:dead|killed|deaths)|dead|count|fatalities)\b[^.;]{0,60}"
    r"\b(?:to|at|was|is|of|reached|stands at)\s+(?:at least\s+)?$",
    re.IGNORECASE,
)
"""Before a number: "the number of dead stood at"."""
_INJURED_TOLL = re.compile(
    r"\bnumber of (?:the )?(?:wounded|injured|hurt)\b[^.;]{0,60}\b(?:to|at|was|is|reached)\s+(?:at least\s+)?$",
    re.IGNORECASE,
)
_ALL_STOPPED = re.compile(
    r"\b(?:all(?:\s+of\s+(?:them|which|the\s+\w+))?\s+(?:were|was|had been|have been)|(?:were|was)\s+all)\s+(?:\w+\s+)?"
    r"(?:shot down|destroyed|downed|intercepted|brought down|neutrali[sz]ed)\b|\bdowned in full\b",
    re.IGNORECASE,
)
"""All munitions told of were stopped."""
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|which|whom|those|these|the)\b", re.IGNORECASE)
_NO_MUNITION = re.compile(
    r"\s*(?:[\w-]+\s+){0,1}?(?:regions|districts|areas|cities|towns|villages|settlements|sites|houses|buildings|blocks|waves"
    r"|launchers|aircraft|bombers|ships|vessels|destroyers|(?<!air )(?<!aerial )targets)\b",
    re.IGNORECASE,
)
"""Behind a number: no munitions are counted."""
_PARTICIPLE = re.compile(r"\s+(?:at|on|by|from|towards?|against|into|over|across)\b", re.IGNORECASE)
"""Behind "fired" in "the missiles fired at the capital were shot down"."""
_OF_MUNITIONS = re.compile(r"^\s*(?:of\s+(?:the|those|these|them|which|whom)\b|of\s+\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts: ``launched``, ``intercepted``, ``killed`` or ``injured``."""

    start: int
    end: int
    role: str
    value: Interval
    total: bool = False


def find_counts(
    text: str, start: int, end: int, quantities: list[Quantity], triggers: list[Trigger], tables: Tables
) -> list[Count]:
    """The counts of ``text[start:end]``, in order."""
    inside = [q for q in quantities if start <= q.start and q.end <= end]
    found: list[Count] = [*_nobody(text, start, end, tables)]
    people = [
        q for q in inside if q.head in ("killed", "injured", "people", None) and not _is_part(text, start, q, tables)
    ]
    singles = _singles(text, start, end, inside, tables)
    for q in [*people, *singles]:
        if _is_other(text, end, q, tables):
            continue
        role = (
            q.head
            if q.head in ("killed", "injured")
            else _casualty_role(text, start, end, q, [*people, *singles], tables)
        )
        if role:
            found.append(Count(q.start, q.end, role, Interval(q.min, q.max)))
            if role == "both":
                found[-1] = Count(q.start, q.end, "killed", Interval(q.min, q.max))
    wholes = {q.start for q in inside if q.head == "munition"}
    taken = {(count.start, count.end) for count in found}
    for q in inside:
        if (q.start, q.end) in taken or (q.head == "munition" and _is_munition_part(text, start, q)):
            continue
        share = _SHARE.match(text[q.end : q.end + 30])
        if share and q.end + share.end() in wholes:
            if _intercept_near(text, start, end, q, triggers):
                found.append(Count(q.start, q.end, "intercepted", Interval(q.min, q.max)))
            continue
        whole = any(_SHARE.fullmatch(text[r.end : q.start]) for r in inside if r.end < q.start)
        if (
            role := "launched"
            if whole and q.head == "munition"
            else _munition_role(text, start, end, q, triggers, inside)
        ):
            found.append(Count(q.start, q.end, role, Interval(q.min, q.max)))
            if role == "intercepted" and any(_is_participle(text, q, t) for t in triggers if t.start >= q.end):
                found.append(Count(q.start, q.end, "launched", Interval(q.min, q.max)))
    return sorted(found, key=lambda count: count.start)


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
        found.append(Quantity(match.start(), match.end(), match.group(), number, number, "people", "single person"))
    return found


def _is_part(text: str, start: int, q: Quantity, tables: Tables) -> bool:
    """ "Two of them children": a part of a number told before."""
    before = text[max(start, q.start - 50) : q.start]
    if _PART_HEAD.search(before):
        return True
    if not _PART_TAIL.match(text[q.end : q.end + 40]):
        return q.text.lower() == "one" and before.endswith(" of ")
    return not _EXPLAINS.search(before)


def _is_munition_part(text: str, start: int, q: Quantity) -> bool:
    """ "Six Kinzhals among them": a part of the munitions told of before."""
    if _PART_HEAD.search(text[max(start, q.start - 50) : q.start]):
        return True
    return re.match(r"\s*(?:[\w-]+ ){1,3}among (?:them|those)\b", text[q.end : q.end + 40]) is not None


def _is_other(text: str, end: int, q: Quantity, tables: Tables) -> bool:
    """People that were neither killed nor hurt: missing, rescued, evacuated."""
    after = text[q.end : min(end, q.end + 40)]
    other = tables.casualties["missing"].search(after)
    if not other:
        return False
    harmed = tables.casualties["killed"].search(after) or tables.casualties["injured"].search(after)
    return harmed is None or harmed.start() > other.start()


def _casualty_role(text: str, start: int, end: int, q: Quantity, rivals: list[Quantity], tables: Tables) -> str | None:
    """Killed or injured, by the nearest such word that no other number claims."""
    if _TOLL.search(text[max(start, q.start - 110) : q.start]):
        return "killed"
    if _INJURED_TOLL.search(text[max(start, q.start - 110) : q.start]):
        return "injured"
    left = max((r.end for r in rivals if r.end <= q.start), default=start)
    right = min((r.start for r in rivals if r.start >= q.end), default=end)
    before = max(start, q.start - _NEAR_CHARS, left)
    after = min(end, q.end + _NEAR_CHARS, right)
    options: list[tuple[float, str]] = []
    for role in ("killed", "injured"):
        for match in tables.casualties[role].finditer(text, before, q.start):
            gap = text[match.end() : q.start]
            if _governs(text, before, match, gap):
                options.append((len(gap.split()) + 0.1, role))
        for match in tables.casualties[role].finditer(text, q.end, after):
            gap = text[q.end : match.start()]
            if not _BOUND.search(gap) and _suffers(text, gap, match, [r for r in rivals if r.start >= match.end()]):
                options.append((len(gap.split()) * 0.7 + 0.2, role))
                break
    if not options:
        return _joined(text, start, q, rivals, tables)
    return min(options)[1]


def _suffers(text: str, gap: str, match: re.Match[str], later: list[Quantity]) -> bool:
    """Whether the number before a word of harm is of those harmed: "five were killed", not "one missile killed five"."""
    if _PASSIVE.search(gap) or _INTRANSITIVE.fullmatch(match.group()):
        return True
    ahead = min((text[match.end() : r.start] for r in later), key=len, default=None)
    return len(gap.split()) <= 4 and (ahead is None or len(ahead.split()) > 2 or "and" in ahead.split())


def _governs(text: str, begin: int, match: re.Match[str], gap: str) -> bool:
    """Whether a word of harm has the number behind it as its object: "killing five", not "were killed and five"."""
    if _BOUND.search(gap) or len(gap.split()) > 5 or re.match(r"\s*(?:,|and\b|while\b|in\b|on\b|when\b)", gap):
        return False
    if _INTRANSITIVE.fullmatch(match.group()):
        return False
    return _PASSIVE.search(text[max(begin - 20, 0) : match.start()]) is None


def _joined(text: str, start: int, q: Quantity, rivals: list[Quantity], tables: Tables) -> str | None:
    """ "Killed four civilians and two soldiers": a number joined by "and" counts the same."""
    for r in rivals:
        if 0 <= r.start - q.end <= 30 and re.match(r"^[\w\s-]{0,24}\band\s+$", text[q.end : r.start]):
            return _casualty_role(text, start, min(len(text), r.end + _NEAR_CHARS), r, [], tables)
    return None


def _munition_role(
    text: str, start: int, end: int, q: Quantity, triggers: list[Trigger], numbers: list[Quantity]
) -> str | None:
    """Launched or intercepted, for a number of munitions or one that stands for munitions ("nine of them")."""
    if q.head not in ("munition", None, "other"):
        return None
    if q.head is None and _OF_A_WEAPON.match(text[q.end : q.end + 70]):
        q = replace(q, head="munition")
    stopped = _intercept_near(text, start, end, q, triggers)
    if stopped and _another_between(text, q, stopped, numbers, triggers):
        stopped = None
    if q.head == "munition":
        after = text[q.end : q.end + 40]
        if _ATTACKS.match(after) or _ATTACKS.search(q.text) or _NO_MUNITION.match(after) or _ORDINAL.search(q.text):
            return None
        if _listed_part(text, start, q):
            return None
        return "intercepted" if stopped else "launched"
    if q.head is None and _MOVED.match(text[q.end : q.end + 40]):
        return "launched"
    if stopped and len(q.text) < 40 and (_OF_MUNITIONS.match(text[q.end : q.end + 12]) or stopped.start - q.end < 30):
        return "intercepted"
    return None


def _listed_part(text: str, start: int, q: Quantity) -> bool:
    before = text[max(start, q.start - 25) : q.start]
    return (
        re.search(
            r"\b(?:including|among them|among those|of which|namely)[\s:,]+(?:at least\s+|up to\s+)?$",
            before,
            re.IGNORECASE,
        )
        is not None
    )


def _intercept_near(text: str, start: int, end: int, q: Quantity, triggers: list[Trigger]) -> Trigger | None:
    """The word of interception that governs a number: right before it, or behind it in the same clause."""
    inside = [t for t in triggers if start <= t.start and t.end <= end]
    after = [t for t in inside if t.start >= q.end and t.kinds & {"intercept", "launch", "impact", "verb", "strong"}]
    before = [t for t in inside if t.end <= q.start and t.kinds & {"intercept", "launch", "impact", "verb"}]
    if before and "intercept" in before[-1].kinds:
        gap = text[before[-1].end : q.start]
        if not _ends(gap) and re.search(r"\bby\b", gap) is None:
            return before[-1]
    for trigger in after:
        if _ends(text[q.end : trigger.start]):
            return None
        if "intercept" in trigger.kinds:
            return trigger
        if _is_participle(text, q, trigger):
            continue
        if trigger.kinds & {"launch"} and not re.search(
            r"\b(?:were|was|had been|have been|been|that|which)\s+$", text[q.end : trigger.start]
        ):
            return None
        if trigger.kinds & {"launch", "impact", "verb"} and "noun" not in trigger.kinds:
            return None
    return None


def _another_between(text: str, q: Quantity, stop: Trigger, numbers: list[Quantity], triggers: list[Trigger]) -> bool:
    """ "38 missiles were fired and 25 of them downed": the word of interception belongs to the later number."""
    for other in numbers:
        if not q.end <= other.start < stop.start or other.head in ("time", "age", "distance"):
            continue
        if other.head is None or _OF_THEM.match(text[other.end : other.end + 12]):
            return True
        between = [t for t in triggers if q.end <= t.start < other.start and t.kinds & {"launch", "impact", "assail"}]
        if any(not _is_participle(text, q, t) for t in between):
            return True
    return False


def _is_participle(text: str, q: Quantity, trigger: Trigger) -> bool:
    near = len(text[q.end : trigger.start].split()) <= 4
    led = " " in trigger.text and trigger.text.split()[-1].lower() in ("at", "on", "upon")
    return (
        near
        and bool(trigger.kinds & {"launch", "assail"})
        and (led or _PARTICIPLE.match(text, trigger.end) is not None)
    )


def all_stopped(text: str, start: int, end: int) -> bool:
    """Whether a clause says that all munitions were stopped."""
    return _ALL_STOPPED.search(text, start, end) is not None


def _ends(gap: str) -> bool:
    return (
        re.search(
            r"[;:]|,\s(?:and|but|while|one|the|a|an)\s|\b(?:nearly|almost) all\b|\b(?:most|many|some|half|majority)\b",
            gap,
        )
        is not None
    )


def total(counts: list[Count], role: str) -> Interval | None:
    """The sum of the counts of one role; people told twice are not added but spanned."""
    held = [count for count in counts if count.role == role]
    if not held:
        return None
    if role in ("launched", "intercepted"):
        return _sum(held)
    real = [c for c in held if c.value != Interval(0, 0)] or held
    return _sum(real) if _adds(real) else real[0].value


def _adds(held: list[Count]) -> bool:
    return len(held) == 2 and 0 <= held[1].start - held[0].end <= 24


def _sum(held: list[Count]) -> Interval:
    low = [count.value.min for count in held]
    high = [count.value.max for count in held]
    lows = [value for value in low if value is not None]
    highs = [value for value in high if value is not None]
    return Interval(sum(lows) if lows else None, sum(highs) if len(highs) == len(held) else None)
