"""Claims against labelled strikes: what was found, what is right about it, and what was merged.

A labelled strike and a claim of one report can be paired when their windows lie at most a day apart and their places
agree at the labelled level: 25 km for a town or site, 60 km for a district, 161 km (100 miles) for a region or sea,
the same country drawn as an area for a country. Pairs are one to one, best first.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[Row, Row]

_AREAS = frozenset({"admin1", "region", "country", "sea_air"})
_TOWN_KM, _DISTRICT_KM, _REGION_KM = 25.0, 60.0, 161.0
_COUNTS = ("launched", "intercepted", "killed", "injured")
_SOMETIMES = (*_COUNTS, "weapon origin", "attacker")
"""Attributes that are often unsaid: their accuracy says little, the F1 over stated values says more."""


@dataclass(frozen=True, slots=True)
class Stated:
    """How often a value is stated by label or wrongly by claim, and the F1 of finding it."""

    n: int
    f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of claims, with the pairs and the errors behind them."""

    reports: int
    """Reports that the labels mention."""
    gold: int
    """Labelled strikes, those told as background aside."""
    claims: int
    precision: float
    recall: float
    f1: float
    empty: int
    """Reports that hold no strike."""
    noisy: int
    """Those of them in which one was claimed."""
    attributes: Mapping[str, float]
    """Part of the pairs in which each attribute equals the labelled one."""
    stated: Mapping[str, Stated]
    """The same for attributes that few reports state, over those that do."""
    median_km: float | None
    """Median distance between claimed and labelled place, over towns and sites."""
    pairs: tuple[Pair, ...]
    missed: tuple[Row, ...]
    false: tuple[Row, ...]
    pairwise: tuple[float, float, float]
    """Precision, recall and F1 over pairs of claims that were merged into one strike."""
    b_cubed: tuple[float, float, float]
    merged: tuple[int, int]
    """Claims that were paired, and pairs of them that are of one labelled strike."""


def evaluate(gold: Iterable[Row], claims: Iterable[Row]) -> Evaluation:
    """The scores of ``claims`` (rows of ``schema.CLAIMS``, with ``strike_id`` where merged) against ``gold``.

    Unknown is ``None``, as in ``claims.jsonl``.

    A line of gold with ``none`` says that its report holds no strike. Labelled background rows are neither missed
    when absent nor false when found; they count in merging.
    """
    labelled: dict[str, list[Row]] = defaultdict(list)
    for row in gold:
        labelled[row["report_id"]] += [] if row.get("none") else [row]
    found: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        found[claim["report_id"]].append(claim)
    every: list[Pair] = []
    missed: list[Row] = []
    false: list[Row] = []
    noisy = 0
    for report_id, rows in labelled.items():
        pairs, absent, extra = pair(rows, found[report_id])
        every += pairs
        missed += [row for row in absent if not row.get("background")]
        false += extra
        noisy += not rows and bool(extra)
    main = [(row, claim) for row, claim in every if not row.get("background")]
    precision, recall, f1 = f_score(len(main), len(false), len(missed))
    pairwise, b_cubed = merging(every)
    keys = Counter(row["key"] for row, _ in every)
    return Evaluation(
        reports=len(labelled),
        gold=len(main) + len(missed),
        claims=sum(len(found[report_id]) for report_id in labelled),
        precision=precision,
        recall=recall,
        f1=f1,
        empty=sum(not rows for rows in labelled.values()),
        noisy=noisy,
        attributes=attributes(main),
        stated=stated(main),
        median_km=_median_km(main),
        pairs=tuple(main),
        missed=tuple(missed),
        false=tuple(false),
        pairwise=pairwise,
        b_cubed=b_cubed,
        merged=(len(every), sum(n * (n - 1) // 2 for n in keys.values())),
    )


def pair(rows: Sequence[Row], claims: Sequence[Row]) -> tuple[list[Pair], list[Row], list[Row]]:
    """The pairs of one report, one to one and best first; the labelled rows and the claims that are left."""
    options = [
        (score, -i, -j)
        for i, row in enumerate(rows)
        for j, claim in enumerate(claims)
        if (score := _affinity(row, claim)) is not None
    ]
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, minus_i, minus_j in sorted(options, reverse=True):
        if -minus_i not in taken and -minus_j not in used:
            taken[-minus_i] = -minus_j
            used.add(-minus_j)
    pairs = [(rows[i], claims[j]) for i, j in taken.items()]
    missed = [row for i, row in enumerate(rows) if i not in taken]
    return pairs, missed, [claim for j, claim in enumerate(claims) if j not in used]


def attributes(pairs: Sequence[Pair]) -> dict[str, float]:
    """The part of ``pairs`` in which each attribute is right; empty without pairs."""
    if not pairs:
        return {}
    judged: Counter[str] = Counter()
    for row, claim in pairs:
        judged.update(name for name, right in _right(row, claim).items() if right)
    return {name: judged[name] / len(pairs) for name in _right(*pairs[0])}


def stated(pairs: Sequence[Pair]) -> dict[str, Stated]:
    """For attributes that are often unsaid, the F1 over the values that are said; empty without pairs.

    A wrong value counts twice: what is said is false, and what is true is missed.
    """
    if not pairs:
        return {}
    found: dict[str, list[int]] = {name: [0, 0, 0] for name in _SOMETIMES}
    for row, claim in pairs:
        right = _right(row, claim)
        for name, counts in found.items():
            labelled, claimed = _says(row, claim, name)
            counts[0] += labelled and claimed and right[name]
            counts[1] += claimed and not right[name]
            counts[2] += labelled and not right[name]
    return {name: Stated(tp + fn, f_score(tp, fp, fn)[2]) for name, (tp, fp, fn) in found.items()}


def _says(row: Row, claim: Row, name: str) -> tuple[bool, bool]:
    if name == "weapon origin":
        return bool(_makers(row)), bool(claim.get("weapon_origins"))
    if name == "attacker":
        return bool(row.get("attacker")), bool(claim.get("attacker"))
    return bool(row.get(name)), any(claim.get(f"{name}_{end}") is not None for end in ("min", "max"))


def _median_km(pairs: Iterable[Pair]) -> float | None:
    held = [place_error_km(row, claim) for row, claim in pairs if row["place_type"] in ("site", "settlement")]
    known = sorted(km for km in held if km is not None)
    return known[len(known) // 2] if known else None


def merging(pairs: Sequence[Pair]) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Pairwise and B-cubed precision, recall and F1 of the strikes of paired claims (Bagga and Baldwin 1998)."""
    items = [(row["key"], claim.get("strike_id") or f"alone:{claim.get('claim_id')}") for row, claim in pairs]
    keys, strikes, both = Counter(k for k, _ in items), Counter(s for _, s in items), Counter(items)
    same, merged, right = (sum(n * (n - 1) // 2 for n in counter.values()) for counter in (keys, strikes, both))
    if not items:
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
    p = sum(both[item] / strikes[item[1]] for item in items) / len(items)
    r = sum(both[item] / keys[item[0]] for item in items) / len(items)
    return f_score(right, merged - right, same - right), (p, r, 2 * p * r / (p + r))


def f_score(right: int, false: int, missed: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where nothing can be divided.

    >>> f_score(3, 1, 1)
    (0.75, 0.75, 0.75)
    """
    p = right / (right + false) if right + false else 0.0
    r = right / (right + missed) if right + missed else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def place_error_km(row: Row, claim: Row) -> float | None:
    """Kilometres between the labelled place and the claim's point; None where one has none."""
    values = (row.get("lat"), row.get("lon"), claim.get("latitude"), claim.get("longitude"))
    if not all(isinstance(value, int | float) and not math.isnan(value) for value in values):
        return None
    lat1, lon1, lat2, lon2 = (math.radians(float(value)) for value in values if value is not None)
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(a)))


def weapon_confusion(pairs: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """How often each labelled weapon class was read as each other; ``none`` stands for a class that one side lacks."""
    found: Counter[tuple[str, str]] = Counter()
    for row, claim in pairs:
        labelled, claimed = labelled_weapons(row), claimed_weapons(claim)
        found.update((name, name) for name in labelled & claimed)
        lost, extra = labelled - claimed, claimed - labelled
        if lost or extra:
            found.update((one, other) for one in sorted(lost) or ["none"] for other in sorted(extra) or ["none"])
    return found


def _affinity(row: Row, claim: Row) -> tuple[Any, ...] | None:
    window = _window(claim)
    if window is None:
        return None
    start, end = day_of(row["start"]), day_of(row["end"])
    gap = max((window[0] - end).days, (start - window[1]).days, 0)
    if gap > 1 or not _same_place(row, claim):
        return None
    shared = len(labelled_weapons(row) & claimed_weapons(claim))
    same_attacker = (row.get("attacker") or None) == (claim.get("attacker") or None)
    return (-gap, same_attacker, shared, (start, end) == window, -(place_error_km(row, claim) or 0.0))


def _same_place(row: Row, claim: Row) -> bool:
    kind, level = row["place_type"], claim.get("geo_precision")
    if kind == "country":
        return claim.get("country_code") == row.get("country") and level in _AREAS
    km = place_error_km(row, claim)
    if km is None:
        return bool(_names(claim, "location", "place_text") & _names(row, "place", "place_text"))
    if kind in ("region", "sea"):
        return km <= _REGION_KM and level != "country"
    return km <= (_DISTRICT_KM if kind == "district" else _TOWN_KM) and level not in _AREAS


def compared(row: Row, claim: Row) -> dict[str, tuple[Any, Any]]:
    """What the label says of each attribute, and what the claim says; they are right where they are equal."""
    window, days = _window(claim), (day_of(row["start"]), day_of(row["end"]))
    values: dict[str, tuple[Any, Any]] = {
        "start day": (days[0], window and window[0]),
        "date window": (days, window),
        "attacker": (row.get("attacker") or None, claim.get("attacker") or None),
        "weapon class": (labelled_weapons(row), claimed_weapons(claim)),
        "weapon origin": (_makers(row), set(claim.get("weapon_origins") or ())),
    }
    for name in _COUNTS:
        values[name] = (tuple(row.get(name) or (None, None)), (claim.get(f"{name}_min"), claim.get(f"{name}_max")))
    values["claimants"] = (set(row.get("claimants") or ()), set(claim.get("claimants") or ()))
    values["assertion"] = (row.get("assertion"), claim.get("assertion"))
    return values


def _right(row: Row, claim: Row) -> dict[str, bool]:
    return {name: labelled == claimed for name, (labelled, claimed) in compared(row, claim).items()}


def _makers(row: Row) -> set[str]:
    return {weapon["origin"] for weapon in row.get("weapons") or () if weapon.get("origin")}


def labelled_weapons(row: Row) -> set[str]:
    """The weapon classes of a labelled row."""
    return {weapon["class"] for weapon in row.get("weapons") or () if weapon.get("class")} or {"unspecified"}


def claimed_weapons(claim: Row) -> set[str]:
    """The weapon classes of a claim or strike."""
    return {str(name) for name in claim.get("weapon_classes") or ()} or {"unspecified"}


def _names(row: Row, *columns: str) -> set[str]:
    return {str(row.get(column) or "").casefold() for column in columns} - {""}


def day_of(value: object) -> dt.date:
    """The day of an ISO date."""
    return dt.date.fromisoformat(str(value)[:10])


def _window(claim: Row) -> tuple[dt.date, dt.date] | None:
    start = claim.get("date_start")
    return (day_of(start), day_of(claim.get("date_end") or start)) if start else None
