"""Every claim explains itself, and nothing of a report becomes markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from geo.explaining import Explanation
from geo.extraction import Extraction
from geo.extraction.explain import render_html, render_text
from geo.model import PlaceFinder, Report

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
    assert '<mark class="place" title="strike 1">Nikopol</mark>' in shown
    assert "<style>" in shown and "words that tell of an attack by themselves" in shown


def test_a_rejection_is_told(read: Read) -> None:
    found = read("Un missile.", lang="fr")
    assert "no lexicon" in render_text(report(), found)
    assert "No strike" in render_html(report(), found)


def test_a_plain_terminal_shows_evidence_places_and_refused_words_by_signs(read: Read) -> None:
    shown = render_text(report(), read(TEXT), color=False)
    assert "⟦Russian forces shelled ⟧*Nikopol*⟦ on Wednesday.⟧ \\[1]" in shown
    assert "~strike~" in shown
    assert "[green]" not in shown


def test_a_coloured_terminal_shows_them_by_style(read: Read) -> None:
    shown = render_text(report(), read(TEXT))
    assert "[bold green]Nikopol[/bold green]" in shown and "[strike red]" in shown


def test_places_that_were_not_hit_are_told_with_the_rule(read: Read) -> None:
    text = "Russia fired two missiles at Kharkiv from the Belgorod region on Wednesday."
    found = read(text)
    assert [item.text for item in found.untargeted if item.rule == "launch place"] == ["Belgorod region"]
    shown = render_text(Report("t2", text, dt.date(2024, 5, 16)), found)
    assert "Places that were not hit" in shown and "not what was hit: launch place" in shown
    assert "launch place" in render_html(Report("t2", text, dt.date(2024, 5, 16)), found)


def test_an_explanation_shows_itself_as_text_page_and_in_a_notebook(places: PlaceFinder) -> None:
    explanation = Explanation.of(report(), places=places)
    assert "⟦" in explanation.text() and "\x1b[" not in explanation.text()
    assert "\x1b[" in explanation.text(color=True)
    assert explanation._repr_html_() in explanation.html()
    assert explanation.html().startswith("<!doctype html>")
