"""How fast reports become located claims, in CPU seconds of one process: ``python benchmarks/bench_extraction.py``.

Three questions, each with its own corpus, all written here or taken from the labelled reports of ``tests/gold``:

- ordinary news, of which most tells of no strike (nine reports of ten), and reports dense with strikes: reports a second,
  locating included;
- growth: one text of up to a megabyte, at 1, 2 and 4 times its length: the time must grow as the length;
- hostile texts: long runs of digits, blanks, quotes, capitals, one sentence of a megabyte.

Prints a table; ``--check`` makes it fail where a figure misses its floor.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from geo.extraction import extract, extract_report
from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.locate import locate
from geo.model import Report
from geo.schema import reports_frame

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "reports.jsonl"
DAY = dt.date(2024, 5, 16)
ORDINARY_FLOOR, DENSE_FLOOR = 100.0, 30.0
"""Reports a second that one core must reach."""
MEMORY_MB = 500
GROWTH = 1.35
"""The time of a text of twice the length may be this many times twice that of the shorter."""

_SENTENCES = (
    "The central bank left its key rate unchanged on Thursday, saying that inflation had eased for a third month.",
    "Shares in the carmaker fell four per cent after it cut its forecast for deliveries to North America.",
    "Members of parliament in Ottawa voted by 171 to 149 for the budget, which raises spending on housing.",
    "A court in Milan heard the first witnesses in the case against two former managers of the football club.",
    "The striker hit the post twice before scoring in stoppage time, and the visitors never recovered.",
    "Rail workers in Germany will strike for 24 hours from Tuesday evening, their union said, after talks on pay collapsed.",
    "Heavy rain flooded streets in Valencia overnight, and the fire service answered more than 300 calls.",
    "Researchers in Kyoto said that the new battery keeps nine tenths of its charge after a thousand cycles.",
    "The prime minister flew to Warsaw for talks on trade, energy and the border, and returned late on Wednesday.",
    "Ukraine's grain exports rose by a fifth in April, the ministry of agriculture in Kyiv said, helped by the sea route.",
    "The film, shot over two winters in Iceland, took 40 million dollars at the box office in its first week.",
    "Farmers blocked roads around Lyon with tractors in protest at the price of fuel and at imports from Brazil.",
    "In Delhi schools stayed closed because of smog, and the number of flights delayed passed two hundred.",
    "The airline ordered 60 aircraft, the largest order in its history, and will retire its oldest jets by 2029.",
    "Doctors in Nairobi called off their walkout after the government promised to hire 1,200 interns.",
    "The museum in Chicago has bought a drawing that was thought lost since 1911; it goes on show in June.",
)
_PASSING = (
    "The war in Ukraine and the attacks on ships in the Red Sea have made insurance dearer, the report says.",
    "Critics said that the minister had come under fire over the contract and should resign.",
    "The company, which also makes engines for drones and missiles, expects orders to double by next year.",
    "A volley of questions met the coach, whose team has not won since December.",
)
_STRIKES = (
    "A Russian missile hit a warehouse in Kharkiv on Wednesday evening, killing two people and wounding nine, the governor said.",
    "Israeli aircraft struck a house in Rafah overnight and at least six people were killed, according to medics there.",
    "Air defences shot down eleven drones over the Belgorod region, the defence ministry in Moscow said on Thursday.",
)


def ordinary(number: int, *, seed: int = 7) -> pd.DataFrame:
    """News of about 350 words each; one report of ten tells of a strike, three more speak of war in passing."""
    dice = random.Random(seed)
    rows = []
    for at in range(number):
        told = dice.choices(_SENTENCES, k=18)
        if at % 10 == 0:
            told.insert(0, dice.choice(_STRIKES))
        elif at % 10 < 4:
            told.insert(dice.randrange(18), dice.choice(_PASSING))
        rows.append(_row(f"o{at}", "\n\n".join(" ".join(told[i : i + 3]) for i in range(0, len(told), 3)), "en"))
    return reports_frame(rows)


def dense(number: int) -> pd.DataFrame:
    """The labelled reports, over and over, each time of another day."""
    held = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    rows = [
        _row(f"d{at}", held[at % len(held)]["text"] + f"\n\nReport {at}.", held[at % len(held)]["lang"])
        for at in range(number)
    ]
    return reports_frame(rows)


def _row(name: str, text: str, lang: str) -> Report:
    return Report(name, text, DAY, lang)


def rate(reports: pd.DataFrame, places: Gazetteer) -> float:
    """Reports read and located in a CPU second."""
    begin = time.process_time()
    locate(extract(reports, places=places), reports, gazetteer=places)
    return len(reports) / (time.process_time() - begin)


HOSTILE: dict[str, Callable[[int], str]] = {
    "digits": lambda size: "Missiles hit Kyiv. " + "1234567890" * (size // 10),
    "numbers": lambda size: "Missiles hit Kyiv. " + "12 " * (size // 3),
    "blanks": lambda size: "Missiles hit Kyiv." + " " * size + "Drones hit Odesa.",
    "lines": lambda size: "Missiles hit Kyiv." + "\n" * size + "Drones hit Odesa.",
    "quotes": lambda size: "Missiles hit Kyiv. " + "\"'“”«»" * (size // 6),
    "capitals": lambda size: "MISSILES HIT KYIV " * (size // 18),
    "one sentence": lambda size: "a missile hit Kharkiv and drones hit Sumy, " * (size // 43),
    "one word": lambda size: "missile" * (size // 7),
    "months": lambda size: "struck May 5, 2024 in March " * (size // 28),
    "commas": lambda size: "Kyiv, " * (size // 6) + "were shelled.",
    "brackets": lambda size: "A drone ((((" * (size // 12),
    "Cyrillic": lambda size: "Вночі ворог атакував Харків ракетами, поранено двох людей. " * (size // 58),
}
"""Texts that a careless pattern takes more than linear time for, by their length in characters."""


def seconds(text: str, places: Gazetteer, lang: str = "en") -> float:
    """CPU seconds for one report."""
    begin = time.process_time()
    extract_report(Report("h", text, DAY, lang), places=places)
    return time.process_time() - begin


def growth(make: Callable[[int], str], size: int, places: Gazetteer, lang: str) -> list[float]:
    """CPU seconds at 1, 2 and 4 times a quarter of ``size`` characters."""
    return [seconds(make(size // part), places, lang) for part in (4, 2, 1)]


def article(size: int) -> str:
    """One long text of ordinary sentences and strikes."""
    dice = random.Random(3)
    every = (*_SENTENCES, *_STRIKES, *_PASSING)
    return "\n\n".join(dice.choice(every) for _ in range(size // 110))[:size]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Speed, growth and memory of the extraction.")
    parser.add_argument("--reports", type=int, default=400, help="reports of each corpus")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the longest text")
    parser.add_argument("--check", action="store_true", help="fail where a figure misses its floor")
    options = parser.parse_args(arguments)
    places = Gazetteer.open()
    rate(ordinary(10, seed=1), places)
    wrong = []
    print("| corpus | reports | reports a CPU second | floor |\n| --- | --- | --- | --- |")
    for name, reports, floor in (
        ("ordinary news", ordinary(options.reports), ORDINARY_FLOOR),
        ("dense with strikes", dense(options.reports), DENSE_FLOOR),
    ):
        reached = rate(reports, places)
        wrong += [f"{name}: {reached:.0f} reports a second"] if reached < floor else []
        print(f"| {name} | {len(reports)} | {reached:.0f} | {floor:.0f} |")
    print("\n| text | seconds at 1, 2, 4 times | growth |\n| --- | --- | --- |")
    for name, make in {"article": article, **HOSTILE}.items():
        times = growth(make, options.size, places, "uk" if name == "Cyrillic" else "en")
        ratio = times[2] / max(times[1], 0.05) / 2
        wrong += [f"{name}: {ratio:.2f} times linear"] if ratio > GROWTH else []
        print(f"| {name} | {', '.join(f'{t:.2f}' for t in times)} | {ratio:.2f} |")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nmost memory of the process: {memory:.0f} MB (floor for a worker on reports of ordinary length: {MEMORY_MB} MB)"
    )
    for line in wrong:
        print("below its floor:", line)
    return 1 if wrong and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
