"""The parts of the page Stress; each reads its choices, asks the engine, and draws.

Only the chosen part is called.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from exposure import map_chart, risk_words, stress_charts, wording
from exposure import stress_words as words
from exposure.balance import BalanceError
from exposure.stress import maps
from exposure.stress import market as markets
from exposure.stress.breach import breach, breach_map, probabilities
from exposure.stress.goal import goal_levers, goals
from exposure.ui import assumed, session, stage
from exposure.ui.cards import card
from exposure.ui.choices import amount, choice, pick
from exposure.ui.markdown import plain
from exposure.ui.parts import answer, chart, heading, note, sentence, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.explain import Evidence
    from exposure.export.report import Columns
    from exposure.stress.breach import Breach, ChanceMap
    from exposure.stress.goal import Goal
    from exposure.ui.frame import Page

_OTHER, _NOTHING = "other", "none"
# Of a map of chances, a side.
_PLACES = 41
_RISKY = ("horizon_months", "tail_percent", "growth_percent", "volatility", "correlation")


def opening(page: Page) -> None:
    """Print the sentence that answers the page's question, with chances where they are known."""
    likely: dict[str, float] = {}
    horizon = 0.0
    if (risk := assumed.read(page.book)) is not None:
        try:
            market = markets.market(risk, page.book, assumed.changes(risk))
            likely = probabilities(page.shown_lines, page.outcome.sheet, market)
            horizon = market.months
        except BalanceError:
            pass  # told where the assumptions can be changed
    sentence(words.opening(page.outcome, likely, horizon))


def seek(page: Page) -> None:
    """Ask which value of one lever takes a ratio to a limit."""
    heading("Which value of one lever takes LTV to a limit?")
    limit, ratio = _limit(page)
    lever = pick("Lever", words.lever_options(page.book), key="goal_lever")
    levers = goal_levers(page.book)
    answers = goals(page.book, page.outcome.values, levers, limit, ratio)
    found = answers[levers.index(lever)]
    answer(found.sentence)
    if found.value is not None:
        _answer(page, found)
    else:
        note(words.beyond(page.outcome, found))
    heading("The same for every lever")
    goal_told = wording.in_unit(100 * limit, "percent")
    if words.is_at(page.outcome, limit, ratio):
        note(f"The {ratio} LTV is at {goal_told} in this scenario, so no lever has to move.")
        return
    rows, without = words.goals_table(page.book, answers)
    if not rows.empty:
        table(
            rows,
            {
                "label": ("Lever", None),
                "now": ("Now", str),
                "needed": (f"Takes it to {goal_told}", str),
                "change": ("Change", str),
            },
            key="goals",
            numbers={
                "unit": ("Unit", None),
                "now_value": ("Now as a number", wording.number),
                "needed_value": (f"Takes it to {goal_told}, as a number", wording.number),
            },
        )
    if without:
        note(f"{goal_told} cannot be reached by one of these alone: {', '.join(without)}.")
    note(
        "Each lever moves alone, within its range; the others stay as they are in the scenario. "
        "All holdings together move by one percentage, and the loans on them stay."
    )


def two_way(page: Page) -> None:
    """Draw both ratios over two levers."""
    heading("Where do two levers together cross the lines?")
    book, values = page.book, page.outcome.values
    options = words.axis_options(book)
    start = words.axes(book)
    x = pick("Across", options, key="map_x", start=start[0])
    others = {name: label for name, label in options.items() if name != x}
    y = pick("Upwards", others, key="map_y", start=start[1] if start[1] != x else start[0])
    ranges = [
        words.span(book.levers[name], book.levers.defaults[name], values[name]) for name in (x, y)
    ]
    drawn = maps.two_way(book, values, x, y, x_range=ranges[0], y_range=ranges[1])
    equal = _equal_chances(page, drawn)
    places = words.places(drawn)
    labels = tuple(words.axis_label(book.levers[name]) for name in (x, y))
    told = words.map_sentence(page.outcome, drawn)
    chart(
        map_chart.two_way(
            drawn,
            places,
            (values[x], values[y]),
            page.palette,
            labels=(labels[0], labels[1]),
            chances=equal,
        ),
        key="map",
        title=f"LTV over {options[x]} and {options[y]}",
        alt=told,
        source=words.map_source(page.outcome, drawn, places, equal),
        rows=words.map_rows(drawn),
        columns={
            "line": ("Frontier", None),
            "x": (labels[0], wording.number),
            "y": (labels[1], wording.number),
        },
    )
    note(told)


def _equal_chances(page: Page, drawn: maps.Map) -> ChanceMap | None:
    """Return the chances over a map of the line that is asked for, if one is."""
    options = {_NOTHING: "None"} | {
        line.name: f"Above the {line.label}" for line in page.shown_lines
    }
    name = choice("Lines of equal chance", options, key="map_chances")
    line = next((line for line in page.shown_lines if line.name == name), None)
    if line is None or (risk := assumed.asked(page.book)) is None:
        return None
    try:
        market = markets.market(risk, page.book, assumed.changes(risk))
        return breach_map(
            page.book,
            page.outcome.values,
            market,
            line,
            levers=(drawn.x_lever, drawn.y_lever),
            axes=drawn.axes(_PLACES),
        )
    except BalanceError as error:
        st.error(plain(f"There are no chances under these assumptions. {error}."))
        return None


def likely(page: Page) -> None:
    """Say how likely each line is crossed, under assumptions that can be changed."""
    heading("How likely is it?")
    if (risk := assumed.asked(page.book)) is None:
        return
    assumed.market_boxes(page.book, risk)
    changes = assumed.changes(risk)
    try:
        market = markets.market(risk, page.book, changes)
        found = breach(page.book, page.outcome.values, market)
    except BalanceError as error:
        st.error(plain(f"There is no answer under these assumptions. {error}."))
        return
    inputs = tuple(risk_words.assumptions(page.book, risk, changes, _RISKY))
    for chance in found.chances:
        card(
            f"derived-chance-{chance.line.name}",
            f"Above the {chance.line.label}, {chance.line.ratio} LTV",
            wording.percent(chance.probability),
            plain(risk_words.error(chance)),
            partial(risk_words.chance_explained, found, chance, inputs, page.book),
        )
    card(
        "derived-shortfall",
        f"Expected shortfall of NAV, worst {wording.percent(found.market.tail, 0)}",
        wording.usd_bn(found.shortfall),
        plain(f"leaves {wording.usd_bn(found.tail_nav)}"),
        partial(risk_words.shortfall_explained, found, inputs),
    )
    for told in found.notes:
        note(told)
    _distribution(page, found)
    _contributions(page, found, inputs)


def _limit(page: Page) -> tuple[float, str]:
    limits = sorted({100 * line.limit for line in page.shown_lines})
    options = {f"{limit:g}": wording.in_unit(limit, "percent") for limit in limits}
    ratio = choice("Which LTV", words.RATIOS, key="goal_ratio")
    chosen = choice("Take LTV to", options | {_OTHER: "Another"}, key="goal_limit")
    limit = (
        amount("Percent", key="goal_percent", start=30, low=1, high=99, step=1)
        if chosen == _OTHER
        else float(chosen)
    )
    for line in page.book.lines:
        if (100 * line.limit, line.ratio) == (limit, ratio):
            note(f"{line.label}, on the {line.ratio} LTV. {line.about}")
    return limit / 100, ratio


def _answer(page: Page, found: Goal) -> None:
    explained = words.goal_explained(page.outcome, found)
    card(
        f"derived-goal-{found.lever}",
        explained.label,
        explained.value,
        plain(words.now(page.book, found)),
        lambda: explained,
    )
    take = stage.on_press("take-goal", partial(_take, found.settings))
    stage.add("presses", name="take-goal", presses=[("Put this into the scenario", take)])


def _take(settings: Mapping[str, float]) -> None:
    session.take(settings)
    st.rerun()


def _distribution(page: Page, found: Breach) -> None:
    told = risk_words.breach_sentence(found)
    if not len(found.edges):
        note("The disclosed LTV has no distribution to draw here.")
        return
    lines = [line for line in page.book.lines if line.ratio == "disclosed"]
    chart(
        stress_charts.chances(found, lines, page.palette),
        key="distribution",
        title=f"Disclosed LTV in {words.months(found.market.months)}",
        alt=told,
        source="The last bar holds all that is above it. Volatilities, correlations and growth are "
        "assumed; debt, loans, exchange rate and levers stay as they are in the scenario.",
        rows=risk_words.quantile_table(found),
        columns={
            "part": ("Outcomes below it", lambda x: wording.percent(x, 0)),
            "disclosed": ("Disclosed LTV", wording.percent),
            "grossed": ("Grossed LTV", wording.percent),
        },
    )
    note(told)


def _contributions(page: Page, found: Breach, inputs: Sequence[Evidence]) -> None:
    rows = risk_words.contributions(page.book, found)
    chart(
        stress_charts.contributions(
            list(zip(rows["name"], rows["company"], rows["shortfall"], strict=True)),
            page.book.ledger.focus,
            page.palette,
        ),
        key="contributions",
        title="What each holding adds to the expected shortfall",
        alt=risk_words.contribution_sentence(found, rows),
        source=f"They add up to {wording.usd_bn(found.shortfall)}: the average loss of each "
        f"holding in the worst {wording.percent(found.market.tail, 0)} of outcomes. "
        f"{len(inputs)} assumptions, above.",
    )
    columns: Columns = {
        "name": ("Holding", None),
        "shortfall": ("Adds to the shortfall, USD bn", wording.number),
        "share": ("Share of it", wording.percent),
    }
    for line in page.shown_lines:
        header = f"Average loss when above the {line.label}, USD bn"
        columns[line.name] = (header, wording.number)
    table(rows, columns, key="contributed")
