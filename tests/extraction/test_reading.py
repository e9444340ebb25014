"""What is read out of single passages: strikes that are, and words of attack that are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.extraction import Extraction
from geo.model import Assertion, Claim, Interval, WeaponClass

PUBLISHED = dt.date(2024, 5, 16)  # a Thursday
Read = Callable[..., Extraction]


def only(found: Extraction) -> Claim:
    assert len(found.claims) == 1, [(c.place_text, c.evidence) for c in found.claims]
    return found.claims[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Russian forces shelled Nikopol on Wednesday.", "Nikopol"),
        ("Nikopol came under artillery fire on Wednesday.", "Nikopol"),
        ("The shelling of Nikopol on Wednesday left a shop in ruins.", "Nikopol"),
        ("A Russian missile slammed into a warehouse in Kharkiv on Wednesday.", "Kharkiv"),
        ("Rockets rained down on Kharkiv on Wednesday.", "Kharkiv"),
        ("Wreckage of a downed drone fell on a garage in Odesa on Wednesday.", "Odesa"),
        ("An air strike hit a tent camp in Rafah on Wednesday.", "Rafah"),
        ("Israeli warplanes bombed a building in Tyre on Wednesday.", "Tyre"),
        ("Kramatorsk was hit by two glide bombs on Wednesday.", "Kramatorsk"),
        ("In Hlukhiv, a border town in the Sumy region, a drone struck a school on Wednesday.", "Hlukhiv"),
    ],
)
def test_an_attack_is_read_in_many_forms(read: Read, text: str, place: str) -> None:
    claim = only(read(text))
    assert claim.place_text == place
    assert claim.date_start == claim.date_end == dt.date(2024, 5, 15)
    assert claim.evidence == (text,)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Russia plans to launch missiles at Kharkiv next month, officials said.", "planned"),
        ("Moscow threatened to strike Kyiv with new missiles.", "threatened"),
        ("The embassy warned of a missile attack on Kyiv.", "threatened"),
        ("If Russia fires missiles at Odesa, the port will close.", "conditional"),
        ("No missile hit Odesa on Wednesday.", "negated"),
        ("The army test-fired a missile near Odesa on Wednesday.", "drill"),
        ("Since the war began Russia has fired 8,000 missiles at Ukraine.", "statistics"),
        ("North Korea has provided Russia with ballistic missiles that were used in attacks on Ukraine.", "delivery"),
        ("The hunger strike in Kharkiv entered a second week on Wednesday.", "figurative"),
    ],
)
def test_what_is_no_strike_is_refused_by_name(read: Read, text: str, rule: str) -> None:
    found = read(text)
    assert found.claims == ()
    assert rule in {item.rule for item in found.refused}
    assert all(text[item.start : item.end] == item.text for item in found.refused)


def test_numbers_go_to_their_own_places(read: Read) -> None:
    text = (
        "Russia launched 40 drones at Ukraine overnight, the air force said. "
        "In Kharkiv two people were killed and seven wounded. In Odesa nobody was hurt."
    )
    total, kharkiv, odesa = read(text).claims
    assert (total.launched, total.killed) == (Interval(40, 40), Interval())
    assert (kharkiv.killed, kharkiv.injured) == (Interval(2, 2), Interval(7, 7))
    assert (odesa.killed, odesa.injured) == (Interval(0, 0), Interval(0, 0))
    assert total.wave and kharkiv.part_of == odesa.part_of == total.claim_id


def test_a_launch_place_is_no_target(read: Read) -> None:
    claim = only(read("Four missiles were fired at Kharkiv from the Belgorod region on Wednesday."))
    assert claim.place_text == "Kharkiv"
    assert claim.launched == Interval(4, 4)


def test_a_dateline_and_a_speaker_are_no_targets(read: Read) -> None:
    claim = only(read("VIENNA, May 15 — Moscow said that its drones hit a depot in Kharkiv on Wednesday."))
    assert claim.place_text == "Kharkiv"
    assert "RU" in claim.claimants


def test_two_mentions_of_one_attack_are_one_claim(read: Read) -> None:
    text = (
        "A Russian missile hit Kharkiv on Wednesday, killing two people.\n\n"
        "The strike on Kharkiv wounded nine others, the mayor said."
    )
    claim = only(read(text))
    assert (claim.killed, claim.injured) == (Interval(2, 2), Interval(9, 9))
    assert len(claim.evidence) == 2


def test_a_denial_makes_it_disputed(read: Read) -> None:
    text = (
        "Shells hit a market in Belgorod on Wednesday, killing three people, the governor said. "
        "Ukraine denied firing at the city."
    )
    claim = only(read(text))
    assert claim.assertion is Assertion.DISPUTED
    assert "UA" in claim.deniers and "UA" not in claim.claimants


def test_reserve_is_kept(read: Read) -> None:
    claim = only(read("Two missiles reportedly landed in Kramatorsk on Wednesday."))
    assert claim.assertion is Assertion.HEDGED


def test_origin_is_that_of_the_weapon(read: Read) -> None:
    claim = only(read("Russia fired a North Korean-made ballistic missile at Kharkiv on Wednesday."))
    assert (claim.attacker, claim.weapon_origins) == ("RU", ("KP",))
    assert claim.weapon_classes == (WeaponClass.BALLISTIC_MISSILE,)


def test_an_undated_attack_is_of_the_day_of_publication_or_the_day_before(read: Read) -> None:
    claim = only(read("Russian artillery shelled Nikopol, wounding a woman."))
    assert (claim.date_start, claim.date_end) == (dt.date(2024, 5, 15), PUBLISHED)
    assert claim.injured == Interval(1, 1)


def test_a_language_without_a_lexicon_is_rejected_with_that_reason(read: Read) -> None:
    found = read("Un missile a frappé Kharkiv.", lang="fr")
    assert found.claims == () and found.rejection is not None
    assert "lexicon" in found.rejection.reason and "fr" in found.rejection.reason


def test_claim_ids_are_stable_and_distinct(read: Read) -> None:
    text = "Russian forces shelled Nikopol and Kharkiv on Wednesday."
    first, again = read(text).claims, read(text).claims
    assert first == again
    assert len({claim.claim_id for claim in first}) == len(first) == 2


def test_evidence_spans_are_exact(read: Read) -> None:
    text = "Nothing happened.\n\n  Russian forces shelled Nikopol on Wednesday.  \n"
    (claim,) = read(text).claims
    assert [text[a:b] for a, b in claim.evidence_spans] == list(claim.evidence)


SEED_RETOLD = (Path(__file__).parent / "deliveries.txt").read_text(encoding="utf-8")


def test_a_report_of_deliveries_and_three_strikes(read: Read) -> None:
    claims = read(SEED_RETOLD, published=dt.date(2024, 1, 4)).claims
    assert len(claims) == 3, [(c.place_text, str(c.date_start), c.evidence) for c in claims]
    region, country, wave = claims
    assert (region.place_text, region.date_start, region.launched) == (
        "Zaporizhzhia region", dt.date(2023, 12, 30), Interval(1, None),
    )  # fmt: skip
    assert (country.place_text, country.date_start, country.launched) == (
        "Ukraine",
        dt.date(2024, 1, 2),
        Interval(2, None),
    )
    assert {region.attacker, country.attacker, wave.attacker} == {"RU"}
    assert region.weapon_origins == country.weapon_origins == ("KP",)
    assert region.claimants == country.claimants == ("US",) and wave.claimants == ("UA",)
    assert (wave.date_start, wave.date_end) == (dt.date(2023, 12, 29), dt.date(2024, 1, 2))
    assert wave.launched == Interval(301, None) and wave.wave
    assert set(wave.weapon_classes) == {WeaponClass.DRONE, WeaponClass.MISSILE}
    assert country.part_of == wave.claim_id
