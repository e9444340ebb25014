"""A small strikes frame with every kind of place and every kind of null."""

import datetime as dt
from typing import Any

import geopandas
import pytest
from shapely.geometry import Point, box

from geo import schema

DAY = dt.date(2024, 1, 2)


def row(**cells: Any) -> dict[str, Any]:
    sources = [
        {
            "claim_id": "c1", "report_id": "r1", "publisher": "The Gazette", "title": "Hit", "url": "https://g.example/1",
            "published": "2024-01-03", "origin": "UA", "quote": "Two missiles hit the town.", "claimants": ["UA"],
            "assertion": "stated",
        }
    ]  # fmt: skip
    return {
        "strike_id": "s1", "date": DAY, "date_start": DAY, "date_end": DAY, "date_basis": "explicit",
        "time_precision": "day", "location": "Kharkiv", "place_text": "Kharkiv", "geo_precision": "settlement",
        "country_code": "UA", "admin1": "Kharkiv", "admin1_code": "UA.07", "geonames_id": 706483,
        "latitude": 49.98081,
        "longitude": 36.25272, "uncertainty_m": 10000.0, "p_location": 0.9, "attacker": "RU",
        "weapon_classes": ["missile"],
        "weapon_systems": [], "weapon_origins": ["KP"], "weapon_origin_basis": "stated", "launched_min": 2,
        "outcome": "impact", "assertion": "stated", "level": "incident", "grade": "single_origin", "confidence": 0.7,
        "confidence_calibrated": False, "n_reports": 1, "n_outlets": 1, "n_origins": 1, "n_sides": 1,
        "first_reported": dt.date(2024, 1, 3), "last_reported": dt.date(2024, 1, 3), "claim_ids": ["c1"],
        "report_ids": ["r1"], "urls": ["https://g.example/1"], "sources": sources, "notes": [], "claimants": ["UA"],
        "deniers": [], "replaces": [], "review_status": "machine", "geometry": Point(36.25272, 49.98081),
        **cells,
    }  # fmt: skip


def frame(*rows: dict[str, Any]) -> geopandas.GeoDataFrame:
    table = schema.frame(schema.STRIKES, rows)
    return geopandas.GeoDataFrame(table, geometry=[item["geometry"] for item in rows], crs="EPSG:4326")


@pytest.fixture
def make() -> Any:
    """``make(a, b)`` is a frame of ``make.row(...)`` rows."""
    frame.row = row  # type: ignore[attr-defined]
    return frame


@pytest.fixture
def strikes() -> geopandas.GeoDataFrame:
    area = {"geo_precision": "country", "location": "Ukraine", "geometry": box(22, 44, 40, 52), "level": "wave"}
    nowhere = {"geo_precision": "unknown", "location": None, "latitude": None, "longitude": None, "geometry": None}
    hostile = '</script><img src=x onerror="alert(1)">]]>&\x01'
    return frame(
        row(),
        row(strike_id="s2", killed_best=3, killed_min=2, killed_max=5, **area),
        row(strike_id="s3", target_text=hostile, attacker=None, weapon_origins=[], **nowhere),
    )
