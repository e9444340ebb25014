"""The index out of a small table: what is joined, in which order, and how it is put in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.gazetteer import placetable, sources, tables
from geo.gazetteer.build import build
from geo.gazetteer.fold import fold
from geo.gazetteer.index import Index
from geo.gazetteer.sources import Raw

PLACES = [
    Raw("Ukraine", "country", 49.0, 32.0, "UA", population=40_000_000, area_id="UA", source="geonames"),
    Raw("Donetsk Oblast", "admin1", 48.0, 37.8, "UA", "UA.05", "Donetsk Oblast", area_id="UA.05", source="boundaries"),
    Raw(
        "Bakhmut", "settlement", 48.59441, 38.00112, "UA", "UA.05", "Donetsk Oblast", population=70_000, geonames_id=7,
        source="geonames", aliases=[("Бахмут", "alias"), ("Artemivsk", "old"), ("BAK", "alias"), ("bakhmut", "alias")],
    ),
    Raw("Khan Younis", "settlement", 31.34, 34.3, "PS", "PS.GZ", population=200_000, geonames_id=8, source="geonames"),
]  # fmt: skip


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "places.npz"
    tables.write(path, placetable.pack(PLACES))
    monkeypatch.setattr(sources, "PLACES", path)
    return tmp_path


def made(folder: Path, overlay: str = "", user: str = "") -> Index:
    for name, rows in (("overlay.csv", overlay), ("user.csv", user)):
        (folder / name).write_text(
            "name,aliases,latitude,longitude,country_code,admin1_code,geonames_id\n" + rows, "utf-8"
        )
    return Index(build(folder / "index", user=folder / "user.csv", overlay=folder / "overlay.csv"))


def test_names_lead_to_places_and_tell_how(small: Path) -> None:
    index = made(small)
    (row,) = index.lookup(fold("BAKHMUT"))
    entry = index.row(row)
    assert (entry.name, entry.country_code, entry.admin1, entry.geonames_id) == ("Bakhmut", "UA", "Donetsk Oblast", 7)
    assert (entry.latitude, entry.longitude) == (48.59441, 38.00112)
    assert index.lookup(fold("Бахмут")) == (row,)
    assert [index.name_kind(fold(name), row) for name in ("Bakhmut", "Бахмут", "Artemivsk")] == [
        "primary",
        "alias",
        "old",
    ]
    assert index.lookup("bak") == ()  # a code is no name
    assert index.sounds("Bahmut") == (row,)
    assert index.by_area("UA.05") is not None and index.lookup("donetsk") == (index.by_area("UA.05"),)
    assert index.is_prefix("khan") and not index.is_prefix("bakhmut")


def test_prominent_places_come_first(small: Path) -> None:
    index = made(small)
    assert [index.row(n).name for n in range(len(index))] == ["Ukraine", "Donetsk Oblast", "Khan Younis", "Bakhmut"]


def test_an_own_place_takes_the_names_of_the_one_it_repeats(small: Path) -> None:
    index = made(small, overlay="Bakhmut town,Bahmut,48.6,38.01,UA,,7\n", user="Stara Hora,,48.5,37.9,UA,UA.05,\n")
    assert len(index) == len(PLACES) + 1
    (row,) = index.lookup("artemivsk")
    entry = index.row(row)
    assert (entry.name, entry.latitude, entry.source) == ("Bakhmut town", 48.6, "overlay")
    assert (entry.admin1_code, entry.population) == ("UA.05", 70_000)
    assert index.name_kind("artemivsk", row) == "old"
    (own,) = index.lookup("stara hora")
    assert (index.row(own).source, index.row(own).admin1) == ("user", "Donetsk Oblast")


def test_a_new_index_takes_the_place_of_the_old_and_progress_is_told(small: Path) -> None:
    made(small)
    told: list[float] = []
    build(
        small / "index", user=small / "none", overlay=small / "none", progress=lambda _word, share: told.append(share)
    )
    assert told == sorted(told) and told[-1] == 1.0
    assert {path.name for path in small.iterdir() if path.is_dir()} == {"index"}
    assert len(Index(small / "index")) == len(PLACES)


def test_the_version_follows_the_users_places(tmp_path: Path) -> None:
    user = tmp_path / "places.csv"
    before = sources.version(user)
    user.write_text("name,latitude,longitude\nX,1,2\n", "utf-8")
    assert sources.version(user) != before
