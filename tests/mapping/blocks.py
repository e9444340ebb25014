"""The blocks of texts, read in Python as ``static/texts.js`` reads them."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterator
from typing import Any

from geo.mapping.columns import unpack

DAY = dt.timedelta(days=1)
EPOCH = dt.date(1970, 1, 1)


def texts_of(blocks: tuple[bytes, ...]) -> list[dict[str, Any]]:
    """What the reports say of every strike, nulls left out."""
    return [text for block in blocks for text in _rows(block)]


def _rows(block: bytes) -> Iterator[dict[str, Any]]:
    raw = zlib.decompress(block)
    header, arrays = unpack(block)
    end = 4 + int.from_bytes(raw[:4], "little")
    end += sum(item["n"] * item["width"] for item in json.loads(raw[4:end])["columns"])
    counts = arrays["sources"].tolist()
    assert header["n"] == len(counts)
    ids = sum(each.get("id", 0) * n for kind, n in _kinds(counts) for each in header[kind])
    prose = raw[end + ids :].decode()
    words = json.loads(prose) if header.get("json") else [None if w == "\x00" else w for w in prose.split("\x1f")]
    tables: dict[str, dict[str, list[Any]]] = {}
    for kind, n in _kinds(counts):
        tables[kind] = {}
        for each in header[kind]:
            if "id" in each:
                size = each["id"]
                tables[kind][each["name"]] = [raw[end + i * size : end + (i + 1) * size].hex() for i in range(n)]
                end += size * n
            elif "texts" in each:
                held, words = words[: each["texts"]], words[each["texts"] :]
                tables[kind] |= _texts(kind, each, held, n, arrays)
            else:
                tables[kind][each["name"]] = [_number(v, each) for v in arrays[kind + each["name"]].tolist()]
    sources = [_row(tables["source_fields"], i) for i in range(sum(counts))]
    for row, count in enumerate(counts):
        yield {**_row(tables["fields"], row), "sources": [sources.pop(0) for _ in range(count)]}


def _kinds(counts: list[int]) -> list[tuple[str, int]]:
    return [("fields", len(counts)), ("source_fields", sum(counts))]


def _row(table: dict[str, list[Any]], row: int) -> dict[str, Any]:
    return {name: cells[row] for name, cells in table.items() if cells[row] is not None}


def _number(value: int, each: dict[str, Any]) -> Any:
    if value == 0:
        return None
    number = value - 1 + each["base"]
    return str(EPOCH + number * DAY) if each.get("day") else number / each["scale"]


def _texts(kind: str, each: dict[str, Any], held: list[Any], n: int, arrays: dict[str, Any]) -> dict[str, list[Any]]:
    if each.get("json"):
        held = [None if cell is None else json.loads(cell) for cell in held]
    if "name" in each:
        codes = arrays.get(kind + each["name"], [0] * n if len(held) == 1 else range(n))
        return {each["name"]: [held[code] for code in codes]}
    names, at = each["names"], []
    for back in arrays.get(kind, [0] * (n * len(each["names"]))):
        seen = 1 + max(at, default=-1)
        at.append(seen - int(back) if back else seen)
    return {name: [held[code] for code in at[i :: len(names)]] for i, name in enumerate(names)}
