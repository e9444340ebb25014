"""Every writer keeps the same promises."""

import datetime as dt
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
from shapely.geometry import Point, box

import geo
from geo import schema
from geo.writing import WRITERS, write

DAY = dt.date(2024, 1, 2)


def strikes(rows: int = 3) -> geopandas.GeoDataFrame:
    shapes: list[Any] = [Point(36.25, 49.98), box(22, 44, 40, 52), None]
    cells = [
        {
            "strike_id": f"s{n}",
            "date": DAY,
            "date_start": DAY,
            "date_end": DAY,
            "weapon_origins": ["KP", "RU"],
            "sources": [],
        }
        for n in range(rows)
    ]
    return geopandas.GeoDataFrame(schema.frame(schema.STRIKES, cells), geometry=shapes[:rows], crs="EPSG:4326")


@pytest.mark.parametrize("suffix", WRITERS)
def test_it_writes_one_file_and_leaves_the_frame(tmp_path: Path, suffix: str) -> None:
    table = strikes()
    before = table.copy(deep=True)
    assert write(table, tmp_path / f"deep/er/strikes{suffix}") == tmp_path / f"deep/er/strikes{suffix}"
    assert [path.name for path in (tmp_path / "deep/er").iterdir()] == [f"strikes{suffix}"]
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_bytes_twice(tmp_path: Path, suffix: str) -> None:
    if suffix == ".gpkg":
        pytest.skip("GeoPackage holds the time of writing")
    first, second = (write(strikes(), tmp_path / f"{n}{suffix}").read_bytes() for n in range(2))
    assert first == second


@pytest.mark.parametrize("suffix", WRITERS)
def test_no_strike_is_no_crash(tmp_path: Path, suffix: str) -> None:
    assert write(strikes(0), tmp_path / f"none{suffix}").exists()


@pytest.mark.parametrize("suffix", WRITERS)
def test_it_does_not_invent(tmp_path: Path, suffix: str) -> None:
    data = write(strikes(), tmp_path / f"strikes{suffix}").read_bytes()
    assert b"NaN" not in data
    assert b"NaT" not in data
    assert b"<NA>" not in data


def test_unknown_suffix_and_folder_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(geo.WriteError, match="known: "):
        write(strikes(), tmp_path / "strikes.xlsx")
    (tmp_path / "file").write_text("x")
    with pytest.raises(geo.WriteError, match="cannot be written"):
        write(strikes(), tmp_path / "file" / "strikes.csv")
