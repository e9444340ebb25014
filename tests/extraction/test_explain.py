"""Every claim explains itself, and nothing of a report becomes markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from geo.extraction import Extraction
from geo.extraction.explain import render_html, render_text
from geo.model import Report

Read = Callable[..., Extraction]
TEXT = (
    "Russian forces shelled Nikopol on Wednesday. Moscow threatened to strike Kharkiv <script>alert(1)</script> [bold]."
)


def report() -> Report:
    return Report("t1", TEXT, dt.date(2024, 5, 16), "en", "A <b>title</b>")


def test_text_shows_evidence_rules_and_what_was_refused(read: Read) -> None:
    shown = render_text(report(), read(TEXT))
    assert "Nikopol" in shown and "rules: strong" in shown
    assert "Refused" in shown and "threatened" in shown
    assert "\\[bold]" in shown


def test_html_escapes_the_report(read: Read) -> None:
    shown = render_html(report(), read(TEXT))
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "<b>title" not in shown
    assert '<mark class="place">Nikopol</mark>' in shown


def test_a_rejection_is_told(read: Read) -> None:
    found = read("Un missile.", lang="fr")
    assert "no lexicon" in render_text(report(), found)
    assert "No strike" in render_html(report(), found)
