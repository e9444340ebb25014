"""A gazetteer of a few names, for tests of the reading alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

import pytest
from shapely.geometry.base import BaseGeometry

from geo.extraction import Extraction, extract_report
from geo.model import GeoPrecision, Place, Report, Toponym, ToponymKind

_COUNTRIES = {
    "Ukraine": "UA", "Russia": "RU", "Israel": "IL", "Lebanon": "LB", "Yemen": "YE", "Iran": "IR", "Poland": "PL",
    "Syria": "SY", "Sudan": "SD", "North Korea": "KP",
}  # fmt: skip
_ADMIN1 = {
    "Zaporizhzhia region": ("UA", "Zaporizhzhia"), "Kharkiv region": ("UA", "Kharkiv"), "Odesa region": ("UA", "Odesa"),
    "Sumy region": ("UA", "Sumy"), "Kursk region": ("RU", "Kursk"), "Belgorod region": ("RU", "Belgorod"),
    "Kyiv region": ("UA", "Kyiv"), "Idlib province": ("SY", "Idlib"), "Mykolaiv region": ("UA", "Mykolaiv"),
    "Kherson region": ("UA", "Kherson"), "Cherkasy region": ("UA", "Cherkasy"), "Gaza": ("PS", "Gaza"),
    "Volgograd region": ("RU", "Volgograd"),
}  # fmt: skip
_CITIES = {
    "Kharkiv": ("UA", "Kharkiv"), "Kyiv": ("UA", "Kyiv City"), "Odesa": ("UA", "Odesa"), "Sumy": ("UA", "Sumy"),
    "Hlukhiv": ("UA", "Sumy"), "Dnipro": ("UA", "Dnipro"), "Kramatorsk": ("UA", "Donetsk"), "Nikopol": ("UA", "Dnipro"),
    "Belgorod": ("RU", "Belgorod"), "Moscow": ("RU", "Moscow"), "Beirut": ("LB", "Beirut"), "Tyre": ("LB", "South"),
    "Rafah": ("PS", "Gaza"), "Khan Younis": ("PS", "Gaza"), "Hodeidah": ("YE", "Hodeidah"),
    "Omdurman": ("SD", "Khartoum"),
    "Idlib": ("SY", "Idlib"), "Vienna": ("AT", "Vienna"), "Washington": ("US", "DC"),
    "Kupiansk": ("UA", "Kharkiv"), "Chuhuiv": ("UA", "Kharkiv"), "Nabatieh": ("LB", "Nabatieh"),
    "Safed": ("IL", "Northern"), "Nuseirat": ("PS", "Gaza"), "Najran": ("SA", "Najran"), "Saada": ("YE", "Saada"),
    "Sarja": ("SY", "Idlib"), "Bara": ("SY", "Idlib"), "El Fasher": ("SD", "North Darfur"),
}  # fmt: skip
_WRITTEN = {
    "Україну": "Ukraine", "України": "Ukraine", "Харкову": "Kharkiv", "Харкові": "Kharkiv", "Нікополю": "Nikopol",
    "Одещині": "Odesa region", "Курська": "Kursk region", "Белгородской области": "Belgorod region",
    "Белгороде": "Belgorod",
}  # fmt: skip
"""Names as Ukrainian and Russian posts write them."""
_METONYM = re.compile(r"\s+(?:said|says|denied|claimed|has not|accused)|['’]s (?:forces|defence|air force|army)")


def _places() -> dict[str, Place]:
    found = {}
    for number, (name, code) in enumerate(_COUNTRIES.items()):
        found[name] = Place(name, GeoPrecision.COUNTRY, 40.0, 30.0 + number, country_code=code, area_id=code)
    for number, (name, (code, unit)) in enumerate(_ADMIN1.items()):
        place = Place(
            name, GeoPrecision.ADMIN1, 50.0, 30.0 + number, country_code=code, admin1=unit, area_id=f"{code}.{unit}"
        )
        found[name] = place
    for number, (name, (code, unit)) in enumerate(_CITIES.items()):
        found[name] = Place(
            name,
            GeoPrecision.SETTLEMENT,
            48.0,
            30.0 + number,
            country_code=code,
            admin1=unit,
            geonames_id=1000 + number,
        )
    return found


class FewPlaces:
    """A :class:`geo.model.PlaceFinder` that knows a few names and "there"."""

    def __init__(self) -> None:
        self.known = _places()
        self.known.update({written: self.known[name] for written, name in _WRITTEN.items()})
        names = sorted(self.known, key=len, reverse=True)
        self.pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r"|there|the city)\b")

    def toponyms(
        self, text: str, *, lang: str = "en", theatre: Sequence[str] = (), home: str | None = None
    ) -> list[Toponym]:
        found: list[Toponym] = []
        last: Place | None = None
        for match in self.pattern.finditer(text):
            place = self.known.get(match.group())
            kind = ToponymKind.NAME
            if place is None:
                place, kind = last, ToponymKind.ANAPHOR
            elif place.geo_precision is GeoPrecision.SETTLEMENT:
                last = place
            if place is None or (match.group() == "there" and re.match(r"\s+(?:was|were|is|are)", text[match.end() :])):
                continue
            metonymic = kind is ToponymKind.NAME and _METONYM.match(text[match.end() :]) is not None
            found.append(Toponym(match.start(), match.end(), match.group(), kind, place, metonymic=metonymic))
        return found

    def country(self, code: str) -> Place | None:
        return next((p for p in self.known.values() if p.area_id == code), None)

    def contains(self, outer: Place, inner: Place) -> bool:
        if outer.geo_precision is GeoPrecision.COUNTRY:
            return outer.country_code == inner.country_code and inner.geo_precision is not GeoPrecision.COUNTRY
        admin1 = outer.geo_precision is GeoPrecision.ADMIN1
        return admin1 and (outer.country_code, outer.admin1) == (inner.country_code, inner.admin1) and outer != inner

    def geometry(self, place: Place) -> BaseGeometry | None:
        return None


@pytest.fixture(scope="session")
def places() -> FewPlaces:
    return FewPlaces()


@pytest.fixture(scope="session")
def read(places: FewPlaces) -> Callable[..., Extraction]:
    """Reads a passage that was published on Thursday 16 May 2024, unless told otherwise."""

    def reader(
        text: str, *, lang: str = "en", publisher: str | None = None, published: dt.date = dt.date(2024, 5, 16)
    ) -> Extraction:
        return extract_report(Report("t1", text, published, lang, None, publisher), places=places)

    return reader
