"""The balance sheet that scenarios start from, and where each input comes from.

Comes in: the records of ``data/balance_sheet.yaml``, in the units of their
sources. Goes out: a `BalanceSheet` in USD billion whose equity value is the
disclosed one to the last digit, because one holding is the remainder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from exposure import records
from exposure.balance import BalanceError, BalanceSheet, Holding, Number
from exposure.records import DateText, Id, Record, Text

Basis = Literal["disclosed", "reported", "derived", "assumed"]


class Input(Record):
    """One number of the baseline: a value, and why it may be believed.

    ``basis`` says how it is known. Disclosed and reported numbers name one
    figure in ``sources`` and equal it; derived ones show their computation;
    assumed ones give a reason.
    """

    value: records.Number
    unit: Literal["USD bn", "percent", "local trn", "local per USD"]
    basis: Basis
    as_of: DateText
    sources: tuple[Id, ...] = ()
    computation: Text | None = None
    reason: Text | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what the basis asks for and the input does not say."""
        if self.basis != "assumed" and not self.sources:
            yield "basis", f"a {self.basis} number names its figures; add 'sources: [...]'"
        if self.basis == "derived" and not self.computation:
            yield "basis", "a derived number shows how; add 'computation: ...'"
        if self.basis == "assumed" and not self.reason:
            yield "basis", "an assumption says why; add 'reason: ...'"


class HoldingInputs(Record):
    """What is known of one holding.

    Either ``stake`` and ``company_value`` (and then ``gross`` is their product
    times the economic interest), or ``gross``, or nothing: the remainder.
    """

    company: Id
    listed: bool = False
    local_share: Annotated[records.Number, Field(ge=0, le=1)] = 0.0
    stake: Input | None = None
    company_value: Input | None = None
    economic_interest: Input | None = None
    gross: Input | None = None
    asset_backed_finance: Input | None = None
    cost: Input | None = None
    remainder: bool = False

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield it when the holding is valued in no way, or in two."""
        pair = self.stake is not None and self.company_value is not None
        if pair + (self.gross is not None) + self.remainder != 1:
            yield (
                "company",
                f"{self.company} is valued in no way or in two; give stake and company_value, "
                "or gross, or 'remainder: true'",
            )


class Commitment(Record):
    """A purchase that is signed and not yet paid."""

    deal: Id
    amount: Input


class Baseline(Record):
    """The inputs of ``data/balance_sheet.yaml``."""

    as_of: DateText
    local_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    local_per_usd: Input
    nav: Input
    ltv: Input
    equity_value: Input
    net_debt: Input
    net_debt_local_share: Input
    cash: Input
    committed: tuple[Commitment, ...] = ()
    holdings: tuple[HoldingInputs, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what the holdings do wrong together."""
        if sum(h.remainder for h in self.holdings) != 1:
            yield "holdings", "exactly one holding is the remainder that closes the split"
        names = [h.company for h in self.holdings]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield "holdings", f"{name} is held more than once; give it one entry"

    def usd_bn(self, amount: Input) -> float:
        """Return an input in USD billion, at the baseline's exchange rate."""
        if amount.unit == "local trn":
            return amount.value * 1000.0 / self.local_per_usd.value
        if amount.unit == "USD bn":
            return amount.value
        raise BalanceError(amount.unit, "is not an amount of money")

    def inputs(self, company: str) -> HoldingInputs:
        """Return the inputs of one holding."""
        return next(h for h in self.holdings if h.company == company)

    def sheet(
        self,
        interests: Mapping[str, Number] | None = None,
        loans: Mapping[str, Number] | None = None,
    ) -> BalanceSheet:
        """Return the baseline in USD billion.

        Parameters
        ----------
        interests, loans
            Economic interest (fractions) and asset-backed finance (USD bn) by
            company, in place of the assumed ones. They change how the disclosed
            total is split, not the total: the remainder takes the difference.

        Raises
        ------
        BalanceError
            If the parts exceed the disclosed total; arrays hold ``nan`` there.
        """
        interests, loans = interests or {}, loans or {}
        known = tuple(
            self._holding(h, interests.get(h.company), loans.get(h.company))
            for h in self.holdings
            if not h.remainder
        )
        rest = self.usd_bn(self.equity_value)
        closing: Number = rest - sum(h.equity_value for h in known)
        if np.ndim(closing):
            closing = np.where(closing < 0, np.nan, closing)
        elif closing < 0:
            raise BalanceError(
                "remainder", f"the parts exceed the disclosed total by {-float(closing):.6g} USD bn"
            )
        ordered = {h.company: h for h in known}
        return BalanceSheet(
            holdings=tuple(
                ordered.get(h.company)
                or Holding(h.company, closing, listed=h.listed, local_share=h.local_share)
                for h in self.holdings
            ),
            net_debt=self.usd_bn(self.net_debt),
            committed=sum(self.usd_bn(c.amount) for c in self.committed),
        )

    def _holding(self, h: HoldingInputs, interest: Number | None, loan: Number | None) -> Holding:
        if loan is None:
            pledged = h.asset_backed_finance
            loan = 0.0 if pledged is None else self.usd_bn(pledged)
        base = Holding(
            h.company, 0.0, loan, listed=h.listed, local_share=h.local_share
        )
        if h.gross is not None:
            return replace(base, gross=self.usd_bn(h.gross))
        assert h.stake is not None
        assert h.company_value is not None
        if interest is None:
            interest = 1.0 if h.economic_interest is None else h.economic_interest.value / 100
        stake, value = h.stake.value / 100, self.usd_bn(h.company_value)
        return replace(
            base,
            gross=stake * interest * value,
            stake=stake,
            economic_interest=interest,
            company_value=value,
        )
