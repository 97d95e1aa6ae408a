"""What the page Stress says: its sentence, the rows of its tables, how its numbers are made.

Comes in: answers of `exposure.stress` and the `Outcome` of the scenario. Goes
out: text, `Explanation` and tables of plain numbers. Pure, as everything but the
pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from exposure.explain import Evidence, Explanation, explain
from exposure.model import outcome
from exposure.stress.breach import QUANTILES
from exposure.stress.goal import closed_form, goal, goal_levers
from exposure.wording import MINUS, in_unit, joined, number, percent, points, usd_bn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exposure.book import Book
    from exposure.model import Answer, Outcome
    from exposure.scenario import Lever
    from exposure.stress.breach import Breach, Chance
    from exposure.stress.goal import Goal
    from exposure.stress.maps import Map, Mark
    from exposure.stress.risk import Risk

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


def opening(found: Outcome, chances: Mapping[str, Chance], months: float) -> str:
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
    >>> rounded(-15.17, "percent").replace(chr(160), " ") == f"{MINUS}15.2 %"
    True
    """
    return in_unit(round(value, 2 if unit.endswith("trn") else 1) + 0.0, unit)


def goal_explained(found: Outcome, answer: Goal) -> Explanation:
    """Return how the answer of a goal seek is made, with the proof that it holds."""
    book, unit = found.book, lever_unit(found.book, answer.lever)
    label = lever_label(book, answer.lever)
    reached = outcome(book, {**found.values, **answer.settings})  # noqa: PD011  (levers)
    proof = explain(reached, _MEASURES[answer.ratio])
    role = book.levers[answer.lever].role if answer.lever in book.levers else "all holdings"
    return Explanation(
        name=f"goal-{answer.lever}",
        label=f"{label} that takes the {answer.ratio} LTV to {percent(answer.limit)}",
        value=rounded(answer.value or 0.0, unit),
        definition="The value of this lever alone at which the ratio is at the limit L; all other "
        "levers stay as they are in the scenario.",
        formula=_FORMULAS[role] if answer.method == "closed form" else _SEARCHED,
        computed=f"with it, {proof.formula.partition(' = ')[0]} = {proof.computed}",
        inputs=proof.inputs,
    )


def goals_table(found: Outcome, limit: float, ratio: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the answer of a goal seek on every lever, and the labels of those without one.

    Columns: ``label``, ``now``, ``needed`` and ``change`` as text with units.
    """
    rows, without = [], []
    for name in goal_levers(found.book):
        answer = goal(found.book, found.values, name, limit, ratio)
        label, unit = lever_label(found.book, name), lever_unit(found.book, name)
        if answer.value is None:
            without.append(label)
            continue
        row = {"label": label, "now": rounded(answer.now, unit)}
        rows.append(row | {"needed": rounded(answer.value, unit), "change": _change(answer, unit)})
    return pd.DataFrame(rows, columns=["label", "now", "needed", "change"]), without


def beyond(found: Outcome, answer: Goal) -> str:
    """Return what the formula gives outside the range of a lever that does not reach a limit."""
    book = found.book
    if answer.value is not None or answer.lever not in book.levers:
        return ""
    value = closed_form(book, found.values, answer.lever, answer.limit, answer.ratio)
    lever = book.levers[answer.lever]
    if value is None or lever.low <= value <= lever.high:
        return ""
    if value < 0:
        return f"Not even at {rounded(0.0, lever.unit)}, says the formula."
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
    told = [
        f"the {frontier.line.label} on the {frontier.line.ratio} LTV "
        f"{'is crossed' if frontier.paths else 'is nowhere on this map'}"
        for frontier in drawn.frontiers
        if frontier.line.shown
    ]
    values = found.values  # noqa: PD011  (of the levers)
    here = " and ".join(
        f"{levers[name].label} at {rounded(values[name], levers[name].unit)}"
        for name in (drawn.x_lever, drawn.y_lever)
    )
    return f"This scenario stands at {here}; {'; '.join(told)}."


def map_source(found: Outcome, drawn: Map, places: Sequence[tuple[Sequence[Mark], bool]]) -> str:
    """Return the line under a map: what the marks are, and what is left blank."""
    numbered = "; ".join(
        f"{i} {joined([mark.title for mark in marks])}{'' if fits else ' (open)'}"
        for i, (marks, fits) in enumerate(places, 1)
    )
    parts = [f"Balance sheet of {found.book.baseline.as_of}. Cross: this scenario."]
    if places:
        parts.append(f"Presets: {numbered}.")
    if not all(fits for _, fits in places):
        parts.append("Open: the preset differs in further levers, so the map beneath is not its.")
    if np.isnan(drawn.disclosed).any():
        parts.append("Blank: not possible, or nothing is left to divide by.")
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


def assumption_label(book: Book, name: str) -> str:
    """Return what an assumption about risk is called on the page, with its unit."""
    kind, _, rest = name.partition(".")
    match kind:
        case "volatility":
            return f"{book.name(rest)}, % a year"
        case "maintenance":
            return f"{book.name(rest)}, % of its value"
        case "correlation":
            return " and ".join(book.name(company) for company in rest.split("."))
        case "horizon_months":
            return "Horizon, months"
        case "tail_percent":
            return "Worst outcomes, % of all"
        case _:
            return "Expected growth, % a year"


def bounds(name: str) -> tuple[float, float, float]:
    """Return lowest, highest and step of the box of an assumption."""
    kind = name.partition(".")[0]
    return {
        "volatility": (0.0, 300.0, 1.0),
        "correlation": (-1.0, 1.0, 0.05),
        "maintenance": (1.0, 100.0, 1.0),
        "horizon_months": (1.0, 60.0, 1.0),
        "tail_percent": (0.5, 50.0, 0.5),
    }.get(kind, (-50.0, 50.0, 1.0))


def assumptions(
    book: Book, risk: Risk, changes: Mapping[str, float], kinds: Sequence[str]
) -> Iterator[Evidence]:
    """Yield the assumptions of some kinds, each with its reason and date."""
    for name, item in risk.assumptions().items():
        if name.partition(".")[0] not in kinds:
            continue
        changed = name in changes and changes[name] != item.value
        yield Evidence(
            label=assumption_label(book, name),
            value=f"{changes.get(name, item.value):g}",
            basis="assumed",
            as_of=item.date,
            where=f"set by the reader; {item.value:g} in the data" if changed else "no source",
            note=item.reason,
        )


def chance_explained(
    found: Breach, chance: Chance, inputs: Sequence[Evidence], book: Book
) -> Explanation:
    """Return how the chance of crossing a line is made."""
    line = chance.line
    above = "D / L" if line.ratio == "disclosed" else "(D + A + C) / L - A - C"
    return Explanation(
        name=f"chance-{line.name}",
        label=f"Chance of being above the {line.label} in {months(found.market.months)}",
        value=percent(chance.probability),
        definition=f"{line.about} The chance that the {line.ratio} LTV of {book.group_name} is "
        "above it at the horizon, when the holdings move at random and nothing else changes.",
        formula=f"P(E < {above}), where E = sum of max(G_i - a_i, 0) and the G_i are lognormal and "
        "correlated, with today's values as expectations",
        computed=f"{percent(chance.probability, 3)}, give or take "
        f"{number(100 * chance.error, 3)} points (two standard errors): one factor is integrated "
        "in closed form, the others on a lattice with a fixed seed",
        inputs=tuple(inputs),
    )


def error(chance: Chance) -> str:
    """Return how far a chance may be off, in points."""
    off = 100 * chance.error
    return f"± {number(off, 3)} points" if off >= _LEAST_ERROR else "± less than 0.001 points"


def shortfall_explained(found: Breach, inputs: Sequence[Evidence]) -> Explanation:
    """Return how the expected shortfall is made."""
    tail = percent(found.market.tail, 0)
    return Explanation(
        name="shortfall",
        label="Expected shortfall of NAV",
        value=usd_bn(found.shortfall),
        definition=f"NAV today less the average NAV of the worst {tail} of outcomes in "
        f"{months(found.market.months)}.",
        formula="ES = NAV - E[NAV | E < q], where P(E < q) is the part of worst outcomes",
        computed=f"{usd_bn(found.nav)} {MINUS} {usd_bn(found.tail_nav)} = {usd_bn(found.shortfall)}",
        inputs=tuple(inputs),
    )


def breach_sentence(found: Breach) -> str:
    """Return the chances over the shown lines and the shortfall."""
    told = [chance.sentence for chance in found.chances if chance.line.shown]
    tail = percent(found.market.tail, 0)
    more = (
        f"In the worst {tail} of outcomes NAV is {usd_bn(found.shortfall)} lower on average, "
        f"at {usd_bn(found.tail_nav)}."
    )
    return " ".join([*told, more])


def contributions(book: Book, found: Breach) -> pd.DataFrame:
    """Return what each holding has to do with the risk, the largest first.

    Columns: ``name``, ``company``, ``shortfall`` (USD billion), ``share`` (of the
    expected shortfall) and one for each line, by its name: the average loss when
    the line is crossed.
    """
    rows = [
        {
            "name": book.name(company),
            "company": company,
            "shortfall": amount,
            "share": amount / found.shortfall if found.shortfall > 0 else None,
        }
        | {chance.line.name: chance.losses.get(company) for chance in found.chances}
        for company, amount in found.shortfall_by_holding.items()
    ]
    return pd.DataFrame(rows).sort_values("shortfall", ascending=False, ignore_index=True)


def contribution_sentence(found: Breach, rows: pd.DataFrame) -> str:
    """Return who makes most of the expected shortfall."""
    if rows.empty or not found.shortfall > 0:
        return "NAV loses nothing in the worst outcomes."
    first = rows.iloc[0]
    return (
        f"{first['name']} makes {percent(float(first['share']))} of the expected shortfall of "
        f"{usd_bn(found.shortfall)}."
    )


def quantile_table(found: Breach) -> pd.DataFrame:
    """Return the distribution of both ratios: the part of outcomes that stay below each."""
    return pd.DataFrame(
        {
            "part": QUANTILES,
            "disclosed": list(found.quantiles["disclosed"]),
            "grossed": list(found.quantiles["grossed"]),
        }
    )


def months(count: float) -> str:
    """Return a horizon in words.

    >>> months(12), months(1)
    ('12 months', '1 month')
    """
    return f"{number(count, 0)} month{'' if count == 1 else 's'}"


def _about(found: Outcome, answer: Answer, chance: Chance | None, horizon: float) -> str:
    line, name = answer.line, found.book.focus_name
    place = f"the {line.label}"
    likely = "" if chance is None else f"{percent(chance.probability, 0)} in {months(horizon)}"
    if answer.over:
        still = f"; the chance of being above it is {likely}" if likely else ""
        return (
            f"The {line.ratio} LTV is above {place} already: {usd_bn(answer.raise_usd_bn)} must be "
            f"raised to come back{still}."
        )
    target = answer.focus_value_usd_bn
    reach = (
        f"No value of {name} above zero takes the {line.ratio} LTV to {place} alone"
        if target is None
        else f"{name} at {rounded(target, found.book.focus_lever.unit)}, {_move(found, target)}, "
        f"takes the {line.ratio} LTV to {place}"
    )
    return f"{reach}; the chance of being above it is {likely}." if likely else f"{reach}."


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
