"""Whether words of attack tell of an attack that happened, and by which rule they do not."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.extraction.tables import RealisRule, Tables
from geo.extraction.triggers import Trigger

_NEAR_WORDS = 4
"""Words before a trigger within which a "not" negates it."""
_BEFORE_CHARS = 90
"""Characters before a trigger within which "will", "could" or "warned of" govern it."""
_STOP = re.compile(
    r"[;:]|\b(?:after|when|which|who|that had|because|as|despite|following|but|before)\b|,\s(?:and|which|who)\s",
    re.IGNORECASE,
)
"""Behind such a word a new clause begins, which an earlier "could" does not govern."""
_GOVERNS_NOUN = frozenset({"planned", "threatened"})


class Verdict(NamedTuple):
    """``rule`` is None where the attack is told as real; else the rule that refuses it, with its words."""

    rule: str | None
    words: str = ""


REAL = Verdict(None)


def sentence_verdict(text: str, start: int, end: int, tables: Tables) -> Verdict:
    """Whether a whole sentence is about no real attack: a drill, a statistic, a figure of speech."""
    for rule in tables.realis:
        if rule.where == "start" and (match := rule.pattern.match(text, start, end)):
            return Verdict(rule.name, match.group())
        if rule.where != "sentence":
            continue
        for match in rule.pattern.finditer(text, start, end):
            if rule.name != "statistics" or not tables.superlative.search(
                text[max(start, match.start() - 80) : match.start()]
            ):
                return Verdict(rule.name, match.group())
    return REAL


def clause_verdict(text: str, start: int, end: int, tables: Tables) -> Verdict:
    """Whether a clause is about something else: a delivery, a capability, a ground assault."""
    for rule in tables.realis:
        if rule.where == "clause" and (match := rule.pattern.search(text, start, end)):
            return Verdict(rule.name, match.group())
    return REAL


def trigger_verdict(text: str, start: int, trigger: Trigger, tables: Tables) -> Verdict:
    """Whether the words before one trigger, within its clause, make it no fact."""
    scope = _scope(text, max(start, trigger.start - _BEFORE_CHARS), trigger.start)
    for rule in tables.realis:
        if rule.where == "before" and (match := _last(rule, text, scope, trigger.start)):
            return Verdict(rule.name, match.group())
        near = _last(rule, text, scope, trigger.start) if rule.where == "near" else None
        if near and len(text[near.end() : trigger.start].split()) < _NEAR_WORDS:
            return Verdict(rule.name, near.group())
    return REAL


def _scope(text: str, start: int, end: int) -> int:
    """Where the words begin that govern what stands at ``end``."""
    for stop in _STOP.finditer(text, start, end):
        start = stop.end()
    return start


def _last(rule: RealisRule, text: str, start: int, end: int) -> re.Match[str] | None:
    found = None
    for match in rule.pattern.finditer(text, start, end):
        found = match
    return found


def hedged(text: str, start: int, end: int, tables: Tables) -> bool:
    """Whether the words are put forward with reserve ("reportedly", "are said to have")."""
    return tables.hedges.search(text, start, end) is not None
