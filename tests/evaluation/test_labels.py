"""Labels: what people wrote, and what labelled reports say of strikes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from shapely import Point, box

from geo.errors import OptionError, ReadError
from geo.evaluation import judge, place_coverage, read_labels

ROW: dict[str, Any] = {
    "report_id": "r1", "key": "k", "start": "2024-01-02", "end": "2024-01-02", "place": "Dnipro", "country": "UA",
    "place_type": "settlement", "lat": 48.47, "lon": 35.04, "attacker": "RU", "weapons": [{"class": "drone"}],
}  # fmt: skip
CLAIM: dict[str, Any] = {
    "report_id": "r1", "claim_id": "c", "date_start": "2024-01-02", "date_end": "2024-01-02", "location": "Dnipro",
    "geo_precision": "settlement", "country_code": "UA", "latitude": 48.46, "longitude": 35.05, "attacker": "RU",
    "weapon_classes": ["drone"], "strike_id": "s1", "uncertainty_m": 8000.0,
}  # fmt: skip
HEAD = "strike_id,confidence,happened,place_in_area,date_in_window,weapon_right,side,lang\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, "utf-8")
    return path


def test_labels_are_read_with_what_was_not_judged_left_open(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "s1,0.8,1,yes,0,,UA,en\ns2,0.4,no,,,,,\n")
    found = read_labels(path)
    assert found["happened"].tolist() == [1.0, 0.0]
    assert found["place_in_area"].tolist()[0] == 1.0
    assert found["weapon_right"].isna().all()
    assert found["side"].dropna().tolist() == ["UA"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "s1,0.8,1,1,1,1,,\ns2,0.8,perhaps,1,1,1,,\n", r"labels\.csv, row 3, column 'happened': 'perhaps'"),
        (HEAD + "s1,0.8,1,1,2,1,,\n", r"row 2, column 'date_in_window': '2'"),
        (HEAD + "s1,80,1,1,1,1,,\n", r"row 2, column 'confidence': '80' is no probability"),
        (HEAD + "s1,,1,1,1,1,,\n", r"row 2, column 'confidence': ''"),
        ("strike_id,confidence\ns1,0.5\n", r"lacks the column 'happened'"),
        ("strike_id,happened\ns1,1\n", r"lacks the column 'confidence'"),
        ("confidence,confidence_calibrated,happened\n0.5,true,1\n", r"row 2, column 'confidence_calibrated'"),
    ],
)
def test_an_error_names_row_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        read_labels(written(tmp_path, text))


def test_the_confidence_may_stand_in_the_table_of_strikes(tmp_path: Path) -> None:
    strikes = pd.DataFrame({"strike_id": ["s1"], "confidence": [0.7]})
    path = written(tmp_path, "strike_id,happened\ns1,1\n")
    assert read_labels(path, strikes=strikes)["confidence"].tolist() == [0.7]
    with pytest.raises(OptionError, match=r"row 3, column 'strike_id': no strike 's9'"):
        read_labels(written(tmp_path, "strike_id,happened\ns1,1\ns9,1\n"), strikes=strikes)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.csv"):
        read_labels(tmp_path / "nowhere.csv")


def strike(name: str, **more: Any) -> dict[str, Any]:
    told = {**CLAIM, "strike_id": name, "confidence": 0.8, "geometry": Point(35.05, 48.46)}
    days = {"date_start": pd.Timestamp("2024-01-02").date(), "date_end": pd.Timestamp("2024-01-02").date()}
    return {**told, **days, **more}


def judged(strike_row: dict[str, Any], **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = judge(pd.DataFrame([strike_row]), [{**ROW, **more}], [CLAIM]).iloc[0].to_dict()
    return found


def test_a_right_strike_is_right_in_all() -> None:
    found = judged(strike("s1"))
    assert [found[name] for name in ("happened", "place_in_area", "date_in_window", "weapon_right")] == [1, 1, 1, 1]


def test_what_is_wrong_is_told_apart() -> None:
    assert judged(strike("s1", geometry=box(30, 44, 31, 45)))["place_in_area"] == 0
    assert judged(strike("s1", geometry=box(34, 48, 36, 49)))["place_in_area"] == 1
    assert judged(strike("s1", latitude=48.9))["place_in_area"] == 0
    day = pd.Timestamp("2024-01-03").date()
    assert judged(strike("s1", date_start=day, date_end=day))["date_in_window"] == 0
    assert judged(strike("s1", weapon_classes=["artillery"]))["weapon_right"] == 0


def test_a_strike_that_no_label_knows_did_not_happen() -> None:
    labels = judge(pd.DataFrame([strike("s1")]), [{"report_id": "r1", "none": True}], [CLAIM])
    assert labels["happened"].tolist() == [0]
    assert place_coverage(labels) is None
    assert judge(pd.DataFrame([strike("s1")]), [], [CLAIM]).empty
