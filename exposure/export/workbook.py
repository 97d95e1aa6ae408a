"""The model as a workbook with live formulas: change an input, and every answer follows.

Comes in: a `Report`, of which the scenario matters. Goes out: the bytes of an XLSX
file with the levers as named cells, the way from the baseline to the answers, and a
sheet that holds each answer against ours.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

from exposure.explain import input_evidence
from exposure.export.chain import Asked, Base, chain
from exposure.export.formula import Formula, term
from exposure.export.grid import FIRST, Paper, Rows
from exposure.export.report import cited, model_sources
from exposure.export.results import Sheet, answers, concentration, flat
from exposure.export.tables import workbook, write, write_notes
from exposure.scenario import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exposure.baseline import Input
    from exposure.book import Book
    from exposure.export.report import Report
    from exposure.model import Outcome

# Answers agree when they differ by less than this part of them, or of one.
_AGREES = 1e-9
_PARTS = ("stake", "company_value", "economic_interest", "gross", "asset_backed_finance", "cost")
# What a spreadsheet allows in the note of a cell, and in a text inside of a formula.
_LONGEST_TITLE, _LONGEST = 32, 240
_MONEY = ("_usd_bn", "hhi", "holdings")


def as_workbook(report: Report) -> bytes:
    """Return the workbook of a scenario."""
    out = io.BytesIO()
    outcome, book = report.outcome, report.outcome.book
    with workbook(out) as file:
        paper = Paper(file, book, ("Inputs", "Answers", "Model", "Lines", "Checks"))
        made = _inputs(paper, outcome)
        base, asked = _base(book, made), Asked(book, made)
        paper.title("Model", "From the baseline to the scenario, USD bn; each cell is a formula.")
        paper.title("Lines", "How far to each line, USD bn; each cell is a formula.")
        chained = chain(book, base, asked, Rows(paper, "Model"))
        limits = {line.name: made[f"limit_{line.name}"] for line in book.lines}
        lines = partial(Rows, paper, "Lines")
        found = answers(Sheet(book, base, asked, chained, limits, lines))
        _checks(paper, outcome, _answers(paper, found, chained.faults))
        write_notes(file, _notes(report))
    return out.getvalue()


def _inputs(paper: Paper, outcome: Outcome) -> dict[str, Formula]:
    """Write the levers, then the inputs of the baseline, and return each by its name."""
    told = "Change what is tinted; every sheet follows. The last column has the name of each cell."
    paper.title("Inputs", told)
    sheet, levers = paper.sheets["Inputs"], outcome.book.levers
    header = ("Lever", "Value", "Unit", "Baseline", "Lowest", "Highest", "As made", "Name")
    paper.words("Inputs", FIRST - 1, header, "bold")
    sheet.freeze_panes(FIRST, 1)
    sheet.set_column(7, 7, 40)
    found: dict[str, Formula] = {}
    for row, lever in enumerate(levers.table, FIRST):
        value = outcome.values[lever.name]
        paper.words("Inputs", row, (lever.label, "", lever.unit))
        found[lever.name] = _named(paper, row, lever.name, value)
        for place, number in enumerate(
            (levers.defaults[lever.name], lever.low, lever.high, value), 3
        ):
            write(sheet, row, place, float(number))
        words = f"From {plain(lever.low)} to {plain(lever.high)}. {lever.help}"
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": float(lever.low),
            "maximum": float(lever.high),
            "input_title": lever.label[:_LONGEST_TITLE],
            "input_message": words[:_LONGEST],
        }
        sheet.data_validation(row, 1, row, 1, rule)
    header = ("Input of the baseline", "Value", "Unit", "How it is known", "As of", "", "", "Name")
    paper.words("Inputs", paper.below("Inputs", 1), (*header, "Source"), "bold")
    for row, (name, label, item) in enumerate(_fixed(outcome.book), paper.below("Inputs", 0)):
        if isinstance(item, float):
            paper.words("Inputs", row, (label, "", "fraction"))
            found[name] = _named(paper, row, name, item)
            continue
        unit = outcome.book.baseline.unit(item)
        paper.words("Inputs", row, (label, "", unit, item.basis, item.as_of))
        found[name] = _named(paper, row, name, item.value)
        sources = "; ".join(cited(one) for one in input_evidence(outcome.book, label, item))
        write(sheet, row, len(header), sources)
    return found


def _named(paper: Paper, row: int, name: str, value: float) -> Formula:
    sheet = paper.sheets["Inputs"]
    write(sheet, row, 1, value, paper.formats["input"])
    known = paper.name(name, "Inputs", row)
    write(sheet, row, 7, known)
    return Formula(known, value)


def _fixed(book: Book) -> Iterator[tuple[str, str, Input | float]]:
    """Yield the inputs that no lever moves: name, label, and what is known of each."""
    base = book.baseline
    yield "base_local_per_usd", "Exchange rate", base.local_per_usd
    yield "base_equity_value", "Equity value of holdings", base.equity_value
    yield "base_net_debt", "Adjusted net debt", base.net_debt
    for commitment in base.committed:
        label = f"Signed, unpaid: {book.ledger.deal(commitment.deal).title}"
        yield f"base_{commitment.deal}_committed", label, commitment.amount
    for holding in base.holdings:
        for part in _PARTS:
            if (item := getattr(holding, part)) is not None:
                label = f"{book.name(holding.company)}: {part.replace('_', ' ')}"
                yield f"base_{holding.company}_{part}", label, item
    for line in book.lines:
        yield f"limit_{line.name}", f"{line.label}, {line.ratio} LTV", line.limit


def _base(book: Book, made: Mapping[str, Formula]) -> Base:
    """Return the inputs of the baseline in USD bn and fractions."""
    base = book.baseline

    def money(name: str, item: Input) -> Formula:
        cell = made[name]
        return cell * 1000 / made["base_local_per_usd"] if item.unit == "local trn" else cell

    columns: dict[str, dict[str, Formula]] = {part: {} for part in _PARTS}
    committed = term(0.0)
    for commitment in base.committed:
        committed += money(f"base_{commitment.deal}_committed", commitment.amount)
    group = {
        "equity_value": money("base_equity_value", base.equity_value),
        "net_debt": money("base_net_debt", base.net_debt),
        "committed": committed,
    }
    for holding in base.holdings:
        columns["economic_interest"][holding.company] = term(1.0)
        for part in _PARTS:
            if (item := getattr(holding, part)) is not None:
                name = f"base_{holding.company}_{part}"
                share = part in {"stake", "economic_interest"}
                columns[part][holding.company] = made[name] / 100 if share else money(name, item)
    if cost := columns["cost"].get(book.ledger.focus):
        group["focus_cost"] = cost
    stake, value, interest, gross, loan, _ = columns.values()
    return Base(group, stake, value, interest, gross, loan)


def _answers(
    paper: Paper, found: Mapping[str, Formula], faults: tuple[tuple[str, Formula], ...]
) -> dict[str, Formula]:
    """Write the answers, and return their cells."""
    told = "Ratios are fractions; money is in USD bn. #N/A: there is no such number."
    paper.title("Answers", told)
    paper.words("Answers", FIRST - 1, ("Answer", "Value", "Name"), "bold")
    paper.sheets["Answers"].set_column(2, 2, 50)
    paper.words("Answers", 2, ["Is it possible?"])
    paper.put("Answers", 2, 1, _status(faults), "plain")
    cells = {name: _answer(paper, name, formula) for name, formula in found.items()}
    for basis in ("gross", "equity", "nav"):
        row = paper.below("Answers", 1)
        paper.words("Answers", row, [f"Shares of {basis} value, in the order of Model"])
        beside = [
            paper.put(
                "Answers", row, place, cells[f"holdings.{h.company}.share_of_{basis}"], "percent"
            )
            for place, h in enumerate(paper.book.baseline.holdings, 1)
        ]
        for name, formula in concentration(paper.book, basis, beside).items():
            cells[name] = _answer(paper, name, formula)
    return cells


def _answer(paper: Paper, name: str, formula: Formula) -> Formula:
    row = paper.below("Answers", 0)
    paper.words("Answers", row, [_called(paper.book, name)])
    is_amount = name.endswith(_MONEY) or name.startswith("break_even")
    cell = paper.put("Answers", row, 1, formula, "number" if is_amount else "percent")
    write(paper.sheets["Answers"], row, 2, paper.name(f"answer_{name}", "Answers", row))
    return cell


def _status(faults: tuple[tuple[str, Formula], ...]) -> Formula:
    """Return in words whether the scenario is possible: the first fault that holds."""
    fine = "This scenario is possible."
    told = Formula(f'"{fine}"', fine)
    for words, fault in reversed(faults):
        shown = words[:_LONGEST]
        quoted = shown.replace('"', '""')
        told = Formula(
            f'IF({fault.text},"{quoted}",{told.text})', shown if fault.value is True else told.value
        )
    return Formula(f'IFERROR({told.text},"There is no answer.")', told.value)


def _called(book: Book, name: str) -> str:
    """Return what an answer is called: its name with those of companies and lines in words."""
    known = {h.company: book.name(h.company) for h in book.baseline.holdings}
    known |= {line.name: f"{line.label}:" for line in book.lines}
    first, *rest = name.split(".", 2)
    if first in {"lines", "holdings", "concentration"}:
        head, tail = rest[0], rest[1]
        told = f"{known.get(head, f'Shares of {head} value:')} {tail}"
    else:
        told = " at ".join([first, *rest])
    told = told.replace("_usd_bn", ", USD bn").replace("_", " ")
    if told.startswith("focus"):
        told = book.focus_name + told.removeprefix("focus")
    return f"{told[0].upper()}{told[1:]}"


def _checks(paper: Paper, outcome: Outcome, cells: Mapping[str, Formula]) -> None:
    """Write each of our answers beside the workbook's own, and whether they agree."""
    told = "Each answer beside the program's own, for the inputs as they were made."
    paper.title("Checks", told)
    last = FIRST + len(outcome.book.levers.table)
    now, then = (f"Inputs!${letter}${FIRST + 1}:${letter}${last}" for letter in "BG")
    paper.words("Checks", 2, ["Inputs stand as they were made"])
    same = Formula(f"SUMPRODUCT(--({now}<>{then}))=0", value=True)
    unmoved = paper.put("Checks", 2, 1, same, "plain")
    paper.words("Checks", FIRST, ("Answer", "Workbook", "Program", "Agrees"), "bold")
    agreed = []
    for row, (name, value) in enumerate(flat(outcome.as_json()).items(), FIRST + 1):
        paper.words("Checks", row, [name])
        cell = paper.put("Checks", row, 1, cells[name], "plain")
        write(paper.sheets["Checks"], row, 2, "none" if value is None else value)
        ours = f"C{row + 1}"
        if value is None:
            agrees = Formula(f"ISNA({cell.text})", cell.is_nothing)
        else:
            near = f"ABS({cell.text}-{ours})<={_AGREES}*MAX(1,ABS({ours}))"
            close = abs(cell.value - value) <= _AGREES * max(1, abs(value))
            agrees = Formula(f"IFERROR({near},FALSE)", close)
        agreed.append(paper.put("Checks", row, 3, agrees, "plain"))
    where = f"{agreed[0].text}:{agreed[-1].text.rpartition('!')[2]}"
    verdict = f'IF({unmoved.text},IF(COUNTIF({where},FALSE)=0,"yes","NO"),"inputs have changed")'
    paper.words("Checks", 3, ["All answers agree"])
    agree = "yes" if all(one.value for one in agreed) else "NO"
    paper.put("Checks", 3, 1, Formula(verdict, agree), "plain")


def _notes(report: Report) -> list[tuple[str, str]]:
    rows = [
        ("As of", report.as_of),
        ("Scenario", report.scenario),
        ("Data and model", report.stamp),
        ("Link", report.link),
    ]
    return rows + [("Source", cited(row)) for row in model_sources(report.outcome)]
