"""Texts in, their toponyms out, as plain mappings: what ``strikemap toponyms`` writes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from geo.gazetteer.finder import TOGETHER
from geo.model import Toponym, ToponymKind


def annotate(
    texts: Iterable[Mapping[str, Any]],
    spans: Mapping[str, Sequence[tuple[int, int]]] | None,
    gazetteer: Any,
    *,
    anaphors: bool = False,
) -> Iterator[dict[str, Any]]:
    """One mapping a text: ``doc`` and ``toponyms``; with ``spans`` exactly those are resolved.

    ``texts`` hold ``doc``, ``text`` and, where known, ``lang``. Anaphors ("the city") are left out unless asked for.
    """
    rows = iter(texts)
    while some := list(itertools.islice(rows, TOGETHER)):
        asked = [(str(row["text"]), str(row.get("lang") or "en")) for row in some]
        if spans is None:
            found = gazetteer.toponyms_of(asked)
            told = [
                [(t, t.start, t.end) for t in own if anaphors or t.kind is not ToponymKind.ANAPHOR] for own in found
            ]
        else:
            told = [
                _given(gazetteer, *ask, spans.get(str(row["doc"]), ())) for row, ask in zip(some, asked, strict=True)
            ]
        for row, (text, _), own in zip(some, asked, told, strict=True):
            yield {"doc": row["doc"], "toponyms": [as_row(*each, text) for each in own]}


def _given(gazetteer: Any, text: str, lang: str, spans: Sequence[tuple[int, int]]) -> list[tuple[Toponym, int, int]]:
    wanted = [(int(start), int(end)) for start, end in spans]
    found = gazetteer.resolve_spans(text, wanted, lang=lang)
    return [(toponym, *span) for toponym, span in zip(found, wanted, strict=True)]


def as_row(toponym: Toponym, start: int, end: int, text: str) -> dict[str, Any]:
    """One toponym as a mapping; null where the resolver abstained."""
    place = toponym.place
    return {
        "start_char": start,
        "end_char": end,
        "phrase": text[start:end],
        "kind": str(toponym.kind),
        "metonymic": toponym.metonymic,
        "location": place.location if place else None,
        "latitude": round(place.latitude, 5) if place else None,
        "longitude": round(place.longitude, 5) if place else None,
        "geonames_id": place.geonames_id if place else None,
        "country_code": place.country_code if place else None,
        "admin1_code": place.admin1_code if place else None,
        "geo_precision": str(place.geo_precision) if place else "unknown",
        "uncertainty_m": place.uncertainty_m if place else None,
        "p_location": place.p_location if place else None,
        "rules": list(toponym.rules),
        "refused": [
            {
                "name": other.name,
                "geonames_id": other.geonames_id,
                "p_location": other.p_location,
                "reason": other.reason,
            }
            for other in toponym.refused
        ],
    }
