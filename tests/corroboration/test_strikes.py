"""Claims of several reports become strikes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo import corroboration, schema
from geo.model import Claim, DateBasis, GeoPrecision, Interval, Place, Report, TimePrecision, WeaponClass

DAY = dt.date(2024, 1, 2)
KYIV = Place("Kyiv", GeoPrecision.SETTLEMENT, 50.45, 30.52, "UA", admin1_code="UA.12", geonames_id=703448)
KHARKIV = Place("Kharkiv", GeoPrecision.SETTLEMENT, 49.98, 36.25, "UA", admin1_code="UA.07", geonames_id=706483)
UKRAINE = Place("Ukraine", GeoPrecision.COUNTRY, 49.0, 32.0, "UA", geonames_id=690791, area_id="UA")


def claim(number: int, report: str, place: Place = KYIV, day: dt.date = DAY, **more: object) -> Claim:
    base = Claim(
        f"c{number}", report, day, day, DateBasis.EXPLICIT, TimePrecision.DAY, place=place, attacker="RU",
        weapon_classes=(WeaponClass.MISSILE,), evidence=("It was hit.",), p_extraction=0.9, claimants=("UA",),
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def located(claims: list[Claim]) -> gpd.GeoDataFrame:
    shapes = [
        box(22, 44, 40, 52) if c.place == UKRAINE else Point(c.place.longitude, c.place.latitude)  # type: ignore[union-attr]
        for c in claims
    ]
    return gpd.GeoDataFrame(schema.claims_frame(claims), geometry=gpd.GeoSeries(shapes, crs=4326))


def told(*names: str, text: str = "") -> pd.DataFrame:
    reports = [
        Report(name, text or f"{name} tells of it in words of its own, {i} times over", DAY, publisher=f"Outlet {name}")
        for i, name in enumerate(names)
    ]
    return schema.reports_frame(reports)


def run(claims: list[Claim], reports: pd.DataFrame, **more: object) -> gpd.GeoDataFrame:
    strikes: gpd.GeoDataFrame = corroboration.corroborate(located(claims), reports, **more)  # type: ignore[arg-type]
    schema.check(pd.DataFrame(strikes), schema.STRIKES, what="strikes")
    return strikes


def test_two_reports_of_one_strike_are_one_row_with_a_range() -> None:
    held = [
        claim(1, "a", killed=Interval(2, 2)),
        claim(2, "b", killed=Interval(3, 3), weapon_classes=(WeaponClass.BALLISTIC_MISSILE,), claimants=()),
    ]
    strikes = run(held, told("a", "b"))
    assert len(strikes) == 1
    row = strikes.iloc[0]
    assert (row["killed_min"], row["killed_max"], row["n_reports"], row["n_origins"]) == (2, 3, 2, 2)
    assert row["grade"] == "corroborated"
    assert {source["report_id"] for source in row["sources"]} == {"a", "b"}


def test_the_history_is_the_grade_as_known_on_each_day() -> None:
    held = [claim(1, "a"), claim(2, "b"), claim(3, "c", claimants=()), claim(4, "d", deniers=("RU",), claimants=())]
    days = {"a": DAY, "b": DAY, "c": DAY + dt.timedelta(1), "d": DAY + dt.timedelta(5)}
    reports = told(*days).assign(published=list(days.values()))
    row = run(held, reports).iloc[0]
    assert [line.split()[:2] for line in row["grade_history"]] == [
        ["2024-01-02", "single_origin"], ["2024-01-03", "corroborated"], ["2024-01-07", "contested"]
    ]  # fmt: skip
    for line in row["grade_history"]:
        day, grade, confidence = line.split()
        then = run(held, reports, as_of=dt.date.fromisoformat(day)).iloc[0]
        assert (str(then["grade"]), f"{then['confidence']:.2f}") == (grade, confidence)
    assert row["grade_history"][-1].endswith(f"{row['grade']} {row['confidence']:.2f}")


@pytest.mark.parametrize(
    "other",
    [
        claim(2, "b", place=KHARKIV),
        claim(2, "b", day=DAY + dt.timedelta(1)),
        claim(2, "b", weapon_classes=(WeaponClass.DRONE,)),
        claim(2, "b", attacker="UA"),
        claim(2, "a"),
    ],
    ids=["another town", "the next day", "another weapon", "another attacker", "the same report"],
)
def test_near_but_distinct_stay_apart(other: Claim) -> None:
    assert len(run([claim(1, "a"), other], told("a", "b"))) == 2


def test_stated_clock_times_keep_two_strikes_of_a_day_apart() -> None:
    at_two, at_nine = dt.time(2, 0), dt.time(9, 0)
    assert len(run([claim(1, "a", time_start=at_two), claim(2, "b", time_start=at_nine)], told("a", "b"))) == 2
    assert len(run([claim(1, "a", time_start=at_two), claim(2, "b", time_start=dt.time(3, 0))], told("a", "b"))) == 1


def test_a_copy_adds_a_report_and_no_confidence() -> None:
    text = "The city was hit on Tuesday by missiles, officials said, and two people died in the rubble of a house."
    alone = run([claim(1, "a", claimants=())], told("a", text=text))
    copied = run([claim(1, "a", claimants=()), claim(2, "b", claimants=())], told("a", "b", text=text))
    assert copied["n_reports"].iloc[0] == 2
    assert copied["n_origins"].iloc[0] == 1
    assert copied["confidence"].iloc[0] == alone["confidence"].iloc[0]


def test_a_town_is_part_of_the_wave_that_holds_it_and_of_no_other() -> None:
    wave = claim(1, "a", place=UKRAINE, wave=True)
    strikes = run([wave, claim(2, "b"), claim(3, "c", day=DAY + dt.timedelta(3))], told("a", "b", "c"))
    by_level = strikes.set_index("level")
    assert by_level.loc["wave", "geometry"].geom_type == "Polygon"
    inside = strikes[strikes["claim_ids"].map(lambda ids: ids == ["c2"])].iloc[0]
    outside = strikes[strikes["claim_ids"].map(lambda ids: ids == ["c3"])].iloc[0]
    assert inside["part_of"] == by_level.loc["wave", "strike_id"]
    assert schema.missing(outside["part_of"])


def test_ids_survive_new_reports_and_merges_are_recorded() -> None:
    first = run([claim(2, "b")], told("b"))
    later = run([claim(1, "a"), claim(2, "b")], told("a", "b"), known=first)
    assert later["strike_id"].tolist() == first["strike_id"].tolist()


def test_a_known_strike_that_falls_apart_leaves_its_id_to_one_part() -> None:
    reports = told("a", "b")
    first = run([claim(1, "a"), claim(2, "b")], reports)
    parts = run([claim(1, "a"), claim(2, "b", place=KHARKIV)], reports, known=first)
    assert len(first) == 1
    assert parts["strike_id"].nunique() == 2
    assert first["strike_id"].iloc[0] in set(parts["strike_id"])


@pytest.mark.parametrize("longitude", [30.0, 30.249, 30.49])
def test_a_place_told_as_near_another_meets_it_across_cells(longitude: float) -> None:
    town = Place("A", GeoPrecision.SETTLEMENT, 50.0, longitude, "UA")
    near = Place("near A", GeoPrecision.NEAR_SETTLEMENT, 50.0, longitude + 0.33, "UA")
    assert len(run([claim(1, "a", place=town), claim(2, "b", place=near)], told("a", "b"))) == 1


def test_a_review_outlives_the_run() -> None:
    reviews = pd.DataFrame({"claim_id": ["c1"], "decision": ["withdraw"], "note": ["a mistake of the outlet"]})
    row = run([claim(1, "a")], told("a"), reviews=reviews).iloc[0]
    assert (row["grade"], row["review_status"]) == ("discounted", "withdrawn")


def test_as_of_knows_only_what_was_published() -> None:
    reports = told("a", "b").assign(published=[DAY, DAY + dt.timedelta(5)])
    assert run([claim(1, "a"), claim(2, "b")], reports, as_of=DAY)["n_reports"].tolist() == [1]


@given(st.permutations(range(6)))
@settings(max_examples=20, deadline=None)
def test_order_is_irrelevant(order: list[int]) -> None:
    held = [
        claim(0, "a"), claim(1, "b"), claim(2, "c", place=UKRAINE, wave=True), claim(3, "d", place=KHARKIV),
        claim(4, "e", day=DAY + dt.timedelta(1)), claim(5, "f", place=KHARKIV),
    ]  # fmt: skip
    straight = run(held, told(*"abcdef"))
    mixed = run([held[i] for i in order], told(*"abcdef").iloc[list(order)])
    assert straight["strike_id"].tolist() == mixed["strike_id"].tolist()
    assert straight["part_of"].astype("object").tolist() == mixed["part_of"].astype("object").tolist()
    assert straight["claim_ids"].tolist() == mixed["claim_ids"].tolist()


def test_changes_tell_what_appeared_and_grew() -> None:
    before = run([claim(1, "a", killed=Interval(2, 2))], told("a"))
    after = run([claim(1, "a", killed=Interval(2, 2)), claim(2, "b", killed=Interval(5, 5)), claim(3, "c", KHARKIV)],
                told("a", "b", "c").assign(published=[DAY, DAY + dt.timedelta(1), DAY]))  # fmt: skip
    found = corroboration.changes(before, after)
    assert {"appeared", "grew"} <= set(found["change"])
    assert "killed_best" in set(found["column"])


def test_compare_lines_up_points_one_to_one() -> None:
    strikes = run([claim(1, "a"), claim(2, "b", place=KHARKIV), claim(3, "c", place=UKRAINE, wave=True)], told(*"abc"))
    other = pd.DataFrame(
        {"event_date": ["2024-01-02", "2024-01-20"], "latitude": [50.46, 50.45], "longitude": [30.52, 30.52]}
    )
    result = corroboration.compare(strikes, other)
    assert len(result.matched) == 1
    assert len(result.only_here) == 1
    assert result.only_there == ("1",)
    assert result.grid.loc[1.0, 0] == 0
    assert result.grid.loc[5.0, 0] == 1
