"""Home: the one-screen answer."""

from exposure import ui, wording
from exposure.overview import ltv_curve

page = ui.frame("How much of {group} is {focus}?")
book, lever = page.book, page.book.focus_lever
ui.sentence(wording.headline(page.outcome))
ui.cards(
    page, ("focus_share_equity", "ltv", "ltv_grossed", "focus_stake", "focus_cost", "focus_value")
)

figure, table = ltv_curve(page.outcome, page.baseline, page.palette)
ui.chart(
    figure,
    key="ltv-curve",
    title=f"Loan to value as the value of {book.focus_name} moves",
    alt=wording.headline(page.outcome),
    source=ui.sources_line(page, "ltv_grossed"),
    rows=table,
    columns={
        lever.name: (f"{lever.label}, {lever.unit}", wording.number),
        "disclosed": ("Disclosed LTV", wording.percent),
        "grossed": ("Grossed LTV", wording.percent),
    },
)
ui.foot()
