"""What changed between two days of knowledge."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import Point

from geo import corroboration, schema
from geo.model import Assertion, Claim, DateBasis, GeoPrecision, Interval, Place, Report, TimePrecision, WeaponClass

DAY = dt.date(2024, 1, 2)
KYIV = Place("Kyiv", GeoPrecision.SETTLEMENT, 50.45, 30.52, "UA", geonames_id=703448)
ODESA = Place("Odesa", GeoPrecision.SETTLEMENT, 46.48, 30.73, "UA", geonames_id=698740)
FIRST = Claim(
    "c1", "r1", DAY, DAY, DateBasis.EXPLICIT, TimePrecision.DAY, place=KYIV, attacker="RU", claimants=("UA",),
    weapon_classes=(WeaponClass.MISSILE,), evidence=("It was hit.",), p_extraction=0.9, killed=Interval(2, 2),
)  # fmt: skip


def told(number: int, **more: Any) -> Claim:
    return replace(
        FIRST, claim_id=f"c{number}", report_id=f"r{number}", evidence=(f"Told for the {number}th time.",), **more
    )


def changed(later: list[Claim], reviews: pd.DataFrame | None = None) -> pd.DataFrame:
    """What changed from the first report's day to that of ``later``, three days on."""
    claims = [FIRST, *later]
    points = gpd.GeoSeries([Point(c.place.longitude, c.place.latitude) for c in claims if c.place], crs=4326)
    located = gpd.GeoDataFrame(schema.claims_frame(claims), geometry=points)
    reports = schema.reports_frame(
        Report(
            c.report_id,
            f"{c.report_id} tells it in a way of its own",
            DAY + dt.timedelta(3 * (n > 0)),
            publisher=c.report_id,
        )
        for n, c in enumerate(claims)
    )
    before = corroboration.corroborate(located, reports, as_of=DAY)
    after = corroboration.corroborate(located, reports, as_of=DAY + dt.timedelta(3), reviews=reviews)
    return corroboration.changes(before, after)


def only(found: pd.DataFrame, change: str) -> dict[str, Any]:
    (row,) = found[found["change"] == change].to_dict("records")
    return {str(key): value for key, value in row.items()}


def test_nothing_new_is_no_change() -> None:
    assert changed([]).empty


def test_a_strike_that_appeared() -> None:
    found = changed([told(2, place=ODESA)])
    assert found["change"].tolist() == ["appeared"]
    assert (only(found, "appeared")["location"], only(found, "appeared")["date"]) == ("Odesa", DAY)


def test_a_toll_that_grew_is_told_with_both_numbers() -> None:
    found = changed([told(2, killed=Interval(5, 5))])
    toll = only(found[found["column"] == "killed_best"], "grew")
    assert (toll["before"], toll["after"]) == (2, 5)
    assert "n_origins" not in set(found["column"])


def test_a_second_origin_is_growth_of_support() -> None:
    support = only(changed([told(2, claimants=("UN",))]), "grew")
    assert (support["column"], support["before"], support["after"]) == ("n_origins", 1, 2)


def test_a_strike_that_was_denied() -> None:
    found = only(changed([told(2, deniers=("RU",), assertion=Assertion.DISPUTED)]), "contested")
    assert (found["before"], found["after"]) == ("single_origin", "contested")


def test_a_strike_that_people_withdrew() -> None:
    reviews = pd.DataFrame({"claim_id": ["c1"], "decision": ["withdraw"], "note": ["the outlet took it back"]})
    assert only(changed([], reviews), "withdrawn")["after"] == "discounted"


def test_two_strikes_that_became_one() -> None:
    apart = [FIRST, told(2, place=ODESA)]
    points = gpd.GeoSeries([Point(c.place.longitude, c.place.latitude) for c in apart if c.place], crs=4326)
    located = gpd.GeoDataFrame(schema.claims_frame(apart), geometry=points)
    reports = schema.reports_frame(Report(c.report_id, f"text of {c.report_id} alone", DAY) for c in apart)
    before = corroboration.corroborate(located, reports)
    joined = pd.DataFrame({"claim_id": ["c1"], "other_claim_id": ["c2"], "decision": ["join"]})
    after = corroboration.corroborate(located, reports, reviews=joined)
    found = corroboration.changes(before, after)
    gone = before.set_index("location").loc["Odesa", "strike_id"]
    assert (only(found, "merged")["strike_id"], only(found, "merged")["after"]) == (gone, after["strike_id"].iloc[0])
    assert corroboration.changes(after, before.iloc[:0])["change"].tolist() == ["gone"]
