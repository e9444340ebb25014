"""One folder with all that a run gave: the map, the tables, and how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import geopandas
import pandas as pd

from geo.model import Rejection
from geo.writing import lines, methods, provenance, write

TABLES = ("strikes.geojson", "strikes.parquet", "strikes.csv")


class Walk(Protocol):
    """What a walk down the road gave (``geo.pipeline.Run``)."""

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """What was not used."""
        ...

    @property
    def claims(self) -> pd.DataFrame:
        """Located claims."""
        ...

    @property
    def strikes(self) -> geopandas.GeoDataFrame:
        """All strikes, also those that may not be shown."""
        ...

    @property
    def counts(self) -> dict[str, int]:
        """How many at each step."""
        ...


def write_run(
    walk: Walk,
    strikes: geopandas.GeoDataFrame,
    folder: Path,
    *,
    save_map: Callable[[Path], object],
    mode: str,
    corrections: str | None = None,
) -> list[Path]:
    """Write ``strikes`` (as they may be shown) and what lies beside them into ``folder``; the paths, the map first."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = folder / "strikes.html"
    save_map(drawn)
    written = [drawn, *(write(strikes, folder / name) for name in TABLES)]
    written += [
        _claims(walk.claims, walk.strikes, folder / "claims.jsonl"),
        _rejected(walk.rejected, folder / "rejected.csv"),
    ]
    told = methods.methods(walk.counts, walk.rejected, walk.claims, strikes, mode=mode, corrections=corrections)
    written.append(_text(folder / "methods.md", told))
    written.append(_text(folder / "prov.json", provenance.prov(strikes)))
    written.append(_text(folder / "withdrawn.txt", provenance.withdrawn(walk.strikes)))
    written.append(_text(folder / "datapackage.json", methods.datapackage(written)))
    return written


def _claims(claims: pd.DataFrame, strikes: pd.DataFrame, path: Path) -> Path:
    """The claims with the strike that each went into."""
    home = strike_of_claim(strikes.to_dict("records"))
    table = claims.assign(strike_id=claims["claim_id"].map(home))
    with path.open("w", encoding="utf-8") as stream:
        lines.write_jsonl(table, stream)
    return path


def strike_of_claim(rows: Iterable[Mapping[Any, Any]]) -> dict[str, str]:
    """Claim id -> strike id."""
    return {claim_id: row["strike_id"] for row in rows for claim_id in row["claim_ids"]}


def _rejected(rejected: Iterable[Rejection], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines.write_rejected(rejected, stream)
    return path


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
