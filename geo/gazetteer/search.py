"""Places for a name that stands alone, as an address does: "Paris, Texas", "Vodiane village, Donetsk oblast, Ukraine".

A name is tried as it stands, then without its kind ("district"), then inflected, then with the words around it ("near
Kherson"); likeness of sound and of spelling come last and are marked so. Candidates outside what was asked for are
refused before the rest is ranked, and every refusal keeps its reason.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from geo.gazetteer import certainty
from geo.gazetteer.areas import Area, areas_of, without_kind
from geo.gazetteer.fold import fold
from geo.gazetteer.preference import prefer
from geo.gazetteer.recognise import Mention, Reading
from geo.gazetteer.resolve import Question, resolve
from geo.gazetteer.words import tokens
from geo.model import GeoPrecision, Place, Refused, Toponym, ToponymKind

Box = tuple[float, float, float, float]
"""West, south, east, north, degrees."""

EXACT, INFLECTED, COMPOSED, SOUND, SPELLING = "exact", "inflected", "composed", "sound", "spelling"
MATCHES: Final = (EXACT, INFLECTED, COMPOSED, SOUND, SPELLING)
_TRUST: Final = {EXACT: 1.0, INFLECTED: 1.0, SOUND: 0.35, SPELLING: 0.7}
"""What likeness alone is worth, as a part of the probability that an exact name would have: of names of places in a
table of conflict events that matched by sound, one in ten was right without a country, half with one."""
UNIT_LOGIT, COUNTRY_LOGIT = 2.25, 0.75
"""Log odds that a name gains when it is found in the unit, or in the country, that was told with it; fitted on the same
table (a thousand places, most of them villages)."""
LEAST_LIKENESS: Final = 0.88
"""Likeness of spelling from which a name is a misspelling and no other name: one letter in nine."""
LEAST_SOUND: Final = 0.65
"""Likeness of spelling below which two names that sound alike are two names ("Xyzzy" and "Xizhi" 0.4)."""
IN_VIEW_ODDS: Final = 10.0
"""How much likelier a candidate inside a preferred box is: enough to choose between towns, not to leave a capital."""
REFUSED_SHOWN: Final = 8
_APART_SHOWN: Final = 3
"""Of those, what lies outside the countries, boxes or areas asked for: the first are the most prominent."""
_KINDS: Final = {
    "admin1": ("admin1", "region"),
    "admin2": ("admin2",),
    "sea": ("sea",),
    "settlement": ("settlement", "sub_settlement", "admin2"),
    "site": (),
    "river": (),
    "street": (),
}
"""Kinds of place that a name with a word for its kind may mean; a river or a street named after a town is not the town."""
_IN: Final = frozenset(("в", "во", "у", "на", "في"))
"""Words before a name that do not move it, in the languages that inflect it."""
_ARTICLE = re.compile(r"^(?:al|el|ad|as|ash|at|az|an|ar) ")
_COMMA = re.compile(r"[,;\n،؛]+")
_OUTER = re.compile(r"[,;()\n،؛]+")
_LONGEST_OUTER: Final = 3
"""Words of a region or country behind a name without a comma ("Bosnia and Herzegovina")."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for."""

    name: str
    within: tuple[str, ...] = ()
    """Names of areas that hold it, such as its district, region and country."""
    kinds: frozenset[str] = frozenset()
    """Kinds of place that will do (:data:`geo.gazetteer.lookup.KINDS`); all where empty."""
    countries: frozenset[str] = frozenset()
    box: Box | None = None
    bounded: bool = False
    """Whether the box restricts; otherwise it is preferred."""
    lang: str | None = None
    theatre: tuple[str, ...] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A place for a query, with how the name was matched and what was refused."""

    place: Place
    match: str
    row: int | None = None
    """Row of the index; None for composed places."""
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a query: rows of the index that bear the name."""

    folded: str
    rows: tuple[int, ...]
    match: str
    feature: str = ""


@dataclass(slots=True)
class _Sieve:
    """Rows that fit a query, and those that do not, with the reason."""

    rows: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def clean(name: str) -> str:
    """A name in one line without control characters."""
    return " ".join(_CONTROL.sub(" ", name).split())


def answers(gazetteer: Any, query: Query, *, limit: int = 10) -> list[Answer]:
    """Places for ``query``, likeliest first, at most ``limit``; empty where nothing fits."""
    if not clean(query.name):
        return []
    search = _Search(gazetteer, query, limit)
    forms = list(_placed(gazetteer, _forms(query)))
    looser = _placed(gazetteer, _looser_forms(query), loose=False)
    return (
        search.first(forms, _named)
        or search.first(forms, _inflected)
        or search.composed(forms)
        or search.first(looser, _named)
        or search.first(forms, _alike_in_sound)
        or search.first(forms, _alike_in_spelling)
    )


def _placed(gazetteer: Any, forms: Iterable[tuple[str, tuple[str, ...]]], *, loose: bool = True) -> Iterator[_Form]:
    """The forms whose outer names mean something, with the areas that they mean."""
    for name, within in forms:
        areas = areas_of(gazetteer, within, loose=loose)
        if areas is not None:
            yield name, areas


# -- ways to read a query

_Form = tuple[str, list[Area]]
"""A name with the areas that hold it."""
_Step = Callable[[Any, str, Query], Iterator[_Reading]]
"""One way to read a name."""


def _forms(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name with the areas that hold it: whole, first part inside the others, last part inside the others."""
    name = clean(query.name)
    yield name, query.within
    for marks in (_COMMA, _OUTER) if "(" in name else (_COMMA,):
        parts = [part for part in map(clean, marks.split(query.name)) if part]
        if len(parts) > 1:
            yield parts[0], (*parts[1:], *query.within)
            yield parts[-1], (*parts[:-1], *query.within)


def _looser_forms(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is written without commas: "Paris Texas", "Vodiane in Donetsk oblast", "Kyiv/Kiev"."""
    name = clean(query.name)
    head, inside, tail = name.partition(" in ")
    if inside and head.strip() and tail.strip():
        yield head.strip(), (tail.strip(), *query.within)
    head, *outer = (part.strip() for part in _OUTER.split(name))
    for other in head.split("/") if "/" in head else ():
        if other.strip():
            yield other.strip(), (*(part for part in outer if part), *query.within)
    parts = name.split()
    for size in range(1, min(_LONGEST_OUTER, len(parts) - 1) + 1):
        yield " ".join(parts[:-size]), (" ".join(parts[-size:]), *query.within)


def _named(gazetteer: Any, name: str, query: Query) -> Iterator[_Reading]:
    recogniser = gazetteer.recogniser
    folded = recogniser.fold(name)
    bare, feature = without_kind(name)
    code = recogniser.words.abbreviations.get(name)
    if code is not None and (row := gazetteer.catalogue.countries.get(code)) is not None:
        yield _Reading(folded, (row,), EXACT)
    rows = recogniser.lookup(folded) if folded else ()
    kinds = _KINDS.get(feature, ())
    short = recogniser.fold(bare) if kinds else ""
    also = tuple(r for r in recogniser.lookup(short) if gazetteer.catalogue.entry(r).kind in kinds) if short else ()
    fitting = any(gazetteer.catalogue.entry(row).kind in kinds for row in rows)
    if also and not fitting:  # "Kyiv city" is the town before it is the unit that bears that name
        yield _Reading(short, also, EXACT, feature)
    if rows:
        yield _Reading(folded, rows, EXACT, feature)
    if also and fitting:
        yield _Reading(short, also, EXACT, feature)


def _inflected(gazetteer: Any, name: str, query: Query) -> Iterator[_Reading]:
    """Names of other scripts in another case: "Харковом", "у Запоріжжі"."""
    if name.isascii():
        return
    for lang in (query.lang,) if query.lang else ("uk", "ru"):
        for mention in gazetteer.recogniser.read(name, lang).mentions:
            lead = name[: mention.start].strip().lower()
            whole = mention.end == len(name) and (not lead or lead in _IN)
            if whole and mention.kind == "name":
                yield _Reading(mention.folded, tuple(gazetteer.catalogue.rows_of(mention)), INFLECTED, mention.feature)


def _alike_in_sound(gazetteer: Any, name: str, query: Query) -> Iterator[_Reading]:
    def heard(bare: str) -> Iterable[int]:
        rows = gazetteer.index.sounds(bare)
        return (row for row in rows if likeness(bare, gazetteer.catalogue.entry(row).name) >= LEAST_SOUND)

    yield from _alike(gazetteer, name, SOUND, heard)


def _alike_in_spelling(gazetteer: Any, name: str, query: Query) -> Iterator[_Reading]:
    def near(bare: str) -> Iterable[int]:
        return (row for row, alike in gazetteer.index.fuzzy(bare) if alike >= LEAST_LIKENESS)

    yield from _alike(gazetteer, name, SPELLING, near)


def _alike(gazetteer: Any, name: str, match: str, look: Any) -> Iterator[_Reading]:
    bare, feature = without_kind(name)
    if feature and not _KINDS.get(feature):
        return
    kinds = _KINDS.get(feature, ())
    rows = tuple(row for row in look(bare) if not kinds or gazetteer.catalogue.entry(row).kind in kinds)
    if rows:
        yield _Reading(gazetteer.recogniser.fold(bare), rows, match, feature)


def likeness(one: str, other: str) -> float:
    """How alike two spellings are, 0 to 1, Arabic articles left out.

    Examples
    --------
    >>> round(likeness("Hodeidah", "Al Hudaydah"), 2), round(likeness("Xyzzy", "Xizhi"), 2)
    (0.62, 0.4)
    """
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(_ARTICLE.sub("", fold(one)), _ARTICLE.sub("", fold(other))))


# -- sieve and rank


@dataclass(slots=True)
class _Search:
    """One query on its way: the forms and readings of its name sifted and ranked, refusals kept."""

    gazetteer: Any
    query: Query
    limit: int
    refused: list[Refused] = field(default_factory=list)

    def first(self, forms: Iterable[_Form], step: _Step) -> list[Answer]:
        """The answers to the first form and reading that have any."""
        for name, areas in forms:
            for reading in step(self.gazetteer, name, self.query):
                sieve = self._sift(reading, areas)
                self.refused += sieve.refused
                if sieve.rows:
                    return self._ranked(name, reading, sieve.rows, areas)
        return []

    def composed(self, forms: Iterable[_Form]) -> list[Answer]:
        """Words around a name that move it ("near Kherson"), where they are all of a form."""
        for name, areas in () if self.query.kinds else forms:
            for found in self._whole(name):
                if found.place is not None and self._reason(found.place, None, areas) is None:
                    return [Answer(found.place, COMPOSED, None, found.refused)]
        return []

    def _whole(self, name: str) -> Iterator[Toponym]:
        """The toponyms that span a name: composed ones, and plain ones unless it is a river's or a street's."""
        other = ("uk", "ru", "ar")
        plain = bool(_KINDS.get(without_kind(name)[1], True))
        for lang in (self.query.lang,) if self.query.lang else ("en",) if name.isascii() else other:
            for found in self.gazetteer.toponyms(name, lang=lang):
                whole = found.end == len(name) and name[: found.start].strip().lower() in ("", "the")
                if whole and (plain or found.kind is ToponymKind.COMPOSED):
                    yield found

    def _sift(self, reading: _Reading, areas: Sequence[Area]) -> _Sieve:
        """What fits; what only lies near a town of the name that should hold it, where nothing else does."""
        rows, query = list(dict.fromkeys(reading.rows)), self.query
        if not (areas or query.kinds or query.countries or query.bounded):
            return _Sieve(rows)
        strict = self._sifted(rows, areas, towns=False)
        return strict if strict.rows or not areas else self._sifted(rows, areas, towns=True)

    def _sifted(self, rows: Sequence[int], areas: Sequence[Area], *, towns: bool) -> _Sieve:
        sieve = _Sieve()
        for row in rows:
            entry = self.gazetteer.catalogue.entry(row)
            reason = self._reason(self.gazetteer.place(row), entry, areas, towns=towns)
            if reason is None:
                sieve.rows.append(row)
            elif len(sieve.refused) < REFUSED_SHOWN:
                sieve.refused.append(Refused(entry.name, reason, entry.geonames_id, entry.country_code))
        return sieve

    def _reason(self, place: Place, entry: Any, areas: Sequence[Area], *, towns: bool = True) -> str | None:
        """Why a place is not what was asked for; None where it is."""
        query = self.query
        if query.kinds and (entry is None or entry.kind not in query.kinds):
            return "another kind of place than asked for"
        if query.countries and place.country_code not in query.countries:
            return f"not in {', '.join(sorted(query.countries))}"
        if query.bounded and query.box is not None and not _in_box(query.box, place.latitude, place.longitude):
            return "outside the box"
        outside = next((area for area in areas if not area.holds(self.gazetteer, place, entry, towns=towns)), None)
        return None if outside is None else f"not in {outside.name}"

    def _ranked(self, name: str, reading: _Reading, rows: Sequence[int], areas: Sequence[Area]) -> list[Answer]:
        """At most ``limit`` answers among rows that fit, likeliest first."""
        mention = Mention(0, len(name), 0, 0, reading.folded, tuple(rows), p_place=1.0)
        question = self._ask(name, mention, reading.feature, areas)
        order = [int(at) for at in np.argsort(-question.posterior, kind="stable") if question.posterior[at] > 0]
        # the first is calibrated; the others share what it leaves
        sure = _told(certainty.p_location(mention, question, sure=True), areas, self.query)
        ranked: list[tuple[Place, int]] = []
        for at in order[: max(self.limit, REFUSED_SHOWN + 1)]:
            row = int(question.candidates.rows[at])
            p = min(sure if at == order[0] else 1.0 - sure, float(question.posterior[at])) * _TRUST[reading.match]
            ranked.append((dataclasses.replace(self.gazetteer.place(row), p_location=round(p, 4)), row))
        found = enumerate(ranked[: self.limit])
        return [Answer(place, reading.match, row, _others(ranked, n, self.refused)) for n, (place, row) in found]

    def _ask(self, name: str, mention: Mention, feature: str, areas: Sequence[Area]) -> Question:
        """The candidates of a name with the probability of each."""
        query, candidates = self.query, self.gazetteer.catalogue._build(mention)
        key: Any = (mention.folded, mention.kind, feature, "", False, "")
        question = Question(key, [mention], candidates, feature, fixed=len(candidates.rows) == 1)
        resolve([(Reading(name, tokens(""), [mention]), [question])], theatre=query.theatre, home=query.home)
        prefer(self.gazetteer, question, unit_told=_tells_unit(areas))
        if query.box is not None and not query.bounded:
            inside = [_in_box(query.box, *at) for at in zip(candidates.latitude, candidates.longitude, strict=True)]
            weight = question.posterior * np.where(inside, IN_VIEW_ODDS, 1.0)
            question.decide(weight / weight.sum())
        return question


def _tells_unit(areas: Sequence[Area]) -> bool:
    """Whether more than the country was told."""
    return any(all(entry.kind != "country" for entry in area.entries) for area in areas)


def _told(p: float, areas: Sequence[Area], query: Query) -> float:
    """The probability of a name that lies where it was told to lie."""
    units = _tells_unit(areas)
    if not areas and not query.countries:
        return p
    odds = p / max(1.0 - p, 1e-6) * math.exp(UNIT_LOGIT if units else COUNTRY_LOGIT)
    return odds / (1.0 + odds)


def _in_box(box: Box, latitude: float, longitude: float) -> bool:
    west, south, east, north = box
    return south <= latitude <= north and west <= longitude <= east


def _others(ranked: Sequence[tuple[Place, int]], at: int, refused: Sequence[Refused]) -> tuple[Refused, ...]:
    """What an answer was preferred to, and what was sifted out."""
    chosen = ranked[at][0]
    less = [
        Refused(place.location, _lesser(chosen, place), place.geonames_id, place.country_code, place.p_location)
        for n, (place, _) in enumerate(ranked)
        if n != at
    ]
    apart = refused[:_APART_SHOWN]
    return (*less[: REFUSED_SHOWN - len(apart)], *apart)


def _lesser(chosen: Place, other: Place) -> str:
    units = (GeoPrecision.ADMIN1, GeoPrecision.ADMIN2)
    if other.geo_precision in units and chosen.geo_precision is GeoPrecision.SETTLEMENT:
        return "a bare name means the town rather than its unit"
    if (other.p_location or 0.0) > (chosen.p_location or 0.0):
        return "ranked before this one"
    return "less prominent"
