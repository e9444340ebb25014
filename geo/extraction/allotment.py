"""Which number and which weapon of a clause belongs to which of its places."""

from __future__ import annotations

import itertools
import re

from geo.extraction.claimants import Speech
from geo.extraction.counts import ANY, MUNITIONS, PEOPLE, Count, people, tally
from geo.extraction.drafts import Draft
from geo.extraction.munitions import all_stopped, is_single
from geo.extraction.roles import Role
from geo.extraction.state import Clause, Reading
from geo.extraction.telling import draft_of, tell_speech
from geo.extraction.triggers import within
from geo.extraction.weapons import WeaponMention
from geo.model import GeoPrecision, Interval, WeaponClass

_BRACKET_CHARS = 14
"""Characters between a place and the bracket with its number ("region (22)")."""


def over_regions(
    reading: Reading, clause: Clause, level: str, counts: list[Count], targets: list[Role], speech: Speech
) -> list[Count]:
    """ "144 drones over nine regions, half of them over X": the first number is the country's; the rest is left."""
    match = reading.tables.roles["regions"].search(reading.text, clause.start, clause.end)
    place = targets[0].toponym.place
    if match is None or place is None or place.country_code is None or targets[0].toponym.start < match.end():
        return counts
    before = [c for c in counts if c.end <= match.start()]
    country = reading.places.country(place.country_code)
    if country is None or not any(c.role in ("launched", "intercepted") for c in before):
        return counts
    draft = draft_of(reading, None, "over regions", clause, level, speech, [], country)
    give(reading, before, draft, clause, speech)
    reading.keep(draft)
    return [c for c in counts if c not in before]


def allot(
    reading: Reading, counts: list[Count], targets: list[Role], told: list[Draft], clause: Clause, speech: Speech
) -> None:
    """Give each number to the place that it belongs to."""
    if len(told) == 1:
        loose = [c for c in counts if _is_enclosed(reading, c) and _enclosed_by(c, targets) is None]
        counts = [c for c in counts if c not in loose]
        give(reading, _own(reading, counts, targets[0], clause, speech), told[0], clause, speech)
        return
    shares: list[list[Count]] = [[] for _ in told]
    for role in (*MUNITIONS, *PEOPLE):
        held = [count for count in counts if count.role == role]
        for count, index in zip(held, _owners(reading, held, targets), strict=True):
            if reading.tables.around["each_right"].match(reading.text[count.end : count.end + 30]):
                for each in _each(count, held, targets):
                    shares[each].append(count)
            elif index is not None:
                shares[index].append(count)
            elif role in MUNITIONS and (whole := total_of(reading, told)):
                give(reading, [count], whole, clause, speech)
    for share, draft in zip(shares, told, strict=True):
        give(reading, share, draft, clause, speech)


def _each(count: Count, held: list[Count], targets: list[Role]) -> list[int]:
    """ "Three each over X and Y, two over Z": the places up to the next number, or all before where none is behind."""
    stop = min((other.start for other in held if other.start > count.start), default=None)
    behind = [
        i for i, r in enumerate(targets) if r.toponym.start > count.end and (stop is None or r.toponym.start < stop)
    ]
    return behind or [i for i, role in enumerate(targets) if role.toponym.end <= count.start]


def total_of(reading: Reading, told: list[Draft]) -> Draft | None:
    """ "33 were shot down in the X, Y and Z regions": the country's attack, of which the regions are parts."""
    code = told[0].place.country_code if told[0].place else None
    whole = [d for d in reading.recent if d.country_level and d.place and d.place.country_code == code]
    return whole[-1] if whole else None


def _own(reading: Reading, counts: list[Count], target: Role, clause: Clause, speech: Speech) -> list[Count]:
    """ "18 were shot down, most of them over X": the number is that of the attack told before, not X's."""
    left = reading.text[max(clause.start, target.toponym.start - 60) : target.toponym.start]
    if reading.last is None or not reading.tables.around["mostly_left"].search(left):
        return counts
    before = [count for count in counts if count.end <= target.toponym.start]
    named = [r.toponym.place for r in clause.roles if r.toponym.place and r.toponym.start < target.toponym.start]
    wider = [d for d in reading.recent if d.place in named]
    whole = wider[-1] if wider else reading.last
    give(reading, before, whole, clause, speech)
    tell_speech(reading, whole, clause, speech, whole.place.country_code if whole.place else None)
    return [count for count in counts if count not in before]


def _owners(reading: Reading, counts: list[Count], targets: list[Role]) -> list[int | None]:
    """The place of each number of one kind: by turns where both alternate, else one by one."""
    if len(counts) == len(targets):
        spots = sorted([(c.start, 0) for c in counts] + [(role.toponym.start, 1) for role in targets])
        turns = [which for _, which in spots]
        if turns in ([0, 1] * len(counts), [1, 0] * len(counts)):
            return list(range(len(counts)))
    return [
        _enclosed_by(count, targets) if _is_enclosed(reading, count) else _owner(reading, count, counts, targets)
        for count in counts
    ]


def _is_enclosed(reading: Reading, count: Count) -> bool:
    return reading.text[count.start - 1 : count.start] == "(" and reading.text[count.end : count.end + 1] == ")"


def _enclosed_by(count: Count, targets: list[Role]) -> int | None:
    """ "Over Crimea (40), Bryansk (22)": a number in brackets is that of the place right before it."""
    return next((i for i, r in enumerate(targets) if 0 <= count.start - r.toponym.end <= _BRACKET_CHARS), None)


def allot_weapons(reading: Reading, targets: list[Role], told: list[Draft], clause: Clause) -> None:
    """ "Nine missiles over Crimea, 57 drones over Krasnodar": to each place the weapons before it."""
    if len(told) < 2:
        return
    begin = clause.start
    shares: list[list[WeaponMention]] = []
    for role in targets:
        shares.append(within(clause.weapons, begin, role.toponym.start) or (shares[-1] if shares else []))
        begin = role.toponym.end
    if all(shares):
        for draft, share in zip(told, shares, strict=True):
            draft.weapons = list(share)


def _owner(reading: Reading, count: Count, counts: list[Count], targets: list[Role]) -> int | None:
    """Of several places the next behind a number, unless another number of its kind comes first; else the last."""
    after = [i for i, role in enumerate(targets) if role.toponym.start >= count.end]
    before = [i for i, role in enumerate(targets) if role.toponym.end <= count.start]
    if after:
        first = targets[after[0]].toponym
        rivals = [c for c in counts if c.role == count.role and count.end <= c.start < first.start]
        listed = len(after) > 1 and targets[after[1]].rule in ("listed", "subject") and not before
        if (
            not rivals
            and not listed
            and (not before or not re.search(r"[,;]\s", reading.text[count.end : first.start]))
        ):
            return after[0]
        if listed:
            return None
    if before:
        return None if not after and _one_list(reading, [targets[i] for i in before]) else before[-1]
    return after[0] if after else None


def _one_list(reading: Reading, targets: list[Role]) -> bool:
    """ "The shelling of X and Y killed ten": the number is neither's."""
    between = reading.tables.roles["list_between"]
    pairs = itertools.pairwise(role.toponym for role in targets)
    return len(targets) > 1 and all(between.fullmatch(reading.text, a.end, b.start) for a, b in pairs)


def give(reading: Reading, counts: list[Count], draft: Draft, clause: Clause, speech: Speech) -> None:
    """Write the numbers of a clause to one attack."""
    for role in MUNITIONS:
        if told := tally(counts, role):
            draft.add_munitions(role, told)
    give_people(reading, counts, draft, clause, speech, later=False)
    _give_singular(reading, draft, clause)
    if draft.counts.get("intercepted") == Interval(1, 1) and "launched" not in draft.counts and not draft.country_level:
        draft.add_munitions("launched", draft.tallies["intercepted"])
    if "launched" in draft.counts and all_stopped(reading.text, clause.start, clause.end, reading.tables):
        draft.add_munitions("intercepted", {ANY: draft.counts["launched"]})


def give_people(
    reading: Reading, counts: list[Count], draft: Draft, clause: Clause, speech: Speech, *, later: bool
) -> None:
    """Write the killed and injured of a clause to one attack, with whose numbers they are."""
    voices = speech.voices_in(clause.start, clause.end)
    for role in PEOPLE:
        value = people(counts, role)
        if value is not None:
            draft.add_people(role, value, voices, later=later)


def _give_singular(reading: Reading, draft: Draft, clause: Clause) -> None:
    """ "A missile hit": one munition, told without a number."""
    if "launched" in draft.counts or "intercepted" in draft.counts or _many_places(clause):
        return
    alone = [w for w in clause.weapons if not w.plural and is_single(reading.text, w, reading.tables)]
    if len(alone) == 1 and not any(w.plural and w.cls is not WeaponClass.UNSPECIFIED for w in clause.weapons):
        one = {(alone[0].cls.value, alone[0].system or ""): Interval(1, 1)}
        draft.add_munitions("launched", one)
        if clause.kinds() & {"intercept"} and not draft.country_level and _stopped(reading, alone[0], clause):
            draft.add_munitions("intercepted", one)


def _many_places(clause: Clause) -> bool:
    places = [role.toponym.place for role in clause.targets()]
    local = [place for place in places if place and place.geo_precision is not GeoPrecision.COUNTRY]
    return len(local or places) > 1


def _stopped(reading: Reading, weapon: WeaponMention, clause: Clause) -> bool:
    return any(
        "intercept" in t.kinds and abs(t.start - weapon.end) < 60 for t in clause.real
    ) and not reading.tables.around["wrecked"].search(reading.text, clause.start, clause.end)
