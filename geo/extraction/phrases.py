"""Phrases of a lexicon found in a text, in one pass over its words.

Words are compared in lower case, without the hyphens between them, so that "Kh-101", "Kh101" and "Kh 101" are one.
A phrase that is written with a capital in the lexicon is found only with a capital in the text ("Grad" is a rocket,
"grad" is none). A Cyrillic phrase is found in every inflected form: its words are cut down to a stem, and a word of
the text fits when what stands behind the stem is an ending of the Ukrainian or Russian noun or adjective.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from geo import lexicon

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`](?![sS]\b)[^\W\d_]+)*|\d+|[^\w\s]")
_CYRILLIC = re.compile(r"[а-яёіїєґ]")
_STEM_TAIL = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ій|ої|[аеийоуьюяёіїєы])$")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_MIN_STEM = 3
"""Letters that a stem keeps at least; shorter words are compared whole."""
_MAX_ENDING = 4
"""Letters of the longest ending."""
_HYPHENS = frozenset("-‐‑–")

ENDINGS = frozenset(lexicon.load("inflection")["endings"].split()) | {""}
"""What may stand behind a stem."""


class Token(NamedTuple):
    """One word, number or sign of a text."""

    start: int
    end: int
    text: str
    norm: str


class Hit(NamedTuple, Generic[T]):
    """A phrase that was found: tokens ``[first, last)`` and what the lexicon says of it."""

    first: int
    last: int
    value: T


@lru_cache(maxsize=16)
def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of ``text``, in order."""
    return tuple(
        Token(match.start(), match.end(), match.group(), match.group().lower().translate(_APOSTROPHES))
        for match in _WORD.finditer(text)
    )


def stem(word: str) -> str:
    """What all forms of a Cyrillic ``word`` share; other words come back whole.

    >>> stem("ракета"), stem("missile")
    ('ракет', 'missile')
    """
    if len(word) <= _MIN_STEM or not _CYRILLIC.match(word):
        return word
    cut = _STEM_TAIL.sub("", word)
    return cut if len(cut) >= _MIN_STEM else word


def _stems(norm: str) -> Iterable[str]:
    yield norm
    if _CYRILLIC.match(norm):
        for size in range(1, min(_MAX_ENDING, len(norm) - _MIN_STEM) + 1):
            if norm[-size:] in ENDINGS:
                yield norm[:-size]


class Phrases(Generic[T]):
    """Phrases with a value each; :meth:`find` gives the longest at each place."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], bool, T]]] = {}
        for phrase, value in entries:
            words = tuple(stem(t.norm) for t in tokens(phrase) if t.text not in _HYPHENS)
            if words:
                self._first.setdefault(words[0], []).append((words, phrase[0].isupper(), value))
        for options in self._first.values():
            options.sort(key=lambda option: -len(option[0]))

    def find(self, text: str) -> list[Hit[T]]:
        """All phrases in ``text``, the longest at each place, without overlap; positions count :func:`tokens`."""
        words = tokens(text)
        hits: list[Hit[T]] = []
        at = 0
        while at < len(words):
            hit = self._at(words, at)
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.last
        return hits

    def _at(self, words: Sequence[Token], at: int) -> Hit[T] | None:
        best: Hit[T] | None = None
        for first in _stems(words[at].norm):
            for wanted, capital, value in self._first.get(first, ()):
                if capital and not words[at].text[0].isupper():
                    continue
                last = _follow(words, at, wanted)
                if last and (best is None or last > best.last):
                    best = Hit(at, last, value)
                    break
        return best


def _follow(words: Sequence[Token], at: int, wanted: tuple[str, ...]) -> int:
    """Where the phrase ``wanted`` that begins at ``at`` ends; 0 where it is not there."""
    at += 1
    for word in wanted[1:]:
        if at < len(words) - 1 and words[at].text in _HYPHENS:
            at += 1
        if at >= len(words) or not _fits(words[at].norm, word):
            return 0
        if words[at].start - words[at - 1].end > 1:
            return 0
        at += 1
    return at


def _fits(norm: str, wanted: str) -> bool:
    if norm == wanted:
        return True
    return norm.startswith(wanted) and norm[len(wanted) :] in ENDINGS and bool(_CYRILLIC.match(norm))
