"""Claims of all reports become strikes: origins, pairs, clusters, waves, grade and confidence."""

from __future__ import annotations

from geo.corroboration.sources import Source, Sources
from geo.corroboration.strikes import assign, corroborate, review_pairs

__all__ = ["Source", "Sources", "assign", "corroborate", "review_pairs"]
