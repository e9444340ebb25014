"""Quarters of a town: what is told of a district of a city is told of the city."""

from __future__ import annotations

import math

from geo.extraction.drafts import Draft
from geo.extraction.roles import Role
from geo.model import GeoPrecision, Place, Span, Toponym, ToponymKind

_KM_PER_DEGREE = 111.2
_TOWN_KM = 8.0
"""Radius of a town whose extent is unknown, kilometres."""


def holds(city: Place, quarter: Place) -> bool:
    """Whether ``quarter``, a part of a town, lies in ``city``: by the extent that the gazetteer gives the city."""
    if city.geo_precision is not GeoPrecision.SETTLEMENT or quarter.geo_precision is not GeoPrecision.SUB_SETTLEMENT:
        return False
    if city.country_code != quarter.country_code:
        return False
    reach = _TOWN_KM if city.uncertainty_m is None else city.uncertainty_m / 1000
    return _km(city, quarter) <= reach


def _km(a: Place, b: Place) -> float:
    middle = math.radians((a.latitude + b.latitude) / 2)
    east = (a.longitude - b.longitude) * math.cos(middle)
    return math.hypot(a.latitude - b.latitude, east) * _KM_PER_DEGREE


def without_quarters(targets: list[Role]) -> list[Role]:
    """The places of a clause without the quarters of those towns that it names as hit, too."""
    towns = [role.toponym.place for role in targets if role.toponym.place]
    return [
        role for role in targets if role.toponym.place is None or not any(holds(t, role.toponym.place) for t in towns)
    ]


def to_cities(drafts: list[Draft], toponyms: list[Toponym]) -> None:
    """Several quarters of one city, or a quarter beside its city, are one attack on the city: give them its place."""
    quarters = [d for d in drafts if d.place and d.place.geo_precision is GeoPrecision.SUB_SETTLEMENT]
    if not quarters:
        return
    cities = {t.place: t for t in reversed(toponyms) if t.place and t.kind is ToponymKind.NAME and _is_town(t.place)}
    at = {d.place: _city_of(d.place, cities) for d in quarters if d.place}
    told: dict[Place | None, int] = {}
    for draft in drafts:
        place = draft.place
        city = at.get(place) if place else None
        told[city.place if city else place] = told.get(city.place if city else place, 0) + 1
    for draft in quarters:
        city = at.get(draft.place) if draft.place else None
        if city is not None and told[city.place] > 1:
            draft.place, draft.place_text = city.place, city.phrase
            draft.place_span = Span(city.start, city.end)
            draft.add_rule("quarter of a town")


def _is_town(place: Place) -> bool:
    return place.geo_precision is GeoPrecision.SETTLEMENT


def _city_of(quarter: Place, cities: dict[Place, Toponym]) -> Toponym | None:
    """The nearest town that the report names and that holds a quarter."""
    near = [place for place in cities if holds(place, quarter)]
    return cities[min(near, key=lambda place: _km(place, quarter))] if near else None
