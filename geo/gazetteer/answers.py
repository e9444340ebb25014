"""Rows of the index as the places of an answer, and as the candidates that it refuses; made when asked for, and kept."""

from __future__ import annotations

from typing import Any, Final

from geo import lexicon
from geo.gazetteer import certainty, composed
from geo.gazetteer.candidates import Catalogue
from geo.gazetteer.resolve import Question
from geo.gazetteer.sources import COMPILED
from geo.model import GeoPrecision, Place, Refused

REFUSED_SHOWN: Final = 4
KEPT: Final = 100_000
"""Places that are kept at most."""
_PRECISION: Final = {
    "country": GeoPrecision.COUNTRY,
    "admin1": GeoPrecision.ADMIN1,
    "admin2": GeoPrecision.ADMIN2,
    "sea": GeoPrecision.SEA_AIR,
    "region": GeoPrecision.REGION,
    "settlement": GeoPrecision.SETTLEMENT,
    "site": GeoPrecision.SITE,
    "sub_settlement": GeoPrecision.SUB_SETTLEMENT,
}
_RADIUS_M: Final = {
    "site": 1500.0,
    "sub_settlement": 1500.0,
    "admin2": composed.DISTRICT_M,
    "admin1": 100_000.0,
    "region": 150_000.0,
}
"""Radii where the boundaries have no polygon, metres: typical half-widths of such areas."""
COMMUNITY_M: Final = 17_000.0
"""Radius of a Ukrainian community, metres: nine in ten of the settlements of all lie this near to their community's middle."""


def settlement_radius_m(population: int) -> float:
    """Radius of a settlement of ``population``: built-up area grows with about its 0.45th power (500 m at the least)."""
    return float(max(500.0, min(25_000.0, 30.0 * (population or 0) ** 0.45)))


class Answers:
    """Places and refusals by the rows of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._facts: dict[int, dict[str, Any]] = {}
        self._places: dict[tuple[int, float | None], Place] = {}
        self._names: dict[int, tuple[str, int | None, str | None]] = {}
        self._points: dict[str, list[float]] = lexicon.load("places")["points"]

    def place(self, row: int, p: float | None = None) -> Place:
        """The place of a row with its probability; the same object for the same two."""
        found = self._places.get((row, p))
        if found is None:
            if len(self._places) > KEPT:
                self._places.clear()
                self._facts.clear()
            facts = self._facts.get(row)
            if facts is None:
                facts = self._facts[row] = self._facts_of(row)
            found = self._places[row, p] = Place(**facts, p_location=p)
        return found

    def _facts_of(self, row: int) -> dict[str, Any]:
        entry = self.catalogue.entry(row)
        # a settlement of which only the unit is known is as precise as that unit
        unplaced = entry.kind == "settlement" and entry.area_id is not None
        radius = settlement_radius_m(entry.population) if entry.kind == "settlement" else _RADIUS_M.get(entry.kind)
        precision = GeoPrecision.ADMIN1 if unplaced else _PRECISION[entry.kind]
        if entry.source in COMPILED:
            radius = COMPILED[entry.source]
        elif entry.feature == "A.ADM3":
            precision, radius = GeoPrecision.ADMIN3, COMMUNITY_M
        wide = entry.kind in ("region", "sea", "admin1")
        latitude, longitude = self._points.get(entry.name if wide else "", (entry.latitude, entry.longitude))
        return {
            "location": entry.name,
            "geo_precision": precision,
            "latitude": float(latitude),
            "longitude": float(longitude),
            "country_code": entry.country_code or None,
            "admin1": entry.admin1 or (entry.name if entry.kind == "admin1" else None),
            "admin1_code": entry.admin1_code or None,
            "admin2": entry.admin2 or (entry.name if entry.kind == "admin2" else None),
            "geonames_id": entry.geonames_id or None,
            "feature": entry.feature or None,
            "uncertainty_m": _RADIUS_M["admin1"] if unplaced else radius,
            "area_id": entry.area_id or None,
        }

    def others(self, question: Question, best: int) -> tuple[Refused, ...]:
        """The likeliest candidates beside ``best`` (-1 where none was taken), each with the reason."""
        if question.refused is None or question.refused[0] != best:
            question.refused = (best, self._refuse(question, best))
        return question.refused[1]

    def _refuse(self, question: Question, best: int) -> tuple[Refused, ...]:
        if len(question.posterior) == 1 and best == 0:
            return ()
        ranked = question.posterior.argsort()[::-1][: REFUSED_SHOWN + 1].tolist()
        order = [at for at in ranked if at != best][:REFUSED_SHOWN]
        rows, chances = question.candidates.rows[order].tolist(), question.posterior[order].tolist()
        made = []
        for row, p, reason in zip(rows, chances, certainty.why_not(question, order, best), strict=True):
            name, number, country = self._names.get(row) or self._name(row)
            made.append(Refused(name, reason, number, country, round(p, 4)))
        return tuple(made)

    def _name(self, row: int) -> tuple[str, int | None, str | None]:
        """What a refusal tells of a place: less than an entry, of which a report's refusals would need hundreds."""
        if len(self._names) > KEPT:
            self._names.clear()
        found = self._names[row] = self.catalogue.name(row)
        return found
