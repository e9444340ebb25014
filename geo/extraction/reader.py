"""The reading of one report, sentence by sentence: which words of attack are real, and what they tell of which place."""

from __future__ import annotations

from geo.extraction.actors import find_actors
from geo.extraction.admission import NEVER, fits, is_test, level_of, only_place, refocused, unless_actor
from geo.extraction.allotment import allot, allot_weapons, give_people, over_regions, total_of
from geo.extraction.attackers import find_blamed
from geo.extraction.attribution import attribute
from geo.extraction.casualties import find_casualties
from geo.extraction.claimants import Speech, asserts_itself, find_speech, official_code
from geo.extraction.counts import PEOPLE, Count, size
from geo.extraction.dates import find_dates
from geo.extraction.drafts import Draft
from geo.extraction.lists import rejoined, with_lists
from geo.extraction.munitions import find_munitions
from geo.extraction.placeless import without_place
from geo.extraction.quantities import find_quantities
from geo.extraction.quarters import without_quarters
from geo.extraction.realis import clause_verdict, in_remark, sentence_verdict
from geo.extraction.roles import LAUNCH, roles
from geo.extraction.seats import note_seat
from geo.extraction.sentences import Sentence, clauses, sentences
from geo.extraction.state import Clause, Reading
from geo.extraction.tables import Tables
from geo.extraction.telling import draft_of
from geo.extraction.triggers import Trigger, find_triggers, within
from geo.extraction.unknown import unknown_places
from geo.extraction.weapons import find_weapons
from geo.extraction.when import when_of
from geo.model import GeoPrecision, PlaceFinder, Report

_FIGURATIVE_TOPIC = 3
"""Different words of sport, weather, music or labour in a report, from which on it is about that."""
_DRILL_TOPIC = 3
"""Sentences on exercises or tests from which on a report is about them."""
_FRESH_DAYS = 4
"""Days before publication within which a dated attack is news, though its sentence tells a statistic, too."""
_OLD_DAYS = 400
"""The same for a statistic that does not count since a day."""
_BLAME_SENTENCES = 3
"""Sentences after an attack within which somebody blamed is its attacker."""
_LONG_LIST = 3
"""Places of one clause from which on what follows is of all of them."""
_WAR_TOLL = 3000
"""People killed or injured from which on a number is that of a war, not of one attack."""
_MOST_NUMBERS = 60
"""Numbers of one clause that are looked at: more are a table, and each is compared with the others."""
_SHORT_CLAUSE = 60
"""Characters of a clause that only names a place for the one that follows."""


def read(report: Report, places: PlaceFinder, tables: Tables) -> Reading:
    """The report with its ``drafts``, in order of telling, and the words of attack that were ``refused``."""
    reading = Reading(report, places, tables, own_voice=asserts_itself(report, tables))
    text, lang = report.text, report.lang
    held = sentences(text)
    if not any(tables.any_trigger.search(text, s.start, s.end) for s in held):
        return reading
    reading.weapons = find_weapons(text, lang=lang)
    if _figurative_topic(reading):
        return reading
    reading.toponyms = places.toponyms(text, lang=lang)
    reading.actors = find_actors(text, lang=lang)
    reading.dates = find_dates(text, published=report.published, lang=lang)
    reading.quantities = find_quantities(text, lang=lang)
    reading.hot = bool(tables.triggers["strong"].search(report.title or ""))
    for number, sentence in enumerate(with_lists(text, held, reading.toponyms)):
        _sentence(reading, sentence, number)
    if reading.drills >= _DRILL_TOPIC and len(reading.drafts) <= reading.drills:
        for draft in reading.drafts:
            reading.refuse(*draft.spans_first(), "drill", "the report is about exercises or tests")
        reading.drafts = []
    return reading


def _figurative_topic(reading: Reading) -> bool:
    rule = next(rule for rule in reading.tables.realis if rule.name == "figurative")
    found = {m.group().lower() for m in rule.pattern.finditer(reading.text)}
    if len(found) < _FIGURATIVE_TOPIC or len(reading.weapons) > 2 * len(found):
        return False
    reading.refuse(0, min(len(reading.text), 80), "figurative", f"the report is about {', '.join(sorted(found)[:4])}")
    return True


def _sentence(reading: Reading, sentence: Sentence, number: int) -> None:
    triggers = find_triggers(reading.text, sentence.start, sentence.end, reading.tables)
    nobody = reading.tables.casualties["none_both"].search(reading.text, sentence.start, sentence.end)
    weapons = within(reading.weapons, sentence.start, sentence.end)
    head = reading.tables.roles["dateline"].match(reading.text[sentence.start : sentence.end])
    body = sentence.start + (head.end() if head else 0)
    speech = find_speech(reading.text, body, sentence.end, reading.actors_in(sentence), reading.tables, reading.people)
    if not triggers and not nobody and not weapons:
        attribute(reading, sentence, number, speech)
        _note_speakers(reading, speech, sentence, number)
        note_seat(reading, sentence, number)
        _label(reading, sentence)
        _note_topic(reading, sentence, number)
        _note_day(reading, sentence, number)
        if reading.last and number - reading.last.sentence <= 2:
            _denials(reading, speech, [reading.last])
        _blame(reading, sentence, number, speech)
        reading.note_side(sentence, number)
        return
    note_seat(reading, sentence, number)
    verdict = sentence_verdict(reading.text, sentence.start, sentence.end, reading.tables)
    fresh = verdict.rule == "statistics" and _has_fresh_date(reading, sentence, verdict.words)
    if (
        verdict.rule
        and not fresh
        and not (verdict.rule == "figurative" and weapons and not _plainly_figurative(reading, sentence))
    ):
        reading.refuse_all(triggers, verdict.rule, verdict.words)
        reading.drills += verdict.rule == "drill"
        if not reading.refused or reading.refused[-1].start < sentence.start:
            at = reading.text.index(verdict.words, sentence.start)
            reading.refuse(at, at + len(verdict.words), verdict.rule, f"{verdict.rule}: “{verdict.words}”")
        return
    before = len(reading.drafts)
    previous: list[Draft] = []
    reading.dangling, reading.loose = [], []
    parts = rejoined(reading.text, clauses(reading.text, sentence, reading.tables.split))
    for start, end in parts:
        clause = _clause(reading, start, end, sentence, number, triggers)
        previous = _read_clause(reading, clause, speech, previous) or previous
    _note_speakers(reading, speech, sentence, number)
    _note_topic(reading, sentence, number)
    if len(reading.drafts) == before:
        _note_day(reading, sentence, number)
    _blame(reading, sentence, number, speech)
    reading.note_side(sentence, number)
    _denials(reading, speech, reading.drafts[before:] or ([reading.last] if reading.last else []))


def _plainly_figurative(reading: Reading, sentence: Sentence) -> bool:
    """ "The second goal was a rocket that hit the crossbar": two words of sport or labour outweigh one of a weapon."""
    rule = next(rule for rule in reading.tables.realis if rule.name == "figurative")
    found = {m.group().lower() for m in rule.pattern.finditer(reading.text, sentence.start, sentence.end)}
    return len(found) > 1


def _has_fresh_date(reading: Reading, sentence: Sentence, words: str) -> bool:
    """Whether a sentence with a statistic also dates an attack of these days."""
    published = reading.report.published
    own = reading.dates_of(sentence)
    limit = _FRESH_DAYS if words.lower().startswith("since") else _OLD_DAYS
    return any((d.window[1] - d.window[0]).days <= 1 and 0 <= (published - d.window[1]).days <= limit for d in own)


def _note_speakers(reading: Reading, speech: Speech, sentence: Sentence, number: int) -> None:
    """Who spoke last, and whether for the side that attacked: whoever says "our target was" tells of the attack, too."""
    if not speech.claimants:
        return
    reading.speakers, reading.spoke = list(speech.claimants), (number, sentence.paragraph)
    held = reading.last
    if held is None or number - held.sentence > _BLAME_SENTENCES or held.attacker not in speech.claimants:
        return
    if reading.tables.around["admits"].search(reading.text, sentence.start, sentence.end):
        held.add_claimants([held.attacker])
        held.add_rule("admitted")


def _note_topic(reading: Reading, sentence: Sentence, number: int) -> None:
    """The place that is being spoken of, for attacks whose sentence names none."""
    found = roles(
        reading.text, sentence.start, sentence.end, reading.toponyms_in(*sentence[:2]), [], reading.tables, reading.places
    )  # fmt: skip
    for role in (unless_actor(reading, role) for role in found):
        place = role.toponym.place
        local = place is not None and place.geo_precision not in (GeoPrecision.COUNTRY, GeoPrecision.SEA_AIR)
        if local and role.rule not in NEVER - {"dateline"} and role.part != LAUNCH:
            reading.topic, reading.topic_sentence = role.toponym, number


def _note_day(reading: Reading, sentence: Sentence, number: int) -> None:
    """The day of harm or of an armed side, for an attack that the next sentence tells of without a day."""
    armed = any(actor.kind in ("group", "forces") for actor in reading.actors_in(sentence))
    harm = reading.tables.triggers["casualty"].search(reading.text, sentence.start, sentence.end)
    days = [d for d in reading.dates_of(sentence) if not d.anchored and (d.window[1] - d.window[0]).days <= 1]
    if (armed or harm) and len(days) == 1:
        reading.said = (when_of(days[0], None, reading.report.published), number)


def _label(reading: Reading, sentence: Sentence) -> None:
    """ "Kyiv region." at the head of a paragraph is its place."""
    inside = reading.toponyms_in(sentence.start, sentence.end)
    words = reading.text[sentence.start : sentence.end]
    rest = reading.text[inside[0].end : sentence.end] if inside else words
    if (
        inside
        and len(words.split()) <= 6
        and inside[0].start - sentence.start < 5
        and reading.tables.around["label_end"].fullmatch(rest)
    ):
        reading.label = inside[0]
        reading.label_paragraph = sentence.paragraph


def _clause(reading: Reading, start: int, end: int, sentence: Sentence, number: int, triggers: list[Trigger]) -> Clause:
    inside = within(triggers, start, end)
    found = roles(reading.text, start, end, reading.toponyms_in(start, end), inside, reading.tables, reading.places)
    found = refocused(reading, [unless_actor(reading, role) for role in found], number)
    weapons = [
        w
        for w in within(reading.weapons, start, end)
        if not reading.tables.around["vague"].fullmatch(w.text)
        and not in_remark(reading.text, start, w, reading.tables)
    ]
    return Clause(start, end, sentence, number, inside, found, weapons)


def _read_clause(reading: Reading, clause: Clause, speech: Speech, previous: list[Draft]) -> list[Draft]:
    level = level_of(reading, clause, previous)
    if level is None:
        if clause.end - clause.start < _SHORT_CLAUSE:
            reading.dangling = clause.targets() or reading.dangling
        if not previous and not any(clause.start <= item.start < clause.end for item in reading.refused):
            reading.loose = [count for count in _counts(reading, clause) if count.role in PEOPLE]
        return []
    if is_test(reading, clause):
        return []
    reading.pass_over(clause.roles)
    counts = _counts(reading, clause)
    if any(size(c.value) >= _WAR_TOLL for c in counts if c.role in PEOPLE):
        reading.refuse_all(clause.triggers, "statistics", "a toll of many attacks")
        return []
    targets = [role for role in clause.targets() if fits(reading, role, clause, level, counts)]
    if not targets and not previous:
        targets = [role for role in reading.dangling if fits(reading, role, clause, level, counts)]
    if not targets:
        targets = only_place(reading, clause, level, previous)
    if not targets and not previous:
        targets = unknown_places(reading, clause, level)
    if not targets:
        return without_place(reading, clause, level, counts, speech, previous)
    targets = without_quarters(targets)
    counts = over_regions(reading, clause, level, counts, targets, speech)
    told = [draft_of(reading, role.toponym, role.rule, clause, level, speech, previous) for role in targets]
    allot(reading, counts, targets, told, clause, speech)
    allot_weapons(reading, targets, told, clause)
    if reading.loose and not previous:
        give_people(reading, reading.loose, told[0], clause, speech, later=False)
    for draft in told:
        reading.keep(draft)
    if len(told) >= _LONG_LIST and (whole := total_of(reading, told)):
        reading.last = whole  # what follows a long list of regions is told of the whole
    if previous and reading.tables.around["earlier"].match(reading.text, clause.start, clause.end):
        reading.last = previous[-1]  # "X, a day after the attack on Y": what follows is about X
    return told


def _counts(reading: Reading, clause: Clause) -> list[Count]:
    """The numbers of a clause with what they count, in order."""
    span = (reading.text, clause.start, clause.end)
    numbers = within(reading.quantities, clause.start, clause.end)[:_MOST_NUMBERS]
    people = find_casualties(*span, numbers, reading.tables)
    taken = {(count.start, count.end) for count in people}
    free = [q for q in numbers if (q.start, q.end) not in taken]
    munitions = find_munitions(
        *span, free, clause.real or clause.triggers, clause.weapons[:_MOST_NUMBERS], reading.tables
    )
    return sorted([*people, *munitions], key=lambda count: count.start)


def _blame(reading: Reading, sentence: Sentence, number: int, speech: Speech) -> None:
    """ "He holds Ukraine responsible": the attacker of the attack told last, if none was named."""
    held = reading.last
    if held is None or number - held.sentence > _BLAME_SENTENCES or (held.attacker and not held.attacker_carried):
        return
    if clause_verdict(reading.text, sentence.start, sentence.end, reading.tables).rule == "other violence":
        return
    country = held.place.country_code if held.place else None
    actors = reading.actors_in(sentence)
    if code := find_blamed(reading.text, sentence.start, sentence.end, actors, country, reading.tables):
        held.attacker, held.attacker_carried = code, False
        held.add_claimants([name for name in speech.claimants if name != code])
        held.add_rule("blamed")


def _denials(reading: Reading, speech: Speech, drafts: list[Draft]) -> None:
    for draft in drafts:
        names = list(speech.deniers)
        country = draft.place.country_code if draft.place else None
        if speech.local_denier and not names and (code := official_code(country, reading.tables)):
            names = [code]
        if not names:
            continue
        draft.deniers += [name for name in names if name not in draft.deniers]
        draft.claimants = [name for name in draft.claimants if name not in names]
        draft.disputed = True
        draft.add_rule("denied")
