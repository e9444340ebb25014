"""Files, folders and standard input become one frame of reports.

A format is one module and one line in :data:`READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from geo import schema
from geo.errors import ReadError
from geo.model import Rejection, Report
from geo.options import ReadOptions
from geo.reading import pages, sources, tables, text
from geo.reading.drafts import Draft, finish
from geo.reading.sources import Source

Item = tuple[str, Report | Rejection]
"""Where something was found, and what it was."""
Reader = Callable[[Source], Iterator[Draft | Rejection]]

READERS: Mapping[str, Reader] = {
    ".csv": tables.read_csv,
    ".htm": pages.read_page,
    ".html": pages.read_page,
    ".json": tables.read_json,
    ".jsonl": tables.read_jsonl,
    ".md": text.read_markdown,
    ".ndjson": tables.read_jsonl,
    ".tsv": tables.read_csv,
    ".txt": text.read_text,
    ".xhtml": pages.read_page,
}
"""Suffix -> reader; each may be compressed (``.txt.gz``)."""

PathLike = str | Path


def read(
    paths: PathLike | Iterable[PathLike], *, options: ReadOptions = ReadOptions(), stdin: BinaryIO | None = None
) -> pd.DataFrame:
    """The reports in files and folders, one row each, columns as in ``schema.REPORTS``.

    Folders are walked in sorted order. What cannot be used stands in ``frame.attrs["rejected"]``, a tuple of
    :class:`geo.model.Rejection`. Columns that the schema does not know are kept behind its own.

    Parameters
    ----------
    paths
        One path or several; ``"-"`` reads ``stdin``.
    options
        A publication date or language for reports that state none.
    stdin
        The stream that ``"-"`` stands for: JSON Lines, a page or plain text.

    Raises
    ------
    ReadError
        A path does not exist, a file that was named has an unknown suffix or cannot be decoded.

    Examples
    --------
    >>> import io
    >>> import geo
    >>> reports = geo.read("-", stdin=io.BytesIO(b"date 2024-01-02\\nTwo missiles hit Kyiv on Tuesday."))
    >>> reports.loc[0, ["published", "lang", "text"]].tolist()
    [datetime.date(2024, 1, 2), 'en', 'Two missiles hit Kyiv on Tuesday.']
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    found = [item for path in named for item in _read_path(path, options, stdin)]
    kept, rejected = _once(found)
    table = schema.reports_frame(report for _, report in kept)
    table.attrs["rejected"] = rejected
    return table


def _read_path(path: PathLike, options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Item]:
    if str(path) == "-":
        if stdin is None:
            raise ReadError("'-' stands for standard input; pass it as stdin=sys.stdin.buffer")
        yield from _read_source(sources.standard_input(stdin), options)
        return
    place = sources.local(path)
    if place.is_dir():
        yield from _read_folder(place, options)
    elif place.exists():
        yield from _read_source(sources.source_of(place), options)
    else:
        raise ReadError(f"{place}: no such file or folder")


def _read_folder(folder: Path, options: ReadOptions) -> Iterator[Item]:
    """A file that cannot be read is fatal where it was named, and a rejection where it was only come upon."""
    for path in sources.files_in(folder, frozenset(READERS)):
        try:
            yield from list(_read_source(sources.source_of(path), options))
        except ReadError as error:
            yield str(path), Rejection(str(path), str(error).removeprefix(f"{path}: "), "read")


def _read_source(source: Source, options: ReadOptions) -> Iterator[Item]:
    reader = READERS.get(source.suffix)
    if reader is None:
        raise ReadError(f"{source.name}: unknown suffix {source.suffix!r}; known: {', '.join(READERS)} (also with .gz)")
    try:
        for draft in reader(source):
            yield (draft.source, draft if isinstance(draft, Rejection) else finish(draft, options))
    except (OSError, EOFError) as error:
        raise ReadError(f"{source.name}: cannot be read ({error})") from error


def _once(
    found: Iterable[Item],
) -> tuple[list[tuple[str, Report]], tuple[Rejection, ...]]:
    """Each id once: a repetition and a clash are told, never dropped silently."""
    kept: dict[str, tuple[str, Report]] = {}
    rejected: list[Rejection] = []
    for source, item in found:
        if isinstance(item, Rejection):
            rejected.append(item)
        elif item.report_id not in kept:
            kept[item.report_id] = (source, item)
        else:
            first, other = kept[item.report_id]
            same = other.text == item.text
            reason = (
                f"the same report as {first}"
                if same
                else f"its id {item.report_id!r} belongs to another text in {first}"
            )
            rejected.append(Rejection(source, reason, "read", item.title))
    return list(kept.values()), tuple(rejected)
