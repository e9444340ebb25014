"""Our strikes beside tables shaped as ACLED, UCDP GED and our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from shapely import Point, box

from geo.corroboration import compare
from geo.errors import ReadError, SchemaError


def strikes(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {"strike_id": "s1", "date_start": "2024-01-01", "date_end": "2024-01-02", "date": "2024-01-02",
            "latitude": 50.45, "longitude": 30.52, "weapon_classes": ["drone"], "geometry": Point(30.52, 50.45)}  # fmt: skip
    return pd.DataFrame([{**base, **row} for row in rows or ({},)])


def acled(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {"event_id_cnty": "UKR1", "event_date": "2024-01-02", "latitude": 50.45, "longitude": 30.52,
            "sub_event_type": "Air/drone strike"}  # fmt: skip
    return pd.DataFrame([{**base, **row} for row in rows or ({},)])


def test_acled_matches_by_day_place_and_kind() -> None:
    found = compare(strikes(), acled())
    assert found.matched.to_dict("records") == [{"id": "s1", "other_id": "UKR1", "km": 0.0, "days": 0}]
    shelling = acled({"sub_event_type": "Shelling/artillery/missile attack"})
    apart = compare(strikes(), shelling)
    assert (len(apart.matched), apart.only_here, apart.only_there) == (0, ("s1",), ("UKR1",))
    assert len(compare(strikes(), shelling, kinds=False).matched) == 1
    assert len(compare(strikes({"weapon_classes": ["unspecified"]}), shelling).matched) == 1


def test_ucdp_windows_meet() -> None:
    ucdp = pd.DataFrame({"id": [7, 8], "date_start": ["2023-12-25", "2024-01-09"], "date_end": ["2024-01-01", "2024-01-09"],
                         "latitude": [50.45, 50.45], "longitude": [30.52, 30.52]})  # fmt: skip
    found = compare(strikes(), ucdp)
    assert found.matched["other_id"].tolist() == ["7"]
    assert found.matched["days"].tolist() == [0]
    assert found.only_there == ("8",)


def test_our_own_table_matches_itself(tmp_path: Path) -> None:
    ours = strikes({}, {"strike_id": "s2", "latitude": 46.5})
    path = tmp_path / "strikes.csv"
    ours.drop(columns="geometry").assign(weapon_classes="drone;missile").to_csv(path, index=False)
    found = compare(ours, path)
    assert found.matched["id"].tolist() == found.matched["other_id"].tolist() == ["s1", "s2"]


def test_the_grid_counts_matches_for_every_pair_of_windows() -> None:
    others = acled(
        {"event_id_cnty": "a"},
        {"event_id_cnty": "b", "latitude": 46.53, "event_date": "2024-01-04"},
        {"event_id_cnty": "c", "latitude": 40.2, "event_date": "2024-01-03"},
    )
    ours = strikes({}, {"strike_id": "s2", "latitude": 46.5}, {"strike_id": "s3", "latitude": 40.0})
    grid = compare(ours, others).grid
    assert grid.index.tolist() == [1.0, 5.0, 25.0]
    assert grid.columns.tolist() == [0, 1, 2]
    assert grid.to_numpy().tolist() == [[1, 1, 1], [1, 1, 2], [1, 2, 3]]


def test_one_to_one_and_nearest_first() -> None:
    others = acled({"event_id_cnty": "far", "latitude": 50.47}, {"event_id_cnty": "near", "latitude": 50.451})
    found = compare(strikes(), others)
    assert found.matched["other_id"].tolist() == ["near"]
    assert found.only_there == ("far",)


def test_areas_and_unknown_places_are_left_out() -> None:
    ours = strikes({"geometry": box(30, 50, 31, 51)}, {"strike_id": "s2", "latitude": None, "geometry": None})
    found = compare(ours, acled())
    assert (len(found.matched), found.only_here) == (0, ())


def test_everything_as_one_table() -> None:
    found = compare(
        strikes({}, {"strike_id": "s2", "latitude": 46.5}), acled({}, {"event_id_cnty": "x", "latitude": 10.0})
    )
    assert found.table()["found"].tolist() == ["matched", "only here", "only there"]
    assert found.table()["other_id"].tolist()[2] == "x"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (acled({}, {"event_date": "soon"}), "the other table, row 3, column 'event_date': 'soon' is no date"),
        (acled({"latitude": "north"}), "row 2, column 'latitude': 'north' is no number"),
        (acled({"longitude": 999.0}), "row 2, column 'longitude': 999.0 is no number from -180 to 180"),
        (acled().drop(columns="event_date"), "lacks a column for date_start"),
    ],
)
def test_an_error_names_row_and_column(other: pd.DataFrame, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        compare(strikes(), other)


def test_an_absent_table_is_named() -> None:
    with pytest.raises(ReadError, match=r"nowhere\.csv"):
        compare(strikes(), "nowhere.csv")
