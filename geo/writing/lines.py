"""JSON Lines and CSV: claims, strikes, rejected reports."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, TextIO

import pandas as pd

from geo.model import Rejection
from geo.writing.plain import plain, rows


def write_jsonl(table: pd.DataFrame, stream: TextIO) -> None:
    """One object a row, with every column but the geometry."""
    for row in rows(table):
        stream.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")


def write_csv(table: pd.DataFrame, stream: TextIO) -> None:
    """One line a row; lists joined with ``;``, mappings as JSON, unknown cells empty, without the geometry."""
    names = [str(name) for name in table.columns if str(table[name].dtype) != "geometry"]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(row[name]) for name in names] for row in rows(table))


def write_rejected(rejected: Iterable[Rejection], stream: TextIO) -> None:
    """What was not used, and why."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["source", "title", "stage", "reason"])
    writer.writerows(
        [_harmless(item.source), _harmless(item.title or ""), item.stage, item.reason] for item in rejected
    )


def cell(value: Any) -> Any:
    """A plain value as one cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return _harmless(";".join(str(item) for item in value if item is not None))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return _harmless(value) if isinstance(value, str) else plain(value)


def _harmless(text: str) -> str:
    """Text from a report must not be run as a formula when the file is opened in a spreadsheet."""
    risky = text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not _number(text))
    return f"'{text}" if risky else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
