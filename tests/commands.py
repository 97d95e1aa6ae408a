"""What the tests of the command line share: a command that was run, and the small group's data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exposure.__main__ import main

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/small/data"


class Printed:
    """What a command printed, and its exit code."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *argv: str) -> None:
        self.code = main(argv)
        self.out, self.err = capsys.readouterr()

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command answers
        return json.loads(self.out)


def copied(to: Path) -> Path:
    """Copy the small group with its seeds, to be spoiled, and return the folder of its data."""
    shutil.copytree(SMALL.parent, to / "small")
    return to / "small/data"
