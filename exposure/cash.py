"""The calendar of cash: what is known to fall due, and when cash runs out if nothing is sold.

Comes in: a `Book` and the rules for cash of ``data/risk.yaml``. Goes out: events
in order of their days, amounts in USD billion, positive when they bring cash.

It starts from the cash of the baseline. Of the group's deals after that day it
takes purchases that are paid or announced, loans as they are drawn and repaid,
and loans as they fall due; talks bring nothing. What has no day is listed beside
it and not counted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import isclose
from typing import TYPE_CHECKING, Any

from exposure.dates import in_words
from exposure.deals import middle, paid, usd_bn
from exposure.funding import RAISED, SPENT, counted
from exposure.wording import usd_bn as in_usd_bn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.book import Book
    from exposure.ledger import Deal, Figure, PublicFigure
    from exposure.stress.risk import CashRules

# Letters of a date that names its day.
_FULL = 10


@dataclass(frozen=True)
class Event:
    """One payment.

    Attributes
    ----------
    day, as_of
        Where it stands in the calendar, and how exactly that is known.
    what
        ``purchase``, ``loan``, ``repayment``, ``maturity`` or ``sale``.
    amount_usd_bn
        Below zero what is paid.
    done
        Whether it is reported as paid; announced otherwise.
    assumed
        Why it stands at this day, where no source says so.
    figures
        What it was read from.
    """

    day: str
    as_of: str
    deal: str
    title: str
    what: str
    amount_usd_bn: float
    done: bool
    cash_after_usd_bn: float = 0.0
    assumed: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An obligation without a day, or a source of cash that is not yet used."""

    deal: str
    title: str
    amount_usd_bn: float | None
    note: str


@dataclass(frozen=True)
class Calendar:
    """What is known of cash.

    Attributes
    ----------
    cash_usd_bn, as_of
        Where it starts, and the day.
    events
        In order of their days.
    undated
        Obligations that no source gives a day for; not counted.
    sources
        What could bring cash and is named in the ledger: loans in talks, and what
        is left of those arranged. Not counted.
    runs_out
        The first event after which cash is below zero; None when it lasts.
    short_usd_bn
        How far below zero it falls at the worst; zero when it lasts.
    """

    cash_usd_bn: float
    as_of: str
    events: tuple[Event, ...]
    undated: tuple[Item, ...]
    sources: tuple[Item, ...]
    runs_out: Event | None
    short_usd_bn: float
    sentence: str

    @property
    def to_repay_usd_bn(self) -> float:
        """What falls due of loans."""
        return -sum(event.amount_usd_bn for event in self.events if event.what == "maturity")

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self) | {"to_repay_usd_bn": self.to_repay_usd_bn}


def calendar(book: Book, rules: CashRules) -> Calendar:
    """Return what is known to be paid and to fall due, against cash.

    A loan enters as it is drawn: the figures of what is drawn on it, by date, are
    levels, and their differences are payments. One without such figures enters
    whole. At its maturity the last level is due.
    """
    cash = book.baseline.usd_bn(book.baseline.cash)
    found = sorted(
        (event for deal in book.ledger.deals for event in _events(book, rules, deal)),
        key=lambda event: (event.day, -event.amount_usd_bn),
    )
    events, after = [], cash
    for event in found:
        after += event.amount_usd_bn
        events.append(replace(event, cash_after_usd_bn=after))
    runs_out = next((event for event in events if event.cash_after_usd_bn < 0), None)
    short = max([0.0, *(-event.cash_after_usd_bn for event in events)])
    return Calendar(
        cash,
        book.baseline.as_of,
        tuple(events),
        tuple(_undated(book, rules)),
        tuple(_sources(book)),
        runs_out,
        short,
        _sentence(book, cash, events, runs_out, short),
    )


def spent_on_focus(book: Book, found: Calendar) -> float:
    """Return what the calendar pays for the focus company, in USD billion."""
    deals = book.ledger.deal_by_id
    return -sum(
        event.amount_usd_bn
        for event in found.events
        if event.what == "purchase" and deals[event.deal].target == book.ledger.focus
    )


def _events(book: Book, rules: CashRules, deal: Deal) -> Iterator[Event]:
    """Yield what a deal pays or brings after the day of the baseline."""
    start = middle(book.baseline.as_of)
    levels = _drawn(book, deal)
    if deal in counted(book.ledger):
        assumed = next((due for due in rules.due if due.deal == deal.id), None)
        when = deal.date if assumed is None else assumed.day
        amount = paid(book, deal)
        done = deal.status == "completed"
        used = (book.ledger.used(deal.amount),) if deal.amount else ()
        cited = tuple(figure.id for figure in used if figure is not None)
        if middle(when) <= start or amount is None:
            pass
        elif deal.kind in SPENT:
            why = "" if assumed is None else assumed.reason
            yield _event(deal, when, "purchase", -amount, done=done, assumed=why, figures=cited)
        elif not levels and deal.kind in RAISED:
            what = "sale" if deal.kind == "sale" else "loan"
            yield _event(deal, when, what, amount, done=done, figures=cited)
        before = 0.0
        for figure, level in levels:
            if middle(figure.as_of) > start and level != before:
                what = "loan" if level > before else "repayment"
                change = level - before
                yield _event(deal, figure.as_of, what, change, done=True, figures=(figure.id,))
            before = level
    yield from _maturity(book, deal, start, levels)


def _maturity(
    book: Book, deal: Deal, start: str, levels: list[tuple[Figure | PublicFigure, float]]
) -> Iterator[Event]:
    due = book.ledger.used(deal.maturity) if deal.maturity else None
    # What is announced and not known to have been drawn need not be repaid.
    came = deal.status == "completed" or levels or middle(deal.date) > start
    if due is None or not came or deal not in counted(book.ledger):
        return
    when = str(due.right.value)
    amount = levels[-1][1] if levels else paid(book, deal)
    if amount is None or middle(when) <= start:
        return
    yield _event(deal, when, "maturity", -amount, done=False, figures=(due.id,))


def _drawn(book: Book, deal: Deal) -> list[tuple[Figure | PublicFigure, float]]:
    """Return what is drawn on a loan, level by level in time."""
    cited = [book.ledger.figure(figure) for figure in deal.cited]
    found = [
        (figure, amount)
        for figure in cited
        if book.ledger.quantity(figure.quantity).measure == "loan drawn"
        and (amount := usd_bn(book, figure.right)) is not None
    ]
    return sorted(found, key=lambda pair: middle(pair[0].as_of))


def _undated(book: Book, rules: CashRules) -> Iterator[Item]:
    """Yield what is owed or promised at no known day."""
    start = middle(book.baseline.as_of)
    dated = {due.deal for due in rules.due}
    for deal in counted(book.ledger):
        if deal.kind in SPENT and deal.status != "completed" and middle(deal.date) <= start:
            if deal.id not in dated:
                yield Item(deal.id, deal.title, paid(book, deal), deal.note or "No day is given.")
        elif deal.kind in ("loan", "margin loan") and deal.maturity is None:
            note, amount = "When it falls due is not in the sources.", paid(book, deal)
            if levels := _drawn(book, deal):
                figure, amount = levels[-1]
                note = f"Drawn by {in_words(figure.as_of)}.{_taken(book, deal, amount)} {note}"
            yield Item(deal.id, deal.title, amount, note)


def _sources(book: Book) -> Iterator[Item]:
    """Yield what could bring cash: loans in talks, and what is left of those arranged."""
    replaced = {deal.supersedes for deal in book.ledger.deals}
    for deal in book.ledger.deals:
        if deal.investor != book.ledger.group or deal.kind not in RAISED or deal.id in replaced:
            continue
        amount = paid(book, deal)
        before = middle(deal.date) <= middle(book.baseline.as_of)
        if deal.status == "in talks":
            yield Item(deal.id, deal.title, amount, "In talks.")
        elif (levels := _drawn(book, deal)) and amount is not None:
            left = amount - max(level for _, level in levels)
            when = in_words(levels[-1][0].as_of)
            if left > 0:
                note = f"Arranged, and not drawn by {when}.{_taken(book, deal, amount - left)}"
                yield Item(deal.id, deal.title, left, note)
        elif deal.status == "announced" and before:
            yield Item(deal.id, deal.title, amount, "Announced.")


def _taken(book: Book, deal: Deal, drawn: float) -> str:
    """Return that the balance sheet takes more of a loan on shares as drawn, where it does."""
    amount = paid(book, deal)
    on = [h for h in book.baseline_sheet.holdings if h.company == deal.target]
    if (
        amount is None
        or drawn >= amount
        or not any(isclose(float(h.asset_backed_finance), amount) for h in on)
    ):
        return ""
    return f" The balance sheet of this model takes all of it, {in_usd_bn(amount)}, as drawn."


def _event(  # noqa: PLR0913  (the columns of the calendar)
    deal: Deal,
    as_of: str,
    what: str,
    amount: float,
    *,
    done: bool,
    assumed: str = "",
    figures: tuple[str, ...] = (),
) -> Event:
    day = middle(as_of)
    return Event(
        day, as_of, deal.id, deal.title, what, amount, done, assumed=assumed, figures=figures
    )


def _sentence(
    book: Book, cash: float, events: list[Event], runs_out: Event | None, short: float
) -> str:
    start = book.baseline.as_of
    word = "on" if len(start) == _FULL else "in"
    opening = f"{book.group_name} held {in_usd_bn(cash)} of cash {word} {in_words(start)}"
    if not events:
        return f"{opening}; nothing that falls due after it is in the sources."
    if runs_out is None:
        last = events[-1]
        return (
            f"{opening}; if nothing is sold, {in_usd_bn(last.cash_after_usd_bn)} is left after the last known "
            f"payment, in {in_words(last.as_of)}."
        )
    assumed = [event.title for event in events if event.assumed and event.day <= runs_out.day]
    rests = f" Days that are assumed: {'; '.join(assumed)}." if assumed else ""
    return (
        f"{opening}; if nothing is sold, it runs out in {in_words(runs_out.as_of)} "
        f"({runs_out.title}) and falls short by {in_usd_bn(short)}.{rests}"
    )
