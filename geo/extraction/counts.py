"""Numbers with what they count, and their sums."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Interval


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts: ``launched``, ``intercepted``, ``killed`` or ``injured``."""

    start: int
    end: int
    role: str
    value: Interval
    total: bool = False


def total(counts: list[Count], role: str) -> Interval | None:
    """The sum of the counts of one role; people told twice are not added but spanned."""
    held = [count for count in counts if count.role == role]
    if not held:
        return None
    if role in ("launched", "intercepted"):
        return _sum(held)
    real = [c for c in held if c.value != Interval(0, 0)] or held
    return _sum(real) if _adds(real) else real[0].value


def _adds(held: list[Count]) -> bool:
    return len(held) == 2 and 0 <= held[1].start - held[0].end <= 24


def _sum(held: list[Count]) -> Interval:
    low = [count.value.min for count in held]
    high = [count.value.max for count in held]
    lows = [value for value in low if value is not None]
    highs = [value for value in high if value is not None]
    return Interval(sum(lows) if lows else None, sum(highs) if len(highs) == len(held) else None)
