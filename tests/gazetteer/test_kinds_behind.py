"""Names that the word behind them makes a district, a community or a territory, in Ukrainian and Russian."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("lang", "text", "phrase", "precision", "unit"),
    [
        ("uk", "Росіяни вдарили по Куп'янському району.", "Куп'янському району", "admin2", "UA.07"),
        ("uk", "Обстріляно Білопільську громаду.", "Білопільську громаду", "admin3", "UA.21"),
        (
            "uk",
            "Пошкоджено будинки у Краснопільській селищній громаді.",
            "Краснопільській селищній громаді",
            "admin3",
            "UA.21",
        ),
        ("en", "A drone hit a shop in the Bilopillia community.", "Bilopillia community", "admin3", "UA.21"),
        ("en", "Derhachi hromada was shelled.", "Derhachi hromada", "admin3", "UA.07"),
        ("ru", "В Шебекинском округе повреждены дома.", "Шебекинском округе", "admin2", "RU.09"),
        (
            "ru",
            "Дрон упал в Грайворонском муниципальном округе.",
            "Грайворонском муниципальном округе",
            "admin2",
            "RU.09",
        ),
        ("ru", "Бои идут в Суджанском районе.", "Суджанском районе", "admin2", "RU.41"),
        ("ru", "Взрывы прогремели в Краснодарском крае.", "Краснодарском крае", "admin1", "RU.38"),
    ],
)
def test_the_word_behind_makes_the_name(
    gazetteer: Gazetteer, lang: str, text: str, phrase: str, precision: str, unit: str
) -> None:
    found = next(t for t in gazetteer.toponyms(text, lang=lang) if t.phrase == phrase)
    assert found.place is not None
    assert (str(found.place.geo_precision), found.place.admin1_code) == (precision, unit)


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Обстріляли Юнаківську та Білопільську громади.", "Юнаківську", "Yunakivka community"),
        ("Під вогнем Сумський та Шосткинський райони.", "Сумський", "Sumy Raion"),
    ],
)
def test_a_word_behind_two_names_is_of_both(gazetteer: Gazetteer, text: str, phrase: str, name: str) -> None:
    found = next(t for t in gazetteer.toponyms(text, lang="uk") if t.phrase == phrase)
    assert found.place is not None and found.place.location == name


def test_a_community_is_drawn_as_its_ground(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.toponyms("Обстріляно Білопільську громаду.", lang="uk")
    assert found.place is not None and found.place.uncertainty_m == 17_000.0
    ground = gazetteer.geometry(found.place)
    assert ground is not None and ground.geom_type == "Polygon"


def test_a_community_is_found_by_its_name_and_unit(gazetteer: Gazetteer) -> None:
    place = gazetteer.geocode_place("Bilopillia community", admin1="Sumy oblast", country="Ukraine")
    assert place is not None and str(place.geo_precision) == "admin3"


def test_other_communities_are_no_places(gazetteer: Gazetteer) -> None:
    assert gazetteer.toponyms("The international community spoke.") == []
    assert gazetteer.toponyms("Міжнародна громада мовчить.", lang="uk") == []


def test_ground_that_is_only_a_circle_contains_what_lies_in_it(gazetteer: Gazetteer) -> None:
    found = {
        t.phrase: t.place for t in gazetteer.toponyms("В посёлке Уразово Валуйского округа ранен мужчина.", lang="ru")
    }
    ground, village = found["Валуйского округа"], found["Уразово"]
    assert ground is not None and village is not None and gazetteer.contains(ground, village)
    (city,) = gazetteer.toponyms("В Белгороде тихо.", lang="ru")
    assert city.place is not None and not gazetteer.contains(ground, city.place)
