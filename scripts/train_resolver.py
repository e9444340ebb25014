"""Fits the weights of recognition, resolution and ``p_location`` on labelled texts: ``train_resolver.py FILE...``.

Each FILE has one text a line: doc, text, toponyms with start_char, end_char, latitude, longitude. Everything printed is out
of fold: the texts are dealt into five parts, the weights of all three models are fitted on four and judged on the fifth.
``--write`` puts the weights fitted on all texts into ``geo/gazetteer/data/*.toml`` (what the texts cannot show stays as it
is under ``[hand]``) and the reliability table into ``benchmarks/reliability.md``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteer import certainty, context, given
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.finder import LEAST_CONSIDERED, LEAST_PLACE, LEAST_PLAIN, Gazetteer
from geo.gazetteer.mentions import Mention
from geo.gazetteer.resolve import (
    DYNAMIC,
    Question,
    _fill_feature,
    containers,
    distance_km,
    fill_context,
    holding,
    questions,
    resolve,
    sheet,
)
from geo.gazetteer.seats import prefer_seats

FOLDS, RIGHT_KM, KEPT = 5, 161.0, 0.7
ROOT = Path(__file__).parent.parent
DATA, REPORT = ROOT / "geo" / "gazetteer" / "data", ROOT / "benchmarks" / "reliability.md"
NAMES = (*Candidates.STATIC, *DYNAMIC)
ROUNDS = 2
"""Times that resolution is fitted: its context features depend on its own answers."""
RIDGE = {"recognise": 1.0, "resolve": 1.0, "support": 1.0, "location": 3.0}
"""Strength with which weights are held at 0; the figures out of fold are flat around these."""
IGNORED = {"Demonym", "Language", "Homonym", "Non_Lit_Expression", "Literal_Expression", "Non_Toponym"}
Weights = dict[str, float]


@dataclass(slots=True)
class Answer:
    """One answer that a labelled toponym judges."""

    corpus: str
    names: dict[str, float]
    """Signs and numbers that ``p_location`` rests on."""
    right: bool
    p: float = 0.0


def least(mention: Mention) -> float:
    return LEAST_PLAIN if "plain" in mention.signs else LEAST_PLACE


def edge(start: int, end: int, gold: dict[str, Any]) -> bool:
    overlap = start < gold["end_char"] and gold["start_char"] < end
    return bool(overlap and (start == gold["start_char"] or end == gold["end_char"]))


def located(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [t for t in row["toponyms"] if t.get("latitude") is not None]


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [
        {**json.loads(line), "corpus": path.stem}
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def use(name: str, weight: Weights) -> None:
    """Let the models run with these weights; what was set by hand stays."""
    held = context.weights(name)
    held.clear()
    held.update({**weight, **context.by_hand(name)})
    certainty.facts_weights.cache_clear()


def logistic(x: np.ndarray, y: np.ndarray, given: np.ndarray, penalty: float) -> np.ndarray:
    """Newton's method with halved steps, so that a far start cannot throw it off; ``given`` is what is fixed by hand."""

    def loss(w: np.ndarray) -> float:
        z = x @ w + given
        return float(np.logaddexp(0, z).sum() - y @ z + penalty / 2 * (w**2).sum())

    w = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ w + given, -30, 30)))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * np.maximum(p * (1 - p), 1e-4)[:, None]).T @ x + penalty * np.eye(x.shape[1])
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while loss(w - size * step) > loss(w) and size > 1e-4:
            size /= 2
        w = w - size * step
        if float(np.abs(size * step).max()) < 1e-4:
            break
    return w


def fit_logistic(model: str, rows: Sequence[dict[str, float]], right: Sequence[bool]) -> Weights:
    hand = context.by_hand(model)
    names = sorted({name for row in rows for name in row} - hand.keys())
    column = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1.0
    for at, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                x[at, column[name]] = value
    # weights are held at 0 alike only where columns vary alike
    spread = np.maximum(x.std(axis=0), 0.1)
    spread[-1] = 1.0
    fixed = np.array([sum(hand.get(name, 0.0) * value for name, value in row.items()) for row in rows])
    w = logistic(x / spread, np.array(right, float), fixed, RIDGE[model]) / spread
    return {name: round(float(value), 3) for name, value in zip((*names, "bias"), w, strict=True)}


def fit_recognition(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> Weights:
    rows, right = [], []
    for row in texts:
        reading = gazetteer.read([(row["text"], "en")])[0]
        gold = [t for t in row["toponyms"] if t.get("kind") not in IGNORED]
        for mention in reading.mentions:
            if mention.kind == "name":
                rows.append(dict.fromkeys(mention.signs, 1.0))
                right.append(any(edge(mention.start, mention.end, t) for t in gold))
    return fit_logistic("recognise", rows, right)


def choices(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> list[tuple[np.ndarray, np.ndarray]]:
    """Features and rightness of the candidates of each ambiguous name."""
    held = []
    for row in texts:
        gold = located(row)
        reading, mentions = given.read(gazetteer, row["text"], [(t["start_char"], t["end_char"]) for t in gold], "en")
        asked = questions(reading, gazetteer.catalogue, 0.0)
        if not asked:
            continue
        resolve([(reading, asked)])
        table = sheet([asked], (), None)
        _fill_feature(table, asked)
        posterior = np.concatenate([question.posterior for question in asked])
        fill_context(table, posterior, holding(table, containers(asked)))
        x = np.hstack([table.static, table.dynamic])
        point = {id(m): t for m, t in zip(mentions, gold, strict=True)}
        for q, question in enumerate(asked):
            rows = slice(table.starts[q], table.starts[q] + len(question.candidates.rows))
            t = next(point[id(m)] for m in question.mentions if id(m) in point)
            where = question.candidates
            km = distance_km(where.latitude, where.longitude, float(t["latitude"]), float(t["longitude"]))
            ok = km <= RIGHT_KM
            if ok.any() and not ok.all() and not question.partial:
                held.append((x[rows], ok))
    return held


def fit_resolution(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> Weights:
    weight: Weights = {}
    for _ in range(ROUNDS):
        w = softmax_fit(choices(texts, gazetteer))
        weight = {name: round(float(value), 3) for name, value in zip(NAMES, w, strict=True)}
        use("resolve", weight)
    return weight


def softmax_fit(held: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    x, ok = np.vstack([row[0] for row in held]), np.concatenate([row[1] for row in held])
    sizes = np.array([len(row[1]) for row in held])
    group = np.repeat(np.arange(len(held)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    hand = context.by_hand("resolve")
    free = np.array([name not in hand for name in NAMES], float)
    w, m, v = np.array([hand.get(name, 0.0) for name in NAMES]), np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for step in range(1, 601):
        s = x @ w
        e = np.exp(s - np.maximum.reduceat(s, starts)[group])
        p = e / np.add.reduceat(e, starts)[group]
        q = p * ok
        q = q / np.maximum(np.add.reduceat(q, starts), 1e-9)[group]
        g = (x.T @ (p - q) + RIDGE["resolve"] * w) * free
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w -= 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return w


def fit_support(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> Weights:
    rows, right = [], []
    for row in texts:
        reading = gazetteer.read([(row["text"], "en")])[0]
        asked = questions(reading, gazetteer.catalogue, LEAST_CONSIDERED)
        resolve([(reading, asked)])
        gold = [t for t in row["toponyms"] if t.get("kind") not in IGNORED]
        for question in asked:
            for mention in question.mentions:
                if mention.kind == "name":
                    rows.append(certainty.place_numbers(mention, question))
                    right.append(any(edge(mention.start, mention.end, t) for t in gold))
    return fit_logistic("support", rows, right)


def answers(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> list[Answer]:
    """What the models answer for the toponyms that they find and a label judges."""
    made = []
    for row in texts:
        reading = gazetteer.read([(row["text"], "en")])[0]
        asked = questions(reading, gazetteer.catalogue, LEAST_CONSIDERED)
        resolve([(reading, asked)])
        prefer_seats(asked)
        for question in asked:
            certainty.judge_again(question)
        gold = located(row)
        for question in asked:
            made.extend(_judged(question, gold, row["corpus"], gazetteer))
    return made


def _judged(question: Question, gold: Sequence[dict[str, Any]], corpus: str, gazetteer: Gazetteer) -> list[Answer]:
    place = gazetteer.place(int(question.candidates.rows[question.best]))
    made = []
    for mention in question.mentions:
        t = next((t for t in gold if edge(mention.start, mention.end, t)), None)
        if t is None or mention.p_place < least(mention) or mention.feature == "street":
            continue
        km = distance_km(place.latitude, place.longitude, float(t["latitude"]), float(t["longitude"]))
        names = certainty.numbers(mention, question, sure=False)
        made.append(Answer(corpus, names, bool(km <= RIGHT_KM), certainty.p_location(mention, question, sure=False)))
    return made


def fit(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> dict[str, Weights]:
    """Weights of the three models, each fitted on what the one before it answers."""
    fitted = {"recognise": fit_recognition(texts, gazetteer)}
    use("recognise", fitted["recognise"])
    fitted["resolve"] = fit_resolution(texts, gazetteer)
    fitted["support"] = fit_support(texts, gazetteer)
    use("support", fitted["support"])
    held = [answer for part in (texts, paragraphs(texts)) for answer in answers(part, gazetteer)]
    fitted["location"] = fit_logistic("location", [a.names for a in held], [a.right for a in held])
    use("location", fitted["location"])
    return fitted


def paragraphs(texts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each paragraph as a text of its own: short reports, whose names have little to support them."""
    made = []
    for row in texts:
        start = 0
        for part in row["text"].split("\n\n"):
            end = start + len(part)
            inside = [t for t in row["toponyms"] if start <= t["start_char"] and t["end_char"] <= end]
            moved = [{**t, "start_char": t["start_char"] - start, "end_char": t["end_char"] - start} for t in inside]
            if moved:
                made.append({**row, "text": part, "toponyms": moved})
            start = end + 2
    return made


def crossed(texts: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> list[Answer]:
    """Answers for each text from models that have not seen it."""
    held = []
    for fold in range(FOLDS):
        fit([row for at, row in enumerate(texts) if at % FOLDS != fold], gazetteer)
        held.extend(answers([row for at, row in enumerate(texts) if at % FOLDS == fold], gazetteer))
    return held


def table(held: Sequence[Answer]) -> str:
    """The reliability of ``p_location`` as Markdown: each corpus and all together."""
    lines = [
        "# How right `p_location` is",
        "",
        "Written by `scripts/train_resolver.py --write`: answers out of fold (five folds over texts, all three models "
        "fitted anew for each), over the toponyms that were found and bear coordinates; right is within 161 km.",
        "",
        "| corpus | answers | right | kept at p >= 0.7 | right of the kept | Brier |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    corpora = {name: [a for a in held if a.corpus == name] for name in dict.fromkeys(a.corpus for a in held)}
    for name, part in (*corpora.items(), ("all", list(held))):
        kept = [a.right for a in part if a.p >= KEPT]
        brier = np.mean([(a.p - a.right) ** 2 for a in part])
        lines.append(
            f"| {name} | {len(part)} | {np.mean([a.right for a in part]):.3f} | {len(kept)} ({len(kept) / len(part):.3f}) "
            f"| {np.mean(kept):.3f} | {brier:.3f} |"
        )
    lines += ["", "| p_location | answers | mean p | right |", "| --- | --- | --- | --- |"]
    for low, high in zip(edges := (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01), edges[1:], strict=False):
        part = [a for a in held if low <= a.p < high]
        if part:
            mean, right = np.mean([a.p for a in part]), np.mean([a.right for a in part])
            lines.append(f"| {low:.2f}-{min(high, 1.0):.2f} | {len(part)} | {mean:.3f} | {right:.3f} |")
    return "\n".join(lines) + "\n"


def write(name: str, weight: Weights) -> None:
    hand = context.by_hand(name)
    fitted = "\n".join(f"{key} = {value}" for key, value in sorted(weight.items()) if key not in hand)
    kept = "\n".join(f"{key} = {value}" for key, value in sorted(hand.items()))
    text = f"# Fitted by scripts/train_resolver.py; see there.\n[weights]\n{fitted}\n"
    text += f"\n# What the labelled texts do not show, set by hand.\n[hand]\n{kept}\n" if kept else ""
    (DATA / f"{name}.toml").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the weights fitted on all texts, and the table")
    chosen = parser.parse_args()
    gazetteer, texts = Gazetteer.open(), read(chosen.files)
    report = table(crossed(texts, gazetteer))
    print(report)
    if chosen.write:
        for name, weight in fit(texts, gazetteer).items():
            write(name, weight)
        REPORT.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
