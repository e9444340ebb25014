"""Weapons named in a text: their class, system, and the country that made or supplied them.

The words and the makers are data (``geo/lexicon/weapons.toml``). The origin is that of the weapon, never that of
the attacker or of the launch place: "Russian missiles" states no origin, "North Korean-made missiles" does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from geo import lexicon
from geo.extraction.actors import find_actors
from geo.extraction.phrases import Hit, Phrases, Token, tokens
from geo.model import OriginBasis, WeaponClass

_PLURAL = re.compile(r"(?:s|и|і|ы|ів|їв|ов|ев|ей|ами|ями|ах|ях|ам|ям)$|(?<=бомб)$|(?<=ракет)$")
_SINGULAR = frozenset({"himars", "uas", "atacms", "s"})
_NAME_CHARS = 32
"""The name of a maker stands within so many characters of "made"."""
_BESIDE_CHARS = 50
"""A weapon stands at most so many characters from the words that tell its maker."""


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """One mention of a weapon: ``text[start:end]``."""

    start: int
    end: int
    text: str
    cls: WeaponClass
    system: str | None
    origin: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes of the makers or suppliers; empty where neither text nor lexicon says."""
    origin_basis: OriginBasis
    plural: bool
    generic: bool
    """A word for a kind of weapon ("missiles"), no system's name."""


@dataclass(frozen=True, slots=True)
class _Entry:
    cls: WeaponClass
    system: str | None
    origin: tuple[str, ...]


@cache
def _phrases() -> Phrases[_Entry]:
    table = lexicon.load("weapons")
    entries: list[tuple[str, _Entry]] = []
    for cls, makers in table["weapon"].items():
        for maker, systems in makers.items():
            origin = () if maker == "none" else (maker,)
            for system, aliases in systems.items():
                entry = _Entry(WeaponClass(cls), system, origin)
                entries += [(form, entry) for alias in (system, *aliases) for form in _forms(alias)]
    for cls, words in table["generic"].items():
        entries += [(word, _Entry(WeaponClass(cls), None, ())) for word in words]
    return Phrases(entries)


def _forms(name: str) -> tuple[str, ...]:
    """A system's name, and its plural where it is a Latin word: "Kinzhals"."""
    return (name, name + "s") if re.search(r"[A-Za-z]{2}$", name) and not name.endswith(("s", "S")) else (name,)


@cache
def _stated() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What follows the maker ("-made"), what precedes it ("made in"), and what does either."""
    origin = lexicon.load("weapons")["origin"]
    suffixes = "|".join(map(re.escape, origin["suffixes"]))
    verbs = "|".join(re.escape(verb).replace(r"\ ", r"\s+") for verb in origin["verbs"])
    made = "|".join(map(re.escape, (*origin["made_uk"], *origin["made_ru"])))
    return (
        re.compile(rf"(?<=[\w.])[-‐‑–\s](?:{suffixes})\b(?!\s+(?:by|in|from)\b)", re.IGNORECASE),
        re.compile(rf"\b(?:{verbs})\s+(?:the\s+)?", re.IGNORECASE),
        re.compile(rf"\s(?:{made})\w{{0,3}}\s+", re.IGNORECASE),
    )


def _maker(text: str, start: int, end: int, *, at_end: bool) -> str | None:
    """The country that is named at the end (or the begin) of ``text[start:end]``."""
    part = text[start:end]
    named = [actor for actor in find_actors(part, lang="uk") if actor.code and len(actor.code) == 2]
    if not named:
        return None
    actor = named[-1] if at_end else named[0]
    gap = part[actor.end :] if at_end else part[: actor.start]
    return actor.code if not gap.strip(" .") else None


def find_weapons(text: str, *, lang: str = "en") -> list[WeaponMention]:
    """The weapons that ``text`` names, in order and without overlap.

    The lexicon holds the names in all scripts, so that a Ukrainian post may name a HIMARS and an English article
    a Град; ``lang`` is there for symmetry with the other readers.

    >>> from geo.extraction.weapons import find_weapons
    >>> [(m.text, str(m.cls), m.origin) for m in find_weapons("Two Kh-101 cruise missiles hit Kyiv.")]
    [('Kh-101 cruise missiles', 'cruise_missile', ('RU',))]
    >>> find_weapons("North Korean-made missiles fell on Kharkiv.")[0].origin
    ('KP',)
    """
    words = tokens(text)
    mentions = [_mention(text, words, hit) for hit in _phrases().find(text)]
    mentions = _without_shelling(text, _without_carriers(text, _joined(text, mentions)))
    return _with_supplier(text, _with_stated_origin(text, mentions))


def _mention(text: str, words: tuple[Token, ...], hit: Hit[_Entry]) -> WeaponMention:
    start, end = words[hit.first].start, words[hit.last - 1].end
    last = words[hit.last - 1].norm
    entry = hit.value
    return WeaponMention(
        start,
        end,
        text[start:end],
        entry.cls,
        entry.system,
        entry.origin,
        OriginBasis.SYSTEM if entry.origin else OriginBasis.NONE,
        plural=last not in _SINGULAR and bool(_PLURAL.search(last)),
        generic=entry.system is None,
    )


_GLUE = re.compile(
    r"[\s\"'’»”«“()-]{1,3}|\s(?:type|ballistic|kamikaze|attack|strike|suicide|combat|типу|типа)\s[«\"“]?"
)


def _joined(text: str, mentions: list[WeaponMention]) -> list[WeaponMention]:
    """Mentions with a system and its kind side by side made one: "Kh-101 cruise missiles", "БпЛА типу Shahed"."""
    out: list[WeaponMention] = []
    for mention in mentions:
        last = out[-1] if out else None
        if last and last.generic != mention.generic and _GLUE.fullmatch(text[last.end : mention.start]):
            named = mention if last.generic else last
            plain = last if last.generic else mention
            if _agree(named.cls, plain.cls):
                out[-1] = replace(
                    named,
                    start=last.start,
                    end=mention.end,
                    text=text[last.start : mention.end],
                    plural=mention.plural or last.plural,
                )
                continue
        out.append(mention)
    return out


_CARRIER = re.compile(
    r"jets?|planes?|warplanes?|aircraft|bombers?|helicopters?|gunships?|fighters?|typhoons|rafale|apache|\d|літак|вертоліт|гвинтокрил"
    r"|самол|вертол|истребител|бомбардировщик",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"\b(?:drop|fir|launch|releas|carr|with|скин|скида|сброс|випуст|выпуст)", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|by|aboard|із|з|с|из)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_HARMED_LEFT = re.compile(
    r"\b(?:scrambled|downed|damaged|destroyed|lost|shot\s+down|set\s+fire\s+to)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_HARMED_RIGHT = re.compile(
    r"\s+(?:(?:was|were|had\s+been|have\s+been)\s+(?:\w+ly\s+)?"
    r"(?:damaged|destroyed|hit|lost|scrambled|shot|downed|parked|based|launched|sent\s+up)\b"
    r"|(?:\w+\s+)?(?:brought\s+down|shot\s+down|downed|intercepted|took\s+off|scrambled)\b)",
    re.IGNORECASE,
)
_NO_MUNITION = re.compile(
    r"[\s-]+(?:alerts?|alarms?|sirens?|warnings?|threats?|danger|shelters?|defen[cs]es?|troops|units|forces|brigades?|systems?"
    r"|programmes?|programs?|makers?|manufacturers?|factor(?:y|ies)|plants?|production|industry|exports?|deliver(?:y|ies)|tests?"
    r"|опасност\w+|угроз\w+|тревог\w*|загроз\w+|небезпек\w+|військ\w*|войск\w*|підрозділ\w*|подразделен\w+|комплекс\w*)\b",
    re.IGNORECASE,
)
"""Behind a word for a weapon: what sounds, guards, makes or sells, and does not strike."""
_UNARMED_LEFT = re.compile(
    r"\b(?:reconnaissance|surveillance|spy|scout|observation|unarmed|розвідувальн\w+|разведывательн\w+|наблюдательн\w+)\s+"
    r"(?:[\w-]+\s+(?:and|та|и)\s+)?$",
    re.IGNORECASE,
)
"""Before a word for a drone that looks and does not strike."""
_CARRY_CHARS = 90
"""Between an aircraft and the munition that it drops, at most."""


def _without_carriers(text: str, mentions: list[WeaponMention]) -> list[WeaponMention]:
    """Aircraft that only carry a munition told beside them, or are themselves hit, are no air strike of their own."""
    out = []
    for at, mention in enumerate(mentions):
        if mention.generic and (
            _NO_MUNITION.match(text, mention.end)
            or _UNARMED_LEFT.search(text[max(0, mention.start - 40) : mention.start])
        ):
            continue
        if mention.cls is WeaponClass.AIR_STRIKE and _CARRIER.search(mention.text):
            left = text[max(0, mention.start - 40) : mention.start]
            after = mentions[at + 1] if at + 1 < len(mentions) else None
            gap = text[mention.end : after.start] if after and after.cls is not WeaponClass.AIR_STRIKE else "."
            carried = len(gap) <= _CARRY_CHARS and not re.search(r"[.;]\s|[.]$", gap) and _CARRIED.search(gap)
            before = mentions[at - 1] if at else None
            beside = before is not None and not re.search(r"[.;]\s", text[before.end : mention.start])
            if (
                carried
                or (beside and _FROM.search(left))
                or _HARMED_LEFT.search(left)
                or _HARMED_RIGHT.match(text, mention.end)
            ):
                continue
        out.append(mention)
    return out


_SHELLING = re.compile(r"shelled|shelling|обстр|артобстр", re.IGNORECASE)


def _without_shelling(text: str, mentions: list[WeaponMention]) -> list[WeaponMention]:
    """ "Shelled with rockets" tells of rockets: the verb names artillery only where nothing else is named."""
    out = []
    rockets = [m.start for m in mentions if m.cls is WeaponClass.ROCKET_ARTILLERY]
    for mention in mentions:
        if rockets and mention.cls is WeaponClass.ARTILLERY and _SHELLING.match(mention.text):
            begin, end = _sentence(text, mention.start, mention.end)
            at = bisect_left(rockets, begin)
            if at < len(rockets) and rockets[at] < end:
                continue
        out.append(mention)
    return out


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around ``text[start:end]``, by its stops, not further than a long sentence reaches."""
    low, high = max(0, start - _SENTENCE_CHARS), min(len(text), end + _SENTENCE_CHARS)
    begin = max(text.rfind(stop, low, start) for stop in _STOPS)
    ends = [at for stop in _STOPS if (at := text.find(stop, end, high)) >= 0]
    return (begin + 1 if begin >= 0 else low), min(ends, default=high)


_STOPS = (". ", "\n", "! ", "? ")
_SENTENCE_CHARS = 400
_WIDER = {
    WeaponClass.MISSILE: {WeaponClass.BALLISTIC_MISSILE, WeaponClass.CRUISE_MISSILE, WeaponClass.ROCKET_ARTILLERY},
    WeaponClass.BALLISTIC_MISSILE: {WeaponClass.MISSILE, WeaponClass.CRUISE_MISSILE},
    WeaponClass.CRUISE_MISSILE: {WeaponClass.MISSILE},
    WeaponClass.ROCKET_ARTILLERY: {WeaponClass.MISSILE, WeaponClass.BALLISTIC_MISSILE},
    WeaponClass.BOMB: {WeaponClass.GLIDE_BOMB},
    WeaponClass.GLIDE_BOMB: {WeaponClass.BOMB},
    WeaponClass.ARTILLERY: {WeaponClass.ROCKET_ARTILLERY},
    WeaponClass.DRONE: {WeaponClass.NAVAL_DRONE},
    WeaponClass.UNSPECIFIED: set(WeaponClass),
}


def _agree(named: WeaponClass, plain: WeaponClass) -> bool:
    """Whether a word for ``plain`` may stand beside the name of a ``named`` system."""
    return named == plain or named in _WIDER.get(plain, ())


def _with_stated_origin(text: str, mentions: list[WeaponMention]) -> list[WeaponMention]:
    if not mentions or not _ORIGIN_HINT.search(text):
        return mentions
    suffix, verb, made = _stated()
    for match in suffix.finditer(text):
        code = _maker(text, max(0, match.start() - _NAME_CHARS), match.start(), at_end=True)
        _state(text, mentions, code, match.start(), match.end(), before=True)
    for match in verb.finditer(text):
        code = _maker(text, match.end(), match.end() + _NAME_CHARS, at_end=False)
        _state(text, mentions, code, match.start(), match.end(), before=False)
    for match in made.finditer(text):
        code = _maker(text, max(0, match.start() - _NAME_CHARS), match.start(), at_end=True)
        code = code or _maker(text, match.end(), match.end() + _NAME_CHARS, at_end=False)
        _state(text, mentions, code, match.start(), match.end(), before=False)
    return mentions


def _state(text: str, mentions: list[WeaponMention], code: str | None, start: int, end: int, *, before: bool) -> None:
    """Gives the weapon beside ``text[start:end]`` its maker: the next one behind it, or the last one before it."""
    if code is None:
        return
    at = bisect_left(mentions, end if before else start, key=lambda mention: mention.start) - (not before)
    if 0 <= at < len(mentions):
        distance = mentions[at].start - end if before else start - mentions[at].end
        if not 0 <= distance <= _BESIDE_CHARS:
            return
        gap = text[end : mentions[at].start] if before else text[mentions[at].end : start]
        if not re.search(r"[.;]\s", gap):
            mentions[at] = replace(mentions[at], origin=(code,), origin_basis=OriginBasis.STATED)


_ORIGIN_HINT = re.compile(
    r"made|built|designed|supplied|provided|produced|manufactured|developed|donated|bought|delivered|origin|given|sourced|"
    r"procured|acquired|received|obtained|purchased|transferred|imported|виробн|виготовл|производств|произведен|изготовл",
    re.IGNORECASE,
)


_SUPPLIER = re.compile(
    r"\b(North Korean|Iranian|American|US|U\.S\.|British|French|German|Turkish|Chinese)\s+(?:\w+\s+){0,2}$"
)
_USERS = (
    r"Russia|Moscow|(?:the )?Russians?|Russian (?:forces|troops|army)|Ukraine|Kyiv|Ukrainian (?:forces|troops)"
    r"|(?:the )?Houthis?|Hezbollah|Hamas|RSF"
)
_USE = re.compile(
    rf"\bby (?:{_USERS})\b|\b(?:{_USERS})\b(?:\s+\w+){{0,4}}\s+"
    r"(?:fired|launched|used|uses|using|attacked|struck|deployed|sent|hit)\b"
)


def _supplied(mention: WeaponMention) -> bool:
    """Whether the words before it may tell the maker: a named system tells it better, an air strike has none."""
    return mention.origin_basis is OriginBasis.NONE and mention.cls is not WeaponClass.AIR_STRIKE


def _with_supplier(text: str, mentions: list[WeaponMention]) -> list[WeaponMention]:
    """ "North Korean missiles" that Russia fired are of North Korean make: the people named is not who used them."""
    for mention in tuple(mentions):
        before = text[max(0, mention.start - 40) : mention.start]
        match = _SUPPLIER.search(before) if _supplied(mention) else None
        if not match:
            continue
        begin, end = _sentence(text, mention.start, mention.end)
        if _USE.search(text[begin:end]):
            _state(
                text, mentions, _maker(before, 0, match.end(1), at_end=True), mention.start, mention.start, before=True
            )
    return mentions
