"""Numbers of a text as intervals, and what they count (``geo/lexicon/numbers.toml``).

"well over 300" is ``[301, null]``, "nearly 30" ``[null, 30]``, "dozens" ``[24, null]``: a bound that the words do not
give is None. Ages, calibres, distances, hours and the numbers in the names of weapons are told apart by their head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from geo import lexicon
from geo.extraction.phrases import tokens

_HEAD_CHARS = 90
_HARM_CHARS = 60
"""A verb of harm stands at most so many characters from the people whom it counts."""
_HEAD_WORDS = 5
"""Words behind a number within which its noun stands ("33 heavily armed attack drones")."""
_LANGS = ("en", "uk", "ru")
_MAX_COUNT = 10_000_000
_MOST_DIGITS = 12
"""More digits than that are no count but a telephone number, a hash or noise."""
_YEARS = range(1900, 2100)
_PEOPLE = ("killed", "injured", "people")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text: ``text[start:end]`` with its modifiers, without its noun."""

    start: int
    end: int
    text: str
    min: int | None
    max: int | None
    head: str | None
    """munition, killed, injured, people, age, calibre, distance, time, money, percent, ordinal, other; else None."""
    rule: str


@dataclass(frozen=True, eq=False)
class _Words:
    """The tables of one language, ready for use."""

    number: re.Pattern[str]
    words: Mapping[str, int]
    scale: Mapping[str, int]
    vague: Mapping[str, list[int]]
    bound: Mapping[str, str]
    head: Mapping[str, str]
    stems: tuple[tuple[str, str], ...]
    joins: frozenset[str]
    around: Mapping[str, re.Pattern[str]]


def _one_of(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’ʼ]") for word in ordered)


@cache
def _table(lang: str) -> _Words:
    table: dict[str, Any] = lexicon.load("numbers")[lang]
    bound = {word: kind for kind, words in table["before"].items() for word in words}
    heads = [(word, kind) for kind, words in table["heads"].items() for word in words]
    return _Words(
        number=_pattern(table, bound),
        words=table["words"],
        scale=table["scale"],
        vague=table["vague"],
        bound=bound,
        head={word: kind for word, kind in reversed(heads) if not word.endswith("*")},
        stems=tuple((word[:-1], kind) for word, kind in heads if word.endswith("*")),
        joins=frozenset(table["between"]["join"]),
        around={name: re.compile(body, re.IGNORECASE) for name, body in table["patterns"].items()},
    )


def _pattern(table: dict[str, Any], bound: dict[str, str]) -> re.Pattern[str]:
    word = _one_of(table["words"])
    scale = _one_of(table["scale"])
    digits = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3}){1,3}(?![\d])|\d+(?:\.\d+)?"
    small = rf"(?:{word})(?:[-\s](?:{word}))?"
    spelled = rf"{small}(?:[-\s](?:{scale})(?:[-\s](?:{scale}))?(?:\s(?:and\s)?{small})?)?"
    value = rf"(?:{digits})(?:[-\s](?:{scale})\b)?|(?:{spelled})\b"
    opened = _one_of(table["between"]["open"])
    join = _one_of(table["between"]["join"])
    after = "|".join(_one_of([word]) for word in table["after"]["least"]) or "(?!)"
    return re.compile(
        rf"(?<![\w])(?P<before>(?:{_one_of(bound)})\s+(?:(?:the|about|some)\s+)?)?"
        rf"(?:(?P<vague>(?:{_one_of(table['vague'])})\b)"
        rf"|(?P<open>(?:{opened})\s+)?(?P<one>{value})"
        rf"(?:(?:\s*[-–]\s*|\s+(?P<join>{join})\s+)(?P<two>{value})(?![\w%]|-\w|[.,]\d))?)"
        rf"(?P<plus>\+|\s+(?:{after})\b)?",
        re.IGNORECASE,
    )


_NAME_LEFT = re.compile(r"[^\W\d_]-$|[$€£₴₽]\s?$|(?:№|\b[Nn]o\.?|#)\s?$|\d[.,:/]$")
"""Before the number of a name, a sum of money or a clock."""
_NAME_RIGHT = re.compile(r"-[^\W\d_]|[:.]\d|/\d|[^\W\d_]|,\d")
_COMPOUND_RIGHT = re.compile(r"-[^\W\d_]")
"""Behind a number in words: "one-way", "four-wheel"."""
_AGE_END = re.compile(r"\s*[,.)]")
_UNITS = ("age", "calibre", "percent", "distance", "time")
_LEFT_CHARS = 40


def find_quantities(text: str, *, lang: str = "en") -> list[Quantity]:
    """The numbers of ``text`` in digits and words, in order and without overlap.

    >>> from geo.extraction.quantities import find_quantities
    >>> [(q.min, q.max, q.head) for q in find_quantities("At least 22 people died; well over 300 drones were used.")]
    [(22, None, 'people'), (301, None, 'munition')]
    """
    table = _table(lang if lang in _LANGS else "en")
    found = [q for match in table.number.finditer(text) if (q := _quantity(text, match, table))]
    found = _worked_out(text, _shares(text, found, table), table)
    return [_harmed(text, q, table) for q in found] if table.stems else found


def _quantity(text: str, match: re.Match[str], table: _Words) -> Quantity | None:
    start, end = match.span()
    left, right = text[max(0, start - _LEFT_CHARS) : start], text[end : end + 24]
    before = " ".join((match["before"] or "").lower().split())
    if match["vague"]:
        bounds = table.vague[" ".join(match["vague"].lower().replace("’", "'").split())]
        many = bounds[1] if len(bounds) > 1 else None
        return _made(text, start, end, *_bounded(bounds[0], many, before, table), _head(text, end, table), "vague")
    if _NAME_LEFT.search(text[max(0, match.start("one") - 4) : match.start("one")]):
        return None
    one, two = _value(match["one"], table), _value(match["two"], table)
    if one is None or one > _MAX_COUNT:
        return None
    fixed = _fixed(match, one, left, right, table)
    if fixed:
        return _made(text, start, end, one, one, fixed, fixed)
    if not match["plus"] and _named(match, right, table):
        return None
    head = _head(text, end, table)
    if one in _YEARS and match["one"].isdigit():
        if head not in (*_PEOPLE, "munition") or table.around["year_left"].search(left):
            return None
    if two is not None:
        return _range(text, match, one, two, before, head, table)
    low, high = _bounded(one, one, before, table)
    if match["plus"]:
        low, high = one, None
    return _made(text, start, end, low, high, head, "bound" if before else "number")


def _named(match: re.Match[str], right: str, table: _Words) -> bool:
    """Whether a number is part of a name or a compound: "Kh-101M", "one-way"."""
    pattern = _NAME_RIGHT if match["one"][0].isdigit() else _COMPOUND_RIGHT
    return pattern.match(right) is not None and not table.around["suffix_right"].match(right)


def _fixed(match: re.Match[str], one: int, left: str, right: str, table: _Words) -> str | None:
    """The head of a number that is no count at all."""
    around = table.around
    for unit in _UNITS:
        if around[f"{unit}_right"].match(right):
            return unit
    digits = match["one"].isdigit()
    if digits and around["ordinal_right"].match(right):
        return "ordinal"
    if one < 120 and not match["before"]:
        ended = _AGE_END.match(right)
        if around["age_sure_left"].search(left) or (ended and around["age_was_left"].search(left)):
            return "age"
        if digits and ended and around["age_left"].search(left):
            return "age"
    dated = one <= 31 and around["month_right"].match(right)
    if dated or around["clock_right"].match(right) or (digits and around["month_left"].search(left)):
        return "time"
    return None


def _range(
    text: str, match: re.Match[str], one: int, two: int, before: str, head: str | None, table: _Words
) -> Quantity | None:
    join = (match["join"] or "-").lower()
    if join == "and" and not match["open"]:
        return _made(text, match.start(), match.end("one"), *_bounded(one, one, before, table), None, "number")
    if two < one:
        return _made(text, match.start(), match.end("one"), *_bounded(one, one, before, table), head, "number")
    return _made(text, match.start(), match.end(), one, two, head, "range")


def _made(text: str, start: int, end: int, low: int | None, high: int | None, head: str | None, rule: str) -> Quantity:
    return Quantity(start, end, text[start:end], low, high, head, rule)


def _bounded(low: int, high: int | None, before: str, table: _Words) -> tuple[int | None, int | None]:
    kind = next((kind for word, kind in table.bound.items() if before == word or before.startswith(word + " ")), None)
    if kind is None and before:
        kind = "about"
    return {
        "least": (low, None),
        "over": (low + 1, None),
        "most": (None, high if high is not None else low),
        "below": (None, low - 1),
    }.get(kind or "", (low, high))


def _value(words: str | None, table: _Words) -> int | None:
    """The number that digits or words name; "forty-one" is 41."""
    if not words:
        return None
    total = 0
    current = 0.0
    for part in re.split(r"(?<=[^\W\d])[-\s]+|\s+(?=[^\W\d])|-", words.lower().replace("’", "'").replace("ʼ", "'")):
        if part[:1].isdigit():
            digits = re.sub(r"[,\s\u00a0\u202f]", "", part)
            if len(digits) > _MOST_DIGITS:
                return None
            current += float(digits)
        elif part in table.words:
            current += table.words[part]
        elif part in table.scale:
            current = max(current, 1) * table.scale[part]
            if table.scale[part] >= 1000:
                total, current = total + int(current), 0.0
    return total + int(current)


def _head(text: str, end: int, table: _Words) -> str | None:
    """What the number counts: the first known noun behind it, within its own phrase."""
    seen, last = 0, ""
    for token in tokens(text[end : end + _HEAD_CHARS]):
        word, before, last = token.norm, last, token.norm
        if word in ".;:!?()" or (word in ',«»"“”' and seen and before != "-"):
            return None
        kind = table.head.get(word) or _stem_kind(word, table)
        if kind is None and token.text[0].isupper() and word in _systems():
            kind = "munition"
        if kind:
            return kind
        numeral = token.text.isdigit() and before != "-"
        if (word in _STOP and before not in (",", "-")) or numeral or seen == _HEAD_WORDS:
            return None
        seen += word.isalpha()
    return None


@cache
def _systems() -> frozenset[str]:
    """First words of the names of weapons: "one Kh-59" counts munitions."""
    named = lexicon.load("weapons")["weapon"].values()
    names = {name for makers in named for systems in makers.values() for name in systems}
    names |= {
        alias for makers in named for systems in makers.values() for aliases in systems.values() for alias in aliases
    }
    words = (next((token.norm for token in tokens(name)), "") for name in names)
    return frozenset(word for word in words if word.isalpha() and len(word) > 1) | {"х"}


_STOP = frozenset(lexicon.load("numbers")["stop"].split())
"""Words that end the phrase of a number."""


_CLAUSE_END = re.compile(r"[,.;!?\n]")


def _harmed(text: str, q: Quantity, table: _Words) -> Quantity:
    """ "Загинули двоє людей", "двоє людей загинули": people told dead or hurt in their own clause."""
    if q.head not in ("people", None):
        return q
    before = _CLAUSE_END.split(text[max(0, q.start - _HARM_CHARS) : q.start])[-1]
    behind = _CLAUSE_END.split(text[q.end : q.end + _HARM_CHARS])[0]
    kinds = [kind for token in tokens(before) if (kind := _stem_kind(token.norm, table)) in ("killed", "injured")]
    if not kinds:
        kinds = [kind for token in tokens(behind) if (kind := _stem_kind(token.norm, table)) in ("killed", "injured")][
            :1
        ]
    return replace(q, head=kinds[-1]) if kinds else q


@lru_cache(maxsize=8192)
def _stem_kind(word: str, table: _Words) -> str | None:
    return next((kind for stem, kind in table.stems if word.startswith(stem)), None)


def _shares(text: str, found: list[Quantity], table: _Words) -> list[Quantity]:
    """ "18 out of 20" told of one thing counts 18: the whole is left to the sentence that gave it, but for munitions."""
    out: list[Quantity] = []
    for q in found:
        if out and out[-1].head is None and table.around["out_of"].fullmatch(text, out[-1].end, q.start):
            out[-1] = replace(out[-1], head=q.head or "munition", rule="out of")
            if q.head != "munition":
                continue
        out.append(q)
    return out


def _worked_out(text: str, found: list[Quantity], table: _Words) -> list[Quantity]:
    """Adds what must be reckoned: "all but four of 57", "half of them", "none of the ten"."""
    out = _all_but(text, found, table)
    for name, share in (("half", 2), ("all", 1)):
        for match in table.around[name].finditer(text):
            whole = next((q for q in reversed(found) if q.end <= match.start() and q.head == "munition"), None)
            if whole and whole.min is not None and whole.min == whole.max and not _clashes(match, out):
                part = whole.min // share
                out.append(_made(text, *match.span(), part, part, "munition", name))
    for match in table.around["one_more"].finditer(text):
        if not _clashes(match, out):
            out.append(_made(text, *match.span(), 1, 1, _head(text, match.end(), table), "one more"))
    ends = {match.end() for match in table.around["none_of"].finditer(text)}
    out = [replace(q, rule="none of") if q.start in ends else q for q in out]
    return sorted(out, key=lambda q: q.start)


def _all_but(text: str, found: list[Quantity], table: _Words) -> list[Quantity]:
    out = list(found)
    for match in table.around["all_but"].finditer(text):
        few, many = (_value(group, table) for group in match.groups())
        if few and many:
            out = [q for q in out if q.end <= match.start() or q.start >= match.end()]
            head = _head(text, match.end(), table) or "munition"
            out.append(_made(text, *match.span(), many - few, many - few, head, "all but"))
    return out


def _clashes(match: re.Match[str], held: list[Quantity]) -> bool:
    return any(q.start < match.end() and match.start() < q.end for q in held)
