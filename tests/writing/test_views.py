from pathlib import Path
from typing import Any

import geopandas
import pytest

import geo
from geo.writing import write
from geo.writing.views import VIEWS


def test_acled_codes_no_country_and_knows_no_zero(strikes: geopandas.GeoDataFrame) -> None:
    table = VIEWS["acled"](strikes)
    assert table["event_id_cnty"].tolist() == ["s1"]
    row = table.iloc[0]
    assert row["geo_precision"] == 1
    assert row["sub_event_type"] == "Shelling/artillery/missile attack"
    assert row["source"] == "The Gazette"
    assert table["fatalities"].isna().all()


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"weapon_classes": ["drone"]}, "Air/drone strike"),
        ({"weapon_classes": ["artillery"]}, "Shelling/artillery/missile attack"),
        ({"weapon_classes": ["drone"], "outcome": "intercepted"}, "Disrupted weapons use"),
    ],
)
def test_acled_event_types(make: Any, cells: dict[str, Any], kind: str) -> None:
    assert VIEWS["acled"](make(make.row(**cells)))["sub_event_type"].tolist() == [kind]


def test_ucdp_precisions(make: Any, strikes: geopandas.GeoDataFrame) -> None:
    table = VIEWS["ucdp"](strikes)
    assert table["where_prec"].tolist()[:2] == [1, 6]
    assert table.loc[1, ["low", "best", "high"]].tolist() == [2, 3, 5]
    assert table["type_of_violence"].isna().all()
    night = VIEWS["ucdp"](make(make.row(time_precision="night", geo_precision="sea_air")))
    assert night.loc[0, ["date_prec", "where_prec"]].tolist() == [2, 7]


def test_hxl_has_its_tags_first(strikes: geopandas.GeoDataFrame) -> None:
    table = VIEWS["hxl"](strikes)
    assert table.loc[0, "date"] == "#date+occurred"
    assert len(table) == len(strikes) + 1


def test_a_view_is_written_as_csv_only(tmp_path: Path, strikes: geopandas.GeoDataFrame) -> None:
    assert write(strikes, tmp_path / "a.csv", view="acled").read_text().startswith("event_id_cnty,")
    with pytest.raises(geo.OptionError):
        write(strikes, tmp_path / "a.geojson", view="acled")
    with pytest.raises(geo.OptionError):
        write(strikes, tmp_path / "a.csv", view="viina")
