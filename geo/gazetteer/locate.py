"""Claims get their places: the name that a claim points at, resolved with its whole report as context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import schema
from geo.model import Place, Toponym, ToponymKind
from geo.options import LocateOptions

if TYPE_CHECKING:
    import geopandas as gpd

_FIELDS = (
    "location", "geo_precision", "country_code", "admin1", "admin1_code", "admin2", "geonames_id", "area_id",
    "latitude", "longitude", "uncertainty_m", "p_location",
)  # fmt: skip


def locate(
    claims: pd.DataFrame, reports: pd.DataFrame, *, gazetteer: Any, options: LocateOptions | None = None
) -> gpd.GeoDataFrame:
    """``claims`` with their place columns filled and a ``geometry`` column (EPSG:4326); the inputs are not changed."""
    import geopandas as gpd

    options = options or LocateOptions()
    schema.check(claims, schema.CLAIMS, what="claims")
    texts = {str(row["report_id"]): row for row in reports.to_dict("records")}
    toponyms: dict[str, list[Toponym]] = {}
    rows: list[dict[str, object]] = []
    shapes = []
    for row in claims.to_dict("records"):
        report = texts.get(str(row["report_id"]))
        found: list[Toponym] = []
        if report is not None:
            found = toponyms.get(str(row["report_id"])) or _read(report, gazetteer, options)
            toponyms[str(row["report_id"])] = found
        place = _place(row, found, gazetteer)
        if place is not None and (place.p_location or 1.0) < options.min_p_location:
            place = None
        rows.append({**{str(key): value for key, value in row.items()}, **_cells(place)})
        shapes.append(None if place is None else gazetteer.geometry(place))
    table = schema.frame(schema.CLAIMS, rows)
    table.index = claims.index
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=claims.index, crs="EPSG:4326"), crs="EPSG:4326")


def _read(report: dict[Any, Any], gazetteer: Any, options: LocateOptions) -> list[Toponym]:
    lang = report.get("lang")
    found: list[Toponym] = gazetteer.toponyms(
        str(report["text"]),
        lang="en" if schema.missing(lang) else str(lang),
        theatre=options.theatre,
        home=options.home,
    )
    return found


def _place(row: dict[Any, Any], found: Sequence[Toponym], gazetteer: Any) -> Place | None:
    span = row.get("place_span")
    if span is None or schema.missing(span):
        code = row.get("country_code")
        implied: Place | None = None if schema.missing(code) else gazetteer.country(str(code))
        return implied
    start, end = int(span[0]), int(span[1])
    overlaps = [
        (min(end, t.end) - max(start, t.start), t.kind is not ToponymKind.DEMONYM, t)
        for t in found
        if t.start < end and start < t.end and t.place is not None
    ]
    if overlaps:
        return max(overlaps, key=lambda item: item[:2])[2].place
    return schema.claim_of(row).place  # what extraction already knew, if anything


def _cells(place: Place | None) -> dict[str, object]:
    if place is None:
        return {**dict.fromkeys(_FIELDS), "geo_precision": "unknown"}
    return {name: getattr(place, name) for name in _FIELDS}
