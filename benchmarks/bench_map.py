"""The map's size and speed with generated strikes, beside the ways that Folium offers.

Usage: python benchmarks/bench_map.py [N ...]    (default 1000 10000; 100000 and 1000000 take minutes)
"""

from __future__ import annotations

import importlib.util
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import folium
from folium.plugins import FastMarkerCluster, TimestampedGeoJson
from playwright.sync_api import sync_playwright

from geo.mapping import draw, render

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("strikes_factory", ROOT / "tests" / "mapping" / "strikes_factory.py")
assert _spec and _spec.loader
factory: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(factory)

ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
MB = 1e6
QUIET_MS = 1500
FOLIUM_UP_TO = 100_000
STEPS = """(steps) => {
  const handle = document.querySelector('.sm-handle-from'), times = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    times.push(performance.now() - start);
  }
  return times;
}"""
POPUP = """async () => {
  const start = performance.now();
  document.querySelectorAll('td button')[7].click();
  while (!document.querySelector('.sm-details')) await new Promise((next) => setTimeout(next, 1));
  return performance.now() - start;
}"""
READY = """() => new Promise((found) => {
  const look = () => document.querySelector('[data-ready]') ? found(performance.now()) : setTimeout(look, 2);
  look();
})"""


def measure(browser: Any, page_text: str, folder: Path) -> dict[str, float]:
    """First marks, a step of the brush and a popup, in milliseconds; the heap in MB."""
    file = folder / "map.html"
    file.write_text(page_text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(120_000)
    page.goto(f"file://{file}", wait_until="commit")
    page.wait_for_selector(".sm-desk", state="attached")
    first = page.evaluate(READY)
    steps = page.evaluate(STEPS, 15)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"] / MB
    page.evaluate("() => [...document.querySelectorAll('button')].find((b) => b.textContent === 'Table').click()")
    page.wait_for_selector("td button")
    page.wait_for_timeout(QUIET_MS)  # the table draws itself once more when the brush has come to rest
    popup = page.evaluate(POPUP)
    page.close()
    return {"first_ms": first, "step_ms": statistics.median(steps), "popup_ms": popup, "heap_mb": heap}


def ours(n: int, browser: Any, folder: Path) -> str:
    strikes = factory.strikes(n, days=700, towns=min(20_000, max(50, n // 10)))
    start = time.perf_counter()
    text = render(draw(strikes))
    build = time.perf_counter() - start
    layer = next(child for child in draw(strikes)._children.values() if hasattr(child, "packs"))
    blocks = sum(len(block) * 4 / 3 for block in layer.packs.blocks)
    found = measure(browser, text, folder)
    words = "  ".join(f"{name}={value:8.1f}" for name, value in found.items())
    return f"{n:>9,} strikemap            file={len(text.encode()) / MB:6.2f} MB  without texts={(len(text.encode()) - blocks) / MB:6.2f} MB  build={build:5.2f} s  {words}"


def folium_ways(n: int) -> list[str]:
    strikes = factory.strikes(n, days=700, towns=min(20_000, max(50, n // 10)))
    points = strikes[strikes.geometry.geom_type == "Point"]
    quotes = [cell[0]["quote"][:200] for cell in points["sources"]]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [x, y]},
            "properties": {"time": str(day), "popup": quote},
        }
        for x, y, day, quote in zip(points.longitude, points.latitude, points.date, quotes, strict=True)
    ]
    data = {"type": "FeatureCollection", "features": features}
    rows = list(zip(points.latitude, points.longitude, quotes, strict=True))
    ways = {
        "folium GeoJson": lambda: folium.GeoJson(data, popup=folium.GeoJsonPopup(["popup"])),
        "TimestampedGeoJson": lambda: TimestampedGeoJson(data),
        "FastMarkerCluster": lambda: FastMarkerCluster(rows),
    }
    lines = []
    for name, make in ways.items():
        start = time.perf_counter()
        drawn = folium.Map(tiles=None)
        make().add_to(drawn)
        size = len(drawn.get_root().render().encode()) / MB
        lines.append(
            f"{n:>9,} {name:<20} file={size:6.2f} MB (and files of five hosts)  build={time.perf_counter() - start:5.2f} s"
        )
    return lines


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 10_000]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for n in sizes:
            print(ours(n, browser, Path(folder)), flush=True)
            for line in folium_ways(n) if n <= FOLIUM_UP_TO else ():
                print(line, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
