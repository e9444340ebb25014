"""One strike out of the claims that mean it: window, place, counts, grade, confidence, and the way back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from geo.corroboration.confidence import Confidence, Denial, Support, claim_ratio, confidence, grade
from geo.corroboration.sources import Source, Sources
from geo.model import Assertion, Claim, GeoPrecision, Grade, Interval, Level, OriginBasis, Outcome, Place, ReviewStatus
from geo.options import CorroborateOptions
from geo.schema import COUNTS

_FINENESS = {precision: rank for rank, precision in enumerate(GeoPrecision)}
_FIRMNESS = (Assertion.STATED, Assertion.HEDGED, Assertion.DISPUTED)
_PLACE = tuple(f.name for f in fields(Place) if f.name != "feature")
QUOTE_CHARACTERS = 600
Standing = tuple[Grade, Confidence]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the report that tells it and the origins behind it: those whom it cites, else the outlet."""

    claim: Claim
    published: dt.date
    publisher: str | None
    title: str | None
    url: str | None
    origins: tuple[Source, ...]
    ratios: tuple[float, ...]
    """The likelihood ratio of the claim for each of its origins."""
    row: int

    @property
    def grade(self) -> str:
        """The best grade of its origins."""
        return min(origin.grade for origin in self.origins)


def origins_of(claim: Claim, outlet: str, sources: Sources) -> tuple[Source, ...]:
    """Who first said it: the speakers that the claim cites, else the outlet (of its group of copies)."""
    found = {source.name: source for source in map(sources.of, claim.claimants or (outlet,))}
    return tuple(found.values())


def strike_id(told: Sequence[Told]) -> str:
    """The hash of the first claim: earliest published, then smallest id."""
    first = min(told, key=lambda t: (t.published, t.claim.claim_id))
    return "s" + hashlib.sha256(first.claim.claim_id.encode()).hexdigest()[:12]


def fuse(
    told: Sequence[Told], *, sources: Sources, options: CorroborateOptions, verdict: str | None, name: str
) -> dict[str, Any]:
    """The row of ``schema.STRIKES`` for the claims of one strike (``part_of`` and geometry aside)."""
    told = sorted(told, key=lambda t: (t.published, t.claim.claim_id))
    claims = [t.claim for t in told]
    attacker, disputed = _commonest(c.attacker for c in claims), any(map(_disputes, claims))
    supports = _supports(told)
    graded, sure = _standing(told, sources=sources, options=options, withdrawn=verdict == "withdrawn")
    finest = finest_claim(told)
    return {
        "strike_id": name,
        **_window(claims),
        **({key: getattr(finest.place, key) for key in _PLACE} if finest.place else {"geo_precision": "unknown"}),
        "place_text": finest.place_text,
        "attacker": attacker,
        **_weapons(claims),
        **_counts(told),
        "outcome": _commonest(c.outcome for c in claims if c.outcome != Outcome.UNKNOWN) or Outcome.UNKNOWN,
        "target_type": _commonest(c.target_type for c in claims),
        "target_text": _commonest(c.target_text for c in claims),
        "claimants": _distinct(x for c in claims for x in c.claimants),
        "deniers": _distinct(x for c in claims for x in c.deniers),
        "assertion": Assertion.DISPUTED if disputed else min((c.assertion for c in claims), key=_FIRMNESS.index),
        "level": Level.WAVE if any(c.wave for c in claims) else Level.INCIDENT,
        "grade": graded,
        **_confidence(sure, claims, options),
        "grade_history": _history(
            told, (graded, sure), sources=sources, options=options, withdrawn=verdict == "withdrawn"
        ),
        "n_reports": len({c.report_id for c in claims}),
        "n_outlets": len({t.publisher or c.report_id for t, c in zip(told, claims, strict=True)}),
        "n_origins": len(supports),
        "n_sides": len({s.side for s in supports if s.side is not None}),
        "first_reported": told[0].published,
        "last_reported": told[-1].published,
        "claim_ids": [c.claim_id for c in claims],
        "report_ids": _distinct(c.report_id for c in claims),
        "urls": _distinct(t.url for t in told if t.url),
        "sources": [_source(t) for t in told],
        "notes": _notes(told, attacker),
        "replaces": [],
        "review_status": verdict if verdict in set(ReviewStatus) else ReviewStatus.MACHINE,
    }


def _disputes(claim: Claim) -> bool:
    return claim.assertion == Assertion.DISPUTED


def _standing(
    told: Sequence[Told], *, sources: Sources, options: CorroborateOptions, withdrawn: bool
) -> tuple[Grade, Confidence]:
    """Grade and probability that claims give together."""
    supports, denials = _supports(told), _denials(told, sources)
    disputed = any(_disputes(t.claim) for t in told)
    if disputed and not denials:
        denials = [Denial("unnamed", None, "C", max(t.published for t in told).toordinal())]
    attacker = _commonest(t.claim.attacker for t in told)
    graded = grade(supports, denials, attacker=attacker, disputed=disputed, withdrawn=withdrawn)
    return graded, confidence(supports, denials, sources=sources, options=options)


def _history(
    told: Sequence[Told], now: Standing, *, sources: Sources, options: CorroborateOptions, withdrawn: bool
) -> list[str]:
    """How grade and confidence stood from each day of publication on that changed them: day, grade, confidence.

    Only these claims are weighed again; whether they would have been taken for one strike then is not asked anew.
    ``now`` is how they stand with all that is known.
    """
    history: list[str] = []
    before = ""
    *days, today = sorted({t.published for t in told})
    for day in (*days, today):
        known = [t for t in told if t.published <= day]
        graded, sure = now if day == today else _standing(known, sources=sources, options=options, withdrawn=withdrawn)
        if (standing := f"{graded} {sure.value:.2f}") != before:
            history.append(f"{day} {standing}")
            before = standing
    return history


def finest_claim(told: Sequence[Told]) -> Claim:
    """The claim with the finest place; equal ones by the better source, then the surer place."""

    def key(t: Told) -> tuple[int, str, float, str]:
        place = t.claim.place
        rank = _FINENESS[place.geo_precision if place else GeoPrecision.UNKNOWN]
        return rank, t.grade, -((place.p_location if place else 0.0) or 0.0), t.claim.claim_id

    return min(told, key=key).claim


def _supports(told: Sequence[Told]) -> list[Support]:
    by_origin: dict[Source, list[tuple[Told, float]]] = defaultdict(list)
    for t in told:
        for origin, ratio in zip(t.origins, t.ratios, strict=True):
            by_origin[origin].append((t, ratio))
    return [
        Support(
            origin.name,
            origin.side,
            origin.grade,
            max(ratio for _, ratio in held),
            min(t.published for t, _ in held).toordinal(),
            _commonest(t.claim.attacker for t, _ in held),
        )
        for origin, held in sorted(by_origin.items(), key=lambda item: item[0].name)
    ]


def ratios_of(claim: Claim, origins: Iterable[Source], publisher: str | None, sources: Sources) -> tuple[float, ...]:
    """The likelihood ratio of a claim for each of its origins."""
    there = None if publisher is None else sources.of(publisher)
    return tuple(
        claim_ratio(
            claim.p_extraction, sources.commitment[_commitment(claim, origin == there)], sources.strength[origin.grade]
        )
        for origin in origins
    )


def _commitment(claim: Claim, there: bool) -> str:
    """How much of its weight a source puts behind a claim; an outlet that cites itself was there."""
    if claim.assertion == Assertion.HEDGED:
        return "hedged"
    return "asserted" if not claim.claimants else "first_hand" if there else "speaker"


def _denials(told: Sequence[Told], sources: Sources) -> list[Denial]:
    last: dict[str, int] = {}
    for t in told:
        for name in t.claim.deniers:
            last[name] = max(last.get(name, 0), t.published.toordinal())
    parties = [(sources.of(name), day) for name, day in sorted(last.items())]
    return [Denial(source.name, source.side, source.grade, day) for source, day in parties]


def _window(claims: Sequence[Claim]) -> dict[str, Any]:
    start, end = max(c.date_start for c in claims), min(c.date_end for c in claims)
    if start > end:
        start, end = min(c.date_start for c in claims), max(c.date_end for c in claims)
    base = min(claims, key=lambda c: ((c.date_start, c.date_end) != (start, end), c.claim_id))
    return {
        "date": end,
        "date_start": start,
        "date_end": end,
        "date_text": base.date_text,
        "date_basis": base.date_basis,
        "time_precision": base.time_precision,
        "time_start": next((c.time_start for c in claims if c.time_start is not None), None),
    }


def _weapons(claims: Sequence[Claim]) -> dict[str, Any]:
    classes = _distinct(str(x) for c in claims for x in c.weapon_classes)
    stated = any(c.weapon_origin_basis == OriginBasis.STATED for c in claims)
    named = any(c.weapon_origin_basis == OriginBasis.SYSTEM for c in claims)
    return {
        "weapon_classes": [c for c in classes if c != "unspecified"] or classes,
        "weapon_systems": _distinct(x for c in claims for x in c.weapon_systems),
        "weapon_origins": _distinct(x for c in claims for x in c.weapon_origins),
        "weapon_origin_basis": OriginBasis.STATED if stated else OriginBasis.SYSTEM if named else OriginBasis.NONE,
    }


def _counts(told: Sequence[Told]) -> dict[str, int | None]:
    row: dict[str, int | None] = {}
    for name in COUNTS:
        held = [(t, getattr(t.claim, name)) for t in told if getattr(t.claim, name) != (None, None)]
        bounds = merged([interval for _, interval in held])
        row[f"{name}_min"], row[f"{name}_max"] = bounds
        if name in ("killed", "injured"):
            best = min(held, key=lambda h: (h[0].grade, -h[0].published.toordinal()), default=None)
            row[f"{name}_best"] = None if best is None else best[1].min if best[1].min is not None else best[1].max
    return row


def merged(intervals: Sequence[Interval]) -> Interval:
    """The lowest minimum and the highest maximum; an open end above every stated maximum stays open.

    >>> merged([Interval(5, None), Interval(7, 7)])
    Interval(min=5, max=7)
    """
    lows = [i.min for i in intervals if i.min is not None]
    highs = [i.max for i in intervals if i.max is not None]
    high = max(highs, default=None)
    if high is not None and lows and max(lows) > high:
        high = None
    return Interval(min(lows, default=None), high)


def _confidence(sure: Confidence, claims: Sequence[Claim], options: CorroborateOptions) -> dict[str, Any]:
    return {
        "confidence": sure.value,
        "confidence_calibrated": options.calibration is not None,
        "conf_extraction": max(c.p_extraction for c in claims),
        "conf_sources": sure.sources,
        "conf_corroboration": sure.corroboration,
        "conf_contradiction": sure.contradiction,
    }


def _source(told: Told) -> dict[str, Any]:
    claim = told.claim
    return {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "publisher": told.publisher,
        "title": told.title,
        "url": told.url,
        "published": told.published,
        "origin": ", ".join(origin.name for origin in told.origins),
        "quote": " ".join(claim.evidence)[:QUOTE_CHARACTERS],
        "claimants": list(claim.claimants),
        "assertion": str(claim.assertion),
    }


def _notes(told: Sequence[Told], attacker: str | None) -> list[str]:
    places = _distinct(t.claim.place.location for t in told if t.claim.place)
    others = _distinct(t.claim.attacker for t in told if t.claim.attacker and t.claim.attacker != attacker)
    notes = [f"Places given: {', '.join(places)}"] if len(places) > 1 else []
    if others:
        notes.append(f"Another attacker is named: {', '.join(others)}")
    return notes


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _commonest(values: Iterable[Any]) -> Any:
    counts: dict[Any, int] = defaultdict(int)
    for value in values:
        if value is not None:
            counts[value] += 1
    return min(counts, key=lambda value: (-counts[value], str(value)), default=None)
