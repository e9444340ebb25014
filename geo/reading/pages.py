"""Saved web pages: the article without its frame, by trafilatura and htmldate; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.model import Rejection
from geo.reading.dates import date_in_name
from geo.reading.drafts import Draft
from geo.reading.sources import Source


def read_page(source: Source) -> Iterator[Draft | Rejection]:
    """The report of one saved page; what a sidecar says goes before what the page says of itself."""
    import trafilatura

    html = source.text()
    document: Any = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    if document is None or not document.text:
        yield Rejection(source.name, "no article found in the page; save its text as .txt", "read")
        return
    fields: dict[str, object] = {
        "text": document.text,
        "title": document.title,
        "publisher": document.sitename,
        "url": document.url,
        "date": document.date or _date(html) or date_in_name(source.stem),
        **source.sidecar,
    }
    yield Draft(source.name, {key: value for key, value in fields.items() if value is not None})


def _date(html: str) -> str | None:
    from htmldate import find_date

    found: str | None = find_date(html, original_date=True, extensive_search=False)
    return found
