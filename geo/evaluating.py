"""The whole road over a folder of labelled reports, and how well it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ReadError

if TYPE_CHECKING:
    from geo.evaluation import Evaluation


def evaluate_folder(folder: str | Path) -> Evaluation:
    """The scores of the road over ``reports.jsonl`` against the labelled ``strikes.jsonl`` of one folder."""
    from geo import pipeline
    from geo.corroboration import assign
    from geo.evaluation import evaluate

    home = Path(folder)
    for name in ("reports.jsonl", "strikes.jsonl"):
        if not (home / name).is_file():
            raise ReadError(f"{home} holds no {name}: an evaluation needs reports.jsonl and strikes.jsonl")
    lines = (home / "strikes.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    walk = pipeline.trace(pipeline.read(home / "reports.jsonl"))
    claims = assign(walk.claims, walk.strikes).to_dict("records")
    return evaluate(gold, [{str(key): value for key, value in row.items()} for row in claims])


def told(scores: Evaluation) -> str:
    """The scores as lines of text."""
    lines = [f"claims: P {scores.precision:.3f}  R {scores.recall:.3f}  F1 {scores.f1:.3f}"]
    lines += [f"  {name:14} {value:.3f}" for name, value in scores.attributes.items()]
    lines.append("merging: pairwise P {:.3f} R {:.3f} F1 {:.3f}".format(*scores.pairwise))
    lines.append("merging: B-cubed P {:.3f} R {:.3f} F1 {:.3f}".format(*scores.b_cubed))
    return "\n".join(lines)
