"""Words that stand for a place told before: "the city", "the capital", "the region", "there"."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from geo import lexicon
from geo.model import GeoPrecision, Place, Toponym, ToponymKind

_FITS = {
    "city": (GeoPrecision.SETTLEMENT, GeoPrecision.NEAR_SETTLEMENT),
    "region": (GeoPrecision.ADMIN1,),
    "district": (GeoPrecision.ADMIN2,),
    "country": (GeoPrecision.COUNTRY,),
    "there": (GeoPrecision.SETTLEMENT, GeoPrecision.NEAR_SETTLEMENT, GeoPrecision.ADMIN2, GeoPrecision.ADMIN1),
}
REACH = 600
"""Characters back to the antecedent: about two paragraphs."""


@functools.cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(
        (form for forms in lexicon.load("places")["anaphors"].values() for form in forms), key=len, reverse=True
    )
    whole = "|".join(re.escape(form) for form in forms)
    # "there" only where it is a place: "three were killed there." and never "there were"
    return re.compile(
        rf"\b(?i:{whole})\b(?!['’]s|\s+of\s+[A-Z]|\s+[A-Z])|(?<=\w )\bthere(?=[.,;]|\s+(?:on|and|in|at|by)\b)"
    )


@functools.cache
def _classes() -> dict[str, str]:
    return {form: kind for kind, forms in lexicon.load("places")["anaphors"].items() for form in forms}


def add(text: str, found: Sequence[Toponym], gazetteer: Any) -> list[Toponym]:
    """``found`` and the anaphors whose antecedent is known, in order."""
    made = list(found)
    taken = [(toponym.start, toponym.end) for toponym in found]
    for match in _pattern().finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        kind = _classes().get(match.group().lower(), "there")
        place = _antecedent(found, match.start(), kind, gazetteer)
        if place is not None:
            rules = (f"anaphor_{kind}",)
            made.append(Toponym(match.start(), match.end(), match.group(), ToponymKind.ANAPHOR, place, rules=rules))
    made.sort(key=lambda toponym: toponym.start)
    return made


def _antecedent(found: Sequence[Toponym], at: int, kind: str, gazetteer: Any) -> Place | None:
    before = [toponym for toponym in found if toponym.end <= at and toponym.place is not None]
    if kind == "capital":
        struck = [t for t in before if not t.metonymic and t.kind is not ToponymKind.DEMONYM] or before
        codes = [toponym.place.country_code for toponym in struck if toponym.place and toponym.place.country_code]
        capital: Place | None = gazetteer.capital(codes[-1]) if codes else None
        return capital
    for toponym in reversed(before):
        if toponym.metonymic or toponym.kind is ToponymKind.DEMONYM or at - toponym.end > REACH:
            continue
        if toponym.place is not None and toponym.place.geo_precision in _FITS[kind]:
            return toponym.place
    return None
