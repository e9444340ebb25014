"""How a report was read, for people: on a terminal, as a page, in Jupyter."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo import schema
from geo.model import PlaceFinder, Report
from geo.options import ExtractOptions

if TYPE_CHECKING:
    from geo.extraction import Extraction


@dataclass(frozen=True, slots=True)
class Explanation:
    """Reports with what was read out of each; shows itself in Jupyter."""

    readings: tuple[tuple[Report, Extraction], ...]

    @classmethod
    def of(
        cls, reports: Report | pd.DataFrame, *, places: PlaceFinder, options: ExtractOptions = ExtractOptions()
    ) -> Explanation:
        """The explanation of one report or of a frame of them."""
        from geo.extraction import extract_report

        held = [reports] if isinstance(reports, Report) else list(schema.reports_of(reports))
        return cls(tuple((report, extract_report(report, places=places, options=options)) for report in held))

    def text(self, *, color: bool = False) -> str:
        """For a terminal."""
        from rich.console import Console

        from geo.extraction.explain import render_text

        stream = io.StringIO()
        console = Console(file=stream, width=120, force_terminal=color, highlight=False)
        for report, extraction in self.readings:
            console.print(render_text(report, extraction, color=color))
        return stream.getvalue().rstrip("\n")

    def html(self) -> str:
        """A page; everything that comes from a report is escaped."""
        return f'<!doctype html><meta charset="utf-8"><title>How it was read</title>{self._repr_html_()}'

    def _repr_html_(self) -> str:
        from geo.extraction.explain import render_html

        return "\n".join(render_html(report, extraction) for report, extraction in self.readings)
