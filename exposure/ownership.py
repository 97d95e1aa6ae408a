"""Who owns the focus company, and what a financing round does to the group's stake.

Comes in: a `Book`, or the `Outcome` of a scenario. Goes out: stakes as fractions,
money in USD billion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exposure import wording
from exposure.dates import in_words
from exposure.deals import middle
from exposure.explain import place
from exposure.listing import told
from exposure.transactions import stake_after_round

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exposure.balance import Number
    from exposure.book import Book
    from exposure.entries import Amount
    from exposure.model import Outcome

_EXACT = 1e-9
_WHOLE = 100


def owners(book: Book) -> list[dict[str, Any]]:
    """Return who owns the focus company, as far as the sources say, the latest first.

    Of each: ``owner``, ``stake`` (fraction), ``told``, ``as_of`` (in words), ``status``, ``where``,
    ``figure``, ``group`` and ``current``: the latest that is told of this owner and not
    replaced.
    """
    ledger = book.ledger
    rows: list[dict[str, Any]] = []
    for quantity in ledger.quantities:
        used = ledger.used(quantity.id)
        mine = (quantity.target, quantity.measure) == (ledger.focus, "stake")
        if not mine or used is None or quantity.holder is None:
            continue
        rows.append(
            {
                "holder": quantity.holder,
                "owner": ledger.companies[quantity.holder].name,
                "stake": fraction(used.right),
                "told": told(used),
                "as_of": in_words(used.as_of),
                "day": middle(used.as_of),
                "status": used.status,
                "where": place(book, used),
                "figure": used.id,
                "group": quantity.holder == ledger.group,
            }
        )
    rows.sort(key=lambda row: (row["day"], row["stake"] or 0.0), reverse=True)
    seen: set[str] = set()
    for row in rows:
        row["current"] = row["status"] in ("completed", "estimate") and row["holder"] not in seen
        seen |= {row["holder"]} if row["current"] else set()
    return rows


def covered(book: Book) -> str:
    """Return whether owners that add up to the whole company name the group, in one sentence."""
    current = [row for row in owners(book) if row["current"]]
    for as_of in dict.fromkeys(row["as_of"] for row in current):
        part = [row for row in current if row["as_of"] == as_of]
        whole = abs(sum(row["stake"] or 0.0 for row in part) - 1.0) < _EXACT
        if whole and not any(row["group"] for row in part):
            told_ = wording.joined([row["told"] for row in part])
            return (
                f"The stakes of {as_of} ({told_}) add up to 100{wording.GAP}% and "
                f"{book.group_name} is not named among them: its own stake is inside one of these "
                "rows, so it must not be added to them."
            )
    return ""


def notes(book: Book) -> str:
    """Return what the sources add about the owners named last, one sentence each."""
    figures = [
        (row["owner"], book.ledger.figure(row["figure"]).note)
        for row in owners(book)
        if row["current"]
    ]
    return " ".join(f"{owner}: {note}" for owner, note in figures if note)


def dilution(outcome: Outcome, sizes: Number, bought: float = 0.0) -> Number:
    """Return the group's stake after rounds of given sizes, from the baseline's stake.

    The value before the round is the scenario's; ``bought`` is what the group pays
    in the round. ``nan`` where the round is smaller than that.
    """
    raised = np.asarray(sizes, dtype=float)
    possible = np.where(raised >= bought, raised, np.nan)
    paid = np.minimum(bought, possible)
    return stake_after_round(_stake(outcome), pre_money(outcome), possible, paid)


def dilution_table(outcome: Outcome, sizes: Iterable[float]) -> list[dict[str, float | None]]:
    """Return for each size of a round what it does to the group's stake.

    Of each: ``size_usd_bn``, ``post_money_usd_bn``, ``alone`` (the stake if the
    group buys nothing), ``lost`` (the difference), ``follows`` (the stake with the
    scenario's new investment; None where the round is smaller) and
    ``to_keep_usd_bn``: what the group must buy to keep its stake.
    """
    stake, invested = _stake(outcome), invests(outcome)
    rows: list[dict[str, float | None]] = []
    for size in sizes:
        follows = float(np.asarray(dilution(outcome, size, invested)))
        alone = float(np.asarray(dilution(outcome, size)))
        rows.append(
            {
                "size_usd_bn": size,
                "post_money_usd_bn": pre_money(outcome) + size,
                "alone": alone,
                "lost": alone - stake,
                "follows": None if np.isnan(follows) else follows,
                "to_keep_usd_bn": stake * size,
            }
        )
    return rows


def dilution_sentence(outcome: Outcome, size: float) -> str:
    """Return in one sentence what a round of a size does to the group's stake."""
    alone = float(np.asarray(dilution(outcome, size)))
    to_keep = _stake(outcome) * size
    return (
        f"A round of {wording.usd_bn(size)} at {wording.usd_bn(pre_money(outcome))} pre-money takes "
        f"{wording.percent(_stake(outcome))} to {wording.percent(alone)} if "
        f"{outcome.book.group_name} buys nothing; buying {wording.usd_bn(to_keep)} of "
        "it keeps the stake."
    )


def interest_note(book: Book) -> str:
    """Return what part of the holding is the group's own, where somebody else has a share."""
    interest = book.baseline.inputs(book.ledger.focus).economic_interest
    if interest is None or interest.value >= _WHOLE:
        return "Cost and value are those of the whole holding, and the holding is all the group's."
    part = wording.percent(interest.value / 100, 0)
    return (
        f"Cost and value here are those of the whole holding. {part} of the fund that holds it "
        f"belongs to {book.group_name}; the value in the card above counts that part alone."
    )


def stake_before(outcome: Outcome) -> float | None:
    """Return the group's stake at the baseline; None where the holding is valued without one."""
    known = outcome.book.baseline.inputs(outcome.book.ledger.focus).stake
    return None if known is None else known.value / 100


def pre_money(outcome: Outcome) -> float:
    """Return the value of the focus company before the scenario's round, USD bn."""
    return _lever(outcome, "round pre-money")


def invests(outcome: Outcome) -> float:
    """Return what the group pays in the scenario's round, USD bn."""
    return _lever(outcome, "new investment")


def round_size(outcome: Outcome) -> float:
    """Return the size of the scenario's round, USD bn: the group's money and that of others."""
    return invests(outcome) + _lever(outcome, "round others")


def fraction(amount: Amount) -> float | None:
    """Return a stake as a fraction; None for a range."""
    return None if amount.value_si is None else float(amount.value_si)


def _stake(outcome: Outcome) -> float:
    stake = stake_before(outcome)
    return np.nan if stake is None else stake


def _lever(outcome: Outcome, role: str) -> float:
    levers = outcome.book.levers
    chosen = levers.complete(outcome.values)
    return sum(chosen[lever.name] for lever in levers.table if lever.role == role)
