"""Places for many names at once: each distinct name is resolved once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = (
    "location", "geo_precision", "country_code", "admin1", "admin1_code", "admin2", "geonames_id", "latitude",
    "longitude", "uncertainty_m", "p_location",
)  # fmt: skip


def geocode_many(
    names: Iterable[str], *, admin1: str | None = None, country: str | None = None, gazetteer: Any = None
) -> gpd.GeoDataFrame:
    """One row a name, in the given order: the ``name``, its place (null where unknown) and geometry in EPSG:4326.

    Parameters
    ----------
    names
        Names of places; ``admin1`` and ``country`` say in which unit and country all of them lie.
    gazetteer
        The index to ask; the one that was built on this machine where None.
    """
    import geopandas as gpd
    import pandas as pd

    from geo.gazetteer.finder import Gazetteer

    finder = gazetteer or Gazetteer.open()
    asked = list(names)
    places = {name: finder.geocode_place(name, admin1=admin1, country=country) for name in dict.fromkeys(asked)}
    held = [places[name] for name in asked]
    table = pd.DataFrame({"name": asked})
    for column in COLUMNS:
        table[column] = [None if place is None else getattr(place, column) for place in held]
    table["geonames_id"] = table["geonames_id"].astype("Int64")
    shapes = pd.Series([None if place is None else finder.geometry(place) for place in held], dtype="object")
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=4326))
