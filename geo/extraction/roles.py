"""What part a place plays in an attack: its target, where it was launched, or a mere mention."""

from __future__ import annotations

from typing import NamedTuple

from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger
from geo.model import GeoPrecision, PlaceFinder, Toponym, ToponymKind

_LEFT_CHARS = 70
_RIGHT_CHARS = 90
_QUOTES = frozenset('"«»“”„‟')
"""Around a name that is a unit's or an outlet's: the command "East"."""
_LIST_CHARS = 180
"""Characters of the longest list of launch places."""

_NEIGHBOURS = 5
"""Places before and behind one among which its container or its parts are looked for."""

TARGET = "target"
LAUNCH = "launch"
MENTION = "mention"
CONTAINER = "container"

_WORDS = (("admin1", GeoPrecision.ADMIN1), ("admin2", GeoPrecision.ADMIN2))
"""Words in a phrase that say how coarse the place is."""
_RANK = {precision: rank for rank, precision in enumerate(GeoPrecision)}


class Role(NamedTuple):
    """A place and its part, with the rule that decided."""

    toponym: Toponym
    part: str
    rule: str


def rank(toponym: Toponym, tables: Tables) -> int:
    """How coarse a place is: 0 for a site. The words count, too: "Belgorod region" is no town."""
    if toponym.place is None:
        return len(_RANK)
    said = next((_RANK[level] for name, level in _WORDS if tables.around[name].search(toponym.phrase)), 0)
    return max(_RANK[toponym.place.geo_precision], said)


def roles(
    text: str,
    start: int,
    end: int,
    toponyms: list[Toponym],
    triggers: list[Trigger],
    tables: Tables,
    places: PlaceFinder,
) -> list[Role]:
    """The part of every place in ``text[start:end]``, in order."""
    found: list[Role] = []
    for toponym in toponyms:
        previous = found[-1] if found else None
        part, rule = _alone(text, start, end, toponym, triggers, tables)
        listable = previous is not None and previous.part in (TARGET, LAUNCH) and part != TARGET
        if listable and previous is not None and rule != "anaphor" and not toponym.metonymic:
            if tables.roles["list_between"].match(text[previous.toponym.end : toponym.start]):
                part, rule = previous.part, "listed"
        if (
            previous
            and toponym.kind is ToponymKind.COMPOSED
            and tables.around["far"].match(text[previous.toponym.end : toponym.end])
        ):
            part, rule = MENTION, "distance"
        found.append(Role(toponym, part, rule))
    return _containers(text, _passive_lists(text, found, tables), tables, places)


def _alone(
    text: str, start: int, end: int, toponym: Toponym, triggers: list[Trigger], tables: Tables
) -> tuple[str, str]:
    """The part of one place by the words around it."""
    patterns = tables.roles
    left = tables.around["short_kind"].sub("", text[max(start, toponym.start - _LEFT_CHARS) : toponym.start])
    right = text[toponym.end : min(end, toponym.end + _RIGHT_CHARS)]
    if toponym.place is None:
        return MENTION, "unresolved"
    if text[toponym.start - 1 : toponym.start] in _QUOTES and text[toponym.end : toponym.end + 1] in _QUOTES:
        return MENTION, "part of a name"
    if toponym.kind is ToponymKind.ANAPHOR and tables.around["apposition_right"].match(right):
        return MENTION, "apposition"
    if toponym.place.geo_precision is GeoPrecision.SEA_AIR and tables.around["coast_right"].match(right):
        return MENTION, "part of a name"
    if tables.around["side_left"].search(left) and tables.around["side_right"].match(right):
        return TARGET, "side"
    if toponym.kind is ToponymKind.DEMONYM:
        return MENTION, "demonym"
    if (toponym.place.feature or "").startswith("H.") and toponym.place.geo_precision is not GeoPrecision.SEA_AIR:
        return MENTION, "river or lake"
    if toponym.place.country_code is None and toponym.place.geo_precision is GeoPrecision.REGION:
        return MENTION, "continent"
    if toponym.metonymic and not patterns["aimed_left"].search(left):
        return MENTION, "metonym"
    head = patterns["dateline"].match(text[start:end])
    if head and toponym.end - start < head.end():
        return MENTION, "dateline"
    country = toponym.place.geo_precision is GeoPrecision.COUNTRY
    sent = patterns["launch_left"].search(left) is not None
    if country and not sent and not patterns["aimed_left"].search(left) and _attacks(text, toponym, triggers, tables):
        return MENTION, "attacker"
    if tables.around["launch_list_left"].search(text[max(start, toponym.start - _LIST_CHARS) : toponym.start]):
        return LAUNCH, "launch place"
    launch = patterns["launch_left"].search(left)
    if launch and not patterns["launch_block"].search(launch.group()):
        return LAUNCH, "launch place"
    if country and patterns["possessive_right"].match(right) and patterns["aimed_left"].search(left):
        return TARGET, "possessive target"
    if tables.around["official_right"].match(right):
        return MENTION, "speaker or body"
    opens = tables.around["opening_in"].fullmatch(text[start : toponym.start])
    if opens and tables.around["said_there_right"].match(right):
        return MENTION, "speaker or body"
    if patterns["mention_right"].match(right):
        witness = rank(toponym, tables) <= _RANK[GeoPrecision.ADMIN1] and patterns["witness_left"].search(left)
        return MENTION, "witness" if witness else "speaker or body"
    if toponym.kind is not ToponymKind.COMPOSED and patterns["distance_left"].search(left):
        return MENTION, "distance"
    if tables.around["no_target_left"].search(left):
        return MENTION, "mention"
    if patterns["mention_left"].search(left):
        return MENTION, "mention"
    if patterns["possessive_right"].match(right) and not _local_possessive(toponym, tables):
        return MENTION, "possessive"
    return _target(text, start, toponym, left, right, triggers, tables)


def _attacks(text: str, toponym: Toponym, triggers: list[Trigger], tables: Tables) -> bool:
    """ "Russia launched": a country right before a verb of attack is who attacks."""
    for trigger in triggers:
        if trigger.start > toponym.end and trigger.kinds & {"launch", "assail", "verb", "strong"}:
            gap = text[toponym.end : trigger.start]
            if tables.around["agent_right"].match(text, trigger.end):
                return False
            return len(gap.split()) <= 2 and not tables.around["undergone"].search(gap)
    return False


def _local_possessive(toponym: Toponym, tables: Tables) -> bool:
    """ "Kharkiv's Saltivka" lies in Kharkiv; "Ukraine's air force" lies nowhere."""
    return rank(toponym, tables) <= _RANK[GeoPrecision.ADMIN1]


def _target(
    text: str, start: int, toponym: Toponym, left: str, right: str, triggers: list[Trigger], tables: Tables
) -> tuple[str, str]:
    patterns = tables.roles
    if patterns["of_left"].search(left):
        return TARGET, "of"
    if patterns["target_left"].search(left):
        return TARGET, "preposition"
    if toponym.kind is ToponymKind.ANAPHOR and tables.around["here"].fullmatch(toponym.phrase):
        return TARGET, "anaphor"
    if patterns["passive_right"].match(right):
        return TARGET, "subject"
    if rank(toponym, tables) < _RANK[GeoPrecision.REGION] and patterns["topic_left"].search(
        text[start : toponym.start]
    ):
        return TARGET, "topic"
    if not text[start : toponym.start].strip(" -•*–—·\t") and patterns["label_right"].match(right):
        return TARGET, "label"
    for trigger in triggers:
        near = trigger.end <= toponym.start and len(text[trigger.end : toponym.start].split()) <= 3
        if near and trigger.kinds & {"verb", "strong", "launch"}:
            return TARGET, "object"
    return MENTION, "no link to an attack"


def _passive_lists(text: str, found: list[Role], tables: Tables) -> list[Role]:
    """ "Nikopol and Marhanets were shelled": the first shares the part of the last."""
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        open_place = here.part == MENTION and here.rule in ("no link to an attack", "possessive")
        shares = open_place and after.rule in ("subject", "listed", "label") and after.part == TARGET
        if shares and tables.roles["list_between"].match(text[here.toponym.end : after.toponym.start]):
            found[i] = here._replace(part=TARGET, rule="subject")
    return found


def _containers(text: str, found: list[Role], tables: Tables, places: PlaceFinder) -> list[Role]:
    """Of "Hlukhiv, a town in the Sumy region" the town is the target, the region only holds it."""
    for i, outer in enumerate(found):
        for inner in found[max(0, i - _NEIGHBOURS) : i + _NEIGHBOURS + 1]:
            if outer is inner or found[i].part == CONTAINER:
                continue
            if _only_holds(text, outer, inner, tables, places):
                found[i] = outer._replace(part=CONTAINER, rule="holds a finer place")
                if inner.part == MENTION and inner.rule == "no link to an attack" and outer.part == TARGET:
                    found[found.index(inner)] = inner._replace(part=TARGET, rule="within " + outer.rule)
                break
    return found


def _only_holds(text: str, outer: Role, inner: Role, tables: Tables, places: PlaceFinder) -> bool:
    a, b = outer.toponym, inner.toponym
    if a.place is None or b.place is None or inner.part in (LAUNCH, CONTAINER) or outer.part not in (TARGET, MENTION):
        return False
    if inner.part == MENTION and inner.rule != "no link to an attack":
        return False
    if inner.part == TARGET and b.end <= a.start and tables.around["beside"].fullmatch(text[b.end : a.start]):
        return True
    if a.end <= b.start and tables.around["part_of"].fullmatch(text[a.end : b.start]):
        return True
    if rank(a, tables) <= rank(b, tables):
        return False
    gap = text[b.end : a.start] if b.end <= a.start else text[a.end : b.start]
    same = None in (a.place.country_code, b.place.country_code) or a.place.country_code == b.place.country_code
    said = (
        tables.around["held_in"].fullmatch(gap)
        if b.end <= a.start
        else (same and tables.around["holding"].fullmatch(gap))
    )
    holds = _holds(a, b, places)
    if not holds and not said:
        return False
    if holds and b.end <= a.start and tables.around["also_in"].fullmatch(gap):
        return True
    if len(gap) > 80 or ";" in gap:
        return False
    return tables.roles["containment_break"].search(gap) is None


def _holds(outer: Toponym, inner: Toponym, places: PlaceFinder) -> bool:
    assert outer.place is not None and inner.place is not None
    if places.contains(outer.place, inner.place):
        return True
    country = outer.place.geo_precision is GeoPrecision.COUNTRY
    return country and outer.place.country_code == inner.place.country_code
