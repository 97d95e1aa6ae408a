"""A scenario -> the page that a publish pack is made of, without the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from exposure import wording
from exposure.charts import LIGHT
from exposure.explain import explain
from exposure.export.report import Chart, Columns, Number, Report, Table, Words
from exposure.link import State, write
from exposure.measures import MEASURES
from exposure.model import holdings_table, outcome
from exposure.overview import ltv_curve
from exposure.stamp import stamp

if TYPE_CHECKING:
    from exposure.model import Outcome

_NUMBERS = ("ltv", "ltv_grossed", "equity_value", "net_debt", "nav", "focus_share_equity")


def standard(result: Outcome) -> Report:
    """Return the overview of a scenario as a page."""
    book = result.book
    query = urlencode(write(book, State(result.values), "app"), doseq=True)
    report = Report(
        title=f"How much of {book.group_name} is {book.focus_name}?",
        as_of=book.baseline.as_of,
        stamp=stamp(book),
        link=f"/?{query}" if query else "/",
        outcome=result,
        changes=tuple(wording.changes(result)),
    )
    words = wording.headline(result)
    report.parts.append(Words("sentence", words))
    for name in _NUMBERS:
        known = explain(result, name)
        value = MEASURES[name].value(result)
        report.parts.append(Number(name, known.label, value, "", lambda known=known: known))  # type: ignore[misc]
    figure, points = ltv_curve(result, outcome(book, {}), LIGHT)
    lever = book.focus_lever
    title = f"Loan to value as the value of {book.focus_name} moves"
    curve: Columns = {
        lever.name: (f"{lever.label}, {lever.unit}", wording.number),
        "disclosed": ("Disclosed LTV", wording.percent),
        "grossed": ("Grossed LTV", wording.percent),
    }
    table = Table("ltv-curve", title, points, curve)
    source = f"Balance sheet of {report.as_of}. Data and model: {report.stamp}."
    report.parts.append(Chart("ltv-curve", title, words, source, figure, table))
    held = holdings_table(result.sheet)
    held["company"] = [book.name(company) for company in held["company"]]
    columns: Columns = {
        "company": ("Holding", None),
        "gross_usd_bn": ("Gross value, USD bn", wording.number),
        "asset_backed_finance_usd_bn": ("Loans on it, USD bn", wording.number),
        "equity_value_usd_bn": ("Equity value, USD bn", wording.number),
        "share_of_equity": ("Share of equity value", wording.percent),
    }
    report.parts += [Words("heading", "Holdings"), Table("holdings", "Holdings", held, columns)]
    return report
