"""People's decisions: which strikes are withdrawn or confirmed, and which pairs of claims mean one strike or two.

The file outlives every run: claims are named by ids that depend on their report alone, so a decision about them stands
however many reports are added. The pairs that the merge is unsure of are written for a person to decide
(:func:`pending`), in the form in which the decisions are read back (:func:`parse`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from geo import schema
from geo.corroboration.fuse import Told
from geo.corroboration.pairs import Pairs
from geo.errors import OptionError
from geo.options import CorroborateOptions

JOIN, APART = "join", "apart"
VERDICTS = {
    "withdraw": "withdrawn", "confirm": "human_checked", "correct": "corrected",
    "withdrawn": "withdrawn", "human_checked": "human_checked", "corrected": "corrected",
}  # fmt: skip
COLUMNS = (
    "decision", "note", "p_same", "claim_id", "other_claim_id", "strike_id", "other_strike_id",
    "date", "other_date", "location", "other_location", "weapons", "other_weapons",
    "publisher", "other_publisher", "quote", "other_quote",
)  # fmt: skip
"""Columns of the review file: a person fills ``decision`` (join, apart, withdraw, confirm, correct) and ``note``."""
QUOTE_CHARACTERS = 300
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reviews:
    """Decisions, by what they are about."""

    verdicts: Mapping[str, str] = field(default_factory=dict)
    """By claim id or strike id: what became of the strike (``schema.ReviewStatus``)."""
    joined: frozenset[Names] = frozenset()
    """Pairs of claims that mean one strike, the lower id first."""
    apart: frozenset[Names] = frozenset()
    """Pairs of claims that mean two."""


def parse(table: pd.DataFrame | None) -> Reviews:
    """The decisions of a frame: ``decision`` with ``claim_id`` or ``strike_id``, or two claim ids for join and apart.

    Rows without a decision are open questions and say nothing. An error names the row (the line of a CSV) and column.
    """
    if table is None:
        return Reviews()
    if "decision" not in table.columns:
        raise OptionError("reviews lack the column 'decision'; they have claim_id or strike_id, decision, note")
    verdicts: dict[str, str] = {}
    pairs: dict[Names, str] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        decision = _text(row, "decision").casefold()
        if decision in (JOIN, APART):
            names = _pair(row, number, decision)
            if pairs.setdefault(names, decision) != decision:
                raise OptionError(
                    f"reviews, row {number}, column 'decision': {' and '.join(names)} are also kept otherwise"
                )
        elif decision in VERDICTS:
            verdicts[_subject(row, number, decision)] = VERDICTS[decision]
        elif decision:
            allowed = ", ".join((JOIN, APART, *list(VERDICTS)[:3]))
            raise OptionError(f"reviews, row {number}, column 'decision': {decision!r} is none of: {allowed}")
    return Reviews(
        verdicts,
        frozenset(names for names, decision in pairs.items() if decision == JOIN),
        frozenset(names for names, decision in pairs.items() if decision == APART),
    )


def _pair(row: Mapping[Any, Any], number: int, decision: str) -> Names:
    found = [_text(row, column) for column in ("claim_id", "other_claim_id")]
    for column, value in zip(("claim_id", "other_claim_id"), found, strict=True):
        if not value:
            raise OptionError(f"reviews, row {number}, column {column!r}: to {decision} takes two claims")
    if found[0] == found[1]:
        raise OptionError(f"reviews, row {number}, column 'other_claim_id': {found[0]!r} stands in both columns")
    return (min(found), max(found))


def _subject(row: Mapping[Any, Any], number: int, decision: str) -> str:
    name = _text(row, "claim_id") or _text(row, "strike_id")
    if not name:
        raise OptionError(f"reviews, row {number}, column 'claim_id': whom to {decision}? Give a claim_id or strike_id")
    return name


def _text(row: Mapping[Any, Any], column: str) -> str:
    value = row.get(column)
    return "" if schema.missing(value) else str(value).strip()


def apply(groups: Sequence[Sequence[int]], told: Sequence[Told], reviews: Reviews) -> list[list[Sequence[int]]]:
    """The clusters, joined as people decided: each strike as the list of clusters that it is made of."""
    rows = {t.claim.claim_id: n for n, t in enumerate(told)}
    home = {row: n for n, group in enumerate(groups) for row in group}
    parent = list(range(len(groups)))

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    for one, other in sorted(reviews.joined):
        if one in rows and other in rows:
            low, high = sorted((root(home[rows[one]]), root(home[rows[other]])))
            parent[high] = low
    for one, other in sorted(reviews.apart):
        if one in rows and other in rows and root(home[rows[one]]) == root(home[rows[other]]):
            raise OptionError(f"reviews keep {one} and {other} apart, but join them by way of other claims: decide one")
    strikes: dict[int, list[Sequence[int]]] = {}
    for n, group in enumerate(groups):
        strikes.setdefault(root(n), []).append(group)
    return list(strikes.values())


def allowed(pairs: Pairs, told: Sequence[Told], reviews: Reviews) -> Pairs:
    """The pairs without those that people keep apart."""
    row = {t.claim.claim_id: n for n, t in enumerate(told)}
    apart = [sorted((row[a], row[b])) for a, b in reviews.apart if a in row and b in row]
    keys = np.array([one * len(told) + other for one, other in apart], dtype=np.int64)
    return pairs.where(~np.isin(pairs.one * len(told) + pairs.other, keys))


def pending(
    told: Sequence[Told],
    pairs: Pairs,
    strikes: pd.DataFrame,
    reviews: pd.DataFrame | None,
    options: CorroborateOptions,
) -> pd.DataFrame:
    """The review file: earlier decisions as they were, then the pairs that nobody decided, the likeliest first.

    A pair is open when it is likely enough to ask (``review_at``) and its claims stand in two strikes: too unlike to
    merge, or alike but kept apart because a third claim disagrees.
    """
    decided, names = parse(reviews), [t.claim.claim_id for t in told]
    home = {
        claim: strike for strike, held in zip(strikes["strike_id"], strikes["claim_ids"], strict=True) for claim in held
    }
    rows = []
    for n, m, p in pairs.rows():
        first, second = (told[at] for at in sorted((n, m), key=names.__getitem__))
        one, other = first.claim.claim_id, second.claim.claim_id
        if p < options.review_at or home[one] == home[other] or (one, other) in decided.joined | decided.apart:
            continue
        rows.append({"p_same": round(p, 3), **_told("", first, home), **_told("other_", second, home)})
    held = [] if reviews is None else [row for row in reviews.to_dict("records") if _text(row, "decision")]
    kept = [{name: _text(row, name) for name in COLUMNS} for row in held]
    return pd.DataFrame([*kept, *rows], columns=list(COLUMNS), dtype="object").fillna("")


def _told(prefix: str, told: Told, home: Mapping[str, str]) -> dict[str, object]:
    claim = told.claim
    days = dict.fromkeys((claim.date_start.isoformat(), claim.date_end.isoformat()))
    return {
        f"{prefix}claim_id": claim.claim_id,
        f"{prefix}strike_id": home[claim.claim_id],
        f"{prefix}date": "..".join(days),
        f"{prefix}location": claim.place.location if claim.place else "",
        f"{prefix}weapons": ";".join(str(kind) for kind in claim.weapon_classes),
        f"{prefix}publisher": told.publisher or "",
        f"{prefix}quote": " ".join(claim.evidence)[:QUOTE_CHARACTERS],
    }
