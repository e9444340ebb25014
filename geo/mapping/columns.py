"""Arrays of whole numbers as bytes that a browser unpacks by itself.

A pack is one zlib stream: the length of a JSON header (4 bytes, little-endian), the header, then every array as
byte planes (all lowest bytes first, then all second bytes, ...). Planes put like bytes side by side, which deflate
rewards: a sorted column of days costs almost nothing. ``static/columns.js`` is the reader.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

LEVEL = 6
"""Deflate level: 9 saves under 2 % of the file and takes twice as long."""

LETTERS = np.frombuffer(bytes(sorted(set(range(33, 127)) - set(b"\"&'<>\\`{}"))), np.uint8)
"""The digits of base 85: printable letters that are written as they are in HTML, JSON and Markdown's code."""


@dataclass(frozen=True, slots=True)
class Column:
    """One array and how it is written: ``delta`` for sorted ones, ``signed`` where values may be negative."""

    values: Whole
    delta: bool = False
    signed: bool = False


def zigzag(values: Whole) -> Whole:
    """Signed numbers as unsigned ones, small where their size is small: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return np.where(values < 0, -2 * values - 1, 2 * values)


def planes(values: Whole) -> tuple[bytes, int]:
    """The byte planes of unsigned numbers, and how many there are (1 to 4)."""
    largest = int(values.max()) if len(values) else 0
    width = max(1, (largest.bit_length() + 7) // 8)
    if width > 4:
        raise ValueError(f"{largest} needs more than 32 bits")
    raw = np.ascontiguousarray(values.astype("<u4")).view(np.uint8).reshape(-1, 4)
    return np.ascontiguousarray(raw[:, :width].T).tobytes(), width


def pack(header: Mapping[str, object], columns: Mapping[str, Column]) -> bytes:
    """One deflated stream that holds ``header`` and ``columns``; the header gains their layout.

    >>> import numpy as np
    >>> from geo.mapping.columns import Column, pack, unpack
    >>> header, arrays = unpack(pack({"n": 3}, {"day": Column(np.array([5, 5, 9]), delta=True)}))
    >>> header["n"], arrays["day"].tolist()
    (3, [5, 5, 9])
    """
    return zlib.compress(laid_out(header, columns), LEVEL)


def laid_out(header: Mapping[str, object], columns: Mapping[str, Column]) -> bytes:
    """A pack before it is deflated."""
    layout, body = [], []
    for name, column in columns.items():
        values = column.values.astype(np.int64, copy=False)
        if column.delta:
            values = np.diff(values, prepend=np.int64(0))
        if column.signed:
            values = zigzag(values)
        data, width = planes(values)
        layout.append({"name": name, "n": len(values), "width": width, "delta": column.delta, "signed": column.signed})
        body.append(data)
    head = json.dumps({**header, "columns": layout}, ensure_ascii=False, separators=(",", ":"))
    data = head.encode("utf-8", "replace")
    return len(data).to_bytes(4, "little") + data + b"".join(body)


def deflated(*parts: bytes, level: int) -> bytes:
    """Parts of one kind each as one zlib stream, each with Huffman codes of its own."""
    deflater = zlib.compressobj(level)
    chunks: list[bytes] = []
    for part in parts:
        if part:
            chunks += [deflater.compress(part), deflater.flush(zlib.Z_BLOCK)]
    return b"".join([*chunks, deflater.flush()])


def unpack(stream: bytes) -> tuple[dict[str, object], dict[str, Whole]]:
    """The header and arrays of a pack, as the browser reads them."""
    raw = zlib.decompress(stream)
    size = int.from_bytes(raw[:4], "little")
    header = json.loads(raw[4 : 4 + size])
    offset, arrays = 4 + size, {}
    for item in header.pop("columns"):
        count, width = item["n"], item["width"]
        shape = np.frombuffer(raw, np.uint8, count * width, offset).reshape(width, count).astype(np.int64)
        offset += count * width
        values = (shape << (8 * np.arange(width, dtype=np.int64))[:, None]).sum(axis=0)
        if item["signed"]:
            values = np.where(values & 1, -(values + 1) // 2, values // 2)
        arrays[item["name"]] = np.cumsum(values) if item["delta"] else values
    return header, arrays


def base64_text(stream: bytes) -> str:
    """A stream in base64, as it stands in the page."""
    return base64.b64encode(stream).decode("ascii")


def base85_text(stream: bytes) -> str:
    """A stream in base 85, as texts stand in the page: a sixteenth less than base64, and no letter that HTML, JSON or a
    quoted attribute writes otherwise. Four bytes, the lowest first, are five letters; before them stands how many zeros
    fill the last four.

    >>> from geo.mapping.columns import base85_text
    >>> base85_text(b"\\1")
    '3!!!!#'
    """
    missing = -len(stream) % 4
    words = np.frombuffer(stream + bytes(missing), "<u4").astype(np.uint32)
    letters = np.empty((len(words), 5), np.uint8)
    for place in range(4, 0, -1):
        words, letters[:, place] = np.divmod(words, np.uint32(85))
    letters[:, 0] = words
    return f"{missing}{LETTERS[letters].tobytes().decode('ascii')}"
