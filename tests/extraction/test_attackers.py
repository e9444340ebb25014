"""Who attacks, by the grammar of the clause: never whom it hits, and never who merely says so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from geo import lexicon
from geo.extraction import Extraction
from geo.extraction.actors import find_actors
from geo.extraction.attackers import find_attacker
from geo.extraction.tables import LANGUAGES, tables
from geo.extraction.triggers import find_triggers


def attacker(text: str, country: str | None, lang: str = "en", place: str | None = None) -> str | None:
    words = tables(lang)
    triggers = find_triggers(text, 0, len(text), words)
    at = text.index(place) if place else None
    return find_attacker(text, 0, len(text), find_actors(text, lang=lang), triggers, country, words, at)


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        (
            "A Turkish drone strike killed two members of the Kurdistan Workers Party (PKK) and hurt a third.",
            "IQ",
            "TR",
        ),
        ("Turkish jets struck a group linked to the Kurdistan Workers' Party (PKK) and killed five.", "IQ", "TR"),
        ("Lebanon's Hezbollah on Sunday said it had fired dozens of rockets over the border.", "IL", "Hezbollah"),
        ("Iran's Revolutionary Guards said they fired ballistic missiles at the city.", "IQ", "IR"),
        ("Armenian officials said Azerbaijan's forces had shelled the main town.", "AZ", "AZ"),
        ("The defence ministry in Baku said Armenian armed forces were firing rockets at the towns.", "AZ", "AM"),
        ("Three workers died in a drone attack by the Houthis on the port.", "AE", "Houthi"),
        ("Dozens died in Syrian government air strikes around the town, a monitor said.", "SY", "SY"),
        ("Ethiopian government drones hit a camp for displaced people.", "ET", "ET"),
        ("Barrel bombs were dropped in attacks by suspected government helicopters on the district.", "SY", "SY"),
        ("The rebels accused the army of bombing a market.", "SD", "SD"),
        ("The RSF accused the army of bombing a market.", "SD", "SD"),
        ("Sudan's army bombed a market in a town held by the Rapid Support Forces.", "SD", "SD"),
        ("The army accused the RSF of shelling a hospital.", "SD", "RSF"),
        ("An attempt by the Kyiv regime to attack a depot with drones was foiled.", "RU", "UA"),
        ("Twelve people died in the airstrike, according to a channel tied to the Houthis.", "YE", None),
        ("Mortars hit a government-held district, killing three.", "SY", None),
        ("Russian forces then launched several North Korean ballistic missiles at the country.", "UA", "RU"),
        ("Missiles delivered by North Korea were fired at the city by Russian troops.", "UA", "RU"),
        ("Russia was supplied with missiles by North Korea and has used some of them against the city.", "UA", None),
        ("Troops and aircraft killed a number of Palestinian fighters in the town.", "PS", None),
        ("Four people were wounded when Israeli forces shelled the town.", "PS", "IL"),
        ("Twelve died in the airstrike, according to reports by Al Masirah, a channel of the movement.", "YE", None),
        ("Ukrainian troops shot down twelve drones over the region.", "UA", "RU"),
    ],
)
def test_the_sender_is_named(text: str, country: str, code: str | None) -> None:
    assert attacker(text, country) == code


@pytest.mark.parametrize(
    ("text", "lang", "country", "code"),
    [
        ("Губернатор рассказал об ударах беспилотников Вооружённых сил Украины (ВСУ) по области.", "ru", "RU", "UA"),
        ("Украинские войска обстреляли посёлок.", "ru", "RU", "UA"),
        ("Українські військові збили всі 12 «шахедів» у небі над областю.", "uk", "UA", "RU"),
        ("Росіяни вдарили по місту двома ракетами.", "uk", "UA", "RU"),
    ],
)
def test_ukrainian_and_russian(text: str, lang: str, country: str, code: str) -> None:
    assert attacker(text, country, lang) == code


def test_of_two_attacks_in_a_sentence_each_has_its_own() -> None:
    text = "Hezbollah said it had fired rockets into Galilee after Israeli strikes killed five people in Nabatieh."
    assert attacker(text, "IL", place="Galilee") == "Hezbollah"
    assert attacker(text, "LB", place="Nabatieh") == "IL"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_that_is_an_attack_by_itself_opens_a_report(lang: str) -> None:
    """A report without a word of the gate is not read at all: a missing word there loses whole reports."""
    words = tables(lang)
    strong = [re.sub(r"\\w[*+]|\w\?", "", word) for word in lexicon.load(f"attack_{lang}")["triggers"]["strong"]]
    plain = [word for word in strong if not set(word) & set("\\()[]|?")]
    assert len(plain) >= 5
    assert [word for word in plain if not words.gate.search(word)] == []


def test_one_word_of_attack_is_enough_to_be_read(read: Callable[..., Extraction]) -> None:
    (claim,) = read("An Israeli airstrike killed four people in Rafah on Tuesday.").claims
    assert (claim.place_text, claim.attacker, claim.killed.min) == ("Rafah", "IL", 4)
