"""What the page Stress says: its sentence, the rows of its tables, how its numbers are made.

Comes in: answers of `exposure.stress` and the `Outcome` of the scenario. Goes
out: text, `Explanation` and tables of plain numbers. Pure, as everything but the
pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from exposure import wording
from exposure.dates import in_words
from exposure.explain import Explanation, explain
from exposure.model import outcome
from exposure.stress.goal import closed_form, goal_levers
from exposure.stress.seek import Sought
from exposure.wording import at_line, in_unit, joined, number, percent, points, to_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Book
    from exposure.model import Answer, Outcome
    from exposure.scenario import Lever
    from exposure.stress.breach import ChanceMap
    from exposure.stress.goal import Goal
    from exposure.stress.maps import Map, Mark

RATIOS = {"disclosed": "Disclosed LTV", "grossed": "Grossed LTV"}
_MEASURES = {"disclosed": "ltv", "grossed": "ltv_grossed"}
_FORMULAS = {
    "all holdings": "-(1 - D / (L x E)), with loans holding by holding",
    "company value": "X + (D / L - E) / (stake x economic interest)",
    "new investment": "I + (L x E - D) / (1 - L)",
    "sales": "R + (D - L x E) / (1 - L)",
    "margin loan": "R + (D - L x E) / (1 - L)",
    "commitments": "C + (L x E - D) / (1 - L)",
}
_SEARCHED = (
    "the value nearest to where the lever stands at which L x E - D is zero, searched on the model "
    "between two values with opposite signs"
)
_LEAST_ERROR = 0.001


# Closer than this a ratio is at its limit, and what is left is rounding.
_AT_THE_LIMIT = 1e-9


def opening(found: Outcome, chances: Mapping[str, float], months: float) -> str:
    """Return what reaches each shown line, how likely that is, and what brings it back."""
    shown = [answer for answer in found.answers() if answer.line.shown]
    return " ".join(_about(found, a, chances.get(a.line.name), months) for a in shown)


def lever_options(book: Book) -> dict[str, str]:
    """Return the levers that a goal can be sought on, with their labels."""
    return {name: lever_label(book, name) for name in goal_levers(book)}


def axis_options(book: Book) -> dict[str, str]:
    """Return the levers that a map can be drawn over, with their labels."""
    return {lever.name: lever.label for lever in book.levers.table if lever.unit != "switch"}


def lever_label(book: Book, name: str) -> str:
    """Return the label of a lever, or of all holdings together."""
    return book.levers[name].label if name in book.levers else "All holdings together"


def lever_unit(book: Book, name: str) -> str:
    """Return the unit of a lever, or of the change of all holdings together."""
    return book.levers[name].unit if name in book.levers else "percent"


def rounded(value: float, unit: str) -> str:
    """Return a solved value of a lever with as many digits as mean something.

    >>> rounded(188.986227, "USD bn").replace(chr(160), " ")
    'USD 189 bn'
    >>> rounded(15.17, "percent").replace(chr(160), " ")
    '15.2 %'
    """
    return in_unit(wording.rounded(value, 2 if unit.endswith("trn") else 1), unit)


def goal_explained(found: Outcome, answer: Goal) -> Explanation:
    """Return how the answer of a goal seek is made, with the proof that it holds."""
    book, unit = found.book, lever_unit(found.book, answer.lever)
    label = lever_label(book, answer.lever)
    reached = outcome(book, {**found.values, **answer.settings})  # noqa: PD011  (levers)
    proof = explain(reached, _MEASURES[answer.ratio])
    role = book.levers[answer.lever].role if answer.lever in book.levers else "all holdings"
    return Explanation(
        name=f"goal-{answer.lever}",
        label=f"{label} that takes the {answer.ratio} LTV to {in_unit(100 * answer.limit, 'percent')}",
        value=rounded(answer.value or 0.0, unit),
        definition="The value of this lever alone at which the ratio is at the limit L; all other "
        "levers stay as they are in the scenario.",
        formula=_FORMULAS[role] if answer.method == "closed form" else _SEARCHED,
        computed=f"with it, {proof.formula.partition(' = ')[0]} = {proof.computed}",
        inputs=proof.inputs,
    )


def goals_table(book: Book, answers: Sequence[Goal]) -> tuple[pd.DataFrame, list[str]]:
    """Return the answers of goal seeks on levers, and the labels of those without one.

    Columns: ``label``, ``now``, ``needed`` and ``change`` as text with units; ``unit``,
    ``now_value`` and ``needed_value`` as numbers.
    """
    rows, without = [], []
    for answer in answers:
        label, unit = lever_label(book, answer.lever), lever_unit(book, answer.lever)
        if answer.value is None:
            without.append(label)
            continue
        row = {"label": label, "now": rounded(answer.now, unit)}
        row |= {"needed": rounded(answer.value, unit), "change": _change(answer, unit)}
        rows.append({**row, "unit": unit, "now_value": answer.now, "needed_value": answer.value})
    names = ["label", "now", "needed", "change", "unit", "now_value", "needed_value"]
    told = {name: [row[name] for row in rows] for name in names}
    return pd.DataFrame(told, dtype=object), without


def is_at(found: Outcome, limit: float, ratio: str) -> bool:
    """Return whether a ratio stands at a limit already, as after a goal seek."""
    return abs(found.ratio(ratio) - limit) < _AT_THE_LIMIT


def beyond(found: Outcome, answer: Goal) -> str:
    """Return what the formula gives outside the range of a lever that does not reach a limit."""
    book = found.book
    if answer.value is not None or answer.lever not in book.levers:
        return ""
    lever = book.levers[answer.lever]
    value = closed_form(book, found.values, answer.lever, answer.limit, answer.ratio)
    if value is None or lever.low <= value <= lever.high:
        return ""
    if value < 0:
        return f"Not even at {rounded(0.0, lever.unit)}, says the formula."
    if lever == book.focus_lever:  # the way of new money bends, and the page LTV follows it
        value = found.break_even(answer.ratio, answer.limit) or value
    if not Sought(book, found.values, answer.limit, answer.ratio).is_met({lever.name: value}):
        return ""
    low, high = (rounded(end, lever.unit) for end in (lever.low, lever.high))
    return (
        f"The formula gives {rounded(value, lever.unit)}, outside the lever's range of {low} to "
        f"{high}."
    )


def now(book: Book, answer: Goal) -> str:
    """Return where the lever stands, and how far the answer is from it."""
    unit = lever_unit(book, answer.lever)
    return f"now {rounded(answer.now, unit)}, {_change(answer, unit)}"


def axes(book: Book) -> tuple[str, str]:
    """Return the two levers that a map opens with: the focus company's value and another's."""
    first = book.focus_lever.name
    values = [lever.name for lever in book.levers.of("company value") if lever.name != first]
    others = [name for name in axis_options(book) if name != first]
    return first, (values or others)[0]


def axis_label(lever: Lever) -> str:
    """Return the label of a lever with its unit, once."""
    return lever.label if " per " in lever.unit else f"{lever.label}, {lever.unit}"


def span(lever: Lever, start: float, here: float) -> tuple[float, float]:
    """Return the range of a lever that a map opens with: where its values are likely."""
    if lever.role != "company value":
        return lever.low, lever.high
    return lever.low, min(lever.high, max(2.5 * start, 1.25 * here))


def places(found: Map) -> list[tuple[list[Mark], bool]]:
    """Return the presets on a map, those at one place together, and whether any of them fits."""
    here: dict[tuple[float, float], list[Mark]] = {}
    for mark in (
        found.marks[1:] if found.marks and found.marks[0].name == "scenario" else found.marks
    ):
        here.setdefault((mark.x, mark.y), []).append(mark)
    return [(marks, any(mark.fits for mark in marks)) for marks in here.values()]


def map_sentence(found: Outcome, drawn: Map) -> str:
    """Return what a map shows, in words for those who do not see it."""
    levers = found.book.levers
    answers = {answer.line.name: answer for answer in found.answers()}
    told = [
        f"its {frontier.line.ratio} LTV is {percent(found.ratio(frontier.line.ratio))}, "
        f"{to_line(answers[frontier.line.name])}, which "
        f"{'runs through' if frontier.paths else 'is nowhere on'} this map"
        for frontier in drawn.frontiers
        if frontier.line.shown
    ]
    values = found.values  # noqa: PD011  (of the levers)
    here = " and ".join(
        f"{levers[name].label} at {rounded(values[name], levers[name].unit)}"
        for name in (drawn.x_lever, drawn.y_lever)
    )
    return f"This scenario stands at {here}; {'; '.join(told)}."


def map_source(
    found: Outcome,
    drawn: Map,
    places: Sequence[tuple[Sequence[Mark], bool]],
    chances: ChanceMap | None = None,
) -> str:
    """Return the line under a map: what the marks are, and what is left blank."""
    numbered = "; ".join(
        f"{i} {joined([mark.title for mark in marks])}{'' if fits else ' (open)'}"
        for i, (marks, fits) in enumerate(places, 1)
    )
    parts = [f"Balance sheet of {in_words(found.book.baseline.as_of)}. Cross: this scenario."]
    if places:
        parts.append(f"Presets: {numbered}.")
    if not all(fits for _, fits in places):
        parts.append("Open: the preset differs in further levers, so the map beneath is not its.")
    if np.isnan(drawn.disclosed).any():
        parts.append("Grey: not possible, or nothing is left to divide by.")
    if chances is not None:
        parts.append(
            f"Dotted: equal chance of being above the {chances.line.label} at the horizon, under the "
            "assumptions of How likely."
        )
    return " ".join(parts)


def map_rows(drawn: Map) -> pd.DataFrame:
    """Return points along the shown frontiers, at most twelve each, as a table."""
    rows = []
    for frontier in drawn.frontiers:
        for path in frontier.paths if frontier.line.shown else ():
            step = max(1, len(path) // 12)
            rows += [
                {"line": frontier.line.label, "x": float(x), "y": float(y)} for x, y in path[::step]
            ]
    return pd.DataFrame(rows, columns=["line", "x", "y"])


def months(count: float) -> str:
    """Return a horizon in words.

    >>> months(12), months(1)
    ('12 months', '1 month')
    """
    return f"{number(count, 0)} month{'' if count == 1 else 's'}"


def _about(found: Outcome, answer: Answer, chance: float | None, horizon: float) -> str:
    line, name = answer.line, found.book.focus_name
    place = f"the {line.label}"
    likely = "" if chance is None else f"{percent(chance, 0)} in {months(horizon)}"
    moving = f"; when all holdings move, the chance of being above it is {likely}" if likely else ""
    if at_line(answer):
        return f"The {line.ratio} LTV is at {place}{moving}."
    if answer.over:
        return f"The {line.ratio} LTV is above {place} already: {wording.to_come_back(answer)}{moving}."
    target = answer.focus_value_usd_bn
    reach = (
        f"No value of {name} above zero takes the {line.ratio} LTV to {place} alone"
        if target is None
        else f"{name} at {rounded(target, found.book.focus_lever.unit)}, {_move(found, target)}, "
        f"takes the {line.ratio} LTV to {place}"
    )
    return f"{reach}{moving}."


def _move(found: Outcome, target: float) -> str:
    """Return how far the focus company's value is from another."""
    values = found.values  # noqa: PD011  (of the levers)
    change = target / values[found.book.focus_lever.name] - 1
    return f"{percent(abs(change), 0)} {'below' if change < 0 else 'above'} the scenario"


def _change(answer: Goal, unit: str) -> str:
    change = (answer.value or 0.0) - answer.now
    if unit == "percent":
        return points(change / 100)
    if answer.now > 0:
        return f"{number(100 * change / answer.now, 1, signed=True)}\N{NO-BREAK SPACE}%"
    return rounded(change, unit) if change < 0 else f"+{rounded(change, unit)}"
