"""What a clause tells of an attack: when, with what, by whom, and who says so."""

from __future__ import annotations

from dataclasses import replace

from geo.extraction.attackers import claims_as_own, find_attacker
from geo.extraction.claimants import Speech, official_code
from geo.extraction.drafts import Draft, When
from geo.extraction.realis import hedged
from geo.extraction.roles import CONTAINER, LAUNCH, TARGET
from geo.extraction.state import HOT_SENTENCES, Clause, Reading, carried
from geo.extraction.targets import find_target
from geo.extraction.triggers import within
from geo.extraction.weapons import WeaponMention
from geo.extraction.when import anchor_within, nearest, of_event, unsaid, when_of
from geo.model import DateBasis, GeoPrecision, OriginBasis, Place, Span, Toponym, ToponymKind, WeaponClass

SPAN_DAYS = 2
"""Days from which on a window is a range ("since Friday")."""
_FINER = {
    WeaponClass.MISSILE: (WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE),
    WeaponClass.BOMB: (WeaponClass.GLIDE_BOMB,),
}


def draft_of(reading: Reading, toponym: Toponym | None, rule: str, clause: Clause, level: str, speech: Speech, previous: list[Draft],
    place: Place | None = None,
) -> Draft:  # fmt: skip
    """What a clause tells of an attack on one place."""
    place = toponym.place if toponym else place
    country = place.country_code if place else None
    draft = Draft(
        place=place,
        place_text=toponym.phrase if toponym else None,
        place_span=Span(toponym.start, toponym.end) if toponym else None,
        when=when_told(reading, clause, toponym, previous),
        sentence=clause.number,
        paragraph=clause.sentence.paragraph,
    )
    if toponym and toponym.kind is ToponymKind.ANAPHOR and (named := _named(reading, place)):
        draft.place_text, draft.place_span = named.place_text, named.place_span
    draft.country_level = bool(place and place.geo_precision is GeoPrecision.COUNTRY)
    draft.add_span(Span(clause.sentence.start, clause.sentence.end))
    draft.add_rule(level, f"place: {rule}")
    _tell_weapons(reading, draft, clause, previous)
    _tell_attacker(reading, draft, clause, country, previous)
    tell_speech(reading, draft, clause, speech, country)
    if draft.attacker is None:
        draft.attacker = claims_as_own(draft.claimants, country)
    draft.another = bool(reading.tables.merge["another"].search(reading.text, clause.start, clause.end))
    draft.same = reading.tables.around["definite_attack"].match(reading.text, clause.start) is not None
    draft.debris = "debris" in clause.kinds()
    draft.impact = bool(clause.kinds() & {"impact", "assail", "casualty", "damage"})
    draft.target_type, draft.target_text = find_target(reading.text, clause.start, clause.end, reading.tables)
    return draft


def _named(reading: Reading, place: Place | None) -> Draft | None:
    """The attack told last on a place: it holds the name that "the city" stands for."""
    return next((d for d in reversed(reading.recent) if place is not None and d.place == place and d.place_span), None)


def when_told(reading: Reading, clause: Clause, toponym: Toponym | None, previous: list[Draft]) -> When:
    """The window of an attack: by the date of its clause, its sentence, or what was told before."""
    published = reading.report.published
    own = reading.dates_of(clause.sentence)
    inside = [d for d in own if clause.start <= d.start and d.end <= clause.end]
    pool = inside or ([] if previous else own)
    anchor = reading.last.when.window if reading.last and reading.last.when.basis is not DateBasis.PUBLICATION else None
    a, b = _pivot(reading, clause, toponym)
    place = toponym.start if toponym else None
    attacks = [t.start for t in clause.real if t.kinds & {"strong", "assail", "launch", "impact", "verb"}]
    if chosen := of_event(pool, place, attacks) or nearest([d for d in pool if d.rule != "after event"] or pool, a, b):
        when = when_of(chosen, anchor_within(chosen, own) or anchor, published)
        return _until_told(reading, when, clause) if chosen.window[1] == published else when
    if reading.said and not previous and clause.number - reading.said[1] == 1:
        return carried(reading.said[0])
    source = previous[-1] if previous else reading.last
    if source and source.when.basis is not DateBasis.PUBLICATION:
        return carried(source.when)
    return reading.when or unsaid(published)


def _until_told(reading: Reading, when: When, clause: Clause) -> When:
    """ "Since Friday", told on Tuesday, ends on Tuesday, not on the day of publication."""
    inside = within(reading.dates, clause.sentence.start, clause.sentence.end)
    told = [d.window[1] for d in inside if d.window[0] == d.window[1] and d.text != when.text and not d.anchored]
    first, last = when.window
    if (last - first).days < SPAN_DAYS or not told or not first <= max(told) < last:
        return when
    return replace(when, window=(first, max(told)))


def _pivot(reading: Reading, clause: Clause, toponym: Toponym | None) -> tuple[int, int]:
    """What the date should stand near: the first word of attack in the clause, else the place."""
    for kinds in ({"strong"}, {"assail", "launch", "impact", "intercept"}, {"casualty", "verb", "damage"}):
        for trigger in clause.real:
            if trigger.kinds & kinds:
                return trigger.start, trigger.end
    return (toponym.start, toponym.end) if toponym else (clause.start, clause.start)


def _tell_weapons(reading: Reading, draft: Draft, clause: Clause, previous: list[Draft]) -> None:
    told = [w for w in clause.weapons if w.cls is not None]
    if not told and not previous:
        told = within(reading.weapons, clause.sentence.start, clause.sentence.end)
    if told:
        draft.weapons = _with_stated_origin(reading, told, draft, clause)
        return
    source = previous[-1] if previous else reading.last
    if not previous and reading.area and reading.area.weapons and not draft.country_level:
        source = reading.area
    if (
        source
        and source.weapons
        and clause.number - source.sentence <= HOT_SENTENCES
        and (not clause.kinds() & {"strong", "assail"} or _part(reading, source, draft))
    ):
        classes = {w.cls for w in source.weapons}
        if len(classes) == 1:
            draft.weapons, draft.weapons_carried = source.weapons[:1], True


def _part(reading: Reading, source: Draft, draft: Draft) -> bool:
    """Whether what is told of an attack may go on about ``source``: the same sentence, the same place, one within."""
    if source.sentence == draft.sentence or source.place is None or draft.place is None or source.key == draft.key:
        return True
    country = source.country_level and source.place.country_code == draft.place.country_code
    return country or reading.places.contains(source.place, draft.place)


def _with_stated_origin(
    reading: Reading, told: list[WeaponMention], draft: Draft, clause: Clause
) -> list[WeaponMention]:
    """Plain words for weapons made full by what was said of the same weapons in the sentences around."""
    return [_finer(reading, _of_known_make(reading, w, draft, clause)) for w in told]


def _of_known_make(reading: Reading, weapon: WeaponMention, draft: Draft, clause: Clause) -> WeaponMention:
    """ "He then fired more ballistic missiles": of the make that was stated right before."""
    if reading.last is None or weapon.origin or not weapon.generic or clause.number - reading.last.sentence > 2:
        return weapon
    for held in reading.last.weapons:
        if held.origin_basis is OriginBasis.STATED and weapon.cls in (held.cls, *_FINER.get(held.cls, ())):
            return replace(weapon, origin=held.origin, origin_basis=held.origin_basis)
    return weapon


def _finer(reading: Reading, weapon: WeaponMention) -> WeaponMention:
    """ "The North Korean-supplied missiles": ballistic, if the report tells of no other kind."""
    if weapon.origin_basis is not OriginBasis.STATED or not weapon.generic:
        return weapon
    kinds = {w.cls for w in reading.weapons if w.cls in _FINER.get(weapon.cls, ())}
    return replace(weapon, cls=kinds.pop()) if len(kinds) == 1 else weapon


def attacker_of(reading: Reading, clause: Clause, country: str | None, at: int | None = None) -> str | None:
    """Whom the clause names as attacking, else its sentence."""
    words, tables, triggers = reading.text, reading.tables, clause.triggers
    hit = [role.toponym for role in clause.roles if role.part in (TARGET, CONTAINER)]
    head = reading.tables.roles["dateline"].match(reading.text[clause.sentence.start : clause.sentence.end])
    body = clause.sentence.start + (head.end() if head else 0)
    actors = [
        actor
        for actor in reading.actors_in(clause.sentence)
        if actor.start >= body
        and not any(
            t.start <= actor.start < t.end and t.kind is not ToponymKind.DEMONYM
            for t in hit
            if not tables.roles["possessive_right"].match(words[actor.end : actor.end + 3])
        )
    ]
    before = reading.spoken_of(actors, clause)
    own = find_attacker(words, clause.start, clause.end, actors, triggers, country, tables, at, before)
    if own or (own := _by_launch(reading, clause, country)):
        return own
    whole = clause.sentence
    told = find_attacker(words, whole.start, whole.end, actors, triggers, country, tables, at, before)
    apart = told == country and country not in tables.civil and (clause.start, clause.end) != whole[:2]
    return None if apart else told


def _by_launch(reading: Reading, clause: Clause, country: str | None) -> str | None:
    """ "Launched from the Kursk region": the other side of a war between states; the Houthis, if spoken of, in Yemen."""
    launched = [role.toponym.place for role in clause.roles if role.part == LAUNCH]
    codes = {place.country_code for place in launched if place}
    if "YE" in codes and any(actor.code == "Houthi" for actor in reading.actors):
        return "Houthi"
    other = reading.tables.opponents.get(country or "")
    return (
        other if codes == {other} and len(other or "") == 2 and country in reading.tables.opponents.values() else None
    )


def _can_attack(reading: Reading, attacker: str | None, country: str | None) -> bool:
    """A state at peace within itself does not attack its own towns."""
    return attacker != country or country in reading.tables.civil


def _tell_attacker(reading: Reading, draft: Draft, clause: Clause, country: str | None, previous: list[Draft]) -> None:
    at = draft.place_span.start if draft.place_span else None
    named = attacker_of(reading, clause, country or (reading.home() if draft.place_text else None), at)
    if named:
        draft.attacker = named
        if country:
            reading.attackers[country] = named
        return
    if previous and previous[-1].attacker and _can_attack(reading, previous[-1].attacker, country):
        draft.attacker = previous[-1].attacker
    elif country in reading.attackers:
        draft.attacker = reading.attackers[country or ""]
    elif country is None and len(set(reading.attackers.values())) == 1:
        draft.attacker = next(iter(reading.attackers.values()))
    elif not clause.kinds() & {"strong", "assail", "launch"} and reading.last and _goes_on(reading, clause, country):
        draft.attacker = reading.last.attacker
    draft.attacker_carried = draft.attacker is not None
    if draft.attacker is None and clause.number - reading.enemy_sentence <= 1:
        draft.attacker = reading.tables.opponents.get(country or "")


def _goes_on(reading: Reading, clause: Clause, country: str | None) -> bool:
    """Whether a clause of mere harm goes on about the attack told in the sentence before."""
    last = reading.last
    return last is not None and clause.number - last.sentence <= 1 and _can_attack(reading, last.attacker, country)


def _told_before(reading: Reading, clause: Clause) -> list[str]:
    """Who spoke in the sentence before, in the same paragraph: what was stopped, only those who stopped it can tell."""
    same = reading.spoke == (clause.number - 1, clause.sentence.paragraph)
    return list(reading.speakers) if same else []


def _unnamed(reading: Reading, draft: Draft, speech: Speech, country: str | None) -> str | None:
    """Whom an official speaks for who stands without a name: the place, or the other side where it has no army."""
    if speech.army and country in reading.tables.without_army:
        return draft.attacker or None
    spoken = speech.local_official or speech.army or (speech.neutral and country not in reading.tables.civil)
    return official_code(country, reading.tables) if spoken else None


def tell_speech(reading: Reading, draft: Draft, clause: Clause, speech: Speech, country: str | None) -> None:
    """Who says it, and whether with reserve."""
    names = list(speech.claimants)
    if code := _unnamed(reading, draft, speech, country):
        names.append(code)
    if speech.pronoun_first and names:
        names = [*reading.speakers, *names]
    if not names and speech.pronoun and not (speech.local_official or speech.neutral):
        names = list(reading.speakers) or ([code] if (code := official_code(country, reading.tables)) else [])
    if not names and not reading.own_voice and "intercept" in clause.kinds():
        names = _told_before(reading, clause)
    draft.add_claimants(names)
    draft.hedged = hedged(reading.text, clause.start, clause.end, reading.tables)
    if draft.hedged:
        draft.add_rule("hedged")
