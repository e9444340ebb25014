"""The offline geocoder keeps geopy's contract, and geopandas', and never reaches for a network."""

from __future__ import annotations

import json
import pickle
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point
from shapely import Point as Shape
from shapely.geometry import shape

from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer, OfflineGeocoder
from geo.gazetteer.geocoder import opened


@pytest.fixture(scope="module")
def geocoder() -> OfflineGeocoder:
    return OfflineGeocoder()


@pytest.fixture(autouse=True)
def no_sockets_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the offline geocoder opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def raw(location: Location | None) -> dict[str, Any]:
    assert isinstance(location, Location)
    return dict(location.raw)


@pytest.mark.parametrize(
    ("query", "code", "unit", "precision", "match"),
    [
        ("Kharkiv", "UA", "UA.07", "settlement", "exact"),
        ("kharkiv", "UA", "UA.07", "settlement", "exact"),
        ("Kharkiv, Ukraine", "UA", "UA.07", "settlement", "exact"),
        ("Ukraine, Kharkiv", "UA", "UA.07", "settlement", "exact"),
        ("Paris", "FR", "FR.11", "settlement", "exact"),
        ("Paris, Texas", "US", "US.TX", "settlement", "exact"),
        ("Paris (Texas)", "US", "US.TX", "settlement", "exact"),
        ("paris, tx", "US", "US.TX", "settlement", "exact"),
        ("Springfield, Ill.", "US", "US.IL", "settlement", "exact"),
        ("Kyiv, Kyiv Oblast, Ukraine", "UA", "UA.12", "settlement", "exact"),
        ("Sevastopol, Crimea", "UA", "UA.20", "settlement", "exact"),
        ("Kyiv city", "UA", "UA.12", "settlement", "exact"),
        ("Paris Texas", "US", "US.TX", "settlement", "exact"),
        ("Kharkiv Ukraine", "UA", "UA.07", "settlement", "exact"),
        ("Vodiane in Donetsk oblast", "UA", "UA.05", "settlement", "exact"),
        ("Xyzzyplugh/Kharkiv, Ukraine", "UA", "UA.07", "settlement", "exact"),
        ("خان يونس، غزة", "PS", "PS.GZ", "settlement", "exact"),
        ("с. Водяне, Донецька область, Україна", "UA", "UA.05", "settlement", "exact"),
        ("Zaporizhzhia region", "UA", "UA.26", "admin1", "exact"),
        ("Kupiansk district", "UA", "UA.07", "admin2", "exact"),
        ("Georgia", "GE", None, "country", "exact"),
        ("UK", "GB", None, "country", "exact"),
        ("Black Sea", None, None, "sea_air", "exact"),
        ("Харків", "UA", "UA.07", "settlement", "exact"),
        ("Харковом", "UA", "UA.07", "settlement", "inflected"),
        ("у Запоріжжі", "UA", "UA.26", "settlement", "inflected"),
        ("خان يونس", "PS", "PS.GZ", "settlement", "exact"),
        ("near Kherson", "UA", "UA.08", "near_settlement", "composed"),
        ("near Kherson, Ukraine", "UA", "UA.08", "near_settlement", "composed"),
        ("southern Ukraine", "UA", None, "region", "composed"),
        ("Mariupoll", "UA", "UA.05", "settlement", "sound"),
    ],
)
def test_names_are_found(
    geocoder: OfflineGeocoder, query: str, code: str | None, unit: str | None, precision: str, match: str
) -> None:
    found = raw(geocoder.geocode(query))
    assert (found["country_code"], found["admin1_code"]) == (code, unit)
    assert (found["geo_precision"], found["match"]) == (precision, match)


@pytest.mark.parametrize(
    "query",
    [
        "Xyzzyplugh",
        "Kharkiv, France",
        "Kharkiv, Xyzzyplugh",
        "the city",
        "Kherson street",
        "Xyzzy",
        "Kherson river",
        "?!",
        "Kharkiv Xyzzyplugh",
        "Kharkiv France",
        "Xyzzyplugh (Kupiansk district)",
        "Tall Xyzzyplugh, Rif Dimashq, Syria",
        "Odesa, Crimea",
    ],
)
def test_what_is_not_found_is_none(geocoder: OfflineGeocoder, query: str) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_a_capital_is_no_village_that_bears_its_countrys_name(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("capital of Ukraine")
    assert found is None or found.raw["country_code"] == "UA"


def test_it_is_a_geopy_geocoder(geocoder: OfflineGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    address, (latitude, longitude) = geocoder.geocode("Kharkiv")
    assert address.startswith("Kharkiv") and address.endswith("Ukraine")
    assert (latitude, longitude) == pytest.approx((49.98, 36.25), abs=0.05)
    assert OfflineGeocoder(timeout=3, user_agent="archive").timeout == 3


def test_raw_tells_what_geopy_has_no_word_for(geocoder: OfflineGeocoder) -> None:
    found = raw(geocoder.geocode("Donetsk"))
    assert found["geonames_id"] == 709717 and found["geo_precision"] == "settlement"
    assert found["uncertainty_m"] > 5000 and 0.5 < found["p_location"] <= 1
    other = next(o for o in found["refused"] if o["country_code"] == "RU")
    assert other["reason"] and other["p_location"] < 0.5
    assert json.loads(json.dumps(found)) == found


def test_a_list_is_ordered_by_probability_and_cut(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Springfield", exactly_one=False, limit=4)
    chances = [one.raw["p_location"] for one in found]
    assert len(found) == 4 and chances == sorted(chances, reverse=True) and sum(chances) <= 1.001
    assert len({one.raw["geonames_id"] for one in found}) == 4
    assert len(geocoder.geocode("Springfield", exactly_one=False)) == 10
    assert geocoder.geocode("Springfield").raw["geonames_id"] == found[0].raw["geonames_id"]


def test_equal_twins_share_their_probability(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Vodiane, Donetsk oblast, Ukraine", exactly_one=False)
    assert len(found) >= 2 and found[0].raw["p_location"] < 0.6


def test_country_codes_restrict(geocoder: OfflineGeocoder) -> None:
    assert raw(geocoder.geocode("Paris", country_codes="us"))["country_code"] == "US"
    found = geocoder.geocode("Paris", country_codes=["CA", "us"], exactly_one=False)
    assert {one.raw["country_code"] for one in found} <= {"US", "CA"}
    assert geocoder.geocode("Kharkiv", country_codes="fr") is None
    refused = raw(geocoder.geocode("Paris", country_codes="us"))["refused"]
    assert any(o["country_code"] == "FR" and "US" in o["reason"] for o in refused)


def test_a_viewbox_is_a_preference_until_it_is_bounded(geocoder: OfflineGeocoder) -> None:
    texas = [Point(25, -107), Point(37, -93)]
    assert raw(geocoder.geocode("Paris", viewbox=texas))["country_code"] == "FR"
    assert raw(geocoder.geocode("Paris", viewbox=texas, bounded=True))["admin1_code"] == "US.TX"
    illinois = [(42.5, -87.5), (37, -91.5)]
    assert raw(geocoder.geocode("Springfield"))["admin1_code"] != "US.IL"
    assert raw(geocoder.geocode("Springfield", viewbox=illinois))["admin1_code"] == "US.IL"
    assert geocoder.geocode("Kharkiv", viewbox=texas, bounded=True) is None


@pytest.mark.parametrize(
    ("query", "name", "precision"),
    [
        ({"city": "Vodiane", "state": "Donetsk oblast", "country": "Ukraine"}, "Vodiane", "settlement"),
        ({"county": "Kupiansk", "state": "Kharkiv oblast", "country": "ua"}, "Kupiansk Raion", "admin2"),
        ({"state": "Kherson", "country": "Ukraine"}, "Kherson", "admin1"),
        ({"city": "Kherson", "country": "Ukraine"}, "Kherson", "settlement"),
        ({"country": "Ukraine"}, "Ukraine", "country"),
        ({"country": "UA"}, "Ukraine", "country"),
        ({"city": "Paris", "state": "TX"}, "Paris", "settlement"),
    ],
)
def test_structured_queries(geocoder: OfflineGeocoder, query: dict[str, str], name: str, precision: str) -> None:
    found = raw(geocoder.geocode(query))
    assert (found["name"], found["geo_precision"]) == (name, precision)


@pytest.mark.parametrize(
    ("query", "name", "unit"),
    [
        ("Hamilton, New York, United States", "Hamilton", "US.NY"),
        ({"city": "Winchester", "state": "Ohio", "country": "United States"}, "Winchester", "US.OH"),
        ({"city": "Lagrange", "state": "Maine", "country": "United States"}, "Lagrange", "US.ME"),
        ("Schwedt (Oder), Brandenburg, Germany", "Schwedt (Oder)", "DE.11"),
        ("Ciales, Ciales, Puerto Rico", "Ciales", "PR.039"),
        ("Dahieh, Beirut", "Dahiyeh", "LB.05"),
    ],
)
def test_the_unit_that_is_told_decides(geocoder: OfflineGeocoder, query: Any, name: str, unit: str) -> None:
    """Not a town that bore the name once, not a township elsewhere that bears the name of the state."""
    found = raw(geocoder.geocode(query))
    assert (found["name"], found["admin1_code"]) == (name, unit)


@pytest.mark.parametrize(
    ("query", "code", "precision"),
    [
        ("Grenada", "GD", "country"),
        ("New Caledonia", "NC", "country"),
        ("Malta", "MT", "country"),
        ("Luxembourg", "LU", "country"),
        ("Luxembourg, Luxembourg", "LU", "settlement"),
        ("Riga, Latvia", "LV", "settlement"),
        ("Gaborone, Botswana", "BW", "settlement"),
        ("Skopje, North Macedonia", "MK", "settlement"),
        ("Delaware", "US", "admin1"),
        ("Wyoming", "US", "admin1"),
        ("Crimea", "UA", "admin1"),
        ("Leningrad", "RU", "settlement"),
    ],
)
def test_countries_and_towns_go_before_units_of_their_name(
    geocoder: OfflineGeocoder, query: str, code: str, precision: str
) -> None:
    found = raw(geocoder.geocode(query))
    assert (found["country_code"], found["geo_precision"]) == (code, precision)


def test_a_structured_query_never_leaves_its_areas(geocoder: OfflineGeocoder) -> None:
    assert geocoder.geocode({"city": "Kharkiv", "country": "France"}) is None
    assert geocoder.geocode({"city": "Kharkiv", "country": "Xyzzyplugh"}) is None
    assert geocoder.geocode({"city": "Kharkiv", "state": "Odesa oblast"}) is None
    assert raw(geocoder.geocode({"street": "Sumska", "city": "Kharkiv"}))["unused"] == ["street"]


def test_feature_types(geocoder: OfflineGeocoder) -> None:
    assert raw(geocoder.geocode("Kherson", featuretype="state"))["geo_precision"] == "admin1"
    assert raw(geocoder.geocode("Georgia", featuretype="state"))["country_code"] == "US"
    assert raw(geocoder.geocode("Georgia", featuretype="country"))["country_code"] == "GE"


def test_geometry_is_given_when_asked_for(geocoder: OfflineGeocoder) -> None:
    found = raw(geocoder.geocode("Kherson region", geometry="geojson"))
    area = shape(found["geojson"])
    assert area.geom_type in ("Polygon", "MultiPolygon") and area.contains(Shape(33.5, 46.6))
    assert raw(geocoder.geocode("Kherson", geometry="wkt"))["geotext"].startswith("POINT")


def test_the_radius_of_an_area_holds_it(geocoder: OfflineGeocoder) -> None:
    unit, whole = raw(geocoder.geocode("Kherson region")), raw(geocoder.geocode("Ukraine"))
    assert 80_000 < unit["uncertainty_m"] < 250_000
    assert 550_000 < whole["uncertainty_m"] < 900_000


@pytest.mark.parametrize(
    ("query", "settings", "said"),
    [
        ("", {}, "is empty"),
        (" \n\t", {}, "is empty"),
        (None, {}, "must be a text or a mapping"),
        (3.5, {}, "must be a text or a mapping"),
        ("x" * 501, {}, "more than 500"),
        ({}, {}, "names no place"),
        ({"street": "Sumska"}, {}, "names no place"),
        ({"town": "Kharkiv"}, {}, "no key 'town'"),
        ({"city": 7}, {}, "city must be a text"),
        ("Kharkiv", {"country_codes": "Ukraine"}, "country code 'UKRAINE' is none"),
        ("Kharkiv", {"country_codes": ["ua", 3]}, "country code 3 is none"),
        ("Kharkiv", {"country_codes": 3}, "country code 3 is none"),
        ("Kharkiv", {"viewbox": [(1, 2)]}, "two corners"),
        ("Kharkiv", {"viewbox": "west"}, "two corners"),
        ("Kharkiv", {"bounded": True}, "needs a viewbox"),
        ("Kharkiv", {"featuretype": "town"}, "none of: country"),
        ("Kharkiv", {"exactly_one": False, "limit": 0}, "limit must be"),
        ("Kharkiv", {"geometry": "svg"}, "none of: wkt, geojson"),
        ("Kharkiv", {"language": 3}, "language must be"),
    ],
)
def test_bad_questions_are_named(geocoder: OfflineGeocoder, query: Any, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(GeocoderQueryError, match=said):
        geocoder.geocode(query, **settings)


def test_pickling_keeps_what_it_was_made_with(geocoder: OfflineGeocoder) -> None:
    geocoder.geocode("Odesa")
    for one in (geocoder, OfflineGeocoder(Gazetteer.open(), theatre=("US",), timeout=3, user_agent="archive")):
        again = pickle.loads(pickle.dumps(one))
        assert (again.theatre, again.timeout, again.headers) == (one.theatre, one.timeout, one.headers)
        assert again.geocode("Odesa").raw == one.geocode("Odesa").raw


def test_a_theatre_is_a_prior() -> None:
    plain, told = OfflineGeocoder(), OfflineGeocoder(theatre=("RU",))
    assert raw(plain.geocode("Donetsk"))["country_code"] == "UA"
    chance = {one.raw["country_code"]: one.raw["p_location"] for one in told.geocode("Donetsk", exactly_one=False)}
    before = {one.raw["country_code"]: one.raw["p_location"] for one in plain.geocode("Donetsk", exactly_one=False)}
    assert chance["RU"] > before["RU"]
    assert raw(told.geocode("Kharkiv"))["country_code"] == "UA"


def test_it_works_behind_a_rate_limiter(geocoder: OfflineGeocoder) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0, error_wait_seconds=0, swallow_exceptions=False)
    assert limited("Kharkiv").raw["country_code"] == "UA"
    assert limited("Xyzzyplugh") is None


def test_it_works_in_geopandas() -> None:
    found = gpd.tools.geocode(["Kharkiv", "Xyzzyplugh", ""], provider=OfflineGeocoder)
    assert found.crs == "EPSG:4326"
    assert found["address"].iloc[0].startswith("Kharkiv") and found["address"].iloc[1:].isna().all()
    assert found.geometry.iloc[0].distance(Shape(36.25, 49.98)) < 0.05
    assert found.geometry.iloc[1:].is_empty.all()


def test_reverse_in_geopandas() -> None:
    found = gpd.tools.reverse_geocode([Shape(36.23, 49.99)], provider=OfflineGeocoder)
    assert found["address"].iloc[0].startswith("Kharkiv")


def test_its_transport_makes_no_requests(geocoder: OfflineGeocoder) -> None:
    with pytest.raises(GeocoderServiceError, match="makes no requests"):
        geocoder.adapter.get_json("https://example.org", timeout=1, headers={})


def test_without_an_index_the_error_tells_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="strikemap gazetteer build"):
        OfflineGeocoder(tmp_path / "none").geocode("Kharkiv")


def test_threads_share_it(geocoder: OfflineGeocoder) -> None:
    names = ["Kharkiv", "Odesa", "Xyzzyplugh", "Paris, Texas", "near Kherson", "Харковом"] * 8
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(geocoder.geocode, names))
    assert [t and t.raw for t in together] == [a and a.raw for a in map(geocoder.geocode, names)]


def test_the_gazetteer_is_opened_once() -> None:
    assert OfflineGeocoder().gazetteer is OfflineGeocoder().gazetteer is opened()
