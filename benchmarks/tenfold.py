"""Every number of the data times ten, divided by ten and with the other sign; what is not caught.

    .venv/bin/python -m benchmarks.tenfold [--every N]

Prints, by file and key, how many slips are found by ``check``, and every one that is not. A slip
that nothing can find is on the list below with the reason; any other is a hole, and the exit code 1.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exposure import book as books
from exposure import evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("deals.yaml", "public.yaml", "balance_sheet.yaml", "scenarios.yaml")
SLIPS = {"ten times": 10.0, "a tenth": 0.1, "the other sign": -1.0}
ROOT = Path(__file__).parents[1]

_NUMBER = re.compile(r"(\s*(?:- )?(?P<key>[a-z_]+): )(?P<value>-?[0-9]+(?:\.[0-9]+)?)(\s*(?:#.*)?)")

UNFINDABLE = {
    ("scenarios.yaml", "low"): "the end of a slider is chosen, not sourced",
    ("scenarios.yaml", "high"): "the end of a slider is chosen, not sourced",
    ("scenarios.yaml", "step"): "the step of a slider is chosen, not sourced",
    ("scenarios.yaml", "default"): "a start that no source gives is chosen",
    (
        "public.yaml",
        "value",
    ): "the page is not kept here: its neighbours alone tell; the stamp does",
    ("public.yaml", "low"): "the page is not kept here: its neighbours alone tell; the stamp does",
    ("public.yaml", "high"): "the page is not kept here: its neighbours alone tell; the stamp does",
}
"""File and key of numbers that nothing can be held against, with the reason."""


class Slip(NamedTuple):
    """One number written wrong."""

    file: str
    line: int
    key: str
    how: str
    caught: bool

    def __str__(self) -> str:
        return f"data/{self.file}:{self.line}: {self.key}, {self.how}"


def slips(every: int = 1) -> Iterator[Slip]:
    """Yield every slip of every number, or of each ``every``-th number."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        shutil.copytree(ROOT / "data", data)
        shutil.copytree(ROOT / "seeds", data / "seeds", ignore=shutil.ignore_patterns("texts"))
        before = _findings(data)
        for file in FILES:
            lines = (data / file).read_text("utf-8").splitlines()
            found = [(n, m) for n, text in enumerate(lines) if (m := _NUMBER.fullmatch(text))]
            for number, match in found[::every]:
                for how, factor in SLIPS.items():
                    value = float(match["value"])
                    if not value:
                        continue
                    wrong = f"{match[1]}{value * factor:.10g}{match[4]}"
                    changed = [*lines[:number], wrong, *lines[number + 1 :]]
                    (data / file).write_text("\n".join(changed) + "\n", "utf-8")
                    yield Slip(file, number + 1, match["key"], how, bool(_findings(data) - before))
            (data / file).write_text("\n".join(lines) + "\n", "utf-8")


def _findings(data: Path) -> set[str]:
    """Return what ``check`` says, without the lines, which a slip does not move."""
    found, faults = books.load(data)
    told = [*faults]
    texts = evidence.texts_folder(ROOT / "seeds")
    if found is not None and texts is not None:
        told += evidence.verify(found.ledger, texts)
    return {f"{fault.file} {fault.place} {fault.message}" for fault in told}


def main() -> int:
    """Print how many slips are caught, and every other."""
    parser = argparse.ArgumentParser(description="Are wrong numbers caught?")
    parser.add_argument("--every", type=int, default=1, help="try each N-th number alone")
    every = parser.parse_args().every
    tried, missed, holes = Counter[tuple[str, str]](), Counter[tuple[str, str]](), []
    for slip in slips(every):
        place = slip.file, slip.key
        tried[place] += 1
        if not slip.caught:
            missed[place] += 1
            if place not in UNFINDABLE:
                holes.append(slip)
    for place, count in sorted(tried.items()):
        reason = UNFINDABLE.get(place, "") if missed[place] else ""
        print(f"{place[0]:20} {place[1]:16} {count - missed[place]:5} of {count:5}  {reason}")
    print(*holes, sep="\n")
    print(f"{tried.total()} slips, {tried.total() - missed.total()} caught, {len(holes)} holes")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
