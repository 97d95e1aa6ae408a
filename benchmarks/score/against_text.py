"""Errors that the text itself contradicts: one planter for each kind.

A text that begins with ``#`` is a headline and what follows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.score.derived import addition, gain, product, rise
from benchmarks.score.parts import mark, spoiled_line

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.score.parts import Spoiled
    from benchmarks.score.writer import Writer


def headline_sign(writer: Writer, day: date) -> Spoiled | None:
    """Plant a headline with the number of the conversion and the sign of the original."""
    line = writer.fact(day, "investment", "purchase price", "sale")
    figure = line.figure if line else None
    if line is None or figure is None or figure.right.value_si is None or figure.unit_si != "USD":
        return None
    if figure.modality != "exactly":  # without its "up to" the line would be wrong as well
        return None
    value = float(figure.right.value_si) * 6.9459
    yuan = f"RMB {value / 1e9:.2f} billion"
    head = f"A ${float(f'{value / 1e9:.2g}'):g} billion move by {writer.name(writer.ledger.quantity(figure.quantity).holder)}"
    body = line.text.replace(
        line.printed, f"${float(figure.right.value_si) / 1e9:g} billion (approximately {yuan})"
    )
    text = f"#{head}\n\n{body}"
    return text, mark(text[1:], head[2 : head.index(" move")]), None, day


def conversion(writer: Writer, day: date) -> Spoiled | None:
    """Five conversions at one rate, one of them with two digits exchanged."""
    rate = writer.random.choice((6.9459, 7.1234, 7.2051))
    amounts = writer.random.sample([2.5, 4.8, 5.4, 5.8, 6.5, 8.5, 9.7, 12.5, 13.4, 22.5, 31.2], 5)
    spoiled = writer.random.randrange(1, 5)
    texts: list[str] = []
    place, right = (0, 0), 0.0
    names = ["a chip maker", "a robot maker", "data centres", "a software firm", "satellites"]
    for index, amount in enumerate(amounts):
        printed = f"{amount * rate:.2f}"
        if index == spoiled:
            right = float(printed) * 1e9
            digits = [
                i
                for i in range(len(printed) - 1)
                if "." not in printed[i : i + 2] and printed[i] != printed[i + 1]
            ]
            if not digits:
                return None
            at = writer.random.choice(digits)
            printed = printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
            if printed[0] == "0":
                return None
        phrase = (
            f"RMB {printed} billion",
            f"{printed} billion yuan",
            f"{printed} billion yuan",
            f"{printed} billion yuan",
            f"CNY {printed} billion",
        )[writer.bank]
        text = f"It spent ${amount} billion (approximately {phrase}) on {names[index]}."
        if index == spoiled:
            start = sum(len(t) + 1 for t in texts) + text.index(phrase)
            place = (start, start + len(phrase))
        texts.append(text)
    return " ".join(texts), (place,), right, day


def sums(writer: Writer, day: date) -> Spoiled | None:
    """Plant a total that its two parts do not make."""
    line = addition(writer, day, extra=writer.random.choice((0.25, -0.3, 0.4)))
    return spoiled_line(line, None, day)


def stake_times_value(writer: Writer, day: date) -> Spoiled | None:
    """Plant a worth that is not stake times valuation."""
    line = product(writer, day, writer.random.choice((1.6, 2.0, 0.5)))
    return spoiled_line(line, None, day)


def growth(writer: Writer, day: date) -> Spoiled | None:
    """Growth a year over one year too many."""
    first, years = writer.random.choice((1.5, 2.5, 4.0, 0.8)), writer.random.choice((4, 5))
    last = first * writer.random.choice((4, 5, 6))
    right = (last / first) ** (1 / years) - 1
    wrong = f"{((last / first) ** (1 / (years + 1)) - 1) * 100:.0f}%"
    text = (
        f"The market is expected to grow from ${first:g} billion in 2024 to ${last:g} billion in {2024 + years}, or {wrong} a year.",
        f"| Segment | 2024 Market (USD) | {2024 + years} Market (USD) | CAGR (%) |\n|---|---|---|---|\n| Robots | ${first:g}B | ${last:g}B | {wrong} |\n| Drones | $2.0B | $4.0B | {(2 ** (1 / years) - 1) * 100:.0f}% |",
        f"Sales of such systems will rise from ${first:g}bn in 2024 to ${last:g}bn in {2024 + years}, a compound annual growth rate of {wrong}.",
        f"At {wrong} a year, the market goes from ${first:g} billion in 2024 to ${last:g} billion in {2024 + years}.",
        f"From ${first:g} billion in 2024, revenue should reach ${last:g} billion in {2024 + years}, growing {wrong} annually.",
    )[writer.bank]
    return text, mark(text, wrong), right, day


def plain_growth(writer: Writer, day: date) -> Spoiled | None:
    """Plant growth that its two amounts do not give."""
    return spoiled_line(gain(writer, day, writer.random.choice((0.5, 1.4))), None, day)


def ratio(writer: Writer, day: date) -> Spoiled | None:
    """Plant a ratio that its own table does not give."""
    low = writer.random.choice((2.5, 4.0, 6.0))
    factor = writer.random.choice((3, 5, 8))
    wrong = f"{factor + 2}-{factor + 4}x"
    table = f"| Model | Price per 1M tokens (USD) |\n|---|---|\n| Alpha | ${low * factor:.2f} / ${low * factor * 3:.2f} |\n| Beta | ${low:.2f} / ${low * 3:.2f} |"
    text = (
        f"{table}\n\n"
        + (
            f"Alpha's cost per token is {wrong} higher than Beta.",
            f"Alpha is {wrong} more expensive than Beta.",
            f"A user of Alpha pays a price {wrong} higher than that of Beta.",
            f"The price of Alpha is {wrong} that of Beta, and more than the cost of Beta.",
            f"Running Alpha carries a price {wrong} higher than Beta.",
        )[writer.bank]
    )
    return text, mark(text, wrong), (float(factor), float(factor)), day


def points(writer: Writer, day: date) -> Spoiled | None:
    """Plant a change in percentage points as percent."""
    line = rise(writer, day, wrong=True)
    return spoiled_line(line, None, day)


def tense(writer: Writer, day: date) -> Spoiled | None:
    """Plant a year that is over as one to come."""
    year = str(day.year - 1)
    text = (
        f"Revenue is expected to increase by 47% in {year}.",
        f"The number of users will grow by a third in {year}.",
        f"The unit is set to break even in {year}.",
        f"The plant will open in {year}.",
        f"The factory is expected to start production in {year}.",
    )[writer.bank]
    return text, mark(text, year), None, day


def stake_after_round(writer: Writer, day: date) -> Spoiled | None:
    """Plant a stake that the money cannot buy."""
    company, other = writer.name(writer.ledger.group), writer.name(writer.ledger.focus)
    old, paid, value = writer.random.choice(((11, 30, 830), (9, 10, 500), (11, 20, 750)))
    new = old + paid / value * 100 + writer.random.choice((5, 8, 12))
    wrong = f"{new:.0f}%"
    text = (
        f"An investment of ${paid} billion at a valuation of ${value} billion would take {company}'s stake in {other} from {old}% to {wrong}.",
        f"{company}'s stake in {other} would rise from {old}% to {wrong} if it put in ${paid} billion at a ${value} billion valuation.",
        f"For ${paid} billion, at a valuation of ${value} billion, {company}'s shareholding in {other} would grow to {wrong} from {old}%.",
        f"With ${paid} billion at a valuation of ${value} billion, {company} would raise its stake in {other} from {old}% to {wrong}.",
        f"{company} would see its stake in {other} climb from {old}% to {wrong} by investing ${paid} billion at a valuation of ${value} billion.",
    )[writer.bank]
    return text, mark(text, wrong), None, day
