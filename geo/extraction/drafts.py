"""A strike while it is being read: what the clauses have told of it so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.extraction.counts import ANY, Kind, fuller, kind_of, settled, spanned
from geo.extraction.weapons import WeaponMention
from geo.model import DateBasis, Interval, Place, Span, TimePrecision

Window = tuple[dt.date, dt.date]
UNKNOWN = Interval()


@dataclass(frozen=True, slots=True)
class When:
    """A window with the words and the rule that gave it."""

    window: Window
    basis: DateBasis
    precision: TimePrecision
    text: str | None = None
    time: dt.time | None = None
    rule: str = "publication"
    carried: bool = False
    """Told of an earlier event of the report and carried over."""


@dataclass(slots=True)
class Draft:
    """What a report has told so far of one attack on one place."""

    place: Place | None
    place_text: str | None
    place_span: Span | None
    when: When
    sentence: int
    paragraph: int
    heard: int = -1
    """The last sentence that told more of it."""
    attacker: str | None = None
    attacker_carried: bool = False
    weapons: list[WeaponMention] = field(default_factory=list)
    weapons_carried: bool = False
    counts: dict[str, Interval] = field(default_factory=dict)
    tallies: dict[str, dict[Kind, Interval]] = field(default_factory=dict)
    """Munitions by kind, of which ``counts`` holds the sum."""
    voices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Whose numbers of people they are."""
    claimants: list[str] = field(default_factory=list)
    deniers: list[str] = field(default_factory=list)
    hedged: bool = False
    disputed: bool = False
    background: bool = False
    another: bool = False
    same: bool = False
    """Told of as "the attack": more of the one told before."""
    wave: bool = False
    impact: bool = False
    debris: bool = False
    country_level: bool = False
    spans: dict[Span, None] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    target_text: str | None = None
    target_type: str | None = None
    part_of: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What tells two places apart."""
        place = self.place
        if place is None:
            return (None, (self.place_text or "").casefold())
        return (place.geonames_id or place.area_id, place.location, place.geo_precision, place.country_code)

    def spans_first(self) -> Span:
        """The first sentence that told of it."""
        return next(iter(self.spans))

    def add_span(self, span: Span) -> None:
        """One more sentence of evidence."""
        self.spans[span] = None

    def add_rule(self, *rules: str) -> None:
        """Rules that fired, each once."""
        self.rules += [rule for rule in rules if rule not in self.rules]

    def add_claimants(self, names: list[str]) -> None:
        """Speakers, each once."""
        self.claimants += [name for name in dict.fromkeys(names) if name not in self.claimants]

    def add_count(self, role: str, value: Interval, *, later: bool) -> None:
        """A count told once more: the later of a live blog wins, else the fuller one."""
        held = self.counts.get(role)
        if held is None or held == UNKNOWN or later:
            self.counts[role] = value
        elif value != held:
            self.counts[role] = fuller(held, value)

    def add_munitions(self, role: str, told: Mapping[Kind, Interval], *, later: bool = False) -> None:
        """Munitions told of once more, by kind: of one kind the fuller number stands, kinds are added."""
        held = self.tallies.setdefault(role, {})
        for kind, value in told.items():
            if kind == ANY and role == "intercepted":
                kind = kind_of(value, self.tallies.get("launched", {}))
            held[kind] = value if later or kind not in held else fuller(held[kind], value)
        if held:
            self.counts[role] = settled(held)

    def add_people(self, role: str, value: Interval, voices: tuple[str, ...], *, later: bool) -> None:
        """People killed or injured told of once more: rival numbers of two speakers span a range."""
        held, theirs = self.counts.get(role), self.voices.get(role, ())
        if held and held != value and voices and theirs and not later and not set(voices) & set(theirs):
            self.counts[role] = spanned(held, value)
        else:
            self.add_count(role, value, later=later)
        self.voices[role] = tuple(dict.fromkeys([*theirs, *voices]))
