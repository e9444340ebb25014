"""Which strike is part of which wave: by what the reports say, and by area, window and weapon.

The event/episode rule of MELTT (Donnay et al. 2019): an event inside an episode's area and window belongs to it and is
never merged with it, so that no total counts both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from geo.corroboration.evidence import same_kind
from geo.model import GeoPrecision, Level, WeaponClass

Row = dict[str, Any]
Waves = dict[tuple[str | None, int], list[Row]]
"""The waves of a country on a day."""
_WIDE = {GeoPrecision.COUNTRY: 3, GeoPrecision.SEA_AIR: 3, GeoPrecision.REGION: 2, GeoPrecision.ADMIN1: 1}


def set_parts(rows: Sequence[Row], told_part_of: Mapping[str, str]) -> None:
    """Fill ``part_of`` of each row; ``told_part_of`` maps claim ids to the claim ids of their waves."""
    home = {claim_id: row for row in rows for claim_id in row["claim_ids"]}
    waves: Waves = defaultdict(list)
    for row in rows:
        if row["level"] == Level.WAVE:
            for day in range(row["date_start"].toordinal(), row["date_end"].toordinal() + 1):
                waves[row.get("country_code"), day].append(row)
    for row in rows:
        row["part_of"] = _told(row, told_part_of, home)
    for row in rows:
        row["part_of"] = row["part_of"] or _found(row, waves)


def _told(row: Row, told: Mapping[str, str], home: Mapping[str, Row]) -> str | None:
    for claim_id in row["claim_ids"]:
        wave = home.get(told.get(claim_id, ""))
        if wave is not None and wave is not row and holds(wave, row):
            return str(wave["strike_id"])
    return None


def _found(row: Row, waves: Waves) -> str | None:
    fits = _is_some_of if row["level"] == Level.WAVE else _fits
    there = waves.get((row.get("country_code"), row["date_start"].toordinal()), ())
    fitting = [wave for wave in there if wave is not row and fits(wave, row)]
    best = min(fitting, key=lambda w: (_width(w), w["date_end"] - w["date_start"], w["strike_id"]), default=None)
    return None if best is None else str(best["strike_id"])


def _is_some_of(wave: Row, row: Row) -> bool:
    """Whether ``row`` tells of some munitions of ``wave`` ("multiple North Korean missiles" among the night's 99)."""
    same_area = wave["geo_precision"] == row["geo_precision"] and wave.get("area_id") == row.get("area_id")
    few, many = row["launched_min"], wave["launched_min"]
    if not same_area or few is None or many is None or not few < many or wave["part_of"] == row["strike_id"]:
        return False
    fewer = row["launched_max"] is None or row["launched_max"] < many
    return fewer and holds(wave, row) and _alike(wave, row)


def _fits(wave: Row, row: Row) -> bool:
    return holds(wave, row) and _width(wave) > _width(row) and _alike(wave, row)


def _alike(wave: Row, row: Row) -> bool:
    if wave["attacker"] and row["attacker"] and wave["attacker"] != row["attacker"]:
        return False
    kinds = [(WeaponClass(a), WeaponClass(b)) for a in wave["weapon_classes"] for b in row["weapon_classes"]]
    return not kinds or any(same_kind(a, b) for a, b in kinds)


def holds(wave: Row, row: Row) -> bool:
    """Whether window and area of ``row`` lie in those of ``wave``."""
    within = wave["date_start"] <= row["date_start"] and row["date_end"] <= wave["date_end"]
    if not within or wave["level"] != Level.WAVE or wave.get("country_code") != row.get("country_code"):
        return False
    if wave["geo_precision"] == GeoPrecision.COUNTRY:
        return True
    if wave["geo_precision"] == GeoPrecision.ADMIN1:
        return wave.get("admin1_code") is not None and wave.get("admin1_code") == row.get("admin1_code")
    return wave.get("area_id") is not None and wave.get("area_id") == row.get("area_id")


def _width(row: Row) -> int:
    return _WIDE.get(row["geo_precision"], 0)
