"""Which claims of different reports may mean one strike, and how probable that is.

Pairs are looked for within blocks of one place (an area's key, or a grid cell and its neighbours) along the sorted
windows, so the cost grows with the claims. A pair's probability is that of summed log weights, after Fellegi and
Sunter (1969).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.corroboration.confidence import sigmoid
from geo.model import Claim, GeoPrecision, Interval, TimePrecision, WeaponClass
from geo.options import CorroborateOptions

AREAS = frozenset({GeoPrecision.ADMIN1, GeoPrecision.REGION, GeoPrecision.COUNTRY, GeoPrecision.SEA_AIR})
_CELL_DEGREES = (0.25, 0.5)
"""Latitude and longitude of a cell: never narrower than 25 km up to 63 degrees of latitude."""
_SAME_PLACE, _NEAR_PLACE = 1.5, 0.5
_SAME_WINDOW, _OVERLAP, _OTHER_NIGHT, _APART = 2.5, 1.5, -3.0, -3.5
_SAME_WEAPON, _OTHER_WEAPON = 1.0, -4.0
_SAME_ATTACKER, _OTHER_ATTACKER = 0.5, -4.0
_COUNTS_AGREE, _COUNTS_DIFFER = 0.5, -0.7
_OTHER_CLOCK, _OTHER_TARGET = -6.0, -1.5

_KINDS = {
    WeaponClass.MISSILE: {WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE},
    WeaponClass.BOMB: {WeaponClass.GLIDE_BOMB, WeaponClass.AIR_STRIKE},
    WeaponClass.AIR_STRIKE: {WeaponClass.GLIDE_BOMB, WeaponClass.BOMB, WeaponClass.MISSILE},
    WeaponClass.ARTILLERY: {WeaponClass.ROCKET_ARTILLERY},
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims (row numbers, the lower first) and the probability that they mean one strike."""

    one: int
    other: int
    p: float


def same_kind(one: WeaponClass, other: WeaponClass) -> bool:
    """Whether two words may name one weapon: a ballistic missile is a missile; unspecified fits all."""
    unspecified = WeaponClass.UNSPECIFIED in (one, other)
    return unspecified or one == other or other in _KINDS.get(one, ()) or one in _KINDS.get(other, ())


def compatible(one: Claim, other: Claim) -> bool:
    """Whether the weapons of two claims may be the same; a claim without a weapon fits all."""
    pairs = [(a, b) for a in one.weapon_classes for b in other.weapon_classes]
    return not pairs or any(same_kind(a, b) for a, b in pairs)


def kilometres(one: Claim, other: Claim) -> float:
    """Great-circle distance between the representative points, km; infinite where a place is unknown."""
    if one.place is None or other.place is None:
        return math.inf
    lat1, lat2 = math.radians(one.place.latitude), math.radians(other.place.latitude)
    half = math.radians(one.place.longitude - other.place.longitude) / 2
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(a)))


def candidates(claims: Sequence[Claim], options: CorroborateOptions) -> Iterator[tuple[int, int]]:
    """Row numbers of claims whose windows and places may be one, each pair once, the lower first."""
    seen: set[tuple[int, int]] = set()
    for rows in _blocks(claims).values():
        rows.sort(key=lambda i: (claims[i].date_start, claims[i].claim_id))
        for at, i in enumerate(rows):
            last = claims[i].date_end.toordinal() + options.slack_days
            for j in rows[at + 1 :]:
                if claims[j].date_start.toordinal() > last:
                    break
                pair = (min(i, j), max(i, j))
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _blocks(claims: Sequence[Claim]) -> dict[object, list[int]]:
    blocks: dict[object, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        place = claim.place
        if place is None:
            continue
        if place.geo_precision in AREAS:
            blocks[place.area_id or (place.country_code, place.location)].append(i)
            continue
        y, x = math.floor(place.latitude / _CELL_DEGREES[0]), math.floor(place.longitude / _CELL_DEGREES[1])
        for cell in ((y + dy, x + dx) for dy in (0, 1) for dx in (0, 1)):
            blocks[cell].append(i)
    return blocks


def probability(one: Claim, other: Claim, options: CorroborateOptions) -> float:
    """The probability that two claims mean one strike; 0 for two rows of one report, which already kept them apart."""
    if one.report_id == other.report_id:
        return 0.0
    place = _place(one, other, options)
    if place is None:
        return 0.0
    return sigmoid(
        place
        + _window(one, other)
        + _weapon(one, other)
        + _attacker(one, other)
        + _counts(one, other)
        + _clock(one, other, options)
        + _target(one, other)
    )


def _place(one: Claim, other: Claim, options: CorroborateOptions) -> float | None:
    a, b = one.place, other.place
    if a is None or b is None or (a.geo_precision in AREAS) != (b.geo_precision in AREAS):
        return None
    if a.geo_precision in AREAS:
        return _SAME_PLACE if a.area_id == b.area_id and a.location == b.location else None
    if a.geonames_id is not None and a.geonames_id == b.geonames_id:
        return _SAME_PLACE
    distance = kilometres(one, other)
    if distance < 0.5:
        return _SAME_PLACE
    near = GeoPrecision.NEAR_SETTLEMENT in (a.geo_precision, b.geo_precision)
    limit = options.near_word_km if near else options.near_km
    two_towns = a.geo_precision == b.geo_precision == GeoPrecision.SETTLEMENT and a.location != b.location
    return None if distance > limit or two_towns else _NEAR_PLACE


def _window(one: Claim, other: Claim) -> float:
    if (one.date_start, one.date_end) == (other.date_start, other.date_end):
        return _SAME_WINDOW
    if one.date_start > other.date_end or other.date_start > one.date_end:
        return _APART
    nights = one.time_precision == other.time_precision == TimePrecision.NIGHT
    return _OTHER_NIGHT if nights else _OVERLAP


def _weapon(one: Claim, other: Claim) -> float:
    if not compatible(one, other):
        return _OTHER_WEAPON
    shared = set(one.weapon_classes) & set(other.weapon_classes) - {WeaponClass.UNSPECIFIED}
    return _SAME_WEAPON if shared else 0.0


def _attacker(one: Claim, other: Claim) -> float:
    if not one.attacker or not other.attacker:
        return 0.0
    return _SAME_ATTACKER if one.attacker == other.attacker else _OTHER_ATTACKER


def _counts(one: Claim, other: Claim) -> float:
    weight = 0.0
    for name in ("launched", "intercepted", "killed", "injured"):
        a: Interval = getattr(one, name)
        b: Interval = getattr(other, name)
        if a != (None, None) and b != (None, None):
            weight += _COUNTS_AGREE if _meet(a, b) else _COUNTS_DIFFER
    return weight


def _meet(a: Interval, b: Interval) -> bool:
    low = max(a.min or 0, b.min or 0)
    highs = [bound for bound in (a.max, b.max) if bound is not None]
    return not highs or low <= min(highs)


def _target(one: Claim, other: Claim) -> float:
    """Reports of one strike often name different objects; they tell strikes apart where a clock time is told, too."""
    differ = one.target_type and other.target_type and one.target_type != other.target_type
    timed = one.time_start is not None or other.time_start is not None
    return _OTHER_TARGET if differ and timed else 0.0


def _clock(one: Claim, other: Claim, options: CorroborateOptions) -> float:
    if one.time_start is None or other.time_start is None or one.date_start != other.date_start:
        return 0.0
    hours = abs(one.time_start.hour - other.time_start.hour + (one.time_start.minute - other.time_start.minute) / 60)
    return _OTHER_CLOCK if hours > options.clock_hours else 0.0
