"""Which number and which weapon of a clause belongs to which of its places."""

from __future__ import annotations

import re

from geo.extraction.claimants import Speech
from geo.extraction.counts import Count, total
from geo.extraction.drafts import Draft
from geo.extraction.munitions import all_stopped
from geo.extraction.roles import Role
from geo.extraction.state import Clause, Reading
from geo.extraction.tables import Tables
from geo.extraction.telling import draft_of
from geo.extraction.triggers import within
from geo.extraction.weapons import WeaponMention
from geo.model import Interval, WeaponClass


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
    give(reading, before, draft, clause)
    reading.keep(draft)
    return [c for c in counts if c not in before]


def allot(reading: Reading, counts: list[Count], targets: list[Role], told: list[Draft], clause: Clause) -> None:
    """Give each number to the place that it belongs to."""
    if len(told) == 1:
        give(reading, counts, told[0], clause)
        return
    shares: list[list[Count]] = [[] for _ in told]
    for count in counts:
        index = _owner(reading, count, counts, targets)
        if index is not None:
            shares[index].append(count)
    for share, draft in zip(shares, told, strict=True):
        give(reading, share, draft, clause)


def allot_weapons(reading: Reading, targets: list[Role], told: list[Draft], clause: Clause) -> None:
    """ "Nine missiles over Crimea, 57 drones over Krasnodar": to each place the weapons before it."""
    if len(told) < 2:
        return
    begin, shares = clause.start, []
    for role in targets:
        shares.append(within(clause.weapons, begin, role.toponym.start))
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
        return before[-1]
    return after[0] if after else None


def give(reading: Reading, counts: list[Count], draft: Draft, clause: Clause) -> None:
    """Write the numbers of a clause to one attack."""
    for role in ("launched", "intercepted", "killed", "injured"):
        value = total(counts, role)
        if value is not None:
            draft.add_count(role, value, later=False)
    _give_singular(reading, draft, clause)
    if "launched" in draft.counts and all_stopped(reading.text, clause.start, clause.end, reading.tables):
        draft.counts["intercepted"] = draft.counts["launched"]


def _give_singular(reading: Reading, draft: Draft, clause: Clause) -> None:
    """ "A missile hit": one munition, told without a number."""
    if "launched" in draft.counts or "intercepted" in draft.counts or len(clause.targets()) > 1:
        return
    alone = [w for w in clause.weapons if not w.plural and _single_munition(reading.text, w, reading.tables)]
    if len(alone) == 1 and not any(w.plural and w.cls is not WeaponClass.UNSPECIFIED for w in clause.weapons):
        draft.add_count("launched", Interval(1, 1), later=False)
        if clause.kinds() & {"intercept"} and not draft.country_level and _stopped(reading, alone[0], clause):
            draft.add_count("intercepted", Interval(1, 1), later=False)


def _stopped(reading: Reading, weapon: WeaponMention, clause: Clause) -> bool:
    return any(
        "intercept" in t.kinds and abs(t.start - weapon.end) < 60 for t in clause.real
    ) and not reading.tables.around["wrecked"].search(reading.text, clause.start, clause.end)


def _single_munition(text: str, weapon: WeaponMention, tables: Tables) -> bool:
    """Whether a weapon told of in the singular is one munition, not a kind of attack."""
    if weapon.cls in (WeaponClass.ARTILLERY, WeaponClass.AIR_STRIKE, WeaponClass.UNSPECIFIED):
        return False
    right = text[weapon.end : weapon.end + 18]
    if tables.around["kind_right"].match(right) or tables.around["kind_right"].search(weapon.text):
        return False
    if tables.lang != "en":
        return " " not in weapon.text and not weapon.plural
    return tables.around["singular_left"].search(text[max(0, weapon.start - 45) : weapon.start]) is not None
