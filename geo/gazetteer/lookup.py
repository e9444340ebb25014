"""Small words shared by the index and whoever fills it: kinds of place, kinds of name, likeness of spellings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

KINDS: Final = ("country", "admin1", "admin2", "sea", "region", "settlement", "site", "sub_settlement")
NAME_KINDS: Final = ("primary", "alias", "old")
MIN_LIKENESS: Final = 0.84
"""Below this two spellings are rather two names ("Sumy" and "Suma" 0.75, "Kupiansk" and "Kupyansk" 0.88)."""


def best_spellings(folded: str, keys: Iterable[str], *, limit: int) -> list[tuple[str, float]]:
    """The keys most like ``folded`` with their likeness, 0 to 1, best first.

    Examples
    --------
    >>> best_spellings("kupyansk", ["kupiansk", "kuwait"], limit=3)
    [('kupiansk', 0.875)]
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(
        folded, list(keys), scorer=OSA.normalized_similarity, score_cutoff=MIN_LIKENESS, limit=limit, processor=None
    )
    return [(str(key), round(float(score), 4)) for key, score, _ in found]
