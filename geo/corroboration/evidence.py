"""What speaks for and against two claims meaning one strike: named pieces of evidence, each with a log weight.

The weights are data (``weights.toml``, fitted by ``scripts/fit_pair_weights.py``); their sum is the log-odds of a pair,
after Fellegi and Sunter (1969). Claims are held as columns of numbers, so that a million pairs cost seconds.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.model import Claim, GeoPrecision, TimePrecision, WeaponClass
from geo.options import CorroborateOptions

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

AREAS = frozenset({GeoPrecision.ADMIN1, GeoPrecision.REGION, GeoPrecision.COUNTRY, GeoPrecision.SEA_AIR})
"""Areas so wide that two claims of them are one only by name, never by nearness."""
DISTRICTS = frozenset({GeoPrecision.ADMIN2, GeoPrecision.ADMIN3})
DISTRICT_KM = 60.0
"""Half the width of the widest district: beyond it, a smallest circle says nothing of what lies inside."""
SAME_POINT_KM = 0.5
_TOWN_KM = 20.0
"""Half the width of the widest town."""
_WIDE_DAYS = 3
"""A window longer than this ("last week") says little when it overlaps another."""
_TWELVE_HOURS, _CLOCK_SLIP_HOURS = 12.0, 0.25
"""Clocks told without "a.m." or "p.m." are off by twelve hours, give or take some minutes."""
_FEW = 5.0
""""Multiple missiles" (two or more) may be some of 99: an open count agrees only with one up to five times its minimum."""
_TELLING = 3.0
_LARGE = 20.0
"""Numbers from 3 on are rarely the same by chance, those from 20 on hardly ever; ones and twos often are."""
_MUNITIONS, _CASUALTIES = ("launched", "intercepted"), ("killed", "injured")

_KINDS = {
    WeaponClass.MISSILE: {WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE},
    WeaponClass.BOMB: {WeaponClass.GLIDE_BOMB, WeaponClass.AIR_STRIKE},
    WeaponClass.AIR_STRIKE: {WeaponClass.GLIDE_BOMB, WeaponClass.BOMB, WeaponClass.MISSILE},
    WeaponClass.ARTILLERY: {WeaponClass.ROCKET_ARTILLERY},
}
_LOOSE = (
    {WeaponClass.ROCKET_ARTILLERY, WeaponClass.MISSILE, WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE},
    {WeaponClass.ARTILLERY, WeaponClass.ROCKET_ARTILLERY, WeaponClass.BOMB, WeaponClass.GLIDE_BOMB},
)
"""Kinds that reports confuse: "rockets" are missiles to many outlets, "shelling" is any fire from afar."""


def same_kind(one: WeaponClass, other: WeaponClass) -> bool:
    """Whether two words may name one weapon: a ballistic missile is a missile; unspecified fits all."""
    unspecified = WeaponClass.UNSPECIFIED in (one, other)
    return unspecified or one == other or other in _KINDS.get(one, ()) or one in _KINDS.get(other, ())


def _bits(kinds: Any) -> int:
    return sum(1 << _BIT[kind] for kind in kinds)


_FAMILIES = (
    (WeaponClass.MISSILE, WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE),
    (WeaponClass.DRONE, WeaponClass.NAVAL_DRONE),
    (WeaponClass.BOMB, WeaponClass.GLIDE_BOMB, WeaponClass.AIR_STRIKE),
    (WeaponClass.ARTILLERY, WeaponClass.ROCKET_ARTILLERY),
)
_BIT = {kind: at for at, kind in enumerate(WeaponClass)}
_UNSPECIFIED = 1 << _BIT[WeaponClass.UNSPECIFIED]
_FITS = {kind: _bits(k for k in WeaponClass if same_kind(kind, k)) for kind in WeaponClass}
_CONFUSED = {kind: _bits(k for group in _LOOSE if kind in group for k in group) for kind in WeaponClass}
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Table:
    """Claims as columns; row ``n`` is the claim ``n`` of the sequence that they were made of."""

    report: Ints
    said: Ints
    """Number of what is said, word for word: a copied claim has that of its original."""
    latitude: Floats
    longitude: Floats
    geonames_id: Ints
    place_name: Ints
    area: Ints
    """Number of the area, -1 for points and districts, -2 where there is no place."""
    near: Mask
    town: Mask
    site: Mask
    quarter: Mask
    """A part of a town: a district of it, a street."""
    town_km: Floats
    """Radius of a town, else 0."""
    reach_km: Floats
    """Radius of a district's smallest circle, else 0."""
    start: Ints
    end: Ints
    night: Mask
    clock: Floats
    """Stated clock time, hours; NaN where none is told."""
    attacker: Ints
    weapons: Ints
    fits: Ints
    confused: Ints
    makers: Ints
    """64 bits of the weapon origins; 0 where none is known."""
    objects: Ints
    """64 bits of the words for the object that was hit."""
    target: Ints
    low: Floats
    high: Floats
    """Bounds of the counts, one row a claim; NaN where unknown."""

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Table:
        """The columns of ``claims``."""
        code = _Codes()
        counts = np.array(
            [[getattr(c, n) for n in (*_MUNITIONS, *_CASUALTIES)] for c in claims], dtype=np.float64
        ).reshape(len(claims), 4, 2)
        places = [c.place for c in claims]
        return cls(
            report=_ints(code("report", c.report_id) for c in claims),
            said=_ints(code("said", (c.evidence, c.place_text, c.date_start, c.date_end, c.attacker, c.weapon_classes))
                       for c in claims),
            latitude=_floats(p.latitude if p else math.nan for p in places),
            longitude=_floats(p.longitude if p else math.nan for p in places),
            geonames_id=_ints((p.geonames_id or 0) if p else 0 for p in places),
            place_name=_ints(code("name", p.location) if p else 0 for p in places),
            area=_ints(
                -2 if p is None else code("area", (p.area_id or p.country_code, p.location)) if p.geo_precision in AREAS
                else -1 for p in places
            ),
            near=_bools(p is not None and p.geo_precision == GeoPrecision.NEAR_SETTLEMENT for p in places),
            town=_bools(p is not None and p.geo_precision == GeoPrecision.SETTLEMENT for p in places),
            site=_bools(p is not None and p.geo_precision == GeoPrecision.SITE for p in places),
            quarter=_bools(p is not None and p.geo_precision == GeoPrecision.SUB_SETTLEMENT for p in places),
            town_km=_floats(
                min((p.uncertainty_m or 0.0) / 1000, _TOWN_KM) if p and p.geo_precision == GeoPrecision.SETTLEMENT else 0.0
                for p in places
            ),
            reach_km=_floats(
                min((p.uncertainty_m or 0.0) / 1000, DISTRICT_KM) if p and p.geo_precision in DISTRICTS else 0.0
                for p in places
            ),
            start=_ints(c.date_start.toordinal() for c in claims),
            end=_ints(c.date_end.toordinal() for c in claims),
            night=_bools(c.time_precision == TimePrecision.NIGHT for c in claims),
            clock=_floats(c.time_start.hour + c.time_start.minute / 60 if c.time_start else math.nan for c in claims),
            attacker=_ints(code("attacker", c.attacker) if c.attacker else 0 for c in claims),
            weapons=_ints(_bits(c.weapon_classes) for c in claims),
            fits=_ints(_union(_FITS[w] for w in c.weapon_classes) for c in claims),
            confused=_ints(_union(_CONFUSED[w] for w in c.weapon_classes) for c in claims),
            makers=_ints(_union(1 << zlib.crc32(o.encode()) % 62 for o in c.weapon_origins) for c in claims),
            objects=_ints(_words(c.target_text) for c in claims),
            target=_ints(code("target", c.target_type) if c.target_type else 0 for c in claims),
            low=counts[:, :, 0],
            high=counts[:, :, 1],
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.report)


class _Codes:
    """Numbers from 1 for values, a series for each kind."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, object], int] = {}

    def __call__(self, kind: str, value: object) -> int:
        return self._of.setdefault((kind, value), len(self._of) + 1)


def _ints(values: Any) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _floats(values: Any) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _bools(values: Any) -> Mask:
    return np.fromiter(values, dtype=np.bool_)


def _union(masks: Any) -> int:
    return functools.reduce(int.__or__, masks, 0)


def _words(text: str | None) -> int:
    return _union(1 << zlib.crc32(word.encode()) % 62 for word in _WORD.findall((text or "").casefold()))


def kilometres(table: Table, i: Ints, j: Ints) -> Floats:
    """Great-circle distances between the representative points, km; NaN where a place is unknown."""
    lat_i, lat_j = np.radians(table.latitude[i]), np.radians(table.latitude[j])
    half = np.radians(table.longitude[i] - table.longitude[j]) / 2
    a = np.sin((lat_j - lat_i) / 2) ** 2 + np.cos(lat_i) * np.cos(lat_j) * np.sin(half) ** 2
    return np.asarray(12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, a))))


def possible(table: Table, i: Ints, j: Ints, options: CorroborateOptions) -> Mask:
    """Whether the pairs can be one strike at all: rows of two reports, at one place or at places near each other."""
    one_area = (table.area[i] == table.area[j]) & (table.area[i] > 0)
    points = (table.area[i] == -1) & (table.area[j] == -1)
    limit = np.where(table.near[i] | table.near[j], options.near_word_km, options.near_km)
    limit = np.maximum(limit, np.maximum(table.reach_km[i], table.reach_km[j]))
    limit = np.where(_in_town(table, i, j), np.maximum(limit, table.town_km[i] + table.town_km[j]), limit)
    two_towns = table.town[i] & table.town[j] & (table.place_name[i] != table.place_name[j])
    close = (kilometres(table, i, j) <= limit) & ~two_towns
    return np.asarray((table.report[i] != table.report[j]) & (one_area | (points & (close | _same_point(table, i, j)))))


def copied_elsewhere(table: Table, i: Ints, j: Ints) -> Mask:
    """Whether one of a pair stands word for word in the other's report as another claim: then that one is its like."""
    told = np.unique(table.said * (table.report.max(initial=0) + 1) + table.report)

    def stands(said: Ints, report: Ints) -> Mask:
        keys = said * (table.report.max(initial=0) + 1) + report
        at = np.minimum(np.searchsorted(told, keys), len(told) - 1)
        return np.asarray(told[at] == keys)

    like = stands(table.said[i], table.report[j]) | stands(table.said[j], table.report[i])
    return np.asarray((table.said[i] != table.said[j]) & like)


def _in_town(table: Table, i: Ints, j: Ints) -> Mask:
    """A town, and a site or quarter that may lie in it."""
    part = table.site | table.quarter
    return np.asarray((table.town[i] & part[j]) | (part[i] & table.town[j]))


def _same_point(table: Table, i: Ints, j: Ints) -> Mask:
    same_id = (table.geonames_id[i] == table.geonames_id[j]) & (table.geonames_id[i] != 0)
    return np.asarray(same_id | (kilometres(table, i, j) < SAME_POINT_KM))


def evidence(table: Table, i: Ints, j: Ints, options: CorroborateOptions) -> dict[str, Mask]:
    """For each piece of evidence, in which of the pairs it stands; names as in ``weights.toml``."""
    return {
        "claims": np.ones(len(i), dtype=np.bool_),
        **_place(table, i, j, options),
        **_window(table, i, j),
        **_weapon(table, i, j),
        **_attacker(table, i, j),
        **_counts(table, i, j, "munitions", slice(0, 2)),
        **_counts(table, i, j, "casualties", slice(2, 4)),
        **_moment(table, i, j, options),
    }


def log_odds(table: Table, i: Ints, j: Ints, options: CorroborateOptions, weights: Mapping[str, float]) -> Floats:
    """The summed weights of the evidence of each pair."""
    total = np.zeros(len(i))
    for name, mask in evidence(table, i, j, options).items():
        total += weights[name] * mask
    return total


def _place(table: Table, i: Ints, j: Ints, options: CorroborateOptions) -> dict[str, Mask]:
    same = (table.area[i] > 0) | _same_point(table, i, j)
    apart_km = kilometres(table, i, j)
    near = ~same & (apart_km <= options.near_km)
    about = ~same & ~near & (table.near[i] | table.near[j]) & (apart_km <= options.near_word_km)
    within = ~same & _in_town(table, i, j) & (near | (apart_km <= table.town_km[i] + table.town_km[j]))
    site = within & (table.site[i] | table.site[j])
    return {
        "place_same": same, "place_near": near & ~within, "place_site": site, "place_quarter": within & ~site,
        "place_about": about & ~within, "place_inside": ~(same | near | about | within),
    }  # fmt: skip


def _window(table: Table, i: Ints, j: Ints) -> dict[str, Mask]:
    same = (table.start[i] == table.start[j]) & (table.end[i] == table.end[j])
    apart = (table.start[i] > table.end[j]) | (table.start[j] > table.end[i])
    nights = table.night[i] & table.night[j] & ~same & ~apart
    days = np.maximum(table.end[i] - table.start[i], table.end[j] - table.start[j])
    wide = (days > _WIDE_DAYS) & ~same & ~apart & ~nights
    overlap = ~(same | apart | nights | wide)
    return {
        "window_same": same, "window_overlap": overlap, "window_wide": wide, "window_other_night": nights,
        "window_apart": apart,
    }  # fmt: skip


def _weapon(table: Table, i: Ints, j: Ints) -> dict[str, Mask]:
    a, b = table.weapons[i], table.weapons[j]
    unknown = (a == 0) | (b == 0)
    shared = (a & b & ~_UNSPECIFIED) != 0
    part = shared & (_families(a) != _families(b))
    fits = unknown | ((table.fits[i] & b) != 0)
    confused = ~fits & ((table.confused[i] & b) != 0)
    makers = (table.makers[i] != 0) & (table.makers[j] != 0)
    return {
        "weapon_same": shared & ~part, "weapon_part": part, "weapon_confused": confused, "weapon_other": ~fits & ~confused,
        "makers_other": makers & ((table.makers[i] & table.makers[j]) == 0),
    }  # fmt: skip


def _families(weapons: Ints) -> Ints:
    """One bit for each family that a claim names: missiles of any kind, drones, bombs, guns."""
    return np.asarray(sum(((weapons & _bits(family)) != 0).astype(np.int64) << n for n, family in enumerate(_FAMILIES)))


def _attacker(table: Table, i: Ints, j: Ints) -> dict[str, Mask]:
    told = (table.attacker[i] != 0) & (table.attacker[j] != 0)
    same = table.attacker[i] == table.attacker[j]
    return {"attacker_same": told & same, "attacker_other": told & ~same}


def _counts(table: Table, i: Ints, j: Ints, name: str, part: slice) -> dict[str, Mask]:
    """``_equal``, ``_equal_large``: one number told by both; ``_agree``: ranges that meet; ``_vague``: meet far up an open range."""
    low, high = table.low[:, part], table.high[:, part]
    low_i, low_j, high_i, high_j = low[i], low[j], high[i], high[j]
    told = ~((np.isnan(low_i) & np.isnan(high_i)) | (np.isnan(low_j) & np.isnan(high_j)))
    least = np.fmax(low_i, low_j)
    most = np.fmin(high_i, high_j)
    meet = told & ~(least > most)
    vague = (np.isnan(high_i) & (least > _FEW * low_i)) | (np.isnan(high_j) & (least > _FEW * low_j))
    equal = told & (low_i == low_j) & (high_i == high_j) & (low_i == high_i) & (low_i >= _TELLING)
    large = (equal & (low_i >= _LARGE)).any(axis=1)
    return {
        f"{name}_equal_large": large,
        f"{name}_equal": equal.any(axis=1) & ~large,
        f"{name}_agree": (meet & ~vague).any(axis=1) & ~equal.any(axis=1),
        f"{name}_vague": (meet & vague).any(axis=1) & ~equal.any(axis=1),
        f"{name}_differ": (told & ~meet).any(axis=1) & ~equal.any(axis=1),
    }


def _moment(table: Table, i: Ints, j: Ints, options: CorroborateOptions) -> dict[str, Mask]:
    """Clocks and objects: reports of one strike often name different objects, so they count where a clock is told."""
    hours = np.abs(table.clock[i] - table.clock[j])
    one_day = table.start[i] == table.start[j]
    slip = np.abs(hours - _TWELVE_HOURS) <= _CLOCK_SLIP_HOURS
    timed = ~np.isnan(table.clock[i]) | ~np.isnan(table.clock[j])
    told = (table.target[i] != 0) & (table.target[j] != 0)
    with np.errstate(invalid="ignore"):
        close, far = hours <= options.clock_hours, hours > options.clock_hours
    return {
        "clock_close": close & one_day,
        "clock_other": far & one_day & ~slip,
        "target_same": told & (table.target[i] == table.target[j]),
        "target_other_timed": told & (table.target[i] != table.target[j]) & timed,
        "object_same": (table.objects[i] & table.objects[j]) != 0,
    }


@functools.cache
def weights() -> Mapping[str, float]:
    """The weights of ``weights.toml``."""
    table = tomllib.loads(files("geo.corroboration").joinpath("weights.toml").read_text("utf-8"))
    return MappingProxyType({str(name): float(value) for name, value in table["weights"].items()})
