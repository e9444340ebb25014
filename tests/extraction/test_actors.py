from __future__ import annotations

import pytest

from geo.extraction.actors import find_actors


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("The Kremlin said", "RU", "metonym"),
        ("the White House said", "US", "metonym"),
        ("the IDF said", "IL", "forces"),
        ("Russian drones", "RU", "state"),
        ("the Houthis fired", "Houthi", "group"),
        ("Hezbollah fired", "Hezbollah", "group"),
        ("Rapid Support Forces fired", "RSF", "group"),
        ("Revolutionary Guards fired", "IR", "forces"),
        ("the Russian-installed", "RU", "official"),
        ("the Syrian Observatory for Human Rights said", "Syrian Observatory for Human Rights", "organisation"),
        ("the UN said", "UN", "organisation"),
        ("the enemy attacked", None, "enemy"),
        ("the mayor said", None, "official"),
    ],
)
def test_english(text: str, code: str | None, kind: str) -> None:
    mention = find_actors(text)[0]
    assert (mention.code, mention.kind) == (code, kind)
    assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("lang", "text", "code", "kind"),
    [
        ("uk", "Ворог атакував місто.", None, "enemy"),
        ("uk", "Окупанти вдарили по місту.", "RU", "forces"),
        ("uk", "Російські війська обстріляли місто.", "RU", "forces"),
        ("uk", "Армія РФ обстріляла місто.", "RU", "forces"),
        ("ru", "ВСУ нанесли удар.", "UA", "forces"),
        ("ru", "Беспилотник противника сбит.", None, "enemy"),
    ],
)
def test_ukrainian_and_russian(lang: str, text: str, code: str | None, kind: str) -> None:
    assert (code, kind) in [(m.code, m.kind) for m in find_actors(text, lang=lang)]


def test_a_speaker_beside_a_country_bears_its_code() -> None:
    assert [m.code for m in find_actors("Poland's air force said")] == ["PL", "PL"]
    assert [m.code for m in find_actors("Russian officials said")] == ["RU", "RU"]


def test_a_lower_case_word_is_no_name() -> None:
    assert find_actors("a hot turkey and fine china") == []
