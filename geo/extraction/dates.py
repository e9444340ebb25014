"""Expressions of time as windows of local days, reckoned from the day of publication.

The expressions are data (``geo/lexicon/dates_<lang>.toml``); here stands what each kind of them means. All patterns
of a language are one regular expression, so that a text is read once.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from geo.extraction.clocks import DateMention, Window, with_clocks
from geo.extraction.date_tables import LANGUAGES, DateTable, Scanner, date_table
from geo.model import DateBasis, TimePrecision

__all__ = ["DateMention", "Window", "find_dates"]


_DAY = dt.timedelta(days=1)
_AHEAD_DAYS = 45
"""A day without a year at most so far ahead is one to come ("on 31 December", told on the 30th), else last year's."""
_NIGHT_WORDS = re.compile(r"night|ноч|ніч|нічн", re.IGNORECASE)


def find_dates(text: str, *, published: dt.date, lang: str = "en") -> list[DateMention]:
    """The expressions of time in ``text``, in order and without overlap, as windows of local days.

    A weekday or a day without a year is the last one not after ``published`` (a day of the next weeks stays to come);
    "overnight" spans the day before and the day of publication, "the night of D" the day before D and D.

    >>> import datetime as dt
    >>> from geo.extraction.dates import find_dates
    >>> [(m.text, str(m.window[0])) for m in find_dates("It was hit early on Monday.", published=dt.date(2024, 1, 2))]
    [('early on Monday', '2024-01-01')]
    """
    table = date_table(lang if lang in LANGUAGES else "en")
    found: list[DateMention] = []
    for low, high, kinds in table.stretches(text):
        scanner = table.scanner(kinds)
        for match in scanner.pattern.finditer(text, low, high):
            mention = _mention(match, scanner, table, published)
            if mention:
                found.append(mention)
    return with_clocks(text, found, table, published)


class _Groups:
    """The groups of the rule that fitted, by their plain names; no group is None."""

    __slots__ = ("_groups", "_match")

    def __init__(self, match: re.Match[str], groups: Mapping[str, int]) -> None:
        self._match = match
        self._groups = groups

    def __getitem__(self, name: str) -> str | None:
        index = self._groups.get(name)
        return None if index is None else self._match.group(index)


def _mention(match: re.Match[str], scanner: Scanner, table: DateTable, published: dt.date) -> DateMention | None:
    at = int(str(match.lastgroup)[1:])
    rule = table.rules[at]
    name = rule.name
    if name == "skip":
        return None
    reader = _Reader(_Groups(match, scanner.groups[at]), rule.data, table, published)
    try:
        told = _KINDS[name](reader)
    except (ValueError, OverflowError):
        return None
    if told is None:
        return None
    start = match.start()
    text = match.group().rstrip()
    lead = len(text) - len(text.lstrip())
    window, precision, offset = told
    return DateMention(
        start + lead,
        start + len(text),
        text[lead:],
        window,
        DateBasis.EXPLICIT if name in _EXPLICIT else DateBasis.RELATIVE,
        _precision(window, precision, text),
        None,
        name,
        offset is not None,
        offset or (0, 0),
    )


_EXPLICIT = frozenset({"date", "date range", "iso", "numeric", "numeric short", "month", "year", "feast"})


def _precision(window: Window, given: TimePrecision | None, text: str) -> TimePrecision:
    if given is not None:
        return given
    days = (window[1] - window[0]).days
    if days <= 1 and _NIGHT_WORDS.search(text):
        return TimePrecision.NIGHT
    if days == 0:
        return TimePrecision.DAY
    if days <= 3:
        return TimePrecision.FEW_DAYS
    if days <= 10:
        return TimePrecision.WEEK
    return TimePrecision.MONTH if days <= 31 else TimePrecision.LONGER


Told = tuple[Window, "TimePrecision | None", "tuple[int, int] | None"]


class _Reader:
    """What one expression means; every method is a kind of rule."""

    def __init__(self, groups: _Groups, rule: Mapping[str, Any], table: DateTable, published: dt.date) -> None:
        self.g = groups
        self.rule = rule
        self.t = table
        self.published = published

    def _key(self, name: str) -> str:
        return " ".join((self.g[name] or "").lower().replace("’", "'").replace("ʼ", "'").split())

    def _number(self) -> int:
        word = self._key("n")
        return int(word) if word.isdigit() else self.t.numbers.get(word, 1)

    def _unit(self) -> int:
        return self.t.units[self._key("unit")]

    def _digits(self, name: str) -> int:
        return int(re.sub(r"\D", "", self.g[name] or "") or 0)

    def _dated(self, day: int, month: int) -> dt.date:
        """A day of a month; without a year the last one not after publication, or one soon to come."""
        if self.g["y"]:
            return dt.date(int(self.g["y"] or 0), month, day)
        for year in (self.published.year + 1, self.published.year, self.published.year - 1, self.published.year - 4):
            if day > calendar.monthrange(year, month)[1]:
                continue
            found = dt.date(year, month, day)
            ahead = (found - self.published).days
            if ahead <= (_AHEAD_DAYS if not self.g["since"] else 0):
                return found
        raise ValueError("no such day")

    def _day_of_week(self, name: str) -> dt.date:
        back = (self.published.weekday() - self.t.weekdays[self._key(name)]) % 7
        return self.published - back * _DAY

    def _around(self, day: dt.date) -> Told:
        """The window of a day with the words before it: since it, the night of it, the night into it."""
        if self.g["since"] and day <= self.published:
            return (day, self.published), None, None
        if self.g["night"] or self.g["into"] or re.match("(?:overnight)", self._key("part")):
            return (day - _DAY, day), TimePrecision.NIGHT, None
        return (day, day), None, None

    def date(self) -> Told:
        return self._around(self._dated(self._digits("d"), self.t.months[self._key("m")]))

    def date_range(self) -> Told:
        month = self._key("m")
        last = self._dated(self._digits("d2"), self.t.months[self._key("m2") or month])
        first = self._digits("d"), self.t.months[month]
        begin = dt.date(last.year - (first[1] > last.month), first[1], first[0])
        if begin > last:
            raise ValueError("a range that ends before it begins")
        return (begin, last), None, None

    def numeric(self) -> Told:
        day, month = self._digits("d"), self._digits("mo")
        if month > 12:
            day, month = month, day
        return self._around(dt.date(self._digits("y"), month, day))

    def numeric_short(self) -> Told:
        """ "04.08" or "04.08.24"."""
        day, month = self._digits("d"), self._digits("mo")
        if self.g["yy"]:
            return self._around(dt.date(2000 + self._digits("yy"), month, day))
        return self._around(self._dated(day, month))

    def weekday(self) -> Told:
        day = self._day_of_week("wd")
        if self.g["lastweek"]:
            monday = self.published - (self.published.weekday() + 7) * _DAY
            day = monday + self.t.weekdays[self._key("wd")] * _DAY
        elif self.rule_word("last") and day == self.published:
            day -= 7 * _DAY
        return self._around(day)

    def rule_word(self, name: str) -> bool:
        """Whether the words before a weekday mean one before today."""
        return self._key(name).startswith(("last", "минул", "прошл"))

    def weekday_range(self) -> Told:
        last = self._day_of_week("wd2")
        back = (last.weekday() - self.t.weekdays[self._key("wd")]) % 7
        return (last - back * _DAY, last), None, None

    def feast(self) -> Told:
        month, day = self.t.feasts[self._key("feast")]
        return self._around(self._dated(day, month))

    def days(self) -> Told:
        return self._from_today(int(self.rule["lo"]), int(self.rule["hi"])), None, None

    def _from_today(self, low: int, high: int) -> Window:
        return (self.published + low * _DAY, self.published + high * _DAY)

    def past(self) -> Told:
        unit = self._unit()
        back = max(1, self._number() * unit) if unit else 1 + self._number() // 25
        return self._from_today(-back, 0), None, None

    def ago(self) -> Told:
        unit, n = self._unit(), self._number()
        if unit == 0:
            return self._from_today(-(n // 24) - (n > 9), 0 if n < 24 else -(n // 24)), None, None
        slack = 0 if unit == 1 and self._key("n") not in ("a few", "several") else max(1, unit // 4)
        return self._from_today(-n * unit - slack, min(0, -n * unit + slack)), None, None

    def weekend(self) -> Told:
        saturday = self.published - ((self.published.weekday() - 5) % 7) * _DAY
        return (saturday, min(saturday + _DAY, self.published)), None, None

    def this_week(self) -> Told:
        return (self.published - self.published.weekday() * _DAY, self.published), TimePrecision.WEEK, None

    def last_week(self) -> Told:
        monday = self.published - (self.published.weekday() + 7) * _DAY
        return (monday, monday + 6 * _DAY), TimePrecision.WEEK, None

    def this_month(self) -> Told:
        return (self.published.replace(day=1), self.published), TimePrecision.MONTH, None

    def last_month(self) -> Told:
        last = self.published.replace(day=1) - _DAY
        return (last.replace(day=1), last), TimePrecision.MONTH, None

    def last_year(self) -> Told:
        year = self.published.year - 1
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)), TimePrecision.LONGER, None

    def this_year(self) -> Told:
        return (dt.date(self.published.year, 1, 1), self.published), TimePrecision.LONGER, None

    def offset(self) -> Told:
        low, high = int(self.rule["lo"]), int(self.rule["hi"])
        return self._from_today(low, high), None, (low, high)

    def _moved(self, sign: int) -> Told:
        days = sign * self._number() * self._unit()
        return self._from_today(days, days), None, (days, days)

    def later(self) -> Told:
        return self._moved(1)

    def earlier(self) -> Told:
        return self._moved(-1)

    def month(self) -> Told:
        month = self.t.months[self._key("m")]
        year = int(self.g["y"] or 0) or self.published.year - (month > self.published.month)
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        if self.g["since"]:
            return (last.replace(day=1), max(last, self.published)), TimePrecision.LONGER, None
        return (last.replace(day=1), last), TimePrecision.MONTH, None

    def year(self) -> Told:
        year = int(self.g["y"] or 0)
        end = self.published if self.g["since"] else dt.date(year, 12, 31)
        return (dt.date(year, 1, 1), max(end, dt.date(year, 1, 1))), TimePrecision.LONGER, None


_KINDS: dict[str, Callable[[_Reader], Told | None]] = {
    "date": _Reader.date,
    "date range": _Reader.date_range,
    "iso": _Reader.numeric,
    "numeric": _Reader.numeric,
    "numeric short": _Reader.numeric_short,
    "weekday": _Reader.weekday,
    "weekday range": _Reader.weekday_range,
    "feast": _Reader.feast,
    "days": _Reader.days,
    "past": _Reader.past,
    "ago": _Reader.ago,
    "weekend": _Reader.weekend,
    "this week": _Reader.this_week,
    "last week": _Reader.last_week,
    "this month": _Reader.this_month,
    "last month": _Reader.last_month,
    "this year": _Reader.this_year,
    "last year": _Reader.last_year,
    "offset": _Reader.offset,
    "later": _Reader.later,
    "earlier": _Reader.earlier,
    "after event": _Reader.earlier,
    "month": _Reader.month,
    "year": _Reader.year,
}
