"""Words that stand for a place told elsewhere: "the city", "the capital", "the capital of Yemen", "у місті", "there"."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
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
REACH = 1000
"""Characters back to the antecedent: about three paragraphs."""
AHEAD = 300
"""Characters ahead, where nothing was told before: a report may open with "The city was shelled"."""
_SPEAKS = re.compile(
    r"(?:officials?|authorities|government|ministry|minister|spokes\w+|diplomats?|reporters|analysts?|embassy|speaking"
    r"|reporting|leaders|command|headquarters)\s+(?:in|from|at)\s+$",
    re.IGNORECASE,
)
"""Words before a name that make it the place where somebody speaks."""
_OF = re.compile(r"^\s+(?:of|city of)\s+(?:the\s+)?$")
_OWN = re.compile(r"^['’]?s?,?\s+$")


@functools.cache
def _english() -> re.Pattern[str]:
    forms = [form for forms in lexicon.load("places")["anaphors"].values() for form in forms if form.isascii()]
    rest = _any(form[1:] for form in forms if form[0] == "t")  # all open with "the" or "this": one letter to look for
    # "there" only where it is a place: "three were killed there." and never "there were"
    return re.compile(
        # a set of letters first: the regex engine skips to it, and only then looks at what stands before
        rf"[Ttc](?<=\b[Ttc])(?:(?<=[Tt])(?:(?i:{rest})\b(?!['’]s|\s+of\s+[A-Z]|\s+[A-Z])"
        rf"|(?i:he capital(?: city)?)(?=\s+of\s+(?:the\s+)?[A-Z])"
        rf"|(?<=\w t)here(?=[.,;]|\s+(?:on|and|in|at|by)\b))"
        rf"|(?<=c)apital(?=[\s,.;])(?!\s+(?:of\s+)?(?:[A-Z]|city of)))"
    )


@functools.cache
def _others() -> re.Pattern[str]:
    table = lexicon.load("places")
    whole = _any(form for forms in table["anaphors"].values() for form in forms if not form.isascii())
    after = table["anaphors_after"]
    nouns = _any(form for kind, forms in after.items() if kind != "prepositions" for form in forms)
    before = "|".join(rf"(?<=\b{word}\s)" for word in after["prepositions"])
    return re.compile(rf"\b(?:{whole})\b|(?i:{before})(?i:{nouns})\b(?!\s+[^\W\d_a-zа-яіїєґё])")


_OTHER_SCRIPT = re.compile(r"[\u0400-\u06ff]")


def _matches(text: str) -> Iterator[re.Match[str]]:
    yield from _english().finditer(text)
    if not text.isascii() and _OTHER_SCRIPT.search(text):
        yield from _others().finditer(text)


def _any(forms: Any) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


@functools.cache
def _classes() -> dict[str, str]:
    table = lexicon.load("places")
    pairs = [*table["anaphors"].items(), *table["anaphors_after"].items()]
    return {form: kind for kind, forms in pairs if kind != "prepositions" for form in forms}


def add(text: str, found: Sequence[Toponym], gazetteer: Any) -> list[Toponym]:
    """``found`` and the anaphors whose antecedent is known, in order."""
    made = list(found)
    starts = [toponym.start for toponym in found]
    for match in _matches(text):
        at = bisect_right(starts, match.start())
        before = found[at - 1] if at else None
        after = found[at] if at < len(found) else None
        if (before is not None and before.end > match.start()) or (after is not None and after.start < match.end()):
            continue
        kind = _classes().get(match.group().lower(), "capital" if "capital" in match.group().lower() else "there")
        place = _meant(text, match, kind, found, at, gazetteer)
        if place is not None:
            rules = (f"anaphor_{kind}",)
            made.append(Toponym(match.start(), match.end(), match.group(), ToponymKind.ANAPHOR, place, rules=rules))
    made.sort(key=lambda toponym: toponym.start)
    return made


def _meant(
    text: str, match: re.Match[str], kind: str, found: Sequence[Toponym], at: int, gazetteer: Any
) -> Place | None:
    if kind == "capital":
        before = found[at - 1] if at else None
        if (
            before is not None
            and _stands_for(before, "city")
            and text[before.end : match.start()] in (", ", " – ", " — ")
        ):
            return before.place  # "El Fasher, the capital of North Darfur"
        code = _country_of_capital(text, match, found, at)
        capital: Place | None = gazetteer.capital(code) if code else None
        return capital
    for toponym in found[at - 1 :: -1] if at else ():
        if match.start() - toponym.end > REACH:
            break
        if _stands_for(toponym, kind) and not _SPEAKS.search(text[max(0, toponym.start - 40) : toponym.start]):
            return toponym.place
    if kind != "city" or any(_stands_for(toponym, kind) for toponym in found[:at]):
        return None
    first = next((toponym for toponym in found[at:] if _stands_for(toponym, kind)), None)
    return first.place if first is not None and first.start - match.end() <= AHEAD else None


def _stands_for(toponym: Toponym, kind: str) -> bool:
    if toponym.metonymic or toponym.kind is ToponymKind.DEMONYM or toponym.place is None:
        return False
    return toponym.place.geo_precision in _FITS[kind]


def _country_of_capital(text: str, match: re.Match[str], found: Sequence[Toponym], at: int) -> str | None:
    """The country told with it ("the capital of Yemen", "the Sudanese capital"), else that of the last place told."""
    after = found[at] if at < len(found) else None
    if after is not None and after.place is not None and _OF.match(text[match.end() : after.start]):
        return after.place.country_code if after.place.geo_precision is GeoPrecision.COUNTRY else None
    before = found[at - 1] if at else None
    if before is not None and before.place is not None and _OWN.match(text[before.end : match.start()]):
        owned = before.kind is ToponymKind.DEMONYM or before.place.geo_precision is GeoPrecision.COUNTRY
        if owned:
            return before.place.country_code
    if match.group().lower() == "capital":
        return None  # "capital" without an article or an owner is money
    struck = [t for t in found[:at] if t.place is not None and not t.metonymic and t.kind is not ToponymKind.DEMONYM]
    for toponym in reversed(struck or found[:at]):
        if toponym.place is not None and toponym.place.country_code:
            return toponym.place.country_code
    return None
