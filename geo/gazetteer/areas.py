"""What holds a place, by the name of what holds it: "Texas" in "Paris, Texas"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from geo.gazetteer.resolve import distance_km
from geo.gazetteer.words import words
from geo.model import GeoPrecision, Place

TOWN_KM: Final = 30.0
"""How far a quarter or village may lie from the town that it is told to be in."""
DISTRICT_KM: Final = 60.0
"""The same for a district, whose members the tables do not all name: about the width of a large raion."""
_WIDE: Final = ("country", "admin1", "region")
_HOLDS: Final = (*_WIDE, "admin2", "settlement")
_INSIDE_TOWNS: Final = (
    GeoPrecision.SITE,
    GeoPrecision.SUB_SETTLEMENT,
    GeoPrecision.SETTLEMENT,
    GeoPrecision.NEAR_SETTLEMENT,
)
_OTHER_PLACE: Final = ("capital of",)
"""Words before a name that lead from it to another place."""
CITY_UNIT_SHARE: Final = 0.1
"""A unit this much smaller than its neighbour is a city that is a unit of its own (Kyiv has 3 % of its oblast)."""
COAST_DEGREES: Final = 0.1
"""How far such a city may lie outside the hull of its neighbour: Sevastopol is a corner of Crimea."""


@dataclass(frozen=True, slots=True)
class Area:
    """All that a name of an area may mean."""

    name: str
    entries: tuple[Any, ...]

    def holds(self, gazetteer: Any, place: Place, entry: Any, *, towns: bool = True) -> bool:
        """Whether any of them holds ``place`` (whose row of the index is ``entry``, where it has one).

        ``towns`` says whether nearness to a town of that name will do, where no unit of that name holds the place.
        """
        fold = gazetteer.recogniser.fold
        if fold(self.name) in (fold(place.admin1 or ""), fold(place.admin2 or "")):
            return True
        own = None if entry is None else entry.row
        outer = (e for e in self.entries if e.row != own and (towns or e.kind != "settlement"))
        return any(_holds(gazetteer, e, place) for e in outer)


def without_kind(name: str) -> tuple[str, str]:
    """A name without the words for its kind, and that kind: ("Kherson", "admin1") for "Kherson oblast".

    Examples
    --------
    >>> without_kind("Kherson oblast"), without_kind("село Водяне"), without_kind("Odesa")
    (('Kherson', 'admin1'), ('Водяне', 'settlement'), ('Odesa', ''))
    """
    table, parts = words(), name.split()
    for size in range(min(3, len(parts) - 1), 0, -1):
        after = table.feature_after.get(" ".join(parts[-size:]).lower())
        if after is not None:
            return " ".join(parts[:-size]), after
        lead = " ".join(parts[:size]).lower()
        before = table.feature_before.get(lead)
        if before is not None and lead not in _OTHER_PLACE:
            return " ".join(parts[size:]), before
    return name, ""


def areas_of(gazetteer: Any, names: Iterable[str], *, loose: bool = True) -> list[Area] | None:
    """The areas that ``names`` mean. A name that no area bears is passed over; None where that leaves none of them.

    Where the text does not set them apart (``loose=False``) only countries, regions and first-level units count, by
    their exact names, and the first must be one.
    """
    meant = [_area(gazetteer, name, loose) for name in names if name.strip()]
    found = [area for area in meant if area.entries]
    if meant and not (found if loose else meant[0].entries):
        return None
    return found


def country_code(gazetteer: Any, name: str) -> str | None:
    """ISO code of a country that is told by its name, abbreviation or code."""
    if name.upper() in gazetteer.catalogue.countries:
        return name.upper()
    return next((str(e.country_code) for e in _area(gazetteer, name, True).entries if e.kind == "country"), None)


def _area(gazetteer: Any, name: str, loose: bool) -> Area:
    recogniser, catalogue = gazetteer.recogniser, gazetteer.catalogue
    rows: list[int] = []
    short = name.upper() if len(name) == 2 else name
    code = recogniser.words.abbreviations.get(short, short)
    if code in catalogue.countries:
        rows.append(catalogue.countries[code])
    units = recogniser.words.states.get(short.removesuffix("."), ())
    rows += [catalogue.units[unit] for unit in units if unit in catalogue.units]
    bare, _ = without_kind(name)
    for form in dict.fromkeys((name, bare)):
        rows += recogniser.lookup(recogniser.fold(form)) if recogniser.fold(form) else ()
    if loose and not rows and not name.isascii():
        rows += [r for m in recogniser.read(name, "uk").mentions for r in catalogue.rows_of(m)]
    if loose and not rows:
        rows += gazetteer.index.sounds(bare)
    entries = (catalogue.entry(row) for row in dict.fromkeys(rows))
    return Area(name, tuple(entry for entry in entries if entry.kind in (_HOLDS if loose else _WIDE)))


def _holds(gazetteer: Any, outer: Any, place: Place) -> bool:
    if outer.kind == "country":
        return bool(outer.country_code == place.country_code)
    if outer.kind == "region":
        return bool(gazetteer.boundaries.contains(outer.area_id, latitude=place.latitude, longitude=place.longitude))
    if outer.country_code != place.country_code:
        return False
    if outer.kind == "admin1":
        return bool(outer.admin1_code and outer.admin1_code == place.admin1_code) or _encloses(gazetteer, outer, place)
    if outer.kind == "admin2":
        if outer.name == place.admin2 and outer.admin1_code == place.admin1_code:
            return True
        return bool(outer.admin1_code == place.admin1_code and _km(outer, place) <= DISTRICT_KM and not place.admin2)
    return place.geo_precision in _INSIDE_TOWNS and _km(outer, place) <= TOWN_KM


def _km(outer: Any, place: Place) -> float:
    return float(distance_km(outer.latitude, outer.longitude, place.latitude, place.longitude))


def _encloses(gazetteer: Any, outer: Any, place: Place) -> bool:
    """Whether a unit lies around a city that is a unit of its own, as Kyiv Oblast does around Kyiv."""
    import shapely

    own = gazetteer.unit(place.admin1_code) if place.admin1_code else None
    if own is None or not own.area_id or not outer.area_id:
        return False
    shape, city = (gazetteer.boundaries.geometry(area_id) for area_id in (outer.area_id, own.area_id))
    if shape is None or city is None or city.area > CITY_UNIT_SHARE * shape.area:
        return False
    hull = shape.convex_hull.buffer(COAST_DEGREES)
    return bool(shapely.contains_xy(hull, place.longitude, place.latitude))
