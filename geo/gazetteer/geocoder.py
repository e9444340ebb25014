"""A geopy geocoder over the index on this machine: no service, no key, no network.

It stands wherever a geopy geocoder does: behind a ``RateLimiter``, in ``geopandas.tools.geocode``, in a pool of
workers. What geopy has no word for (ids, precision, radius, probability, what was refused) is in ``raw``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geo.gazetteer import asking
from geo.gazetteer.areas import country_code
from geo.gazetteer.reverse import MAX_KM, At, Near, Nearest, at
from geo.gazetteer.search import Answer, Box, Query, answers
from geo.model import GeoPrecision, Place, Refused

if TYPE_CHECKING:
    from geo.gazetteer.finder import Gazetteer

_TOWNS: Final = ("settlement", "sub_settlement", "site")
_STRUCTURED: Final = {
    "amenity": ("site", "sub_settlement"),
    "city": _TOWNS,
    "county": ("admin2",),
    "state": ("admin1", "region"),
    "country": ("country",),
}
"""Keys of a structured query, finest first, with the kinds of place that each names."""
_UNUSED: Final = ("street", "postalcode")
"""Keys that geopy knows and no gazetteer of names can use: the answer is the town, and ``raw`` says so."""
_POINTS: Final = (GeoPrecision.SITE, GeoPrecision.SUB_SETTLEMENT, GeoPrecision.SETTLEMENT, GeoPrecision.NEAR_SETTLEMENT)


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]
    """The transport of a geocoder that has none: any request is an error."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Refuse."""
        raise GeocoderServiceError(f"the offline geocoder makes no requests, and was asked for {url}")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """Places by name and names by point, from the index on this machine.

    Parameters
    ----------
    gazetteer
        The gazetteer to ask, or the path of an index; the one that was built on this machine where None. It is opened
        when first asked and shared by all geocoders of the process.
    theatre
        ISO 3166-1 codes of the countries that the names are likely to lie in: a prior, never a filter.
    timeout, user_agent
        Taken so that another geocoder can be replaced by this one; nothing here waits or sends.

    Examples
    --------
    >>> from geo.gazetteer import OfflineGeocoder
    >>> geocoder = OfflineGeocoder()
    >>> found = geocoder.geocode("Paris, Texas")
    >>> found.address
    'Paris, Lamar County, Texas, United States'
    >>> found.raw["geo_precision"], found.raw["geonames_id"]
    ('settlement', 4717560)
    >>> geocoder.geocode("Xyzzyplugh") is None
    True
    >>> geocoder.reverse((49.99, 36.23)).raw["name"]
    'Kharkiv'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | str | Path | None = None,
        *,
        theatre: Sequence[str] = (),
        timeout: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
    ) -> None:
        super().__init__(timeout=timeout, proxies={}, user_agent=user_agent, adapter_factory=NoNetwork)
        self.theatre = tuple(theatre)
        self._given = gazetteer
        self._held: Gazetteer | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        path = self._given if isinstance(self._given, str | Path | None) else self._given.index.path
        return (_rebuilt, (type(self), path, self.theatre, self.timeout, self.headers["User-Agent"]))

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer behind it."""
        if self._held is None:
            self._held = opened(self._given) if isinstance(self._given, str | Path | None) else self._given
        return self._held

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        language: str | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        bounded: bool = False,
        featuretype: str | None = None,
        geometry: str | None = None,
        addressdetails: bool = True,
    ) -> Location | list[Location] | None:
        """The place that a name means, or all that it may mean, likeliest first; None where nothing fits.

        Parameters
        ----------
        query
            A name, with what holds it behind commas ("Vodiane, Donetsk oblast, Ukraine"); or a mapping with some of
            amenity, city, county, state and country (street and postalcode are passed over, as ``raw["unused"]`` says).
        exactly_one
            One location, or a list of at most ``limit`` (10).
        language
            ISO 639-1 code of the language of the query, for inflected names; Ukrainian and Russian are tried without
            it. Names in answers are always the gazetteer's own.
        country_codes
            ISO 3166-1 alpha-2 codes that restrict the answer.
        viewbox, bounded
            Two corners (latitude, longitude) of a box that is preferred, or, if bounded, restricts the answer.
        featuretype
            country, state, city or settlement, as Nominatim has them.
        geometry
            ``wkt`` or ``geojson``: the place's polygon or point goes into ``raw["geotext"]`` or ``raw["geojson"]``.
        timeout, addressdetails
            Taken for geopy's sake: nothing here waits, and ``raw["address"]`` is always there.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The query or a restriction makes no sense; the message says what to give instead.
        """
        asked, unused = self._query(query)
        asked = dataclasses.replace(
            asked,
            countries=asking.codes(country_codes) or asked.countries,
            box=self._box(viewbox),
            bounded=asking.bounded(bounded, viewbox),
            kinds=asking.kinds(featuretype) or asked.kinds,
            lang=asking.language(language),
            theatre=self.theatre,
        )
        if geometry not in (None, "wkt", "geojson"):
            raise GeocoderQueryError(f"geometry {geometry!r} is none of: wkt, geojson")
        found = answers(self.gazetteer, asked, limit=1 if exactly_one else asking.limit(limit))
        made = [self._location(answer, geometry, unused) for answer in found]
        return (made[0] if exactly_one else made) if made else None

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        language: str | None = None,
        max_km: float = MAX_KM,
        addressdetails: bool = True,
    ) -> Location | list[Location] | None:
        """What is at a point: the settlement that it lies in or nearest to, within ``max_km``.

        Where no settlement is near, the first-level unit or the sea that holds the point; None on the open ocean.
        ``raw["distance_m"]`` is the way to the settlement's middle, and ``raw["geo_precision"]`` is near_settlement for a
        point outside its built-up area. A list (``exactly_one=False``) goes on with the next settlements, up to
        ``limit`` (10). Country and unit are those that hold the point.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            ``query`` is no pair of latitude and longitude, geopy Point or text of one.
        """
        point = asking.point(query)
        if not max_km >= 0:
            raise GeocoderQueryError(f"max_km must be a number of kilometres, 0 or more, not {max_km!r}")
        count = 1 if exactly_one else asking.limit(limit)
        found = at(
            self.gazetteer, self._nearest(), point.latitude, point.longitude, count=count, max_km=min(max_km, 20_100.0)
        )
        made = [self._near(near, found) for near in found.nearest]
        if not made and found.area is not None:
            made = [self._location(Answer(found.area, "containing"), None, ())]
        return (made[0] if exactly_one else made) if made else None

    # -- what goes in

    def _query(self, query: str | Mapping[str, str]) -> tuple[Query, tuple[str, ...]]:
        if isinstance(query, str):
            return Query(asking.text(query, "the query")), ()
        if not isinstance(query, Mapping):
            raise GeocoderQueryError(f"the query must be a text or a mapping, not {type(query).__name__}: {query!r}")
        known = (*_STRUCTURED, *_UNUSED)
        unknown = [key for key in query if key not in known]
        if unknown:
            raise GeocoderQueryError(f"a structured query has no key {unknown[0]!r}; it may have: {', '.join(known)}")
        given = {key: asking.text(query[key], key) for key in _STRUCTURED if query.get(key)}
        if not given:
            raise GeocoderQueryError(f"the structured query names no place; give some of: {', '.join(_STRUCTURED)}")
        finest = next(iter(given))
        codes: frozenset[str] = frozenset()
        if "country" in given:
            code = country_code(self.gazetteer, given["country"])
            codes = frozenset((code,) if code else ("??",))  # a country that nobody knows holds nothing
        if finest == "country" and codes:
            given["country"] = _country_name(self.gazetteer, next(iter(codes))) or given["country"]
        outer = tuple(name for key, name in given.items() if key not in (finest, "country"))
        asked = Query(given[finest], outer, kinds=frozenset(_STRUCTURED[finest]), countries=codes)
        return asked, tuple(key for key in _UNUSED if query.get(key))

    def _box(self, viewbox: Sequence[Any] | None) -> Box | None:
        if viewbox is None:
            return None
        try:
            text = self._format_bounding_box(viewbox, "%(lon1)r %(lat1)r %(lon2)r %(lat2)r")
        except (GeocoderQueryError, TypeError, ValueError, UserWarning) as error:
            raise GeocoderQueryError(
                f"viewbox must be two corners such as [(44, 22), (52.5, 40.5)], latitude first, not {viewbox!r}"
            ) from error
        west, south, east, north = (float(number) for number in text.split())
        return west, south, east, north

    def _nearest(self) -> Nearest:
        return _nearest(self.gazetteer)

    # -- what comes out

    def _location(self, answer: Answer, geometry: str | None, unused: Sequence[str]) -> Location:
        place = answer.place
        raw = raw_of(self.gazetteer, answer)
        if unused:
            raw["unused"] = list(unused)
        if geometry is not None:
            raw.update(_shape(self.gazetteer, place, geometry))
        return Location(raw["display_name"], (place.latitude, place.longitude), raw)

    def _near(self, near: Near, found: At) -> Location:
        inside = near.distance_m <= (near.place.uncertainty_m or 0.0)
        place = dataclasses.replace(
            near.place,
            geo_precision=GeoPrecision.SETTLEMENT if inside else GeoPrecision.NEAR_SETTLEMENT,
            uncertainty_m=near.place.uncertainty_m if inside else max(near.distance_m, near.place.uncertainty_m or 0.0),
        )
        location = self._location(Answer(place, "nearest", near.row), None, ())
        location.raw["distance_m"] = near.distance_m
        held = found.area
        location.raw["containing"] = {
            "country_code": found.country_code,
            "admin1": None if held is None else held.location,
            "admin1_code": None if held is None else held.admin1_code,
        }
        return location


def raw_of(gazetteer: Gazetteer, answer: Answer) -> dict[str, Any]:
    """All that is known of an answer, as plain values that JSON takes."""
    place = answer.place
    entry = None if answer.row is None else gazetteer.index.row(answer.row)
    country = _country_name(gazetteer, place.country_code)
    parts = (place.location, place.admin2, place.admin1, country)
    raw: dict[str, Any] = {
        "name": place.location,
        "display_name": ", ".join(dict.fromkeys(part for part in parts if part)),
        **{
            f.name: getattr(place, f.name)
            for f in dataclasses.fields(Place)
            if f.name not in ("location", "geo_precision")
        },
        "geo_precision": str(place.geo_precision),
        "uncertainty_m": radius_m(gazetteer, place),
        "source": None if entry is None else entry.source,
        "population": entry.population or None if entry is not None else None,
        "match": answer.match,
        "address": {
            "county": place.admin2,
            "state": place.admin1,
            "country": country,
            "country_code": place.country_code,
        },
        "refused": [_refused(other) for other in answer.refused],
    }
    return raw


def radius_m(gazetteer: Gazetteer, place: Place) -> float | None:
    """Radius of the smallest circle that holds a place, metres: of its polygon, where it is an area."""
    if place.area_id is None or place.geo_precision in _POINTS:
        return place.uncertainty_m
    return _area_radius_m(gazetteer, place.area_id) or place.uncertainty_m


@lru_cache(maxsize=4096)
def _area_radius_m(gazetteer: Gazetteer, area_id: str) -> float | None:
    from geo.gazetteer import boundaries

    shape = gazetteer.boundaries.geometry(area_id)
    return None if shape is None else boundaries.radius_m(shape)


def _refused(other: Refused) -> dict[str, Any]:
    return {f.name: getattr(other, f.name) for f in dataclasses.fields(Refused)}


def _country_name(gazetteer: Gazetteer, code: str | None) -> str | None:
    place = None if code is None else gazetteer.country(code)
    return None if place is None else place.location


def _shape(gazetteer: Gazetteer, place: Place, geometry: str) -> dict[str, Any]:
    import shapely

    shape = gazetteer.geometry(place)
    if geometry == "wkt":
        return {"geotext": None if shape is None else shape.wkt}
    return {"geojson": None if shape is None else shapely.geometry.mapping(shape)}


def opened(path: str | Path | None = None) -> Gazetteer:
    """The gazetteer over an index, opened once a process."""
    if path is None:
        from geo.gazetteer.sources import default_path

        path = default_path()
    return _opened(Path(path))


@lru_cache(maxsize=2)
def _opened(path: Path) -> Gazetteer:
    from geo.gazetteer.finder import Gazetteer

    return Gazetteer.open(path)


@lru_cache(maxsize=2)
def _nearest(gazetteer: Gazetteer) -> Nearest:
    return Nearest(gazetteer.index)


def _rebuilt(
    cls: type[OfflineGeocoder], path: Any, theatre: Sequence[str], timeout: Any, agent: str
) -> OfflineGeocoder:
    return cls(path, theatre=theatre, timeout=timeout, user_agent=agent)
