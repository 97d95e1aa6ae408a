"""The parts of the page Stress; each reads its choices, asks the engine, and draws.

A part imports the engine that it alone needs, because only the chosen one runs.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from exposure import book as books
from exposure import stress_charts, wording
from exposure import stress_words as words
from exposure.balance import BalanceError
from exposure.stress import risk as risks
from exposure.ui.choices import CHOICES, amount, choice, forget, pick, whole
from exposure.ui.levers import take
from exposure.ui.markdown import plain
from exposure.ui.parts import card, chart, heading, note, sentence, show_evidence, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from exposure.book import Book
    from exposure.explain import Evidence
    from exposure.stress.breach import Breach, Chance
    from exposure.stress.goal import Goal
    from exposure.stress.risk import Market, Risk
    from exposure.ui.frame import Page
    from exposure.ui.parts import Columns

_OTHER = "other"
_RISK = "risk-"
_ASSUMED = ("horizon_months", "tail_percent", "growth_percent", "volatility", "correlation")


def opening(page: Page) -> None:
    """Print the sentence that answers the page's question, with chances where they are known."""
    chances: dict[str, Chance] = {}
    horizon = 0.0
    if (risk := _risk(page.book)) is not None:
        try:
            found = _breach(page, risks.market(risk, page.book, _changes(risk)))
        except BalanceError:
            pass  # told where the assumptions can be changed
        else:
            chances = {chance.line.name: chance for chance in found.chances}
            horizon = found.market.months
    sentence(words.opening(page.outcome, chances, horizon))


def seek(page: Page) -> None:
    """Ask which value of one lever takes a ratio to a limit."""
    from exposure.stress.goal import goal  # noqa: PLC0415

    heading("Which value of one lever takes LTV to a limit?")
    limit, ratio = _limit(page)
    lever = pick("Lever", words.lever_options(page.book), key="goal_lever")
    found = goal(page.book, page.outcome.values, lever, limit, ratio)
    with st.container(key="answer"):
        st.markdown(plain(found.sentence))
    if found.value is not None:
        _answer(page, found)
    else:
        note(words.beyond(page.outcome, found))
    heading("The same for every lever")
    rows, without = words.goals_table(page.outcome, limit, ratio)
    goal_told = wording.in_unit(100 * limit, "percent")
    if not rows.empty:
        table(
            rows,
            {
                "label": ("Lever", None),
                "now": ("Now", plain),
                "needed": (f"Takes it to {goal_told}", plain),
                "change": ("Change", plain),
            },
            key="goals",
        )
    if without:
        note(f"{goal_told} cannot be reached by one of these alone: {', '.join(without)}.")
    note(
        "Each lever moves alone, within its range; the others stay as they are in the scenario. "
        "All holdings together move by one percentage, and the loans on them stay."
    )


def two_way(page: Page) -> None:
    """Draw both ratios over two levers."""
    from exposure.stress.maps import two_way as drawn_over  # noqa: PLC0415

    heading("Where do two levers together cross the lines?")
    book, values = page.book, page.outcome.values
    options = words.axis_options(book)
    start = words.axes(book)
    left, right = st.columns(2)
    with left:
        x = pick("Across", options, key="map_x", start=start[0])
    others = {name: label for name, label in options.items() if name != x}
    with right:
        y = pick("Upwards", others, key="map_y", start=start[1] if start[1] != x else start[0])
    ranges = [
        words.span(book.levers[name], book.levers.defaults[name], values[name]) for name in (x, y)
    ]
    drawn = drawn_over(book, values, x, y, x_range=ranges[0], y_range=ranges[1])
    places = words.places(drawn)
    labels = tuple(words.axis_label(book.levers[name]) for name in (x, y))
    told = words.map_sentence(page.outcome, drawn)
    chart(
        stress_charts.two_way(
            drawn, places, (values[x], values[y]), page.palette, labels=(labels[0], labels[1])
        ),
        key="map",
        title=f"LTV over {options[x]} and {options[y]}",
        alt=told,
        source=words.map_source(page.outcome, drawn, places),
        rows=words.map_rows(drawn),
        columns={
            "line": ("Frontier", None),
            "x": (labels[0], wording.number),
            "y": (labels[1], wording.number),
        },
    )
    note(told)


def likely(page: Page) -> None:
    """Say how likely each line is crossed, under assumptions that can be changed."""
    heading("How likely is it?")
    if (risk := _risk(page.book)) is None:
        return
    _assumptions(page.book, risk)
    changes = _changes(risk)
    try:
        found = _breach(page, risks.market(risk, page.book, changes))
    except BalanceError as error:
        st.error(plain(f"There is no answer under these assumptions. {error}."))
        return
    inputs = tuple(words.assumptions(page.book, risk, changes, _ASSUMED))
    with st.container(horizontal=True, gap="medium"):
        for chance in found.chances:
            card(
                f"derived-chance-{chance.line.name}",
                f"Above the {chance.line.label}, {chance.line.ratio} LTV",
                wording.percent(chance.probability),
                plain(words.error(chance)),
                partial(words.chance_explained, found, chance, inputs, page.book),
            )
        card(
            "derived-shortfall",
            f"Expected shortfall of NAV, worst {wording.percent(found.market.tail, 0)}",
            wording.usd_bn(found.shortfall),
            plain(f"leaves {wording.usd_bn(found.tail_nav)}"),
            partial(words.shortfall_explained, found, inputs),
        )
    for told in found.notes:
        note(told)
    _distribution(page, found)
    _contributions(page, found, inputs)


def _limit(page: Page) -> tuple[float, str]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        limits = sorted({100 * line.limit for line in page.shown_lines})
        options = {f"{limit:g}": wording.in_unit(limit, "percent") for limit in limits}
        chosen = choice("Take LTV to", options | {_OTHER: "Another"}, key="goal_limit")
        limit = (
            amount("Percent", key="goal_percent", start=30, low=1, high=99, step=1)
            if chosen == _OTHER
            else float(chosen)
        )
        ratio = choice("Which LTV", words.RATIOS, key="goal_ratio")
    return limit / 100, ratio


def _answer(page: Page, found: Goal) -> None:
    explained = words.goal_explained(page.outcome, found)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        card(
            f"derived-goal-{found.lever}",
            explained.label,
            explained.value,
            plain(words.now(page.book, found)),
            lambda: explained,
        )
        st.button(
            "Put this into the scenario", key="take-goal", on_click=take, args=(found.settings,)
        )


def _distribution(page: Page, found: Breach) -> None:
    told = words.breach_sentence(found)
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
        rows=words.quantile_table(found),
        columns={
            "part": ("Outcomes below it", lambda x: wording.percent(x, 0)),
            "disclosed": ("Disclosed LTV", wording.percent),
            "grossed": ("Grossed LTV", wording.percent),
        },
    )
    note(told)


def _contributions(page: Page, found: Breach, inputs: Sequence[Evidence]) -> None:
    rows = words.contributions(page.book, found)
    chart(
        stress_charts.contributions(
            list(zip(rows["name"], rows["company"], rows["shortfall"], strict=True)),
            page.book.ledger.focus,
            page.palette,
        ),
        key="contributions",
        title="What each holding adds to the expected shortfall",
        alt=words.contribution_sentence(found, rows),
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


def _assumptions(book: Book, risk: Risk) -> None:
    """Print the assumptions as boxes, with where they come from."""
    known = risk.assumptions()
    horizon = known["horizon_months"]
    with st.container(key="assumed-horizon"):
        whole(
            "Horizon, months *(assumed)*",
            key=f"{_RISK}horizon_months",
            start=round(horizon.value),
            low=1,
            high=60,
            about=_reason(horizon),
        )
    volatile = [name for name in known if name.startswith("volatility.")]
    single = ["tail_percent", "growth_percent"]
    together = [name for name in known if name.startswith("correlation.")]
    changed = _changes(risk)
    _boxes(book, risk, "Volatilities", volatile, open_=False)
    _boxes(book, risk, "Correlations", together, open_=False)
    _boxes(book, risk, "Worst outcomes, and growth", single, open_=False)
    if changed:
        st.button(
            "Assumptions of the data again",
            key="reset-risk",
            on_click=forget,
            args=([_RISK + name for name in known],),
        )


def _boxes(book: Book, risk: Risk, label: str, names: Sequence[str], *, open_: bool) -> None:
    known, changed = risk.assumptions(), _changes(risk)
    moved = [name for name in names if name in changed]
    title = f"{label}, assumed" + (f" ({len(moved)} changed)" if moved else "")
    fold = st.expander(title, expanded=open_, key=f"fold-{label}", on_change="rerun")
    if not fold.open:
        return
    with fold, st.container(key=f"assumed-{label}", horizontal=True, gap="medium"):
        for name in names:
            item = known[name]
            low, high, step = words.bounds(name)
            amount(
                f"*{plain(words.assumption_label(book, name))}*",
                key=_RISK + name,
                start=item.value,
                low=low,
                high=high,
                step=step,
                about=_reason(item),
            )
    with fold:
        note("Each is assumed; no source gives it. The question mark tells why, and since when.")
        with st.expander("Every one with its reason", key=f"why-{label}", on_change="rerun") as why:
            if why.open:
                kinds = {name.partition(".")[0] for name in names}
                show_evidence(list(words.assumptions(book, risk, changed, sorted(kinds))))


def _reason(item: risks.Assumption) -> str:
    told = f"Assumed on {item.date}; it may be {item.low:g} to {item.high:g}. {item.reason}"
    return plain(told)


def _changes(risk: Risk) -> dict[str, float]:
    """Return what the reader has changed about the assumptions."""
    kept = st.session_state.get(CHOICES, {})
    return {
        name: float(kept[_RISK + name])
        for name, item in risk.assumptions().items()
        if _RISK + name in kept and kept[_RISK + name] != item.value
    }


def _breach(page: Page, market: Market) -> Breach:
    from exposure.stress.breach import breach  # noqa: PLC0415

    return breach(page.book, page.outcome.values, market)


def _risk(book: Book) -> Risk | None:
    """Return the assumptions about risk; where they cannot be read, say so once."""
    folder = books.data_folder()
    signature = tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(folder.glob("*.yaml"))
    )
    found, faults = _read(folder, signature, book)
    if found is None:
        st.warning("The assumptions about risk cannot be read, so no chance can be told.")
        for fault in faults:
            st.markdown(f"- {plain(str(fault))}")
    return found


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(
    folder: Path, signature: tuple[tuple[str, int, int], ...], _book: Book
) -> tuple[Risk | None, tuple[object, ...]]:
    del signature  # a key of the cache: the files as they were when they were read
    return risks.load(folder, _book)
