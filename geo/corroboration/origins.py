"""Who first said it: copies of one text, one address or one speaker are one origin.

Near-duplicates are found by MinHash signatures in bands (Broder 1997) and confirmed by the exact Jaccard index
of word shingles; so the cost grows with the reports, not with their square.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.corroboration.sources import Sources
from geo.options import CorroborateOptions
from geo.schema import missing

SHINGLE_WORDS = 4
_BANDS, _ROWS = 32, 2
"""32 bands of 2 rows: two texts with Jaccard 0.5 meet in a band with probability 0.9999."""
_PRIME = np.uint64(4294967311)
_WORD = re.compile(r"\w+")


def canonical_url(url: str) -> str:
    """The address without scheme, ``www.``, mobile prefix, query, fragment and trailing slash.

    >>> canonical_url("https://www.example.org/a/?utm_source=x#top")
    'example.org/a'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    return f"{host}{parts.path.removesuffix('/').removesuffix('/amp')}"


def shingles(text: str) -> NDArray[np.uint64]:
    """The sorted hashes of the word 4-grams of ``text``, case and punctuation aside."""
    words = _WORD.findall(text.casefold())
    grams = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    return np.array(sorted({zlib.crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams}), dtype=np.uint64)


def jaccard(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> float:
    """The part of all shingles that two texts share."""
    shared = np.intersect1d(a, b, assume_unique=True).size
    return float(shared / (a.size + b.size - shared)) if shared else 0.0


def copy_groups(reports: pd.DataFrame, options: CorroborateOptions) -> dict[str, str]:
    """For every report id, the id of the group of copies that it belongs to: the smallest id of its members."""
    ids = [str(value) for value in reports["report_id"]]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    groups = _Groups(ids)
    for together in (_same_urls(reports, ids), _near_duplicates(reports, order, options)):
        for one, other in together:
            groups.join(one, other)
    return {report_id: groups.root(report_id) for report_id in ids}


def first_of_groups(reports: pd.DataFrame, groups: Mapping[str, str], sources: Sources) -> dict[str, str]:
    """For every report id, the report of its group of copies that was there first: its outlet is the origin.

    Of those published at one time it is the one of the best-graded outlet, so that copies neither add nor take away.
    """
    ids, hours = [str(value) for value in reports["report_id"]], _hours(reports)
    outlets = reports["publisher"] if "publisher" in reports.columns else [None] * len(ids)
    best: dict[str, tuple[float, str, str]] = {}
    for report_id, hour, outlet in zip(ids, hours, outlets, strict=True):
        grade = sources.of(report_id if missing(outlet) else str(outlet)).grade
        key, group = (hour, grade, report_id), groups[report_id]
        best[group] = min(best.get(group, key), key)
    return {report_id: best[group][2] for report_id, group in groups.items()}


class _Groups:
    """Disjoint sets of ids; the smallest id of a set names it, so order never matters."""

    def __init__(self, ids: Iterable[str]):
        self._parent = {name: name for name in ids}

    def root(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low


def _same_urls(reports: pd.DataFrame, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    if "url" not in reports.columns:
        return
    seen: dict[str, str] = {}
    for report_id, url in zip(ids, reports["url"], strict=True):
        if not missing(url) and str(url).strip():
            yield report_id, seen.setdefault(canonical_url(str(url)), report_id)


def _near_duplicates(
    reports: pd.DataFrame, order: Sequence[int], options: CorroborateOptions
) -> Iterable[tuple[str, str]]:
    ids = [str(value) for value in reports["report_id"]]
    texts, hours = list(reports["text"]), _hours(reports)
    grams = {i: shingles(str(texts[i])) for i in order}
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for i in order:
        for band, key in enumerate(_bands(grams[i])):
            buckets[band, key].append(i)
    judged: set[tuple[int, int]] = set()
    for members in buckets.values():
        members.sort(key=lambda i: (hours[i], ids[i]))
        for at, i in enumerate(members):
            for j in members[at + 1 :]:
                if hours[j] - hours[i] > options.copy_hours:
                    break
                if (i, j) not in judged:
                    judged.add((i, j))
                    if jaccard(grams[i], grams[j]) >= options.copy_jaccard:
                        yield ids[i], ids[j]


_SEEDS = np.random.default_rng(20240104)
_A = _SEEDS.integers(1, 2**31, size=_BANDS * _ROWS, dtype=np.uint64)[:, None]
_B = _SEEDS.integers(0, 2**31, size=_BANDS * _ROWS, dtype=np.uint64)[:, None]


def _bands(grams: NDArray[np.uint64]) -> list[bytes]:
    signature = ((_A * grams[None, :] + _B) % _PRIME).min(axis=1).reshape(_BANDS, _ROWS)
    return [row.tobytes() for row in signature]


def _hours(reports: pd.DataFrame) -> list[float]:
    exact = list(reports["published_at"]) if "published_at" in reports.columns else [None] * len(reports)
    return [_hour(at, day) for at, day in zip(exact, reports["published"], strict=True)]


def _hour(at: object, day: dt.date) -> float:
    clock = 12.0 if missing(at) or not isinstance(at, dt.datetime) else at.hour + at.minute / 60
    return day.toordinal() * 24 + clock
