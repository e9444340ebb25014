"""One report that breaks the reading costs itself alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from geo import schema
from geo.errors import GeoError, LexiconError
from geo.extraction import extract
from geo.model import PlaceFinder, Report, Toponym

DAY = dt.date(2024, 5, 16)
STRIKE = "Two missiles hit Kharkiv on Wednesday, killing three people."


class Breaks:
    """A finder of places that fails on one report's text."""

    def __init__(self, places: PlaceFinder, word: str, error: Exception) -> None:
        self.places, self.word, self.error = places, word, error

    def toponyms(
        self, text: str, *, lang: str = "en", theatre: Sequence[str] = (), home: str | None = None
    ) -> list[Toponym]:
        if self.word in text:
            raise self.error
        return self.places.toponyms(text, lang=lang)

    def __getattr__(self, name: str) -> object:
        return getattr(self.places, name)


def test_a_report_that_breaks_is_rejected_with_its_id_and_the_others_are_read(
    places: PlaceFinder, caplog: pytest.LogCaptureFixture
) -> None:
    reports = schema.reports_frame(
        [Report("a", STRIKE, DAY), Report("b", "Cursed. " + STRIKE, DAY), Report("c", STRIKE, DAY)]
    )
    claims = extract(reports, places=Breaks(places, "Cursed", RuntimeError("no such rule")))  # type: ignore[arg-type]
    assert list(claims["report_id"]) == ["a", "c"]
    (rejection,) = claims.attrs["rejected"]
    assert (rejection.source, rejection.stage) == ("b", "extract")
    assert "no such rule" in rejection.reason
    assert "report b" in caplog.text


def test_a_broken_installation_stops_everything(places: PlaceFinder) -> None:
    reports = schema.reports_frame([Report("a", STRIKE, DAY)])
    with pytest.raises(GeoError):
        extract(reports, places=Breaks(places, "Kharkiv", LexiconError("no tables")))  # type: ignore[arg-type]
