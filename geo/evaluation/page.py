"""The scores as one HTML page that asks no network: tables, reliability plot, confusion, error map, worst cases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from geo.evaluation.calibration import Reliability
from geo.evaluation.scores import Evaluation, Pair, Row, compared, place_error_km, weapon_confusion
from geo.model import WeaponClass

MOST_CASES = 40
NEAR_KM, FAR_KM = 25.0, 161.0
"""A town is right within 25 km, a region within 161 km (100 miles)."""
_SIDE_PX, _MAP_PX, _MARGIN_PX = 380, 860, 44
_LEAST_DEGREES = 2.0
Outlines = Mapping[str, Mapping[str, Any]]
"""Rings by country: flat lists in hundredths of a degree, first point, then steps."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One map of place errors, drawn: outlines and marks in pixels."""

    title: str
    width: int
    height: int
    outlines: str
    marks: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A pair that is not right in everything: what differs (attribute, labelled, claimed), and by how far, km."""

    row: Row
    claim: Row
    wrong: tuple[tuple[str, Any, Any], ...]
    km: float


def page(
    scores: Evaluation,
    *,
    title: str,
    groups: Mapping[str, Mapping[str, Evaluation]] | None = None,
    plots: Mapping[str, Reliability] | None = None,
    coverage: float | None = None,
    outlines: Outlines | None = None,
) -> str:
    """The page: ``groups`` are scores by language and the like, ``plots`` reliabilities (the first is drawn)."""
    loader = PackageLoader("geo.evaluation")
    template = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template.filters["told"] = told
    return template.get_template("evaluation.html").render(
        title=title,
        scores=scores,
        groups=groups or {},
        plots=plots or {},
        plot=next((plot_of(found) for found in (plots or {}).values()), None),
        coverage=coverage,
        classes=_classes(scores.pairs),
        confusion=weapon_confusion(scores.pairs),
        panels=list(panels(scores.pairs, outlines or {})),
        cases=worst(scores.pairs),
        most=MOST_CASES,
        margin=_MARGIN_PX,
        side=_SIDE_PX,
    )


def told(value: Any) -> str:
    """A value as people read it: sets and intervals in words, unknown as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, set | frozenset):
        return ", ".join(sorted(map(str, value))) or "–"
    if isinstance(value, tuple):
        low, high = value
        if low is None and high is None:
            return "–"
        return str(low) if low == high else f"{'…' if low is None else low} to {'…' if high is None else high}"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def worst(pairs: Iterable[Pair]) -> list[Case]:
    """The pairs with most wrong attributes, then those whose place is farthest off."""
    cases = []
    for row, claim in pairs:
        wrong = tuple((name, one, two) for name, (one, two) in compared(row, claim).items() if one != two)
        km = place_error_km(row, claim) if row["place_type"] != "country" else None
        cases.append(Case(row, claim, wrong, km or 0.0))
    cases.sort(key=lambda c: (-len(c.wrong), -c.km, c.row["report_id"], c.row["key"]))
    return [case for case in cases if case.wrong or case.km > NEAR_KM][:MOST_CASES]


def plot_of(found: Reliability) -> dict[str, Any]:
    """The reliability plot in pixels: points, the band of chance, and what each point says."""

    def at(x: float, y: float) -> tuple[float, float]:
        return round(_MARGIN_PX + x * _SIDE_PX, 1), round(_MARGIN_PX + (1 - y) * _SIDE_PX, 1)

    band = [at(m, high) for m, _, _, high, _ in found.bins] + [at(m, low) for m, _, low, _, _ in reversed(found.bins)]
    points = [
        {
            "at": at(mean, true),
            "said": mean,
            "true": true,
            "low": low,
            "high": high,
            "n": n,
            "out": not low <= true <= high,
        }
        for mean, true, low, high, n in found.bins
    ]
    return {"band": " ".join(f"{x},{y}" for x, y in band), "points": points}


def panels(pairs: Sequence[Pair], outlines: Outlines) -> Iterator[Panel]:
    """The error map of all pairs, and one of the country with most of them."""
    held = [
        (row, claim)
        for row, claim in pairs
        if row["place_type"] != "country" and place_error_km(row, claim) is not None
    ]
    if not held:
        return
    yield _panel("All places", held, outlines)
    countries = Counter(row.get("country") for row, _ in held if row.get("country"))
    if len(countries) > 1:
        code = countries.most_common(1)[0][0]
        yield _panel(f"Places in {code}", [pair for pair in held if pair[0].get("country") == code], outlines)


def _panel(title: str, pairs: Sequence[Pair], outlines: Outlines) -> Panel:
    points = [(float(row["lon"]), float(row["lat"])) for row, _ in pairs]
    points += [(float(claim["longitude"]), float(claim["latitude"])) for _, claim in pairs]
    west, east = _around([x for x, _ in points])
    south, north = _around([y for _, y in points])
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _MAP_PX / ((east - west) * squeeze)
    height = min(round((north - south) * scale), _MAP_PX)
    scale = min(scale, height / (north - south))

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * squeeze * scale, 1), round((north - y) * scale, 1)

    marks = [_mark(row, claim, at) for row, claim in pairs]
    marks.sort(key=lambda mark: mark["km"])
    return Panel(title, _MAP_PX, height, " ".join(_paths(outlines, (west, south, east, north), at)), tuple(marks))


def _around(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((high - low) * 0.06, _LEAST_DEGREES / 2)
    return low - room, high + room


def _mark(row: Row, claim: Row, at: Any) -> dict[str, Any]:
    km = place_error_km(row, claim) or 0.0
    return {
        "labelled": at(float(row["lon"]), float(row["lat"])),
        "claimed": at(float(claim["longitude"]), float(claim["latitude"])),
        "km": km,
        "kind": "near" if km <= NEAR_KM else "off" if km <= FAR_KM else "far",
        "text": f"{row['report_id']}: {row['place']} read as {claim.get('location')}, {km:.0f} km off",
    }


def _paths(outlines: Outlines, box: tuple[float, float, float, float], at: Any) -> Iterator[str]:
    west, south, east, north = box
    for held in outlines.values():
        for ring in held.get("country", ()):
            points = _points(ring)
            if any(west <= x <= east and south <= y <= north for x, y in points):
                yield "M" + "L".join(f"{x} {y}" for x, y in dict.fromkeys(at(*point) for point in points)) + "Z"


def _points(ring: Sequence[int]) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for dx, dy in zip(ring[::2], ring[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return points


def _classes(pairs: Iterable[Pair]) -> list[str]:
    used = {name for names in weapon_confusion(pairs) for name in names}
    return [str(name) for name in WeaponClass if name in used] + (["none"] if "none" in used else [])
