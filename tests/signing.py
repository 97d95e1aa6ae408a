"""Sign-offs on a copy of the small group: the copy and the steps that their tests share."""

from __future__ import annotations

import shutil
from pathlib import Path

from exposure import reviews
from exposure.ledger import Figure, PublicFigure, load

ROOT = Path(__file__).parents[1]
HEADER = "# Who signed what.\n#\n# Kept.\n"


def small_group(tmp_path: Path) -> Path:
    """Return a copy of the data of the small group, with a file of reviews that is empty."""
    shutil.copytree(ROOT / "tests/small", tmp_path / "small")
    folder = tmp_path / "small/data"
    (folder / reviews.FILE).write_text(HEADER + "reviews: []\n", "utf-8")
    return folder


def figure(data: Path, name: str = "w-p5-ltv") -> Figure | PublicFigure:
    ledger, faults = load(data, data.parent / "seeds")
    assert ledger is not None, faults
    return ledger.figure(name)


def signed(data: Path) -> reviews.Reviews:
    found, faults = reviews.load(data)
    assert found is not None, faults
    return found


def sign(data: Path, name: str = "w-p5-ltv", by: str = "Ann Lee", note: str | None = None) -> None:
    review, faults = reviews.sign(data, figure(data, name), "checked", by, note=note)
    assert (review is not None, faults) == (True, ())
