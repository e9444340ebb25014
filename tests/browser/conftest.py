"""A real headless Chromium, pages that report whatever they ask for or complain about, and pictures of them.

The pictures in ``golden/`` are renewed with ``pytest tests/browser --renew-golden`` and looked at before they are
committed. They are compared coarsely, so that another font or another smoothing passes and a missing part does not.
"""

from __future__ import annotations

import base64
import importlib.util
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from geo.mapping import draw, render
from geo.options import DrawOptions

HERE = Path(__file__).resolve().parent
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever a page asks for, nothing leaves this machine
]
PATIENCE_MS = 30_000
QUIET_MS = 250
"""After this the page has drawn what the last action changed: it settles 150 ms after the hand rests."""
LOCAL = ("file:", "blob:", "data:", "about:")

_spec = importlib.util.spec_from_file_location("strikes_factory", HERE.parent / "mapping" / "strikes_factory.py")
assert _spec and _spec.loader
_factory = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_factory)

Pixels = npt.NDArray[np.float64]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the pictures of tests/browser/golden anew")


@pytest.fixture(scope="session")
def factory() -> Any:
    """The makers of strikes."""
    return _factory


@cache
def _story(**options: Any) -> str:
    return render(draw(_factory.story(), outlines=_factory.OUTLINES, options=DrawOptions(**options)))


@pytest.fixture(scope="session")
def story() -> Callable[..., str]:
    """The page of a few strikes of every kind, made once for each set of options."""
    return _story


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


class Reader:
    """Somebody in front of a page."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def until(self, question: str, value: Any = None) -> None:
        """Waits for a yes; the page's policy forbids Playwright's own way, which evaluates text."""
        for _ in range(PATIENCE_MS // 50):
            if self.page.evaluate(question, value):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {question}")

    def rest(self) -> None:
        """Until what was done is drawn."""
        self.page.wait_for_timeout(QUIET_MS)
        self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def shown(self) -> int:
        """How many strikes the page says it shows."""
        found = re.search(r"\d+", self.page.inner_text(".sm-shown"))
        assert found
        return int(found[0])

    def press(self, words: str) -> None:
        """Clicks the button of the header or the timeline with these words."""
        self.page.click(f".sm-desk button:has-text('{words}')")

    def spot(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is in the window, pixels."""
        at = self.page.evaluate(
            """([x, y]) => {
                const map = window[Object.keys(window).find((key) => key.startsWith('map_') && window[key].getZoom)];
                const box = map.getContainer().getBoundingClientRect(), at = map.latLngToContainerPoint([y, x]);
                return [box.x + at.x, box.y + at.y];
            }""",
            [longitude, latitude],
        )
        return at[0], at[1]

    def click_at(self, longitude: float, latitude: float) -> None:
        self.page.mouse.click(*self.spot(longitude, latitude))
        self.rest()

    def travel(self, hash: str) -> None:
        """Follows a link to another view of the same page."""
        self.page.evaluate("h => { location.hash = h; }", hash)
        self.rest()


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    """Opens a page from a file; at the end nothing was asked of the network and nothing complained."""
    contexts: list[Any] = []
    complaints: list[str] = []
    requests: list[str] = []

    def opened(
        html: str,
        *,
        hash: str = "",
        width: int = 1280,
        height: int = 800,
        ready: str = "[data-whole]",
        expected: str = "\0",
        **more: Any,
    ) -> Reader:
        file = tmp_path / f"map{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB", **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on(
            "console",
            lambda m: complaints.append(m.text) if m.type in ("error", "warning") and expected not in m.text else None,
        )
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: (complaints.append(f"dialog {d.message}"), d.dismiss()))
        page.on("request", lambda r: None if r.url.startswith(LOCAL) else requests.append(r.url))
        page.goto(f"file://{file}{hash}")
        page.wait_for_selector(ready)
        reader = Reader(page)
        reader.rest()
        return reader

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    assert requests == []


class Lens:
    """Looks at pictures: smaller, and as numbers. The browser itself reads and writes the PNG."""

    WIDTH = 480
    BLOCK = 8
    """Pixels of a small picture that are averaged: a letter's shape is lost in them, its greyness is not."""
    FAR = 24.0
    """Levels of 255 by which a block is another one; the same text in another font differs by less."""
    MOST_FAR = 0.012
    """Part of the blocks that may differ so."""
    MOST_MEAN = 2.5
    """Levels by which the blocks may differ on average."""

    def __init__(self, browser: Any, folder: Path, *, renew: bool) -> None:
        self.page = browser.new_page()
        self.folder = folder
        self.renew = renew

    def shrink(self, png: bytes) -> tuple[bytes, Pixels]:
        """A picture at most ``WIDTH`` wide, and the colours of its blocks."""
        held = self.page.evaluate(
            """async ([data, width]) => {
                const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
                const canvas = document.createElement('canvas');
                canvas.width = Math.min(width, picture.width);
                canvas.height = Math.round(picture.height * canvas.width / picture.width);
                const context = canvas.getContext('2d');
                context.imageSmoothingQuality = 'high';
                context.drawImage(picture, 0, 0, canvas.width, canvas.height);
                const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
                let text = '';
                for (let i = 0; i < pixels.length; i += 8192) text += String.fromCharCode(...pixels.subarray(i, i + 8192));
                return [canvas.width, canvas.height, btoa(text), canvas.toDataURL().split(',')[1]];
            }""",
            [base64.b64encode(png).decode(), self.WIDTH],
        )
        width, height, pixels, small = held
        table = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)[:, :, :3].astype(float)
        down, across = height // self.BLOCK, width // self.BLOCK
        cut = table[: down * self.BLOCK, : across * self.BLOCK]
        return base64.b64decode(small), cut.reshape(down, self.BLOCK, across, self.BLOCK, 3).mean(axis=(1, 3))

    def unlike(self, one: Pixels, other: Pixels) -> str:
        """What sets two pictures apart; nothing where they count as the same."""
        if one.shape != other.shape:
            return f"sizes {one.shape} and {other.shape}"
        apart = np.abs(one - other).max(axis=2)
        far, mean = float((apart > self.FAR).mean()), float(apart.mean())
        return "" if far <= self.MOST_FAR and mean <= self.MOST_MEAN else f"{far:.1%} of the blocks, {mean:.1f} levels"

    def compare(self, png: bytes, name: str, failed: Path) -> None:
        golden = self.folder / f"{name}.png"
        small, now = self.shrink(png)
        if self.renew:
            golden.parent.mkdir(exist_ok=True)
            golden.write_bytes(small)
            return
        assert golden.exists(), f"{golden} is missing: pytest tests/browser --renew-golden"
        _, then = self.shrink(golden.read_bytes())
        if difference := self.unlike(now, then):
            (failed / f"{name}.png").write_bytes(png)
            raise AssertionError(f"not as in {golden.name}: {difference}; it is now {failed / name}.png")


@pytest.fixture(scope="session")
def lens(chromium: Any, request: pytest.FixtureRequest) -> Lens:
    return Lens(chromium, HERE / "golden", renew=bool(request.config.getoption("--renew-golden", default=False)))


@pytest.fixture
def picture(lens: Lens, tmp_path: Path) -> Callable[[Reader, str], None]:
    """Compares what a reader sees with the picture that was kept."""

    def compare(reader: Reader, name: str) -> None:
        reader.rest()
        lens.compare(reader.page.screenshot(animations="disabled", caret="hide"), name, tmp_path)

    return compare
