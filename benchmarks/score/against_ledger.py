"""Errors that the ledger contradicts: one planter for each kind.

A planter returns ``None`` when the day has nothing to spoil in this way.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from benchmarks.score.parts import (
    CORE,
    EVENTS,
    MONEY,
    Spoiled,
    later,
    quantity_of,
    right_of,
    spoiled,
)
from exposure.dates import days

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.score.writer import Writer

_BEGUN = 60  # days after which what was announced has begun to replace what was
_OTHER_BANKS = ("Citigroup", "Deutsche Bank", "Barclays", "Morgan Stanley", "BNP Paribas")


def _scaled(writer: Writer, day: date, factors: tuple[float, ...]) -> Spoiled | None:
    figure = writer.any_figure(day, *MONEY)
    if figure is None or figure.value is None:
        return None
    value = writer.value(figure) * writer.random.choice(factors)
    line = writer.state(figure, day, amount=writer.one(value, figure.right.unit_si))
    return spoiled(line, "amount", right=right_of(figure))


def ten_fold(writer: Writer, day: date) -> Spoiled | None:
    """Plant an amount ten times too large or too small."""
    return _scaled(writer, day, (10, 0.1))


def thousand_fold(writer: Writer, day: date) -> Spoiled | None:
    """Plant "million" for "billion", or the other way."""
    return _scaled(writer, day, (1000, 0.001))


def currency_sign(writer: Writer, day: date) -> Spoiled | None:
    """Plant the right number with the sign of another currency."""
    figure = writer.any_figure(day, *MONEY)
    if figure is None or figure.value is None:
        return None
    others = [u for u in ("USD", "JPY", "EUR", "GBP") if u != figure.right.unit_si]
    wrong = writer.one(writer.value(figure), writer.random.choice(others))
    return spoiled(writer.state(figure, day, amount=wrong), "amount", right=right_of(figure))


def due(writer: Writer, day: date) -> Spoiled | None:
    """Plant another month or year for the day a loan falls due."""
    quantity = writer.random.choice(
        [q for q in writer.ledger.quantities if q.measure == "maturity"]
    )
    figure = writer.ledger.used(quantity.id)
    if figure is None or days(figure.as_of)[0] > day.toordinal():
        return None
    year, month = map(int, str(figure.right.value_si).split("-")[:2])
    year, month = writer.random.choice(
        ((year - 1, month), (year + 1, month), (year, month % 12 + 1))
    )
    line = writer.say("due date", "date", figure, date=writer.when(f"{year}-{month:02}"))
    return spoiled(line, "date", right=figure.right.value_si)


def event_date(writer: Writer, day: date) -> Spoiled | None:
    """Plant another month or year for a payment, a purchase or a sale."""
    figures = [
        f for f in writer.figures(day, EVENTS)
        if f.status == "completed" and len(f.as_of) > 4 and not f.as_of.endswith("-12-31")
    ]  # fmt: skip
    if not figures:
        return None
    figure = writer.random.choice(figures)
    year, month = int(figure.as_of[:4]), int(figure.as_of[5:7])
    year, month = writer.random.choice(((year - 1, month), (year, (month + 5) % 12 + 1)))
    wrong = f"{year}-{month:02}"
    line = writer.state(figure, day, date=writer.when(wrong))
    if days(wrong)[0] > day.toordinal() or not line.marks("date"):
        return None
    return spoiled(line, "date", right=figure.as_of[:7])


def lender(writer: Writer, day: date) -> Spoiled | None:
    """Plant a bank that did not lend among three that did."""
    deals = [
        d for d in writer.ledger.deals
        if len(d.lenders) > 2 and d.amount and days(d.date)[0] <= day.toordinal()
    ]  # fmt: skip
    if not deals:
        return None
    deal = writer.random.choice(deals)
    amount = writer.ledger.used(deal.amount or "")
    if amount is None:
        return None
    listed = [writer.ledger.companies[key].label for key in writer.random.sample(deal.lenders, 3)]
    wrong = writer.random.choice(_OTHER_BANKS)
    listed.insert(writer.random.randrange(3), wrong)
    line = writer.say(
        "lenders", "amount", holder=writer.name(deal.investor), amount=writer.amount(amount),
        banks=", ".join(listed[:-1]) + " and " + listed[-1],
    )  # fmt: skip
    start = line.text.index(wrong)
    return Spoiled(line.text, ((start, start + len(wrong)),))


def _replaced(writer: Writer, day: date, side: str) -> Spoiled | None:
    told = ("investment", "commitment", "stake", "purchase price", "sale", "cumulative investment")
    figures = [f for f in writer.figures(day, told) if all(writer.sides(f))]
    if not figures:
        return None
    figure = writer.random.choice(figures)
    ledger, own = writer.ledger, quantity_of(writer, figure)
    alike = {
        getattr(q, side)
        for q in ledger.quantities
        if q.measure == own.measure and q.holder and q.target
    }
    true_of = {
        getattr(quantity_of(writer, f), side)
        for f in ledger.figure_by_id.values()
        if f.value == figure.value and f.unit == figure.unit
    }
    rivals = sorted(
        label
        for key in alike - true_of - {own.holder, own.target, None}
        if (label := ledger.companies[key].label) in writer.known
        and all(word[:1].isupper() for word in label.split())
    )
    if not rivals:
        return None
    line = writer.state(figure, day, **{side: writer.random.choice(rivals)})
    return spoiled(line, "amount", side)


def holder(writer: Writer, day: date) -> Spoiled | None:
    """Plant another company as the one that holds or pays."""
    return _replaced(writer, day, "holder")


def target(writer: Writer, day: date) -> Spoiled | None:
    """Plant another company as the one that was paid for."""
    return _replaced(writer, day, "target")


def swapped(writer: Writer, day: date) -> Spoiled | None:
    """Two figures of one measure, each in the other's sentence."""
    limits = [
        f for f in writer.ledger.figures if quantity_of(writer, f).measure == "ltv limit"
    ]  # fmt: skip
    if len(limits) > 1 and writer.random.random() < 0.4:
        normal, trigger = sorted(map(writer.value, limits[:2]), reverse=True)
        line = writer.say(
            "swapped limits", "normal", holder=writer.name(writer.ledger.group),
            normal=writer.one(normal, "fraction"), trigger=writer.one(trigger, "fraction"),
        )  # fmt: skip
        return spoiled(line, "normal", "trigger")
    pairs = [
        (one, other)
        for one, other in permutations(writer.figures(day, ("purchase price", "stake", "sale")), 2)
        if quantity_of(writer, one).measure == quantity_of(writer, other).measure
        and (one.unit, one.status) == (other.unit, other.status)
        and writer.sides(one)[1] != writer.sides(other)[1]
        and one.value != other.value
    ]
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    first = writer.state(one, day, amount=writer.amount(other))
    second = writer.state(other, day, amount=writer.amount(one))
    shift = len(first.text) + 1
    marks = [(a + shift, b + shift) for a, b in second.marks("amount")]
    return Spoiled(f"{first.text} {second.text}", (*first.marks("amount"), *marks))


def status(writer: Writer, day: date) -> Spoiled | None:
    """Talks told as done."""
    figures = [
        f for f in writer.figures(day, ("investment", "commitment", "purchase price"))
        if later(writer, f, day) is f and (
            f.status == "in talks"
            or (f.status == "announced" and quantity_of(writer, f).measure == "purchase price")
        )
    ]  # fmt: skip
    if not figures:
        return None
    figure = writer.random.choice(figures)
    bought = quantity_of(writer, figure).measure == "purchase price"
    key = "purchase told as done" if bought else "talks told as done"
    return spoiled(writer.say(key, "amount", figure, amount=writer.amount(figure)), "amount")


def modality(writer: Writer, day: date) -> Spoiled | None:
    """Plant a bounded amount without its bound."""
    bounded = [
        f for f in writer.figures(day, (*CORE, "amount to raise"))
        if f.modality in {"up to", "at least", "more than"} and f.value is not None
        and later(writer, f, day) is f
        and not any(
            o.modality == "exactly" and o.value == f.value and o.unit == f.unit
            for o in writer.ledger.of_quantity(f.quantity)
        )
    ]  # fmt: skip
    if not bounded:
        return None
    figure = writer.random.choice(bounded)
    amount = writer.one(writer.value(figure), figure.right.unit_si)
    return spoiled(writer.state(figure, day, amount=amount), "amount", right=right_of(figure))


def cumulative(writer: Writer, day: date) -> Spoiled | None:
    """Plant a running total as new money."""
    figure = writer.any_figure(day, "cumulative investment")
    if figure is None or writer.sides(figure)[0] != writer.ledger.group:
        return None
    if figure.value is not None and float(figure.value) < 20:
        return None
    line = writer.say("total told as new", "amount", figure, amount=writer.amount(figure))
    return spoiled(line, "amount")


def stale(writer: Writer, day: date) -> Spoiled | None:
    """Plant a figure that was replaced, as one of today."""
    old = [
        f for f in writer.ledger.figure_by_id.values()
        if f.status == "completed" and f.value is not None and not getattr(f, "corrected", None)
        and quantity_of(writer, f).measure in {"stake", "company value"}
        and f.superseded_by
        and days(writer.ledger.figure(f.superseded_by).as_of)[0] < day.toordinal() - _BEGUN
    ]  # fmt: skip
    if not old:
        return None
    figure = writer.random.choice(old)
    what = "stake" if quantity_of(writer, figure).measure == "stake" else "valuation"
    line = writer.say(f"old {what} told as current", "amount", figure, amount=writer.amount(figure))
    return spoiled(line, "amount", right=right_of(later(writer, figure, day)))


def misprint(writer: Writer, day: date) -> Spoiled | None:
    """Plant a wrong printing of an article, repeated."""
    wrong = [
        f for f in writer.ledger.figures
        if f.corrected and f.value is not None and f.unit_si == "USD" and writer.sides(f)[0]
        and days(f.as_of)[0] <= day.toordinal()
    ]  # fmt: skip
    if not wrong:
        return None
    figure = writer.random.choice(wrong)
    measure = quantity_of(writer, figure).measure
    what = {"loan": "loan", "cumulative investment": "total"}.get(measure, "single investment")
    amount = writer.one(float(figure.value_si or 0), "USD")
    used = writer.ledger.used(figure.quantity)
    other_unit = figure.right.unit_si != figure.unit_si
    right = used.right if other_unit and used else figure.right
    line = writer.say(f"misprinted {what}", "amount", figure, amount=amount)
    return spoiled(line, "amount", right=right.value_si)


def wrong_value(writer: Writer, day: date) -> Spoiled | None:
    """Another number where the ledger has one only."""
    figure = writer.any_figure(day, "stake", "purchase price")
    if figure is None or figure.superseded_by or figure.value is None:
        return None
    about = quantity_of(writer, figure)
    alike = (about.measure, about.holder, about.target)
    several = {q.id for q in writer.ledger.quantities if (q.measure, q.holder, q.target) == alike}
    if len(several) > 1 and about.measure == "purchase price":
        return None
    value = float(f"{writer.value(figure) * writer.random.choice((1.3, 0.7, 1.18)):.2g}")
    if value in {f.right.value_si for f in writer.ledger.figure_by_id.values()}:
        return None
    line = writer.state(figure, day, amount=writer.one(value, figure.right.unit_si))
    return spoiled(line, "amount", right=right_of(figure))
