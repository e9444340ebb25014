"""Totals count nothing twice, worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

import geo
from geo import schema
from geo.model import Interval


def strikes(*rows: dict[str, Any]) -> pd.DataFrame:
    empty = {f"{name}_{end}": None for name in schema.COUNTS for end in ("min", "max")}
    return pd.DataFrame([{**empty, "part_of": None, **row} for row in rows])


def killed(*rows: dict[str, Any]) -> Interval:
    total: Interval = geo.totals(strikes(*rows))["killed"]
    return total


def strike(name: str, low: int | None, high: int | None, part_of: str | None = None) -> dict[str, Any]:
    return {"strike_id": name, "killed_min": low, "killed_max": high, "part_of": part_of}


def test_a_waves_own_number_holds_its_parts() -> None:
    wave = strike("w", 5, 5)
    assert killed(wave, strike("a", 2, 2, "w"), strike("b", 1, 1, "w")) == Interval(5, 5)
    assert killed(wave, strike("c", 4, 4)) == Interval(9, 9)


def test_parts_stand_for_a_wave_that_tells_no_number_or_less() -> None:
    parts = (strike("a", 2, 2, "w"), strike("b", 1, None, "w"))
    assert killed(strike("w", None, None), *parts) == Interval(3, None)
    assert killed(strike("w", 1, 1), *parts) == Interval(3, 3)


def test_waves_in_waves_count_once() -> None:
    assert killed(strike("w", 9, 9), strike("v", 4, 4, "w"), strike("a", 3, 3, "v")) == Interval(9, 9)


def test_what_nobody_told_cannot_be_bounded() -> None:
    assert killed(strike("a", 2, 3), strike("b", None, None)) == Interval(2, None)


def test_a_part_whose_wave_was_withheld_counts_for_itself() -> None:
    assert killed(strike("a", 2, 2, "elsewhere")) == Interval(2, 2)
