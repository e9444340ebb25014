"""What the index is made of, read into one shape: places with their names.

The packaged table of places (GeoNames and Natural Earth; ``scripts/build_places.py`` makes it), curated tables in
``data/``, the overlay of places that conflict reports name, and the user's own file.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

HERE: Final = Path(str(files("geo.gazetteer")))
DATA: Final = HERE / "data"
OVERLAY: Final = HERE / "overlay.csv"
PLACES: Final = DATA / "places.npz"
COMPILED: Final = {"compiled": 6_000.0, "compiled_wide": 15_000.0}
"""Sources whose points were compiled from memory of maps, not measured, and how near nine in ten of them lie, metres
(``scripts/build_places.py``)."""
LOOSE: Final = ("postal", "katottg", *COMPILED)
"""Sources that list every village, however small, without an id: what else is known of a place comes before them."""
CODE: Final = ("build", "fold", "index", "lookup", "names", "placetable", "sources", "tables")
"""Modules whose text decides what an index holds."""


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
    """Hash of all inputs: tables, overlay, the user's places, and the code that reads them."""
    digest = hashlib.blake2b(digest_size=8)
    code = [HERE / f"{name}.py" for name in CODE]
    tables = sorted(path for path in DATA.iterdir() if path.suffix in (".csv", ".npz", ".txt") and path.is_file())
    for path in [*code, *tables, OVERLAY, user or user_file()]:
        digest.update(path.name.encode())
        if path.exists():
            digest.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    return digest.hexdigest()


@cache
def common_words() -> frozenset[str]:
    """Words that are no name of a place however they are spelled."""
    return frozenset((DATA / "common_words.txt").read_text("utf-8").split())


def rows_of(name: str) -> Iterator[list[str]]:
    """Rows of a curated table in ``data/``."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


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
