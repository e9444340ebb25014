"""Which of the weapons told of an attack are its own: vague words that finer ones explain, arms of one family."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geo.extraction.weapons import WeaponMention
from geo.model import WeaponClass

_FINER = {
    WeaponClass.MISSILE: (
        WeaponClass.BALLISTIC_MISSILE,
        WeaponClass.CRUISE_MISSILE,
        WeaponClass.ROCKET_ARTILLERY,
        WeaponClass.GLIDE_BOMB,
    ),
    WeaponClass.BOMB: (WeaponClass.GLIDE_BOMB,),
    WeaponClass.AIR_STRIKE: (WeaponClass.GLIDE_BOMB, WeaponClass.BOMB),
    WeaponClass.ROCKET_ARTILLERY: (WeaponClass.BALLISTIC_MISSILE,),
    WeaponClass.DRONE: (WeaponClass.NAVAL_DRONE,),
    WeaponClass.ARTILLERY: (WeaponClass.ROCKET_ARTILLERY,),
}
"""Kinds that a vague word may stand for."""
_ALIKE = frozenset({WeaponClass.MISSILE, WeaponClass.BOMB, WeaponClass.AIR_STRIKE})
"""Vague kinds whose plain word in another sentence speaks of the finer kind; the others need "the" before it."""
_AMONG = re.compile(
    r"\b(?:among|includ\w+|of (?:them|which|those)|in addition|as well as|along with|together with|plus|"
    r"серед|зокрема|з них|у тому числі|в тому числі|среди|в том числе|включая|из них|також|также)\b",
    re.IGNORECASE,
)
"""Words by which a finer kind is a part of the vague one, or comes on top of it."""
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[\"'“”«(]*[A-ZА-ЯЁІЇЄҐ0-9])|\n")
_DEFINITE = re.compile(r"\b(?:the|these|those|its|their|all)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_PROJECTILE = re.compile(r"снаряд|обстр", re.IGNORECASE)
"""A Slavic word that means rockets as well as shells."""
_NAMED_AS = re.compile(
    r"\s+(?:used\s+)?(?:as|were|was|are|is|to\s+be|to\s+have\s+been)\s+(?:[\w-]+\s+){0,3}", re.IGNORECASE
)
"""Between a plain word and the name that it is given."""
_NEAR_CHARS = 30
FAMILIES = (
    frozenset({WeaponClass.MISSILE, WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE}),
    frozenset({WeaponClass.BOMB, WeaponClass.GLIDE_BOMB, WeaponClass.AIR_STRIKE}),
    frozenset({WeaponClass.ARTILLERY, WeaponClass.ROCKET_ARTILLERY}),
    frozenset({WeaponClass.DRONE}),
    frozenset({WeaponClass.NAVAL_DRONE}),
)


def explained(text: str, weapons: list[WeaponMention]) -> set[WeaponClass]:
    """The vague kinds all of whose words are explained by a finer kind that is told of, too.

    "Six missiles fell; police identified them as Iskander-M" tells of one kind; "99 missiles, ten Kinzhals among
    them" of two.
    """
    found = set()
    for vague in {w.cls for w in weapons} & _FINER.keys():
        words = [w for w in weapons if w.cls is vague]
        finer = [w for w in weapons if w.cls in _FINER[vague]]
        if finer and all(any(_explains(text, word, w) for w in finer) for word in words if word.generic):
            if all(word.generic for word in words):
                found.add(vague)
    return found


def _explains(text: str, vague: WeaponMention, finer: WeaponMention) -> bool:
    """Whether one plain word speaks of the munitions that the finer mention names."""
    if not vague.plural and vague.cls in _ALIKE:
        return True
    low, high = min(vague.end, finer.end), max(vague.start, finer.start)
    between = text[low:high]
    if _AMONG.search(text, max(0, finer.start - _NEAR_CHARS), finer.start) or _AMONG.match(text, finer.end + 1):
        return False
    apart = _SENTENCE_END.search(between) is not None
    if vague.cls is WeaponClass.ARTILLERY:
        return _PROJECTILE.match(vague.text) is not None
    if finer.start > vague.end and _NAMED_AS.fullmatch(between):
        return True
    definite = _DEFINITE.search(text[max(0, vague.start - 24) : vague.start]) is not None
    return apart and (definite or vague.cls in _ALIKE)


def one_family(ours: Iterable[WeaponMention], theirs: Iterable[WeaponMention]) -> bool:
    """Whether two lists of weapons can tell of one salvo: a common kind, or nothing plain in one of them."""
    a = {w.cls for w in ours} - {WeaponClass.UNSPECIFIED}
    b = {w.cls for w in theirs} - {WeaponClass.UNSPECIFIED}
    return not a or not b or bool(a & b) or any(a & family and b & family for family in FAMILIES)
