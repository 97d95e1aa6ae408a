"""One sentence for one figure, exactly or honestly rounded, in one bank of wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from benchmarks.score.wording import (
    CURRENCIES,
    LOANS,
    MODALITIES,
    MONTHS,
    NOISE,
    SCALES,
    WORDING,
    Bank,
)
from exposure.dates import days
from exposure.draft.facts import names
from exposure.entries import Figure, PublicFigure

if TYPE_CHECKING:
    from datetime import date

    from exposure.entries import Quantity
    from exposure.ledger import Ledger

_NONE: tuple[Bank, ...] = ((),) * len(NOISE)
Printing = Figure | PublicFigure


@dataclass(frozen=True)
class Line:
    """One sentence, with the printed amount that may be spoiled, and what it states."""

    text: str
    printed: str = ""
    figure: Printing | None = None
    day: str = ""


class Writer:
    """Writes drafts from a ledger with one bank of wording and one seed."""

    def __init__(self, ledger: Ledger, seed: int, bank: int) -> None:
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
                for key in (quantity.holder, quantity.target)
            ):
                continue
            if (
                figure.unit_si in {"CNY", "count", "times", "shares", "date"}
                or "per" in figure.unit_si
            ):
                continue
            if self.pattern(figure, quantity, day):
                found.append(figure)
        return found

    def fact(self, day: date, *measures: str) -> Line | None:
        """Return a sentence that states one figure, exactly or honestly rounded."""
        figures = self.figures(day, measures)
        if not figures:
            return None
        figure = self.random.choice(figures)
        return self.state(figure, day, rounded=self.random.random() < 0.3)

    def state(
        self, figure: Printing, day: date, *, rounded: bool = False, printed: str = ""
    ) -> Line:
        """Return a sentence that states a figure."""
        quantity = self.ledger.quantity(figure.quantity)
        pattern = self.random.choice(self.pattern(figure, quantity, day))
        amount = printed or self.amount(figure, rounded=rounded)
        when = self.when(figure.as_of)
        noun = re.split(r" of (?:20|[A-Z])|,", quantity.label)[0]
        text = pattern.format(
            H=self.name(quantity.holder), T=self.name(quantity.target), V=amount, D=when,
            N=noun[0].lower() + noun[1:],
        )  # fmt: skip
        return Line(text[0].upper() + text[1:], amount, figure, when)

    def pattern(self, figure: Printing, quantity: Quantity, day: date) -> Bank:
        """Return the wordings for a figure; none when it cannot be told on a day without a date."""
        if quantity.measure == "loan" and re.match(
            r"(?:Bridge|Margin|Hybrid|Bond)", quantity.label
        ):
            loan = (
                figure.status == "completed"
                and "part" not in quantity.label
                and "repaid" not in quantity.label
            )
            banks: tuple[Bank, ...] = LOANS if loan else _NONE
        else:
            banks = WORDING.get(quantity.measure, {}).get(figure.status, _NONE)
        found = banks[self.bank]
        if not (quantity.holder or "{H}" not in "".join(found)):
            return ()
        if "{T}" in "".join(found) and not quantity.target:
            return ()
        later = figure.superseded_by and self.ledger.figure(figure.superseded_by)
        if later and days(later.as_of)[0] <= day.toordinal() + 40:
            return tuple(p for p in found if "{D}" in p and figure.status == "completed")
        plan = "commitment" in quantity.measure and "plan" in quantity.label
        return (
            ()
            if plan
            or re.search(
                r"plan|had OpenAI|meant|teaser|saw|asked|investors of|other owners",
                quantity.label,
                re.IGNORECASE,
            )
            else found
        )

    # -- words

    def name(self, key: str | None) -> str:
        """Return one of the names of a company."""
        if key is None:
            return ""
        company = self.ledger.companies[key]
        known = names(self.ledger.companies)
        choices = [name for name in (company.label, company.label, company.name) if name in known]
        return self.random.choice(choices)

    def when(self, iso: str) -> str:
        """Return a date in words."""
        year, month = iso[:4], iso[5:7]
        return f"{MONTHS[int(month) - 1]} {year}" if month else year

    def amount(self, figure: Printing, *, rounded: bool = False) -> str:
        """Return a printed amount, with the modality that belongs to it."""
        right = figure.right
        modality = self.random.choice(MODALITIES[figure.modality])
        if right.value_si is None:
            return modality + self.span(
                float(right.low_si or 0), float(right.high_si or 0), right.unit_si
            )
        value = float(right.value_si)
        if rounded and figure.modality in {"exactly", "about"}:
            near = self._round(value)
            if near != value:
                word = self.random.choice(
                    ("about ", "roughly ", "some ")
                    + (("nearly ", "almost ") if near > value else ())
                )
                return word + self.one(near, right.unit_si)
        return modality + self.one(value, right.unit_si)

    def _round(self, value: float) -> float:
        digits = 2 if f"{value:.3g}" != f"{value:.2g}" else 1
        near = float(f"{value:.{digits}g}")
        return near if abs(near - value) <= 0.03 * abs(value) else value

    def one(self, value: float, unit: str) -> str:
        """Return one amount in one of the usual forms."""
        if unit in {"fraction", "points"}:
            number = f"{value * 100:.6g}"
            if unit == "points":
                return f"{number} percentage points"
            return number + self.random.choice(("%", "%", " percent", " per cent"))
        scale = next(size for size in SCALES if abs(value) >= size or size == 1.0)
        word, short = SCALES[scale]
        form = self.random.choice(CURRENCIES[unit])
        digits = f"{value / scale:.6g}"
        if form == "US${}{}" or (form[0] in "$¥€£" and self.random.random() < 0.4):
            return form.replace(" ", "").format(digits, short)
        return form.format(digits, word).replace("  ", " ").strip()

    def span(self, low: float, high: float, unit: str) -> str:
        """Return both ends of a range."""
        scale = next(size for size in SCALES if abs(high) >= size or size == 1.0)
        word, short = SCALES[scale]
        a, b = f"{low / scale:.6g}", f"{high / scale:.6g}"
        if unit in {"fraction", "points"}:
            return f"{low * 100:.6g}% to {high * 100:.6g}%"
        sign = {"USD": "$", "JPY": "¥", "EUR": "€", "GBP": "£"}.get(unit, unit + " ")
        return self.random.choice((
            f"{sign}{a} {word} to {sign}{b} {word}", f"{sign}{a}-{b} {word}", f"{sign}{a} to {b} {word}", f"{sign}{a}{short}-{sign}{b}{short}",
        ))  # fmt: skip

    def sides(self, figure: Printing) -> tuple[str | None, str | None]:
        """Return holder and target of a figure."""
        quantity = self.ledger.quantity(figure.quantity)
        return quantity.holder, quantity.target
