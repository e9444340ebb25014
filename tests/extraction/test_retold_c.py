"""Ukrainian and Russian posts as they are written, retold: who told of it, and single people hurt."""

from __future__ import annotations

import datetime as dt

import pytest

import geo
from geo.extraction.casualties import find_casualties
from geo.extraction.quantities import find_quantities
from geo.extraction.tables import tables
from geo.model import Report
from geo.schema import reports_frame


@pytest.mark.parametrize(
    ("lang", "text", "killed", "injured"),
    [
        ("uk", "Унаслідок обстрілу загинула людина, ще двоє поранені.", 1, 2),
        ("uk", "Через ракетний удар постраждали 9-річна дівчинка та 31-річний чоловік.", None, 2),
        ("uk", "Ворог поцілив у будинок, вбив жінку і поранив водія.", 1, 1),
        ("ru", "Погиб спасатель, пострадали 13 человек.", 1, 13),
        ("ru", "Ракеты попали в жилой сектор, ранив двоих и убив одного человека.", 1, 2),
        ("ru", "При ударе погиб человек, ранен подросток.", 1, 1),
        ("en", "A woman and a boy were wounded, and a driver died.", 1, 2),
    ],
)
def test_people_told_of_without_a_number(lang: str, text: str, killed: int | None, injured: int | None) -> None:
    quantities = find_quantities(text, lang=lang)
    told: dict[str, int] = {}
    for count in find_casualties(text, 0, len(text), quantities, tables(lang)):
        told[count.role] = told.get(count.role, 0) + (count.value.min or 0)
    assert (told.get("killed"), told.get("injured")) == (killed, injured)


@pytest.mark.parametrize(
    ("lang", "text", "claimants"),
    [
        ("uk", "Ворог завдав ракетного удару по Запоріжжю. Про це повідомив голова ОВА Іван Петренко.", ["UA"]),
        ("uk", "Ворог завдав ракетного удару по Запоріжжю. Голова ОВА Іван Петренко поїхав на місце.", []),
        ("ru", "Российские войска нанесли удар по Очакову. Об этом сообщил глава Николаевской ОВА.", ["UA"]),
    ],
)
def test_a_sentence_that_only_says_who_told_of_it(lang: str, text: str, claimants: list[str]) -> None:
    report = Report("r1", text, dt.date(2024, 3, 27), lang)
    claims = geo.extract(reports_frame([report]))
    assert claims["claimants"].tolist() == [claimants]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Россияне обстреляли ракетами Очаков в среду.", ["missile"]),
        ("Россияне обстреляли Очаков в среду.", ["artillery"]),
        ("Россияне обстреляли Очаков из артиллерии и ракетами в среду.", ["artillery", "missile"]),
    ],
)
def test_shelled_with_missiles_means_no_guns(text: str, classes: list[str]) -> None:
    claims = geo.extract(reports_frame([Report("r1", text, dt.date(2024, 3, 28), "ru")]))
    assert sorted(claims.loc[0, "weapon_classes"]) == classes


def test_a_vague_number_of_another_speaker_does_not_widen_a_toll() -> None:
    text = (
        "At least 38 people were killed in Israeli strikes on Rafah on Tuesday, the Hamas-run health ministry said. "
        "The Israeli military said its strikes on Rafah on Tuesday had killed a number of fighters."
    )
    (claim,) = geo.extract(reports_frame([Report("r1", text, dt.date(2024, 3, 28), "en")])).to_dict("records")
    assert (claim["killed_min"], claim["claimants"]) == (38, ["PS", "IL"])


@pytest.mark.parametrize(
    ("text", "launched", "intercepted"),
    [
        ("Ukrainian air defences destroyed 23 out of the 31 drones launched by Russia overnight.", 31, 23),
        ("Ukraine shot down 36 rockets and 80 drones out of 94 drones and 67 missiles fired by Russia.", 161, 116),
    ],
)
def test_shares_out_of_wholes(text: str, launched: int, intercepted: int) -> None:
    (claim,) = geo.extract(reports_frame([Report("r1", text, dt.date(2024, 3, 28), "en")])).to_dict("records")
    assert (claim["launched_min"], claim["intercepted_min"]) == (launched, intercepted)


def test_drones_that_lie_at_an_airfield_strike_nothing() -> None:
    text = "The RSF had deployed at least 43 unmanned aerial vehicles at Nyala airport, a research lab said."
    assert geo.extract(reports_frame([Report("r1", text, dt.date(2025, 10, 9), "en")])).empty
