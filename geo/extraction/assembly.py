"""Drafts become claims: windows, counts and weapons settled, waves linked, ids given."""

from __future__ import annotations

import datetime as dt
import hashlib

from geo.extraction.arms import explained
from geo.extraction.certainty import probability
from geo.extraction.drafts import Draft
from geo.extraction.tables import Tables, tables
from geo.extraction.weapons import WeaponMention
from geo.model import (
    Assertion,
    Claim,
    DateBasis,
    Interval,
    OriginBasis,
    Outcome,
    Report,
    TargetType,
    WeaponClass,
)

_BACKGROUND_DAYS = 7
"""An attack that ended so many days before publication is told as background."""
_EARLIER_DAYS = 5
"""An attack that ended so many days before the report's latest one is background, too."""
UNKNOWN = Interval()


def claims_of_drafts(report: Report, drafts: list[Draft]) -> tuple[Claim, ...]:
    """The claims of one report, in order of telling."""
    ids = [claim_id(report, draft) for draft in drafts]
    latest = max((draft.when.window[1] for draft in drafts), default=report.published)
    return tuple(
        _claim(report, draft, ids[i], ids[draft.part_of] if draft.part_of is not None else None, latest)
        for i, draft in enumerate(drafts)
    )


def claim_id(report: Report, draft: Draft) -> str:
    """Stable: a hash of report, place span and window, with what else tells two attacks of one place apart."""
    span = tuple(draft.place_span) if draft.place_span else (draft.key, draft.sentence)
    parts = (report.report_id, span, draft.when.window[0].isoformat(), draft.when.window[1].isoformat(), draft.sentence)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _claim(report: Report, draft: Draft, own_id: str, part_of: str | None, latest: dt.date) -> Claim:
    start, end = draft.when.window
    weapons = draft.weapons
    origins = tuple(dict.fromkeys(code for weapon in weapons for code in weapon.origin))
    spans = tuple(sorted(draft.spans))
    return Claim(
        claim_id=own_id,
        report_id=report.report_id,
        date_start=start,
        date_end=end,
        date_basis=draft.when.basis,
        time_precision=draft.when.precision,
        date_text=draft.when.text,
        time_start=draft.when.time,
        place_text=draft.place_text,
        place_span=draft.place_span,
        place=draft.place,
        attacker=draft.attacker,
        weapon_classes=_classes(report.text, draft.weapons, tables(report.lang)),
        weapon_systems=tuple(dict.fromkeys(w.system for w in weapons if w.system)),
        weapon_origins=origins,
        weapon_origin_basis=_basis(weapons),
        launched=draft.counts.get("launched", UNKNOWN),
        intercepted=draft.counts.get("intercepted", UNKNOWN),
        killed=draft.counts.get("killed", UNKNOWN),
        injured=draft.counts.get("injured", UNKNOWN),
        outcome=_outcome(draft),
        target_type=TargetType(draft.target_type) if draft.target_type else None,
        target_text=draft.target_text,
        claimants=tuple(draft.claimants),
        deniers=tuple(draft.deniers),
        assertion=_assertion(draft),
        background=_is_background(report, draft, latest),
        wave=draft.wave or (draft.country_level and (draft.counts.get("launched", UNKNOWN).min or 0) > 1),
        part_of=part_of,
        evidence=tuple(report.text[a:b] for a, b in spans),
        evidence_spans=spans,
        p_extraction=probability(draft),
        rules=tuple(draft.rules),
    )


def _classes(text: str, weapons: list[WeaponMention], words: Tables) -> tuple[WeaponClass, ...]:
    """The kinds, without a vague one that a finer one explains."""
    found = dict.fromkeys(weapon.cls for weapon in weapons)
    if len(found) > 1:
        found.pop(WeaponClass.UNSPECIFIED, None)
        if WeaponClass.AIR_STRIKE in found and all(
            _is_attack(w, words) for w in weapons if w.cls is WeaponClass.AIR_STRIKE
        ):
            found.pop(WeaponClass.AIR_STRIKE)
        if len(found) > 1 and all(
            words.around["fired_verb"].fullmatch(w.text) for w in weapons if w.cls is WeaponClass.ARTILLERY
        ):
            found.pop(WeaponClass.ARTILLERY, None)  # "shelled with rockets": no guns are meant
    for vague in explained(text, weapons):
        found.pop(vague, None)
    return tuple(found) or (WeaponClass.UNSPECIFIED,)


def _is_attack(weapon: WeaponMention, words: Tables) -> bool:
    """ "An aerial attack": no aircraft is meant where missiles or drones are told of, too."""
    return words.around["attack_word"].search(weapon.text) is not None


def _basis(weapons: list[WeaponMention]) -> OriginBasis:
    bases = {OriginBasis(weapon.origin_basis) for weapon in weapons if weapon.origin}
    if OriginBasis.STATED in bases:
        return OriginBasis.STATED
    return OriginBasis.SYSTEM if bases else OriginBasis.NONE


def _assertion(draft: Draft) -> Assertion:
    if draft.disputed:
        return Assertion.DISPUTED
    return Assertion.HEDGED if draft.hedged else Assertion.STATED


def _outcome(draft: Draft) -> Outcome:
    launched, intercepted = draft.counts.get("launched", UNKNOWN), draft.counts.get("intercepted", UNKNOWN)
    if draft.debris:
        return Outcome.DEBRIS
    stopped = intercepted.min or intercepted.max
    if stopped and launched == intercepted and not draft.impact:
        return Outcome.INTERCEPTED
    if stopped:
        return Outcome.MIXED if launched != UNKNOWN or draft.impact else Outcome.INTERCEPTED
    return Outcome.IMPACT if draft.impact else Outcome.UNKNOWN


def _is_background(report: Report, draft: Draft, latest: dt.date) -> bool:
    if draft.when.basis is DateBasis.PUBLICATION:
        return False
    end = draft.when.window[1]
    if (report.published - end).days > _BACKGROUND_DAYS:
        return True
    return draft.background or (latest - end).days >= _EARLIER_DAYS
