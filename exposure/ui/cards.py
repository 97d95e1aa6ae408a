"""Numbers of a page: each with its label, how far it is from its line, and what it is made of."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from exposure import wording
from exposure.explain import Explanation, explain
from exposure.export.report import Number
from exposure.measures import MEASURES
from exposure.ui.export import noted
from exposure.ui.markdown import bare, plain
from exposure.ui.parts import explained
from exposure.ui.scripts import script

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exposure.book import Line
    from exposure.ui.frame import Page

_card = st.components.v2.component(
    "card",
    js=script("card.js"),
    isolate_styles=False,
)


def cards(page: Page, names: Sequence[str] = (), others: Sequence[Explanation] = ()) -> None:
    """Print measures, then other numbers, each opening its formula and sources."""
    with st.container(horizontal=True, gap="medium"):
        for name in names:
            found = partial(explain, page.outcome, name)
            before = MEASURES[name].value(page.baseline)
            value = MEASURES[name].value(page.outcome)
            label = MEASURES[name].label.format(focus=page.book.focus_name)
            under = [] if value == before else [plain(f"baseline {before}")]
            under += filter(None, [plain(MEASURES[name].under(page.outcome))])
            under += [
                _distance(page, line)
                for line in page.shown_lines
                if MEASURES[name].ratio == line.ratio
            ]
            card(f"derived-{name}", label, value, "  \n".join(under), found)
        for other in others:
            card(
                f"derived-{other.name}", other.label, other.value, "", partial(lambda it: it, other)
            )


def card(
    key: str, label: str, value: str, under: str, explanation: Callable[[], Explanation]
) -> None:
    """Print one number; pressing it opens what it is made of.

    ``key`` begins with what kind of number it is: derived, printed, assumed.
    ``under`` is markdown; ``explanation`` is called only when the number is opened.
    """
    noted(Number(key.partition("-")[2], label, value, bare(under), explanation))
    lines = [
        (bare(line), tone[1] if (tone := re.match(r":(orange|red)\[", line)) else "")
        for line in under.split("  \n")
        if line
    ]
    told = {"label": label, "value": value, "under": lines, "opener": f"st-key-open-{key}"}
    # One element a number: the framework's own parts for the same are four, sent at every move.
    if _card(data=json.dumps(told), key=f"card-{key}", on_opened_change=_pressed).opened:
        explained(explanation())


def _distance(page: Page, line: Line) -> str:
    """Return, as markdown, how far a ratio is from its line; over it never by colour alone."""
    answer = page.outcome.answer(line)
    words = plain(wording.to_line(answer))
    return f":{'orange' if line.tone == 'first' else 'red'}[▲ {words}]" if answer.over else words


def _pressed() -> None:
    """Stand for what a press does by itself: nothing, but that the number is opened on this run."""
