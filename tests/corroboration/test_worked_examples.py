"""The worked examples of the confidence, from claims and reports to the number that people see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point

from geo import corroboration, schema
from geo.corroboration.sources import Sources
from geo.model import Assertion, Claim, DateBasis, GeoPrecision, Place, Report, TimePrecision, WeaponClass
from geo.options import CorroborateOptions

DAY = dt.date(2024, 1, 2)
KYIV = Place("Kyiv", GeoPrecision.SETTLEMENT, 50.45, 30.52, "UA", geonames_id=703448)
SOURCES = Sources.parse(
    {"source": {"Air Force": {"grade": "C", "side": "UA"}, "The Spot": {"grade": "B"}}}, base=Sources.default()
)
OFFICIAL = Claim(
    "c0", "r0", DAY, DAY, DateBasis.EXPLICIT, TimePrecision.DAY, place=KYIV, attacker="RU", claimants=("UA",),
    weapon_classes=(WeaponClass.MISSILE,), evidence=("Kyiv was hit, officials said.",), p_extraction=0.9,
)  # fmt: skip
TEXTS = [
    "Kyiv was hit, officials said.", "The ministry told of a strike on the capital.", "We saw the house burn at noon.",
    "It denies that anything was fired that day.",
]  # fmt: skip


def told(number: int, **more: Any) -> Claim:
    return replace(OFFICIAL, claim_id=f"c{number}", report_id=f"r{number}", **more)


def row(claims: list[Claim], outlets: list[str] | None = None, **more: Any) -> Any:
    points = gpd.GeoSeries([Point(KYIV.longitude, KYIV.latitude)] * len(claims), crs=4326)
    reports = [
        Report(c.report_id, TEXTS[n % len(TEXTS)], DAY, publisher=(outlets or [])[n] if outlets else f"Outlet {n}")
        for n, c in enumerate(claims)
    ]
    located = gpd.GeoDataFrame(schema.claims_frame(claims), geometry=points)
    strikes = corroboration.corroborate(located, schema.reports_frame(reports), sources=SOURCES, **more)
    assert len(strikes) == 1
    return strikes.iloc[0]


def test_one_sides_official() -> None:
    found = row([OFFICIAL])
    assert f"{found['confidence']:.2f}" == "0.76"
    assert found["grade"] == "single_origin"


def test_the_same_copied_by_twelve_outlets() -> None:
    copies = [told(n, p_extraction=0.95 if n == 7 else 0.9) for n in range(1, 13)]
    found = row([OFFICIAL, *copies])
    assert f"{found['confidence']:.2f}" == "0.77"
    assert (found["n_reports"], found["n_outlets"], found["n_origins"]) == (13, 13, 1)
    assert found["grade"] == "single_origin"


def test_two_officials_of_one_side() -> None:
    found = row([OFFICIAL, told(1, claimants=("Air Force",))])
    assert f"{found['confidence']:.2f}" == "0.85"
    assert (found["grade"], found["n_sides"]) == ("single_origin", 1)


def test_an_official_and_a_neutral_reporter_on_the_spot() -> None:
    there = told(1, claimants=("The Spot",), evidence=("We saw the house burn.",))
    found = row([OFFICIAL, there], ["Outlet", "The Spot"])
    assert f"{found['confidence']:.2f}" == "0.95"
    assert found["grade"] == "corroborated"
    afar = row([OFFICIAL, replace(there)], ["Outlet", "Elsewhere"])
    assert afar["confidence"] < found["confidence"]


def test_a_claim_with_a_denial() -> None:
    found = row([replace(OFFICIAL, deniers=("RU",), assertion=Assertion.DISPUTED)])
    assert f"{found['confidence']:.2f}" == "0.56"
    assert found["grade"] == "contested"


def test_both_sides_cited_in_one_report_are_two_origins() -> None:
    found = row([replace(OFFICIAL, claimants=("UA", "RU"))])
    assert (found["n_origins"], found["n_sides"], found["grade"]) == (2, 2, "acknowledged")


def test_the_number_is_called_calibrated_only_with_a_fit() -> None:
    from geo.options import Calibration

    assert not row([OFFICIAL])["confidence_calibrated"]
    fitted = row([OFFICIAL], options=CorroborateOptions(calibration=Calibration(a=-0.5, b=0.8, n_labels=100)))
    assert fitted["confidence_calibrated"]
    assert fitted["confidence"] == pytest.approx(0.6036, abs=1e-4)
