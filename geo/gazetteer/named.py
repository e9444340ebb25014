"""A place by its name, unit and country, as tables of events tell it: "Vodiane village", "Donetsk oblast", "Ukraine".

The unit narrows the search so far that spellings which only resemble each other may be one: there a Russian form of a
Ukrainian name or another transliteration of an Arabic one is found by its consonants.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely

from geo.gazetteer.boundaries import KM_PER_DEGREE
from geo.gazetteer.composed import compose, surroundings
from geo.gazetteer.fold import fold, heard
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.namesakes import facts, odds, share
from geo.gazetteer.resolve import distance_km
from geo.gazetteer.search import COMPOSED, EXACT, SOUND, SPELLING
from geo.gazetteer.sources import rows_of
from geo.gazetteer.words import words
from geo.model import GeoPrecision, Place, Toponym, ToponymKind

_KINDS = {
    "settlement": ("settlement", "sub_settlement", "site"),
    "admin2": ("admin2", "settlement"),
    "admin1": ("admin1", "region"),
    "site": ("site", "settlement"),
}
_EXTRA = {
    "settlement": ("checkpoint", "area", "post", "town", "locality", "location", "idp", "refugee", "camps"),
    "sub_settlement": ("neighborhood", "neighbourhood", "quarter", "suburb"),
    "admin2": (
        "community",
        "hromada",
        "municipality",
        "commune",
        "rayon",
        "department",
        "sub-district",
        "woreda",
        "subdistrict",
        "territory",
        "groupement",
    ),
    "site": (
        "site",
        "military",
        "monument",
        "tower",
        "ruin",
        "complex",
        "mountain",
        "hill",
        "border",
        "crossing",
        "crash",
        "sector",
    ),
}
_EXTRA_KIND = {word: kind for kind, held in _EXTRA.items() for word in held}
_BEFORE = re.compile(r"^(?:the\s+)?(?:village|town|city|settlement|district|area)s?\s+of\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?P<one>.+?)\s+and\s+(?P<other>.+)$", re.IGNORECASE)
_BY = re.compile(r"\b(?:near|close to|outside|of|in|at)\s+", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at)\s+$", re.IGNORECASE)
_PART = re.compile(
    r"\s+(?:\d+|[ivx]+|(?:north|south|east|west)(?:ern)?|(?:al[- ])?(?:sharqi|gharbi|shamali|janubi|kabir|saghir|fawqani|tahtani)"
    r"(?:y?y?ah?)?)$",
    re.IGNORECASE,
)
"""What tells parts of one place, or places beside one another, apart: a number or a side, and "great", "upper" in Arabic."""
CONTAINING, LOOSE = "containing", "loose"
"""How a place is matched that only holds what is asked for, and one that lies beside it or is a part of it."""
_P = {EXACT: 0.95, SOUND: 0.7, SPELLING: 0.5, LOOSE: 0.4}
"""Probabilities given to answers by the name itself, by likeness of sound, of consonants, just beyond the border of the
unit told."""
_UNIT_P = 0.9
"""The same of that unit itself."""
_PART_P = 0.8
"""What it costs that the place is only a part of the one that is found, or inside it."""
BEYOND_KM = 20.0
"""A place by its exact name this near to the unit told is meant where the unit has none: tables and borders disagree."""
_PEOPLE = {"village": (0, 5_000), "hamlet": (0, 2_000), "town": (1_000, math.inf), "city": (5_000, math.inf)}
"""People that a place called so may have."""
_POINTED = {"compiled_wide": 0.8}
"""What a vague point costs of the probability that the place is near it."""
LEAST_LIKENESS = 0.8
"""Likeness of sound among names of one unit below which equal or similar consonants are chance."""
LEAST_WIDE = 0.9
"""The same among the names of a whole country."""
_AS_ALIKE = 0.01
"""Names this much less alike than the likest are as alike."""
_FEWEST = 3
"""Consonants that a name must have to be found by them."""
NEAR_KM = 60.0
"""A second-level unit without borders holds what lies this near to its middle."""


_Reading = tuple[str, str]
"""A way to read a name, and the kind that it tells."""


class Found(NamedTuple):
    """A place, how its name was matched, and its row of the index (None for composed places and for units)."""

    place: Place
    match: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What holds the place: country, first-level units, and a district, as far as they are told."""

    country: str | None
    units: tuple[str, ...] = ()
    district: Any = None
    """The entry of the smallest unit told that has no border of its own."""
    when: dt.date | None = None
    """The day of what happened there."""

    @property
    def middle(self) -> tuple[float, float] | None:
        return None if self.district is None else (self.district.latitude, self.district.longitude)


def geocode(
    gazetteer: Any,
    name: str,
    admin1: str | None,
    country: str | None,
    admin2: str | None = None,
    when: dt.date | None = None,
) -> Found | None:
    """The best place for ``name`` inside what is told; the smallest unit told where the name is unknown there."""
    code = _country(gazetteer, country)
    asked = dataclasses.replace(_asked(gazetteer, admin1, code), when=when)
    if admin2:
        asked = dataclasses.replace(asked, district=_district(gazetteer, admin2, asked) or asked.district)
    if asked.country or asked.units:
        return _inside(gazetteer, name, asked) or _holder(gazetteer, asked)
    place: Place | None = gazetteer.resolve_spans(name, [(0, len(name))])[0].place
    return None if place is None or place.geo_precision is GeoPrecision.NEAR_SETTLEMENT else Found(place, EXACT)


def _holder(gazetteer: Any, asked: _Asked) -> Found | None:
    """The smallest unit that is told."""
    unit: Place | None = None
    if asked.district is not None:
        unit = gazetteer.place(int(asked.district.row))
    elif asked.units:
        unit = gazetteer.unit(asked.units[0])
    if unit is not None:
        p = round(_UNIT_P / max(1, len(asked.units)), 3)
        return Found(dataclasses.replace(unit, p_location=p), CONTAINING)
    whole: Place | None = gazetteer.country(asked.country) if asked.country else None
    return None if whole is None else Found(whole, CONTAINING)


# -- what holds the place


def _country(gazetteer: Any, country: str | None) -> str | None:
    if not country:
        return None
    if len(country) == 2 and country.isupper():
        return country
    plain = re.sub(r"\s*\(.*?\)", "", country)
    for form in (plain, *re.findall(r"\((.*?)\)", country)):
        for entry in _entries(gazetteer, _lookup(gazetteer, form)):
            if entry.kind == "country":
                return str(entry.country_code)
    return None


def _asked(gazetteer: Any, admin1: str | None, code: str | None) -> _Asked:
    if not admin1:
        return _Asked(code)
    bare = _bare(admin1)[0]
    former = _former().get((code or "", fold(admin1))) or _former().get((code or "", fold(bare))) or ()
    for form in (admin1, bare):
        held = _entries(gazetteer, _lookup(gazetteer, form))
        units = [e for e in held if e.kind == "admin1" and e.admin1_code]
        own = [e.admin1_code for e in units if code is None or e.country_code == code]
        if own or former:
            return _Asked(code, tuple(dict.fromkeys((*own, *former))))
        # a land that the table gives to another state ("Gaza Strip", "Israel")
        if len({e.admin1_code for e in units}) == 1 and form == admin1:
            return _Asked(units[0].country_code, (units[0].admin1_code,))
    near = _alike_units(gazetteer, bare, code)
    if near:
        return _Asked(code, near)
    return _Asked(code, (), _district(gazetteer, admin1, _Asked(code)))


@cache
def _former() -> dict[tuple[str, str], tuple[str, ...]]:
    """First-level units that were split, merged or renamed: (country, folded name) to the codes of today's."""
    return {
        (country, fold(name)): tuple(codes.split())
        for country, names, codes in rows_of("former_units.csv")
        for name in names.split(";")
    }


def _district(gazetteer: Any, name: str, asked: _Asked) -> Any:
    """The entry of a second-level unit, or of the town that it is called after."""
    for form in (name, _bare(name)[0]):
        held = [e for e in _entries(gazetteer, _lookup(gazetteer, form)) if _fits(e, asked)]
        found = next((e for kind in ("admin2", "settlement") for e in held if e.kind == kind), None)
        if found is not None:
            return found
    return None


def _alike_units(gazetteer: Any, name: str, code: str | None) -> tuple[str, ...]:
    """Units of the country whose name is spelled otherwise, or with an error."""
    if code is None:
        return ()
    for key, row, likeness in _names_of(gazetteer, code).alike(name, None):
        entry = gazetteer.catalogue.entry(row)
        if entry.kind == "admin1" and entry.admin1_code and likeness >= LEAST_LIKENESS and key:
            return (str(entry.admin1_code),)
    return ()


# -- the name


def _bare(name: str) -> tuple[str, str]:
    """The name without the words for its kind, and that kind: "Dolzhansk border post", "Horlivka City municipality"."""
    table = words().feature_after
    kind = ""
    parts = _BEFORE.sub("", name).split()
    while len(parts) > 1:
        last = parts[-1].lower()
        if last not in table and last not in _EXTRA_KIND and not (parts[-1].islower() and parts[-1].isascii() and kind):
            break
        kind = kind or _EXTRA_KIND.get(last) or table.get(last, "")
        parts.pop()
    return " ".join(parts), kind


def _readings(name: str) -> Iterator[_Reading]:
    """The name as it stands, without its kind, and each of its alternatives ("A/B", "A (B)", "A, B")."""
    yield name, ""
    bare, kind = _bare(re.sub(r"\s*\(.*?\)", "", name))
    yield bare, kind
    for part in (*re.split(r"[/,]", bare), *re.findall(r"\((.*?)\)", name)):
        inner, own = _bare(part.strip()) if part.strip() else ("", "")
        if inner and inner != bare and own not in ("admin1", "admin2"):
            yield inner, own or kind


def _within(gazetteer: Any, name: str, asked: _Asked) -> _Asked:
    """What is asked, with a district told in brackets: "Hranitne village (Volnovakha raion)"."""
    for part in re.findall(r"\((.*?)\)", name):
        found = _district(gazetteer, part, asked) if _bare(part)[1] == "admin2" else None
        if found is not None:
            return dataclasses.replace(asked, district=found)
    return asked


def _inside(gazetteer: Any, name: str, asked: _Asked) -> Found | None:
    asked = _within(gazetteer, name, asked)
    readings = list(_readings(name))
    return (
        _by_name(gazetteer, name, readings, asked)
        or _beside(gazetteer, name, asked)
        or _by_likeness(gazetteer, name, readings, asked)
        or _by_shorter_name(gazetteer, name, readings, asked)
        or _just_beyond(gazetteer, name, readings, asked)
    )


def _by_name(gazetteer: Any, name: str, readings: list[_Reading], asked: _Asked) -> Found | None:
    """The place that bears the name, or one that sounds like it."""
    spare: Found | None = None
    for part, kind in readings:
        heard_alike = gazetteer.index.sounds(part)
        for rows, match in ((_bearing(gazetteer, part, heard_alike), EXACT), (heard_alike, SOUND)):
            fit = [entry for entry in _entries(gazetteer, rows) if _fits(entry, asked)]
            if not fit:
                continue
            found = _chosen(gazetteer, name, part, fit, kind, match, asked)
            told = kind or readings[1][1]
            if not told or any(entry.kind in _KINDS.get(told, (told,)) for entry in fit):
                return found
            spare = spare or found  # the municipality "Lubumbashi (city)", where the city is asked for
    return spare


def _bearing(gazetteer: Any, name: str, heard_alike: Iterable[int]) -> list[int]:
    """Rows that bear a name, with the villages without a point that give it up in a text to one that has a point."""
    rows, key = _lookup(gazetteer, name), fold(name)
    own = [row for row in map(int, heard_alike) if row not in rows and fold(gazetteer.catalogue.entry(row).name) == key]
    return [*rows, *own] if rows else []


def _by_likeness(gazetteer: Any, name: str, readings: list[_Reading], asked: _Asked) -> Found | None:
    for part, kind in readings[1:]:
        fit = [gazetteer.catalogue.entry(row) for row in _resembling(gazetteer, part, asked)]
        if fit:
            return _chosen(gazetteer, name, part, fit, kind, SPELLING, asked)
    return None


def _by_shorter_name(gazetteer: Any, name: str, readings: list[_Reading], asked: _Asked) -> Found | None:
    """Parts of one place bear its name with a number or a side: "Rashidin 4", "Tall Hammam Gharbi" lie by "Tall Hammam"."""
    shorter = [(_PART.sub("", part), kind) for part, kind in readings[1:] if _PART.search(part)]
    found = _by_name(gazetteer, name, [("", ""), *shorter], asked) if shorter else None
    return None if found is None else _a_part(found)


def _a_part(whole: Found) -> Found:
    p = round(_PART_P * (whole.place.p_location or 1.0), 3)
    return Found(dataclasses.replace(whole.place, p_location=p), LOOSE, whole.row)


def _just_beyond(gazetteer: Any, name: str, readings: list[_Reading], asked: _Asked) -> Found | None:
    for part, kind in readings:
        fit = [entry for entry in _entries(gazetteer, _lookup(gazetteer, part)) if _beyond(gazetteer, entry, asked)]
        if fit:
            return _chosen(gazetteer, name, part, fit, kind, LOOSE, asked)
    return None


def _beside(gazetteer: Any, name: str, asked: _Asked) -> Found | None:
    """A place told by others: "near X", "compound outside X village", "5 km north of X", "road between X and Y"."""
    between = _BETWEEN.search(name)
    ways = (
        [[between.span("one"), between.span("other")]]
        if between
        else [[(m.end(), len(name))] for m in _BY.finditer(name)]
    )
    for spans in ways:
        found = [_told(gazetteer, name[slice(*span)], asked) for span in spans]
        held = [
            Toponym(*span, name[slice(*span)], ToponymKind.NAME, one.place)
            for span, one in zip(spans, found, strict=True)
            if one is not None
        ]
        if len(held) < len(spans):
            continue
        whole = compose(name, held, gazetteer)[0]
        if whole.place is not None and whole.kind is ToponymKind.COMPOSED:
            return Found(whole.place, COMPOSED)
        if found[0] is not None and _IN.search(name[: held[0].start]):
            return _a_part(found[0])
    return None


def _told(gazetteer: Any, name: str, asked: _Asked) -> Found | None:
    asked = _within(gazetteer, name, asked)
    return _by_name(gazetteer, name, list(_readings(name)), asked)


def _chosen(gazetteer: Any, name: str, part: str, fit: list[Any], kind: str, match: str, asked: _Asked) -> Found:
    """The place that is meant among those that fit what is told."""
    wanted = _KINDS.get(kind, ("settlement", "site", "sub_settlement"))

    def told(entry: Any) -> tuple[bool, bool, float]:
        """How well it fits what is told: its kind, its district, and how near it lies to that one's middle."""
        away, inside = 0.0, False
        if asked.middle is not None:
            away = float(distance_km(entry.latitude, entry.longitude, *asked.middle)) // 15
            inside = bool(entry.admin2) and entry.admin2 == asked.district.admin2
        return entry.kind in wanted, inside, -away

    most = max(map(told, fit))
    rivals = [entry for entry in fit if told(entry) == most]
    known = [_facts(entry, name, part, asked.when) for entry in rivals]
    best = rivals[int(odds(known).argmax())]
    place: Place = gazetteer.place(int(best.row))
    if kind == "admin2" and place.geo_precision is GeoPrecision.SETTLEMENT:
        place = surroundings(place, name)
    p = round(_P[match] * share(rivals, known, best) * _POINTED.get(best.source, 1.0), 3)
    return Found(dataclasses.replace(place, p_location=p), match, int(best.row))


def _facts(entry: Any, name: str, part: str, when: dt.date | None) -> dict[str, float]:
    least, most = next((_PEOPLE[word] for word in name.lower().split() if word in _PEOPLE), (0, math.inf))
    people = entry.population if entry.kind == "settlement" else 0
    return facts(entry, part, people, sized=entry.kind != "settlement" or least <= people <= most, when=when)


def _fits(entry: Any, asked: _Asked) -> bool:
    if asked.country is not None and entry.country_code != asked.country:
        return False
    if asked.units and entry.admin1_code not in asked.units:
        return False
    if not asked.units and asked.middle is not None:
        return bool(distance_km(entry.latitude, entry.longitude, *asked.middle) <= NEAR_KM)
    return True


def _beyond(gazetteer: Any, entry: Any, asked: _Asked) -> bool:
    """Whether a place of the country lies outside the unit told, but close to it."""
    if asked.country is None or entry.country_code != asked.country or entry.kind not in _KINDS["settlement"]:
        return False
    point = shapely.Point(entry.longitude, entry.latitude)
    shapes = (gazetteer.boundaries.geometry(unit) for unit in asked.units)
    reach = BEYOND_KM / KM_PER_DEGREE
    return any(shape is not None and shapely.dwithin(shape, point, reach) for shape in shapes)


def _lookup(gazetteer: Any, name: str) -> list[int]:
    return list(gazetteer.recogniser.lookup(gazetteer.recogniser.fold(name)))


def _entries(gazetteer: Any, rows: Iterable[int]) -> list[Any]:
    return [gazetteer.catalogue.entry(int(row)) for row in rows]


# -- likeness within a unit


def consonants(name: str) -> str:
    """What is left of a Latin name when the vowels are gone and letters that transliterations swap are one.

    Examples
    --------
    >>> consonants("kamenka") == consonants("kamianka"), consonants("polevoe") == consonants("polove")
    (True, True)
    """
    return _VOWELS.sub("", heard(name).translate(_SWAPPED))


_VOWELS = re.compile(r"[aeiouyj' ]+")
_SWAPPED = str.maketrans({"g": "h", "w": "v", "c": "s", "z": "s", "q": "k"})


class _Names:
    """The Latin names of the places of one country, with their consonants."""

    def __init__(self, index: Any, code: str) -> None:
        held = [(key, row) for key, row in index.names_of(index.country_codes == code.encode()) if key.isascii()]
        self.rows = np.array([row for _, row in held], dtype=np.int64)
        self.sounds = heard("\n".join(key for key, _ in held)).split("\n")
        self.consonants = consonants("\n".join(key for key, _ in held)).split("\n")
        self.units = [index.row(int(row)).admin1_code for row in self.rows]

    def alike(self, name: str, units: tuple[str, ...] | None) -> Iterator[tuple[str, int, float]]:
        """Names that resemble one, in the units where given, best first: the sound, the row, how much alike they are."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        folded = fold(name)
        bones = consonants(folded)
        if len(bones) < _FEWEST:
            return
        told = heard(folded)
        keep = [n for n, unit in enumerate(self.units) if units is None or unit in units]
        likeness = process.cdist([told], [self.sounds[n] for n in keep], scorer=OSA.normalized_similarity)[0]
        same = np.array([self.consonants[n] == bones for n in keep])
        score = likeness + np.where(same, 0.2, 0.0)
        for at in np.argsort(-score)[:5].tolist():
            yield self.sounds[keep[at]], int(self.rows[keep[at]]), float(score[at])


def _names_of(gazetteer: Any, code: str) -> _Names:
    held: dict[str, _Names] = gazetteer.__dict__.setdefault("_names_by_country", {})
    if code not in held:
        held[code] = _Names(gazetteer.index, code)
    return held[code]


def _resembling(gazetteer: Any, name: str, asked: _Asked) -> list[int]:
    """Rows whose names resemble one within what holds it: the likest, or all of a district's."""
    if asked.country is None or not name.isascii():
        return []
    least = LEAST_LIKENESS if asked.units else LEAST_WIDE
    found = list(_names_of(gazetteer, asked.country).alike(name, asked.units or None))
    if asked.district is None:  # which else would choose
        least = max(least, max((likeness for *_, likeness in found), default=0.0) - _AS_ALIKE)
    rows = [row for _, row, likeness in found if likeness >= least]
    return [
        row for row in rows
        if KINDS[int(gazetteer.index.kind[row])] not in ("country", "admin1") and _fits(gazetteer.catalogue.entry(row), asked)
    ]  # fmt: skip
