"""Which of the places of one name in a unit is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

import geo
from geo.errors import OptionError
from geo.gazetteer import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.namesakes import APART_KM, facts, odds, share
from geo.gazetteer.renown import SAME_PLACE_DEG, renown
from geo.gazetteer.sources import rows_of

DONETSK = {"admin1": "Donetsk oblast", "country": "Ukraine"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@dataclass
class Spot:
    """A place as far as the choice looks at it."""

    name: str = "Nowhere"
    latitude: float = 10.0
    longitude: float = 10.0
    kind: str = "settlement"
    source: str = "geonames"
    admin1_code: str = "XX.01"


def test_every_row_of_renown_is_a_place_of_the_index_under_one_of_its_names(gazetteer: Gazetteer) -> None:
    index, strays, seen = gazetteer.index, [], set()
    for unit, names, latitude, longitude, before, since in rows_of("renown.csv"):
        keys = names.split(";")
        assert all(key == fold(key) for key in keys), names
        assert 0.0 <= float(before) <= 3.0 and (not since or 0.0 <= float(since) <= 3.0)
        assert float(before) or float(since or 0), "a row that says nothing"
        rows = {row for key in keys for row in (*index.lookup(key), *index.sounds(key))}
        spot = float(latitude), float(longitude)
        entries = [index.row(row) for row in rows]
        away = [max(abs(e.latitude - spot[0]), abs(e.longitude - spot[1])) for e in entries if e.admin1_code == unit]
        if min(away, default=1.0) > SAME_PLACE_DEG:
            strays.append((unit, names, *spot))
        assert (unit, names, spot) not in seen
        seen.add((unit, names, spot))
    assert len(seen) > 3_000 and not strays, strays[:5]


def test_the_time_of_the_event_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    def found(when: dt.date | None) -> str | None:
        place = gazetteer.geocode_place("Opytne village", when=when, **DONETSK)
        return None if place is None else place.admin2

    assert found(dt.date(2017, 2, 3)) == "Pokrovsk Raion", "beside the airport and Avdiivka"
    assert found(dt.date(2022, 12, 20)) == "Bakhmut Raion", "beside Bakhmut"
    assert found(None) in ("Pokrovsk Raion", "Bakhmut Raion")


def test_many_names_take_a_day_for_all_or_one_each() -> None:
    days = [dt.date(2017, 2, 3), dt.datetime(2022, 12, 20, 8, 30), "2017-02-03", None]
    each = geo.geocode_many(["Opytne"] * 4, when=days, **DONETSK)
    assert each["admin2"].tolist()[:3] == ["Pokrovsk Raion", "Bakhmut Raion", "Pokrovsk Raion"]
    alike = geo.geocode_many(["Opytne"] * 2, when="2022-12-20", **DONETSK)
    assert alike["admin2"].tolist() == ["Bakhmut Raion"] * 2
    district = geo.geocode_many(["Opytne"], admin2="Yasynuvata raion", when="2022-12-20", **DONETSK)
    assert district["admin2"].tolist() == ["Pokrovsk Raion"], "what is told comes before what is likely"


@pytest.mark.parametrize(
    ("when", "remedy"), [("May 2022", "2022-05-01"), (20220501, "must be a date"), (["2022-05-01"], "has 1 values")]
)
def test_a_day_that_is_none_is_told(when: object, remedy: str) -> None:
    with pytest.raises(OptionError, match=remedy):
        geo.geocode_many(["Opytne", "Kamianka"], when=when)


def test_an_address_with_its_unit_means_what_the_columns_mean() -> None:
    for name in ("Opytne", "Stepanivka", "Kamianka"):
        one = geo.geocode_many([f"{name}, Donetsk oblast, Ukraine"]).iloc[0]
        other = geo.geocode_many([name], **DONETSK).iloc[0]
        assert (one["latitude"], one["longitude"]) == (other["latitude"], other["longitude"]), name


def test_without_a_time_both_wars_count_and_with_one_its_own(gazetteer: Gazetteer) -> None:
    entries = map(gazetteer.index.row, gazetteer.index.lookup("opytne"))
    entry = next(e for e in entries if e.admin2 == "Bakhmut Raion")
    before, since = (renown(entry, "Opytne", dt.date(year, 6, 1)) for year in (2016, 2023))
    assert since > before and renown(entry, "Opytne") == before + since
    assert renown(entry, "Xyzzyplugh") == renown(entry, "Opytne"), "its own name counts where the other is unknown"
    assert renown(Spot("Opytne"), "Opytne") == 0.0, "nothing is told of other units"


def test_what_speaks_for_a_place() -> None:
    one, other = Spot("Here"), Spot("Here", latitude=12.0)
    big, small = (facts(one, "Here", people, sized=True) for people in (50_000, 500))
    assert odds([big, small])[0] > 0.5
    assert odds([facts(one, "Here", 0, sized=True), facts(Spot("There"), "Here", 0, sized=True)])[0] > 0.5
    assert odds([facts(one, "Here", 0, sized=True), facts(one, "Here", 0, sized=False)])[0] > 0.5
    told = [big, small]
    assert share([one, other], told, one) == pytest.approx(odds(told)[0])
    near = Spot("Here", latitude=10.0 + 0.5 * APART_KM / 111.0)
    assert share([one, near], told, one) == pytest.approx(1.0), "a neighbour is the same place in another table"
