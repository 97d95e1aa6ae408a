"""Answers as text for a terminal: aligned tables, numbers to the right, units beside them.

In come the records and outcomes that the pages show; out comes text. Nothing is
computed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure import wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from exposure.desk import Entry
    from exposure.entries import Amount, Figure
    from exposure.ledger import Ledger
    from exposure.model import Outcome
    from exposure.published import Comparison, Reproduction


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[str] = ()) -> str:
    """Return rows under a header, each column as wide as its widest cell.

    Examples
    --------
    >>> print(table(["what", "USD bn"], [["tea", "3"], ["coffee", "12"]], right={"USD bn"}))
    what    USD bn
    tea          3
    coffee      12
    """
    lines = [[cell.replace(wording.GAP, " ") for cell in line] for line in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if name in right else cell.ljust(width)
            for name, cell, width in zip(header, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def figures(ledger: Ledger) -> str:
    """Return every printed figure with its article and paragraph."""
    header = ("id", "value", "unit", "modality", "status", "as of", "article", "¶", "printed", "")
    rows = (
        (
            figure.id,
            _amount(figure),
            figure.unit,
            figure.modality,
            figure.status,
            figure.as_of,
            ledger.sources[figure.source].text_file,
            str(figure.paragraph),
            figure.printed,
            _remark(figure),
        )
        for figure in ledger.figures
    )
    return table(header, rows, right={"value", "¶"})


def checklist(entries: Sequence[Entry]) -> str:
    """Return figures with a box each."""
    rows = (
        (e.box, e.figure, e.label, e.says, e.printed, e.where, e.as_of, e.standing) for e in entries
    )
    header = ("", "figure", "what", "says", "printed", "where", "as of", "state")
    return table(header, rows)


def scenario(outcome: Outcome, name: str | None, notices: Sequence[str]) -> str:
    """Return the answers of a scenario: what moves, the measures, and both ratios at each line."""
    book = outcome.book
    preset = None if name is None else book.preset(name)
    title = preset.title if preset else "Scenario"
    moved = wording.changes(outcome) or ["Nothing is moved."]
    measures = (
        ("Equity value of holdings", wording.usd_bn(float(outcome.sheet.equity_value))),
        ("Adjusted net debt", wording.usd_bn(float(outcome.sheet.net_debt))),
        ("NAV", wording.usd_bn(float(outcome.sheet.nav))),
        ("LTV as disclosed", wording.percent(outcome.ratio("disclosed"))),
        ("LTV grossed", wording.percent(outcome.ratio("grossed"))),
        (f"{book.focus_name}, share of equity value", wording.percent(outcome.share("equity"))),
        (f"{book.focus_name}, share of gross value", wording.percent(outcome.share("gross"))),
        (f"Stake in {book.focus_name}", wording.percent(outcome.focus_stake)),
    )
    lines = (
        (
            answer.line.label,
            answer.line.ratio,
            wording.percent(answer.value),
            "over" if answer.over else "below",
            wording.NONE if answer.raise_usd_bn is None else wording.usd_bn(answer.raise_usd_bn),
            wording.usd_bn(answer.invest_usd_bn),
            wording.percent(answer.fall),
            wording.NONE
            if answer.focus_value_usd_bn is None
            else wording.usd_bn(answer.focus_value_usd_bn),
        )
        for answer in outcome.answers()
    )
    header = ("line", "ratio", "LTV", "", "to raise", "to invest", "uniform fall", "break-even")
    sections = (
        f"{title} ({book.group_name}, from {book.baseline.as_of})",
        "\n".join(moved),
        table(("measure", "value"), measures, right={"value"}),
        table(header, lines, right={"LTV", *header[4:]}),
        "\n".join(notices),
    )
    return "\n\n".join(section for section in sections if section).replace(wording.GAP, " ")


def balance(found: Reproduction) -> str:
    """Return a published sheet beside what its parts give."""
    sheet = found.published
    compared = {str(one.measure): one for one in found.comparisons}
    rows = (
        (label, *_measure(found, name, compared.get(name))) for name, label in _MEASURES.items()
    )
    header = ("measure", "published", "from its parts", "")
    verdict = "The sheet is reproduced." if found.agrees else "The sheet is not reproduced."
    return "\n\n".join(
        (
            f"{sheet.group}, {sheet.as_of}, {sheet.unit}",
            table(header, rows, right={"published", "from its parts"}),
            "\n".join((*found.messages, verdict)),
        )
    )


_MEASURES = {
    "equity_value": "Equity value of holdings",
    "net_debt": "Net debt",
    "nav": "NAV",
    "nav_per_share": "NAV per share, JPY",
    "ltv": "LTV as disclosed",
    "ltv_grossed": "LTV grossed",
}


def _measure(found: Reproduction, name: str, one: Comparison | None) -> tuple[str, str, str]:
    value: float | None = getattr(found, name)
    verdicts = {True: "agrees", False: "disagrees", None: "not compared"}
    is_ratio = name.startswith("ltv")
    if value is None:
        computed = wording.NONE
    elif is_ratio:
        computed = wording.percent(value, 2)
    else:
        per_share = name == "nav_per_share" or "per share" in found.published.unit
        computed = wording.number(value, 0 if per_share else 2)
    if one is None:
        return "", computed, ""
    printed = f"{one.printed.scaleb(2):,f} %" if is_ratio else f"{one.printed:,f}"
    return printed.replace("-", "\N{MINUS SIGN}"), computed, verdicts[one.agrees]


def _amount(amount: Amount) -> str:
    ends = (amount.low, amount.high) if amount.value is None else (amount.value,)
    return " to ".join(
        end if isinstance(end, str) else f"{end:,.10g}" for end in ends if end is not None
    )


def _remark(figure: Figure) -> str:
    remarks = []
    if figure.corrected:
        remarks.append(f"corrected to {_amount(figure.corrected)} {figure.corrected.unit}")
    if figure.superseded_by:
        remarks.append(f"superseded by {figure.superseded_by}")
    return ", ".join(remarks)
