"""Judgements of strikes: whether each happened, where its area is, when its window is, with what it says.

They come from a person's CSV (:func:`read_labels`) or are worked out from labelled reports (:func:`judge`); the
confidence is calibrated on either.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from shapely import Point

from geo.errors import OptionError, ReadError
from geo.evaluation.scores import Row, claimed_weapons, day_of, labelled_weapons, pair, place_error_km

JUDGEMENTS = ("happened", "place_in_area", "date_in_window", "weapon_right")
"""Columns of a label, 1 or 0; a strike is right when all that were judged are 1."""
COLUMNS = ("strike_id", "confidence", *JUDGEMENTS, "side", "lang")
_ANSWERS = {"1": 1, "0": 0, "1.0": 1, "0.0": 0, "yes": 1, "no": 0, "true": 1, "false": 0}
_POINT_KM = 5.0
"""A town's mark stands for the town: the labelled point may lie as far from it as the town is wide."""


def read_labels(path: str | Path, *, strikes: pd.DataFrame | None = None) -> pd.DataFrame:
    """The labels of a CSV with the columns of ``JUDGEMENTS`` (1, 0, yes, no, or empty where not judged).

    ``confidence`` stands in the file or, by ``strike_id``, in ``strikes``. Every error names row and column.
    """
    try:
        table = pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: no readable CSV of labels ({error})") from error
    if "happened" not in table.columns:
        raise OptionError(f"{path} lacks the column 'happened'; labels have {', '.join(JUDGEMENTS)}")
    found = {name: [_answer(path, n, name, cell) for n, cell in _cells(table, name)] for name in JUDGEMENTS}
    confidences = _confidences(path, table, strikes)
    rest = {name: [cell or None for _, cell in _cells(table, name)] for name in ("strike_id", "side", "lang")}
    return pd.DataFrame({**rest, "confidence": confidences, **found})[list(COLUMNS)]


def _cells(table: pd.DataFrame, name: str) -> list[tuple[int, str]]:
    """The cells of a column with the line of the file that each stands on; empty where there is no such column."""
    cells = table[name] if name in table.columns else [""] * len(table)
    return [(number, str(cell).strip()) for number, cell in enumerate(cells, start=2)]


def _answer(path: str | Path, number: int, column: str, cell: str) -> float:
    if not cell:
        return math.nan
    if cell.lower() not in _ANSWERS:
        raise OptionError(f"{path}, row {number}, column {column!r}: {cell!r} is neither 1 nor 0 (nor yes, no, empty)")
    return float(_ANSWERS[cell.lower()])


def _confidences(path: str | Path, table: pd.DataFrame, strikes: pd.DataFrame | None) -> list[float]:
    for number, cell in _cells(table, "confidence_calibrated"):
        if _ANSWERS.get(cell.lower()) == 1:
            raise OptionError(
                f"{path}, row {number}, column 'confidence_calibrated': this confidence was fitted already; "
                "a fit takes the confidence of a run without --calibration"
            )
    if "confidence" in table.columns:
        return [_confidence(path, number, cell) for number, cell in _cells(table, "confidence")]
    if strikes is None or "strike_id" not in table.columns:
        raise OptionError(
            f"{path} lacks the column 'confidence'; it, or a strike_id with a table of strikes, is needed"
        )
    known = dict(zip(strikes["strike_id"].astype(str), strikes["confidence"].astype(float), strict=True))
    found = []
    for number, cell in _cells(table, "strike_id"):
        if cell not in known:
            raise OptionError(f"{path}, row {number}, column 'strike_id': no strike {cell!r} in the table of strikes")
        found.append(known[cell])
    return found


def _confidence(path: str | Path, number: int, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not 0.0 <= value <= 1.0:
        raise OptionError(f"{path}, row {number}, column 'confidence': {cell!r} is no probability from 0 to 1")
    return value


def judge(strikes: pd.DataFrame, gold: Iterable[Row], claims: Iterable[Row]) -> pd.DataFrame:
    """Labels of the strikes that rest on labelled reports, columns as in ``COLUMNS`` but ``side`` and ``lang``.

    ``claims`` bear a ``strike_id``. A strike happened when one of its claims pairs with a labelled row; its place is
    right when the drawn area holds the labelled point, its date when the windows meet, its weapon when a kind agrees.
    """
    labelled: dict[str, list[Row]] = defaultdict(list)
    for line in gold:
        labelled[line["report_id"]] += [] if line.get("none") else [line]
    told: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        if claim["report_id"] in labelled:
            told[claim["report_id"]].append(claim)
    meant: dict[str, list[Row]] = defaultdict(list)
    for report_id, rows in labelled.items():
        for row, claim in pair(rows, told[report_id])[0]:
            meant[str(claim["strike_id"])].append(row)
    seen = {str(claim["strike_id"]) for held in told.values() for claim in held}
    rows = [_judged(row, meant[row["strike_id"]]) for row in strikes.to_dict("records") if row["strike_id"] in seen]
    return pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ("side", "lang")])


def _judged(strike: Mapping[Any, Any], rows: Sequence[Row]) -> dict[str, Any]:
    base = {"strike_id": strike["strike_id"], "confidence": float(strike["confidence"])}
    if not rows:
        return {**base, "happened": 0}
    key = Counter(row["key"] for row in rows).most_common(1)[0][0]
    held = [row for row in rows if row["key"] == key]
    weapons = {name for row in held for name in labelled_weapons(row)}
    start, end = min(day_of(row["start"]) for row in held), max(day_of(row["end"]) for row in held)
    return {
        **base,
        "happened": 1,
        "place_in_area": int(any(_inside(row, strike) for row in held)),
        "date_in_window": int(strike["date_start"] <= end and start <= strike["date_end"]),
        "weapon_right": int("unspecified" in weapons or bool(weapons & claimed_weapons(strike))),
    }


def _inside(row: Row, strike: Mapping[Any, Any]) -> bool:
    shape = strike.get("geometry")
    if shape is None or row.get("lat") is None:
        return row.get("country") == strike.get("country_code")
    if shape.geom_type == "Point":
        km = place_error_km(row, strike)
        radius = float(strike.get("uncertainty_m") or 0.0) / 1000
        return km is not None and km <= (_POINT_KM if math.isnan(radius) else max(_POINT_KM, radius))
    return bool(shape.buffer(0).covers(Point(row["lon"], row["lat"])))
