"""What stands around a name: signs that it is a place or is none, and the probability that follows from them.

The signs are words ("prev_strong", "next_org"); their weights are data (``data/recognise.toml``), fitted by
``scripts/train_resolver.py`` on labelled texts.
"""

from __future__ import annotations

import functools
import itertools
import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib import resources

from geo.gazetteer.mentions import Mention, Reading, gap
from geo.gazetteer.words import Words

SENTENCE_END = frozenset('.!?:;"“”•|—')
_OPEN = frozenset("(\"'“”‘[")


@functools.cache
def weights(name: str) -> dict[str, float]:
    """The weights in ``data/<name>.toml``: those fitted, and those set by hand over them."""
    return {**_table(name, "weights"), **by_hand(name)}


def by_hand(name: str) -> dict[str, float]:
    """Weights for what the labelled texts do not show."""
    return _table(name, "hand")


def _table(name: str, part: str) -> dict[str, float]:
    source = resources.files("geo.gazetteer").joinpath("data", f"{name}.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {key: float(value) for key, value in table.get(part, {}).items()}


def name_signs(mention: Mention, top: int, kinds: frozenset[str], primary: bool, table: Words) -> tuple[str, ...]:
    """Signs that lie in the name itself; ``top`` is the population of the largest place that bears it."""
    folded = mention.folded
    signs = [f"kind_{mention.kind}"]
    if mention.kind != "name":
        return tuple(signs)
    signs.append(f"pop{min(7, len(str(top))) if top > 0 else 0}")
    signs.extend(f"is_{kind}" for kind in sorted(kinds))
    signs.append("many_words" if " " in folded else "one_word")
    if not primary:
        signs.append("alias")
    if folded in table.common:
        signs.append("common")
    if folded in table.never:
        signs.append("never")
    if folded in table.first_names:
        signs.append("first_name")
    if folded in table.last_names:
        signs.append("last_name")
    if not signs_of_word(folded, table):
        signs.append("plain")
    if len(folded) <= 3:
        signs.append("short")
    if "\u0400" <= folded[0] <= "\u04ff":
        signs.append("cyrillic")
    return tuple(signs)


def signs_of_word(folded: str, table: Words) -> bool:
    """Whether the name is also a word of English or a person's name."""
    return any(folded in words for words in (table.common, table.never, table.first_names, table.last_names))


def around(reading: Reading, mention: Mention, table: Words) -> list[str]:
    """Signs in the words before and after; sets the mention's feature word and takes it into the span."""
    return [*_before(reading, mention, table), *_after(reading, mention, table), *_shape(reading, mention)]


def _low(reading: Reading, at: int) -> str:
    """A token in lower case; "" before the first and after the last."""
    return reading.tokens.lower[at] if 0 <= at < len(reading.tokens.lower) else ""


def starts_sentence(reading: Reading, at: int) -> bool:
    """Whether the token opens a sentence or a line."""
    return at == 0 or reading.tokens.text[at - 1] in SENTENCE_END or "\n" in gap(reading, at - 1)


def _before(reading: Reading, mention: Mention, table: Words) -> list[str]:
    if starts_sentence(reading, mention.first):
        return ["sentence_start"]
    word = reading.tokens.lower[mention.first - 1]
    if word == "." and mention.first >= 2:
        word = reading.tokens.lower[mention.first - 2]
        kind = table.feature_before.get(f"{word}.")  # "м. Суми", "с. Гроза"
        if kind is not None:
            mention.feature, mention.small = kind, f"{word}." in table.small
            return ["prev_feature"]
        if word not in table.titles and f"{word}." not in table.titles:
            return ["prev_initial" if len(word) == 1 else "prev_stop"]
    if word in ("-", "–", "‑", "/"):
        return ["prev_hyphen"]
    if word in (",",):
        return ["prev_comma"]
    if word in _OPEN:
        return ["prev_open"]
    if word in ("and", "or", "&", "та", "і", "и", "и", "و"):
        return ["prev_and"]
    if word in ("the", "a", "an"):
        return ["prev_the"]
    if word == "of" and _of_feature(reading, mention, table):
        return ["prev_of", "prev_feature"]
    kind = table.feature_before.get(word)
    if kind is not None and word not in table.strong:
        mention.feature = mention.feature or kind
        mention.small = word in table.small
        return ["prev_feature"]
    if word in table.strong:
        return ["prev_strong"]
    if word in table.locative:
        return ["prev_of" if word == "of" else "prev_locative"]
    compass = table.compass.get(word)
    if compass is not None:
        mention.before = compass
        return ["prev_compass"]
    if word in table.titles:
        return ["prev_title"]
    capital = reading.tokens.text[mention.first - 1][0].isupper()
    if capital and word in table.first_names and not starts_sentence(reading, mention.first - 1):
        return ["prev_first", "prev_cap"]
    if capital and word in table.first_names:
        return ["prev_first"]
    if capital:
        return ["prev_cap_start" if starts_sentence(reading, mention.first - 1) else "prev_cap"]
    return ["prev_digit" if word.isdigit() else "prev_other"]


def _of_feature(reading: Reading, mention: Mention, table: Words) -> bool:
    """ "region of", "villages of": the word for the kind stands before the preposition."""
    word = _low(reading, mention.first - 2)
    kind = table.feature_before.get(f"{word} of")
    if kind is None:
        return False
    mention.feature = mention.feature or kind
    mention.small = word in table.small
    return True


def _after(reading: Reading, mention: Mention, table: Words) -> list[str]:
    held, at = reading.tokens, mention.last + 1
    if at >= len(held.text):
        return ["next_end"]
    between, word = reading.text[mention.end : held.start[at]], held.lower[at]
    if between.startswith(("'s", "’s", "'S", "’S")) or word in ("'", "’"):
        return ["next_possessive"]
    if "\n" in between:
        return ["next_end"]
    if word in ("-", "–", "‑") and between == "":
        known = _low(reading, at + 1) in table.hyphen_suffixes
        return ["next_suffix" if known else "next_hyphen"]
    if word in (".", "!", "?", ";", ":", "”", '"', ")"):
        return ["next_stop"]
    if word == ",":
        return ["next_comma_cap" if at + 1 < len(held.text) and held.text[at + 1][0].isupper() else "next_comma"]
    if word in ("and", "or", "та", "і", "и"):
        return ["next_and"]
    return _next_word(reading, mention, table)


def _next_word(reading: Reading, mention: Mention, table: Words) -> list[str]:
    at = mention.last + 1
    text, word, second = reading.tokens.text[at], reading.tokens.lower[at], _low(reading, at + 1)
    capital = text[0].isupper() and (len(text) > 1 or not text.isupper())
    longer = [(f"{word} {second}", at + 1)] if second else []
    for form, last in (*longer, (word, at)):
        if form in table.military:
            return ["next_military"]
        if form in table.street and capital:
            mention.feature = "street"
            return ["next_street"]
        kind = table.feature_after.get(form)
        if kind is None or (form in table.organisation and kind == "site" and not capital):
            continue
        small = form in table.small and mention.kind == "name"
        if kind in ("admin1", "admin2", "sea", "river") or (kind == "settlement" and capital) or small:
            mention.feature = kind
            mention.small = small
            return [f"next_{kind}"] if _take(reading, mention, last) else []
        mention.feature = mention.feature or kind
        return [f"next_{kind}_cap" if capital else f"next_{kind}"]
    if word in table.between and table.feature_after.get(second) in ("admin1", "admin2"):
        mention.feature = table.feature_after[second]  # "Belgorod border region"
        return [f"next_{mention.feature}"] if _take(reading, mention, mention.last + 2) else []
    if capital and word in table.organisation:
        return ["next_org"]
    if word in table.person_verbs:
        return ["next_verb"]
    if capital:
        return ["next_cap_last" if word in table.last_names else "next_cap"]
    return ["next_other"]


def _take(reading: Reading, mention: Mention, last: int) -> bool:
    """Take the feature word into the span."""
    mention.end, mention.last = reading.tokens.end[last], last
    return True


def _shape(reading: Reading, mention: Mention) -> list[str]:
    signs: list[str] = []
    if mention.kind != "name":
        return signs
    first = reading.tokens.text[mention.first]
    if first.isupper() and len(first) > 1:
        signs.append("acronym" if len(first) <= 4 else "upper")
    if mention.inflected:
        signs.append("inflected")
    if mention.first == mention.last and reading.tokens.lower[mention.first] in reading.lower:
        signs.append("in_lower")
    return signs


def surnames(reading: Reading, table: Words) -> frozenset[str]:
    """Words that follow a first name or a title somewhere in the text: people of whom it may speak again."""
    found = set()
    text, lower = reading.tokens.text, reading.tokens.lower
    for at in reading.cased:
        before = lower[at - 1] if at else ""
        named = before in table.titles or (before in table.first_names and text[at - 1][0].isupper())
        if named and text[at][0].isupper():
            found.add(lower[at])
    return frozenset(found)


def judge(reading: Reading, known: Callable[[Mention], tuple[str, ...]], table: Words) -> None:
    """Write signs and ``p_place`` into every mention: first alone, then with what the rest of the text says."""
    weight = weights("recognise")
    people = surnames(reading, table)
    for mention in reading.mentions:
        inside = known(mention)
        mention.signs = [*inside, *around(reading, mention, table)]
        if "inflected" in mention.signs and "sentence_start" in mention.signs and "cyrillic" in mention.signs:
            mention.signs.remove("cyrillic")
        if mention.kind == "name" and mention.first == mention.last and reading.tokens.lower[mention.first] in people:
            mention.signs.append("surname")
        if "next_verb" in mention.signs and ("is_capital" in inside or "is_country" in inside):
            mention.signs.remove("next_verb")  # "Kyiv said" is how reports speak of governments
        mention.p_place = chance(mention.signs, weight)
    _apart(reading)
    _spread(reading, table)
    _support(reading, weight)


BESIDE_UNIT = "beside_unit"


def _apart(reading: Reading) -> None:
    """Drop names that a word for the kind has taken in: "Valley" of "Bekaa Valley"."""
    kept: list[Mention] = []
    for mention in reading.mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    reading.mentions = kept


def _spread(reading: Reading, table: Words) -> None:
    """A plural kind before or after a list means every name of it: "the Odesa, Kherson and Sumy regions"."""
    held = reading.mentions
    for at, mention in enumerate(held):
        if not mention.feature or mention.kind != "name":
            continue
        if mention.feature == "admin1":
            for other in (at - 1, at + 1):
                if 0 <= other < len(held) and not held[other].feature and _linked(reading, at, other):
                    held[other].signs.append(BESIDE_UNIT)  # "Crimea and the Rostov region"
        last = reading.tokens.lower[mention.last]
        if last in table.plural and f"next_{mention.feature}" in mention.signs:
            row: Iterable[int] = range(at - 1, -1, -1)
        elif "prev_feature" in mention.signs and _kind_before(reading, mention) in table.plural:
            row = range(at + 1, len(held))
        else:
            continue
        before = at
        for other in row:
            if held[other].feature or held[other].kind != "name" or not _linked(reading, before, other):
                break
            held[other].feature, held[other].small = mention.feature, mention.small
            before = other


def _kind_before(reading: Reading, mention: Mention) -> str:
    """The word for the kind that stands before a name."""
    word = reading.tokens.lower[mention.first - 1]
    return reading.tokens.lower[mention.first - 2] if word == "of" and mention.first >= 2 else word


def chance(signs: Iterable[str], weight: Mapping[str, float], linear: float = 0.0) -> float:
    """The logistic of the summed weights and what is added to them."""
    return logistic(sum(map(weight.get, signs, itertools.repeat(0.0)), weight.get("bias", 0.0) + linear))


def logistic(total: float) -> float:
    """A probability from a sum of weights."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


STRONG = 0.8
"""First-round probability above which a mention speaks for its neighbours and namesakes."""


def _support(reading: Reading, weight: Mapping[str, float]) -> None:
    best: dict[str, float] = {}
    worst: dict[str, float] = {}
    for mention in reading.mentions:
        best[mention.folded] = max(best.get(mention.folded, 0.0), mention.p_place)
        worst[mention.folded] = min(worst.get(mention.folded, 1.0), mention.p_place)
    first_round = [mention.p_place for mention in reading.mentions]
    for at, mention in enumerate(reading.mentions):
        if mention.kind != "name":
            continue
        extra = []
        if best[mention.folded] >= STRONG and first_round[at] < STRONG:
            extra.append("namesake")
        if worst[mention.folded] < 1 - STRONG and first_round[at] >= 1 - STRONG:
            extra.append("doubtful_namesake")
        for other, side in ((at - 1, "left"), (at + 1, "right")):
            if 0 <= other < len(first_round) and first_round[other] >= STRONG and _linked(reading, at, other):
                extra.append(f"linked_{side}")
        if extra:
            mention.signs.extend(extra)
            mention.p_place = chance(mention.signs, weight)


def _linked(reading: Reading, one: int, other: int) -> bool:
    left, right = sorted((one, other))
    between = reading.text[reading.mentions[left].end : reading.mentions[right].start].strip()
    return between in (",", "and", ", and", "or", "(", "/", "та", "и", "і", "و", "،")
