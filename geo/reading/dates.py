"""Publication dates in the forms that files, feeds and file names write them.

This reads metadata only. The dates inside a text are read by ``extraction``.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import NamedTuple

EARLIEST, LATEST = 1900, 2100
"""Years outside are typing errors or numbers that are no dates."""

_MONTH_NAMES = (
    "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october"
    "|nov november|dec december"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), start=1) for name in names.split()}
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_SLASHED = re.compile(r"(\d{1,4})/(\d{1,2})/(\d{1,4})$")
_DAY_MONTH = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?,?\s+(\d{4})\b", re.IGNORECASE)
_MONTH_DAY = re.compile(r"(?:[a-z]+,?\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b", re.IGNORECASE)


class Published(NamedTuple):
    """A publication day, local to the outlet, and the moment in UTC where it is known."""

    day: dt.date
    at: dt.datetime | None = None


def published_of(value: object) -> Published | None:
    """The publication date that ``value`` states; None where it states none.

    The day is the one that the outlet wrote, also where its time zone is not UTC. A date such as 03/04/2024, which
    two continents read differently, is none.

    >>> published_of("2024-01-04T23:30:00-05:00")
    Published(day=datetime.date(2024, 1, 4), at=datetime.datetime(2024, 1, 5, 4, 30, tzinfo=datetime.timezone.utc))
    >>> published_of("4 January 2024").day
    datetime.date(2024, 1, 4)
    """
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date):
        return Published(value)
    text = " ".join(str(value).split())
    return _iso(text) or _written(text) or _mail(text)


def date_in_name(name: str) -> dt.date | None:
    """The day that a file name begins or ends with: ``2024-01-04_kirby``, ``kirby-20240104``.

    >>> date_in_name("2024-01-04-kirby")
    datetime.date(2024, 1, 4)
    """
    for match in _COMPACT.finditer(name):
        if match.start() == 0 or match.end() == len(name):
            return _day(*match.groups())
    return None


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def _moment(value: dt.datetime) -> Published:
    at = value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return Published(value.date(), at)


def _iso(text: str) -> Published | None:
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
        try:
            return _moment(dt.datetime.fromisoformat(text.replace(" UTC", "+00:00")))
        except ValueError:
            pass
    match = _ISO_DAY.match(text) or (_COMPACT.fullmatch(text))
    day = match and _day(*match.groups())
    return Published(day) if day else None


def _written(text: str) -> Published | None:
    day: dt.date | None = None
    if match := _DOTTED.match(text):
        day = _day(match[3], match[2], match[1])
    elif match := _SLASHED.match(text):
        day = _slashed(*match.groups())
    elif (match := _DAY_MONTH.match(text)) and match[2].lower() in _MONTHS:
        day = _day(match[3], _MONTHS[match[2].lower()], match[1])
    elif (match := _MONTH_DAY.match(text)) and match[1].lower() in _MONTHS:
        day = _day(match[3], _MONTHS[match[1].lower()], match[2])
    return Published(day) if day and not re.search(r"\d:\d\d", text) else None


def _slashed(first: str, second: str, third: str) -> dt.date | None:
    """A date with slashes, where only one reading is possible."""
    if len(first) == 4:
        return _day(first, second, third)
    readings = {_day(third, second, first), _day(third, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _mail(text: str) -> Published | None:
    """The form of mails and feeds: ``Thu, 04 Jan 2024 10:00:00 GMT``."""
    try:
        found = _moment(parsedate_to_datetime(text))
    except (TypeError, ValueError):
        return None
    return found if EARLIEST <= found.day.year <= LATEST else None
