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


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of claims, with the pairs and the errors behind them."""

    precision: float
    recall: float
    f1: float
    attributes: Mapping[str, float]
    """Part of the pairs in which each attribute equals the labelled one."""
    pairs: tuple[Pair, ...]
    missed: tuple[Row, ...]
    false: tuple[Row, ...]
    pairwise: tuple[float, float, float]
    """Precision, recall and F1 over pairs of claims that were merged into one strike."""
    b_cubed: tuple[float, float, float]


def evaluate(gold: Iterable[Row], claims: Iterable[Row]) -> Evaluation:
    """The scores of ``claims`` (rows of ``schema.CLAIMS``, with ``strike_id`` where merged) against ``gold``.

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
    for report_id, rows in labelled.items():
        pairs, absent, extra = pair(rows, found[report_id])
        every += pairs
        missed += [row for row in absent if not row.get("background")]
        false += extra
    main = [(row, claim) for row, claim in every if not row.get("background")]
    precision, recall, f1 = f_score(len(main), len(false), len(missed))
    pairwise, b_cubed = merging(every)
    return Evaluation(
        precision, recall, f1, attributes(main), tuple(main), tuple(missed), tuple(false), pairwise, b_cubed
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
    """How often each labelled set of weapon classes was read as each other, names joined by ``+``."""
    return Counter(("+".join(sorted(_weapons(r))), "+".join(sorted(_classes(c)))) for r, c in pairs)


def _affinity(row: Row, claim: Row) -> tuple[Any, ...] | None:
    window = _window(claim)
    if window is None:
        return None
    start, end = _day(row["start"]), _day(row["end"])
    gap = max((window[0] - end).days, (start - window[1]).days, 0)
    if gap > 1 or not _same_place(row, claim):
        return None
    shared = len(_weapons(row) & _classes(claim))
    same_attacker = row.get("attacker") == claim.get("attacker")
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


def _right(row: Row, claim: Row) -> dict[str, bool]:
    window = _window(claim)
    origins = {weapon["origin"] for weapon in row.get("weapons") or () if weapon.get("origin")}
    verdict = {
        "start day": window is not None and window[0] == _day(row["start"]),
        "date window": window == (_day(row["start"]), _day(row["end"])),
        "attacker": (row.get("attacker") or None) == (claim.get("attacker") or None),
        "weapon class": _weapons(row) == _classes(claim),
        "weapon origin": origins == set(claim.get("weapon_origins") or ()),
    }
    for name in _COUNTS:
        verdict[name] = tuple(row.get(name) or (None, None)) == (claim.get(f"{name}_min"), claim.get(f"{name}_max"))
    verdict["claimants"] = set(row.get("claimants") or ()) == set(claim.get("claimants") or ())
    verdict["assertion"] = row.get("assertion") == claim.get("assertion")
    return verdict


def _weapons(row: Row) -> set[str]:
    return {weapon["class"] for weapon in row.get("weapons") or () if weapon.get("class")} or {"unspecified"}


def _classes(claim: Row) -> set[str]:
    return {str(name) for name in claim.get("weapon_classes") or ()} or {"unspecified"}


def _names(row: Row, *columns: str) -> set[str]:
    return {str(row.get(column) or "").casefold() for column in columns} - {""}


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(str(value)[:10])


def _window(claim: Row) -> tuple[dt.date, dt.date] | None:
    start = claim.get("date_start")
    return (_day(start), _day(claim.get("date_end") or start)) if start else None
