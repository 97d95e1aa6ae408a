"""The table of what the pages call a number: its label, definition, formula and inputs.

``value`` and ``computed`` print it for an `Outcome`, ``under`` what must be read with
it; ``inputs`` are places in the baseline, which `exposure.explain` turns into evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exposure import wording
from exposure.concentration import concentration
from exposure.dates import in_words
from exposure.evaluation import debt_and_value
from exposure.wording import MINUS, percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Callable

    from exposure.model import Outcome


@dataclass(frozen=True)
class Measure:
    """What a kind of number means and how it is computed."""

    label: str
    definition: str
    formula: str
    value: Callable[[Outcome], str]
    computed: Callable[[Outcome], str]
    inputs: tuple[str, ...]
    ratio: str = ""
    under: Callable[[Outcome], str] = lambda _: ""


def _sum(outcome: Outcome) -> str:
    parts = [
        f"{outcome.book.name(h.company)} {wording.number(float(h.equity_value))}"
        for h in outcome.sheet.holdings
    ]
    return f"{' + '.join(parts)} = {usd_bn(float(outcome.sheet.equity_value))}"


def _since(start: float, end: float) -> str:
    """Return an amount of the baseline and what the scenario adds to it."""
    if abs(end - start) < _DUST:
        return usd_bn(end)
    sign = "+" if end > start else MINUS
    return f"{usd_bn(start)} {sign} {wording.number(abs(end - start))} = {usd_bn(end)}"


def _net_debt(outcome: Outcome) -> str:
    return _since(float(outcome.book.baseline_sheet.net_debt), float(outcome.sheet.net_debt))


def _cost(outcome: Outcome) -> str:
    cost = outcome.book.baseline.inputs(outcome.book.ledger.focus).cost
    if cost is None or outcome.focus_cost is None:
        return wording.NONE
    return _since(outcome.book.baseline.usd_bn(cost), outcome.focus_cost)


def _paid_by(outcome: Outcome) -> str:
    """Return by when that was paid: later payments are in the deals, not in this balance sheet."""
    book = outcome.book
    told = "" if _interest(outcome) == 1 else "for the whole holding, "
    new = any(outcome.values[lever.name] for lever in book.levers.of("new investment"))
    return f"{told}by {in_words(book.baseline.as_of)}{' and in this scenario' if new else ''}"


def _stake(outcome: Outcome) -> str:
    """Return the stake of the baseline through the round: ``stake x pre / P + I / P``."""
    book = outcome.book
    before = book.baseline_sheet.holding(book.ledger.focus).stake
    bought, others, pre = (
        sum(outcome.values[lever.name] for lever in book.levers.of(role))
        for role in ("new investment", "round others", "round pre-money")
    )
    told = percent(outcome.focus_stake)
    if before is None or not (bought or others):
        return told
    post = wording.number(pre + bought + others)
    own = f" + {wording.number(bought)} / {post}" if bought else ""
    return f"{percent(float(before))} x {wording.number(pre)} / {post}{own} = {told}"


def _grossed(outcome: Outcome) -> str:
    sheet = outcome.sheet
    added = (
        f"{wording.number(float(sheet.asset_backed_finance))} + "
        f"{wording.number(float(sheet.committed))}"
    )
    return (
        f"({wording.number(float(sheet.net_debt))} + {added}) / "
        f"({wording.number(float(sheet.equity_value))} + {added}) "
        f"= {percent(outcome.ratio('grossed'))}"
    )


def _interest(outcome: Outcome) -> float:
    return float(outcome.sheet.holding(outcome.book.ledger.focus).economic_interest)


def _part(outcome: Outcome) -> str:
    """Return that the value is a part, and of what; new money is all the group's."""
    holding, interest = outcome.sheet.holding(outcome.book.ledger.focus), _interest(outcome)
    if interest == 1:
        return ""
    told = f"the group's part, {percent(interest, 0)} of "
    new = any(outcome.values[lever.name] for lever in outcome.book.levers.of("new investment"))
    stake = outcome.book.baseline_sheet.holding(outcome.book.ledger.focus).stake
    if not new:
        return told + usd_bn(float(holding.gross) / interest)
    if stake is None or holding.company_value is None:
        return ""
    return f"{told}{usd_bn(float(stake * holding.company_value))}, and new money"


def _focus_value(outcome: Outcome) -> str:
    """Return the stake of the baseline at the scenario's price, and what new money adds."""
    book, total = outcome.book, outcome.focus_value
    holding = outcome.sheet.holding(book.ledger.focus)
    stake = book.baseline_sheet.holding(book.ledger.focus).stake
    if stake is None or holding.company_value is None:
        return usd_bn(total)
    interest, price = _interest(outcome), float(holding.company_value)
    factors = [percent(float(stake)), usd_bn(price), *([percent(interest)] * (interest != 1))]
    terms = [(" x ".join(factors), float(stake) * price * interest)]
    if loans := float(holding.asset_backed_finance):
        terms.append((f"{MINUS} {wording.number(loans)} of loans", -loans))
    new = total - sum(amount for _, amount in terms)
    if abs(new) > _DUST:
        terms.append((f"+ {wording.number(new)} of new money", new))
    return f"{' '.join(words for words, _ in terms)} = {usd_bn(total)}"


def _share(outcome: Outcome, basis: str, total: float) -> str:
    holding = outcome.sheet.holding(outcome.book.ledger.focus)
    part = float(holding.gross if basis == "gross" else holding.equity_value)
    return f"{usd_bn(part)} / {usd_bn(total)} = {percent(outcome.share(basis))}"


_DUST = 1e-6
_FOCUS = (
    "focus.stake",
    "focus.company_value",
    "focus.economic_interest",
    "focus.gross",
    "focus.asset_backed_finance",
    "local_per_usd",
)
_TOTAL = ("equity_value", "nav", "ltv", "local_per_usd")

MEASURES: dict[str, Measure] = {
    "equity_value": Measure(
        label="Equity value of holdings",
        definition="Value of everything the group holds, less the loans secured on it that "
        "lenders cannot collect elsewhere.",
        formula="E = sum of V_i, where V_i = G_i - a_i, and never below zero",
        value=lambda o: usd_bn(float(o.sheet.equity_value)),
        computed=_sum,
        inputs=_TOTAL,
    ),
    "net_debt": Measure(
        label="Adjusted net debt",
        definition="Net interest-bearing debt of the group without that of subsidiaries that "
        "finance themselves, and without asset-backed finance.",
        formula="D, plus new investment, less money raised",
        value=lambda o: usd_bn(float(o.sheet.net_debt)),
        computed=_net_debt,
        inputs=("net_debt", "net_debt_local_share", "local_per_usd"),
    ),
    "nav": Measure(
        label="Net asset value (NAV)",
        definition="What is left of the holdings after the debt.",
        formula="NAV = E - D",
        value=lambda o: usd_bn(float(o.sheet.nav)),
        computed=lambda o: (
            f"{usd_bn(float(o.sheet.equity_value))} {MINUS} {usd_bn(float(o.sheet.net_debt))} "
            f"= {usd_bn(float(o.sheet.nav))}"
        ),
        inputs=(*_TOTAL, "net_debt"),
    ),
    "ltv": Measure(
        label="Disclosed LTV",
        definition="Loan to value as the group discloses it: adjusted net debt over the equity "
        "value of holdings. Higher is riskier. Loans secured on shares without recourse are on "
        "neither side.",
        formula="LTV = D / E",
        value=lambda o: percent(o.ratio("disclosed")),
        computed=lambda o: (
            f"{usd_bn(float(o.sheet.net_debt))} / {usd_bn(float(o.sheet.equity_value))} "
            f"= {percent(o.ratio('disclosed'))}"
        ),
        inputs=("net_debt", *_TOTAL),
        ratio="disclosed",
    ),
    "ltv_grossed": Measure(
        label="Grossed LTV",
        definition="Loan to value as lenders and agencies see it: loans secured on shares (A) and "
        "purchases signed but not paid (C) are added back on both sides.",
        formula="LTV_g = (D + A + C) / (E + A + C)",
        value=lambda o: percent(o.ratio("grossed")),
        computed=_grossed,
        inputs=("net_debt", *_TOTAL, "loans", "committed"),
        ratio="grossed",
    ),
    "focus_share_equity": Measure(
        label="{focus} share of equity value",
        definition="Equity value of the holding over the equity value of all holdings.",
        formula="V_focus / E",
        value=lambda o: percent(o.share("equity")),
        computed=lambda o: _share(o, "equity", float(o.sheet.equity_value)),
        inputs=(*_FOCUS, *_TOTAL),
    ),
    "focus_share_gross": Measure(
        label="{focus} share of gross value",
        definition="Value of the holding over all holdings before any loan secured on them.",
        formula="G_focus / sum of G_i",
        value=lambda o: percent(o.share("gross")),
        computed=lambda o: _share(o, "gross", float(o.sheet.gross_value)),
        inputs=(*_FOCUS, *_TOTAL, "loans"),
    ),
    "focus_share_nav": Measure(
        label="{focus} share of NAV",
        definition="Equity value of the holding over what is left after the debt. Shares of NAV "
        "add to more than one, because debt is nobody's holding.",
        formula="V_focus / (E - D)",
        value=lambda o: percent(o.share("nav")),
        computed=lambda o: _share(o, "nav", float(o.sheet.nav)),
        inputs=(*_FOCUS, *_TOTAL, "net_debt"),
    ),
    "focus_stake": Measure(
        label="Stake in {focus}",
        definition="Fraction of the company that is reported as held, diluted by a new round and "
        "raised by what is bought in it.",
        formula="stake x pre / P + I / P, with P = pre + round",
        value=lambda o: percent(o.focus_stake),
        computed=_stake,
        inputs=("focus.stake",),
    ),
    "focus_cost": Measure(
        label="Paid for {focus}",
        definition="All that the group has paid for the holding, with the scenario's new money.",
        formula="cost at the baseline + new investment",
        value=lambda o: wording.NONE if o.focus_cost is None else usd_bn(o.focus_cost),
        computed=_cost,
        inputs=("focus.cost",),
        under=_paid_by,
    ),
    "focus_value": Measure(
        label="Value of the holding",
        definition="The group's part of what the stake is worth. A co-investor owns part of the "
        "fund that holds the stake; the stake itself is reported whole.",
        formula="stake x company value x economic interest, plus new money",
        value=lambda o: usd_bn(o.focus_value),
        computed=_focus_value,
        inputs=_FOCUS,
        under=_part,
    ),
    "holdings": Measure(
        label="Value of each holding",
        definition="Gross value is the group's part of a company before any loan secured on it; "
        "equity value is what is left after the loan, and never below zero. The remainder closes "
        "the split to the disclosed total.",
        formula="G_i = stake x company value x economic interest; V_i = G_i - a_i; "
        "remainder = E - sum of the others",
        value=lambda o: usd_bn(float(o.sheet.equity_value)),
        computed=_sum,
        inputs=(*_TOTAL, "holdings", "loans"),
    ),
    "concentration": Measure(
        label="Concentration of equity value",
        definition="HHI, the Herfindahl-Hirschman index, is the sum of squared shares; 1 is a "
        "single holding. Effective holdings is how many equal holdings would be as concentrated.",
        formula="HHI = sum of (V_i / E) squared; effective holdings = 1 / HHI; largest three = "
        "sum of the three largest shares",
        value=lambda o: wording.number(_hhi(o), 3),
        computed=lambda o: f"1 / {wording.number(_hhi(o), 3)} = {wording.number(1 / _hhi(o))}",
        inputs=(*_TOTAL, "holdings", "loans"),
    ),
    "headroom": Measure(
        label="Distance to each line",
        definition="How much value must be lost to reach the line (in money, as a uniform fall of "
        "all gross values, as a value of {focus}), what must be raised to come back, and the "
        "largest investment paid by debt that stays within it. For the grossed LTV, D and E "
        "include loans on shares and unpaid purchases. New money falls with {focus} below its cost "
        "and does not rise above it: X* follows that, as the model does, where the formula would not. "
        "Without R: not even the sale of all that is held comes back.",
        formula="loss = E - D / L; fall f solves sum of max(G_i (1 - f) - a_i, 0) = E - loss; "
        "value X* = X + (D / L - E) / (s e); raise R = (D - L E) / (1 - L); "
        "invest I = (L E - D) / (1 - L)",
        value=lambda o: f"{wording.verdict(o.answer(o.book.lines[0]))} ({o.book.lines[0].label})",
        computed=lambda o: "; ".join(_loss(o, line.name) for line in o.book.lines),
        inputs=("net_debt", *_TOTAL, "loans", "committed", "focus.stake"),
    ),
}


def _hhi(outcome: Outcome) -> float:
    return concentration(outcome.sheet)["equity"]["hhi"]


def _loss(outcome: Outcome, name: str) -> str:
    line = next(line for line in outcome.book.lines if line.name == name)
    debt, value = debt_and_value(outcome.sheet, line.ratio)
    lost = outcome.answer(line).loss_usd_bn
    return (
        f"{line.label}: {wording.number(float(value))} {MINUS} {wording.number(float(debt))} / "
        f"{percent(line.limit, 0)} = {wording.number(lost)}"
    )
