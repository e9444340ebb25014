"""The command as a user calls it: exit codes, streams, one clear line for an error."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geo import cli
from geo.cli import app

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "reports"
TEXT = "date 2024-01-03\nlang en\n\nRussian missiles hit Kharkiv on Tuesday, killing two people, the mayor said."


def call(monkeypatch: pytest.MonkeyPatch, *words: str | Path, stdin: bytes = b"") -> int:
    monkeypatch.setattr(sys, "argv", ["strikemap", *map(str, words)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


def commands() -> list[list[str]]:
    import typer

    group: Any = typer.main.get_command(app)
    found = [[name] for name, item in group.commands.items() if not hasattr(item, "commands")]
    return found + [["gazetteer", name] for name in group.commands["gazetteer"].commands]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_subcommand_has_help_and_an_example(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, *words, "--help") == 0
    shown = capsys.readouterr().out
    assert "Example: strikemap " + words[0] in " ".join(shown.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["map", "absent.txt"], "absent.txt: no such file or folder"),
        (["frob"], "No such command"),
        (["map"], "Missing argument"),
        (["run", "data/reports", "-o", "-"], "give a folder"),
        (["map", "data/reports", "--as-of", "soon"], "'soon' is no day"),
        (["extract", "data/reports", "--published", "2024-99-01"], "is no day"),
        (["map", "data/reports", "--theatre", "Ukraine"], "alpha-2"),
        (["toponyms", "absent.jsonl"], "no such file"),
        (["gazetteer", "add", "absent.txt"], "no such file"),
    ],
)
def test_wrong_calls_end_with_2_and_a_reason(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert call(monkeypatch, *words) == 2
    captured = capsys.readouterr()
    assert said in " ".join(captured.err.split())
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_nothing_usable_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("No date here.")
    assert call(monkeypatch, "extract", tmp_path) == 1
    captured = capsys.readouterr()
    assert "no publication date" in captured.err
    assert captured.out == ""


def test_extract_from_standard_input_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "extract", "-", stdin=TEXT.encode()) == 0
    captured = capsys.readouterr()
    (claim,) = [json.loads(line) for line in captured.out.splitlines()]
    assert claim["location"] == "Kharkiv"
    assert claim["date_start"] == claim["date_end"] == "2024-01-02"
    assert claim["weapon_classes"] == ["missile"]
    assert (claim["killed_min"], claim["killed_max"]) == (2, 2)
    assert claim["injured_min"] is None
    assert 49 < claim["latitude"] < 51
    assert claim["evidence"] == [TEXT.split("\n\n")[1]]
    assert "geometry" not in claim
    assert "1 claims" in captured.err


def test_published_gives_the_date(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = TEXT.split("\n\n")[1].encode()
    assert call(monkeypatch, "extract", "-", "--published", "2024-01-03", stdin=text) == 0
    assert json.loads(capsys.readouterr().out)["date_start"] == "2024-01-02"


def test_toponyms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"doc": 7, "text": "Shelling of Kharkiv went on."}) + "\n")
    (tmp_path / "s.jsonl").write_text(json.dumps({"doc": 7, "spans": [[12, 19]]}) + "\n")
    for extra in ((), ("--spans", tmp_path / "s.jsonl")):
        assert call(monkeypatch, "toponyms", tmp_path / "t.jsonl", "-o", tmp_path / "f.jsonl", *extra) == 0
        (found,) = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
        assert found["doc"] == 7
        (name,) = found["toponyms"]
        assert (name["start_char"], name["end_char"], name["country_code"]) == (12, 19, "UA")


def test_run_writes_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "run", SAMPLES, "-o", tmp_path, "--today", "2024-03-01") == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "strikes.html", "strikes.geojson", "strikes.parquet", "strikes.csv", "claims.jsonl", "rejected.csv",
        "methods.md", "datapackage.json", "prov.json", "withdrawn.txt",
    }  # fmt: skip
    said = capsys.readouterr().err
    for word in ("reports read", "rejected", "claims", "strikes", "not mappable", "strikes.html"):
        assert word in said
    claims = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text().splitlines()]
    assert all(claim["strike_id"] for claim in claims)


def test_the_day_of_writing_decides_what_may_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for today, empty in (("2024-01-05", True), ("2024-03-01", False)):
        assert call(monkeypatch, "run", SAMPLES, "-o", tmp_path, "--as-of", "2024-01-04", "--today", today) == 0
        late = json.loads((tmp_path / "strikes.geojson").read_text())["features"]
        assert (not any(f["properties"]["date_end"] > "2023-12-29" for f in late)) is empty


def test_map_to_standard_output(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "map", "-", "-o", "-", "--today", "2024-03-01", stdin=TEXT.encode()) == 0
    assert capsys.readouterr().out.lstrip().lower().startswith("<!doctype html>")


def test_explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "explain", "-", stdin=TEXT.encode()) == 0
    assert "Kharkiv" in capsys.readouterr().out


def test_check_and_info(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, "check") == 0
    assert "index of places" in capsys.readouterr().out
    assert call(monkeypatch, "gazetteer", "info") == 0


def test_the_module_is_the_command() -> None:
    shown = subprocess.run([sys.executable, "-m", "geo", "--help"], capture_output=True, text=True, check=True)
    assert "strikemap" in shown.stdout
