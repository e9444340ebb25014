"""Which place is meant: candidates scored by prominence, by the words around them and by the rest of the report.

Every distinct name of a report is one question with one answer (one sense a report). Its candidates are scored by a
linear model over the features below and the scores become probabilities by a softmax; the answers of one round are the
context of the next: shares of countries and first-level units, distance to places that are already sure.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.gazetteer.candidates import Candidates, Catalogue
from geo.gazetteer.containment import STATED, contained, split
from geo.gazetteer.context import BESIDE_UNIT, weights
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.mentions import Mention, Reading
from geo.model import Refused

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

DYNAMIC = (
    "feature_agrees",
    "feature_differs",
    "contained",
    "country_share",
    "admin1_share",
    "near_anchor",
    "closest",
    "theatre",
    "home",
    "small_people",
)
ROUNDS = 3
SURE = 0.5
"""Probability from which an answer is a place that the others are measured against."""
MOST_ANCHORS = 120
"""Sure places that the others are measured against: a bound on the cost of very long reports."""
BESIDE = 0.6
"""How far a unit agrees with a row of units in which its bare name stands, where no town of note bears it too."""
PART_TRUST = 0.2
"""Weight of a part of an unknown name as context for others."""
VILLAGE_PEOPLE = 4.0
"""Logarithm of the people above which a place is less and less what a report calls a village."""
DISTRICT_KM = 100.0
"""Distance from the middle of a district within which a place of its unit may lie in it."""
NEAR_KM = 150.0
"""Distance over which nearness to a sure place fades: the size of a region that one report is about."""
CLEARLY = np.array([1.0, 2.5, 4.0])
"""How much each of these says. A listed city is not moved to a hamlet of its name, a stated one is."""
Pair = tuple[int, int, int]
"""Numbers of two questions, the second of which holds the first, and how that is told."""
Holders = tuple[Numbers, Numbers, Floats]
"""Numbers of candidates, of the candidates that hold them, and how clearly that is told."""
_COUNTRY, _ADMIN2 = KINDS.index("country"), KINDS.index("admin2")
_AGREES = {
    "admin1": ("admin1", "region"),
    "admin2": ("admin2",),
    "settlement": ("settlement", "sub_settlement"),
    "sea": ("sea",),
    "site": ("site",),
}
_FITS = {word: np.isin(KINDS, kinds) for word, kinds in _AGREES.items()}
"""Whether the word for a kind fits each kind of place, by number."""
_UNITS = frozenset(("admin1", "admin2"))
_WIDE = np.isin(KINDS, ("country", "region", "sea"))
"""Kinds too wide to measure distances from."""
_UNIT = np.isin(KINDS, ("country", "admin1", "admin2"))
"""Kinds that hold others."""
_COLUMN = {name: at for at, name in enumerate(DYNAMIC)}
LEAST_HELD = 0.02
"""Probability below which a candidate holds no other."""


Key = tuple[str, str, str, str, bool, str]
"""Folded name, kind, feature, code, whether it is small or a part, and the unit that tells it from others of its name."""


@dataclass(slots=True)
class Question:
    """One distinct name of a report with all its mentions."""

    key: Key
    mentions: list[Mention]
    candidates: Candidates
    feature: str
    fixed: bool
    """Countries, abbreviations, adjectives: the candidate is given, only other names ask for context."""
    posterior: Floats = field(default_factory=lambda: np.zeros(0))
    best: int = 0
    """Number of the likeliest candidate; written with the probabilities by :meth:`decide`."""
    p_place: float = 1.0
    dynamic: Floats = field(default_factory=lambda: np.zeros((0, len(DYNAMIC))))
    """What the report says of each candidate, a row each, columns in the order of ``DYNAMIC``."""
    holders: list[tuple[Question, int]] = field(default_factory=list)
    """Names that are told to hold it, and how that is told (:mod:`geo.gazetteer.containment`)."""
    small: bool = False
    """Whether the text calls it a village."""
    beside: bool = False
    """Whether it stands in a row with first-level units."""
    alone: bool = False
    """Whether no other name of the report can speak for it."""
    partial: bool = False
    """Whether it is a part of a longer name that no gazetteer knows: "Carnegie" of "Carnegie Library"."""
    hint: str = ""
    """Country that an adjective stands for."""
    facts: tuple[int, list[float]] | None = None
    """The answer's number with its facts and what the report says of it."""
    told: tuple[int, float] | None = None
    """The answer's number with what its probability rests on apart from the single mention."""
    against: list[int] | None = None
    """What speaks most against each candidate beside the best, by number; -1 for nothing."""
    refused: tuple[int, tuple[Refused, ...]] | None = None
    """The answer's number with the candidates that it left behind, once told."""

    @property
    def outer(self) -> list[Question]:
        """Names that should hold it: "X, Y", "X in Y"."""
        return [outer for outer, _ in self.holders]

    @property
    def stated(self) -> bool:
        """Whether the text states that it lies in a unit."""
        return any(how == STATED for _, how in self.holders)

    def decide(self, posterior: Floats) -> None:
        """Take the probabilities of the candidates."""
        self.posterior, self.best = posterior, int(posterior.argmax())


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of codes as small numbers, of each report's own and of each question's own."""

    known: npt.NDArray[np.bool_]
    report: npt.NDArray[np.int64]
    question: npt.NDArray[np.int64]

    @classmethod
    def of(cls, codes: npt.NDArray[np.int64], report: npt.NDArray[np.int64], group: npt.NDArray[np.int64]) -> Codes:
        """The codes of one column, told the report and the question of each candidate."""
        span = int(codes.max()) + 1
        of_report, of_question = (np.unique(owner * span + codes, return_inverse=True)[1] for owner in (report, group))
        return cls(codes != 0, of_report, of_question)


@dataclass(slots=True)
class Sheet:
    """All candidates of some reports one under another, as arrays."""

    static: Floats
    kind: npt.NDArray[np.uint8]
    country: npt.NDArray[np.int64]
    admin1: npt.NDArray[np.int64]
    latitude: Floats
    longitude: Floats
    globe: Floats
    """Points on the unit sphere."""
    group: npt.NDArray[np.int64]
    """Number of the question of each candidate."""
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    """First candidate of each question, and the one behind its last."""
    report: npt.NDArray[np.int64]
    """Number of the report of each candidate."""
    p_place: Floats
    """Of each question, as is its weight as context for others."""
    weight: Floats
    dynamic: Floats
    codes: tuple[Codes, Codes]
    """Countries and first-level units, counted off."""


def questions(reading: Reading, catalogue: Catalogue, least: float) -> list[Question]:
    """The distinct names of the mentions that are likely places (``p_place >= least``).

    A name is one question, but where the text puts it into several units; then it is one for each.
    """
    likely = [(m, catalogue.of(m)) for m in reading.mentions if m.p_place >= least]
    held = [m for m, candidates in likely if len(candidates.rows)]
    pairs = contained(reading, held, [_asks_unit(m, candidates) for m, candidates in likely if len(candidates.rows)])
    apart = split(held, pairs)
    found: dict[Key, Question] = {}
    of: list[Question] = []
    for n, mention in enumerate(held):
        small = mention.small or mention.partial
        key = (mention.folded, mention.kind, mention.feature, mention.code, small, apart.get(n, ""))
        question = found.get(key)
        if question is None:
            candidates = catalogue.of(mention)
            fixed = mention.kind in ("demonym", "country", "metonym") or len(candidates.rows) == 1
            question = found[key] = Question(key, [], candidates, mention.feature, fixed, hint=mention.code)
            question.p_place, question.small, question.partial = mention.p_place, mention.small, mention.partial
        of.append(question)
        question.mentions.append(mention)
        question.beside = question.beside or BESIDE_UNIT in mention.signs
        question.p_place = PART_TRUST if question.partial else max(question.p_place, mention.p_place)
    for (inner, outer), how in pairs.items():
        if of[inner] is not of[outer]:
            of[inner].holders.append((of[outer], how))
    return list(found.values())


def _asks_unit(mention: Mention, candidates: Candidates) -> bool:
    """Whether the words say that it is a unit, or no place of its name is anything else."""
    return mention.feature in _UNITS or (
        mention.kind == "name" and bool(candidates.all_kinds) and candidates.all_kinds <= _UNITS
    )


def resolve(
    reports: Sequence[tuple[Reading, Sequence[Question]]],
    *,
    theatre: Sequence[str] = (),
    home: str | None = None,
    weight: dict[str, float] | None = None,
) -> None:
    """Write the probability of each candidate into every question; each report's names are context for its own only."""
    asked = [question for _, own in reports for question in own]
    if not asked:
        return
    weight = weight or weights("resolve")
    held = sheet([own for _, own in reports], theatre, home)
    linear_static = held.static @ np.array([weight.get(name, 0.0) for name in Candidates.STATIC])
    linear = np.array([weight.get(name, 0.0) for name in DYNAMIC])
    pairs = containers(asked)
    _fill_feature(held, asked)
    posterior = _softmax(held, linear_static + held.dynamic @ linear)
    held_by = holding(held, pairs)
    for _ in range(ROUNDS - 1):
        fill_context(held, posterior, held_by)
        posterior = _softmax(held, linear_static + held.dynamic @ linear)
    # how clearly it is told chooses the place; how sure that is does not grow with it
    np.minimum(held.dynamic[:, _COLUMN["contained"]], 1.0, out=held.dynamic[:, _COLUMN["contained"]])
    sizes = [len(own) for _, own in reports]
    alone = itertools.chain.from_iterable(itertools.repeat(size == 1, size) for size in sizes)
    for question, start, end, single in zip(asked, held.starts.tolist(), held.ends.tolist(), alone, strict=True):
        question.decide(posterior[start:end])
        question.dynamic, question.alone, question.facts = held.dynamic[start:end], single, None


def sheet(reports: Sequence[Sequence[Question]], theatre: Sequence[str], home: str | None) -> Sheet:
    """Candidates of all questions of some reports as one table."""
    asked = list(itertools.chain.from_iterable(reports))
    parts = [question.candidates for question in asked]
    sizes = np.array([len(part.rows) for part in parts])
    ends = np.cumsum(sizes)
    group = np.repeat(np.arange(len(parts)), sizes)
    report = np.repeat(np.arange(len(reports)), [len(own) for own in reports])[group]
    country = np.concatenate([part.country for part in parts])
    admin1 = np.concatenate([part.admin1 for part in parts])
    dynamic = np.zeros((len(country), len(DYNAMIC)))
    for name, codes in (("theatre", theatre), ("home", (home,) if home else ())):
        if codes:
            wanted = [int.from_bytes(code.encode()[:2], "little") for code in codes]
            dynamic[:, _COLUMN[name]] = np.isin(country, wanted)
    return Sheet(
        static=np.concatenate([part.static for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        country=country,
        admin1=admin1,
        latitude=np.concatenate([part.latitude for part in parts]),
        longitude=np.concatenate([part.longitude for part in parts]),
        globe=np.concatenate([part.globe for part in parts]),
        group=group,
        starts=ends - sizes,
        ends=ends,
        report=report,
        p_place=np.array([question.p_place for question in asked]),
        weight=np.array([min(3.0, len(question.mentions)) * question.p_place for question in asked]),
        dynamic=dynamic,
        codes=(Codes.of(country, report, group), Codes.of(admin1, report, group)),
    )


def _fill_feature(held: Sheet, asked: Sequence[Question]) -> None:
    agrees, differs, small = _COLUMN["feature_agrees"], _COLUMN["feature_differs"], _COLUMN["small_people"]
    seatless, people = Candidates.STATIC.index("seatless"), Candidates.STATIC.index("population")
    for question, start, end in zip(asked, held.starts.tolist(), held.ends.tolist(), strict=True):
        rows = slice(start, end)
        if question.small:
            held.dynamic[rows, small] = np.maximum(0.0, held.static[rows, people] - VILLAGE_PEOPLE)
        wanted = _FITS.get(question.feature)
        if wanted is not None:
            fits = wanted[question.candidates.kind]
            held.dynamic[rows, agrees] = fits
            held.dynamic[rows, differs] = ~fits if fits.any() else 0
        elif question.beside:
            held.dynamic[rows, agrees] = BESIDE * held.static[rows, seatless]


def _softmax(held: Sheet, score: Floats) -> Floats:
    """Scores as the probability of each candidate of a question."""
    peak = np.maximum.reduceat(score, held.starts)
    power = np.exp(score - peak[held.group])
    total = np.add.reduceat(power, held.starts)
    posterior: Floats = power / total[held.group]
    return posterior


def _shares(codes: Codes, weight: Floats, held: Sheet) -> Floats:
    """Share of the report's weight that other names give to each candidate's code."""
    others = np.bincount(codes.report, weight)[codes.report] - np.bincount(codes.question, weight)[codes.question]
    left = np.bincount(held.report, weight)[held.report] - np.bincount(held.group, weight)[held.group]
    shares: Floats = np.where(codes.known, others / np.maximum(left, 1.0), 0.0)
    return shares


def fill_context(held: Sheet, posterior: Floats, held_by: Holders) -> None:
    """What the other names of the report, as far as they are answered, say of each candidate."""
    weight = posterior * held.weight[held.group]
    country, admin1 = held.codes
    held.dynamic[:, _COLUMN["country_share"]] = _shares(country, weight, held)
    held.dynamic[:, _COLUMN["admin1_share"]] = _shares(admin1, weight * admin1.known, held)
    _fill_distance(held, posterior)
    inner, outer, told = held_by
    contained = np.zeros(len(posterior))
    np.maximum.at(contained, inner, np.where(posterior[outer] >= LEAST_HELD, told * posterior[outer], 0.0))
    held.dynamic[:, _COLUMN["contained"]] = contained


def _anchors(held: Sheet, posterior: Floats) -> tuple[Numbers, Numbers, Floats]:
    """The questions that are sure of a place, report by report, with the place and how far it is to be trusted."""
    peak = np.maximum.reduceat(posterior, held.starts)
    peaks = np.flatnonzero(posterior == peak[held.group])
    best = peaks[np.searchsorted(peaks, held.starts)]
    owner = np.flatnonzero((peak >= SURE) & ~_WIDE[held.kind[best]])
    trust = peak[owner] * held.p_place[owner]
    report = held.report[held.starts[owner]]
    order = np.lexsort((-trust, report))
    kept = np.sort(order[np.arange(len(order)) - np.searchsorted(report, report) < MOST_ANCHORS])
    return owner[kept], best[owner[kept]], trust[kept]


def _fill_distance(held: Sheet, posterior: Floats) -> None:
    """How near the sure places of its report are to each candidate; every pair of the two stands in flat arrays."""
    owner, place, trust = _anchors(held, posterior)
    if not len(owner):
        return
    firsts = np.searchsorted(held.report[place], np.arange(int(held.report[-1]) + 2))
    count = np.diff(firsts)[held.report]
    measured, ends = np.flatnonzero(count), np.cumsum(count)
    candidate = np.repeat(np.arange(len(count)), count)
    anchor = np.arange(ends[-1]) + (firsts[held.report] - ends + count)[candidate]
    # no product of matrices: for so narrow ones its threads cost more than they save
    cosine = np.einsum("ij,ij->i", held.globe[candidate], held.globe[place[anchor]])
    km = 6371.0 * np.arccos(cosine.clip(-1.0, 1.0))
    near = np.exp(-km / NEAR_KM) * trust[anchor]
    near[held.group[candidate] == owner[anchor]] = 0.0
    at = (ends - count)[measured]
    held.dynamic[measured, _COLUMN["near_anchor"]] = np.minimum(np.add.reduceat(near, at), 3.0)
    held.dynamic[measured, _COLUMN["closest"]] = np.maximum.reduceat(near, at)


def distance_km(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> Any:
    """Great-circle distance in kilometres, broadcasting."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    a = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, a)))


def holding(held: Sheet, pairs: Sequence[Pair]) -> Holders:
    """Candidates of inner names, each with a candidate of the outer name that holds it, and how clearly that is told."""
    inner, outer, stated = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
    wide = (held.ends - held.starts)[outer]
    count = (held.ends - held.starts)[inner] * wide
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    of = np.repeat(np.arange(len(count)), count)
    inside, holder = held.starts[inner][of] + at // wide[of], held.starts[outer][of] + at % wide[of]
    told = CLEARLY[stated][of]
    unit = _UNIT[held.kind[holder]]
    inside, holder, told = inside[unit], holder[unit], told[unit]
    kind = held.kind[holder]
    holds = np.where(
        kind == _COUNTRY, held.country[inside] == held.country[holder], held.admin1[inside] == held.admin1[holder]
    ) & (held.kind[inside] != kind)
    inside, holder, told = inside[holds], holder[holds], told[holds]
    ends = (held.latitude[inside], held.longitude[inside], held.latitude[holder], held.longitude[holder])
    near = (held.kind[holder] != _ADMIN2) | (distance_km(*ends) < DISTRICT_KM)
    return inside[near], holder[near], told[near]


def containers(asked: Sequence[Question]) -> list[Pair]:
    """The pairs of questions one of which is told to hold the other, by number."""
    number = {id(question): n for n, question in enumerate(asked)}
    pairs: dict[tuple[int, int], int] = {}
    for n, question in enumerate(asked):
        for outer, how in question.holders:
            pair = n, number[id(outer)]
            pairs[pair] = max(how, pairs.get(pair, how))
    return sorted((*pair, how) for pair, how in pairs.items())
