"""What is said of a checked draft: its summary, one finding, an item of the list, the reports.

Comes in: a `Report`, the ledger, and the problems of `exposure.marked`. Goes out: words, Markdown
and JSON. Nothing is kept.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from exposure import explain
from exposure.dates import in_words
from exposure.draft import CAVEAT, RULES
from exposure.draft.finding import said
from exposure.fields import is_date
from exposure.ledger import Figure
from exposure.listing import told, where
from exposure.marked import MARKS, listed
from exposure.printings import correction
from exposure.wording import percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exposure.draft import Finding, Report
    from exposure.ledger import Ledger, PublicFigure
    from exposure.marked import Problem

_COUNTED = {"error": ("wrong", "misprint"), "warning": ("warning",), "stale figure": ("stale",)}


def summary(report: Report, ledger: Ledger) -> str:
    """Return the summary of a report, in which the same error in several places is one error."""
    found = listed(report, ledger)
    parts = report.summary.split(", ")
    for noun, names in _COUNTED.items():
        problems = [problem for name in names for problem in found.get(name, ())]
        count, places = len(problems), sum(len(problem.findings) for problem in problems)
        if places > count:
            told_ = f"{count:,} {noun}{'' if count == 1 else 's'} in {places:,} places"
            parts = [told_ if part.startswith(f"{places} {noun}") else part for part in parts]
    return ", ".join(parts)


def right(finding: Finding, ledger: Ledger) -> str:
    """Return the right value in words, where there is one to give."""
    value = finding.right_value
    if value is None or isinstance(value, str):
        return in_words(value) if value and is_date(value) else value or ""
    figure = ledger.figure_by_id.get(finding.figure)
    ends = value if isinstance(value, tuple) else (value,)
    if figure is not None and figure.right.kind == finding.kind and _same(figure.right, ends):
        return explain.amount(figure.right)
    if finding.rule == "points":
        return " to ".join(f"{end * 100:g} percentage points" for end in ends)
    if finding.kind == "percent":
        return " to ".join(percent(end) for end in ends)
    return said(ends[0], ends[-1], finding.unit) if finding.unit else ""


def facts(finding: Finding, ledger: Ledger) -> dict[str, str]:
    """Return all that is known of a finding, label to text."""
    found = {
        "Right value": right(finding, ledger) if finding.severity != "info" else "",
        "Computed": finding.computation,
        # Of what is no problem the rule says no more than its message.
        "Rule": f"{finding.rule}. {RULES[finding.rule].says}"
        if finding.rule in RULES and finding.severity != "info"
        else "",
        "Place": f"line {finding.line}, character {finding.column}",
    }
    figure = ledger.figure_by_id.get(finding.figure)
    if figure is not None:
        wrong = correction(figure) if isinstance(figure, Figure) else {}
        says = explain.amount(figure.right) if wrong else told(figure)
        found["In the ledger"] = f"{ledger.quantity(figure.quantity).label}: {says}"
        found["As of"] = f"{in_words(figure.as_of)}, {figure.status}"
        found["Printed wrongly in" if wrong else "Source"] = _cited(ledger, figure)
        found |= {
            label: words
            for label, words in wrong.items()
            if words not in finding.message and words != finding.computation
        }
    return {label: words for label, words in found.items() if words}


def title(name: str, problems: Sequence[Problem]) -> str:
    """Return the heading of the problems with one mark, with how many there are and in how many places."""
    count, places = len(problems), sum(len(one.findings) for one in problems)
    return f"{MARKS[name][1]} ({count:,}{f', in {places:,} places' if places > count else ''})"


def item(report: Report, ledger: Ledger, problem: Problem, *, to: str = "") -> str:
    """Return a problem as an item of a list in Markdown: what is printed where, what is right, why.

    With ``to`` each line is a link to its figure there: ``to`` and the place of the finding.
    """
    plain = _on_page if to else _in_file
    findings = [report.findings[index] for index in problem.findings]
    # Printings of one error may be told at different length; the fullest is for all of them.
    first = max(findings, key=lambda one: len(one.message))
    printed = " / ".join(dict.fromkeys(" ".join(one.printed.split()) for one in findings))
    lines = {report.findings[index].line: index for index in reversed(problem.findings)}
    places = [str(line) for line in sorted(lines)]
    places[0] = f"line{'s' if len(lines) > 1 else ''} {places[0]}"
    if to:
        places = [f"[{p}]({to}{lines[n]})" for p, n in zip(places, sorted(lines), strict=True)]
    told_ = [f"**{plain(printed)}**, {', '.join(places)}: "]
    message = first.message.rstrip(".")
    words = f"{plain(message[:1].upper() + message[1:])}."
    if problem.number and (value := plain(right(first, ledger))):
        # Most messages say the right value themselves; it is told once, and in bold.
        spaced = r"\s?".join(map(re.escape, value.split()))
        words, found = re.subn(rf"(?<![\w.,]){spaced}(?!\w)", r"**\g<0>**", words, count=1)
        if not found:
            told_.append(f"right is **{value}**. ")
    told_.append(words)
    if first.computation and first.computation.rpartition(" = ")[0] not in message:
        told_.append(f" Computed: {plain(first.computation)}.")
    if (source := _source(first, ledger)) and source not in message:
        told_.append(f" Source: {plain(source)}.")
    return (f"{problem.number}. " if problem.number else "- ") + "".join(told_)


def as_json(report: Report, ledger: Ledger, today: date, stamp: str) -> str:
    """Return the report as JSON; the findings are those of ``draft --json``, each with its source."""
    told_: dict[str, Any] = {
        "date": today.isoformat(),
        "data": stamp,
        "summary": summary(report, ledger),
        "caveat": CAVEAT,
        "findings": [
            finding.as_json()
            | {"computation": finding.computation, "source": _source(finding, ledger)}
            for finding in report.findings
        ],
    }
    return json.dumps(told_, ensure_ascii=False, indent=2)


def as_markdown(report: Report, ledger: Ledger, today: date, stamp: str) -> str:
    """Return the report as Markdown: the summary, then the findings by gravity."""
    lines = [
        "# Figures of a draft",
        "",
        f"Draft of {today.isoformat()}, held against the data {_in_file(stamp)}.",
        "",
        f"**{summary(report, ledger)}.** {CAVEAT}",
    ]
    for name, problems in listed(report, ledger).items():
        lines += ["", f"## {title(name, problems)}", ""]
        lines += [item(report, ledger, problem) for problem in problems]
    return "\n".join([*lines, ""])


def _same(amount: Any, ends: tuple[float, ...]) -> bool:  # noqa: ANN401  (an amount of the ledger)
    known = (amount.low_si, amount.high_si) if amount.value_si is None else (amount.value_si,)
    return known == ends


def _cited(ledger: Ledger, figure: Figure | PublicFigure) -> str:
    """Return where a figure stands, with the words printed there and who published them."""
    if not isinstance(figure, Figure):
        return figure.title
    card = ledger.sources[figure.source]
    return f"{where(ledger, figure)}, “{figure.printed}” ({card.title}, {in_words(card.date)})"


def _source(finding: Finding, ledger: Ledger) -> str:
    figure = ledger.figure_by_id.get(finding.figure)
    return "" if figure is None else where(ledger, figure)


def _on_page(words: str) -> str:
    """Return words on one line that the page's Markdown, which knows more signs, prints as they stand."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|$~:^&-])", r"\\\1", " ".join(words.split()))


def _in_file(words: str) -> str:
    r"""Return words on one line that Markdown prints as they stand, and that are read as they are too.

    >>> print(_in_file("S&P: $5 bn - $6 bn (<b>, $x$)"))
    S&P: $5 bn - $6 bn (\<b\>, \$x\$)
    """
    signs = r"([\\`*_\[\]<>|~^]|\$(?!\d)|&(?=#?\w+;)|:(?=//))"
    return re.sub(signs, r"\\\1", " ".join(words.split()))
