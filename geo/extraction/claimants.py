"""Who says it: speakers of a sentence as state codes and organisations, and who denies it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.extraction.actors import ActorMention
from geo.extraction.tables import Tables
from geo.model import Report

_SPEAKER_CHARS = 70
"""Characters before or behind a verb of saying in which its speaker stands."""
_RELATIVE_CHARS = 200
"""Characters of the longest relative clause between a speaker and the verb."""
_INVERTED = re.compile(r"[,\"”’»—–-]\s*$")
"""Before a verb of saying whose speaker stands behind it: a quotation or a statement that ended."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks in a sentence: known codes, and whether an unnamed official of the place does."""

    claimants: tuple[str, ...] = ()
    local_official: bool = False
    pronoun: bool = False
    deniers: tuple[str, ...] = ()
    local_denier: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    voices: tuple[tuple[int, str], ...] = ()
    """Each speaker's code with the offset of its verb; "official" for one of the place."""

    def voices_in(self, start: int, end: int) -> tuple[str, ...]:
        """Who speaks in ``text[start:end]``; the sentence's one speaker where nobody does."""
        inside = tuple(name for at, name in self.voices if start <= at < end)
        everybody = tuple(dict.fromkeys(name for _, name in self.voices))
        return inside or (everybody if len(everybody) == 1 else ())


People = dict[str, tuple[list[str], bool]]
"""Surnames told before with whom they speak for, and whether as an official of the place."""


def find_speech(
    text: str, start: int, end: int, actors: list[ActorMention], tables: Tables, people: People | None = None
) -> Speech:
    """The speakers of ``text[start:end]``; surnames that are introduced there are added to ``people``."""
    known = {} if people is None else people
    _introduce(text, start, end, actors, tables, known)
    names: dict[str, None] = {}
    deniers: dict[str, None] = {}
    official = pronoun = local_denier = False
    spans: list[tuple[int, int]] = []
    voices: list[tuple[int, str]] = []
    denials = [m.span() for m in tables.denials.finditer(text, start, end)]
    for a, b in denials:
        codes, is_official, _ = _speaker(text, start, end, a, b, actors, tables, before_only=True)
        deniers.update(dict.fromkeys(codes))
        local_denier |= is_official and not codes
    for match in tables.said.finditer(text, start, end):
        if any(a - 40 < match.start() < b + 5 for a, b in denials):
            continue
        if tables.around["passive_left_said"].search(text[max(start, match.start() - 8) : match.start()]):
            continue
        if tables.around["coordinate_left"].search(text, max(start, match.start() - _SPEAKER_CHARS), match.start()):
            if any(
                m.end() < match.start()
                for m in tables.said.finditer(text, max(start, match.start() - _SPEAKER_CHARS), match.start())
            ):
                continue
        if tables.around["silent_right"].match(text, match.end(), end):
            continue
        if tables.around["silent_right"].match(text, match.end(), end):
            continue
        codes, is_official, is_pronoun = _speaker(text, start, end, *match.span(), actors, tables)
        if not codes and not is_official:
            near = _known(text, max(start, match.start() - 30), min(end, match.end() + 30), known)
            codes, is_official, is_pronoun = near or (codes, is_official, is_pronoun)
        if codes or is_official or is_pronoun:
            spans.append(match.span())
        voices += [(match.start(), name) for name in codes or (["official"] if is_official else [])]
        names.update(dict.fromkeys(codes))
        official |= is_official and not codes
        pronoun |= is_pronoun and not codes and not is_official
    for match in tables.according.finditer(text, start, end):
        codes, is_official, _ = _after(text, match.end(), end, actors, tables)
        weak = tables.around["weak_according"].fullmatch(match.group())
        if (codes or is_official) and (
            not weak or tables.around["weak_left"].search(text[max(start, match.start() - 9) : match.start()])
        ):
            names.update(dict.fromkeys(codes))
            voices += [(match.start(), name) for name in codes or ["official"]]
            official |= is_official and not codes
            spans.append(match.span())
    for actor in actors:
        if actor.code and actor.kind != "enemy" and tables.around["account_right"].match(text, actor.end, end):
            names.setdefault(actor.code)
            voices.append((actor.start, actor.code))
    for actor in actors:
        if actor.code and actor.kind != "enemy" and tables.around["account_right"].match(text, actor.end, end):
            names.setdefault(actor.code)
            voices.append((actor.start, actor.code))
    return Speech(tuple(names), official, pronoun, tuple(deniers), local_denier, tuple(spans), tuple(voices))


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
            codes, official, _ = _within(
                text, max(cut, text.rfind(", ", begin, match.start()) + 1), match.end(), actors, tables
            )
            people.setdefault(name.group().split()[-1], (codes, official))


def _known(text: str, a: int, b: int, people: People) -> tuple[list[str], bool, bool] | None:
    for match in _SURNAME.finditer(text[a:b]):
        if match.group() in people:
            codes, official = people[match.group()]
            return codes, official, False
    return None


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
) -> tuple[list[str], bool, bool]:
    """The speaker of the verb at ``[a, b)``: before it, else behind it ("said the mayor")."""
    window = text[max(start, a - _SPEAKER_CHARS) : a]
    cut = max((m.end() for m in tables.around["cut"].finditer(window)), default=0)
    begin = a - len(window) + cut
    comma = text.rfind(", ", begin, max(begin, a - 3))
    subject = _within(text, comma + 2, a, actors, tables) if comma >= 0 else ([], False, False)
    if not any(subject):
        subject = _within(text, begin, a, actors, tables)
    if text[max(start, a - 2) : a] == ", " and (head := _head(text, start, a, actors, tables)):
        return head
    if any(subject) or before_only:
        return subject
    if _INVERTED.search(text[max(start, a - 3) : a]) or not text[start:a].strip():
        found = _after(text, b, end, actors, tables, near=28)
        if found[0] or found[1]:
            return found
    return subject


def _head(
    text: str, start: int, a: int, actors: list[ActorMention], tables: Tables
) -> tuple[list[str], bool, bool] | None:
    """ "Azerbaijan, which blames Armenia, says": the speaker before the words between commas."""
    openers = list(tables.around["relative"].finditer(text, max(start, a - _RELATIVE_CHARS), a))
    if not openers:
        return None
    at = openers[-1].start()
    found = _within(text, max(start, at - _SPEAKER_CHARS // 2), at, actors, tables)
    return found if found[0] or found[1] else None


def _after(
    text: str, begin: int, end: int, actors: list[ActorMention], tables: Tables, *, near: int = _SPEAKER_CHARS
) -> tuple[list[str], bool, bool]:
    window = text[begin : min(end, begin + near)]
    cut = tables.around["behind_cut"].search(window)
    stop = begin + (cut.start() if cut else len(window))
    return _within(text, begin, stop, actors, tables)


def _within(text: str, a: int, b: int, actors: list[ActorMention], tables: Tables) -> tuple[list[str], bool, bool]:
    """Codes, whether an official, whether a pronoun speaks in ``text[a:b]``."""
    piece = text[a:b]
    occupied = tables.occupation.search(piece)
    if occupied:
        return [tables.occupation_code], False, False
    codes = [name for name, pattern in tables.organisations if pattern.search(piece)]
    if codes:
        return codes, False, False
    here = [actor for actor in actors if a <= actor.start and actor.end <= b]
    named = [actor.code for actor in here if actor.kind == "organisation" and actor.code]
    if named:
        return named[:1], False, False
    role = tables.official.search(piece) is not None or any(actor.kind == "official" for actor in here)
    coded = [actor for actor in here if actor.code and actor.kind != "enemy" and (not actor.demonym or role)]
    if coded:
        return [(coded[0] if role else coded[-1]).code or ""], False, False
    if role:
        return [], True, False
    return [], False, tables.pronoun.search(piece) is not None


def asserts_itself(report: Report, tables: Tables) -> bool:
    """Whether the report is an official post, which needs no speaker."""
    return bool(report.publisher and tables.official_publisher.search(report.publisher))


def official_code(country: str | None, tables: Tables) -> str | None:
    """Whom an unnamed official of a place speaks for."""
    if country is None:
        return None
    return tables.by_country.get(country, country)
