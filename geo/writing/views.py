"""The strikes as others shape their tables: ACLED, UCDP GED, HXL. Unknown deaths are empty, not 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from geo.schema import missing

_ACLED_PLACE = {
    **dict.fromkeys(("site", "sub_settlement", "settlement"), 1),
    **dict.fromkeys(("near_settlement", "admin3", "admin2"), 2),
    **dict.fromkeys(("admin1", "region", "sea_air"), 3),
}
_UCDP_PLACE = {
    **dict.fromkeys(("site", "sub_settlement", "settlement"), 1),
    "near_settlement": 2,
    "admin3": 3,
    "admin2": 3,
    "admin1": 4,
    "region": 5,
    "country": 6,
    "sea_air": 7,
}
_ACLED_TIME = {"exact_time": 1, "day": 1, "night": 1, "few_days": 2, "week": 2, "month": 3}
_UCDP_TIME = {"exact_time": 1, "day": 1, "night": 2, "few_days": 2, "week": 3, "month": 4, "longer": 5}
_FROM_THE_AIR = {"drone", "glide_bomb", "bomb", "air_strike"}
_SHELLED = {"ballistic_missile", "cruise_missile", "missile", "rocket_artillery", "artillery", "naval_drone"}


def acled(strikes: pd.DataFrame) -> pd.DataFrame:
    """ACLED's columns; strikes known to the country only are not coded there and are left out."""
    rows = [
        {
            "event_id_cnty": row["strike_id"],
            "event_date": row["date"],
            "time_precision": _ACLED_TIME.get(str(row["time_precision"])),
            "event_type": "Explosions/Remote violence",
            "sub_event_type": _sub_event(row),
            "actor1": _value(row["attacker"]),
            "iso": _value(row["country_code"]),
            "admin1": _value(row["admin1"]),
            "location": _value(row["location"]),
            "latitude": _value(row["latitude"]),
            "longitude": _value(row["longitude"]),
            "geo_precision": _ACLED_PLACE[str(row["geo_precision"])],
            "source": _outlets(row),
            "notes": _first_quote(row),
            "fatalities": _value(row["killed_best"]),
        }
        for row in strikes.to_dict("records")
        if str(row["geo_precision"]) in _ACLED_PLACE
    ]
    return _table(rows, _ACLED_COLUMNS, whole=("fatalities", "time_precision", "geo_precision"))


def ucdp(strikes: pd.DataFrame) -> pd.DataFrame:
    """UCDP GED's columns; ``type_of_violence`` is left to UCDP's coders."""
    rows = [
        {
            "id": row["strike_id"],
            "type_of_violence": None,
            "date_start": row["date_start"],
            "date_end": row["date_end"],
            "date_prec": _UCDP_TIME.get(str(row["time_precision"])),
            "where_prec": _UCDP_PLACE.get(str(row["geo_precision"])),
            "where_coordinates": _value(row["location"]),
            "adm_1": _value(row["admin1"]),
            "country_id": _value(row["country_code"]),
            "latitude": _value(row["latitude"]),
            "longitude": _value(row["longitude"]),
            "side_a": _value(row["attacker"]),
            "low": _value(row["killed_min"]),
            "best": _value(row["killed_best"]),
            "high": _value(row["killed_max"]),
            "number_of_sources": _value(row["n_outlets"]),
            "source_original": ";".join(_list(row["claimants"])),
            "event_clarity": 1 if str(row["level"]) == "incident" else 2,
        }
        for row in strikes.to_dict("records")
    ]
    whole = ("low", "best", "high", "number_of_sources", "date_prec", "where_prec", "event_clarity")
    return _table(rows, _UCDP_COLUMNS, whole=whole)


def hxl(strikes: pd.DataFrame) -> pd.DataFrame:
    """A table with a first row of HXL hashtags, as humanitarian tools read it."""
    rows: list[dict[str, Any]] = [dict(_HXL)]
    for row in strikes.to_dict("records"):
        rows.append(
            {
                "date": row["date"],
                "location": _value(row["location"]),
                "latitude": _value(row["latitude"]),
                "longitude": _value(row["longitude"]),
                "admin1": _value(row["admin1"]),
                "country": _value(row["country_code"]),
                "attacker": _value(row["attacker"]),
                "killed": _value(row["killed_best"]),
                "type": ";".join(_list(row["weapon_classes"])),
                "source": _outlets(row),
                "code": row["strike_id"],
            }
        )
    return _table(rows, tuple(_HXL))


VIEWS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {"acled": acled, "ucdp": ucdp, "hxl": hxl}
"""Name -> view of a strikes frame."""

_ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "iso", "admin1",
    "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
)  # fmt: skip
_UCDP_COLUMNS = (
    "id", "type_of_violence", "date_start", "date_end", "date_prec", "where_prec", "where_coordinates", "adm_1",
    "country_id", "latitude", "longitude", "side_a", "low", "best", "high", "number_of_sources", "source_original",
    "event_clarity",
)  # fmt: skip
_HXL = {
    "date": "#date+occurred",
    "location": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "admin1": "#adm1+name",
    "country": "#country+code",
    "attacker": "#group+name",
    "killed": "#affected+killed",
    "type": "#event+type",
    "source": "#meta+source",
    "code": "#event+code",
}


def _sub_event(row: Mapping[Any, Any]) -> str | None:
    if str(row["outcome"]) == "intercepted":
        return "Disrupted weapons use"
    classes = set(_list(row["weapon_classes"]))
    if classes & _SHELLED:
        return "Shelling/artillery/missile attack"
    return "Air/drone strike" if classes & _FROM_THE_AIR else None


def _value(value: Any) -> Any:
    return None if missing(value) else value


def _list(value: Any) -> list[str]:
    return [] if missing(value) else [str(item) for item in value]


def _outlets(row: Mapping[Any, Any]) -> str:
    sources = [] if missing(row["sources"]) else row["sources"]
    return ";".join(dict.fromkeys(str(s["publisher"]) for s in sources if not missing(s.get("publisher"))))


def _first_quote(row: Mapping[Any, Any]) -> str | None:
    sources = [] if missing(row["sources"]) else row["sources"]
    return next((str(s["quote"]) for s in sources if not missing(s.get("quote"))), None)


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...], whole: tuple[str, ...] = ()) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=pd.Index(columns), dtype="object")
    for name in whole:
        table[name] = table[name].astype("Int64")
    return table
