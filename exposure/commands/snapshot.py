"""The command that writes the published scenarios as a site of files."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from exposure.commands import (
    ADDRESS,
    AT_FAULT,
    DATA,
    DONE,
    Command,
    NotUnderstoodError,
    Option,
    book_of,
    print_json,
)

if TYPE_CHECKING:
    import argparse


def snapshot(args: argparse.Namespace) -> int:
    """Write the site beside its place and then into it, so that no half of it is ever there."""
    from exposure.snapshot import MANIFEST, site

    if args.address and not args.address.startswith(("https://", "http://")):
        raise NotUnderstoodError(f"{args.address} is no address; write https://...")
    folder = Path(args.output)
    if folder.exists() and not folder.is_dir():
        raise NotUnderstoodError(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise NotUnderstoodError(f"{folder} holds something else; name a new folder or an old site")
    files = site(book_of(args), args.address)
    new, old = (folder.with_name(f".{folder.name}.{state}") for state in ("new", "old"))
    try:
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        new.mkdir(parents=True)
        for name, content in files.items():
            (new / name).write_bytes(content)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        print(f"{folder}: cannot be written: {error.strerror or error}", file=sys.stderr)
        return AT_FAULT
    if args.json:
        print_json({"folder": str(folder), "files": sorted(files)})
    else:
        print(f"{len(files)} files in {folder}; open {folder / 'index.html'}")
    return DONE


COMMANDS = (
    Command(
        "snapshot",
        "the published scenarios as a site of files",
        snapshot,
        (
            Option(
                "-o",
                {"dest": "output", "metavar": "DIR", "default": "snapshot", "help": "where to"},
            ),
            ADDRESS,
            DATA,
        ),
    ),
)
