"""What may leave the house: publication mode reduces a strikes frame, and counts what it reduced.

The controls and their defaults are in :class:`geo.options.PublishOptions`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import geopandas
import pandas as pd
from shapely.geometry import Point

from geo.model import GeoPrecision, Grade, Place, TargetType
from geo.options import PublishOptions
from geo.schema import missing

NEVER_YOUNGER_DAYS = 1
"""Whatever is asked: published pictures and places of fresh impacts help the next salvo."""
DISTRICT_M = 25_000.0
"""Radius of the circle that stands for a district where no outline of it is at hand."""
GRID_DEGREES = 0.25
"""A district's circle is centred on this grid, so that its middle does not give the object away; the shift is at most
20 km, so the circle still holds the object."""
METRES_PER_DEGREE = 111_320.0

_FINER_THAN_SETTLEMENT = {GeoPrecision.SITE, GeoPrecision.SUB_SETTLEMENT}
_FINER_THAN_DISTRICT = {*_FINER_THAN_SETTLEMENT, GeoPrecision.SETTLEMENT, GeoPrecision.NEAR_SETTLEMENT}
_PHONE = re.compile(r"\+?\d(?:[\s().-]?\d){8,14}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PLATE = re.compile(r"\b[A-ZА-ЯІЇЄ]{2}\s?\d{4}\s?[A-ZА-ЯІЇЄ]{2}\b")
_UNIT = re.compile(
    r"\b\d{1,4}(?:st|nd|rd|th|-?(?:а|я|й|ї|ої|ий|го))?\s+(?:[\w'’-]+\s+){0,4}?"
    r"(?:brigade|regiment|battalion|division|squadron|corps|бригад\w*|полк\w*|батальйон\w*|батальон\w*|дивізі\w*|дивизи\w*)",
    re.IGNORECASE,
)
_MASKS = ((_MAIL, "[address]"), (_PLATE, "[plate]"), (_UNIT, "[unit]"), (_PHONE, "[number]"))


Settlement = Callable[[float, float], Place | None]
"""The settlement that a longitude and a latitude lie in or beside; None where none is near."""


def publishable(
    strikes: geopandas.GeoDataFrame,
    *,
    options: PublishOptions = PublishOptions(),
    today: dt.date,
    settlement: Settlement | None = None,
) -> geopandas.GeoDataFrame:
    """The strikes that may be published, as they may be; ``attrs["publication"]`` counts what was changed.

    Younger strikes and those that rest on refused licences alone are left out; discounted ones stay, so that a map
    can count them. Places are never finer than the settlement, nor than the district for sensitive targets: a site
    takes name and point of its ``settlement``, or, where none is known, the name of its district or region.
    """
    count: Counter[str] = Counter()
    kept = [row for row in strikes.to_dict("records") if _may_appear(row, options, today, count)]
    reduced = [_reduced(row, options, settlement, count) for row in kept]
    table = _like(strikes, reduced)
    table.attrs = {**strikes.attrs, "publication": _named(count), "publication_today": today.isoformat()}
    return table


MEASURES: Mapping[str, str] = {
    "too_young": "withheld: younger than the minimum age",
    "licence": "withheld: its sources may not be republished",
    "withdrawn": "withheld: withdrawn after review",
    "district": "shown no finer than the district: sensitive target",
    "settlement": "shown no finer than the settlement",
    "shortened": "quotations shortened",
    "masked": "quotations with a unit, number, plate or address masked",
    "outlet": "quotations and links withheld for an outlet",
    "discounted": "discounted: counted, not drawn",
}
"""What publication mode does, in the words of methods.md."""


def _named(count: Counter[str]) -> dict[str, int]:
    return {name: count[name] for name in MEASURES}


def _may_appear(row: Mapping[str, Any], options: PublishOptions, today: dt.date, count: Counter[str]) -> bool:
    newest = today - dt.timedelta(days=max(options.min_age_days, NEVER_YOUNGER_DAYS))
    if row["date_end"] > newest:
        count["too_young"] += 1
        return False
    if _sources(row) and all(_refused(source, options) for source in _sources(row)):
        count["licence"] += 1
        return False
    if str(row.get("review_status")) == "withdrawn":
        count["withdrawn"] += 1
        return False
    count["discounted"] += str(row.get("grade")) == Grade.DISCOUNTED
    return True


def _reduced(
    row: Mapping[str, Any], options: PublishOptions, settlement: Settlement | None, count: Counter[str]
) -> dict[str, Any]:
    sensitive = _is_sensitive(row, options)
    placed = _coarser(row, sensitive, options, settlement, count)
    sources = [_source(item, options, sensitive, count) for item in _sources(row) if not _refused(item, options)]
    urls = list(dict.fromkeys(item["url"] for item in sources if not missing(item.get("url"))))
    return {**row, **placed, "sources": sources, "urls": urls}


def _is_sensitive(row: Mapping[str, Any], options: PublishOptions) -> bool:
    target = row.get("target_type")
    return not missing(target) and str(target) in {str(TargetType(name)) for name in options.sensitive_targets}


def _coarser(
    row: Mapping[str, Any],
    sensitive: bool,
    options: PublishOptions,
    settlement: Settlement | None,
    count: Counter[str],
) -> dict[str, Any]:
    """The cells of the place as it may be shown."""
    shape = row.get("geometry")
    if missing(row.get("latitude")) or shape is None:
        return {"target_text": None, "place_text": None} if sensitive else {}
    precision = GeoPrecision(str(row["geo_precision"]))
    if sensitive and precision in _FINER_THAN_DISTRICT:
        count["district"] += 1
        return _district(row)
    places: dict[str, Any] = {"target_text": None} if sensitive else {}
    longitude, latitude = (float(row[name]) for name in ("longitude", "latitude"))
    if precision in _FINER_THAN_SETTLEMENT:
        count["settlement"] += 1
        places |= _settled(row, settlement(longitude, latitude) if settlement else None)
        longitude, latitude = (float(places.get(name, row[name])) for name in ("longitude", "latitude"))
    longitude, latitude = (round(value, options.decimals) for value in (longitude, latitude))
    places |= {"longitude": longitude, "latitude": latitude}
    return places | ({"geometry": Point(longitude, latitude)} if shape.geom_type == "Point" else {})


def _settled(row: Mapping[str, Any], town: Place | None) -> dict[str, Any]:
    """A site as its settlement: the site's name, words and ids are gone."""
    hidden = {"geo_precision": str(GeoPrecision.SETTLEMENT), "place_text": None, "target_text": None, "area_id": None}
    if town is None:
        return hidden | {"location": _within(row), "geonames_id": None}
    return hidden | {
        "location": town.location,
        "geonames_id": town.geonames_id,
        "longitude": town.longitude,
        "latitude": town.latitude,
        "uncertainty_m": town.uncertainty_m or row["uncertainty_m"],
    }


def _within(row: Mapping[str, Any]) -> Any:
    return next((row[name] for name in ("admin2", "admin1") if not missing(row.get(name))), None)


def _district(row: Mapping[str, Any]) -> dict[str, Any]:
    longitude, latitude = (_snapped(float(row[name])) for name in ("longitude", "latitude"))
    return {
        "geo_precision": str(GeoPrecision.ADMIN2),
        "location": _within(row),
        "place_text": None,
        "target_text": None,
        "geonames_id": None,
        "area_id": None,
        "longitude": longitude,
        "latitude": latitude,
        "uncertainty_m": DISTRICT_M,
        "geometry": circle(longitude, latitude, DISTRICT_M),
    }


def _snapped(degrees: float) -> float:
    return round(degrees / GRID_DEGREES) * GRID_DEGREES


def circle(longitude: float, latitude: float, radius_m: float) -> Any:
    """A circle on the ground as a polygon in degrees."""
    import math

    from shapely import affinity

    degrees = radius_m / METRES_PER_DEGREE
    return affinity.scale(
        Point(longitude, latitude).buffer(1.0, quad_segs=12),
        degrees / max(math.cos(math.radians(latitude)), 0.01),
        degrees,
    )


def _sources(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [] if missing(row.get("sources")) else list(row["sources"])


def _refused(source: Mapping[str, Any], options: PublishOptions) -> bool:
    licence = source.get("licence")
    return not missing(licence) and any(word.casefold() in str(licence).casefold() for word in options.refused_licences)


def _source(source: Mapping[str, Any], options: PublishOptions, sensitive: bool, count: Counter[str]) -> dict[str, Any]:
    """One source with a short, harmless quotation; for a sensitive target none, since it names the object."""
    withheld = {name.casefold() for name in options.withheld_outlets}
    if str(source.get("publisher") or "").casefold() in withheld:
        count["outlet"] += 1
        return {**source, "quote": None, "title": None, "url": None}
    if sensitive:
        return {**source, "quote": None, "title": None}
    quote = source.get("quote")
    if missing(quote):
        return dict(source)
    masked = str(quote)
    for pattern, mask in _MASKS:
        masked = pattern.sub(mask, masked)
    short = shortened(masked, options.quote_characters)
    count["masked"] += masked != quote
    count["shortened"] += short != masked
    return {**source, "quote": short}


def shortened(text: str, characters: int) -> str:
    """``text`` in at most ``characters``, cut between words.

    >>> shortened("Two missiles hit the town at dawn.", 20)
    'Two missiles hit…'
    """
    if len(text) <= characters:
        return text
    head = text[: characters - 1]
    cut = head.rfind(" ") if text[characters - 1] != " " else len(head)
    return head[: cut if cut > characters // 2 else len(head)].rstrip(" ,;:—-") + "…"


def _like(strikes: geopandas.GeoDataFrame, rows: list[dict[str, Any]]) -> geopandas.GeoDataFrame:
    """A frame of ``rows`` with the columns, types and CRS of ``strikes``."""
    table = pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=_dtype(strikes, str(name))) for name in strikes.columns}
    )
    return geopandas.GeoDataFrame(table, geometry="geometry", crs=strikes.crs)


def _dtype(strikes: geopandas.GeoDataFrame, name: str) -> Any:
    return "object" if name == "geometry" else strikes[name].dtype
