"""Claims of all reports in, strikes out: one row a real attack, each with grade, confidence and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import schema
from geo.corroboration import reviews as review
from geo.corroboration.cluster import clusters
from geo.corroboration.fuse import Told, finest_claim, fuse, origins_of, ratios_of, strike_id
from geo.corroboration.origins import copy_groups, first_of_groups
from geo.corroboration.pairs import Pairs, scored_pairs
from geo.corroboration.sources import Sources
from geo.corroboration.waves import set_parts
from geo.model import Claim
from geo.options import CorroborateOptions

Names = dict[str, tuple[dt.date, str]]
"""By claim: when its strike of an earlier run was first reported, and that strike's id."""


def corroborate(
    claims: gpd.GeoDataFrame,
    reports: pd.DataFrame,
    *,
    options: CorroborateOptions = CorroborateOptions(),
    sources: Sources | None = None,
    reviews: pd.DataFrame | None = None,
    as_of: dt.date | None = None,
    known: pd.DataFrame | None = None,
) -> gpd.GeoDataFrame:
    """The strikes behind located claims, columns as in ``schema.STRIKES``, EPSG:4326, sorted by day and id.

    Parameters
    ----------
    claims
        Columns as in ``schema.CLAIMS`` with a ``geometry`` in EPSG:4326; not changed.
    reports
        Columns as in ``schema.REPORTS``: outlets, dates and texts, from which origins are told.
    sources
        Grades and sides of those who speak; neutral defaults where None.
    reviews
        People's decisions: ``decision`` (withdraw, confirm, correct) on a ``claim_id`` or ``strike_id``, or (join, apart)
        on a ``claim_id`` and an ``other_claim_id``; ``note``.
    as_of
        Use only claims of reports that were published by this day.
    known
        Strikes of an earlier run: they keep their ids.
    """
    table = sources or Sources.default()
    told = _told(claims, reports, table, options, as_of)
    held = [t.claim for t in told]
    decided, names = review.parse(reviews), _known_ids(known)
    pairs = review.allowed(scored_pairs(held, options), told, decided)
    found = review.apply(clusters(held, pairs, options), told, decided)
    rows, geometry, shapes = [], [], claims.geometry.to_numpy()
    taken: set[str] = set()  # a known strike that fell apart leaves its id to one part
    for parts in sorted(found, key=lambda parts: min(part[0] for part in parts)):
        members = [told[i] for i in sorted(i for part in parts for i in part)]
        name, replaced = _name(members, [[told[i] for i in part] for part in parts], names, taken)
        verdict = _verdict(members, name, decided, joined=len(parts) > 1)
        row = fuse(members, sources=table, options=options, verdict=verdict, name=name)
        row["replaces"] = replaced
        rows.append(row)
        finest = finest_claim(members)
        geometry.append(shapes[next(t.row for t in members if t.claim is finest)])
    set_parts(rows, {c.claim_id: c.part_of for c in held if c.part_of})
    order = sorted(range(len(rows)), key=lambda i: (rows[i]["date"], rows[i]["strike_id"]))
    frame = schema.frame(schema.STRIKES, [rows[i] for i in order])
    return gpd.GeoDataFrame(
        frame, geometry=gpd.GeoSeries(pd.Series([geometry[i] for i in order], dtype="object"), crs=4326)
    )


def assign(claims: pd.DataFrame, strikes: pd.DataFrame) -> pd.DataFrame:
    """``claims`` with the column ``strike_id`` of the strike that each became part of."""
    home = {c: s for s, held in zip(strikes["strike_id"], strikes["claim_ids"], strict=True) for c in held}
    return claims.assign(strike_id=claims["claim_id"].map(home.get))


def _name(
    members: Sequence[Told], parts: Sequence[Sequence[Told]], names: Names, taken: set[str]
) -> tuple[str, list[str]]:
    """The id of a strike, and the ids that it replaces: the oldest known one, else the hash of its first claim."""
    known = sorted({names[t.claim.claim_id] for t in members if t.claim.claim_id in names})
    old = [name for _, name in known if name not in taken]
    name = old[0] if old else strike_id(members)
    taken.update(old)
    alone = sorted(strike_id(part) for part in parts) if len(parts) > 1 else []
    return name, [other for other in dict.fromkeys((*old, *alone)) if other != name]


def _verdict(members: Sequence[Told], name: str, decided: review.Reviews, *, joined: bool) -> str | None:
    said = (decided.verdicts.get(key) for key in (name, *(t.claim.claim_id for t in members)))
    return next((verdict for verdict in said if verdict is not None), "human_checked" if joined else None)


def review_file(
    claims: gpd.GeoDataFrame,
    reports: pd.DataFrame,
    strikes: pd.DataFrame,
    *,
    options: CorroborateOptions = CorroborateOptions(),
    reviews: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What people should look at: earlier decisions, then the pairs of claims that may mean one strike.

    ``strikes`` are those that the claims became. Fill ``decision`` with ``join`` or ``apart`` and pass the table as
    ``reviews`` to the next run.
    """
    told = _told(claims, reports, Sources.default(), options, None)
    return review.pending(told, _scored(told, options), strikes, reviews, options)


def _scored(told: Sequence[Told], options: CorroborateOptions) -> Pairs:
    return scored_pairs([t.claim for t in told], options)


def _told(
    claims: gpd.GeoDataFrame,
    reports: pd.DataFrame,
    sources: Sources,
    options: CorroborateOptions,
    as_of: dt.date | None,
) -> list[Told]:
    if as_of is not None:  # a copy that is published later tells nothing yet of who was first
        reports = reports[np.array([day <= as_of for day in reports["published"]], dtype=bool)]
    known = {row["report_id"]: row for row in reports.to_dict("records")}
    first = first_of_groups(reports, copy_groups(reports, options), sources)
    found: dict[str, Told] = {}
    for row, claim in enumerate(schema.claims_of(pd.DataFrame(claims.drop(columns="geometry")))):
        report = known.get(claim.report_id, {})
        published = report.get("published") or claim.date_end
        if (as_of is None or report) and claim.claim_id not in found:
            outlet = _outlet(known.get(first.get(claim.report_id, claim.report_id), report), claim)
            origins = origins_of(claim, outlet, sources)
            publisher, title, url = (_text(report, key) for key in ("publisher", "title", "url"))
            ratios = ratios_of(claim, origins, publisher, sources)
            found[claim.claim_id] = Told(claim, published, publisher, title, url, origins, ratios, row)
    return [found[key] for key in sorted(found)]


def _outlet(report: Mapping[Any, Any], claim: Claim) -> str:
    return _text(report, "publisher") or _text(report, "report_id") or claim.report_id


def _text(report: Mapping[Any, Any], key: str) -> str | None:
    value = report.get(key)
    return None if schema.missing(value) else str(value)


def _known_ids(known: pd.DataFrame | None) -> Names:
    if known is None:
        return {}
    return {
        claim_id: (row["first_reported"], row["strike_id"])
        for row in known.to_dict("records")
        for claim_id in row["claim_ids"]
    }
