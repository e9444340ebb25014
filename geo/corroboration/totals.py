"""Totals over strikes that count nothing twice: what lies inside a wave is in the wave's own number already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo import schema
from geo.model import Interval

Row = Mapping[Any, Any]


def totals(strikes: pd.DataFrame) -> dict[str, Interval]:
    """Munitions and people over ``strikes``, each as an interval; a wave and its parts count once.

    A wave counts as what its own reports say or, where that is more, as the sum of its parts. The upper bound is open
    where a strike's is: what nobody told cannot be bounded.
    """
    rows = strikes.to_dict("records")
    known = {row["strike_id"] for row in rows}
    inside: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["part_of"] in known:
            inside[str(row["part_of"])].append(row)
    top = [row for row in rows if row["part_of"] not in known]
    return {name: _sum([_amount(row, name, inside) for row in top]) for name in schema.COUNTS}


def _amount(row: Row, name: str, inside: Mapping[str, Sequence[Row]]) -> Interval:
    low, high = (None if schema.missing(row[f"{name}_{end}"]) else int(row[f"{name}_{end}"]) for end in ("min", "max"))
    parts = _sum([_amount(part, name, inside) for part in inside.get(str(row["strike_id"]), ())])
    least = max(low or 0, parts.min or 0)
    return Interval(least, None if high is None else max(high, least))


def _sum(intervals: Sequence[Interval]) -> Interval:
    highs = [interval.max for interval in intervals]
    high = sum(bound for bound in highs if bound is not None) if None not in highs else None
    return Interval(sum(interval.min or 0 for interval in intervals), high)
