"""The tables keep their promises: known classes and countries, no name twice, every word found in a text."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from geo import lexicon
from geo.extraction.actors import find_actors
from geo.extraction.dates import find_dates
from geo.extraction.weapons import find_weapons
from geo.model import WeaponClass

WEAPONS = lexicon.load("weapons")
ACTORS = lexicon.load("actors")
SYSTEMS = [
    (cls, maker, system, alias)
    for cls, makers in WEAPONS["weapon"].items()
    for maker, systems in makers.items()
    for system, aliases in systems.items()
    for alias in (system, *aliases)
]


def test_the_weapons_are_many() -> None:
    assert len({system for _, _, system, _ in SYSTEMS}) >= 250


def test_classes_and_makers_are_known() -> None:
    assert {cls for cls, *_ in SYSTEMS} | set(WEAPONS["generic"]) <= {str(cls) for cls in WeaponClass}
    assert all(maker == "none" or re.fullmatch("[A-Z]{2}", maker) for _, maker, *_ in SYSTEMS)


def test_no_weapon_name_has_two_meanings() -> None:
    meaning: dict[str, tuple[str, str]] = {}
    twice = [
        alias for cls, _, system, alias in SYSTEMS if meaning.setdefault(alias.lower(), (cls, system)) != (cls, system)
    ]
    assert twice == []


@pytest.mark.parametrize(("cls", "maker", "system", "alias"), SYSTEMS)
def test_every_weapon_name_is_found(cls: str, maker: str, system: str, alias: str) -> None:
    found = [m for m in find_weapons(f"They used {alias} here.") if m.system]
    assert [(str(m.cls), m.system) for m in found] == [(cls, system)]
    assert found[0].origin == (() if maker == "none" else (maker,))


def test_countries_are_iso_codes() -> None:
    assert all(re.fullmatch("[A-Z]{2}", code) for code in ACTORS["states"])


def test_every_state_has_a_name_that_is_found() -> None:
    for code, state in ACTORS["states"].items():
        name = state["names"][0]
        assert code in [m.code for m in find_actors(f"They went to {name} again.")], name


def test_a_group_is_no_organisation() -> None:
    assert not set(ACTORS["groups"]) & set(ACTORS["organisations"])


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_every_month_and_weekday_is_found(lang: str) -> None:
    table = lexicon.load(f"dates_{lang}")
    for name, month in table["months"].items():
        text = f"x 12 {name.title() if lang == 'en' else name} 2023 x"
        (mention,) = find_dates(text, published=dt.date(2024, 1, 1), lang=lang)
        assert mention.window[0] == dt.date(2023, month, 12), name
    for name, weekday in table["weekdays"].items():
        (mention,) = find_dates(name.title() if lang == "en" else name, published=dt.date(2024, 1, 1), lang=lang)
        assert mention.window[0].weekday() == weekday, name
