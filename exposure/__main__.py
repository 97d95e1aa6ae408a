"""The answers of the pages on the command line: ``python -m exposure COMMAND``.

In come the words of a command line; out come a table or, with ``--json``, plain
data on the standard output, faults and complaints on the standard error, and an
exit code: 0 done, 1 a file is at fault or a sheet disagrees, 2 not understood.

`COMMANDS` is the one table of commands; each subject has its module in
`exposure.commands`.
"""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from exposure.commands import (
    AT_FAULT,
    NOT_UNDERSTOOD,
    FaultsError,
    NotUnderstoodError,
    drafts,
    export,
    figures,
    known,
    print_faults,
    releases,
    scenarios,
    snapshot,
    stress,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    *figures.COMMANDS,
    *drafts.COMMANDS,
    *scenarios.COMMANDS,
    *releases.COMMANDS,
    *export.COMMANDS,
    *snapshot.COMMANDS,
    *stress.COMMANDS,
)
_PROGRAM = "python -m exposure"
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
    except FaultsError as error:
        print_faults(error.faults, sys.stderr)
        return AT_FAULT
    except NotUnderstoodError as error:
        print(f"{_PROGRAM}: {error}", file=sys.stderr)
        return NOT_UNDERSTOOD
    return code


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line."""

    def error(self, message: str) -> NoReturn:
        raise NotUnderstoodError(message)


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
        known("command", argv[0], [command.name for command in COMMANDS])
    args = parser.parse_args(argv)
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
