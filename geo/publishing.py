"""Publication mode with the gazetteer at hand: a site is shown as the settlement that it lies in."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.errors import GazetteerError
from geo.model import Place
from geo.options import PublishOptions

if TYPE_CHECKING:
    import geopandas

SETTLEMENT_KM = 15.0
"""A site farther from every settlement is named by its district instead."""


def publishable(strikes: geopandas.GeoDataFrame, *, options: PublishOptions, today: dt.date) -> geopandas.GeoDataFrame:
    """The strikes that may be published, as they may be; see :func:`geo.writing.publication.publishable`.

    Works without an index of places, too: sites then bear the name of their district or region.
    """
    from geo.writing import publication

    return publication.publishable(strikes, options=options, today=today, settlement=_settlement)


def _settlement(longitude: float, latitude: float) -> Place | None:
    around = _around()
    if around is None:
        return None
    from geo.gazetteer.reverse import at

    gazetteer, nearest = around
    found = at(gazetteer, nearest, latitude, longitude, count=1, max_km=SETTLEMENT_KM).nearest
    return found[0].place if found else None


@lru_cache(maxsize=1)
def _around() -> tuple[Any, Any] | None:
    from geo.gazetteer.geocoder import opened
    from geo.gazetteer.reverse import Nearest

    try:
        gazetteer = opened()
    except (GazetteerError, OSError):
        return None
    return gazetteer, Nearest(gazetteer.index)
