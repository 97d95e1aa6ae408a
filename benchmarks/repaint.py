"""From a key on a slider to the last paint of what the page shows, in a real browser.

Every page of a comparison is open at once and they take turns, move by move, so that all share
what the machine does besides. `probe.js` watches from inside the page: the time of the key, the
last change of the watched charts and texts, and the frame that shows it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, sync_playwright

from benchmarks.peers.content import CHOICES, FILES, START
from benchmarks.servers import bare, ours, peers, plain, running
from tests.browser.harness import chrome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, CDPSession, Page

    from benchmarks.servers import Running

PROBE = Path(__file__).with_name("probe.js").read_text()
PAGES = (*FILES, *CHOICES)
SIZE = {"width": 1440, "height": 1000}
WARM = 3
_QUIET_MS, _AFTER_MS, _TIMEOUT_MS = 250, 400, 20_000
_PLOTLY = ".js-plotly-plot"
_OURS = ".st-key-sentence, .card-value, .table, .st-key-answer"


@dataclass(frozen=True)
class Target:
    """A page to measure, and how to find its slider, its charts and its texts.

    ``charts`` and ``texts`` are how many must change at a move; ``click`` is pressed at the start.
    """

    name: str
    server: Running
    path: str
    slider: str
    chart: str = _PLOTLY
    text: str = ".shown"
    charts: int = 1
    texts: int = 1
    click: str = ""


@dataclass
class Moves:
    """What was measured at each move: milliseconds, bytes, counts."""

    rows: list[dict[str, float | None]] = field(default_factory=list)

    def of(self, what: str) -> list[float]:
        """Return one measure over all moves that have it."""
        return [float(x) for row in self.rows if (x := row.get(what)) is not None]


def measured(
    count: int, slow: int = 1, pages: Iterable[str] = PAGES
) -> dict[str, dict[str, Moves]]:
    """Return the moves of each page, by page and by what it is compared to.

    Parameters
    ----------
    count
        Moves of each.
    slow
        By how much the browser's processor is slowed down.
    """
    found = {}
    with running(bare()) as least, running(plain()) as usual, running(ours()) as board:
        for name in pages:
            kinds = peers(name)
            with (
                running(kinds["Dash"]) as dash,
                running(kinds["Panel"]) as panel,
                running(kinds["NiceGUI"]) as nicegui,
                sync_playwright() as playwright,
            ):
                browser = playwright.chromium.launch(executable_path=chrome())
                targets = [
                    _bare(least),
                    _plain(usual),
                    _ours(name, board),
                    *_peers(name, dash, panel, nicegui),
                ]
                found[name] = _taking_turns(browser, targets, count, slow)
                browser.close()
    return found


def _bare(server: Running) -> Target:
    return Target(
        "bare", server, "/", '[role="slider"], input[type="range"]', text=_METRIC, charts=0
    )


_METRIC = '[data-testid="stMetricValue"]'


def _plain(server: Running) -> Target:
    slider = '[role="slider"], input[type="range"]'
    chart = '[data-testid="stPlotlyChart"]'
    return Target("plain Streamlit", server, "/", slider, chart, _METRIC, charts=3)


def _ours(name: str, server: Running) -> Target:
    page, _, choice = name.partition(", ")
    lever = "openai_valuation_usd_bn"
    return Target(
        "this dashboard",
        server,
        f"/{'' if page == 'home' else page}?{lever}={START:g}",
        f'.st-key-lever-{lever} :is([role="slider"], input[type="range"])',
        text=_OURS,
        charts=_charts(name),
        click='.st-key-part label:has-text("Two-way map")' if choice else "",
    )


def _peers(name: str, dash: Running, panel: Running, nicegui: Running) -> Iterator[Target]:
    charts = _charts(name)
    yield Target("Dash", dash, "/", '[role="slider"]', charts=charts)
    yield Target("Panel", panel, "/panel_app", ".noUi-handle", charts=charts)
    yield Target("NiceGUI", nicegui, "/", '.q-slider [tabindex="0"]', charts=charts)


def _charts(name: str) -> int:
    return 0 if name == "Stress" else 1


def _taking_turns(
    browser: Browser, targets: list[Target], count: int, slow: int
) -> dict[str, Moves]:
    opened = [(target, *_opened(browser, target)) for target in targets]
    found = {target.name: Moves() for target in targets}
    for turn in range(-WARM, count):
        for target, page, session in opened:
            page.bring_to_front()
            # A browser is slowed down by work: only the one whose turn it is.
            session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
            row = _move(target, page, session)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            if "err" in row:
                print(f"{target.name}: {row}", file=sys.stderr)
            elif turn >= 0:
                found[target.name].rows.append(row)
    for _, page, _ in opened:
        page.context.close()
    return found


def _opened(browser: Browser, target: Target) -> tuple[Page, CDPSession]:
    context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
    context.add_init_script(PROBE)
    page = context.new_page()
    page.goto(target.server.url + target.path, wait_until="domcontentloaded")
    try:
        page.locator(target.slider).first.wait_for(state="attached", timeout=_TIMEOUT_MS)
        if target.click:
            page.locator(target.click).first.click()
        page.wait_for_function(
            "([chart, text, charts, texts]) => __pm.deep(chart).length >= charts"
            " && __pm.deep(text).length >= texts",
            arg=[target.chart, target.text, target.charts, target.texts],
            timeout=_TIMEOUT_MS,
        )
    except Error:
        page.screenshot(path=f"/tmp/bench-{target.name}.png")  # noqa: S108
        raise
    page.wait_for_timeout(1500)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return page, session


def _move(target: Target, page: Page, session: CDPSession) -> dict[str, Any]:
    page.locator(target.slider).first.focus()
    page.evaluate(
        "([chart, text]) => { __pm.arm(chart, text); __pm.markG(); }", [target.chart, target.text]
    )
    server, browser = target.server.cpu_seconds(), _busy(session)
    page.keyboard.press("ArrowRight")
    row: dict[str, Any] = page.evaluate(
        "([charts, texts, quiet, timeout]) => __pm.settle('', charts, texts, quiet, timeout, false)",
        [target.charts, target.texts, _QUIET_MS, _TIMEOUT_MS],
    )
    page.wait_for_timeout(_AFTER_MS)  # a lever that has come to rest costs something too
    row["server_cpu"] = 1000 * (target.server.cpu_seconds() - server)
    row["browser_cpu"] = 1000 * (_busy(session) - browser)
    return row


def _busy(session: CDPSession) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return float({item["name"]: item["value"] for item in found}["TaskDuration"])
