"""Places by name, unit and country."""

from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.index import Index
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.named import consonants
from geo.gazetteer.resolve import distance_km
from geo.model import GeoPrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "unit", "country", "latitude", "longitude"),
    [
        ("Izyum town", "Kharkiv oblast", "Ukraine", 49.21, 37.25),
        ("the village of Kurakhivka", "Donetsk oblast", "Ukraine", 48.03, 37.36),
        ("Dolzhansk border post", "Luhansk oblast", "Ukraine", 47.86, 39.75),  # the village of Dovzhanske beside it
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
    one = gazetteer.geocode_place("Ivanivka village (Volnovakha raion)", admin1="Donetsk oblast", country="Ukraine")
    other = gazetteer.geocode_place("Ivanivka village (Pokrovsk raion)", admin1="Donetsk oblast", country="Ukraine")
    assert one is not None and other is not None
    assert one.latitude < 47.8 and other.latitude > 48.1


def test_a_district_told_apart_chooses_between_namesakes_too(gazetteer: Gazetteer) -> None:
    told = {"admin1": "Donetsk oblast", "country": "Ukraine"}
    one = gazetteer.geocode_place("Ivanivka village", admin2="Volnovakha Raion", **told)
    other = gazetteer.geocode_place("Ivanivka village", admin2="Pokrovsk raion", **told)
    assert one is not None and other is not None
    assert one.latitude < 47.8 and other.latitude > 48.1


@pytest.mark.parametrize(
    ("name", "unit", "country", "code"),
    [
        ("Parachinar town", "Federally Administered Tribal Areas", "Pakistan", "PK.03"),
        ("Trincomalee town", "North Eastern province", "Sri Lanka", "LK.37"),
        ("Lubumbashi city", "Katanga province", "DR Congo (Zaire)", "CD.14"),
        ("Leh town", "Jammu and Kashmir state", "India", "IN.41"),
    ],
)
def test_units_that_are_no_more_lead_to_those_of_today(
    gazetteer: Gazetteer, name: str, unit: str, country: str, code: str
) -> None:
    place = gazetteer.geocode_place(name, admin1=unit, country=country)
    assert place is not None
    assert (place.geo_precision, place.admin1_code) == (GeoPrecision.SETTLEMENT, code)


@pytest.mark.parametrize(
    ("name", "unit", "country", "about"),
    [
        ("Al Mayadin district", "Deir ez Zor Governorate", "Syria", 35.0),
        ("El Bagre municipality", "Antioquia department", "Colombia", 7.6),
    ],
)
def test_a_district_that_the_tables_lack_is_the_surroundings_of_its_town(
    gazetteer: Gazetteer, name: str, unit: str, country: str, about: float
) -> None:
    place = gazetteer.geocode_place(name, admin1=unit, country=country)
    assert place is not None and place.geo_precision is GeoPrecision.ADMIN2
    assert abs(place.latitude - about) < 0.2 and place.location == name and place.geonames_id is None


def test_a_village_is_no_town_and_a_city_no_village(gazetteer: Gazetteer) -> None:
    village = gazetteer.geocode_place("Troitske village", admin1="Luhansk oblast", country="Ukraine")
    town = gazetteer.geocode_place("Troitske town", admin1="Luhansk oblast", country="Ukraine")
    assert village is not None and town is not None
    assert village.latitude < 49.0 < town.latitude


def test_a_place_just_beyond_the_border_of_the_unit_told_is_meant_but_unsure(gazetteer: Gazetteer) -> None:
    beyond = gazetteer.geocode_place("Barvinkove town", admin1="Donetsk oblast", country="Ukraine")
    assert beyond is not None and beyond.location == "Barvinkove"
    assert (beyond.p_location or 1.0) <= 0.4
    far = gazetteer.geocode_place("Lviv city", admin1="Donetsk oblast", country="Ukraine")
    assert far is not None and far.geo_precision is GeoPrecision.ADMIN1


def test_the_smallest_unit_told_holds_what_is_unknown(gazetteer: Gazetteer) -> None:
    place = gazetteer.geocode_place(
        "Xqwzrt village", admin1="Kharkiv oblast", admin2="Kupiansk district", country="Ukraine"
    )
    assert place is not None and place.geo_precision is GeoPrecision.ADMIN2
    assert abs(place.latitude - 49.7) < 0.5


def test_compiled_villages_are_found_and_say_how_sure_their_point_is(gazetteer: Gazetteer) -> None:
    place = gazetteer.geocode_place("Kafr Kalbin", admin1="Aleppo", country="Syria")
    assert place is not None and place.geo_precision is GeoPrecision.SETTLEMENT
    assert abs(place.latitude - 36.56) < 0.06 and abs(place.longitude - 37.12) < 0.06
    assert place.uncertainty_m == 6_000.0


def test_a_village_of_which_little_more_than_the_unit_is_known_says_so(gazetteer: Gazetteer) -> None:
    index = gazetteer.index
    wide = next(index.row(int(row)) for row in np.flatnonzero(index.of_source("compiled_wide")))
    place = gazetteer.geocode_place(wide.name, admin1=wide.admin1, country=wide.country_code)
    assert place is not None and place.uncertainty_m == 15_000.0
    assert place.p_location is not None and place.p_location < 0.8


def test_namesakes_within_what_is_told_share_the_probability(gazetteer: Gazetteer) -> None:
    def sure(name: str, **told: str) -> float:
        place = gazetteer.geocode_place(name, admin1="Donetsk oblast", country="Ukraine", **told)
        assert place is not None and place.p_location is not None
        return place.p_location

    alone, shared = sure("Chasiv Yar"), sure("Opytne")
    assert alone > 0.9 and shared < 0.7
    assert sure("Opytne", admin2="Yasynuvata raion") > 0.9, "there is one of them"


@pytest.mark.parametrize(
    ("name", "precision", "latitude", "longitude"),
    [
        ("near Kupiansk", "near_settlement", 49.71, 37.62),
        ("warehouse outside Chuhuiv town", "near_settlement", 49.84, 36.69),
        ("20 km north of Izyum", "near_settlement", 49.39, 37.28),
        ("road between Izyum town (Izium raion) and Barvinkove", "near_settlement", 49.06, 37.15),
        ("market in Chuhuiv town", "settlement", 49.84, 36.69),
        ("Chuhuiv 2", "settlement", 49.84, 36.69),
    ],
)
def test_a_place_told_by_others_lies_where_these_put_it(
    gazetteer: Gazetteer, name: str, precision: str, latitude: float, longitude: float
) -> None:
    place = gazetteer.geocode_place(name, admin1="Kharkiv oblast", country="Ukraine")
    assert place is not None and place.geo_precision == precision
    assert abs(place.latitude - latitude) < 0.03 and abs(place.longitude - longitude) < 0.03


def test_what_lies_in_a_place_is_less_sure_than_the_place(gazetteer: Gazetteer) -> None:
    told = {"admin1": "Kharkiv oblast", "country": "Ukraine"}
    whole, part = (gazetteer.geocode_place(name, **told) for name in ("Chuhuiv", "market in Chuhuiv"))
    assert whole is not None and part is not None
    assert (part.p_location or 1.0) < (whole.p_location or 0.0)
    other = gazetteer.geocode_place("Cemetery of Chuhuiv", **told)
    assert other is not None and other.geo_precision is GeoPrecision.ADMIN1, "'of' puts nothing inside a place"


def test_camps_and_parts_are_found_by_the_place_that_they_are_called_after(gazetteer: Gazetteer) -> None:
    for name in ("Qah IDP camp", "Qah refugee camps", "Qah Gharbi", "Qah al-Sharqi"):
        place = gazetteer.geocode_place(name, admin1="Idlib Governorate", country="Syria")
        assert place is not None and place.geo_precision is GeoPrecision.SETTLEMENT, name
        assert abs(place.latitude - 36.28) < 0.06 and abs(place.longitude - 36.70) < 0.06, name


def test_a_village_without_a_point_counts_as_a_namesake(gazetteer: Gazetteer) -> None:
    index = gazetteer.index
    shared = next(
        (index.row(row), index.row(rows[0]))
        for row in map(int, np.flatnonzero(index.of_source("katottg") & (index.kind == KINDS.index("settlement"))))
        if not any(row == r for r in index.lookup(fold(index.name(row))))
        and len(rows := [r for r in index.lookup(fold(index.name(row))) if _same_unit(index, r, row)]) == 1
        and index.row(rows[0]).source == "geonames" and index.row(rows[0]).population < 5_000
        and distance_km(
            index.latitude[row], index.longitude[row], index.latitude[rows[0]], index.longitude[rows[0]]
        ) > 30
    )  # fmt: skip
    place = gazetteer.geocode_place(f"{shared[1].name} village", admin1=shared[1].admin1, country="Ukraine")
    assert place is not None and place.p_location is not None
    assert (place.latitude, place.longitude) == (shared[1].latitude, shared[1].longitude), "the one with a point"
    assert place.p_location < 0.7


def _same_unit(index: Index, one: int, other: int) -> bool:
    return index.row(one).admin1_code == index.row(other).admin1_code


def test_former_and_russian_names_of_villages_lead_to_them(gazetteer: Gazetteer) -> None:
    for name in ("Опытное", "Skotuvata", "Великоновоселівка"):
        place = gazetteer.geocode_place(name, admin1="Donetsk oblast", country="Ukraine")
        assert place is not None and place.geo_precision is GeoPrecision.SETTLEMENT, name


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
