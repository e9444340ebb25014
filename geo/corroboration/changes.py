"""What changed between two states of knowledge: what appeared, grew, was contested, was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo import schema
from geo.model import Grade

COLUMNS = ("strike_id", "change", "column", "before", "after", "date", "location")
_COUNTED = ("killed_best", "injured_best", "launched_min", "intercepted_min", "n_origins")


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row a change between two frames of strikes, with the columns of ``COLUMNS``.

    ``change`` is one of appeared, grew, shrank, contested, withdrawn, merged (into the strike ``after``), gone. Strikes
    that share a claim are the same.
    """
    rows: list[dict[str, Any]] = []
    home = {claim: row for row in before.to_dict("records") for claim in row["claim_ids"]}
    met = set()
    for new in after.to_dict("records"):
        old = next((home[claim] for claim in new["claim_ids"] if claim in home), None)
        if old is None:
            rows.append(_row(new, "appeared", None, None, None))
            continue
        met.add(old["strike_id"])
        rows += _differences(old, new)
    now = {claim: row["strike_id"] for row in after.to_dict("records") for claim in row["claim_ids"]}
    for old in before.to_dict("records"):
        if old["strike_id"] not in met:
            into = next((now[claim] for claim in old["claim_ids"] if claim in now), None)
            rows.append(_row(old, "gone" if into is None else "merged", None, None, into))
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS), dtype="object")


def _differences(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> list[dict[str, Any]]:
    found = []
    for column in _COUNTED:
        one, two = old[column], new[column]
        if schema.missing(two) or (not schema.missing(one) and one == two):
            continue
        grew = schema.missing(one) or two > one
        found.append(_row(new, "grew" if grew else "shrank", column, None if schema.missing(one) else one, two))
    if old["grade"] != new["grade"] and new["grade"] in (Grade.CONTESTED, Grade.DISCOUNTED):
        change = "contested" if new["grade"] == Grade.CONTESTED else "withdrawn"
        found.append(_row(new, change, "grade", old["grade"], new["grade"]))
    return found


def _row(strike: Mapping[Any, Any], change: str, column: str | None, one: Any, two: Any) -> dict[str, Any]:
    cells = (strike["strike_id"], change, column, one, two, strike["date"], strike["location"])
    return dict(zip(COLUMNS, cells, strict=True))
