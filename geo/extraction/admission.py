"""Whether a clause tells of an attack, by which evidence, and which of its places can be the one hit."""

from __future__ import annotations

from dataclasses import replace

from geo.extraction.counts import Count
from geo.extraction.drafts import Draft
from geo.extraction.realis import clause_verdict, trigger_verdict
from geo.extraction.roles import MENTION, TARGET, Role, roles
from geo.extraction.state import HOT_SENTENCES, Clause, Reading
from geo.extraction.telling import attacker_of
from geo.extraction.triggers import within
from geo.model import GeoPrecision, ToponymKind

_SENDING = frozenset({"verb", "launch", "impact", "intercept", "noun", "assail", "damage"})
_NEEDS_WEAPON = frozenset({"ground", "figurative"})
NEVER = frozenset(
    {
        "demonym",
        "metonym",
        "dateline",
        "launch place",
        "speaker or body",
        "distance",
        "mention",
        "unresolved",
        "apposition",
        "continent",
        "part of a name",
    }
)
"""Rules by which a place is surely no target."""
_FOCUS_SENTENCES = 3
"""Sentences for which "the city" is the one attacked last."""
_LOOSE = frozenset({"topic", "subject", "object", "only place", "witness"})
"""Rules that a government's seat passes as easily as a place that is hit."""


def level_of(reading: Reading, clause: Clause, previous: list[Draft]) -> str | None:
    """By which kind of evidence the clause tells of an attack; None where it does not."""
    verdict = clause_verdict(reading.text, clause.start, clause.end, reading.tables)
    armed = bool(clause.weapons) or any(t.strong for t in clause.triggers)
    if verdict.rule and not (verdict.rule in _NEEDS_WEAPON and armed):
        reading.refuse_all(clause.triggers, verdict.rule, verdict.words)
        return None
    refused_attack = False
    for trigger in clause.triggers:
        judged = trigger_verdict(reading.text, clause.start, trigger, reading.tables)
        if judged.rule is None:
            clause.real.append(trigger)
            continue
        if trigger.kinds & {"strong", "assail", "launch", "intercept"}:
            refused_attack = True
            reading.refuse(trigger.start, trigger.end, judged.rule, f"{judged.rule}: “{judged.words}”")
    nobody = reading.tables.casualties["none_both"].search(reading.text, clause.start, clause.end)
    kinds = clause.kinds()
    if "strong" in kinds:
        return "strong"
    outside = [t for t in clause.real if not any(w.start <= t.start < w.end for w in clause.weapons)]
    moving = {kind for t in outside for kind in t.kinds} & _SENDING
    if clause.weapons and moving and not (refused_attack and not moving & {"launch", "impact", "intercept", "assail"}):
        return "weapon"
    numbers = within(reading.quantities, clause.start, clause.end)
    if kinds & {"launch", "intercept"} and not refused_attack and any(q.head == "munition" for q in numbers):
        return "weapon"
    if "debris" in kinds and kinds & {"impact", "casualty", "damage", "verb"}:
        return "debris"
    if "assail" in kinds and attacker_of(reading, clause, None):
        return "actor"
    if nobody and _is_hot(reading, clause, previous):
        return "context"
    if (
        _is_hot(reading, clause, previous)
        and not refused_attack
        and (
            kinds & {"casualty", "damage", "impact", "assail", "intercept", "noun", "verb"} or nobody or clause.weapons
        )
    ):
        return "context"
    return None


def _is_hot(reading: Reading, clause: Clause, previous: list[Draft]) -> bool:
    if previous:
        return True
    if reading.last is None:
        return reading.hot and clause.number <= 2
    return clause.number - reading.last.sentence <= HOT_SENTENCES


def fits(reading: Reading, role: Role, clause: Clause, level: str, counts: list[Count]) -> bool:
    """Whether a target place can be one at this level of evidence."""
    place = role.toponym.place
    if place is None:
        return False
    if level == "context":
        if role.rule == "preposition" and not clause.kinds() & {
            "casualty",
            "damage",
            "assail",
            "impact",
            "intercept",
        }:
            return bool(counts)
        if role.rule == "side":
            return bool(counts)
        if reading.last and reading.last.place and reading.last.place.country_code != place.country_code:
            return (
                bool(clause.kinds() & {"assail"} or (counts and clause.kinds() & {"intercept"}))
                and place.geo_precision is not GeoPrecision.COUNTRY
            )
    if place.geo_precision is GeoPrecision.COUNTRY:
        return _country_fits(reading, role, clause, level, counts)
    return True


def is_test(reading: Reading, clause: Clause) -> bool:
    """Whether munitions only fell into a sea, where no ship was: a test, which is refused."""
    around = reading.tables.around
    for role in clause.targets():
        place, start = role.toponym.place, role.toponym.start
        if place is None or place.geo_precision is not GeoPrecision.SEA_AIR:
            continue
        into = around["into_left"].search(reading.text[max(clause.start, start - 30) : start])
        if into and not around["aim_at_sea"].search(reading.text, clause.sentence.start, clause.sentence.end):
            reading.refuse(start, role.toponym.end, "drill", "fired into the sea, at no ship: a test")
            return True
    return False


def _country_fits(reading: Reading, role: Role, clause: Clause, level: str, counts: list[Count]) -> bool:
    finer = [
        r for r in clause.targets() if r.toponym.place and r.toponym.place.geo_precision is not GeoPrecision.COUNTRY
    ]
    left = reading.text[max(clause.start, role.toponym.start - 30) : role.toponym.start]
    aimed = reading.tables.roles["aimed_left"].search(left)
    munitions = any(count.role in ("launched", "intercepted") for count in counts)
    alone = all((c.value.min or 0) <= 1 for c in counts if c.role == "launched")
    if finer and (role.rule == "possessive target" or (munitions and alone)):
        return False
    if level == "context":
        return munitions or (bool(counts) and not finer)
    return bool(aimed) or (munitions and not finer) or (not finer and role.rule in ("subject", "object"))


def only_place(reading: Reading, clause: Clause, level: str, previous: list[Draft]) -> list[Role]:
    """The one place of a sentence that tells of an attack, though no word links it to the attack."""
    if previous:
        return []
    if level not in ("strong", "weapon"):
        witness = [role for role in clause.roles if role.rule == "witness"]
        return [witness[0]._replace(part=TARGET)] if witness and clause.kinds() & {"assail", "impact"} else []
    area = (clause.sentence.start, clause.sentence.end)
    everywhere = roles(
        reading.text, *area, reading.toponyms_in(*area), clause.triggers, reading.tables, reading.places
    )  # fmt: skip
    free = [
        r
        for r in (unless_actor(reading, role) for role in everywhere)
        if r.part in (MENTION, TARGET) and r.rule not in NEVER and r.toponym.place
    ]
    local = [r for r in free if r.toponym.place and r.toponym.place.geo_precision is not GeoPrecision.COUNTRY]
    return [local[0]._replace(part=TARGET, rule="only place")] if len(local) == 1 else []


def refocused(reading: Reading, found: list[Role], number: int) -> list[Role]:
    """ "The city was shelled again": the town attacked last, not a capital that merely spoke in between."""
    last = reading.last
    if last is None or last.place is None or last.place.geo_precision is not GeoPrecision.SETTLEMENT:
        return found
    if number - last.sentence > _FOCUS_SENTENCES:
        return found
    held = [draft.place for draft in reading.recent]
    named = [r.toponym.place for r in (*found, *reading.dangling) if r.part == TARGET and _is_name(r)]
    if reading.topic and reading.topic_sentence > last.sentence:
        named.append(reading.topic.place)
    out = []
    for role in found:
        place = role.toponym.place
        town = not _is_name(role) and reading.tables.around["the_town"].fullmatch(role.toponym.phrase)
        if town and place is not None and place not in held and place not in named:
            role = role._replace(toponym=replace(role.toponym, place=last.place))
        out.append(role)
    return out


def _is_name(role: Role) -> bool:
    return role.toponym.kind is not ToponymKind.ANAPHOR


def unless_actor(reading: Reading, role: Role) -> Role:
    """A government's seat that only opens a sentence, or a place inside a group's name, is no target."""
    place = role.toponym
    if any(
        w.start < place.end and place.start < w.end for w in within(reading.weapons, place.start - 40, place.end + 40)
    ):
        return role._replace(part=MENTION, rule="part of a name")
    for actor in within(reading.actors, place.start - 60, place.end + 20):
        if actor.start <= place.start and place.end <= actor.end:
            if actor.kind == "organisation":
                return role._replace(part=MENTION, rule="part of a name")
            if actor.end - actor.start > place.end - place.start + 4 and actor.kind in (
                "group",
                "organisation",
                "forces",
            ):
                return role._replace(part=MENTION, rule="part of a name")
            if actor.kind in ("metonym", "state") and role.rule in _LOOSE:
                hit = reading.tables.around["hit_right"].match(reading.text, place.end)
                return role if hit else role._replace(part=MENTION, rule="metonym")
    return role
