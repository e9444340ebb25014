"""Ukraine's villages and raions, and what is told of a settlement whose point nobody knows."""

from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.index import Entry, Index
from geo.model import GeoPrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def index(gazetteer: Gazetteer) -> Index:
    held: Index = gazetteer.index
    return held


def found(index: Index, name: str, kind: str, unit: str | None = None) -> list[Entry]:
    entries = [index.row(row) for row in index.lookup(fold(name))]
    return [e for e in entries if e.kind == kind and e.country_code == "UA" and unit in (None, e.admin1_code)]


def test_every_settlement_of_the_codifier_has_a_unit_and_a_raion(index: Index) -> None:
    rows = np.flatnonzero((index.country_codes == b"UA") & (index.kind == 5))
    assert len(rows) > 28_000
    entries = [index.row(int(row)) for row in rows[:: len(rows) // 2000]]
    assert np.mean([bool(e.admin1_code and e.admin2) for e in entries]) > 0.95
    assert np.mean([e.area_id is None for e in entries]) > 0.55


@pytest.mark.parametrize(
    ("name", "unit", "latitude", "longitude"),
    [
        ("Ohirtseve", "UA.07", 50.31, 36.93),
        ("Огірцеве", "UA.07", 50.31, 36.93),
        ("Novotoshkivske", "UA.14", 48.73, 38.63),
        ("Mali Shcherbaky", "UA.26", 47.48, 35.6),
    ],
)
def test_small_villages_have_points(index: Index, name: str, unit: str, latitude: float, longitude: float) -> None:
    (entry,) = found(index, name, "settlement", unit)
    assert abs(entry.latitude - latitude) < 0.1 and abs(entry.longitude - longitude) < 0.1


def test_a_village_without_a_point_is_its_oblast_with_the_raion_named(gazetteer: Gazetteer) -> None:
    (entry,) = found(gazetteer.index, "Pelekhivshchyna", "settlement", "UA.18")
    assert (entry.source, entry.area_id, entry.admin2) == ("katottg", "UA.18", "Kremenchuk Raion")
    (toponym,) = (t for t in gazetteer.toponyms("Shelling hit the village of Pelekhivshchyna.") if t.place)
    place = toponym.place
    assert place is not None
    assert (place.location, place.geo_precision, place.area_id) == ("Pelekhivshchyna", GeoPrecision.ADMIN1, "UA.18")
    assert place.admin2 == "Kremenchuk Raion"
    shape = gazetteer.geometry(place)
    assert shape is not None and shape.geom_type in ("Polygon", "MultiPolygon")


def test_villages_without_a_point_take_no_name_from_places_elsewhere(index: Index) -> None:
    unplaced = np.flatnonzero((index.country_codes == b"UA") & (index.kind == 5))
    loose = {int(row) for row in unplaced if index.row(int(row)).source == "katottg"}
    assert len(loose) > 10_000
    abroad = dict(index.names_of((index.country_codes != b"UA") & (index.kind != 0)))
    shared = [key for key, row in index.names_of(np.isin(np.arange(len(index)), list(loose))) if key in abroad]
    assert shared == []


def test_everyday_words_are_no_villages(gazetteer: Gazetteer) -> None:
    assert gazetteer.toponyms("Перемога буде за нами. Надія є, і воля теж.", lang="uk") == []


@pytest.mark.parametrize(
    ("name", "point"),
    [("Pokrovsk Raion", (48.2, 37.2)), ("Kupiansk district", (49.7, 37.6)), ("Kramatorskyi Raion", (48.8, 37.5))],
)
def test_raions_of_today(index: Index, name: str, point: tuple[float, float]) -> None:
    (entry,) = found(index, name, "admin2")
    assert abs(entry.latitude - point[0]) < 0.35 and abs(entry.longitude - point[1]) < 0.35


def test_raions_from_before_2020_are_marked_as_such(index: Index) -> None:
    (entry,) = found(index, "Telmanivskyi Raion", "admin2")
    assert (entry.name, entry.feature) == ("Boikivske Raion", "A.ADM2H")
    assert index.name_kind(fold("Telmanivskyi Raion"), entry.row) == "old"
    assert found(index, "Попаснянський район", "admin2")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Kupyansk", "Kupiansk"),
        ("Slovyansk", "Sloviansk"),
        ("Slavyansk", "Sloviansk"),
        ("Artemivsk", "Bakhmut"),
        ("Kharkov", "Kharkiv"),
        ("Yevpatoriya", "Yevpatoria"),
    ],
)
def test_towns_bear_their_official_spelling_and_are_found_by_others(index: Index, spelling: str, name: str) -> None:
    assert name in {entry.name for entry in found(index, spelling, "settlement")}


@pytest.mark.parametrize(
    ("spelling", "name", "country"),
    [("Khan Yunis", "Khan Younis", "PS"), ("Al Qamishli", "Qamishli", "SY"), ("Ar Raqqah", "Raqqa", "SY")],
)
def test_towns_bear_the_name_that_reports_use(index: Index, spelling: str, name: str, country: str) -> None:
    entries = [index.row(row) for row in index.lookup(fold(spelling))]
    assert (name, country) in {(entry.name, entry.country_code) for entry in entries if entry.kind == "settlement"}
