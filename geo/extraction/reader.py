"""The reading of one report, clause by clause: which words of attack are real, and what they tell of which place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from geo.extraction.actors import ActorMention, find_actors
from geo.extraction.attackers import find_attacker
from geo.extraction.claimants import People, Speech, asserts_itself, find_speech, official_code
from geo.extraction.counts import Count, all_stopped, find_counts, total
from geo.extraction.dates import DateMention, find_dates
from geo.extraction.drafts import Draft, When
from geo.extraction.quantities import Quantity, find_quantities
from geo.extraction.realis import clause_verdict, hedged, sentence_verdict, trigger_verdict
from geo.extraction.roles import CONTAINER, LAUNCH, MENTION, TARGET, Role, roles
from geo.extraction.sentences import Sentence, clauses, sentences
from geo.extraction.tables import Tables
from geo.extraction.targets import find_target
from geo.extraction.triggers import Trigger, find_triggers, within
from geo.extraction.weapons import WeaponMention, find_weapons
from geo.extraction.when import nearest, unsaid, usable, when_of
from geo.model import (
    DateBasis,
    GeoPrecision,
    Interval,
    OriginBasis,
    Place,
    PlaceFinder,
    Report,
    Span,
    Toponym,
    ToponymKind,
    WeaponClass,
)

_SENDING = frozenset({"verb", "launch", "impact", "intercept", "noun", "assail", "damage"})
_NEEDS_WEAPON = frozenset({"ground", "figurative"})
_FIGURATIVE_TOPIC = 3
"""Different words of sport, weather, music or labour in a report, from which on it is about that."""
_NEVER = frozenset(
    {
        "demonym",
        "metonym",
        "dateline",
        "launch place",
        "speaker or body",
        "distance",
        "mention",
        "unresolved",
        "continent",
        "part of a name",
    }
)
"""Rules by which a place is surely no target."""
_DRILL_TOPIC = 3
"""Sentences on exercises or tests from which on a report is about them."""
_FRESH_DAYS = 4
"""Days before publication within which a dated attack is news, though its sentence tells a statistic, too."""
_SPAN_DAYS = 2
"""Days from which on a window is a range ("since Friday")."""
_OLD_DAYS = 400
"""The same for a statistic that does not count since a day."""
_BLAME_SENTENCES = 3
"""Sentences after an attack within which somebody blamed is its attacker."""
_TOPIC_SENTENCES = 2
"""Sentences for which a place stays the topic."""
_FINER = {
    WeaponClass.MISSILE: (WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE),
    WeaponClass.BOMB: (WeaponClass.GLIDE_BOMB,),
}
_VAGUE = re.compile(r"weapons?|warheads?|arms|targets?", re.IGNORECASE)
"""Words for weapons that tell of no attack."""
_LOOSE = frozenset({"topic", "subject", "object", "only place", "witness"})
"""Rules that a government's seat passes as easily as a place that is hit."""
_HIT = re.compile(
    r"['’s]*\s+(?:was|were|has been|had been|came|is|has come)\s+(?:\w+\s+){0,2}"
    r"(?:hit|struck|shelled|attacked|under|bombed|targeted|rocked|pounded|bombarded)\b"
    r"|\s+(?:mourn\w*|bur(?:y|ies|ied)|recorded|suffered|reported|endured|woke|counts?|spent the night)\b"
)
_LABEL_END = re.compile(r"(?:\s+(?:region|district|community|oblast))?(?:,\s+[A-ZА-ЯЄІЇҐ][\w\s-]{2,40})?\s*[.:]?")
"""Behind a place that heads a paragraph: nothing but the area that it lies in."""
_WIDE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.ADMIN1, GeoPrecision.ADMIN2})
_SHORT_CLAUSE = 60
"""Characters of a clause that only names a place for the one that follows."""
_KIND_OF_ATTACK = re.compile(
    r"\s*(?:attack|strike|fire|raid|barrage|debris|fragments|impact|threat|danger|alert|assault|systems?|launchers?"
    r"|types?|war|program|forces|salvo|удар(?!ил)|атак(?!ув|ов|ує|ує)|обстр(?!іля|еля)|напад|небезпе|опасн)",
    re.IGNORECASE,
)
"""Behind a weapon's name: no munition is meant, but a kind of attack."""
_SINGULAR_LEFT = re.compile(r"\b(?:an?|one|another|the|single)\s+(?:(?!of\b)[\w'’.-]+\s+){0,4}$", re.IGNORECASE)
_HOT_SENTENCES = 8
"""Sentences after an attack within which words of harm alone are taken as its harm."""


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


class Reader:
    """Reads one report; :meth:`read` gives its drafts, ``refused`` what it did not take."""

    def __init__(self, report: Report, places: PlaceFinder, tables: Tables) -> None:
        self.report = report
        self.text = report.text
        self.places = places
        self.tables = tables
        self.drafts: list[Draft] = []
        self.refused: list[RefusedMention] = []
        self.own_voice = asserts_itself(report, tables)
        self.last: Draft | None = None
        self.when: When | None = None
        self.attackers: dict[str, str] = {}
        self.speakers: list[str] = []
        self.people: People = {}
        self.label: Toponym | None = None
        self.hot = False
        self.drills = 0
        self.pending: Draft | None = None
        self.area: Draft | None = None
        self.topic: Toponym | None = None
        self.topic_sentence = -1
        self.dangling: list[Role] = []

    def read(self) -> list[Draft]:
        """The drafts of the report, in order of telling."""
        text, lang = self.text, self.report.lang
        held = sentences(text)
        if not any(self.tables.any_trigger.search(text, s.start, s.end) for s in held):
            return []
        self.weapons: list[WeaponMention] = find_weapons(text, lang=lang)
        if self._figurative_topic():
            return []
        self.toponyms: list[Toponym] = self.places.toponyms(text, lang=lang)
        self.actors: list[ActorMention] = find_actors(text, lang=lang)
        self.dates: list[DateMention] = find_dates(text, published=self.report.published, lang=lang)
        self.quantities: list[Quantity] = find_quantities(text, lang=lang)
        title = self.report.title or ""
        self.hot = bool(self.tables.triggers["strong"].search(title))
        for number, sentence in enumerate(held):
            self._sentence(sentence, number)
        if self.drills >= _DRILL_TOPIC and len(self.drafts) <= self.drills:
            for draft in self.drafts:
                self._refuse(*draft.spans_first(), "drill", "the report is about exercises or tests")
            return []
        return self.drafts

    def _figurative_topic(self) -> bool:
        rule = next(rule for rule in self.tables.realis if rule.name == "figurative")
        found = {m.group().lower() for m in rule.pattern.finditer(self.text)}
        if len(found) < _FIGURATIVE_TOPIC or len(self.weapons) > 2 * len(found):
            return False
        self._refuse(0, min(len(self.text), 80), "figurative", f"the report is about {', '.join(sorted(found)[:4])}")
        return True

    def _refuse(self, start: int, end: int, rule: str, reason: str) -> None:
        self.refused.append(RefusedMention(start, end, self.text[start:end], rule, reason))

    # one sentence

    def _sentence(self, sentence: Sentence, number: int) -> None:
        triggers = find_triggers(self.text, sentence.start, sentence.end, self.tables)
        nobody = self.tables.casualties["none_both"].search(self.text, sentence.start, sentence.end)
        weapons = within(self.weapons, sentence.start, sentence.end)
        speech = find_speech(self.text, sentence.start, sentence.end, self._actors(sentence), self.tables, self.people)
        if not triggers and not nobody and not weapons:
            self._note_speakers(speech)
            self._label(sentence)
            self._note_topic(sentence, number)
            if self.last and number - self.last.sentence <= 2:
                self._denials(speech, [self.last])
            self._blame(sentence, number)
            return
        verdict = sentence_verdict(self.text, sentence.start, sentence.end, self.tables)
        fresh = verdict.rule == "statistics" and self._has_fresh_date(sentence, verdict.words)
        if verdict.rule and not fresh and not (verdict.rule == "figurative" and weapons):
            self._refuse_all(triggers, verdict.rule, verdict.words)
            self.drills += verdict.rule == "drill"
            if not self.refused or self.refused[-1].start < sentence.start:
                at = self.text.index(verdict.words, sentence.start)
                self._refuse(at, at + len(verdict.words), verdict.rule, f"{verdict.rule}: “{verdict.words}”")
            return
        before = len(self.drafts)
        previous: list[Draft] = []
        self.dangling = []
        parts = clauses(self.text, sentence, self.tables.split)
        for start, end in parts:
            clause = self._clause(start, end, sentence, number, triggers)
            previous = self._read_clause(clause, speech, previous) or previous
        self._note_speakers(speech)
        self._note_topic(sentence, number)
        self._blame(sentence, number)
        self._denials(speech, self.drafts[before:] or ([self.last] if self.last else []))

    def _has_fresh_date(self, sentence: Sentence, words: str) -> bool:
        """Whether a sentence with a statistic also dates an attack of these days."""
        published = self.report.published
        own = self._dates(sentence)
        limit = _FRESH_DAYS if words.lower().startswith("since") else _OLD_DAYS
        return any((d.window[1] - d.window[0]).days <= 1 and 0 <= (published - d.window[1]).days <= limit for d in own)

    def _actors(self, sentence: Sentence) -> list[ActorMention]:
        return within(self.actors, sentence.start, sentence.end)

    def _refuse_all(self, triggers: list[Trigger], rule: str, words: str) -> None:
        for trigger in triggers:
            if trigger.kinds & {"strong", "assail", "launch", "intercept"}:
                self._refuse(trigger.start, trigger.end, rule, f"{rule}: “{words}”")

    def _note_speakers(self, speech: Speech) -> None:
        if speech.claimants:
            self.speakers = list(speech.claimants)

    def _note_topic(self, sentence: Sentence, number: int) -> None:
        """The place that is being spoken of, for attacks whose sentence names none."""
        found = roles(
            self.text, sentence.start, sentence.end, self._toponyms(*sentence[:2]), [], self.tables, self.places
        )  # fmt: skip
        for role in map(self._unless_actor, found):
            place = role.toponym.place
            local = place is not None and place.geo_precision not in (GeoPrecision.COUNTRY, GeoPrecision.SEA_AIR)
            if local and role.rule not in _NEVER - {"dateline"} and role.part != LAUNCH:
                self.topic, self.topic_sentence = role.toponym, number

    def _label(self, sentence: Sentence) -> None:
        """ "Kyiv region." at the head of a paragraph is its place."""
        inside = self._toponyms(sentence.start, sentence.end)
        words = self.text[sentence.start : sentence.end]
        rest = self.text[inside[0].end : sentence.end] if inside else words
        if inside and len(words.split()) <= 6 and inside[0].start - sentence.start < 5 and _LABEL_END.fullmatch(rest):
            self.label = inside[0]
            self._label_paragraph = sentence.paragraph

    def _dates(self, sentence: Sentence) -> list[DateMention]:
        """The dates of a sentence that can be those of an attack."""
        inside = within(self.dates, sentence.start, sentence.end)
        return usable(self.text, sentence.start, sentence.end, inside, self.report.published, self.tables)

    def _toponyms(self, start: int, end: int) -> list[Toponym]:
        return within(self.toponyms, start, end)

    def _clause(self, start: int, end: int, sentence: Sentence, number: int, triggers: list[Trigger]) -> Clause:
        inside = within(triggers, start, end)
        found = roles(self.text, start, end, self._toponyms(start, end), inside, self.tables, self.places)
        found = [self._unless_actor(role) for role in found]
        weapons = [w for w in within(self.weapons, start, end) if not _VAGUE.fullmatch(w.text)]
        return Clause(start, end, sentence, number, inside, found, weapons)

    def _unless_actor(self, role: Role) -> Role:
        """A government's seat that only opens a sentence, or a place inside a group's name, is no target."""
        place = role.toponym
        for actor in within(self.actors, place.start - 60, place.end + 20):
            if actor.start <= place.start and place.end <= actor.end:
                if actor.kind == "organisation":
                    return role._replace(part=MENTION, rule="part of a name")
                if actor.end - actor.start > place.end - place.start + 4 and actor.kind in (
                    "group",
                    "organisation",
                    "forces",
                ):
                    return role._replace(part=MENTION, rule="part of a name")
                if actor.kind in ("metonym", "state") and role.rule in _LOOSE:
                    hit = _HIT.match(self.text, place.end)
                    return role if hit else role._replace(part=MENTION, rule="metonym")
        return role

    # one clause

    def _read_clause(self, clause: Clause, speech: Speech, previous: list[Draft]) -> list[Draft]:
        level = self._level(clause, previous)
        if level is None:
            if clause.end - clause.start < _SHORT_CLAUSE:
                self.dangling = clause.targets() or self.dangling
            return []
        counts = find_counts(
            self.text,
            clause.start,
            clause.end,
            within(self.quantities, clause.start, clause.end),
            clause.real or clause.triggers,
            self.tables,
        )
        targets = [role for role in clause.targets() if self._fits(role, clause, level, counts)]
        if not targets and not previous:
            targets = [role for role in self.dangling if self._fits(role, clause, level, counts)]
        if not targets:
            targets = self._only_place(clause, level, previous)
        if not targets:
            return self._without_place(clause, level, counts, speech, previous)
        counts = self._over_regions(clause, level, counts, targets, speech)
        told = [self._draft(role.toponym, role.rule, clause, level, speech, previous) for role in targets]
        self._allot(counts, targets, told, clause)
        self._allot_weapons(targets, told, clause)
        for draft in told:
            self._keep(draft)
        return told

    def _only_place(self, clause: Clause, level: str, previous: list[Draft]) -> list[Role]:
        """The one place of a sentence that tells of an attack, though no word links it to the attack."""
        if previous:
            return []
        if level not in ("strong", "weapon"):
            witness = [role for role in clause.roles if role.rule == "witness"]
            return [witness[0]._replace(part=TARGET)] if witness and clause.kinds() & {"assail", "impact"} else []
        area = (clause.sentence.start, clause.sentence.end)
        everywhere = roles(
            self.text, *area, self._toponyms(*area), clause.triggers, self.tables, self.places
        )  # fmt: skip
        free = [
            r
            for r in map(self._unless_actor, everywhere)
            if r.part in (MENTION, TARGET) and r.rule not in _NEVER and r.toponym.place
        ]
        local = [r for r in free if r.toponym.place and r.toponym.place.geo_precision is not GeoPrecision.COUNTRY]
        return [local[0]._replace(part=TARGET, rule="only place")] if len(local) == 1 else []

    def _level(self, clause: Clause, previous: list[Draft]) -> str | None:
        """By which kind of evidence the clause tells of an attack; None where it does not."""
        verdict = clause_verdict(self.text, clause.start, clause.end, self.tables)
        armed = bool(clause.weapons) or any(t.strong for t in clause.triggers)
        if verdict.rule and not (verdict.rule in _NEEDS_WEAPON and armed):
            self._refuse_all(clause.triggers, verdict.rule, verdict.words)
            return None
        refused_attack = False
        for trigger in clause.triggers:
            judged = trigger_verdict(self.text, clause.start, trigger, self.tables)
            if judged.rule is None:
                clause.real.append(trigger)
                continue
            if trigger.kinds & {"strong", "assail", "launch", "intercept"}:
                refused_attack = True
                self._refuse(trigger.start, trigger.end, judged.rule, f"{judged.rule}: “{judged.words}”")
        nobody = self.tables.casualties["none_both"].search(self.text, clause.start, clause.end)
        kinds = clause.kinds()
        if "strong" in kinds:
            return "strong"
        outside = [t for t in clause.real if not any(w.start <= t.start < w.end for w in clause.weapons)]
        moving = {kind for t in outside for kind in t.kinds} & _SENDING
        if (
            clause.weapons
            and moving
            and not (refused_attack and not moving & {"launch", "impact", "intercept", "assail"})
        ):
            return "weapon"
        if "debris" in kinds and kinds & {"impact", "casualty", "damage", "verb"}:
            return "debris"
        if "assail" in kinds and self._attacker(clause, None):
            return "actor"
        if nobody and self._is_hot(clause, previous):
            return "context"
        if (
            self._is_hot(clause, previous)
            and not refused_attack
            and (
                kinds & {"casualty", "damage", "impact", "assail", "intercept", "noun", "verb"}
                or nobody
                or clause.weapons
            )
        ):
            return "context"
        return None

    def _is_hot(self, clause: Clause, previous: list[Draft]) -> bool:
        if previous:
            return True
        if self.last is None:
            return self.hot and clause.number <= 2
        return clause.number - self.last.sentence <= _HOT_SENTENCES

    def _fits(self, role: Role, clause: Clause, level: str, counts: list[Count]) -> bool:
        """Whether a target place can be one at this level of evidence."""
        place = role.toponym.place
        if place is None:
            return False
        if level == "context":
            if role.rule == "preposition" and not clause.kinds() & {
                "casualty",
                "damage",
                "assail",
                "impact",
                "intercept",
            }:
                return bool(counts)
            if self.last and self.last.place and self.last.place.country_code != place.country_code:
                return bool(clause.kinds() & {"assail"}) and place.geo_precision is not GeoPrecision.COUNTRY
        if place.geo_precision is GeoPrecision.COUNTRY:
            return self._country_fits(role, clause, level, counts)
        return True

    def _country_fits(self, role: Role, clause: Clause, level: str, counts: list[Count]) -> bool:
        finer = [
            r for r in clause.targets() if r.toponym.place and r.toponym.place.geo_precision is not GeoPrecision.COUNTRY
        ]
        left = self.text[max(clause.start, role.toponym.start - 30) : role.toponym.start]
        aimed = self.tables.roles["aimed_left"].search(left)
        munitions = any(count.role in ("launched", "intercepted") for count in counts)
        alone = all((c.value.min or 0) <= 1 for c in counts if c.role == "launched")
        if finer and (role.rule == "possessive target" or (munitions and alone)):
            return False
        if level == "context":
            return munitions or (bool(counts) and not finer)
        return bool(aimed) or (munitions and not finer) or (not finer and role.rule in ("subject", "object"))

    # what a clause tells

    def _draft(
        self, toponym: Toponym | None, rule: str, clause: Clause, level: str, speech: Speech, previous: list[Draft],
        place: Place | None = None,
    ) -> Draft:  # fmt: skip
        place = toponym.place if toponym else place
        country = place.country_code if place else None
        draft = Draft(
            place=place,
            place_text=toponym.phrase if toponym else None,
            place_span=Span(toponym.start, toponym.end) if toponym else None,
            when=self._when(clause, toponym, previous),
            sentence=clause.number,
            paragraph=clause.sentence.paragraph,
        )
        draft.country_level = bool(place and place.geo_precision is GeoPrecision.COUNTRY)
        draft.add_span(Span(clause.sentence.start, clause.sentence.end))
        draft.add_rule(level, f"place: {rule}")
        self._tell_weapons(draft, clause, previous)
        self._tell_attacker(draft, clause, country, previous)
        self._tell_speech(draft, clause, speech, country)
        draft.another = bool(self.tables.merge["another"].search(self.text, clause.start, clause.end))
        draft.debris = "debris" in clause.kinds()
        draft.impact = bool(clause.kinds() & {"impact", "assail", "casualty", "damage"})
        draft.target_type, draft.target_text = find_target(self.text, clause.start, clause.end, self.tables)
        return draft

    def _when(self, clause: Clause, toponym: Toponym | None, previous: list[Draft]) -> When:
        published = self.report.published
        own = self._dates(clause.sentence)
        inside = [d for d in own if clause.start <= d.start and d.end <= clause.end]
        pool = inside or ([] if previous else own)
        anchor = self.last.when.window if self.last and self.last.when.basis is not DateBasis.PUBLICATION else None
        a, b = self._pivot(clause, toponym)
        if chosen := nearest(pool, a, b):
            when = when_of(chosen, anchor, published)
            return self._until_told(when, clause) if chosen.window[1] == published else when
        source = previous[-1] if previous else self.last
        if source and source.when.basis is not DateBasis.PUBLICATION:
            return _carried(source.when)
        return self.when or unsaid(published)

    def _until_told(self, when: When, clause: Clause) -> When:
        """ "Since Friday", told on Tuesday, ends on Tuesday, not on the day of publication."""
        inside = within(self.dates, clause.sentence.start, clause.sentence.end)
        told = [d.window[1] for d in inside if d.window[0] == d.window[1] and d.text != when.text and not d.anchored]
        first, last = when.window
        if (last - first).days < _SPAN_DAYS or not told or not first <= max(told) < last:
            return when
        return replace(when, window=(first, max(told)))

    def _pivot(self, clause: Clause, toponym: Toponym | None) -> tuple[int, int]:
        """What the date should stand near: the first word of attack in the clause, else the place."""
        for kinds in ({"strong"}, {"assail", "launch", "impact", "intercept"}, {"casualty", "verb", "damage"}):
            for trigger in clause.real:
                if trigger.kinds & kinds:
                    return trigger.start, trigger.end
        return (toponym.start, toponym.end) if toponym else (clause.start, clause.start)

    def _tell_weapons(self, draft: Draft, clause: Clause, previous: list[Draft]) -> None:
        told = [w for w in clause.weapons if w.cls is not None]
        if not told and not previous:
            told = within(self.weapons, clause.sentence.start, clause.sentence.end)
        if told:
            draft.weapons = self._with_stated_origin(told, draft, clause)
            return
        source = previous[-1] if previous else self.last
        if not previous and self.area and self.area.weapons and not draft.country_level:
            source = self.area
        if source and source.weapons and clause.number - source.sentence <= _HOT_SENTENCES:
            classes = {w.cls for w in source.weapons}
            if len(classes) == 1:
                draft.weapons, draft.weapons_carried = source.weapons[:1], True

    def _with_stated_origin(self, told: list[WeaponMention], draft: Draft, clause: Clause) -> list[WeaponMention]:
        """Plain words for weapons made full by what was said of the same weapons in the sentences around."""
        return [self._finer(self._of_known_make(w, draft, clause)) for w in told]

    def _of_known_make(self, weapon: WeaponMention, draft: Draft, clause: Clause) -> WeaponMention:
        """ "He then fired more ballistic missiles": of the make that was stated right before."""
        if self.last is None or weapon.origin or not weapon.generic or clause.number - self.last.sentence > 2:
            return weapon
        for held in self.last.weapons:
            if held.origin_basis is OriginBasis.STATED and weapon.cls in (held.cls, *_FINER.get(held.cls, ())):
                return replace(weapon, origin=held.origin, origin_basis=held.origin_basis)
        return weapon

    def _finer(self, weapon: WeaponMention) -> WeaponMention:
        """ "The North Korean-supplied missiles": ballistic, if the report tells of no other kind."""
        if weapon.origin_basis is not OriginBasis.STATED or not weapon.generic:
            return weapon
        kinds = {w.cls for w in self.weapons if w.cls in _FINER.get(weapon.cls, ())}
        return replace(weapon, cls=kinds.pop()) if len(kinds) == 1 else weapon

    def _attacker(self, clause: Clause, country: str | None) -> str | None:
        hit = [role.toponym for role in clause.roles if role.part in (TARGET, CONTAINER)]
        head = self.tables.roles["dateline"].match(self.text[clause.sentence.start : clause.sentence.end])
        body = clause.sentence.start + (head.end() if head else 0)
        actors = [
            actor
            for actor in self._actors(clause.sentence)
            if actor.start >= body
            and not any(t.start <= actor.start < t.end and t.kind is not ToponymKind.DEMONYM for t in hit)
        ]
        found = find_attacker(self.text, clause.start, clause.end, actors, clause.triggers, country, self.tables)
        if found is None:
            triggers = clause.triggers
            found = find_attacker(
                self.text, clause.sentence.start, clause.sentence.end, actors, triggers, country, self.tables
            )
        return found

    def _tell_attacker(self, draft: Draft, clause: Clause, country: str | None, previous: list[Draft]) -> None:
        named = self._attacker(clause, country)
        if named:
            draft.attacker = named
            if country:
                self.attackers[country] = named
            return
        if previous and previous[-1].attacker:
            draft.attacker = previous[-1].attacker
        elif country in self.attackers:
            draft.attacker = self.attackers[country or ""]
        draft.attacker_carried = draft.attacker is not None

    def _follows(self, clause: Clause) -> bool:
        """Whether the sentence before, in the same paragraph, told of an attack."""
        last = self.last
        return last is not None and clause.number - last.sentence == 1 and clause.sentence.paragraph == last.paragraph

    def _tell_speech(self, draft: Draft, clause: Clause, speech: Speech, country: str | None) -> None:
        names = list(speech.claimants)
        if speech.local_official and (code := official_code(country, self.tables)):
            names.append(code)
        if not names and speech.pronoun and not speech.local_official:
            names = list(self.speakers) or ([code] if (code := official_code(country, self.tables)) else [])
        if not names and clause.kinds() & {"intercept"} and self._follows(clause):
            names = self.last.claimants if self.last else []
        draft.add_claimants(names)
        draft.hedged = hedged(self.text, clause.start, clause.end, self.tables)
        if draft.hedged:
            draft.add_rule("hedged")

    def _over_regions(
        self, clause: Clause, level: str, counts: list[Count], targets: list[Role], speech: Speech
    ) -> list[Count]:
        """ "144 drones over nine regions, half of them over X": the first number is the country's; the rest is left."""
        match = self.tables.roles["regions"].search(self.text, clause.start, clause.end)
        place = targets[0].toponym.place
        if match is None or place is None or place.country_code is None or targets[0].toponym.start < match.end():
            return counts
        before = [c for c in counts if c.end <= match.start()]
        country = self.places.country(place.country_code)
        if country is None or not any(c.role in ("launched", "intercepted") for c in before):
            return counts
        draft = self._draft(None, "over regions", clause, level, speech, [], country)
        self._give(before, draft, clause)
        self._keep(draft)
        return [c for c in counts if c not in before]

    def _allot(self, counts: list[Count], targets: list[Role], told: list[Draft], clause: Clause) -> None:
        """Give each number to the place that it belongs to."""
        if len(told) == 1:
            self._give(counts, told[0], clause)
            return
        shares: list[list[Count]] = [[] for _ in told]
        for count in counts:
            index = self._owner(count, counts, targets)
            if index is not None:
                shares[index].append(count)
        for share, draft in zip(shares, told, strict=True):
            self._give(share, draft, clause)

    def _allot_weapons(self, targets: list[Role], told: list[Draft], clause: Clause) -> None:
        """ "Nine missiles over Crimea, 57 drones over Krasnodar": to each place the weapons before it."""
        if len(told) < 2:
            return
        begin, shares = clause.start, []
        for role in targets:
            shares.append(within(clause.weapons, begin, role.toponym.start))
            begin = role.toponym.end
        if all(shares):
            for draft, share in zip(told, shares, strict=True):
                draft.weapons = list(share)

    def _owner(self, count: Count, counts: list[Count], targets: list[Role]) -> int | None:
        """Of several places the next behind a number, unless another number of its kind comes first; else the last."""
        after = [i for i, role in enumerate(targets) if role.toponym.start >= count.end]
        before = [i for i, role in enumerate(targets) if role.toponym.end <= count.start]
        if after:
            first = targets[after[0]].toponym
            rivals = [c for c in counts if c.role == count.role and count.end <= c.start < first.start]
            listed = len(after) > 1 and targets[after[1]].rule in ("listed", "subject") and not before
            if (
                not rivals
                and not listed
                and (not before or not re.search(r"[,;]\s", self.text[count.end : first.start]))
            ):
                return after[0]
            if listed:
                return None
        if before:
            return before[-1]
        return after[0] if after else None

    def _give(self, counts: list[Count], draft: Draft, clause: Clause) -> None:
        for role in ("launched", "intercepted", "killed", "injured"):
            value = total(counts, role)
            if value is not None:
                draft.add_count(role, value, later=False)
        self._give_singular(draft, clause)
        if "launched" in draft.counts and all_stopped(self.text, clause.start, clause.end):
            draft.counts["intercepted"] = draft.counts["launched"]

    def _give_singular(self, draft: Draft, clause: Clause) -> None:
        """ "A missile hit": one munition, told without a number."""
        if "launched" in draft.counts or "intercepted" in draft.counts or len(clause.targets()) > 1:
            return
        alone = [w for w in clause.weapons if not w.plural and _single_munition(self.text, w, self.report.lang)]
        if len(alone) == 1 and not any(w.plural and w.cls is not WeaponClass.UNSPECIFIED for w in clause.weapons):
            draft.add_count("launched", Interval(1, 1), later=False)
            if clause.kinds() & {"intercept"} and not draft.country_level and self._stopped(alone[0], clause):
                draft.add_count("intercepted", Interval(1, 1), later=False)

    def _stopped(self, weapon: WeaponMention, clause: Clause) -> bool:
        return any("intercept" in t.kinds and abs(t.start - weapon.end) < 60 for t in clause.real) and not re.search(
            r"\bdestroy", self.text[clause.start : clause.end], re.IGNORECASE
        )

    def _keep(self, draft: Draft) -> None:
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
            self.when = _carried(draft.when)

    # a clause that names no place

    def _without_place(
        self, clause: Clause, level: str, counts: list[Count], speech: Speech, previous: list[Draft]
    ) -> list[Draft]:
        label = self._labelled(clause)
        if label and not previous:
            draft = self._draft(label, "label", clause, level, speech, previous)
            self._give(counts, draft, clause)
            self._keep(draft)
            return [draft]
        national = any(count.role in ("launched", "intercepted") and (count.value.min or 0) >= 3 for count in counts)
        own_area = self.last is not None and self.last.country_level
        same = self.last is not None and any(c.value == self.last.counts.get("launched") for c in counts)
        if national and not previous and not own_area and not same and self._national(clause):
            return self._implied(clause, level, counts, speech)
        if topic := self._told_topic(clause, level, previous):
            draft = self._draft(topic, "topic", clause, level, speech, previous)
            self._give(counts, draft, clause)
            self._keep(draft)
            return [draft]
        if (
            any(role.part == MENTION and role.rule in ("no link to an attack",) for role in clause.roles)
            and not previous
            and level != "strong"
        ):
            return []
        if counts and not previous and self.tables.merge["wave"].search(self.text, clause.start, clause.end):
            if area := self.area:
                self._attach(area, clause, counts, speech)
                return [area]
        held = previous[-1] if previous else self.last
        if held is None and not national and level in ("strong", "weapon", "debris"):
            self.pending = self._draft(None, "pending", clause, level, speech, previous)
            self._give(counts, self.pending, clause)
            return []
        if held is None:
            return self._implied(clause, level, counts, speech) if national else []
        if clause.number - held.sentence > 2 and clause.sentence.paragraph - held.paragraph > 1:
            return self._implied(clause, level, counts, speech) if national else []
        if not previous and self._other_day(clause, held):
            self._refuse(
                clause.start, clause.end, "no place", "an attack of another day, without a place that is known"
            )
            return []
        if counts or clause.weapons or level == "strong":
            self._attach(held, clause, counts, speech)
        return [held]

    def _told_topic(self, clause: Clause, level: str, previous: list[Draft]) -> Toponym | None:
        """The place told of in the sentences before, if no attack was told after it."""
        if previous or self.topic is None or level not in ("strong", "weapon", "actor"):
            return None
        if clause.number - self.topic_sentence > _TOPIC_SENTENCES:
            return None
        return self.topic if self.last is None or self.last.sentence < self.topic_sentence else None

    def _other_day(self, clause: Clause, held: Draft) -> bool:
        """Whether a clause has a day of its own that is not that of the attack told last."""
        own = [d for d in self._dates(clause.sentence) if clause.start <= d.start < clause.end and not d.anchored]
        known = held.when.basis is not DateBasis.PUBLICATION
        first, last = held.when.window
        return known and bool(own) and all(d.window[1] < first or d.window[0] > last for d in own)

    def _labelled(self, clause: Clause) -> Toponym | None:
        if self.label is not None and getattr(self, "_label_paragraph", -1) == clause.sentence.paragraph:
            return self.label
        return None

    def _national(self, clause: Clause) -> bool:
        if self.tables.roles["local"].search(self.text, clause.start, clause.end):
            return False
        return self.tables.merge["national"].search(self.text, clause.sentence.start, clause.sentence.end) is not None

    def _implied(self, clause: Clause, level: str, counts: list[Count], speech: Speech) -> list[Draft]:
        """A total without a place stands for the country of those who tell it."""
        if not clause.kinds() & {"launch", "intercept", "impact", "assail", "strong"}:
            return []
        code = self.last.place.country_code if self.last and self.last.place else None
        code = code or next((name for name in speech.claimants if len(name) == 2), None) or self._home()
        named = self._attacker(clause, None)
        if named is not None and named == code and code not in self.tables.civil:
            code = self.tables.opponents.get(code)
        place = self.places.country(code) if code else None
        if place is None:
            return []
        draft = self._draft(None, "implied country", clause, level, speech, [], place)
        self._give(counts, draft, clause)
        self._keep(draft)
        return [draft]

    def _home(self) -> str | None:
        """The country that most of the report's places lie in."""
        codes = [t.place.country_code for t in self.toponyms if t.place and not t.metonymic]
        known = [code for code in codes if code]
        return max(known, key=known.count) if known else None

    def _attach(self, held: Draft, clause: Clause, counts: list[Count], speech: Speech) -> None:
        """More of the attack told last."""
        held.add_span(Span(clause.sentence.start, clause.sentence.end))
        held.add_rule("told on")
        live = self._live(clause)
        for role in ("launched", "intercepted", "killed", "injured"):
            value = total(counts, role)
            if value is not None:
                held.add_count(role, value, later=live and role in ("killed", "injured"))
        if "launched" in held.counts and "intercepted" not in held.counts:
            if all_stopped(self.text, clause.start, clause.end):
                held.counts["intercepted"] = held.counts["launched"]
        told = [w for w in clause.weapons if w.cls is not None]
        if told and held.weapons_carried:
            held.weapons, held.weapons_carried = told, False
        else:
            held.weapons += told
        country = held.place.country_code if held.place else None
        if held.attacker is None or held.attacker_carried:
            named = self._attacker(clause, country)
            if named:
                held.attacker, held.attacker_carried = named, False
        scratch = Draft(held.place, None, None, held.when, clause.number, clause.sentence.paragraph)
        self._tell_speech(scratch, clause, speech, country)
        held.add_claimants(scratch.claimants)
        if not held.when.carried and held.when.basis is DateBasis.PUBLICATION:
            told_when = self._when(clause, None, [])
            if (told_when.window[1] - told_when.window[0]).days <= _SPAN_DAYS:
                held.when = told_when
        held.debris |= "debris" in clause.kinds()
        held.impact |= bool(clause.kinds() & {"impact", "assail", "casualty", "damage"})

    def _live(self, clause: Clause) -> bool:
        head = self.text[clause.sentence.start : clause.sentence.start + 6]
        return re.match(r"\d{1,2}[:.]\d\d", head) is not None

    def _blame(self, sentence: Sentence, number: int) -> None:
        """ "He holds Ukraine responsible": the attacker of the attack told last, if none was named."""
        held = self.last
        if held is None or number - held.sentence > _BLAME_SENTENCES or (held.attacker and not held.attacker_carried):
            return
        for actor in self._actors(sentence):
            left = self.text[max(sentence.start, actor.start - 70) : actor.start]
            if actor.code and actor.kind != "organisation" and self.tables.agents["blame_left"].search(left):
                held.attacker, held.attacker_carried = actor.code, False
                held.add_rule("blamed")
                return

    def _denials(self, speech: Speech, drafts: list[Draft]) -> None:
        for draft in drafts:
            names = list(speech.deniers)
            country = draft.place.country_code if draft.place else None
            if speech.local_denier and not names and (code := official_code(country, self.tables)):
                names = [code]
            if not names:
                continue
            draft.deniers += [name for name in names if name not in draft.deniers]
            draft.claimants = [name for name in draft.claimants if name not in names]
            draft.disputed = True
            draft.add_rule("denied")


def _take_over(draft: Draft, pending: Draft) -> None:
    """What was told before the place was named."""
    if draft.when.basis is DateBasis.PUBLICATION:
        draft.when = pending.when
    if draft.attacker is None:
        draft.attacker = pending.attacker
    if not draft.weapons:
        draft.weapons = pending.weapons
    for role, value in pending.counts.items():
        draft.counts.setdefault(role, value)
    draft.add_claimants(pending.claimants)
    for span in pending.spans:
        draft.add_span(span)
    draft.add_rule("place told after")


def _carried(when: When) -> When:
    return replace(when, time=None, carried=True)


def _single_munition(text: str, weapon: WeaponMention, lang: str) -> bool:
    """Whether a weapon told of in the singular is one munition, not a kind of attack."""
    if weapon.cls in (WeaponClass.ARTILLERY, WeaponClass.AIR_STRIKE, WeaponClass.UNSPECIFIED):
        return False
    right = text[weapon.end : weapon.end + 18]
    if _KIND_OF_ATTACK.match(right) or _KIND_OF_ATTACK.search(weapon.text):
        return False
    if lang != "en":
        return " " not in weapon.text and not weapon.plural
    return _SINGULAR_LEFT.search(text[max(0, weapon.start - 45) : weapon.start]) is not None
