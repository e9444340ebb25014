"""Merging alone, over the labelled strikes: what a perfect reading of the reports would hand over."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point

from geo import corroboration, schema
from geo.corroboration.evidence import Table, kilometres
from geo.evaluation.scores import merging
from geo.model import Claim, DateBasis, GeoPrecision, Interval, Place, Report, TimePrecision, WeaponClass

GOLD = Path(__file__).parents[1] / "gold"
LEVELS = {
    "site": GeoPrecision.SITE, "settlement": GeoPrecision.SETTLEMENT, "other": GeoPrecision.SETTLEMENT,
    "district": GeoPrecision.ADMIN2, "region": GeoPrecision.ADMIN1, "country": GeoPrecision.COUNTRY,
    "sea": GeoPrecision.SEA_AIR,
}  # fmt: skip
AREAS = {"region", "country", "sea"}
NEAR_KM, NEAR_DAYS = 60.0, 1


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / "strikes.jsonl").read_text("utf-8").splitlines() if line.strip()]


def claim(number: int, row: dict[str, Any]) -> Claim:
    area = row["place"] if row["place_type"] in AREAS else None
    place = Place(row["place"], LEVELS[row["place_type"]], row["lat"], row["lon"], row["country"], area_id=area)
    night = row["start"] != row["end"] and "night" in (row["date_text"] or "")
    weapons = row["weapons"] or ()
    return Claim(
        f"g{number:04d}", row["report_id"], dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"]),
        DateBasis.EXPLICIT, TimePrecision.NIGHT if night else TimePrecision.DAY, place=place,
        place_text=row["place_text"], attacker=row["attacker"], claimants=tuple(row["claimants"]),
        weapon_classes=tuple(dict.fromkeys(WeaponClass(w["class"]) for w in weapons)),
        weapon_origins=tuple(dict.fromkeys(w["origin"] for w in weapons if w["origin"])),
        wave=row["place_type"] == "country", evidence=tuple(row["evidence"]), p_extraction=1.0,
        **{name: Interval(*row[name]) for name in ("launched", "intercepted", "killed", "injured") if row[name]},
    )  # fmt: skip


@pytest.fixture(scope="module")
def merged() -> list[tuple[dict[str, Any], Claim, str]]:
    """Each labelled row, its claim, and the strike that it became part of."""
    held = [row for row in rows() if row.get("lat") is not None]
    claims = [claim(number, row) for number, row in enumerate(held)]
    points = [Point(c.place.longitude, c.place.latitude) for c in claims if c.place]
    located = gpd.GeoDataFrame(schema.claims_frame(claims), geometry=gpd.GeoSeries(points, crs=4326))
    told = [json.loads(line) for line in (GOLD / "reports.jsonl").read_text("utf-8").splitlines()]
    reports = [
        Report(r["id"], r["text"], dt.date.fromisoformat(r["published"]), publisher=r.get("publisher")) for r in told
    ]
    strikes = corroboration.corroborate(located, schema.reports_frame(reports))
    home = {name: s for s, names in zip(strikes["strike_id"], strikes["claim_ids"], strict=True) for name in names}
    return [(row, c, home[c.claim_id]) for row, c in zip(held, claims, strict=True)]


def test_what_is_one_strike_merges(merged: list[tuple[dict[str, Any], Claim, str]]) -> None:
    pairwise, b_cubed = merging([(row, {"strike_id": name}) for row, _, name in merged])
    assert pairwise[2] >= 0.98
    assert b_cubed[2] >= 0.98


def test_near_but_distinct_strikes_stay_apart(merged: list[tuple[dict[str, Any], Claim, str]]) -> None:
    """One town on two days, two towns on one day, a town and its region, two attackers: all that lies close."""
    near = [(a, b) for a, b in combinations(merged, 2) if a[0]["key"] != b[0]["key"] and _close(a[1], b[1])]
    assert len(near) > 100
    assert [(a[0]["key"], b[0]["key"]) for a, b in near if a[2] == b[2]] == []


def test_towns_on_consecutive_days_are_among_them(merged: list[tuple[dict[str, Any], Claim, str]]) -> None:
    by_place = defaultdict(set)
    for row, c, name in merged:
        if row["place_type"] == "settlement":
            by_place[row["place"]].add((c.date_end, row["key"], name))
    days = [
        (one, two) for held in by_place.values() for one, two in combinations(sorted(held), 2)
        if one[1] != two[1] and (two[0] - one[0]).days <= 1
    ]  # fmt: skip
    assert len(days) >= 3
    assert all(one[2] != two[2] for one, two in days)


def _close(one: Claim, other: Claim) -> bool:
    gap = max((one.date_start - other.date_end).days, (other.date_start - one.date_end).days)
    if gap > NEAR_DAYS or one.place is None or other.place is None:
        return False
    table = Table.of([one, other])
    return bool(kilometres(table, *(table.report[:1] * 0 + n for n in (0, 1)))[0] <= NEAR_KM)
