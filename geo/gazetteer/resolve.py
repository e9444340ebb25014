"""Which place is meant: candidates scored by prominence, by the words around them and by the rest of the report.

Every distinct name of a report is one question with one answer (one sense a report). Its candidates are scored by a
linear model over the features below and the scores become probabilities by a softmax; the answers of one round are the
context of the next: shares of countries and first-level units, distance to places that are already sure.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.gazetteer.candidates import Candidates, Catalogue
from geo.gazetteer.context import BESIDE_UNIT, weights
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.mentions import Mention, Reading
from geo.model import Refused

Floats = npt.NDArray[np.float64]

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
_CONTAINS_AFTER = re.compile(
    r"^(?:\s*,\s*(?:in\s+)?(?:the\s+)?|\s+in\s+(?:the\s+)?(?:\w+\s+)?|\s*\(\s*(?:the\s+)?|\s+of\s+)$"
)
_CONTAINS_BEFORE = re.compile(r"^(?:['’]s?\s+(?:[a-z-]+\s+){0,4}|\s+(?:[a-z-]+\s+){0,4}(?:of\s+)?|\s*[,:]\s*)$")
_KIND = {kind: number for number, kind in enumerate(KINDS)}
_AGREES = {
    "admin1": ("admin1", "region"),
    "admin2": ("admin2",),
    "settlement": ("settlement", "sub_settlement"),
    "sea": ("sea",),
    "site": ("site",),
}
_FITS = {word: np.isin(KINDS, kinds) for word, kinds in _AGREES.items()}
"""Whether the word for a kind fits each kind of place, by number."""
_WIDE = np.isin(KINDS, ("country", "region", "sea"))
LEAST_HELD = 0.02
"""Probability below which a candidate holds no other."""


@dataclass(slots=True)
class Question:
    """One distinct name of a report with all its mentions."""

    key: tuple[str, str, str, str, bool]
    mentions: list[Mention]
    candidates: Candidates
    feature: str
    fixed: bool
    """Countries, abbreviations, adjectives: the candidate is given, only other names ask for context."""
    posterior: Floats = field(default_factory=lambda: np.zeros(0))
    p_place: float = 1.0
    dynamic: Floats = field(default_factory=lambda: np.zeros((0, len(DYNAMIC))))
    """What the report says of each candidate, a row each, columns in the order of ``DYNAMIC``."""
    outer: list[Question] = field(default_factory=list)
    """Names that should hold it: "X, Y", "X in Y"."""
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
    facts: tuple[int, dict[str, float]] | None = None
    """The answer's number with its facts and what the report says of it."""
    told: tuple[int, float] | None = None
    """The answer's number with what its probability rests on apart from the single mention."""
    against: list[int] | None = None
    """What speaks most against each candidate beside the best, by number; -1 for nothing."""
    refused: tuple[int, tuple[Refused, ...]] | None = None
    """The answer's number with the candidates that it left behind, once told."""


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of codes as small numbers, and as numbers of its own in each question."""

    known: npt.NDArray[np.bool_]
    number: npt.NDArray[np.int64]
    size: int
    own: npt.NDArray[np.int64]
    own_size: int

    @classmethod
    def of(cls, codes: npt.NDArray[np.int64], group: npt.NDArray[np.int64]) -> Codes:
        """The codes of one column."""
        numbers: dict[int, int] = {}
        number = np.array([numbers.setdefault(code, len(numbers)) for code in codes.tolist()], dtype=np.int64)
        own = group * len(numbers) + number
        return cls(codes != 0, number, len(numbers), own, int(own[-1]) + len(numbers))


@dataclass(slots=True)
class Sheet:
    """All candidates of a report one under another, as arrays."""

    static: Floats
    country: npt.NDArray[np.int64]
    admin1: npt.NDArray[np.int64]
    wide: npt.NDArray[np.bool_]
    """Countries, regions and seas: too wide to measure distances from."""
    globe: Floats
    """Points on the unit sphere."""
    group: npt.NDArray[np.int64]
    """Number of the question of each candidate."""
    starts: npt.NDArray[np.int64]
    dynamic: Floats
    codes: tuple[Codes, Codes]
    """Countries and first-level units, counted off."""


def questions(reading: Reading, catalogue: Catalogue, least: float) -> list[Question]:
    """The distinct names of the mentions that are likely places (``p_place >= least``)."""
    found: dict[tuple[str, str, str, str, bool], Question] = {}
    likely = [mention for mention in reading.mentions if mention.p_place >= least]
    catalogue.prepare(likely)
    for mention in likely:
        key = (mention.folded, mention.kind, mention.feature, mention.code, mention.small or mention.partial)
        held = found.get(key)
        if held is None:
            candidates = catalogue.of(mention)
            if not len(candidates.rows):
                continue
            fixed = mention.kind in ("demonym", "country", "metonym") or len(candidates.rows) == 1
            held = found[key] = Question(key, [], candidates, mention.feature, fixed, hint=mention.code)
            held.p_place, held.small, held.partial = mention.p_place, mention.small, mention.partial
        held.mentions.append(mention)
        held.beside = held.beside or BESIDE_UNIT in mention.signs
        held.p_place = PART_TRUST if held.partial else max(held.p_place, mention.p_place)
    return list(found.values())


def resolve(
    reading: Reading,
    asked: Sequence[Question],
    *,
    theatre: Sequence[str] = (),
    home: str | None = None,
    weight: dict[str, float] | None = None,
) -> None:
    """Write the probability of each candidate into every question."""
    if not asked:
        return
    weight = weight or weights("resolve")
    held = sheet(asked, theatre, home)
    linear_static = held.static @ np.array([weight.get(name, 0.0) for name in Candidates.STATIC])
    linear = np.array([weight.get(name, 0.0) for name in DYNAMIC])
    pairs = containers(reading, asked)
    _fill_feature(held, asked)
    _answer(held, asked, linear_static + held.dynamic @ linear)
    for _ in range(ROUNDS - 1):
        fill_context(held, asked, pairs)
        _answer(held, asked, linear_static + held.dynamic @ linear)
    for inner, outer in pairs:
        asked[inner].outer.append(asked[outer])
    for at, question in enumerate(asked):
        question.alone = len(asked) == 1
        question.facts = None
        question.dynamic = held.dynamic[held.starts[at] : held.starts[at] + len(question.candidates.rows)]


def sheet(asked: Sequence[Question], theatre: Sequence[str], home: str | None) -> Sheet:
    """Candidates of all questions as one table."""
    parts = [question.candidates for question in asked]
    sizes = np.array([len(part.rows) for part in parts])
    country = np.concatenate([part.country for part in parts])
    dynamic = np.zeros((len(country), len(DYNAMIC)))
    for name, codes in (("theatre", theatre), ("home", (home,) if home else ())):
        if codes:
            wanted = [int.from_bytes(code.encode()[:2], "little") for code in codes]
            dynamic[:, DYNAMIC.index(name)] = np.isin(country, wanted)
    group = np.repeat(np.arange(len(parts)), sizes)
    admin1 = np.concatenate([part.admin1 for part in parts])
    return Sheet(
        static=np.concatenate([part.static for part in parts]),
        country=country,
        admin1=admin1,
        wide=_WIDE[np.concatenate([part.kind for part in parts])],
        globe=np.concatenate([part.globe for part in parts]),
        group=group,
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        dynamic=dynamic,
        codes=(Codes.of(country, group), Codes.of(admin1, group)),
    )


def _fill_feature(held: Sheet, asked: Sequence[Question]) -> None:
    agrees, differs = DYNAMIC.index("feature_agrees"), DYNAMIC.index("feature_differs")
    seatless = Candidates.STATIC.index("seatless")
    people, small = Candidates.STATIC.index("population"), DYNAMIC.index("small_people")
    for at, question in enumerate(asked):
        if question.small:
            rows = slice(held.starts[at], held.starts[at] + len(question.candidates.rows))
            held.dynamic[rows, small] = np.maximum(0.0, held.static[rows, people] - VILLAGE_PEOPLE)
        wanted = _FITS.get(question.feature)
        if wanted is None:
            if question.beside:
                rows = slice(held.starts[at], held.starts[at] + len(question.candidates.rows))
                held.dynamic[rows, agrees] = BESIDE * held.static[rows, seatless]
            continue
        rows = slice(held.starts[at], held.starts[at] + len(question.candidates.rows))
        fits = wanted[question.candidates.kind]
        held.dynamic[rows, agrees] = fits
        held.dynamic[rows, differs] = ~fits if fits.any() else 0


def _answer(held: Sheet, asked: Sequence[Question], score: Floats) -> None:
    peak = np.maximum.reduceat(score, held.starts)
    power = np.exp(score - peak[held.group])
    total = np.add.reduceat(power, held.starts)
    posterior = power / total[held.group]
    for at, question in enumerate(asked):
        question.posterior = posterior[held.starts[at] : held.starts[at] + len(question.candidates.rows)]


def _shares(codes: Codes, weight: Floats, group: npt.NDArray[np.int64]) -> Floats:
    """Share of the report's weight that other names give to each candidate's code."""
    total = np.bincount(codes.number, weight, codes.size)
    own = np.bincount(codes.own, weight, codes.own_size)
    others = total[codes.number] - own[codes.own]
    left = weight.sum() - np.bincount(group, weight)[group]
    shares: Floats = np.where(codes.known, others / np.maximum(left, 1.0), 0.0)
    return shares


def fill_context(held: Sheet, asked: Sequence[Question], pairs: Sequence[tuple[int, int]]) -> None:
    """What the other names of the report, as far as they are answered, say of each candidate."""
    posterior = np.concatenate([question.posterior for question in asked])
    count = np.array([min(3.0, len(question.mentions)) * question.p_place for question in asked])
    weight = posterior * count[held.group]
    column = {name: at for at, name in enumerate(DYNAMIC)}
    held.dynamic[:, column["country_share"]] = _shares(held.codes[0], weight, held.group)
    held.dynamic[:, column["admin1_share"]] = _shares(held.codes[1], weight * held.codes[1].known, held.group)
    _fill_distance(held, posterior, np.array([question.p_place for question in asked]), column)
    held.dynamic[:, column["contained"]] = 0.0
    for inner, outer in pairs:
        rows = slice(held.starts[inner], held.starts[inner] + len(asked[inner].candidates.rows))
        fits = _inside(asked[inner].candidates, asked[outer])
        held.dynamic[rows, column["contained"]] = np.maximum(held.dynamic[rows, column["contained"]], fits)


def _fill_distance(held: Sheet, posterior: Floats, p_place: Floats, column: dict[str, int]) -> None:
    peak = np.maximum.reduceat(posterior, held.starts)
    peaks = np.flatnonzero(posterior == peak[held.group])
    best = peaks[np.searchsorted(peaks, held.starts)]
    owner = np.flatnonzero((peak >= SURE) & ~held.wide[best])
    if not len(owner):
        return
    trust = peak[owner] * p_place[owner]
    if len(owner) > MOST_ANCHORS:
        kept = np.sort(np.argsort(-trust, kind="stable")[:MOST_ANCHORS])
        owner, trust = owner[kept], trust[kept]
    km = 6371.0 * np.arccos((held.globe @ held.globe[best[owner]].T).clip(-1.0, 1.0))
    near = np.exp(-km / NEAR_KM) * trust
    near[held.group[:, None] == owner] = 0.0
    held.dynamic[:, column["near_anchor"]] = np.minimum(near.sum(axis=1), 3.0)
    held.dynamic[:, column["closest"]] = near.max(axis=1)


def distance_km(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> Any:
    """Great-circle distance in kilometres, broadcasting."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    a = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, a)))


def _inside(inner: Candidates, outer: Question) -> Floats:
    """How far each candidate lies in a likely candidate of the name that should hold it."""
    fits = np.zeros(len(inner.rows))
    holder = outer.candidates
    for at in np.flatnonzero(outer.posterior >= LEAST_HELD).tolist():
        kind = int(holder.kind[at])
        if kind == _KIND["country"]:
            held = inner.country == holder.country[at]
        elif kind in (_KIND["admin1"], _KIND["admin2"]):
            held = inner.admin1 == holder.admin1[at]
        else:
            continue
        held = held & (inner.kind != kind)
        if kind == _KIND["admin2"]:
            km = distance_km(inner.latitude, inner.longitude, holder.latitude[at], holder.longitude[at])
            held = held & (km < DISTRICT_KM)
        fits = np.maximum(fits, held * outer.posterior[at])
    return fits


def containers(reading: Reading, asked: Sequence[Question]) -> list[tuple[int, int]]:
    """Pairs (inner, outer) of questions whose mentions stand as "X, Y", "X in Y", "Y's X" or "Y city of X"."""
    place = {id(mention): at for at, question in enumerate(asked) for mention in question.mentions}
    held = [mention for mention in reading.mentions if id(mention) in place]
    pairs = set()
    for left, right in itertools.pairwise(held):
        between = reading.text[left.end : right.start]
        if len(between) > 40 or place[id(left)] == place[id(right)]:
            continue
        if _CONTAINS_AFTER.match(between):
            pairs.add((place[id(left)], place[id(right)]))
        if _CONTAINS_BEFORE.match(between) and (left.kind in ("demonym", "country") or between[:1] in "'’:,"):
            pairs.add((place[id(right)], place[id(left)]))
    return sorted(pairs)
