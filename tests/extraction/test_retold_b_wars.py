"""Reports of agencies, monitors and commands from several wars, retold: who, with what, where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from geo.extraction import Extraction
from geo.model import Assertion, Claim, Interval, WeaponClass

Read = Callable[..., Extraction]
WEDNESDAY, THURSDAY = dt.date(2024, 5, 15), dt.date(2024, 5, 16)


def by_place(found: Extraction) -> dict[str, Claim]:
    return {claim.place_text or "": claim for claim in found.claims}


def test_an_agency_tells_a_night_and_the_answer_across_the_border(read: Read) -> None:
    found = by_place(
        read(
            "KYIV, Ukraine (AP) — Six people were killed and 11 wounded in Kharkiv when Russian forces attacked the city with "
            "missiles and drones overnight, local officials said.\n\nIn all Russia launched 32 Iranian-made Shahed drones and "
            "six missiles at Ukraine overnight, the commander of the air force said. Three cruise missiles and 28 of the drones "
            "were shot down.\n\nRussia's military did not comment, but said that Ukraine had fired Vampire rockets on "
            "Wednesday morning. All 10 were downed over the Belgorod region, according to the Defense Ministry in Moscow."
        )
    )
    assert (found["Kharkiv"].killed, found["Kharkiv"].injured) == (Interval(6, 6), Interval(11, 11))
    assert (found["Kharkiv"].date_start, found["Kharkiv"].date_end) == (WEDNESDAY, THURSDAY)
    assert found["Ukraine"].launched == Interval(38, 38) and found["Ukraine"].weapon_origins == ("IR",)
    belgorod = found["Belgorod region"]
    assert (belgorod.attacker, belgorod.date_start, belgorod.date_end) == ("UA", WEDNESDAY, WEDNESDAY)
    assert (belgorod.weapon_systems, belgorod.weapon_origins) == (("RM-70",), ("CZ",))
    assert belgorod.launched == belgorod.intercepted == Interval(10, 10)


def test_a_strike_ahead_of_a_ground_operation_is_a_strike(read: Read) -> None:
    found = by_place(
        read(
            "An Israeli strike has killed at least nine people in Khan Younis, health officials said on Thursday, within a day of "
            "Israel ordering parts of the city to be evacuated ahead of a likely ground operation.\n\nPalestinian militants "
            "fired a barrage of around 20 projectiles at Israel on Wednesday, without causing any casualties."
        )
    )
    assert (found["Khan Younis"].attacker, found["Khan Younis"].killed) == ("IL", Interval(9, None))
    assert found["Khan Younis"].assertion is Assertion.STATED
    assert (found["Israel"].attacker, found["Israel"].launched) == ("PS", Interval(20, 20))
    assert found["Israel"].date_start == found["Israel"].date_end == WEDNESDAY


def test_the_toll_of_a_war_is_no_strike(read: Read) -> None:
    found = read(
        "At least 38 people have been killed in Israeli strikes in Rafah, the Hamas-run health ministry says.\n\nThe war began "
        "when gunmen attacked southern Israel on 7 October 2023. More than 42,000 people have been killed in Gaza since then."
    )
    (claim,) = found.claims
    assert (claim.place_text, claim.attacker, claim.killed) == ("Rafah", "IL", Interval(38, None))
    assert "statistics" in {refused.rule for refused in found.refused}


def test_a_civil_war_has_two_armed_sides(read: Read) -> None:
    first, earlier = read(
        "A drone operated by Sudan's Rapid Support Forces (RSF) hit a crowded market in Omdurman on Wednesday afternoon, killing "
        "15 people and wounding 12 others, aid groups said.\n\nDays before, the RSF reportedly targeted a mosque in Omdurman, "
        "causing at least 70 deaths.\n\nThe UN says at least 40,000 people have been killed since the war began in 2023."
    ).claims
    assert (first.attacker, first.killed, first.injured) == ("RSF", Interval(15, 15), Interval(12, 12))
    assert (first.date_start, first.weapon_classes) == (WEDNESDAY, (WeaponClass.DRONE,))
    assert (earlier.attacker, earlier.assertion, earlier.killed) == ("RSF", Assertion.HEDGED, Interval(70, None))
    assert earlier.date_end < first.date_start


def test_the_army_strikes_at_home(read: Read) -> None:
    (claim,) = read(
        "More than 100 people were killed in Omdurman on Wednesday by an army air strike, lawyers said."
    ).claims
    assert (claim.attacker, claim.weapon_classes) == ("SD", (WeaponClass.AIR_STRIKE,))


def test_a_monitor_tells_who_fired_rockets_and_who_flew(read: Read) -> None:
    found = by_place(
        read(
            "Regime forces launched several rockets in the early hours of Thursday at Idlib. No casualties were reported.\n\n"
            "Meanwhile reconnaissance drones were seen flying over the countryside.\n\nOn Tuesday, sources of the Observatory "
            "said that Russian jets carried out four airstrikes on the outskirts of Idlib province.",
            publisher="Syrian Observatory for Human Rights",
        )
    )
    assert (found["Idlib"].attacker, found["Idlib"].weapon_classes) == ("SY", (WeaponClass.ROCKET_ARTILLERY,))
    assert found["Idlib"].launched == Interval(3, None)
    assert found["Idlib province"].attacker == "RU"
    assert found["Idlib province"].date_start == dt.date(2024, 5, 14)


def test_two_allies_strike_together_and_are_told_by_the_first(read: Read) -> None:
    (claim,) = read(
        "On Wednesday, US and British forces carried out airstrikes on Houthi positions in Hodeidah."
    ).claims
    assert (claim.attacker, claim.place_text, claim.date_start) == ("US", "Hodeidah", WEDNESDAY)


def test_a_total_at_sea_is_none_of_those_who_tell_it(read: Read) -> None:
    found = read(
        "Houthi rebels fired one anti-ship ballistic missile and four drones at ships off Yemen, but all were destroyed, the US "
        "Central Command (CENTCOM) said on Thursday."
    )
    assert [claim for claim in found.claims if claim.place and claim.place.country_code == "US"] == []


def test_a_group_tells_of_its_own_fire(read: Read) -> None:
    (claim,) = read(
        "Hezbollah claimed several attacks. It said some 60 rockets were fired at Israel on Wednesday."
    ).claims
    assert (claim.attacker, claim.claimants, claim.launched) == ("Hezbollah", ("Hezbollah",), Interval(60, 60))


def test_their_shells_are_those_of_the_side_spoken_of(read: Read) -> None:
    (claim,) = read(
        "The Rapid Support Forces were busy on Wednesday on the other bank. Their shells rained on Omdurman and killed 22 people."
    ).claims
    assert (claim.attacker, claim.date_start, claim.killed) == ("RSF", WEDNESDAY, Interval(22, 22))


def test_who_is_named_in_the_next_sentence(read: Read) -> None:
    (claim,) = read(
        "Drones hit a market in Odesa on Wednesday and wounded three people. Officials in the city say the drones were Russian."
    ).claims
    assert claim.attacker == "RU"


def test_a_missile_from_yemen_is_that_of_those_who_hold_it(read: Read) -> None:
    houthi = read("The Houthis vowed revenge. A missile from Yemen hit Israel on Wednesday.").claims[-1]
    assert (houthi.attacker, houthi.place_text) == ("Houthi", "Israel")


def test_salvos_from_the_other_side_of_the_border(read: Read) -> None:
    (claim,) = read("Five guided bombs fell on Kharkiv on Wednesday, dropped by jets over the Belgorod region.").claims
    assert (claim.attacker, claim.weapon_classes) == ("RU", (WeaponClass.GLIDE_BOMB,))


def test_a_second_attack_told_as_separate_stays_apart(read: Read) -> None:
    claims = read(
        "Rockets hit Rafah on Thursday and killed two people. In a separate attack on Wednesday, a drone hit Rafah and killed nine."
    ).claims
    assert sorted(claim.killed.min or 0 for claim in claims) == [2, 9]


def test_the_toll_rose_a_day_after(read: Read) -> None:
    (claim,) = read(
        "The number of dead in Dnipro rose to 30 on Thursday, a day after a Russian missile tore through a block of flats."
    ).claims
    assert (claim.date_start, claim.date_end, claim.killed) == (WEDNESDAY, WEDNESDAY, Interval(30, 30))


def test_two_attacks_a_day_apart_in_one_sentence(read: Read) -> None:
    found = by_place(
        read(
            "Israeli jets bombed Hodeidah on Thursday, a day after a drone killed a man in the centre of Tyre and wounded two."
        )
    )
    assert (found["Hodeidah"].date_start, found["Tyre"].date_start) == (THURSDAY, WEDNESDAY)


def test_munitions_named_later_are_the_same_munitions(read: Read) -> None:
    (claim,) = read(
        "Six missiles fell on Kharkiv on Wednesday and gutted a hotel. Police identified the missiles as Iskander-M."
    ).claims
    assert (claim.weapon_classes, claim.weapon_systems) == ((WeaponClass.BALLISTIC_MISSILE,), ("Iskander-M",))


def test_some_among_them_are_a_part(read: Read) -> None:
    (claim,) = read(
        "Ukraine's air force said it shot down 72 missiles, ten Kinzhals among them, over Kyiv on Wednesday."
    ).claims
    assert set(claim.weapon_classes) == {WeaponClass.MISSILE, WeaponClass.BALLISTIC_MISSILE}


def test_what_another_attack_was_made_with_is_not_carried_over(read: Read) -> None:
    found = by_place(
        read("Three Kh-22 missiles hit Dnipro on Wednesday. Russian forces also struck Nikopol on Wednesday.")
    )
    assert found["Nikopol"].weapon_classes == (WeaponClass.UNSPECIFIED,)
    assert found["Nikopol"].weapon_origins == ()
