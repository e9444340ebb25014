"""Every reader keeps the same promises."""

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import geo
from geo.reading import READERS

TEXT = "Two missiles hit the city of Kyiv on Tuesday morning and killed five people, officials said. " * 4
FIELDS = {"id": "a1", "date": "2024-01-02", "title": "Two hit", "publisher": "The Gazette", "text": TEXT.strip()}


def plain(fields: Mapping[str, str]) -> str:
    return "".join(f"{key} {value}\n" for key, value in fields.items() if key != "text") + "\n" + fields["text"]


def page(fields: Mapping[str, str]) -> str:
    return (
        f'<html><head><title>{fields["title"]}</title><meta property="og:site_name" content="{fields["publisher"]}">'
        f'<meta property="article:published_time" content="{fields["date"]}"></head>'
        f"<body><article><h1>{fields['title']}</h1><p>{fields['text']}</p></article></body></html>"
    )


def table(delimiter: str) -> Callable[[Mapping[str, str]], str]:
    def written(fields: Mapping[str, str]) -> str:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, fields, delimiter=delimiter)
        writer.writeheader()
        writer.writerow(fields)
        return stream.getvalue()

    return written


WRITERS: dict[str, Callable[[Mapping[str, str]], str]] = {
    ".txt": plain,
    ".md": plain,
    ".csv": table(","),
    ".tsv": table("\t"),
    ".json": json.dumps,
    ".jsonl": json.dumps,
    ".ndjson": json.dumps,
    ".html": page,
    ".htm": page,
    ".xhtml": page,
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("suffix", READERS)
def test_it_reads_what_was_written(tmp_path: Path, suffix: str, packed: bool) -> None:
    data = WRITERS[suffix](FIELDS).encode()
    path = tmp_path / f"report{suffix}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(data) if packed else data)
    reports = geo.read(path)
    assert reports.attrs["rejected"] == ()
    assert reports.loc[0, "published"] == dt.date(2024, 1, 2)
    assert reports.loc[0, "publisher"] == "The Gazette"
    assert FIELDS["text"] in " ".join(reports.loc[0, "text"].split())


@pytest.mark.parametrize("suffix", READERS)
def test_an_empty_file_gives_no_report_and_no_crash(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"empty{suffix}").write_bytes(b"")
    assert geo.read(tmp_path).empty
