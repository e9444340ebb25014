"""The map's size and speed with generated strikes, beside the other ways to put the same strikes into a page.

Usage: python benchmarks/bench_map.py [N ...] [--alone]    (default 1000 10000 100000; 1000000 takes minutes)

Writes benchmarks/map.json and benchmarks/map.md. ``--alone`` leaves the other ways out. Rows of another size that an
earlier run left in the JSON are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import map_strikes
import map_ways
from playwright.sync_api import Error, sync_playwright

from geo.mapping import draw, render
from geo.mapping.columns import base85_text
from geo.mapping.layer import StrikeLayer
from geo.pipeline import outlines

HERE = Path(__file__).resolve().parent
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
MB = 1e6
TRIES = 7
FEW_TRIES, FEW_TRIES_FROM = 3, 100_000
OTHERS_UP_TO = 100_000
BUILDS = 3
"""Times that our page is built; the largest one once, and those of the others once."""
STEPS = 20
PATIENCE_MS = 60_000
FIRST = """(() => {
  const look = () => document.querySelector(SELECTOR)
    ? requestAnimationFrame(() => { window.firstMarks = performance.now(); }) : requestAnimationFrame(look);
  requestAnimationFrame(look);
})()"""
BRUSH = """async (steps) => {
  const handle = document.querySelector('.sm-handle-from'), times = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    times.push(performance.now() - start);
    await new Promise((next) => requestAnimationFrame(next));
  }
  return times;
}"""
POPUP = """async () => {
  const stood = new Promise((done) => new MutationObserver(() => document.querySelector('.sm-details') && done())
    .observe(document.body, {childList: true, subtree: true}));
  const start = performance.now();
  document.querySelector('td button').click();
  await stood;
  await new Promise((shown) => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = shown;
    port2.postMessage(0);
  }));
  return performance.now() - start;
}"""
TARGETS = {
    1_000: {"build_s": 0.5, "first_ms": 400, "step_ms": 3, "popup_ms": 50, "file_mb": 0.8},
    10_000: {"build_s": 0.6, "first_ms": 400, "step_ms": 4, "popup_ms": 50, "bare_mb": 1.0},
    100_000: {"build_s": 3, "first_ms": 700, "step_ms": 8, "popup_ms": 50, "bare_mb": 2.2, "heap_mb": 60},
    1_000_000: {"build_s": 30, "first_ms": 2500, "step_ms": 25, "popup_ms": 80, "bare_mb": 14},
}
COLUMNS = ("load", "file_mb", "bare_mb", "build_s", "build_cpu_s", "first_ms", "step_ms", "popup_ms", "heap_mb")
HEADS = (
    "load",
    "file, MB",
    "without texts, MB",
    "build, s",
    "its CPU, s",
    "first marks, ms",
    "brush step, ms",
    "popup, ms",
    "heap, MB",
)
Row = dict[str, Any]


class Bench:
    """One browser, and a folder for pages."""

    def __init__(self, browser: Any, folder: Path, sizes: list[int]) -> None:
        self.browser = browser
        self.file = folder / "map.html"
        self.rows: list[Row] = []
        self.sizes = sizes

    def ours(self, strikes: Any) -> Row:
        builds = []
        for _ in range(BUILDS if len(strikes) <= OTHERS_UP_TO else 1):
            start, spent = time.perf_counter(), time.process_time()
            drawn = draw(strikes, outlines=outlines())
            text = render(drawn)
            builds.append((time.perf_counter() - start, time.process_time() - spent))
        row: Row = dict(zip(("build_s", "build_cpu_s"), map(statistics.median, zip(*builds, strict=True)), strict=True))
        layer = next(child for child in drawn._children.values() if isinstance(child, StrikeLayer))
        size = len(text.encode())
        row["file_mb"] = size / MB
        row["bare_mb"] = (size - sum(len(base85_text(block)) for block in layer.packs.blocks)) / MB
        del drawn, layer
        return row | self.measure(text, "[data-ready]", len(strikes), self.reader)

    def other(self, strikes: Any, name: str, way: map_ways.Callable[..., str], content: map_ways.Content) -> Row:
        held = map_ways.rows(strikes, content)
        start = time.perf_counter()
        text = way(strikes, held, content)
        del held
        row: Row = {"build_s": time.perf_counter() - start, "file_mb": len(text.encode()) / MB}
        if name in map_ways.BLIND:
            return row
        mark = map_ways.MARKS if name in map_ways.FOLIUM else map_ways.CANVAS
        step = self.timed if "Timestamped" in name else None
        return row | self.measure(text, mark, len(strikes), step)

    def measure(self, text: str, selector: str, count: int, more: Callable[[Any], Row] | None) -> Row:
        self.file.write_text(text, encoding="utf-8")
        del text
        held = [self.visit(selector, more)]
        while held[0] and len(held) < (FEW_TRIES if count >= FEW_TRIES_FROM else TRIES):
            held.append(self.visit(selector, more))
        return {key: statistics.median(each[key] for each in held) for key in held[0]}

    def visit(self, selector: str, more: Callable[[Any], Row] | None) -> Row:
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.route("**/*", serve)
        page.add_init_script(FIRST.replace("SELECTOR", json.dumps(selector)))
        try:
            page.goto(f"file://{self.file}", wait_until="commit")
            row: Row = {"first_ms": self.until(page, "window.firstMarks")}
            page.wait_for_load_state("load")
            return row | (more(page) if more else {}) | {"heap_mb": heap(page)}
        except (Error, TimeoutError):
            return {}
        finally:
            context.close()

    @staticmethod
    def until(page: Any, question: str) -> Any:
        for _ in range(PATIENCE_MS // 20):
            if answer := page.evaluate(question):
                return answer
            page.wait_for_timeout(20)
        raise TimeoutError(question)

    @staticmethod
    def reader(page: Any) -> Row:
        """A reader of ours: steps of the brush, then one strike out of the table, until the frame that shows it."""
        page.wait_for_timeout(300)
        steps = page.evaluate(BRUSH, STEPS)
        page.evaluate("() => [...document.querySelectorAll('button')].find((b) => b.textContent === 'Table').click()")
        page.wait_for_selector("td button")
        page.wait_for_timeout(800)  # the table draws itself once more when the brush has come to rest
        return {"step_ms": statistics.median(steps), "popup_ms": page.evaluate(POPUP)}

    @staticmethod
    def timed(page: Any) -> Row:
        return {"step_ms": statistics.median(page.evaluate(map_ways.STEP) for _ in range(STEPS))}

    def run(self, *, alone: bool) -> list[Row]:
        for count in self.sizes:
            strikes = map_strikes.strikes(count)
            self.note(count, "strikemap", "equal", self.ours(strikes))
            if alone or count > OTHERS_UP_TO:
                continue
            self.note(count, "strikemap", "bare", self.ours(map_strikes.bare(strikes)))
            for content in ("equal", "bare"):
                for name, way in {**map_ways.FOLIUM, **(map_ways.installed() if content == "equal" else {})}.items():
                    self.note(count, name, content, self.other(strikes, name, way, content))
        return self.rows

    def note(self, count: int, name: str, content: str, row: Row) -> None:
        load = {"load": os.getloadavg()[0]}
        self.rows.append(
            {"n": count, "way": name, "content": content, **{k: round(v, 3) for k, v in (load | row).items()}}
        )
        print(json.dumps(self.rows[-1]), flush=True)


def serve(route: Any) -> None:
    """Our own file as it is; what other pages link from this disk; the rest as nothing."""
    url = route.request.url
    if url.startswith(("file:", "data:", "blob:")):
        return route.continue_()
    file = map_ways.LINKED.get(url.split("?")[0].rsplit("/", 1)[-1])
    if file is not None and file.exists():
        return route.fulfill(path=str(file))
    return route.fulfill(body="")


def heap(page: Any) -> float:
    """What scripts hold after a collection: objects, and the arrays that stand outside V8's heap."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / MB


def ratios(rows: list[Row]) -> list[str]:
    """Ours as a part of the best Folium way, each figure's best taken by itself."""
    lines = []
    for count in sorted({row["n"] for row in rows}):
        for content in ("equal", "bare"):
            alike = [row for row in rows if row["n"] == count and row["content"] == content]
            ours = next((row for row in alike if row["way"] == "strikemap"), None)
            held = [row for row in alike if row["way"] in map_ways.FOLIUM]
            if not held or not ours:
                continue
            file = min(held, key=lambda r: r["file_mb"])
            first = min((r for r in held if r.get("first_ms")), key=lambda r: r["first_ms"], default=None)
            line = f"| {count:,} | {content} | {file['way']} | {ours['file_mb'] / file['file_mb']:.2f} |"
            speed = f" {first['way']} | {ours['first_ms'] / first['first_ms']:.2f} |" if first else " none | |"
            lines.append(line + speed)
    return lines


def cell(row: Row, column: str) -> str:
    value = row.get(column)
    if value is None:
        return ""
    target = TARGETS.get(row["n"], {}).get(column) if (row["way"], row["content"]) == ("strikemap", "equal") else None
    digits = 2 if column.endswith(("_mb", "_s")) else 0 if value >= 20 else 1
    return f"{value:,.{digits}f}" + (f" (asked {target:g}{'' if value <= target else ', missed'})" if target else "")


def table(held: dict[str, Any]) -> str:
    rows = held["rows"]
    lines = [
        "# The map, measured",
        "",
        "Written by `make bench-map`; generated strikes over real place names (`map_strikes.py`), medians of",
        f"{TRIES} visits in a headless browser, of {FEW_TRIES} from {FEW_TRIES_FROM:,} strikes on. Machine: {held['machine']}.",
        "`equal`: every way carries everything that ours holds of a strike; `bare`: point, day and a quote of 200",
        "characters only. What the others link from other hosts is served from the same disk without delay and is not",
        "counted in their files; ours holds all of it. Build is the wall clock of `draw` and `render` (ours: the",
        "median of three up to 100,000); load is how many other processes wanted a core meanwhile: times of rows under more load than there are cores are too long.",
        "",
        "| n | way | content | " + " | ".join(HEADS) + " |",
        "| --- " * (3 + len(HEADS)) + "|",
    ]
    for row in rows:
        cells = " | ".join(cell(row, column) for column in COLUMNS)
        lines.append(f"| {row['n']:,} | {row['way']} | {row['content']} | {cells} |")
    lines += ["", "Ours as a part of the best of Folium's ways (the best of each figure by itself):", ""]
    lines += ["| n | content | smallest file | ours / it | fastest first marks | ours / it |", "| --- " * 6 + "|"]
    return "\n".join([*lines, *ratios(rows)]) + "\n"


def machine(browser: Any) -> str:
    return f"{os.cpu_count()} cores, no GPU, Chromium {browser.version}, Python {platform.python_version()}"


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    asked.add_argument("--alone", action="store_true", help="without the other ways")
    chosen = asked.parse_args()
    saved = HERE / "map.json"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        rows = Bench(browser, Path(folder), chosen.sizes).run(alone=chosen.alone)
        held = {"machine": machine(browser), "rows": rows}
        browser.close()
    if saved.exists():
        measured = {(row["n"], row["way"], row["content"]) for row in rows}
        before = json.loads(saved.read_text("utf-8"))["rows"]
        kept = [row for row in before if (row["n"], row["way"], row["content"]) not in measured]
        held["rows"] = sorted(
            [*rows, *kept], key=lambda row: (row["n"], row["way"] != "strikemap", row["content"] == "bare")
        )
    saved.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    (HERE / "map.md").write_text(table(held), encoding="utf-8")
    print(table(held))


if __name__ == "__main__":
    main()
