"""The language of a text that does not say it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

CANDIDATES = ("ar", "de", "en", "es", "fa", "fr", "he", "it", "pl", "ru", "tr", "uk")
"""Languages in which reports of strikes are common; a longer list only adds mistakes on short texts."""
SHORT_LETTERS = 40
"""Below this number of letters a guess is worse than the default."""
LOOK_CHARACTERS = 2000
"""Enough for a sure answer, so that a long text costs no more."""


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that ``text`` is most likely written in.

    >>> language_of("Російські війська вночі атакували Харків ударними безпілотниками, є поранені.")
    'uk'
    """
    head = text[:LOOK_CHARACTERS]
    if sum(map(str.isalpha, head)) < SHORT_LETTERS:
        return _by_letters(head)
    return str(_identifier().classify(head)[0])


def _by_letters(text: str) -> str:
    """A default by script: letters that only one of two neighbours has decide."""
    if not re.search(r"[а-яёіїєґ]", text, re.IGNORECASE):
        return "en"
    return "uk" if re.search(r"[іїєґ]", text, re.IGNORECASE) else "ru"


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(CANDIDATES))
    return identifier
