"""What leaves the house names no site: neither on the map nor in a file."""

from __future__ import annotations

import datetime as dt

import pytest

import geo
from geo import publishing
from geo.model import Report
from geo.schema import reports_frame

TEXT = "Israeli forces shelled Jabalia camp on Monday, killing four people, the health ministry said."


def test_a_site_is_published_as_its_settlement() -> None:
    strikes = geo.run(reports_frame([Report("r1", TEXT, dt.date(2024, 3, 20), "en", None, "The Gazette")]))
    assert strikes.loc[0, "geo_precision"] == "sub_settlement"
    shown = geo.publish(strikes, today="2024-06-01").iloc[0]
    assert shown["geo_precision"] == "settlement"
    assert "camp" not in shown["location"]
    assert shown["location"] != strikes.loc[0, "admin1"], "the settlement's own name, not the region's"


def test_far_from_every_settlement_there_is_none() -> None:
    assert publishing._settlement(-30.0, 0.0) is None


def test_without_an_index_the_district_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_around", lambda: None)
    assert publishing._settlement(34.444, 31.524) is None
