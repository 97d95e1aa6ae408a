"""From the start of the process to the first charts in a browser that has never been there.

Each start is a fresh process and a fresh browser profile; then the same browser comes again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeAlias

from playwright.sync_api import sync_playwright

from benchmarks.repaint import SIZE, Moves
from benchmarks.servers import bare, ours, peers, plain, running
from tests.browser.harness import chrome

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

    from benchmarks.servers import Kind

# What shows a number, a chart, and a chart that answers to the pointer, and how many of the last two.
Wanted: TypeAlias = tuple[str, str, str, int]

# When the first number and the first chart are there in a frame that has been painted, and when the
# chart answers to the pointer: the dashboard shows the picture of a chart first.
_WATCH = """([numbers, chart, alive, count]) => {
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
    if (!seen.alive && all(alive) >= count) seen.alive = performance.now();
    return seen.number && seen.chart && seen.alive ? { ...seen } : null;
}"""
_TRACE = ".js-plotly-plot .main-svg :is(.trace, .hm)"
_LIGHT = '[data-testid="stVegaLiteChart"] :is(canvas, svg)'


def measured(count: int) -> dict[str, Moves]:
    """Return the starts of the dashboard's home page and of what it is compared to."""
    metric = '[data-testid="stMetricValue"]'
    kinds: dict[str, tuple[Kind, str, Wanted]] = {
        "bare, with a light chart": (bare(), "/?chart", (metric, _LIGHT, _LIGHT, 1)),
        "plain Streamlit": (plain(), "/", (metric, _TRACE, _TRACE, 3)),
        "this dashboard": (ours(), "/", (".card-value", f".plot > svg, {_TRACE}", _TRACE, 1)),
    } | {
        name: (kind, "/panel_app" if name == "Panel" else "/", (".shown", _TRACE, _TRACE, 1))
        for name, kind in peers("home").items()
    }
    found = {name: Moves() for name in kinds}
    with sync_playwright() as playwright:
        for _ in range(count):
            for name, (kind, path, wanted) in kinds.items():
                found[name].rows.append(_start(playwright, kind, path, wanted))
    return found


def _start(
    playwright: Playwright, kind: Kind, path: str, wanted: Wanted
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
        row["alive"] = server.seconds + time.perf_counter() - before
        for name in ("number", "chart"):
            row[name] = row["alive"] - (first["alive"] - first[name]) / 1000
        row["megabytes"] = sum(sizes) / 1e6
        row["requests"] = len(sizes)
        page.close()
        before = time.perf_counter()
        again = _opened(context.new_page(), server.url + path, wanted)
        row["second_alive"] = time.perf_counter() - before
        row["second"] = row["second_alive"] - (again["alive"] - again["chart"]) / 1000
        browser.close()
        return row


def _opened(page: Page, address: str, wanted: Wanted) -> Any:  # noqa: ANN401  (JSON)
    page.goto(address, wait_until="commit")
    return page.wait_for_function(
        _WATCH, arg=list(wanted), timeout=60_000, polling="raf"
    ).json_value()
