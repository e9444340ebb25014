"""Names by point: exact nearness, containment, the date line and the poles."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from geopy.exc import GeocoderQueryError
from geopy.point import Point
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.gazetteer import OfflineGeocoder
from geo.gazetteer.geocoder import opened
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.resolve import distance_km
from geo.gazetteer.reverse import Nearest
from geo.gazetteer.sources import COMPILED


@pytest.fixture(scope="module")
def index() -> Any:
    return opened().index


@pytest.fixture(scope="module")
def nearest(index: Any) -> Nearest:
    return Nearest(index)


@pytest.fixture(scope="module")
def geocoder() -> OfflineGeocoder:
    return OfflineGeocoder()


@functools.cache
def points(index: Any) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Latitudes and longitudes of every settlement that is a point, and a measured one."""
    rows = (np.asarray(index.kind) == KINDS.index("settlement")) & (np.asarray(index.area) == 0)
    rows[[row for row in np.flatnonzero(rows) if index.row(int(row)).source in COMPILED]] = False
    return np.asarray(index.latitude)[rows], np.asarray(index.longitude)[rows]


def by_hand(index: Any, latitude: float, longitude: float) -> np.ndarray[Any, Any]:
    km: np.ndarray[Any, Any] = distance_km(latitude, longitude, *points(index))
    return np.sort(km)


@settings(max_examples=60, deadline=None)
@example(90.0, 0.0)
@example(-90.0, 12.0)
@example(66.5, 180.0)
@example(71.0, -179.99)
@example(-18.1, 179.99)
@example(0.0, 0.0)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_the_nearest_is_the_nearest_of_all(latitude: float, longitude: float) -> None:
    index = opened().index
    for max_km in (3.0, 100.0, 1500.0):
        (row,), (km,) = Nearest(index).nearest([latitude], [longitude], max_km=max_km)
        best = by_hand(index, latitude, longitude)[0]
        if best <= max_km:
            assert km == pytest.approx(best, abs=1e-6)
            assert distance_km(latitude, longitude, index.latitude[row], index.longitude[row]) == pytest.approx(km)
        else:
            assert row == -1 and np.isnan(km)


def test_around_is_complete_and_ordered(index: Any, nearest: Nearest) -> None:
    found = nearest.around(49.99, 36.23, count=25)
    km = [apart for _, apart in found]
    assert km == pytest.approx(by_hand(index, 49.99, 36.23)[:25])
    assert len({row for row, _ in found}) == 25
    within = nearest.around(49.99, 36.23, count=0, max_km=40)
    assert len(within) == int((by_hand(index, 49.99, 36.23) <= 40).sum())


def test_a_neighbour_over_the_date_line_is_found(nearest: Nearest, index: Any) -> None:
    west = nearest.around(-16.8, 179.99, count=30, max_km=400)
    assert [row for row, _ in west] == [row for row, _ in nearest.around(-16.8, -180.01, count=30, max_km=400)]
    assert {np.sign(index.longitude[row]) for row, _ in west} == {-1.0, 1.0}


def test_many_points_are_answered_as_one_by_one(nearest: Nearest) -> None:
    rng = np.random.default_rng(7)
    latitude, longitude = rng.uniform(-60, 70, 300), rng.uniform(-180, 180, 300)
    rows, km = nearest.nearest(latitude, longitude)
    for at in range(0, 300, 7):
        alone = nearest.nearest([latitude[at]], [longitude[at]])
        assert alone[0][0] == rows[at] and (np.isnan(km[at]) or alone[1][0] == km[at])
    assert (rows >= 0).any() and (rows < 0).any()


@pytest.mark.parametrize(
    "query", ["Kharkiv", "Robotyne", "Khan Yunis", "Hodeidah, Yemen", "Strasbourg", "Narva", "Suva"]
)
def test_there_and_back(geocoder: OfflineGeocoder, query: str) -> None:
    there = geocoder.geocode(query)
    back = geocoder.reverse(there.point)
    assert back.raw["name"] == there.raw["name"] and back.raw["distance_m"] < 1
    assert back.raw["geo_precision"] == "settlement"


def test_a_quarter_does_not_hide_its_city(geocoder: OfflineGeocoder) -> None:
    assert geocoder.reverse((50.45, 30.52)).raw["name"] == "Kyiv"


def test_a_point_in_the_fields_is_near_a_settlement(geocoder: OfflineGeocoder) -> None:
    found = geocoder.reverse((49.4, 36.9)).raw
    assert found["geo_precision"] == "near_settlement"
    assert found["uncertainty_m"] >= found["distance_m"] > 1000
    assert found["containing"] == {"country_code": "UA", "admin1": "Kharkiv", "admin1_code": "UA.07"}


def test_settlements_over_the_border_are_passed_over(geocoder: OfflineGeocoder) -> None:
    for latitude, longitude, code in ((50.35, 36.2, "UA"), (50.45, 36.3, "RU"), (31.35, 34.28, "PS")):
        found = geocoder.reverse((latitude, longitude), exactly_one=False)
        assert {one.raw["country_code"] for one in found} == {code}


def test_many_settlements_over_the_border_hide_none_of_ones_own(geocoder: OfflineGeocoder) -> None:
    """On the Kalimantan side of a border whose other side is thickly settled."""
    one, several = geocoder.reverse((0.75, 111.0)), geocoder.reverse((0.75, 111.0), exactly_one=False)
    assert one is not None and several is not None
    assert one.raw == several[0].raw
    assert one.raw["country_code"] == "ID" and one.raw["geo_precision"] == "near_settlement"


def test_where_no_settlement_is_near_the_area_answers(geocoder: OfflineGeocoder) -> None:
    desert, sea = geocoder.reverse((25, 20)).raw, geocoder.reverse((43.5, 34)).raw
    assert (desert["country_code"], desert["geo_precision"], desert["match"]) == ("LY", "admin1", "containing")
    assert (sea["name"], sea["geo_precision"]) == ("Black Sea", "sea_air")


def test_a_list_goes_on_with_the_next(geocoder: OfflineGeocoder) -> None:
    found = geocoder.reverse((49.4, 36.9), exactly_one=False, limit=5)
    assert len(found) == 5 and len({one.raw["name"] for one in found}) == 5
    away = [one.raw["distance_m"] for one in found if one.raw["geo_precision"] == "near_settlement"]
    assert away == sorted(away)
    assert found[0].raw["name"] == geocoder.reverse((49.4, 36.9)).raw["name"]
    assert geocoder.reverse((49.4, 36.9), max_km=0.001).raw["geo_precision"] == "admin1"


@pytest.mark.parametrize("point", [(49.99, 36.23), [49.99, 36.23], Point(49.99, 36.23), "49.99, 36.23", "49.99 36.23"])
def test_points_in_all_of_geopys_ways(geocoder: OfflineGeocoder, point: Any) -> None:
    assert geocoder.reverse(point).raw["name"] == "Kharkiv"


@pytest.mark.parametrize("point", [None, "", "Kharkiv", (1,), (float("nan"), 1), (91, 0), ((1, 2), (3, 4)), object()])
def test_what_is_no_point_is_named(geocoder: OfflineGeocoder, point: Any) -> None:
    with pytest.raises(GeocoderQueryError, match="a point is a pair"):
        geocoder.reverse(point)


def test_limits_make_sense(geocoder: OfflineGeocoder) -> None:
    with pytest.raises(GeocoderQueryError, match="max_km"):
        geocoder.reverse((1, 1), max_km=-1)
    with pytest.raises(GeocoderQueryError, match="limit"):
        geocoder.reverse((1, 1), exactly_one=False, limit=0)
