from __future__ import annotations

import pytest

from geo.extraction.weapons import find_weapons
from geo.model import OriginBasis, WeaponClass


@pytest.mark.parametrize(
    ("text", "cls", "system", "origin"),
    [
        ("A Kinzhal fell.", "ballistic_missile", "Kinzhal", "RU"),
        ("An ATACMS fell.", "ballistic_missile", "ATACMS", "US"),
        ("A Tochka-U fell.", "ballistic_missile", "Tochka-U", "RU"),
        ("A Scud fell.", "ballistic_missile", "Scud", "RU"),
        ("An S-300 missile fell.", "missile", "S-300", "RU"),
        ("A Kh-31P fell.", "missile", "Kh-31P", "RU"),
        ("A Kh-22 missile fell.", "cruise_missile", "Kh-22", "RU"),
        ("A Kh-59 fell.", "cruise_missile", "Kh-59", "RU"),
        ("A KN-23 fell.", "ballistic_missile", "KN-23", "KP"),
        ("HIMARS rockets fell.", "rocket_artillery", "HIMARS", "US"),
        ("A Storm Shadow fell.", "cruise_missile", "Storm Shadow", "GB"),
        ("A SCALP missile fell.", "cruise_missile", "SCALP", "FR"),
        ("Shahed-131/136 drones fell.", "drone", "Shahed-131/136", "IR"),
        ("A Lancet fell.", "drone", "Lancet", "RU"),
        ("A Bayraktar fell.", "drone", "Bayraktar TB2", "TR"),
        ("Крилаті ракети Х-101 влучили.", "cruise_missile", "Kh-101", "RU"),
        ("Удар Искандером.", "ballistic_missile", "Iskander-M", "RU"),
        ("Шахеди впали.", "drone", "Shahed", "IR"),
    ],
)
def test_systems(text: str, cls: str, system: str, origin: str) -> None:
    (mention,) = [m for m in find_weapons(text) if m.system]
    assert (str(mention.cls), mention.system, mention.origin) == (cls, system, (origin,))
    assert mention.origin_basis is OriginBasis.SYSTEM


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("guided bombs", "glide_bomb"),
        ("barrel bombs", "bomb"),
        ("an air strike", "air_strike"),
        ("airstrikes", "air_strike"),
        ("shelling", "artillery"),
        ("rockets", "rocket_artillery"),
        ("sea drones", "naval_drone"),
        ("UAVs", "drone"),
        ("ударних БпЛА", "drone"),
        ("керованих авіабомб", "glide_bomb"),
        ("авіаудар", "air_strike"),
        ("обстріли", "artillery"),
        ("беспилотниками", "drone"),
        ("реактивных систем залпового огня", "rocket_artillery"),
        ("баллистической ракетой", "ballistic_missile"),
    ],
)
def test_kinds(text: str, cls: str) -> None:
    (mention,) = find_weapons(text)
    assert (str(mention.cls), mention.generic, mention.origin) == (cls, True, ())


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("North Korean-made missiles", "KP"),
        ("Iranian-designed drones", "IR"),
        ("US-supplied rockets", "US"),
        ("drones made in Iran", "IR"),
        ("missiles supplied by North Korea", "KP"),
        ("A North Korean ballistic missile was fired at the city by Russia.", "KP"),
    ],
)
def test_stated_origin(text: str, origin: str) -> None:
    (mention,) = find_weapons(text)
    assert (mention.origin, mention.origin_basis) == ((origin,), OriginBasis.STATED)


@pytest.mark.parametrize(
    "text", ["Russian missiles hit Kyiv.", "Iranian missiles hit the base.", "missiles from Kursk region"]
)
def test_the_attacker_is_no_origin(text: str) -> None:
    assert [m.origin for m in find_weapons(text)] == [()]


@pytest.mark.parametrize("text", ["a graduate", "to grad school", "the kub family", "a lancet arch"])
def test_common_words_are_no_system(text: str) -> None:
    assert [m.system for m in find_weapons(text) if m.system] == []


def test_a_name_and_its_kind_are_one_mention() -> None:
    text = "Two Kh-101 cruise missiles hit Kyiv."
    (mention,) = find_weapons(text)
    assert text[mention.start : mention.end] == "Kh-101 cruise missiles"
    assert mention.plural and mention.cls is WeaponClass.CRUISE_MISSILE


@pytest.mark.parametrize(
    "text",
    [
        "Air raid sirens sounded.",
        "a missile alert",
        "drone production",
        "the missile defence of Kyiv",
        "ракетная опасность",
    ],
)
def test_what_does_not_strike_is_no_weapon(text: str) -> None:
    assert find_weapons(text) == []


def test_shelling_with_rockets_is_of_rockets() -> None:
    found = find_weapons("The town was shelled with multiple rocket launchers. Another was shelled.")
    assert [str(m.cls) for m in found] == ["rocket_artillery", "artillery"]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Israeli jets hit the port.", ["air_strike"]),
        ("Jets dropped guided bombs on the town.", ["glide_bomb"]),
        ("Poland scrambled fighter jets.", []),
        ("Two bombers were damaged.", []),
    ],
)
def test_aircraft_that_only_carry_or_are_hit(text: str, classes: list[str]) -> None:
    assert [str(m.cls) for m in find_weapons(text)] == classes
