"""The command about what was released: the stamps that links, exports and answers carry."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from exposure.commands import (
    DATA,
    DONE,
    Command,
    FaultsError,
    NotUnderstoodError,
    Option,
    book_of,
    folder_of,
    print_json,
)

if TYPE_CHECKING:
    import argparse

    from exposure.book import Book


def release(args: argparse.Namespace) -> int:
    """Release the data as they are now, or print what was released."""
    from exposure import releases, stamp, terminal
    from exposure.fields import is_date
    from exposure.stress import risk

    book, folder = book_of(args), folder_of(args)
    if args.list:
        rows = [{"stamp": one.stamp, "model": one.model, **one.headline} for one in book.releases]
        if args.json:
            print_json({"stamp": stamp.stamp(book), "releases": rows})
            return DONE
        names = ("stamp", "model", *releases.HEADLINE)
        cells = [[f"{row[n]:.4g}" if n in releases.HEADLINE else str(row[n]) for n in names if n in row]
                 for row in rows]  # fmt: skip
        print(terminal.table(names, cells, right={*names[1:]}))
        print(f"The data now: {stamp.stamp(book)}.")
        return DONE
    day = args.date or dt.datetime.now(tz=dt.UTC).date().isoformat()
    if len(day) != len("2026-11-25") or not is_date(day):
        raise NotUnderstoodError(f"--date {day}: is not a day; write YYYY-MM-DD")
    known = {one.stamp for one in book.releases}
    found, _ = risk.load(folder, book)
    assumptions = {} if found is None else found.assumptions()
    values = {name: item.value for name, item in assumptions.items()}
    name, faults = releases.add(folder, book, day, _link(book), values)
    if name is None:
        raise FaultsError(faults)
    if args.json:
        print_json({"stamp": name, "new": name not in known})
    else:
        print(f"{name} is {'released already' if name in known else 'released'}.")
    return DONE


def _link(book: Book) -> str:
    """Return a link to the last scenario that moves something, on a page with choices of its own."""
    from exposure import link

    moved = [preset.set for preset in book.presets if book.levers.changed(preset.set)]
    lever = book.focus_lever
    settings = moved[-1] if moved else {lever.name: lever.high}
    state = link.State(book.levers.complete(settings), {"part": "map"})
    query = link.write(book, state, "Stress")
    del query[link.STAMP]
    return f"/Stress?{urlencode(query, doseq=True)}"


_DAY = Option("--date", {"metavar": "DAY", "help": "the day of the release; today, in UTC"})
_LIST = Option("--list", {"action": "store_true", "help": "print what was released"})

COMMANDS = (
    Command(
        "release", "keep the numbers of today for the links of today", release, (_DAY, _LIST, DATA)
    ),
)
