"""Published reports of strikes in, a map that can be defended out.

>>> import geo
>>> reports = geo.read("data/reports")
>>> strikes = geo.run(reports)  # doctest: +SKIP
>>> geo.draw(strikes).save("strikes.html")  # doctest: +SKIP

Verbs: :func:`read`, :func:`extract`, :func:`locate`, :func:`corroborate`, :func:`run`, :func:`draw`, :func:`write`,
:func:`explain`, :func:`changes`, :func:`compare`, :func:`review`, :func:`totals`, :func:`geocode_many`. They load what they need when first used.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_HOMES: dict[str, str] = {
    "geo.pipeline": (
        "Run changes compare corroborate draw explain extract geocode_many locate publish read review run trace write"
    ),
    "geo.gazetteer": "Nominatim OfflineGeocoder Photon",
    "geo.corroboration": "Sources totals",
    "geo.model": "Claim GeoPrecision Grade Interval Place Rejection Report Span Toponym WeaponClass",
    "geo.options": (
        "CorroborateOptions DrawOptions ExtractOptions LocateOptions OnlineOptions PublishOptions ReadOptions RunOptions"
    ),
    "geo.errors": "GeoError GazetteerError GeocoderError LexiconError OptionError ReadError SchemaError WriteError",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    """A public name, loaded from its home when first asked for: importing the package costs next to nothing."""
    from importlib import import_module

    if name not in _HOME_OF:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
