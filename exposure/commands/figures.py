"""Commands about what is known: the ledger, published balance sheets and sign-offs."""

from __future__ import annotations

import sys
from dataclasses import asdict
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
    book_of,
    folder_of,
    known,
    print_faults,
    print_json,
)

if TYPE_CHECKING:
    import argparse


def check(args: argparse.Namespace) -> int:
    """Print every fault of the data and every finding about it."""
    from exposure.audit import audit

    book, faults, verified = audit(folder_of(args))
    closing = "The data cannot be used."
    if book is not None:
        count = f"{len(book.ledger.figure_by_id)} figures; the words of the articles"
        not_so = f"{count} were not verified: the texts are not installed."
        closing = f"{count} were verified." if verified else not_so
    errors = sum(fault.severity == "error" for fault in faults)
    if args.json:
        print_json([asdict(fault) for fault in faults])
    else:
        print_faults(faults, sys.stdout)
        print(f"{errors} errors, {len(faults) - errors} findings. {closing}")
    return AT_FAULT if errors else DONE


def figures(args: argparse.Namespace) -> int:
    """Print every figure that is printed in an article."""
    from exposure import ledger, terminal
    from exposure.book import seeds_folder

    folder = folder_of(args)
    entries, faults = ledger.load(folder, seeds_folder(folder))
    if entries is None:
        raise FaultsError(faults)
    if args.json:
        print_json(ledger.rows(entries))
        return DONE
    print(terminal.figures(entries))
    return DONE


def balance(args: argparse.Namespace) -> int:
    """Compute a published balance sheet again from its parts, and compare."""
    from exposure import published, terminal

    path = Path(args.file)
    if not path.exists():
        raise NotUnderstoodError(f"{args.file}: the file does not exist")
    sheet, faults = published.read(path)
    print_faults(faults, sys.stderr)
    if sheet is None:
        if args.json:
            names = ("equity_value", "net_debt", "nav", "nav_per_share", "ltv", "ltv_grossed")
            nothing = dict.fromkeys(names)
            print_json({**nothing, "agrees": False, "messages": [str(f) for f in faults]})
        return AT_FAULT
    found = published.reproduce(sheet)
    if args.json:
        print_json(found.as_json())
    else:
        print(terminal.balance(found))
    return DONE if found.agrees else AT_FAULT


def review(args: argparse.Namespace) -> int:
    """Sign a figure off, or print who signed which."""
    from exposure import ledger, reviews, terminal
    from exposure.book import seeds_folder

    _understood(args)
    folder = folder_of(args)
    entries, faults = ledger.load(folder, seeds_folder(folder))
    if entries is None:
        raise FaultsError(faults)
    chosen = [args.figure]
    if args.list:
        chosen = _behind(args) if args.target else [*entries.figure_by_id]
    else:
        known("figure", args.figure, [*entries.figure_by_id])
        state: reviews.Verdict = "disputed" if args.checked_by is None else "checked"
        by = _said("NAME", args.checked_by or args.disputed_by or "", reviews.LONGEST_NAME)
        note = args.note and _said("TEXT", args.note, reviews.LONGEST_NOTE)
        signed, faults = reviews.sign(folder, entries.figure(args.figure), state, by, note=note)
        if signed is None:
            raise FaultsError(faults)
    found, faults = reviews.load(folder)
    if found is None:
        raise FaultsError(faults)
    print_faults(reviews.findings(found, entries) if args.list else (), sys.stderr)
    from exposure import desk

    rows = desk.checklist(entries, found, chosen)
    if args.json:
        print_json([row.json for row in rows] if args.list else rows[0].json)
    else:
        print(terminal.checklist(rows) if args.list else f"{rows[0].figure}: {rows[0].standing}")
        if args.list:
            print(f"\n{desk.tally(rows)}")
    return DONE


def _understood(args: argparse.Namespace) -> None:
    """Refuse words that do not go together in a review."""
    signs = [name for name in (args.checked_by, args.disputed_by) if name is not None]
    if args.list and (args.figure or signs or args.note):
        raise NotUnderstoodError("--list prints a checklist and signs nothing; do one of the two")
    if not args.list and args.target:
        raise NotUnderstoodError("--for chooses what --list prints; add --list")
    if not args.list and (not args.figure or len(signs) != 1):
        words = "write FIGURE with one of --checked-by NAME and --disputed-by NAME, or --list"
        raise NotUnderstoodError(words)
    if args.disputed_by is not None and not args.note:
        raise NotUnderstoodError("a dispute has a reason: add --note TEXT")


def _said(what: str, words: str, most: int) -> str:
    from exposure.reviews import said

    try:
        return said(words, most)
    except ValueError as error:
        raise NotUnderstoodError(f"{what} {error}") from error


def _behind(args: argparse.Namespace) -> list[str]:
    """Return the figures behind the page or the scenario that a checklist is for."""
    from exposure import desk

    book = book_of(args)
    known("page or scenario", args.target, [*desk.choices(book)])
    return [*desk.behind(book, args.target)]


_FILE = Option("file", {"metavar": "FILE", "help": "a balance sheet as in data/published/"})
_REVIEW = (
    Option("figure", {"metavar": "FIGURE", "nargs": "?", "help": "the id of a figure"}),
    Option("--checked-by", {"metavar": "NAME", "help": "sign it off: it agrees with its source"}),
    Option("--disputed-by", {"metavar": "NAME", "help": "sign it as one that cannot be printed"}),
    Option("--note", {"metavar": "TEXT", "help": "why, in a sentence"}),
    Option("--list", {"action": "store_true", "help": "print the checklist of all figures"}),
    Option(
        "--for",
        {"dest": "target", "metavar": "NAME", "help": "those behind a page or a scenario alone"},
    ),
)

COMMANDS = (
    Command("check", "every fault and every finding, as file:line", check, (DATA,)),
    Command("figures", "every figure printed in an article", figures, (DATA,)),
    Command("balance", "a published balance sheet from its own parts", balance, (_FILE,)),
    Command("review", "sign a figure off, or the checklist", review, (*_REVIEW, DATA)),
)
