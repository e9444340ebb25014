"""Who says it: speakers of a sentence as state codes and organisations, and who denies it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from geo.extraction.actors import ActorMention
from geo.extraction.tables import Tables
from geo.model import Report

_SPEAKER_CHARS = 70
"""Characters before or behind a verb of saying in which its speaker stands."""
_BEHIND_CHARS = 28
"""Characters behind a verb within which its speaker stands ("said the mayor")."""
_RELATIVE_CHARS = 200
"""Characters of the longest relative clause between a speaker and the verb."""
_INVERTED = re.compile(r"[,\"”’»—–-]\s*$")
"""Before a verb of saying whose speaker stands behind it: a quotation or a statement that ended."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks in a sentence: known codes, and whether an unnamed official of the place does."""

    claimants: tuple[str, ...] = ()
    local_official: bool = False
    neutral: bool = False
    """Rescuers or medics of the place speak."""
    army: bool = False
    """An unnamed army speaks: where the place has none, that of the other side."""
    pronoun: bool = False
    pronoun_first: bool = False
    """The first to speak is "he" or "it": whoever spoke before."""
    deniers: tuple[str, ...] = ()
    local_denier: bool = False
    voices: tuple[tuple[int, str], ...] = ()
    """Each named speaker's code with the offset of its verb."""

    def voices_in(self, start: int, end: int) -> tuple[str, ...]:
        """Who speaks in ``text[start:end]``; the sentence's one speaker where nobody does."""
        inside = tuple(name for at, name in self.voices if start <= at < end)
        everybody = tuple(dict.fromkeys(name for _, name in self.voices))
        return inside or (everybody if len(everybody) == 1 else ())


People = dict[str, "Voice"]
"""Surnames told before with whom they speak for."""


class Voice(NamedTuple):
    """Whom a speaker speaks for."""

    codes: tuple[str, ...] = ()
    official: str = ""
    """``official`` for an unnamed one of the place, ``neutral`` for a rescuer or medic."""
    pronoun: bool = False

    @property
    def known(self) -> bool:
        """Whether anybody is named."""
        return bool(self.codes or self.official)


SILENT = Voice()


def find_speech(
    text: str, start: int, end: int, actors: list[ActorMention], tables: Tables, people: People | None = None
) -> Speech:
    """The speakers of ``text[start:end]``; surnames that are introduced there are added to ``people``."""
    known = {} if people is None else people
    _introduce(text, start, end, actors, tables, known)
    denials = [m.span() for m in tables.denials.finditer(text, start, end)]
    denied = [_speaker(text, start, end, a, b, actors, tables, before_only=True) for a, b in denials]
    heard = [
        *_said(text, start, end, actors, tables, known, denials),
        *_cited(text, start, end, actors, tables),
        *(
            (actor.start, Voice((actor.code,)))
            for actor in actors
            if actor.code and actor.kind != "enemy" and tables.around["account_right"].match(text, actor.end, end)
        ),
    ]
    heard.sort(key=lambda item: item[0])
    unnamed = [voice.official for _, voice in heard if voice.official and not voice.codes]
    return Speech(
        claimants=tuple(dict.fromkeys(code for _, voice in heard for code in voice.codes)),
        local_official="official" in unnamed,
        neutral="neutral" in unnamed,
        army="army" in unnamed,
        pronoun=any(voice.pronoun and not voice.known for _, voice in heard),
        pronoun_first=bool(heard) and heard[0][1].pronoun and not heard[0][1].known,
        deniers=tuple(dict.fromkeys(code for voice in denied for code in voice.codes)),
        local_denier=any(voice.official and not voice.codes for voice in denied),
        voices=tuple((at, code) for at, voice in heard for code in voice.codes),
    )


def _said(
    text: str,
    start: int,
    end: int,
    actors: list[ActorMention],
    tables: Tables,
    known: People,
    denials: list[tuple[int, int]],
) -> Iterator[tuple[int, Voice]]:
    """Whoever stands with a verb of saying."""
    around = tables.around
    last = start - _SPEAKER_CHARS
    for match in tables.said.finditer(text, start, end):
        a, b = match.span()
        second = a - last < _SPEAKER_CHARS and around["coordinate_left"].search(text, last, a)
        last = b
        if any(x - 40 < a < y + 5 for x, y in denials) or second or around["silent_right"].match(text, b, end):
            continue
        if around["passive_left_said"].search(text[max(start, a - 8) : a]):
            continue
        voice = _speaker(text, start, end, a, b, actors, tables)
        if not voice.known:
            voice = _known(text, max(start, a - 30), min(end, b + 30), known) or voice
        yield a, voice


def _cited(text: str, start: int, end: int, actors: list[ActorMention], tables: Tables) -> Iterator[tuple[int, Voice]]:
    """Whoever stands behind "according to"."""
    for match in tables.according.finditer(text, start, end):
        voice = _after(text, match.end(), end, actors, tables)
        weak = tables.around["weak_according"].fullmatch(match.group())
        left = text[max(start, match.start() - 12) : match.start()]
        if voice.known and (not weak or tables.around["weak_left"].search(left)):
            yield match.start(), voice


_CAPITAL = "[A-ZА-ЯЁЄІЇҐ]"
_TITLED = re.compile(rf"\b{_CAPITAL}[\w’'-]+(?:\s+{_CAPITAL}[\w’'-]+){{0,2}}")
_SURNAME = re.compile(rf"\b{_CAPITAL}[\w’'-]+")


def _introduce(text: str, start: int, end: int, actors: list[ActorMention], tables: Tables, people: People) -> None:
    """Note whom a named speaker speaks for: "National Security Council spokesman John Kirby"."""
    for match in tables.official.finditer(text, start, end):
        name = _TITLED.match(text, match.end() + 1, min(end, match.end() + 50))
        if name and " " in name.group():
            begin = max(start, match.start() - 45)
            cut = max((m.end() for m in tables.around["cut"].finditer(text, begin, match.start())), default=begin)
            comma = text.rfind(", ", begin, match.start()) + 1
            people.setdefault(name.group().split()[-1], _within(text, max(cut, comma), match.end(), actors, tables))


def _known(text: str, a: int, b: int, people: People) -> Voice | None:
    return next((people[m.group()] for m in _SURNAME.finditer(text[a:b]) if m.group() in people), None)


def _speaker(
    text: str,
    start: int,
    end: int,
    a: int,
    b: int,
    actors: list[ActorMention],
    tables: Tables,
    *,
    before_only: bool = False,
) -> Voice:
    """The speaker of the verb at ``[a, b)``: before it, else behind it ("said the mayor")."""
    window = text[max(start, a - _SPEAKER_CHARS) : a]
    cut = max((m.end() for m in tables.around["cut"].finditer(window)), default=0)
    begin = a - len(window) + cut
    comma = text.rfind(", ", begin, max(begin, a - 3))
    subject = _within(text, comma + 2, a, actors, tables) if comma >= 0 else SILENT
    enclosed = text[max(start, a - 2) : a] == ", "
    if subject == SILENT and (comma < 0 or enclosed or tables.around["inserted"].match(text, comma + 2, a)):
        subject = _within(text, begin, a, actors, tables)
    if enclosed and (head := _head(text, start, a, actors, tables)).known:
        return head
    behind = SILENT if before_only else _after(text, b, end, actors, tables, near=_BEHIND_CHARS)
    if tables.around["inverts"].search(text[max(start, a - 3) : a]) and behind.known:
        return behind
    if subject != SILENT or before_only:
        return subject
    if _INVERTED.search(text[max(start, a - 3) : a]) or not text[start:a].strip():
        return behind if behind.known else subject
    return subject


def _head(text: str, start: int, a: int, actors: list[ActorMention], tables: Tables) -> Voice:
    """ "Azerbaijan, which blames Armenia, says": the speaker before the words between commas."""
    openers = list(tables.around["relative"].finditer(text, max(start, a - _RELATIVE_CHARS), a))
    if not openers:
        return SILENT
    at = openers[-1].start()
    return _within(text, max(start, at - _SPEAKER_CHARS // 2), at, actors, tables)


def _after(
    text: str, begin: int, end: int, actors: list[ActorMention], tables: Tables, *, near: int = _SPEAKER_CHARS
) -> Voice:
    window = text[begin : min(end, begin + near)]
    cut = tables.around["behind_cut"].search(window)
    return _within(text, begin, begin + (cut.start() if cut else len(window)), actors, tables)


def _within(text: str, a: int, b: int, actors: list[ActorMention], tables: Tables) -> Voice:
    """Who speaks in ``text[a:b]``."""
    piece = text[a:b]
    if tables.occupation.search(piece):
        return Voice((tables.occupation_code,))
    if codes := tuple(name for name, pattern in tables.organisations if pattern.search(piece)):
        return Voice(codes)
    here = [actor for actor in actors if a <= actor.start and actor.end <= b]
    named = [actor.code for actor in here if actor.kind == "organisation" and actor.code]
    if named:
        return Voice((named[0],))
    title = tables.official.search(piece)
    role = title is not None or any(actor.kind == "official" for actor in here)
    coded = [actor.code for actor in here if actor.code and actor.kind != "enemy" and (not actor.demonym or role)]
    if coded:
        return Voice((coded[0] if role else coded[-1],))
    if role:
        return Voice(official=_kind(title.group() if title else "", tables))
    return Voice(pronoun=tables.pronoun.search(piece) is not None)


def _kind(title: str, tables: Tables) -> str:
    if tables.around["neutral"].fullmatch(title):
        return "neutral"
    return "army" if tables.around["army"].fullmatch(title) else "official"


def asserts_itself(report: Report, tables: Tables) -> bool:
    """Whether the report is an official post, which needs no speaker."""
    return bool(report.publisher and tables.official_publisher.search(report.publisher))


def official_code(country: str | None, tables: Tables) -> str | None:
    """Whom an unnamed official of a place speaks for."""
    if country is None:
        return None
    return tables.by_country.get(country, country)
