"""One key for the many spellings of one name.

:func:`fold` takes away what writers leave out or add at will: case, accents, apostrophes, hyphens, "the", the
possessive. :func:`sound` goes further for Latin script, so that spellings of one Arabic or Cyrillic name meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_APOSTROPHES = "'’‘ʼ`´ʹʻʽʾʿ′‛＇״׳\"“”«»„"
_SPACES = "-‐‑‒–—_/,;:()[]·•\u00a0\u2009\u202f"
_LATIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "a"}
_ARABIC = {"ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ٱ": "ا", "ـ": ""}
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, ""),
        **dict.fromkeys(_SPACES, " "),
        **_LATIN,
        **_ARABIC,
        "\u200c": "",
        "\u200d": "",
        "\u200e": "",
        "\u200f": "",
    }
)
_POSSESSIVE = re.compile(r"['’ʼ]s$|(?<=s)['’ʼ]$")
_DOT_BEFORE_WORD = re.compile(r"\.(?=\w{2})")
_PLAIN = re.compile(r"[a-z]+( [a-z]+)*\Z")


def fold(name: str) -> str:
    """The key under which the index keeps ``name``; equal for spellings that differ in form only.

    Latin, Cyrillic and Arabic stay in their own script. The key of a name without letters or digits is "".

    Examples
    --------
    >>> fold("The Khan-Younis’s"), fold("Sana'a"), fold("Донецьк"), fold("إدلب")
    ('khan younis', 'sanaa', 'донецьк', 'ادلب')
    """
    text = name.casefold().strip()
    if not _PLAIN.match(text):
        text = _POSSESSIVE.sub("", text)
        if not text.isascii():
            text = _without_marks(text)
        if "." in text:
            text = _DOT_BEFORE_WORD.sub(" ", text).replace(".", "")
        text = " ".join(text.translate(_TABLE).split())
    return text[4:] if text.startswith("the ") else text


def _without_marks(text: str) -> str:
    """``text`` without accents and vowel signs: whatever combines with the letter before it."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


_VOWELS = {"a": "a", "e": "a", "i": "i", "y": "i", "o": "u", "u": "u"}
# letters of which a name must hold one for the pattern to find anything: most names hold few of them
_SOUNDS = (
    (" ", re.compile(r"\b(?:al|el|ad|ed|ar|er|as|es|ash|esh|at|et|az|ez|an|en|ul) (?=\w)"), ""),
    (" ", re.compile(r"\bl (?=\w)"), ""),
    ("hz", re.compile(r"shch|stsch|schtsch|sc?h|tch|tsch|cz|ch"), "s"),
    ("h", re.compile(r"kh|gh|ph"), lambda m: {"kh": "h", "gh": "g", "ph": "f"}[m.group()]),
    ("x", re.compile(r"x"), "h"),
    ("h", re.compile(r"th|dh"), lambda m: m.group()[0]),
    ("szj", re.compile(r"ts|tz|zh|dj"), lambda m: {"ts": "c", "tz": "c", "zh": "z", "dj": "j"}[m.group()]),
    ("qk", re.compile(r"q|ck"), "k"),
    ("w", re.compile(r"aw(?=[^aeiou\n]|$)", re.MULTILINE), "o"),
    ("w", re.compile(r"w"), "v"),
    ("yj", re.compile(r"(?<=[aeiou])y(?=[^aeiou]|$)|(?<=[^aeiou\n])y|ij|iy"), "i"),
    ("o", re.compile(r"ou|oo"), "u"),
    ("aeiou", re.compile(r"(?=[yj]*[aeiou])j*([aeiouy])[aeiouyj]*"), lambda m: _VOWELS[m[1]]),
    ("h", re.compile(r"(?<=[aiu])h(?= |$)", re.MULTILINE), ""),
)
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """A rougher key for a Latin name: transliterations of one Arabic or Cyrillic name share it; "" for other scripts.

    Examples
    --------
    >>> sound("Hodeidah") == sound("Al Hudaydah"), sound("Kharkiv") == sound("Xarkiv")
    (True, True)
    """
    folded = fold(name)
    return heard(folded) if folded.isascii() else ""


def sounds(names: Iterable[str]) -> list[str]:
    """:func:`sound` of many names at once: the patterns go over all of them together."""
    folded = map(fold, names)
    return heard("\n".join([name if name.isascii() else "" for name in folded])).split("\n")


def heard(folded: str) -> str:
    """The sound of a name that is folded already and ASCII, or of many, one a line."""
    held = set(folded)
    for letters, pattern, by in _SOUNDS:
        if not held.isdisjoint(letters):
            folded = pattern.sub(by, folded)
            held.update(folded)
    return _TWICE.sub(r"\1", folded).replace(" ", "")
