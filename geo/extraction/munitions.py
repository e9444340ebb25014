"""How many munitions a clause tells of as launched or intercepted, and which numbers are parts of others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo.extraction.counts import ANY, Count, Kind
from geo.extraction.quantities import Quantity
from geo.extraction.tables import Tables
from geo.extraction.triggers import Trigger
from geo.extraction.weapons import WeaponMention
from geo.model import Interval, WeaponClass

_NO_MUNITION = frozenset({WeaponClass.ARTILLERY, WeaponClass.AIR_STRIKE, WeaponClass.UNSPECIFIED})
_SINGLE = "single munition"
_NOUN_WORDS = 6
"""Words between a number and the weapon that it counts."""
_LIST_CHARS = 110
"""Characters between two numbers of one list."""
_LEFT_CHARS = 45
_SAME_CHARS = 24
"""Characters between two mentions of one weapon in one phrase."""
_LAUNCH_CHARS = 20
"""Characters between a munition and the verb that sends it."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """What the rules look at."""

    text: str
    start: int
    end: int
    numbers: list[Quantity]
    triggers: list[Trigger]
    weapons: list[WeaponMention]
    tables: Tables

    def sees(self, name: str, a: int, b: int) -> bool:
        """Whether a phrasing stands in ``text[a:b]``."""
        return self.tables.around[name].search(self.text[max(self.start, a) : b]) is not None

    def begins(self, name: str, a: int, chars: int = 60) -> bool:
        """Whether a phrasing begins at ``a``."""
        return self.tables.around[name].match(self.text[a : min(self.end, a + chars)]) is not None


def find_munitions(
    text: str,
    start: int,
    end: int,
    quantities: list[Quantity],
    triggers: list[Trigger],
    weapons: list[WeaponMention],
    tables: Tables,
) -> list[Count]:
    """The numbers of munitions launched and intercepted in ``text[start:end]``, each with its kind."""
    inside = [
        t
        for t in triggers
        if start <= t.start and t.end <= end and not any(w.start <= t.start < w.end for w in weapons)
    ]
    clause = _Clause(text, start, end, quantities, inside, weapons, tables)
    clause = replace(clause, numbers=[_of_weapons(clause, q) for q in quantities])
    clause = replace(clause, numbers=sorted([*clause.numbers, *_singles(clause)], key=lambda q: q.start))
    told: list[tuple[str, ...]] = []
    for q in clause.numbers:
        told.append(_roles(clause, q, told))
    _coordinate(clause, told)
    _elliptic(clause, told)
    _uncounted(clause, told)
    found: list[Count] = []
    for q, roles in zip(clause.numbers, told, strict=True):
        if "intercepted" in roles and "launched" not in roles and tables.around["every_one"].match(q.text):
            roles = (*roles, "launched")
        kind = _kind(clause, _whole(clause, q) or q) if roles else ANY
        if kind[0] and not kind[1] and q.rule == _SINGLE:
            kind = (kind[0], _SINGLE)
        if kind[0] and any(c.kind[0] and c.kind != kind and _is_parent(kind, c.kind) for c in found):
            kind = (kind[0], f"{kind[0]} told last")
        found += [Count(q.start, q.end, role, Interval(q.min, q.max), kind) for role in roles]
    return found


def _is_parent(kind: Kind, other: Kind) -> bool:
    """ "12 Iskanders and 3 missiles": the general word told last counts others, not the sum."""
    return not kind[1] and other[0].endswith(kind[0]) and (bool(other[1]) or other[0] != kind[0])


def _of_weapons(clause: _Clause, q: Quantity) -> Quantity:
    """ "Three unmanned boats": a number counts munitions if the words behind it are a weapon's."""
    if q.head not in ("other", None):
        return q
    for weapon in clause.weapons:
        if weapon.start >= q.end and weapon.cls not in _NO_MUNITION:
            gap = clause.text[q.end : weapon.start]
            near = len(gap.split()) <= 2 and not clause.tables.around["noun_break"].search(gap) and "," not in gap
            return replace(q, head="munition") if near else q
    return q


def _singles(clause: _Clause) -> Iterator[Quantity]:
    """ "Seven Kh-101 and a Kinzhal": one munition without a number, in a list with numbers."""
    counted = [q for q in clause.numbers if q.head == "munition"]
    for weapon in clause.weapons if counted else []:
        if weapon.plural or not is_single(clause.text, weapon, clause.tables):
            continue
        if any(
            q.start < weapon.end and weapon.start - _LEFT_CHARS < q.end and q.end > weapon.start - 25 for q in counted
        ):
            continue
        left = clause.text[max(clause.start, weapon.start - _LEFT_CHARS) : weapon.start]
        match = clause.tables.around["singular_left"].search(left)
        at = weapon.start - len(left) + match.start() if match else weapon.start
        near = any(_listed(clause, q.end, at) or _listed(clause, weapon.end, q.start) for q in counted)
        sent = any("launch" in t.kinds and 0 <= t.start - weapon.end < _LAUNCH_CHARS for t in clause.triggers)
        if near or sent:
            yield Quantity(at, weapon.start, clause.text[at : weapon.start], 1, 1, "munition", _SINGLE)


def is_single(text: str, weapon: WeaponMention, tables: Tables) -> bool:
    """Whether a weapon told of in the singular is one munition, not a kind of attack."""
    around = tables.around
    if weapon.cls in _NO_MUNITION or weapon.plural:
        return False
    right = text[weapon.end : weapon.end + 18]
    if around["kind_right"].match(right) or around["kind_right"].search(weapon.text):
        return False
    left = text[max(0, weapon.start - _LEFT_CHARS) : weapon.start]
    if around["carrier_left"].search(left):
        return False
    if tables.lang != "en":
        return " " not in weapon.text
    return around["singular_left"].search(left) is not None


def _listed(clause: _Clause, a: int, b: int) -> bool:
    """Whether ``text[a:b]`` only carries a list on."""
    if not 0 <= b - a <= _LIST_CHARS or not clause.sees("listing", a, b) or clause.sees("list_break", a, b):
        return False
    acts = {"launch", "impact", "intercept", "assail", "verb"}
    return not any(a <= t.start < b and t.kinds & acts and "noun" not in t.kinds for t in clause.triggers)


def _kind(clause: _Clause, q: Quantity) -> Kind:
    """Class and system of the weapon that a number counts."""
    weapon = _weapon(clause, q)
    if weapon is None or any(_listed(clause, weapon.end, bare.start) for bare in _bare(clause)):
        return ANY  # "300 drones and missiles": one number for both
    return weapon.cls.value, weapon.system or ""


def _bare(clause: _Clause) -> list[WeaponMention]:
    """Munitions told of in the plural without a number."""
    counted = [w for q in clause.numbers if (w := _weapon(clause, q))]
    plain = [w for w in clause.weapons if w.plural and w.cls not in _NO_MUNITION and w not in counted]
    return [w for w in plain if not any(_same_phrase(clause, c, w) for c in counted)]


def _same_phrase(clause: _Clause, a: WeaponMention, b: WeaponMention) -> bool:
    """ "Kh-31P anti-radar missiles": two mentions of one weapon."""
    return (
        0 <= b.start - a.end <= _SAME_CHARS
        and not clause.tables.around["noun_break"].search(clause.text[a.end : b.start])
        and "," not in clause.text[a.end : b.start]
    )


def _weapon(clause: _Clause, q: Quantity) -> WeaponMention | None:
    """The weapon that a number counts: the first behind it, within its own phrase."""
    stop = min((r.start for r in clause.numbers if r.start >= q.end), default=clause.end)
    for weapon in clause.weapons:
        if weapon.end <= q.start or weapon.start >= stop:
            continue
        gap = clause.text[q.end : max(q.end, weapon.start)]
        if len(gap.split()) > _NOUN_WORDS or clause.tables.around["noun_break"].search(gap):
            return None
        if weapon.cls is not WeaponClass.UNSPECIFIED:
            return weapon
    return None


def _roles(clause: _Clause, q: Quantity, told: list[tuple[str, ...]]) -> tuple[str, ...]:
    """What one number counts, by the words around it and what the numbers before it (``told``) count."""
    if (q.head == "munition" or clause.sees("bullet_left", q.start - 6, q.start)) and _is_part(clause, q, told):
        return ()
    if q.head is None and clause.sees("numbering_left", q.start - 24, q.start):
        return ("launched",)
    if q.rule == "none of" and clause.sees("past_defences", q.end, clause.end):
        return "launched", "intercepted"
    if q.head == "munition" and _of_a_whole(clause, q):
        return ("launched",)
    if _whole(clause, q):
        return ("intercepted",) if _stop_near(clause, q) else ()
    around = clause.tables.around
    whole = any(around["share"].fullmatch(clause.text[r.end : q.start]) for r in clause.numbers if r.end < q.start)
    role = "launched" if whole and q.head == "munition" else _role(clause, q)
    if role is None:
        return ()
    if role == "intercepted" and any(_is_participle(clause, q, t) for t in clause.triggers if t.start >= q.end):
        return "intercepted", "launched"
    if role == "launched" and q.head == "munition" and _stopped_too(clause, q):
        return "launched", "intercepted"
    return (role,)


def _of_a_whole(clause: _Clause, q: Quantity) -> bool:
    """Of "36 rockets and 186 drones out of 194 drones and 67 missiles fired" the last two."""
    first = min((r.end for r in clause.numbers), default=clause.end)
    openers = list(clause.tables.around["out_of_all"].finditer(clause.text, first, q.start))
    if not openers:
        return False
    return not any(openers[-1].end() <= t.start < q.start and "intercept" in t.kinds for t in clause.triggers)


def _whole(clause: _Clause, q: Quantity) -> Quantity | None:
    """Of "21 of 22 drones" the 22."""
    share = clause.tables.around["share"].match(clause.text[q.end : q.end + 30])
    if share is None:
        return None
    return next((r for r in clause.numbers if r.head == "munition" and r.start == q.end + share.end()), None)


def _is_part(clause: _Clause, q: Quantity, told: list[tuple[str, ...]]) -> bool:
    """ "Six Kinzhals among them", "including 20 Shaheds and 5 decoys": parts of munitions told of before."""
    if clause.begins("among_right", q.end, 40):
        return True
    opener = None
    for match in clause.tables.around["listed_left"].finditer(clause.text, clause.start, q.start):
        opener = match
    if opener is None:
        return False
    before = [r for r, roles in zip(clause.numbers, told, strict=False) if r.end <= opener.start() and roles]
    between = [t for t in clause.triggers if opener.end() <= t.start < q.start and t.kinds & {"launch", "intercept"}]
    if not before or any("noun" not in t.kinds for t in between):
        return False
    ours, theirs = _kind(clause, q), _kind(clause, before[-1])
    return not theirs[0] or not ours[0] or ours[0].endswith(theirs[0])


def _role(clause: _Clause, q: Quantity) -> str | None:
    """Launched or intercepted, for a number of munitions or one that stands for munitions ("nine of them")."""
    if q.head not in ("munition", None):
        return None
    if q.head is None and clause.begins("of_a_weapon", q.end, 70):
        q = replace(q, head="munition")
    stopped = _stop_near(clause, q)
    if stopped and _another_between(clause, q, stopped):
        stopped = None
    if q.head == "munition":
        around = clause.tables.around
        if clause.begins("attacks_right", q.end, 40) or around["attacks_right"].search(q.text):
            return None
        if around["ordinal"].search(q.text) or (not stopped and clause.begins("no_munition_right", q.end, 40)):
            return None
        return "intercepted" if stopped else "launched"
    if q.head is None and clause.begins("moved_right", q.end, 40):
        return "launched"
    near = stopped and (clause.begins("of_munitions", q.end, 12) or stopped.start - q.end < 30)
    return "intercepted" if near and len(q.text) < 40 else None


def _stop_near(clause: _Clause, q: Quantity) -> Trigger | None:
    """The word of interception that governs a number: right before it, or behind it in the same clause."""
    acts = {"intercept", "launch", "impact", "verb"}
    after = [t for t in clause.triggers if t.start >= q.end and t.kinds & {*acts, "strong"}]
    before = [t for t in clause.triggers if t.end <= q.start and t.kinds & acts]
    if before and "intercept" in before[-1].kinds:
        gap = before[-1].end + clause.begins("colon", before[-1].end, 2), q.start
        if not clause.sees("stop_break", *gap) and not clause.sees("agent", *gap):
            return before[-1]
    for trigger in after:
        if clause.sees("stop_break", q.end, trigger.start):
            return None
        if "intercept" in trigger.kinds:
            return trigger
        if _is_participle(clause, q, trigger):
            continue
        if "launch" in trigger.kinds and not clause.sees("finite_left", q.end, trigger.start):
            return None
        if trigger.kinds & {"launch", "impact", "verb"} and "noun" not in trigger.kinds:
            return None
    return None


def _stopped_too(clause: _Clause, q: Quantity) -> bool:
    """ "Six drones followed and were downed": launched and stopped."""
    after = [t for t in clause.triggers if t.start >= q.end and t.kinds & {"launch", "intercept"}]
    for sent, stop in itertools.pairwise(after):
        gap = sent.end, stop.start
        if "launch" in sent.kinds and "intercept" in stop.kinds and clause.sees("and_passive", *gap):
            return not any(sent.end <= r.start < stop.start for r in clause.numbers)
    return False


def _another_between(clause: _Clause, q: Quantity, stop: Trigger) -> bool:
    """ "38 missiles were fired and 25 of them downed": the word of interception belongs to the later number."""
    for other in clause.numbers:
        if not q.end <= other.start < stop.start or other.head in ("time", "age", "distance"):
            continue
        if other.head is None or clause.begins("of_them", other.end, 12):
            return True
        between = [
            t for t in clause.triggers if q.end <= t.start < other.start and t.kinds & {"launch", "impact", "assail"}
        ]
        if any(not _is_participle(clause, q, t) for t in between):
            return True
    return False


def _is_participle(clause: _Clause, q: Quantity, trigger: Trigger) -> bool:
    """ "The missiles fired at the capital": no verb of its own clause."""
    near = len(clause.text[q.end : trigger.start].split()) <= 4
    led = clause.tables.around["participle_led"].search(trigger.text) is not None
    return (
        near and bool(trigger.kinds & {"launch", "assail"}) and (led or clause.begins("participle_right", trigger.end))
    )


def _coordinate(clause: _Clause, told: list[tuple[str, ...]]) -> None:
    """ "18 of the missiles and 39 of the drones were brought down": numbers joined in a list count the same."""
    for i in range(len(told) - 2, -1, -1):
        here, after = clause.numbers[i], clause.numbers[i + 1]
        if "intercepted" not in told[i + 1] or "intercepted" in told[i] or here.head not in ("munition", None):
            continue
        shares = [clause.begins("of_munitions", q.end, 12) for q in (here, after)]
        governed = any(t.end <= here.start and "launch" in t.kinds for t in clause.triggers)
        if shares[0] == shares[1] and (shares[0] or not governed) and _listed(clause, here.end, after.start):
            told[i] = told[i + 1]


def _elliptic(clause: _Clause, told: list[tuple[str, ...]]) -> None:
    """ "Fifteen were destroyed over X, and one over Y": a number without a verb counts what the one before did."""
    for i in range(1, len(told)):
        before, here = clause.numbers[i - 1], clause.numbers[i]
        gap = clause.text[before.end : here.start]
        bare = not told[i] and here.head is None and clause.begins("over_right", here.end, 24)
        if bare and told[i - 1] and len(gap) <= _LIST_CHARS and not clause.tables.around["list_break"].search(gap):
            told[i] = told[i - 1]


def _uncounted(clause: _Clause, told: list[tuple[str, ...]]) -> None:
    """ "Drones, cruise missiles and one ballistic missile": with kinds that have no number the sum is unknown."""
    bare = _bare(clause)
    for i, q in enumerate(clause.numbers):
        if told[i] == ("launched",) and any(_listed(clause, w.end, q.start) for w in bare):
            told[i] = ()


def all_stopped(text: str, start: int, end: int, tables: Tables) -> bool:
    """Whether a clause says that all munitions were stopped."""
    return tables.around["all_stopped"].search(text, start, end) is not None
