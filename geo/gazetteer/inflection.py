"""Dictionary forms that an inflected Ukrainian or Russian name may have come from.

Rules of the languages' declension, ending by ending; the gazetteer says which guess is a name. "Запоріжжі" gives
"Запоріжжя", "Харьковом" gives "Харьков", "Кривого Рогу" gives "Кривий Ріг".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

# ending -> endings of the nominative; longest first. Nouns and adjectives, both languages.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ського", ("ське", "ський")),
    ("ському", ("ське", "ський")),
    ("ського", ("ське", "ський")),
    ("ської", ("ська",)),
    ("ській", ("ська",)),
    ("ською", ("ська",)),
    ("ського", ("ськ",)),
    ("ского", ("ское", "ский")),
    ("скому", ("ское", "ский")),
    ("ском", ("ск", "ское", "ский")),
    ("ской", ("ская",)),
    ("скую", ("ская",)),
    ("щині", ("щина",)),
    ("щину", ("щина",)),
    ("щини", ("щина",)),
    ("щиною", ("щина",)),
    ("щине", ("щина",)),
    ("ого", ("е", "ий", "ое", "ый", "ой")),
    ("ому", ("е", "ий", "ое", "ый", "ой")),
    ("ого", ("е",)),
    ("ыми", ("ые",)),
    ("ими", ("і", "ие")),
    ("ами", ("ы", "и", "а")),
    ("ями", ("і", "и")),
    ("ній", ("ня",)),
    ("ьому", ("є",)),
    ("ього", ("є",)),
    ("ової", ("ова",)),
    ("овій", ("ова",)),
    ("овою", ("ова",)),
    ("ова", ("ів", "ов")),
    ("ову", ("ів", "ов", "ова")),
    ("ові", ("ів", "ова")),
    ("овом", ("ів", "ов")),
    ("овим", ("ів",)),
    ("ове", ("ов", "ове", "ова")),
    ("ева", ("ев", "їв", "ів")),
    ("еве", ("ев",)),
    ("евом", ("ев",)),
    ("еву", ("ев",)),
    ("ева", ("иїв",)),
    ("иєва", ("иїв",)),
    ("иєві", ("иїв",)),
    ("иєву", ("иїв",)),
    ("иєвом", ("иїв",)),
    ("ієва", ("іїв",)),
    ("аєва", ("аїв",)),
    ("аєві", ("аїв",)),
    ("аєву", ("аїв",)),
    ("аєвом", ("аїв",)),
    ("єва", ("їв",)),
    ("єві", ("їв",)),
    ("єву", ("їв",)),
    ("євом", ("їв",)),
    ("ополя", ("опіль", "ополь")),
    ("ополі", ("опіль",)),
    ("ополю", ("опіль", "ополь")),
    ("ополе", ("ополь",)),
    ("ополем", ("опіль", "ополь")),
    ("поля", ("поль", "піль", "поле")),
    ("полі", ("піль", "поле")),
    ("поле", ("поль",)),
    ("рогу", ("ріг", "рог")),
    ("розі", ("ріг",)),
    ("рогом", ("ріг", "рог")),
    ("роге", ("рог",)),
    ("рога", ("рог",)),
    ("ією", ("ія",)),
    ("ії", ("ія",)),
    ("ию", ("ия",)),
    ("ии", ("ия", "ие", "ий")),
    ("ією", ("ія",)),
    ("ці", ("ка", "ця", "ць")),
    ("зі", ("га",)),
    ("сі", ("ха", "са", "сь")),
    ("жжі", ("жжя",)),
    ("жжю", ("жжя",)),
    ("жжям", ("жжя",)),
    ("ою", ("а",)),
    ("ею", ("я", "а")),
    ("ой", ("а", "ая", "ий")),
    ("ей", ("я", "і")),
    ("ою", ("а",)),
    ("ьем", ("ье",)),
    ("ья", ("ье",)),
    ("ье", ("ье", "ья")),
    ("ам", ("ы", "и")),
    ("ах", ("ы", "и", "а", "ці")),
    ("ях", ("і", "и")),
    ("ом", ("", "о", "е")),
    ("ем", ("", "ь", "е", "й")),
    ("єм", ("й", "є")),
    ("ям", ("я", "і")),
    ("им", ("е", "ий", "", "ое")),
    ("ым", ("ый", "ое", "")),
    ("ій", ("а", "я")),
    ("ої", ("а",)),
    ("ої", ("ая",)),
    ("ую", ("ая", "а")),
    ("у", ("", "а", "о", "е")),
    ("ю", ("ь", "я", "й", "є", "е")),
    ("а", ("", "о", "е")),
    ("я", ("ь", "й", "є", "е")),
    ("е", ("", "а", "ь", "о", "я")),
    ("є", ("й",)),
    ("и", ("а", "ь", "я", "и", "")),
    ("і", ("", "а", "о", "я", "ь", "е", "і")),
    ("ы", ("а", "", "ы")),
    ("ї", ("я", "й", "їв")),
    ("о", ("",)),
)
# "Харківщина" is the region of Kharkiv, "Донеччина" that of Donetsk.
_REGION = re.compile(r"([\w'’ʼ]{2,})(щин|ччин)(?:а|і|у|и|ою|е|ы|ой)", re.IGNORECASE)
_REGION_ENDINGS = {"щин": ("ська область", "ская область"), "ччин": ("цька область", "цкая область")}
# "Білопільська громада" is that of Білопілля.
_COMMUNITY = re.compile(r"(\w{4,})(?:ська|ську|ської|ській|ською)")
_SHORTEST_STEM = 3
_ROUNDS_LIMIT = 40


def _forms(word: str) -> list[str]:
    """The word itself and each dictionary form that its ending allows."""
    found = [word]
    low = word.lower()
    for ending, replacements in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= min(
            _SHORTEST_STEM, 2 if ending in ("рогу", "розі") else 3
        ):
            stem = word[: len(word) - len(ending)]
            found.extend(stem + new for new in replacements)
    if low in ("рогу", "розі", "рогом"):
        found.append("Ріг")
    if low in ("рогу", "роге", "рогом"):
        found.append("Рог")
    if low.startswith("києв") and len(low) <= len("києвом"):
        found.append("Київ")
    if community := _COMMUNITY.fullmatch(word):
        stem = community[1]
        found += [stem + new for new in ("ськ", "", "ля" if stem.endswith("ль") else "я", "а", "и")]
        found += [stem[:-3] + "ілля"] if stem.endswith("іль") else []
    if region := _REGION.fullmatch(word):
        found += [region[1] + ending for ending in _REGION_ENDINGS[region[2].lower()]]
        found += [region[1] + ending for ending in ("ський район", "", "ськ")]  # "Нікопольщина", "Куп'янщина"
    return list(dict.fromkeys(found))


def region_of_town(low: str) -> bool:
    """Whether a lower-case word means the land around a town: "нікопольщині".

    >>> region_of_town("нікопольщині"), region_of_town("нікополі")
    (True, False)
    """
    return _REGION.fullmatch(low) is not None


def lemmas(parts: Sequence[str]) -> Iterator[str]:
    """Names that the inflected words ``parts`` may stand for, likeliest first.

    >>> "Запоріжжя" in lemmas(["Запоріжжі"]), "Харьков" in lemmas(["Харьковом"])
    (True, True)
    """
    choices = [_forms(part) for part in parts]
    for combination in itertools.islice(itertools.product(*choices), _ROUNDS_LIMIT if len(parts) == 1 else 400):
        yield " ".join(combination)
