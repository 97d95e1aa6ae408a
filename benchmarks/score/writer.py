"""One sentence for one figure, exactly or honestly rounded, in one bank of wording."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from random import Random
from string import Formatter
from typing import TYPE_CHECKING

from exposure.dates import days
from exposure.draft.facts import names
from exposure.entries import Figure, PublicFigure

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.score.bank import Bank, Sentences
    from exposure.entries import Quantity
    from exposure.ledger import Ledger

Printing = Figure | PublicFigure

_SIZES = {1e12: "trillion", 1e9: "billion", 1e6: "million"}
_NOT_WRITTEN = {"CNY", "count", "times", "shares", "date"}
_NOT_TOLD = re.compile(
    r"plan|had OpenAI|meant|teaser|saw|asked|investors of|other owners", re.IGNORECASE
)
_OWN_LOAN = re.compile(r"(?:Bridge|Margin|Hybrid|Bond)(?!.*(?:part|repaid))")


@dataclass(frozen=True)
class Line:
    """One sentence, where each of its words was put, the amount it tells, and of which figure."""

    text: str
    places: tuple[tuple[str, int, int], ...] = ()
    printed: str = ""
    figure: Printing | None = None

    def marks(self, *words: str) -> tuple[tuple[int, int], ...]:
        """Return where words stand, without the "about" before a number."""
        return tuple((start, end) for word, start, end in self.places if word in words)


def filled(pattern: str, main: str, figure: Printing | None = None, **words: str) -> Line:
    """Return a pattern with its words, of which one is the amount that the line tells."""
    text = ""
    places = []
    for before, word, _, _ in Formatter().parse(pattern):
        text += before
        if word:
            number = re.search(r"[$¥€£0-9]|US\$|USD|JPY|CNY|RMB|EUR|GBP|[A-Z]", words[word])
            places.append(
                (word, len(text) + (number.start() if number else 0), len(text + words[word]))
            )
            text += words[word]
    return Line(text[0].upper() + text[1:], tuple(places), words.get(main, ""), figure)


class Writer:
    """Writes drafts from a ledger with one bank of wording and one seed."""

    def __init__(self, ledger: Ledger, seed: int, bank: Bank) -> None:
        self.ledger = ledger
        self.random = Random(seed)  # noqa: S311 - drafts, not secrets
        self.bank = bank
        self.known = names(ledger.companies)

    def figures(self, day: date, measures: tuple[str, ...] = ()) -> list[Printing]:
        """Return the right figures of a day that a sentence can state."""
        found = []
        for figure in self.ledger.figure_by_id.values():
            quantity = self.ledger.quantity(figure.quantity)
            if measures and quantity.measure not in measures:
                continue
            if days(figure.as_of)[1] > day.toordinal() or getattr(figure, "corrected", None):
                continue
            if not all(
                key is None or self.ledger.companies[key].label in self.known
                for key in self.sides(figure)
            ):
                continue
            if figure.unit_si in _NOT_WRITTEN or "per" in figure.unit_si:
                continue
            if self.patterns(figure, quantity, day):
                found.append(figure)
        return found

    def any_figure(self, day: date, *measures: str) -> Printing | None:
        """Return one of the figures that a sentence can state, or None."""
        figures = self.figures(day, measures)
        return self.random.choice(figures) if figures else None

    def fact(self, day: date, *measures: str) -> Line | None:
        """Return a sentence that states one figure, exactly or honestly rounded."""
        figure = self.any_figure(day, *measures)
        if figure is None:
            return None
        amount = self.amount(figure, rounded=self.random.random() < 0.3)
        return self.state(figure, day, amount=amount)

    def state(self, figure: Printing, day: date, **words: str) -> Line:
        """Return a sentence that states a figure, or something else where words are given."""
        quantity = self.ledger.quantity(figure.quantity)
        pattern = self.random.choice(self.patterns(figure, quantity, day))
        noun = re.split(r" of (?:20|[A-Z])|,", quantity.label)[0]
        own = {
            "holder": self.name(quantity.holder), "target": self.name(quantity.target),
            "amount": words.get("amount") or self.amount(figure), "date": self.when(figure.as_of),
            "loan": noun[0].lower() + noun[1:],
        }  # fmt: skip
        return filled(pattern, "amount", figure, **own | words)

    def say(self, key: str, main: str, figure: Printing | None = None, **words: str) -> Line:
        """Return one of the sentences of a key, with its words."""
        if figure is not None:
            holder, target = self.sides(figure)
            words = {"holder": self.name(holder), "target": self.name(target)} | words
        return filled(self.random.choice(self.bank.sentences[key]), main, figure, **words)

    def patterns(self, figure: Printing, quantity: Quantity, day: date) -> Sentences:
        """Return the wordings for a figure; none when it cannot be told on a day without a date."""
        measure = quantity.measure
        if measure == "loan" and _OWN_LOAN.match(quantity.label):
            measure = "bank loan"
        found = self.bank.statements.get(measure, {}).get(figure.status, ())
        has = {"target": quantity.target, "holder": quantity.holder}
        found = tuple(p for p in found if all(has[k] or f"{{{k}}}" not in p for k in has))
        later = figure.superseded_by and self.ledger.figure(figure.superseded_by)
        if (later and days(later.as_of)[0] <= day.toordinal() + 40) or self._grown(
            figure, quantity, day
        ):
            return tuple(p for p in found if "{date}" in p and figure.status == "completed")
        return () if _NOT_TOLD.search(quantity.label) else found

    def _grown(self, figure: Printing, quantity: Quantity, day: date) -> bool:
        """Tell whether more has been paid in all by a day than a total of some date says."""
        sides = (quantity.measure, quantity.holder, quantity.target)
        return quantity.measure == "cumulative investment" and any(
            (q.measure, q.holder, q.target) == sides
            and other.status == "completed"
            and days(figure.as_of)[1] < days(other.as_of)[0] <= day.toordinal()
            for other in self.ledger.figure_by_id.values()
            for q in (self.ledger.quantity(other.quantity),)
        )

    def value(self, figure: Printing) -> float:
        """Return what a figure should say, as a number."""
        return float(figure.right.value_si or 0)

    def sides(self, figure: Printing) -> tuple[str | None, str | None]:
        """Return holder and target of a figure."""
        quantity = self.ledger.quantity(figure.quantity)
        return quantity.holder, quantity.target

    # -- words

    def form(self, key: str, **words: str) -> str:
        """Return one of the forms of a key, with its words."""
        return self.random.choice(self.bank.forms[key]).format(**words)

    def name(self, key: str | None) -> str:
        """Return one of the names of a company."""
        if key is None:
            return ""
        company = self.ledger.companies[key]
        choices = [n for n in (company.label, company.label, company.name) if n in self.known]
        return self.random.choice(choices)

    def when(self, iso: str) -> str:
        """Return a date in words."""
        year, month = iso[:4], iso[5:7]
        if not month:
            return year
        number = int(month)
        return self.form(
            "date", month=month_name[number], abbreviated=month_abbr[number], year=year
        )

    def amount(self, figure: Printing, *, rounded: bool = False) -> str:
        """Return a printed amount, with the modality that belongs to it."""
        right = figure.right
        pattern = self.random.choice(self.bank.modalities[figure.modality])
        if right.value_si is None:
            low, high = float(right.low_si or 0), float(right.high_si or 0)
            return pattern.format(amount=self.span(low, high, right.unit_si))
        value = float(right.value_si)
        near = _round(value) if rounded and figure.modality in {"exactly", "about"} else value
        if near != value:
            key = "rounded up" if near > value else "rounded"
            return self.form(key, amount=self.one(near, right.unit_si))
        return pattern.format(amount=self.one(value, right.unit_si))

    def one(self, value: float, unit: str, digits: str = "") -> str:
        """Return one amount in one of the usual forms, with digits of its own if need be."""
        if unit in {"fraction", "points"}:
            key = "percent" if unit == "fraction" else "points"
            return self.form(key, number=f"{value * 100:.6g}")
        size, words = self._scale(value)
        form = self.random.choice(self.bank.currencies[unit])
        text = form.format(number=digits or f"{value / size:.6g}", **words)
        return re.sub(" +", " ", text).strip()

    def span(self, low: float, high: float, unit: str) -> str:
        """Return both ends of a range."""
        if unit in {"fraction", "points"}:
            return self.form("range of percent", low=f"{low * 100:.6g}", high=f"{high * 100:.6g}")
        size, words = self._scale(high)
        ends = {"low": f"{low / size:.6g}", "high": f"{high / size:.6g}"}
        return self.form("range of money", sign=self.bank.signs[unit], **ends, **words)

    def _scale(self, value: float) -> tuple[float, dict[str, str]]:
        for size, name in _SIZES.items():
            if abs(value) >= size:
                return size, self.bank.scales[name]
        return 1.0, {"word": "", "short": ""}


def _round(value: float) -> float:
    digits = 2 if f"{value:.3g}" != f"{value:.2g}" else 1
    near = float(f"{value:.{digits}g}")
    return near if abs(near - value) <= 0.03 * abs(value) else value
