"""The whole road over a folder of labelled reports, and how well it did."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import ReadError

if TYPE_CHECKING:
    from geo.evaluation import Evaluation, Reliability
    from geo.options import Calibration

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The scores of a folder: of all reports, by language, and whether the confidence comes true."""

    folder: str
    scores: Evaluation
    languages: Mapping[str, Evaluation]
    unmentioned: tuple[int, int] = (0, 0)
    """Reports that no label mentions, and those of them in which a strike was claimed."""
    labels: pd.DataFrame | None = None
    """Judgements of the strikes; None where claims were given without strikes."""
    reliabilities: Mapping[str, Reliability] = field(default_factory=dict)
    coverage: float | None = None


def evaluate_folder(folder: str | Path, *, claims: str | Path | None = None) -> Assessment:
    """The scores of the road over ``reports.jsonl`` against the labelled ``strikes.jsonl`` of one folder.

    ``claims`` is a file of claims (``claims.jsonl`` of a run) that is scored instead of walking the road.
    """
    from geo import pipeline
    from geo.corroboration import assign

    home = Path(folder)
    for name in ("reports.jsonl", "strikes.jsonl"):
        if not (home / name).is_file():
            raise ReadError(f"{home} holds no {name}: an evaluation needs reports.jsonl and strikes.jsonl")
    gold = _rows(home / "strikes.jsonl")
    reports = pipeline.read(home / "reports.jsonl")
    if claims is not None:
        return _assess(home, gold, reports, _rows(Path(claims)))
    walk = pipeline.trace(reports)
    return _assess(home, gold, reports, plain(assign(walk.claims, walk.strikes)), walk.strikes)


def _assess(
    home: Path, gold: Rows, reports: pd.DataFrame, claims: Rows, strikes: pd.DataFrame | None = None
) -> Assessment:
    from geo.evaluation import by_group, evaluate, judge, outcomes, place_coverage, reliability

    langs = dict(zip(reports["report_id"].astype(str), reports["lang"].astype(str), strict=True))
    scores = evaluate(gold, claims)
    mentioned = {row["report_id"] for row in gold}
    others = {claim["report_id"] for claim in claims} & (set(langs) - mentioned)
    found = Assessment(
        folder=str(home),
        scores=scores,
        languages={
            lang: evaluate([row for row in gold if langs.get(row["report_id"]) == lang], claims)
            for lang in sorted({langs[key] for key in mentioned if key in langs})
        },
        unmentioned=(len(set(langs) - mentioned), len(others)),
    )
    if strikes is None or not len(strikes):
        return found
    labels = judge(strikes, gold, claims)
    labels = labels.assign(side=_sides(labels, strikes), lang=_languages(labels, claims, langs))
    if labels.empty:
        return found
    groups = {f"{what} {name}": r for what in ("side", "lang") for name, r in by_group(labels, what).items()}
    return Assessment(
        found.folder,
        found.scores,
        found.languages,
        found.unmentioned,
        labels,
        {"all": reliability(*outcomes(labels)), **groups},
        place_coverage(labels),
    )


def _sides(labels: pd.DataFrame, strikes: pd.DataFrame) -> list[str]:
    """The side whose word each strike rests on: ``none`` where no party to a conflict is cited, ``several``."""
    from geo.corroboration import Sources

    sources = Sources.default()
    found = []
    held = dict(zip(strikes["strike_id"], strikes["claimants"], strict=True))
    for key in labels["strike_id"]:
        sides = {sources.of(name).side for name in held[key] or ()} - {None}
        found.append(str(next(iter(sides))) if len(sides) == 1 else "several" if sides else "none")
    return found


def _languages(labels: pd.DataFrame, claims: Rows, langs: Mapping[str, str]) -> list[str]:
    """The language of each strike's reports, ``several`` where they differ."""
    told: dict[str, set[str]] = {}
    for claim in claims:
        told.setdefault(str(claim["strike_id"]), set()).add(langs.get(claim["report_id"], "und"))
    return [next(iter(told[key])) if len(told[key]) == 1 else "several" for key in labels["strike_id"]]


def plain(claims: pd.DataFrame) -> Rows:
    """Claims as the rows of ``claims.jsonl``: what is scored is what is written."""
    from geo.writing.lines import write_jsonl

    stream = io.StringIO()
    write_jsonl(claims, stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def _rows(path: Path) -> Rows:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ReadError(f"{path}:{number}: not JSON ({error})") from error
            if not isinstance(row, dict) or "report_id" not in row:
                raise ReadError(f"{path}:{number}: an object with 'report_id' is needed")
            found.append(row)
    return found


def told(found: Assessment) -> str:
    """The scores as lines of text, field by field."""
    scores = found.scores
    lines = [
        f"{scores.reports} reports, {scores.gold} strikes, {scores.claims} claims: "
        f"P {scores.precision:.3f}  R {scores.recall:.3f}  F1 {scores.f1:.3f}",
        f"false claims on reports without a strike: {scores.noisy} of {scores.empty}",
    ]
    if found.unmentioned[0]:
        lines.append("reports that no label mentions: {}, with a claim in {} of them".format(*found.unmentioned))
    for name, value in scores.attributes.items():
        more = scores.stated.get(name)
        stated = f"   F1 where stated {more.f1:.3f} (n={more.n})" if more else ""
        lines.append(f"  {name:14} {value:.3f}{stated}")
    if scores.median_km is not None:
        lines.append(f"  median place error, towns and sites: {scores.median_km:.1f} km")
    if len(found.languages) > 1:
        lines += [
            f"  {lang}: {held.reports} reports, {held.gold} strikes: "
            f"P {held.precision:.3f}  R {held.recall:.3f}  F1 {held.f1:.3f}"
            for lang, held in found.languages.items()
        ]
    lines.append("{} paired claims, {} pairs of the same strike".format(*scores.merged))
    lines.append("merging: pairwise P {:.3f} R {:.3f} F1 {:.3f}".format(*scores.pairwise))
    lines.append("merging: B-cubed P {:.3f} R {:.3f} F1 {:.3f}".format(*scores.b_cubed))
    if found.reliabilities:
        lines += ["does the confidence come true?", *figures(found.reliabilities)]
    if found.coverage is not None:
        lines.append(f"the drawn area holds the labelled place in {found.coverage:.3f} of the strikes")
    return "\n".join(lines)


def figures(reliabilities: Mapping[str, Reliability]) -> Sequence[str]:
    """One line a group: Brier score and its reference, log loss, slope, intercept, ECE and what chance would give."""
    lines = []
    for name, found in reliabilities.items():
        slope, intercept = ("-" if value is None else f"{value:.2f}" for value in (found.slope, found.intercept))
        lines.append(
            f"  {name:12} n {found.n:4}  Brier {found.brier:.3f} (base rate {found.brier_base_rate:.3f})  "
            f"log loss {found.log_loss:.3f}  slope {slope}  intercept {intercept}  "
            f"ECE {found.ece:.3f} (chance alone up to {found.ece_by_chance:.3f})"
        )
    return lines


def page(found: Assessment) -> str:
    """The scores as one self-contained HTML page."""
    from geo import pipeline
    from geo.evaluation import page as drawn

    return drawn(
        found.scores,
        title=Path(found.folder).name,
        groups={"language": found.languages} if len(found.languages) > 1 else {},
        plots=found.reliabilities,
        coverage=found.coverage,
        outlines=pipeline.outlines(),
    )


def calibrate_file(labels: str | Path, *, strikes: str | Path | None = None) -> tuple[Calibration, list[str]]:
    """The fit of a CSV of labels, with a record of what it was fitted on, and its figures before and after."""
    import hashlib

    from geo.evaluation import by_group, calibrate, calibrated, outcomes, read_labels, reliability

    held = read_labels(labels, strikes=None if strikes is None else _strikes(Path(strikes)))
    said, right = outcomes(held)
    record = {
        "labels": Path(labels).name,
        "sha256": hashlib.sha256(Path(labels).read_bytes()).hexdigest(),
        "rows": str(len(held)),
        "used": str(len(said)),
        "right": str(int(right.sum())),
    }
    for name in ("side", "lang"):
        counts = held.loc[held["happened"].notna(), name].value_counts().sort_index()
        if len(counts):
            record[name] = ", ".join(f"{key} {n}" for key, n in counts.items())
    fit = calibrate(held, record=record)
    after = held.assign(confidence=calibrated(held["confidence"].to_numpy(float), fit))
    lines = ["before:"]
    for table in (held, after):
        groups = {f"{what} {name}": r for what in ("side", "lang") for name, r in by_group(table, what).items()}
        lines += [*figures({"all": reliability(*outcomes(table)), **groups}), "after (on the same labels):"]
    return fit, lines[:-1]


def _strikes(path: Path) -> pd.DataFrame:
    """The ids and confidences of a CSV of strikes."""
    try:
        table = pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: no readable CSV of strikes ({error})") from error
    if not {"strike_id", "confidence"} <= set(table.columns):
        raise ReadError(f"{path} lacks strike_id or confidence; a CSV that `strikemap run` wrote has both")
    return table
