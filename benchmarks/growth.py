"""How the time grows with the ledger: ``python -m benchmarks.growth [FIGURES ...]`` prints a table.

Each ledger is the invented group of the tests with as many figures more, three printings of each
quantity. Pages are drawn as for a reader but without a browser: the first page reads the ledger and
checks it; a move and a search are the median of five reruns.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from streamlit.testing.v1 import AppTest

from exposure import checks, ledger, listing
from exposure.book import LARGEST
from exposure.draft import check as draft

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/small"
SIZES = (100, 1_000, 10_000, 100_000)
_RERUNS, _SECONDS = 5, 600
TEXT = "Alder put $10 billion into Birch in March 2030, and holds about 10% of it.\n\n" * 5
_FIGURE = """  - id: g-{n}
    quantity: q-{q}
    value: {value}
    unit: USD bn
    as_of: 2030-03
    modality: exactly
    status: completed
    source: wire-2030-03
    paragraph: {paragraph}
    printed: ${value} billion
"""
_QUANTITY = """  - id: q-{q}
    label: Alder's purchase number {q}
    holder: alder
    target: birch
    measure: investment
"""


def main() -> None:
    """Print the milliseconds of each step, and how they grew."""
    sizes = [int(x) for x in sys.argv[1:]] or list(SIZES)
    found = {size: measured(size) for size in sizes}
    steps = list(found[sizes[0]])
    print("Milliseconds, once each; behind them microseconds a figure.\n")
    print(f"| figures | {' | '.join(steps)} |\n|---|{'---:|' * len(steps)}")
    for size, times in found.items():
        told = [f"{times[step]:,.0f} ({1000 * times[step] / size:,.0f})" for step in steps]
        print(f"| {size:,} | {' | '.join(told)} |")


def measured(size: int) -> dict[str, float]:
    """Return the milliseconds of each step for a ledger of so many figures more."""
    times: dict[str, float] = {}

    def timed(step: str, call: Callable[[], _T]) -> _T:
        before = time.perf_counter()
        done = call()
        times[step] = 1000 * (time.perf_counter() - before)
        return done

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(SMALL / "data", data)
        written = (data / "deals.yaml").read_text()
        (data / "deals.yaml").write_text(grown(written, size))
        entries, faults = timed("load", lambda: ledger.load(data, SMALL / "seeds", LARGEST))
        if entries is None:
            sys.exit("\n".join(map(str, faults[:5])))
        timed("check", lambda: checks.check(entries))
        table = timed("list all figures", lambda: listing.listing(entries))
        timed("search", lambda: listing.matching(table, "purchase 42"))
        timed("check a draft", lambda: draft(TEXT, entries, date(2030, 5, 1)))
        shutil.copytree(SMALL / "seeds", Path(folder) / "seeds")
        os.environ["EXPOSURE_DATA"] = str(data)
        home = timed("first page", lambda: _page(""))
        times["a move"] = _rerun(home, "scenario", ({"birch_value": 90.0}, {"birch_value": 95.0}))
        figures = timed("page Figures", lambda: _page("pages/Figures.py"))
        times["search there"] = _rerun(
            figures, "choices", ({"figures_search": "42"}, {"figures_search": "41"})
        )
    return times


def _page(path: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=_SECONDS)
    if path:
        app.switch_page(path)
    return _ran(app)


def _rerun(app: AppTest, key: str, told: tuple[dict[str, object], ...]) -> float:
    """Return the median milliseconds of a rerun after something was set to one value or another."""
    times = []
    for turn in range(_RERUNS):
        app.session_state[key] = {**app.session_state[key], **told[turn % len(told)]}
        before = time.perf_counter()
        _ran(app)
        times.append(1000 * (time.perf_counter() - before))
    return median(times)


def _ran(app: AppTest) -> AppTest:
    app.run()
    if app.exception or app.error:
        sys.exit("\n".join(str(one.value) for one in (*app.exception, *app.error)))
    return app


def grown(ledger_text: str, size: int) -> str:
    """Return the text of a ledger with so many figures more."""
    quantities = "".join(_QUANTITY.format(q=q) for q in range(-(-size // 3)))
    figures = "".join(
        _FIGURE.format(n=n, q=n // 3, value=1 + n // 3 % 900, paragraph=1 + n % 6)
        for n in range(size)
    )
    return ledger_text.replace("quantities:\n", f"quantities:\n{quantities}", 1).replace(
        "figures:\n", f"figures:\n{figures}", 1
    )


if __name__ == "__main__":
    main()
