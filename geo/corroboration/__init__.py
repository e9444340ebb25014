"""Claims of all reports become strikes: origins, pairs, clusters, waves, grade and confidence."""

from __future__ import annotations

from geo.corroboration.changes import changes
from geo.corroboration.compare import Comparison, compare
from geo.corroboration.sources import Source, Sources
from geo.corroboration.strikes import assign, corroborate, review_file
from geo.corroboration.totals import totals

__all__ = ["Comparison", "Source", "Sources", "assign", "changes", "compare", "corroborate", "review_file", "totals"]
