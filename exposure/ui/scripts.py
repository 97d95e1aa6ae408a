"""The scripts of our own elements, as they are sent."""

from __future__ import annotations

from pathlib import Path


def script(name: str) -> str:
    """Return a script of this folder without comments and indentation.

    The framework sends it along with every message of its element, so it is worth to be short.
    """
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for x in lines if (line := x.strip()) and not line.startswith("//"))
