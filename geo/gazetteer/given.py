"""Places for spans that are known to be names: what recognition would refuse is resolved too, and nothing is left out.

A span may be longer than any name in it: "Carnegie Library", "Royal Street". The place that "Carnegie" names is an answer
only where the report is about its surroundings; else the whole is put, as a guess, near the settlement that the text
tells beside it.
"""

from __future__ import annotations

import dataclasses
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from geo.gazetteer.context import around
from geo.gazetteer.mentions import Mention, Reading
from geo.gazetteer.resolve import Question, distance_km
from geo.gazetteer.words import Words
from geo.model import GeoPrecision, Place, Toponym

GUESS = 0.35
"""Probability given to a place that is only assumed to lie near the settlement told closest to it."""
GUESS_M = 25_000.0
NEAR_KM = 100.0
"""Distance from a sure place within which a part of a name ("Carnegie") may be what the whole is called after."""
REACH = 300.0
"""Characters over which a settlement's claim to a name told beside it fades: two or three sentences."""
_SLACK = 12
_LETTER = re.compile(r"[^\W\d_]")
_FINE = (GeoPrecision.SETTLEMENT, GeoPrecision.ADMIN2, GeoPrecision.SUB_SETTLEMENT)


def read(gazetteer: Any, text: str, spans: Iterable[tuple[int, int]], lang: str) -> tuple[Reading, list[Mention]]:
    """The text with exactly the given mentions, and those in the order of ``spans``."""
    reading: Reading = gazetteer.read([(text, lang)])[0]
    starts = reading.tokens.start
    given = [_mention(gazetteer, reading, starts, start, end, lang) for start, end in spans]
    reading.mentions = sorted({id(m): m for m in given}.values(), key=lambda m: m.start)
    return reading, given


def _mention(gazetteer: Any, reading: Reading, starts: list[int], start: int, end: int, lang: str) -> Mention:
    """The mention that recognition found on the span, or a new one for it."""
    table: Words = gazetteer.recogniser.words
    for mention in reading.mentions:
        if mention.start == start and abs(mention.end - end) <= _SLACK:
            mention.p_place = 1.0
            mention.partial = _is_part(reading, mention, start, end, table)
            return mention
    made: Mention = gazetteer.recogniser.at(reading.text, start, end, lang)
    made.first = max(0, bisect_right(starts, made.start) - 1)
    made.last = max(made.first, bisect_right(starts, made.end - 1) - 1)
    if not made.rows and made.kind == "name":
        made.kind, made.partial = "heard", True  # stands only near the report's sure places
    if made.rows:
        made.signs = [*gazetteer._name_signs(made), *around(reading, made, table)]
        made.partial = _is_part(reading, made, start, end, table)
    made.start, made.end, made.p_place = start, end, 1.0
    return made


def _is_part(reading: Reading, mention: Mention, start: int, end: int, table: Words) -> bool:
    """Whether the span goes on behind the name with words that make another thing of it."""
    if mention.kind != "name":
        return False
    if mention.feature == "street":
        return True
    rest = reading.text[mention.end : end].strip(" -–,.()")
    if not _LETTER.search(rest) or reading.text[mention.end : end].lstrip()[:1] == ",":
        return False
    return rest.lower() not in table.feature_after or table.feature_after[rest.lower()] in ("site", "river", "street")


def place(toponyms: Sequence[Toponym], questions: Sequence[Question | None]) -> list[Toponym]:
    """``toponyms`` with parts of names refused where they lie far away, and a guess for what is unknown."""
    sure = [
        (toponym, toponym.place)
        for toponym, question in zip(toponyms, questions, strict=True)
        if toponym.place is not None and question is not None and not question.partial and not toponym.metonymic
        if toponym.place.geo_precision in _FINE
    ]
    made = []
    for toponym, question in zip(toponyms, questions, strict=True):
        far = question is not None and question.partial and not _is_near(toponym.place, sure)
        made.append(_near(dataclasses.replace(toponym, place=None) if far else toponym, sure) or toponym)
    return made


def _is_near(place: Place | None, sure: Sequence[tuple[Toponym, Place]]) -> bool:
    if place is None or place.geo_precision in (GeoPrecision.COUNTRY, GeoPrecision.ADMIN1):
        return False
    return any(distance_km(place.latitude, place.longitude, o.latitude, o.longitude) <= NEAR_KM for _, o in sure)


def _near(toponym: Toponym, sure: Sequence[tuple[Toponym, Place]]) -> Toponym | None:
    """An unknown name as a guess near the settlement that is told closest to it and most often; None without any."""
    if toponym.place is not None:
        return toponym
    claim: dict[int | str, float] = {}
    places: dict[int | str, Place] = {}
    for other, place in sure:
        key = place.geonames_id or place.location
        places[key] = place
        claim[key] = claim.get(key, 0.0) + _claim(toponym, other) * (place.p_location or 0.5)
    if not claim:
        return None
    nearest = places[max(claim, key=lambda key: claim[key])]
    guess = dataclasses.replace(
        nearest, geo_precision=GeoPrecision.NEAR_SETTLEMENT, uncertainty_m=GUESS_M, p_location=GUESS, geonames_id=None
    )
    return dataclasses.replace(toponym, place=guess, rules=(*toponym.rules, "unknown_name_near_settlement"))


def _claim(toponym: Toponym, other: Toponym) -> float:
    """How strongly a settlement's mention draws a name: by nearness, and more where it stands as "X in Y" or "X, Y"."""
    gap = max(other.start - toponym.end, toponym.start - other.end, 0)
    return math.exp(-gap / REACH) + (2.0 if 0 <= other.start - toponym.end <= 15 else 0.0)
