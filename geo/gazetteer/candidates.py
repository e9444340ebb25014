"""The candidates of a name as small arrays, remembered from text to text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from geo.gazetteer.fold import fold, sounds
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.mentions import Mention
from geo.gazetteer.recognise import Recogniser

SEAT_SHARE = 0.05
"""Share of a unit's people from which a town of its name is its namesake: no seat of an oblast has less."""
REPORTED = 5_000.0
"""People assumed of a curated settlement without a number: reports name it."""
MOST = 40
"""Candidates kept for one name, the most populous first: no name has more that a report could mean."""


@dataclass(slots=True, eq=False)
class Candidates:
    """What a name may mean, best known first."""

    rows: npt.NDArray[np.int64]
    kinds: npt.NDArray[Any]
    kind: npt.NDArray[np.uint8]
    """Numbers of the kinds, in the order of :data:`geo.gazetteer.lookup.KINDS`."""
    people: npt.NDArray[np.float64]
    country: npt.NDArray[np.int64]
    admin1: npt.NDArray[np.int64]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    static: npt.NDArray[np.float64]
    globe: npt.NDArray[np.float64]
    """Points on the unit sphere, three columns."""
    uncounted: npt.NDArray[np.bool_]
    """Whether a place is a town that stands in GeoNames' table, or in the curated one, without a number of people: the seat
    of some unit, as a rule."""
    pairs: tuple[tuple[int, int], ...] | None = None
    """Places and those of the same name that are meant rather, as :mod:`geo.gazetteer.seats` found them."""
    all_kinds: frozenset[str] = frozenset()
    """Kinds of all places that bear the name, also of those beyond the ``MOST`` that are kept; ``capital`` if one is."""
    top: int = 0
    """People of the largest place."""
    own_name: bool = True
    """Whether any of the places bears the name as its own."""

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

    def part(self, start: int, end: int) -> Candidates:
        """Some of them, as views."""
        own = slice(start, end)
        return Candidates(
            rows=self.rows[own],
            kinds=self.kinds[own],
            kind=self.kind[own],
            people=self.people[own],
            country=self.country[own],
            admin1=self.admin1[own],
            latitude=self.latitude[own],
            longitude=self.longitude[own],
            static=self.static[own],
            globe=self.globe[own],
            uncounted=self.uncounted[own],
        )


def _saint(folded: str) -> str:
    """The name with its saint written out."""
    return _SAINT.sub("saint ", folded) if "st " in folded else folded


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
        self._columns: dict[str, npt.NDArray[Any]] = index._columns
        self._country = self._columns["country"].view("<u2").astype(np.int64)
        kinds, units = self._columns["kind"], self._columns["admin1_code"].astype(np.int64)
        people = np.where(kinds == _SETTLEMENT, self._columns["population"].astype(np.float64), 0.0)
        self._people = np.bincount(units, people)
        sources = np.unique(self._columns["source"])
        self._curated = np.zeros(int(sources.max(initial=0)) + 1)
        self._curated[[n for n in sources if index._texts[int(n)] in ("overlay", "user")]] = 1.0
        self._listed = self._curated > 0.0
        self._listed[[n for n in sources if index._texts[int(n)] == "geonames"]] = True
        for row in np.flatnonzero(kinds == KINDS.index("country")).tolist():
            self.countries.setdefault(self._columns["country"].item(row).decode(), row)
        for row in np.flatnonzero(kinds == _ADMIN1).tolist():
            code = index._texts[units.item(row)]
            if code:
                self.units.setdefault(code, row)

    def entry(self, row: int) -> Any:
        """The facts of one place, remembered."""
        found = self._entries.get(row)
        if found is None:
            if len(self._entries) > 100_000:
                self._entries.clear()
            found = self._entries[row] = self.index.row(row)
        return found

    def name(self, row: int) -> tuple[str, int | None, str | None]:
        """Name, GeoNames id and country of one place."""
        number, country = self._columns["geonames_id"].item(row), self._columns["country"].item(row)
        return self.index.name(row), number if number > 0 else None, country.decode() or None

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

        name = fold(self.index.name(row))
        bare = [_ARTICLE.sub("", form) for form in (folded, name)]
        return OSA.normalized_similarity(*bare) >= LEAST_ALIKE

    def population(self, entry: Any) -> float:
        """People of a place; of a unit without a number, those of its settlements; of wider areas, a large number."""
        return float(self._populations(np.array([entry.row]))[0])

    def _populations(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        kinds = self._columns["kind"][rows]
        known = self._columns["population"][rows].astype(np.float64)
        inside = self._people[self._columns["admin1_code"][rows]]
        assumed = np.where(kinds == _ADMIN1, inside, _ASSUMED[kinds])
        reported = (kinds == _SETTLEMENT) & (self._curated[self._columns["source"][rows]] > 0.0)
        assumed = np.where(reported, REPORTED, assumed)
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

    def prepare(self, mentions: Iterable[Mention]) -> None:
        """Remember the candidates of many mentions at once: for each alone :meth:`of` does the same."""
        asked = {(mention.folded, mention.kind, mention.code): mention for mention in mentions}
        missing = {key: mention for key, mention in asked.items() if key not in self._by_key}
        if missing:
            if len(self._by_key) > 100_000:
                self._by_key.clear()
            self._by_key.update(zip(missing, self._build_all(list(missing.values())), strict=True))

    def facts(self, mention: Mention) -> tuple[int, frozenset[str], bool]:
        """Largest population, kinds, and whether the name is anybody's first name."""
        held = self.of(mention)
        return held.top, held.all_kinds, held.own_name

    def _capital_rows(self) -> frozenset[int]:
        if not self._seats:
            self._seats = frozenset(self.capitals.values())
        return self._seats

    def _build(self, mention: Mention) -> Candidates:
        return self._build_all([mention])[0]

    def _build_all(self, mentions: Sequence[Mention]) -> list[Candidates]:
        """The candidates of many mentions: all their columns at once, then cut up."""
        given = [self.rows_of(mention) for mention in mentions]
        rows = np.array(list(itertools.chain.from_iterable(given)), dtype=np.int64)
        group = np.repeat(np.arange(len(given)), [len(part) for part in given])
        borne = np.zeros((len(given), len(_KINDS_TOLD)), dtype=bool)
        borne[group, self._columns["kind"][rows]] = True
        everything, group = self._most_populous(rows, group)
        borne[group[everything.static[:, _COLUMN["capital"]] > 0.0], -1] = True
        top = np.zeros(len(given))
        np.maximum.at(top, group, everything.people)
        everything.static[:, _COLUMN["largest"]] = everything.people == top[group]
        ends = np.searchsorted(group, np.arange(len(given) + 1)).tolist()
        own = self._borne(mentions, ends, everything)
        made = [everything.part(start, end) for start, end in itertools.pairwise(ends)]
        for part, own_name, kinds, people in zip(made, own, borne.tolist(), top.tolist(), strict=True):
            part.own_name, part.top = own_name, int(people)
            part.all_kinds = frozenset(itertools.compress(_KINDS_TOLD, kinds))
        for at in set(group[everything.kind == _ADMIN1].tolist()):
            made[at].static[:, _COLUMN["seatless"]] = _seatless(made[at])
        return made

    def _most_populous(
        self, rows: npt.NDArray[np.int64], group: npt.NDArray[np.int64]
    ) -> tuple[Candidates, npt.NDArray[np.int64]]:
        """The ``MOST`` best known places of each group, group by group, and the groups."""
        people, settled = self._populations(rows), self._columns["kind"][rows] == _SETTLEMENT
        best = np.lexsort((rows, -people, settled, group))
        before = np.searchsorted(group, group)
        best = best[np.arange(len(rows)) - before < MOST]
        group = group[best]
        return self._facts(rows[best], people[best]), group

    def _facts(self, rows: npt.NDArray[np.int64], people: npt.NDArray[np.float64]) -> Candidates:
        """What holds of each place whatever its name."""
        kinds = self._columns["kind"][rows]
        static = np.zeros((len(rows), len(Candidates.STATIC)))
        static[:, _COLUMN["population"]] = np.log10(people + 10.0)
        static[np.arange(len(rows)), _KIND_COLUMNS[kinds]] = 1.0
        static[:, _COLUMN["curated"]] = self._curated[self._columns["source"][rows]]
        static[:, _COLUMN["capital"]] = [row in self._capital_rows() for row in rows.tolist()]
        latitude = self._columns["latitude"][rows].astype(np.float64)
        longitude = self._columns["longitude"][rows].astype(np.float64)
        return Candidates(
            rows=rows,
            kinds=_NAMES[kinds],
            kind=kinds,
            people=people,
            country=self._country[rows],
            admin1=self._columns["admin1_code"][rows].astype(np.int64),
            latitude=latitude,
            longitude=longitude,
            static=static,
            globe=_globe(np.radians(latitude), np.radians(longitude)),
            uncounted=(kinds == _SETTLEMENT)
            & (self._columns["population"][rows] == 0)
            & self._listed[self._columns["source"][rows]],
        )

    def _borne(self, mentions: Sequence[Mention], ends: Sequence[int], held: Candidates) -> list[bool]:
        """Write how each place bears the name (in another script every name is an alias); whether any bears it as its own."""
        rows = held.rows.tolist()
        old, alias, own = [0.0] * len(rows), [0.0] * len(rows), [True] * len(mentions)
        unsure: list[tuple[int, int, str]] = []
        for number, mention in enumerate(mentions):
            if mention.kind != "name":
                continue
            kinds, latin = self.index.name_kinds(mention.folded), mention.folded.isascii()
            bears = [kinds.get(row, "alias") for row in rows[ends[number] : ends[number + 1]]]
            own[number] = not latin or not bears or "primary" in bears
            for at, how in enumerate(bears, ends[number]):
                old[at] = float(how == "old")
                alias[at] = float(how == "alias" and latin)
                if alias[at] or not own[number]:
                    unsure.append((number, at, mention.folded))
        pairs = [(_saint(folded), _saint(fold(self.index.name(rows[at])))) for _, at, folded in unsure]
        spelled = list(dict.fromkeys(itertools.chain.from_iterable(pairs)))
        heard = dict(zip(spelled, sounds(spelled), strict=False))
        for (number, at, _), (told, name) in zip(unsure, pairs, strict=True):
            if heard[told] and heard[told] == heard[name]:  # the name itself in another transliteration
                own[number], alias[at] = True, 0.0
        held.static[:, _COLUMN["old"]], held.static[:, _COLUMN["alias"]] = old, alias
        return own


def _seatless(held: Candidates) -> npt.NDArray[np.bool_]:
    """First-level units without a town of their own name that holds a fair part of their people: "Wyoming"."""
    towns = held.kind == _SETTLEMENT
    seats = np.zeros(int(held.admin1.max(initial=0)) + 1)
    np.maximum.at(seats, held.admin1[towns], held.people[towns])
    seatless: npt.NDArray[np.bool_] = (held.kind == _ADMIN1) & (seats[held.admin1] < SEAT_SHARE * held.people)
    return seatless


def _globe(latitude: npt.NDArray[np.float64], longitude: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    flat = np.cos(latitude)
    return np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


_ADMIN1, _SETTLEMENT = KINDS.index("admin1"), KINDS.index("settlement")
_COLUMN = {name: at for at, name in enumerate(Candidates.STATIC)}
_NAMES = np.array(KINDS, dtype=object)
_KINDS_TOLD = (*KINDS, "capital")
_KIND_COLUMNS = np.array([_COLUMN[f"kind_{kind}"] for kind in KINDS])
_ASSUMED = np.array(
    [{"region": 1e7, "sea": 1e6, "country": 1e6, "admin2": 3e4, "site": 3e4}.get(kind, 0.0) for kind in KINDS]
)
"""People assumed where no number is known: wide areas are named for themselves, not for who lives there."""
