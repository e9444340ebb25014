"""A text as its words are compared: of the same length, so that every offset is one into the original."""

from __future__ import annotations

import re

_HEAD = re.compile(
    r"\s*(?:date|published)[ \t:]+\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?\s", re.IGNORECASE
)
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_LATIN, _CYRILLIC = "aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ"
"""Letters of the two scripts that look alike, pair by pair."""
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"\w+")
_ANY_LATIN = re.compile(r"[A-Za-z]")
_ANY_CYRILLIC = re.compile(r"[а-яА-ЯёЁіІїЇєЄґҐ]")


def plain(text: str, lang: str) -> str:
    """The text without a head line, with plain blanks, and with words of two scripts in the one they are meant in.

    >>> plain("Вночi вoрог атакував.", "uk")
    'Вночі ворог атакував.'
    >>> plain(" date 2024-01-04 Two missiles hit Kyiv.", "en")
    '                 Two missiles hit Kyiv.'
    """
    if head := _HEAD.match(text):
        text = " " * head.end() + text[head.end() :]
    text = text.translate(_SPACES)
    if not (_ANY_LATIN.search(text) and _ANY_CYRILLIC.search(text)):
        return text
    return _WORD.sub(_latin if lang == "en" else _cyrillic, text)


def _cyrillic(match: re.Match[str]) -> str:
    word = match.group()
    if not (_ANY_CYRILLIC.search(word) and _ANY_LATIN.search(word)):
        return word
    meant = word.translate(_TO_CYRILLIC)
    return word if _ANY_LATIN.search(meant) else meant


def _latin(match: re.Match[str]) -> str:
    word = match.group()
    if not (_ANY_CYRILLIC.search(word) and _ANY_LATIN.search(word)):
        return word
    meant = word.translate(_TO_LATIN)
    return word if _ANY_CYRILLIC.search(meant) else meant
