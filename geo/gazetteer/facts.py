"""What an online geocoder says of a place, in the words of the offline one: kind, precision, radius, units, ids.

A service says how large a place is (a box) and of which kind; it does not say how likely it is the place meant:
``p_location`` is null, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.gazetteer.resolve import distance_km
from geo.model import GeoPrecision

_P = GeoPrecision
_KINDS: Final[dict[str, GeoPrecision]] = {
    **dict.fromkeys(("country",), _P.COUNTRY),
    **dict.fromkeys(("state", "region", "province", "governorate"), _P.ADMIN1),
    **dict.fromkeys(("county", "state_district", "district"), _P.ADMIN2),
    **dict.fromkeys(("municipality", "township"), _P.ADMIN3),
    **dict.fromkeys(("city", "town", "village", "hamlet", "isolated_dwelling", "locality"), _P.SETTLEMENT),
    **dict.fromkeys(
        ("suburb", "city_district", "borough", "quarter", "neighbourhood", "city_block", "residential"),
        _P.SUB_SETTLEMENT,
    ),
    **dict.fromkeys(("sea", "ocean", "bay", "strait", "gulf", "water"), _P.SEA_AIR),
    **dict.fromkeys(("house", "street", "road", "building", "amenity", "aeroway", "man_made", "power"), _P.SITE),
}
"""Kinds of place of OpenStreetMap's geocoders."""
_PHOTON: Final = {**_KINDS, "district": _P.SUB_SETTLEMENT, "locality": _P.SUB_SETTLEMENT}
"""Photon's own layers: its districts and localities are parts of towns."""
_RANKS: Final = (
    (4, _P.COUNTRY), (9, _P.ADMIN1), (12, _P.ADMIN2), (15, _P.ADMIN3), (20, _P.SETTLEMENT), (25, _P.SUB_SETTLEMENT),
)  # fmt: skip
"""Nominatim's place ranks, up to which each precision goes; addresses and objects lie above."""
_UNITS: Final = ("state", "region", "province", "state_district")
_TYPES: Final = {"N": "node", "W": "way", "R": "relation"}


def nominatim_facts(place: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one place of a Nominatim answer."""
    address = _mapping(place.get("address"))
    kind = place.get("addresstype") or (place.get("type") if place.get("class") == "place" else None)
    box = place.get("boundingbox")
    south, north, west, east = _sides(box)
    name = place.get("name") or str(place.get("display_name") or "").split(",")[0]
    return {
        **_common(address, "nominatim"),
        "name": name or None,
        "geo_precision": str(_precision(kind, place.get("place_rank"))),
        "uncertainty_m": _radius_m(south, north, west, east),
        "osm_id": _osm(place.get("osm_type"), place.get("osm_id")),
    }


def photon_facts(feature: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one feature of a Photon answer."""
    properties = _mapping(feature.get("properties"))
    box = properties.get("extent")
    west, north, east, south = _sides(box)
    kind = properties.get("osm_value") if properties.get("osm_key") == "place" else None
    precision = _KINDS.get(str(kind)) or _PHOTON.get(str(properties.get("type")), _P.UNKNOWN)
    return {
        **_common(properties, "photon"),
        "country_code": str(properties.get("countrycode") or "").upper() or None,
        "name": properties.get("name"),
        "geo_precision": str(precision),
        "uncertainty_m": _radius_m(south, north, west, east),
        "osm_id": _osm(_TYPES.get(str(properties.get("osm_type"))), properties.get("osm_id")),
    }


def _common(units: Mapping[str, Any], source: str) -> dict[str, Any]:
    return {
        "country_code": str(units.get("country_code") or "").upper() or None,
        "admin1": next((units[key] for key in _UNITS if units.get(key)), None),
        "admin1_code": None,
        "admin2": units.get("county"),
        "geonames_id": None,
        "p_location": None,
        "match": "service",
        "source": source,
        "refused": [],
    }


def _precision(kind: object, rank: object) -> GeoPrecision:
    known = _KINDS.get(str(kind))
    if known is not None:
        return known
    if not isinstance(rank, int):
        return _P.UNKNOWN
    return next((precision for top, precision in _RANKS if rank <= top), _P.SITE)


def _radius_m(south: float | None, north: float | None, west: float | None, east: float | None) -> float | None:
    """Radius of the smallest circle that holds a box, metres."""
    if south is None or north is None or west is None or east is None:
        return None
    return round(500.0 * float(distance_km(south, west, north, east)), 1)


def _osm(kind: object, number: object) -> str | None:
    return f"{kind}/{number}" if kind and number else None


def _sides(box: object) -> Sequence[float | None]:
    if not isinstance(box, Sequence) or isinstance(box, str) or len(box) != 4:
        return (None, None, None, None)
    return [float(side) for side in box]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
