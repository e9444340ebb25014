"""The language's words of attack, compiled once: a language is three files of the lexicon with the same keys."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from geo import lexicon
from geo.errors import LexiconError
from geo.model import TargetType

LANGUAGES: tuple[str, ...] = ("en", "uk", "ru")
"""Languages that may have a lexicon; one whose files are absent is rejected with that reason."""

TRIGGER_KINDS: tuple[str, ...] = (
    "strong", "assail", "verb", "launch", "impact", "intercept", "noun", "debris", "casualty", "damage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RealisRule:
    """One reason why a word of attack tells of no attack, and where its words are looked for."""

    name: str
    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """All patterns of one language."""

    lang: str
    gate: re.Pattern[str]
    triggers: dict[str, re.Pattern[str]]
    any_trigger: re.Pattern[str]
    casualties: dict[str, re.Pattern[str]]
    merge: dict[str, re.Pattern[str]]
    realis: tuple[RealisRule, ...]
    superlative: re.Pattern[str]
    hedges: re.Pattern[str]
    denials: re.Pattern[str]
    said: re.Pattern[str]
    according: re.Pattern[str]
    official: re.Pattern[str]
    pronoun: re.Pattern[str]
    occupation: re.Pattern[str]
    occupation_code: str
    organisations: tuple[tuple[str, re.Pattern[str]], ...]
    official_publisher: re.Pattern[str]
    by_country: dict[str, str]
    targets: tuple[tuple[TargetType, re.Pattern[str]], ...]
    roles: dict[str, re.Pattern[str]]
    split: re.Pattern[str]
    agents: dict[str, re.Pattern[str]]
    opponents: dict[str, str]
    dates: dict[str, re.Pattern[str]]
    civil: frozenset[str]
    civil_bodies: re.Pattern[str]
    without_army: frozenset[str]
    """Places without an army of their own that speaks: "the military said" is the other side."""
    home: str | None
    """Whose posts are written in this language: whom "the enemy" strikes where no place is told."""
    around: dict[str, re.Pattern[str]]
    """How words stand around numbers, weapons, places and speakers."""


def words(entries: Iterable[str], *, case: bool = False) -> re.Pattern[str]:
    """One pattern out of many words, matched at word borders.

    >>> bool(words(["hit", "shelled"]).search("Kyiv was hit"))
    True
    """
    held = [_spaced(entry) for entry in sorted(dict.fromkeys(entries), key=len, reverse=True)]
    body = ("|".join(held) if case else _by_letter(held)) if held else r"(?!)"
    try:
        return re.compile(rf"(?<![\w-])(?:{body})(?!\w)", 0 if case else re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"a word of the lexicon is no valid pattern: {error}") from error


def _spaced(entry: str) -> str:
    """A space of the lexicon is any blank, and may be left out where a question mark follows it: "air ?strike"."""
    return entry.replace(" ?", r"\s*").replace(" ", r"\s+")


_PLAIN_START = re.compile(r"[^\W\d_](?![?*+{])[^|]*(?:\([^()]*\)[^|]*)*")
"""A word that surely begins with one letter: no choice outside brackets, nothing that repeats the letter."""


def _by_letter(entries: list[str]) -> str:
    """The entries grouped by their first letter: a text is then compared with few of them at each place."""
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry[0].lower() if _PLAIN_START.fullmatch(entry) else "", []).append(entry)
    parts = groups.pop("", [])
    parts += [f"(?-i:[{k}{k.upper()}])(?:" + "|".join(e[1:] for e in held) + ")" for k, held in groups.items()]
    return "|".join(parts)


_CASED = frozenset({
    "dateline", "label_right", "passive_right", "topic_left", "list_between", "split",
    "named_place", "no_place_name", "apposition_right", "held_in", "holding", "label_end", "hit_right",
})  # fmt: skip
"""Patterns in which a capital letter means something."""


def _raw(name: str, body: str) -> re.Pattern[str]:
    return re.compile(body, 0 if name in _CASED else re.IGNORECASE)


def available(lang: str) -> bool:
    """Whether there is a lexicon for ``lang``."""
    if lang not in LANGUAGES:
        return False
    try:
        for name in ("attack", "realis", "speech", "targets", "dates", "phrasing"):
            lexicon.load(f"{name}_{lang}")
    except LexiconError as error:
        if "there is no lexicon" in str(error):
            return False
        raise
    return True


@functools.cache
def tables(lang: str) -> Tables:
    """The compiled words of one language.

    >>> tables("en").lang
    'en'
    """
    attack, realis, speech, targets = (
        lexicon.load(f"{name}_{lang}") for name in ("attack", "realis", "speech", "targets")
    )
    phrasing = dict(lexicon.load(f"phrasing_{lang}"))
    home = phrasing.pop("home")["country"]
    gate = "|".join(_spaced(word) for word in attack["gate"]["words"])
    every = [entry for kind in TRIGGER_KINDS for entry in attack["triggers"][kind]]
    return Tables(
        lang=lang,
        gate=re.compile(rf"(?<!\w)(?:{gate})", re.IGNORECASE),
        triggers={kind: words(attack["triggers"][kind]) for kind in TRIGGER_KINDS},
        any_trigger=words([*every, *attack["casualties"]["none_both"]]),
        casualties={name: words(entries) for name, entries in attack["casualties"].items()},
        merge={name: words(entries) for name, entries in attack["merge"].items()},
        realis=tuple(RealisRule(rule["name"], rule["where"], words(rule["words"])) for rule in realis["rule"]),
        superlative=_raw("superlative", realis["exceptions"]["superlative"]),
        hedges=words(realis["hedges"]["words"]),
        denials=words(realis["denials"]["words"]),
        said=words(speech["verbs"]["said"]),
        according=words(speech["verbs"]["according"]),
        official=words(speech["speakers"]["official"]),
        pronoun=words(speech["speakers"]["pronoun"]),
        occupation=words(speech["occupation"]["words"]),
        occupation_code=speech["occupation"]["code"],
        organisations=tuple((name, words(entries, case=True)) for name, entries in speech["organisations"].items()),
        official_publisher=words(speech["official_publisher"]["words"]),
        by_country=speech["speakers"].get("by_country", {}),
        targets=tuple((TargetType(name), words(entries)) for name, entries in targets["targets"].items()),
        roles={name: _raw(name, body) for name, body in attack["roles"].items()},
        agents={name: _raw(name, body) for name, body in attack["agents"].items()},
        opponents=attack["opponents"],
        civil=frozenset(attack["civil"]["countries"]),
        civil_bodies=words(attack["civil"]["bodies"]),
        dates={name: _raw(name, body) for name, body in attack["dates"].items()},
        without_army=frozenset(speech["speakers"]["without_army"]),
        home=home or None,
        around={name: _raw(name, body) for part in phrasing.values() for name, body in part.items()},
        split=_raw("split", attack["split"]["pattern"]),
    )
