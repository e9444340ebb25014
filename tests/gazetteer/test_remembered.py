"""Toponyms of recent texts are kept, but never without bound."""

from __future__ import annotations

import pytest

from geo.gazetteer import finder
from geo.gazetteer.finder import Gazetteer

TEXTS = [f"Kharkiv and Odesa were hit on day {day}." for day in range(6)]


def test_the_same_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gazetteer = Gazetteer.open()
    first = gazetteer.toponyms(TEXTS[0])
    monkeypatch.setattr(gazetteer, "_find", lambda *_: pytest.fail("read again"))
    assert gazetteer.toponyms(TEXTS[0]) == first


def test_what_is_kept_is_bounded_by_toponyms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "REMEMBERED_TOPONYMS", 5)
    gazetteer = Gazetteer.open()
    for text in TEXTS:
        gazetteer.toponyms(text)
    assert len(gazetteer._recent) == 2
    assert gazetteer._held == sum(map(len, gazetteer._recent.values())) <= 5
