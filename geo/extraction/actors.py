"""States, groups, forces and speakers named in a text (``geo/lexicon/actors.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from geo import lexicon
from geo.extraction.phrases import Hit, Phrases, Token, tokens


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One mention of somebody who may act or speak: ``text[start:end]``."""

    start: int
    end: int
    text: str
    code: str | None
    """ISO 3166-1 alpha-2 of a state or the usual English name; None where only the context tells (officials, enemy)."""
    kind: str
    """state, metonym, forces, official, group, organisation or enemy."""
    demonym: bool
    """An adjective or a people: "Russian", "росіяни"."""


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str | None
    kind: str
    demonym: bool = False


_STATE_KINDS = (("names", "state"), ("metonyms", "metonym"), ("forces", "forces"), ("officials", "official"))
_SHARED = ("en", "uk", "ru")
_OFFICE_OF = re.compile(r"\s+(?:[A-Z]\w+\s+){0,2}of\s+(?:the\s+)?")
"""Between an office and its state: "the Air Force Command of Ukraine"."""
_OF_STATE = re.compile(r"^(?:'s|’s)?\s+(?:\w+\s+)?$")


def _entries(lang: str) -> Iterator[tuple[str, _Entry]]:
    table = lexicon.load("actors")
    for word in table["officials"].get(lang, ()):
        yield word, _Entry(None, "official")
        if lang == "en" and word[0].islower():
            yield word + "s", _Entry(None, "official")
    for code, forms in lexicon.load("places_demonyms")["countries"].items():
        for form in forms:
            yield form, _Entry(code, "state", demonym=True)
    for code, state in table["states"].items():
        for form in state.get("demonyms", ()):
            yield form, _Entry(code, "state", demonym=True)
        for field, kind in _STATE_KINDS:
            for form in state.get(field, ()):
                yield form, _Entry(code, kind)
    for section, kind in (("organisations", "organisation"), ("groups", "group")):
        for name, aliases in table[section].items():
            for form in (name, *aliases):
                yield form, _Entry(name, kind)
    for word in table["enemy"].get(lang, ()):
        yield word, _Entry(None, "enemy")


@cache
def _phrases(lang: str) -> Phrases[_Entry]:
    unique: dict[str, _Entry] = {}
    for form, entry in _entries(lang):
        if form not in unique or not entry.demonym:
            unique[form] = entry
    return Phrases(unique.items())


def find_actors(text: str, *, lang: str = "en") -> list[ActorMention]:
    """Who is named in ``text``, in order and without overlap.

    Speakers and forces that stand with a demonym or a country bear its code ("Ukraine's air force", "the Russian
    defence ministry"); others have None, and the context must tell whose they are.

    >>> from geo.extraction.actors import find_actors
    >>> [(m.text, m.code, m.kind) for m in find_actors("Poland's air force said the Houthis had fired.")]
    [('Poland', 'PL', 'state'), ('air force', 'PL', 'official'), ('Houthis', 'Houthi', 'group')]
    """
    words = tokens(text)
    mentions: list[ActorMention] = []
    for hit in _phrases(lang if lang in _SHARED else "en").find(text):
        mentions.append(_mention(text, words, hit, mentions[-1] if mentions else None))
    for n, (actor, state) in enumerate(pairwise(mentions)):
        if actor.code is None and actor.kind == "official" and state.kind == "state" and not state.demonym:
            if _OFFICE_OF.fullmatch(text[actor.end : state.start]):
                mentions[n] = replace(actor, code=state.code)
    return mentions


def _mention(text: str, words: tuple[Token, ...], hit: Hit[_Entry], before: ActorMention | None) -> ActorMention:
    start, end = words[hit.first].start, words[hit.last - 1].end
    code = hit.value.code
    if code is None and hit.value.kind == "official" and before is not None and before.kind in ("state", "metonym"):
        gap = text[before.end : start]
        if (before.demonym and not gap.strip()) or _OF_STATE.match(gap) or before.text.endswith(("'s", "’s")):
            code = before.code
    if hit.value.kind == "forces" and text[start].islower() and before is not None:
        if before.kind in ("state", "metonym") and not text[before.end : start].strip():
            code = before.code  # "the Kyiv regime": whose a plain word is, the name before it tells
    return ActorMention(start, end, text[start:end], code, hit.value.kind, hit.value.demonym)
