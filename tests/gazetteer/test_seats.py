"""A bare name that places share."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.model import GeoPrecision, Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def place_in(gazetteer: Gazetteer, text: str, name: str) -> Place:
    found = {toponym.phrase: toponym.place for toponym in gazetteer.toponyms(text)}
    assert found.get(name) is not None, found
    place = found[name]
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("name", "code"), [("Malta", "MT"), ("Luxembourg", "LU"), ("Mexico", "MX"), ("Guam", "GU"), ("Aruba", "AW")]
)
def test_a_country_comes_before_the_units_in_it_that_bear_its_name(gazetteer: Gazetteer, name: str, code: str) -> None:
    place = place_in(gazetteer, f"Talks were held in {name} on Monday.", name)
    assert (place.geo_precision, place.country_code) == (GeoPrecision.COUNTRY, code)


def test_no_unit_bears_the_name_of_its_whole_country(gazetteer: Gazetteer) -> None:
    index = gazetteer.index
    units = [index.row(row) for row in index.lookup("malta") if index.row(row).country_code == "MT"]
    assert [unit.kind for unit in units] == ["country"]


@pytest.mark.parametrize(("town", "country"), [("Ariha", "Syria"), ("Tal Afar", "Iraq"), ("Maarat al-Numan", "Syria")])
def test_a_seat_without_a_number_of_people_comes_before_its_district(
    gazetteer: Gazetteer, town: str, country: str
) -> None:
    text = f"An air strike hit {town}, {country}, on Monday."
    assert place_in(gazetteer, text, town).geo_precision is GeoPrecision.SETTLEMENT
    told = place_in(gazetteer, f"Air strikes hit {town} district, {country}, on Monday.", f"{town} district")
    assert told.geo_precision is GeoPrecision.ADMIN2


def test_a_town_elsewhere_does_not_stand_for_a_unit(gazetteer: Gazetteer) -> None:
    place = place_in(gazetteer, "Shelling went on across Odesa region.", "Odesa region")
    assert place.geo_precision is GeoPrecision.ADMIN1
