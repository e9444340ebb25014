"""Scores the gazetteer on labelled texts: ``python benchmarks/bench_gazetteer.py FOLDER``.

FOLDER holds ``geoparsing/*.jsonl`` (doc, text, toponyms with start_char, end_char, latitude, longitude, kind) and
``geocoding/*.csv`` (place, adm_1, country, latitude, longitude, where_prec). Prints recognition, resolution end to end and
given spans, texts a second, calibration, and geocoding; nothing in the folder is needed to install or test the project.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.resolve import distance_km
from geo.gazetteer.toponyms import annotate

RIGHT_KM = 161.0
CLASS_OF = {"1": "place", "2": "place", "3": "admin2", "4": "admin1", "6": "country"}
"""What each ``where_prec`` of an event table asks for; linear areas (5) and seas (7) have no class of their own."""
LITERAL = {"Literal"}


def edge(a: dict[str, Any], b: dict[str, Any]) -> bool:
    overlap = a["start_char"] < b["end_char"] and b["start_char"] < a["end_char"]
    return overlap and (a["start_char"] == b["start_char"] or a["end_char"] == b["end_char"])


def right(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    if gold.get("latitude") is None or found["latitude"] is None:
        return False
    km = distance_km(float(gold["latitude"]), float(gold["longitude"]), found["latitude"], found["longitude"])
    return bool(km <= RIGHT_KM)


def score(gold: list[dict[str, Any]], found: list[dict[str, Any]], kinds: set[str] | None) -> dict[str, float]:
    matched = wanted = given = hits = answered = 0
    for row, answer in zip(gold, found, strict=True):
        want = [t for t in row["toponyms"] if (t.get("kind") in kinds if kinds else t.get("latitude") is not None)]
        used: set[int] = set()
        wanted, given = wanted + len(want), given + len(answer["toponyms"])
        for t in want:
            at = next((i for i, f in enumerate(answer["toponyms"]) if i not in used and edge(t, f)), None)
            if at is not None:
                used.add(at)
                matched += 1
                hits += right(t, answer["toponyms"][at])
                answered += answer["toponyms"][at]["latitude"] is not None
    p, r = matched / max(1, given), matched / max(1, wanted)
    return {
        "gold": wanted, "precision": p, "recall": r, "f1": 2 * p * r / max(1e-9, p + r),
        "within_161_of_all": hits / max(1, wanted), "within_161_of_resolved": hits / max(1, answered),
    }  # fmt: skip


def reliability(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    bins: dict[int, list[bool]] = {}
    kept: list[bool] = []
    for row, answer in zip(gold, found, strict=True):
        for f in answer["toponyms"]:
            t = next((t for t in row["toponyms"] if t.get("latitude") is not None and edge(t, f)), None)
            if t is None or f["p_location"] is None:
                continue
            ok = right(t, f)
            bins.setdefault(min(9, int(f["p_location"] * 10)), []).append(ok)
            if f["p_location"] >= 0.7:
                kept.append(ok)
    table = [
        f"  p {b / 10:.1f}-{(b + 1) / 10:.1f}: right {sum(oks) / len(oks):.3f} of {len(oks)}"
        for b, oks in sorted(bins.items())
    ]
    return [*table, f"  at p >= 0.7: right {sum(kept) / max(1, len(kept)):.3f} of {len(kept)}"]


def geoparsing(path: Path, gazetteer: Gazetteer) -> None:
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    started = time.perf_counter()
    found = list(annotate(gold, None, gazetteer))
    seconds = time.perf_counter() - started
    located = [[t for t in row["toponyms"] if t.get("latitude") is not None] for row in gold]
    spans = {
        str(row["doc"]): [(t["start_char"], t["end_char"]) for t in ts] for row, ts in zip(gold, located, strict=True)
    }
    given = list(annotate(gold, spans, gazetteer))
    print(f"{path.stem}: {len(gold)} texts, {len(gold) / seconds:.0f} texts a second")
    kinds = {t.get("kind") for row in gold for t in row["toponyms"]}
    for what, wanted in (("all with coordinates", None), ("literal", LITERAL)):
        if wanted is None or wanted & kinds:
            print(f" end to end, {what}: " + "  ".join(f"{k} {v:.3f}" for k, v in score(gold, found, wanted).items()))
            total = [right(t, f) for ts, row in zip(located, given, strict=True) for t, f in zip(ts, row["toponyms"], strict=True)
                     if wanted is None or t.get("kind") in wanted]  # fmt: skip
            print(f" given spans, {what}: within_161_of_all {sum(total) / len(total):.3f} of {len(total)}")
    print("\n".join(reliability(gold, found)))


def speed(paths: list[Path]) -> None:
    """Texts a second of a gazetteer that was just opened, and of one that has seen the names; libraries loaded before."""
    import rapidfuzz.distance  # noqa: F401
    import shapely.geometry  # noqa: F401

    gazetteer = Gazetteer.open()
    gazetteer.toponyms("Shelling in southern Ukraine.")  # the polygons are opened when first asked for
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [json.loads(line) for line in lines]
    for what in ("first pass", "second pass"):
        clock, cpu = time.perf_counter(), time.process_time()
        for _ in annotate(texts, None, gazetteer):
            pass
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        print(f"{what}: {len(texts) / clock:.0f} texts a second, {len(texts) / cpu:.0f} a processor second")
        texts = [{**row, "text": f"{row['text']}\n"} for row in texts]  # else its toponyms would be remembered


def geocoding(path: Path, gazetteer: Gazetteer) -> None:
    """Names with the first-level unit and the country; then with the second-level unit too."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    for district in (False, True):
        started = time.perf_counter()
        found = [
            gazetteer.geocode_place(
                row["place"], admin1=row["adm_1"], country=row["country"], admin2=row["adm_2"] if district else None
            )
            for row in rows
        ]
        seconds = time.perf_counter() - started
        print(
            f"{path.stem}, {'units of both levels' if district else 'first-level unit'} told: {len(rows) / seconds:.0f} names a second"
        )
        print(geocoded(rows, found, gazetteer))


def geocoded(rows: list[dict[str, str]], found: list[Any], gazetteer: Gazetteer) -> str:
    errors: list[float] = []
    near: dict[str, list[bool]] = {}
    countries: list[bool] = []
    classes: list[bool] = []
    for row, place in zip(rows, found, strict=True):
        km = math.inf
        if place is not None:
            km = float(distance_km(float(row["latitude"]), float(row["longitude"]), place.latitude, place.longitude))
            country = gazetteer.geocode_place(row["country"])
            countries.append(country is None or place.country_code == country.country_code)
        errors.append(km)
        if row["where_prec"] in ("1", "2"):
            near.setdefault(row["country"] if row["country"] in ("Ukraine", "Syria") else "elsewhere", []).append(
                km <= 25.0
            )
        if row["where_prec"] in CLASS_OF:
            level = "" if place is None else str(place.geo_precision)
            classes.append(
                CLASS_OF[row["where_prec"]] == (level if level in ("admin2", "admin1", "country") else "place")
            )
    every = [ok for oks in near.values() for ok in oks]
    parts = "  ".join(f"{name} {sum(oks)} of {len(oks)}" for name, oks in near.items())
    return (
        f"  median {median(errors):.2f} km; within 25 km (where_prec 1-2) {sum(every) / len(every):.3f} ({parts}); "
        f"right country {sum(countries) / len(countries):.3f}; precision class {sum(classes) / len(classes):.3f}"
    )


def main(folder: Path) -> None:
    speed(sorted(folder.glob("geoparsing/*.jsonl")))
    gazetteer = Gazetteer.open()
    for path in sorted(folder.glob("geoparsing/*.jsonl")):
        geoparsing(path, gazetteer)
    for path in sorted(folder.glob("geocoding/*.csv")):
        geocoding(path, gazetteer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
