"""A number on a page -> its formula, its computation and the figures behind it.

Comes in: the `Outcome` of a scenario and the name of an answer. Goes out: an
`Explanation` whose inputs each name the article and paragraph, the public page
or the assumption they rest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exposure import wording
from exposure.ledger import Figure
from exposure.wording import MINUS, in_unit, percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exposure.baseline import Input
    from exposure.book import Book
    from exposure.ledger import Amount, PublicFigure
    from exposure.model import Outcome


@dataclass(frozen=True)
class Evidence:
    """One input of a number, and where it comes from.

    ``basis`` is how it is known: printed, disclosed, reported, derived, assumed,
    or lever for a value that the reader has set.
    """

    label: str
    value: str
    basis: str
    as_of: str
    where: str
    printed: str = ""
    note: str = ""
    url: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Explanation:
    """How one number is made."""

    name: str
    label: str
    value: str
    definition: str
    formula: str
    computed: str
    inputs: tuple[Evidence, ...]

    @property
    def assumed(self) -> int:
        """How many inputs are assumptions."""
        return sum(e.basis == "assumed" for e in self.inputs)


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


def explain(outcome: Outcome, name: str) -> Explanation:
    """Return how a number of `MEASURES` is made in a scenario.

    Raises
    ------
    KeyError
        If there is no measure of that name.
    """
    measure = MEASURES[name]
    return Explanation(
        name=name,
        label=measure.label.format(focus=outcome.book.focus_name, group=outcome.book.group_name),
        value=measure.value(outcome),
        definition=measure.definition,
        formula=measure.formula,
        computed=measure.computed(outcome),
        inputs=(*_inputs(outcome.book, measure.inputs), *_levers(outcome)),
    )


def evidence(book: Book, figure_id: str, label: str = "") -> Evidence:
    """Return a figure of the ledger as evidence."""
    figure = book.ledger.figure(figure_id)
    return Evidence(
        label=label or book.ledger.quantity(figure.quantity).label,
        value=amount(figure.right),
        basis="printed" if isinstance(figure, Figure) else "reported",
        as_of=figure.as_of,
        note=figure.note or "",
        **_origin(book, figure),
    )


def place(book: Book, figure: Figure | PublicFigure) -> str:
    """Return where a figure stands: article and paragraph, or the public page."""
    if not isinstance(figure, Figure):
        return figure.title
    card = book.ledger.sources[figure.source]
    article = card.text_file.partition("_")[0]
    return f"article {article} ({card.publisher}, {card.date}), paragraph {figure.paragraph}"


def amount(right: Amount) -> str:
    """Return an amount of the ledger as text with its unit.

    >>> from exposure.ledger import Amount
    >>> amount(Amount(value="2027-03", unit="date"))
    '2027-03'
    """
    ends = (right.low, right.high) if right.value is None else (right.value,)
    return " to ".join(e if isinstance(e, str) else in_unit(e or 0.0, right.unit) for e in ends)


def input_evidence(book: Book, label: str, item: Input) -> Iterator[Evidence]:
    """Yield an input of the baseline, then the figures it rests on."""
    sources = [book.ledger.figure(source) for source in item.sources]
    told = item.basis in {"disclosed", "reported"}
    ours = "computed from the figures below" if sources else "no source; see the reason"
    yield Evidence(
        label=label,
        value=in_unit(item.value, book.baseline.unit(item)),
        basis=item.basis,
        as_of=item.as_of,
        note=" ".join(filter(None, (item.computation and f"{item.computation}.", item.reason))),
        **(_origin(book, sources[0]) if told else {"where": ours}),
    )
    for source in () if told else sources:
        yield evidence(book, source.id)


def _origin(book: Book, figure: Figure | PublicFigure) -> dict[str, str]:
    """Return the parts of an `Evidence` that say where a figure comes from."""
    own = {"printed": figure.printed} if isinstance(figure, Figure) else {"url": figure.url}
    return {"where": place(book, figure), "figure": figure.id} | own


def _inputs(book: Book, names: tuple[str, ...]) -> Iterator[Evidence]:
    """Yield the evidence of inputs named by their place in the baseline."""
    seen: set[tuple[str, str]] = set()
    for name in names:
        for label, item in _named(book, name):
            for found in input_evidence(book, label, item):
                key = (found.label, found.figure)
                if key not in seen:
                    seen.add(key)
                    yield found


def _named(book: Book, name: str) -> Iterator[tuple[str, Input]]:
    base = book.baseline
    if name == "loans":
        for holding in base.holdings:
            if holding.asset_backed_finance is not None:
                label = f"Asset-backed finance on {book.name(holding.company)}"
                yield label, holding.asset_backed_finance
    elif name == "committed":
        for commitment in base.committed:
            yield f"Signed, unpaid: {book.ledger.deal(commitment.deal).title}", commitment.amount
    elif name.startswith("focus."):
        holding = base.inputs(book.ledger.focus)
        part = name.partition(".")[2]
        item = getattr(holding, part)
        if item is not None:
            yield f"{book.focus_name}: {part.replace('_', ' ')}", item
    else:
        yield (
            name.replace("_", " ").replace("local per usd", "exchange rate").capitalize(),
            getattr(base, name),
        )


def _levers(outcome: Outcome) -> Iterator[Evidence]:
    levers = outcome.book.levers
    for name, value in levers.changed(outcome.values).items():
        lever = levers[name]
        yield Evidence(
            label=lever.label,
            value=in_unit(value, lever.unit),
            basis="lever",
            as_of="",
            where=f"set by the reader; baseline {in_unit(levers.defaults[name], lever.unit)}",
            note=lever.help,
        )


def _sum(outcome: Outcome) -> str:
    parts = [
        f"{outcome.book.name(h.company)} {wording.number(float(h.equity_value))}"
        for h in outcome.sheet.holdings
    ]
    return f"{' + '.join(parts)} = {usd_bn(float(outcome.sheet.equity_value))}"


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


def _share(outcome: Outcome, basis: str, total: float) -> str:
    holding = outcome.sheet.holding(outcome.book.ledger.focus)
    part = float(holding.gross if basis == "gross" else holding.equity_value)
    return f"{usd_bn(part)} / {usd_bn(total)} = {percent(outcome.share(basis))}"


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
        computed=lambda o: usd_bn(float(o.sheet.net_debt)),
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
        computed=lambda o: percent(o.focus_stake),
        inputs=("focus.stake",),
    ),
    "focus_cost": Measure(
        label="Paid for {focus}",
        definition="All that the group has paid for the holding, with the scenario's new money.",
        formula="cost at the baseline + new investment",
        value=lambda o: wording.NONE if o.focus_cost is None else usd_bn(o.focus_cost),
        computed=lambda o: wording.NONE if o.focus_cost is None else usd_bn(o.focus_cost),
        inputs=("focus.cost",),
    ),
    "focus_value": Measure(
        label="Value of the holding in {focus}",
        definition="The group's part of what the stake is worth. A co-investor owns part of the "
        "fund that holds the stake; the stake itself is reported whole.",
        formula="stake x company value x economic interest, plus new money",
        value=lambda o: usd_bn(o.focus_value),
        computed=lambda o: usd_bn(o.focus_value),
        inputs=_FOCUS,
    ),
}
