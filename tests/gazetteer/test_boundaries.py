"""The packaged polygons."""

from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import sources
from geo.gazetteer.boundaries import Boundaries, outlines


@pytest.fixture(scope="module")
def areas() -> Boundaries:
    return Boundaries.open()


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        (49.99, 36.23, ("UA", "UA.07")),
        (45.0, 34.1, ("UA", "UA.11")),
        (31.42, 34.35, ("PS", "PS.GZ")),
        (-0.3, 36.07, ("KE", "KE.39")),  # Nakuru: a county that only its towns tell
        (43.0, 34.0, (None, None)),
    ],
)
def test_a_point_lies_in_its_unit(areas: Boundaries, latitude: float, longitude: float, found: tuple[str, str]) -> None:
    assert areas.at(latitude, longitude) == found


def test_units_without_borders_get_the_land_nearest_to_their_towns_and_are_marked(areas: Boundaries) -> None:
    assert areas.derived("SD.62") and not areas.derived("SD.56") and not areas.derived("nowhere")
    assert areas.level("SD.62") == "admin1"
    assert areas.contains("SD.62", latitude=11.72, longitude=28.35)  # El Fula, its seat


@pytest.mark.parametrize(
    ("sea", "latitude", "longitude"),
    [("black-sea", 43.5, 33.0), ("azov", 46.0, 36.5), ("red-sea", 15.5, 41.5), ("gulf-of-aden", 12.2, 46.5)],
)
def test_seas_are_water(areas: Boundaries, sea: str, latitude: float, longitude: float) -> None:
    assert areas.contains(f"sea:{sea}", latitude=latitude, longitude=longitude)
    shape = areas.geometry(f"sea:{sea}")
    assert shape is not None
    for country in ("UA", "TR", "RU", "YE", "SA", "ER", "SO"):
        land = areas.geometry(country)
        assert land is not None
        assert shape.intersection(land).area < 0.03 * shape.area


def test_every_sea_has_a_polygon_around_its_point(areas: Boundaries) -> None:
    rows = list(sources.rows_of("seas.csv"))
    assert len(rows) > 50
    for stem, _, latitude, longitude, *_ in rows:
        shape = areas.geometry(f"sea:{stem}")
        assert shape is not None and shape.is_valid, stem
        west, south, east, north = shape.bounds
        assert west <= float(longitude) <= east and south <= float(latitude) <= north, stem


def test_outlines_are_rings_of_steps_that_close() -> None:
    held = outlines(("UA", "SY"))
    assert set(held) == {"UA", "SY"} and len(held["UA"]["units"]) == 27
    ring = np.asarray(held["UA"]["country"][0]).reshape(-1, 2)
    assert np.cumsum(ring, axis=0)[-1].tolist() == ring[0].tolist()
    west, south = np.cumsum(ring, axis=0).min(axis=0) / 100
    assert 21 < west < 24 and 44 < south < 47


@pytest.mark.parametrize("area_id", ["UA/south", "UA.05/north-west", "RU/central", "VE.05/north", "BM.03/north-west", "SY", "region:donbas"])  # fmt: skip
def test_the_quick_middle_of_an_area_is_that_of_its_polygon(areas: Boundaries, area_id: str) -> None:
    shape = areas.geometry(area_id)
    assert shape is not None
    point = shape.representative_point()
    assert areas.middle(area_id) == pytest.approx((point.x, point.y), abs=1e-6)


@pytest.mark.parametrize("area_id", ["XX", "XX/south", "UA/upper", "region:xyzzy"])
def test_an_unknown_area_has_no_middle(areas: Boundaries, area_id: str) -> None:
    assert areas.middle(area_id) is None
