"""What every command shares: its description, its exit codes, reading its words, printing.

A module of this package holds the commands of one subject and a tuple `COMMANDS`
of them. A command imports what it needs when it runs, so that each starts as
fast as it can.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from exposure.book import Book
    from exposure.document import Fault

DONE, AT_FAULT, NOT_UNDERSTOOD = 0, 1, 2


class Option(NamedTuple):
    """An argument of a command, as `argparse` takes it."""

    name: str
    settings: dict[str, Any]


class Command(NamedTuple):
    """A command: its name, what it says of itself, what runs it, and its arguments."""

    name: str
    about: str
    run: Callable[[argparse.Namespace], int]
    options: tuple[Option, ...] = ()


DATA = Option("--data", {"metavar": "DIR", "help": "the folder of the data files"})
NAME = Option("name", {"metavar": "NAME", "nargs": "?", "help": "a scenario of scenarios.yaml"})
ADDRESS = Option(
    "--address", {"metavar": "URL", "default": "", "help": "where the living dashboard is"}
)
SET = Option(
    "--set",
    {
        "metavar": "LEVER=VALUE",
        "nargs": "+",
        "action": "extend",
        "default": [],
        "help": "move a lever; see the command levers",
    },
)


class FaultsError(Exception):
    """The data cannot be used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class NotUnderstoodError(Exception):
    """The command line asks for something that there is not."""


def known(what: str, name: str, names: Sequence[str]) -> None:
    """Refuse a name that is not among those there are."""
    if name not in names:
        from exposure.fields import choices

        raise NotUnderstoodError(f"no {what} is called {name!r}; {choices(name, names)}")


def folder_of(args: argparse.Namespace) -> Path:
    """Return the folder of the data, by the shorter of its names."""
    from exposure.book import data_folder

    folder = Path(args.data) if args.data else data_folder()
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def book_of(args: argparse.Namespace) -> Book:
    """Return all data, or stop with its faults."""
    from exposure import book

    found, faults = book.load(folder_of(args))
    if found is None:
        raise FaultsError([fault for fault in faults if fault.severity == "error"])
    return found


def settings_of(book: Book, args: argparse.Namespace) -> tuple[str | None, dict[str, float]]:
    """Return the name of a scenario and the levers it moves, those of ``--set`` last."""
    asked = list(args.set)
    name = args.name
    presets = [preset.name for preset in book.presets]
    if name is None and asked and asked[-1] in presets:
        name = asked.pop()  # the name may stand after the levers
    values: dict[str, float] = {}
    if name is not None:
        known("scenario", name, presets)
        values |= next(preset.set for preset in book.presets if preset.name == name)
    texts: dict[str, list[str]] = {}
    for item in asked:
        lever, equals, text = item.partition("=")
        if not equals:
            raise NotUnderstoodError(f"{item!r} sets nothing; write LEVER=VALUE")
        texts.setdefault(lever, []).append(text)
    for lever, found in texts.items():
        known("lever", lever, [one.name for one in book.levers.table])
        values[lever], reason = book.levers.read(lever, found)
        if reason is not None:
            raise NotUnderstoodError(f"{lever} = {', '.join(found)}: {reason}")
    return name, values


def print_json(data: object) -> None:
    """Print plain data, in letters that the terminal has."""
    ascii_alone = (sys.stdout.encoding or "utf-8").lower() != "utf-8"
    print(json.dumps(data, ensure_ascii=ascii_alone, indent=2, allow_nan=False))


def print_faults(faults: Iterable[Fault], to: Any) -> None:  # noqa: ANN401 - a text stream
    """Print faults, a line each."""
    for fault in faults:
        print(f"{fault} (finding)" if fault.severity == "warning" else fault, file=to)
