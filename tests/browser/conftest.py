"""Fixtures of the tests in a browser: ``book``, ``server``, ``cold_server``, ``open_page``."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from exposure import book as books
from tests.browser.harness import ROOT, Server, Tab, Theme, browsing, open_tab, serving, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser, Page

    from exposure.book import Book

_FAILED = pytest.StashKey[bool]()


class OpenPage(Protocol):
    """Open a path of a server, each in a browser profile of its own.

    The profiles are those of the tests before, emptied: a browser that knows the scripts draws a
    page in half the time. ``at`` is the address of a server other than the shared one; ``allow`` a pattern of problems
    that the test expects.
    """

    def __call__(
        self,
        path: str = "/",
        *,
        at: str | None = None,
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        allow: str | None = None,
    ) -> Page:
        """Return the page once it has settled."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that ``open_page`` can leave a picture of it."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def book() -> Book:
    """Return the repository's own data."""
    found, _ = books.load()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def moved(book: Book) -> dict[str, float]:
    """Return a scenario in which every lever is off the baseline by one step."""
    return {
        lever.name: start + lever.step
        if (start := book.levers.defaults[lever.name]) + lever.step <= lever.high
        else start - lever.step
        for lever in book.levers.table
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one browser of this worker."""
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return the one warm server of this worker, on the repository's own data."""
    with serving() as server:
        yield server


@pytest.fixture
def cold_server() -> Iterator[Callable[..., Server]]:
    """Return a function that starts a server that nobody has visited; takes what `serving` takes."""
    with ExitStack() as stack:
        yield lambda *given, **named: stack.enter_context(serving(*given, **named))


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> list[Tab]:
    """Return the tabs that the next test may use again."""
    return [open_tab(browser)]


@pytest.fixture
def open_page(
    browser: Browser, tabs: list[Tab], request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Return a function that opens pages; at the end each must be free of problems."""
    opened: list[tuple[Tab, str | None]] = []

    def open_page(
        path: str = "/",
        *,
        at: str | None = None,
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        allow: str | None = None,
    ) -> Page:
        address = (at or request.getfixturevalue("server").url) + path
        tab = tabs.pop() if tabs else open_tab(browser)
        opened.append((tab, allow))
        return settled(tab.visit(address, width=width, height=height, theme=theme))

    yield open_page

    failed = request.node.stash.get(_FAILED, False)
    found = []
    for number, (tab, allow) in enumerate(opened):
        found += [told for told in tab.problems if not (allow and re.search(allow, told))]
        if failed and not tab.page.is_closed():
            name = re.sub(r"\W+", "-", request.node.name)
            tab.page.screenshot(path=ROOT / "pictures/failed" / f"{name}-{number}.png")
        if failed or tab.page.is_closed():
            tab.page.context.close()
        else:
            tab.forget()
            tabs.append(tab)
    assert not found, "\n".join(found)
