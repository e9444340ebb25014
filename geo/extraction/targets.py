"""What kind of object was hit, by the words for it."""

from __future__ import annotations

from geo.extraction.tables import Tables


def find_target(text: str, start: int, end: int, tables: Tables) -> tuple[str | None, str | None]:
    """Kind and words of the first object that ``text[start:end]`` names; of two at one place the longer.

    >>> from geo.extraction.tables import tables
    >>> text = "A missile tore into a children's hospital."
    >>> find_target(text, 0, len(text), tables("en"))
    ('healthcare', 'hospital')
    """
    found = [
        (match.start(), -len(match.group()), kind.value, match.group())
        for kind, pattern in tables.targets
        if (match := pattern.search(text, start, end))
    ]
    if not found:
        return None, None
    _, _, kind, words = min(found)
    return kind, words
