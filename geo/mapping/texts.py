"""What a reader sees only after choosing a strike: words, counts, quotes, sources, in blocks opened when needed.

A block is a pack (``columns``) with prose behind its arrays. Its header lists ``fields`` of the strikes and
``source_fields`` of their sources, in the order of their prose. Numbers and days are arrays, 0 where there is none;
ids in hexadecimal are bytes; texts are the different cells of a column in the order they come first, and an array of
numbers that say which one stands where. Title and quote of a source share one list, side by side: reports say in the
title what they say in the text, and deflate sees only 32 kB back. ``static/texts.js`` is the reader.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from geo import schema
from geo.mapping.columns import Column, Whole, deflated, laid_out

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
TOGETHER = ("title", "quote")
"""Texts of a source that share words."""
SLAB_BLOCKS = 32
"""Blocks whose cells are Python values at one time: some 16,000 strikes, whatever the size of the frame."""
WORKERS = 2
"""Threads that deflate while the next block is being written."""
LEVEL = 5
"""Deflate level: 6 saves 1 % of the texts and takes half as long again."""
EPOCH = dt.date(1970, 1, 1).toordinal()
BETWEEN, NULL = "\x1f", "\x00"
"""What stands between texts and in place of a null; where a text holds one of them, the prose is JSON."""
SCALES = (1, 100, 10_000)
"""Fractions are kept as whole numbers of these parts where that loses nothing."""
LARGEST = 2**31 - 2


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
    numbers = {name: found for name in names if (found := _numbers(table[name])) is not None}
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:  # zlib lets go of the interpreter's lock
        streams: list[Future[bytes]] = []
        for start in range(0, len(table), rows * SLAB_BLOCKS):
            slab = table.iloc[start : start + rows * SLAB_BLOCKS]
            columns = {name: cells_of(slab[name]) for name in names if name not in numbers}
            sources = cells_of(slab["sources"]) if "sources" in slab.columns else [None] * len(slab)
            done, streams = streams, []
            for first in range(0, len(slab), rows):
                part = slice(first, first + rows)
                block = _block(names, {name: cells[part] for name, cells in columns.items()}, sources[part])
                block.numbers({name: held.part(start + first, rows) for name, held in numbers.items()})
                streams.append(pool.submit(block.stream))
            yield from (stream.result() for stream in done)
        yield from (stream.result() for stream in streams)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A column of numbers: ``values`` are whole, from 1; 0 is null. What is meant is ``(value - 1 + base) / scale``."""

    values: Whole
    base: int
    scale: int

    def part(self, start: int, rows: int) -> _Numbers:
        return _Numbers(self.values[start : start + rows], self.base, self.scale)


def _numbers(column: pd.Series[Any]) -> _Numbers | None:
    """A column as whole numbers; None where it holds anything else, or needs more places than ``SCALES`` keep."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return None
    held = column.to_numpy(dtype="float64", na_value=np.nan)
    known = ~np.isnan(held)
    for scale in SCALES:
        scaled = np.round(held * scale)
        if not (scaled[known] / scale == held[known]).all():
            continue
        base = int(scaled[known].min()) if known.any() else 0
        if known.any() and max(abs(base), scaled[known].max() - base) > LARGEST:
            return None
        return _Numbers(np.where(known, scaled - base + 1, 0).astype(np.int64), base, scale)
    return None


@dataclass(slots=True)
class _Block:
    """One block while it is being written."""

    header: dict[str, Any]
    arrays: dict[str, Column] = field(default_factory=dict)
    ids: list[bytes] = field(default_factory=list)
    prose: list[Any] = field(default_factory=list)

    def add(self, kind: str, name: str, cells: list[Any]) -> None:
        """The cells of a column; nothing where it holds nothing."""
        fields = self.header[kind]
        if days := _days(cells):
            return self._number(fields, kind + name, name, days)
        strings, as_json = _strings(cells)
        if strings is None:
            return None
        if not as_json and (raw := _hexadecimal(strings)) is not None:
            fields.append({"name": name, "id": len(raw) // len(cells)})
            self.ids.append(raw)
        else:
            distinct, codes = _distinct(strings)
            fields.append({"name": name, "texts": len(distinct), "json": as_json})
            self.prose += distinct
            if 1 < len(distinct) < len(strings):
                self.arrays[kind + name] = Column(codes)
        return None

    def together(self, kind: str, columns: Mapping[str, list[Any]]) -> None:
        """Columns of texts whose cells stand side by side; an array says how far back a text stood first, 0 for new."""
        strings = list(chain.from_iterable(zip(*columns.values(), strict=True)))
        distinct, codes = _distinct(strings)
        self.header[kind].append({"names": list(columns), "texts": len(distinct)})
        self.prose += distinct
        if len(distinct) < len(strings):
            seen = np.maximum.accumulate(codes)
            new = np.diff(seen, prepend=np.int64(-1)) > 0
            self.arrays[kind] = Column(np.where(new, 0, seen - codes + 1))

    def numbers(self, columns: Mapping[str, _Numbers]) -> None:
        """Columns of numbers, where this block has any."""
        for name, held in columns.items():
            self._number(self.header["fields"], "fields" + name, name, held)

    def _number(self, fields: list[Any], array: str, name: str, held: _Numbers) -> None:
        if held.values.any():
            scale = {"day": True} if held.scale == 0 else {"scale": held.scale}
            fields.append({"name": name, "base": held.base, **scale})
            self.arrays[array] = Column(held.values)

    def stream(self) -> bytes:
        """The block, deflated: numbers, ids and prose each with codes of their own."""
        nulls = self.prose.count(None)
        words = [NULL if text is None else text for text in self.prose] if nulls else self.prose
        prose = BETWEEN.join(words)
        if words and (prose.count(BETWEEN) != len(words) - 1 or prose.count(NULL) != nulls):
            self.header["json"] = True
            prose = _encode(self.prose)
        return deflated(
            laid_out(self.header, self.arrays), b"".join(self.ids), prose.encode("utf-8", "replace"), level=LEVEL
        )


def _block(names: Sequence[str], columns: Mapping[str, list[Any]], sources: Sequence[Any]) -> _Block:
    held = [cell if cell is not None else () for cell in sources]
    flat = list(chain.from_iterable(held))
    block = _Block({"n": len(held), "fields": [], "source_fields": []})
    block.arrays["sources"] = Column(np.fromiter(map(len, held), np.int64, len(held)))
    for name in names:
        if name in columns:
            block.add("fields", name, columns[name])
    told = zip(*(tuple(map(source.get, SOURCE)) for source in flat), strict=True)  # each one is visited once
    cells = dict(zip(SOURCE, map(list, told), strict=bool(flat)))
    shared = {name: cells.pop(name) for name in TOGETHER if name in cells and _is_text(cells[name])}
    for name, column in cells.items():
        block.add("source_fields", name, column)
    if shared:
        block.together("source_fields", shared)
    return block


def _is_text(cells: list[Any]) -> bool:
    kinds = set(map(type, cells))
    return str in kinds and kinds <= {str, type(None)}


def _strings(cells: list[Any]) -> tuple[list[str | None] | None, bool]:
    """Cells as texts, and whether these are JSON; None where all are empty."""
    kinds = set(map(type, cells))
    if kinds <= {str, type(None)}:
        return (cells if str in kinds else None), False
    first = cells[0]
    if kinds == {list} and cells.count(first) == len(cells):  # as most are: not one call a cell
        return ([_dumps(first)] * len(cells) if first else None), True
    empty = [schema.missing(cell) or (isinstance(cell, list | tuple | np.ndarray) and len(cell) == 0) for cell in cells]
    if all(empty):
        return None, True
    return [None if nothing else _dumps(cell) for cell, nothing in zip(cells, empty, strict=True)], True


def _days(cells: list[Any]) -> _Numbers | None:
    """Cells as days since 1970, ``scale`` 0; None where any is something else, or all are null."""
    kinds = set(map(type, cells))
    if dt.date not in kinds or not kinds <= {dt.date, type(None)}:
        return None
    number = {cell: cell.toordinal() - EPOCH for cell in set(cells) - {None}}
    base = min(number.values())
    known = {None: 0} | {cell: day - base + 1 for cell, day in number.items()}
    return _Numbers(np.fromiter(map(known.__getitem__, cells), np.int64, len(cells)), base, 0)


def _hexadecimal(cells: list[Any]) -> bytes | None:
    """Ids in hexadecimal as bytes, if all are of one length."""
    first = cells[0]
    if first is None or len(first) < 8 or len(first) % 2 or set(map(type, cells)) != {str}:
        return None
    digits = "".join(cells)
    if len(digits) != len(first) * len(cells) or set(map(len, cells)) != {len(first)}:
        return None
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return None
    return raw if raw.hex() == digits else None


def _distinct(cells: list[Any]) -> tuple[list[Any], Whole]:
    """The different cells in the order they come first, and the number of each cell among them."""
    distinct = dict.fromkeys(cells)
    if len(distinct) == len(cells):
        return cells, np.arange(len(cells), dtype=np.int64)
    number = {cell: code for code, cell in enumerate(distinct)}
    return list(distinct), np.fromiter(map(number.__getitem__, cells), np.int64, len(cells))


def _plain(value: object) -> object:
    """What JSON has no word for: numpy numbers as numbers, other sequences as lists, the rest as text."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple | np.ndarray):
        return list(value)
    return None if schema.missing(value) else str(value)


_encode: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False
).encode


def _dumps(cell: object) -> str:
    try:
        return _encode(cell)
    except ValueError:  # a NaN somewhere deep, which JSON has no word for
        return _encode(_without_nan(cell))


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nan(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(cell) for cell in value]
    return None if schema.missing(value) else value
