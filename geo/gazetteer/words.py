"""Text cut into words, and the tables of words around names, made ready for fast look-ups."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from geo import lexicon

_INNER = r"(?:['’ʼ`‘ʻ](?![sS]\b)[^\W\d_]+)*"
# "U.S.", "W.Va." | words with inner apostrophes ("Sana'a", not "Kyiv's") | numbers | any other visible mark; in brackets,
# for splitting. For speed alone: nothing at a blank, plain words before a blank first, sets of letters before classes
_TOKEN = re.compile(
    r"((?=\S)(?:[A-Za-z]+(?= )|[A-Z][a-z]?\.(?:[A-Z][a-z]?\.)+|"
    rf"[A-Za-z]+[^\W\d_]*{_INNER}|[^\W\d_]+{_INNER}|\d+|[^\w\s]))",
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")


class Token(NamedTuple):
    """One word, number or mark, with its place in the text."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True)
class Tokens(Sequence[Token]):
    """The tokens of a text in columns: a report has hundreds, and an object each would cost more than finding them."""

    start: list[int]
    end: list[int]
    text: list[str]
    lower: list[str]

    def __len__(self) -> int:
        return len(self.text)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        return Token(self.start[at], self.end[at], self.text[at], self.lower[at])


def tokens(text: str) -> Tokens:
    """The words and marks of ``text``, in order."""
    parts = _TOKEN.split(text)  # what stands between, token, between, token, ...
    ends = list(itertools.accumulate(map(len, parts)))
    held = parts[1::2]
    return Tokens(ends[:-1:2], ends[1::2], held, list(map(str.lower, held)))


def has_arabic(text: str) -> bool:
    """Whether any letter is Arabic: then words have no capitals to go by."""
    return _ARABIC.search(text) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of ``lexicon/places*.toml`` as sets and dicts."""

    feature_after: dict[str, str]
    """Word after a name -> class: "region" -> "admin1"."""
    feature_before: dict[str, str]
    time: frozenset[str]
    small: frozenset[str]
    """Words for places that are no cities: "village", "хутор"."""
    plural: frozenset[str]
    """Words for a kind that a whole list shares: "regions", "villages"."""
    between: frozenset[str]
    """Words that may stand between a name and its kind: "border" region."""
    organisation: frozenset[str]
    military: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    street: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    first_names: frozenset[str]
    last_names: frozenset[str]
    short_starts: frozenset[str]
    """First words of all abbreviations, short names and names of governments."""
    abbreviations: dict[str, str]
    """"U.S." -> "US"."""
    states: dict[str, tuple[str, ...]]
    """"Tex" -> ("US.TX",); without the last full stop."""
    metonyms: dict[str, str]
    short_names: dict[str, str]
    demonyms: dict[str, tuple[str, str]]
    """Lower-case adjective -> (country code, name of the unit or "")."""
    stems: tuple[tuple[str, str], ...]
    locative: frozenset[str]
    strong: frozenset[str]
    compass: dict[str, str]
    """"southern" -> "south"."""
    metonymic_verbs: frozenset[str]
    metonymic_possessed: frozenset[str]
    hyphen_suffixes: frozenset[str]
    siding: frozenset[str]
    anaphors: dict[str, str]


def _demonyms() -> dict[str, tuple[str, str]]:
    table = lexicon.load("places_demonyms")
    found: dict[str, tuple[str, str]] = {}
    for code, names in (*table["countries"].items(), *table["arabic"].items()):
        found.update({name.lower(): (code, "") for name in names})
    for name, (unit, code) in table["units"].items():
        found[name.lower()] = (code, unit)
    return found


def _flip(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words}


def _starts(*tables: Iterable[str]) -> frozenset[str]:
    forms = {form for table in tables for form in table}
    return frozenset(forms | {tokens(form).text[0] for form in forms})


@functools.cache
def words() -> Words:
    """The tables, read once."""
    table = lexicon.load("places")
    people = lexicon.load("places_people")
    features, refuse = table["features"], table["refuse"]
    abbreviations = _flip(table["abbreviations"])
    states: dict[str, tuple[str, ...]] = {}
    for code, forms in table["states"].items():
        for form in forms:
            bare = form.removesuffix(".")
            states[bare] = (*states.get(bare, ()), code)
    return Words(
        feature_after={word: kind for kind, forms in features.items() for word in forms.get("after", ())},
        feature_before={word: kind for kind, forms in features.items() for word in forms.get("before", ())},
        time=frozenset(refuse["time"]),
        small=frozenset(features["small"]["words"]),
        plural=frozenset(features["plural"]["words"]),
        between=frozenset(features["between"]["words"]),
        organisation=frozenset(refuse["organisation"]),
        military=frozenset(refuse["military"]),
        titles=frozenset(refuse["titles"]),
        person_verbs=frozenset(refuse["person_verbs"]),
        street=frozenset(features["street"]["after"]),
        never=frozenset(refuse["never"]),
        common=frozenset(lexicon.load("places_common")["words"].split()),
        first_names=frozenset(people["first"].split()),
        last_names=frozenset(people["last"].split()),
        short_starts=_starts(abbreviations, states, table["metonyms"], table["short_names"]),
        abbreviations=abbreviations,
        states=states,
        metonyms=dict(table["metonyms"]),
        short_names=dict(table["short_names"]),
        demonyms=_demonyms(),
        stems=tuple((stem, code) for code, stems in lexicon.load("places_demonyms")["stems"].items() for stem in stems),
        locative=frozenset(table["prepositions"]["locative"]),
        strong=frozenset(table["prepositions"]["strong"]),
        compass=_flip(table["compass"]),
        metonymic_verbs=frozenset(table["metonymic"]["verbs"]),
        metonymic_possessed=frozenset(table["metonymic"]["possessed"]),
        hyphen_suffixes=frozenset(table["metonymic"]["suffixes"]),
        siding=frozenset(table["metonymic"]["siding"]),
        anaphors=_flip(table["anaphors"]),
    )
