"""A candidate for a reference to a place, and a text with all of them, as recognition leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.gazetteer.words import Tokens


@dataclass(slots=True)
class Mention:
    """A candidate reference to a place; ``first`` and ``last`` count tokens, last inclusive."""

    start: int
    end: int
    first: int
    last: int
    folded: str
    rows: tuple[int, ...] = ()
    kind: str = "name"
    """name, demonym, country (an abbreviation), state (an abbreviation), metonym, unknown (announced as a place), heard (known by sound)."""
    code: str = ""
    """Country, or first-level codes joined by blanks, that an abbreviation or adjective stands for."""
    feature: str = ""
    """Class that the words around it name: admin1, admin2, settlement, sea, river, site, street."""
    partial: bool = False
    """Whether a given span goes on behind the name: "Carnegie" of "Carnegie Library"."""
    small: bool = False
    """Whether the word for its kind says that it is no city: "the village of"."""
    before: str = ""
    """"north" for "northern Ukraine"."""
    inflected: bool = False
    signs: list[str] = field(default_factory=list)
    p_place: float = 0.0
    metonymic: bool = False


@dataclass(slots=True)
class Reading:
    """A text with its tokens and candidates, as recognition leaves it."""

    text: str
    tokens: Tokens
    mentions: list[Mention]
    lower: frozenset[str] = frozenset()
    """Words as they stand in the text: a name is among them in lower case where it is a word as well."""
    cased: list[int] = field(default_factory=list)
    """Numbers of the tokens that hold a capital."""


def gap(reading: Reading, at: int) -> str:
    """What stands between a token and the next."""
    return reading.text[reading.tokens.end[at] : reading.tokens.start[at + 1]]
