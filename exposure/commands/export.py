"""Commands that make files of a scenario, and verify them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exposure.commands import (
    AT_FAULT,
    DATA,
    DONE,
    NAME,
    SET,
    Command,
    NotUnderstoodError,
    Option,
    book_of,
    print_json,
    settings_of,
)

if TYPE_CHECKING:
    import argparse


def pack(args: argparse.Namespace) -> int:
    """Write the publish pack of a scenario."""
    from exposure.balance import BalanceError
    from exposure.export.pack import as_pack
    from exposure.export.standard import standard
    from exposure.model import outcome

    book = book_of(args)
    _, values = settings_of(book, args)
    try:
        result = outcome(book, values)
    except BalanceError as error:
        raise NotUnderstoodError(f"this scenario has no answer: {error}") from error
    path = Path(args.output)
    try:
        path.write_bytes(as_pack(standard(result)))
    except OSError as error:
        raise NotUnderstoodError(f"{path}: cannot be written: {error.strerror}") from error
    if args.json:
        print_json({"file": str(path)})
    else:
        print(f"{path} is written.")
    return DONE


def verify(args: argparse.Namespace) -> int:
    """Hold a pack against its manifest."""
    from exposure.export.pack import differences

    path = Path(args.file)
    if not path.is_file():
        raise NotUnderstoodError(f"{args.file}: the file does not exist")
    found = differences(path)
    if args.json:
        print_json({"whole": not found, "differences": found})
    else:
        print("\n".join(found) or f"{path}: every file is what it was when the pack was made.")
    return AT_FAULT if found else DONE


_OUT = Option(
    "-o", {"dest": "output", "metavar": "FILE", "required": True, "help": "where to write it"}
)
_FILE = Option("file", {"metavar": "FILE", "help": "a publish pack"})

COMMANDS = (
    Command("pack", "the publish pack of a scenario as one zip", pack, (NAME, SET, _OUT, DATA)),
    Command("verify", "hold a publish pack against its manifest", verify, (_FILE,)),
)
