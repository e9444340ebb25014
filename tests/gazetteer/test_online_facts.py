"""What services say, in the words of the schema."""

from __future__ import annotations

from typing import Any

import pytest

from geo.gazetteer.facts import nominatim_facts, photon_facts
from geo.model import GeoPrecision


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({"addresstype": "country"}, "country"),
        ({"addresstype": "state"}, "admin1"),
        ({"addresstype": "province"}, "admin1"),
        ({"addresstype": "county"}, "admin2"),
        ({"addresstype": "district"}, "admin2"),
        ({"addresstype": "municipality"}, "admin3"),
        ({"addresstype": "village"}, "settlement"),
        ({"addresstype": "suburb"}, "sub_settlement"),
        ({"addresstype": "sea"}, "sea_air"),
        ({"addresstype": "road"}, "site"),
        ({"class": "place", "type": "hamlet"}, "settlement"),
        ({"class": "boundary", "type": "administrative", "place_rank": 8}, "admin1"),
        ({"class": "boundary", "type": "administrative", "place_rank": 12}, "admin2"),
        ({"class": "boundary", "type": "administrative", "place_rank": 14}, "admin3"),
        ({"class": "boundary", "type": "administrative", "place_rank": 16}, "settlement"),
        ({"class": "shop", "type": "bakery", "place_rank": 30}, "site"),
        ({}, "unknown"),
    ],
)
def test_precision_of_nominatim(place: dict[str, Any], precision: str) -> None:
    assert nominatim_facts(place)["geo_precision"] == precision
    assert precision in {str(known) for known in GeoPrecision}


@pytest.mark.parametrize(
    ("properties", "precision"),
    [
        ({"type": "country"}, "country"),
        ({"type": "state"}, "admin1"),
        ({"type": "county"}, "admin2"),
        ({"type": "city", "osm_key": "boundary", "osm_value": "administrative"}, "settlement"),
        ({"type": "district", "osm_key": "place", "osm_value": "village"}, "settlement"),
        ({"type": "district", "osm_key": "boundary", "osm_value": "administrative"}, "sub_settlement"),
        ({"type": "house"}, "site"),
        ({"type": "other", "osm_key": "place", "osm_value": "sea"}, "sea_air"),
        ({"type": "other"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_precision_of_photon(properties: dict[str, Any], precision: str) -> None:
    assert photon_facts({"properties": properties})["geo_precision"] == precision


def test_the_radius_holds_the_box() -> None:
    box = nominatim_facts({"boundingbox": ["0", "2", "0", "2"]})["uncertainty_m"]
    assert box == pytest.approx(157_000, rel=0.01), "half the diagonal of two degrees by two"
    assert photon_facts({"properties": {"extent": [0, 2, 2, 0]}})["uncertainty_m"] == box
    assert nominatim_facts({})["uncertainty_m"] is None, "what is not said is null"


def test_what_is_not_said_is_null() -> None:
    for facts in (nominatim_facts({}), photon_facts({"properties": {}}), photon_facts({})):
        assert facts["country_code"] is None and facts["osm_id"] is None and facts["name"] is None
        assert facts["p_location"] is None and facts["geonames_id"] is None and facts["refused"] == []
