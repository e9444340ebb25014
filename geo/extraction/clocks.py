"""A mention of time, and the clock times that belong to it or stand alone."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from dataclasses import dataclass, replace

from geo.extraction.date_tables import DateTable
from geo.model import DateBasis, TimePrecision

Window = tuple[dt.date, dt.date]

_DAY = dt.timedelta(days=1)
_AS_OF = re.compile(r"(?:as\s+of|станом\s+на|по\s+состоянию\s+на)\s+$", re.IGNORECASE)
_BESIDE_CHARS = 90
"""A clock time and its date stand at most so far apart, characters."""
_BEHIND_DATE = re.compile(r"\s*,?\s*(?:\w{2,6}\s+)?")


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time: ``text[start:end]``."""

    start: int
    end: int
    text: str
    window: Window
    """First and last local day; for an anchored one as if the day of publication were its anchor."""
    basis: DateBasis
    precision: TimePrecision
    time: dt.time | None
    rule: str
    anchored: bool
    """Counts from a day told before ("the next day", "that night", "hours later")."""
    offset: tuple[int, int] = (0, 0)
    """Days from the anchor, for an anchored one."""

    def resolve(self, anchor: Window) -> Window:
        """The window, counted from that of ``anchor`` where it is anchored."""
        if not self.anchored:
            return self.window
        try:
            return (anchor[0] + self.offset[0] * _DAY, anchor[1] + self.offset[1] * _DAY)
        except OverflowError:
            return anchor


def with_clocks(text: str, found: list[DateMention], table: DateTable, published: dt.date) -> list[DateMention]:
    """The mentions with clock times joined to them ("at 02:15 on Monday"), others as mentions of their own."""
    out = list(found)
    starts = [mention.start for mention in found]
    alone: list[DateMention] = []
    for match in table.clock.finditer(text):
        time = _time(match)
        start, end = match.span()
        if time is None or _AS_OF.search(text, max(0, start - 24), start):
            continue
        first = bisect.bisect_left(starts, start - 2 * _BESIDE_CHARS)
        last = bisect.bisect_right(starts, end + _BESIDE_CHARS)
        for at in range(first, last):
            if joined := _joined(text, out[at], start, end, table):
                out[at] = replace(joined, time=time, precision=TimePrecision.EXACT_TIME)
                break
        else:
            alone.append(_alone(match, time, published))
    return sorted([*out, *alone], key=lambda mention: mention.start)


def _joined(text: str, mention: DateMention, start: int, end: int, table: DateTable) -> DateMention | None:
    """The mention together with the clock time ``text[start:end]``, if they are one expression."""
    if mention.start <= start < mention.end or mention.start < end <= mention.end:
        return mention
    after = end <= mention.start and table.glue.fullmatch(text, end, mention.start)
    before = mention.end <= start <= mention.end + _BESIDE_CHARS and _BEHIND_DATE.fullmatch(text, mention.end, start)
    if not (after or before) or mention.precision not in (TimePrecision.DAY, TimePrecision.NIGHT):
        return None
    low, high = min(start, mention.start), max(end, mention.end)
    return replace(mention, start=low, end=high, text=text[low:high].rstrip())


def _alone(match: re.Match[str], time: dt.time, published: dt.date) -> DateMention:
    """A clock time without a date: of the day told of, else of the day of publication."""
    words = match.group().rstrip()
    return DateMention(
        match.start(),
        match.start() + len(words),
        words,
        (published, published),
        DateBasis.RELATIVE,
        TimePrecision.EXACT_TIME,
        time,
        "clock",
        True,
    )


_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


_AFTERNOON = frozenset({"p", "afternoon", "evening", "дня", "вечора", "вечера"})


def _time(match: re.Match[str]) -> dt.time | None:
    groups = match.groupdict()
    if groups.get("mid"):
        return dt.time(0 if groups["mid"].lower().startswith(("mid", "оп", "пол", "пів")) else 12)
    said = (groups.get("h") or groups.get("h2") or groups.get("h3") or "").lower()
    if not said:
        return None
    hour = int(said) if said.isdigit() else _HOURS.index(said) + 1
    half = (groups.get("ap") or groups.get("ap2") or groups.get("ap3") or "").lower()
    if half and hour > 12 and groups.get("min") is None:
        return None
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return dt.time(hour, int(groups.get("min") or 0)) if hour < 24 else None
