from __future__ import annotations

import pytest

from geo.gazetteer.finder import Gazetteer
from geo.model import GeoPrecision, Toponym, ToponymKind


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def phrases(gazetteer: Gazetteer, text: str, lang: str = "en") -> list[str]:
    return [t.phrase for t in gazetteer.toponyms(text, lang=lang)]


def one(gazetteer: Gazetteer, text: str, start: str, lang: str = "en") -> Toponym:
    return next(t for t in gazetteer.toponyms(text, lang=lang) if t.phrase.startswith(start))


def test_an_announced_name_is_whole(gazetteer: Gazetteer) -> None:
    found = one(gazetteer, "A drone strike in the town of Mai Tsebriqa in Ethiopia's Tigray region killed 17.", "Mai")
    assert found.phrase == "Mai Tsebriqa" and found.place is not None
    assert found.place.location == "Mai Tsebriqa, Tigray"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The city of Kharkiv Mayor Terekhov spoke.", "Kharkiv"),
        ("Shells hit the town of Kupiansk Friday.", "Kupiansk"),
        ("He left the city of London Corporation.", "London"),
    ],
)
def test_titles_and_days_do_not_belong_to_the_name(gazetteer: Gazetteer, text: str, phrase: str) -> None:
    assert phrase in phrases(gazetteer, text)


def test_an_announced_name_falls_to_the_part_told_behind_it(gazetteer: Gazetteer) -> None:
    found = one(gazetteer, "An Israeli drone hit a house in the town of Zzmayfa in southern Lebanon.", "Zzmayfa")
    assert found.kind is ToponymKind.COMPOSED and found.phrase == "Zzmayfa in southern Lebanon"
    assert found.place is not None and found.place.area_id == "LB/south"


def test_a_name_known_by_sound_stands_in_its_country_only(gazetteer: Gazetteer) -> None:
    near = "Turkish shells fell near Qaamishly. Hasakah and Raqqa in Syria were calm, Aleppo too."
    far = "Turkish shells fell near Qaamishly. Lima and Cusco in Peru were calm, Arequipa too."
    found = [t for t in gazetteer.toponyms(near) if "Qaamishly" in t.phrase]
    assert found and found[0].place is not None and found[0].place.country_code == "SY"
    assert "by_sound" in found[0].rules and (found[0].place.p_location or 1) <= 0.7
    assert not [t for t in gazetteer.toponyms(far) if "Qaamishly" in t.phrase]


@pytest.mark.parametrize(
    "text",
    [
        "At Christmas nobody came. In March it snowed, and by Easter it was gone.",
        "He wrote on Facebook that in Parliament nobody knew.",
    ],
)
def test_feasts_months_and_companies_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert phrases(gazetteer, text) == []


def test_a_sea_that_describes_a_port_is_no_event_place(gazetteer: Gazetteer) -> None:
    found = gazetteer.toponyms("The coalition bombed the Red Sea port city of Hodeidah in Yemen.")
    assert [t.metonymic for t in found if t.phrase == "Hodeidah"] == [False]
    assert all(t.metonymic for t in found if t.phrase == "Red Sea")


def test_the_capital_of_a_unit_told_behind_a_town_is_that_town(gazetteer: Gazetteer) -> None:
    found = one(gazetteer, "Shells hit El-Fasher, the capital of North Darfur.", "the capital")
    assert found.place is not None and found.place.location == "El Fasher"


def test_a_district_that_the_tables_lack_is_the_surroundings_of_its_town(gazetteer: Gazetteer) -> None:
    place = one(gazetteer, "A child died in Marjayoun District in Lebanon.", "Marjayoun").place
    assert place is not None and place.geo_precision is GeoPrecision.ADMIN2 and place.uncertainty_m == 25_000


@pytest.mark.parametrize(
    ("lang", "text", "metonymic"),
    [
        ("en", "Talks between Moscow and Kyiv failed.", [True, True]),
        ("uk", "Київ заявив про атаку на Суми.", [True, False]),
        ("ru", "Москва обвинила Киев в ударе по Курску.", [True, False, False]),
        ("en", "Missiles hit Kyiv, officials said.", [False]),
    ],
)
def test_sides_are_metonymic(gazetteer: Gazetteer, lang: str, text: str, metonymic: list[bool]) -> None:
    assert [t.metonymic for t in gazetteer.toponyms(text, lang=lang)] == metonymic


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Sergei Kherson, a teacher, was hurt. Mr Kherson is 40.", "Kherson"),
        ("The 93rd Kharkiv brigade fought on.", None),
        ("The Paris Police Department denied it.", None),
    ],
)
def test_people_are_no_places_and_forces_are_metonymic(gazetteer: Gazetteer, text: str, absent: str | None) -> None:
    found = gazetteer.toponyms(text)
    if absent is not None:
        assert absent not in [t.phrase for t in found]
    else:
        assert all(t.metonymic for t in found if t.kind is ToponymKind.NAME)


@pytest.mark.parametrize(
    ("lang", "text", "phrase", "name", "precision"),
    [
        ("ru", "Сбито 3 дрона над Чёрным морем.", "Чёрным морем", "Black Sea", GeoPrecision.SEA_AIR),
        ("uk", "Дрон збито над Азовським морем.", "Азовським морем", "Sea of Azov", GeoPrecision.SEA_AIR),
        ("uk", "У Запорізькому районі пошкоджено будинки.", "Запорізькому районі", "Zaporizh", GeoPrecision.ADMIN2),
        ("uk", "На Нікопольщині поранено двох.", "Нікопольщині", "Nikopol", GeoPrecision.ADMIN2),
        ("ru", "Над Крымом и Ростовской областью сбиты дроны.", "Крымом", "Crimea", GeoPrecision.ADMIN1),
    ],
)
def test_seas_and_districts_in_any_case(
    gazetteer: Gazetteer, lang: str, text: str, phrase: str, name: str, precision: GeoPrecision
) -> None:
    found = one(gazetteer, text, phrase, lang)
    assert found.phrase == phrase and found.place is not None
    assert found.place.location.startswith(name) or found.place.location == phrase
    assert found.place.geo_precision is precision


def test_an_arabic_prefix_is_not_in_the_name(gazetteer: Gazetteer) -> None:
    assert "الحديدة" in phrases(gazetteer, "شنت الطائرات غارات على صنعاء والحديدة في اليمن", "ar")


def test_what_a_kind_takes_in_is_told_once(gazetteer: Gazetteer) -> None:
    found = phrases(gazetteer, "Strikes hit Baalbek and the Bekaa Valley, and the Masnaa crossing in Lebanon.")
    assert "Bekaa Valley" in found and "Valley" not in found
