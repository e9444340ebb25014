from __future__ import annotations

import pytest

from geo.gazetteer.finder import Gazetteer
from geo.model import ToponymKind


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def anaphors(gazetteer: Gazetteer, text: str, lang: str = "en") -> list[tuple[str, str]]:
    found = gazetteer.toponyms(text, lang=lang)
    return [(t.phrase, t.place.location) for t in found if t.kind is ToponymKind.ANAPHOR and t.place]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Missiles hit Sumy. Ten people in the city were hurt.", [("the city", "Sumy")]),
        ("uk", "Ракети влучили в Суми. У місті пролунали вибухи.", [("місті", "Sumy")]),
        ("ru", "Дроны атаковали Белгород. По городу объявлена тревога.", [("городу", "Belgorod")]),
        ("ar", "قصف الطيران مدينة إدلب. وقتل ثلاثة في المدينة.", [("المدينة", "Idlib")]),
        ("en", "Belgorod region was hit. Power was cut in the region.", [("the region", "Belgorod")]),
        ("uk", "Росіяни обстріляли Харківщину. В області є загиблі.", [("області", "Kharkiv")]),
        ("ru", "Под ударом Курская область. В регионе двое раненых.", [("регионе", "Kursk")]),
    ],
)
def test_the_place_told_last(gazetteer: Gazetteer, lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert anaphors(gazetteer, text, lang) == expected


def test_across_paragraphs(gazetteer: Gazetteer) -> None:
    text = "Missiles hit Sumy.\n\nTen people were hurt, rescuers said.\n\nSchools in the city were closed."
    assert anaphors(gazetteer, text) == [("the city", "Sumy")]


def test_a_text_may_open_with_the_anaphor(gazetteer: Gazetteer) -> None:
    assert anaphors(gazetteer, "The city was shelled overnight. Two died, Kherson's mayor said.") == [
        ("The city", "Kherson")
    ]


def test_where_officials_speak_is_not_the_city(gazetteer: Gazetteer) -> None:
    text = "Missiles hit Sumy. Officials in Kyiv condemned it. The city has no power."
    assert anaphors(gazetteer, text) == [("The city", "Sumy")]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Explosions were heard in the capital of Yemen.", [("the capital", "Sanaa")]),
        ("en", "The Sudanese capital was shelled again.", [("capital", "Khartoum")]),
        ("en", "Lebanon's capital was quiet.", [("capital", "Beirut")]),
        ("en", "Drones flew over Odesa and then to the capital.", [("the capital", "Kyiv")]),
        ("uk", "Дрони летіли над Сумами. У столиці чули вибухи.", [("столиці", "Kyiv")]),
        ("ru", "Дроны сбиты над Курском. В столице закрыты аэропорты.", [("столице", "Moscow")]),
    ],
)
def test_capitals(gazetteer: Gazetteer, lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert anaphors(gazetteer, text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The company in Odesa raised capital. There were no calls."),
        ("en", "The city of Kherson was quiet."),
        ("ru", "В городе Суми тихо."),
        ("en", "Kyiv denied it. Nobody in the city knew."),
    ],
)
def test_no_anaphor_without_an_antecedent(gazetteer: Gazetteer, lang: str, text: str) -> None:
    assert anaphors(gazetteer, text, lang) == []
