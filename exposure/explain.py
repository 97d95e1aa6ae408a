"""A number on a page -> its formula, its computation and the figures behind it.

Comes in: the `Outcome` of a scenario and the name of an answer. Goes out: an
`Explanation` whose inputs each name the article and paragraph, the public page
or the assumption they rest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exposure.ledger import Figure
from exposure.measures import MEASURES
from exposure.wording import GAP, in_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        definition=measure.definition.replace("{focus}", outcome.book.focus_name),
        formula=measure.formula,
        computed=measure.computed(outcome),
        inputs=(*_inputs(outcome.book, measure.inputs), *_levers(outcome)),
    )


# Inputs of the baseline whose names are not their words with an underscore.
_CALLED = {
    "nav": "NAV",
    "ltv": "LTV",
    "local_per_usd": "Exchange rate",
    "net_debt_local_share": "Net debt in local currency",
    "asset_backed_finance": "asset-backed finance",
}


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
    told = [e if isinstance(e, str) else in_unit(e or 0.0, right.unit) for e in ends]
    return " to ".join([*(one.removesuffix(f"{GAP}times") for one in told[:-1]), told[-1]])


def input_evidence(book: Book, label: str, item: Input) -> Iterator[Evidence]:
    """Yield an input of the baseline, then the figures it rests on.

    An input of an earlier release may rest on figures that have left the ledger since.
    """
    known = book.ledger.figure_by_id
    sources = [known[source] for source in item.sources if source in known]
    gone = len(sources) < len(item.sources)
    told = item.basis in {"disclosed", "reported"} and not gone
    ours = "computed from the figures below" if sources else "no source; see the reason"
    if gone:
        ours = f"figures that have left the ledger since {book.release or 'then'}"
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
    """Yield the inputs that a name stands for, each with its label."""
    base = book.baseline
    if name == "loans":
        yield from _of_holdings(book, ("asset_backed_finance",))
    elif name == "holdings":
        yield from _of_holdings(book, ("stake", "company_value", "economic_interest", "gross"))
    elif name == "committed":
        for commitment in base.committed:
            deal = book.ledger.deal_by_id.get(commitment.deal)
            title = commitment.deal if deal is None else deal.title
            yield f"Signed, unpaid: {title}", commitment.amount
    elif name.startswith("focus."):
        yield from _of_holdings(book, (name.partition(".")[2],), book.ledger.focus)
    else:
        yield _CALLED.get(name, name.replace("_", " ").capitalize()), getattr(base, name)


def _of_holdings(
    book: Book, parts: tuple[str, ...], company: str | None = None
) -> Iterator[tuple[str, Input]]:
    for holding in book.baseline.holdings:
        if company in (None, holding.company):
            for part in parts:
                if (item := getattr(holding, part)) is not None:
                    called = _CALLED.get(part, part.replace("_", " "))
                    yield f"{book.name(holding.company)}: {called}", item


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
