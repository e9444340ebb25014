"""What is known while one report is read: all that was found in it, and what was told so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from geo.extraction.actors import ActorMention
from geo.extraction.attackers import last_armed
from geo.extraction.claimants import People
from geo.extraction.counts import Count
from geo.extraction.dates import DateMention
from geo.extraction.drafts import Draft, When
from geo.extraction.quantities import Quantity
from geo.extraction.roles import TARGET, Role
from geo.extraction.sentences import Sentence
from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger, within
from geo.extraction.weapons import WeaponMention
from geo.extraction.when import usable
from geo.model import DateBasis, GeoPrecision, PlaceFinder, Report, Span, Toponym, ToponymKind

HOT_SENTENCES = 8
"""Sentences after an attack within which words of harm alone are taken as its harm."""
_RECENT = 60
"""Attacks told last that a sentence may speak of."""
_WIDE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADMIN1, GeoPrecision.ADMIN2})


@dataclass(frozen=True, slots=True)
class RefusedMention:
    """Words of attack that tell of no strike, and by which rule: ``text[start:end]``."""

    start: int
    end: int
    text: str
    rule: str
    reason: str


@dataclass(slots=True)
class Clause:
    """One clause with all that was found in it."""

    start: int
    end: int
    sentence: Sentence
    number: int
    triggers: list[Trigger]
    roles: list[Role]
    weapons: list[WeaponMention]
    real: list[Trigger] = field(default_factory=list)

    def kinds(self) -> set[str]:
        """The kinds of its real triggers."""
        return {kind for trigger in self.real for kind in trigger.kinds}

    def targets(self) -> list[Role]:
        """The places that it names as hit."""
        seen: set[object] = set()
        named = any(r.part == TARGET and r.toponym.kind is not ToponymKind.ANAPHOR for r in self.roles)
        found = []
        for role in self.roles:
            place = role.toponym.place
            if named and role.rule == "anaphor":
                continue
            if (
                role.part == TARGET
                and place is not None
                and (place.location, place.admin1_code, place.geo_precision) not in seen
            ):
                seen.add((place.location, place.admin1_code, place.geo_precision))
                found.append(role)
        return found


@dataclass(slots=True)
class Reading:
    """A report on its way to drafts: what was found in it, and what the sentences so far have told."""

    report: Report
    places: PlaceFinder
    tables: Tables
    own_voice: bool = False
    """An official post, which asserts by itself."""
    weapons: list[WeaponMention] = field(default_factory=list)
    toponyms: list[Toponym] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    refused: list[RefusedMention] = field(default_factory=list)
    untargeted: dict[Span, RefusedMention] = field(default_factory=dict)
    """Places of clauses that tell of an attack which are not what was hit, each with the rule that says so."""
    last: Draft | None = None
    """The attack told last."""
    when: When | None = None
    """The first window that the report gives."""
    said: tuple[When, int] | None = None
    """The day of a sentence with harm or arms that told of no attack, and the number of that sentence."""
    attackers: dict[str, str] = field(default_factory=dict)
    """Who was named as attacking each country."""
    side: ActorMention | None = None
    """The armed side that was spoken of last, and the sentence that did."""
    side_sentence: int = -1
    enemy_sentence: int = -9
    """The last sentence that spoke of the enemy."""
    speakers: list[str] = field(default_factory=list)
    spoke: tuple[int, int] = (-1, -1)
    """Sentence and paragraph in which they spoke."""
    people: People = field(default_factory=dict)
    label: Toponym | None = None
    """The place that heads a paragraph, and that paragraph."""
    label_paragraph: int = -1
    hot: bool = False
    """The headline tells of an attack."""
    drills: int = 0
    pending: Draft | None = None
    """An attack told before any place."""
    area: Draft | None = None
    """The last attack told of an area."""
    topic: Toponym | None = None
    """The place that is being spoken of, and the sentence that named it."""
    topic_sentence: int = -1
    seat: Toponym | None = None
    """The place for whose officials somebody spoke last, and the sentence."""
    seat_sentence: int = -1
    loose: list[Count] = field(default_factory=list)
    """A toll told in a clause without an attack, for that of the next one in the sentence."""
    homes: list[tuple[str | None, int]] = field(default_factory=list)
    """The country that most places lie in, once it was asked for."""
    dangling: list[Role] = field(default_factory=list)
    """Places of a short clause, for the attack of the next one."""

    @property
    def text(self) -> str:
        """The words of the report."""
        return self.report.text

    @property
    def recent(self) -> list[Draft]:
        """The attacks told last, as many as a sentence may speak of: a longer look back costs more than it finds."""
        return self.drafts[-_RECENT:]

    def refuse(self, start: int, end: int, rule: str, reason: str) -> None:
        """Note words of attack that tell of no strike."""
        self.refused.append(RefusedMention(start, end, self.text[start:end], rule, reason))

    def pass_over(self, found: list[Role]) -> None:
        """Note the places of an attack's clause that were not hit: where it was launched, who speaks, what is near."""
        for role in found:
            place, span = role.toponym.place, Span(role.toponym.start, role.toponym.end)
            if role.part != TARGET and place is not None and role.toponym.kind is not ToponymKind.DEMONYM:
                words = self.text[span.start : span.end]
                self.untargeted[span] = RefusedMention(
                    span.start, span.end, words, role.rule, f"not what was hit: {role.rule}"
                )

    def refuse_all(self, triggers: list[Trigger], rule: str, words: str) -> None:
        """Note all plain words of attack as refused by one rule."""
        for trigger in triggers:
            if trigger.kinds & {"strong", "assail", "launch", "impact", "intercept"}:
                self.refuse(trigger.start, trigger.end, rule, f"{rule}: “{words}”")

    def actors_in(self, sentence: Sentence) -> list[ActorMention]:
        """The states, groups and bodies that a sentence names."""
        return within(self.actors, sentence.start, sentence.end)

    def spoken_of(self, actors: list[ActorMention], clause: Clause) -> ActorMention | None:
        """Whom a pronoun in a clause means: who is named before it in its sentence, else in the one before."""
        inside = [actor for actor in actors if actor.end <= clause.start]
        return last_armed(self.text, inside) or (self.side if self.side_sentence == clause.number - 1 else None)

    def note_side(self, sentence: Sentence, number: int) -> None:
        """Remember whom the next sentence may mean by "they"."""
        if any(actor.kind == "enemy" for actor in self.actors_in(sentence)):
            self.enemy_sentence = number
        if side := last_armed(self.text, self.actors_in(sentence)):
            self.side, self.side_sentence = side, number
        elif self.side_sentence == number - 1:
            self.side_sentence = number

    def dates_of(self, sentence: Sentence) -> list[DateMention]:
        """The dates of a sentence that can be those of an attack."""
        inside = within(self.dates, sentence.start, sentence.end)
        return usable(self.text, sentence.start, sentence.end, inside, self.report.published, self.tables)

    def toponyms_in(self, start: int, end: int) -> list[Toponym]:
        """The places in ``text[start:end]``."""
        return within(self.toponyms, start, end)

    def keep(self, draft: Draft) -> None:
        """One more attack told; what was told before its place was named is its own."""
        if self.pending is not None and draft.sentence - self.pending.sentence <= 2:
            _take_over(draft, self.pending)
        self.pending = None
        self.drafts.append(draft)
        self.last = draft
        if draft.place and draft.place.geo_precision in _WIDE:
            self.area = draft
        if draft.attacker and draft.place and draft.place.country_code:
            self.attackers.setdefault(draft.place.country_code, draft.attacker)
        if draft.when.basis is not DateBasis.PUBLICATION and self.when is None:
            self.when = carried(draft.when)

    def home(self) -> str | None:
        """The country that most of the report's places lie in."""
        if not self.homes:
            codes = (t.place.country_code for t in self.toponyms if t.place and not t.metonymic)
            self.homes = [*Counter(code for code in codes if code).most_common(1), (None, 0)]
        return self.homes[0][0]


def _take_over(draft: Draft, pending: Draft) -> None:
    """What was told before the place was named."""
    if draft.when.basis is DateBasis.PUBLICATION or (draft.when.carried and not pending.when.carried):
        draft.when = pending.when
    if draft.attacker is None:
        draft.attacker = pending.attacker
    if not draft.weapons:
        draft.weapons = pending.weapons
    for role, kinds in pending.tallies.items():
        draft.tallies.setdefault(role, dict(kinds))
    for role, value in pending.counts.items():
        draft.counts.setdefault(role, value)
    draft.add_claimants(pending.claimants)
    for span in pending.spans:
        draft.add_span(span)
    draft.add_rule("place told after")


def carried(when: When) -> When:
    """The window of an attack for what is told after it without a day."""
    return replace(when, time=None, carried=True)
