"""Claims that mean one strike, by complete linkage: every two members of a cluster agree, so events never chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.corroboration.pairs import Pair
from geo.model import Claim
from geo.options import CorroborateOptions


def clusters(claims: Sequence[Claim], pairs: Iterable[Pair], options: CorroborateOptions) -> list[list[int]]:
    """Row numbers of the claims of each strike; every claim stands in exactly one."""
    strong = [pair for pair in pairs if pair.p >= options.merge_at]
    agree = {(pair.one, pair.other) for pair in strong}
    home = list(range(len(claims)))
    members = {i: [i] for i in home}
    for pair in strong:
        a, b = home[pair.one], home[pair.other]
        if a == b or not all((min(i, j), max(i, j)) in agree for i in members[a] for j in members[b]):
            continue
        members[a] += members.pop(b)
        for i in members[a]:
            home[i] = a
    return [sorted(rows, key=lambda i: claims[i].claim_id) for rows in members.values()]
