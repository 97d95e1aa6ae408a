"""The answers of the pages on the command line: ``python -m exposure COMMAND``.

In come the words of a command line; out come a table or, with ``--json``, plain
data on the standard output, faults and complaints on the standard error, and an
exit code: 0 done, 1 a file is at fault or a sheet disagrees, 2 not understood.

`COMMANDS` is the one table of commands. A command imports what it needs when it
runs, so that each starts as fast as it can.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from exposure.book import Book
    from exposure.document import Fault

DONE, AT_FAULT, NOT_UNDERSTOOD = 0, 1, 2
_BROKEN_PIPE = 141  # what a shell reports of a program that lost its reader


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for a terminal that is not UTF-8
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone: nothing may be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except _FaultsError as error:
        _print_faults(error.faults, sys.stderr)
        return AT_FAULT
    except _NotUnderstoodError as error:
        print(f"{_PROGRAM}: {error}", file=sys.stderr)
        return NOT_UNDERSTOOD
    return code


# ------------------------------------------------------------------------------------ the commands


def check(args: argparse.Namespace) -> int:
    """Print every fault of the data and every finding about it."""
    from exposure import book, evidence, published

    folder = _folder(args)
    found, faults = book.load(folder)
    faults += published.findings(folder)
    closing = "The data cannot be used."
    if found is not None:
        cards = found.ledger.sources.values()
        texts = evidence.texts_folder(book.seeds_folder(folder))
        closing = f"{len(found.ledger.figure_by_id)} figures; the words of the articles "
        if texts and any((texts / card.text_file).is_file() for card in cards):
            faults += evidence.verify(found.ledger, texts)
            closing += "were verified."
        else:
            closing += "were not verified: the texts are not installed."
    faults = tuple(sorted(set(faults)))
    errors = sum(fault.severity == "error" for fault in faults)
    if args.json:
        _print_json([asdict(fault) for fault in faults])
    else:
        _print_faults(faults, sys.stdout)
        print(f"{errors} errors, {len(faults) - errors} findings. {closing}")
    return AT_FAULT if errors else DONE


def figures(args: argparse.Namespace) -> int:
    """Print every figure that is printed in an article."""
    from exposure import ledger, terminal
    from exposure.book import seeds_folder

    folder = _folder(args)
    entries, faults = ledger.load(folder, seeds_folder(folder))
    if entries is None:
        raise _FaultsError(faults)
    if args.json:
        _print_json(ledger.rows(entries))
        return DONE
    print(terminal.figures(entries))
    return DONE


def levers(args: argparse.Namespace) -> int:
    """Print every lever with its range and its baseline."""
    from exposure import terminal
    from exposure.scenario import plain

    book = _book(args)
    names = ("name", "label", "unit", "low", "high", "step")
    rows = [
        {name: getattr(lever, name) for name in names}
        | {"default": book.levers.defaults[lever.name]}
        for lever in book.levers.table
    ]
    if args.json:
        _print_json(rows)
        return DONE
    cells = ([v if isinstance(v, str) else plain(v) for v in row.values()] for row in rows)
    print(terminal.table([*names, "default"], cells, right={"low", "high", "step", "default"}))
    return DONE


def scenario(args: argparse.Namespace) -> int:
    """Print the answers of one scenario."""
    from exposure import terminal
    from exposure.balance import BalanceError
    from exposure.model import outcome

    book = _book(args)
    name, values = _settings(book, args)
    try:
        result = outcome(book, values)
    except BalanceError as error:
        raise _NotUnderstoodError(f"this scenario has no answer: {error}") from error
    notices = [
        f"{book.name(company)}: the loan exceeds the shares that secure it; the holding counts "
        "as nothing"
        for company in result.sheet.floored
    ]
    if args.json:
        _print_json({"scenario": name, **result.as_json(), "notices": notices})
    else:
        print(terminal.scenario(result, name, notices))
    return DONE


def balance(args: argparse.Namespace) -> int:
    """Compute a published balance sheet again from its parts, and compare."""
    from exposure import published, terminal

    path = Path(args.file)
    if not path.exists():
        raise _NotUnderstoodError(f"{args.file}: the file does not exist")
    sheet, faults = published.read(path)
    _print_faults(faults, sys.stderr)
    if sheet is None:
        if args.json:
            names = ("equity_value", "net_debt", "nav", "nav_per_share", "ltv", "ltv_grossed")
            nothing = dict.fromkeys(names)
            _print_json({**nothing, "agrees": False, "messages": [str(f) for f in faults]})
        return AT_FAULT
    found = published.reproduce(sheet)
    if args.json:
        _print_json(found.as_json())
    else:
        print(terminal.balance(found))
    return DONE if found.agrees else AT_FAULT


class _Option(NamedTuple):
    """An argument of a command, as `argparse` takes it."""

    name: str
    settings: dict[str, Any]


class _Command(NamedTuple):
    """A command: its name, what it says of itself, what runs it, and its arguments."""

    name: str
    about: str
    run: Callable[[argparse.Namespace], int]
    options: tuple[_Option, ...] = ()


_DATA = _Option("--data", {"metavar": "DIR", "help": "the folder of the data files"})
_NAME = _Option("name", {"metavar": "NAME", "nargs": "?", "help": "a scenario of scenarios.yaml"})
_SET = _Option(
    "--set",
    {
        "metavar": "LEVER=VALUE",
        "nargs": "+",
        "action": "extend",
        "default": [],
        "help": "move a lever; see the command levers",
    },
)
_FILE = _Option("file", {"metavar": "FILE", "help": "a balance sheet as in data/published/"})

COMMANDS = (
    _Command("check", "every fault and every finding, as file:line", check, (_DATA,)),
    _Command("figures", "every figure printed in an article", figures, (_DATA,)),
    _Command("levers", "what can be moved, and how far", levers, (_DATA,)),
    _Command("scenario", "the answers of a scenario", scenario, (_NAME, _SET, _DATA)),
    _Command("balance", "a published balance sheet from its own parts", balance, (_FILE,)),
)


# -------------------------------------------------------------------------------- reading the line

_PROGRAM = "python -m exposure"


class _FaultsError(Exception):
    """The data cannot be used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class _NotUnderstoodError(Exception):
    """The command line asks for something that there is not."""


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line."""

    def error(self, message: str) -> NoReturn:
        raise _NotUnderstoodError(message)


def _run(argv: Sequence[str]) -> int:
    parser = _Parser(_PROGRAM, description="The answers of the pages.", allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.about, allow_abbrev=False)
        one.add_argument("--json", action="store_true", help="print plain data")
        for name, settings in command.options:
            one.add_argument(name, **settings)
        one.set_defaults(run=command.run)
    if argv and not argv[0].startswith("-"):
        _known("command", argv[0], [command.name for command in COMMANDS])
    args = parser.parse_args(argv)
    code: int = args.run(args)
    return code


def _known(what: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        from exposure.fields import choices

        raise _NotUnderstoodError(f"no {what} is called {name!r}; {choices(name, names)}")


def _folder(args: argparse.Namespace) -> Path:
    """Return the folder of the data, by the shorter of its names."""
    from exposure.book import data_folder

    folder = Path(args.data) if args.data else data_folder()
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _book(args: argparse.Namespace) -> Book:
    from exposure import book

    found, faults = book.load(_folder(args))
    if found is None:
        raise _FaultsError([fault for fault in faults if fault.severity == "error"])
    return found


def _settings(book: Book, args: argparse.Namespace) -> tuple[str | None, dict[str, float]]:
    """Return the name of a scenario and the levers it moves, those of ``--set`` last."""
    asked = list(args.set)
    name = args.name
    if name is None and asked and "=" not in asked[-1]:
        name = asked.pop()  # the name may stand after the levers
    values: dict[str, float] = {}
    if name is not None:
        _known("scenario", name, [preset.name for preset in book.presets])
        values |= next(preset.set for preset in book.presets if preset.name == name)
    texts: dict[str, list[str]] = {}
    for item in asked:
        lever, equals, text = item.partition("=")
        if not equals:
            raise _NotUnderstoodError(f"{item!r} sets nothing; write LEVER=VALUE")
        texts.setdefault(lever, []).append(text)
    for lever, found in texts.items():
        _known("lever", lever, [one.name for one in book.levers.table])
        values[lever], reason = book.levers.read(lever, found)
        if reason is not None:
            raise _NotUnderstoodError(f"{lever} = {', '.join(found)}: {reason}")
    return name, values


# --------------------------------------------------------------------------------- printing it out


def _print_json(data: object) -> None:
    ascii_alone = sys.stdout.encoding.lower() != "utf-8"
    print(json.dumps(data, ensure_ascii=ascii_alone, indent=2, allow_nan=False))


def _print_faults(faults: Iterable[Fault], to: Any) -> None:  # noqa: ANN401 - a text stream
    for fault in faults:
        print(f"{fault} (finding)" if fault.severity == "warning" else fault, file=to)


if __name__ == "__main__":
    sys.exit(main())
