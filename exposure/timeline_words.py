"""What the page Stress says of cash and of the story: rows of tables and sentences.

Comes in: answers of `exposure.cash`, `exposure.stress.repayment` and
`exposure.replay`. Goes out: text, `Explanation` and tables. Pure.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from exposure.dates import in_words
from exposure.explain import Explanation, evidence
from exposure.wording import NONE, in_unit, number, percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exposure.book import Book
    from exposure.cash import Calendar, Item
    from exposure.cash_policy import Policy
    from exposure.model import Outcome
    from exposure.replay import Known, Step
    from exposure.stress.repayment import Call, Way

_WHATS = {
    "purchase": "purchase",
    "loan": "money drawn",
    "repayment": "repaid",
    "maturity": "falls due",
    "sale": "sale",
}
_COUNTED = "A figure counts from the day that it is about, not from the day it was published."


def day(as_of: str) -> str:
    """Return a date in words, as exactly as it is known."""
    return in_words(as_of)


def events(found: Calendar) -> pd.DataFrame:
    """Return the calendar; columns ``when``, ``what``, ``state``, ``amount``, ``after``."""
    rows = [
        {
            "when": day(event.as_of),
            "what": f"{event.title} ({_WHATS.get(event.what, event.what)})",
            "state": ("paid" if event.done else "announced")
            + (", day assumed" if event.assumed else ""),
            "amount": event.amount_usd_bn,
            "after": event.cash_after_usd_bn,
        }
        for event in found.events
    ]
    return pd.DataFrame(rows)


def assumed_days(found: Calendar) -> list[str]:
    """Return why a payment stands at its day where no source says so."""
    return [f"{event.title}: {event.assumed}" for event in found.events if event.assumed]


def policy(rule: Policy) -> str:
    """Return how cash stands to the policy, as far as figures allow it."""
    opening = (
        f"The policy is cash for {number(rule.years, 0)} years of bond redemptions; cash is "
        f"{usd_bn(rule.cash_usd_bn)}, and {usd_bn(rule.loans_due_usd_bn)} of loans fall due in "
        "that time."
    )
    if rule.redemptions_usd_bn is None:
        return f"{opening} {rule.missing}".strip()
    verdict = "covers" if rule.met else "does not cover"
    return f"{opening} It {verdict} the bonds, {usd_bn(rule.redemptions_usd_bn)}."


def ways(found: Sequence[Way]) -> pd.DataFrame:
    """Return what can be sold to repay; None where it is not worth enough."""
    rows = [
        {
            "title": way.title,
            "worth": way.worth_usd_bn,
            "part": way.part,
            "ltv": way.ltv,
            "ltv_grossed": way.ltv_grossed,
        }
        for way in found
    ]
    return pd.DataFrame(rows, columns=["title", "worth", "part", "ltv", "ltv_grossed"])


def falls_short(found: Sequence[Way]) -> str:
    """Return what is not worth enough to raise the amount by itself; nothing if all are."""
    names = [way.title for way in found if way.part is None]
    return f"Not worth enough to raise it alone: {', '.join(names)}." if names else ""


def calls(book: Book, found: Sequence[Call]) -> pd.DataFrame:
    """Return when lenders call, a row for each pledged holding."""
    return pd.DataFrame(
        [
            {
                "name": book.name(call.company),
                "loan": call.loan_usd_bn,
                "gross": call.gross_usd_bn,
                "maintenance": call.maintenance,
                "fall": call.fall_to_call,
                "company": call.company_at_call_usd_bn,
                "price": call.share_price_at_call_usd,
            }
            for call in found
        ]
    )


def items(found: Sequence[Item]) -> pd.DataFrame:
    """Return obligations without a day, or sources of cash."""
    rows = [{"title": i.title, "note": i.note, "amount": i.amount_usd_bn} for i in found]
    return pd.DataFrame(rows)


def days(found: Sequence[Step]) -> dict[str, str]:
    """Return a key for each step and its day in words; those of one day are counted.

    No two days read the same: a slider tells its places apart by their words.
    """
    same = Counter(day(step.as_of) for step in found)
    told: Counter[str] = Counter()
    named = {}
    for step in found:
        words = day(step.as_of)
        told[words] += 1
        count = f" ({told[words]} of {same[words]})" if same[words] > 1 else ""
        named[f"{step.day} {step.name}"] = f"{words}{count}"
    return named


def steps(found: Sequence[Step]) -> pd.DataFrame:
    """Return every step with what was known then; ratios as fractions."""
    rows = [
        {
            "when": day(step.as_of),
            "what": step.title,
            "state": status(step),
            "amount": step.amount,
            "amount_usd_bn": step.amount_usd_bn,
            "stake": None if step.state.stake is None else step.state.stake.value,
            "ltv": None if step.state.ltv is None else step.state.ltv.value,
        }
        for step in found
    ]
    return pd.DataFrame(rows)


def status(step: Step) -> str:
    """Return what kind of step it is: a completed deal, one that is only told, or a publication."""
    if step.what == "article":
        return f"article, {step.status}"
    if step.what == "disclosure":
        return "disclosed by the group"
    if step.status == "suspended":  # not yet so on that day
        return "suspended since, not completed"
    return "completed deal" if step.done else f"{step.status}, not completed"


def known(found: Outcome, step: Step) -> str:
    """Return what was known at a step in a sentence."""
    state, name = step.state, found.book.focus_name

    def last(known: Known, words: str) -> str:
        return f"{words} ({day(known.as_of)})"

    ltv = (
        "no LTV was disclosed"
        if state.ltv is None
        else last(state.ltv, f"the last LTV disclosed was {percent(state.ltv.value)}")
    )
    stake = (
        f"no stake in {name} was reported"
        if state.stake is None
        else last(state.stake, f"the last stake in {name} reported {percent(state.stake.value)}")
    )
    paid = (
        f"purchases of {name} added up to {usd_bn(state.paid_usd_bn)}"
        if state.cost is None
        else last(state.cost, f"{usd_bn(state.cost.value)} was reported as paid for {name}")
    )
    return f"By {day(step.as_of)} {ltv}, {stake}, and {paid}."


def at_own_rate(found: Outcome) -> str:
    """Return that cash does not move with the exchange rate, where a scenario moves that."""
    for lever in found.book.levers.of("exchange rate"):
        own = found.book.levers.defaults[lever.name]
        if found.values[lever.name] != own:  # noqa: PD011  (of the levers)
            return (
                f"Cash and payments are at {in_unit(own, lever.unit)}, the rate of the balance sheet, "
                "and not at that of the scenario."
            )
    return ""


def cards(book: Book, step: Step) -> tuple[tuple[Explanation, ...], ...]:
    """Return what was known at a step in two rows: ratios and value, then what was paid."""
    state, name = step.state, book.focus_name
    return (
        (
            _card(book, "then-ltv", "Disclosed LTV", state.ltv, percent),
            _card(book, "then-stake", f"Stake in {name}", state.stake, percent),
            _card(book, "then-value", f"Value of the holding in {name}", state.value, usd_bn),
        ),
        (
            _card(book, "then-cost", f"Paid for {name}, as reported", state.cost, usd_bn),
            _sum(step, "then-paid", f"Paid for {name}, deals added up", state.paid_usd_bn),
            _sum(
                step, "then-promised", f"Promised for {name}, not yet paid", state.promised_usd_bn
            ),
        ),
    )


def said(step: Step) -> pd.DataFrame:
    """Return what articles print about a step."""
    rows = [
        {
            "where": found.title,
            "paragraph": str(found.paragraph),
            "printed": found.printed,
            "about": found.about,
            "state": f"{found.status}, misprint" if found.wrong else found.status,
        }
        for found in step.said
    ]
    return pd.DataFrame(rows)


def _card(
    book: Book, name: str, label: str, found: Known | None, tell: Callable[[float], str]
) -> Explanation:
    """Return a number that was known at a step, with the figure it was read from."""
    if found is None:
        return Explanation(name, label, NONE, "Nothing of it is reported by then.", "-", "-", ())
    value = tell(found.value)
    return Explanation(
        name=name,
        label=f"{label}, {day(found.as_of)}",
        value=value,
        definition=f"{found.label}. {_COUNTED}",
        formula="as reported",
        computed=value,
        inputs=(evidence(book, found.figure),),
    )


def _sum(step: Step, name: str, label: str, value: float) -> Explanation:
    told = usd_bn(value)
    return Explanation(
        name=name,
        label=label,
        value=told,
        definition=f"Sum over the deals of the ledger by {day(step.as_of)}.",
        formula="completed purchases added up"
        if name == "then-paid"
        else "commitments, less the completed purchases that pay them",
        computed=told,
        inputs=(),
    )
