from __future__ import annotations

import pytest

from geo.gazetteer.fold import fold
from geo.gazetteer.inflection import lemmas
from geo.gazetteer.recognise import Recogniser
from geo.gazetteer.words import tokens, words


class Names:
    """A tiny index: names to rows."""

    def __init__(self, *names: str) -> None:
        self.rows = {fold(name): (at,) for at, name in enumerate(names)}

    def lookup(self, folded: str) -> tuple[int, ...]:
        return self.rows.get(folded, ())

    def known(self, folded: str) -> tuple[tuple[int, ...], bool]:
        return self.lookup(folded), any(name.startswith(f"{folded} ") for name in self.rows)


def phrases(text: str, *names: str) -> list[str]:
    return [text[m.start : m.end] for m in Recogniser(Names(*names)).read(text).mentions]


def test_the_longest_name_wins() -> None:
    assert phrases("From New York City to York", "New York", "New York City", "York") == ["New York City", "York"]


def test_possessives_hyphens_and_saints() -> None:
    assert phrases("Kharkiv's people", "Kharkiv") == ["Kharkiv"]
    assert phrases("Moscow-backed men", "Moscow") == ["Moscow"]
    assert phrases("In St. Louis today", "St. Louis") == ["St. Louis"]


def test_lower_case_words_are_no_names() -> None:
    assert phrases("he was reading in bath", "Reading", "Bath") == []


def test_abbreviations_by_exact_spelling() -> None:
    assert phrases("The U.S. and the UK told us") == ["U.S.", "UK"]
    assert phrases("Louisville, Ky., is far", "Louisville") == ["Louisville", "Ky."]
    assert phrases("OK, IN short, OR not") == []


def test_demonyms_of_several_words() -> None:
    assert phrases("South Korean and Ukrainian troops") == ["South Korean", "Ukrainian"]


@pytest.mark.parametrize(
    ("inflected", "name"),
    [
        ("Запоріжжі", "Запоріжжя"),
        ("Харьковом", "Харьков"),
        ("Одесі", "Одеса"),
        ("Києві", "Київ"),
        ("Москвы", "Москва"),
        ("Курской", "Курская"),
        ("Харківщині", "Харківщина"),
        ("Миколаєва", "Миколаїв"),
    ],
)
def test_inflected_forms_lead_to_the_name(inflected: str, name: str) -> None:
    assert name in list(lemmas([inflected]))


def test_tokens_are_slices_of_the_text() -> None:
    text = "Sana'a, the U.S. and Kyiv’s 20 drones"
    assert all(text[t.start : t.end] == t.text for t in tokens(text))
    assert "Sana'a" in [t.text for t in tokens(text)]


def test_tables_are_folded_and_complete() -> None:
    table = words()
    assert table.feature_after["oblast"] == "admin1" and table.feature_after["raion"] == "admin2"
    assert len({code for code, _ in table.demonyms.values()}) >= 175
    assert all(word == word.lower() for word in table.demonyms)
