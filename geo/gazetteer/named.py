"""A place by its name, unit and country, as tables of events tell it: "Vodiane village", "Donetsk oblast", "Ukraine"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from geo.gazetteer.words import words
from geo.model import GeoPrecision, Place

_KINDS = {
    "settlement": ("settlement", "sub_settlement", "site"),
    "admin2": ("admin2", "settlement"),
    "admin1": ("admin1", "region"),
    "site": ("site", "settlement"),
}
_EXTRA = frozenset(
    ("municipality", "commune", "checkpoint", "area", "neighborhood", "neighbourhood", "department", "sub-district")
)
_SOUND_P, _FUZZY_P = 0.7, 0.4
"""Probabilities given to answers by likeness of sound, and of spelling."""
LEAST_LIKENESS = 0.88


def geocode(gazetteer: Any, name: str, admin1: str | None, country: str | None) -> Place | None:
    """The best place for ``name`` inside the unit and country told; the unit itself where the name is unknown there."""
    code = _country(gazetteer, country)
    units = _units(gazetteer, admin1, code)
    for part, kind in _readings(name) if code or units else ():
        for rows, p in _candidates(gazetteer, part):
            entries = [gazetteer.catalogue.entry(row) for row in rows]
            fit = [
                e for e in entries if (code is None or e.country_code == code) and (not units or e.admin1_code in units)
            ]
            if fit:
                wanted = _KINDS.get(kind, ("settlement", "site", "sub_settlement"))
                best = max(fit, key=lambda e: (e.kind in wanted, e.kind != "admin2", gazetteer.catalogue.population(e)))
                chosen: Place = gazetteer.place(int(best.row))
                return dataclasses.replace(chosen, p_location=round(p / (1 + 0.1 * (len(fit) - 1)), 3))
    unit: Place | None = gazetteer.unit(units[0]) if units else None
    if unit is not None:
        return dataclasses.replace(unit, p_location=0.9)
    if code is not None:
        whole: Place | None = gazetteer.country(code)
        return whole
    found: Place | None = gazetteer.resolve_spans(name, [(0, len(name))])[0].place
    return None if found is None or found.geo_precision is GeoPrecision.NEAR_SETTLEMENT else found


def _country(gazetteer: Any, country: str | None) -> str | None:
    if not country:
        return None
    if len(country) == 2 and country.isupper():
        return country
    plain = re.sub(r"\s*\(.*?\)", "", country)
    for form in (plain, *re.findall(r"\((.*?)\)", country)):
        for row in gazetteer.index.lookup(gazetteer.recogniser.fold(form)):
            entry = gazetteer.catalogue.entry(row)
            if entry.kind == "country":
                return str(entry.country_code)
    return None


def _units(gazetteer: Any, admin1: str | None, code: str | None) -> list[str]:
    if not admin1:
        return []
    for form in (admin1, _bare(admin1)[0]):
        rows = gazetteer.index.lookup(gazetteer.recogniser.fold(form))
        entries = [gazetteer.catalogue.entry(row) for row in rows]
        found = [e.admin1_code for e in entries if e.kind == "admin1" and (code is None or e.country_code == code)]
        if found:
            return list(dict.fromkeys(found))
    rows = gazetteer.index.sounds(_bare(admin1)[0])
    entries = [gazetteer.catalogue.entry(row) for row in rows]
    return [e.admin1_code for e in entries if e.kind == "admin1" and e.country_code == code]


def _bare(name: str) -> tuple[str, str]:
    """The name without the word for its kind, and that kind."""
    table = words().feature_after
    kind = ""
    parts = name.split()
    while len(parts) > 1 and (parts[-1].lower() in table or parts[-1].lower() in _EXTRA):
        kind = kind or table.get(parts[-1].lower(), "admin2")
        parts.pop()
    return " ".join(parts), kind


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """The name as it stands, without its kind, and each of its alternatives ("A/B", "A (B)", "A, B")."""
    yield name, ""
    bare, kind = _bare(re.sub(r"\s*\(.*?\)", "", name))
    yield bare, kind
    for part in (*re.split(r"[/,]", bare), *re.findall(r"\((.*?)\)", name)):
        if part.strip() and part.strip() != bare:
            inner, own = _bare(part.strip())
            yield inner, own or kind


def _candidates(gazetteer: Any, name: str) -> Iterator[tuple[list[int], float]]:
    yield list(gazetteer.recogniser.lookup(gazetteer.recogniser.fold(name))), 0.95
    yield list(gazetteer.index.sounds(name)), _SOUND_P
    yield [row for row, likeness in gazetteer.index.fuzzy(name) if likeness >= LEAST_LIKENESS], _FUZZY_P
