"""Every column of the three frames: name, dtype, unit, meaning.

``REPORTS``, ``CLAIMS`` and ``STRIKES`` list the columns; :func:`check` says what is wrong with a frame,
:func:`empty` gives a frame without rows, :func:`frame` makes one out of values, and :func:`reports_of` and
:func:`claims_of` make values out of one. Unknown is null everywhere: never 0, "" or (0, 0).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import pandas as pd

from geo.errors import SchemaError
from geo.model import (
    Assertion,
    Claim,
    DateBasis,
    GeoPrecision,
    Grade,
    Interval,
    Level,
    OriginBasis,
    Outcome,
    Place,
    Report,
    ReviewStatus,
    Span,
    TargetType,
    TimePrecision,
    WeaponClass,
)

Kind = Literal["string", "date", "datetime", "time", "category", "float", "int", "bool", "list", "geometry"]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, unit, allowed values, and what it means."""

    name: str
    kind: Kind
    meaning: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    required: bool = False


def _words(enum: Any) -> tuple[str, ...]:
    return tuple(str(member) for member in enum)


def _counts(name: str, meaning: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_min", "int", f"{meaning}, at least", unit="count"),
        Column(f"{name}_max", "int", f"{meaning}, at most", unit="count"),
    )


REPORTS: tuple[Column, ...] = (
    Column("report_id", "string", "content hash, or the id that came with the report", required=True),
    Column("url", "string", "where it was published"),
    Column("title", "string", "headline"),
    Column("publisher", "string", "outlet"),
    Column("published", "date", "publication date", required=True),
    Column("published_at", "datetime", "publication time where known", unit="UTC"),
    Column("lang", "string", "ISO 639-1 code of the text's language", required=True),
    Column("text", "string", "the text; evidence spans count its characters", required=True),
    Column("text_sha256", "string", "SHA-256 of the text, hexadecimal"),
    Column("retrieved_at", "datetime", "when it was fetched", unit="UTC"),
    Column("licence", "string", "terms of the source, where known"),
)

_DATES = (
    Column("date_start", "date", "first possible local day", required=True),
    Column("date_end", "date", "last possible local day, inclusive", required=True),
    Column("date_text", "string", "the words that gave it"),
    Column("date_basis", "category", "where the window comes from", values=_words(DateBasis)),
    Column("time_precision", "category", "how finely the time is known", values=_words(TimePrecision)),
    Column("time_start", "time", "stated clock time", unit="local time"),
)
_PLACE = (
    Column("place_text", "string", "the place in the report's words"),
    Column("location", "string", "the gazetteer's name"),
    Column("geo_precision", "category", "how finely the place is known", values=_words(GeoPrecision)),
    Column("country_code", "string", "ISO 3166-1 alpha-2"),
    Column("admin1", "string", "first-level unit, English name"),
    Column("admin1_code", "string", "GeoNames code of the first-level unit, with its country: UA.26"),
    Column("admin2", "string", "second-level unit"),
    Column("geonames_id", "int", "GeoNames id"),
    Column("area_id", "string", "key of the polygon in the boundaries; null for points"),
    Column("latitude", "float", "representative point", unit="degrees, WGS 84"),
    Column("longitude", "float", "representative point", unit="degrees, WGS 84"),
    Column("uncertainty_m", "float", "radius of the smallest circle that holds the stated area", unit="m"),
    Column("p_location", "float", "probability that the place meant is the place given"),
)
_ATTACK = (
    Column("attacker", "string", "ISO2 of a state, or the group's usual English name"),
    Column("weapon_classes", "list", "kinds of munition", values=_words(WeaponClass)),
    Column("weapon_systems", "list", "named systems"),
    Column("weapon_origins", "list", "ISO2 of the countries of make or supply: never the attacker or launch place"),
    Column("weapon_origin_basis", "category", "where the weapon origin comes from", values=_words(OriginBasis)),
    *_counts("launched", "munitions launched"),
    *_counts("intercepted", "munitions intercepted"),
    *_counts("hit", "munitions that hit"),
    *_counts("killed", "people killed"),
    *_counts("injured", "people injured"),
    Column("outcome", "category", "what became of the munitions", values=_words(Outcome)),
    Column("target_type", "category", "kind of object", values=_words(TargetType)),
    Column("target_text", "string", "the object in the report's words"),
)

CLAIMS: tuple[Column, ...] = (
    Column("claim_id", "string", "hash of report, place span and window", required=True),
    Column("report_id", "string", "the report that claims it", required=True),
    *_DATES,
    *_PLACE,
    Column("place_span", "list", "[start, end) of the name that is meant, in the report's text"),
    *_ATTACK,
    Column("claimants", "list", "who says it: ISO2 of a state, or an organisation"),
    Column("deniers", "list", "who denies it in the same report"),
    Column("assertion", "category", "how firmly it is said", values=_words(Assertion)),
    Column("background", "bool", "told as an earlier event"),
    Column("wave", "bool", "stands for many strikes"),
    Column("part_of", "string", "claim_id of the wave that contains it"),
    Column("evidence", "list", "the sentences that say it"),
    Column("evidence_spans", "list", "their [start, end) in the report's text"),
    Column("p_extraction", "float", "probability that the report states this strike"),
    Column("rules", "list", "which rules made it"),
)

STRIKES: tuple[Column, ...] = (
    Column("strike_id", "string", "stable id: the hash of its first claim", required=True),
    Column("date", "date", "local day it is dated to: the later of the two for a night", required=True),
    *_DATES,
    *_PLACE,
    *_ATTACK,
    Column("killed_best", "int", "people killed, by the best-graded latest origin", unit="count"),
    Column("injured_best", "int", "people injured, by the best-graded latest origin", unit="count"),
    Column("claimants", "list", "who says it"),
    Column("deniers", "list", "who denies it"),
    Column("assertion", "category", "the firmest way in which a report says it", values=_words(Assertion)),
    Column("level", "category", "one attack, or one that stands for many", values=_words(Level)),
    Column("part_of", "string", "strike_id of the wave that contains it"),
    Column("grade", "category", "kind of support", values=_words(Grade)),
    Column("confidence", "float", "probability that such a strike happened there and then"),
    Column(
        "grade_history",
        "list",
        "how its support grew: a day of publication, the grade and the confidence from then on: "
        "2024-01-05 single_origin 0.76",
    ),
    Column("confidence_calibrated", "bool", "whether confidence was fitted on labelled data"),
    Column("conf_extraction", "float", "part of the confidence: how sure the reading is"),
    Column("conf_sources", "float", "part of the confidence: the best origin alone"),
    Column("conf_corroboration", "float", "part of the confidence: what further origins add"),
    Column("conf_contradiction", "float", "part of the confidence: what denials take away"),
    Column("n_reports", "int", "reports that say it", unit="count"),
    Column("n_outlets", "int", "outlets that say it", unit="count"),
    Column("n_origins", "int", "independent origins", unit="count"),
    Column("n_sides", "int", "sides of the conflict that say it", unit="count"),
    Column("first_reported", "date", "first publication date"),
    Column("last_reported", "date", "last publication date"),
    Column("claim_ids", "list", "its claims"),
    Column("report_ids", "list", "their reports"),
    Column("urls", "list", "their addresses"),
    Column(
        "sources",
        "list",
        "one mapping a claim: claim_id, report_id, publisher, title, url, published, origin, quote, claimants, "
        "assertion, licence",
    ),
    Column("notes", "list", "disagreements that were kept"),
    Column("replaces", "list", "strike_ids that were merged into this one"),
    Column("review_status", "category", "who looked at it last", values=_words(ReviewStatus)),
    Column("geometry", "geometry", "point, circle or polygon; null where the place is unknown", unit="EPSG:4326"),
)

COUNTS: tuple[str, ...] = ("launched", "intercepted", "hit", "killed", "injured")
_DTYPES: dict[str, Any] = {"string": "string", "float": "float64", "int": "Int64", "bool": "boolean"}
_ENUMS: dict[str, Any] = {
    "date_basis": DateBasis,
    "time_precision": TimePrecision,
    "weapon_origin_basis": OriginBasis,
    "outcome": Outcome,
    "target_type": TargetType,
    "assertion": Assertion,
}
_PLACE_FIELDS = tuple(f.name for f in dataclasses.fields(Place))


def names(columns: tuple[Column, ...]) -> list[str]:
    """The names of ``columns``, in order, without the geometry."""
    return [column.name for column in columns if column.kind != "geometry"]


def missing(value: object) -> bool:
    """Whether a cell is null (None, NaN, NaT, NA); lists and mappings never are."""
    if value is None or value is pd.NaT or value is pd.NA:
        return True
    return isinstance(value, float) and math.isnan(value)


def series(column: Column, values: Iterable[object]) -> pd.Series[Any]:
    """``values`` as a Series of the dtype of ``column``; null stays null."""
    cells = [None if missing(value) else value for value in values]
    if column.kind == "category":
        texts = [None if cell is None else str(cell) for cell in cells]
        unknown = sorted({text for text in texts if text is not None} - set(column.values))
        if unknown:
            allowed = ", ".join(column.values)
            raise SchemaError(f"column {column.name!r} has the value {unknown[0]!r}; allowed: {allowed}")
        return pd.Series(pd.Categorical(texts, categories=list(column.values)), name=column.name)
    if column.kind in ("list", "date", "time", "datetime"):
        return pd.Series(cells, dtype="object", name=column.name)
    try:
        return pd.Series(cells, dtype=_DTYPES[column.kind], name=column.name)
    except (TypeError, ValueError) as error:
        raise SchemaError(f"column {column.name!r} must hold {column.kind} values: {error}") from error


def frame(columns: tuple[Column, ...], rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """A frame with exactly ``columns`` (geometry aside) out of ``rows``; absent cells are null."""
    held = list(rows)
    return pd.DataFrame(
        {c.name: series(c, (row.get(c.name) for row in held)) for c in columns if c.kind != "geometry"},
        columns=pd.Index(names(columns)),
    )


def empty(columns: tuple[Column, ...]) -> pd.DataFrame:
    """A frame with ``columns`` (geometry aside) and no rows.

    >>> from geo import schema
    >>> len(schema.empty(schema.CLAIMS))
    0
    """
    return frame(columns, ())


def check(table: pd.DataFrame, columns: tuple[Column, ...], *, what: str = "frame") -> None:
    """Raise :class:`SchemaError` with the first thing that is wrong with ``table``; say nothing when all is well."""
    absent = [c.name for c in columns if c.required and c.name not in table.columns]
    if absent:
        needed = ", ".join(c.name for c in columns if c.required)
        raise SchemaError(f"{what} lacks the column {absent[0]!r}; it needs: {needed}")
    for column in columns:
        if column.name not in table.columns or column.kind == "geometry":
            continue
        cells = table[column.name]
        if column.required and (nulls := cells.isna().to_numpy(dtype=bool)).any():
            raise SchemaError(f"{what}: column {column.name!r} is empty in row {cells.index[int(nulls.argmax())]!r}")
        if column.kind == "category":
            series(column, cells.dropna().unique())
        if column.kind == "date" and not set(map(type, cells.dropna())) <= {dt.date}:
            raise SchemaError(f"{what}: column {column.name!r} must hold datetime.date values")


def report_rows(reports: Iterable[Report]) -> Iterator[dict[str, object]]:
    """Rows for ``REPORTS``, one a report; what came with it beyond the columns is kept under its own name."""
    import hashlib

    for report in reports:
        row = {f.name: getattr(report, f.name) for f in dataclasses.fields(Report) if f.name != "extra"}
        row["text_sha256"] = hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
        yield row


def reports_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """The frame of ``reports``; extra values stand in columns of their own behind those of ``REPORTS``."""
    held = list(reports)
    table = frame(REPORTS, report_rows(held))
    known = set(names(REPORTS))
    for name in dict.fromkeys(key for report in held for key in report.extra if key not in known):
        table[name] = pd.Series([report.extra.get(name) for report in held], dtype="object")
    return table


def _cells(row: Mapping[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in wanted if name in row and not missing(row[name])}


def reports_of(table: pd.DataFrame) -> Iterator[Report]:
    """The values of a frame of reports, row by row."""
    check(table, REPORTS, what="reports")
    known = names(REPORTS)
    fields = [f.name for f in dataclasses.fields(Report) if f.name != "extra"]
    for row in table.to_dict("records"):
        extra = {str(key): value for key, value in row.items() if key not in known and not missing(value)}
        yield Report(**_cells(row, fields), extra=extra)  # type: ignore[arg-type]


def claim_row(claim: Claim) -> dict[str, object]:
    """The row of one claim: intervals become ``_min``/``_max``, its place becomes columns."""
    row: dict[str, object] = {}
    for f in dataclasses.fields(Claim):
        value = getattr(claim, f.name)
        if f.name in COUNTS:
            row[f"{f.name}_min"], row[f"{f.name}_max"] = value
        elif f.name == "place":
            if value is not None:
                row.update({name: getattr(value, name) for name in _PLACE_FIELDS if name != "feature"})
        elif f.name == "evidence_spans":
            row[f.name] = [list(span) for span in value]
        elif f.name == "place_span":
            row[f.name] = None if value is None else list(value)
        elif isinstance(value, tuple):
            row[f.name] = [str(item) for item in value]
        else:
            row[f.name] = value
    if claim.place is None:
        row["geo_precision"] = GeoPrecision.UNKNOWN
    return row


def claims_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """The frame of ``claims``, columns as in ``CLAIMS``."""
    return frame(CLAIMS, (claim_row(claim) for claim in claims))


def _place_of(row: Mapping[str, Any]) -> Place | None:
    cells = _cells(row, _PLACE_FIELDS)
    if not {"location", "latitude", "longitude"} <= set(cells):
        return None
    cells["geo_precision"] = GeoPrecision(cells.get("geo_precision", "unknown"))
    if "geonames_id" in cells:
        cells["geonames_id"] = int(cells["geonames_id"])
    return Place(**cells)


_PLAIN = tuple(
    f.name for f in dataclasses.fields(Claim) if f.name not in {*COUNTS, "place", "place_span", "evidence_spans"}
)
"""Fields of a claim that are one cell of its row."""


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of one row of a frame of claims."""
    cells = _cells(row, _PLAIN)
    for name, enum in _ENUMS.items():
        if name in cells:
            cells[name] = enum(cells[name])
    for name, value in cells.items():
        if isinstance(value, list):
            cells[name] = tuple(WeaponClass(item) if name == "weapon_classes" else item for item in value)
    for name in COUNTS:
        bounds = (row.get(f"{name}_min"), row.get(f"{name}_max"))
        cells[name] = Interval(*(None if missing(bound) else int(bound) for bound in bounds))  # type: ignore[arg-type]
    spans = row.get("evidence_spans")
    cells["evidence_spans"] = () if missing(spans) else tuple(Span(*span) for span in spans or ())
    span = row.get("place_span")
    cells["place_span"] = None if missing(span) or span is None else Span(*span)
    cells["background"] = bool(cells.get("background", False))
    cells["wave"] = bool(cells.get("wave", False))
    cells.setdefault("date_basis", DateBasis.EXPLICIT)
    cells.setdefault("time_precision", TimePrecision.DAY)
    return Claim(place=_place_of(row), **cells)


def claims_of(table: pd.DataFrame) -> Iterator[Claim]:
    """The values of a frame of claims, row by row."""
    check(table, CLAIMS, what="claims")
    for row in table.to_dict("records"):
        yield claim_of(row)  # type: ignore[arg-type]
