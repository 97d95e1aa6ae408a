"""LTV: from the baseline to the scenario, both ratios, both lines."""

from exposure import charts, ui, wording
from exposure.compare import ltv_steps
from exposure.model import headroom_table

page = ui.frame("What takes {group} over its limits?")
ui.sentence(wording.ltv_sentence(page.outcome))
ui.cards(page, ("ltv", "ltv_grossed", "equity_value", "net_debt", "nav"))

steps = ltv_steps(page.book, page.outcome.values)
ui.chart(
    charts.waterfall(
        steps,
        page.baseline.ratio("disclosed"),
        page.outcome.ratio("disclosed"),
        page.palette,
        [line for line in page.shown_lines if line.ratio == "disclosed"],
    ),
    key="bridge",
    title="Disclosed LTV, from the baseline to the scenario",
    alt=wording.ltv_sentence(page.outcome),
    source="Steps in percentage points: what each lever adds, averaged over every order in which "
    f"they could move. {ui.sources_line(page, 'ltv')}",
)

ui.heading("How far to each line")
ui.table(
    headroom_table(page.outcome),
    {
        "line": ("Line", None),
        "ratio": ("On which ratio", None),
        "limit": ("Limit", lambda x: wording.percent(x, 0)),
        "value": ("Now", wording.percent),
        "loss_usd_bn": ("Loss that reaches it, USD bn", wording.number),
        "fall": ("As a fall of all holdings", wording.percent),
        "focus_value_usd_bn": (f"{page.book.focus_name} value there, USD bn", wording.number),
        "raise_usd_bn": ("To raise to come back, USD bn", wording.number),
        "invest_usd_bn": ("Largest debt-funded investment, USD bn", wording.number),
    },
    key="headroom",
)
ui.how(page, ("headroom",), key="headroom")
ui.note(
    "A negative loss means that the ratio is beyond the line by that much value. An empty cell: "
    "no value above zero reaches the line."
)
ui.claims(page, ("ltv_grossed", "raise_to_normal_limit_usd_bn"))
ui.foot()
