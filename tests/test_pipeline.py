"""The whole road on reports in our own words."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import geo
from geo import pipeline, schema

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "reports"
D = dt.date
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
AREAS = ("admin1", "region", "country", "sea_air")


@pytest.fixture(scope="module")
def reports() -> pd.DataFrame:
    return geo.read(SAMPLES)


@pytest.fixture(scope="module")
def walk(reports: pd.DataFrame) -> Any:
    return geo.trace(reports)


@pytest.fixture(scope="module")
def briefing() -> Any:
    return geo.run(geo.read(SAMPLES / "2024-01-04_kirby-briefing.txt"))


def test_the_briefing_gives_three_strikes_and_nothing_else(briefing: Any) -> None:
    assert len(briefing) == 3
    (field,) = briefing[briefing["geo_precision"] == "admin1"].to_dict("records")
    assert (field["date_start"], field["date_end"]) == (D(2023, 12, 30), D(2023, 12, 30))
    assert field["admin1_code"] == "UA.26"
    assert field["geometry"].geom_type in ("Polygon", "MultiPolygon")
    assert field["weapon_classes"] == ["ballistic_missile"]
    assert (field["weapon_origins"], str(field["weapon_origin_basis"])) == (["KP"], "stated")
    assert (field["launched_min"], pd.isna(field["launched_max"])) == (1, True)
    assert (field["attacker"], field["claimants"]) == ("RU", ["US"])


def test_the_salvo_is_part_of_the_wave(briefing: Any) -> None:
    wave, salvo = (
        briefing[(briefing["geo_precision"] == "country") & (briefing["date_start"] == day)].to_dict("records")[0]
        for day in (D(2023, 12, 29), D(2024, 1, 2))
    )
    assert wave["date_end"] == D(2024, 1, 2)
    assert str(wave["level"]) == "wave"
    assert set(wave["weapon_classes"]) == {"drone", "missile"}
    assert (wave["launched_min"], pd.isna(wave["launched_max"]), wave["claimants"]) == (301, True, ["UA"])
    assert salvo["weapon_origins"] == ["KP"]
    assert (salvo["launched_min"], salvo["claimants"]) == (2, ["US"])
    assert salvo["part_of"] == wave["strike_id"]


def test_the_frame_is_as_the_schema_says(walk: Any) -> None:
    schema.check(walk.strikes, schema.STRIKES, what="strikes")
    schema.check(walk.claims, schema.CLAIMS, what="claims")
    assert walk.strikes.crs == "EPSG:4326"
    assert walk.counts["reports read"] == len(walk.reports)


def test_the_samples_give_the_map_something_to_show(walk: Any) -> None:
    strikes = walk.strikes
    assert strikes["date"].nunique() >= 6
    assert len({origin for held in strikes["weapon_origins"] for origin in held}) >= 3
    assert {"settlement", "admin1", "country"} <= set(strikes["geo_precision"].astype(str))
    assert "council-20240115" not in set(walk.claims["report_id"]), "a report without a strike gives none"


def test_every_strike_walks_home(walk: Any) -> None:
    texts = dict(zip(walk.reports["report_id"], walk.reports["text"], strict=True))
    for row in walk.strikes.to_dict("records"):
        assert row["sources"]
        for source in row["sources"]:
            assert source["claim_id"] in row["claim_ids"]
            for sentence in SENTENCE_END.split(source["quote"]):
                assert sentence in texts[source["report_id"]]


def test_nothing_is_drawn_where_it_was_not(walk: Any) -> None:
    for row in walk.strikes.to_dict("records"):
        if row["geometry"] is not None:
            assert row["geometry"].is_valid
            assert (row["geometry"].geom_type == "Point") is (str(row["geo_precision"]) not in AREAS), row["location"]


def test_as_of_uses_only_what_was_published(reports: pd.DataFrame) -> None:
    strikes = geo.run(reports, as_of="2023-12-31")
    assert strikes["last_reported"].max() <= D(2023, 12, 31)
    assert geo.run(reports, as_of=D(2023, 12, 1)).empty


def test_the_inputs_are_not_changed(reports: pd.DataFrame) -> None:
    before = reports.copy(deep=True)
    geo.run(reports)
    pd.testing.assert_frame_equal(reports, before)


def test_no_reports_is_no_crash() -> None:
    walk = geo.trace(schema.empty(schema.REPORTS))
    assert walk.strikes.empty
    assert set(walk.counts.values()) == {0}
    geo.draw(walk.strikes, today="2024-03-01")


def test_terms_of_the_source_travel_to_the_strike(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2024-01-03\nlicence ACLED EULA\n\nRussian missiles hit Kharkiv on Tuesday.")
    strikes = geo.run(geo.read(tmp_path))
    assert strikes.loc[0, "sources"][0]["licence"] == "ACLED EULA"
    assert geo.publish(strikes, today="2024-03-01").empty


@pytest.mark.parametrize("name", ["s.geojson", "s.parquet", "s.csv", "s.gpkg", "s.kml", "s.jsonl", "s.html"])
def test_write(walk: Any, tmp_path: Path, name: str) -> None:
    assert geo.write(walk.strikes, tmp_path / name, today="2024-03-01").stat().st_size > 500


def test_research_mode_must_be_asked_for_and_says_so(walk: Any) -> None:
    with pytest.raises(geo.OptionError, match="publication, research"):
        geo.draw(walk.strikes, mode="public")
    drawn = geo.draw(walk.strikes, mode="research")
    assert pipeline.RESEARCH_BANNER in drawn.get_root().render()
    assert pipeline.RESEARCH_BANNER not in geo.draw(walk.strikes, today="2024-03-01").get_root().render()


@pytest.mark.parametrize("day", ["soon", "2024-13-01", 5])
def test_days(day: Any) -> None:
    with pytest.raises(geo.OptionError, match="YYYY-MM-DD"):
        pipeline.day_of(day)
