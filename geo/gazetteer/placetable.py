"""The table of places that comes with the package: how it is laid out, written and read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from geo.gazetteer import tables
from geo.gazetteer.fold import fold
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.names import names
from geo.gazetteer.sources import LOOSE, Raw
from geo.gazetteer.tables import Array

Progress = Callable[[str, float], None]
E5: Final = 100_000
"""Coordinates are kept in hundred-thousandths of a degree: about a metre."""
TEXTS: Final = ("country_code", "admin1_code", "admin1", "admin2", "feature", "area_id", "source")
NO_NAME: Final = 255
"""How a place bears a name that does not lead to it."""
_BATCH = 20_000


@dataclass(slots=True)
class Places:
    """All places as columns, and their names one under another as numbers of folded keys."""

    columns: dict[str, Array]
    titles: Array
    """Main name of each place."""
    key: Array
    how: Array
    """How the place bears each name, in the order of ``lookup.NAME_KINDS``."""
    count: Array
    """Names of each place."""

    def __len__(self) -> int:
        return len(self.count)


def pack(places: Iterable[Raw], everyday: Container[str] = ()) -> dict[str, Array]:
    """The columns of a table: a row a place, its names one under another, texts that many rows share told by number.

    ``everyday`` holds folded words that are too common to lead to a place of the :data:`~geo.gazetteer.sources.LOOSE`
    sources.
    """
    held = list(places)
    spelled = [_spellings(place, everyday if place.source in LOOSE else ()) for place in held]
    answer: dict[str, Array] = {
        "kind": np.array([KINDS.index(p.kind) for p in held], dtype="u1"),
        "latitude": np.array([round(p.latitude * E5) for p in held], dtype="<i4"),
        "longitude": np.array([round(p.longitude * E5) for p in held], dtype="<i4"),
        "population": np.array([p.population for p in held], dtype="<u4"),
        "geonames_id": np.array([p.geonames_id for p in held], dtype="<u4"),
        "name_count": np.array([len(each) for each in spelled], dtype="<u2"),
        "how": np.array([how for each in spelled for _, how in each], dtype="u1"),
        "names": tables.texts(spelling for each in spelled for spelling, _ in each),
    }
    for column in TEXTS:
        numbers = {text: n for n, text in enumerate(dict.fromkeys(str(getattr(p, column)) for p in held))}
        answer[column] = np.array([numbers[str(getattr(p, column))] for p in held], dtype="<u4")
        answer[f"{column}_texts"] = tables.texts(numbers)
    return answer


def _spellings(place: Raw, refused: Container[str]) -> list[tuple[str, int]]:
    """The name, then the other spellings that lead to the place; the name again, as no name, where it may not lead."""
    found = names(place, refused)
    first = found.pop(fold(place.name), (place.name, NO_NAME))
    return [(place.name, first[1]), *found.values()]


def read(path: Path, keys: dict[str, int], tell: Progress) -> tuple[Places, list[str]]:
    """The table at ``path``, and its names as they are spelled; ``keys`` is filled with the folded ones, a number each."""
    held = tables.read(path)
    columns: dict[str, Array] = {
        "kind": held["kind"],
        "latitude": held["latitude"] / E5,
        "longitude": held["longitude"] / E5,
        "population": held["population"].astype("i8"),
        "geonames_id": held["geonames_id"].astype("i8"),
    }
    for name in TEXTS:
        columns[name] = np.array(tables.lines(held[f"{name}_texts"]), dtype=object)[held[name]]
    spelled = tables.lines(held["names"])
    key = np.empty(len(spelled), dtype="u4")
    for start in range(0, len(spelled), _BATCH):
        tell("folding names", 0.1 + 0.45 * start / len(spelled))
        batch = spelled[start : start + _BATCH]
        key[start : start + len(batch)] = [keys.setdefault(fold(name), len(keys)) for name in batch]
    count = held["name_count"].astype("i8")
    titles = np.array([spelled[n] for n in starts(count).tolist()], dtype=object)
    return Places(columns, titles, key, held["how"], count), spelled


def starts(count: Array) -> Array:
    """Where each run begins when runs of these lengths stand one after another."""
    return np.cumsum(count) - count


def of(places: list[Raw], keys: dict[str, int]) -> Places:
    """Some places in the shape of the table."""
    columns: dict[str, Array] = {
        "kind": np.array([KINDS.index(p.kind) for p in places], dtype="u1"),
        "latitude": np.array([p.latitude for p in places], dtype="f8"),
        "longitude": np.array([p.longitude for p in places], dtype="f8"),
        "population": np.array([p.population for p in places], dtype="i8"),
        "geonames_id": np.array([p.geonames_id for p in places], dtype="i8"),
    }
    for name in TEXTS:
        columns[name] = np.array([getattr(p, name) for p in places], dtype=object)
    found = [names(place) for place in places]
    return Places(
        columns,
        np.array([place.name for place in places], dtype=object),
        np.array([keys.setdefault(key, len(keys)) for each in found for key in each], dtype="u4"),
        np.array([how for each in found for _, how in each.values()], dtype="u1"),
        np.array([len(each) for each in found], dtype="i8"),
    )
