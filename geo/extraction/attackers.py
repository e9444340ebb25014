"""Who attacks: the armed actor that a clause names as the one who launches, strikes or is blamed."""

from __future__ import annotations

import re

from geo.extraction.actors import ActorMention
from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger

_SUBJECT_WORDS = 9
"""Words between a subject and its verb of attack, at most."""
_NEXT_CHARS = 26
"""Characters within which arms stand behind the bare name of a state: "US strikes", "US Navy warships"."""
_SEND = frozenset({"strong", "assail", "verb", "launch", "noun", "impact"})
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|on|against|into|towards?|across|over|near|from|inside|of|with|for|to|between|and|than)\s+(?:the\s+|both\s+)?(?:[a-z]+ern\s+)?$",
    re.IGNORECASE,
)


def find_attacker(
    text: str,
    start: int,
    end: int,
    actors: list[ActorMention],
    triggers: list[Trigger],
    country: str | None,
    tables: Tables,
) -> str | None:
    """The attacker that ``text[start:end]`` names for an attack on a place in ``country``; None where it names none."""
    inside = [a for a in actors if start <= a.start and a.end <= end and a.kind != "organisation"]
    sends = [t for t in triggers if start <= t.start and t.end <= end and t.kinds & _SEND]
    scored = []
    for actor in inside:
        code = tables.opponents.get(country or "") if actor.kind == "enemy" else actor.code
        score = _score(text, start, end, actor, sends, tables)
        if not code or score is None:
            continue
        if code == country and score < 2:
            continue
        scored.append((score, -actor.start, code))
    if not scored and country in tables.civil and _army_at_home(text, start, end, sends, tables):
        return country
    return max(scored)[2] if scored else None


def _army_at_home(text: str, start: int, end: int, sends: list[Trigger], tables: Tables) -> bool:
    """Whether "the army" of a state at war within itself is who strikes."""
    for match in tables.civil_bodies.finditer(text, start, end):
        gaps = [text[match.end() : t.start] for t in sends if t.start >= match.end()]
        if gaps and len(gaps[0].split()) <= 4 and not tables.said.search(gaps[0]):
            return True
    return False


def _score(text: str, start: int, end: int, actor: ActorMention, sends: list[Trigger], tables: Tables) -> int | None:
    """How plainly an actor is the attacker: 3 by its grammar, 2 as a maker of fire, 1 by blame; None if not."""
    agents = tables.agents
    left, right = text[max(start, actor.start - 70) : actor.start], text[actor.end : min(end, actor.end + 70)]
    if agents["held"].match(right):
        return None
    if agents["blame_left"].search(left):
        return 3
    if agents["by"].search(left) and not re.match(r"['’]s?\s", right) and any(t.end <= actor.start for t in sends):
        if agents["stopped_by"].search(left):
            return None
        return 3
    if body := agents["body"].match(right):
        return _subject(text, actor, sends, tables, skip=body.end()) or _own(text, actor, end, tables)
    if actor.kind == "official" or agents["defender"].match(re.sub(r"^['’]s?\s", " ", right)):
        return _own(text, actor, end, tables)
    bare = re.sub(r"^['’]s?(?=\s)", "", right)
    if actor.demonym or bare != right:
        people = actor.demonym and actor.text.endswith("s") and _subject(text, actor, sends, tables)
        if people:
            return people
        return 2 if agents["armed"].match(bare) or actor.kind in ("forces", "enemy") else _own(text, actor, end, tables)
    armed = agents["armed"].match(right)
    if armed and actor.kind in ("state", "metonym") and armed.end() <= _NEXT_CHARS:
        return 2
    if actor.kind not in ("forces", "enemy", "group") and _PLACE_BEFORE.search(left):
        return None
    if _PLACE_BEFORE.search(left) and not agents["by"].search(left):
        return None
    found = _subject(text, actor, sends, tables) or _own(text, actor, end, tables)
    if found is None and agents["armed"].match(right) and actor.kind == "group":
        return 2
    return found


def _subject(text: str, actor: ActorMention, sends: list[Trigger], tables: Tables, *, skip: int = 0) -> int | None:
    for trigger in sends:
        begin = actor.end + skip
        if trigger.start < begin:
            continue
        gap = text[begin : trigger.start]
        if len(gap.split()) > _SUBJECT_WORDS or re.search(r"[;:(]|\s[-–—]\s", gap):
            return None
        if tables.said.search(gap) or re.search(r"\b(?:was|were|been|being)\b|\b(?:be|is|are)\s+$", gap):
            return None
        if "noun" in trigger.kinds and (gap.split() or not (skip or actor.kind == "forces")):
            continue
        return 3
    return None


def _own(text: str, actor: ActorMention, end: int, tables: Tables) -> int | None:
    """ "The Guards said that they had destroyed": the speaker is the attacker."""
    behind = text[actor.end : min(end, actor.end + 110)]
    for name in ("own", "claimed"):
        match = tables.agents[name].search(behind)
        if match and len(behind[: match.start()].split()) <= 6:
            return 2
    return None
