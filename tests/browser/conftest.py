"""Fixtures of the tests in a browser: ``server``, ``cold_server``, ``open_page``."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.browser.harness import ROOT, Server, Theme, browsing, open_address, serving, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser, Page

_FAILED = pytest.StashKey[bool]()


class OpenPage(Protocol):
    """Open a path of a server in a fresh browser profile.

    ``at`` is the address of a server other than the shared one; ``allow`` a pattern of problems
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


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Return a function that opens pages; at the end each must be free of problems."""
    opened: list[tuple[Page, list[str], str | None]] = []

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
        page, problems = open_address(browser, address, width=width, height=height, theme=theme)
        opened.append((page, problems, allow))
        return settled(page)

    yield open_page

    failed = request.node.stash.get(_FAILED, False)
    found = []
    for number, (page, problems, allow) in enumerate(opened):
        if failed and not page.is_closed():
            name = re.sub(r"\W+", "-", request.node.name)
            page.screenshot(path=ROOT / "pictures/failed" / f"{name}-{number}.png")
        found += [problem for problem in problems if not (allow and re.search(allow, problem))]
        page.context.close()
    assert not found, "\n".join(found)
