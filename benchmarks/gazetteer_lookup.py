"""How fast the gazetteer opens and answers, and what it costs: ``python benchmarks/gazetteer_lookup.py``.

Each figure is the median of a few runs, each in a process of its own where memory or opening is measured. Processor
seconds stand beside the clock's, for the clock also counts what else the machine does. "Own memory" is what the process
holds for itself (private pages); the index is mapped from its file and shared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

RUNS = 5
NAMES = 200_000
SEED = 7


def private_mb() -> float:
    """Memory that belongs to this process alone, in MB; the peak of all of it where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def opening(what: str) -> dict[str, float]:
    """Time and memory of opening in this very process, libraries loaded before, and of the first answer."""
    import numpy  # noqa: F401

    from geo.gazetteer.finder import Gazetteer
    from geo.gazetteer.geocoder import OfflineGeocoder
    from geo.gazetteer.index import Index

    opens: dict[str, Callable[[], Any]] = {
        "index": lambda: Index.open().lookup("kharkiv"),
        "gazetteer": lambda: Gazetteer.open().geocode_place("Kharkiv"),
        "geocoder": lambda: OfflineGeocoder().geocode("Kharkiv"),
        "reverse": lambda: OfflineGeocoder().reverse((49.99, 36.23)),
    }
    before, clock, cpu = private_mb(), time.perf_counter(), time.process_time()
    held = opens[what]()
    figures = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - cpu, "mb": private_mb() - before}
    assert held
    return figures


def fresh(what: str) -> dict[str, float]:
    """The medians of :func:`opening` over processes of their own."""
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, __file__, "--opening", what]
        runs.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    return {key: median(run[key] for run in runs) for key in runs[0]}


def names(count: int) -> list[str]:
    """Names of places, drawn from the whole index with a fixed seed."""
    import numpy as np

    from geo.gazetteer.index import Index

    index = Index.open()
    rows = np.random.default_rng(SEED).integers(0, len(index), count)
    return [index.row(int(row)).name for row in rows]


def rate(work: Callable[[], int], runs: int = RUNS) -> str:
    """Items a second by the clock and by the processor, medians."""
    clocks, cpus = [], []
    for _ in range(runs):
        clock, cpu = time.perf_counter(), time.process_time()
        done = work()
        clocks.append(done / (time.perf_counter() - clock))
        cpus.append(done / (time.process_time() - cpu))
    return f"{median(clocks):12,.0f} a second  ({median(cpus):,.0f} a processor second)"


def rates() -> None:
    import numpy as np

    from geo.gazetteer import OfflineGeocoder, geocode_many
    from geo.gazetteer.fold import fold
    from geo.gazetteer.geocoder import opened
    from geo.gazetteer.index import Index
    from geo.gazetteer.reverse import Nearest

    index = Index.open()
    drawn = names(NAMES)
    folded = [fold(name) for name in drawn]
    unknown = [f"{name} qx" for name in folded]

    def look(keys: list[str]) -> int:
        lookup = index.lookup
        for key in keys:
            lookup(key)
        return len(keys)

    def fold_and_look() -> int:
        lookup = index.lookup
        for name in drawn:
            lookup(fold(name))
        return len(drawn)

    few = list(dict.fromkeys(drawn))[:2000]
    report = [*few[:500]] * 20
    points = np.random.default_rng(SEED).uniform((-50, -180), (65, 180), (20_000, 2))
    nearest, gazetteer, geocoder = Nearest(index), opened(), OfflineGeocoder()
    gazetteer.geocode_place("Kharkiv")
    geocoder.reverse((49.99, 36.23))

    def reverse() -> int:
        for latitude, longitude in points[:500]:
            geocoder.reverse((latitude, longitude))
        return 500

    print("look-up of folded names     ", rate(lambda: look(folded)))
    print("look-up of unknown names    ", rate(lambda: look(unknown)))
    print("folding and look-up         ", rate(fold_and_look))
    print("geocode_many, all distinct  ", rate(lambda: len(geocode_many(few)), 3))
    print("geocode_many, 20 of each    ", rate(lambda: len(geocode_many(report)), 3))
    print("OfflineGeocoder.reverse     ", rate(reverse, 3))
    print("nearest settlements, at once", rate(lambda: len(nearest.nearest(points[:, 0], points[:, 1])[0]), 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--opening", help="measure one opening in this process and print it as JSON")
    given = parser.parse_args()
    if given.opening:
        print(json.dumps(opening(given.opening)))
        return
    for what in ("index", "gazetteer", "geocoder", "reverse"):
        found = fresh(what)
        print(
            f"open and ask: {what:14} {found['seconds']:9.3f} s  ({found['cpu']:.3f} processor seconds),"
            f" {found['mb']:.1f} MB own memory"
        )
    rates()


if __name__ == "__main__":
    main()
