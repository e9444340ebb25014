from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from geo import schema
from geo.gazetteer.answers import settlement_radius_m
from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.locate import locate
from geo.gazetteer.resolve import distance_km
from geo.model import Claim, DateBasis, Report, Span, TimePrecision
from geo.options import LocateOptions


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def country_of(gazetteer: Gazetteer, text: str, phrase: str) -> str | None:
    found = next(t for t in gazetteer.toponyms(text) if t.phrase == phrase)
    return found.place.country_code if found.place else None


def test_the_rest_of_the_report_decides(gazetteer: Gazetteer) -> None:
    assert (
        country_of(
            gazetteer, "Police in London, Ontario, said so. London is near Toronto and Hamilton in Canada.", "London"
        )
        == "CA"
    )
    assert country_of(gazetteer, "Ministers met in London before flying to Edinburgh.", "London") == "GB"


def test_one_name_has_one_sense_in_a_report(gazetteer: Gazetteer) -> None:
    found = gazetteer.toponyms("A man from Paris, Texas, went home. In Paris he is known.")
    places = {t.place.geonames_id for t in found if t.phrase == "Paris" and t.place}
    assert len(places) == 1


def test_refused_candidates_are_told_with_the_reason(gazetteer: Gazetteer) -> None:
    found = next(t for t in gazetteer.toponyms("Talks were held in Paris.") if t.phrase == "Paris")
    assert found.refused and all(other.reason for other in found.refused)


def test_distance_of_a_degree_of_latitude() -> None:
    assert distance_km(0.0, 0.0, 1.0, 0.0) == pytest.approx(111.2, abs=0.1)


def test_radius_grows_with_people_and_is_bounded() -> None:
    assert settlement_radius_m(0) == 500.0
    assert settlement_radius_m(3_000_000) > settlement_radius_m(30_000)
    assert settlement_radius_m(40_000_000) <= 25_000.0


TEXT = "Russia struck Odesa overnight. Nobody was hurt in Ukraine, officials said."


def claim(claim_id: str, span: Span | None, code: str | None = None, places: Gazetteer | None = None) -> Claim:
    day = dt.date(2024, 1, 2)
    return Claim(
        claim_id=claim_id, report_id="r", date_start=day, date_end=day, date_basis=DateBasis.EXPLICIT,
        time_precision=TimePrecision.DAY, place_span=span, place=places.country(code) if places and code else None,
    )  # fmt: skip


def test_claims_get_places_and_geometry_and_stay_as_they_were(gazetteer: Gazetteer) -> None:
    reports = schema.reports_frame([Report("r", TEXT, dt.date(2024, 1, 2))])
    claims = schema.claims_frame([claim("a", Span(14, 19)), claim("b", None, "UA", gazetteer), claim("c", None)])
    before = claims.copy(deep=True)
    located = locate(claims, reports, gazetteer=gazetteer, options=LocateOptions())
    pd.testing.assert_frame_equal(claims, before)
    assert located.crs == "EPSG:4326"
    assert list(located["geo_precision"]) == ["settlement", "country", "unknown"]
    assert located.geometry.iloc[0].geom_type == "Point"
    assert located.geometry.iloc[1].geom_type in ("Polygon", "MultiPolygon")
    assert located.geometry.iloc[2] is None
