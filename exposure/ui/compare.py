"""The parts of the page Compare: which two scenarios, what comes out, and what makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from exposure import compare_words as words
from exposure import stress_charts, wording
from exposure.balance import BalanceError
from exposure.compare import side_by_side
from exposure.link import pasted
from exposure.ui import choices, session, stage
from exposure.ui.markdown import plain
from exposure.ui.parts import chart, heading, note, sentence, table
from exposure.ui.sources import sources_line

if TYPE_CHECKING:
    from exposure.compare import SideBySide
    from exposure.export.report import Columns
    from exposure.ui.frame import Page

Titles = tuple[str, str]

# What is told in words, for who downloads it.
_NUMBERS: Columns = {
    "unit": ("Unit", None),
    "baseline_value": ("Baseline as a number", wording.number),
    "a_value": ("A as a number", wording.number),
    "b_value": ("B as a number", wording.number),
}


def chosen(page: Page) -> tuple[SideBySide, Titles]:
    """Ask for A and B, and return them beside the baseline with their titles."""
    own = page.outcome.values
    starts = words.starts(page.book, own)
    sides = st.columns(2)
    found = []
    for letter, start, column in zip("AB", starts, sides, strict=True):
        with column:
            found.append(_side(page, letter, start))
    (a, first), (b, second) = found
    try:
        return side_by_side(page.book, a, b), (first, second)
    except BalanceError as error:
        st.error(plain(f"One of the two has no answer. {error}."))
        stage.draw()
        st.stop()


def answer(page: Page, found: SideBySide, titles: Titles) -> None:
    """Print the difference in words, and one chart with the three."""
    told = words.opening(found.between, titles)
    sentence(told)
    for more in found.between.sentences[1:]:
        note(more)
    chart(
        stress_charts.compared(
            ["Baseline", f"A: {titles[0]}", f"B: {titles[1]}"],
            words.ratios(found.to_a, found.to_b),
            page.shown_lines,
            page.palette,
        ),
        key="compared",
        title="Both ratios in the three",
        alt=told,
        source=f"Circle: disclosed LTV. Diamond: grossed LTV. {sources_line(page, 'ltv_grossed')}",
    )


def results(page: Page, found: SideBySide) -> None:
    """Print what comes out of the three, and the levers that differ."""
    three: Columns = {"baseline": ("Baseline", str), "a": ("A", str), "b": ("B", str)}
    heading("What comes out")
    table(
        words.results_table(page.book, found),
        {
            "label": ("Result", None),
            "baseline": ("Baseline", str),
            "a": ("A", str),
            "to_a": ("A less baseline", str),
            "b": ("B", str),
            "to_b": ("B less baseline", str),
            "difference": ("B less A", str),
        },
        key="results",
        numbers=_NUMBERS,
    )
    heading("Levers that differ")
    levers = words.levers_table(page.book, found)
    if levers.empty:
        note("Nothing differs: all three are the baseline.")
    else:
        table(levers, {"label": ("Lever", None), **three}, key="levers", numbers=_NUMBERS)


def attribution(found: SideBySide) -> None:
    """Print what each lever makes of the difference between A and B."""
    heading("Which lever makes how much of the difference between A and B")
    parts = words.attribution_table(found.between)
    if parts.empty:
        note(words.unattributed(found.between))
        return
    table(
        parts,
        {
            "label": ("Lever", None),
            "ltv": ("Disclosed LTV", str),
            "ltv_grossed": ("Grossed LTV", str),
            "nav_usd_bn": ("NAV", str),
        },
        key="attribution",
        numbers={
            "ltv_value": ("Disclosed LTV as a number", wording.points),
            "ltv_grossed_value": ("Grossed LTV as a number", wording.points),
            "nav_usd_bn_value": ("NAV, USD bn", wording.number),
        },
    )
    note(
        "Each lever's part is what moving it changes, averaged over all orders in which the levers "
        "can move (the Shapley value), so the parts add up to the whole difference."
    )


def _side(page: Page, letter: str, start: str) -> tuple[dict[str, float], str]:
    """Ask for one of the two, and return it with its title."""
    book, own = page.book, page.outcome.values
    options = words.options(book, own, st.session_state.get(session.PRESET, ""))
    key = f"compare_{letter.lower()}"
    name = choices.pick(letter, options, key=key, start=start)
    st.button(
        f"Keep this scenario as {letter}",
        key=f"keep-{letter}",
        on_click=_keep,
        args=(key, urlencode(book.levers.encode(own))),
        help=plain("It stays as it is now, and the levers can move on."),
    )
    if name != words.OWN:
        return words.chosen(book, name, own), options[name]
    text = choices.words(
        f"Link of {letter}",
        key=f"{key}_own",
        longest=2048,
        about="The address of a page of this dashboard, or the part of it after the question mark. "
        "An empty box is the baseline.",
    )
    values, notices = pasted(book, text)
    if notices:
        st.warning(
            "\n\n".join(["Part of the link was not used.", *(plain(str(n)) for n in notices)])
        )
    return values, words.title(book, values)


def _keep(key: str, query: str) -> None:
    choices.keep(key, words.OWN)
    choices.keep(f"{key}_own", query)
