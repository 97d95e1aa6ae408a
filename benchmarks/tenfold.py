"""Every number of the data times ten, divided by ten and with the other sign; what is not caught.

    .venv/bin/python -m benchmarks.tenfold [--every N] [--jobs N]

Prints, by file and key, how many slips are found by ``check``, and every one that is not. A slip
that nothing can find is listed with the reason; any other is a hole, and the exit code 1. Each slip
is a check of the whole folder, which takes a quarter of a second.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exposure import releases
from exposure.audit import audit

if TYPE_CHECKING:
    from collections.abc import Iterator

SLIPS = {"ten times": 10.0, "a tenth": 0.1, "the other sign": -1.0}
ROOT = Path(__file__).parents[1]

# A number that is the whole of a value, on a line of its own or between braces.
_NUMBER = re.compile(
    r"(?<![\w.'])\"?(?P<key>[a-z_.-]+)\"?: (?P<value>-?[0-9]+(?:\.[0-9]+)?)(?=\s*(?:[,}]|#|$))"
)
_TEXT = re.compile(r"\s*(?:- )?(?:note|reason|about|help|says|label|title|computation|because): ")

_CHOSEN = "chosen by us, and no source to hold it against"
_OF_THE_PAGE = (
    "the page is not kept here, the slip is alone in its series or within seven times of another of "
    "it, and no balance sheet of that day tells otherwise"
)
UNFINDABLE = {
    ("deals.yaml", "value"): {
        "the other sign": "a phrase without a direction: '47%' may be a fall",
        "ten times": "a phrase without digits: 'an order of magnitude'",
        "a tenth": "a phrase without digits: 'an order of magnitude'",
    },
    ("public.yaml", "value"): dict.fromkeys(SLIPS, _OF_THE_PAGE),
    ("public.yaml", "low"): dict.fromkeys(SLIPS, _OF_THE_PAGE),
    ("public.yaml", "high"): dict.fromkeys(SLIPS, _OF_THE_PAGE),
    ("balance_sheet.yaml", "value"): dict.fromkeys(SLIPS, f"an assumption: {_CHOSEN}"),
    ("balance_sheet.yaml", "local_share"): dict.fromkeys(SLIPS, f"an assumption: {_CHOSEN}"),
    **{
        ("scenarios.yaml", key): dict.fromkeys(SLIPS, f"the reach of a slider: {_CHOSEN}")
        for key in ("low", "high", "step")
    },
    **{
        ("risk.yaml", key): dict.fromkeys(SLIPS, f"an assumption about risk: {_CHOSEN}")
        for key in ("value", "low", "high")
    },
}
"""File and key of numbers that nothing can be held against, and the reason by how they are slipped.

What a lever is set to, in a preset or a claim, is not among them when its range refuses the slip.
"""
_SET = "what a scenario sets is chosen; its levers' ranges alone tell"


class Slip(NamedTuple):
    """One number written wrong; ``words`` is its line as it was."""

    file: str
    line: int
    key: str
    how: str
    caught: bool
    words: str

    def __str__(self) -> str:
        return f"data/{self.file}:{self.line}: {self.key}, {self.how}: {self.words.strip()}"

    @property
    def reason(self) -> str:
        """Why nothing can find it; nothing for a hole."""
        if self.file == "scenarios.yaml" and "_" in self.key:  # the name of a lever
            return _SET
        return UNFINDABLE.get((self.file, self.key), {}).get(self.how, "")


class Number(NamedTuple):
    """A number of the data: where it stands, from which letter of its line to which."""

    file: str
    line: int
    start: int
    end: int
    key: str
    words: str

    def slipped(self, factor: float) -> str:
        """Return the line with another number."""
        wrong = f"{float(self.words[self.start : self.end]) * factor:.10g}"
        return self.words[: self.start] + wrong + self.words[self.end :]


def numbers() -> Iterator[Number]:
    """Yield every number of every data file but zero, which no slip changes."""
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        file = path.relative_to(ROOT / "data").as_posix()
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            for found in () if _TEXT.match(text) else _NUMBER.finditer(text):
                if float(found["value"]):
                    yield Number(file, line, *found.span("value"), found["key"], text)


def slips(every: int = 1, jobs: int = 1) -> Iterator[Slip]:
    """Yield every slip of every number, or of each ``every``-th number."""
    chosen = list(numbers())[::every]
    with tempfile.TemporaryDirectory() as place:
        if jobs == 1:
            _begin(place)
            for number in chosen:
                yield from _slips(number)
            return
        with ProcessPoolExecutor(jobs, initializer=partial(_begin, place)) as pool:
            for found in pool.map(_slips, chosen, chunksize=8):
                yield from found


_DATA: list[Path] = []
"""The copy of the data that this process slips in."""
_BEFORE: set[str] = set()
"""What is found there without a slip."""


def _begin(place: str) -> None:
    data = Path(tempfile.mkdtemp(dir=place)) / "data"
    shutil.copytree(ROOT / "data", data)
    shutil.copytree(ROOT / "seeds", data / "seeds", ignore=shutil.ignore_patterns("texts"))
    _DATA[:] = [data]
    _BEFORE.clear()
    _BEFORE.update(_findings(data))


def _slips(number: Number) -> list[Slip]:
    """Return what becomes of each slip of a number."""
    path = _DATA[0] / number.file
    right = path.read_bytes()
    found = []
    for how, factor in SLIPS.items():
        lines = right.decode().split("\n")
        lines[number.line - 1] = number.slipped(factor)
        path.write_bytes("\n".join(lines).encode())
        caught = bool(_findings(_DATA[0]) - _BEFORE)
        found.append(Slip(number.file, number.line, number.key, how, caught, number.words))
    path.write_bytes(right)
    return found


def _findings(data: Path) -> set[str]:
    """Return what ``check`` says, without the lines, which a slip does not move.

    That the data were changed since they were released is left out: it is said of a right change too.
    """
    changed = (data / releases.FILE).as_posix(), "warning"
    return {
        f"{fault.file} {fault.place} {fault.message}"
        for fault in audit(data).faults
        if (fault.file, fault.severity) != changed
    }


def main() -> int:
    """Print how many slips are caught, and every other."""
    parser = argparse.ArgumentParser(description="Are wrong numbers caught?")
    parser.add_argument("--every", type=int, default=1, help="try each N-th number alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="checks at one time")
    given = parser.parse_args()
    tried, missed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    reasons, holes = {}, []
    for slip in slips(given.every, given.jobs):
        place = slip.file, slip.key if not slip.reason.startswith(_SET) else "set"
        tried[place] += 1
        if not slip.caught:
            missed[place] += 1
            reasons[place] = slip.reason
            print("not caught:", slip, f"({slip.reason})" if slip.reason else "(A HOLE)")
            if not slip.reason:
                holes.append(slip)
    for place, count in sorted(tried.items()):
        reason = reasons.get(place, "")
        print(f"{place[0]:20} {place[1]:16} {count - missed[place]:5} of {count:5}  {reason}")
    print(f"{tried.total()} slips, {tried.total() - missed.total()} caught, {len(holes)} holes")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
