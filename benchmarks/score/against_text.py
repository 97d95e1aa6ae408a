"""Errors that the text itself contradicts: one planter for each kind."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.score.derived import addition, both, gain, product, rise
from benchmarks.score.parts import Spoiled, spoiled

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.score.writer import Writer


def headline_sign(writer: Writer, day: date) -> Spoiled | None:
    """Plant a headline with the number of the conversion and the sign of the original."""
    figure = writer.any_figure(day, "investment", "purchase price", "sale")
    if figure is None or figure.right.value_si is None or figure.unit_si != "USD":
        return None
    if figure.modality != "exactly":  # without its "up to" the line would be wrong as well
        return None
    yuan = float(f"{writer.value(figure) * 6.9459:.4g}")
    body = writer.state(figure, day, amount=both(writer, writer.value(figure), yuan, "CNY"))
    wrong = writer.one(float(f"{yuan:.2g}"), "USD")
    head = writer.say("headline", "amount", figure, amount=wrong)
    return Spoiled(f"{head.text}\n\n{body.text}", head.marks("amount"), first=True)


def conversion(writer: Writer, _day: date) -> Spoiled | None:
    """Five conversions at one rate, one of them with two digits exchanged."""
    rate = writer.random.choice((6.9459, 7.1234, 7.2051))
    amounts = writer.random.sample([2.5, 4.8, 5.4, 5.8, 6.5, 8.5, 9.7, 12.5, 13.4, 22.5, 31.2], 5)
    at = writer.random.randrange(1, 5)
    text, marks, right = "", ((0, 0),), 0.0
    for index, amount in enumerate(amounts):
        printed = f"{amount * rate:.2f}"
        if index == at:
            right = float(printed) * 1e9
            printed = _exchanged(writer, printed)
        original, yuan = writer.one(amount * 1e9, "USD"), writer.one(1e9, "CNY", printed)
        line = writer.say("original and conversion", "converted", original=original, converted=yuan)
        thing = writer.bank.things[index]
        sentence = writer.say("purchase of a thing", "amount", amount=line.text, thing=thing)
        if index == at:
            start = len(text) + sentence.text.index(yuan)
            marks = ((start, start + len(yuan)),)
        text += sentence.text + " "
    return Spoiled(text.strip(), marks, right)


def _exchanged(writer: Writer, number: str) -> str:
    """Return a number with two neighbouring digits exchanged, of which the first is no 0."""
    digits = [index for index, digit in enumerate(number) if digit != "."]
    places = [
        (i, j) for i, j in pairwise(digits)
        if number[i] != number[j] and not (i == 0 and number[j] == "0")
    ]  # fmt: skip
    i, j = writer.random.choice(places)
    changed = list(number)
    changed[i], changed[j] = number[j], number[i]
    return "".join(changed)


def sums(writer: Writer, day: date) -> Spoiled | None:
    """Plant a total that its two parts do not make."""
    return spoiled(addition(writer, day, writer.random.choice((0.25, -0.3, 0.4))), "total")


def stake_times_value(writer: Writer, day: date) -> Spoiled | None:
    """Plant a worth that is not stake times valuation."""
    return spoiled(product(writer, day, writer.random.choice((1.6, 2.0, 0.5))), "worth")


def growth(writer: Writer, _day: date) -> Spoiled | None:
    """Growth a year over one year too many."""
    first, years = writer.random.choice((1.5, 2.5, 4.0, 0.8)), writer.random.choice((4, 5))
    last = first * writer.random.choice((4, 5, 6))
    line = writer.say(
        "growth a year", "rate", first=writer.one(first * 1e9, "USD"), start="2024",
        last=writer.one(last * 1e9, "USD"), end=f"{2024 + years}",
        rate=f"{_a_year(last / first, years + 1) * 100:.0f}%",
        doubling=f"{_a_year(2, years) * 100:.0f}%",
    )  # fmt: skip
    return spoiled(line, "rate", right=_a_year(last / first, years))


def _a_year(factor: float, years: int) -> float:
    return float(factor ** (1 / years) - 1)


def plain_growth(writer: Writer, day: date) -> Spoiled | None:
    """Plant growth that its two amounts do not give."""
    return spoiled(gain(writer, day, writer.random.choice((0.5, 1.4))), "rate")


def ratio(writer: Writer, _day: date) -> Spoiled | None:
    """Plant a ratio that its own table does not give."""
    low, factor = writer.random.choice((2.5, 4.0, 6.0)), writer.random.choice((3, 5, 8))
    line = writer.say(
        "ratio", "ratio", dear_input=f"${low * factor:.2f}", dear_output=f"${low * factor * 3:.2f}",
        cheap_input=f"${low:.2f}", cheap_output=f"${low * 3:.2f}",
        ratio=writer.form("ratio", low=f"{factor + 2}", high=f"{factor + 4}"),
    )  # fmt: skip
    return spoiled(line, "ratio", right=(float(factor), float(factor)))


def points(writer: Writer, day: date) -> Spoiled | None:
    """Plant a change in percentage points as percent."""
    return spoiled(rise(writer, day, wrong=True), "points")


def tense(writer: Writer, day: date) -> Spoiled | None:
    """Plant a year that is over as one to come."""
    return spoiled(writer.say("year that is over", "year", year=str(day.year - 1)), "year")


def stake_after_round(writer: Writer, _day: date) -> Spoiled | None:
    """Plant a stake that the money cannot buy."""
    old, paid, value = writer.random.choice(((11, 30, 830), (9, 10, 500), (11, 20, 750)))
    new = old + paid / value * 100 + writer.random.choice((5, 8, 12))
    line = writer.say(
        "stake after a round", "new", holder=writer.name(writer.ledger.group),
        target=writer.name(writer.ledger.focus), paid=writer.one(paid * 1e9, "USD"),
        valuation=writer.one(value * 1e9, "USD"), old=f"{old}%", new=f"{new:.0f}%",
    )  # fmt: skip
    return spoiled(line, "new")
