"""Whether words of attack tell of an attack that happened, and by which rule they do not."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.extraction.tables import RealisRule, Tables
from geo.extraction.triggers import Trigger
from geo.extraction.weapons import WeaponMention

_NEAR_WORDS = 4
"""Words before a trigger within which a "not" negates it."""
_BEFORE_CHARS = 90
"""Characters before a trigger within which "will", "could" or "warned of" govern it."""
_STOP = re.compile(
    r"[;:]|\b(?:after|when|which|who|that had|because|as|despite|following|but|before)\b|,\s(?:and|which|who)\s"
    r"|\b(?:після|через|внаслідок|унаслідок|коли|який|яка|яке|які|що|оскільки|після|вследствие|из-за|в\s+результате"
    r"|в\s+ходе|когда|котор\w+|поскольку)\b",
    re.IGNORECASE,
)
"""Behind such a word a new clause begins, which an earlier "could" does not govern."""
_SUPERLATIVE_CHARS = 80
_REMARK_CHARS = 300
"""A remark reaches at most so far behind a word of attack, characters."""
_GROUND_CHARS = 45
"""An attack told so far before words of a ground assault is none."""
_RELATIVE = re.compile(r",\s+(?:which|who|whose|where|as\s+it\s+has|котор\w+|що|який|яка|яке|які)\s", re.IGNORECASE)
"""Where a remark begins."""


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
            if rule.name == "statistics":
                left = text[max(start, match.start() - _SUPERLATIVE_CHARS) : match.start()]
                if tables.superlative.search(left) or _beside(text, start, end, match, tables):
                    continue
            return Verdict(rule.name, match.group())
    return REAL


def _beside(text: str, start: int, end: int, match: re.Match[str], tables: Tables) -> bool:
    """Whether a statistic stands in a remark beside an attack: "hit Kherson, which has been shelled daily"."""
    aside = _aside(text, start, end, match.start())
    if aside is None:
        return False
    kinds = [tables.triggers[kind] for kind in ("strong", "assail", "launch", "impact", "casualty")]
    return any(kind.search(text, start, aside[0]) or kind.search(text, aside[1], end) for kind in kinds)


def _aside(text: str, start: int, end: int, at: int) -> tuple[int, int] | None:
    """The relative clause behind a comma around ``at``, up to the comma that closes it."""
    opened = [m.start() for m in _RELATIVE.finditer(text, start, at)]
    if not opened:
        return None
    closed = text.find(",", at, end)
    return opened[-1], end if closed < 0 else closed


def clause_verdict(text: str, start: int, end: int, tables: Tables) -> Verdict:
    """Whether a clause is about something else: a delivery, a capability, a ground assault."""
    for rule in tables.realis:
        if rule.where == "clause" and (match := rule.pattern.search(text, start, end)):
            if rule.name == "ground" and _told_before(text, start, match.start(), tables):
                continue
            return Verdict(rule.name, match.group())
    return REAL


def _told_before(text: str, start: int, at: int, tables: Tables) -> bool:
    """ "A strike killed nine ahead of a ground operation": the attack is told well before, and is another one."""
    end = max(start, at - _GROUND_CHARS)
    return any(tables.triggers[kind].search(text, start, end) for kind in ("strong", "assail"))


def trigger_verdict(text: str, start: int, trigger: Trigger, tables: Tables) -> Verdict:
    """Whether the words before one trigger, within its clause, make it no fact."""
    scope = _scope(text, max(start, trigger.start - _BEFORE_CHARS), trigger.start)
    for rule in tables.realis:
        if rule.where == "before" and (match := _last(rule, text, scope, trigger.start)):
            return Verdict(rule.name, match.group())
        if rule.where == "sentence" and rule.name == "statistics" and _remarked(rule, text, start, trigger):
            return Verdict(rule.name, "told in a remark")
        if rule.where == "after" and (match := rule.pattern.match(text, min(len(text), trigger.end + 1))):
            return Verdict(rule.name, match.group())
        near = _last(rule, text, scope, trigger.start) if rule.where == "near" else None
        if near and len(text[near.end() : trigger.start].split()) < _NEAR_WORDS:
            return Verdict(rule.name, near.group())
    return REAL


def in_remark(text: str, start: int, at: Trigger | WeaponMention, tables: Tables) -> bool:
    """Whether a word stands in a remark that tells a statistic: its arms are not those of the attack."""
    return any(rule.name == "statistics" and _remarked(rule, text, start, at) for rule in tables.realis)


def _remarked(rule: RealisRule, text: str, start: int, trigger: Trigger | WeaponMention) -> bool:
    """Whether a trigger stands in a remark with a statistic."""
    limit = min(len(text), trigger.end + _REMARK_CHARS)
    end = limit if (stop := text.find(". ", trigger.end, limit)) < 0 else stop
    aside = _aside(text, start, end, trigger.start)
    return aside is not None and rule.pattern.search(text, *aside) is not None


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
