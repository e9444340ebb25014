"""Text as pages give it: teasers and captions, capitals, quotes, two scripts in a word, head lines, a megabyte, nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.extraction import Extraction
from geo.extraction.plain import plain
from geo.extraction.sentences import sentences
from geo.model import Interval

Read = Callable[..., Extraction]

PAGE = """Skip to main content

Live Updates

3 minutes ago

At least four people were killed when a Russian missile hit a market in Kharkiv on Tuesday, the governor said.

READ MORE: Israeli strikes kill 38 in Rafah
Also read | Houthi missile hits Hodeidah
Watch: Aftermath of a strike on Beirut
Most Popular
Israeli air strike kills 12 in Khan Younis
File photo: a building hit by a Russian missile in Dnipro, 2023
Tags: Russia, Ukraine, missile attack on Sumy"""


def test_teasers_captions_and_tags_tell_nothing(read: Read) -> None:
    found = read(PAGE)
    assert [claim.place_text for claim in found.claims] == ["Kharkiv"]
    assert "boilerplate" in {refused.rule for refused in found.refused}


def test_a_list_of_other_articles_ends_at_a_full_sentence() -> None:
    text = "Most read\nStrike on Rafah kills 12\nDrones over Odesa\nA missile hit Kyiv on Tuesday."
    assert [text[s.start : s.end] for s in sentences(text)] == ["A missile hit Kyiv on Tuesday."]


@pytest.mark.parametrize(
    "text",
    [
        "A\u00a0Russian missile hit\u00a0Kharkiv on\u00a0Tuesday, killing\u202ftwo people.",
        "A RUSSIAN MISSILE HIT Kharkiv ON TUESDAY, KILLING TWO PEOPLE.",
        "“A Russian missile hit Kharkiv on Tuesday, killing two people,” said the mayor.",
        "  date 2024-05-16 A Russian missile hit Kharkiv on Tuesday, killing two people.",
        "A Russian missile hit Kharkiv on Tuesday,\nkilling two people.",
        "14:05 — A Russian missile hit Kharkiv on Tuesday, killing two people.",
    ],
)
def test_one_attack_in_many_dresses(read: Read, text: str) -> None:
    (claim,) = read(text).claims
    assert (claim.place_text, str(claim.date_start), claim.attacker) == ("Kharkiv", "2024-05-14", "RU")
    assert claim.killed == Interval(2, 2)
    assert [text[a:b] for a, b in claim.evidence_spans] == list(claim.evidence)


def test_two_scripts_in_a_word_are_one(read: Read) -> None:
    text = "Вночi вoрог атакував Kyiv рaкетами."
    (claim,) = read(text, lang="uk").claims
    assert claim.attacker == "RU"
    assert claim.evidence == (text,)


@pytest.mark.parametrize("text", ["A\u00a0missile hit Kyiv.", " date 2024-01-04 Two.", "Xаркiв", "Shahed-136", ""])
def test_the_plain_text_has_the_length_of_the_original(text: str) -> None:
    for lang in ("en", "uk", "ru"):
        assert len(plain(text, lang)) == len(text)


@pytest.mark.parametrize("text", ["", " \n\t ", "...", "—", "12:00"])
def test_nothing_tells_nothing(read: Read, text: str) -> None:
    found = read(text)
    assert found.claims == () and found.rejection is None


def test_a_long_page_tells_its_one_strike(read: Read) -> None:
    page = "The council met and talked of roads, schools and the budget of the year.\n\n" * 3000
    (claim,) = read(page + "A Russian missile hit Kharkiv on Tuesday.\n\n" + page).claims
    assert claim.place_text == "Kharkiv"
