"""Commands that make files of a scenario, and verify them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from exposure.commands import (
    ADDRESS,
    AT_FAULT,
    DATA,
    DONE,
    NAME,
    SET,
    Command,
    NotUnderstoodError,
    Option,
    book_of,
    folder_of,
    known,
    print_json,
    settings_of,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from exposure.book import Book
    from exposure.link import State

_ALL = "all"


def pack(args: argparse.Namespace) -> int:
    """Write the publish pack of a page, or of all pages of a scenario."""
    from exposure import link
    from exposure.export.pack import as_pack
    from exposure.export.report import Words
    from exposure.ui import unattended

    book = book_of(args)
    state, page, address = _linked(book, args.link) if args.link else _set(book, args)
    page = args.page or page
    known("page", page, [_ALL, *unattended.pages()])
    _answered(book, state)
    reports = {}
    for one in unattended.pages() if page == _ALL else [page]:
        for name, whole in _parts(book, state, one):
            query = link.write(book, whole, one)
            report = unattended.report(one, query, folder_of(args))
            if all(isinstance(part, Words) for part in report.parts):
                continue  # nothing to take away, such as a page for drafts
            path = "" if one == unattended.HOME else one
            reports[name] = replace(report, link=f"{address}/{path}{report.link}")
    path = Path(args.output)
    try:
        path.write_bytes(as_pack(reports))
    except OSError as error:
        raise NotUnderstoodError(f"{path}: cannot be written: {error.strerror}") from error
    if args.json:
        print_json({"file": str(path), "links": [report.link for report in reports.values()]})
    else:
        told = "" if address else " Its links name no host; --address gives them one."
        print(f"{path} is written.{told}")
    return DONE


def _set(book: Book, args: argparse.Namespace) -> tuple[State, str, str]:
    """Return what the command line asks for: the scenario, the first page, the address."""
    from exposure.link import State
    from exposure.ui import unattended

    if args.address and not args.address.startswith(("https://", "http://")):
        raise NotUnderstoodError(f"{args.address} is no address; write https://...")
    _, values = settings_of(book, args)
    return State(values), unattended.HOME, args.address.rstrip("/")


def _linked(book: Book, address: str) -> tuple[State, str, str]:
    """Return what a link of the dashboard says: the scenario with its choices, page and address."""
    from exposure import link
    from exposure.ui import unattended

    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.netloc:
        raise NotUnderstoodError(f"{address} is no link; copy one from the dashboard")
    state, notices = link.read(book, parse_qs(parts.query, keep_blank_values=True))
    if notices:
        raise NotUnderstoodError(str(notices[0]))
    base, _, page = parts.path.rpartition("/")
    return state, page or unattended.HOME, f"{parts.scheme}://{parts.netloc}{base}"


def _answered(book: Book, state: State) -> None:
    """Refuse a scenario that has no answer."""
    from exposure import link
    from exposure.balance import BalanceError
    from exposure.model import outcome

    try:
        outcome(link.shown(book, state.release), state.values)
    except BalanceError as error:
        raise NotUnderstoodError(f"this scenario has no answer: {error}") from error


def _parts(book: Book, state: State, page: str) -> Iterator[tuple[str, State]]:
    """Yield name and state of each part of a page that shows one at a time, or of the page."""
    from exposure.choices import of_page

    part = next((one for one in of_page(page, {}) if one.key.endswith("part")), None)
    if part is None or part.key in state.choices:
        yield page, state
    else:
        for name in part.options(book):
            yield f"{page}-{name}", replace(state, choices={**state.choices, part.key: name})


def verify(args: argparse.Namespace) -> int:
    """Hold a pack against its manifest."""
    from exposure.export.verify import differences

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
_PAGE = Option("--page", {"metavar": "PAGE", "help": "LTV, Stress, ..., or all; app is the first"})
_LINK = Option(
    "--link", {"metavar": "URL", "help": "a link of the dashboard: its page as it stands"}
)
_FILE = Option("file", {"metavar": "FILE", "help": "a publish pack"})

COMMANDS = (
    Command(
        "pack",
        "the publish pack of a page as one zip",
        pack,
        (NAME, SET, _PAGE, _LINK, ADDRESS, _OUT, DATA),
    ),
    Command("verify", "hold a publish pack against its manifest", verify, (_FILE,)),
)
