"""Words around a name that move it: "southern Ukraine", "near X", "20 km south of X", "between X and Y"."""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from geo import lexicon
from geo.gazetteer.resolve import distance_km
from geo.model import GeoPrecision, Place, Toponym, ToponymKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DISTRICT_M = 25_000.0
"""Radius of a second-level unit without a known border, metres: a typical half-width."""
NEAR_M = 10_000.0
"""Radius of "near X": a half of what event coders allow (25 km around the point is their outer bound)."""
ASIDE_KM = 10.0
"""Distance meant by "south of X" without a number."""
MOST_BETWEEN_KM = 400.0
"""Two places farther apart have no place between them that a report could mean."""
_REACH = 90
"""Characters before a name in which the words that move it stand."""
_KM_PER_DEGREE = 111.32
_BEARING = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_PARTS = {"northeast": "north-east", "northwest": "north-west", "southeast": "south-east", "southwest": "south-west"}
_ADJECTIVE = {way: f"{way}ern" for way in _BEARING} | {"central": "central"}
_COMPASS = re.compile(
    r"(?<![^\W\d_])(?P<word>[^\W\d_]+(?:[- ]?[^\W\d_]+)?)\s+(?:parts? of\s+|of\s+)?(?:(?:the|сектора|сектору|قطاع)\s+)?$"
)
_OVER = ("of", "the", "сектора", "сектору", "قطاع")
_SMALL = frozenset((*_OVER, "part", "parts"))
_SETTLED = (GeoPrecision.SETTLEMENT, GeoPrecision.SITE, GeoPrecision.SUB_SETTLEMENT)


class Shapes(Protocol):
    """What composition asks of the gazetteer."""

    def middle(self, place: Place) -> tuple[float, float] | None:
        """Longitude and latitude of a point in the area of a place."""
        ...


class _Patterns(NamedTuple):
    offset: re.Pattern[str]
    near: re.Pattern[str]
    between: re.Pattern[str]
    joined: re.Pattern[str]


@functools.cache
def _compass() -> dict[str, str]:
    table = lexicon.load("places")["compass"]
    return {word: way for way, forms in table.items() for word in forms if len(word) > 2 or not word.isascii()}


@functools.cache
def _compass_ends() -> tuple[str, ...]:
    return tuple({form.split()[-1] for form in _compass()})


@functools.cache
def _ways() -> dict[str, str]:
    return {form: way for way, forms in lexicon.load("places_moved")["ways"].items() for form in forms}


@functools.cache
def _units() -> dict[str, float]:
    return {unit: float(km) for unit, km in lexicon.load("places_moved")["units"].items()}


@functools.cache
def _patterns() -> _Patterns:
    table = lexicon.load("places_moved")
    kinds = rf"(?:(?:the\s+)?(?:[a-z-]+\s+)?(?:{_any(table['kinds']['words'])})\s+)?$"
    unit, way = _any(_units()), _any(_ways())
    aside = r"(?:\([^)]*\)\s*)?"
    return _Patterns(
        offset=re.compile(
            rf"(?:(?P<number>\d+(?:[.,]\d+)?)[\s-]*{aside}(?P<unit>{unit})\w*\.?\s*{aside}|\b(?:just|directly|immediately)\s+)"
            rf"(?P<way>{way})\s+{kinds}",
            re.IGNORECASE,
        ),
        near=re.compile(rf"(?<!\w)(?:{_any(table['near']['words'])})\s+{kinds}", re.IGNORECASE),
        between=re.compile(rf"(?<!\w)(?:{_any(table['between']['words'])})\s+{kinds}", re.IGNORECASE),
        joined=re.compile(rf"^\s*(?:,\s*)?(?:{_any(table['between']['and'])})\s*{kinds}", re.IGNORECASE),
    )


@functools.cache
def _last_words() -> frozenset[str]:
    """What may stand right before a name that is moved; anything else need not be looked at."""
    table = lexicon.load("places_moved")
    forms = [*_ways(), *table["near"]["words"], *table["kinds"]["words"], *_compass(), *_OVER]
    return frozenset(form.split()[-1] for form in forms)


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=len, reverse=True))


def surroundings(place: Place, name: str) -> Place:
    """The surroundings of a town whose district the tables lack: "Marjayoun District"."""
    return dataclasses.replace(
        place, location=name, geo_precision=GeoPrecision.ADMIN2, uncertainty_m=DISTRICT_M, geonames_id=None,
        feature=None, admin2=None,
    )  # fmt: skip


def circle(longitude: float, latitude: float, radius_m: float) -> BaseGeometry:
    """A polygon of 48 corners around a point, ``radius_m`` metres wide on the ground."""
    from shapely.geometry import Polygon

    dy = radius_m / 1000.0 / _KM_PER_DEGREE
    dx = dy / max(0.05, math.cos(math.radians(latitude)))
    turns = [2 * math.pi * step / 48 for step in range(48)]
    return Polygon([(longitude + dx * math.cos(t), latitude + dy * math.sin(t)) for t in turns])


def compose(text: str, found: list[Toponym], shapes: Shapes) -> list[Toponym]:
    """``found`` with the names that words before them move replaced by what the whole says."""
    made: list[Toponym] = []
    floor = at = 0
    while at < len(found):
        both = _between(text, found, at, floor)
        made.append(both or _moved(text, found[at], floor, shapes))
        at += 2 if both else 1
        floor = made[-1].end
    return made


def _between(text: str, found: list[Toponym], at: int, floor: int) -> Toponym | None:
    """ "between X and Y": the point halfway, with half the distance as its radius."""
    if at + 1 >= len(found):
        return None
    one, other = found[at], found[at + 1]
    if not (one.place and other.place) or one.metonymic or other.metonymic or other.start - one.end > 30:
        return None
    if any(
        t.kind is not ToponymKind.NAME or t.place is None or t.place.geo_precision not in _SETTLED for t in (one, other)
    ):
        return None
    if not _patterns().joined.search(text[one.end : other.start]):
        return None
    window = max(floor, one.start - _REACH)
    match = _patterns().between.search(text[window : one.start])
    if match is None:
        return None
    km = distance_km(one.place.latitude, one.place.longitude, other.place.latitude, other.place.longitude)
    if not 0.0 < km <= MOST_BETWEEN_KM:
        return None
    p = [place.p_location for place in (one.place, other.place) if place.p_location is not None]
    start = window + match.start()
    halfway = dataclasses.replace(
        one.place,
        location=text[start : other.end],
        geo_precision=GeoPrecision.NEAR_SETTLEMENT,
        latitude=(one.place.latitude + other.place.latitude) / 2,
        longitude=(one.place.longitude + other.place.longitude) / 2,
        country_code=_same(one.place.country_code, other.place.country_code),
        admin1=_same(one.place.admin1, other.place.admin1),
        admin1_code=_same(one.place.admin1_code, other.place.admin1_code),
        admin2=_same(one.place.admin2, other.place.admin2),
        geonames_id=None, feature=None, area_id=None, uncertainty_m=round(float(km) * 500.0, 1),
        p_location=round(math.prod(p), 4) if p else None,
    )  # fmt: skip
    made = _wider(text, one, start, halfway, "between")
    return dataclasses.replace(made, end=other.end, phrase=text[start : other.end])


def _same(one: str | None, other: str | None) -> str | None:
    return one if one == other else None


def _moved(text: str, toponym: Toponym, floor: int, shapes: Shapes) -> Toponym:
    place = toponym.place
    if place is None or toponym.kind is not ToponymKind.NAME:
        return toponym
    window = max(floor, toponym.start - _REACH)
    before = text[window : toponym.start]
    words = before.rsplit(None, 1)
    if words and words[-1].lstrip("([\"'“‘«—-").lower() not in _last_words():
        return toponym
    if place.geo_precision in _SETTLED:
        offset = _patterns().offset.search(before)
        if offset is not None:
            return _wider(text, toponym, window + offset.start(), _offset(place, offset), "offset")
        near = _patterns().near.search(before)
        if near is not None:
            radius = NEAR_M + (place.uncertainty_m or 0.0)
            moved = dataclasses.replace(place, geo_precision=GeoPrecision.NEAR_SETTLEMENT, uncertainty_m=radius)
            return _wider(text, toponym, window + near.start(), moved, "near")
        return toponym
    return _part(text, toponym, before, window, shapes)


def _offset(place: Place, match: re.Match[str]) -> Place:
    way = _ways()[" ".join(match["way"].lower().split())]
    if match["number"] is None:
        km = ASIDE_KM
    else:
        km = float(match["number"].replace(",", ".")) * _units()[match["unit"].lower()]
    near, own = GeoPrecision.NEAR_SETTLEMENT, place.uncertainty_m or 0.0
    if way not in _BEARING:
        return dataclasses.replace(place, geo_precision=near, uncertainty_m=km * 1000.0 + own)
    angle = math.radians(_BEARING[way])
    latitude = place.latitude + km * math.cos(angle) / _KM_PER_DEGREE
    longitude = place.longitude + km * math.sin(angle) / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(latitude))))
    # a bearing told in eighths of a circle is good to 22.5 degrees: sin(22.5 deg) = 0.38 of the distance
    radius = max(2000.0, 380.0 * km) + own
    return dataclasses.replace(
        place, geo_precision=near, latitude=latitude, longitude=longitude, uncertainty_m=radius, area_id=None
    )


def _part(text: str, toponym: Toponym, before: str, window: int, shapes: Shapes) -> Toponym:
    """ "southern Ukraine": the part of a country, region or district that a compass word names."""
    match = _COMPASS.search(before) if _may_point(before) else None
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
    area_id = place.area_id or (place.country_code if place.geo_precision is GeoPrecision.COUNTRY else None)
    whole = place.geo_precision in (GeoPrecision.COUNTRY, GeoPrecision.ADMIN1) and area_id is not None
    if not whole or "/" in str(area_id):
        return _wider(text, toponym, start, place, "part")
    part = _PARTS.get(way, way)
    precision = GeoPrecision.REGION if place.geo_precision is GeoPrecision.COUNTRY else GeoPrecision.ADMIN1
    moved = dataclasses.replace(
        place, location=f"{_ADJECTIVE[way]} {place.location}", geo_precision=precision, area_id=f"{area_id}/{part}",
        geonames_id=None,
    )  # fmt: skip
    middle = shapes.middle(moved)
    if middle is None:
        return _wider(text, toponym, start, place, "part")
    longitude, latitude = middle
    return _wider(text, toponym, start, dataclasses.replace(moved, latitude=latitude, longitude=longitude), "part")


def _may_point(before: str) -> bool:
    """Whether a compass word stands last but for small words: a quick look before the pattern's long one."""
    words = before.lower().split()
    while words and words[-1] in _SMALL:
        words.pop()
    return bool(words) and words[-1].endswith(_compass_ends())


def _wider(text: str, toponym: Toponym, start: int, place: Place, rule: str) -> Toponym:
    return dataclasses.replace(
        toponym, start=start, phrase=text[start : toponym.end], kind=ToponymKind.COMPOSED, place=place,
        rules=(*toponym.rules, f"composed_{rule}"), metonymic=False,
    )  # fmt: skip
