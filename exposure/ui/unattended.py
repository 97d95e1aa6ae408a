"""A page drawn for nobody: what it says, without a server and a browser.

Comes in: the page, and the query of its address. Goes out: the `Report` that the same
page would offer a reader to take away.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from exposure.ui.export import REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exposure.export.report import Report

_ROOT = Path(__file__).parents[2]
HOME = "app"
"""The home page, by the name of its file."""

_SECONDS = 120


def pages() -> list[str]:
    """Return every page by the name of its file, the home page first."""
    return [HOME, *sorted(path.stem for path in _ROOT.glob("pages/*.py"))]


def report(page: str, query: Mapping[str, Sequence[str]], data: Path) -> Report:
    """Return what a page says on the data of a folder.

    Raises
    ------
    RuntimeError
        If the page has nothing to say, with what it shows instead.
    """
    set_log_level("ERROR")  # it warns that no browser is there
    drawn = AppTest.from_file(str(_ROOT / f"{HOME}.py"), default_timeout=_SECONDS)
    if page != HOME:
        drawn.switch_page(f"pages/{page}.py")
    for key, values in query.items():
        drawn.query_params[key] = list(values)
    with _environment(EXPOSURE_DATA=str(data), EXPOSURE_SIGN_IN=""):
        drawn.run()
    if drawn.exception or REPORT not in drawn.session_state:
        told = [*drawn.exception, *drawn.error]
        raise RuntimeError(" ".join(str(one.value) for one in told) or "it is empty")
    found: Report = drawn.session_state[REPORT]
    return found


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
