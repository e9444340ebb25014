"""JSON Lines, JSON and CSV: many reports a file, columns as in ``schema.REPORTS``; a bad line costs only itself."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from geo.errors import ReadError
from geo.model import Rejection
from geo.reading.drafts import Draft
from geo.reading.sources import Source, decode

FIELD_CHARACTERS = 64_000_000
"""Longest cell of a CSV file; the standard library's 131,072 is less than a long report."""


def read_jsonl(source: Source) -> Iterator[Draft | Rejection]:
    """One object a line."""
    with source.open() as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            yield _line(line, f"{source.name}:{number}")


def read_json(source: Source) -> Iterator[Draft | Rejection]:
    """One object, or a list of objects."""
    try:
        found = json.loads(source.text())
    except ValueError as error:
        raise ReadError(f"{source.name}: not JSON ({error}); one object a line is '.jsonl'") from error
    for number, item in enumerate(found if isinstance(found, list) else [found], start=1):
        yield _draft(item, f"{source.name}:{number}")


def read_csv(source: Source) -> Iterator[Draft | Rejection]:
    """One row a report under a line of column names; commas, semicolons or tabs."""
    text = source.text()
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    previous = csv.field_size_limit(FIELD_CHARACTERS)
    try:
        rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
        yield from _rows(rows, source.name)
    finally:
        csv.field_size_limit(previous)


def _rows(rows: csv.DictReader[str], name: str) -> Iterator[Draft | Rejection]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejection(f"{name}:{rows.line_num}", f"not a row of CSV ({error})", "read")
            continue
        where = f"{name}:{rows.line_num}"
        if None in row:
            yield Rejection(where, "more cells than columns; quote cells that hold the delimiter", "read")
            continue
        yield Draft(where, dict(row))


def _line(line: bytes, where: str) -> Draft | Rejection:
    try:
        return _draft(json.loads(decode(line, where)), where)
    except (ValueError, RecursionError) as error:
        return Rejection(where, f"not JSON ({error})", "read")
    except ReadError as error:
        return Rejection(where, str(error), "read")


def _draft(item: Any, where: str) -> Draft | Rejection:
    if not isinstance(item, dict):
        return Rejection(where, f"an object with 'text' and 'published' is needed, not {type(item).__name__}", "read")
    return Draft(where, item)
