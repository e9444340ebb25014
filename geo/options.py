"""One frozen dataclass of options for each stage; defaults with their units and reasons.

Options are passed by keyword and never kept anywhere: the same call twice gives the same answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources become reports."""

    published: dt.date | None = None
    """Publication date for reports that state none; without it such a report is rejected."""
    lang: str | None = None
    """Language of all reports; detected for each where None."""


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """How claims are read out of a report."""

    min_p_extraction: float = 0.0
    """Claims below this probability are left out (0 keeps all that the rules accept)."""


@dataclass(frozen=True, slots=True)
class LocateOptions:
    """How names become places."""

    theatre: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes that the reports are about: a prior, never a filter."""
    home: str | None = None
    """ISO code of the outlet's country, where one outlet is read."""
    min_p_location: float = 0.0
    """Answers below this probability are given up as unknown."""
