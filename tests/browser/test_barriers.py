"""Nobody is shut out: by keyboard, with a screen reader, on a small screen, in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_STOPS = 60
Visit = Callable[..., Any]
Story = Callable[..., str]


def barriers(reader: Any) -> list[Any]:
    page = reader.page
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found["violations"]]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")], ids=["wide", "dark", "phone"]
)
def test_no_barrier_that_axe_finds(visit: Visit, story: Story, width: int, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    reader = visit(story(title="A title", banner="A warning"), width=width, height=844, color_scheme=scheme)
    page = reader.page
    assert barriers(reader) == []
    reader.press("Filters")
    reader.rest()
    assert barriers(reader) == []
    page.keyboard.press("Escape")
    reader.press("Table")
    reader.rest()
    assert barriers(reader) == []
    page.click("td button >> nth=0")
    page.wait_for_selector(".sm-details")
    reader.rest()
    assert barriers(reader) == []
    page.click(".sm-close >> visible=true")
    reader.travel("at=49.84,24.03,5.50")
    reader.rest()
    reader.click_at(24.03, 49.84)
    page.wait_for_selector(".sm-popup")
    page.wait_for_timeout(400)
    assert barriers(reader) == []


def stops(page: Any) -> list[str]:
    """What the tab key reaches, in order, by its name and role."""
    found: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const at = document.activeElement;
                if (!at || at === document.body) return null;
                const box = at.getBoundingClientRect(), ring = getComputedStyle(at);
                const seen = box.width > 0 && box.height > 0 && (ring.outlineStyle !== 'none' || ring.boxShadow !== 'none');
                const name = at.getAttribute('aria-label') ?? at.title ?? '';
                return [seen, `${at.getAttribute('role') ?? at.tagName.toLowerCase()}:${name || at.textContent.trim().slice(0, 30)}`];
            }"""
        )
        if here is None:
            break
        assert here[0], f"focus cannot be seen on {here[1]}"
        found.append(here[1])
    return found


def test_tab_reaches_everything_in_the_order_of_the_page(visit: Visit, story: Story, picture: Any) -> None:
    reader = visit(story())
    found = stops(reader.page)
    wanted = ["button:1 not mappable", "button:Filters", "button:Table", "button:Supply arcs", "button:Link"]
    wanted += ["button:Play", "button:One step back", "button:One step on", "select:Speed", "button:All days"]
    wanted += ["input:As known on", "slider:First day", "slider:Last day"]
    assert [stop for stop in found if stop in wanted] == wanted
    assert len(found) == len(set(found)), "no trap and no second stop"
    reader.page.focus(".sm-desk button:has-text('Filters')")
    reader.page.keyboard.press("Tab")
    picture(reader, "keyboard")


def test_keyboard_alone_reads_a_strike_and_comes_back(visit: Visit, story: Story) -> None:
    page = visit(story()).page
    page.focus("button:has-text('Table')")
    page.keyboard.press("Enter")
    page.wait_for_selector("td button")
    page.focus("td button >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sm-details")
    assert page.evaluate("() => document.querySelector('.sm-panel').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator(".sm-panel").is_hidden()
    assert page.evaluate("() => document.activeElement.textContent") == "Table", "the focus is where it came from"


def test_a_table_that_is_drawn_anew_keeps_its_head_and_the_focus(visit: Visit, story: Story) -> None:
    reader = visit(story())
    page = reader.page
    reader.press("Table")
    page.focus("td button >> nth=1")
    words = page.evaluate(
        "() => { window.head = document.querySelector('th button'); return document.activeElement.textContent; }"
    )
    page.set_viewport_size({"width": 1180, "height": 760})
    page.evaluate("() => { window.body = document.querySelector('td button'); }")
    reader.until("() => !window.body.isConnected")
    assert page.evaluate("() => window.head.isConnected"), "a click on its way to a heading is not lost"
    assert page.evaluate("() => document.activeElement.textContent") == words


def test_filters_by_keyboard(visit: Visit, story: Story) -> None:
    reader = visit(story())
    page = reader.page
    page.focus("button:has-text('Filters')")
    page.keyboard.press("Enter")
    reader.rest()
    assert page.evaluate("() => document.activeElement.type") == "search"
    before = reader.shown()
    page.locator(".sm-value input").first.focus()
    page.keyboard.press("Space")
    reader.rest()
    assert reader.shown() < before
    page.keyboard.press("Escape")
    assert page.get_attribute("button:has-text('Filters')", "aria-expanded") == "false"


def test_sliders_say_their_day(visit: Visit, story: Story) -> None:
    page = visit(story()).page
    for end in ("from", "to"):
        slider = page.locator(f".sm-handle-{end}")
        low, now, high = (int(slider.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
        assert low <= now <= high
        assert "December 2023" in slider.get_attribute("aria-valuetext")


def test_text_may_be_twice_as_large(visit: Visit, story: Story) -> None:
    reader = visit(story(), width=640, height=900)
    page = reader.page
    page.add_style_tag(content="html { font-size: 200% }")
    reader.rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.locator(".sm-leaflet").bounding_box()["height"] > 200


def test_motion_is_left_out_where_it_is_not_wanted(visit: Visit, story: Story) -> None:
    reader = visit(story(), reduced_motion="reduce")
    slow = reader.page.evaluate(
        """() => [...document.querySelectorAll('.sm-desk, .sm-desk *')]
            .filter((node) => Number.parseFloat(getComputedStyle(node).transitionDuration) > 0.01 && !node.closest('.sm-leaflet')).length"""
    )
    assert slow == 0
