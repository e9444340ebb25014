"""A strikes frame becomes files: one module a format, one line a suffix in :data:`WRITERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas

from geo import schema
from geo.errors import OptionError, WriteError
from geo.writing import lines, parquet, vector
from geo.writing.views import VIEWS

Writer = Callable[[geopandas.GeoDataFrame, Path], None]


def _csv(strikes: geopandas.GeoDataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines.write_csv(strikes, stream)


def _jsonl(strikes: geopandas.GeoDataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        lines.write_jsonl(strikes, stream)


WRITERS: Mapping[str, Writer] = {
    ".csv": _csv,
    ".geojson": vector.write_geojson,
    ".geoparquet": parquet.write_parquet,
    ".gpkg": vector.write_gpkg,
    ".jsonl": _jsonl,
    ".kml": vector.write_kml,
    ".parquet": parquet.write_parquet,
}
"""Suffix -> writer."""


def write(strikes: geopandas.GeoDataFrame, path: str | Path, *, view: str | None = None) -> Path:
    """Write ``strikes`` as they are, in the format that the suffix of ``path`` says; the path written.

    A ``view`` (``acled``, ``ucdp``, ``hxl``) is a CSV file in another project's columns. The file is put in place
    by one rename: a reader never sees half of it.

    Raises
    ------
    WriteError
        The suffix is unknown, or the file cannot be written.
    """
    schema.check(strikes, schema.STRIKES, what="strikes")
    target = Path(path)
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise WriteError(f"{target}: unknown suffix {target.suffix!r}; known: {', '.join(WRITERS)}, .html")
    if view is not None:
        if view not in VIEWS or target.suffix.lower() != ".csv":
            raise OptionError(f"view {view!r} to {target}: views are {', '.join(VIEWS)}, written as .csv")
        strikes, writer = VIEWS[view](strikes), _csv
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            writer(strikes, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"{target}: cannot be written ({error})") from error
    return target
