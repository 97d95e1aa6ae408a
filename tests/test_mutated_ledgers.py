"""The real ledger with one thing wrong, some two hundred ways: refused at its line, quickly, in little memory."""

from __future__ import annotations

import re
import shutil
import time
import tracemalloc
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest

from exposure.ledger import load
from tests.browser.harness import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exposure.document import Fault
    from exposure.ledger import Ledger

LINES = (ROOT / "data/deals.yaml").read_text("utf-8").splitlines()
# Keys of a record whose value stands on their own line.
PLACES = [n for n, line in enumerate(LINES) if re.match(r" {4}[a-z_]+: [^>|&*!\[{]", line)]
SECONDS, BYTES = 0.2, 50_000_000


def instead(value: str) -> Callable[[str], str]:
    """Return what puts another value behind the key of a line."""
    return lambda line: f"{line.partition(':')[0]}: {value}"


# What becomes of a line, and how far below it the fault stands.
ANYWHERE = None
REFUSED: dict[str, tuple[Callable[[str], str], int | None]] = {
    "a repeated key": (lambda line: f"{line}\n{line}", 1),
    "an unknown key": (lambda line: f"{line}\n    colour: green", 1),
    "a merge key": (lambda line: f"{line}\n    <<: {{a: 1}}", 1),
    "a tab": (lambda line: f"\t{line}", 0),
    "an alias": (instead("*x"), 0),
    "an anchor": (instead("&x 1"), 0),
    "a tag": (instead("!!python/object:os.system 1"), 0),
    "a power of ten": (instead("30e9"), 0),
    "an octal": (instead("012"), 0),
    "a sexagesimal": (instead("1:30"), 0),
    "an underscore": (instead("1_000"), 0),
    "no number": (instead(".nan"), 0),
    "a mapping": (instead("{a: {b: 1}}"), 0),
    "NUL": (instead("a\0b"), 0),
    "a line that is none": (instead("a\u2028b"), 0),
    "an open quote": (instead("'a"), ANYWHERE),  # where the next quote closes it
    "depth": (instead("[" * 20_000), 0),
}
ACCEPTED: dict[str, Callable[[str], str]] = {
    "a comment": lambda line: f"{line}\n# told by a reader",
    "an empty line": lambda line: f"{line}\n",
    "blanks at the end": lambda line: f"{line}   ",
}
WHOLE = {
    "BOM": ("\ufeff".encode(), True),
    "UTF-16": (None, False),
    "UTF-32": (None, False),
    "a megabyte": (b"# " + b"x" * 1_000_000 + b"\n", False),
    "a second document": (b"a: 1\n---\n", False),
}


def mutated() -> dict[str, tuple[bytes, int | None]]:
    """Return every mutated ledger by its name, and the line of its fault: 0 is any, None is none."""
    found: dict[str, tuple[bytes, int | None]] = {}
    step = len(PLACES) // 11
    for index, place in enumerate(PLACES[::step]):
        for name, (change, below) in REFUSED.items():
            line = 0 if below is ANYWHERE else place + 1 + below
            found[f"{name} {index}"] = with_line(place, change), line
        for name, accept in ACCEPTED.items():
            found[f"{name} {index}"] = with_line(place, accept), None
    text = "\n".join(LINES)
    for name, (before, fine) in WHOLE.items():
        content = text.encode(name) if before is None else before + text.encode()
        found[name] = content, None if fine else 0
    for index, line in enumerate(n for n in PLACES if LINES[n].startswith("    unit: ")):
        if index % 20 == 0:
            found[f"a missing unit {index}"] = with_line(line, lambda _: "    # gone"), 0
    return found


def with_line(place: int, change: Callable[[str], str]) -> bytes:
    return "\n".join([*LINES[:place], change(LINES[place]), *LINES[place + 1 :]]).encode()


def timed(folder: Path) -> tuple[float, tuple[Ledger | None, tuple[Fault, ...]]]:
    """Return the seconds of the processor that a reading takes, the least of three, and what it told."""
    found = []
    for _ in range(3):
        started = time.process_time()
        told = load(folder, folder / "seeds")
        found.append((time.process_time() - started, told))
    return min(found, key=itemgetter(0))


@pytest.mark.slow
def test_two_hundred_mutated_ledgers_are_told_at_their_line_within_bounds(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds", ignore=shutil.ignore_patterns("texts"))
    shutil.copy(ROOT / "data/public.yaml", tmp_path)
    path, wrong, slowest, largest = tmp_path / "deals.yaml", [], 0.0, 0
    ledgers = mutated()
    assert len(ledgers) >= 200
    for name, (content, line) in ledgers.items():
        path.write_bytes(content)
        seconds, (ledger, faults) = timed(tmp_path)
        told = {fault.line for fault in faults if fault.file.endswith("deals.yaml")}
        if (ledger is None) != (line is not None) or (line and line not in told):
            wrong.append((name, line, [str(fault) for fault in faults[:3]]))
        if name.endswith(" 0") or " " not in name:
            tracemalloc.start()
            load(tmp_path, tmp_path / "seeds")
            largest = max(largest, tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        slowest = max(slowest, seconds)
    print(len(ledgers), f"slowest {slowest:.3f} s, most {largest / 1e6:.1f} MB")
    assert wrong == []
    assert slowest < SECONDS
    assert largest < BYTES
