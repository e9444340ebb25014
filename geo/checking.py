"""What is installed, built and missing on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources

NEEDED = (
    "arro3-io",
    "folium",
    "geopandas",
    "pyogrio",
    "shapely",
    "trafilatura",
    "py3langid",
)
OPTIONAL = {
    "dask": "for collections larger than memory: pip install 'strikemap[scale]'",
    "pyarrow": "geopandas.read_parquet wants it to read a written .parquet: pip install pyarrow",
}


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
        version = _version(name)
        yield Finding(name, version or "missing: pip install strikemap", version is not None)
    for name, remedy in OPTIONAL.items():
        version = _version(name)
        yield Finding(name, version or f"absent ({remedy})", version is not None, optional=True)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


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
