"""The commands that judge, as a user calls them: evaluate, calibrate, review, changes, compare, and tables of the user's."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from geo import cli

SAID = [
    ("a", "2024-01-03", "Russian forces shelled Kharkiv on Tuesday, killing two people, the regional governor said."),
    ("b", "2024-01-05", "Russian guided bombs hit Kharkiv on 2 January, killing three people, a reporter saw."),
    ("c", "2024-01-05", "A Russian drone struck Odesa on Thursday, killing one person, the regional governor said."),
    ("d", "2024-01-05", "The council of Lviv approved a new budget for its libraries and parks on Thursday."),
]
STRIKES = [
    {"report_id": "a", "key": "k", "start": "2024-01-02", "end": "2024-01-02", "place": "Kharkiv",
     "place_text": "Kharkiv", "place_type": "settlement", "country": "UA", "lat": 49.98, "lon": 36.25,
     "attacker": "RU", "weapons": [{"class": "artillery"}], "killed": [2, 2], "claimants": ["UA"],
     "assertion": "stated"},
    {"report_id": "c", "key": "o", "start": "2024-01-04", "end": "2024-01-04", "place": "Odesa",
     "place_text": "Odesa", "place_type": "settlement", "country": "UA", "lat": 46.48, "lon": 30.73,
     "attacker": "RU", "weapons": [{"class": "drone"}], "killed": [1, 1], "claimants": ["UA"], "assertion": "stated"},
    {"report_id": "d", "none": True},
]  # fmt: skip


def call(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["strikemap", *map(str, words)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    reports = [
        {"id": name, "published": day, "lang": "en", "text": text, "publisher": f"Outlet {name}"}
        for name, day, text in SAID
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, reports)), "utf-8")
    (tmp_path / "strikes.jsonl").write_text("\n".join(map(json.dumps, STRIKES)), "utf-8")
    return tmp_path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_evaluate_prints_scores_and_writes_page_and_labels(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, labels = gold / "out" / "page.html", gold / "labels.csv"
    assert call(monkeypatch, "evaluate", gold, "--html", page, "--labels", labels) == 0
    said = capsys.readouterr().out
    assert "3 reports, 2 strikes, 2 claims: P 1.000  R 1.000  F1 1.000" in said
    assert "false claims on reports without a strike: 0 of 1" in said
    assert "reports that no label mentions: 1, with a claim in 1 of them" in said
    assert "killed         1.000   F1 where stated 1.000 (n=2)" in said
    assert "chance alone up to" in said
    assert "<svg" in page.read_text("utf-8")
    held = table(labels)
    assert [row["happened"] for row in held] == ["1", "1"]
    assert {row["side"] for row in held} == {"UA"}
    assert {row["lang"] for row in held} == {"en"}


def test_evaluate_takes_claims_of_an_earlier_run(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = {"report_id": "a", "claim_id": "x", "date_start": "2024-01-02", "date_end": "2024-01-02",
             "geo_precision": "settlement", "latitude": 49.98, "longitude": 36.25}  # fmt: skip
    (gold / "claims.jsonl").write_text(json.dumps(claim), "utf-8")
    assert call(monkeypatch, "evaluate", gold, "--claims", gold / "claims.jsonl", "--html", "-") == 0
    said = capsys.readouterr().out
    assert "P 1.000  R 0.500" in said
    assert "come true" not in said
    (gold / "claims.jsonl").write_text('{"claim_id": "x"}', "utf-8")
    assert call(monkeypatch, "evaluate", gold, "--claims", gold / "claims.jsonl", "--html", "-") == 2
    assert "claims.jsonl:1: an object with 'report_id'" in capsys.readouterr().err


def labelled(path: Path, n: int = 40) -> Path:
    rows = [f"s{k},{0.3 + 0.5 * (k % 2):.2f},{int(k % 5 > 0) if k % 2 else int(k % 5 == 0)},,,,UA,en" for k in range(n)]
    head = "strike_id,confidence,happened,place_in_area,date_in_window,weapon_right,side,lang"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def test_calibrate_stores_a_fit_that_a_run_uses(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labels, fit = labelled(gold / "labels.csv"), gold / "fit.json"
    assert call(monkeypatch, "calibrate", labels, "-o", fit) == 0
    said = capsys.readouterr()
    assert "before:" in said.out
    assert "side UA" in said.out
    assert "slope" in said.out
    stored = json.loads(fit.read_text("utf-8"))
    assert stored["n_labels"] == 40
    assert dict(stored["record"])["labels"] == "labels.csv"
    assert len(dict(stored["record"])["sha256"]) == 64
    plain, fitted = gold / "plain", gold / "fitted"
    today = ("--today", "2024-06-01")
    assert call(monkeypatch, "run", gold / "reports.jsonl", "-o", plain, *today) == 0
    assert call(monkeypatch, "run", gold / "reports.jsonl", "-o", fitted, *today, "--calibration", fit) == 0
    before, after = table(plain / "strikes.csv"), table(fitted / "strikes.csv")
    assert {row["confidence_calibrated"] for row in before} == {"false"}
    assert {row["confidence_calibrated"] for row in after} == {"true"}
    assert [row["confidence"] for row in before] != [row["confidence"] for row in after]


def test_calibrate_names_row_and_column(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = labelled(gold / "labels.csv")
    labels.write_text(labels.read_text("utf-8") + "s9,0.5,perhaps,,,,,\n", "utf-8")
    assert call(monkeypatch, "calibrate", labels, "-o", gold / "fit.json") == 2
    assert "row 42, column 'happened': 'perhaps'" in capsys.readouterr().err
    assert not (gold / "fit.json").exists()


def test_review_writes_pairs_and_keeps_decisions(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, reports = gold / "reviews.csv", gold / "reports.jsonl"
    assert call(monkeypatch, "review", reports, "-o", file) == 0
    rows = table(file)
    assert len(rows) == 1
    assert {rows[0]["location"], rows[0]["other_location"]} == {"Kharkiv"}
    text = file.read_text("utf-8").replace("\n,,", "\njoin,one street,", 1)
    file.write_text(text, "utf-8")
    assert call(monkeypatch, "review", reports, "-o", file) == 0
    assert "0 pairs to decide, 1 decisions kept" in capsys.readouterr().err
    assert [(row["decision"], row["note"]) for row in table(file)] == [("join", "one street")]
    assert call(monkeypatch, "run", reports, "-o", gold / "run", "--reviews", file, "--today", "2024-06-01") == 0
    (kharkiv,) = (row for row in table(gold / "run" / "strikes.csv") if row["location"] == "Kharkiv")
    assert (kharkiv["n_reports"], kharkiv["review_status"]) == ("2", "human_checked")


def test_ids_of_an_earlier_run_are_kept(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (gold / "reports.jsonl").read_text("utf-8").splitlines()
    (gold / "later.jsonl").write_text(lines[2], "utf-8")
    earlier = json.dumps({"id": "0", "published": "2024-01-04", "lang": "en", "publisher": "Outlet 0",
                          "text": "A drone launched by Russia struck Odesa on 4 January; one person died, police said."})  # fmt: skip
    (gold / "both.jsonl").write_text("\n".join([earlier, lines[2]]), "utf-8")
    today = ("--today", "2024-06-01")
    assert call(monkeypatch, "run", gold / "later.jsonl", "-o", gold / "one", *today) == 0
    known = gold / "one" / "strikes.csv"
    assert call(monkeypatch, "run", gold / "both.jsonl", "-o", gold / "two", *today, "--known", known) == 0
    (first,), (second,) = table(known), table(gold / "two" / "strikes.csv")
    assert second["n_reports"] == "2"
    assert second["strike_id"] == first["strike_id"]


def test_sources_change_the_confidence_and_a_malformed_table_is_named(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    users = gold / "sources.toml"
    users.write_text('[states]\ngrade = "E"\n', "utf-8")
    today = ("--today", "2024-06-01")
    assert call(monkeypatch, "run", gold / "reports.jsonl", "-o", gold / "plain", *today) == 0
    assert call(monkeypatch, "run", gold / "reports.jsonl", "-o", gold / "ours", *today, "--sources", users) == 0
    before, after = (
        {row["location"]: float(row["confidence"]) for row in table(gold / name / "strikes.csv")}
        for name in ("plain", "ours")
    )
    assert after["Odesa"] < before["Odesa"]
    users.write_text('[states]\ngrade = "X"\n', "utf-8")
    assert call(monkeypatch, "run", gold / "reports.jsonl", "-o", gold / "ours", "--sources", users) == 2
    assert "sources.toml, line 2: [states] grade = 'X'" in capsys.readouterr().err


def test_changes_between_two_days(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = gold / "changes.csv"
    assert (
        call(
            monkeypatch, "changes", gold / "reports.jsonl", "--since", "2024-01-03", "--until", "2024-01-05", "-o", out
        )
        == 0
    )
    assert ("appeared", "Odesa") in {(row["change"], row["location"]) for row in table(out)}


def test_compare_with_a_table(gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    acled = gold / "acled.csv"
    acled.write_text(
        "event_id_cnty,event_date,sub_event_type,latitude,longitude\n"
        "UKR1,2024-01-04,Air/drone strike,46.48,30.73\nUKR2,2024-01-04,Air/drone strike,48.0,37.8\n", "utf-8",
    )  # fmt: skip
    out = gold / "lined-up.csv"
    assert call(monkeypatch, "compare", gold / "reports.jsonl", "--with", acled, "-o", out) == 0
    rows = table(out)
    assert [row["other_id"] for row in rows if row["found"] == "matched"] == ["UKR1"]
    assert [row["other_id"] for row in rows if row["found"] == "only there"] == ["UKR2"]
    assert "matches within so many km" in capsys.readouterr().err
