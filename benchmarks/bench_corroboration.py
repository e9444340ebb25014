"""What merging costs: ``python benchmarks/bench_corroboration.py [CLAIMS ...]`` (100,000 and 200,000 where none is given).

Claims are generated over two years on real settlements of Ukraine and western Russia, crowded as a front line is: a few
towns are hit daily and told of by many outlets, most once. Each night has a wave with totals; a quarter of the reports
are near-copies; half of the claims name a speaker. Every size runs in a process of its own, whose CPU time and peak
memory are told. Limits: 100,000 claims in 60 s on one core and 2 GB, and twice the claims in 2.3 times the time.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import corroboration, pipeline, schema
from geo.model import Claim, DateBasis, GeoPrecision, Interval, Place, Report, TimePrecision, WeaponClass

FIRST_DAY, DAYS = dt.date(2023, 1, 1), 730
TOWNS = 1500
EVENTS_A_CLAIM = 0.35
"""Real attacks for each claim: an attack is told of by about three reports."""
COPIES = 0.25
LIMIT_S, LIMIT_GB, LIMIT_RATIO = 60.0, 2.0, 2.3
FRONT = ((51.2, 34.3), (50.0, 36.3), (49.0, 38.0), (48.0, 37.6), (47.5, 35.9), (46.7, 32.7))
"""Points along the line of 2023 and 2024, latitude and longitude."""
KINDS = {
    "RU": ((WeaponClass.ARTILLERY, 0.4), (WeaponClass.DRONE, 0.25), (WeaponClass.MISSILE, 0.15),
           (WeaponClass.GLIDE_BOMB, 0.1), (WeaponClass.BALLISTIC_MISSILE, 0.05), (WeaponClass.UNSPECIFIED, 0.05)),
    "UA": ((WeaponClass.DRONE, 0.6), (WeaponClass.ARTILLERY, 0.25), (WeaponClass.ROCKET_ARTILLERY, 0.15)),
}  # fmt: skip
VOCABULARY = 4000


def towns(draw: np.random.Generator) -> tuple[list[Place], np.ndarray[Any, Any]]:
    """Real settlements with the share of attacks that falls on each: near the front, and large ones, more."""
    finder: Any = pipeline.gazetteer()
    rows = [row for row in range(len(finder.catalogue.index)) if _is_town(finder.catalogue.entry(row))]
    rows = [int(row) for row in draw.choice(rows, size=min(TOWNS, len(rows)), replace=False)]
    entries = [finder.catalogue.entry(row) for row in rows]
    far = np.array([
        min((e.latitude - y) ** 2 + ((e.longitude - x) * 0.66) ** 2 for y, x in FRONT) ** 0.5 * 111 for e in entries
    ])  # fmt: skip
    size = np.array([max(e.population, 200) for e in entries], dtype=float) ** 0.5
    share = size * np.exp(-far / 60) + size * 0.01
    return [finder.place(row) for row in rows], share / share.sum()


def _is_town(entry: Any) -> bool:
    inside = entry.country_code == "UA" or (
        entry.country_code == "RU" and 50 < entry.latitude < 54 < entry.longitude + 20
    )
    return entry.kind == "settlement" and inside


def generate(number: int, seed: int = 1) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """``number`` claims as a located frame, and their reports."""
    draw = np.random.default_rng(seed)
    places, share = towns(draw)
    events = int(number * EVENTS_A_CLAIM)
    where = draw.choice(len(places), size=events, p=share)
    day = draw.integers(0, DAYS, size=events)
    told = 1 + draw.geometric(0.4, size=events) - (draw.random(events) < 0.4)
    tellings = np.repeat(np.arange(events), np.maximum(told, 1))[: number - 4 * DAYS]
    late = draw.choice([0, 0, 0, 1, 1, 2], size=len(tellings))
    order = np.lexsort((draw.random(len(tellings)), day[tellings] + late))
    claims, reports = _day_claims(tellings[order], late[order], day, [places[i] for i in where], draw)
    for n in range(DAYS):
        for k in range(4):
            claims.append(_wave(n, k, draw))
            reports.append(_report(claims[-1].report_id, n + 1, f"wave {n} {k}", draw))
    reports = [report if k % 4 else _copied(report, reports[k - 1], draw) for k, report in enumerate(reports)]
    table = schema.claims_frame(claims)
    points = gpd.points_from_xy(table["longitude"].fillna(31.0), table["latitude"].fillna(49.0))
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(points, crs=4326)), schema.reports_frame(reports)


def _day_claims(
    tellings: Any, late: Any, day: Any, places: list[Place], draw: np.random.Generator
) -> tuple[list[Claim], list[Report]]:
    claims: list[Claim] = []
    reports: list[Report] = []
    seen: set[int] = set()
    for n, (event, wait) in enumerate(zip(tellings.tolist(), late.tolist(), strict=True)):
        published = int(day[event]) + wait
        if n % 3 == 0 or event in seen or reports[-1].published != FIRST_DAY + dt.timedelta(published):
            reports.append(_report(f"r{n:07d}", published, f"{places[event].location} {event}", draw))
            seen = set()
        seen.add(event)
        claims.append(_claim(f"c{n:07d}", reports[-1].report_id, event, int(day[event]), places[event], draw))
    return claims, reports


def _claim(name: str, report: str, event: int, day: int, place: Place, draw: np.random.Generator) -> Claim:
    fixed = np.random.default_rng(event)  # what is true of the event, told alike by all
    attacker = "RU" if place.country_code == "UA" else "UA"
    kinds, shares = zip(*KINDS[attacker], strict=True)
    kind = kinds[int(fixed.choice(len(kinds), p=shares))]
    night, killed = bool(fixed.random() < 0.3), int(fixed.geometric(0.4)) - 1
    start = FIRST_DAY + dt.timedelta(day)
    told = killed + int(draw.integers(0, 2)) if killed and draw.random() < 0.3 else killed
    return Claim(
        name, report, start - dt.timedelta(1 if night else 0), start, DateBasis.EXPLICIT,
        TimePrecision.NIGHT if night else TimePrecision.DAY, place=place,
        attacker=attacker if draw.random() < 0.9 else None,
        weapon_classes=(kind,) if draw.random() < 0.85 else (WeaponClass.UNSPECIFIED,),
        launched=Interval(1, 1) if draw.random() < 0.2 else Interval(),
        killed=Interval(told, told) if draw.random() < 0.5 else Interval(),
        injured=Interval(killed * 3, None) if draw.random() < 0.3 else Interval(),
        claimants=("UA",) if draw.random() < 0.45 else ("RU",) if draw.random() < 0.1 else (),
        evidence=(f"{place.location} came under fire, leaving damage that was seen by people there.",), p_extraction=0.9,
    )  # fmt: skip


def _wave(day: int, k: int, draw: np.random.Generator) -> Claim:
    end, number = FIRST_DAY + dt.timedelta(day + 1), 20 + day % 60
    return Claim(
        f"w{day:04d}{k}", f"v{day:04d}{k}", end - dt.timedelta(1), end, DateBasis.EXPLICIT, TimePrecision.NIGHT,
        place=Place("Ukraine", GeoPrecision.COUNTRY, 49.0, 32.0, "UA", geonames_id=690791, area_id="UA"),
        attacker="RU", weapon_classes=(WeaponClass.DRONE,), launched=Interval(number, number), wave=True,
        claimants=("UA",), evidence=("It was launched overnight.",), p_extraction=float(draw.uniform(0.7, 0.95)),
    )  # fmt: skip


def _report(name: str, day: int, head: str, draw: np.random.Generator) -> Report:
    words = draw.zipf(1.3, size=int(draw.integers(60, 240))) % VOCABULARY
    text = f"{head} " + " ".join(f"word{n}" for n in words.tolist())
    return Report(name, text, FIRST_DAY + dt.timedelta(day), publisher=f"Outlet {int(draw.integers(80))}")


def _copied(report: Report, other: Report, draw: np.random.Generator) -> Report:
    """The text of another report with some words of its own; the date stays."""
    if draw.random() > COPIES * 4:
        return report
    return replace(report, text=f"{other.text} {report.text[: len(other.text) // 8]}")


def measure(number: int) -> dict[str, Any]:
    claims, reports = generate(number)
    started, wall = time.process_time(), time.perf_counter()
    strikes = corroboration.corroborate(claims, reports)
    took = time.process_time() - started
    return {
        "claims": len(claims), "reports": len(reports), "strikes": len(strikes), "cpu_s": took,
        "wall_s": time.perf_counter() - wall,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }  # fmt: skip


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    sizes = [int(text) for text in sys.argv[1:]] or [100_000, 200_000]
    found = []
    for size in sizes:
        command = [sys.executable, __file__, "--measure", str(size)]
        alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=alone)
        found.append(json.loads(done.stdout))
        print("{claims:8} claims of {reports} reports -> {strikes} strikes: {cpu_s:.1f} s CPU ({wall_s:.1f} s), "
              "peak {peak_gb:.2f} GB".format(**found[-1]), flush=True)  # fmt: skip
    fine = all(row["cpu_s"] <= LIMIT_S and row["peak_gb"] <= LIMIT_GB for row in found if row["claims"] <= 100_000)
    for one, two in itertools.pairwise(found):
        ratio = two["cpu_s"] / one["cpu_s"]
        print(f"{two['claims'] / one['claims']:.2f} times the claims: {ratio:.2f} times the time")
        fine &= ratio <= LIMIT_RATIO or two["claims"] != 2 * one["claims"]
    sys.exit(
        0
        if fine
        else f"over the limits: {LIMIT_S} s and {LIMIT_GB} GB at 100,000 claims, {LIMIT_RATIO} times for twice"
    )


if __name__ == "__main__":
    main()
