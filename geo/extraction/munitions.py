"""How many munitions a clause tells of as launched or intercepted, and which numbers are parts of others."""

from __future__ import annotations

from dataclasses import replace

from geo.extraction.counts import Count
from geo.extraction.quantities import Quantity
from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger
from geo.model import Interval


def find_munitions(
    text: str, start: int, end: int, quantities: list[Quantity], triggers: list[Trigger], tables: Tables
) -> list[Count]:
    """The numbers of munitions launched and intercepted in ``text[start:end]``."""
    around = tables.around
    found: list[Count] = []
    wholes = {q.start for q in quantities if q.head == "munition"}
    for q in quantities:
        if q.head == "munition" and _is_part(text, start, q, tables):
            continue
        share = around["share"].match(text[q.end : q.end + 30])
        if share and q.end + share.end() in wholes:
            if _stop_near(text, start, end, q, triggers, tables):
                found.append(Count(q.start, q.end, "intercepted", Interval(q.min, q.max)))
            continue
        whole = any(around["share"].fullmatch(text[r.end : q.start]) for r in quantities if r.end < q.start)
        launched = whole and q.head == "munition"
        role = "launched" if launched else _role(text, start, end, q, triggers, quantities, tables)
        if role is None:
            continue
        found.append(Count(q.start, q.end, role, Interval(q.min, q.max)))
        if role == "intercepted" and any(_is_participle(text, q, t, tables) for t in triggers if t.start >= q.end):
            found.append(Count(q.start, q.end, "launched", Interval(q.min, q.max)))
    return found


def _is_part(text: str, start: int, q: Quantity, tables: Tables) -> bool:
    """ "Six Kinzhals among them": a part of the munitions told of before."""
    if tables.around["part_left"].search(text[max(start, q.start - 50) : q.start]):
        return True
    return tables.around["among_right"].match(text[q.end : q.end + 40]) is not None


def _role(
    text: str,
    start: int,
    end: int,
    q: Quantity,
    triggers: list[Trigger],
    numbers: list[Quantity],
    tables: Tables,
) -> str | None:
    """Launched or intercepted, for a number of munitions or one that stands for munitions ("nine of them")."""
    if q.head not in ("munition", None, "other"):
        return None
    if q.head is None and tables.around["of_a_weapon"].match(text[q.end : q.end + 70]):
        q = replace(q, head="munition")
    stopped = _stop_near(text, start, end, q, triggers, tables)
    if stopped and _another_between(text, q, stopped, numbers, triggers, tables):
        stopped = None
    if q.head == "munition":
        after = text[q.end : q.end + 40]
        if (
            tables.around["attacks_right"].match(after)
            or tables.around["attacks_right"].search(q.text)
            or tables.around["no_munition_right"].match(after)
            or tables.around["ordinal"].search(q.text)
        ):
            return None
        if _listed_part(text, start, q, tables):
            return None
        return "intercepted" if stopped else "launched"
    if q.head is None and tables.around["moved_right"].match(text[q.end : q.end + 40]):
        return "launched"
    if (
        stopped
        and len(q.text) < 40
        and (tables.around["of_munitions"].match(text[q.end : q.end + 12]) or stopped.start - q.end < 30)
    ):
        return "intercepted"
    return None


def _listed_part(text: str, start: int, q: Quantity, tables: Tables) -> bool:
    """ "Including six Kinzhals": a part of the number told before."""
    return tables.around["listed_left"].search(text[max(start, q.start - 25) : q.start]) is not None


def _stop_near(text: str, start: int, end: int, q: Quantity, triggers: list[Trigger], tables: Tables) -> Trigger | None:
    """The word of interception that governs a number: right before it, or behind it in the same clause."""
    around = tables.around
    inside = [t for t in triggers if start <= t.start and t.end <= end]
    after = [t for t in inside if t.start >= q.end and t.kinds & {"intercept", "launch", "impact", "verb", "strong"}]
    before = [t for t in inside if t.end <= q.start and t.kinds & {"intercept", "launch", "impact", "verb"}]
    if before and "intercept" in before[-1].kinds:
        gap = text[before[-1].end : q.start]
        if not around["stop_break"].search(gap) and not around["agent"].search(gap):
            return before[-1]
    for trigger in after:
        if around["stop_break"].search(text[q.end : trigger.start]):
            return None
        if "intercept" in trigger.kinds:
            return trigger
        if _is_participle(text, q, trigger, tables):
            continue
        if trigger.kinds & {"launch"} and not around["finite_left"].search(text[q.end : trigger.start]):
            return None
        if trigger.kinds & {"launch", "impact", "verb"} and "noun" not in trigger.kinds:
            return None
    return None


def _another_between(
    text: str, q: Quantity, stop: Trigger, numbers: list[Quantity], triggers: list[Trigger], tables: Tables
) -> bool:
    """ "38 missiles were fired and 25 of them downed": the word of interception belongs to the later number."""
    for other in numbers:
        if not q.end <= other.start < stop.start or other.head in ("time", "age", "distance"):
            continue
        if other.head is None or tables.around["of_them"].match(text[other.end : other.end + 12]):
            return True
        between = [t for t in triggers if q.end <= t.start < other.start and t.kinds & {"launch", "impact", "assail"}]
        if any(not _is_participle(text, q, t, tables) for t in between):
            return True
    return False


def _is_participle(text: str, q: Quantity, trigger: Trigger, tables: Tables) -> bool:
    near = len(text[q.end : trigger.start].split()) <= 4
    led = tables.around["participle_led"].search(trigger.text) is not None
    return (
        near
        and bool(trigger.kinds & {"launch", "assail"})
        and (led or tables.around["participle_right"].match(text, trigger.end) is not None)
    )


def all_stopped(text: str, start: int, end: int, tables: Tables) -> bool:
    """Whether a clause says that all munitions were stopped."""
    return tables.around["all_stopped"].search(text, start, end) is not None
