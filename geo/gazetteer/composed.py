"""Words around a name that move it: "southern Ukraine", "near X", "20 km south of X"."""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from typing import TYPE_CHECKING, Any, Protocol

from geo import lexicon
from geo.model import GeoPrecision, Place, Toponym, ToponymKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NEAR_M = 10_000.0
"""Radius of "near X": a half of what event coders allow (25 km around the point is their outer bound)."""
_KM_PER_DEGREE = 111.32
_BEARING = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_PARTS = {"northeast": "north-east", "northwest": "north-west", "southeast": "south-east", "southwest": "south-west"}
_UNITS_KM = {"km": 1.0, "kilomet": 1.0, "mile": 1.609, "mi": 1.609, "км": 1.0, "кіл": 1.0, "кил": 1.0}
_OFFSET = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)[\s-]*(?:\([^)]*\)\s*)?(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\b\.?\s*(?:\([^)]*\)\s*)?"
    r"(?:to the\s+)?(?P<way>(?:north|south)?[\s-]?(?:east|west)?(?:north|south)?)(?:ern|ward)?\s*(?:of|from)\s+"
    r"(?:the\s+)?(?:(?:[a-z-]+\s+)?(?:city|town|village|centre|center) of\s+)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|close to|outside|not far from|in the vicinity of|on the outskirts of|поблизу|біля|возле|около|близ|под|قرب)\s+"
    r"(?:of\s+)?(?:the\s+)?(?:(?:[a-z-]+\s+)?(?:city|town|village|settlement|villages|towns)(?: of)?\s+)?$"
)
_COMPASS = re.compile(r"\b(?P<word>[A-Za-z]+(?:[- ]?[a-z]+)?)\s+(?:parts? of\s+|of\s+)?$")
_SETTLED = (GeoPrecision.SETTLEMENT, GeoPrecision.SITE, GeoPrecision.SUB_SETTLEMENT)


class Shapes(Protocol):
    """What composition asks of the gazetteer."""

    def geometry(self, place: Place) -> BaseGeometry | None:
        """The area of a place."""
        ...


@functools.cache
def _compass() -> dict[str, str]:
    return {word: way for way, forms in lexicon.load("places")["compass"].items() for word in forms if len(word) > 2}


def circle(longitude: float, latitude: float, radius_m: float) -> BaseGeometry:
    """A polygon of 48 corners around a point, ``radius_m`` metres wide on the ground."""
    from shapely.geometry import Polygon

    dy = radius_m / 1000.0 / _KM_PER_DEGREE
    dx = dy / max(0.05, math.cos(math.radians(latitude)))
    turns = [2 * math.pi * step / 48 for step in range(48)]
    return Polygon([(longitude + dx * math.cos(t), latitude + dy * math.sin(t)) for t in turns])


def compose(text: str, found: list[Toponym], shapes: Any) -> list[Toponym]:
    """``found`` with the names that words before them move replaced by what the whole says."""
    made = []
    floor = 0
    for toponym in found:
        made.append(_moved(text, toponym, floor, shapes))
        floor = toponym.end
    return made


def _moved(text: str, toponym: Toponym, floor: int, shapes: Any) -> Toponym:
    place = toponym.place
    if place is None or toponym.kind is not ToponymKind.NAME:
        return toponym
    window = max(floor, toponym.start - 70)
    before = text[window : toponym.start]
    if place.geo_precision in _SETTLED:
        offset = _OFFSET.search(before)
        if offset is not None:
            return _wider(text, toponym, window + offset.start(), _offset(place, offset), "offset")
        near = _NEAR.search(before)
        if near is not None:
            radius = NEAR_M + (place.uncertainty_m or 0.0)
            moved = dataclasses.replace(place, geo_precision=GeoPrecision.NEAR_SETTLEMENT, uncertainty_m=radius)
            return _wider(text, toponym, window + near.start(), moved, "near")
        return toponym
    return _part(text, toponym, before, window, shapes)


def _offset(place: Place, match: re.Match[str]) -> Place:
    unit = match["unit"].lower()
    km = float(match["number"].replace(",", ".")) * next(
        (v for key, v in _UNITS_KM.items() if unit.startswith(key)), 1.0
    )
    way = re.sub(r"[\s-]", "", match["way"].lower())
    near = GeoPrecision.NEAR_SETTLEMENT
    if way not in _BEARING:
        return dataclasses.replace(place, geo_precision=near, uncertainty_m=km * 1000.0 + (place.uncertainty_m or 0.0))
    angle = math.radians(_BEARING[way])
    latitude = place.latitude + km * math.cos(angle) / _KM_PER_DEGREE
    longitude = place.longitude + km * math.sin(angle) / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(latitude))))
    # a bearing told in eighths of a circle is good to 22.5 degrees: sin(22.5 deg) = 0.38 of the distance
    radius = max(2000.0, 380.0 * km) + (place.uncertainty_m or 0.0)
    return dataclasses.replace(
        place, geo_precision=near, latitude=latitude, longitude=longitude, uncertainty_m=radius, area_id=None
    )


def _part(text: str, toponym: Toponym, before: str, window: int, shapes: Any) -> Toponym:
    """ "southern Ukraine": the part of a country, region or district that a compass word names."""
    match = _COMPASS.search(before)
    place = toponym.place
    if match is None or place is None:
        return toponym
    word = match["word"].lower()
    way = _compass().get(word) or _compass().get(word.split()[-1].split("-")[-1])
    if way is None:
        return toponym
    start = window + match.start("word")
    if _compass().get(word) is None:
        start += len(match["word"]) - len(re.split(r"[ -]", match["word"])[-1])
    if place.geo_precision is not GeoPrecision.COUNTRY or not place.country_code:
        return _wider(text, toponym, start, place, "part")
    moved = dataclasses.replace(
        place, location=f"{text[start:toponym.start].strip()} {place.location}", geo_precision=GeoPrecision.REGION,
        area_id=f"{place.country_code}/{_PARTS.get(way, way)}",
    )  # fmt: skip
    area = shapes.geometry(moved)
    if area is None:
        return _wider(text, toponym, start, place, "part")
    point = area.representative_point()
    return _wider(text, toponym, start, dataclasses.replace(moved, latitude=point.y, longitude=point.x), "part")


def _wider(text: str, toponym: Toponym, start: int, place: Place, rule: str) -> Toponym:
    return dataclasses.replace(
        toponym, start=start, phrase=text[start : toponym.end], kind=ToponymKind.COMPOSED, place=place,
        rules=(*toponym.rules, f"composed_{rule}"), metonymic=False,
    )  # fmt: skip
