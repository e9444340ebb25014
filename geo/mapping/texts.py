"""What a reader sees only after choosing a strike: words, counts, quotes, sources, in blocks opened when needed.

A block is one zlib stream of JSON: ``{"n": rows, "columns": {name: cells}, "sources": {"n": sources of each row,
"columns": {key: cells}}}``. Columns put like words side by side, which deflate rewards; a column without any cell is
left out. ``static/texts.js`` is the reader.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from geo import schema

DETAILS = (
    *("strike_id", "date_text", "time_start", "date_basis", "place_text", "admin2", "uncertainty_m", "p_location"),
    *("weapon_origin_basis", "target_text", "assertion", "claimants", "deniers"),
    *(f"{count}_{bound}" for count in schema.COUNTS for bound in ("min", "max")),
    *("killed_best", "injured_best", "confidence", "confidence_calibrated"),
    *("n_reports", "n_outlets", "n_origins", "n_sides", "first_reported", "last_reported"),
    *("notes", "review_status"),
)
SOURCE = ("publisher", "title", "url", "published", "origin", "quote", "claimants", "assertion", "licence")
"""What is told of a source; ids of claims and reports stand in the tables beside the map."""
SLAB_BLOCKS = 32
"""Blocks whose cells are Python values at one time: some 16,000 strikes, whatever the size of the frame."""
WORKERS = 2
"""Threads that deflate while the next block is being written."""
LEVEL = 6
"""Deflate level: 9 saves 1 % of the texts and takes half as long again."""


def cells_of(column: pd.Series[Any]) -> list[Any]:
    """The cells of a column as Python values, None for null."""
    values: list[Any] = column.tolist()
    null = column.isna().to_numpy(dtype=bool)
    if null.any():
        for row in np.flatnonzero(null):
            values[row] = None
    return values


def blocks(table: pd.DataFrame, rows: int) -> Iterator[bytes]:
    """The texts of ``table`` in its order, ``rows`` strikes a block."""
    names = [name for name in DETAILS if name in table.columns]
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:  # zlib lets go of the interpreter's lock
        for start in range(0, len(table), rows * SLAB_BLOCKS):
            slab = table.iloc[start : start + rows * SLAB_BLOCKS]
            columns = {name: cells_of(slab[name]) for name in names}
            sources = cells_of(slab["sources"]) if "sources" in slab.columns else [None] * len(slab)
            parts = [slice(first, first + rows) for first in range(0, len(slab), rows)]
            streams: list[Future[bytes]] = [pool.submit(_deflated, _block(columns, sources, part)) for part in parts]
            yield from (stream.result() for stream in streams)


def _deflated(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"), LEVEL)


def _block(columns: Mapping[str, list[Any]], sources: Sequence[Any], part: slice) -> str:
    held = [cell if cell is not None else () for cell in sources[part]]
    flat = list(chain.from_iterable(held))
    told = zip(*(tuple(map(source.get, SOURCE)) for source in flat), strict=True)  # each one is visited once
    block = {
        "n": len(held),
        "columns": _kept({name: cells[part] for name, cells in columns.items()}),
        "sources": {"n": list(map(len, held)), "columns": _kept(dict(zip(SOURCE, map(list, told), strict=bool(flat))))},
    }
    return _dumps(block)


def _kept(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns that hold anything; days and times as ISO text."""
    found = {}
    for name, cells in columns.items():
        first = next((cell for cell in cells if cell is not None and cell != []), None)
        if isinstance(first, dt.date | dt.time):
            words = {cell: None if schema.missing(cell) else str(cell) for cell in set(cells)}
            found[name] = [words[cell] for cell in cells]
        elif first is not None:
            found[name] = cells
    return found


def _plain(value: object) -> object:
    """What JSON has no word for: numpy numbers as numbers, other sequences as lists, the rest as text."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple | np.ndarray):
        return list(value)
    return None if schema.missing(value) else str(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False).encode


def _dumps(block: object) -> str:
    try:
        return _encode(block)
    except ValueError:  # a NaN somewhere deep, which JSON has no word for
        return _encode(_without_nan(block))


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nan(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(cell) for cell in value]
    return None if schema.missing(value) else value
