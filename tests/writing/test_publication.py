import datetime as dt
from typing import Any

import pandas as pd
import pytest
from shapely.geometry import Point

from geo.model import GeoPrecision, Place
from geo.options import PublishOptions
from geo.writing.publication import publishable, shortened

LATER = dt.date(2024, 3, 1)
SITE = {"geo_precision": "site", "location": "Power station 4", "target_text": "Power station 4"}


@pytest.mark.parametrize(("days", "asked", "kept"), [(7, 7, 1), (6, 7, 0), (1, 0, 1), (0, 0, 0), (0, -5, 0)])
def test_age(make: Any, days: int, asked: int, kept: int) -> None:
    table = make(make.row())
    shown = publishable(
        table, options=PublishOptions(min_age_days=asked), today=dt.date(2024, 1, 2) + dt.timedelta(days)
    )
    assert len(shown) == kept
    assert shown.attrs["publication"]["too_young"] == 1 - kept


@pytest.mark.parametrize("target", ["military", "energy", "healthcare"])
@pytest.mark.parametrize("precision", ["site", "settlement", "near_settlement"])
def test_sensitive_targets_are_no_finer_than_the_district(make: Any, target: str, precision: str) -> None:
    table = make(make.row(**{**SITE, "geo_precision": precision}, target_type=target, admin2="Chuhuiv Raion"))
    shown = publishable(table, today=LATER).iloc[0]
    assert shown["geo_precision"] == "admin2"
    assert shown["location"] == "Chuhuiv Raion"
    assert pd.isna(shown["target_text"])
    assert shown["geometry"].geom_type == "Polygon"
    assert shown["geometry"].contains(Point(36.25272, 49.98081)), "the area holds the true place"
    assert (shown["longitude"], shown["latitude"]) == (36.25, 50.0)
    assert shown["sources"][0]["quote"] is None
    assert shown["sources"][0]["url"] == "https://g.example/1"


def test_areas_of_sensitive_targets_stay(make: Any) -> None:
    table = make(make.row(geo_precision="admin1", target_type="energy", geometry=Point(36, 50).buffer(1)))
    assert publishable(table, today=LATER).iloc[0]["geo_precision"] == "admin1"


def test_points_have_two_decimals_and_are_no_finer_than_the_settlement(make: Any) -> None:
    shown = publishable(make(make.row(**SITE, target_type="residential")), today=LATER).iloc[0]
    assert (shown["geometry"].x, shown["geometry"].y) == (36.25, 49.98)
    assert (shown["longitude"], shown["latitude"]) == (36.25, 49.98)
    assert shown["geo_precision"] == "settlement"
    assert pd.isna(shown["target_text"])
    assert shown["location"] == "Kharkiv", "no settlement is known: the region's name, never the site's"


@pytest.mark.parametrize("precision", ["site", "sub_settlement"])
def test_a_site_is_shown_as_its_settlement(make: Any, precision: str) -> None:
    town = Place(
        "Merefa", GeoPrecision.SETTLEMENT, latitude=49.8242, longitude=36.0568, geonames_id=700751, uncertainty_m=4000.0
    )
    row = make.row(**{**SITE, "geo_precision": precision}, target_type="residential", area_id="site:9")
    shown = publishable(make(row), today=LATER, settlement=lambda longitude, latitude: town).iloc[0]
    assert (shown["location"], shown["geonames_id"], shown["uncertainty_m"]) == ("Merefa", 700751, 4000.0)
    assert (shown["geometry"].x, shown["geometry"].y) == (shown["longitude"], shown["latitude"]) == (36.06, 49.82)
    assert pd.isna(shown["place_text"]) and pd.isna(shown["area_id"])
    told = {name: value for name, value in shown.items() if name != "sources"}
    assert "Power station 4" not in str(told)


def test_a_settlement_keeps_its_name(make: Any) -> None:
    shown = publishable(make(make.row()), today=LATER, settlement=lambda longitude, latitude: None).iloc[0]
    assert (shown["location"], shown["geonames_id"]) == ("Kharkiv", 706483)


def test_quotes_are_short_and_harmless(make: Any) -> None:
    source = make.row()["sources"][0]
    said = (
        "The 93rd Mechanized Brigade base was hit, call +380 44 123 45 67 or a@b.example, car AA 1234 BC. "
        + "More. " * 60
    )
    shown = publishable(make(make.row(sources=[{**source, "quote": said}])), today=LATER)
    quote = shown.iloc[0]["sources"][0]["quote"]
    assert len(quote) <= 200
    assert quote.startswith("The [unit] base was hit, call [number] or [address], car [plate].")
    assert shown.attrs["publication"]["shortened"] == shown.attrs["publication"]["masked"] == 1


def test_tolls_and_dates_are_no_phone_numbers(make: Any) -> None:
    source = make.row()["sources"][0]
    said = "On 2024-01-02, 158 missiles and 36 drones hit 12 towns; 1,234 people fled."
    shown = publishable(make(make.row(sources=[{**source, "quote": said}])), today=LATER)
    assert shown.iloc[0]["sources"][0]["quote"] == said


def test_refused_licences_and_withheld_outlets(make: Any) -> None:
    source = make.row()["sources"][0]
    refused = {**source, "licence": "ACLED EULA"}
    table = make(make.row(sources=[refused]), make.row(strike_id="s2", sources=[refused, source]))
    shown = publishable(table, today=LATER)
    assert shown["strike_id"].tolist() == ["s2"]
    assert len(shown.iloc[0]["sources"]) == 1
    assert shown.attrs["publication"]["licence"] == 1
    quiet = publishable(make(make.row()), options=PublishOptions(withheld_outlets=("the gazette",)), today=LATER).iloc[
        0
    ]
    assert quiet["sources"][0]["quote"] is quiet["sources"][0]["url"] is None
    assert quiet["urls"] == []
    assert quiet["strike_id"] == "s1"


def test_withdrawn_goes_and_discounted_is_counted(make: Any) -> None:
    table = make(make.row(review_status="withdrawn"), make.row(strike_id="s2", grade="discounted"))
    shown = publishable(table, today=LATER)
    assert shown["strike_id"].tolist() == ["s2"]
    assert shown.attrs["publication"]["discounted"] == shown.attrs["publication"]["withdrawn"] == 1


def test_the_frame_keeps_its_types_and_the_original_its_values(make: Any) -> None:
    table = make(
        make.row(), make.row(strike_id="s2", geometry=None, latitude=None, longitude=None, geo_precision="unknown")
    )
    before = table.copy(deep=True)
    shown = publishable(table, today=LATER)
    pd.testing.assert_frame_equal(table, before)
    assert shown.dtypes.to_dict() == table.dtypes.to_dict()
    assert shown.crs == table.crs
    pd.testing.assert_frame_equal(publishable(shown, today=LATER), shown)


@pytest.mark.parametrize("characters", [10, 20, 34, 200])
def test_shortened(characters: int) -> None:
    text = "Two missiles hit the town at dawn."
    short = shortened(text, characters)
    assert len(short) <= characters
    assert short == text or short.endswith("…")
