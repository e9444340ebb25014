"""Posts of heads of regions, prosecutors, air forces and ministries in Ukrainian and Russian, retold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from geo.extraction import Extraction
from geo.model import Claim, Interval, WeaponClass

Read = Callable[..., Extraction]
WEDNESDAY, THURSDAY = dt.date(2024, 5, 15), dt.date(2024, 5, 16)


def only(found: Extraction) -> Claim:
    (claim,) = found.claims
    return claim


@pytest.mark.parametrize(
    ("text", "lang", "attacker", "weapon"),
    [
        ("По Kyiv ворог випустив 10 ракет.", "uk", "RU", "missile"),
        ("Ворог ударив по Kharkiv шахедами, є поранені.", "uk", "RU", "drone"),
        ("Окупанти накрили Nikopol артилерією, поранено жінку.", "uk", "RU", "artillery"),
        ("Уранці росіяни скинули на Kharkiv дві керовані авіабомби.", "uk", "RU", "glide_bomb"),
        ("Унаслідок ворожої атаки дронами на Odesa пошкоджено порт.", "uk", "RU", "drone"),
        ("Kharkiv: приліт КАБу, поранені троє людей. Б'є ворог.", "uk", None, "glide_bomb"),
        ("В результате атаки украинских дронов на Belgorod ранены трое.", "ru", "UA", "drone"),
        ("ВСУ нанесли ракетный удар по Belgorod, двое погибших.", "ru", "UA", "missile"),
        ("Belgorod подвергся обстрелу со стороны ВСУ из РСЗО.", "ru", "UA", "rocket_artillery"),
        ("С украинского беспилотника на Belgorod сброшено взрывное устройство.", "ru", "UA", "drone"),
        ("Ночью враг ударил по Odesa «Геранями», ранены трое.", "ru", "RU", "drone"),
    ],
)
def test_a_post_names_the_enemy_and_his_arms(
    read: Read, text: str, lang: str, attacker: str | None, weapon: str
) -> None:
    claim = only(read(text, lang=lang))
    if attacker:
        assert claim.attacker == attacker
    assert WeaponClass(weapon) in claim.weapon_classes


def test_help_for_those_hurt_is_no_delivery_of_arms(read: Read) -> None:
    claim = only(read("Внаслідок обстрілу Nikopol постраждали двоє людей, їм надають допомогу медики.", lang="uk"))
    assert claim.injured == Interval(2, 2)


def test_a_schoolgirl_is_no_drill_and_a_training_ground_may_be_hit(read: Read) -> None:
    claim = only(read("При обстреле Belgorod ранена ученица, ей 12 лет.", lang="ru"))
    assert claim.place_text == "Belgorod"
    assert only(read("Ворог завдав ракетного удару по полігону біля Odesa.", lang="uk")).place_text == "Odesa"


def test_light_that_failed_after_shelling_denies_no_shelling(read: Read) -> None:
    claim = only(read("Nikopol залишився без світла після обстрілу в середу.", lang="uk"))
    assert (claim.date_start, claim.weapon_classes) == (WEDNESDAY, (WeaponClass.ARTILLERY,))


def test_not_less_than_is_no_negation(read: Read) -> None:
    assert only(read("По Kharkiv ворог випустив не менше 10 ракет.", lang="uk")).attacker == "RU"


@pytest.mark.parametrize(
    ("text", "lang", "rule"),
    [
        ("Росія готує масований удар по Kyiv, попередила розвідка.", "uk", "planned"),
        ("Є загроза удару по Odesa балістикою.", "uk", "threatened"),
        ("Якщо ворог вдарить по Kharkiv, місто готове.", "uk", "conditional"),
        ("Від початку війни по Kharkiv випущено 5000 ракет.", "uk", "statistics"),
        ("Жодна ракета не влучила у Kyiv.", "uk", "negated"),
        ("Військові навчання з ракетними стрільбами: ракета влучила біля Odesa.", "uk", "drill"),
        ("Страйк водіїв у Kyiv: удар по гаманцях пасажирів.", "uk", "figurative"),
        ("Киев готовит удар по Belgorod, заявили в Москве.", "ru", "planned"),
        ("С начала года по Belgorod выпущено 500 ракет.", "ru", "statistics"),
        ("Ни один дрон не попал в Belgorod.", "ru", "negated"),
        ("Во время испытаний ракета упала у Belgorod.", "ru", "drill"),
        ("США поставят ракеты, которыми атакуют Belgorod.", "ru", "delivery"),
        ("The US embassy said an air attack on Kyiv was possible.", "en", "expected"),
        ("North Korea has supplied Russia with missiles used to strike Kharkiv.", "en", "delivery"),
        ("Russia attacks Kharkiv daily.", "en", "statistics"),
        ("Rail workers in Kharkiv went on strike over pay.", "en", "figurative"),
    ],
)
def test_what_is_no_strike_says_why(read: Read, text: str, lang: str, rule: str) -> None:
    found = read(text, lang=lang)
    assert found.claims == ()
    assert rule in {refused.rule for refused in found.refused}


def test_a_remark_with_a_statistic_leaves_the_attack(read: Read) -> None:
    claim = only(read("A drone hit a bus in Nikopol on Wednesday, which has been shelled daily since the invasion."))
    assert (claim.place_text, claim.weapon_classes) == ("Nikopol", (WeaponClass.DRONE,))


@pytest.mark.parametrize(
    ("text", "lang", "first", "last"),
    [
        ("У ніч проти 16 травня ворог атакував Kyiv дронами.", "uk", WEDNESDAY, THURSDAY),
        ("15.05.24 ворог атакував Kyiv дронами.", "uk", WEDNESDAY, WEDNESDAY),
        ("Минулої доби ворог атакував Kyiv дронами.", "uk", WEDNESDAY, THURSDAY),
        ("О 5 ранку ворог атакував Kyiv дронами.", "uk", THURSDAY, THURSDAY),
        ("В ночь на четверг враг атаковал Kyiv дронами.", "ru", WEDNESDAY, THURSDAY),
        ("Прошедшей ночью враг атаковал Kyiv дронами.", "ru", WEDNESDAY, THURSDAY),
        ("The air force told a briefing that on Wednesday Russia fired missiles at Kyiv.", "en", WEDNESDAY, WEDNESDAY),
        ("A late-night strike hit Kyiv.", "en", WEDNESDAY, THURSDAY),
        ("Missiles hit Kyiv on May 15, at approximately 9:15 p.m. local time.", "en", WEDNESDAY, WEDNESDAY),
        ("Drones hit Kyiv between 2 a.m. and 4:50 a.m. on Wednesday.", "en", WEDNESDAY, WEDNESDAY),
        ("By Wednesday morning Russian jets had bombed Kyiv.", "en", WEDNESDAY, WEDNESDAY),
        ("Kyiv spent the night under missile fire.", "en", WEDNESDAY, THURSDAY),
    ],
)
def test_days_and_nights_of_posts(read: Read, text: str, lang: str, first: dt.date, last: dt.date) -> None:
    claim = only(read(text, lang=lang))
    assert (claim.date_start, claim.date_end) == (first, last)


def test_an_agent_in_the_instrumental_stands_before_its_passive(read: Read) -> None:
    claim = only(read("Ночью вооружёнными силами Российской Федерации нанесён удар дронами по Kyiv.", lang="ru"))
    assert (claim.attacker, claim.date_start, claim.date_end) == ("RU", WEDNESDAY, THURSDAY)


def test_the_enemy_of_the_sentence_before_is_meant(read: Read) -> None:
    found = read("За минулу добу ворог завдав 58 авіаційних ударів. Авіаударів зазнали райони Kharkiv.", lang="uk")
    assert found.claims[-1].attacker == "RU"


def test_the_day_of_an_attack_that_is_claimed(read: Read) -> None:
    claim = only(read("The Houthis claimed a drone attack on Hodeidah on Tuesday that killed three people."))
    assert (claim.date_start, claim.date_end) == (dt.date(2024, 5, 14), dt.date(2024, 5, 14))


def test_a_bomb_that_nobody_dropped_is_no_air_attack(read: Read) -> None:
    found = read("A bomb exploded in a market in Kyiv on Wednesday and wounded two people.")
    assert found.claims == ()
    assert "other violence" in {refused.rule for refused in found.refused}
