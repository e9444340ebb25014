"""Claims that mean one strike, by complete linkage: every two members of a cluster agree, so events never chain."""

from __future__ import annotations

from collections.abc import Sequence

from geo.corroboration.pairs import Pairs
from geo.model import Claim
from geo.options import CorroborateOptions


def clusters(claims: Sequence[Claim], pairs: Pairs, options: CorroborateOptions) -> list[list[int]]:
    """Row numbers of the claims of each strike; every claim stands in exactly one."""
    n = len(claims)
    strong = pairs.where(pairs.p >= options.merge_at)
    agree = set((strong.one * n + strong.other).tolist())
    home = list(range(n))
    members = {i: [i] for i in home}
    refused: set[int] = set()  # two clusters that once disagreed will always: they only grow
    for one, other in zip(strong.one.tolist(), strong.other.tolist(), strict=True):
        a, b = home[one], home[other]
        if a == b or a * n + b in refused:
            continue
        if not all(min(i, j) * n + max(i, j) in agree for i in members[a] for j in members[b]):
            refused.update((a * n + b, b * n + a))
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        for i in members[b]:
            home[i] = a
        members[a] += members.pop(b)
    return [sorted(rows, key=lambda i: claims[i].claim_id) for rows in members.values()]
