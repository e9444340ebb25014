"""Places for many names at once: each distinct name is resolved once, whoever resolves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.errors import OptionError
from geo.model import GeoPrecision

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from geopy.geocoders.base import Geocoder

COLUMNS: Final = (
    "location", "geo_precision", "country_code", "admin1", "admin1_code", "admin2", "geonames_id", "osm_id", "latitude",
    "longitude", "uncertainty_m", "p_location", "match", "source",
)  # fmt: skip
"""Columns of the answer beside ``name`` and ``geometry``; the same whoever is asked."""
_NUMBERS: Final = ("latitude", "longitude", "uncertainty_m", "p_location")
_NOWHERE: Final[dict[str, Any]] = {"geo_precision": str(GeoPrecision.UNKNOWN)}
Told = str | Iterable[str | None] | None
Day = dt.date | str | None
Days = Day | Iterable[Day]


def geocode_many(
    names: Iterable[str | None],
    *,
    admin1: Told = None,
    country: Told = None,
    admin2: Told = None,
    when: Days = None,
    theatre: Sequence[str] = (),
    provider: str | Geocoder | type[Geocoder] | None = None,
    gazetteer: Any = None,
    **settings: Any,
) -> gpd.GeoDataFrame:
    """One row a name, in the given order: the ``name``, its place and geometry in EPSG:4326.

    Columns are those of :data:`COLUMNS`. A name without an answer has ``geo_precision`` unknown and null for the rest;
    so has a null or empty name. A Series keeps its index.

    Parameters
    ----------
    names
        Names of places, with what holds them behind commas where that helps ("Paris, Texas").
    admin1, country, admin2
        First-level unit, country and second-level unit in which they lie: one for all, or one for each name. A name that is
        not known there is answered with the smallest of them, and ``match`` says containing.
    when
        The day of what happened there, one or one for each name: a date or an ISO text. Of namesakes within the unit told,
        those that reports of that time name come first.
    theatre
        ISO 3166-1 codes of the countries that the names are likely to lie in: a prior, never a filter.
    provider
        Who is asked: this machine's index where None or "offline"; ``"nominatim"`` or ``"photon"`` (these go online, one
        request a second, and need ``user_agent=...``); or any geopy geocoder, or the class of one.
    gazetteer
        The gazetteer of the offline answers; the one that was built on this machine where None.
    settings
        Passed to the provider, where it is a name or a class.

    Returns
    -------
    GeoDataFrame
        ``match`` tells how a name was found: exact, inflected, composed ("near Kherson"), sound or spelling (likeness
        alone: look at those), loose, containing, or service (online). ``uncertainty_m`` is the radius of the place in
        metres; ``p_location`` the probability that the place meant is this one, null where a service does not tell.

    Examples
    --------
    >>> import geo
    >>> found = geo.geocode_many(["Kharkiv", "Paris, Texas", "Xyzzyplugh", "Kharkiv"])
    >>> found[["location", "country_code", "geo_precision"]].values.tolist()[:2]
    [['Kharkiv', 'UA', 'settlement'], ['Paris', 'US', 'settlement']]
    >>> found["geo_precision"].tolist()[2:]
    ['unknown', 'settlement']
    """
    import pandas as pd

    index = names.index if isinstance(names, pd.Series) else None
    asked = [_name(name) for name in names]
    told = (("admin1", admin1), ("country", country), ("admin2", admin2))
    units = zip(*(_spread(value, asked, what) for what, value in told), strict=True)
    rows = [(name, *each, day) for name, each, day in zip(asked, units, _days(when, asked), strict=True)]
    resolve = _resolver(provider, gazetteer, tuple(theatre), settings)
    found = {row: resolve(*row) for row in dict.fromkeys(rows)}
    return _frame(asked, [found[row] for row in rows], index)


def _name(name: object) -> str | None:
    from geo.schema import missing

    if missing(name):
        return None
    if not isinstance(name, str):
        raise OptionError(f"a name must be a text, not {type(name).__name__}: {name!r}")
    return name.strip() or None


def _spread(told: Told, asked: Sequence[object], what: str) -> list[str | None]:
    if told is None or isinstance(told, str):
        return [told] * len(asked)
    held = [_name(value) for value in told]
    if len(held) != len(asked):
        raise OptionError(f"{what} has {len(held)} values for {len(asked)} names: give one, or one for each name")
    return held


def _days(when: Days, asked: Sequence[object]) -> list[dt.date | None]:
    each: Any = when if isinstance(when, Iterable) and not isinstance(when, str) else [when] * len(asked)
    held = list(each)
    if len(held) != len(asked):
        raise OptionError(f"when has {len(held)} values for {len(asked)} names: give one, or one for each name")
    return [_day(value) for value in held]


def _day(value: Any) -> dt.date | None:
    from geo.schema import missing

    if missing(value):
        return None
    try:
        day = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise OptionError(f"when must be a date, such as 2022-05-01, not {value!r}") from error
    if not isinstance(day, dt.date):
        raise OptionError(f"when must be a date, not {type(value).__name__}: {value!r}")
    return day.date() if isinstance(day, dt.datetime) else day


# -- who answers

Answered = tuple[Mapping[str, Any], Any]
"""Values by column, and the geometry."""
Resolve = Callable[[str | None, str | None, str | None, str | None, dt.date | None], Answered]
"""Of a name, its unit, its country, its second-level unit and the day."""


def _resolver(provider: Any, gazetteer: Any, theatre: tuple[str, ...], settings: Mapping[str, Any]) -> Resolve:
    if provider is None or provider == "offline":
        if settings:
            raise OptionError(f"geocode_many has no setting {next(iter(settings))!r} for the offline gazetteer")
        return _offline(gazetteer, theatre)
    if isinstance(provider, str):
        from geo.gazetteer.online import service

        provider = service(provider, **settings)
    elif isinstance(provider, type):
        provider = provider(**settings)
    elif settings:
        raise OptionError(f"{next(iter(settings))!r} must be given to the geocoder when it is made")
    if not hasattr(provider, "geocode"):
        raise OptionError(f"provider must be a name, a geopy geocoder or its class, not {provider!r}")
    return _geopy(provider)


def _offline(gazetteer: Any, theatre: tuple[str, ...]) -> Resolve:
    from geo.gazetteer.geocoder import opened, radius_m
    from geo.gazetteer.named import Found, geocode
    from geo.gazetteer.search import Answer, Query, answers

    finder = gazetteer or opened()

    def resolve(
        name: str | None, admin1: str | None, country: str | None, admin2: str | None, when: dt.date | None
    ) -> Answered:
        if name is None:
            return _NOWHERE, None
        found: Answer | Found | None = None
        if not (admin1 or admin2):
            query = Query(name, (country,) if country else (), theatre=theatre)
            found = next(iter(answers(finder, query, limit=1)), None)
        if found is None and (admin1 or admin2 or country):
            found = geocode(finder, name, admin1, country, admin2, when)
        if found is None:
            return _NOWHERE, None
        place, row = found.place, found.row
        source = None if row is None else finder.index.row(row).source
        values = {column: getattr(place, column, None) for column in COLUMNS}
        values |= {"geo_precision": str(place.geo_precision), "match": found.match, "source": source}
        values["uncertainty_m"] = radius_m(finder, place)
        return values, finder.geometry(place)

    return resolve


def _geopy(geocoder: Any) -> Resolve:
    def resolve(
        name: str | None, admin1: str | None, country: str | None, admin2: str | None, when: dt.date | None
    ) -> Answered:
        import shapely

        if name is None:
            return _NOWHERE, None
        found = geocoder.geocode(", ".join(part for part in (name, admin2, admin1, country) if part))
        if found is None:
            return _NOWHERE, None
        raw = found.raw if isinstance(found.raw, Mapping) else {}
        values = {**_NOWHERE, **{column: raw[column] for column in COLUMNS if column in raw}}
        values |= {"location": raw.get("name") or found.address, "match": raw.get("match", "service")}
        values |= {"source": raw.get("source") or type(geocoder).__name__.lower()}
        values |= {"latitude": found.latitude, "longitude": found.longitude}
        return values, shapely.Point(found.longitude, found.latitude)

    return resolve


# -- the answer


def _frame(asked: Sequence[str | None], found: Sequence[Answered], index: pd.Index[Any] | None) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    table = pd.DataFrame({"name": pd.Series(list(asked), dtype="string")})
    for column in COLUMNS:
        dtype = "Int64" if column == "geonames_id" else "float64" if column in _NUMBERS else "string"
        table[column] = pd.Series([values.get(column) for values, _ in found], dtype=dtype)
    shapes = pd.Series([shape for _, shape in found], dtype="object")
    made = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=4326), crs=4326)
    return made if index is None else made.set_axis(index, axis=0)
