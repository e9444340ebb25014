"""A real headless Chromium, and pages that report whatever they ask for or complain about."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000


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


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a map's page from a file; at the end nothing was asked of the network and nothing complained."""
    contexts, complaints, requests = [], [], []

    def opened(html: str, *, hash: str = "", width: int = 1280, height: int = 800, dark: bool = False) -> Any:
        file = tmp_path / f"map{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        scheme = "dark" if dark else "light"
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: (complaints.append(f"dialog {d.message}"), d.dismiss()))
        page.on(
            "request", lambda r: requests.append(r.url) if not r.url.startswith(("file:", "blob:", "data:")) else None
        )
        page.goto(f"file://{file}{hash}")
        page.wait_for_selector("[data-ready]")
        page.wait_for_timeout(250)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    assert requests == []
