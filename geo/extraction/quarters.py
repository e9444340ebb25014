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
    for draft in drafts:
        if draft.place is None or draft.place.geo_precision is not GeoPrecision.SUB_SETTLEMENT:
            continue
        city = _city_of(draft.place, toponyms)
        if city is None or city.place is None:
            continue
        shared = [
            d for d in drafts if d is not draft and d.place and (d.place == city.place or holds(city.place, d.place))
        ]
        if shared:
            draft.place, draft.place_text = city.place, city.phrase
            draft.place_span = Span(city.start, city.end)
            draft.add_rule("quarter of a town")


def _city_of(quarter: Place, toponyms: list[Toponym]) -> Toponym | None:
    named = (t for t in toponyms if t.place and t.kind is ToponymKind.NAME and holds(t.place, quarter))
    return min(named, key=lambda t: _km(t.place, quarter) if t.place else 0.0, default=None)
