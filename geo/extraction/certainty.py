"""How sure it is that a report states a strike: a small logistic model over the rules that fired.

Its weights are ``geo/lexicon/certainty.toml``, fitted on labelled reports by ``scripts/fit_certainty.py``.
"""

from __future__ import annotations

import functools
import math

from geo import lexicon
from geo.extraction.drafts import Draft
from geo.model import DateBasis, GeoPrecision

_LEVELS = ("strong", "weapon", "debris", "actor", "context")
_LINKS = {
    "preposition": "near", "of": "near", "object": "near", "side": "near",
    "subject": "subject", "label": "subject", "listed": "subject",
    "topic": "far", "anaphor": "far", "only place": "far", "witness": "far", "another attack there": "far",
    "implied country": "implied", "over regions": "implied",
}  # fmt: skip
"""How the place is bound to the words of attack, by the rule that bound it."""
_LEAST, _MOST = 0.02, 0.98
"""No reading is surer than that: a few hundred labels cannot show more."""


def features(draft: Draft) -> dict[str, float]:
    """What the reading of one strike rests on, each from 0 to 1."""
    place = draft.place
    link = next((rule.removeprefix("place: ") for rule in draft.rules if rule.startswith("place: ")), "")
    found = {f"level {name}": float(name in draft.rules) for name in _LEVELS}
    found |= {f"place {kind}": float(_LINKS.get(link, "far") == kind) for kind in ("subject", "far", "implied")}
    found |= {
        "munitions counted": float("launched" in draft.counts or "intercepted" in draft.counts),
        "people counted": float("killed" in draft.counts or "injured" in draft.counts),
        "attacker named": float(draft.attacker is not None and not draft.attacker_carried),
        "attacker carried": float(draft.attacker is not None and draft.attacker_carried),
        "weapon named": float(bool(draft.weapons) and not draft.weapons_carried),
        "dated": float(draft.when.basis is not DateBasis.PUBLICATION and not draft.when.carried),
        "undated": float(draft.when.basis is DateBasis.PUBLICATION),
        "told twice": float(len(draft.spans) > 1),
        "somebody says so": float(bool(draft.claimants)),
        "hedged": float(draft.hedged),
        "country": float(draft.country_level),
        "area": float(place is not None and place.geo_precision in (GeoPrecision.ADMIN1, GeoPrecision.REGION)),
        "place unknown": float(place is None),
        "place doubtful": 1.0 - (place.p_location if place and place.p_location is not None else 1.0),
    }
    return found


@functools.cache
def _weights() -> dict[str, float]:
    held: dict[str, float] = lexicon.load("certainty")["weights"]
    return held


def probability(draft: Draft) -> float:
    """The fitted probability that the report states this strike."""
    weights = _weights()
    odds = weights["constant"] + sum(weights.get(name, 0.0) * value for name, value in features(draft).items())
    return round(min(_MOST, max(_LEAST, 1.0 / (1.0 + math.exp(-odds)))), 3)
