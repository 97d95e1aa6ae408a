"""How likely a line is crossed when the holdings move at random.

Comes in: a `Book`, a scenario and a `Market`. Goes out: for each line the chance
that its own ratio is above its limit at the horizon, with the error of the
number; the distribution of LTV; the expected shortfall of NAV; and what each
holding has to do with it. Amounts in USD billion, chances as fractions.

Gross values are lognormal and correlated, their expectations where prices are;
loans, net debt, the exchange rate and all levers stay as in the scenario. A line
is crossed when equity value ``E`` ends below an amount ``K``: ``D / L`` for the
disclosed LTV, ``(D + A + C) / L - A - C`` for the grossed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.evaluation import debt_and_value, evaluate
from exposure.stress.maps import lists
from exposure.stress.outlook import Outlook, amount_at, ends_below
from exposure.wording import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.balance import BalanceSheet
    from exposure.book import Book, Line
    from exposure.stress.market import Market
    from exposure.stress.roots import Floats

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)

# Points of the lattice behind one colour of a map, and behind a chance that is told in whole percents:
# the second is less than this far off.
_QUICK, _WHOLE, _OFF = 256, 2048, 5e-4
_BINS = 40
# LTV beyond it is drawn in the last bin.
_WIDEST = 2.0
# Less than this part of today's gross value is nothing: no LTV is told for it.
_NOTHING = 1e-6
# A chance below it has no typical case to describe.
_NEVER = 1e-9


@dataclass(frozen=True)
class Chance:
    """The chance that one line is crossed at the horizon.

    Attributes
    ----------
    probability
        That the line's own ratio is above its limit.
    error
        Two standard errors of it.
    losses
        What each holding loses on average when that happens, in USD billion;
        empty when it does not happen.
    """

    line: Line
    now: float | None
    probability: float
    error: float
    losses: Mapping[str, float]
    sentence: str


@dataclass(frozen=True)
class Breach:
    """Everything the pages say about how likely it is.

    Attributes
    ----------
    quantiles
        Of LTV, by probability: ``disclosed`` and ``grossed`` each have one number
        for each of `QUANTILES`; None where nothing is left.
    edges, histogram
        Bins of the disclosed LTV and the chance of each; the last is open.
    shortfall
        NAV today less the average NAV of the worst part of outcomes.
    shortfall_by_holding
        What each holding adds to it; adds up.
    """

    market: Market
    chances: tuple[Chance, ...]
    nav: float
    tail_nav: float
    shortfall: float
    shortfall_by_holding: Mapping[str, float]
    quantiles: Mapping[str, tuple[float | None, ...]]
    edges: Floats
    histogram: Floats
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data: chances and ratios as fractions, money in USD billion."""
        return {
            "months": self.market.months,
            "lines": [
                {
                    "name": c.line.name,
                    "label": c.line.label,
                    "ratio": c.line.ratio,
                    "limit": c.line.limit,
                    "now": c.now,
                    "probability": c.probability,
                    "error": c.error,
                    "losses_usd_bn": dict(c.losses),
                    "sentence": c.sentence,
                }
                for c in self.chances
            ],
            "nav_usd_bn": self.nav,
            "tail": self.market.tail,
            "tail_nav_usd_bn": self.tail_nav,
            "expected_shortfall_usd_bn": self.shortfall,
            "expected_shortfall_by_holding_usd_bn": dict(self.shortfall_by_holding),
            "quantiles": {
                "probability": list(QUANTILES),
                "ltv": list(self.quantiles["disclosed"]),
                "ltv_grossed": list(self.quantiles["grossed"]),
            },
            "histogram": {"edges": self.edges.tolist(), "probability": self.histogram.tolist()},
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class ChanceMap:
    """The chance that a line is crossed, over two levers.

    ``x`` and ``y`` are values of the levers, shapes ``(nx,)`` and ``(ny,)``;
    ``probability`` has shape ``(ny, nx)``, ``nan`` where there is no answer.
    """

    line: Line
    levers: tuple[str, str]
    x: Floats
    y: Floats
    probability: Floats

    def as_json(self) -> dict[str, Any]:
        """Return plain data; None where there is no answer."""
        return {
            "line": self.line.name,
            "x": {"lever": self.levers[0], "values": self.x.tolist()},
            "y": {"lever": self.levers[1], "values": self.y.tolist()},
            "probability": lists(self.probability),
        }


def breach(book: Book, values: Mapping[str, float], market: Market) -> Breach:
    """Return how likely each line is crossed at the horizon, and what it would cost.

    Raises
    ------
    BalanceError
        If the scenario is not possible, or there are more holdings than the
        method has dimensions for.
    """
    sheet = evaluate(book, book.levers.complete(values))
    outlook = Outlook(sheet, market)
    losses = dict(zip(outlook.companies, outlook.losses().tolist(), strict=True))
    nav, shortfall = float(sheet.nav), sum(losses.values())
    edges, histogram = _histogram(sheet, outlook)
    return Breach(
        market,
        _chances(book, sheet, outlook),
        nav,
        nav - shortfall,
        shortfall,
        losses,
        {ratio: _quantiles(sheet, outlook, ratio) for ratio in ("disclosed", "grossed")},
        edges,
        histogram,
        _notes(sheet, market),
    )


def probabilities(lines: Sequence[Line], sheet: BalanceSheet, market: Market) -> dict[str, float]:
    """Return how likely lines are crossed, by their names, to be told in whole percents.

    Where so few points might round a chance otherwise than `breach` does, as many as there.
    """
    outlook = Outlook(sheet, market)
    amounts = np.array([float(amount_at(sheet, line.ratio, line.limit)) for line in lines])
    found = outlook.below(amounts, _WHOLE).probability
    near = np.abs(100 * found % 1 - 0.5) < 100 * _OFF
    if near.any():
        found[near] = outlook.below(amounts[near]).probability
    return dict(zip((line.name for line in lines), found.tolist(), strict=True))


def _quantiles(sheet: BalanceSheet, outlook: Outlook, ratio: str) -> tuple[float | None, ...]:
    """Return quantiles of LTV: the higher the ratio, the lower the equity value."""
    debt, worth = (float(x) for x in debt_and_value(sheet, ratio))
    more = worth - float(sheet.equity_value)
    values = [outlook.quantile(1 - p) for p in QUANTILES]
    least = _NOTHING * float(sheet.gross_value)
    return tuple(debt / (v + more) if v + more > least else None for v in values)


def _histogram(sheet: BalanceSheet, outlook: Outlook) -> tuple[Floats, Floats]:
    """Return bins of the disclosed LTV, and the chance of each; the last is open above."""
    debt = float(sheet.net_debt)
    low, high = (debt / max(outlook.quantile(p), 1e-9) for p in (0.999, 0.005))
    if not debt > 0 or not low < high:
        return np.zeros(0), np.zeros(0)
    edges = np.linspace(low, min(high, _WIDEST), _BINS + 1)
    above = outlook.chances_below(debt / edges)
    above[0] = 1.0
    return edges[:-1], np.append(above[:-2] - above[1:-1], above[-2])


def probability(
    book: Book, values: Mapping[str, float], market: Market, line: Line
) -> tuple[float, float]:
    """Return the chance that one line is crossed, and two standard errors of it."""
    sheet = evaluate(book, book.levers.complete(values))
    found = Outlook(sheet, market).below(np.atleast_1d(amount_at(sheet, line.ratio, line.limit)))
    return float(found.probability[0]), float(found.error[0])


def breach_map(  # noqa: PLR0913  (a map has two axes)
    book: Book,
    values: Mapping[str, float],
    market: Market,
    line: Line,
    *,
    levers: tuple[str, str],
    axes: tuple[Floats, Floats],
) -> ChanceMap:
    """Return the chance that a line is crossed, over two levers.

    Good to about 0.05 points, for colours; ``nan`` where the scenario is not
    possible. `probability` gives the exact number of one place.
    """
    xs, ys = axes
    where = {levers[0]: xs[None, :], levers[1]: ys[:, None]}
    sheet = evaluate(book, {**book.levers.complete(values), **where})
    shape = (len(ys), len(xs))
    parts = [
        np.broadcast_to(part, shape).ravel()
        for h in sheet.holdings
        for part in (h.gross, h.asset_backed_finance)
    ]
    amount = np.broadcast_to(amount_at(sheet, line.ratio, line.limit), shape).ravel()
    found = ends_below(
        np.stack(parts[0::2], axis=1), np.stack(parts[1::2], axis=1), amount, market, _QUICK
    )
    return ChanceMap(line, levers, xs, ys, found.probability.reshape(shape))


def _chances(book: Book, sheet: BalanceSheet, outlook: Outlook) -> tuple[Chance, ...]:
    amounts = [float(amount_at(sheet, line.ratio, line.limit)) for line in book.lines]
    found = outlook.below(np.array(amounts), worth=True)
    chances = []
    for i, line in enumerate(book.lines):
        happens = float(found.probability[i])
        left = found.worth[i] / max(happens, _NEVER)
        losses = (outlook.values - left).tolist() if happens > _NEVER else []
        debt, worth = (float(x) for x in debt_and_value(sheet, line.ratio))
        chance = f"a chance of {percent(happens)}" if happens > 0 else "no chance"
        chances.append(
            Chance(
                line,
                debt / worth if worth > 0 else None,
                happens,
                float(found.error[i]),
                dict(zip(outlook.companies, losses, strict=False)),
                f"In {number(outlook.market.months, 0)} months the {line.ratio} LTV of "
                f"{book.group_name} has {chance} of being above the {line.label}.",
            )
        )
    return tuple(chances)


def _notes(sheet: BalanceSheet, market: Market) -> tuple[str, ...]:
    """Return what a reader of unusual books has to know."""
    found = []
    if float(sheet.net_debt) <= 0:
        found.append("Net debt is not above zero, so the disclosed LTV cannot pass any limit.")
    if float(sheet.nav) < 0:
        found.append("NAV is below zero: the holdings are worth less than the debt already.")
    if not (market.months > 0 and market.volatility.any()):
        found.append("Nothing moves, so each chance is zero or one.")
    if sheet.floored:
        found.append("A loan exceeds its shares; the holding counts as zero and not less.")
    if sheet.asset_backed_finance and all(
        float(h.asset_backed_finance) > 0 for h in sheet.holdings if float(h.gross) > 0
    ):
        found.append("Every holding is pledged, so all of their value can go to the lenders.")
    return tuple(found)
