"""What callers of a geopy geocoder may ask, checked: every error says what to give instead."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from geopy.exc import GeocoderQueryError
from geopy.point import Point

from geo.gazetteer.search import clean

LONGEST: Final = 500
"""Characters of a query: more is a text, and texts have their own door."""
MOST: Final = 10
"""Locations in a list, where no limit is given (Nominatim's own default)."""
_FEATURES: Final = {
    "country": ("country",),
    "state": ("admin1",),
    "city": ("settlement",),
    "settlement": ("admin1", "admin2", "region", "settlement", "sub_settlement", "site"),
}


_CODE = re.compile(r"[A-Z]{2}\Z")


def text(value: object, what: str) -> str:
    """The text of a query or of one of its parts (``what``)."""
    if not isinstance(value, str):
        raise GeocoderQueryError(f"{what} must be a text, not {type(value).__name__}: {value!r}")
    if not clean(value):
        raise GeocoderQueryError(f"{what} is empty: give the name of a place")
    if len(value) > LONGEST:
        raise GeocoderQueryError(
            f"{what} has {len(value)} characters, more than {LONGEST}: for names in a text use Gazetteer.toponyms"
        )
    return value


def codes(country_codes: str | Sequence[str] | None) -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes in capitals; none where nothing is given."""
    if country_codes is None:
        return frozenset()
    if isinstance(country_codes, str):
        country_codes = country_codes.split(",")
    elif not isinstance(country_codes, Iterable):
        country_codes = [country_codes]
    found = [code.strip().upper() if isinstance(code, str) else code for code in country_codes]
    wrong = [code for code in found if not (isinstance(code, str) and _CODE.match(code))]
    if wrong:
        raise GeocoderQueryError(f"country code {wrong[0]!r} is none: give ISO 3166-1 alpha-2 codes such as 'ua'")
    return frozenset(found)


def bounded(bounded: bool, viewbox: Sequence[Any] | None) -> bool:
    """Whether the box restricts; without a box there is nothing to be bounded by."""
    if bounded and viewbox is None:
        raise GeocoderQueryError("bounded=True needs a viewbox to be bounded by")
    return bool(bounded)


def kinds(featuretype: str | None) -> frozenset[str]:
    """The kinds of place of a feature type."""
    if featuretype is None:
        return frozenset()
    if featuretype not in _FEATURES:
        raise GeocoderQueryError(f"featuretype {featuretype!r} is none of: {', '.join(_FEATURES)}")
    return frozenset(_FEATURES[featuretype])


def language(language: Any) -> str | None:
    """The first of the languages asked for, as a two-letter code; geopy's own default for "none" is False."""
    if not language:
        return None
    if not isinstance(language, str):
        raise GeocoderQueryError(f"language must be a code such as 'uk', not {language!r}")
    return language.split(",")[0].split(";")[0].split("-")[0].strip().lower() or None


def limit(limit: int | None) -> int:
    """How many locations a list may have."""
    if limit is None:
        return MOST
    if not isinstance(limit, int) or limit < 1:
        raise GeocoderQueryError(f"limit must be a whole number of 1 or more, not {limit!r}")
    return limit


def point(query: Any) -> Point:
    """The point that is meant by a geopy Point, a pair (latitude, longitude) or a text of one."""
    try:
        if query is None:  # for geopy that is (0, 0)
            raise TypeError("nothing given")
        found = Point(query)
    except (TypeError, ValueError, UserWarning) as error:  # where warnings are errors, geopy's of latitudes is one
        raise GeocoderQueryError(f"a point is a pair (latitude, longitude), not {query!r} ({error})") from error
    if not (math.isfinite(found.latitude) and math.isfinite(found.longitude)):
        raise GeocoderQueryError(f"a point is a pair of finite degrees, not {query!r}")
    return found
