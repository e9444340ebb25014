"""The page of scores: whole, escaped, and asking no network."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from geo.evaluation import evaluate, page, reliability
from geo.evaluation.page import panels, plot_of, told, worst

NASTY = '<script>alert(1)</script> & "quoted"'


def row(report: str, **more: Any) -> dict[str, Any]:
    base = {"report_id": report, "key": report, "start": "2024-01-02", "end": "2024-01-02", "place": "Dnipro",
            "place_type": "settlement", "country": "UA", "lat": 48.47, "lon": 35.04, "attacker": "RU",
            "weapons": [{"class": "drone", "origin": "IR"}], "killed": [2, None], "claimants": ["UA"],
            "assertion": "stated", "evidence": ["Drones came."]}  # fmt: skip
    return {**base, **more}


def claim(report: str, **more: Any) -> dict[str, Any]:
    base = {"report_id": report, "claim_id": report, "date_start": "2024-01-02", "date_end": "2024-01-02",
            "location": "Dnipro", "geo_precision": "settlement", "country_code": "UA", "latitude": 48.47,
            "longitude": 35.04, "attacker": "RU", "weapon_classes": ["drone"], "weapon_origins": ["IR"],
            "killed_min": 2, "claimants": ["UA"], "assertion": "stated", "evidence": ["Drones came."]}  # fmt: skip
    return {**base, **more}


def drawn() -> str:
    gold = [row("r1"), row("r2", lat=48.6), row("r3", place="Kyiv"), row("r4")]
    claims = [
        claim("r1", weapon_classes=["missile"], evidence=[NASTY]), claim("r2"),
        claim("r5", evidence=["Nothing of the kind."]), claim("r4", latitude=50.0, location=NASTY, evidence=[NASTY]),
    ]  # fmt: skip
    said = np.linspace(0.2, 0.9, 40)
    plots = {"all": reliability(said, (np.arange(40) % 3 > 0).astype(float))}
    rings = {"UA": {"country": [[3400, 4700, 200, 0, 0, 200, -200, 0]]}}
    return page(
        evaluate([*gold, {"report_id": "r5", "none": True}], claims),
        title=NASTY,
        plots=plots,
        coverage=0.9,
        outlines=rings,
    )


def test_the_page_asks_nothing_of_the_network() -> None:
    html = drawn()
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?://", html)


def test_texts_are_escaped() -> None:
    html = drawn()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_every_part_is_there() -> None:
    html = drawn()
    assert html.count("<svg") == 2
    assert 'class="band"' in html
    assert "Missed: 2" in html
    assert "False: 2" in html
    assert "1 of 1" in html
    assert "Nothing of the kind." in html
    assert re.search(r'<path class="land" d="M', html)
    assert '<td class="other">1</td>' in html


def test_the_worst_case_comes_first() -> None:
    pairs = [
        (row("a"), claim("a", attacker=None, killed_min=5)),
        (row("b"), claim("b")),
        (row("c"), claim("c", attacker=None)),
    ]
    cases = worst(pairs)
    assert [case.row["report_id"] for case in cases] == ["a", "c"]
    assert [name for name, *_ in cases[0].wrong] == ["attacker", "killed"]


def test_the_error_map_leads_from_label_to_claim() -> None:
    (panel,) = panels(
        [(row("a"), claim("a", latitude=48.47, longitude=36.54)), (row("b", place_type="country"), claim("b"))], {}
    )
    (mark,) = panel.marks
    assert mark["kind"] == "off"
    assert mark["claimed"][0] > mark["labelled"][0]
    assert mark["claimed"][1] == mark["labelled"][1]
    assert "111 km off" in mark["text"]


def test_points_outside_the_band_are_marked() -> None:
    said = np.full(200, 0.9)
    assert all(point["out"] for point in plot_of(reliability(said, np.zeros(200)))["points"])
    assert all(round(point["said"], 6) == 0.9 for point in plot_of(reliability(said, np.ones(200)))["points"])


def test_values_are_told_in_words() -> None:
    assert [told(v) for v in (None, set(), {"b", "a"}, (2, None), (None, None), (3, 3), ["x"], "y")] == [
        "–", "–", "a, b", "2 to …", "–", "3", "x", "y",
    ]  # fmt: skip
