"""How likely an answer is right: ``p_location``, from the two probabilities that led to it and what the report says.

A softmax over candidates is sure of a name that only one place bears, though the report may be about another country.
The logistic here sees that: it weighs the support of the report's other names, how the place bears the name, and how many
people live there. Its weights (``data/location.toml``) are fitted by ``scripts/train_resolver.py`` on labelled texts and
judged out of fold.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.gazetteer.candidates import Candidates
from geo.gazetteer.context import chance, logistic, weights
from geo.gazetteer.mentions import Mention
from geo.gazetteer.resolve import DYNAMIC, Question

_LEAST = 0.001
_DYNAMIC = ("country_share", "admin1_share", "near_anchor", "closest", "contained", "feature_agrees", "small_people")
_STATIC = ("population", "alias", "old", "largest", "capital")
_DYNAMIC_OF = operator.itemgetter(*map(DYNAMIC.index, _DYNAMIC))
_STATIC_OF = operator.itemgetter(*map(Candidates.STATIC.index, _STATIC))
_FACTS = (*_STATIC, *_DYNAMIC)
_SHARE, _CLOSEST = _FACTS.index("country_share"), _FACTS.index("closest")
_SIGNS = frozenset(
    (
        "common", "first_name", "last_name", "surname", "namesake", "one_word", "many_words", "inflected",
        "next_site", "next_site_cap", "next_org", "next_comma_cap", "next_cap",
        "prev_cap", "prev_strong", "prev_of", "prev_feature",
    )
)  # fmt: skip
HEARD_P = 0.6
"""Probability that a name known by its sound only is a place, where the report is about its surroundings."""
LEAST_SHARE, LEAST_CLOSENESS = 0.3, 0.25
"""Share of the report's names in its country, and nearness to a sure one (0.25 is about 200 km), that make it so."""
NEUTRAL_SHARE = 0.3
"""Share given to seas and wide regions, which no country's names can speak for: about the middle of right answers."""
_REASONS = {
    "does not lie in the place told with it": ("contained",),
    "is of another kind than the words around the name say": ("feature_", "small_people"),
    "lies in a country that the report says less of": ("country_share",),
    "lies in a region that the report says less of": ("admin1_share",),
    "lies farther from the report's other places": ("near_anchor", "closest"),
    "lies outside the theatre": ("theatre",),
    "lies outside the outlet's country": ("home",),
    "is less well known": ("population", "largest", "capital", "curated"),
    "bears the name only beside its own": ("alias", "old"),
    "is of a kind that the bare name seldom means": ("kind_", "seatless"),
}
"""What may speak against a candidate, with the features that say so."""
_TOLD = tuple(_REASONS)
_FEATURES = (*Candidates.STATIC, *DYNAMIC)
FOREIGN_SHARE = 0.05
"""Share of a report's names below which a country plays no part in it."""


def numbers(mention: Mention, question: Question, *, sure: bool) -> dict[str, float]:
    """What bears on an answer: signs count 1; the logits are of the candidate and of the name being a place at all."""
    facts = dict(zip(_FACTS, _facts(question), strict=True))
    told = {"place": _place(mention, sure=sure), "answer": _logit(float(question.posterior[question.best])), **facts}
    return {
        **told,
        **dict.fromkeys((*_marks(question), f"kind_{mention.kind}", *_SIGNS.intersection(mention.signs)), 1.0),
    }


def _place(mention: Mention, *, sure: bool) -> float:
    return _logit(1.0 - _LEAST if sure else mention.p_place)


def _marks(question: Question) -> list[str]:
    """What holds of an answer or does not."""
    held, best = question.candidates, question.best
    kind = held.kinds[best]
    found = [f"is_{kind}"]
    if len(held.rows) == 1:
        found.append("only_one")
    if question.alone:
        found.append("alone")
    elif kind != "country" and _facts(question)[_SHARE] < FOREIGN_SHARE:
        found.append("foreign")
    if question.partial:
        found.append("partial")
    return found


def _facts(question: Question) -> list[float]:
    """The place, and what the report's other names say of it; of seas and wide regions their countries say nothing."""
    best = question.best
    if question.facts is None or question.facts[0] != best:
        held = question.candidates
        found = [*_STATIC_OF(held.static[best].tolist()), *_DYNAMIC_OF(question.dynamic[best].tolist())]
        if not held.country[best]:
            found[_SHARE] = NEUTRAL_SHARE
        question.facts = (best, found)
    return question.facts[1]


def p_location(mention: Mention, question: Question, *, sure: bool) -> float:
    """Probability that the likeliest candidate is the place meant; ``sure`` where the name is known to be one."""
    weight = weights("location")
    if question.told is None or question.told[0] != question.best:
        answer = weight.get("answer", 0.0) * _logit(float(question.posterior[question.best]))
        marks = sum(map(weight.get, _marks(question), itertools.repeat(0.0)))
        question.told = (question.best, _linear(question, "location") + answer + marks)
    own = [sign for sign in mention.signs if sign in _SIGNS]
    own.append(f"kind_{mention.kind}")
    return chance(own, weight, question.told[1] + weight.get("place", 0.0) * _place(mention, sure=sure))


def place_numbers(mention: Mention, question: Question) -> dict[str, float]:
    """What bears on a name being a place at all, once the report is resolved: its first chance, and its support."""
    facts = _facts(question)
    found = {
        "place": _place(mention, sure=False),
        "alone": float(question.alone),
        **dict(zip(_FACTS, facts, strict=True)),
    }
    if "plain" in mention.signs:
        found.update(plain_share=facts[_SHARE], plain_near=facts[_CLOSEST])
    return found


def is_supported(question: Question) -> bool:
    """Whether the report's other names lie in the country of the answer and around it."""
    found = _facts(question)
    return found[_SHARE] >= LEAST_SHARE and found[_CLOSEST] >= LEAST_CLOSENESS


def judge_again(question: Question) -> None:
    """Write into the mentions of a name how likely they are places, now that the report is resolved."""
    weight = weights("support")
    linear = weight.get("bias", 0.0) + weight.get("alone", 0.0) * question.alone + _linear(question, "support")
    facts = _facts(question)
    plain = weight.get("plain_share", 0.0) * facts[_SHARE] + weight.get("plain_near", 0.0) * facts[_CLOSEST]
    for mention in question.mentions:
        if mention.kind == "heard":
            mention.p_place = HEARD_P if is_supported(question) else 0.0
        elif mention.kind == "name":
            place = weight.get("place", 0.0) * _place(mention, sure=False)
            mention.p_place = logistic(linear + place + (plain if "plain" in mention.signs else 0.0))


@functools.cache
def facts_weights(model: str) -> list[float]:
    """What each of the facts of an answer weighs in a model."""
    return [weights(model).get(name, 0.0) for name in _FACTS]


def _linear(question: Question, model: str) -> float:
    return float(sum(map(operator.mul, _facts(question), facts_weights(model))))


@functools.cache
def _speaking() -> npt.NDArray[np.float64]:
    """What each feature adds to each reason."""
    weight = weights("resolve")
    groups = [[float(name.startswith(names)) for names in _REASONS.values()] for name in _FEATURES]
    speaking: npt.NDArray[np.float64] = np.array(groups) * np.array([[weight.get(name, 0.0)] for name in _FEATURES])
    return speaking


def compare(asked: Sequence[Question]) -> None:
    """Write into all questions of a report what speaks most against each candidate beside the best."""
    if not asked:
        return
    static = np.concatenate([question.candidates.static for question in asked])
    columns = np.hstack([static, np.concatenate([question.dynamic for question in asked])])
    sizes = np.array([len(question.posterior) for question in asked])
    ends = np.cumsum(sizes)
    best = ends - sizes + [question.best for question in asked]
    against = (np.repeat(columns[best], sizes, axis=0) - columns) @ _speaking()
    reasons = np.where(against.max(axis=1) > 0.0, against.argmax(axis=1), -1).tolist()
    for question, start, end in zip(asked, (ends - sizes).tolist(), ends.tolist(), strict=True):
        question.against = reasons[start:end]


def why_not(question: Question, others: Sequence[int], best: int) -> list[str]:
    """What spoke most against each candidate beside the one that was taken (``best``; -1 where none was)."""
    if best < 0:
        return ["no candidate is likely enough"] * len(others)
    if question.against is None:
        compare([question])
    against = question.against or []
    return [_TOLD[against[at]] if against[at] >= 0 else "less likely in this context" for at in others]


def _logit(p: float) -> float:
    p = min(1.0 - _LEAST, max(_LEAST, p))
    return math.log(p / (1.0 - p))
