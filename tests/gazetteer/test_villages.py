from __future__ import annotations

import pytest

from geo.gazetteer.finder import Gazetteer
from geo.model import GeoPrecision, Toponym


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def one(gazetteer: Gazetteer, text: str, phrase: str, lang: str = "en") -> Toponym:
    found = [t for t in gazetteer.toponyms(text, lang=lang) if t.phrase == phrase]
    assert found, [t.phrase for t in gazetteer.toponyms(text, lang=lang)]
    return found[0]


@pytest.mark.parametrize(
    "text", ["The village of Rivne in Donetsk region was shelled.", "Shells hit the village of Rivne, Donetsk region."]
)
def test_a_village_is_not_the_city_of_its_name(gazetteer: Gazetteer, text: str) -> None:
    found = next(t for t in gazetteer.toponyms(text) if t.phrase.startswith("Rivne"))
    assert found.phrase.endswith("Donetsk region") and found.place is not None
    assert (found.place.admin1_code, found.place.geo_precision) == ("UA.05", GeoPrecision.ADMIN1)
    assert found.place.location.startswith("Rivne, ") and found.place.area_id == "UA.05"
    assert "village_in_unit" in found.rules
    assert found.refused and all("does not lie in the unit" in other.reason for other in found.refused)


@pytest.mark.parametrize(
    ("lang", "text", "phrase", "unit"),
    [
        ("ru", "В Белгородской области дрон атаковал хутор Плотвянка.", "Плотвянка", "RU.09"),
        ("ru", "Белгородская область под ударом. В селе Красная Нива пострадал мужчина.", "Красная Нива", "RU.09"),
        ("en", "Rebels shelled the village of Qwertab in Idlib province.", "Qwertab", "SY.12"),
        ("uk", "У селі Вигаданівка Сумської області поранено жінку.", "Вигаданівка", "UA.21"),
    ],
)
def test_an_unknown_village_is_its_unit_by_name(
    gazetteer: Gazetteer, lang: str, text: str, phrase: str, unit: str
) -> None:
    place = next(t for t in gazetteer.toponyms(text, lang=lang) if t.phrase.startswith(phrase)).place
    assert place is not None and place.location.startswith(phrase)
    assert place.admin1_code == unit and place.geonames_id is None


def test_without_a_unit_the_resolver_abstains_rather_than_go_abroad(gazetteer: Gazetteer) -> None:
    text = "Jets bombed the village of Zarand on Friday. Damascus, Homs, Aleppo and Hama in Syria were calm."
    assert one(gazetteer, text, "Zarand").place is None


def test_a_village_of_its_unit_is_itself(gazetteer: Gazetteer) -> None:
    place = one(gazetteer, "У с. Гроза Харківської області загинули люди.", "Гроза", "uk").place
    assert place is not None and place.geo_precision is GeoPrecision.SETTLEMENT and place.admin1_code == "UA.07"


@pytest.mark.parametrize(
    ("lang", "text", "phrase"),
    [
        ("en", "Strikes were reported in the region of Kharkiv.", "Kharkiv"),
        ("en", "The border region of Belgorod came under fire.", "Belgorod"),
        ("en", "Alerts sounded in the Odesa, Kherson and Sumy regions.", "Kherson"),
        ("en", "Drones flew over the provinces of Idlib and Aleppo.", "Aleppo"),
    ],
)
def test_kinds_before_names_and_behind_lists(gazetteer: Gazetteer, lang: str, text: str, phrase: str) -> None:
    place = one(gazetteer, text, phrase, lang).place
    assert place is not None and place.geo_precision is GeoPrecision.ADMIN1


def test_districts_of_a_city_are_in_the_city(gazetteer: Gazetteer) -> None:
    place = one(gazetteer, "Bombs struck four districts of Kharkiv.", "Kharkiv").place
    assert place is not None and place.geo_precision is GeoPrecision.SETTLEMENT
