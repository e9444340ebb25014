from __future__ import annotations

import pytest

from geo.extraction.quantities import find_quantities


def bounds(text: str, lang: str = "en") -> list[tuple[int | None, int | None, str | None]]:
    return [(q.min, q.max, q.head) for q in find_quantities(text, lang=lang)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("32 drones", [(32, 32, "munition")]),
        ("at least 22 dead and 82 injured", [(22, None, "killed"), (82, 82, "injured")]),
        ("well over 300 drones", [(301, None, "munition")]),
        ("more than 100 people", [(101, None, "people")]),
        ("up to 20 people", [(None, 20, "people")]),
        ("nearly 30 people", [(None, 30, "people")]),
        ("about 50 people", [(50, 50, "people")]),
        ("fewer than 10 people", [(None, 9, "people")]),
        ("several missiles", [(3, None, "munition")]),
        ("multiple missiles", [(2, None, "munition")]),
        ("dozens of people", [(24, None, "people")]),
        ("a dozen missiles", [(12, 12, "munition")]),
        ("more than a dozen people", [(13, None, "people")]),
        ("two dozen people", [(24, 24, "people")]),
        ("between eight and eleven people", [(8, 11, "people")]),
        ("10 to 12 people", [(10, 12, "people")]),
        ("forty-one people", [(41, 41, "people")]),
        ("two hundred and fifty shells", [(250, 250, "munition")]),
        ("1,200 people", [(1200, 1200, "people")]),
        ("three thousand people", [(3000, 3000, "people")]),
        ("all but four of 57 missiles were downed", [(53, 53, "munition")]),
        ("144 drones, half of them over Bryansk", [(144, 144, "munition"), (72, 72, "munition")]),
    ],
)
def test_intervals(text: str, expected: list[tuple[int | None, int | None, str | None]]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Kh-101", "S-300", "Su-34", "No. 19", "Shahed-131/136", "$60", "at 02:15", "Tu-22M3"],
)
def test_names_are_no_numbers(text: str) -> None:
    assert bounds(text) == []


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("a 91-year-old woman", "age"),
        ("Ivan, 46, died", "age"),
        ("155mm shells", "calibre"),
        ("340 km away", "distance"),
        ("the 53rd floor", "ordinal"),
        ("80 per cent", "percent"),
        ("on 12 May", "time"),
        ("a nine-storey block", "distance"),
        ("18 hours", "time"),
    ],
)
def test_heads_that_are_no_count(text: str, head: str) -> None:
    assert [q.head for q in find_quantities(text)] == [head]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("uk", "81 ударним БпЛА", [(81, 81, "munition")]),
        ("uk", "щонайменше шість керованих авіабомб", [(6, None, "munition")]),
        ("uk", "понад 40 ракет", [(41, None, "munition")]),
        ("uk", "двоє людей", [(2, 2, "people")]),
        ("uk", "п'ятеро поранених", [(5, 5, "injured")]),
        ("ru", "тринадцать снарядов", [(13, 13, "munition")]),
        ("ru", "не менее 20 человек", [(20, None, "people")]),
        ("ru", "около 120 пострадали", [(120, 120, "injured")]),
    ],
)
def test_ukrainian_and_russian(lang: str, text: str, expected: list[tuple[int | None, int | None, str | None]]) -> None:
    assert bounds(text, lang) == expected


def test_spans_are_exact() -> None:
    text = "In all, at least 22 missiles."
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == quantity.text == "at least 22"


@pytest.mark.parametrize("text", ["123 456 " * 2_000, "9" * 5_000, "one hundred and " * 2_000])
def test_noise_is_no_error(text: str) -> None:
    assert all(q.end <= len(text) for q in find_quantities(text))
