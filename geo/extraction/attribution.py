"""Who is said to tell of it one sentence later: "Про це повідомив голова ОВА"."""

from __future__ import annotations

from geo.extraction.claimants import Speech, official_code
from geo.extraction.sentences import Sentence
from geo.extraction.state import Reading

_BACK_SENTENCES = 2
"""Sentences back to which such a sentence reaches."""


def attribute(reading: Reading, sentence: Sentence, number: int, speech: Speech) -> None:
    """Give the attacks that were told right before, by nobody, the speaker whom this sentence names for them."""
    if not reading.tables.around["told_of_it"].match(reading.text, sentence.start, sentence.end):
        return
    for draft in reversed(reading.drafts):
        if number - draft.sentence > _BACK_SENTENCES:
            return
        if draft.claimants:
            continue
        names = list(speech.claimants)
        country = draft.place.country_code if draft.place else None
        if not names and (speech.local_official or speech.neutral) and (code := official_code(country, reading.tables)):
            names = [code]
        draft.add_claimants(names)
