"""A user's own places: a GeoNames dump or a CSV, added row by row; what is malformed is told and the rest goes in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer.sources import overlay_row, user_file

COLUMNS = (
    "name", "aliases", "latitude", "longitude", "kind", "feature", "country_code", "admin1_code", "population",
    "geonames_id",
)  # fmt: skip
_GEONAMES_COLUMNS = 19
_KINDS = {"P": "settlement", "S": "site"}


@dataclass(frozen=True, slots=True)
class AddReport:
    """How many places went in, and which lines did not, with the reason."""

    added: int
    malformed: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        """One line for the sum, one for each malformed row."""
        lines = [f"{self.added} places added, {len(self.malformed)} malformed rows; now: strikemap gazetteer build"]
        return "\n".join([*lines, *(f"line {number}: {reason}" for number, reason in self.malformed)])


def add(file: str | Path, *, user: Path | None = None) -> AddReport:
    """Take the places of ``file`` into the user's own, which the next build reads.

    ``.txt`` is a GeoNames dump (19 tab-separated columns, ``allCountries.txt`` or one country's); ``.csv`` needs the
    columns name, latitude and longitude, and may have aliases (``;`` between), kind, feature, country_code,
    admin1_code, population, geonames_id. A place that is there already is not added again.
    """
    source, target = Path(file), user or user_file()
    if source.suffix.lower() not in (".txt", ".csv"):
        raise GazetteerError(f"{source}: give a GeoNames dump (.txt) or a table (.csv)")
    held = _held(target)
    seen = {_key(row) for row in held}
    malformed: list[tuple[int, str]] = []
    before = len(held)
    for number, row in _dump(source) if source.suffix.lower() == ".txt" else _table(source):
        try:
            if isinstance(row, str):
                raise ValueError(row)
            overlay_row(row, "user")
        except (KeyError, TypeError, ValueError) as error:
            malformed.append((number, str(error)))
            continue
        if _key(row) not in seen:
            seen.add(_key(row))
            held.append(row)
    _write(target, held)
    return AddReport(len(held) - before, tuple(malformed))


def _dump(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != _GEONAMES_COLUMNS:
                yield number, f"{len(cells)} columns where a GeoNames dump has {_GEONAMES_COLUMNS}"
            elif cells[6] in _KINDS:
                yield number, _geonames(cells)


def _geonames(cells: list[str]) -> dict[str, str]:
    unit = f"{cells[8]}.{cells[10]}" if cells[8] and cells[10] else ""
    values = (
        cells[1], cells[3].replace(",", ";"), cells[4], cells[5], _KINDS[cells[6]], f"{cells[6]}.{cells[7]}", cells[8],
        unit, cells[14], cells[0],
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _table(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        absent = {"name", "latitude", "longitude"} - set(reader.fieldnames or ())
        if absent:
            raise GazetteerError(f"{path} lacks the column {min(absent)!r}; it needs name, latitude, longitude")
        for row in reader:
            yield reader.line_num, {name: row.get(name) or "" for name in COLUMNS}


def _held(target: Path) -> list[Mapping[str, str]]:
    if not target.exists():
        return []
    with target.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return row["name"], row["latitude"], row["longitude"]


def _write(target: Path, rows: list[Mapping[str, str]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    draft.replace(target)
