"""Commands about scenarios: what can be moved, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure.commands import (
    DATA,
    DONE,
    NAME,
    SET,
    Command,
    NotUnderstoodError,
    book_of,
    print_json,
    settings_of,
)

if TYPE_CHECKING:
    import argparse


def levers(args: argparse.Namespace) -> int:
    """Print every lever with its range and its baseline."""
    from exposure import answers, terminal
    from exposure.scenario import plain

    rows = answers.levers(book_of(args))
    if args.json:
        print_json(rows)
        return DONE
    cells = ([v if isinstance(v, str) else plain(v) for v in row.values()] for row in rows)
    print(terminal.table(list(rows[0]), cells, right={"low", "high", "step", "default"}))
    return DONE


def scenario(args: argparse.Namespace) -> int:
    """Print the answers of one scenario."""
    from exposure import answers, terminal
    from exposure.balance import BalanceError
    from exposure.model import outcome

    book = book_of(args)
    name, values = settings_of(book, args)
    try:
        result = outcome(book, values)
    except BalanceError as error:
        raise NotUnderstoodError(f"this scenario has no answer: {error}") from error
    found = answers.scenario(result, name)
    if args.json:
        print_json(found)
    else:
        print(terminal.scenario(result, name, found["notices"]))
    return DONE


COMMANDS = (
    Command("levers", "what can be moved, and how far", levers, (DATA,)),
    Command("scenario", "the answers of a scenario", scenario, (NAME, SET, DATA)),
)
