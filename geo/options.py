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


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """How strikes become a map."""

    title: str | None = None
    """Heading of the map; none where None."""
    banner: str | None = None
    """A warning above the map, such as that it is for research only."""
    corrections: str | None = None
    """Address (e-mail or web) for corrections, shown in the legend."""
    color_by: str = "class"
    """What hue and shape mean on opening: ``class`` (weapon class) or ``origin`` (weapon origin)."""
    group_px: int = 34
    """Marks nearer than this on the screen are counted together; 0 draws every place for itself."""
    simplify_degrees: float = 0.004
    """How far a drawn border may stray from the true one: 0.004 degrees is about 400 m, unseen at these scales."""
    block_rows: int = 512
    """Strikes whose texts are packed together: a popup opens one block, some 200 kB, in a few milliseconds."""
    arcs: bool = False
    """Whether the arcs from supplier to attacker to strike are shown on opening."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a raw log-odds becomes a probability: fitted on labelled strikes, with a record of the data.

    ``sigmoid(a + b * log_odds)`` where ``knots`` is empty (Platt scaling), else the monotone line through
    ``knots``, pairs of (log-odds, probability) in rising order (isotonic regression).
    """

    a: float = 0.0
    b: float = 1.0
    knots: tuple[tuple[float, float], ...] = ()
    n_labels: int = 0
    record: tuple[tuple[str, str], ...] = ()
    """What it was fitted on: pairs of a name and its value."""


@dataclass(frozen=True, slots=True)
class CorroborateOptions:
    """How claims become strikes."""

    merge_at: float = 0.9
    """Probability that two claims mean one strike from which they merge."""
    review_at: float = 0.5
    """Probability from which an unmerged pair is listed for people to look at."""
    near_km: float = 5.0
    """Two points farther apart are two places: about the width of a town."""
    near_word_km: float = 25.0
    """The same where a report says "near" the place."""
    slack_days: int = 1
    """Days between two windows that may still be one strike: outlets differ about midnight."""
    clock_hours: float = 2.0
    """Stated clock times farther apart than this are two strikes."""
    copy_jaccard: float = 0.5
    """Texts that share this part of their word shingles are copies."""
    copy_hours: float = 48.0
    """Copies appear within this time of each other."""
    rho: float = 0.5
    """What each further origin of one side is worth, as a part of the one before."""
    prior: float = 0.5
    """Probability of a reported strike before any source is weighed."""
    cap: float = 0.97
    """Highest confidence that is ever shown: open reports alone never make certainty."""
    calibration: Calibration | None = None
    """A fit on labelled strikes; without it only words are shown, no per cent."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What leaves the house: the controls of publication mode."""

    min_age_days: int = 7
    """Younger strikes are withheld; never less than 1, whatever is asked: nothing here is for live use."""
    decimals: int = 2
    """Decimals of a point's degrees: 0.01 degrees is about 1 km, a centroid is no address."""
    sensitive_targets: tuple[str, ...] = ("military", "energy", "healthcare")
    """Targets that are shown no finer than their district, without the object's name."""
    quote_characters: int = 200
    """Longest quotation of a report."""
    withheld_outlets: tuple[str, ...] = ()
    """Outlets whose text and link are left out; the claim stays."""
    refused_licences: tuple[str, ...] = ("ACLED",)
    """Sources under these terms may not be republished: what rests on them alone is refused."""
    corrections: str | None = None
    """Address (e-mail or web) for corrections, written beside every export."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of all stages from reports to strikes."""

    extract: ExtractOptions = ExtractOptions()
    locate: LocateOptions = LocateOptions()
    corroborate: CorroborateOptions = CorroborateOptions()


@dataclass(frozen=True, slots=True)
class OnlineOptions:
    """How an online geocoder is asked, for those who opt in."""

    interval_s: float = 1.0
    """Seconds between two requests of this process: public services allow one a second."""
    tries: int = 4
    """Requests for one query before it is given up."""
    wait_s: float = 2.0
    """Seconds before the second try, doubled for each further one; what the service asks for goes first."""
    longest_wait_s: float = 120.0
    """A service that asks for a longer pause is not waited for: the error tells how long it is."""
    timeout_s: float = 10.0
    """Seconds until a request without an answer is given up."""
