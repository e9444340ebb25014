"""Roundups over many regions, officials of places, and reports that name the region before the town; retold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from geo.extraction import Extraction
from geo.model import Claim, Interval

Read = Callable[..., Extraction]


def by_place(extraction: Extraction) -> dict[str, Claim]:
    return {claim.place.location: claim for claim in extraction.claims if claim.place}


def test_what_a_governor_tells_without_a_place_is_of_his_region(read: Read) -> None:
    found = by_place(
        read(
            "Ukraine's air force said it shot down 30 of 40 drones that Russia launched overnight. The governor of the "
            "Mykolaiv region said that debris had injured two people. Falling wreckage also set a warehouse on fire in the "
            "Odesa region, its governor said."
        )
    )
    assert set(found) == {"Ukraine", "Mykolaiv region", "Odesa region"}
    assert found["Mykolaiv region"].injured == Interval(2, 2)
    assert found["Ukraine"].injured == Interval()


def test_a_mayor_speaks_of_the_attack_that_was_told_of_his_town(read: Read) -> None:
    found = by_place(
        read(
            "Missiles hit Kharkiv on Wednesday. Drones struck Odesa. The Kharkiv mayor said three people were wounded, and "
            "that a school was damaged."
        )
    )
    assert (found["Kharkiv"].injured, found["Odesa"].injured) == (Interval(3, 3), Interval())


def test_a_number_before_a_list_of_regions_is_the_country_s(read: Read) -> None:
    found = by_place(
        read(
            "Russia launched 37 drones at Ukraine overnight, the air force said. It said that 33 of the drones were shot "
            "down in the Odesa region, the Kherson region and the Mykolaiv region."
        )
    )
    assert (found["Ukraine"].launched, found["Ukraine"].intercepted) == (Interval(37, 37), Interval(33, 33))
    assert {found[name].intercepted for name in ("Odesa region", "Kherson region", "Mykolaiv region")} == {Interval()}


def test_so_many_over_each_of_several_regions(read: Read) -> None:
    found = by_place(
        read(
            "Russia's defence ministry said 27 Ukrainian drones were downed overnight. Seven drones were destroyed over the "
            "Volgograd region, three each over the Kursk region and the Belgorod region."
        )
    )
    assert [found[name].intercepted for name in ("Volgograd region", "Kursk region", "Belgorod region")] == [
        Interval(7, 7), Interval(3, 3), Interval(3, 3),
    ]  # fmt: skip


def test_a_lead_that_names_the_region_and_the_town_that_follows_are_one_attack(read: Read) -> None:
    (claim,) = read(
        "A late-night Russian strike on the Kharkiv region killed two people, its governor said on Friday. Russia fired at "
        "the town of Kupiansk with artillery late on Thursday, and two people were killed, he said.",
        published=dt.date(2024, 3, 8),
    ).claims
    assert claim.place is not None and claim.place.location == "Kupiansk"
    assert claim.killed == Interval(2, 2)


def test_people_among_the_dead_and_superlatives_are_no_toll(read: Read) -> None:
    (claim,) = read(
        "An Israeli strike killed at least ten people in Nabatieh on Saturday. A woman and her two children are among the "
        "dead. The death toll is one of the highest in months.",
        published=dt.date(2024, 8, 18),
    ).claims
    assert claim.killed == Interval(10, None)


def test_an_injury_toll_is_no_death_toll(read: Read) -> None:
    (claim,) = read(
        "A Russian missile hit two apartment buildings in Dnipro on Tuesday, killing three people and injuring at least 38. "
        "The governor put the injury toll at 28 adults and 10 children.",
        published=dt.date(2024, 3, 13),
    ).claims
    assert claim.killed == Interval(3, 3)
    assert claim.injured in (Interval(38, 38), Interval(38, None))


def test_later_sentences_of_a_long_report_still_tell_of_the_attack(read: Read) -> None:
    (claim,) = read(
        "Russia hit the city of Dnipro with missiles on the evening of March 12.\n\nFour people were killed.\n\nSearch teams "
        "worked through the night.\n\nBy the morning a fifth person was dead.\n\nAbout 40 people were injured.",
        published=dt.date(2024, 3, 13),
    ).claims
    assert claim.injured == Interval(40, 40)


def test_a_seat_of_government_that_speaks_is_no_target_and_its_agency_no_speaker(read: Read) -> None:
    (claim,) = read(
        "KYIV (Reuters) - Ukraine's air force said on Thursday that it had shot down 12 drones over the Sumy region."
    ).claims
    assert claim.place is not None and claim.place.location == "Sumy region"
    assert claim.claimants == ("UA",)


def test_the_other_side_s_ministry_tells_of_its_own_country(read: Read) -> None:
    found = by_place(
        read(
            "Russia launched 37 drones at Ukraine overnight, the air force in Kyiv said. Russia's defence ministry said that it "
            "had intercepted 16 Ukrainian drones."
        )
    )
    assert found["Ukraine"].launched == Interval(37, 37)
    assert (found["Russia"].intercepted, found["Russia"].attacker) == (Interval(16, 16), "UA")


def test_hostages_are_no_dead(read: Read) -> None:
    (claim,) = read("Hamas rockets hit Safed on Tuesday; 12 people were killed and over 20 taken hostage.").claims
    assert claim.killed == Interval(12, 12)
