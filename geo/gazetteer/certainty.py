"""How likely an answer is right: ``p_location``, from the two probabilities that led to it and what the report says.

A softmax over candidates is sure of a name that only one place bears, though the report may be about another country.
The logistic here sees that: it weighs the support of the report's other names, how the place bears the name, and how many
people live there. Its weights (``data/location.toml``) are fitted by ``scripts/train_resolver.py`` on labelled texts and
judged out of fold.
"""

from __future__ import annotations

import math

from geo.gazetteer.candidates import Candidates
from geo.gazetteer.context import chance, weights
from geo.gazetteer.recognise import Mention
from geo.gazetteer.resolve import DYNAMIC, Question

_LEAST = 0.001
_DYNAMIC = ("country_share", "admin1_share", "near_anchor", "closest", "contained", "feature_agrees", "small_people")
_STATIC = ("population", "alias", "old", "largest", "capital")
_COLUMNS = tuple((name, DYNAMIC.index(name)) for name in _DYNAMIC)
_FACTS = tuple((name, Candidates.STATIC.index(name)) for name in _STATIC)
_SIGNS = frozenset(
    """
    common first_name last_name surname namesake one_word many_words inflected next_site next_site_cap next_org
    next_comma_cap next_cap prev_cap prev_strong prev_of prev_feature
    """.split()
)
NEUTRAL_SHARE = 0.3
"""Share given to seas and wide regions, which no country's names can speak for: about the middle of right answers."""
FOREIGN_SHARE = 0.05
"""Share of a report's names below which a country plays no part in it."""


def signs(mention: Mention, question: Question, best: int) -> list[str]:
    """What holds or does not hold of an answer."""
    held = question.candidates
    found = [f"is_{held.kinds[best]}", f"kind_{mention.kind}", *_SIGNS.intersection(mention.signs)]
    if len(held.rows) == 1:
        found.append("only_one")
    if question.alone:
        found.append("alone")
    elif (
        held.country[best]
        and held.kinds[best] != "country"
        and _number(question, best, "country_share") < FOREIGN_SHARE
    ):
        found.append("foreign")
    if question.partial:
        found.append("partial")
    return found


def numbers(mention: Mention, question: Question, best: int, *, sure: bool) -> dict[str, float]:
    """What bears on an answer by degrees; logits of the candidate among its namesakes and of the name being a place."""
    p = min(1.0 - _LEAST, max(_LEAST, float(question.posterior[best])))
    q = 1.0 - _LEAST if sure else min(1.0 - _LEAST, max(_LEAST, mention.p_place))
    found = {"answer": math.log(p / (1 - p)), "place": math.log(q / (1 - q))}
    static = question.candidates.static[best]
    found.update((name, float(static[column])) for name, column in _FACTS)
    found.update(_support(question, best))
    return found


def _support(question: Question, best: int) -> dict[str, float]:
    """What the report's other names say of a candidate; of a sea or a wide region their countries say nothing."""
    if not len(question.dynamic):
        return {}
    row = question.dynamic[best]
    found = {name: float(row[column]) for name, column in _COLUMNS}
    if not question.candidates.country[best]:
        found["country_share"] = NEUTRAL_SHARE
    return found


def place_signs(mention: Mention, question: Question) -> dict[str, float]:
    """What bears on a name being a place at all, once the report is resolved: its first chance, and its support."""
    best = int(question.posterior.argmax())
    q = min(1.0 - _LEAST, max(_LEAST, mention.p_place))
    found = {"place": math.log(q / (1 - q)), **_support(question, best)}
    static = question.candidates.static[best]
    found.update((name, float(static[column])) for name, column in _FACTS)
    if "plain" in mention.signs:
        found["plain_share"] = found.get("country_share", 0.0)
        found["plain_near"] = found.get("closest", 0.0)
    if question.alone:
        found["alone"] = 1.0
    return found


def judge_again(question: Question) -> None:
    """Write into the mentions of a name how likely they are places, now that the report is resolved."""
    for mention in question.mentions:
        if mention.kind == "name":
            mention.p_place = p_place(mention, question)


def p_place(mention: Mention, question: Question) -> float:
    """Probability that a name is a place, with the rest of the report resolved."""
    weight = weights("support")
    linear = sum(weight.get(name, 0.0) * x for name, x in place_signs(mention, question).items())
    return chance((), weight, linear)


def _number(question: Question, best: int, name: str) -> float:
    return float(question.dynamic[best, DYNAMIC.index(name)]) if len(question.dynamic) else 0.0


def p_location(mention: Mention, question: Question, best: int, *, sure: bool) -> float:
    """Probability that candidate ``best`` is the place meant; ``sure`` where the name is known to be one."""
    weight = weights("location")
    linear = sum(weight.get(name, 0.0) * x for name, x in numbers(mention, question, best, sure=sure).items())
    return chance(signs(mention, question, best), weight, linear)
