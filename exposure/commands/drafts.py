"""Commands for editors: a draft checked, and the quantities of a text."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exposure.commands import (
    AT_FAULT,
    DATA,
    DONE,
    Command,
    FaultsError,
    NotUnderstoodError,
    Option,
    folder_of,
    known,
    print_json,
)
from exposure.dates import in_words

if TYPE_CHECKING:
    import argparse

    from exposure.ledger import Ledger


def draft(args: argparse.Namespace) -> int:
    """Print what is wrong with a draft, or what a rule looks for."""
    from exposure.draft import CAVEAT, RULES, check
    from exposure.draft.dateline import dateline

    if args.explain is not None:
        known("rule", args.explain, [*RULES])
        rule = RULES[args.explain]
        if args.json:
            print_json({"rule": rule.name, "says": rule.says, "explanation": rule.explanation})
        else:
            print(f"{rule.name}: {rule.says}\n\n{rule.explanation}")
        return DONE
    text = _text(args.file)
    today = datetime.now(tz=UTC).date()
    own = dateline(text, today) if args.date is None else None
    report = check(text, None if args.alone else _ledger(args), own or _day(args.date, today))
    if own:
        words = f"read as of {in_words(own.isoformat())}, the date in its own first lines; --date names another"
        print(f"{args.file}: {words}", file=sys.stderr)
    if args.json:
        print_json([finding.as_json() for finding in report.findings])
    else:
        for finding in report.findings:
            if finding.severity != "info" or finding.rule == "sources-disagree":
                place = f"{args.file}:{finding.line}:{finding.column}: {finding.rule}"
                print(f"{place}: {' '.join(finding.printed.split())!r}: {finding.message}")
        print(report.summary + ("" if report.errors else f". {CAVEAT}"))
    return AT_FAULT if report.errors else DONE


def quantities(args: argparse.Namespace) -> int:
    """Print every quantity of a text."""
    from exposure import quantities, terminal

    found = quantities.quantities(_text(args.file))
    if args.json:
        print_json([one.as_json() for one in found])
        return DONE
    header = ("place", "printed", "kind", "value", "unit", "modality")
    rows = []
    for one in found:
        plain = one.as_json()
        value = plain["value"] if one.single else f"{plain['low']} to {plain['high']}"
        place = f"{one.start}-{one.end}"
        printed = " ".join(one.printed.split())
        rows.append((place, printed, one.kind, str(value), one.unit, one.modality))
    print(terminal.table(header, rows, right={"value"}))
    return DONE


def _text(name: str | None) -> str:
    """Return the text of a file, or of the standard input, in whatever encoding it is."""
    from exposure.draft import LIMIT, TooLongError
    from exposure.draft.decoding import decoded

    if name is None:
        raise NotUnderstoodError("name the FILE to read, or - for the standard input")
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NotUnderstoodError(f"{name}: it cannot be read: {reason}") from error
    text = decoded(data)
    # Bytes of another encoding may be more in UTF-8, by which the limit is.
    if max(len(data), len(text.encode("utf-8", "surrogatepass"))) > LIMIT:
        raise NotUnderstoodError(f"{name}: {TooLongError()}")
    return text


def _day(words: str | None, today: date) -> date:
    if words is None:
        return today
    try:
        if len(words) == len("2026-01-29"):
            return date.fromisoformat(words)
    except ValueError as error:
        raise NotUnderstoodError(f"--date {words}: write a day as 2026-01-29") from error
    raise NotUnderstoodError(f"--date {words}: write a day as 2026-01-29")


def _ledger(args: argparse.Namespace) -> Ledger:
    from exposure import ledger
    from exposure.book import seeds_folder

    folder = folder_of(args)
    entries, faults = ledger.load(folder, seeds_folder(folder))
    if entries is None:
        raise FaultsError(faults)
    return entries


_FILE = {"metavar": "FILE", "nargs": "?", "help": "a text; - reads the standard input"}
_DRAFT = (
    Option("file", _FILE),
    Option(
        "--date",
        {
            "metavar": "YYYY-MM-DD",
            "help": "the day of the draft; without it the one in its first lines, else today",
        },
    ),
    Option("--alone", {"action": "store_true", "help": "against itself, without the ledger"}),
    Option("--explain", {"metavar": "RULE", "help": "what a rule looks for"}),
)

COMMANDS = (
    Command("draft", "a draft against the ledger and itself, as file:line", draft, (*_DRAFT, DATA)),
    Command(
        "quantities", "every quantity that a text prints", quantities, (Option("file", _FILE),)
    ),
)
