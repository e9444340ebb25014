"""When an attack happened: the date of its clause, else that of its sentence, else what was told before."""

from __future__ import annotations

import datetime as dt
import re

from geo.extraction.dates import DateMention
from geo.extraction.drafts import When, Window
from geo.extraction.tables import Tables
from geo.model import DateBasis, TimePrecision

_DAY = dt.timedelta(days=1)
_CONTEXT_CHARS = 60
_NIGHT = re.compile(
    r"night|by dawn|by daybreak|by sunrise|ноч|ніч|hour|time|later|earlier|годин|час|пізніше|позже", re.IGNORECASE
)
_BY = re.compile(r"\s*[\"'“”«(–—-]*\s*by\s+", re.IGNORECASE)
"""Before a date that opens a sentence: the attack had come by then, unless a toll is told."""
_EVENING_HOUR = 17
"""Hour from which a clock time within a night belongs to its first day."""


def unsaid(published: dt.date) -> When:
    """Nothing said: the day of publication and the day before.

    >>> unsaid(dt.date(2024, 1, 2)).window[0]
    datetime.date(2024, 1, 1)
    """
    return When((published - _DAY, published), DateBasis.PUBLICATION, TimePrecision.FEW_DAYS)


def usable(
    text: str, start: int, end: int, mentions: list[DateMention], published: dt.date, tables: Tables
) -> list[DateMention]:
    """The dates of ``text[start:end]`` that can be those of an attack: not the day of a speech, not the future."""
    found = []
    head = tables.roles["dateline"].match(text[start:end])
    body = start + head.end() if head else start
    for mention in mentions:
        if mention.start < body or mention.end > end or mention.window[0] > published + _DAY:
            continue
        left = text[max(start, mention.start - _CONTEXT_CHARS) : mention.start]
        right = text[mention.end : min(end, mention.end + _CONTEXT_CHARS)]
        speech = tables.dates["speech_left"].search(left) or tables.dates["speech_right"].match(right)
        if mention.anchored and mention.start > body and mention.text[:3].lower() == "by ":
            continue
        if speech and _BY.fullmatch(left):
            speech = tables.dates["toll_right"].search(right)
        if not speech:
            found.append(mention)
    return found


def nearest(mentions: list[DateMention], a: int, b: int) -> DateMention | None:
    """The date nearest to ``[a, b)``; of two as near the finer one."""

    def gap(mention: DateMention) -> tuple[int, int]:
        return max(mention.start - b, a - mention.end, 0), (mention.window[1] - mention.window[0]).days

    return min(mentions, key=gap, default=None)


def of_event(mentions: list[DateMention], place: int | None, attacks: list[int]) -> DateMention | None:
    """ "The toll rose on Sunday, a day after a missile hit": the day that counts from what follows it.

    It dates what stands behind it: a ``place`` there, or the only ``attacks`` of the clause.
    """
    for mention in mentions:
        if mention.rule != "after event" or any(m.start >= mention.end and not m.anchored for m in mentions):
            continue
        behind = [at for at in attacks if at >= mention.end]
        if (place is not None and place >= mention.end) or (behind and len(behind) == len(attacks)):
            return mention
    return None


def anchor_within(mention: DateMention, mentions: list[DateMention]) -> Window | None:
    """The day of the same sentence that an anchored date counts from: the last one told before it."""
    before = [m for m in mentions if not m.anchored and m.end <= mention.start]
    return before[-1].window if before else None


def when_of(mention: DateMention, anchor: Window | None, published: dt.date) -> When:
    """The window of one date; "the next day" counts from ``anchor``."""
    window = mention.window
    if mention.anchored and anchor:
        window = mention.resolve(
            _part_of_night(mention, anchor) if mention.offset == (0, 0) else (anchor[1], anchor[1])
        )
    return When(window, mention.basis, mention.precision, mention.text, mention.time, mention.rule)


def _part_of_night(mention: DateMention, anchor: Window) -> Window:
    """Of a night over two days the one that an hour or a part of the day lies in; both where it can be either."""
    if anchor[1] - anchor[0] != _DAY or _NIGHT.search(mention.text):
        return anchor
    evening = mention.time is not None and mention.time.hour >= _EVENING_HOUR
    return (anchor[0], anchor[0]) if evening else (anchor[1], anchor[1])
