"""Places of a user's own, and names in bulk."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer import geocode_many
from geo.gazetteer.user import add

ROW = "1\tStara Hora\tStara Hora\tStarahora,Стара Гора\t48.5\t37.9\tP\tPPL\tUA\t\t05\t\t\t\t120\t\t90\tEurope/Kyiv\t2024-01-01"


def test_a_dump_goes_in_and_a_broken_line_is_told(tmp_path: Path) -> None:
    dump, user = tmp_path / "UA.txt", tmp_path / "places.csv"
    dump.write_text(f"{ROW}\nbroken\n{ROW.replace('48.5', '148.5')}\n", encoding="utf-8")
    report = add(dump, user=user)
    assert report.added == 1
    assert [number for number, _ in report.malformed] == [2, 3]
    assert "148.5" in report.malformed[1][1]
    assert "UA.05" in user.read_text("utf-8")
    assert add(dump, user=user).added == 0


def test_a_table_without_coordinates_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,latitude\nX,1\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="longitude"):
        add(table, user=tmp_path / "places.csv")


def test_many_names_keep_their_order_and_unknown_ones_stay_null() -> None:
    found = geocode_many(["Kharkiv", "Xqzwvbn Jkqx", "Ukraine", "Kharkiv"])
    assert found["country_code"].tolist()[0] == found["country_code"].tolist()[3] == "UA"
    assert found["location"].isna().tolist() == [False, True, False, False]
    assert found.geometry.geom_type.iloc[0] == "Point"
    assert found.geometry.geom_type.iloc[2] in ("Polygon", "MultiPolygon")
