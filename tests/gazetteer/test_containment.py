"""Words that put a place into a unit choose between its namesakes."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.model import GeoPrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "Shells hit Mykolaivka, a town of 2,000 people in the Sumy region, on Monday.", "Mykolaivka"),
        ("en", "Shells hit Mykolaivka, located in the Sumy region, on Monday.", "Mykolaivka"),
        ("en", "Shells hit Mykolaivka, which lies in northern Sumy region.", "Mykolaivka"),
        ("en", "Shells hit the village of Mykolaivka in Ukraine's Sumy region.", "Mykolaivka"),
        ("en", "In the Sumy region, shells hit Mykolaivka and two farms.", "Mykolaivka"),
        ("en", "Elsewhere in the Sumy region, a mortar hit Mykolaivka.", "Mykolaivka"),
        ("uk", "Обстріл Миколаївки Сумської області: двоє поранених.", "Миколаївки"),
        ("uk", "Удар по Миколаївці на Сумщині.", "Миколаївці"),
        ("uk", "Обстріляли Миколаївку, що на Сумщині.", "Миколаївку"),
        ("uk", "На Сумщині ворог вдарив по Миколаївці.", "Миколаївці"),
        ("ru", "Обстрел Николаевки Сумской области.", "Николаевки"),
        ("ru", "В Сумской области обстреляна Николаевка.", "Николаевка"),
    ],
)
def test_the_unit_told_holds_the_place(gazetteer: Gazetteer, lang: str, text: str, name: str) -> None:
    place = next(t.place for t in gazetteer.toponyms(text, lang=lang) if t.phrase == name)
    assert place is not None
    assert (place.geo_precision, place.admin1_code) == (GeoPrecision.SETTLEMENT, "UA.21")


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        # the sentence ends, or another unit begins
        ("In the Sumy region, two were hurt. Shells hit Kramatorsk.", "Kramatorsk", "UA.05"),
        ("In the Sumy region two were hurt, and in the Donetsk region shells hit Mykolaivka.", "Mykolaivka", "UA.05"),
        # a city that lies elsewhere stays where it is
        ("In the Sumy region, a drone hit a bus on its way to Kharkiv.", "Kharkiv", "UA.07"),
        # what stands between says nothing of lying in it
        ("Kostiantynivka, the general told a meeting in the Sumy region, was taken.", "Kostiantynivka", "UA.05"),
    ],
)
def test_what_is_not_told_to_lie_in_a_unit_does_not(gazetteer: Gazetteer, text: str, name: str, unit: str) -> None:
    place = next(t.place for t in gazetteer.toponyms(text) if t.phrase == name)
    assert place is not None and place.admin1_code == unit


def test_what_is_stated_outweighs_what_the_report_is_about(gazetteer: Gazetteer) -> None:
    about = "Kramatorsk, Sloviansk, Druzhkivka and Kostiantynivka in the Donetsk region came under fire on Monday. "
    text = about + "Two people died in Mykolaivka, a village in the Sumy region, where several houses burned."
    place = next(t.place for t in gazetteer.toponyms(text) if t.phrase == "Mykolaivka")
    assert place is not None and place.admin1_code == "UA.21"
    other = next(t.place for t in gazetteer.toponyms(about + "Two died in Mykolaivka.") if t.phrase == "Mykolaivka")
    assert other is not None and other.admin1_code == "UA.05"


def units_of(gazetteer: Gazetteer, text: str, lang: str = "en") -> dict[str, str | None]:
    return {t.phrase: t.place.admin1_code for t in gazetteer.toponyms(text, lang=lang) if t.place is not None}


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("en", "Bombs fell on Ploske, Varvarivka and Kyslivka in the Kharkiv oblast; two died.", "Varvarivka Kyslivka"),
        ("en", "Makiivka and Bilohorivka (Luhansk oblast), Terny (Donetsk oblast).", "Makiivka Bilohorivka"),
        ("uk", "Авіаударів зазнали Варварівка, Кислівка Харківської області; Терни Донецької області.", "Варварівка"),
        ("ru", "Под обстрелом Красное, Муром и Нехотеевка Белгородской области.", "Красное Муром"),
    ],
)
def test_all_of_a_list_lie_in_the_unit_told_behind_it(gazetteer: Gazetteer, lang: str, text: str, names: str) -> None:
    unit = {"Varvarivka": "UA.07", "Варварівка": "UA.07", "Makiivka": "UA.14", "Красное": "RU.09"}[names.split()[0]]
    found = units_of(gazetteer, text, lang)
    assert {found.get(name) for name in names.split()} == {unit}


def test_a_list_does_not_move_cities_to_hamlets_of_their_name(gazetteer: Gazetteer) -> None:
    found = units_of(gazetteer, "Missiles hit Odesa, Mykolaiv and Shostka in the Sumy region.")
    assert (found["Odesa"], found["Mykolaiv"], found["Shostka"]) == ("UA.17", "UA.16", "UA.21")


def test_a_unit_behind_a_comma_may_be_the_next_of_a_list(gazetteer: Gazetteer) -> None:
    found = units_of(gazetteer, "Attacks on Izium, Donetsk region and Kherson were reported.")
    assert (found["Izium"], found["Donetsk region"], found["Kherson"]) == ("UA.07", "UA.05", "UA.08")
    assert units_of(gazetteer, "Shells hit Mykolaivka, Sumy region.")["Mykolaivka"] == "UA.21"


def test_a_village_that_is_unknown_in_the_unit_stated_is_no_namesake_elsewhere(gazetteer: Gazetteer) -> None:
    text = "Two people died in Novosofiivka, a village in the Sumy region."
    place = next(t.place for t in gazetteer.toponyms(text) if t.phrase.startswith("Novosofiivka"))
    assert place is not None and place.admin1_code == "UA.21" and place.geo_precision is GeoPrecision.ADMIN1
    assert place.location.startswith("Novosofiivka, ")


def test_a_curated_place_is_no_hamlet(gazetteer: Gazetteer) -> None:
    found = units_of(gazetteer, "Drones hit Kobani and Ain Issa.")
    assert found["Ain Issa"] == "SY.04", "not the village of that name in Latakia"


def test_one_name_in_two_units_is_two_places(gazetteer: Gazetteer) -> None:
    text = "Under fire: Dvorichna, Kyslivka and Ivanivka (Kharkiv oblast); Olhivka, Ivanivka and Antonivka (Kherson oblast)."
    found = [t.place.admin1_code for t in gazetteer.toponyms(text) if t.phrase == "Ivanivka" and t.place is not None]
    assert found == ["UA.07", "UA.08"]
