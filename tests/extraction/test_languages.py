"""Ukrainian and Russian posts are read by the same rules, and the tables have the same keys in all languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo import lexicon
from geo.extraction import Extraction
from geo.extraction.tables import available, tables
from geo.model import WeaponClass

Read = Callable[..., Extraction]


@pytest.mark.parametrize("name", ["attack", "realis", "speech", "targets", "phrasing"])
@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_a_language_has_the_tables_of_english(name: str, lang: str) -> None:
    english, other = lexicon.load(f"{name}_en"), lexicon.load(f"{name}_{lang}")
    assert set(other) == set(english)
    for table, entries in english.items():
        if isinstance(entries, dict) and table in ("triggers", "casualties", "roles", "agents", "merge", "targets"):
            assert set(entries) - {"same"} <= set(other[table]) | {"same"}, table


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_every_phrasing_of_english_has_its_counterpart(lang: str) -> None:
    english, other = lexicon.load("phrasing_en"), lexicon.load(f"phrasing_{lang}")
    assert {part: set(entries) for part, entries in other.items()} == {
        part: set(entries) for part, entries in english.items()
    }


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_tables_compile(lang: str) -> None:
    assert tables(lang).lang == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "Російські війська обстріляли Kharkiv, поранено двох людей."),
        ("ru", "ВСУ обстреляли Belgorod, ранены два человека."),
    ],
)
def test_shelling_is_read(read: Read, lang: str, text: str) -> None:
    if not available(lang):
        pytest.skip(f"no expressions of time for {lang}")
    (claim,) = read(text, lang=lang).claims
    assert claim.weapon_classes == (WeaponClass.ARTILLERY,)
    assert claim.injured == (2, 2)
