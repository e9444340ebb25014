"""Who attacks: the armed actor that a clause names as the one who launches, strikes or is blamed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.extraction.actors import ActorMention
from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger

_SUBJECT_WORDS = 9
"""Words between a subject and its verb of attack, at most."""
_ARMS_WORDS = 3
"""Words between somebody's arms and the verb of attack: "Russian forces then launched"."""
_NEXT_CHARS = 26
"""Characters within which arms stand behind the bare name of a state: "US strikes", "US Navy warships"."""
_SEND = frozenset({"strong", "assail", "verb", "launch", "noun", "impact"})
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|on|against|into|towards?|across|over|near|from|inside|of|with|for|to|between|and|than)\s+(?:the\s+|both\s+)?(?:[a-z]+ern\s+)?$",
    re.IGNORECASE,
)

_AGENT_CHARS = 60
"""An agent in the instrumental stands at most so far before its passive: "силами РФ нанесён удар"."""
_GENITIVE = re.compile(r"^['’]s?(?=\s)")
_GLOSS = re.compile(r"^\s*\([^()]{1,24}\)")
"""A short name behind a long one: "the Kurdistan Workers Party (PKK)"."""
_OF = re.compile(r"(?:['’]s?)?\s+(?:the\s+)?")
_BREAK = re.compile(r"[;:(]|\s[-–—]\s")
_PASSIVE = re.compile(r"\b(?:was|were|been|being)\b|\b(?:be|is|are)\s+$")
_BE = re.compile(r"\b(?:is|are|was|were|been)\s+(?:\w+\s+)?$")


def find_attacker(
    text: str,
    start: int,
    end: int,
    actors: list[ActorMention],
    triggers: list[Trigger],
    country: str | None,
    tables: Tables,
    at: int | None = None,
    before: ActorMention | None = None,
) -> str | None:
    """The attacker that ``text[start:end]`` names for an attack on a place in ``country``; None where it names none.

    Of several who are named as plainly, the one whose words of attack stand nearest to ``at``, the place, is meant.
    ``before`` is who was spoken of last: the one whom "their shells" and "it fired" mean.
    """
    inside = [a for a in actors if start <= a.start and a.end <= end and a.kind != "organisation"]
    around = _Around(text, start, end, inside, [t for t in triggers if start <= t.start and t.end <= end], tables)
    scored = []
    for actor in inside:
        code = tables.opponents.get(country or "") if actor.kind == "enemy" else actor.code
        score = _score(around, actor)
        if not code or score is None or (code == country and score < 2):
            continue
        if _coordinate(around, actor):
            continue
        score -= code == country
        scored.append((score, -abs(actor.start - at) if at is not None else -actor.start, code))
    if not scored and any(a.code == country and _defends(around, a) for a in inside):
        return tables.opponents.get(country or "")
    if scored:
        return max(scored)[2]
    if country in tables.civil and _army_at_home(around):
        return country
    meant = before is not None and before.code != country and tables.agents["pronoun"].search(text, start, end)
    return before.code if before is not None and meant else None


def find_blamed(
    text: str, start: int, end: int, actors: list[ActorMention], country: str | None, tables: Tables
) -> str | None:
    """Who is blamed for, or claims as their own, the attack on ``country`` that was told before ``text[start:end]``."""
    around = _Around(text, start, end, actors, [], tables)
    for actor in actors:
        code = tables.opponents.get(country or "") if actor.kind == "enemy" else actor.code
        if not code or actor.kind == "organisation":
            continue
        left = text[max(start, actor.start - 70) : actor.start]
        if tables.agents["blame_left"].search(left) or tables.agents["arms_left"].search(left):
            return code
        if code != country and _own(around, actor):
            return code
    if country in tables.civil:
        for body in tables.civil_bodies.finditer(text, start, end):
            if tables.agents["blame_left"].search(text[max(start, body.start() - 70) : body.start()]):
                return country
    return None


_HOMES = {"Houthi": "YE", "Hezbollah": "LB", "Hamas": "PS", "Palestinian Islamic Jihad": "PS"}
"""Armed groups that tell of the attacks on their own land as others', and of those elsewhere as their own."""


def claims_as_own(claimants: list[str], country: str | None) -> str | None:
    """ "Hezbollah said that 60 rockets were fired at the Golan Heights": the group that alone says so fired them."""
    if len(claimants) == 1 and claimants[0] in _HOMES and country not in (None, _HOMES[claimants[0]]):
        return claimants[0]
    return None


def last_armed(text: str, actors: list[ActorMention]) -> ActorMention | None:
    """Of those whom a sentence names the one that a pronoun behind it means: the first who is no mere place."""
    for actor in actors:
        left = text[max(0, actor.start - 40) : actor.start]
        if actor.code and actor.kind != "organisation" and not _PLACE_BEFORE.search(left):
            return actor
    return None


@dataclass(frozen=True, slots=True)
class _Around:
    """The words among which an attacker is looked for."""

    text: str
    start: int
    end: int
    actors: list[ActorMention]
    triggers: list[Trigger]
    tables: Tables

    @property
    def sends(self) -> list[Trigger]:
        """Words of attack that somebody is the sender of."""
        return [t for t in self.triggers if t.kinds & _SEND]

    @property
    def blows(self) -> list[Trigger]:
        """Words of attack, without the bare names of munitions."""
        return [t for t in self.triggers if t.kinds & _SEND - {"noun"}]


def _army_at_home(around: _Around) -> bool:
    """Whether "the army" of a state at war within itself is who strikes."""
    text, tables = around.text, around.tables
    for match in tables.civil_bodies.finditer(text, around.start, around.end):
        left, right = text[max(around.start, match.start() - 70) : match.start()], text[match.end() : around.end]
        if tables.agents["by"].search(left) or tables.agents["blame_left"].search(left):
            return True
        if tables.agents["strike_right"].match(right):
            return True
        gaps = [text[match.end() : t.start] for t in around.sends if t.start >= match.end()]
        if gaps and len(gaps[0].split()) <= 4 and not tables.said.search(gaps[0]):
            return True
    return False


def _score(around: _Around, actor: ActorMention) -> int | None:
    """How plainly an actor is the attacker: 3 by its grammar, 2 as a maker of fire, 1 by blame; None if not."""
    text, tables, agents = around.text, around.tables, around.tables.agents
    left = text[max(around.start, actor.start - 70) : actor.start]
    right = text[actor.end : min(around.end, actor.end + 70)]
    if agents["held"].match(right) or _glosses(left, right) or _modifies(around, actor):
        return None
    if agents["held_by"].search(left) and not agents["blame_left"].search(left):
        return None
    right = _GLOSS.sub("", right, count=1)
    if agents["blame_left"].search(left) or agents["arms_left"].search(left):
        return 3
    if (actor.kind == "enemy" or actor.demonym) and agents["strike_right"].match(right):
        return 3
    if agents["by"].search(left) and not _GENITIVE.match(right):
        other = agents["stopped_by"].search(left) or agents["held_by"].search(left) or tables.said.match(right.lstrip())
        struck = agents["attempt_left"].search(left) or any(t.end <= actor.start for t in around.blows)
        if tables.lang != "en" and actor.kind in ("state", "forces"):
            struck = struck or any(0 <= t.start - actor.end <= _AGENT_CHARS for t in around.blows)
        return None if other or not struck else 3
    if agents["of_left"].search(left) and actor.kind in ("forces", "group"):
        return 3
    if _defends(around, actor):
        return None
    if body := agents["body"].match(right):
        return _subject(around, actor, skip=body.end()) or _own(around, actor)
    bare = _GENITIVE.sub("", right)
    if actor.kind == "official" or agents["defender"].match(bare):
        return _own(around, actor)
    if actor.demonym or bare != right:
        people = actor.demonym and actor.text.endswith("s") and _subject(around, actor)
        if people:
            return people
        if agents["strike_right"].match(bare):
            return 3
        arms = agents["armed"].match(bare)
        if arms and _with_arms(around, actor.end + arms.end() + len(right) - len(bare)):
            return 3
        if arms and agents["object_left"].search(left):
            return None
        return 2 if arms or actor.kind in ("forces", "enemy") else _own(around, actor)
    armed = agents["armed"].match(right)
    if armed and (tables.said.search(armed[0]) or agents["accuses"].search(armed[0])):
        armed = None
    if armed and actor.kind in ("state", "metonym") and armed.end() <= _NEXT_CHARS:
        return 2
    if _PLACE_BEFORE.search(left):
        return None
    found = _subject(around, actor) or _own(around, actor)
    return 2 if found is None and armed and actor.kind == "group" else found


def _coordinate(around: _Around, actor: ActorMention) -> bool:
    """ "US and British forces": the first of the two is named for both."""
    before = [other for other in around.actors if other.end <= actor.start]
    return bool(before) and around.text[before[-1].end : actor.start].strip() in ("and", "та", "і", "и", "&")


def _glosses(left: str, right: str) -> bool:
    """ "the Kurdistan Workers Party (PKK)": the short name says nothing that the long one does not."""
    return left.endswith("(") and right.startswith(")")


def _modifies(around: _Around, actor: ActorMention) -> bool:
    """ "Lebanon's Hezbollah", "Iran's Revolutionary Guards": the second of the two acts."""
    for other in around.actors:
        if other.start >= actor.end and other.kind in ("group", "forces"):
            gap = around.text[actor.end : other.start]
            return bool(_OF.fullmatch(gap)) and other.code != actor.code
    return False


def _defends(around: _Around, actor: ActorMention) -> bool:
    """ "Ukrainian troops shot down twelve": who stops munitions does not send them."""
    for trigger in around.triggers:
        if trigger.start >= actor.end:
            gap = around.text[actor.end : trigger.start]
            return "intercept" in trigger.kinds and len(gap.split()) <= 3 and not _BREAK.search(gap)
    return False


def _with_arms(around: _Around, end: int) -> bool:
    """ "Russian forces then launched": somebody's arms, which end at ``end``, do the deed."""
    for trigger in around.blows:
        if trigger.start >= end:
            gap = around.text[end : trigger.start]
            return len(gap.split()) <= _ARMS_WORDS and not _BREAK.search(gap) and not _PASSIVE.search(gap)
    return False


def _subject(around: _Around, actor: ActorMention, *, skip: int = 0) -> int | None:
    text, tables = around.text, around.tables
    for trigger in around.sends:
        begin = actor.end + skip
        if trigger.start < begin:
            continue
        gap = text[begin : trigger.start]
        if len(gap.split()) > _SUBJECT_WORDS or _BREAK.search(gap):
            return None
        if tables.said.search(gap) or tables.agents["accuses"].search(gap):
            return None
        if _PASSIVE.search(gap) and not (trigger.text.endswith("ing") and _BE.search(gap)):
            return None
        if "noun" in trigger.kinds and (gap.split() or not (skip or actor.kind == "forces")):
            continue
        return 3
    return None


def _own(around: _Around, actor: ActorMention) -> int | None:
    """ "The Guards said that they had destroyed": the speaker is the attacker."""
    behind = around.text[actor.end : min(around.end, actor.end + 110)]
    for name in ("own", "claimed"):
        match = around.tables.agents[name].search(behind)
        if match and len(behind[: match.start()].split()) <= 6:
            return 3
    return None
