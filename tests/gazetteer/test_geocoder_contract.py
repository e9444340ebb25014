"""One contract for every geocoder, on this machine or online: what is asked alike is answered alike."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.gazetteer import Nominatim, OfflineGeocoder, Photon
from geo.gazetteer.cache import AnswerCache
from geo.gazetteer.online import Pace

pytestmark = pytest.mark.loopback
FACTS = {
    "name", "geo_precision", "uncertainty_m", "p_location", "country_code", "admin1", "admin1_code", "admin2",
    "geonames_id", "match", "source", "refused",
}  # fmt: skip


@pytest.fixture(params=[OfflineGeocoder, Nominatim, Photon])
def made(request: pytest.FixtureRequest, service: Any, tmp_path: Path) -> Callable[[], Any]:
    """Makes a geocoder of each kind; called without arguments, as geopandas does."""
    kind: type[Geocoder] = request.param
    if kind is OfflineGeocoder:
        return OfflineGeocoder
    return lambda: kind(
        user_agent="strikemap tests", domain=service.domain, scheme="http", proxies={}, cache=AnswerCache(tmp_path),
        pace=Pace(lambda: 0.0, lambda _: None),
    )  # fmt: skip


def test_a_name_gives_a_location_with_the_facts(made: Callable[[], Any]) -> None:
    found = made().geocode("Kharkiv")
    assert isinstance(found, Location) and set(found.raw) >= FACTS
    assert found.raw["name"] == "Kharkiv" and found.raw["country_code"] == "UA"
    assert found.raw["geo_precision"] == "settlement" and found.raw["uncertainty_m"] > 1000
    assert (found.latitude, found.longitude) == pytest.approx((49.99, 36.23), abs=0.1)


def test_lists_and_nothing(made: Callable[[], Any]) -> None:
    geocoder = made()
    several = geocoder.geocode("Kharkiv", exactly_one=False)
    assert isinstance(several, list) and several[0].raw["name"] == "Kharkiv"
    assert len(geocoder.geocode("Kharkiv", exactly_one=False, limit=1)) == 1
    assert geocoder.geocode("Xyzzyplugh") is None and geocoder.geocode("Xyzzyplugh", exactly_one=False) is None


def test_the_same_words_restrict_and_structure(made: Callable[[], Any]) -> None:
    geocoder = made()
    assert geocoder.geocode({"city": "Kharkiv", "country": "Ukraine"}).raw["name"] == "Kharkiv"
    assert geocoder.geocode("Kharkiv", country_codes="ua").raw["name"] == "Kharkiv"
    box = [Point(44, 22), Point(52.5, 40.5)]
    assert geocoder.geocode("Kharkiv", viewbox=box, bounded=True, timeout=5).raw["name"] == "Kharkiv"
    assert geocoder.geocode("Kharkiv", viewbox=box, language="en").raw["name"] == "Kharkiv"


def test_reverse(made: Callable[[], Any]) -> None:
    for point in ((49.99, 36.23), Point(49.99, 36.23), "49.99, 36.23"):
        assert made().reverse(point, exactly_one=True).raw["name"] == "Kharkiv"


def test_pickled_it_answers_alike(made: Callable[[], Any]) -> None:
    geocoder = made()
    assert pickle.loads(pickle.dumps(geocoder)).geocode("Odesa").raw == geocoder.geocode("Odesa").raw


def test_behind_a_rate_limiter_and_in_geopandas(made: Callable[[], Any]) -> None:
    assert RateLimiter(made().geocode, min_delay_seconds=0)("Kharkiv").raw["name"] == "Kharkiv"
    found = gpd.tools.geocode(["Kharkiv", "Xyzzyplugh"], provider=made)
    assert found.geometry.is_empty.tolist() == [False, True]
