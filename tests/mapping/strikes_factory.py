"""Made-up strikes for tests and benchmarks: real kinds of rows, invented events."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point, box

from geo.model import Grade, WeaponClass

FIRST = dt.date(2023, 12, 20)
TOWNS = {
    "Kharkiv": (36.25, 49.98),
    "Kherson": (32.61, 46.64),
    "Odesa": (30.73, 46.48),
    "Dnipro": (35.05, 48.46),
    "Kyiv": (30.52, 50.45),
}
REGION = box(34.2, 46.7, 36.6, 48.1)
COUNTRY = box(22.2, 45.2, 40.2, 52.3)
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name, "level": "country", "code": code},
            "geometry": shape.__geo_interface__,
        }
        for name, code, shape in (
            ("Ukraine", "UA", COUNTRY),
            ("Russia", "RU", box(40.2, 45, 60, 60)),
            ("Iran", "IR", box(44, 25, 63, 39)),
        )
    ],
}


def source(n: int, **changes: Any) -> dict[str, Any]:
    """What one report says."""
    base = {
        "claim_id": f"c{n}", "report_id": f"r{n}", "publisher": "Example Wire", "title": f"Report {n}",
        "url": f"https://example.org/{n}", "published": FIRST, "origin": "UA", "claimants": ["UA"], "assertion": "stated",
        "quote": f"Officials said that explosions were heard in the city overnight, report {n}. " * 2,
    }  # fmt: skip
    return base | changes


def strikes(n: int = 40, *, days: int = 20, towns: int = 0, seed: int = 7, **changes: Any) -> gpd.GeoDataFrame:
    """``n`` strikes; towns scattered at random where ``towns`` is given; the first is a wave that holds the second."""
    rng = np.random.default_rng(seed)
    named = list(TOWNS.items()) or []
    if towns:
        spots = np.column_stack([rng.uniform(23, 40, towns), rng.uniform(45.5, 52, towns)]).round(4)
        named = [(f"Town {i}", tuple(spot)) for i, spot in enumerate(spots.tolist())]
    at = rng.integers(0, len(named), n)
    kind = rng.random(n)
    precision = np.select(
        [kind < 0.06, kind < 0.12, kind < 0.16], ["admin1", "near_settlement", "country"], "settlement"
    ).astype(object)
    precision[:2] = ["country", "admin1"]
    if n > 4:
        precision[4] = "unknown"
    day = [FIRST + dt.timedelta(days=int(d)) for d in rng.integers(0, days, n)]
    circles = [Point(*spot).buffer(0.2) for _, spot in named]
    shapes = {"admin1": REGION, "country": COUNTRY, "unknown": None}
    geometry = [
        shapes[p] if p in shapes else circles[a] if p == "near_settlement" else Point(*named[a][1])
        for p, a in zip(precision, at, strict=True)
    ]
    place = {"admin1": "Zaporizhzhia Oblast", "country": "Ukraine", "unknown": None}
    classes = rng.choice(
        [str(c) for c in WeaponClass], n, p=[0.1, 0.1, 0.1, 0.35, 0.08, 0.02, 0.05, 0.05, 0.1, 0.02, 0.03]
    )
    hit = rng.integers(1, 30, n)
    frame = pd.DataFrame(
        {
            "strike_id": [f"s{i:07d}" for i in range(n)],
            "date": day,
            "date_start": [d - dt.timedelta(days=1) if i % 3 == 0 else d for i, d in enumerate(day)],
            "date_end": day,
            "time_precision": np.where(np.arange(n) % 3 == 0, "night", "day"),
            "location": [place[p] if p in place else named[a][0] for p, a in zip(precision, at, strict=True)],
            "geo_precision": precision,
            "country_code": "UA",
            "longitude": [named[a][1][0] for a in at],
            "latitude": [named[a][1][1] for a in at],
            "uncertainty_m": np.where(precision == "near_settlement", 15000.0, 5000.0),
            "attacker": "RU",
            "weapon_classes": [[c] if i % 9 or c == "drone" else [c, "drone"] for i, c in enumerate(classes)],
            "weapon_systems": [["Shahed-136"] if c == "drone" else [] for c in classes],
            "weapon_origins": [
                [o] if o else [] for o in rng.choice(["RU", "IR", "KP", ""], n, p=[0.4, 0.25, 0.15, 0.2])
            ],
            "hit_min": pd.Series(hit).astype("Int64"),
            "hit_max": pd.Series(hit + 2).astype("Int64"),
            "outcome": rng.choice(["impact", "intercepted", "mixed", "unknown"], n),
            "grade": rng.choice([str(g) for g in Grade], n, p=[0.1, 0.4, 0.35, 0.12, 0.03]),
            "level": ["wave" if i == 0 else "incident" for i in range(n)],
            "part_of": ["s0000000" if i == 1 else None for i in range(n)],
            "confidence": rng.uniform(0.3, 0.97, n).round(2),
            "first_reported": [d + dt.timedelta(days=int(k)) for d, k in zip(day, rng.integers(0, 4, n), strict=True)],
            "sources": [[source(i)] for i in range(n)],
        }
    )
    for name, value in changes.items():
        frame[name] = value
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=4326)


def story() -> gpd.GeoDataFrame:
    """A few invented strikes, one of every kind that a reader may meet; each place is used by one kind alone.

    ``wave`` holds ``part-1`` and ``part-2``; ``town`` stands alone; ``same-1`` to ``same-4`` share a town; ``region``
    has its area for itself; ``near`` is a circle; ``grown`` was first told by one origin; ``lost`` has no place.
    """
    spots = {
        "part-1": (30.52, 50.45), "part-2": (36.25, 49.98), "town": (24.03, 49.84), "same": (32.61, 46.64),
        "near": (28.68, 48.3), "grown": (28.66, 50.25), "thin": (24.71, 48.92),
    }  # fmt: skip
    rows = [
        ("wave", 4, "country", "Ukraine", ["missile", "drone"], ["RU", "IR"], "corroborated", 0.93),
        ("part-1", 4, "settlement", "Kyiv", ["missile"], ["RU"], "corroborated", 0.9),
        ("part-2", 4, "settlement", "Kharkiv", ["drone"], ["IR"], "acknowledged", 0.95),
        ("town", 6, "settlement", "Lviv", ["cruise_missile"], ["RU"], "corroborated", 0.88),
        ("region", 7, "admin1", "Zaporizhzhia Oblast", ["glide_bomb"], ["RU"], "single_origin", 0.7),
        ("same-1", 1, "settlement", "Kherson", ["artillery"], [], "single_origin", 0.6),
        ("same-2", 2, "settlement", "Kherson", ["drone"], ["IR"], "single_origin", 0.5),
        ("same-3", 5, "settlement", "Kherson", ["rocket_artillery"], ["RU"], "contested", 0.56),
        ("same-4", 9, "settlement", "Kherson", ["glide_bomb"], ["RU"], "corroborated", 0.85),
        ("near", 8, "near_settlement", "Vinnytsia", ["drone"], ["IR"], "single_origin", 0.6),
        ("grown", 3, "settlement", "Zhytomyr", ["ballistic_missile"], ["KP"], "corroborated", 0.95),
        ("thin", 10, "settlement", "Ivano-Frankivsk", ["drone"], ["IR"], "discounted", 0.2),
        ("lost", 11, "unknown", None, ["unspecified"], [], "single_origin", 0.4),
    ]
    days = [FIRST + dt.timedelta(days=row[1]) for row in rows]
    at = [spots.get(row[0], spots["same"] if row[0].startswith("same") else (np.nan, np.nan)) for row in rows]
    areas = {"wave": COUNTRY, "region": REGION, "lost": None, "near": Point(*spots["near"]).buffer(0.4)}
    later = {"grown": dt.timedelta(days=6), "same-4": dt.timedelta(days=2)}
    history = [f"{days[10]} single_origin 0.50", f"{days[10] + later['grown']} corroborated 0.95"]
    ids = [row[0] for row in rows]
    frame = pd.DataFrame(
        {
            "strike_id": ids,
            "date": days,
            "date_start": [day - dt.timedelta(days=1) if name == "wave" else day for name, day in zip(ids, days, strict=True)],
            "date_end": days,
            "time_precision": ["night" if name == "wave" else "day" for name in ids],
            "location": [row[3] for row in rows],
            "geo_precision": [row[2] for row in rows],
            "country_code": "UA",
            "longitude": [spot[0] for spot in at],
            "latitude": [spot[1] for spot in at],
            "uncertainty_m": [30000.0 if name == "near" else 5000.0 for name in ids],
            "attacker": "RU",
            "weapon_classes": [row[4] for row in rows],
            "weapon_systems": [["Shahed-136"] if "drone" in row[4] else [] for row in rows],
            "weapon_origins": [row[5] for row in rows],
            "hit_min": pd.Series([40, 3, 12, 1, 4, None, 1, 6, 2, 1, 1, 1, None], dtype="Int64"),
            "outcome": ["mixed" if name == "wave" else "impact" for name in ids],
            "grade": [row[6] for row in rows],
            "level": ["wave" if name == "wave" else "incident" for name in ids],
            "part_of": ["wave" if name.startswith("part") else None for name in ids],
            "confidence": [row[7] for row in rows],
            "grade_history": [history if name == "grown" else [f"{day} {row[6]} {row[7]}"] for name, day, row in zip(ids, days, rows, strict=True)],
            "first_reported": days,
            "last_reported": [day + later.get(name, dt.timedelta()) for name, day in zip(ids, days, strict=True)],
            "n_reports": [2 if name == "grown" else 1 for name in ids],
            "n_origins": [2 if name == "grown" else 1 for name in ids],
            "sources": [
                [source(i, published=day), *([source(90, published=day + later[name], origin="Wire")] if name == "grown" else [])]
                for i, (name, day) in enumerate(zip(ids, days, strict=True))
            ],
        }
    )  # fmt: skip
    shapes = [areas[name] if name in areas else Point(*spot) for name, spot in zip(ids, at, strict=True)]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=4326)
