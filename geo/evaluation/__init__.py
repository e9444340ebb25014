"""Scores against labelled reports: what was found, what was merged, and whether the confidence comes true."""

from __future__ import annotations

from geo.evaluation.calibration import (
    Reliability,
    by_group,
    calibrate,
    calibrated,
    load,
    outcomes,
    place_coverage,
    reliability,
    save,
)
from geo.evaluation.labels import judge, read_labels
from geo.evaluation.page import page
from geo.evaluation.scores import Evaluation, Stated, evaluate

__all__ = [
    "Evaluation", "Reliability", "Stated", "by_group", "calibrate", "calibrated", "evaluate", "judge", "load",
    "outcomes", "page", "place_coverage", "read_labels", "reliability", "save",
]  # fmt: skip
