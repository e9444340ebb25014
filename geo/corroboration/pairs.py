"""Which claims of different reports may mean one strike, and how probable that is.

Claims are grouped by place and sorted by window, and only neighbours in both are compared, so the cost grows with the
claims and with how crowded they are, not with their square.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.corroboration.evidence import Floats, Ints, Mask, Table, copied_elsewhere, log_odds, possible, weights
from geo.model import Claim
from geo.options import CorroborateOptions

_KM_A_DEGREE = 111.2
_CHUNK = 1 << 18
"""Pairs that are judged at once: some 100 MB of columns."""
_MOST = 30.0
"""Log-odds beyond this are certain, and would overflow."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of claims (row numbers, the lower first) with the probability that each means one strike, likeliest first."""

    one: Ints
    other: Ints
    p: Floats

    def __len__(self) -> int:
        return len(self.p)

    def where(self, kept: Mask) -> Pairs:
        """The pairs that a mask keeps."""
        return Pairs(self.one[kept], self.other[kept], self.p[kept])

    def rows(self) -> Iterator[tuple[int, int, float]]:
        """Each pair, one after the other."""
        return zip(self.one.tolist(), self.other.tolist(), self.p.tolist(), strict=True)


def scored_pairs(claims: Sequence[Claim], options: CorroborateOptions) -> Pairs:
    """All pairs at or above the review threshold, most probable first; equal ones by their claims' ids."""
    table = Table.of(claims)
    rank = np.empty(len(claims), dtype=np.int64)
    rank[sorted(range(len(claims)), key=lambda n: claims[n].claim_id)] = np.arange(len(claims))
    found: list[tuple[Ints, Ints, Floats]] = [(rank[:0], rank[:0], np.empty(0))]
    for i, j in candidates(table, rank, options):
        p = probabilities(table, i, j, options)
        kept = np.flatnonzero(p >= options.review_at)
        kept = kept[~copied_elsewhere(table, i[kept], j[kept])]
        found.append((i[kept], j[kept], p[kept]))
    i, j, p = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((np.maximum(rank[i], rank[j]), np.minimum(rank[i], rank[j]), -p))
    return Pairs(np.minimum(i, j)[order], np.maximum(i, j)[order], p[order])


def probabilities(
    table: Table, i: Ints, j: Ints, options: CorroborateOptions, weighted: Mapping[str, float] | None = None
) -> Floats:
    """The probability that each pair means one strike; 0 for pairs that cannot."""
    total = log_odds(table, i, j, options, weighted or weights())
    p = 1.0 / (1.0 + np.exp(-np.clip(total, -_MOST, _MOST)))
    return np.where(possible(table, i, j, options), np.round(p, 9), 0.0)


def probability(one: Claim, other: Claim, options: CorroborateOptions) -> float:
    """The probability that two claims mean one strike; 0 for two rows of one report, which already kept them apart."""
    return float(probabilities(Table.of([one, other]), np.array([0]), np.array([1]), options)[0])


def candidates(table: Table, rank: Ints, options: CorroborateOptions) -> Iterator[tuple[Ints, Ints]]:
    """Chunks of pairs of rows whose windows and places may be one, each pair once.

    Every claim looks only at those that start no earlier than itself and no later than its own window's end.
    """
    place, neighbours = _places(table, options)
    n = len(table)
    order = np.lexsort((rank, table.start))
    at = np.empty(n, dtype=np.int64)
    at[order] = np.arange(n)
    until = np.searchsorted(table.start[order], table.end + options.slack_days, side="right")
    keys = place * (n + 1) + at
    by_place = np.argsort(keys)
    sorted_keys = keys[by_place]
    for rows, where in _looks(place, neighbours):
        low = np.searchsorted(sorted_keys, where * (n + 1) + at[rows] + 1)
        high = np.searchsorted(sorted_keys, where * (n + 1) + until[rows])
        yield from _expand(rows, by_place, low, np.maximum(high, low))


def _looks(place: Ints, neighbours: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Rows, and for each the place where it looks: its own, then those of its neighbours."""
    rows = np.flatnonzero(place >= 0)
    yield rows, place[rows]
    if len(neighbours):
        first = np.searchsorted(neighbours[:, 0], place[rows], side="left")
        number = np.searchsorted(neighbours[:, 0], place[rows], side="right") - first
        repeated, offset = _ranges(number)
        yield rows[repeated], neighbours[first[repeated] + offset, 1]


def _ranges(number: Ints) -> tuple[Ints, Ints]:
    """Index of the range and place in it, for ranges of ``number`` members laid end to end."""
    repeated = np.repeat(np.arange(len(number)), number)
    offset = np.arange(len(repeated)) - np.repeat(np.cumsum(number) - number, number)
    return repeated, offset


def _expand(rows: Ints, members: Ints, low: Ints, high: Ints) -> Iterator[tuple[Ints, Ints]]:
    number = high - low
    total = np.cumsum(number)
    begin = 0
    while begin < len(rows):
        done = total[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, done + _CHUNK, side="right")))
        part = slice(begin, end)
        repeated, offset = _ranges(number[part])
        if len(repeated):
            yield rows[part][repeated], members[low[part][repeated] + offset]
        begin = end


def _places(table: Table, options: CorroborateOptions) -> tuple[Ints, Ints]:
    """For each claim the number of its place (-1 where unknown), and the pairs of neighbouring places, sorted."""
    place = np.full(len(table), -1, dtype=np.int64)
    areas = table.area > 0
    place[areas] = table.area[areas]
    points = np.flatnonzero(table.area == -1)
    if not len(points):
        return place, np.empty((0, 2), dtype=np.int64)
    reach = np.where(table.near, options.near_word_km, options.near_km)
    reach = np.maximum(reach, np.maximum(table.reach_km, table.town_km))
    spots, inverse = np.unique(
        np.stack([table.latitude[points], table.longitude[points], reach[points]], axis=1), axis=0, return_inverse=True
    )
    base = int(table.area.max(initial=0)) + 1
    place[points] = base + inverse.reshape(-1)
    near = _neighbours(spots)
    return place, near + base


def _neighbours(spots: Floats) -> Ints:
    """Pairs of rows of ``spots`` (latitude, longitude, reach in km, sorted by latitude) within the greater reach."""
    lat, lon, reach = spots.T
    found = []
    for at in range(len(spots)):
        margin = reach[at] / _KM_A_DEGREE * 1.01
        low, high = np.searchsorted(lat, [lat[at] - margin, lat[at] + margin])
        part = slice(low, high)
        a = (
            np.sin(np.radians(lat[part] - lat[at]) / 2) ** 2
            + math.cos(math.radians(lat[at]))
            * np.cos(np.radians(lat[part]))
            * np.sin(np.radians(lon[part] - lon[at]) / 2) ** 2
        )
        inside = 12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, a))) <= reach[at] * 1.001
        others = low + np.flatnonzero(inside)
        others = others[others != at]
        found.append(np.stack([np.full(len(others), at), others], axis=1))
    pairs = np.concatenate(found)
    return np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
