"""The candidates of a name as small arrays, remembered from text to text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from geo.gazetteer.fold import sound
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.recognise import Mention, Recogniser

MOST = 40
"""Candidates kept for one name, the most populous first: no name has more that a report could mean."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a name may mean, best known first."""

    rows: npt.NDArray[np.int64]
    kinds: npt.NDArray[Any]
    country: npt.NDArray[np.int64]
    admin1: npt.NDArray[np.int64]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    static: npt.NDArray[np.float64]

    STATIC: ClassVar[tuple[str, ...]] = (
        "population",
        *(f"kind_{kind}" for kind in KINDS),
        "alias",
        "old",
        "largest",
        "curated",
    )


def code_number(code: str | None) -> int:
    """A short code ("UA", "UA.26") as a number; 0 for none."""
    return int.from_bytes((code or "").encode()[:7], "little")


def _alike(folded: str, name: str) -> bool:
    """Whether an alias is the name itself in another transliteration."""
    heard = sound(folded)
    return bool(heard) and heard == sound(name)


class Catalogue:
    """Candidates by name, with the facts of each place that scoring needs."""

    def __init__(self, index: Any, recogniser: Recogniser) -> None:
        self.index = index
        self.recogniser = recogniser
        self._entries: dict[int, Any] = {}
        self._by_key: dict[tuple[str, str, str], Candidates] = {}
        self.countries: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.capitals: dict[str, int] = {}
        """Seats of government, written by the gazetteer that knows them."""
        kinds = np.asarray(index.kind)
        units = np.asarray(index._columns["admin1_code"], dtype=np.int64)
        people = np.where(kinds == KINDS.index("settlement"), np.asarray(index.population, dtype=np.float64), 0.0)
        self._unit_of = units
        self._people = np.bincount(units, people)
        for row in np.flatnonzero(kinds == KINDS.index("country")):
            self.countries.setdefault(self.entry(int(row)).country_code, int(row))
        for row in np.flatnonzero(kinds == KINDS.index("admin1")):
            entry = self.entry(int(row))
            if entry.admin1_code:
                self.units.setdefault(entry.admin1_code, int(row))

    def entry(self, row: int) -> Any:
        """The facts of one place, remembered."""
        found = self._entries.get(row)
        if found is None:
            if len(self._entries) > 100_000:
                self._entries.clear()
            found = self._entries[row] = self.index.row(row)
        return found

    def rows_of(self, mention: Mention) -> list[int]:
        """Rows that a mention may mean."""
        if mention.kind == "metonym" and mention.code in self.capitals:
            return [self.capitals[mention.code]]
        if mention.kind in ("country", "metonym") or (mention.kind == "demonym" and not mention.rows):
            row = self.countries.get(mention.code)
            return [] if row is None else [row]
        if mention.kind == "state":
            return [self.units[code] for code in mention.code.split() if code in self.units]
        rows = list(mention.rows)
        if mention.kind == "demonym" and mention.code:
            rows = [row for row in rows if self.entry(row).country_code == mention.code] or rows
        return rows

    def population(self, entry: Any) -> float:
        """People of a place; of a unit without a number, those of its settlements; of wider areas, a large number."""
        if entry.population:
            return float(entry.population)
        if entry.kind == "admin1":
            return float(self._people[self._unit_of[entry.row]])
        return {"region": 1e7, "sea": 1e6, "country": 1e6, "admin2": 3e4, "site": 3e4}.get(entry.kind, 0.0)

    def of(self, mention: Mention) -> Candidates:
        """The candidates of a mention, at most ``MOST``."""
        key = (mention.folded, mention.kind, mention.code)
        found = self._by_key.get(key)
        if found is None:
            if len(self._by_key) > 100_000:
                self._by_key.clear()
            found = self._by_key[key] = self._build(mention)
        return found

    def facts(self, mention: Mention) -> tuple[int, frozenset[str], bool]:
        """Largest population, kinds, and whether the name is anybody's first name."""
        entries = [self.entry(row) for row in self.rows_of(mention)[:200]]
        if not entries:
            return 0, frozenset(), True
        primary = any(
            self._name_kind(mention.folded, entry.row) == "primary" or _alike(mention.folded, entry.name)
            for entry in entries
        )
        top = max(entries, key=self.population)
        kinds = {entry.kind for entry in entries}
        if any(self.capitals.get(entry.country_code) == entry.row for entry in entries):
            kinds.add("capital")
        return int(self.population(top)), frozenset(kinds), primary

    def _name_kind(self, folded: str, row: int) -> str:
        try:
            return str(self.index.name_kind(folded, row))
        except (KeyError, ValueError):
            return "primary"

    def _build(self, mention: Mention) -> Candidates:
        entries = [self.entry(row) for row in self.rows_of(mention)]
        entries.sort(key=lambda entry: (entry.kind == "settlement", -self.population(entry), entry.row))
        entries = entries[:MOST]
        largest = max((self.population(entry) for entry in entries), default=0.0)
        static = np.zeros((len(entries), len(Candidates.STATIC)))
        column = {name: at for at, name in enumerate(Candidates.STATIC)}
        for at, entry in enumerate(entries):
            population = self.population(entry)
            static[at, column["population"]] = np.log10(population + 10.0)
            static[at, column[f"kind_{entry.kind}"]] = 1.0
            static[at, column["largest"]] = float(population == largest)
            static[at, column["curated"]] = float(entry.source in ("overlay", "user"))
            if mention.kind == "name":
                name = self._name_kind(mention.folded, entry.row)
                static[at, column["alias"]] = float(name == "alias" and not _alike(mention.folded, entry.name))
                static[at, column["old"]] = float(name == "old")
        return Candidates(
            rows=np.array([entry.row for entry in entries], dtype=np.int64),
            kinds=np.array([entry.kind for entry in entries], dtype=object),
            country=np.array([code_number(entry.country_code) for entry in entries], dtype=np.int64),
            admin1=np.array([code_number(entry.admin1_code) for entry in entries], dtype=np.int64),
            latitude=np.array([entry.latitude for entry in entries], dtype=np.float64),
            longitude=np.array([entry.longitude for entry in entries], dtype=np.float64),
            static=static,
        )
