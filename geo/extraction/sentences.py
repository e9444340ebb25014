"""A text as paragraphs, sentences and clauses, always as character offsets into the original."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|\n+")
_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Gov|Sen|Rep|St|No|Nos|vs|etc|approx|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sept|Sep|Oct|Nov|Dec|U\.S|U\.N|U\.K|a\.m|p\.m|i\.e|e\.g|Brig|Ave|Inc|Ltd|Co)|(?:^|\b[A-Z][\w’'-]*\.?\s)[A-Z]"
    r"|\b(?:м|с|г|р|ул|вул|обл|сел|тис|тыс|млн|млрд|пос|пп|гг|рр|смт|им|ім|д|пгт|просп|ст|напр|т))\.$"
)
_TIGHT_ABBREVIATION = re.compile(r"\b(?:a\.m|p\.m|U\.S|U\.N|U\.K|[гр])\.$")
_OPENER = re.compile(r"\s+(?:The|A|An|In|On|At|It|He|She|They|But|And|Two|Three|No|One|This|That|Its|В|У|На|По)\b")
_LOWER = re.compile(r"[\s\"'“«(]*[a-zа-яёіїєґ]")
_CLOCK = re.compile(r"\s*(?:[01]?\d|2[0-3])[:.][0-5]\d\b\s*(?:GMT|BST|CET|EET|UTC)?\s*[—–:-]?\s*")


_LONGEST = 1500
"""Characters of the longest sentence: a report's are far shorter, and what is read of one takes longer than its length."""


class Sentence(NamedTuple):
    """One sentence: ``text[start:end]``, with the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of ``text`` in order, none empty.

    >>> text = "Shells fell on Dr. Novak's street. Nobody was hurt."
    >>> [text[s.start : s.end] for s in sentences(text)]
    ["Shells fell on Dr. Novak's street.", 'Nobody was hurt.']
    """
    found: list[Sentence] = []
    paragraph_start = 0
    breaks = [*_PARAGRAPH.finditer(text), None]
    teasing = False
    for number, gap in enumerate(breaks):
        paragraph_end = len(text) if gap is None else gap.start()
        teasing = _teases(text, paragraph_start, paragraph_end, teasing)
        if not teasing:
            found += _of_paragraph(text, paragraph_start, paragraph_end, number)
        paragraph_start = len(text) if gap is None else gap.end()
    return found


_TEASER_HEAD = re.compile(
    r"\s*(?:most (?:popular|read|viewed|watched)|related(?: (?:articles?|stories|news|topics|content|coverage|links))?|trending(?: now)?"
    r"|recommended(?: (?:for you|stories))?|more (?:from|on|in) .{2,30}|read next|you (?:may|might) also like|latest (?:news|stories)"
    r"|top stories|editors?[’']? picks?|also in .{2,20}|don[’']t miss|sponsored|читайте також|популярн\w+|новини по темі|по темі|останні новини"
    r"|читайте также|популярное|новости по теме|по теме|последние новости|самое читаемое)\s*:?\s*",
    re.IGNORECASE,
)
"""A line of a page over headlines of other articles."""
_TEASER_CHARS = 160
"""A headline of another article is at most so long."""


def _teases(text: str, start: int, end: int, before: bool) -> bool:
    """Whether a paragraph heads a list of other articles, or belongs to one: short lines without a full stop."""
    if end - start > _TEASER_CHARS:
        return False
    if _TEASER_HEAD.fullmatch(text, start, end):
        return True
    return before and text[start:end].rstrip()[-1:] not in tuple(".!?…")


def _of_paragraph(text: str, start: int, end: int, number: int) -> list[Sentence]:
    found = []
    begin = start
    for stop in _ENDS.finditer(text, start, end):
        if _goes_on(text, begin, stop.end(), end):
            continue
        found.append((begin, stop.end()))
        begin = stop.end()
    found.append((begin, end))
    stripped = (_strip(text, a, b) for long in found for a, b in _of_readable_length(text, *long))
    return [Sentence(a, b, number) for a, b in stripped if a < b]


def _of_readable_length(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run of words that no writer means as one sentence (a table, a list of names) in parts, cut between words."""
    parts = []
    while end - start > _LONGEST:
        cut = max(text.rfind(sign, start + _LONGEST // 2, start + _LONGEST) for sign in (", ", "; ", "\t", "| "))
        if cut < 0:
            cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut + 1 if cut >= 0 else start + _LONGEST
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _goes_on(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether a full stop is no end: an abbreviation, or a small letter behind it."""
    if stop >= end:
        return False
    if _LOWER.match(text, stop, end) and text[stop - 1] != "\n":
        return True
    if text[stop - 1] != ".":
        return False
    tail = text[max(begin, stop - 24) : stop]
    if _TIGHT_ABBREVIATION.search(tail):
        return not _starts_anew(text, stop, end)
    return _ABBREVIATION.search(tail) is not None


def _starts_anew(text: str, stop: int, end: int) -> bool:
    """After "a.m.": a capital that begins a sentence rather than a name (a guess: a common sentence opener)."""
    return _OPENER.match(text, stop, end) is not None


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def clock_header(text: str, start: int, end: int) -> int:
    """Where the words begin behind a live blog's clock time ("16:51 — "); ``start`` where there is none."""
    match = _CLOCK.match(text, start, end)
    return match.end() if match and match.end() < end else start


def clauses(text: str, sentence: Sentence, split: re.Pattern[str]) -> list[tuple[int, int]]:
    """The parts of a sentence that may tell of different places, in order."""
    begin = clock_header(text, sentence.start, sentence.end)
    cuts = [begin]
    for match in split.finditer(text, begin, sentence.end):
        if match.start() > cuts[-1]:
            cuts.append(match.end())
    cuts.append(sentence.end)
    return [(a, b) for a, b in itertools.pairwise(cuts) if a < b]
