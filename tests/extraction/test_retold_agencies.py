"""News agencies' ways of telling, retold in our own words: totals of a night, shares, tolls, whose number is whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from geo.extraction import Extraction
from geo.model import Claim, Interval, WeaponClass

Read = Callable[..., Extraction]


def by_place(extraction: Extraction) -> dict[str, Claim]:
    return {claim.place.location: claim for claim in extraction.claims if claim.place}


def test_all_of_a_number_that_was_brought_down_were_launched_too_and_other_kinds_are_added(read: Read) -> None:
    found = by_place(
        read(
            "The air force in Kyiv said on Thursday that its gunners had brought down all 29 of the drones which Russia "
            "sent at Ukraine overnight, over eight regions. Three guided missiles of the Kh-59 type were fired as well, "
            "it added. Russian attacks in the Kherson region killed one person and injured 13 more over the past day, "
            "its governor said. In the Cherkasy region falling debris broke the windows of a shop; nobody was hurt."
        )
    )
    assert set(found) == {"Ukraine", "Kherson region", "Cherkasy region"}
    assert (found["Ukraine"].launched, found["Ukraine"].intercepted) == (Interval(32, 32), Interval(29, 29))
    assert (found["Kherson region"].killed, found["Kherson region"].injured) == (Interval(1, 1), Interval(13, 13))
    assert found["Cherkasy region"].injured == Interval(0, 0)
    assert all(found[name].part_of == found["Ukraine"].claim_id for name in ("Kherson region", "Cherkasy region"))


def test_shares_of_several_kinds_are_added(read: Read) -> None:
    (total, *towns) = read(
        "All 42 drones and one of four missiles used by Russia overnight were shot down over Ukraine, the air force said "
        "on Thursday. Six people were wounded in a Russian attack on the eastern town of Kupiansk, eight kilometres from "
        "the front line, the Kharkiv governor said. In the city of Kharkiv a school, a kindergarten and ten apartment "
        "buildings were damaged, he said."
    ).claims
    assert (total.launched, total.intercepted) == (Interval(46, 46), Interval(43, 43))
    assert total.claimants == ("UA",) and total.wave
    assert [claim.place.location for claim in towns if claim.place] == ["Kupiansk", "Kharkiv"]
    assert (towns[0].injured, towns[1].injured) == (Interval(6, 6), Interval())


def test_a_share_counts_what_was_stopped_and_its_whole_what_was_sent(read: Read) -> None:
    found = by_place(
        read(
            "Ukraine's air force said it had downed 24 of 26 drones that Russia launched overnight. Falling debris in the "
            "Odesa region injured one person and damaged 20 homes and four garages, according to the regional governor."
        )
    )
    assert (found["Ukraine"].launched, found["Ukraine"].intercepted) == (Interval(26, 26), Interval(24, 24))
    assert (found["Odesa region"].injured, found["Odesa region"].launched) == (Interval(1, 1), Interval())


def test_ages_are_no_tolls_and_where_a_ministry_speaks_is_no_target(read: Read) -> None:
    found = by_place(
        read(
            "Two people died in a late-night Russian strike on Kupiansk, the regional governor said on Friday. A "
            "36-year-old man was pulled alive from the rubble; a 64-year-old woman and a man of 58 were dead. Another "
            "missile attack, on Chuhuiv, injured seven, he added. Meanwhile in Moscow, the defence ministry said that 16 "
            "Ukrainian drones were intercepted in the early hours of Friday. Fifteen were destroyed over the Volgograd "
            "region, and one over the Belgorod region.",
            published=dt.date(2024, 3, 8),
        )
    )
    assert set(found) == {"Kupiansk", "Chuhuiv", "Russia", "Volgograd region", "Belgorod region"}
    assert found["Kupiansk"].killed == Interval(2, 2)
    assert found["Chuhuiv"].injured == Interval(7, 7)
    assert [found[n].intercepted for n in ("Russia", "Volgograd region", "Belgorod region")] == [
        Interval(16, 16), Interval(15, 15), Interval(1, 1),
    ]  # fmt: skip


def test_a_woman_and_her_two_children_are_a_detail_of_the_toll_and_who_owns_up_is_a_claimant(read: Read) -> None:
    found = by_place(
        read(
            "An Israeli air strike killed at least ten people in Nabatieh in southern Lebanon, the Lebanese health "
            "ministry said on Saturday. A woman and her two children were among the dead. The strike also wounded at "
            "least five people, two of whom are in critical condition. Hezbollah fired a volley of rockets at Safed in "
            "response; the Israeli army said that about 55 projectiles had crossed from Lebanon and no injuries were "
            "reported.",
            published=dt.date(2024, 8, 17),
        )
    )
    assert (found["Nabatieh"].killed, found["Nabatieh"].injured) == (Interval(10, None), Interval(5, None))
    assert (found["Safed"].launched, found["Safed"].injured) == (Interval(55, 55), Interval(0, 0))
    assert found["Safed"].attacker == "Hezbollah" and found["Safed"].claimants == ("IL",)


def test_a_woman_and_her_two_children_killed_are_three(read: Read) -> None:
    (claim,) = read("A woman and her two children were killed when a missile hit a house in Tyre.").claims
    assert claim.killed == Interval(3, 3)


def test_an_earlier_strike_on_the_same_camp_is_another_one_and_a_war_s_toll_is_none(read: Read) -> None:
    first, second = read(
        "At least 16 people were killed when an Israeli strike hit a school that sheltered displaced families in "
        "Nuseirat in central Gaza on Saturday, the Palestinian health ministry said; more than 50 were wounded. The "
        "Israeli military said the strike had targeted militants who used the area as a hideout. An earlier strike on a "
        "house in the camp killed ten people, medics said. Gaza health authorities say more than 38,000 Palestinians "
        "have been killed in Israel's offensive.",
        published=dt.date(2024, 7, 7),
    ).claims
    assert {first.place_text, second.place_text} == {"Nuseirat"}
    assert (first.killed, first.injured) == (Interval(16, None), Interval(51, None))
    assert first.claimants == ("PS", "IL")
    assert (second.killed, second.claimants) == (Interval(10, 10), ("PS",))


def test_the_place_of_a_launch_is_no_target(read: Read) -> None:
    (claim,) = read(
        "Saudi air defences intercepted a ballistic missile that the Iran-aligned Houthis fired towards Najran on "
        "Thursday evening, the coalition's spokesman said. The missile was launched from Saada in Yemen. Splinters fell "
        "on a farm and caused no casualties."
    ).claims
    assert (claim.place_text, claim.attacker) == ("Najran", "Houthi")
    assert (claim.launched, claim.intercepted, claim.killed) == (Interval(1, 1), Interval(1, 1), Interval(0, 0))
    assert claim.weapon_classes == (WeaponClass.BALLISTIC_MISSILE,)


def test_a_monitor_s_total_and_the_villages_within_it(read: Read) -> None:
    found = by_place(
        read(
            "Russian and government warplanes killed at least 15 civilians in Idlib province on Wednesday, the Syrian "
            "Observatory for Human Rights said. Seven of them died in an air raid on the village of Sarja. A father and "
            "his three children were killed in the village of Bara."
        )
    )
    assert [found[name].killed for name in ("Idlib province", "Sarja", "Bara")] == [
        Interval(15, None), Interval(7, 7), Interval(4, 4),
    ]  # fmt: skip
    assert found["Sarja"].part_of == found["Bara"].part_of == found["Idlib province"].claim_id


def test_rival_tolls_of_two_speakers_span_a_range(read: Read) -> None:
    (claim,) = read(
        "Drones hit a parade ground in Idlib on Thursday. Syria's health ministry put the dead at 89 and the injured at "
        "277; the Syrian Observatory for Human Rights counted 112 bodies."
    ).claims
    assert (claim.killed, claim.injured) == (Interval(89, 112), Interval(277, 277))


def test_what_came_a_day_after_another_attack_stays_with_its_own_place(read: Read) -> None:
    found = by_place(
        read(
            "Israeli jets bombed the port of Hodeidah on Saturday, a day after a drone from Yemen killed a man in Tyre. "
            "Three people were killed and 87 wounded, according to the health ministry.",
            published=dt.date(2024, 7, 21),
        )
    )
    assert (found["Hodeidah"].killed, found["Hodeidah"].injured) == (Interval(3, 3), Interval(87, 87))
    assert found["Tyre"].killed == Interval(1, 1)


def test_two_kinds_with_one_number_and_kinds_without(read: Read) -> None:
    (both,) = read("Russia fired more than 300 drones and missiles at Ukraine overnight.").claims
    assert both.launched == Interval(301, None)
    (open_sum,) = read("Russia fired drones, cruise missiles and one ballistic missile at Kharkiv overnight.").claims
    assert open_sum.launched == Interval()


def test_the_city_is_the_one_attacked_last_not_a_capital_that_spoke(read: Read) -> None:
    first, second = read(
        "A rocket killed fifteen people in a stairwell in Belgorod on Sunday morning. No one in Kyiv has commented on what "
        "followed on Monday, when the city came under rocket fire again and three more people died.",
        published=dt.date(2024, 5, 14),
    ).claims
    assert first.place is not None and second.place is not None
    assert {first.place.location, second.place.location} == {"Belgorod"}
    assert [claim.killed for claim in (first, second)] == [Interval(15, 15), Interval(3, 3)]
    assert second.place_text == "Belgorod"


def test_a_village_that_no_gazetteer_knows_keeps_its_words(read: Read) -> None:
    first, second = read(
        "A missile hit Hlukhiv on Wednesday and wounded two people. Turkish drones struck around Tell Zarqa on Wednesday, "
        "too, and killed eight people."
    ).claims
    assert first.killed == Interval()
    assert (second.place, second.place_text, second.killed) == (None, "Tell Zarqa", Interval(8, 8))


def test_where_a_statement_was_posted_is_no_unknown_village(read: Read) -> None:
    (claim,) = read(
        "A missile hit Hlukhiv on Wednesday. Two strikes were also seen, the governor wrote on Telegram."
    ).claims
    assert claim.place_text == "Hlukhiv"
