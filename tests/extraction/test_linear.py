"""No text takes more than time linear in its length: calls are counted, and hostile runs come to an end.

Seconds are measured in ``benchmarks/bench_extraction.py``, whose ``--check`` holds their growth."""

from __future__ import annotations

import datetime as dt
import random
import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.extraction import extract_report
from geo.extraction.dates import find_dates
from geo.extraction.sentences import sentences
from geo.extraction.weapons import find_weapons
from geo.model import PlaceFinder, Report

DAY = dt.date(2024, 5, 16)
PIECES = (
    "A missile hit Kharkiv", "Drones were shot down over Odesa", "on Monday", "5 May 2024", "12", "killing 3 people",
    ", which has been shelled daily", ". ", ", ", "\n\n", "“", "”", "(", "MISSILES", "Russian forces", "said", "overnight",
    "—", "three days after", "at 02:15", "ракетами", "ворог атакував Kyiv", " ", "   ",
)  # fmt: skip
HOSTILE = {
    "digits": "1234567890", "numbers": "12 ", "blanks": " ", "lines": "\n", "quotes": "\"'“”«»", "capitals": "MISSILES HIT KYIV ",
    "one sentence": "a missile hit Kharkiv and drones hit Sumy, ", "one word": "missile", "dates": "May 5, 2024 in March at 02:15 ",
    "commas": "Kyiv, ", "brackets": "a drone ((((", "stops": ". . . ", "hyphens": "Kh-101-", "nights": "on the night of the ",
    "dashes": "— ", "remarks": ", which was struck daily, ",
}  # fmt: skip
TWICE = 2.6
"""Calls for a text of twice the length, at most so many times those for the shorter one."""


def calls(text: str, places: PlaceFinder, lang: str = "en") -> int:
    """How many functions are called to read a text."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        extract_report(Report("t", text, DAY, lang), places=places)
    finally:
        sys.setprofile(None)
    return count


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), lang=st.sampled_from(["en", "uk", "ru"]))
def test_calls_grow_as_the_text(places: PlaceFinder, seed: int, lang: str) -> None:
    dice = random.Random(seed)
    pieces = dice.choices(PIECES, k=dice.randint(2, 8))
    text = " ".join(dice.choices(pieces, k=500))
    calls(text, places, lang)
    shorter, longer = calls(text, places, lang), calls(f"{text} {text}", places, lang)
    assert longer <= TWICE * shorter + 2000, pieces


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_runs_are_read_to_their_end(places: PlaceFinder, name: str) -> None:
    """A pattern that tries all ways would not come back from here; what stands around the run is still read."""
    run = HOSTILE[name] * (32_000 // len(HOSTILE[name]))
    text = f"Missiles hit Kyiv on Monday.\n\n{run}\n\nOdesa was shelled on Tuesday."
    found = extract_report(Report("t", text, DAY, "en"), places=places)
    assert {"Kyiv", "Odesa"} <= {claim.place_text for claim in found.claims}


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_dates_and_weapons_of_a_long_muddle_are_found_twice_as_often_in_twice_the_text(lang: str) -> None:
    text = " ".join(random.Random(1).choices(PIECES, k=3000)) + ".\n\n"
    for reader in (lambda t: find_dates(t, published=DAY, lang=lang), lambda t: find_weapons(t, lang=lang)):
        assert len(reader(text * 2)) == 2 * len(reader(text)) > 0


def test_a_run_of_words_without_a_stop_is_read_in_parts() -> None:
    text = "Kyiv, " * 2000
    held = sentences(text)
    assert len(held) > 5
    assert max(s.end - s.start for s in held) <= 1500
    assert "".join(text[s.start : s.end] for s in held).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_of_ordinary_length_stays_whole() -> None:
    text = "The shelling of " + ", ".join(["Nikopol"] * 120) + " went on."
    assert len(text) < 1500
    assert len(sentences(text)) == 1
