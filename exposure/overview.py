"""The chart of the overview: both LTVs along the focus company's value.

Comes in: an `Outcome` and the baseline's. Goes out: the figure and its table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposure import charts
from exposure.model import curve

if TYPE_CHECKING:
    import pandas as pd

    from exposure.charts import Figure, Palette
    from exposure.model import Outcome

_RATIOS = ("disclosed", "grossed")


def ltv_curve(outcome: Outcome, baseline: Outcome, palette: Palette) -> tuple[Figure, pd.DataFrame]:
    """Return the figure, and every tenth of its points as a table."""
    book = outcome.book
    lever = book.focus_lever
    here = outcome.values[lever.name]  # noqa: PD011  (no frame)
    widest = min(lever.high, max(3 * book.levers.defaults[lever.name], 1.25 * here))
    points = np.linspace(lever.low, widest, 121)
    table = curve(book, outcome.values, lever, points)
    before = curve(book, baseline.values, lever, points)
    figure = charts.ltv_curve(
        table[lever.name].tolist(),
        {name: table[name].tolist() for name in _RATIOS},
        {name: before[name].tolist() for name in _RATIOS},
        (here, {name: outcome.ratio(name) for name in _RATIOS}),
        [line for line in book.lines if line.shown],
        label=f"{lever.label}, {lever.unit}",
        palette=palette,
    )
    return figure, table[::10]
