"""What the page Stress says about risk: assumptions, chances, contributions, what to check.

Comes in: answers of `exposure.stress.breach` and `exposure.stress.tornado`, and
the assumptions of ``data/risk.yaml``. Goes out: text, `Explanation` and tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from exposure.explain import Evidence, Explanation
from exposure.stress.breach import QUANTILES
from exposure.stress_words import months
from exposure.wording import MINUS, in_unit, joined, number, percent, points, usd_bn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exposure.book import Book
    from exposure.stress.breach import Breach, Chance
    from exposure.stress.risk import Risk
    from exposure.stress.tornado import Bar, Tornado

_LEAST_ERROR = 0.001
# A change of a ratio that no number on the page would show.
_UNSEEN = 5e-4
# Assumptions of which there is one for each holding, or for each two.
_KINDS = {
    "volatility": "Volatility",
    "correlation": "Correlation",
    "maintenance": "Margin called at a loan of",
}


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


def assumed(book: Book, risk: Risk, changes: Mapping[str, float]) -> str:
    """Return every assumption about risk in one paragraph, for what is printed or taken away."""
    told: dict[str, list[str]] = {}
    for name, item in risk.assumptions().items():
        label, _, unit = assumption_label(book, name).partition(", ")
        kind = name.partition(".")[0]
        value = changes.get(name, item.value)
        was = "" if value == item.value else f" (set by the reader; {item.value:g} in the data)"
        title = f"{_KINDS.get(kind, label)}{unit and f', {unit}'}"
        words = f"{label} {value:g}" if kind in _KINDS else f"{value:g}"
        told.setdefault(title, []).append(f"{words}{was}")
    rows = (f"{title}: {', '.join(values)}." for title, values in told.items())
    return " ".join(["Assumed for chances and loans, as no source gives it.", *rows])


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


def ranked(found: Tornado) -> tuple[Bar, ...]:
    """Return the bars that move the ratio visibly, the longest first."""
    return tuple(bar for bar in found.bars if bar.swing(found.ratio) >= _UNSEEN)


def tornado_table(found: Tornado) -> pd.DataFrame:
    """Return every range with what it does to both ratios, as text and fractions."""
    rows = [
        {
            "label": bar.label,
            "range": span(bar),
            "basis": "sources" if bar.figures else "assumed",
            "disclosed": bar.swing("disclosed"),
            "grossed": bar.swing("grossed"),
        }
        for bar in found.bars
    ]
    return pd.DataFrame(rows, columns=["label", "range", "basis", "disclosed", "grossed"])


def span(bar: Bar) -> str:
    """Return the range of a bar with its unit."""
    return f"{in_unit(bar.low, bar.unit)} to {in_unit(bar.high, bar.unit)}"


def swing(fraction: float) -> str:
    """Return how far a ratio moves over a range, which has no direction.

    >>> swing(0.0551).replace(chr(160), " ")
    '5.5 points'
    """
    return points(fraction).lstrip("+")


def tornado_sentence(found: Tornado) -> str:
    """Return which lever moves the ratio most over its range."""
    bars = ranked(found)
    if not bars:
        return f"No lever with a range moves the {found.ratio} LTV."
    first = bars[0]
    amount = number(100 * first.swing(found.ratio))
    kind = "an assumption" if not first.figures else "the spread between the sources"
    return (
        f"{first.label} moves the {found.ratio} LTV most: {amount} points over {span(first)}, "
        f"{kind}."
    )


def unmoving(found: Tornado) -> str:
    """Return which levers do not move the ratio over their ranges, with the ranges."""
    moving = {bar.name for bar in ranked(found)}
    rest = [f"{bar.label} ({span(bar)})" for bar in found.bars if bar.name not in moving]
    return f"In this scenario these do not move it: {joined(rest)}." if rest else ""


def to_check(book: Book, bar: Bar) -> str:
    """Return what checking a fact would settle, in one line."""
    labels = {line.name: line.label for line in book.lines}
    moves = " and ".join(
        f"the {ratio} LTV by {number(100 * bar.swing(ratio))} points"
        for ratio in ("disclosed", "grossed")
        if bar.swing(ratio) >= _UNSEEN
    )
    decides = joined([f"the {labels[name]}" for name in bar.decides])
    return f"{span(bar)} moves {moves or 'neither ratio'}" + (
        f" and decides about {decides}" if decides else ""
    )
