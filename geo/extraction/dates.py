"""Expressions of time as windows of local days, reckoned from the day of publication.

The expressions are data (``geo/lexicon/dates_<lang>.toml``); here stands what each kind of them means. All patterns
of a language are one regular expression, so that a text is read once.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from geo import lexicon
from geo.model import DateBasis, TimePrecision

Window = tuple[dt.date, dt.date]

_DAY = dt.timedelta(days=1)
_AHEAD_DAYS = 45
"""A day without a year at most so far ahead is one to come ("on 31 December", told on the 30th), else last year's."""
_BEFORE_CHARS = 60
_BEHIND_CHARS = 60
"""An expression reaches at most so far before and behind one of its words, characters."""
_AS_OF = re.compile(r"(?:as\s+of|станом\s+на|по\s+состоянию\s+на)\s+$", re.IGNORECASE)
_NIGHT_WORDS = re.compile(r"night|ноч|ніч|нічн", re.IGNORECASE)
_SHORT_MONTHS = ("june", "july", "may")
_LANGS = ("en", "uk", "ru")


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


@dataclass(frozen=True)
class _Table:
    """One language, compiled."""

    anchor: re.Pattern[str]
    pattern: re.Pattern[str]
    rules: tuple[Mapping[str, Any], ...]
    clock: re.Pattern[str]
    glue: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, int]
    feasts: Mapping[str, list[int]]


def _choice(words: Mapping[str, Any], *, capital: bool = False) -> str:
    ordered = sorted(words, key=len, reverse=True)
    if capital:
        forms = [form for word in ordered for form in (word.title(), word.upper())]
        return "(?-i:" + "|".join(map(re.escape, forms)) + ")"
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’ʼ]") for word in ordered) + ")"


@cache
def _table(lang: str) -> _Table:
    data = lexicon.load(f"dates_{lang}")
    capital = bool(data.get("capital"))
    months, weekdays = data["months"], data["weekdays"]
    month, weekday = _choice(months, capital=capital), _choice(weekdays, capital=capital)
    long = {name: n for name, n in months.items() if len(name) > 4 or not name.isascii() or name in _SHORT_MONTHS}
    full = _choice(long, capital=capital)
    groups = {
        "{pre}": data["pre"],
        "{part}": data["part"],
        "{part2}": data["part"].replace("(?P<part>", "(?P<part2>"),
        "{d}": rf"(?P<d>{data['day']})",
        "{d2}": rf"(?P<d2>{data['day']})",
        "{m}": rf"(?P<m>{month})",
        "{m2}": rf"(?P<m2>{month})",
        "{month_full}": rf"(?P<m>{full})",
        "{mo}": r"(?P<mo>[01]?\d)",
        "{y}": r"(?P<y>(?:19|20)\d\d)",
        "{wd}": rf"(?P<wd>{weekday})",
        "{wd2}": rf"(?P<wd2>{weekday})",
        "{n}": rf"(?P<n>{data['number']})",
        "{nx}": data["number"],
        "{unit}": rf"(?P<unit>{_choice(data['units'])})",
        "{feast}": rf"(?P<feast>{_choice(data['feasts'])})",
    }
    parts = []
    for at, rule in enumerate(data["rule"]):
        pattern = rule["pattern"]
        for macro, expression in groups.items():
            pattern = pattern.replace(macro, expression)
        parts.append(f"(?P<r{at}>" + re.sub(r"\(\?P<(\w+)>", rf"(?P<\1_{at}>", pattern) + ")")
    first = f"(?:{data['first']}|{month}|{weekday}|{_choice(data['feasts'])})" if "first" in data else ""
    anchors = (month, weekday, _choice(data["feasts"]), _choice(data["units"]), data["anchor"])
    return _Table(
        re.compile(rf"(?<![^\W\d])(?:{'|'.join(anchors)})(?![^\W\d])", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?={first})(?:" + "|".join(parts) + ")", re.IGNORECASE),
        tuple(data["rule"]),
        re.compile(r"(?<![\w.,:])" + data["clock"]["pattern"], re.IGNORECASE),
        re.compile(data["clock"]["glue"], re.IGNORECASE),
        months,
        weekdays,
        data["numbers"],
        data["units"],
        data["feasts"],
    )


def find_dates(text: str, *, published: dt.date, lang: str = "en") -> list[DateMention]:
    """The expressions of time in ``text``, in order and without overlap, as windows of local days.

    A weekday or a day without a year is the last one not after ``published`` (a day of the next weeks stays to come);
    "overnight" spans the day before and the day of publication, "the night of D" the day before D and D.

    >>> import datetime as dt
    >>> from geo.extraction.dates import find_dates
    >>> [(m.text, str(m.window[0])) for m in find_dates("It was hit early on Monday.", published=dt.date(2024, 1, 2))]
    [('early on Monday', '2024-01-01')]
    """
    table = _table(lang if lang in _LANGS else "en")
    found: list[DateMention] = []
    for low, high in _neighbourhoods(text, table):
        for match in table.pattern.finditer(text, low, high):
            mention = _mention(match, table, published)
            if mention:
                found.append(mention)
    return _with_clocks(text, found, table, published)


def _neighbourhoods(text: str, table: _Table) -> Iterator[tuple[int, int]]:
    """The stretches of ``text`` around its words of time: nothing else needs the long expression."""
    low = high = -1
    for match in table.anchor.finditer(text):
        if match.start() - _BEFORE_CHARS <= high:
            high = match.end() + _BEHIND_CHARS
            continue
        if high >= 0:
            yield max(low, 0), min(high, len(text))
        low, high = match.start() - _BEFORE_CHARS, match.end() + _BEHIND_CHARS
    if high >= 0:
        yield max(low, 0), min(high, len(text))


class _Groups:
    """The groups of the rule that fitted, by their plain names; no group is None."""

    def __init__(self, match: re.Match[str], at: int) -> None:
        self._groups = {
            key.rsplit("_", 1)[0]: value for key, value in match.groupdict().items() if key.endswith(f"_{at}")
        }

    def __getitem__(self, name: str) -> str | None:
        return self._groups.get(name)


def _mention(match: re.Match[str], table: _Table, published: dt.date) -> DateMention | None:
    at = int(str(match.lastgroup)[1:])
    rule = table.rules[at]
    name = str(rule["name"])
    if name == "skip":
        return None
    reader = _Reader(_Groups(match, at), rule, table, published)
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


_EXPLICIT = frozenset({"date", "date range", "iso", "numeric", "month", "year", "feast"})


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

    def __init__(self, groups: _Groups, rule: Mapping[str, Any], table: _Table, published: dt.date) -> None:
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


def _with_clocks(text: str, found: list[DateMention], table: _Table, published: dt.date) -> list[DateMention]:
    """Clock times joined to the date beside them ("at 02:15 on Monday"), else as mentions of their own."""
    out = list(found)
    for match in table.clock.finditer(text):
        time = _time(match)
        start, end = match.span()
        if time is None or _AS_OF.search(text, max(0, start - 24), start):
            continue
        for at, mention in enumerate(out):
            if mention.start <= start < mention.end or mention.start < end <= mention.end:
                out[at] = replace(mention, time=time, precision=TimePrecision.EXACT_TIME)
                break
            after = end <= mention.start and table.glue.fullmatch(text, end, mention.start)
            before = mention.end <= start and re.fullmatch(r"\s*,?\s*(?:\w{2,6}\s+)?", text[mention.end : start])
            if (after or before) and mention.precision in (TimePrecision.DAY, TimePrecision.NIGHT):
                low, high = min(start, mention.start), max(end, mention.end)
                out[at] = replace(
                    mention,
                    start=low,
                    end=high,
                    text=text[low:high].rstrip(),
                    time=time,
                    precision=TimePrecision.EXACT_TIME,
                )
                break
        else:
            window = (published, published)
            out.append(
                DateMention(
                    start,
                    start + len(match.group().rstrip()),
                    match.group().rstrip(),
                    window,
                    DateBasis.RELATIVE,
                    TimePrecision.EXACT_TIME,
                    time,
                    "clock",
                    True,
                )
            )
    return sorted(out, key=lambda mention: mention.start)


_HOURS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


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
    if half in ("p", "afternoon", "evening") and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return dt.time(hour, int(groups.get("min") or 0)) if hour < 24 else None
