"""A server, a browser, and a patient eye: what the tests and the pictures share.

Run by itself it prints the browser that the tests will use, or says what is missing.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

ROOT = Path(__file__).parents[2]
Theme = Literal["light", "dark"]

# The shell is Debian's own chromium without its window, which takes a third of a page's work.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_REMEDY = "On Debian: apt-get install chromium fonts-noto-cjk libatomic1"
# Below the address of a page the front end first looks for a server there, and finds none.
_PROBE = r"//[^/]+/[^/]+/_stcore/(health|host-config)$"
_START_SECONDS = 60
_DRAWN_MS = 30_000
# A chart is drawn in several steps after its message has come.
_QUIET_MS = 200


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    url: str
    process: subprocess.Popen[bytes]
    output: Path

    def log(self) -> str:
        """Return what the server has printed so far."""
        return self.output.read_text()


def chrome() -> str:
    """Return the browser's path: $CHROME, or the first known name on PATH."""
    chosen = os.environ.get("CHROME")
    found = shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, _NAMES)), None)
    if not found and not chosen and Path(_MAC).exists():
        found = _MAC
    if not found:
        missing = f"CHROME={chosen} cannot be run" if chosen else "No Chrome or Chromium was found"
        message = f"{missing}. {_REMEDY}"
        raise FileNotFoundError(message)
    return found


def addresses() -> dict[str, str]:
    """Return the path of each page of the dashboard by its name; the first is the home page."""
    pages = sorted((ROOT / "pages").glob("*.py"))
    names = [re.sub(r"[_ ]+", "_", re.sub(r"^\d*[_ -]*", "", page.stem)) for page in pages]
    return {"home": "/"} | {name: f"/{quote(name)}" for name in names}


@contextmanager
def serving(
    app: Path = ROOT / "serve.py", data: Path | None = None, **environment: str
) -> Iterator[Server]:
    """Start a dashboard on a free port, wait until it answers, and stop it at the end.

    Parameters
    ----------
    app
        The script to serve.
    data
        The folder of the ledger, instead of the dashboard's own.
    environment
        Further environment variables.
    """
    if data is not None:
        environment["EXPOSURE_DATA"] = str(data)
    with tempfile.TemporaryDirectory() as folder:
        server = _started(app, environment, Path(folder) / "log")
        try:
            yield server
        finally:
            server.process.terminate()
            try:
                server.process.wait(10)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        # Outlines as drawn, not fitted to pixels: pictures look the same on every machine.
        browser = playwright.chromium.launch(
            executable_path=chrome(), args=["--font-render-hinting=none"]
        )
        yield browser
        browser.close()


@dataclass
class Tab:
    """A tab of the browser with a profile of its own, and what has gone wrong in it.

    ``problems`` keeps growing: errors in the console, requests to a host other than ``host``.
    """

    page: Page
    problems: list[str]
    host: str = ""

    def visit(self, address: str, *, width: int, height: int, theme: Theme) -> Page:
        """Open an address, as a new visit, and wait until it is drawn."""
        self.host = urlsplit(address).netloc
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(media="null", color_scheme=theme)
        self.page.goto(address, wait_until="domcontentloaded")
        return drawn(self.page)

    def forget(self) -> None:
        """End the visit, and leave nothing of it: no session, no cookie, no permission, no route.

        The tab rests on the same host: from an empty page the browser would go on in a new process,
        which compiles every script again and takes twice the work for a page.
        """
        self.page.unroute_all(behavior="ignoreErrors")
        try:
            self.page.goto(f"http://{self.host}/_stcore/health")
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        except Error:  # that server is gone
            self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        self.problems.clear()


def open_tab(browser: Browser) -> Tab:
    """Open a tab in a fresh browser profile."""
    context = browser.new_context(locale="en-GB")
    context.add_init_script(_WATCH)
    tab = Tab(context.new_page(), [])
    _watch_for_problems(tab)
    return tab


def open_address(
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    height: int = 900,
    theme: Theme = "light",
) -> tuple[Page, list[str]]:
    """Open an address in a fresh browser profile; return the page and its growing problems."""
    tab = open_tab(browser)
    return tab.visit(address, width=width, height=height, theme=theme), tab.problems


def settled(page: Page) -> Page:
    """Wait as `drawn` does, and check what must hold at every such moment.

    No script has failed, and no text has become a formula, which is what two dollar signs in one
    paragraph can turn into. To be called after every action.
    """
    faults = drawn(page).locator('.katex, [data-testid="stException"]').all_inner_texts()
    assert not faults, f"drawn as a formula, or failed: {faults}"
    return page


def drawn(page: Page) -> Page:
    """Wait until the server has answered the last action and everything it sent is drawn."""
    page.wait_for_function(_DRAWN, arg=_QUIET_MS, timeout=_DRAWN_MS)
    return page


# Notes when the page last changed, and when it last spoke to the server and was answered.
_WATCH = """(() => {
    const seen = window.__seen = { changed: 0, sent: 0, received: 0 };
    window.WebSocket = class extends window.WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", () => { seen.received = performance.now(); });
        }
        send(data) {
            seen.sent = performance.now();
            super.send(data);
        }
    };
    // A lever asks at once, and its address follows when it rests.
    const ask = window.fetch;
    window.fetch = async (address, ...given) => {
        if (!`${address}`.endsWith("/instant")) return ask(address, ...given);
        seen.sent = performance.now();
        try {
            return await ask(address, ...given);
        } finally {
            seen.received = performance.now();
            seen.changed = Math.max(seen.changed, seen.received + 300);
        }
    };
    // What a reader does is on its way to the server a moment later; from a lever, or from a slider or
    // pills of the framework's own where the machine is busy, it may be a long one.
    for (const act of ["keydown", "pointerdown", "click", "input", "change"])
        addEventListener(act, ({ target }) => {
            const late = target.closest?.(
                "[role=slider], [type=range], [inputmode=decimal], [data-testid=stButtonGroup]");
            seen.changed = performance.now() + (late ? 500 : 0);
        }, true);
    new MutationObserver(() => { seen.changed = Math.max(seen.changed, performance.now()); }).observe(
        document, { subtree: true, childList: true, characterData: true, attributes: true });
})()"""

_DRAWN = """(quiet) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const { changed, sent, received } = window.__seen;
    return app !== null
        && app.dataset.testConnectionState === "CONNECTED"
        && ["notRunning", "compilationError"].includes(app.dataset.testScriptState)
        && document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') === null
        && document.fonts.status === "loaded"
        && [...document.querySelectorAll(".plot")].every((plot) => plot.querySelector(".main-svg"))
        && received >= sent
        && performance.now() - Math.max(changed, sent, received) > quiet;
}"""


def _started(app: Path, environment: dict[str, str], output: Path) -> Server:
    """Return a server that answers; another may take the free port first, so try thrice."""
    for _ in range(3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = {"PORT": str(port), "ADDRESS": "127.0.0.1", "HEADLESS": "true"}
        # What it would write and forget is found beside its output.
        environment = {"TMPDIR": str(output.parent)} | environment
        with output.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(app)],
                cwd=ROOT,
                env=os.environ
                | {f"STREAMLIT_SERVER_{name}": value for name, value in settings.items()}
                | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = Server(f"http://127.0.0.1:{port}", process, output)
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if _healthy(server.url):
                return server
            time.sleep(0.1)
        process.kill()
        process.wait()
    message = f"the server did not start:\n{output.read_text()}"
    raise RuntimeError(message)


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _watch_for_problems(tab: Tab) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search(_PROBE, message.location["url"]):
            tab.problems.append(f"console: {message.text} {message.location['url']}")

    def request(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob"} and parts.netloc != tab.host:
            tab.problems.append(f"request to another host: {address}")

    # Whether a draft may go, as the browser asks: a visit ends when the test says so.
    tab.page.on("dialog", lambda dialog: dialog.accept())
    tab.page.on("console", console)
    tab.page.on("pageerror", lambda error: tab.problems.append(f"error: {error}"))
    tab.page.on("request", lambda sent: request(sent.url))
    tab.page.on("websocket", lambda socket: request(socket.url))


def _main() -> None:
    print(chrome())
    driver = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    if driver.returncode:
        message = f"{driver.stderr}The browser's driver does not start. {_REMEDY}"
        raise FileNotFoundError(message)


if __name__ == "__main__":
    try:
        _main()
    except FileNotFoundError as error:
        sys.exit(str(error))
