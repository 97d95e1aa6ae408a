"""Numbers of a page: each with its label, how far it is from its line, and what it is made of."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from exposure import wording
from exposure.explain import Explanation, explain
from exposure.export.report import Number
from exposure.measures import MEASURES
from exposure.ui import stage
from exposure.ui.export import noted
from exposure.ui.markdown import bare, plain
from exposure.ui.sources import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exposure.book import Line
    from exposure.ui.frame import Page


def cards(page: Page, names: Sequence[str] = (), others: Sequence[Explanation] = ()) -> None:
    """Print measures, then other numbers, each opening its formula and sources."""
    for name in names:
        found = partial(explain, page.outcome, name)
        before = MEASURES[name].value(page.baseline)
        value = MEASURES[name].value(page.outcome)
        label = MEASURES[name].label.format(focus=page.book.focus_name)
        under = [] if value == before else [plain(f"baseline {before}")]
        under += filter(None, [plain(MEASURES[name].under(page.outcome))])
        under += [
            _distance(page, line) for line in page.shown_lines if MEASURES[name].ratio == line.ratio
        ]
        card(f"derived-{name}", label, value, "  \n".join(under), found)
    for other in others:
        card(f"derived-{other.name}", other.label, other.value, "", partial(lambda it: it, other))


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
    press = stage.on_press(f"number:{key}", lambda: explained(explanation()))
    stage.number({"key": key, "label": label, "value": value, "under": lines, "press": press})


def _distance(page: Page, line: Line) -> str:
    """Return, as markdown, how far a ratio is from its line; over it never by colour alone."""
    answer = page.outcome.answer(line)
    words = plain(wording.to_line(answer))
    return f":{'orange' if line.tone == 'first' else 'red'}[▲ {words}]" if answer.over else words
