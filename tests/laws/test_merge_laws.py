"""What must hold of every merge, whatever is reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo import corroboration, schema
from geo.corroboration.waves import holds
from geo.model import Assertion, Claim, DateBasis, GeoPrecision, Interval, Place, Report, TimePrecision, WeaponClass

LAW = settings(deadline=None, max_examples=20)
"""Each example is a whole merge; twenty of them found every breach that was planted."""
DAY = dt.date(2024, 1, 2)
PLACES = (
    Place("Kyiv", GeoPrecision.SETTLEMENT, 50.45, 30.52, "UA", admin1_code="UA.12", geonames_id=703448),
    Place("Kharkiv", GeoPrecision.SETTLEMENT, 49.98, 36.25, "UA", admin1_code="UA.07", geonames_id=706483),
    Place("Kharkiv Oblast", GeoPrecision.ADMIN1, 49.6, 36.5, "UA", admin1_code="UA.07", area_id="UA.07"),
    Place("Odesa", GeoPrecision.SETTLEMENT, 46.48, 30.73, "UA", admin1_code="UA.17", geonames_id=698740),
    Place("Ukraine", GeoPrecision.COUNTRY, 49.0, 32.0, "UA", geonames_id=690791, area_id="UA"),
)
WORDS = [f"{a}{b}" for a in "abcdefghij" for b in "klmnopqrst"]
counts = st.one_of(
    st.just(Interval()), st.integers(0, 60).map(lambda n: Interval(n, n)), st.integers(1, 60).map(lambda n: Interval(n))
)
kinds = st.lists(st.sampled_from([WeaponClass.DRONE, WeaponClass.MISSILE, WeaponClass.BALLISTIC_MISSILE]), max_size=2)


@st.composite
def report_claims(draw: st.DrawFn, report: str) -> list[Claim]:
    """The claims of one report: each place at most once, as a report tells it."""
    found = []
    for n, place in enumerate(draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True))):
        start = DAY + dt.timedelta(draw(st.integers(0, 2)))
        end = start + dt.timedelta(draw(st.integers(0, 1)))
        night = end > start and draw(st.booleans())
        found.append(
            Claim(
                f"{report}.{n}", report, start, end, DateBasis.EXPLICIT,
                TimePrecision.NIGHT if night else TimePrecision.DAY, place=place, place_text=place.location,
                time_start=draw(st.sampled_from([None, None, dt.time(3), dt.time(9, 30)])),
                attacker=draw(st.sampled_from([None, "RU", "RU", "UA"])),
                weapon_classes=tuple(dict.fromkeys(draw(kinds))),
                launched=draw(counts), intercepted=draw(counts), killed=draw(counts),
                claimants=tuple(draw(st.lists(st.sampled_from(["UA", "RU", "UN"]), max_size=2, unique=True))),
                deniers=tuple(draw(st.sampled_from([(), (), (), ("RU",)]))),
                assertion=draw(st.sampled_from(list(Assertion))),
                wave=place.geo_precision in (GeoPrecision.COUNTRY, GeoPrecision.ADMIN1),
                evidence=(f"{report} says {n} of it.",), p_extraction=draw(st.floats(0.1, 1.0)),
            )
        )  # fmt: skip
    return found


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Claim], list[Report]]:
    names = [f"r{n}" for n in range(draw(st.integers(1, 5)))]
    claims = [claim for name in names for claim in draw(report_claims(name))]
    reports = [report(name, draw(st.integers(0, 4)), outlet=draw(st.sampled_from("ABC"))) for name in names]
    return claims, reports


def report(name: str, day: int, *, outlet: str, text: str | None = None) -> Report:
    seed = sum(map(ord, name))
    words = " ".join(WORDS[(seed * 7 + k * k * (seed % 13 + 1)) % len(WORDS)] for k in range(40))
    return Report(name, text or f"{name} {words}", DAY + dt.timedelta(day), publisher=f"Outlet {outlet}")


def run(claims: list[Claim], reports: list[Report], **more: Any) -> gpd.GeoDataFrame:
    shapes = [
        box(22, 44, 40, 52) if c.wave else Point(c.place.longitude, c.place.latitude)  # type: ignore[union-attr]
        for c in claims
    ]
    located = gpd.GeoDataFrame(schema.claims_frame(claims), geometry=gpd.GeoSeries(shapes, crs=4326))
    return corroboration.corroborate(located, schema.reports_frame(reports), **more)


def plain(strikes: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    rows = pd.DataFrame(strikes.drop(columns="geometry")).to_dict("records")
    shapes = [None if shape is None else shape.wkt for shape in strikes.geometry]
    return [
        {key: None if schema.missing(value) else value for key, value in row.items()} | {"geometry": shape}
        for row, shape in zip(rows, shapes, strict=True)
    ]


def home(strikes: gpd.GeoDataFrame, claim_id: str) -> pd.Series[Any]:
    (row,) = (row for _, row in strikes.iterrows() if claim_id in row["claim_ids"])
    return row


@settings(LAW)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_reports_and_claims_is_irrelevant(world: tuple[list[Claim], list[Report]], chance: Any) -> None:
    claims, reports = world
    expected = plain(run(claims, reports))
    chance.shuffle(claims)
    chance.shuffle(reports)
    assert plain(run(claims, reports)) == expected


@settings(LAW)
@given(worlds(), st.data())
def test_a_report_given_twice_changes_nothing(world: tuple[list[Claim], list[Report]], data: st.DataObject) -> None:
    claims, reports = world
    twice = data.draw(st.sampled_from(reports))
    again = [claim for claim in claims if claim.report_id == twice.report_id]
    assert plain(run([*claims, *again], [*reports, twice])) == plain(run(claims, reports))


@settings(LAW)
@given(worlds(), st.data())
def test_a_copy_adds_a_report_and_no_confidence(world: tuple[list[Claim], list[Report]], data: st.DataObject) -> None:
    claims, reports = world
    original = data.draw(st.sampled_from(reports))
    copy = replace(original, report_id="zz", publisher="Copyist")
    copied = [
        replace(claim, claim_id=f"zz{claim.claim_id}", report_id="zz")
        for claim in claims if claim.report_id == original.report_id
    ]  # fmt: skip
    before, after = run(claims, reports), run([*claims, *copied], [*reports, copy])
    assert len(after) == len(before)
    for claim in claims:
        old, new = home(before, claim.claim_id), home(after, claim.claim_id)
        assert new["confidence"] == old["confidence"]
        assert (new["n_origins"], new["grade"], new["strike_id"]) == (old["n_origins"], old["grade"], old["strike_id"])
    for claim in copied:
        assert claim.claim_id.removeprefix("zz") in home(after, claim.claim_id)["claim_ids"]


@settings(LAW)
@given(worlds(), st.data(), st.floats(0.1, 1.0))
def test_a_new_independent_origin_never_lowers_it(
    world: tuple[list[Claim], list[Report]], data: st.DataObject, p: float
) -> None:
    claims, reports = world
    told = data.draw(st.sampled_from(claims))
    more = replace(
        told, claim_id="zz", report_id="zz", evidence=("Words of its own.",), claimants=(), deniers=(),
        assertion=Assertion.STATED, p_extraction=p,
    )  # fmt: skip
    late = report("zz", 9, outlet="Z", text="another account of what was seen there by people who were near it then")
    before, after = run(claims, reports), run([*claims, more], [*reports, late])
    old, new = home(before, told.claim_id), home(after, told.claim_id)
    assert "zz" in new["claim_ids"]
    assert new["confidence"] >= old["confidence"] - 1e-12
    assert new["n_origins"] == old["n_origins"] + 1


@settings(LAW)
@given(worlds())
def test_confidence_keeps_its_bounds_and_its_parts_add_up(world: tuple[list[Claim], list[Report]]) -> None:
    for row in plain(run(*world)):
        assert 0.0 <= row["confidence"] <= 0.97
        parts = row["conf_sources"] + row["conf_corroboration"] + row["conf_contradiction"]
        assert abs(parts - row["confidence"]) < 1e-9
        assert row["conf_corroboration"] >= 0.0 >= row["conf_contradiction"]
        assert row["confidence_calibrated"] is False


@settings(LAW)
@given(worlds())
def test_as_of_the_last_day_is_the_plain_run(world: tuple[list[Claim], list[Report]]) -> None:
    claims, reports = world
    last = max(held.published for held in reports)
    assert plain(run(claims, reports, as_of=last)) == plain(run(claims, reports))
    early = run(claims, reports, as_of=last - dt.timedelta(1))
    known = {held.report_id for held in reports if held.published < last}
    assert {name for names in early["report_ids"] for name in names} == {c.report_id for c in claims} & known


@settings(LAW)
@given(worlds())
def test_parts_lie_in_their_wave_and_no_wave_in_itself(world: tuple[list[Claim], list[Report]]) -> None:
    rows = {row["strike_id"]: row for row in plain(run(*world))}
    for row in rows.values():
        if row["part_of"] is None:
            continue
        wave = rows[row["part_of"]]
        assert wave["level"] == "wave"
        assert wave["date_start"] <= row["date_start"] <= row["date_end"] <= wave["date_end"]
        assert holds(wave, row)
        assert wave["geo_precision"] == "country" or wave["admin1_code"] == row["admin1_code"]
        seen = [row["strike_id"]]
        while rows[seen[-1]]["part_of"] is not None:
            assert rows[seen[-1]]["part_of"] not in seen
            seen.append(rows[seen[-1]]["part_of"])


@settings(LAW)
@given(worlds())
def test_every_claim_is_in_one_strike_and_rows_of_a_report_never_join(world: tuple[list[Claim], list[Report]]) -> None:
    claims, reports = world
    strikes = run(claims, reports)
    assert sorted(c for held in strikes["claim_ids"] for c in held) == sorted(claim.claim_id for claim in claims)
    assert all(len(held) == n for held, n in zip(strikes["claim_ids"], strikes["n_reports"], strict=True))


@settings(LAW)
@given(worlds())
def test_no_total_counts_a_wave_and_its_parts(world: tuple[list[Claim], list[Report]]) -> None:
    strikes = run(*world)
    rows = plain(strikes)
    found = corroboration.totals(strikes)
    for name in ("launched", "intercepted", "killed"):
        lows = {row["strike_id"]: row[f"{name}_min"] or 0 for row in rows}
        naive, top = sum(lows.values()), sum(lows[row["strike_id"]] for row in rows if row["part_of"] is None)
        assert top <= (found[name].min or 0) <= naive
        for row in rows:
            wave = row["part_of"]
            if wave is not None and lows[wave] and lows[row["strike_id"]]:
                assert (found[name].min or 0) < naive
        assert found[name].max is None or found[name].max >= (found[name].min or 0)


@LAW
@given(worlds(), st.data())
def test_ids_of_an_earlier_run_are_kept_or_recorded(
    world: tuple[list[Claim], list[Report]], data: st.DataObject
) -> None:
    claims, reports = world
    some = data.draw(st.lists(st.sampled_from(reports), min_size=1, unique_by=lambda held: held.report_id))
    names = {held.report_id for held in some}
    before = run([claim for claim in claims if claim.report_id in names], some)
    after = run(claims, reports, known=before)
    kept, recorded = set(after["strike_id"]), {name for held in after["replaces"] for name in held}
    assert set(before["strike_id"]) <= kept | recorded
    assert not kept & recorded
    assert after["strike_id"].is_unique


@LAW
@given(worlds())
def test_later_reports_rename_no_strike(world: tuple[list[Claim], list[Report]]) -> None:
    claims, reports = world
    days = sorted({held.published for held in reports})
    before = run(claims, reports, as_of=days[0])
    after = run(claims, reports)
    old = set(before["strike_id"])
    for _, row in before.iterrows():
        now = home(after, row["claim_ids"][0])["strike_id"]
        assert now == row["strike_id"] or now in old
