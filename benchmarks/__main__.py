"""``make bench``: measure the pages beside what they are compared to, and write RESULTS.md.

``python -m benchmarks [PART ...]`` measures some parts alone and keeps the rest of the last run.
Every part measures the dashboard and its comparisons in turns, so that a busy machine is busy for
all of them: read the ratios, then the times.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import cold, load, repaint, report
from benchmarks.servers import PEERS_PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.repaint import Moves

HERE = Path(__file__).parent
FIRST, LAST, RESULTS = HERE / "first.json", HERE / "last.json", HERE / "RESULTS.md"
MOVES, SLOW, STARTS, SECONDS = 12, 4, 3, 6.0


def main() -> None:
    """Measure the parts that are asked for, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all when none is given")
    parser.add_argument("--moves", type=int, default=MOVES, help="of each slider")
    given = parser.parse_args()
    if unknown := [part for part in given.parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    last = json.loads(LAST.read_text()) if LAST.exists() else {}
    for part in given.parts or PARTS:
        print(f"{time.strftime('%H:%M:%S')} {part}", file=sys.stderr)
        last[part] = PARTS[part](given.moves) | {"machine": machine()}
        LAST.write_text(compact(last))
    write()


def write() -> None:
    """Write the report from the first run and the last."""
    first = json.loads(FIRST.read_text()) if FIRST.exists() else {}
    RESULTS.write_text(report.markdown(first, json.loads(LAST.read_text())))


def _repaint(moves: int) -> dict[str, Any]:
    return {"pages": summaries(repaint.measured(moves))}


def _slow(moves: int) -> dict[str, Any]:
    pages = summaries(repaint.measured(max(moves // 3, 5), SLOW, ("home", "Stress, map")))
    return {"pages": pages, "times": SLOW}


def _cold(_: int) -> dict[str, Any]:
    return {"starts": {name: summary(rows) for name, rows in cold.measured(STARTS).items()}}


def _load(_: int) -> dict[str, Any]:
    steps, idle = load.measured(SECONDS)
    return {"steps": [asdict(step) for step in steps], "idle": idle}


def _printed(module: str) -> Callable[[int], dict[str, Any]]:
    """Return a part that another program of this folder prints as Markdown."""

    def part(_: int) -> dict[str, Any]:
        command = [sys.executable, "-m", f"benchmarks.{module}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {"markdown": done.stdout}

    return part


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "repaint": _repaint,
    "slow": _slow,
    "cold": _cold,
    "load": _load,
    "growth": _printed("growth"),
    "model": _printed("model"),
}


def summaries(pages: dict[str, dict[str, Moves]]) -> dict[str, Any]:
    """Return median, least and most of every measure, by page and by what was measured."""
    return {
        page: {name: summary(rows) for name, rows in found.items()} for page, found in pages.items()
    }


def summary(moves: Moves) -> dict[str, list[float]]:
    """Return median, least and most of every measure that is always there."""
    names = list(dict.fromkeys(name for row in moves.rows for name in row))
    found = {name: moves.of(name) for name in names}
    return {
        name: [round(float(x), 3) for x in (median(values), min(values), max(values))]
        for name, values in found.items()
        if values
    }


def compact(run: dict[str, Any]) -> str:
    """Return a run as JSON, with the three numbers of a measure in one line."""
    text = json.dumps(run, indent=1)
    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda x: f"[{' '.join(x[1].split())}]", text) + "\n"


def machine() -> str:
    """Return what this was measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    peers = subprocess.run(
        [str(PEERS_PYTHON), "-m", "pip", "freeze"], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    named = [x.replace("==", " ") for x in peers if x.partition("==")[0].lower() in _PEERS]
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, {model}, load "
        f"{os.getloadavg()[0]:.1f}, {platform.system()}, Python {platform.python_version()}, "
        f"streamlit {version('streamlit')}, {', '.join(named)}"
    )


_PEERS = ("dash", "panel", "nicegui", "plotly")

if __name__ == "__main__":
    main()
