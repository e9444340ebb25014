"""Lists in a post: a line that opens one and the items below it, which only count, are one sentence."""

from __future__ import annotations

import re

from geo.extraction.sentences import Sentence
from geo.extraction.triggers import within
from geo.model import Toponym

_BULLET = re.compile(r"\s*[-–—•*▪·✅❗️🔹➡]+\s*[\da-zа-яёіїєґ]")
"""An item that goes the sentence on: a number, or a word with a small letter."""
_OPENS = re.compile(r":\s*$")
_ENDS_ITEM = re.compile(r"[;,]\s*$")


def with_lists(text: str, held: list[Sentence], toponyms: list[Toponym]) -> list[Sentence]:
    """The sentences, where "Shot down:" and the numbered items below it are one; items with places stay apart."""
    found: list[Sentence] = []
    open_list = False
    for sentence in held:
        words = text[sentence.start : sentence.end]
        if found and open_list and _BULLET.match(words) and not within(toponyms, sentence.start, sentence.end):
            found[-1] = found[-1]._replace(end=sentence.end)
            open_list = True
            continue
        found.append(sentence)
        open_list = _OPENS.search(words) is not None
    return found


def rejoined(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses of a sentence, where the items of a list are no clauses of their own."""
    found: list[tuple[int, int]] = []
    for start, end in parts:
        if found and _BULLET.match(text, start) and _ENDS_ITEM.search(text[:start][-4:]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
