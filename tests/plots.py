"""What a chart shows, read off its figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exposure.charts import Figure


def drawn(figure: Figure) -> list[dict[str, Any]]:
    """Return the traces of a figure that is plain data, with nothing that JSON cannot hold."""
    traces: list[dict[str, Any]] = json.loads(json.dumps(figure, allow_nan=False))["data"]
    return traces


def labels(figure: Figure) -> list[str]:
    """Return the words that stand in a figure."""
    return [note["text"] for note in figure["layout"]["annotations"]]
