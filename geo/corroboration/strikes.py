"""Claims of all reports in, strikes out: one row a real attack, each with grade, confidence and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.corroboration.cluster import clusters
from geo.corroboration.fuse import Told, Verdicts, finest_claim, fuse, origin_of, strike_id
from geo.corroboration.origins import copy_groups
from geo.corroboration.pairs import scored_pairs
from geo.corroboration.sources import Sources
from geo.corroboration.waves import set_parts
from geo.model import Claim
from geo.options import CorroborateOptions

_DECISIONS = {"withdraw": "withdrawn", "confirm": "human_checked", "correct": "corrected"}


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
        People's decisions: ``claim_id`` or ``strike_id``, ``decision`` (withdraw, confirm, correct), ``note``.
    as_of
        Use only claims of reports that were published by this day.
    known
        Strikes of an earlier run: they keep their ids.
    """
    table = sources or Sources.default()
    told = _told(claims, reports, table, options, as_of)
    held = [t.claim for t in told]
    groups = clusters(held, scored_pairs(held, options), options)
    verdicts, names = _verdicts(reviews), _known_ids(known)
    rows, geometry, shapes = [], [], claims.geometry.to_numpy()
    taken: set[str] = set()  # a known strike that fell apart leaves its id to one part
    for group in sorted(groups, key=lambda rows: rows[0]):
        members = [told[i] for i in group]
        old = sorted({names[t.claim.claim_id] for t in members if t.claim.claim_id in names})
        old = [known_as for known_as in old if known_as[1] not in taken]
        name = old[0][1] if old else strike_id(members)
        taken.update(known_as for _, known_as in old)
        row = fuse(members, sources=table, options=options, verdicts=verdicts, name=name)
        row["replaces"] = [other for _, other in old[1:]]
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


def review_pairs(
    claims: pd.DataFrame,
    *,
    options: CorroborateOptions = CorroborateOptions(),
) -> pd.DataFrame:
    """The pairs that were too unlike to merge and too like to ignore: two claim ids and a probability a row."""
    held = list(schema.claims_of(pd.DataFrame(claims)))
    pairs = [pair for pair in scored_pairs(held, options) if pair.p < options.merge_at]
    rows = [(*sorted((held[pair.one].claim_id, held[pair.other].claim_id)), pair.p) for pair in pairs]
    return pd.DataFrame(rows, columns=["claim_id", "other_claim_id", "p_same"])


def _told(
    claims: gpd.GeoDataFrame,
    reports: pd.DataFrame,
    sources: Sources,
    options: CorroborateOptions,
    as_of: dt.date | None,
) -> list[Told]:
    known = {row["report_id"]: row for row in reports.to_dict("records")}
    copies = copy_groups(reports, options)
    found: dict[str, Told] = {}
    for row, claim in enumerate(schema.claims_of(pd.DataFrame(claims.drop(columns="geometry")))):
        report = known.get(claim.report_id, {})
        published = report.get("published") or claim.date_end
        if (as_of is None or published <= as_of) and claim.claim_id not in found:
            outlet = _outlet(known.get(copies.get(claim.report_id, claim.report_id), report), claim)
            origin = origin_of(claim, outlet, sources)
            publisher, title, url = (_text(report, key) for key in ("publisher", "title", "url"))
            found[claim.claim_id] = Told(claim, published, publisher, title, url, origin, row)
    return [found[key] for key in sorted(found)]


def _outlet(report: Mapping[Any, Any], claim: Claim) -> str:
    return _text(report, "publisher") or _text(report, "report_id") or claim.report_id


def _text(report: Mapping[Any, Any], key: str) -> str | None:
    value = report.get(key)
    return None if schema.missing(value) else str(value)


def _known_ids(known: pd.DataFrame | None) -> dict[str, tuple[dt.date, str]]:
    if known is None:
        return {}
    return {
        claim_id: (row["first_reported"], row["strike_id"])
        for row in known.to_dict("records")
        for claim_id in row["claim_ids"]
    }


def _verdicts(reviews: pd.DataFrame | None) -> Verdicts:
    if reviews is None:
        return Verdicts()
    decided: dict[str, str] = {}
    for row in reviews.to_dict("records"):
        key: Sequence[Any] = [row.get("claim_id"), row.get("strike_id")]
        name = next((str(k) for k in key if not schema.missing(k) and k != ""), None)
        if name is not None:
            decided[name] = _DECISIONS.get(str(row.get("decision")), str(row.get("decision")))
    return Verdicts(decided)
