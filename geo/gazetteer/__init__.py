"""Names become places: index, look-up, context, boundaries; geopy geocoders, offline and, opt-in, online."""

from __future__ import annotations

from typing import Any

from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.many import geocode_many

__all__ = ["Gazetteer", "Nominatim", "OfflineGeocoder", "Photon", "geocode_many"]

_HOMES = {"OfflineGeocoder": "geocoder", "Nominatim": "online", "Photon": "online"}


def __getattr__(name: str) -> Any:
    """The geocoders, loaded when first asked for: geopy's HTTP client is no business of those who stay offline."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'geo.gazetteer' has no attribute {name!r}")
    return getattr(import_module(f"geo.gazetteer.{_HOMES[name]}"), name)
