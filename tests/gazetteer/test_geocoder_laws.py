"""Laws of the offline geocoder: whatever is asked, the answer is a place, a list of places, None, or geopy's error."""

from __future__ import annotations

import json

import pytest
from geopy.exc import GeocoderServiceError
from geopy.location import Location
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.gazetteer import OfflineGeocoder

KNOWN = ("Paris", "Springfield", "San José", "Vodiane", "Kherson", "Georgia", "Gaza", "Alexandria", "Москва", "الموصل")
CODES = ("UA", "US", "FR", "RU", "PS", "CR", "GE", "EG")
EVERY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def geocoder() -> OfflineGeocoder:
    return OfflineGeocoder()


@EVERY
@example("\x00")
@example("\x01hrkv")
@example("\ud800")
@example(",,,")
@example("the")
@example("20 km south of")
@example("near , Ukraine")
@example("(" * 400)
@given(
    st.one_of(
        st.text(max_size=60), st.sampled_from(KNOWN).flatmap(lambda name: st.text(max_size=20).map(f"{name}, ".__add__))
    )
)
def test_any_text_gives_a_place_or_none_or_geopys_error(geocoder: OfflineGeocoder, query: str) -> None:
    try:
        one, several = geocoder.geocode(query), geocoder.geocode(query, exactly_one=False)
    except GeocoderServiceError:
        assert not query.strip() or not query.isprintable()
        return
    assert (one is None) == (several is None)
    if one is not None:
        assert isinstance(one, Location) and one.raw == several[0].raw
        assert -90 <= one.latitude <= 90 and -180 <= one.longitude <= 180
        assert 0 <= one.raw["p_location"] <= 1
        json.dumps(one.raw)


@EVERY
@given(st.sampled_from(KNOWN), st.sets(st.sampled_from(CODES), min_size=1))
def test_countries_always_restrict(geocoder: OfflineGeocoder, name: str, codes: set[str]) -> None:
    found = geocoder.geocode(name, exactly_one=False, limit=50, country_codes=sorted(codes)) or []
    assert {one.raw["country_code"] for one in found} <= codes


@EVERY
@given(st.sampled_from(KNOWN), st.floats(-80, 70), st.floats(-170, 140), st.floats(0.1, 40), st.floats(0.1, 80))
def test_a_bounded_box_always_restricts(
    geocoder: OfflineGeocoder, name: str, south: float, west: float, height: float, width: float
) -> None:
    north, east = min(90.0, south + height), min(180.0, west + width)
    found = geocoder.geocode(name, exactly_one=False, limit=50, viewbox=[(south, west), (north, east)], bounded=True)
    for one in found or []:
        assert south - 1e-6 <= one.latitude <= north + 1e-6 and west - 1e-6 <= one.longitude <= east + 1e-6


@EVERY
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_gives_a_place_or_none(geocoder: OfflineGeocoder, latitude: float, longitude: float) -> None:
    one = geocoder.reverse((latitude, longitude))
    several = geocoder.reverse((latitude, longitude), exactly_one=False)
    assert (one is None) == (several is None)
    if one is not None:
        assert one.raw == several[0].raw
        assert one.raw.get("distance_m", 0) <= 100_000
