"""Whether a confidence of 0.8 comes true eight times in ten, and the fit that makes it so."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import OptionError, ReadError
from geo.evaluation.labels import JUDGEMENTS
from geo.options import Calibration

Floats = NDArray[np.float64]
ISOTONIC_FROM = 1000
"""Labels from which the shape of the curve itself can be learned (Niculescu-Mizil and Caruana 2005)."""
_FEWEST = 20
_FEWEST_OF_GROUP = 10
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Reliability:
    """How confidence and outcome agree: scores, equal-mass bins, and the band that chance alone would give."""

    n: int
    brier: float
    brier_base_rate: float
    """Brier score of always saying the base rate: the reference."""
    log_loss: float
    slope: float | None
    """How much the outcome follows the log-odds: 1 is right, less is overconfident; None where all came out alike."""
    intercept: float | None
    """What is left at even odds: 0 is right, less is too high a confidence."""
    ece: float
    ece_by_chance: float
    """95th percentile of the expected calibration error of a perfect model on as many labels."""
    bins: tuple[tuple[float, float, float, float, int], ...]
    """(mean confidence, part that is true, low and high of chance at 95 %, labels)."""


def outcomes(labels: pd.DataFrame) -> tuple[Floats, Floats]:
    """The confidences and outcomes (1 or 0) of labels; rows without a confidence or ``happened`` are left out."""
    absent = [name for name in ("confidence", "happened") if name not in labels.columns]
    if absent:
        raise OptionError(f"the labels lack the column {absent[0]!r}; they need confidence and {', '.join(JUDGEMENTS)}")
    held = labels.dropna(subset=["confidence", "happened"])
    judged = held[[name for name in JUDGEMENTS if name in held.columns]].apply(pd.to_numeric)
    if not judged.isin([0, 1]).where(judged.notna(), True).all(axis=None):
        raise OptionError(f"a label is neither 1 nor 0; the columns {', '.join(JUDGEMENTS)} take nothing else")
    right = judged.fillna(1).min(axis=1)
    return held["confidence"].to_numpy(np.float64), right.to_numpy(np.float64)


def calibrate(labels: pd.DataFrame, *, record: Mapping[str, str] | None = None) -> Calibration:
    """The fit of ``labels``: Platt scaling below 1,000 labels, isotonic regression from there on.

    ``labels`` has the uncalibrated ``confidence`` and the columns of ``JUDGEMENTS``; ``record`` says what it is.
    """
    said, right = outcomes(labels)
    if len(said) < _FEWEST or right.min() == right.max():
        raise OptionError(
            f"{len(said)} labels are too few to fit, or all alike: it takes {_FEWEST}, right and wrong ones"
        )
    log_odds = _logit(said)
    kept = tuple((record or {}).items())
    knots = isotonic(log_odds, right) if len(said) >= ISOTONIC_FROM else ()
    a, b = platt(log_odds, right)
    return Calibration(a, b, knots=knots, n_labels=len(said), record=kept)


def calibrated(said: Floats, fit: Calibration) -> Floats:
    """What ``fit`` makes of uncalibrated confidences."""
    log_odds = _logit(np.asarray(said, dtype=np.float64))
    if fit.knots:
        xs, ys = np.array(fit.knots).T
        return np.asarray(np.interp(log_odds, xs, ys))
    return np.asarray(1 / (1 + np.exp(-(fit.a + fit.b * log_odds))))


def by_group(labels: pd.DataFrame, column: str) -> dict[str, Reliability]:
    """The reliability of each group of labels that ``column`` (such as ``side`` or ``lang``) tells apart.

    Groups of fewer than ten labels say nothing alone: they stand together as ``others``.
    """
    if column not in labels.columns:
        return {}
    held = labels.dropna(subset=["confidence", "happened", column])
    sizes = held[column].value_counts()
    named = held[column].where(held[column].map(sizes) >= _FEWEST_OF_GROUP, "others")
    return {str(name): reliability(*outcomes(part)) for name, part in held.groupby(named, sort=True)}


def place_coverage(labels: pd.DataFrame) -> float | None:
    """The part of the strikes that happened whose drawn area holds the true place; None where none was judged."""
    if "place_in_area" not in labels.columns:
        return None
    judged = labels.loc[labels["happened"] == 1, "place_in_area"].dropna()
    return float(judged.astype(float).mean()) if len(judged) else None


def platt(log_odds: Floats, right: Floats) -> tuple[float, float]:
    """``a`` and ``b`` of ``sigmoid(a + b * log_odds)``, with Platt's smoothed targets (1999)."""
    hits = right.sum()
    return _logistic(log_odds, np.where(right == 1, (hits + 1) / (hits + 2), 1 / (len(right) - hits + 2)))


def _logistic(log_odds: Floats, target: Floats) -> tuple[float, float]:
    """Intercept and slope, by Newton steps."""
    columns = np.stack([np.ones_like(log_odds), log_odds])
    fit = np.array([0.0, 1.0])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(fit @ columns, -30, 30)))
        hessian = (columns * (p * (1 - p))) @ columns.T + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, columns @ (p - target))
        fit = fit - np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-10:
            break
    return float(fit[0]), float(fit[1])


def isotonic(log_odds: Floats, right: Floats) -> tuple[tuple[float, float], ...]:
    """The rising line that fits best (pool adjacent violators), as (log-odds, probability) knots."""
    blocks: list[list[float]] = []
    for x in np.unique(log_odds):
        here = right[log_odds == x]
        blocks.append([float(x), float(x), float(here.sum()), float(here.size)])
        while len(blocks) > 1 and blocks[-2][2] * blocks[-1][3] >= blocks[-1][2] * blocks[-2][3]:
            _, last, hits, size = blocks.pop()
            blocks[-1] = [blocks[-1][0], last, blocks[-1][2] + hits, blocks[-1][3] + size]
    return tuple((x, hits / size) for low, high, hits, size in blocks for x in dict.fromkeys((low, high)))


def reliability(said: Sequence[float] | Floats, right: Sequence[float] | Floats, *, bins: int = 10) -> Reliability:
    """Scores and the points of a reliability plot; the same numbers give the same band."""
    p, y = np.asarray(said, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if not p.size:
        raise OptionError("no labels to compare the confidence with")
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, min(bins, p.size))
    drawn = (np.random.default_rng(0).random((1000, p.size)) < p).astype(np.float64)
    chance = np.stack([drawn[:, part].mean(axis=1) for part in parts], axis=1)
    means = np.array([p[part].mean() for part in parts])
    share = np.array([len(part) / p.size for part in parts])
    true = np.array([y[part].mean() for part in parts])
    low, high = np.quantile(chance, [0.025, 0.975], axis=0)
    safe = np.clip(p, _EDGE, 1 - _EDGE)
    intercept, slope = (None, None) if _parted(p, y) else _logistic(_logit(p), y)
    return Reliability(
        n=int(p.size),
        slope=slope,
        intercept=intercept,
        brier=float(((p - y) ** 2).mean()),
        brier_base_rate=float(y.mean() * (1 - y.mean())),
        log_loss=float(-(y * np.log(safe) + (1 - y) * np.log(1 - safe)).mean()),
        ece=float((np.abs(means - true) * share).sum()),
        ece_by_chance=float(np.quantile((np.abs(chance - means) * share).sum(axis=1), 0.95)),
        bins=tuple(
            (float(m), float(t), float(lo), float(hi), len(part))
            for m, t, lo, hi, part in zip(means, true, low, high, parts, strict=True)
        ),
    )


def _parted(p: Floats, y: Floats) -> bool:
    """Whether the outcomes are all alike, or part without overlap, so that no slope can be told."""
    wrong, right = p[y == 0], p[y == 1]
    return not wrong.size or not right.size or wrong.max() <= right.min() or right.max() <= wrong.min()


def save(calibration: Calibration, path: str | Path) -> None:
    """Store a fit with its record as JSON."""
    Path(path).write_text(json.dumps(dataclasses.asdict(calibration), indent=1) + "\n", "utf-8")


def load(path: str | Path) -> Calibration:
    """The fit that :func:`save` stored."""
    try:
        held: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
        held["knots"] = tuple((float(x), float(y)) for x, y in held["knots"])
        held["record"] = tuple((str(name), str(value)) for name, value in held["record"])
        return Calibration(**held)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{path} is no stored calibration: {error}; make one with calibrate() and save()") from error


def _logit(p: Floats) -> Floats:
    safe = np.clip(p, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(safe / (1 - safe)))
