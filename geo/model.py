"""The frozen values that travel along the road, and the words they may use.

A :class:`Report` is one published text; a :class:`Claim` is what one report says of one strike;
a :class:`Toponym` is a name of a place found in a text and a :class:`Place` is what it means.
Values are never changed in place: use :func:`dataclasses.replace`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class WeaponClass(StrEnum):
    """The kind of munition, as far as a report tells it."""

    BALLISTIC_MISSILE = "ballistic_missile"
    CRUISE_MISSILE = "cruise_missile"
    MISSILE = "missile"
    DRONE = "drone"
    GLIDE_BOMB = "glide_bomb"
    BOMB = "bomb"
    AIR_STRIKE = "air_strike"
    ROCKET_ARTILLERY = "rocket_artillery"
    ARTILLERY = "artillery"
    NAVAL_DRONE = "naval_drone"
    UNSPECIFIED = "unspecified"


class GeoPrecision(StrEnum):
    """How finely the place is known, finest first."""

    SITE = "site"
    SUB_SETTLEMENT = "sub_settlement"
    SETTLEMENT = "settlement"
    NEAR_SETTLEMENT = "near_settlement"
    ADMIN3 = "admin3"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    REGION = "region"
    COUNTRY = "country"
    SEA_AIR = "sea_air"
    UNKNOWN = "unknown"


class TimePrecision(StrEnum):
    """How finely the time is known, finest first."""

    EXACT_TIME = "exact_time"
    DAY = "day"
    NIGHT = "night"
    FEW_DAYS = "few_days"
    WEEK = "week"
    MONTH = "month"
    LONGER = "longer"


class DateBasis(StrEnum):
    """Where the date window comes from."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    PUBLICATION = "publication"


class OriginBasis(StrEnum):
    """Where the weapon origin comes from."""

    STATED = "stated"
    SYSTEM = "system"
    NONE = "none"


class Outcome(StrEnum):
    """What became of the munitions."""

    IMPACT = "impact"
    INTERCEPTED = "intercepted"
    MIXED = "mixed"
    DEBRIS = "debris"
    UNKNOWN = "unknown"


class Assertion(StrEnum):
    """How firmly the report says it."""

    STATED = "stated"
    HEDGED = "hedged"
    DISPUTED = "disputed"


class TargetType(StrEnum):
    """What kind of object was hit."""

    RESIDENTIAL = "residential"
    ENERGY = "energy"
    INDUSTRIAL = "industrial"
    TRANSPORT = "transport"
    PORT = "port"
    HEALTHCARE = "healthcare"
    EDUCATION = "education"
    ADMINISTRATIVE = "administrative"
    COMMERCIAL = "commercial"
    RELIGIOUS = "religious"
    AGRICULTURAL = "agricultural"
    MILITARY = "military"
    OTHER = "other"


class Level(StrEnum):
    """One attack, or one that stands for many."""

    INCIDENT = "incident"
    WAVE = "wave"


class Grade(StrEnum):
    """What kind of support a strike has, strongest first; a rule that anyone can recompute."""

    ACKNOWLEDGED = "acknowledged"
    CORROBORATED = "corroborated"
    SINGLE_ORIGIN = "single_origin"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


class ReviewStatus(StrEnum):
    """Who looked at the strike last."""

    MACHINE = "machine"
    HUMAN_CHECKED = "human_checked"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class ToponymKind(StrEnum):
    """How a text refers to a place."""

    NAME = "name"
    """A proper name: "Kharkiv", "Zaporizhzhia region"."""
    DEMONYM = "demonym"
    """An adjective or people: "Ukrainian", "Russians"."""
    COMPOSED = "composed"
    """Words around a name that move it: "southern Ukraine", "20 km south of Kherson"."""
    ANAPHOR = "anaphor"
    """Words that stand for a name told elsewhere: "the city", "the capital", "there"."""


class Span(NamedTuple):
    """Half-open character offsets ``[start, end)`` in a report's text."""

    start: int
    end: int


class Interval(NamedTuple):
    """A count between two bounds, inclusive; ``None`` is an unknown bound, never 0."""

    min: int | None = None
    max: int | None = None


UNKNOWN_COUNT = Interval()


@dataclass(frozen=True, slots=True)
class Report:
    """One published text with its outlet and publication date (local to the outlet)."""

    report_id: str
    text: str
    published: dt.date
    lang: str = "en"
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: dt.datetime | None = None
    retrieved_at: dt.datetime | None = None
    licence: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A report that was not used, and why: nothing is lost silently."""

    source: str
    """File (with line number where it has many reports), or the report's id."""
    reason: str
    """What is wrong and what would mend it."""
    stage: str
    """``read`` or ``extract``."""
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate that was considered and refused, with the reason."""

    name: str
    reason: str
    geonames_id: int | None = None
    country_code: str | None = None
    p_location: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a gazetteer knows; longitude and latitude in WGS 84 degrees."""

    location: str
    geo_precision: GeoPrecision
    latitude: float
    longitude: float
    country_code: str | None = None
    admin1: str | None = None
    admin1_code: str | None = None
    """GeoNames first-level code with its country, such as ``UA.26``."""
    admin2: str | None = None
    geonames_id: int | None = None
    feature: str | None = None
    """GeoNames feature class and code, such as ``P.PPLA`` or ``S.AIRB``."""
    uncertainty_m: float | None = None
    """Radius of the smallest circle that holds the stated area, metres."""
    area_id: str | None = None
    """Key of its polygon in the boundaries (``UA``, ``UA.26``, ``sea:black-sea``); None for points."""
    p_location: float | None = None
    """Probability that this is the place meant."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A reference to a place in a text: ``text[start:end] == phrase``."""

    start: int
    end: int
    phrase: str
    kind: ToponymKind
    place: Place | None = None
    """None when the resolver abstains."""
    metonymic: bool = False
    """Stands for a government or a force ("Kyiv said"): resolved, never an event's place."""
    rules: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


class PlaceFinder(Protocol):
    """What extraction and locating need of a gazetteer; :class:`geo.gazetteer.Gazetteer` is the one in use."""

    def toponyms(
        self, text: str, *, lang: str = "en", theatre: Sequence[str] = (), home: str | None = None
    ) -> list[Toponym]:
        """All references to places in a text, in order and without overlap, resolved with the whole text as context."""
        ...

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        ...

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether the area of ``outer`` holds ``inner`` (by codes; False where unknown)."""
        ...

    def geometry(self, place: Place) -> BaseGeometry | None:
        """Point, circle (near_settlement) or polygon (areas) in EPSG:4326; None where unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """What one report says of one strike. Field names are the columns of ``schema.CLAIMS``."""

    claim_id: str
    report_id: str
    date_start: dt.date
    date_end: dt.date
    date_basis: DateBasis
    time_precision: TimePrecision
    date_text: str | None = None
    time_start: dt.time | None = None
    """Stated clock time, local, where there is one: keeps two strikes of one day apart."""
    place_text: str | None = None
    """The words of the report for the place; None where it is only implied."""
    place_span: Span | None = None
    """Where the name that is meant stands in the text (the antecedent, for "the city")."""
    place: Place | None = None
    attacker: str | None = None
    weapon_classes: tuple[WeaponClass, ...] = ()
    weapon_systems: tuple[str, ...] = ()
    weapon_origins: tuple[str, ...] = ()
    weapon_origin_basis: OriginBasis = OriginBasis.NONE
    launched: Interval = UNKNOWN_COUNT
    intercepted: Interval = UNKNOWN_COUNT
    hit: Interval = UNKNOWN_COUNT
    killed: Interval = UNKNOWN_COUNT
    injured: Interval = UNKNOWN_COUNT
    outcome: Outcome = Outcome.UNKNOWN
    target_type: TargetType | None = None
    target_text: str | None = None
    claimants: tuple[str, ...] = ()
    deniers: tuple[str, ...] = ()
    """Who denies it in the same report."""
    assertion: Assertion = Assertion.STATED
    background: bool = False
    wave: bool = False
    """Stands for many strikes (a night's total)."""
    part_of: str | None = None
    evidence: tuple[str, ...] = ()
    evidence_spans: tuple[Span, ...] = ()
    p_extraction: float = 0.5
    rules: tuple[str, ...] = ()
