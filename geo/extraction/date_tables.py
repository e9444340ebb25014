"""The expressions of time of one language, compiled from ``geo/lexicon/dates_<lang>.toml``.

A rule needs certain words (a month, a weekday, a feast) or none. The words that a stretch of text holds tell which
rules can fit there, and only these are joined into the one expression that reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from geo import lexicon

LANGUAGES = ("en", "uk", "ru")
_SHORT_MONTHS = ("june", "july", "may")
_BEFORE_CHARS = 60
_BEHIND_CHARS = 60
"""An expression reaches at most so far before and behind one of its words, characters."""
_KINDS = ("month", "weekday", "feast", "other")
_NEEDS = {"{m}": "month", "{m2}": "month", "{month_full}": "month", "{wd}": "weekday", "{feast}": "feast"}
"""Marks of a pattern by which it needs a kind of word; without one it needs one of the others."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of expression: what it is called, its pattern and its numbers."""

    name: str
    pattern: str
    """The pattern, its groups named with the number of the rule behind them."""
    need: str | None
    """The kind of word that must stand near; None where any will do."""
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Scanner:
    """The rules that can fit among some kinds of words, as one expression."""

    pattern: re.Pattern[str]
    groups: Mapping[int, Mapping[str, int]]
    """By the number of the rule, its groups: plain name and index."""


@dataclass(frozen=True)
class DateTable:
    """One language, compiled."""

    anchor: re.Pattern[str]
    rules: tuple[Rule, ...]
    before: str
    clock: re.Pattern[str]
    glue: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, int]
    feasts: Mapping[str, list[int]]
    _scanners: dict[frozenset[str], Scanner] = field(default_factory=dict)

    def scanner(self, kinds: frozenset[str]) -> Scanner:
        """The expression for stretches that hold words of these ``kinds``; compiled once."""
        if kinds not in self._scanners:
            self._scanners[kinds] = self._compiled(kinds)
        return self._scanners[kinds]

    def _compiled(self, kinds: frozenset[str]) -> Scanner:
        wanted = [(at, rule) for at, rule in enumerate(self.rules) if rule.need is None or rule.need in kinds]
        body = "|".join(f"(?P<r{at}>{rule.pattern})" for at, rule in wanted)
        pattern = re.compile(rf"(?<!\w){self.before}(?:{body})", re.IGNORECASE)
        groups: dict[int, dict[str, int]] = {at: {} for at, _ in wanted}
        for name, index in pattern.groupindex.items():
            plain, _, at = name.rpartition("_")
            if plain:
                groups[int(at)][plain] = index
        return Scanner(pattern, groups)

    def stretches(self, text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        """The stretches of ``text`` around its words of time, with the kinds of these words."""
        low = high = -1
        kinds: set[str] = set()
        for match in self.anchor.finditer(text):
            if high >= 0 and match.start() - _BEFORE_CHARS > high:
                yield max(low, 0), high, frozenset(kinds)
                high = -1
            if high < 0:
                low, kinds = match.start() - _BEFORE_CHARS, set()
            high = min(match.end() + _BEHIND_CHARS, len(text))
            kinds.add(str(match.lastgroup))
        if high >= 0:
            yield max(low, 0), high, frozenset(kinds)


def _choice(words: Sequence[str] | Mapping[str, Any], *, capital: bool = False) -> str:
    ordered = sorted(words, key=len, reverse=True)
    if capital:
        forms = [form for word in ordered for form in (word.title(), word.upper())]
        return "(?-i:" + "|".join(map(re.escape, forms)) + ")"
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’ʼ]") for word in ordered) + ")"


def _options(expression: str) -> list[str]:
    """The alternatives of an expression outside all brackets."""
    depth, begin, found = 0, 0, []
    for at, sign in enumerate(expression):
        depth += (sign == "(") - (sign == ")" and expression[at - 1] != "\\")
        if sign == "|" and depth == 0:
            found.append(expression[begin:at])
            begin = at + 1
    return [*found, expression[begin:]]


def _begins(options: Sequence[str]) -> str:
    """A look ahead at one of ``options``, which are compared by their first letter."""
    groups: dict[str, list[str]] = {}
    for option in options:
        first = option[0].lower() if option[0].isalpha() and option[1:2] not in ("?", "*", "+", "{") else ""
        groups.setdefault(first, []).append(option)
    plain = groups.pop("", [])
    parts = [f"(?-i:[{k}{k.upper()}])(?:" + "|".join(o[1:] for o in held) + ")" for k, held in groups.items()]
    return "(?=" + "|".join([*plain, *parts]) + ")"


def _macros(data: Mapping[str, Any], month: str, weekday: str, full: str) -> dict[str, str]:
    return {
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


def _rule(at: int, data: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    pattern = data["pattern"]
    need = next((kind for mark, kind in _NEEDS.items() if mark in pattern), "other")
    for macro, expression in macros.items():
        pattern = pattern.replace(macro, expression)
    named = re.sub(r"\(\?P<(\w+)>", rf"(?P<\1_{at}>", pattern)
    return Rule(data["name"], named, None if data["name"] == "skip" else need, data)


@cache
def date_table(lang: str) -> DateTable:
    """The compiled expressions of ``lang``."""
    data = lexicon.load(f"dates_{lang}")
    capital = bool(data.get("capital"))
    months, weekdays = data["months"], data["weekdays"]
    month, weekday = _choice(months, capital=capital), _choice(weekdays, capital=capital)
    long = {name: n for name, n in months.items() if len(name) > 4 or not name.isascii() or name in _SHORT_MONTHS}
    macros = _macros(data, month, weekday, _choice(long, capital=capital))
    kinds = {"month": month, "weekday": weekday, "feast": _choice(data["feasts"])}
    kinds["other"] = f"{_choice(data['units'])}|{data['anchor']}"
    anchors = "|".join(f"(?P<{kind}>{kinds[kind]})" for kind in _KINDS)
    begins = [*_options(data["first"]), *months, *weekdays, *data["feasts"]] if "first" in data else []
    return DateTable(
        re.compile(rf"(?<![^\W\d])(?:{anchors})(?![^\W\d])", re.IGNORECASE),
        tuple(_rule(at, rule, macros) for at, rule in enumerate(data["rule"])),
        _begins(begins) if begins else "",
        re.compile(r"(?<![\w.,:])" + data["clock"]["pattern"], re.IGNORECASE),
        re.compile(data["clock"]["glue"], re.IGNORECASE),
        months,
        weekdays,
        data["numbers"],
        data["units"],
        data["feasts"],
    )
