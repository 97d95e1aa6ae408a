"""From the start of the process to the first charts in a browser that has never been there.

Each start is a fresh process and a fresh browser profile; then the same browser comes again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.repaint import SIZE, Moves
from benchmarks.servers import bare, ours, peers, plain, running
from tests.browser.harness import chrome

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

    from benchmarks.servers import Kind

# When the first number and the first chart are there, and in a frame that has been painted.
_WATCH = """([numbers, chart, count]) => {
    const all = (selector, told) => {
        const found = [];
        const walk = root => {
            for (const e of root.querySelectorAll("*")) {
                if (e.matches(selector) && (!told || e.textContent !== "")) found.push(e);
                if (e.shadowRoot) walk(e.shadowRoot);
            }
        };
        walk(document);
        return found.length;
    };
    const seen = window.__first ??= {};
    if (!seen.number && all(numbers, true) > 0) seen.number = performance.now();
    if (!seen.chart && all(chart) >= count) seen.chart = performance.now();
    return seen.number && seen.chart ? { ...seen } : null;
}"""
_TRACE = ".js-plotly-plot .main-svg :is(.trace, .hm)"


def measured(count: int) -> dict[str, Moves]:
    """Return the starts of the dashboard's home page and of what it is compared to."""
    kinds: dict[str, tuple[Kind, str, str, str, int]] = {
        "bare, with a light chart": (
            bare(),
            "/?chart",
            '[data-testid="stMetricValue"]',
            '[data-testid="stVegaLiteChart"] :is(canvas, svg)',
            1,
        ),
        "plain Streamlit": (plain(), "/", '[data-testid="stMetricValue"]', _TRACE, 3),
        "this dashboard": (ours(), "/", ".card-value", _TRACE, 1),
    } | {
        name: (kind, "/panel_app" if name == "Panel" else "/", ".shown", _TRACE, 1)
        for name, kind in peers("home").items()
    }
    found = {name: Moves() for name in kinds}
    with sync_playwright() as playwright:
        for _ in range(count):
            for name, (kind, path, numbers, chart, charts) in kinds.items():
                found[name].rows.append(_start(playwright, kind, path, (numbers, chart, charts)))
    return found


def _start(
    playwright: Playwright, kind: Kind, path: str, wanted: tuple[str, str, int]
) -> dict[str, float | None]:
    with running(kind) as server:
        row: dict[str, float | None] = {"health": server.seconds}
        browser = playwright.chromium.launch(executable_path=chrome())
        context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
        page = context.new_page()
        sizes: list[int] = []
        page.on(
            "requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"])
        )
        before = time.perf_counter()
        first = _opened(page, server.url + path, wanted)
        row["chart"] = server.seconds + time.perf_counter() - before
        row["number"] = (first["number"] - first["chart"]) / 1000 + row["chart"]
        row["megabytes"] = sum(sizes) / 1e6
        row["requests"] = len(sizes)
        page.close()
        before = time.perf_counter()
        _opened(context.new_page(), server.url + path, wanted)
        row["second"] = time.perf_counter() - before
        browser.close()
        return row


def _opened(page: Page, address: str, wanted: tuple[str, str, int]) -> Any:  # noqa: ANN401  (JSON)
    page.goto(address, wait_until="commit")
    return page.wait_for_function(
        _WATCH, arg=list(wanted), timeout=60_000, polling="raf"
    ).json_value()
