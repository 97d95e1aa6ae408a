"""The group's holding in the focus company over time: stake, cost and value.

Comes in: a `Book`. Goes out: points in time, stakes as fractions and money in
USD billion, and rows of them. What the sources report stands beside what
follows from the payments alone: each round dilutes by ``pre / P`` and adds
``I / P``, see `exposure.transactions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from exposure import wording
from exposure.dates import in_words
from exposure.deals import COUNTED, commitment_of, instalments, middle, paid, usd_bn
from exposure.explain import Explanation, evidence, place
from exposure.listing import told
from exposure.ownership import fraction, invests, pre_money, round_size
from exposure.transactions import stake_after_round

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exposure.book import Book
    from exposure.entries import Amount
    from exposure.ledger import Deal, Figure, PublicFigure, Quantity
    from exposure.model import Outcome

# How far the parts of a round may miss its whole: the sources round each of them.
_ROUNDING = 0.01


@dataclass(frozen=True)
class Point:
    """One value at one day.

    ``kind`` is reported, derived, or talk: told as still to come. ``deal`` is the
    deal that it stands after, ``figure`` what it was read from.
    """

    day: str
    as_of: str
    value: float
    kind: Literal["reported", "derived", "talk"]
    label: str
    deal: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Round:
    """A financing round: value of the company before it, and what it raises, USD bn."""

    pre_money: float
    size: float

    @property
    def post_money(self) -> float:
        """Value of the company with the new money."""
        return self.pre_money + self.size


def stakes(book: Book) -> tuple[Point, ...]:
    """Return the stakes in the focus company that the sources report for the group.

    A stake that is announced stands at the day of the last deal that leads to it.
    """
    return _reported(book, "stake", fraction)


def costs(book: Book) -> tuple[Point, ...]:
    """Return all that the group has paid for its holding, as the sources total it."""
    return _reported(book, "cumulative investment", lambda amount: _dollars(book, amount))


def values(book: Book) -> tuple[Point, ...]:
    """Return what the group's holding in the focus company was worth, as reported."""
    return _reported(book, "holding value", lambda amount: _dollars(book, amount))


def purchases(book: Book) -> tuple[Deal, ...]:
    """Return the group's purchases of shares in the focus company, paid or announced, by date."""
    ledger = book.ledger
    found = [
        deal
        for deal in ledger.deals
        if (deal.investor, deal.target) == (ledger.group, ledger.focus)
        and deal.kind == "equity"
        and deal.status in COUNTED
        and paid(book, deal) is not None
    ]
    return tuple(sorted(found, key=lambda deal: middle(deal.date)))


def derived_costs(book: Book) -> tuple[Point, ...]:
    """Return the running sum of the group's purchases."""
    total = 0.0
    found = []
    for deal in purchases(book):
        total += paid(book, deal) or 0.0
        found.append(_derived(deal, total))
    return tuple(found)


def derived_stakes(book: Book, after: str = "", stake: float = 0.0) -> tuple[Point, ...]:
    """Return the stake after each purchase, from the payments and the valuations alone.

    The first closing of a round carries the dilution by the whole of it:
    ``stake x pre / P + I / P``. Later closings of the same round, and shares bought
    from other holders, add ``I / P`` and dilute nobody.

    Parameters
    ----------
    after
        Id of a purchase: begin behind it, with ``stake``. From the start when empty.
    """
    deals = purchases(book)
    start = next((i for i, deal in enumerate(deals, 1) if deal.id == after), 0)
    closed = {_round_key(book, deal) for deal in deals[:start]}
    found = []
    for deal in deals[start:]:
        key, priced = _round_key(book, deal), round_of(book, deal)
        amount = paid(book, deal) or 0.0
        if priced is not None and key not in closed:
            stake = float(stake_after_round(stake, priced.pre_money, priced.size, amount))
        elif (value := priced.post_money if priced else _valuation(book, deal)) is not None:
            stake += amount / value
        else:
            break  # a purchase at no known price: nothing follows from here on
        closed.add(key)
        found.append(_derived(deal, stake))
    return tuple(found)


def round_of(book: Book, deal: Deal) -> Round | None:
    """Return the financing round that a purchase is part of; None for shares bought from holders.

    The deal, or the commitment that it pays, cites values of the company and the
    size of a round. The value before the round is the one that with the size
    makes another of them.
    """
    ledger = book.ledger
    source = _round_deal(book, deal)
    figures = [ledger.figure(figure) for figure in source.cited]
    if source.valuation and (used := ledger.used(source.valuation)):
        figures.append(used)
    worth = _amounts(book, figures, "company value")
    sizes = _amounts(book, [f for f in figures if f.superseded_by is None], "round size")
    for size in sorted(sizes, reverse=True):
        for pre in sorted(worth):
            if any(abs(pre + size - post) <= _ROUNDING * post for post in worth if post > pre):
                return Round(pre, size)
    return None


def beside(book: Book) -> list[dict[str, Any]]:
    """Return every reported stake beside the ones that follow from the payments.

    Of each: ``after`` (the deal and its date), ``reported`` and ``told``,
    ``from_start`` (payments since the first), ``from_last`` (payments since the
    stake reported before; None for the first), ``source`` and ``kind``.
    """
    whole = {point.deal: point.value for point in derived_stakes(book)}
    rows = []
    before: Point | None = None
    for point in stakes(book):
        since = {}
        if before is not None:
            since = {p.deal: p.value for p in derived_stakes(book, before.deal, before.value)}
        figure = book.ledger.figure(point.figure)
        rows.append(
            {
                "after": f"{point.label}, {in_words(point.as_of)}",
                "reported": point.value,
                "told": told(figure),
                "from_start": whole.get(point.deal),
                "from_last": since.get(point.deal),
                "source": place(book, figure),
                "kind": point.kind,
            }
        )
        before = point
    return rows


def multiples(book: Book) -> list[dict[str, Any]]:
    """Return the reported value over the cost that was known at its day.

    Of each: ``as_of``, ``day``, ``value_usd_bn``, ``cost_usd_bn``, ``cost_as_of``,
    ``multiple``, and the figures ``value_figure`` and ``cost_figure``.
    """
    paid_by_day = [point for point in costs(book) if point.kind == "reported"]
    rows = []
    for value in (point for point in values(book) if point.kind == "reported"):
        known = [cost for cost in paid_by_day if cost.day <= value.day]
        if known:
            rows.append(
                {
                    "as_of": value.as_of,
                    "day": value.day,
                    "value_usd_bn": value.value,
                    "cost_usd_bn": known[-1].value,
                    "cost_as_of": known[-1].as_of,
                    "multiple": value.value / known[-1].value,
                    "value_figure": value.figure,
                    "cost_figure": known[-1].figure,
                }
            )
    return rows


def multiple(book: Book) -> Explanation | None:
    """Return the latest value over cost, and what it is made of; None where none is known."""
    found = multiples(book)
    if not found:
        return None
    last = found[-1]
    value, cost = wording.usd_bn(last["value_usd_bn"]), wording.usd_bn(last["cost_usd_bn"])
    told_multiple = times(last["multiple"])
    return Explanation(
        name="multiple",
        label=f"Value over cost, {in_words(last['as_of'])}",
        value=told_multiple,
        definition="The value of the whole holding as the group reported it, over all that had "
        "been paid for it by then. Above one is a gain.",
        formula="value / cost",
        computed=f"{value} / {cost} = {told_multiple}",
        inputs=(evidence(book, last["value_figure"]), evidence(book, last["cost_figure"])),
    )


def sentence(outcome: Outcome) -> str:
    """Return the answer of the page: what is held, what it cost, what it is worth."""
    book = outcome.book
    group, focus = book.group_name, book.focus_name
    size, invested = round_size(outcome), invests(outcome)
    stake = wording.percent(outcome.focus_stake)
    opening = f"On {in_words(book.baseline.as_of)} {group} held {stake} of {focus}"
    paid_for = "had paid"
    if size:
        paid_for = "has paid"
        part = f", {wording.usd_bn(invested)} of it from {group}," if invested else ""
        opening = (
            f"After a round of {wording.usd_bn(size)} at {wording.usd_bn(pre_money(outcome))} "
            f"pre-money{part} {'it' if invested else group} holds {stake} of {focus}"
        )
    if outcome.focus_cost is not None:
        opening += f", for which it {paid_for} {wording.usd_bn(outcome.focus_cost)}"
    found = multiples(book)
    if not found:
        return f"{opening}."
    last = found[-1]
    return (
        f"{opening}; on {in_words(last['as_of'])} the holding was valued at "
        f"{wording.usd_bn(last['value_usd_bn'])}, {times(last['multiple'])} what it had cost by then."
    )


def times(ratio: float) -> str:
    """Return a multiple as text.

    >>> times(1.5723) == f"1.6{wording.GAP}times"
    True
    """
    return f"{wording.number(ratio)}{wording.GAP}times"


def _reported(
    book: Book, measure: str, read: Callable[[Amount], float | None]
) -> tuple[Point, ...]:
    """Return the used figure of every quantity of a measure, of the group in the focus company."""
    found = []
    for quantity in _about_focus(book, measure):
        used = book.ledger.used(quantity.id)
        if quantity.holder != book.ledger.group or used is None:
            continue
        value = read(used.right)
        if value is None:
            continue
        deal = _leads_to(book, quantity, used)
        done = used.status in ("completed", "estimate")
        as_of = used.as_of if deal is None else deal.date
        found.append(
            Point(
                day=middle(as_of),
                as_of=as_of,
                value=value,
                kind="reported" if done else "talk",
                label=deal.title if deal else quantity.label,
                deal=deal.id if deal else "",
                figure=used.id,
            )
        )
    return tuple(sorted(found, key=lambda point: point.day))


def _about_focus(book: Book, measure: str) -> Iterator[Quantity]:
    for quantity in book.ledger.quantities:
        if quantity.target == book.ledger.focus and quantity.measure == measure:
            yield quantity


def _leads_to(book: Book, quantity: Quantity, used: Figure | PublicFigure) -> Deal | None:
    """Return the purchase after which a quantity holds: one that states it, or the last instalment."""
    mine = [deal for deal in purchases(book) if deal.stake_after == quantity.id]
    if mine:
        return mine[-1]
    if used.status in ("completed", "estimate"):
        return None  # dated by itself
    cites = book.ledger.deal_of(used.id)
    paying = instalments(book.ledger, cites) if cites else ()
    return max(paying, key=lambda deal: middle(deal.date), default=None)


def _round_deal(book: Book, deal: Deal) -> Deal:
    """Return the deal that says in which round a purchase was made: its commitment, or itself."""
    return commitment_of(book.ledger, deal) or deal


def _round_key(book: Book, deal: Deal) -> str:
    return _round_deal(book, deal).id


def _valuation(book: Book, deal: Deal) -> float | None:
    used = book.ledger.used(deal.valuation) if deal.valuation else None
    return None if used is None else usd_bn(book, used.right)


def _amounts(book: Book, figures: Iterable[Figure | PublicFigure], measure: str) -> set[float]:
    """Return the amounts of a measure among figures, USD bn; ranges say too little."""
    return {
        amount
        for figure in figures
        if book.ledger.quantity(figure.quantity).measure == measure
        and figure.right.value is not None
        and (amount := usd_bn(book, figure.right)) is not None
    }


def _derived(deal: Deal, value: float) -> Point:
    return Point(middle(deal.date), deal.date, value, "derived", deal.title, deal.id)


def _dollars(book: Book, amount: Amount) -> float | None:
    """Return USD bn of an amount that is told in dollars, so that no rate enters a history."""
    return usd_bn(book, amount) if amount.unit_si == "USD" else None
