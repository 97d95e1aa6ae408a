"""The same answers over HTTP: a request -> status, headers and body.

Comes in: a `Book`, its stamp, and a path with the query of a page's link. Goes
out: JSON or CSV with the numbers of the pages and of the command line to the
last digit. Reads and never writes; knows nothing of any server.

`exposure.wire` has what it speaks in; `ENDPOINTS` is the one table of addresses; `exposure.openapi` describes it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from exposure import answers, link, stress_words
from exposure.balance import BalanceError
from exposure.export.tables import guarded
from exposure.fields import choices
from exposure.ledger import rows as figure_rows
from exposure.model import outcome
from exposure.stamp import stamp
from exposure.stress import maps
from exposure.wire import JSON, METHODS, NOT_ALLOWED, ROOT, Request, Response, as_json, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from exposure.book import Book
    from exposure.choices import Value
    from exposure.export.report import Cell

CSV = "text/csv; charset=utf-8"
MOST_POINTS = 201
"""Points a side of the largest map: 40,401 rows."""


class Parameter(NamedTuple):
    """A key of the query besides the levers: its name, its schema and what it is for.

    ``own`` where no page has it.
    """

    name: str
    schema: dict[str, Any]
    about: str
    own: bool = False


class Asked(NamedTuple):
    """A request that has been understood.

    ``book`` has the numbers that the link shows: today's, or those of the release it was made on.
    ``choices`` are those of the pages, ``own`` the text of keys that only an endpoint knows.
    """

    book: Book
    values: Mapping[str, float]
    choices: Mapping[str, Value]
    own: Mapping[str, str]

    def axes(self) -> tuple[str, str]:
        """Return the two levers of a map: those asked for, or those that the page opens with."""
        starts = zip(("map_x", "map_y"), stress_words.axes(self.book), strict=True)
        x, y = (str(self.choices.get(name, start)) for name, start in starts)
        return x, y


class RefusedError(Exception):
    """A request that is not answered: its status, and which keys, which values, and why."""

    def __init__(self, status: int, *reasons: tuple[str, str, str]) -> None:
        super().__init__("; ".join(reason for _, _, reason in reasons))
        self.status, self.reasons = status, reasons


class Endpoint(NamedTuple):
    """An address: its name, what it gives, in which form, and which own keys it takes."""

    name: str
    about: str
    media: str
    answer: Callable[[Asked], Any]
    parameters: tuple[Parameter, ...] = ()


def respond(book: Book | None, request: Request) -> Response:
    """Answer one request; ``book`` is None while there are no data that can be used."""
    try:
        endpoint = _endpoint(request)
        asked = understood(book, endpoint, request.query)
        headers = {
            "Content-Type": endpoint.media,
            # Kept by whoever wants, and asked again after a minute.
            "Cache-Control": "public, max-age=60",
            "ETag": f'"{stamp(asked.book)}"',
            # Everyone may read this from a page of their own: it holds no secret and no session.
            "Access-Control-Allow-Origin": "*",
        }
        if _matches(request.known or "", headers["ETag"]):
            return Response(304, headers, b"")
        found = endpoint.answer(asked)
    except RefusedError as error:
        return refusal(error.status, *error.reasons)
    except BalanceError as error:
        return refusal(400, (error.field, "", f"this scenario has no answer: {error}"))
    if endpoint.media == CSV:
        headers["Content-Disposition"] = f'attachment; filename="{endpoint.name}"'
        return Response(200, headers, as_csv(found).encode())
    return Response(200, headers, as_json(found))


def understood(book: Book | None, endpoint: Endpoint, query: Mapping[str, Sequence[str]]) -> Asked:
    """Return what a query asks for.

    Raises
    ------
    RefusedError
        If there are no data, and with every key that is unknown, repeated, malformed or out of range. A page names
        such a key and goes on with the baseline; a program is better told.
    """
    if book is None:
        words = "the data files have faults; python -m exposure check names them"
        raise RefusedError(503, ("data", "", words))
    own = {one.name: one for one in endpoint.parameters if one.name in query and one.own}
    faults = {name: _fault(one, query[name]) for name, one in own.items()}
    reasons = [(name, ", ".join(query[name]), why) for name, why in faults.items() if why]
    state, notices = link.read(book, {k: found for k, found in query.items() if k not in own})
    reasons += [(notice.key, notice.value, notice.reason) for notice in notices]
    if reasons:
        raise RefusedError(400, *reasons)
    texts = {name: query[name][0] for name in own}
    return Asked(link.shown(book, state.release), state.values, state.choices, texts)


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; numbers to the last digit, and no text that a spreadsheet would run.

    Examples
    --------
    >>> as_csv([{"a": -1.5, "b": "=1+1"}, {"a": None, "b": "-x"}]).split()
    ['a,b', "-1.5,'=1+1", ",'-x"]
    """
    kept = list(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(kept[0] if kept else ())
    writer.writerows([_cell(value) for value in row.values()] for row in kept)
    return out.getvalue()


def _cell(value: Any) -> Cell:  # noqa: ANN401  (a value of any answer)
    if isinstance(value, bool):
        return str(value).lower()
    return guarded("; ".join(map(str, value)) if isinstance(value, list) else value)


def _endpoint(request: Request) -> Endpoint:
    found = next((one for one in ENDPOINTS if one.name == request.name), None)
    if found is None:
        meant = choices(request.name, [one.name for one in ENDPOINTS])
        reason = f"there is no such address; {meant}"
        raise RefusedError(404, ("path", f"{ROOT}{request.name}", reason))
    if request.method not in METHODS:
        reason = "is not allowed: this interface only reads"
        raise RefusedError(NOT_ALLOWED, ("method", request.method, reason))
    return found


def _matches(known: str, tag: str) -> bool:
    """Return whether ``If-None-Match`` names a tag, weakly compared as its rule says."""
    return any(one.strip().removeprefix("W/") in {tag, "*"} for one in known.split(","))


def _fault(parameter: Parameter, found: Sequence[str]) -> str | None:
    """Return why a key of the page cannot be used, judged by its own schema."""
    if len(found) != 1:
        return f"is given {len(found)} times"
    low, high = parameter.schema.get("minimum"), parameter.schema.get("maximum")
    if low is None or high is None:
        return None
    text = found[0]
    if not (text.isascii() and text.isdigit() and low <= int(text[:6]) <= high):
        return f"is not a whole number from {low} to {high}"
    return None


# ---------------------------------------------------------------------------------- the answers


def _scenario(asked: Asked) -> dict[str, Any]:
    return answers.scenario(outcome(asked.book, asked.values))


def _figures(asked: Asked) -> list[dict[str, Any]]:
    return figure_rows(asked.book.ledger)


def _figures_flat(asked: Asked) -> list[dict[str, Any]]:
    """Return the figures with a column for each part of a correction."""
    flat = []
    for row in _figures(asked):
        corrected = row.pop("corrected") or {}
        parts = ("value", "low", "high", "unit", "reason", "computation")
        flat.append(row | {f"corrected_{part}": corrected.get(part) for part in parts})
    return flat


def _deals(asked: Asked) -> list[dict[str, Any]]:
    return answers.deals(asked.book)


def _levers(asked: Asked) -> list[dict[str, Any]]:
    return answers.levers(asked.book)


def _map(asked: Asked) -> Iterable[dict[str, Any]]:
    """Return a row a point of the map that the page draws, upwards by row."""
    book, (x, y) = asked.book, asked.axes()
    allowed = stress_words.axis_options(book)
    for key, name in (("map_x", x), ("map_y", y)):
        if name not in allowed:
            raise RefusedError(
                400, (key, name, f"is no lever of a map; {choices(name, [*allowed])}")
            )
    if x == y:
        raise RefusedError(400, ("map_y", y, "is on both axes; a map needs two levers"))
    spans = [
        stress_words.span(book.levers[name], book.levers.defaults[name], asked.values[name])
        for name in (x, y)
    ]
    size = int(asked.own.get("size", maps.SIZE))
    drawn = maps.two_way(
        book, asked.values, x, y, size=size, x_range=spans[0], y_range=spans[1]
    ).as_json()
    return [
        {x: across, y: up, "ltv": disclosed, "ltv_grossed": grossed}
        for up, row, more in zip(
            drawn["y"]["values"], drawn["ltv"], drawn["ltv_grossed"], strict=True
        )
        for across, disclosed, grossed in zip(drawn["x"]["values"], row, more, strict=True)
    ]


def _described(asked: Asked) -> dict[str, Any]:
    from exposure.openapi import description  # noqa: PLC0415  (it describes this module)

    return description(asked.book, ENDPOINTS)


_AXES = (
    Parameter("map_x", {"type": "string"}, "The lever across; the focus company's value if absent"),
    Parameter("map_y", {"type": "string"}, "The lever upwards; another company's value if absent"),
    Parameter(
        "size",
        {"type": "integer", "minimum": 2, "maximum": MOST_POINTS, "default": maps.SIZE},
        "Points a side",
        own=True,
    ),
)

ENDPOINTS = (
    Endpoint("scenario.json", "The answers of a scenario", JSON, _scenario),
    Endpoint("figures.json", "Every figure printed in an article", JSON, _figures),
    Endpoint("figures.csv", "Every figure printed in an article", CSV, _figures_flat),
    Endpoint("deals.json", "Every deal, with the figures behind it", JSON, _deals),
    Endpoint("deals.csv", "Every deal, with the figures behind it", CSV, _deals),
    Endpoint("levers.json", "What can be moved, and how far", JSON, _levers),
    Endpoint("map.csv", "Both ratios over two levers", CSV, _map, _AXES),
    Endpoint("openapi.json", "This interface in OpenAPI's own form", JSON, _described),
)
"""Every address of the interface."""
