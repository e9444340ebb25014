"""The candidates of a name as small arrays, remembered from text to text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from geo.gazetteer.fold import fold, sound
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.mentions import Mention
from geo.gazetteer.recognise import Recogniser

SEAT_SHARE = 0.05
"""Share of a unit's people from which a town of its name is its namesake: no seat of an oblast has less."""
MOST = 40
"""Candidates kept for one name, the most populous first: no name has more that a report could mean."""


@dataclass(slots=True, eq=False)
class Candidates:
    """What a name may mean, best known first."""

    rows: npt.NDArray[np.int64]
    kinds: npt.NDArray[Any]
    country: npt.NDArray[np.int64]
    admin1: npt.NDArray[np.int64]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    static: npt.NDArray[np.float64]
    globe: npt.NDArray[np.float64]
    """Points on the unit sphere, three columns."""
    pairs: tuple[tuple[int, int], ...] | None = None
    """Units and their towns of the same name, as :mod:`geo.gazetteer.seats` found them."""

    STATIC: ClassVar[tuple[str, ...]] = (
        "population",
        *(f"kind_{kind}" for kind in KINDS),
        "alias",
        "old",
        "largest",
        "curated",
        "capital",
        "seatless",
    )


def _alike(folded: str, name: str) -> bool:
    """Whether an alias is the name itself in another transliteration, or with its saint written out."""
    heard = sound(_SAINT.sub("saint ", folded))
    return bool(heard) and heard == sound(_SAINT.sub("saint ", fold(name)))


LEAST_ALIKE = 0.7
"""Likeness of spelling below which two names that sound alike are two names: "Shada" and "Sadah" are at 0.6."""
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|an|az) ")
_SAINT = re.compile(r"\bst ")


class Catalogue:
    """Candidates by name, with the facts of each place that scoring needs."""

    def __init__(self, index: Any, recogniser: Recogniser) -> None:
        self.index = index
        self.recogniser = recogniser
        self._entries: dict[int, Any] = {}
        self._by_key: dict[tuple[str, str, str], Candidates] = {}
        self._seats: frozenset[int] = frozenset()
        self.countries: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.capitals: dict[str, int] = {}
        """Seats of government, written by the gazetteer that knows them."""
        # plain views of the mapped files: an element of a memmap costs thirty times that of an array
        self._columns: dict[str, npt.NDArray[Any]] = {name: np.asarray(c) for name, c in index._columns.items()}
        views = (np.ascontiguousarray(self._columns[name]).data for name in ("kind", "population", "admin1_code"))
        self._kind, self._population, self._unit = views
        self._country = self._columns["country"].view("<u2").astype(np.int64)
        kinds, units = self._columns["kind"], self._columns["admin1_code"].astype(np.int64)
        people = np.where(kinds == KINDS.index("settlement"), self._columns["population"].astype(np.float64), 0.0)
        self._people = np.bincount(units, people)
        sources = np.unique(self._columns["source"])
        self._curated = np.zeros(int(sources.max(initial=0)) + 1)
        self._curated[[n for n in sources if index._texts[int(n)] in ("overlay", "user")]] = 1.0
        for row in np.flatnonzero(kinds == KINDS.index("country")):
            self.countries.setdefault(self.entry(int(row)).country_code, int(row))
        for row in np.flatnonzero(kinds == KINDS.index("admin1")):
            code = index._texts[int(units[row])]
            if code:
                self.units.setdefault(code, int(row))

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
        if mention.kind in ("unknown", "heard"):
            return [row for row in self.index.sounds(mention.folded) if self._spelled_alike(mention.folded, row)]
        rows = list(mention.rows)
        if mention.kind == "demonym" and mention.code:
            rows = [row for row in rows if self.entry(row).country_code == mention.code] or rows
        return rows

    def _spelled_alike(self, folded: str, row: int) -> bool:
        from rapidfuzz.distance import OSA

        name = fold(self.index._texts[int(self._columns["name"][row])] or "")
        bare = [_ARTICLE.sub("", form) for form in (folded, name)]
        return OSA.normalized_similarity(*bare) >= LEAST_ALIKE

    def population(self, entry: Any) -> float:
        """People of a place; of a unit without a number, those of its settlements; of wider areas, a large number."""
        return float(self._populations(np.array([entry.row]))[0])

    def _populations(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        kinds = self._columns["kind"][rows]
        known = self._columns["population"][rows].astype(np.float64)
        inside = self._people[self._columns["admin1_code"][rows]]
        assumed = np.where(kinds == KINDS.index("admin1"), inside, _ASSUMED[kinds])
        people: npt.NDArray[np.float64] = np.where(known > 0, known, assumed)
        return people

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
        rows = self.rows_of(mention)
        kinds = {KINDS[self._kind[row]] for row in rows}
        if not self._capital_rows().isdisjoint(rows):
            kinds.add("capital")
        primary = not mention.folded.isascii() or not rows
        for row in rows[:MOST]:  # the most prominent first: the loop ends early as a rule
            if primary:
                break
            how = self._name_kind(mention.folded, row)
            primary = how == "primary" or _alike(mention.folded, self._name(row))
        return int(max(map(self._people_of, rows), default=0.0)), frozenset(kinds), primary

    def _name(self, row: int) -> str:
        return self.index._texts[int(self._columns["name"][row])] or ""

    def _people_of(self, row: int) -> float:
        """The same as :meth:`population`, for one row and without arrays."""
        known = self._population[row]
        if known:
            return float(known)
        kind = self._kind[row]
        return float(self._people[self._unit[row]] if kind == _ADMIN1 else _ASSUMED[kind])

    def _capital_rows(self) -> frozenset[int]:
        if not self._seats:
            self._seats = frozenset(self.capitals.values())
        return self._seats

    def _name_kind(self, folded: str, row: int) -> str:
        try:
            return str(self.index.name_kind(folded, row))
        except (KeyError, ValueError):
            return "primary"

    def _build(self, mention: Mention) -> Candidates:
        rows = np.array(self.rows_of(mention), dtype=np.int64)
        people, settled = self._populations(rows), self._columns["kind"][rows] == KINDS.index("settlement")
        best = np.lexsort((rows, -people, settled))[:MOST]
        rows, people = rows[best], people[best]
        kinds = self._columns["kind"][rows]
        static = np.zeros((len(rows), len(Candidates.STATIC)))
        static[:, _COLUMN["population"]] = np.log10(people + 10.0)
        static[np.arange(len(rows)), _KIND_COLUMNS[kinds]] = 1.0
        static[:, _COLUMN["largest"]] = people == people.max(initial=0.0)
        static[:, _COLUMN["curated"]] = self._curated[self._columns["source"][rows]]
        static[:, _COLUMN["capital"]] = [row in self._capital_rows() for row in rows.tolist()]
        if _ADMIN1 in kinds.tolist():
            static[:, _COLUMN["seatless"]] = self._seatless(rows, kinds, people)
        if mention.kind == "name":
            self._borne(mention.folded, rows, static)
        latitude = self._columns["latitude"][rows].astype(np.float64)
        longitude = self._columns["longitude"][rows].astype(np.float64)
        return Candidates(
            rows=rows,
            kinds=_NAMES[kinds],
            country=self._country[rows],
            admin1=self._columns["admin1_code"][rows].astype(np.int64),
            latitude=latitude,
            longitude=longitude,
            static=static,
            globe=_globe(np.radians(latitude), np.radians(longitude)),
        )

    def _seatless(self, rows: npt.NDArray[np.int64], kinds: npt.NDArray[Any], people: npt.NDArray[np.float64]) -> Any:
        """First-level units without a town of their own name that holds a fair part of their people: "Wyoming"."""
        units = self._columns["admin1_code"][rows]
        towns = kinds == KINDS.index("settlement")
        seats = np.zeros(int(units.max(initial=0)) + 1)
        np.maximum.at(seats, units[towns], people[towns])
        return (kinds == _ADMIN1) & (seats[units] < SEAT_SHARE * people)

    def _borne(self, folded: str, rows: npt.NDArray[np.int64], static: npt.NDArray[np.float64]) -> None:
        """Write how each place bears the name; in another script every name is an alias."""
        latin = folded.isascii()
        for at, row in enumerate(rows.tolist()):
            how = self._name_kind(folded, row)
            static[at, _COLUMN["alias"]] = how == "alias" and latin and not _alike(folded, self._name(row))
            static[at, _COLUMN["old"]] = how == "old"


def _globe(latitude: npt.NDArray[np.float64], longitude: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    flat = np.cos(latitude)
    return np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


_ADMIN1 = KINDS.index("admin1")
_COLUMN = {name: at for at, name in enumerate(Candidates.STATIC)}
_NAMES = np.array(KINDS, dtype=object)
_KIND_COLUMNS = np.array([_COLUMN[f"kind_{kind}"] for kind in KINDS])
_ASSUMED = np.array(
    [{"region": 1e7, "sea": 1e6, "country": 1e6, "admin2": 3e4, "site": 3e4}.get(kind, 0.0) for kind in KINDS]
)
"""People assumed where no number is known: wide areas are named for themselves, not for who lives there."""
