"""Names of places in a text: every candidate that the gazetteer knows, with the signs for and against it.

:meth:`Recogniser.read` looks up the longest names from left to right and notes what stands around each; nothing is decided
here. :mod:`geo.gazetteer.context` weighs the signs, :mod:`geo.gazetteer.resolve` says which place is meant.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from geo.gazetteer import scripts, unheard
from geo.gazetteer.fold import fold
from geo.gazetteer.mentions import Mention as Mention
from geo.gazetteer.mentions import Reading as Reading
from geo.gazetteer.mentions import gap
from geo.gazetteer.words import Tokens, Words, has_arabic, tokens, words

LONGEST_NAME = 6
"""Words in a name; longer ones ("Montreal-Pierre Elliott Trudeau International Airport") are rare."""
_CONNECTORS = frozenset(
    (
        "of", "de", "del", "la", "las", "los", "le", "les", "du", "des", "da", "do", "dos", "di", "della", "al",
        "el", "ash", "as", "ad", "an", "ar", "at", "az", "the", "upon", "on", "sur", "am", "im", "und", "bei", "ob",
        "der", "den", "na", "nad", "by", "under", "in", "le-bas", "i", "y", "e", "and",
    )
)  # fmt: skip
_LINKS = frozenset(("and", ",", "or"))
_JOINS = frozenset((" ", "-", "‑", "–", "’", "'", ". ", "\u00a0", ".", "\n"))
_ABBREVIATED = frozenset(("st", "ste", "mt", "ft", "pt", "sta", "sto"))
_ARTICLES = frozenset(("al", "el", "ash", "az", "ad", "as", "an", "ar", "at"))
_FACILITY = frozenset(
    (
        "nuclear", "power", "plant", "plants", "station", "thermal", "hydroelectric", "air", "base", "airbase",
        "airfield", "airport", "international", "port", "seaport", "naval", "refinery", "oil", "terminal", "depot",
        "hospital", "camp", "refugee", "dam", "bridge", "crossing", "district", "reactor", "children's", "community", "hromada",
    )
)  # fmt: skip
"""Words without a capital that a facility's name may hold or end with."""
_INNER = _CONNECTORS | _FACILITY
_HYPHENS = frozenset("-‑–")


class Names(Protocol):
    """The part of the index that recognition needs."""

    def lookup(self, folded: str) -> tuple[int, ...]:
        """Rows of the places that bear the name."""
        ...

    def known(self, folded: str) -> tuple[tuple[int, ...], bool]:
        """These rows, and whether some longer name starts with the words."""
        ...


def _article_of(held: Tokens, at: int) -> bool:
    """Whether a lower-case Arabic article opens a name: "al-Qaim", "el Fasher"."""
    after = at + 2 if at + 1 < len(held) and held.text[at + 1] in "-‑–" else at + 1
    return after < len(held) and held.text[after][0].isupper()


def _ends(held: Tokens, at: int) -> bool:
    """Whether a name of several words may end here."""
    text = held.text[at]
    return text[0].isupper() or held.lower[at] in _FACILITY or text.isdigit()


_Known = tuple[str, tuple[int, ...], bool]
"""The key of words, its rows, and whether longer names start with it."""


class _Start(NamedTuple):
    """What is known of a word where a name may begin."""

    known: _Known
    opens: bool
    """Whether any name, adjective or abbreviation starts with it."""
    short: bool
    """Whether an abbreviation, a short name or the name of a government does."""
    demonym: bool


class Recogniser:
    """Finds candidates by look-up; holds the index and the tables, and remembers folded words."""

    def __init__(self, names: Names, table: Words | None = None) -> None:
        self.names = names
        self.words = table or words()
        self._announcing = unheard.announcing(self.words)
        self._leading = self.words.strong | self.words.locative
        self._calling = self._announcing | self._leading | _LINKS
        self._demonym_starts = frozenset(form.split()[0] for form in self.words.demonyms)
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for stem, code in self.words.stems:
            self._stems.setdefault(stem[:3], []).append((stem, code))
        self._folded: dict[str, str] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self._spelled: dict[str, _Known] = {}
        self._starts: dict[str, _Start] = {}

    def read(self, text: str, lang: str = "en") -> Reading:
        """All candidates of ``text``, without overlap, longest first from the left."""
        reading = self._reading(text)
        arabic = has_arabic(text)
        if arabic:
            reading.lower = frozenset(word for word in reading.lower if word[0].islower())
        reading.mentions.extend(self._scan(reading, arabic))
        return reading

    @staticmethod
    def _reading(text: str) -> Reading:
        """The text in tokens, without candidates."""
        held = tokens(text)
        differs = map(operator.ne, held.text, held.lower)
        return Reading(text, held, [], frozenset(held.text), list(itertools.compress(itertools.count(), differs)))

    def at(self, text: str, start: int, end: int, lang: str = "en") -> Mention:
        """The candidate for a span that is known to be a place."""
        reading = Reading(text[start:end], tokens(text[start:end]), [])
        best: Mention | None = None
        for found in self._scan(reading, has_arabic(reading.text), given=True):
            longer = best is None or found.end - found.start > best.end - best.start
            if best is not None and reading.text[best.end : found.start].strip() == ",":
                longer = False  # "Washington, D.C."
            if best is not None and best.folded in self.words.compass:
                longer = True  # "Western US"
            if longer and (best is None or found.folded not in self.words.compass):
                best = found
        lead = reading.text[: best.start].strip().lower() if best is not None else ""
        if best is None or lead not in ("", "the", "near", "in", "greater", "downtown", *self.words.compass):
            return Mention(start, end, 0, 0, self.fold(text[start:end]))
        best.start, best.end = start + best.start, start + best.end
        return best

    def fold(self, name: str) -> str:
        """The folded form, remembered."""
        found = self._folded.get(name)
        if found is None:
            if len(self._folded) > 200_000:  # a bound on memory; refilling is cheap
                self._folded.clear()
            found = self._folded[name] = fold(name)
        return found

    def lookup(self, folded: str) -> tuple[int, ...]:
        """Rows that bear the folded name, remembered."""
        found = self._known.get(folded)
        if found is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._known[folded] = tuple(self.names.lookup(folded))
        return found

    def _of(self, spelling: str) -> _Known:
        """What is known of words as they stand in a text, remembered."""
        found = self._spelled.get(spelling)
        if found is None:
            if len(self._spelled) > 200_000:
                self._spelled.clear()
            folded = fold(spelling)
            found = (folded, *self.names.known(folded)) if folded else ("", (), True)
            self._spelled[spelling] = found
        return found

    def _scan(self, reading: Reading, arabic: bool, given: bool = False) -> Iterator[Mention]:
        held, done = reading.tokens, 0
        before: Mention | None = None
        for at in self._openings(reading, arabic, given):
            if at < done:
                continue
            found: Mention | None = None
            first = held.text[at][0]
            if first.isupper() or (given and first.isalpha()):
                found = self._latin(reading, at, given)
            elif arabic and "\u0600" <= first <= "\u06ff":
                found = scripts.arabic(self, reading, at)
            elif first.islower() and "\u0400" <= first <= "\u04ff":
                found = self._stem(held, at)
            elif held.lower[at] in _ARTICLES and _article_of(held, at):
                found = self._latin(reading, at, given)
            called = not given and at > 0 and held.lower[at - 1] in self._calling
            if called and (first.isupper() or (arabic and found is None)):
                found = self._announced(reading, at, found)
                if found is None and first.isupper():
                    found = self._heard(reading, at, before)
            if found is not None:
                yield found
                before = found
                done = found.last + 1

    def _announced(self, reading: Reading, at: int, found: Mention | None) -> Mention | None:
        """The whole name behind a word for its kind, known or not; never a known part of it."""
        held = reading.tokens
        if held.lower[at - 1] not in self._announcing:
            return found
        word = unheard.kind_before(held, at, self.words)
        if word is None:
            return found
        last = unheard.run(reading.text, held, at)
        if held.text[last].isupper() or (found is not None and found.last >= last):
            return found
        if found is not None and not unheard.goes_on(held, found.last, last, reading.lower, self.words):
            return found
        return self._unknown(reading, at, last, "unknown", small=word in self.words.small)

    def _unknown(self, reading: Reading, at: int, last: int, kind: str, *, small: bool = False) -> Mention:
        start, end = reading.tokens.start[at], reading.tokens.end[last]
        return Mention(start, end, at, last, self.fold(reading.text[start:end]), kind=kind, small=small)

    def _is_known(self, held: Tokens, at: int) -> bool:
        low = held.lower[at]
        return low in self._demonym_starts or held.text[at] in self.words.short_starts or bool(self._of(low)[1])

    def _heard(self, reading: Reading, at: int, before: Mention | None) -> Mention | None:
        held = reading.tokens
        word = held.lower[at - 1]
        if word not in self._leading and not (word in _LINKS and before is not None and before.last + 2 == at):
            return None
        if not held.text[at].isascii():
            return None
        last = unheard.run(reading.text, held, at)
        if held.lower[at] in self.words.compass or any(self._is_known(held, n) for n in range(at + 1, last + 1)):
            return None  # "Western Canada", "Nazi Germany"
        if not unheard.may_be_heard(held, at, last, reading.lower, self.words):
            return None
        return self._unknown(reading, at, last, "heard")

    def _openings(self, reading: Reading, arabic: bool, given: bool) -> Iterable[int]:
        """Tokens that may open a name: in Latin script those with a capital and articles, else any."""
        if given or arabic:
            return range(len(reading.tokens))
        articles = map(_ARTICLES.__contains__, reading.tokens.lower)
        found = {*reading.cased, *itertools.compress(itertools.count(), articles)}
        if not reading.text.isascii():
            other_script = map("\u0400".__le__, reading.tokens.text)
            found.update(itertools.compress(itertools.count(), other_script))
        return sorted(found)

    def _latin(self, reading: Reading, at: int, given: bool) -> Mention | None:
        word = reading.tokens.text[at]
        start = self._starts.get(word) or self._start(word)
        cyrillic = "\u0400" <= word[0] <= "\u04ff"
        if not start.opens and not given:
            return (self._stem(reading.tokens, at) or scripts.inflected(self, reading, at)) if cyrillic else None
        short = self._short(reading, at) if start.short else None
        name = self._longest(reading, at, start.known, given)
        if short is not None and (name is None or name.last <= short.last):
            return short
        adjective = self._demonym(reading, at) if start.demonym else None
        if adjective is not None and (name is None or name.last <= adjective.last):
            return adjective
        if cyrillic:
            if name is None:
                return self._stem(reading.tokens, at) or scripts.inflected(self, reading, at)
            if name.last == at:
                return scripts.by_kind(self, reading, at) or name
        return name

    def _start(self, word: str) -> _Start:
        """What may start with this word, remembered."""
        if len(self._starts) > 200_000:
            self._starts.clear()
        known = self._of(word)
        short = word in self.words.short_starts or word.removesuffix(".") in self.words.short_starts
        demonym = word.lower() in self._demonym_starts
        found = self._starts[word] = _Start(known, bool(known[1]) or known[2] or short or demonym, short, demonym)
        return found

    def _short(self, reading: Reading, at: int) -> Mention | None:
        """Abbreviations and names of governments, by their exact spelling."""
        token = reading.tokens[at]
        text = token.text
        code = self.words.abbreviations.get(text)
        if code is not None:
            return Mention(token.start, token.end, at, at, code, kind="country", code=code)
        units = self.words.states.get(text.removesuffix("."))
        if units is not None and self._state_fits(reading, at):
            end = token.end
            if reading.text[end : end + 1] == "." and not text.isupper():
                end += 1
            return Mention(token.start, end, at, at, text, kind="state", code=" ".join(units))
        two = reading.text[token.start : reading.tokens.end[at + 1]] if at + 1 < len(reading.tokens) else text
        for last, form in ((min(at + 1, len(reading.tokens) - 1), two), (at, text)):
            full = self.words.short_names.get(form)
            if full is not None and (rows := self.lookup(self.fold(full))):
                return Mention(token.start, reading.tokens.end[last], at, last, self.fold(full), rows)
            government = self.words.metonyms.get(form)
            if government is not None:
                end = reading.tokens.end[last]
                return Mention(token.start, end, at, last, form, self.lookup(self.fold(form)), "metonym", government)
        return None

    @staticmethod
    def _state_fits(reading: Reading, at: int) -> bool:
        """A postal code needs a comma and a name before it; a dotted or longer form stands alone."""
        token = reading.tokens[at]
        dotted = "." in token.text or (not token.text.isupper() and reading.text[token.end : token.end + 1] == ".")
        before = reading.tokens.text[at - 2] if at >= 2 and reading.tokens.text[at - 1] == "," else ""
        after_comma = len(before) > 2 and before[0].isupper()
        if after_comma and (dotted or token.text.isupper() or len(token.text) == 2):
            return True
        return dotted and "." in token.text

    def _demonym(self, reading: Reading, at: int) -> Mention | None:
        held = reading.tokens
        for last in range(min(at + 2, len(held) - 1), at - 1, -1):
            if any(gap(reading, k) not in (" ", "-") for k in range(at, last)):
                continue
            form = " ".join(held.lower[at : last + 1])
            found = self.words.demonyms.get(form)
            if found is not None:
                code, unit = found
                rows = self.lookup(self.fold(unit)) if unit else ()
                return Mention(held.start[at], held.end[last], at, last, form, rows, "demonym", code)
        return None

    def _stem(self, held: Tokens, at: int) -> Mention | None:
        low = held.lower[at]
        for stem, code in self._stems.get(low[:3], ()):
            if low.startswith(stem) and len(low) - len(stem) <= 4:
                return Mention(held.start[at], held.end[at], at, at, low, kind="demonym", code=code)
        return None

    def _longest(self, reading: Reading, at: int, known: _Known, given: bool) -> Mention | None:
        """The longest name from a token on, of which it is told what is known of the token alone."""
        held, start, last = reading.tokens, reading.tokens.start[at], at
        folded, rows, longer = known
        best = (at, folded, rows) if rows else None
        while longer and last + 1 < len(held.text) and last - at + 1 < LONGEST_NAME:
            step = self._step(reading, last, given)
            if not step:
                break
            last += step
            spelling = reading.text[start : held.end[last]]
            folded, rows, longer = self._spelled.get(spelling) or self._of(spelling)
            if rows and (given or _ends(held, last)):
                best = (last, folded, rows)
        if best is None or best[1] in self.words.compass or best[1] in self.words.time:
            return None  # "Western" and "Christmas" alone are no places
        last, folded, rows = best
        if folded.endswith(("ской", "скои")):  # an oblique case of a region that is also somebody's dictionary form
            rows = tuple(dict.fromkeys((*rows, *self.lookup(f"{folded[:-2]}ая"))))
        return Mention(start, held.end[last], at, last, folded, rows)

    @staticmethod
    def _step(reading: Reading, last: int, given: bool) -> int:
        """How many tokens a name that may go on takes in next; 0 where it ends."""
        held, following = reading.tokens, reading.tokens.text[last + 1]
        if following in _HYPHENS and last + 2 < len(held) and not gap(reading, last) and not gap(reading, last + 1):
            return 2  # a hyphen inside a name
        if following == "." and held.lower[last] in _ABBREVIATED and last + 2 < len(held):
            return 2  # "St. Louis"
        fits = given or following[0].isupper() or held.lower[last + 1] in _INNER or following.isdigit()
        return 1 if fits and gap(reading, last) in _JOINS else 0
