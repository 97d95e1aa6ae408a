"""LTV: from the baseline to the scenario, both ratios, both lines."""

from exposure import bar_charts, ui, wording
from exposure.compare import grossing_steps, ltv_steps
from exposure.model import headroom_table

_SHOWN = 0.0005  # a step that would be printed as nought is told in words

page = ui.frame("What takes {group} over its limits?")
outcome = page.outcome
ui.sentence(wording.ltv_sentence(outcome))
ui.cards(page, ("ltv", "ltv_grossed", "equity_value", "net_debt", "nav"))

if page.book.levers.changed(outcome.values):
    steps = ltv_steps(page.book, outcome.values)
    moving = [(name, change) for name, change in steps if abs(change) >= _SHOWN]
    idle = [name for name, change in steps if abs(change) < _SHOWN]
    ui.chart(
        bar_charts.waterfall(
            moving,
            page.baseline.ratio("disclosed"),
            outcome.ratio("disclosed"),
            page.palette,
            [line for line in page.shown_lines if line.ratio == "disclosed"],
        ),
        key="bridge",
        title="Disclosed LTV, from the baseline to the scenario",
        alt=wording.ltv_sentence(outcome),
        source="Steps in percentage points: what each lever adds, averaged over every order in "
        "which they could move. "
        + (f"Without effect here: {'; '.join(idle)}. " if idle else "")
        + ui.sources_line(page, "ltv"),
    )
ui.chart(
    bar_charts.waterfall(
        grossing_steps(outcome.sheet),
        outcome.ratio("disclosed"),
        outcome.ratio("grossed"),
        page.palette,
        page.shown_lines,
        ends=("Disclosed LTV", "Grossed LTV"),
        title="LTV",
    ),
    key="grossing",
    title="From the disclosed to the grossed LTV, each against its own line",
    alt=wording.ltv_sentence(outcome),
    source="Steps in percentage points. Lenders and rating agencies add back what the group "
    f"leaves out. {ui.sources_line(page, 'ltv_grossed')}",
)

ui.heading("How far to each line")
ui.table(
    headroom_table(outcome),
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
    "no value above zero reaches the line, or not even the sale of all that is held does."
)
if any(outcome.values[lever.name] for lever in page.book.levers.of("new investment")):
    ui.note(
        "The fall is one of all gross values, new money with them. How far prices have to move while "
        "new money is carried at cost is told on Stress, by the goal seek on all holdings together."
    )
ui.claims(page, ("ltv_grossed", "raise_to_normal_limit_usd_bn"))
ui.foot()
