"""Scores against labelled reports: what was found, what was merged, and whether the confidence comes true."""

from __future__ import annotations

from geo.evaluation.calibration import Reliability, calibrate, load, outcomes, reliability, save
from geo.evaluation.scores import Evaluation, evaluate

__all__ = ["Evaluation", "Reliability", "calibrate", "evaluate", "load", "outcomes", "reliability", "save"]
