"""When an attack happened: the date of its clause, else that of its sentence, else what was told before."""

from __future__ import annotations

import datetime as dt

from geo.extraction.dates import DateMention
from geo.extraction.drafts import When, Window
from geo.extraction.tables import Tables
from geo.model import DateBasis, TimePrecision

_DAY = dt.timedelta(days=1)
_CONTEXT_CHARS = 60


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
        if not speech:
            found.append(mention)
    return found


def nearest(mentions: list[DateMention], a: int, b: int) -> DateMention | None:
    """The date nearest to ``[a, b)``; of two as near the finer one."""

    def gap(mention: DateMention) -> tuple[int, int]:
        return max(mention.start - b, a - mention.end, 0), (mention.window[1] - mention.window[0]).days

    return min(mentions, key=gap, default=None)


def when_of(mention: DateMention, anchor: Window | None, published: dt.date) -> When:
    """The window of one date; "the next day" counts from ``anchor``."""
    window = mention.window
    if mention.anchored and anchor:
        day = (anchor[1], anchor[1])
        window = mention.resolve(anchor if mention.offset == (0, 0) else day)
    return When(window, mention.basis, mention.precision, mention.text, mention.time, mention.rule)
