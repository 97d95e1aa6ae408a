"""Every number of the data times ten, divided by ten and with the other sign; what is not caught.

    .venv/bin/python -m benchmarks.tenfold [--every N]

Prints, by file and key, how many slips are found by ``check``, and every one that is not. A slip
that nothing can find is listed with the reason; any other is a hole, and the exit code 1.
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
from exposure.stress import risk

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("deals.yaml", "public.yaml", "balance_sheet.yaml", "scenarios.yaml", "risk.yaml")
SLIPS = {"ten times": 10.0, "a tenth": 0.1, "the other sign": -1.0}
ROOT = Path(__file__).parents[1]

# A number that is the whole of a value, on a line of its own or between braces.
_NUMBER = re.compile(
    r"(?<![\w.'])(?P<key>[a-z_]+): (?P<value>-?[0-9]+(?:\.[0-9]+)?)(?=\s*(?:[,}]|#|$))"
)
_TEXT = re.compile(r"\s*(?:- )?(?:note|reason|about|help|says|label|title|computation|because): ")

_CHOSEN = "chosen by us, and no source to hold it against"
_OF_THE_PAGE = (
    "the page is not kept here, and the slip is alone in its series or within seven times of another "
    "of it"
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


def slips(every: int = 1) -> Iterator[Slip]:
    """Yield every slip of every number, or of each ``every``-th number."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        shutil.copytree(ROOT / "data", data)
        shutil.copytree(ROOT / "seeds", data / "seeds", ignore=shutil.ignore_patterns("texts"))
        before = _findings(data)
        for file in FILES:
            lines = (data / file).read_text("utf-8").splitlines()
            found = [
                (number, match)
                for number, text in enumerate(lines)
                if not _TEXT.match(text)
                for match in _NUMBER.finditer(text)
            ]
            for number, match in found[::every]:
                for how, factor in SLIPS.items():
                    value = float(match["value"])
                    if not value:
                        continue
                    text = lines[number]
                    wrong = f"{value * factor:.10g}"
                    changed = text[: match.start("value")] + wrong + text[match.end("value") :]
                    content = [*lines[:number], changed, *lines[number + 1 :]]
                    (data / file).write_text("\n".join(content) + "\n", "utf-8")
                    caught = bool(_findings(data) - before)
                    yield Slip(file, number + 1, match["key"], how, caught, text)
            (data / file).write_text("\n".join(lines) + "\n", "utf-8")


def _findings(data: Path) -> set[str]:
    """Return what ``check`` says, without the lines, which a slip does not move.

    That the data were changed since they were released is left out: it is said of a right change too.
    """
    found, faults = books.load(data)
    told = [*faults, *risk.load(data, found)[1]]
    texts = evidence.texts_folder(ROOT / "seeds")
    if found is not None and texts is not None:
        told += evidence.verify(found.ledger, texts)
    return {f"{fault.file} {fault.place} {fault.message}" for fault in told}


def main() -> int:
    """Print how many slips are caught, and every other."""
    parser = argparse.ArgumentParser(description="Are wrong numbers caught?")
    parser.add_argument("--every", type=int, default=1, help="try each N-th number alone")
    every = parser.parse_args().every
    tried, missed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    reasons, holes = {}, []
    for slip in slips(every):
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
