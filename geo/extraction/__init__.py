"""From prose to claims: what each report says of each strike, with the evidence and the rules.

:func:`extract_report` reads one report, :func:`extract` a frame of them. Finding which place a name means is not
decided here: a claim carries the gazetteer's first answer, and locating looks again with the whole report in view.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace

import pandas as pd

from geo import schema
from geo.errors import GeoError
from geo.extraction.assembly import claims_of_drafts
from geo.extraction.drafts import Draft
from geo.extraction.merge import drop_headline, fold_leads, link_waves, merge, settle_attackers
from geo.extraction.plain import plain
from geo.extraction.quarters import to_cities
from geo.extraction.reader import read
from geo.extraction.state import Reading, RefusedMention
from geo.extraction.tables import available, tables
from geo.model import Claim, PlaceFinder, Rejection, Report
from geo.options import ExtractOptions

__all__ = ["Extraction", "RefusedMention", "drafts_of", "extract", "extract_report"]

_LOG = logging.getLogger(__name__)
_LIVE_LINES = 3
"""Lines that begin with a clock time, from which on a report is a live blog: later tolls replace earlier ones."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one report."""

    claims: tuple[Claim, ...] = ()
    refused: tuple[RefusedMention, ...] = ()
    untargeted: tuple[RefusedMention, ...] = ()
    """Places told of beside an attack that were not hit, and by which rule."""
    rejection: Rejection | None = None
    """Why the report was not read at all; None where it was."""


def extract_report(report: Report, *, places: PlaceFinder, options: ExtractOptions = ExtractOptions()) -> Extraction:
    """The claims of one report, with the words of attack that were refused.

    A report in a language without a lexicon is rejected with that reason, and so is one whose reading fails: among
    many reports one that no rule foresaw costs itself alone. A broken installation (:class:`GeoError`) still stops all.
    """
    if not available(report.lang):
        reason = f"there is no lexicon for the language {report.lang!r}; known: en, uk, ru"
        return Extraction(rejection=Rejection(report.report_id, reason, "extract", report.title))
    words = tables(report.lang)
    if not words.gate.search(report.text):
        return Extraction()
    try:
        return _read(report, places, options)
    except GeoError:
        raise
    except Exception as error:
        _LOG.warning("reading report %s failed", report.report_id, exc_info=error)
        reason = f"reading it failed ({error!r}); a fault of these rules, please report it with the text"
        return Extraction(rejection=Rejection(report.report_id, reason, "extract", report.title))


def _read(report: Report, places: PlaceFinder, options: ExtractOptions) -> Extraction:
    reading = read(_plain(report), places, tables(report.lang))
    claims = claims_of_drafts(report, _settled(reading))
    kept = tuple(claim for claim in claims if claim.p_extraction >= options.min_p_extraction)
    return Extraction(kept, tuple(reading.refused), tuple(reading.untargeted.values()))


def drafts_of(report: Report, *, places: PlaceFinder) -> list[Draft]:
    """What a report tells, each attack once, before it becomes claims: for fitting and for looking into."""
    return _settled(read(_plain(report), places, tables(report.lang)))


def _plain(report: Report) -> Report:
    return replace(report, text=plain(report.text, report.lang))


def _settled(reading: Reading) -> list[Draft]:
    """The attacks of a reading, each once, with attackers settled and parts linked to their waves."""
    text = reading.report.text
    to_cities(reading.drafts, reading.toponyms)
    drafts = drop_headline(merge(reading.drafts, live=is_live(text)), text)
    drafts = fold_leads(drafts, reading.places)
    settle_attackers(drafts)
    link_waves(drafts, reading.places)
    return drafts


def is_live(text: str) -> bool:
    """Whether a text is a live blog, told in the order of the clock.

    >>> is_live("16:24 - Blasts.\\n\\n16:51 - A shop is hit.\\n\\n18:05 - Two dead.")
    True
    """
    return len(re.findall(r"(?m)^[ \t]*(?:[01]?\d|2[0-3])[:.][0-5]\d\b", text)) >= _LIVE_LINES


def extract(reports: pd.DataFrame, *, places: PlaceFinder, options: ExtractOptions = ExtractOptions()) -> pd.DataFrame:
    """The claims of all ``reports``, columns as in ``schema.CLAIMS``; ``attrs["rejected"]`` holds the rejections."""
    claims: list[Claim] = []
    rejected: list[Rejection] = []
    for report in schema.reports_of(reports):
        found = extract_report(report, places=places, options=options)
        claims += found.claims
        if found.rejection:
            rejected.append(found.rejection)
    frame = schema.claims_frame(claims)
    frame.attrs["rejected"] = tuple(rejected)
    return frame
