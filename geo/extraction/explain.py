"""Why a report gave these claims: its text with the evidence marked, the rules that fired, and what was refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from geo.extraction import Extraction
from geo.model import Claim, Interval, Report, Span

_RULES = {
    "strong": "words that tell of an attack by themselves",
    "weapon": "a weapon that is sent, falls, hits or is stopped",
    "debris": "wreckage that came down",
    "actor": "an armed side that strikes",
    "context": "harm told after an attack",
    "told on": "more was told without a place",
    "told twice": "told in several sentences",
    "hedged": "told with reserve",
    "denied": "somebody denies it",
    "blamed": "somebody is blamed for it",
    "admitted": "the attacker tells of it",
}
"""What the rules that fired mean; "place: ..." tells how the place was bound to the attack."""
_COUNTS = ("launched", "intercepted", "killed", "injured")


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    strikes: tuple[int, ...] = ()
    """Numbers of the strikes that it is evidence or place of."""


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
            found.append(_Mark(a, b, kind, _strikes(extraction, a, b, kind)))
    return found


def _strikes(extraction: Extraction, a: int, b: int, kind: str) -> tuple[int, ...]:
    """The numbers of the strikes that ``text[a:b]`` speaks for."""
    if kind == "refused":
        return ()
    spans = [[claim.place_span] if kind == "place" else claim.evidence_spans for claim in extraction.claims]
    return tuple(n for n, held in enumerate(spans, 1) if any(s and s[0] <= a and b <= s[1] for s in held))


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
        ("rules", "; ".join(f"{rule} ({_RULES[rule]})" if rule in _RULES else rule for rule in claim.rules)),
        ("probability", f"{claim.p_extraction:.2f}"),
    ]
    return [(label, words) for label, words in facts if words]


def _pieces(text: str, marks: Iterable[_Mark]) -> list[tuple[str, _Mark | None]]:
    found: list[tuple[str, _Mark | None]] = []
    done = 0
    for mark in marks:
        if mark.start > done:
            found.append((text[done : mark.start], None))
        found.append((text[mark.start : mark.end], mark))
        done = mark.end
    found.append((text[done:], None))
    return [(words, mark) for words, mark in found if words]


_STYLES = {"evidence": "green", "place": "bold green", "refused": "strike red"}


_SIGNS = {"evidence": ("⟦", "⟧"), "place": ("*", "*"), "refused": ("~", "~")}
"""The marks of a terminal without colours."""


def render_text(report: Report, extraction: Extraction, *, color: bool = True) -> str:
    """Rich markup: the text with its marks, the strikes with the rules that fired, and what was refused and why.

    With ``color`` places are bold, evidence is green and refused words are struck out; without it they stand between
    ``*``, ``⟦ ⟧`` and ``~``. Evidence is followed by the number of its strike.
    """
    lines = [_rich(report.title or report.report_id, "bold" if color else None)]
    lines.append("".join(_marked(words, mark, color=color) for words, mark in _pieces(report.text, _marks(extraction))))
    if extraction.claims or extraction.refused:
        signs = ", ".join(f"{a}{kind}{b}" for kind, (a, b) in _SIGNS.items())
        lines.append(_plain(f"({signs})") if not color else "")
    if extraction.rejection:
        lines.append(_rich(f"Not read: {extraction.rejection.reason}", "red" if color else None))
    for number, claim in enumerate(extraction.claims, 1):
        lines.append("\n" + _rich(f"Strike {number}", "bold" if color else None))
        lines += [f"  {_plain(label)}: {_plain(words)}" for label, words in _facts(claim)]
    if not extraction.claims:
        lines.append("\nNo strike.")
    for heading, items in (("Refused", extraction.refused), ("Places that were not hit", extraction.untargeted)):
        if items:
            lines.append("\n" + _rich(heading, "bold" if color else None))
            lines += [f"  “{_plain(item.text)}” — {_plain(item.reason)}" for item in items]
    return "\n".join(lines)


def _marked(words: str, mark: _Mark | None, *, color: bool) -> str:
    if mark is None:
        return _plain(words)
    number = (
        f" [{','.join(map(str, mark.strikes))}]" if mark.kind == "evidence" and words.rstrip()[-1:] in '.!?…”"»' else ""
    )
    if color:
        return _rich(words, _STYLES[mark.kind]) + _plain(number)
    a, b = _SIGNS[mark.kind]
    return _plain(f"{a}{words}{b}{number}")


def _plain(words: str) -> str:
    """Words that rich shows as they are: an opening bracket begins no markup."""
    return words.replace("\\", "\\\\").replace("[", "\\[")


def _rich(words: str, style: str | None) -> str:
    return f"[{style}]{_plain(words)}[/{style}]" if style else _plain(words)


def render_html(report: Report, extraction: Extraction) -> str:
    """The same as a fragment of HTML; everything that comes from the report is escaped."""
    body = "".join(
        f'<mark class="{mark.kind}"{_title(mark)}>{escape(words)}</mark>' if mark else escape(words)
        for words, mark in _pieces(report.text, _marks(extraction))
    )
    parts = [f"<h3>{escape(report.title or report.report_id)}</h3>", f'<p style="white-space: pre-wrap">{body}</p>']
    if extraction.rejection:
        parts.append(f"<p>Not read: {escape(extraction.rejection.reason)}</p>")
    for number, claim in enumerate(extraction.claims, 1):
        rows = "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in _facts(claim))
        parts.append(f"<h4>Strike {number}</h4><table>{rows}</table>")
    if not extraction.claims:
        parts.append("<p>No strike.</p>")
    for heading, found in (("Refused", extraction.refused), ("Places that were not hit", extraction.untargeted)):
        if found:
            items = "".join(f"<li>“{escape(r.text)}” — {escape(r.reason)}</li>" for r in found)
            parts.append(f"<h4>{heading}</h4><ul>{items}</ul>")
    return f'<div class="strikemap-explain">{_STYLE}{"".join(parts)}</div>'


_STYLE = (
    "<style>.strikemap-explain mark{background:none;color:inherit}.strikemap-explain mark.evidence{background:#fdf3c4}"
    ".strikemap-explain mark.place{background:#cfe8cf;font-weight:bold}"
    ".strikemap-explain mark.refused{text-decoration:line-through;opacity:.7}"
    ".strikemap-explain th{text-align:left;padding-right:1em}</style>"
)


def _title(mark: _Mark) -> str:
    """Hovering over a mark tells whose it is."""
    return f' title="strike {", ".join(map(str, mark.strikes))}"' if mark.strikes else ""
