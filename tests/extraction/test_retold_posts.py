"""Official posts in Ukrainian, Russian and English, retold: lists by kind, tolls that grow, whose enemy is meant."""

from __future__ import annotations

from collections.abc import Callable

from geo.extraction import Extraction
from geo.model import Claim, Interval, WeaponClass

Read = Callable[..., Extraction]


def by_place(extraction: Extraction) -> dict[str, Claim]:
    return {claim.place.location: claim for claim in extraction.claims if claim.place}


def test_a_list_by_kind_is_added_up_and_a_total_above_a_list_stands(read: Read) -> None:
    (claim,) = read(
        "Протягом ночі російські загарбники випустили по території України:\n– 3 аеробалістичні ракети Х-47М2 «Кинджал»;\n"
        "– 20 крилатих ракет Х-101;\n– 90 ударних БпЛА типу Shahed.\nСилами ППО збито/подавлено 95 цілей:\n– 1 «Кинджал»;\n"
        "– 14 Х-101;\n– 80 БпЛА.",
        lang="uk",
        publisher="Повітряні Сили ЗСУ",
    ).claims
    assert claim.place is not None and claim.place.location == "Ukraine"
    assert (claim.launched, claim.intercepted) == (Interval(113, 113), Interval(95, 95))
    assert claim.weapon_systems == ("Kinzhal", "Kh-101", "Shahed") and claim.attacker == "RU"
    assert claim.claimants == ()


def test_the_enemy_of_a_ukrainian_post_strikes_ukraine(read: Read) -> None:
    found = by_place(
        read(
            "У ніч на 16 травня ворог атакував 112-ма ударними БпЛА типу Shahed та безпілотниками-імітаторами із "
            "напрямку Курська. Станом на 09:00 підтверджено збиття 81-го ударного БпЛА. На Одещині поранено двох людей, "
            "пошкоджено 4 будинки.",
            lang="uk",
            publisher="Повітряні Сили ЗСУ",
        )
    )
    assert set(found) == {"Ukraine", "Odesa region"}
    assert found["Ukraine"].attacker == "RU"
    assert (found["Ukraine"].launched, found["Ukraine"].intercepted) == (Interval(112, 112), Interval(81, 81))
    assert found["Odesa region"].injured == Interval(2, 2)


def test_a_toll_that_grew_is_told_in_the_end(read: Read) -> None:
    found = by_place(
        read(
            "Вранці 16 травня росіяни вдарили по Харкову двома КАБами. Загинули троє людей, ще 12 поранені, серед них двоє "
            "дітей. Згодом кількість постраждалих зросла до 15. По Нікополю ворог бив артилерією: поранений 61-річний "
            "чоловік.",
            lang="uk",
        )
    )
    assert (found["Kharkiv"].launched, found["Kharkiv"].killed) == (Interval(2, 2), Interval(3, 3))
    assert found["Kharkiv"].injured == Interval(15, 15)
    assert found["Kharkiv"].weapon_classes == (WeaponClass.GLIDE_BOMB,)
    assert found["Nikopol"].injured == Interval(1, 1)


def test_a_russian_post_with_a_region_and_its_town(read: Read) -> None:
    found = by_place(
        read(
            "За минувшие сутки в Белгородской области силы ПВО сбили 12 беспилотников. В Белгороде ранены три человека, в "
            "том числе ребёнок. Число пострадавших выросло до пяти, сообщил губернатор.",
            lang="ru",
        )
    )
    assert found["Belgorod region"].intercepted == Interval(12, 12)
    assert found["Belgorod"].injured == Interval(5, 5)


def test_what_aggression_cost_a_region_is_the_region_s(read: Read) -> None:
    found = by_place(
        read(
            "Over the past 24 hours the enemy shelled the Kherson region, firing 664 shells from mortars and artillery. "
            "Kupiansk came under fire, too. As a result of Russian aggression, one person was killed and three others "
            "were injured, including one child.",
            publisher="Kherson Regional Military Administration",
        )
    )
    total = found["Kherson region"]
    assert (total.launched, total.killed, total.injured) == (Interval(664, 664), Interval(1, 1), Interval(3, 3))
    assert found["Kupiansk"].killed == Interval()
