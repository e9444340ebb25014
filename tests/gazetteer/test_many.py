"""Many names at once: order, index, columns, and one resolution a distinct name."""

from __future__ import annotations

from collections import Counter
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from geopy.location import Location
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

import geo
from geo.errors import OptionError
from geo.gazetteer import OfflineGeocoder, many
from geo.gazetteer.many import COLUMNS, geocode_many
from geo.model import GeoPrecision


class Counting(OfflineGeocoder):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    def geocode(self, query: Any, **settings: Any) -> Any:
        self.asked[query] += 1
        return super().geocode(query, **settings)


def test_one_row_a_name_in_order_with_everything_the_contract_names() -> None:
    found = geo.geocode_many(["Kharkiv", "Kherson region", "Xyzzyplugh", "near Kherson", "Ukraine"])
    assert isinstance(found, gpd.GeoDataFrame) and found.crs == "EPSG:4326"
    assert list(found.columns) == ["name", *COLUMNS, "geometry"]
    assert found["name"].tolist() == ["Kharkiv", "Kherson region", "Xyzzyplugh", "near Kherson", "Ukraine"]
    assert found["geo_precision"].tolist() == ["settlement", "admin1", "unknown", "near_settlement", "country"]
    assert found["geonames_id"].iloc[0] == 706483 and found["geonames_id"].dtype == "Int64"
    kinds = [None if shape is None else shape.geom_type for shape in found.geometry]
    assert kinds[0] == "Point" and kinds[2] is None and kinds[3] == "Polygon" and "Polygon" in str(kinds[4])
    known = found[found["location"].notna()]
    assert known["uncertainty_m"].gt(0).all() and known["p_location"].between(0.5, 1).all()
    assert found["match"].tolist()[0] == "exact" and found["match"].tolist()[3] == "composed"


def test_each_distinct_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.gazetteer import search

    asked: Counter[str] = Counter()
    true = search.answers

    def counted(gazetteer: Any, query: search.Query, **limits: Any) -> Any:
        asked[query.name] += 1
        return true(gazetteer, query, **limits)

    monkeypatch.setattr(search, "answers", counted)
    found = geocode_many(["Kharkiv", "Odesa", "Kharkiv", "Xyzzyplugh", "Odesa", "Xyzzyplugh", "Kharkiv "])
    assert asked == {"Kharkiv": 1, "Odesa": 1, "Xyzzyplugh": 1}
    assert found["location"].notna().tolist() == [True, True, True, False, True, False, True]


def test_each_distinct_name_is_asked_of_a_provider_once() -> None:
    provider = Counting()
    geocode_many(["Kharkiv", "Odesa", "Kharkiv", "Xyzzyplugh", "Xyzzyplugh"], provider=provider)
    assert provider.asked == {"Kharkiv": 1, "Odesa": 1, "Xyzzyplugh": 1}


def test_a_provider_that_is_offline_gives_the_same() -> None:
    names = ["Kharkiv", "Xyzzyplugh", "Kherson region", "Paris, Texas"]
    own, other = geocode_many(names), geocode_many(names, provider=OfflineGeocoder)
    for column in ("name", *COLUMNS):
        assert own[column].equals(other[column]), column


def test_nothing_asked_is_an_empty_frame_of_the_same_shape() -> None:
    empty, full = geocode_many([]), geocode_many(["Kharkiv"])
    assert len(empty) == 0 and list(empty.columns) == list(full.columns) and (empty.dtypes == full.dtypes).all()
    assert empty.crs == full.crs


def test_missing_names_stay_rows() -> None:
    found = geocode_many([None, "", float("nan"), pd.NA, "Kharkiv"])  # type: ignore[list-item]
    assert found["geo_precision"].tolist() == ["unknown"] * 4 + ["settlement"]
    assert found["location"].isna().tolist() == [True] * 4 + [False]


def test_a_series_keeps_its_index_and_is_not_changed() -> None:
    names = pd.Series(["Kharkiv", "Odesa"], index=["a", "b"], name="place")
    before = names.copy()
    found = geocode_many(names)
    assert found.index.tolist() == ["a", "b"] and names.equals(before)
    assert found.loc["b", "country_code"] == "UA"


def test_units_and_countries_for_all_or_for_each() -> None:
    all_ = geocode_many(["Vodiane", "Paris"], country="US")
    assert all_["country_code"].tolist() == ["US", "US"]
    each = geocode_many(
        ["Paris", "Paris", "Paris"], admin1=["Texas", None, None], country=["United States", "FR", None]
    )
    assert each["country_code"].tolist() == ["US", "FR", "FR"] and each["admin1_code"].iloc[0] == "US.TX"
    with pytest.raises(OptionError, match="country has 1 values for 2 names"):
        geocode_many(["Paris", "Odesa"], country=["FR"])


def test_an_unknown_name_in_a_known_unit_is_the_unit_and_says_so() -> None:
    found = geocode_many(["Xyzzyplugh"], admin1="Donetsk oblast", country="Ukraine")
    assert found["match"].tolist() == ["containing"] and found["geo_precision"].tolist() == ["admin1"]
    assert found.geometry.iloc[0].contains(Point(37.8, 48.0))


def test_a_strangers_geocoder_answers_too() -> None:
    class Stranger:
        def geocode(self, query: str) -> Location | None:
            return Location("Somewhere", (1.0, 2.0), {"id": 7}) if query == "Somewhere" else None

    found = geocode_many(["Somewhere", "Nowhere"], provider=Stranger())
    assert found["location"].tolist()[0] == "Somewhere" and found["source"].tolist()[0] == "stranger"
    assert found["geo_precision"].tolist() == ["unknown", "unknown"], "what it does not say is not known"
    assert found["p_location"].isna().all() and found.geometry.iloc[0] == Point(2.0, 1.0)


@pytest.mark.parametrize(
    ("settings_", "said"),
    [
        ({"provider": 7}, "must be a name, a geopy geocoder"),
        ({"provider": "google"}, "none of: offline"),
        ({"user_agent": "x"}, "no setting 'user_agent' for the offline gazetteer"),
        ({"provider": OfflineGeocoder(), "timeout": 3}, "must be given to the geocoder when it is made"),
    ],
)
def test_bad_settings_are_named(settings_: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        geocode_many(["Kharkiv"], **settings_)
    with pytest.raises(OptionError, match="must be a text"):
        geocode_many([7])  # type: ignore[list-item]


def test_precisions_are_of_the_schema() -> None:
    found = geocode_many(["Kharkiv", "Black Sea", "Donbas", "Kupiansk district", "Zaporizhzhia nuclear power plant"])
    assert set(found["geo_precision"]) <= {str(precision) for precision in GeoPrecision}
    assert many.COLUMNS is COLUMNS


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["Kharkiv", "Odesa", "Xyzzyplugh", "Kherson region"]), max_size=8))
def test_a_row_does_not_depend_on_its_neighbours(names: list[str]) -> None:
    together = geocode_many(names)
    for at, name in enumerate(names):
        assert together.drop(columns="geometry").iloc[at].equals(geocode_many([name]).drop(columns="geometry").iloc[0])
