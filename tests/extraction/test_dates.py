from __future__ import annotations

import datetime as dt

import pytest

from geo.extraction.dates import DateMention, find_dates
from geo.model import DateBasis, TimePrecision

TUESDAY = dt.date(2024, 11, 19)


def one(text: str, *, lang: str = "en", published: dt.date = TUESDAY) -> DateMention:
    found = find_dates(text, published=published, lang=lang)
    assert len(found) == 1, [mention.text for mention in found]
    return found[0]


def window(text: str, *, lang: str = "en", published: dt.date = TUESDAY) -> tuple[str, str]:
    first, last = one(text, lang=lang, published=published).window
    return first.isoformat(), last.isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It was hit on Tuesday.", "2024-11-19", "2024-11-19"),
        ("It was hit last Tuesday.", "2024-11-12", "2024-11-12"),
        ("It was hit on Wednesday.", "2024-11-13", "2024-11-13"),
        ("It was hit early on Monday.", "2024-11-18", "2024-11-18"),
        ("It was hit overnight.", "2024-11-18", "2024-11-19"),
        ("It was hit overnight into Monday.", "2024-11-17", "2024-11-18"),
        ("It was hit on the night of 3-4 May.", "2024-05-03", "2024-05-04"),
        ("It was hit on the night of 2 March.", "2024-03-01", "2024-03-02"),
        ("It has been shelled since Friday.", "2024-11-15", "2024-11-19"),
        ("It was hit in the past 24 hours.", "2024-11-18", "2024-11-19"),
        ("It was hit between 10 and 12 May.", "2024-05-10", "2024-05-12"),
        ("It was hit on Dec. 29, 2023.", "2023-12-29", "2023-12-29"),
        ("It was hit on 29 December 2023.", "2023-12-29", "2023-12-29"),
        ("It was hit on 12/05/2024.", "2024-05-12", "2024-05-12"),
        ("It was hit on 12.05.2024.", "2024-05-12", "2024-05-12"),
        ("It was hit on 2024-05-12.", "2024-05-12", "2024-05-12"),
        ("It was hit yesterday.", "2024-11-18", "2024-11-18"),
        ("It was hit this morning.", "2024-11-19", "2024-11-19"),
        ("It was hit last week.", "2024-11-11", "2024-11-17"),
        ("It was hit earlier this week.", "2024-11-18", "2024-11-19"),
        ("It was hit over the weekend.", "2024-11-16", "2024-11-17"),
        ("It was hit three days ago.", "2024-11-16", "2024-11-16"),
        ("It was hit in March 2022.", "2022-03-01", "2022-03-31"),
        ("It was hit on New Year's Day 2024.", "2024-01-01", "2024-01-01"),
        ("It was hit on Sunday, 17 November.", "2024-11-17", "2024-11-17"),
    ],
)
def test_english_expressions(text: str, first: str, last: str) -> None:
    assert window(text) == (first, last)


@pytest.mark.parametrize(
    ("lang", "text", "first", "last"),
    [
        ("uk", "У ніч на 5 січня 2024 року по місту завдали удару.", "2024-01-04", "2024-01-05"),
        ("uk", "Уночі по місту завдали удару.", "2024-11-18", "2024-11-19"),
        ("uk", "Упродовж минулої доби по місту завдали удару.", "2024-11-18", "2024-11-19"),
        ("uk", "Удар було завдано ввечері 3 травня.", "2024-05-03", "2024-05-03"),
        ("uk", "Місто обстріляли в п'ятницю.", "2024-11-15", "2024-11-15"),
        ("uk", "Учора місто обстріляли.", "2024-11-18", "2024-11-18"),
        ("ru", "В ночь на 4 мая город был обстрелян.", "2024-05-03", "2024-05-04"),
        ("ru", "Вчера город был обстрелян.", "2024-11-18", "2024-11-18"),
        ("ru", "За минувшие сутки город был обстрелян.", "2024-11-18", "2024-11-19"),
        ("ru", "В пятницу утром город был обстрелян.", "2024-11-15", "2024-11-15"),
        ("ru", "Сегодня днём, 19 ноября, город был обстрелян.", "2024-11-19", "2024-11-19"),
    ],
)
def test_ukrainian_and_russian_expressions(lang: str, text: str, first: str, last: str) -> None:
    assert window(text, lang=lang) == (first, last)


def test_a_december_day_told_in_january_is_last_years() -> None:
    assert window("It was hit on December 30.", published=dt.date(2024, 1, 3)) == ("2023-12-30", "2023-12-30")


def test_a_day_soon_to_come_is_not_moved_a_year_back() -> None:
    assert window("The concert on 31 December is off.", published=dt.date(2023, 12, 30)) == ("2023-12-31", "2023-12-31")


def test_an_anchored_expression_counts_from_its_anchor() -> None:
    mention = one("On the following day it was hit again.")
    anchor = (dt.date(2024, 3, 2), dt.date(2024, 3, 2))
    assert mention.anchored
    assert mention.resolve(anchor) == (dt.date(2024, 3, 3), dt.date(2024, 3, 3))


def test_an_absolute_expression_ignores_the_anchor() -> None:
    mention = one("On Monday it was hit.")
    assert mention.resolve((dt.date(2020, 1, 1), dt.date(2020, 1, 1))) == mention.window


@pytest.mark.parametrize(
    ("text", "time_of_day"),
    [
        ("at 02:15 on Monday it was hit", dt.time(2, 15)),
        ("shortly before 11 a.m. on Monday it was hit", dt.time(11)),
        ("from about 7:30 p.m. it was hit", dt.time(19, 30)),
        ("at about one o'clock on Saturday morning it was hit", dt.time(1)),
    ],
)
def test_clock_times(text: str, time_of_day: dt.time) -> None:
    mention = one(text)
    assert mention.time == time_of_day
    assert mention.precision is TimePrecision.EXACT_TIME


@pytest.mark.parametrize(
    "text",
    [
        "We may 20 times say so.",
        "3.5 million were spent.",
        "It will march 5 km.",
        "as of 08:00",
        "until Thursday",
        "No. 12 of 14",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, published=TUESDAY) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A man born in 1961 was hurt."),
        ("uk", "Поранено чоловіка 1956 року народження."),
        ("ru", "Ранен мужчина 1956 года рождения."),
    ],
)
def test_a_year_of_birth_dates_no_attack(lang: str, text: str) -> None:
    assert find_dates(text, published=TUESDAY, lang=lang) == []


def test_basis_and_spans() -> None:
    text = "Drones fell on Dec. 29 and yesterday."
    explicit, relative = find_dates(text, published=TUESDAY)
    assert (explicit.basis, relative.basis) == (DateBasis.EXPLICIT, DateBasis.RELATIVE)
    assert [text[m.start : m.end] for m in (explicit, relative)] == [explicit.text, relative.text]


def test_an_impossible_day_is_passed_over() -> None:
    assert find_dates("on 31 February 2024", published=TUESDAY) == []


@pytest.mark.parametrize("unit", ["on the ", "early ", "12 ", "May 3 ", "overnight ", "a few days ", "1.", "Monday, "])
def test_long_monotony_ends(unit: str) -> None:
    text = unit * 20_000
    assert all(mention.end <= len(text) for mention in find_dates(text, published=TUESDAY))
