"""Plain text and Markdown: one report a file, with an optional head of ``key value`` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.reading.dates import date_in_name, published_of
from geo.reading.drafts import ALIASES, Draft
from geo.reading.sources import Source

_KEYS = sorted((alias for aliases in ALIASES.values() for alias in aliases if alias != "text"), key=len, reverse=True)
_HEAD_LINE = re.compile(rf"[ \t]*({'|'.join(_KEYS)})(?:[ \t]*[:=][ \t]*|[ \t]+)(\S.*)", re.IGNORECASE)
_LEADING_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)(?:\s+(\S.*))?$")
_FENCE = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_MARKS = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"\*\*|__"), ""),
)


def read_text(source: Source) -> Iterator[Draft]:
    """The report of a plain text file; its date comes from its head, its sidecar or its name, in this order."""
    yield _draft(source, source.text())


def read_markdown(source: Source) -> Iterator[Draft]:
    """The report of a Markdown file, with front matter where there is some; marks of style are taken away."""
    text = source.text()
    fenced: dict[str, object] = {}
    if fence := _FENCE.match(text):
        fenced, rest = head_and_body(fence[2] + "\n\n")
        text = rest + text[fence.end() :]
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    yield _draft(source, text, fenced)


def head_and_body(text: str) -> tuple[dict[str, object], str]:
    """The head of a text as a mapping, and the text behind it.

    >>> head_and_body(" date 2024-01-04 Officials said that two missiles landed.")
    ({'date': '2024-01-04'}, 'Officials said that two missiles landed.')
    """
    head: dict[str, object] = {}
    rest = text.lstrip("\ufeff \t\n")
    while match := _HEAD_LINE.match(rest):
        key, value, behind = match[1].lower(), match[2].strip().strip("\"'"), ""
        if key in ALIASES["published"] and (leading := _LEADING_DATE.match(value)):
            value, behind = leading[1], leading[2] or ""
        bare = rest[match.end(1) :].lstrip(" \t")[:1] not in (":", "=")
        if key in head or not _fits(key, value, bare=bare, written=match[1]):
            break
        head[key] = value
        rest = behind + rest[match.end() :]
        if behind or rest.startswith("\n\n"):
            break
        rest = rest.lstrip("\n")
    return head, rest.strip()


def _fits(key: str, value: str, *, bare: bool, written: str) -> bool:
    """Whether a line is part of the head: a text may begin with the word "Source" or "Date" too."""
    if key in ALIASES["published"]:
        return published_of(value) is not None
    if key in ALIASES["url"]:
        return value.startswith(("http://", "https://"))
    if key in ALIASES["lang"]:
        return re.fullmatch(r"[A-Za-z]{2,3}([-_]\w+)?", value) is not None
    if key in ALIASES["report_id"]:
        return not re.search(r"\s", value)
    return not bare or written.islower()


def _draft(source: Source, text: str, fenced: dict[str, object] | None = None) -> Draft:
    head, body = head_and_body(text)
    named = date_in_name(source.stem)
    fields: dict[str, object] = {} if named is None else {"date": named}
    fields = _over(_over(_over(fields, source.sidecar), fenced or {}), head)
    return Draft(source.name, {**fields, "text": body})


def _over(below: dict[str, object], above: object) -> dict[str, object]:
    """``above`` laid over ``below``: a date under any of its names replaces the other's."""
    upper = {str(key).lower(): value for key, value in dict(above).items()}  # type: ignore[call-overload]
    hidden = {alias for aliases in ALIASES.values() if upper.keys() & set(aliases) for alias in aliases}
    return {**{key: value for key, value in below.items() if key not in hidden}, **upper}
