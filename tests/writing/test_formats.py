import csv
import datetime as dt
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pandas as pd
import pyarrow.parquet as pq

from geo import schema
from geo.model import Rejection
from geo.writing import lines, write


def test_geojson_says_null_and_plain_dates(tmp_path: Path, strikes: geopandas.GeoDataFrame) -> None:
    body = json.loads(write(strikes, tmp_path / "s.geojson").read_text())
    first, area, nowhere = body["features"]
    assert "crs" not in body
    assert first["properties"]["date"] == "2024-01-02"
    assert first["properties"]["launched_min"] == 2
    assert first["properties"]["killed_best"] is None
    assert first["properties"]["weapon_origins"] == ["KP"]
    assert first["properties"]["confidence_calibrated"] is False
    assert first["geometry"]["coordinates"] == [36.25272, 49.98081]
    assert nowhere["geometry"] is None
    assert nowhere["properties"]["latitude"] is None
    ring = area["geometry"]["coordinates"][0]
    turns = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring))
    assert turns < 0, "RFC 7946: exterior rings run counter-clockwise"


def test_parquet_comes_back_and_its_types_never_change(tmp_path: Path, strikes: geopandas.GeoDataFrame) -> None:
    back = geopandas.read_parquet(write(strikes, tmp_path / "s.parquet"))
    assert back.crs == "EPSG:4326"
    assert back["date"].tolist() == [dt.date(2024, 1, 2)] * 3
    assert back.loc[0, "sources"][0]["quote"] == "Two missiles hit the town."
    assert back.geometry.isna().tolist() == [False, False, True]
    only_null = write(strikes.iloc[:0], tmp_path / "none.parquet")
    assert pq.read_schema(only_null).equals(pq.read_schema(tmp_path / "s.parquet"))
    assert set(pq.read_schema(only_null).names) == {column.name for column in schema.STRIKES}


def test_parquet_keeps_every_kind_of_cell(tmp_path: Path, make: Any) -> None:
    sources = [{"claim_id": "c1", "quote": "“Two”", "claimants": ["UA", "RU"]}, {"claim_id": "c2", "claimants": None}]
    table = make(
        make.row(killed_best=3, confidence=0.25, weapon_origins=[], time_start=dt.time(23, 59, 1), sources=sources),
        make.row(killed_best=None, weapon_origins=None, confidence_calibrated=True),
    )
    back = pq.read_table(write(table, tmp_path / "s.parquet"))
    first, second = back.to_pylist()
    assert (first["killed_best"], second["killed_best"]) == (3, None)
    assert (first["weapon_origins"], second["weapon_origins"]) == ([], None)
    assert (first["time_start"], second["time_start"]) == (dt.time(23, 59, 1), None)
    assert (first["confidence"], second["confidence_calibrated"]) == (0.25, True)
    assert [source["claimants"] for source in first["sources"]] == [["UA", "RU"], None]
    meant = back.schema.field("killed_best").metadata
    assert meant[b"description"]


def test_parquet_needs_no_pyarrow(tmp_path: Path) -> None:
    """pyarrow is no part of an installation: it would be a third of it."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import geopandas\nfrom geo import schema, writing\n"
        "table = geopandas.GeoDataFrame(schema.empty(schema.STRIKES), geometry=[], crs='EPSG:4326')\n"
        "writing.write(table, sys.argv[1])"
    )
    target = tmp_path / "none.parquet"
    subprocess.run([sys.executable, "-c", code, str(target)], check=True)
    assert len(pq.read_table(target)) == 0


def test_csv_joins_lists_and_defuses_formulas(tmp_path: Path, make: Any) -> None:
    table = make(make.row(target_text="=HYPERLINK(1)", weapon_origins=["KP", "RU"], place_text="-5"))
    (row,) = csv.DictReader(write(table, tmp_path / "s.csv").read_text().splitlines())
    assert row["weapon_origins"] == "KP;RU"
    assert row["target_text"] == "'=HYPERLINK(1)"
    assert row["place_text"] == "-5"
    assert row["killed_best"] == ""
    assert "geometry" not in row


def test_geopackage_opens(tmp_path: Path, strikes: geopandas.GeoDataFrame) -> None:
    back = geopandas.read_file(write(strikes, tmp_path / "s.gpkg"), layer="strikes")
    assert len(back) == 3
    assert back.loc[0, "weapon_origins"] == "KP"
    assert pd.Timestamp(back.loc[0, "date"]).date() == dt.date(2024, 1, 2)


def test_kml_is_well_formed_whatever_the_report_says(tmp_path: Path, strikes: geopandas.GeoDataFrame) -> None:
    space = "{http://www.opengis.net/kml/2.2}"
    root = ElementTree.fromstring(write(strikes, tmp_path / "s.kml").read_text())
    marks = root.findall(f".//{space}Placemark")
    assert [len(mark.findall(f".//{space}coordinates")) for mark in marks] == [1, 1, 0]
    assert marks[0].find(f".//{space}begin").text == "2024-01-02"  # type: ignore[union-attr]


def test_rejected(tmp_path: Path) -> None:
    with (tmp_path / "r.csv").open("w", newline="") as stream:
        lines.write_rejected([Rejection("a.txt", "no text", "read", "Title")], stream)
    assert (tmp_path / "r.csv").read_text() == "source,title,stage,reason\na.txt,Title,read,no text\n"
