"""Home: the one-screen answer."""

import numpy as np

from exposure import charts, ui, wording
from exposure.model import curve

page = ui.frame("How much of {group} is {focus}?")
book = page.book
ui.sentence(wording.headline(page.outcome))
ui.cards(
    page, ("focus_share_equity", "ltv", "ltv_grossed", "focus_stake", "focus_cost", "focus_value")
)

lever = book.focus_lever
here = page.outcome.values[lever.name]
widest = min(lever.high, max(3 * book.levers.defaults[lever.name], 1.25 * here))
points = np.linspace(lever.low, widest, 121)
table = curve(book, page.outcome.values, lever, points)
before = curve(book, page.baseline.values, lever, points)
ui.chart(
    charts.ltv_curve(
        table[lever.name].tolist(),
        {name: table[name].tolist() for name in ("disclosed", "grossed")},
        {name: before[name].tolist() for name in ("disclosed", "grossed")},
        (here, {name: page.outcome.ratio(name) for name in ("disclosed", "grossed")}),
        page.shown_lines,
        label=f"{lever.label}, {lever.unit}",
        palette=page.palette,
    ),
    key="ltv-curve",
    title=f"Loan to value as the value of {book.focus_name} moves",
    alt=wording.headline(page.outcome),
    source=ui.sources_line(page, "ltv_grossed"),
    rows=table[::10],
    columns={
        lever.name: (f"{lever.label}, {lever.unit}", wording.number),
        "disclosed": ("Disclosed LTV", wording.percent),
        "grossed": ("Grossed LTV", wording.percent),
    },
)
ui.foot()
