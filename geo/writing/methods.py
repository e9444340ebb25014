"""How a map was made: the counts that were lost at every step, in words and as a data package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from geo import schema
from geo.model import Rejection
from geo.writing.publication import MEASURES

BOUNDARIES_NOTE = (
    "The boundaries and names shown and the designations used do not imply official endorsement or acceptance. "
    "Crimea and Sevastopol are shown as Ukraine (UN General Assembly resolution 68/262)."
)


def counts(
    reports: pd.DataFrame, rejected: Iterable[Rejection], claims: pd.DataFrame, strikes: pd.DataFrame
) -> dict[str, int]:
    """How many at each step of the road, in its order."""
    return {
        "reports read": len(reports),
        "rejected": len(list(rejected)),
        "claims": len(claims),
        "strikes": len(strikes),
        "not mappable": int(strikes.geometry.isna().sum()) if "geometry" in strikes else len(strikes),
    }


def methods(
    steps: Mapping[str, int],
    rejected: Iterable[Rejection],
    claims: pd.DataFrame,
    strikes: pd.DataFrame,
    *,
    mode: str,
    corrections: str | None = None,
) -> str:
    """The text of ``methods.md``: what was read, what was lost where, and what the words mean."""
    silent = steps["reports read"] - claims["report_id"].nunique()
    losses = pd.Series([item.stage for item in rejected], dtype="object").value_counts().sort_index()
    published: Mapping[str, int] = strikes.attrs.get("publication", {})
    lines = [
        "# How this map was made",
        "",
        f"Mode: {mode}. Every strike walks back to the sentence that claims it: strike, claims, reports.",
        "",
        "## What was lost at each step",
        "",
        "| step | number |",
        "| --- | --- |",
        *(f"| {name} | {number} |" for name, number in steps.items()),
        *(f"| rejected while in the step '{stage}' | {number} |" for stage, number in losses.items()),
        f"| reports without a claim | {max(silent, 0)} |",
        f"| claims merged into another's strike | {max(steps['claims'] - steps['strikes'], 0)} |",
        *(f"| {MEASURES[name]} | {number} |" for name, number in published.items() if name in MEASURES),
        "",
        "## How sure",
        "",
        *_tallies(strikes),
        "",
        "A grade is a rule that anyone can recompute; a number is shown as a per cent only when it was calibrated.",
        "Counts are ranges; an empty cell is unknown, never 0. A shaded area is where it may have happened, not the",
        "area damaged. Names of private people are not recognised by machine: read quotations before publishing.",
        "",
        "## Files",
        "",
        "`claims.jsonl` and `rejected.csv` are the working record: they hold every claim as it was read, and are not",
        "reduced for publication. Keep them with the reports. All other files are as the mode above says.",
        "",
        "## Data",
        "",
        "Places: GeoNames, CC BY 4.0, changed. Outlines: Natural Earth, public domain, simplified.",
        BOUNDARIES_NOTE,
        "",
        f"Corrections: {corrections or 'tell whoever gave you this file'}.",
        "",
    ]
    return "\n".join(lines)


def _tallies(strikes: pd.DataFrame) -> list[str]:
    lines = ["| what | value | strikes |", "| --- | --- | --- |"]
    for name in ("grade", "geo_precision", "level"):
        for value, number in strikes[name].astype("string").value_counts().sort_index().items():
            lines.append(f"| {name} | {value} | {number} |")
    return lines


_FRICTIONLESS = {
    "date": "date", "datetime": "datetime", "time": "time", "float": "number", "int": "integer", "bool": "boolean",
    "list": "string", "string": "string", "category": "string",
}  # fmt: skip


def datapackage(files: Iterable[Path], *, name: str = "strikes") -> str:
    """A Data Package description (Table Schema) of the files that were written."""
    fields: list[dict[str, Any]] = [
        {"name": c.name, "type": _FRICTIONLESS[c.kind], "description": c.meaning + (f" ({c.unit})" if c.unit else "")}
        | ({"constraints": {"enum": list(c.values)}} if c.values and c.kind == "category" else {})
        for c in schema.STRIKES
        if c.kind != "geometry"
    ]
    resources = [
        {"name": path.name.replace(".", "-"), "path": path.name}
        | ({"schema": {"fields": fields, "primaryKey": "strike_id"}} if path.name == "strikes.csv" else {})
        for path in files
    ]
    package = {
        "name": name,
        "resources": resources,
        "sources": [
            {"title": "GeoNames, CC BY 4.0", "path": "https://www.geonames.org/"},
            {"title": "Natural Earth, public domain", "path": "https://www.naturalearthdata.com/"},
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"
