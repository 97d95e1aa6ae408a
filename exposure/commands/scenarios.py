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
    from exposure import terminal
    from exposure.scenario import plain

    book = book_of(args)
    names = ("name", "label", "unit", "low", "high", "step")
    rows = [
        {name: getattr(lever, name) for name in names}
        | {"default": book.levers.defaults[lever.name]}
        for lever in book.levers.table
    ]
    if args.json:
        print_json(rows)
        return DONE
    cells = ([v if isinstance(v, str) else plain(v) for v in row.values()] for row in rows)
    print(terminal.table([*names, "default"], cells, right={"low", "high", "step", "default"}))
    return DONE


def scenario(args: argparse.Namespace) -> int:
    """Print the answers of one scenario."""
    from exposure import terminal
    from exposure.balance import BalanceError
    from exposure.model import outcome

    book = book_of(args)
    name, values = settings_of(book, args)
    try:
        result = outcome(book, values)
    except BalanceError as error:
        raise NotUnderstoodError(f"this scenario has no answer: {error}") from error
    notices = [
        f"{book.name(company)}: the loan exceeds the shares that secure it; the holding counts "
        "as nothing"
        for company in result.sheet.floored
    ]
    if args.json:
        print_json({"scenario": name, **result.as_json(), "notices": notices})
    else:
        print(terminal.scenario(result, name, notices))
    return DONE


COMMANDS = (
    Command("levers", "what can be moved, and how far", levers, (DATA,)),
    Command("scenario", "the answers of a scenario", scenario, (NAME, SET, DATA)),
)
