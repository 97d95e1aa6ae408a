"""The policy of cash for the coming years of bond redemptions, as far as figures allow it.

Comes in: a `Book` and the rules for cash of ``data/risk.yaml``. Goes out: cash beside
what is known to fall due, in USD billion.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from exposure.cash import calendar
from exposure.deals import usd_bn

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.stress.risk import CashRules


@dataclass(frozen=True)
class Policy:
    """The policy of cash for the coming years of bond redemptions.

    ``redemptions_usd_bn`` is None where the sources do not give them: then ``missing``
    says so, and nothing is tested.
    """

    years: float
    cash_usd_bn: float
    redemptions_usd_bn: float | None
    loans_due_usd_bn: float
    missing: str

    @property
    def met(self) -> bool | None:
        """Whether cash covers the redemptions; None where they are not known."""
        known = self.redemptions_usd_bn
        return None if known is None else self.cash_usd_bn >= known

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self) | {"met": self.met}


def policy(book: Book, rules: CashRules) -> Policy | None:
    """Return how cash stands to the policy; None where there is no policy in the data."""
    if rules.policy is None:
        return None
    used = book.ledger.figure(rules.policy).right
    years = float(used.value_si or 0)
    bonds = [usd_bn(book, book.ledger.figure(figure).right) or 0.0 for figure in rules.redemptions]
    until = str(int(book.baseline.as_of[:4]) + int(years)) + book.baseline.as_of[4:]
    due = [
        event.amount_usd_bn
        for event in calendar(book, rules).events
        if event.what == "maturity" and event.day <= until
    ]
    return Policy(
        years,
        book.baseline.usd_bn(book.baseline.cash),
        sum(bonds) if bonds else None,
        -sum(due),
        rules.missing or "",
    )
