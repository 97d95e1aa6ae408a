"""Errors that the ledger contradicts: one planter for each kind.

A planter returns ``None`` when the day has nothing to spoil in this way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.score.parts import CORE, EVENTS, MONEY, any_figure, mark, right_of
from exposure.dates import days

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.score.parts import Spoiled
    from benchmarks.score.writer import Writer


def _scaled(writer: Writer, day: date, factors: tuple[float, ...]) -> Spoiled | None:
    figure = any_figure(writer, day, MONEY)
    if figure is None or figure.value is None:
        return None
    value = float(figure.right.value_si or 0) * writer.random.choice(factors)
    line = writer.state(figure, day, printed=writer.one(value, figure.right.unit_si))
    return line.text, mark(line.text, line.printed), right_of(figure), day


def ten_fold(writer: Writer, day: date) -> Spoiled | None:
    """Plant an amount ten times too large or too small."""
    return _scaled(writer, day, (10, 0.1))


def thousand_fold(writer: Writer, day: date) -> Spoiled | None:
    """Plant "million" for "billion", or the other way."""
    return _scaled(writer, day, (1000, 0.001))


def currency_sign(writer: Writer, day: date) -> Spoiled | None:
    """Plant the right number with the sign of another currency."""
    figure = any_figure(writer, day, MONEY)
    if figure is None or figure.value is None:
        return None
    unit = writer.random.choice(
        [u for u in ("USD", "JPY", "EUR", "GBP") if u != figure.right.unit_si]
    )
    line = writer.state(figure, day, printed=writer.one(float(figure.right.value_si or 0), unit))
    return line.text, mark(line.text, line.printed), right_of(figure), day


def due(writer: Writer, day: date) -> Spoiled | None:
    """Plant another month or year for the day a loan falls due."""
    found = [q for q in writer.ledger.quantities if q.measure == "maturity"]
    quantity = writer.random.choice(found)
    figure = writer.ledger.used(quantity.id)
    if figure is None or days(figure.as_of)[0] > day.toordinal():
        return None
    year, month = str(figure.right.value_si).split("-")[:2]
    wrong = writer.random.choice(
        (f"{int(year) - 1}-{month}", f"{int(year) + 1}-{month}", f"{year}-{int(month) % 12 + 1:02}")
    )
    when = writer.when(wrong)
    holder = writer.name(quantity.holder)
    text = (
        f"{holder}'s bridge loan is expected to mature in {when}.",
        f"The bridge loan, which {holder} signed this year, falls due in {when}.",
        f"{holder} has to repay the bridge loan in {when}.",
        f"In {when} the bridge loan of {holder} matures.",
        f"{holder} must pay back its bridge loan by {when}.",
    )[writer.bank]
    return text, mark(text, when), figure.right.value_si, day


def event_date(writer: Writer, day: date) -> Spoiled | None:
    """Plant another month or year for a payment, a purchase or a sale."""
    figures = [
        f
        for f in writer.figures(day, EVENTS)
        if f.status == "completed" and len(f.as_of) > 4 and not f.as_of.endswith("-12-31")
    ]
    if not figures:
        return None
    figure = writer.random.choice(figures)
    year, month = int(figure.as_of[:4]), int(figure.as_of[5:7])
    year, month = writer.random.choice(((year - 1, month), (year, (month + 5) % 12 + 1)))
    wrong = writer.when(f"{year}-{month:02}")
    if days(f"{year}-{month:02}")[0] > day.toordinal():
        return None
    line = writer.state(figure, day)
    if line.day not in line.text:
        return None
    text = line.text.replace(line.day, wrong)
    return text, mark(text, wrong), figure.as_of[:7], day


def lender(writer: Writer, day: date) -> Spoiled | None:
    """Plant a bank that did not lend among three that did."""
    deals = [
        d for d in writer.ledger.deals if len(d.lenders) > 2 and days(d.date)[0] <= day.toordinal()
    ]
    if not deals:
        return None
    deal = writer.random.choice(deals)
    amount = writer.ledger.used(deal.amount) if deal.amount else None
    banks = [writer.ledger.companies[key].label for key in writer.random.sample(deal.lenders, 3)]
    wrong = writer.random.choice(
        ("Citigroup", "Deutsche Bank", "Barclays", "Morgan Stanley", "BNP Paribas")
    )
    place = writer.random.randrange(3)
    listed = [*banks[:place], wrong, *banks[place:]]
    names = ", ".join(listed[:-1]) + " and " + listed[-1]
    loan = writer.amount(amount) if amount else "the money"
    text = (
        f"The bridge loan of {loan} to {writer.name(deal.investor)} comes from {names}.",
        f"The lenders of {writer.name(deal.investor)}'s {loan} bridge loan are {names}.",
        f"{names} lend {writer.name(deal.investor)} {loan} in a bridge loan.",
        f"Banks including {names} provided {writer.name(deal.investor)} with a bridge loan of {loan}.",
        f"{writer.name(deal.investor)} borrowed {loan} through a bridge loan arranged by {names}.",
    )[writer.bank]
    return text, mark(text, wrong), None, day


def _replaced(writer: Writer, day: date, side: str) -> Spoiled | None:
    figures = [
        f for f in writer.figures(day, ("investment", "commitment", "stake", "purchase price", "sale", "cumulative investment"))
        if writer.ledger.quantity(f.quantity).holder and writer.ledger.quantity(f.quantity).target
    ]  # fmt: skip
    if not figures:
        return None
    figure = writer.random.choice(figures)
    quantity = writer.ledger.quantity(figure.quantity)
    own = getattr(quantity, side)
    ledger = writer.ledger
    rivals = {
        getattr(q, side)
        for q in ledger.quantities
        if q.measure == quantity.measure and q.holder and q.target
    }
    rivals -= {quantity.holder, quantity.target, None}
    same = {
        f.quantity
        for f in ledger.figure_by_id.values()
        if f.value == figure.value and f.unit == figure.unit
    }
    taken = {getattr(ledger.quantity(q), side) for q in same}
    free = sorted(
        key
        for key in rivals - taken
        if ledger.companies[key].label in writer.known and ledger.companies[key].label[0].isalpha()
    )
    if not free:
        return None
    line = writer.state(figure, day)
    wrong = ledger.companies[writer.random.choice(free)].label
    names = sorted({ledger.companies[own].label, ledger.companies[own].name}, key=len, reverse=True)
    name = next((n for n in names if n in line.text), "")
    found = re.findall(rf"\b{re.escape(name)}\b(?! (?:Corp|Vision))", line.text) if name else []
    if len(found) != 1:
        return None
    text = re.sub(rf"\b{re.escape(name)}\b(?! (?:Corp|Vision))", wrong, line.text)
    return (text, mark(text, line.printed, wrong), None, day) if line.printed in text else None


def holder(writer: Writer, day: date) -> Spoiled | None:
    """Plant another company as the one that holds or pays."""
    return _replaced(writer, day, "holder")


def target(writer: Writer, day: date) -> Spoiled | None:
    """Plant another company as the one that was paid for."""
    return _replaced(writer, day, "target")


def swapped(writer: Writer, day: date) -> Spoiled | None:
    """Two figures of one measure, each in the other's sentence."""
    pairs = []
    figures = writer.figures(day, ("purchase price", "stake", "sale"))
    for one in figures:
        for other in figures:
            a, b = writer.ledger.quantity(one.quantity), writer.ledger.quantity(other.quantity)
            if (
                a.measure == b.measure
                and a.id < b.id
                and one.unit == other.unit
                and a.target != b.target
                and one.value != other.value
                and one.status == other.status
            ):
                pairs.append((one, other))
    limits = [
        f
        for f in writer.ledger.figures
        if writer.ledger.quantity(f.quantity).measure == "ltv limit"
    ]
    if writer.random.random() < 0.4 and len(limits) > 1:
        low, high = sorted(limits[:2], key=lambda f: float(f.right.value_si or 0))
        less, more = (f"{float(f.right.value_si or 0) * 100:g}%" for f in (low, high))
        company = writer.name(writer.ledger.group)
        text = (
            f"To keep the disclosed LTV below {more}, {company} may have to sell assets; its loan-to-value ratio may reach the {less} line that would trigger a rating downgrade.",
            f"{company}'s loan-to-value ratio may come to {less}, the trigger for a downgrade of its rating. In normal times the disclosed LTV is to stay below {more}.",
            f"{company} means to keep the LTV that it discloses below {more} in normal times. A ratio of {less} on an LTV with pending deals may trigger a downgrade of the rating.",
            f"Above a loan-to-value ratio of {less}, {company} risks a downgrade of its rating. Its own policy keeps the disclosed LTV below {more} in normal times.",
            f"{company} says its LTV will stay under {more} in ordinary circumstances. Were its loan-to-value ratio to hit {less}, its rating could be downgraded.",
        )[writer.bank]
        return text, mark(text, more, less), None, day
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    first = writer.state(one, day, printed=writer.amount(other))
    second = writer.state(other, day, printed=writer.amount(one))
    text = f"{first.text} {second.text}"
    if first.printed in second.printed or text.count(first.printed) > 1:
        return None
    return text, mark(text, first.printed, second.printed), None, day


def status(writer: Writer, day: date) -> Spoiled | None:
    """Talks told as done."""
    figures = [
        f
        for f in writer.figures(day, ("investment", "commitment", "purchase price"))
        if f.status in {"in talks", "announced"}
        and (
            f.status == "in talks" or writer.ledger.quantity(f.quantity).measure == "purchase price"
        )
    ]
    figures = [
        f
        for f in figures
        if f.superseded_by is None
        or days(writer.ledger.figure(f.superseded_by).as_of)[0] > day.toordinal()
    ]
    if not figures:
        return None
    figure = writer.random.choice(figures)
    quantity = writer.ledger.quantity(figure.quantity)
    amount = writer.amount(figure)
    h, t = writer.name(quantity.holder), writer.name(quantity.target)
    bought = quantity.measure == "purchase price"
    text = (
        f"{h} has invested {amount} in {t}." if not bought else f"{h} has completed its {amount} acquisition of {t}.",
        f"{h} has paid {amount} for {t}." if bought else f"{h} completed an investment of {amount} in {t}.",
        f"{h} bought {t} for {amount}." if bought else f"{h} has put {amount} into {t}.",
        f"{h} closed the purchase of {t} for {amount}." if bought else f"{h} has paid {amount} for new shares of {t}.",
        f"{h} has wrapped up its {amount} purchase of {t}." if bought else f"{h} finalised an investment of {amount} in {t}.",
    )[writer.bank]  # fmt: skip
    return text, mark(text, amount), None, day


def modality(writer: Writer, day: date) -> Spoiled | None:
    """Plant a bounded amount without its bound."""
    bounded = [
        f for f in writer.figures(day, (*CORE, "amount to raise"))
        if f.modality in {"up to", "at least", "more than"} and f.value is not None
        and not any(
            o.modality == "exactly" and o.value == f.value and o.unit == f.unit
            for o in writer.ledger.of_quantity(f.quantity)
        )
        and (f.superseded_by is None or days(writer.ledger.figure(f.superseded_by).as_of)[0] > day.toordinal())
    ]  # fmt: skip
    if not bounded:
        return None
    figure = writer.random.choice(bounded)
    line = writer.state(
        figure, day, printed=writer.one(float(figure.right.value_si or 0), figure.right.unit_si)
    )
    return line.text, mark(line.text, line.printed), right_of(figure), day


def cumulative(writer: Writer, day: date) -> Spoiled | None:
    """Plant a running total as new money."""
    figure = any_figure(writer, day, ("cumulative investment",))
    if figure is None:
        return None
    quantity = writer.ledger.quantity(figure.quantity)
    amount = writer.amount(figure)
    h, t = writer.name(quantity.holder), writer.name(quantity.target)
    if (
        figure.value is not None and float(figure.value) < 20
    ) or quantity.holder != writer.ledger.group:
        return None
    text = (
        f"{h} is to inject a further {amount} into {t}.",
        f"{h} has agreed to a new investment of {amount} in {t}.",
        f"A fresh {amount} will go from {h} into {t}.",
        f"{h} is preparing to pour another {amount} into {t}.",
        f"{h} will put an additional {amount} into {t}.",
    )[writer.bank]
    return text, mark(text, amount), None, day


def stale(writer: Writer, day: date) -> Spoiled | None:
    """Plant a figure that was replaced, as one of today."""
    old = [
        f for f in writer.ledger.figure_by_id.values()
        if f.superseded_by and f.status == "completed" and f.value is not None and not getattr(f, "corrected", None)
        and days(writer.ledger.figure(f.superseded_by).as_of)[0] < day.toordinal()
        and writer.ledger.quantity(f.quantity).measure in {"stake", "company value"}
    ]  # fmt: skip
    if not old:
        return None
    figure = writer.random.choice(old)
    quantity = writer.ledger.quantity(figure.quantity)
    later = figure
    while (
        later.superseded_by
        and days(writer.ledger.figure(later.superseded_by).as_of)[0] <= day.toordinal()
    ):
        later = writer.ledger.figure(later.superseded_by)
    amount = writer.amount(figure)
    h, t = writer.name(quantity.holder), writer.name(quantity.target)
    if quantity.measure == "stake":
        text = (
            f"{h} holds {amount} of {t}.",
            f"{h} currently owns {amount} of {t}.",
            f"{h} is an owner of {t} with {amount} of the shares.",
            f"Today {h} owns {amount} of {t}.",
            f"{h} now holds {amount} of {t}.",
        )[writer.bank]
    else:
        text = (
            f"{t} is valued at {amount}.",
            f"{t}'s current valuation is {amount}.",
            f"{t}, valued at {amount}, has many investors.",
            f"Investors now value {t} at {amount}.",
            f"{t} is worth {amount} today.",
        )[writer.bank]
    return text, mark(text, amount), right_of(later), day


def misprint(writer: Writer, day: date) -> Spoiled | None:
    """Plant a wrong printing of an article, repeated."""
    wrong = [
        f
        for f in writer.ledger.figures
        if f.corrected
        and f.value is not None
        and days(f.as_of)[0] <= day.toordinal()
        and writer.ledger.quantity(f.quantity).holder
        and f.unit_si == "USD"
    ]
    if not wrong:
        return None
    figure = writer.random.choice(wrong)
    quantity = writer.ledger.quantity(figure.quantity)
    amount = writer.one(float(figure.value_si or 0), "USD")
    h, t = writer.name(quantity.holder), writer.name(quantity.target)
    if quantity.measure == "loan":
        text = (
            f"{h} has arranged a bridge loan of {amount}.",
            f"Banks lend {h} {amount} in a bridge loan.",
            f"The bridge loan to {h} amounts to {amount}.",
            f"{h} has borrowed {amount} with a bridge loan.",
            f"{h} has lined up {amount} in the form of a bridge loan.",
        )[writer.bank]
    elif quantity.measure == "cumulative investment":
        text = (
            f"{h}'s total investment in {t} will reach {amount}.",
            f"In all {h} will have put {amount} into {t}.",
            f"{h}'s investment in {t} adds up to {amount} in total.",
            f"{h} has in total committed {amount} to {t}, its whole investment.",
            f"{h} will have spent {amount} on {t} in total.",
        )[writer.bank]
    else:
        text = (
            f"{h} may invest {amount} more in {t}.",
            f"{h} is in talks about a single investment of {amount} in {t}.",
            f"{h} aims to invest {amount} in {t}.",
            f"{h} is considering an investment of {amount} in {t}.",
            f"{h} is mulling another {amount} for {t}.",
        )[writer.bank]
    same = writer.ledger.used(figure.quantity)
    other_unit = figure.right.unit_si != figure.unit_si
    right = same.right if other_unit and same else figure.right
    return text, mark(text, amount), right.value_si, day


def wrong_value(writer: Writer, day: date) -> Spoiled | None:
    """Another number where the ledger has one only."""
    figure = any_figure(writer, day, ("stake", "purchase price"))
    if figure is None or figure.superseded_by or figure.value is None:
        return None
    about = writer.ledger.quantity(figure.quantity)
    alike = (about.measure, about.holder, about.target)
    several = {q.id for q in writer.ledger.quantities if (q.measure, q.holder, q.target) == alike}
    if len(several) > 1 and about.measure == "purchase price":
        return None
    value = float(figure.right.value_si or 0) * writer.random.choice((1.3, 0.7, 1.18))
    value = float(f"{value:.2g}")
    line = writer.state(figure, day, printed=writer.one(value, figure.right.unit_si))
    known = {f.right.value_si for f in writer.ledger.figure_by_id.values()}
    return (
        None
        if value in known
        else (line.text, mark(line.text, line.printed), right_of(figure), day)
    )
