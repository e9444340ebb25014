"""Names in Cyrillic and Arabic script as texts bear them: in any case, with particles written onto them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.gazetteer.inflection import lemmas, region_of_town
from geo.gazetteer.mentions import Mention, Reading, gap

if TYPE_CHECKING:
    from geo.gazetteer.recognise import Recogniser

_ADJECTIVE = re.compile(r"((?:[^\W\d_]|['’ʼ-])+[сцз]ь?к)(а|у|ої|ій|ою|ую|ой)")
_MASCULINE = re.compile(r"((?:[^\W\d_]|['’ʼ-])+[сцз]ь?к)(?:ий|ого|ому|им|ім|ом)")
_OWN_WORD = re.compile(r"(?:міськ|сільськ|селищн|територіальн|об['’ʼ]?єднан|городск|муниципальн|сельск)\w+")
"""Words that may stand between an adjective and the word for the unit: "Білопільська міська громада"."""
_COMMUNITY = re.compile(r"громад|отг$|тг$")
_AND = frozenset(("та", "і", "й", "и", ","))
_KRAI = frozenset(("край", "края", "краю", "краем", "крае"))
_SEA_WORDS = frozenset(("море", "моря", "морю", "морем", "морі"))
_REGION_WORD = "област"
_SEAT_ENDINGS = ("", "о", "а", "ка", "ки", "ы", "и", "ск", "ськ", "е", "ль", "я")
"""What the name of a town may have in place of the ending of its district's adjective: "Шебекинский", "Шебекино"."""
_ARABIC_PREFIXES = ("وال", "بال", "فال", "لل", "و", "ب", "ل", "ف")


def inflected(names: Recogniser, reading: Reading, at: int) -> Mention | None:
    """Ukrainian and Russian names in another case, longest run of capitalised words first."""
    held = reading.tokens
    last = at
    while last + 1 < len(held) and last - at < 2 and held.text[last + 1][0].isupper():
        if gap(reading, last) not in (" ", "-"):
            break
        last += 1
    region = by_kind(names, reading, at) or _region(names, reading, at)
    if region is not None:
        return region
    for end in range(last, at - 1, -1):
        for form in lemmas(held.text[at : end + 1]):
            folded = names.fold(form)
            rows = names.lookup(folded)
            if rows:
                around = "admin2" if region_of_town(held.lower[end]) and _REGION_WORD not in folded else ""
                return Mention(held.start[at], held.end[end], at, end, folded, rows, feature=around, inflected=True)
    return None


def sea(names: Recogniser, reading: Reading, at: int) -> Mention | None:
    """ "над Чёрным морем": the sea by its whole name, not a town called "Чёрное"."""
    held = reading.tokens
    if at + 1 >= len(held) or held.lower[at + 1] not in _SEA_WORDS:
        return None
    for form in lemmas([held.text[at]]):
        folded = names.fold(f"{form} море")
        if rows := names.lookup(folded):
            return Mention(held.start[at], held.end[at + 1], at, at + 1, folded, rows, feature="sea", inflected=True)
    return None


def by_kind(names: Recogniser, reading: Reading, at: int) -> Mention | None:
    """A name that only the word behind it makes what it is: a sea, a district, a community or a territory.

    "Юнаківську та Хотінську громади": the word behind the second name is the first one's too.
    """
    held = reading.tokens
    if at + 1 >= len(held) or not "\u0400" <= held.text[at][0] <= "\u04ff":
        return None
    if held.lower[at + 1] in _SEA_WORDS:
        return sea(names, reading, at)
    last, shared = at + 1, False
    if (
        held.lower[last] in _AND
        and at + 3 < len(held)
        and (_ADJECTIVE if _ADJECTIVE.fullmatch(held.text[at]) else _MASCULINE).fullmatch(held.text[at + 2])
    ):
        last, shared = at + 3, True
    if _OWN_WORD.fullmatch(held.lower[last]) and last + 1 < len(held) and gap(reading, last) == " ":
        last += 1
    kind, end = held.lower[last], at if shared else last
    if kind.startswith(("район", "округ")):
        return _district(names, reading, at, end)
    if _COMMUNITY.match(kind):
        adjective = _ADJECTIVE.fullmatch(held.text[at])
        return _whole(names, reading, at, end, f"{adjective[1]}а громада") if adjective else None
    if kind in _KRAI and (adjective := _MASCULINE.fullmatch(held.text[at])):
        return _whole(names, reading, at, end, f"{adjective[1]}ий край")
    return None


def _whole(names: Recogniser, reading: Reading, at: int, last: int, name: str) -> Mention | None:
    folded = names.fold(name)
    rows = names.lookup(folded)
    held = reading.tokens
    return Mention(held.start[at], held.end[last], at, last, folded, rows, inflected=True) if rows else None


def _district(names: Recogniser, reading: Reading, at: int, last: int) -> Mention | None:
    """ "у Запорізькому районі": the district by its whole name, in any case, or else the land around its town."""
    held = reading.tokens
    adjective = _MASCULINE.fullmatch(held.text[at])
    if adjective is None:
        return None
    stem = adjective[1]
    if found := _whole(names, reading, at, last, f"{stem}ий район"):
        return found
    town = stem[: -3 if stem.endswith("ськ") else -2]
    for form in (*(town + ending for ending in _SEAT_ENDINGS), town.removesuffix("ан") + "а"):
        folded = names.fold(form)
        if rows := names.lookup(folded):
            return Mention(held.start[at], held.end[last], at, last, folded, rows, feature="admin2", inflected=True)
    return None


def _region(names: Recogniser, reading: Reading, at: int) -> Mention | None:
    """ "Донецьку область": before the word for a region an adjective in any case, not the town "у Донецьку"."""
    held = reading.tokens
    adjective = _ADJECTIVE.fullmatch(held.text[at])
    if adjective is None or at + 1 >= len(held) or not held.lower[at + 1].startswith(_REGION_WORD):
        return None
    folded = names.fold(
        adjective[1] + ("ая" if adjective[2] in ("ую", "ой", "ою") and adjective[1][-2] != "ь" else "а")
    )
    rows = names.lookup(folded)
    return Mention(held.start[at], held.end[at], at, at, folded, rows, inflected=True) if rows else None


def arabic(names: Recogniser, reading: Reading, at: int) -> Mention | None:
    """Arabic names and adjectives, with and without the particles that are written onto them."""
    held = reading.tokens
    adjective = names.words.demonyms.get(held.lower[at])
    if adjective is not None:
        return Mention(held.start[at], held.end[at], at, at, held.lower[at], kind="demonym", code=adjective[0])
    raw = held.text[at]
    for prefix in ("", *_ARABIC_PREFIXES):
        if not raw.startswith(prefix) or len(raw) - len(prefix) < 3:
            continue
        head = raw[len(prefix) :]
        heads = (head, "ال" + head) if prefix in ("وال", "بال", "فال", "لل") else (head,)
        for lead in heads:
            found = _arabic_run(names, reading, at, lead, prefix)
            if found is not None:
                return found
    return None


def _is_kind(names: Recogniser, lead: str, word: str) -> bool:
    """Whether an Arabic word is a kind of place or a direction: "المدينة" is the city before it is Medina."""
    table = names.words
    return any(form in table.compass or form in table.feature_before or form in table.anaphors for form in (lead, word))


def _arabic_run(names: Recogniser, reading: Reading, at: int, lead: str, prefix: str) -> Mention | None:
    held = reading.tokens
    for last in range(min(at + 2, len(held) - 1), at - 1, -1):
        if last > at and gap(reading, last - 1) != " ":
            continue
        form = " ".join((lead, *held.text[at + 1 : last + 1]))
        folded = names.fold(form)
        rows = () if last == at and _is_kind(names, lead, held.text[at]) else names.lookup(folded)
        if rows:
            start = held.start[at] + (1 if prefix in ("و", "ب", "ل", "ف", "وال", "بال", "فال") else 0)
            return Mention(start, held.end[last], at, last, folded, rows, inflected=bool(prefix))
    return None
