"""The command that scores the road."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import ReadError
from geo.evaluating import evaluate_folder, told

REPORT = {
    "id": "a", "published": "2024-01-03", "lang": "en",
    "text": "Russian forces shelled Kharkiv on Tuesday, killing two people, the regional governor said.",
}  # fmt: skip
STRIKE = {
    "report_id": "a", "key": "k", "start": "2024-01-02", "end": "2024-01-02", "place": "Kharkiv",
    "place_text": "Kharkiv", "place_type": "settlement", "country": "UA", "lat": 49.98, "lon": 36.25, "attacker": "RU",
    "weapons": [{"class": "artillery", "system": None, "origin": None}], "launched": None, "intercepted": None,
    "killed": [2, 2], "injured": None, "claimants": ["UA"], "assertion": "stated", "background": False,
}  # fmt: skip


def test_a_folder_is_scored(tmp_path: Path) -> None:
    (tmp_path / "reports.jsonl").write_text(json.dumps(REPORT), "utf-8")
    (tmp_path / "strikes.jsonl").write_text(json.dumps(STRIKE), "utf-8")
    found = evaluate_folder(tmp_path)
    scores = found.scores
    assert (scores.precision, scores.recall) == (1.0, 1.0)
    assert scores.attributes["killed"] == 1.0
    assert "F1 1.000" in told(found)


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"reports\.jsonl"):
        evaluate_folder(tmp_path)
