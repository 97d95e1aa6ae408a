"""The group's deals -> what was raised and spent, by year, and what paid for what.

Comes in: a `Book`. Goes out: rows in USD billion, and sums that name every
figure behind them. A commitment is never added to the instalments that pay it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure import deals, listing, wording
from exposure.deals import COUNTED, instalments, middle, paid
from exposure.explain import Explanation, evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exposure.book import Book
    from exposure.ledger import Deal, Ledger

RAISED = ("sale", "loan", "margin loan")
"""Kinds of deal that bring money."""

SPENT = ("equity", "acquisition", "commitment")
"""Kinds of deal that cost money."""


def counted(ledger: Ledger) -> tuple[Deal, ...]:
    """Return the group's deals that totals add up.

    Completed and announced ones, except a commitment whose instalments are
    there, a deal that another has replaced, and one without a date.
    """
    replaced = {deal.supersedes for deal in ledger.deals}
    return tuple(
        deal
        for deal in ledger.deals
        if deal.investor == ledger.group
        and deal.status in COUNTED
        and deal.kind in {*RAISED, *SPENT}
        and deal.id not in replaced
        and not deal.undated
        and not instalments(ledger, deal)
    )


def by_year(book: Book) -> list[dict[str, Any]]:
    """Return what was raised and spent, one record a year, side, kind and state.

    Of each: ``year``, ``side`` (raised, spent), ``kind`` (words for a page; shares of
    the focus company are a kind of their own), ``focus`` (whether it is that one),
    ``done`` and ``amount_usd_bn``. Sorted by year, side and the order of `RAISED` and
    `SPENT`.
    """
    order = [*RAISED, *SPENT]
    focus = book.ledger.focus
    sums: dict[tuple[str, str, int, bool, bool], float] = {}
    for deal in counted(book.ledger):
        amount = paid(book, deal)
        if amount is None:
            continue
        side = "raised" if deal.kind in RAISED else "spent"
        other = (deal.kind, deal.target) != ("equity", focus)
        key = (deal.date[:4], side, order.index(deal.kind), other, deal.status != "completed")
        sums[key] = sums.get(key, 0.0) + amount
    return [
        {
            "year": year,
            "side": side,
            "kind": _words(order[place]) if other else f"{book.focus_name} shares",
            "focus": not other,
            "done": not open_,
            "amount_usd_bn": amount,
        }
        for (year, side, place, other, open_), amount in sorted(sums.items())
    ]


def yearly(book: Book) -> list[dict[str, Any]]:
    """Return `by_year` as a page prints it, one entry a year in each row, USD billion.

    ``what`` names the row: each kind, the sum of each side after its kinds, and at
    the end the part of both that is announced and not completed.
    """
    found = by_year(book)
    years = sorted({part["year"] for part in found})

    def row(what: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
        return {"what": what} | {
            year: sum(part["amount_usd_bn"] for part in parts if part["year"] == year)
            for year in years
        }

    rows = []
    for side in ("raised", "spent"):
        mine = [part for part in found if part["side"] == side]
        kinds = dict.fromkeys(part["kind"] for part in mine)
        rows += [row(kind, [part for part in mine if part["kind"] == kind]) for kind in kinds]
        rows.append(row(f"All that was {side}", mine))
    return [*rows, row("Of both, announced only", [part for part in found if not part["done"]])]


def payments(book: Book) -> list[dict[str, str]]:
    """Return what paid for what: one row for each deal and each source of its money.

    Of each: ``use`` and ``source``, each with its date or amount, ``amount`` (of the
    source) and ``drawn`` (of a loan, the latest that is known).
    """
    ledger = book.ledger
    return [
        {
            "use": f"{use.title}, {deals.told(ledger, use.amount)}".removesuffix(", "),
            "source": source.title,
            "amount": deals.told(ledger, source.amount),
            "drawn": _drawn(ledger, source),
        }
        for use in sorted(ledger.deals, key=lambda deal: middle(deal.date))
        for source in (ledger.deal(key) for key in use.paid_by)
        if use.investor == ledger.group
    ]


def total(
    book: Book, name: str, label: str, definition: str, chosen: Iterable[Deal]
) -> Explanation:
    """Return the sum of deals with the figure behind each; those without an amount add nothing."""
    summed = [(deal, amount) for deal in chosen if (amount := paid(book, deal)) is not None]
    value = wording.usd_bn(sum(amount for _, amount in summed))
    terms = " + ".join(wording.number(amount, 2).rstrip("0").rstrip(".") for _, amount in summed)
    told = disputed(book, (deal for deal, _ in summed))
    return Explanation(
        name=f"total-{name}",
        label=label,
        value=value,
        definition=f"{definition} {told}" if told else definition,
        formula="sum of the amounts below, in USD bn",
        computed=f"{terms or '0'} = {value}",
        inputs=tuple(
            evidence(book, used.id, f"{deal.title}, {deal.date}")
            for deal, _ in summed
            if deal.amount and (used := book.ledger.used(deal.amount))
        ),
    )


def disputed(book: Book, chosen: Iterable[Deal]) -> str:
    """Return which deals have an amount that the sources do not agree on; nothing where they do."""
    ledger = book.ledger
    told = [
        f"{deal.title}, {deals.told(ledger, deal.amount)}"
        for deal in chosen
        if deal.amount and ledger.disputed(deal.amount)
    ]
    return f"The sources do not agree on {'; '.join(told)}." if told else ""


def promised(ledger: Ledger) -> list[Deal]:
    """Return the purchases that are signed or announced and not reported as paid."""
    return [d for d in counted(ledger) if d.status != "completed" and d.kind in SPENT]


def totals(book: Book) -> dict[str, Explanation]:
    """Return the sums that answer the page: ``bought``, ``focus``, ``sold``, ``borrowed``, ``open``."""
    found = counted(book.ledger)
    group, focus = book.group_name, book.focus_name
    done = [deal for deal in found if deal.status == "completed"]
    spent = [deal for deal in done if deal.kind in SPENT]
    into = [deal for deal in spent if deal.target == book.ledger.focus]
    sold = [deal for deal in done if deal.kind == "sale"]
    lent = [deal for deal in done if deal.kind in ("loan", "margin loan")]
    return {
        "bought": total(
            book,
            "bought",
            "Spent on shares and companies",
            f"Completed purchases of {group}. A commitment is not added to the instalments that "
            "pay it, and a deal without a date is left out.",
            spent,
        ),
        "focus": total(
            book, "focus", f"Of it, in {focus}", f"Completed purchases of {focus} shares.", into
        ),
        "sold": total(
            book, "sold", "Raised by sales", f"Completed sales of {group}'s holdings.", sold
        ),
        "borrowed": total(
            book,
            "borrowed",
            "Loans and bonds arranged",
            "Completed loans, margin loans and bonds at their full size, also where less was "
            "drawn. A loan that repays another counts again, so this is not new debt.",
            lent,
        ),
        "open": total(
            book,
            "open",
            "Announced, not completed",
            "Purchases and instalments that are signed or announced and not reported as paid.",
            promised(book.ledger),
        ),
    }


def summary(book: Book) -> str:
    """Return the answer of the deals page in one sentence."""
    sums = totals(book)
    years = [deal.date[:4] for deal in counted(book.ledger)]
    since = f"Since {min(years)} " if years else ""
    apart = disputed(book, promised(book.ledger))
    return (
        f"{since}{book.group_name} has spent {sums['bought'].value} on shares and companies, "
        f"{sums['focus'].value} of it on {book.focus_name}; it raised {sums['sold'].value} by sales "
        f"and arranged loans and bonds of {sums['borrowed'].value}. Another {sums['open'].value} is "
        f"promised or announced, and not reported as paid.{f' {apart}' if apart else ''}"
    )


def _words(kind: str) -> str:
    return "Other shares" if kind == "equity" else deals.KINDS[kind]


def _drawn(ledger: Ledger, deal: Deal) -> str:
    """Return what is drawn on a loan by the latest figure that the deal cites."""
    figures = [
        figure
        for figure in (ledger.figure(cited) for cited in deal.cited)
        if ledger.quantity(figure.quantity).measure == "loan drawn"
    ]
    latest = max(figures, key=lambda figure: middle(figure.as_of), default=None)
    return listing.told(latest) if latest else ""
