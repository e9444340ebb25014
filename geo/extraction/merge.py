"""Drafts of one report brought together: the same attack told twice is one, and parts find their wave."""

from __future__ import annotations

import datetime as dt

from geo.extraction.counts import MUNITIONS, PEOPLE, fuller, spanned
from geo.extraction.drafts import UNKNOWN, Draft
from geo.model import DateBasis, GeoPrecision, Interval, PlaceFinder, WeaponClass

_VAGUE_LEAST = 3
"""What "several" means at least."""
_DAY = dt.timedelta(days=1)
_AREAS = frozenset(
    {GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADMIN1, GeoPrecision.ADMIN2, GeoPrecision.SEA_AIR}
)
_FAMILIES = (
    frozenset({"missile", "ballistic_missile", "cruise_missile"}),
    frozenset({"bomb", "glide_bomb", "air_strike"}),
    frozenset({"artillery", "rocket_artillery"}),
    frozenset({"drone"}),
    frozenset({"naval_drone"}),
)
_LONGEST = dt.timedelta(days=10)
"""A window longer than this dates no attack."""
_LEADS = frozenset({GeoPrecision.ADMIN1, GeoPrecision.ADMIN2, GeoPrecision.REGION})
_LEAD_SENTENCES = 3
"""Sentences after a lead within which the place is told."""
_TWO_HOURS = 120
"""Minutes between two stated times above which two attacks on one place are two."""


def merge(drafts: list[Draft], *, live: bool) -> list[Draft]:
    """Drafts in order of telling, each real attack once."""
    kept: list[Draft] = []
    for draft in drafts:
        match = next((held for held in kept if same_attack(held, draft)), None)
        if match is None:
            kept.append(draft)
        else:
            absorb(match, draft, live=live)
    return [draft for draft in kept if told_enough(draft)]


def drop_headline(drafts: list[Draft], text: str) -> list[Draft]:
    """Without what a headline told more roughly than the report below it: the same toll, on a wider place."""
    if not drafts or drafts[0].sentence != 0 or len(drafts[0].spans) != 1:
        return drafts
    first, rest = drafts[0], drafts[1:]
    end = next(iter(first.spans)).end
    if text[end - 1] in '.!?”"' or not text[end : end + 1].isspace():
        return drafts
    for other in rest:
        shared = [
            r for r in ("killed", "injured") if r in first.counts and _same_count(first.counts[r], other.counts.get(r))
        ]
        if shared and _windows_agree(first, other) and first.place and other.place:
            if first.place.country_code == other.place.country_code:
                return rest
    return drafts


def fold_leads(drafts: list[Draft], places: PlaceFinder) -> list[Draft]:
    """A lead names the region, the next sentence the town: one attack, on the town."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.sentence, []).append(draft)
    folded = set()
    for coarse in drafts:
        after = (d for n in range(1, _LEAD_SENTENCES + 1) for d in by_sentence.get(coarse.sentence + n, ()))
        fine = next((d for d in after if id(d) not in folded and _tells_finer(coarse, d, places)), None)
        if fine is not None:
            absorb(fine, coarse, live=False)
            fine.add_rule("told of the region first")
            folded.add(id(coarse))
    return [draft for draft in drafts if id(draft) not in folded]


def _tells_finer(coarse: Draft, fine: Draft, places: PlaceFinder) -> bool:
    if coarse is fine or coarse.place is None or fine.place is None or coarse.place.geo_precision not in _LEADS:
        return False
    if fine.place.geo_precision in _AREAS or not 0 < fine.sentence - coarse.sentence <= _LEAD_SENTENCES:
        return False
    inside = places.contains(coarse.place, fine.place) or (
        coarse.place.geo_precision is GeoPrecision.REGION and coarse.place.country_code == fine.place.country_code
    )
    if not inside or not _windows_agree(coarse, fine) or not compatible(coarse, fine):
        return False
    if coarse.attacker and fine.attacker and coarse.attacker != fine.attacker:
        return False
    toll = any(_same_count(value, fine.counts.get(role)) for role, value in coarse.counts.items() if role in PEOPLE)
    return toll or (fine.same and fine.sentence - coarse.sentence == 1)


def _same_count(a: Interval, b: Interval | None) -> bool:
    return b is not None and a.min == b.min and a.min not in (None, 0)


def settle_attackers(drafts: list[Draft]) -> None:
    """One attacker named for a country and a window stands for all attacks there and then; none is carried further."""
    for draft in drafts:
        if draft.attacker and not draft.attacker_carried:
            continue
        country = draft.place.country_code if draft.place else None
        named = {
            other.attacker
            for other in drafts
            if other.attacker and not other.attacker_carried and other.place and other.place.country_code == country
            if _overlap(other, draft)
        }
        if len(named) == 1:
            draft.attacker, draft.attacker_carried = named.pop(), True
        elif not named and not any(
            other.attacker == draft.attacker and not other.attacker_carried and other.paragraph == draft.paragraph
            for other in drafts
        ):
            draft.attacker = None


def _overlap(a: Draft, b: Draft) -> bool:
    """Whether two windows meet or lie a day apart: an article tells of one side's attacks on neighbouring days."""
    return max(a.when.window[0], b.when.window[0]) <= min(a.when.window[1], b.when.window[1]) + _DAY


def told_enough(draft: Draft) -> bool:
    """Whether a draft says something: a whole country without a day of its own or a number says nothing."""
    if draft.when.window[1] - draft.when.window[0] > _LONGEST:
        return False
    if not draft.country_level or draft.counts:
        return True
    return draft.when.basis is not DateBasis.PUBLICATION and not draft.when.carried


def same_attack(a: Draft, b: Draft) -> bool:
    """Whether two drafts of one report tell of one attack."""
    if a.key != b.key or not _windows_agree(a, b):
        return False
    if a.attacker and b.attacker and a.attacker != b.attacker and not (a.attacker_carried or b.attacker_carried):
        return False
    if b.another and _told(a) and _told(b):
        return False
    if (
        a.when.time
        and b.when.time
        and "context" not in b.rules
        and abs(_minutes(a.when.time) - _minutes(b.when.time)) > _TWO_HOURS
    ):
        return not (_told(a) and _told(b))
    return compatible(a, b)


def _told(draft: Draft) -> bool:
    return bool(draft.counts or draft.weapons)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _windows_agree(a: Draft, b: Draft) -> bool:
    (a0, a1), (b0, b1) = a.when.window, b.when.window
    if DateBasis.PUBLICATION in (a.when.basis, b.when.basis):
        return max(a0, b0) <= min(a1, b1) + _DAY
    if a.when.window == b.when.window:
        return True
    overlap = max(a0, b0) <= min(a1, b1)
    inside = (a0 <= b0 and b1 <= a1) or (b0 <= a0 and a1 <= b1)
    short = max(a1 - a0, b1 - b0) <= _DAY
    return overlap and inside and short


def classes(draft: Draft) -> set[str]:
    """The kinds of munition told of, without "unspecified"."""
    return {str(w.cls) for w in draft.weapons} - {WeaponClass.UNSPECIFIED.value}


def compatible(a: Draft, b: Draft) -> bool:
    """Whether two sets of weapons can be one attack's: one of them unsaid, or of a common family."""
    ours, theirs = classes(a), classes(b)
    if not ours or not theirs or a.weapons_carried or b.weapons_carried:
        return True
    if ours & theirs:
        return True
    if a.country_level and a.when.window != b.when.window:
        return any(ours & family and theirs & family for family in _FAMILIES)
    if a.when.window == b.when.window and a.counts.get("launched") and b.counts.get("launched"):
        return any(ours & family and theirs & family for family in _FAMILIES) or a.sentence == b.sentence
    return True


def absorb(held: Draft, new: Draft, *, live: bool) -> None:
    """Put what ``new`` tells into ``held``."""
    if held.when.basis is DateBasis.PUBLICATION and new.when.basis is not DateBasis.PUBLICATION:
        held.when = new.when
    elif not new.when.carried and new.when.basis is not DateBasis.PUBLICATION:
        (a0, a1), (b0, b1) = held.when.window, new.when.window
        if (b1 - b0) < (a1 - a0) or (held.when.carried and (b0, b1) != (a0, a1)):
            held.when = new.when
    if held.attacker is None or (held.attacker_carried and new.attacker and not new.attacker_carried):
        held.attacker, held.attacker_carried = new.attacker, new.attacker_carried
    _absorb_weapons(held, new)
    apart = bool(held.claimants and new.claimants and set(held.claimants).isdisjoint(new.claimants))
    for role, value in new.counts.items():
        if role in MUNITIONS and role in new.tallies:
            held.add_munitions(role, new.tallies[role], later=live)
        else:
            _absorb_count(held, role, value, live=live, rival=apart)
    held.add_claimants(new.claimants)
    held.deniers += [name for name in new.deniers if name not in held.deniers]
    held.hedged = held.hedged and new.hedged
    held.disputed |= new.disputed
    held.background &= new.background
    held.wave |= new.wave
    held.impact |= new.impact
    held.debris |= new.debris
    held.target_type = held.target_type or new.target_type
    held.target_text = held.target_text or new.target_text
    for span in new.spans:
        held.add_span(span)
    held.add_rule(*new.rules, "told twice")


def _absorb_weapons(held: Draft, new: Draft) -> None:
    if not new.weapons or (new.weapons_carried and held.weapons):
        return
    if held.weapons_carried and not new.weapons_carried:
        held.weapons, held.weapons_carried = list(new.weapons), False
        return
    if not held.weapons:
        held.weapons_carried = new.weapons_carried
    held.weapons += new.weapons


def _absorb_count(held: Draft, role: str, value: Interval, *, live: bool, rival: bool) -> None:
    old = held.counts.get(role)
    if old is None or old == UNKNOWN or live:
        held.counts[role] = value
    elif value == Interval(0, 0) and old != value and not rival:
        return
    elif rival and old != value and role in ("killed", "injured") and not (_is_vague(old) or _is_vague(value)):
        held.counts[role] = spanned(old, value)
    else:
        held.counts[role] = fuller(old, value)


def _is_vague(value: Interval) -> bool:
    """ "A number of people": no rival of a toll."""
    return value.max is None and (value.min or 0) <= _VAGUE_LEAST


def link_waves(drafts: list[Draft], places: PlaceFinder) -> None:
    """Give each draft the index of the finest area told of that holds it, in the same window."""
    for i, inner in enumerate(drafts):
        options = [j for j, outer in enumerate(drafts) if i != j and _contains(outer, inner, places)]
        if options:
            inner.part_of = max(options, key=lambda j: _fineness(drafts[j]))
            drafts[inner.part_of].wave = True


def _fineness(draft: Draft) -> int:
    assert draft.place is not None
    return -list(GeoPrecision).index(draft.place.geo_precision)


def _contains(outer: Draft, inner: Draft, places: PlaceFinder) -> bool:
    if outer.place is None or inner.place is None or outer.place.geo_precision not in _AREAS:
        return False
    (a0, a1), (b0, b1) = outer.when.window, inner.when.window
    longer = outer.key == inner.key and a0 <= b0 and b1 <= a1 and (a1 - a0) - (b1 - b0) >= 2 * _DAY
    if _fineness(outer) >= _fineness(inner) and not longer:
        return False
    if max(a0, b0) > min(a1, b1):
        return False
    if outer.attacker and inner.attacker and outer.attacker != inner.attacker:
        return False
    country = outer.place.geo_precision is GeoPrecision.COUNTRY and outer.place.country_code == inner.place.country_code
    if not (longer or country or places.contains(outer.place, inner.place)):
        return False
    ours, theirs = classes(outer), classes(inner)
    return not ours or not theirs or any(
        family & ours and family & theirs for family in _FAMILIES
    )  # fmt: skip
