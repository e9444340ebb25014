"""What the built index holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.fold import fold
from geo.gazetteer.index import Index


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.open()


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Ukraine", "UA", "country"),
        ("Запоріжжя", "UA", "settlement"),
        ("Kiev", "UA", "settlement"),
        ("Robotyne", "UA", "settlement"),
        ("مدينة غزة", "PS", "settlement"),
        ("غزة", "PS", "admin1"),
        ("Red Sea", None, "sea"),
    ],
)
def test_names_in_several_scripts_lead_to_their_place(index: Index, name: str, country: str | None, kind: str) -> None:
    found = [index.row(row) for row in index.lookup(fold(name))]
    assert any(entry.kind == kind and (entry.country_code or None) == country for entry in found)


def test_the_first_level_of_a_town_is_no_finer_unit(index: Index) -> None:
    paris = max((index.row(row) for row in index.lookup(fold("Paris"))), key=lambda entry: entry.population)
    assert (paris.country_code, paris.admin1_code) == ("FR", "FR.11")
    assert fold(paris.admin1) == fold("Île-de-France")


def test_a_missing_index_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="strikemap gazetteer build"):
        Index.open(tmp_path / "absent")
