"""All references to places in a text, each with the place that is meant: the gazetteer's front door for reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import lexicon
from geo.gazetteer import anaphora, certainty, composed, given, metonymy, named, seats, villages
from geo.gazetteer.answers import Answers
from geo.gazetteer.boundaries import Boundaries
from geo.gazetteer.candidates import Catalogue
from geo.gazetteer.context import judge, name_signs
from geo.gazetteer.index import Index
from geo.gazetteer.lookup import KINDS
from geo.gazetteer.mentions import Mention, Reading
from geo.gazetteer.recognise import Recogniser
from geo.gazetteer.resolve import Question, distance_km, questions, resolve
from geo.memory import uncollected
from geo.model import GeoPrecision, Place, Toponym, ToponymKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LEAST_CONSIDERED = 0.15
"""Mentions below this probability of being a place are not even context for others."""
LEAST_PLACE, LEAST_PLAIN = 0.5, 0.35
"""Probability of being a place at which a mention is given out; less for a name that is no word and no person's name:
reports of war name more small places and fewer private people than the local news that the weights were fitted on."""
LEAST_LOCATION = 0.15
"""Probability of the best candidate below which the resolver abstains."""
REMEMBERED = 1000
"""Texts whose toponyms are kept: extraction and locating ask for the same reports one after the other (about 10 MB)."""
REMEMBERED_TOPONYMS = 40_000
"""Toponyms that are kept with them at most: a few texts of a megabyte must not fill the memory."""
TOGETHER, TOGETHER_CHARACTERS = 16, 100_000
"""Texts that are resolved together at most, for speed, and their characters at most, for memory."""
_RULES = frozenset(("prev_", "next_", "kind_"))
"""How the signs open that are told as rules."""
_WIDER = (GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADMIN1)


def _apart_m(one: Place, other: Place) -> float:
    return 1000.0 * float(distance_km(one.latitude, one.longitude, other.latitude, other.longitude))


_Asked = tuple[str, str, tuple[str, ...], str | None]
"""A text, its language, the theatre and the outlet's home."""


def _parts(asked: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    """What is asked, in parts that are resolved together."""
    held: list[_Asked] = []
    size = 0
    for key in asked:
        if held and (len(held) == TOGETHER or size + len(key[0]) > TOGETHER_CHARACTERS):
            yield held
            held, size = [], 0
        held.append(key)
        size += len(key[0])
    if held:
        yield held


class Gazetteer:
    """Finds and resolves the names of places in texts, offline; implements :class:`geo.model.PlaceFinder`.

    >>> from geo.gazetteer import Gazetteer
    >>> found = Gazetteer.open().toponyms("Missiles hit Kharkiv and a village near Kupiansk.")
    >>> [(t.phrase, t.place.country_code) for t in found]
    [('Kharkiv', 'UA'), ('near Kupiansk', 'UA')]
    """

    def __init__(self, index: Any, boundaries: Any | None = None) -> None:
        self.index = index
        self._boundaries = boundaries
        self.recogniser = Recogniser(index)
        self.catalogue = Catalogue(index, self.recogniser)
        self.answers = Answers(self.catalogue)
        self._signs: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self._recent: dict[_Asked, tuple[Toponym, ...]] = {}
        self._held = 0
        self._capitals = self._find_capitals(lexicon.load("places")["capitals"])
        self._seats = frozenset(self._capitals.values())
        self.catalogue.capitals = self._capitals

    @classmethod
    def open(cls, path: Path | str | None = None) -> Gazetteer:
        """The gazetteer over the index at ``path``, or over the one in the user's cache."""
        return cls(Index.open(None if path is None else Path(path)))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Gazetteer, (self.index, self._boundaries))  # what was remembered is not worth its carriage

    @property
    def boundaries(self) -> Any:
        """The polygons, read when first asked for."""
        if self._boundaries is None:
            self._boundaries = Boundaries.open()
        return self._boundaries

    def toponyms(
        self, text: str, *, lang: str = "en", theatre: Sequence[str] = (), home: str | None = None
    ) -> list[Toponym]:
        """All references to places in ``text``, in order and without overlap, resolved with the whole text as context."""
        return self.toponyms_of([(text, lang)], theatre=theatre, home=home)[0]

    def toponyms_of(
        self, texts: Sequence[tuple[str, str]], *, theatre: Sequence[str] = (), home: str | None = None
    ) -> list[list[Toponym]]:
        """:meth:`toponyms` of texts with their languages, each for itself; many at once take less time."""
        keys = [(text, lang, tuple(theatre), home) for text, lang in texts]
        found = {key: self._recent[key] for key in keys if key in self._recent}
        for some in _parts([key for key in dict.fromkeys(keys) if key not in found]):
            with uncollected():
                answers = self._find([key[:2] for key in some], theatre, home)
            for key, toponyms in zip(some, answers, strict=True):
                found[key] = tuple(toponyms)
                self._remember(key, found[key])
        return [list(found[key]) for key in keys]

    def _remember(self, key: _Asked, found: tuple[Toponym, ...]) -> None:
        self._recent[key] = found
        self._held += len(found)
        while len(self._recent) > REMEMBERED or (self._held > REMEMBERED_TOPONYMS and len(self._recent) > 1):
            self._held -= len(self._recent.pop(next(iter(self._recent))))

    def _find(self, texts: Sequence[tuple[str, str]], theatre: Sequence[str], home: str | None) -> list[list[Toponym]]:
        readings = self.read(texts)
        likely = [
            mention for reading in readings for mention in reading.mentions if mention.p_place >= LEAST_CONSIDERED
        ]
        self.catalogue.prepare(likely)
        asked = [questions(reading, self.catalogue, LEAST_CONSIDERED) for reading in readings]
        resolve(list(zip(readings, asked, strict=True)), theatre=theatre, home=home)
        every = list(itertools.chain.from_iterable(asked))
        seats.prefer_seats(every)
        certainty.compare(every)
        return [self._answered(reading, own) for reading, own in zip(readings, asked, strict=True)]

    def _answered(self, reading: Reading, asked: Sequence[Question]) -> list[Toponym]:
        """The toponyms of a text whose names are resolved."""
        text = reading.text
        answers = {id(mention): question for question in asked for mention in question.mentions}
        metonymy.mark(reading, lambda mention: self._is_seat(answers.get(id(mention))))
        for question in asked:
            certainty.judge_again(question)
        found = [
            self._placed(text, mention, answers.get(id(mention)), asked)
            for mention in reading.mentions
            if mention.feature != "street"
            and (mention.kind != "heard" or id(mention) in answers)
            and mention.p_place >= (LEAST_PLAIN if "plain" in mention.signs else LEAST_PLACE)
        ]
        found = villages.join(text, composed.compose(text, villages.join(text, found), self))
        return anaphora.add(text, found, self)

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """Texts, each with its language, with all candidates for names, their signs and probability of being a place."""
        readings = [self.recogniser.read(text, lang) for text, lang in texts]
        self.catalogue.prepare(m for reading in readings for m in reading.mentions if m.kind == "name")
        for reading in readings:
            judge(reading, self._name_signs, self.recogniser.words)
        return readings

    def _placed(self, text: str, mention: Mention, question: Question | None, asked: Sequence[Question]) -> Toponym:
        toponym = self._toponym(text, mention, question)
        if question is not None and villages.strays(question, mention):
            return villages.settle(toponym, question, mention, asked, self)
        if mention.kind == "heard":
            return villages.alike(toponym)
        if mention.kind != "unknown" and not (mention.small and mention.kind == "name"):
            return toponym
        return villages.settle(toponym, question, mention, asked, self)

    def resolve_spans(
        self,
        text: str,
        spans: Iterable[tuple[int, int]],
        *,
        lang: str = "en",
        theatre: Sequence[str] = (),
        home: str | None = None,
    ) -> list[Toponym]:
        """Places for spans that are known to be names of places, one toponym a span, in the given order."""
        reading, mentions = given.read(self, text, spans, lang)
        asked = questions(reading, self.catalogue, 0.0)
        resolve([(reading, asked)], theatre=theatre, home=home)
        seats.prefer_seats(asked)
        answers = {id(mention): question for question in asked for mention in question.mentions}
        metonymy.mark(reading, lambda mention: self._is_seat(answers.get(id(mention))))
        certainty.compare(asked)
        own = [answers.get(id(mention)) for mention in mentions]
        made = [self._toponym(text, m, question, sure=True) for m, question in zip(mentions, own, strict=True)]
        return given.place(made, own)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        row = self.catalogue.countries.get(code.upper())
        return None if row is None else dataclasses.replace(self.place(row), p_location=1.0)

    def unit(self, code: str) -> Place | None:
        """The first-level unit of a GeoNames code such as ``UA.07``."""
        row = self.catalogue.units.get(code)
        return None if row is None else self.place(row)

    def capital(self, code: str) -> Place | None:
        """The seat of government of a country."""
        row = self._capitals.get(code)
        return None if row is None else self.place(row)

    def geocode_place(
        self,
        place: str,
        *,
        admin1: str | None = None,
        country: str | None = None,
        admin2: str | None = None,
        when: dt.date | None = None,
    ) -> Place | None:
        """The place of a name whose units and country are told beside it; None where nothing fits.

        Of namesakes within what is told, the likeliest is taken: one that reports of war name, above all those of the time
        of ``when``, the day of the event.
        """
        found = named.geocode(self, place, admin1, country, admin2, when)
        return None if found is None else found.place

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether the area of ``outer`` holds ``inner``, by codes; False where unknown."""
        if outer.geo_precision is GeoPrecision.COUNTRY:
            return outer.country_code is not None and outer.country_code == inner.country_code
        if outer.geo_precision is GeoPrecision.REGION and outer.area_id and "/" in outer.area_id:
            area = self.geometry(outer)
            return bool(area is not None and _covers(area, inner))
        if outer.geo_precision is GeoPrecision.ADMIN1:
            fine = inner.geo_precision not in (GeoPrecision.COUNTRY, GeoPrecision.REGION)
            return fine and outer.admin1_code is not None and outer.admin1_code == inner.admin1_code
        if outer.geo_precision in (GeoPrecision.ADMIN2, GeoPrecision.ADMIN3):
            if outer.admin1_code != inner.admin1_code or inner.geo_precision in _WIDER:
                return False
            if (
                outer.admin2 is None or outer.geo_precision is GeoPrecision.ADMIN3
            ):  # a circle is all that is known of it
                return _apart_m(outer, inner) <= (outer.uncertainty_m or 0.0)
            return outer.admin2 == inner.admin2
        return outer.geonames_id is not None and outer.geonames_id == inner.geonames_id

    def geometry(self, place: Place) -> BaseGeometry | None:
        """Point, circle (near_settlement) or polygon (areas) in EPSG:4326; None where unknown."""
        from shapely.geometry import Point

        if place.area_id is not None:
            area: BaseGeometry | None = self.boundaries.geometry(place.area_id)
            if area is not None:
                return area
        if math.isnan(place.latitude):
            return None
        point = Point(place.longitude, place.latitude)
        areal = (GeoPrecision.NEAR_SETTLEMENT, GeoPrecision.ADMIN2, GeoPrecision.ADMIN1, GeoPrecision.REGION)
        if place.geo_precision in (*areal, GeoPrecision.ADMIN3) and place.uncertainty_m:
            return composed.circle(place.longitude, place.latitude, place.uncertainty_m)
        return point

    def middle(self, place: Place) -> tuple[float, float] | None:
        """Longitude and latitude of a point in the area of a place; None where unknown."""
        found: tuple[float, float] | None = self.boundaries.middle(place.area_id) if place.area_id else None
        if found is not None:
            return found
        area = self.geometry(place)
        return None if area is None else (area.representative_point().x, area.representative_point().y)

    def place(self, row: int) -> Place:
        """The place of one row of the index."""
        return self.answers.place(row)

    def _toponym(self, text: str, mention: Mention, question: Question | None, sure: bool = False) -> Toponym:
        kind = ToponymKind.DEMONYM if mention.kind == "demonym" else ToponymKind.NAME
        phrase = text[mention.start : mention.end]
        rules = tuple([sign for sign in mention.signs if sign[:5] in _RULES])
        if question is None:
            return Toponym(mention.start, mention.end, phrase, kind, rules=rules, metonymic=mention.metonymic)
        best = question.best
        p = certainty.p_location(mention, question, sure=sure)
        taken = p >= LEAST_LOCATION or sure
        place = self.answers.place(int(question.candidates.rows[best]), round(p, 4)) if taken else None
        if place is not None and mention.feature in seats.UNITS and place.geo_precision is GeoPrecision.SETTLEMENT:
            place = composed.surroundings(place, phrase)
        refused = self.answers.others(question, best if taken else -1)
        return Toponym(mention.start, mention.end, phrase, kind, place, mention.metonymic, rules, refused)

    def _name_signs(self, mention: Mention) -> tuple[str, ...]:
        key = (mention.folded, mention.kind, mention.code)
        found = self._signs.get(key)
        if found is None:
            if len(self._signs) > 100_000:
                self._signs.clear()
            top, kinds, primary = self.catalogue.facts(mention) if mention.kind == "name" else (0, frozenset(), True)
            found = self._signs[key] = name_signs(mention, top, kinds, primary, self.recogniser.words)
        return found

    def _is_seat(self, question: Question | None) -> bool:
        if question is None:
            return False
        held = question.candidates
        return held.kinds[question.best] == "country" or int(held.rows[question.best]) in self._seats

    def _find_capitals(self, names: dict[str, str]) -> dict[str, int]:
        index, found = self.index, {}
        settlement = KINDS.index("settlement")
        for code, name in names.items():
            rows = index.lookup(self.recogniser.fold(name))
            own = [row for row in rows if index.country_codes[row] == code.encode() and index.kind[row] == settlement]
            if own:
                found[code] = max(own, key=index.population.item)
        return found


def _covers(area: BaseGeometry, inner: Place) -> bool:
    from shapely.geometry import Point

    return bool(area.covers(Point(inner.longitude, inner.latitude)))
