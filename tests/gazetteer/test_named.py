"""Places by name, unit and country."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer.named import consonants
from geo.model import GeoPrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "unit", "country", "latitude", "longitude"),
    [
        ("Izyum town", "Kharkiv oblast", "Ukraine", 49.21, 37.25),
        ("the village of Kurakhivka", "Donetsk oblast", "Ukraine", 48.03, 37.36),
        ("Dolzhansk border post", "Luhansk oblast", "Ukraine", 48.09, 39.65),
        ("Gulyaypole town", "Zaporizhzhia oblast", "Ukraine", 47.66, 36.26),  # Russian form of Huliaipole
        ("Maarat al-Nu'man city", "Idlib Governorate", "Syria", 35.64, 36.67),
        ("Rafah city", "Gaza Strip", "Israel", 31.29, 34.25),  # a land that a table gives to another state
        ("Maiduguri town", "Bornu state", "Nigeria", 11.85, 13.16),  # a unit spelled otherwise
    ],
)
def test_names_as_tables_of_events_tell_them(
    gazetteer: Gazetteer, name: str, unit: str, country: str, latitude: float, longitude: float
) -> None:
    place = gazetteer.geocode_place(name, admin1=unit, country=country)
    assert place is not None
    assert abs(place.latitude - latitude) < 0.12 and abs(place.longitude - longitude) < 0.12
    assert place.geo_precision in (GeoPrecision.SETTLEMENT, GeoPrecision.SITE)


def test_a_district_in_brackets_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    one = gazetteer.geocode_place("Ivanivka village (Bakhmut raion)", admin1="Donetsk oblast", country="Ukraine")
    other = gazetteer.geocode_place("Ivanivka village (Pokrovsk raion)", admin1="Donetsk oblast", country="Ukraine")
    assert one is not None and other is not None
    assert one.longitude - other.longitude > 0.2


def test_what_is_unknown_is_its_unit_and_less_is_its_country(gazetteer: Gazetteer) -> None:
    unit = gazetteer.geocode_place("Xqwzrt village", admin1="Aleppo Governorate", country="Syria")
    assert unit is not None and (unit.geo_precision, unit.admin1_code) == (GeoPrecision.ADMIN1, "SY.09")
    whole = gazetteer.geocode_place("Xqwzrt village", country="Syria")
    assert whole is not None and whole.geo_precision is GeoPrecision.COUNTRY


@pytest.mark.parametrize(
    ("one", "other"), [("kamenka", "kamianka"), ("golubovka", "holubivka"), ("tell hamis", "tal khamees")]
)
def test_consonants_are_what_transliterations_share(one: str, other: str) -> None:
    assert consonants(one) == consonants(other) != ""
