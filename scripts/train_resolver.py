"""Fits the weights of recognition, resolution and ``p_location`` on labelled texts: ``train_resolver.py FILE...``.

Each FILE has one text a line: doc, text, toponyms with start_char, end_char, latitude, longitude. The weights are held near
those of ``geo/gazetteer/data/*.toml`` by a penalty; five-fold cross-validation over texts is printed before anything is
written (``--write``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteer import context
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.finder import LEAST_PLACE, Gazetteer
from geo.gazetteer.resolve import (
    DYNAMIC,
    _fill_feature,
    containers,
    distance_km,
    fill_context,
    questions,
    resolve,
    sheet,
)

FOLDS, RIGHT_KM = 5, 161.0
DATA = Path(__file__).parent.parent / "geo" / "gazetteer" / "data"
NAMES = (*Candidates.STATIC, *DYNAMIC)
_ROUNDS = 2
IGNORED = {"Demonym", "Language", "Homonym", "Non_Lit_Expression", "Literal_Expression", "Non_Toponym"}


def edge(start: int, end: int, gold: dict[str, Any]) -> bool:
    overlap = start < gold["end_char"] and gold["start_char"] < end
    return bool(overlap and (start == gold["start_char"] or end == gold["end_char"]))


def read(paths: list[str]) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in paths
        for line in Path(path).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def recognition(texts: list[dict[str, Any]], gazetteer: Gazetteer) -> tuple[list[list[str]], np.ndarray, np.ndarray]:
    signs, right, owner = [], [], []
    for at, row in enumerate(texts):
        reading = gazetteer.recogniser.read(row["text"])
        context.judge(reading, gazetteer._name_signs, gazetteer.recogniser.words)
        gold = [t for t in row["toponyms"] if t.get("kind") not in IGNORED]
        for mention in reading.mentions:
            if mention.kind != "name":
                continue
            signs.append(mention.signs)
            right.append(any(edge(mention.start, mention.end, t) for t in gold))
            owner.append(at)
    return signs, np.array(right, float), np.array(owner)


def logistic(x: np.ndarray, y: np.ndarray, prior: np.ndarray, penalty: float) -> np.ndarray:
    """Newton's method with halved steps, so that a far start cannot throw it off."""

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float(np.logaddexp(0, z).sum() - y @ z + penalty / 2 * ((w - prior) ** 2).sum())

    w = prior.copy()
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty * (w - prior)
        hessian = (x * np.maximum(p * (1 - p), 1e-4)[:, None]).T @ x + penalty * np.eye(x.shape[1])
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while loss(w - size * step) > loss(w) and size > 1e-4:
            size /= 2
        w = w - size * step
        if float(np.abs(size * step).max()) < 1e-4:
            break
    return w


def fit_recognition(texts: list[dict[str, Any]], gazetteer: Gazetteer) -> dict[str, float]:
    weight = dict(context.weights("recognise"))
    signs, y, owner = recognition(texts, gazetteer)
    names = sorted({sign for row in signs for sign in row} | {"bias"})
    column = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(signs), len(names)))
    for at, row in enumerate(signs):
        x[at, column["bias"]] = 1
        for sign in row:
            x[at, column[sign]] += 1
    prior = np.array([weight.get(name, 0.0) for name in names])
    hit = np.zeros(len(y))
    for fold in range(FOLDS):
        test = owner % FOLDS == fold
        w = logistic(x[~test], y[~test], prior, 2.0)
        hit[test] = x[test] @ w
    for what, score in (("before", x @ prior), ("cross-validated", hit)):
        given = score > np.log(LEAST_PLACE / (1 - LEAST_PLACE))
        tp = (given * y).sum()
        print(f"recognition {what}: precision {tp / given.sum():.3f} recall of candidates {tp / y.sum():.3f}")
    w = logistic(x, y, prior, 2.0)
    return {**weight, **{name: round(float(value), 3) for name, value in zip(names, w, strict=True)}}


def resolution(
    texts: list[dict[str, Any]], gazetteer: Gazetteer, weight: dict[str, float]
) -> list[tuple[int, np.ndarray, np.ndarray]]:
    held = []
    for at, row in enumerate(texts):
        gold = [t for t in row["toponyms"] if t.get("latitude") is not None]
        reading, given = gazetteer._given(row["text"], [(t["start_char"], t["end_char"]) for t in gold], "en")
        asked = questions(reading, gazetteer.catalogue, 0.0)
        if not asked:
            continue
        resolve(reading, asked, weight=weight)
        table = sheet(asked, (), None)
        _fill_feature(table, asked)
        fill_context(table, asked, containers(reading, asked))
        x = np.hstack([table.static, table.dynamic])
        point = {id(m): t for m, t in zip(given, gold, strict=True)}
        for q, question in enumerate(asked):
            rows = slice(table.starts[q], table.starts[q] + len(question.candidates.rows))
            t = next(point[id(m)] for m in question.mentions if id(m) in point)
            km = distance_km(table.latitude[rows], table.longitude[rows], float(t["latitude"]), float(t["longitude"]))
            ok = km <= RIGHT_KM
            if ok.any() and not ok.all():
                held.append((at, x[rows], ok))
    return held


def softmax_fit(held: list[tuple[int, np.ndarray, np.ndarray]], prior: np.ndarray, penalty: float = 3.0) -> np.ndarray:
    x = np.vstack([row[1] for row in held])
    ok = np.concatenate([row[2] for row in held])
    sizes = np.array([len(row[2]) for row in held])
    group = np.repeat(np.arange(len(held)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    w, m, v = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    for step in range(1, 401):
        s = x @ w
        e = np.exp(s - np.maximum.reduceat(s, starts)[group])
        p = e / np.add.reduceat(e, starts)[group]
        q = p * ok
        q = q / np.maximum(np.add.reduceat(q, starts), 1e-9)[group]
        g = x.T @ (p - q) + penalty * (w - prior)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w -= 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return w


def accuracy(held: list[tuple[int, np.ndarray, np.ndarray]], w: np.ndarray) -> float:
    return float(np.mean([ok[int((x @ w).argmax())] for _, x, ok in held]))


def fit_resolution(texts: list[dict[str, Any]], gazetteer: Gazetteer) -> dict[str, float]:
    weight = dict(context.weights("resolve"))
    for _ in range(_ROUNDS):
        held = resolution(texts, gazetteer, weight)
        prior = np.array([context.weights("resolve").get(name, 0.0) for name in NAMES])
        now = np.array([weight.get(name, 0.0) for name in NAMES])
        crossed = [
            accuracy(
                [r for r in held if r[0] % FOLDS == fold], softmax_fit([r for r in held if r[0] % FOLDS != fold], prior)
            )
            for fold in range(FOLDS)
        ]
        print(
            f"resolution of {len(held)} ambiguous names: before {accuracy(held, now):.3f}, cross-validated {np.mean(crossed):.3f}"
        )
        w = softmax_fit(held, prior)
        weight = {name: round(float(value), 3) for name, value in zip(NAMES, w, strict=True)}
    return weight


def fit_location(texts: list[dict[str, Any]], gazetteer: Gazetteer) -> dict[str, float]:
    rows, right = [], []
    for row in texts:
        reading = gazetteer.recogniser.read(row["text"])
        context.judge(reading, gazetteer._name_signs, gazetteer.recogniser.words)
        asked = questions(reading, gazetteer.catalogue, 0.15)
        resolve(reading, asked)
        gold = [t for t in row["toponyms"] if t.get("latitude") is not None]
        for question in asked:
            best = int(question.posterior.argmax())
            for mention in question.mentions:
                t = next((t for t in gold if edge(mention.start, mention.end, t)), None)
                if t is None or mention.p_place < LEAST_PLACE:
                    continue
                place = gazetteer.place(int(question.candidates.rows[best]))
                km = distance_km(place.latitude, place.longitude, float(t["latitude"]), float(t["longitude"]))
                p, q = (min(0.999, max(0.001, v)) for v in (float(question.posterior[best]), mention.p_place))
                signs = {f"is_{question.candidates.kinds[best]}", f"kind_{mention.kind}"}
                signs |= {"only_one"} if len(question.candidates.rows) == 1 else set()
                rows.append((np.log(p / (1 - p)), np.log(q / (1 - q)), signs))
                right.append(km <= RIGHT_KM)
    names = sorted({sign for row in rows for sign in row[2]})
    x = np.array([[1.0, a, b, *(name in signs for name in names)] for a, b, signs in rows], float)
    prior = np.zeros(x.shape[1])
    w = logistic(x, np.array(right, float), prior, 1.0)
    return {name: round(float(v), 3) for name, v in zip(("bias", "answer", "place", *names), w, strict=True)}


def write(name: str, weight: dict[str, float]) -> None:
    lines = "\n".join(f"{key} = {value}" for key, value in sorted(weight.items()))
    (DATA / f"{name}.toml").write_text(
        f"# Fitted by scripts/train_resolver.py; see there.\n[weights]\n{lines}\n", encoding="utf-8"
    )
    context.weights.cache_clear()


def main(paths: list[str], keep: bool) -> None:
    gazetteer = Gazetteer.open()
    texts = read(paths)
    fitted = fit_recognition(texts, gazetteer)
    if keep:
        write("recognise", fitted)
    fitted = fit_resolution(texts, gazetteer)
    if keep:
        write("resolve", fitted)
        write("location", fit_location(texts, gazetteer))


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if a != "--write"], "--write" in sys.argv)
