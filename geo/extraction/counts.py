"""Numbers with what they count, and their sums: munitions told by kind, people told twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.model import Interval, WeaponClass

Kind = tuple[str, str]
"""Class and system of the munitions that a number counts; "" where the words do not say."""
ANY: Kind = ("", "")
_FAMILY = {
    WeaponClass.BALLISTIC_MISSILE: WeaponClass.MISSILE,
    WeaponClass.CRUISE_MISSILE: WeaponClass.MISSILE,
    WeaponClass.GLIDE_BOMB: WeaponClass.BOMB,
}
MUNITIONS = ("launched", "intercepted")
PEOPLE = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts: ``launched``, ``intercepted``, ``killed`` or ``injured``."""

    start: int
    end: int
    role: str
    value: Interval
    kind: Kind = ANY


def size(value: Interval) -> int:
    """How large a count is at least, for comparing two of them."""
    return value.min if value.min is not None else value.max or 0


def fuller(a: Interval, b: Interval) -> Interval:
    """Of two counts for one thing the larger one: details and superseded tolls are smaller."""
    return a if size(a) >= size(b) else b


def tally(counts: Iterable[Count], role: str) -> dict[Kind, Interval]:
    """The munitions of one clause by kind; what it tells of one kind is added up."""
    found: dict[Kind, Interval] = {}
    for count in counts:
        if count.role == role:
            held = found.get(count.kind)
            found[count.kind] = count.value if held is None else added([held, count.value])
    return found


def settled(kinds: Mapping[Kind, Interval]) -> Interval:
    """How many munitions a tally holds: kinds are added, and the number for a whole stands for its parts.

    >>> drones, missiles, kinzhals = ("drone", ""), ("missile", ""), ("ballistic_missile", "Kinzhal")
    >>> settled({drones: Interval(35, 35), missiles: Interval(99, 99), kinzhals: Interval(10, 10)})
    Interval(min=134, max=134)
    """
    families: dict[str, dict[Kind, Interval]] = {}
    for kind, value in kinds.items():
        if kind != ANY:
            families.setdefault(_family(kind), {})[kind] = value
    parts = [_of_family(name, held) for name, held in families.items()]
    told = kinds.get(ANY)
    return _whole(None if told in parts else told, parts)  # "all eighteen" repeats the missiles, not the sum


def _family(kind: Kind) -> str:
    cls = WeaponClass(kind[0])
    return _FAMILY.get(cls, cls).value


def _of_family(name: str, held: Mapping[Kind, Interval]) -> Interval:
    classes: dict[str, dict[Kind, Interval]] = {}
    for kind, value in held.items():
        if kind != (name, ""):
            classes.setdefault(kind[0], {})[kind] = value
    parts = [_whole(kinds.get((cls, "")), [v for k, v in kinds.items() if k[1]]) for cls, kinds in classes.items()]
    return _whole(held.get((name, "")), parts)


def _whole(whole: Interval | None, parts: list[Interval]) -> Interval:
    """The number told for all, unless a part is larger: then it told of some alone."""
    if whole is not None and all(size(whole) >= size(part) for part in parts):
        return whole
    return added(parts)


def kind_of(value: Interval, kinds: Mapping[Kind, Interval]) -> Kind:
    """The kind of munitions that a number without one repeats: "all eighteen" of eighteen missiles."""
    return next((kind for kind, held in kinds.items() if held == value), ANY)


def people(counts: list[Count], role: str) -> Interval | None:
    """How many people a clause tells of in one role; people told twice are not added."""
    held = [count for count in counts if count.role == role]
    if not held:
        return None
    real = [c for c in held if c.value != Interval(0, 0)] or held
    return added([c.value for c in real]) if _adds(real) else real[0].value


def _adds(held: list[Count]) -> bool:
    return len(held) == 2 and 0 <= held[1].start - held[0].end <= 24


def added(values: list[Interval]) -> Interval:
    """The sum; a bound that one of them does not give at all stays open."""
    lows = [value.min for value in values if value.min is not None]
    highs = [value.max for value in values if value.max is not None]
    return Interval(sum(lows) if lows else None, sum(highs) if len(highs) == len(values) else None)


def spanned(a: Interval, b: Interval) -> Interval:
    """From the lowest to the highest of two rival counts."""
    lows = [v.min for v in (a, b) if v.min is not None]
    highs = [v.max for v in (a, b) if v.max is not None]
    return Interval(min(lows) if lows else None, max(highs) if len(highs) == 2 else None)
