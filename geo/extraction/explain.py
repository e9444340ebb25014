"""Why a report gave these claims: its text with the evidence marked, the rules that fired, and what was refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from geo.extraction import Extraction
from geo.model import Claim, Interval, Report, Span

_COUNTS = ("launched", "intercepted", "killed", "injured")


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str


def _marks(extraction: Extraction) -> list[_Mark]:
    """Evidence and places of claims, and refused words, as spans that do not overlap; places win over evidence."""
    places = {claim.place_span for claim in extraction.claims if claim.place_span}
    evidence = {span for claim in extraction.claims for span in claim.evidence_spans}
    refused = {Span(item.start, item.end) for item in extraction.refused}
    edges = sorted({edge for span in (*places, *evidence, *refused) for edge in span})
    kinds = (("place", places), ("refused", refused), ("evidence", evidence))
    found: list[_Mark] = []
    for a, b in itertools.pairwise(edges):
        kind = next((name for name, spans in kinds if any(s[0] <= a and b <= s[1] for s in spans)), None)
        if kind:
            found.append(_Mark(a, b, kind))
    return found


def _count(value: Interval) -> str:
    low, high = value
    if low == high:
        return str(low)
    return f"{'?' if low is None else low}–{'?' if high is None else high}"


def _facts(claim: Claim) -> list[tuple[str, str]]:
    """What one claim says, as pairs of a label and words."""
    where = claim.place.location if claim.place else "place unknown"
    days = str(claim.date_start) if claim.date_start == claim.date_end else f"{claim.date_start} to {claim.date_end}"
    facts = [
        ("where", f"{where} (“{claim.place_text}”)" if claim.place_text else where),
        ("when", f"{days} ({claim.date_basis}" + (f", “{claim.date_text}”)" if claim.date_text else ")")),
        ("attacker", claim.attacker or "not stated"),
        ("weapon", ", ".join([*map(str, claim.weapon_classes), *claim.weapon_systems])),
        (
            "weapon origin",
            f"{', '.join(claim.weapon_origins)} ({claim.weapon_origin_basis})" if claim.weapon_origins else "",
        ),
        *((name, _count(getattr(claim, name))) for name in _COUNTS if getattr(claim, name) != Interval()),
        ("said by", ", ".join(claim.claimants) or "the report itself"),
        ("denied by", ", ".join(claim.deniers)),
        ("assertion", str(claim.assertion) + (", told as background" if claim.background else "")),
        ("rules", "; ".join(claim.rules)),
        ("probability", f"{claim.p_extraction:.2f}"),
    ]
    return [(label, words) for label, words in facts if words]


def _pieces(text: str, marks: Iterable[_Mark]) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    done = 0
    for mark in marks:
        if mark.start > done:
            found.append((text[done : mark.start], None))
        found.append((text[mark.start : mark.end], mark.kind))
        done = mark.end
    found.append((text[done:], None))
    return [(words, kind) for words, kind in found if words]


_STYLES = {"evidence": "green", "place": "bold green", "refused": "strike red"}


def render_text(report: Report, extraction: Extraction) -> str:
    """Rich markup: the text with places (bold), evidence (green) and refused words (struck), then the reasons."""
    lines = [_rich(report.title or report.report_id, "bold")]
    lines.append(
        "".join(_rich(words, _STYLES.get(kind or "")) for words, kind in _pieces(report.text, _marks(extraction)))
    )
    if extraction.rejection:
        lines.append(_rich(f"Not read: {extraction.rejection.reason}", "red"))
    for number, claim in enumerate(extraction.claims, 1):
        lines.append("\n" + _rich(f"Strike {number}", "bold"))
        lines += [f"  {_plain(label)}: {_plain(words)}" for label, words in _facts(claim)]
    if not extraction.claims:
        lines.append("\nNo strike.")
    if extraction.refused:
        lines.append("\n" + _rich("Refused", "bold"))
        lines += [f"  “{_plain(item.text)}” — {_plain(item.reason)}" for item in extraction.refused]
    return "\n".join(lines)


def _plain(words: str) -> str:
    """Words that rich shows as they are: an opening bracket begins no markup."""
    return words.replace("\\", "\\\\").replace("[", "\\[")


def _rich(words: str, style: str | None) -> str:
    return f"[{style}]{_plain(words)}[/{style}]" if style else _plain(words)


def render_html(report: Report, extraction: Extraction) -> str:
    """The same as a fragment of HTML; everything that comes from the report is escaped."""
    body = "".join(
        f'<mark class="{kind}">{escape(words)}</mark>' if kind else escape(words)
        for words, kind in _pieces(report.text, _marks(extraction))
    )
    parts = [f"<h3>{escape(report.title or report.report_id)}</h3>", f'<p style="white-space: pre-wrap">{body}</p>']
    if extraction.rejection:
        parts.append(f"<p>Not read: {escape(extraction.rejection.reason)}</p>")
    for number, claim in enumerate(extraction.claims, 1):
        rows = "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in _facts(claim))
        parts.append(f"<h4>Strike {number}</h4><table>{rows}</table>")
    if not extraction.claims:
        parts.append("<p>No strike.</p>")
    if extraction.refused:
        items = "".join(f"<li>“{escape(r.text)}” — {escape(r.reason)}</li>" for r in extraction.refused)
        parts.append(f"<h4>Refused</h4><ul>{items}</ul>")
    return f'<div class="strikemap-explain">{"".join(parts)}</div>'
