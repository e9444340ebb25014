"""A draft is what a file says of one report; :func:`finish` makes it a report, or says why not.

Every reader yields drafts, so that dates, languages, ids and empty texts are judged in one place.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.model import Rejection, Report
from geo.options import ReadOptions
from geo.reading.dates import Published, published_of
from geo.reading.languages import language_of
from geo.schema import missing

ALIASES: Mapping[str, tuple[str, ...]] = {
    "report_id": ("report_id", "id"),
    "text": ("text", "body", "content"),
    "published": ("published_at", "published", "date", "datetime", "pub_date", "pubdate", "publication_date"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "outlet", "source", "sitename"),
    "url": ("url", "link"),
    "lang": ("lang", "language"),
    "licence": ("licence", "license"),
    "retrieved_at": ("retrieved_at", "retrieved"),
}
"""Column of ``schema.REPORTS`` -> the names under which files bring it, the preferred one first."""

_KNOWN = {alias: column for column, aliases in ALIASES.items() for alias in aliases} | {"text_sha256": "text_sha256"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says of one report, under the file's own names."""

    source: str
    """File, with the line number where it holds many reports."""
    fields: Mapping[str, object] = field(default_factory=dict)


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Signs that only tell a page where a word may break, and hide the word from every search."""


def finish(draft: Draft, options: ReadOptions) -> Report | Rejection:
    """The report that a draft describes, or the reason why it cannot be used."""
    given = {key.strip().lower(): value for key, value in draft.fields.items()}
    title = _text(given, "title")
    text = _first(given, "text")
    if text is None or not isinstance(text, str) or not text.strip():
        return Rejection(draft.source, "no text; a report needs a column or body 'text'", "read", title)
    text = text.translate(_INVISIBLE)
    published = _published(given, options)
    if isinstance(published, str):
        return Rejection(draft.source, published, "read", title)
    return Report(
        report_id=_text(given, "report_id") or content_id(given, text, published.day),
        text=text,
        published=published.day,
        published_at=published.at,
        lang=_language(given, text, options),
        title=title,
        publisher=_text(given, "publisher"),
        url=_text(given, "url"),
        licence=_text(given, "licence"),
        retrieved_at=_moment(given),
        extra={key: value for key, value in given.items() if key not in _KNOWN and not missing(value) and value != ""},
    )


def content_id(given: Mapping[str, object], text: str, published: dt.date) -> str:
    """A stable id from what was published: the same text by two outlets is two reports.

    >>> import datetime as dt
    >>> content_id({}, "Two missiles hit Kyiv.", dt.date(2024, 1, 2))
    'r-85b9751ef85c68b1'
    """
    parts = [_text(given, name) or "" for name in ("publisher", "url", "title")]
    joined = "\x1f".join([published.isoformat(), *parts, text])
    return "r-" + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _first(given: Mapping[str, object], column: str) -> object | None:
    for alias in ALIASES[column]:
        value = given.get(alias)
        if not missing(value) and value != "":
            return value
    return None


def _text(given: Mapping[str, object], column: str) -> str | None:
    value = _first(given, column)
    return None if value is None else " ".join(str(value).split()) or None


def _published(given: Mapping[str, object], options: ReadOptions) -> Published | str:
    """The publication date; a sentence about what is wrong where there is none."""
    stated = [given[alias] for alias in ALIASES["published"] if not missing(given.get(alias)) and given[alias] != ""]
    for value in stated:
        found = published_of(value)
        if found is not None:
            return found
    if options.published is not None:
        return Published(options.published)
    if stated:
        return f"the publication date {str(stated[0])[:40]!r} is no date; write it as YYYY-MM-DD"
    return "no publication date; give one in the file (a line 'date YYYY-MM-DD'), in its name, or with --published"


def _language(given: Mapping[str, object], text: str, options: ReadOptions) -> str:
    stated = options.lang or _text(given, "lang")
    return stated.lower().replace("_", "-").split("-")[0] if stated else language_of(text)


def _moment(given: Mapping[str, object]) -> dt.datetime | None:
    value = _first(given, "retrieved_at")
    found = None if value is None else published_of(value)
    return None if found is None else found.at
