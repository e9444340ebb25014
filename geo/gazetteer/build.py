"""Build the index of names: join the tables, fold the names, lay them out as flat files, put them in place."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

import numpy as np

from geo.errors import GazetteerError
from geo.gazetteer import placetable, sources
from geo.gazetteer.fold import fold, heard
from geo.gazetteer.index import _NUMBERS, _SOUND, EMPTY, FORMAT
from geo.gazetteer.lookup import KINDS, NAME_KINDS
from geo.gazetteer.names import names
from geo.gazetteer.placetable import Places, Progress
from geo.gazetteer.sources import Raw
from geo.gazetteer.tables import Array

_RANK = {
    kind: n
    for n, kind in enumerate(("country", "admin1", "sea", "region", "settlement", "site", "sub_settlement", "admin2"))
}
_NEAR_DEGREES = 0.35
"""Villages of one name in one unit that are nearer than this are one: some 25 km, the worst error of a curated point."""
_TEXTS = ("feature", "admin1_code", "admin1", "admin2", "area_id", "source")


def build(
    path: Path | None = None,
    *,
    user: Path | None = None,
    overlay: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """The index, built and put in place in one step; the path of its folder.

    Parameters
    ----------
    path
        Where it goes; by default the place where :meth:`Index.open` looks for it.
    user
        The user's own places; by default the file that ``strikemap gazetteer add`` keeps.
    overlay
        Curated places; by default those of the package.
    progress
        Called with a word and the share that is done, 0 to 1.
    """
    target = Path(path) if path is not None else sources.default_path(user)
    tell = progress or (lambda _word, _share: None)
    tell("reading places", 0.0)
    keys: dict[str, int] = {}
    places = gather(user or sources.user_file(), overlay or sources.OVERLAY, keys, tell)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            write(places, keys, draft, tell)
            _put_in_place(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise GazetteerError(f"the index of places cannot be written to {target}: {error}") from error
    tell("done", 1.0)
    return target


def _put_in_place(draft: Path, target: Path) -> None:
    """One rename; an older folder of the same name steps aside first, and a reader of it keeps its files."""
    old = target.with_name(f".{target.name}-old-{os.getpid()}")
    if target.exists():
        target.replace(old)
    draft.replace(target)
    shutil.rmtree(old, ignore_errors=True)


# -- gathering


def gather(user: Path, overlay: Path, keys: dict[str, int], tell: Progress) -> Places:
    """The packaged table with the curated places and the user's own, in the order of the index.

    ``keys`` is filled with the folded names, a number each.
    """
    table, spelled = placetable.read(sources.PLACES, keys, tell)
    own = [*sources.overlay(overlay, "overlay"), *sources.overlay(user, "user")]
    kept = _merge(own, table, spelled, keys)
    del spelled
    first = placetable.of(own, keys)
    names_kept = np.repeat(kept, table.count)
    return _yielding(
        _sorted(
            Places(
                {name: np.concatenate([first.columns[name], table.columns[name][kept]]) for name in first.columns},
                np.concatenate([first.titles, table.titles[kept]]),
                np.concatenate([first.key, table.key[names_kept]]),
                np.concatenate([first.how, table.how[names_kept]]),
                np.concatenate([first.count, table.count[kept]]),
            )
        )
    )


def _merge(own: list[Raw], table: Places, spelled: list[str], keys: dict[str, int]) -> Array:
    """Rows of the table that stay: one that an own place repeats gives it its names and units."""
    held = table.columns
    units = np.flatnonzero(held["kind"] == KINDS.index("admin1"))
    named = dict(zip(held["admin1_code"][units].tolist(), held["admin1"][units].tolist(), strict=True))
    for place in own:
        place.admin1 = named.get(place.admin1_code, "") if place.admin1_code else ""
    ids = {place.geonames_id: place for place in reversed(own) if place.geonames_id}
    rows = np.flatnonzero(np.isin(held["geonames_id"], list(ids))).tolist()
    same: dict[int, Raw] = {int(row): ids[int(held["geonames_id"][row])] for row in rows}
    for row, place in _namesakes(own, table, keys):
        same.setdefault(row, place)
    starts = placetable.starts(table.count)
    for row, place in same.items():
        for n in range(starts[row], starts[row] + table.count[row]):
            place.aliases.append((spelled[n], NAME_KINDS[table.how[n]] if table.how[n] else "alias"))
        place.population = max(place.population, int(held["population"][row]))
        for name in ("admin1", "admin2", "admin1_code"):
            setattr(place, name, getattr(place, name) or held[name][row])
    kept = np.ones(len(table), dtype=bool)
    kept[list(same)] = False
    return kept


def _namesakes(own: list[Raw], table: Places, keys: dict[str, int]) -> Iterator[tuple[int, Raw]]:
    """Villages without a GeoNames id that an own place repeats under one of its names: near it, or without a point."""
    held = table.columns
    numbers = {keys[key]: place for place in reversed(own) for key in names(place) if key in keys}
    row_of = np.repeat(np.arange(len(table)), table.count)
    loose = np.isin(held["source"].astype(str), sources.LOOSE)[row_of]
    for at in np.flatnonzero(loose & np.isin(table.key, list(numbers))).tolist():
        row, place = int(row_of[at]), numbers[int(table.key[at])]
        apart = np.hypot(held["latitude"][row] - place.latitude, held["longitude"][row] - place.longitude)
        if held["admin1_code"][row] == place.admin1_code and apart < _NEAR_DEGREES:
            yield row, place


def _sorted(places: Places) -> Places:
    rank = np.array([_RANK[kind] for kind in KINDS])[places.columns["kind"]]
    order = np.lexsort((-places.columns["population"], rank))
    count = places.count[order]
    # the names of place after place, in the new order
    at = np.repeat(placetable.starts(places.count)[order] - placetable.starts(count), count) + np.arange(count.sum())
    columns = {name: column[order] for name, column in places.columns.items()}
    return Places(columns, places.titles[order], places.key[at], places.how[at], count)


def _yielding(places: Places) -> Places:
    """Settlements without a point give up names that a place with one bears in another country, or in their own unit."""
    held = places.columns
    unplaced = (held["kind"] == KINDS.index("settlement")) & (held["area_id"] != "")
    row = np.repeat(np.arange(len(places)), places.count)
    loose = unplaced[row]
    abroad = np.isin(held["country_code"], np.unique(held["country_code"][unplaced]), invert=True)[row]
    _, unit = np.unique(held["admin1_code"].astype(str), return_inverse=True)
    inside = places.key.astype("i8") * (int(unit.max()) + 1) + unit[row]
    dropped = loose & (np.isin(places.key, places.key[abroad]) | np.isin(inside, inside[~loose]))
    dropped |= places.how == placetable.NO_NAME
    count = np.bincount(row[~dropped], minlength=len(places))
    return Places(held, places.titles, places.key[~dropped], places.how[~dropped], count)


# -- layout


class _TextStore:
    """Texts by number; 0 is none."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def numbers_of(self, column: Iterable[str]) -> Array:
        held = self.numbers
        return np.array([held.setdefault(text, len(held) + 1) if text else 0 for text in column], dtype="u4")

    def write(self, folder: Path) -> None:
        _write_blob(folder, "texts", "texts_at", [b"", *(text.encode() for text in self.numbers)])


def write(places: Places, keys: dict[str, int], folder: Path, tell: Progress) -> None:
    """Lay ``places`` out as the files that :class:`Index` maps."""
    _write_columns(places, folder)
    areas = {area: n for n, area in reversed(list(enumerate(places.columns["area_id"]))) if area}
    places.columns.clear()
    row, key, how = np.repeat(np.arange(len(places), dtype="u4"), places.count), places.key, places.how
    tell("hearing names", 0.55)
    loud, sound = _sounds(places.titles, keys)
    tell("laying out names", 0.7)
    how = np.concatenate([how, np.ones(len(loud), dtype="u1")])
    _write_names(keys, np.concatenate([key, sound]), np.concatenate([row, loud]), how, folder)
    head = {"format": FORMAT, "places": len(places), "names": len(keys), "areas": areas}
    (folder / "head.json").write_text(json.dumps(head), "utf-8")


def _write_columns(places: Places, folder: Path) -> None:
    held, store = places.columns, _TextStore()
    columns = {
        "kind": held["kind"],
        "country": held["country_code"].astype("S2"),
        "latitude": held["latitude"],
        "longitude": held["longitude"],
        "population": held["population"],
        "geonames_id": held["geonames_id"],
        **{name.removesuffix("_id"): store.numbers_of(held[name]) for name in _TEXTS},
        "name": store.numbers_of(places.titles),
    }
    for name in _NUMBERS:
        np.save(folder / f"{name}.npy", columns[name])
    store.write(folder)


def _sounds(titles: Array, keys: dict[str, int]) -> tuple[Array, Array]:
    """Rows and key numbers of the sounds of main names: what a text's other transliteration meets."""
    folded = [fold(title) for title in titles]
    sounds = heard("\n".join(name if name.isascii() else "" for name in folded)).split("\n")
    loud = [row for row, sound in enumerate(sounds) if len(sound) > 2]
    key = [keys.setdefault(_SOUND + sounds[row], len(keys)) for row in loud]
    return np.array(loud, dtype="u4"), np.array(key, dtype="u4")


def _prefixes(keys: Iterable[str]) -> set[str]:
    """The shorter runs of words that names of many words begin with."""
    found = set()
    for key in keys:
        at = key.find(" ")
        while at > 0:
            found.add(key[:at])
            at = key.find(" ", at + 1)
    return found


def _write_names(keys: dict[str, int], key: Array, row: Array, how: Array, folder: Path) -> None:
    prefixes = _prefixes(keys)
    for prefix in prefixes:
        keys.setdefault(prefix, len(keys))
    ordered = sorted(keys)
    np.array([name in prefixes for name in ordered], dtype="u1").tofile(folder / "is_prefix.bin")
    del prefixes
    rank = np.empty(len(keys), dtype="u4")
    rank[[keys[name] for name in ordered]] = np.arange(len(keys), dtype="u4")
    encoded = [name.encode("utf-8", "surrogatepass") for name in ordered]
    del ordered
    _write_blob(folder, "keys", "key_at", encoded)
    _write_slots(encoded, folder)
    place = rank[key]
    order = np.lexsort((row, place))
    at = np.zeros(len(encoded) + 1, dtype="u4")
    np.cumsum(np.bincount(place, minlength=len(encoded)), out=at[1:])
    at.tofile(folder / "postings_at.bin")
    row[order].astype("u4").tofile(folder / "postings.bin")
    how[order].astype("u1").tofile(folder / "posting_kinds.bin")


def _write_slots(encoded: list[bytes], folder: Path) -> None:
    """The hash table: a key stands in the first free slot from the one its checksum names."""
    size = 1 << (2 * len(encoded) - 1).bit_length()
    held, mask = [EMPTY] * size, size - 1
    for number, data in enumerate(encoded):
        slot = crc32(data) & mask
        while held[slot] != EMPTY:
            slot = (slot + 1) & mask
        held[slot] = number
    np.array(held, dtype="u4").tofile(folder / "slots.bin")


def _write_blob(folder: Path, stem: str, at_stem: str, encoded: list[bytes]) -> None:
    at = np.zeros(len(encoded) + 1, dtype="u4")
    np.cumsum([len(data) for data in encoded], out=at[1:])
    at.tofile(folder / f"{at_stem}.bin")
    (folder / f"{stem}.bin").write_bytes(b"".join(encoded))
