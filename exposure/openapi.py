"""The API in OpenAPI's own form, made from the tables that answer it.

Comes in: a `Book` and the endpoints. Goes out: a document of OpenAPI 3.1 whose
parameters are the levers with their ranges. The tables below say what each
answer holds; a test holds every answer against them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure.link import STAMP
from exposure.stamp import FORM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.api import Endpoint
    from exposure.book import Book
    from exposure.scenario import Lever

VERSION = "1.0.0"

Schema = dict[str, Any]

_MONEY: Schema = {"type": "number", "description": "USD billion"}
_FRACTION: Schema = {"type": "number", "description": "A fraction"}
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_DATE: Schema = {"type": "string", "description": "A year, a month or a day, as ISO text"}
_IDS: Schema = {"type": "array", "items": _TEXT, "description": "Ids of figures"}


def _or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


_MEASURES: Mapping[str, Schema] = {
    "hhi": _FRACTION | {"description": "Sum of squared shares"},
    "effective_holdings": {"type": "number", "description": "One over it"},
    "largest": _FRACTION,
    "largest_three": _FRACTION,
    "largest_five": _FRACTION,
    "unlisted": _FRACTION,
}


def _record(properties: Mapping[str, Schema]) -> Schema:
    """Return the schema of an object with just these keys, all of them there."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [*properties],
        "additionalProperties": False,
    }


def _each(schema: Schema) -> Schema:
    """Return the schema of an object with any keys, each to a value of one form."""
    return {"type": "object", "additionalProperties": schema}


def _rows(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "array", "items": _record(properties)}


_LINE: Mapping[str, Schema] = {
    "name": _TEXT,
    "label": _TEXT,
    "ratio": {"type": "string", "enum": ["disclosed", "grossed"]},
    "limit": _FRACTION,
    "value": _FRACTION | {"description": "The line's own ratio in the scenario"},
    "over": _FLAG,
    "loss_usd_bn": _MONEY | {"description": "Loss of value that takes the ratio to the line"},
    "uniform_fall": _or_null(_FRACTION),
    "break_even_focus_value_usd_bn": _or_null(_MONEY),
    "raise_usd_bn": _or_null(_MONEY),
    "largest_investment_usd_bn": _MONEY,
}

_HOLDING: Mapping[str, Schema] = {
    "company": _TEXT,
    "listed": _FLAG,
    "gross_usd_bn": _MONEY,
    "asset_backed_finance_usd_bn": _MONEY,
    "equity_value_usd_bn": _MONEY,
    "share_of_gross": _or_null(_FRACTION),
    "share_of_equity": _or_null(_FRACTION),
    "share_of_nav": _or_null(_FRACTION),
}

SCENARIO: Mapping[str, Schema] = {
    "scenario": _or_null(_TEXT),
    "as_of": _DATE,
    "levers": _each({"type": "number", "description": "In the lever's own unit"}),
    "equity_value_usd_bn": _MONEY,
    "gross_value_usd_bn": _MONEY,
    "adjusted_net_debt_usd_bn": _MONEY,
    "asset_backed_finance_usd_bn": _MONEY,
    "committed_usd_bn": _MONEY,
    "nav_usd_bn": _MONEY,
    "ltv": _FRACTION | {"description": "Adjusted net debt over equity value, as disclosed"},
    "ltv_grossed": _FRACTION | {"description": "The same with loans on shares added to both"},
    "focus_value_usd_bn": _MONEY,
    "focus_cost_usd_bn": _or_null(_MONEY),
    "focus_stake": _or_null(_FRACTION),
    "focus_share_of_gross_value": _or_null(_FRACTION),
    "focus_share_of_equity_value": _or_null(_FRACTION),
    "focus_share_of_nav": _or_null(_FRACTION),
    "raise_to_normal_limit_usd_bn": _or_null(_MONEY),
    "break_even_focus_value_usd_bn": _each(_or_null(_MONEY)),
    "lines": _rows(_LINE),
    "concentration": _each(_record(_MEASURES)),
    "holdings": _rows(_HOLDING),
    "floored": {"type": "array", "items": _TEXT},
    "notices": {"type": "array", "items": _TEXT},
}

_NUMBER: Schema = {"type": ["number", "string", "null"]}
_AMOUNT: Mapping[str, Schema] = {
    "value": _NUMBER | {"description": "Single units of a currency, a fraction, a date"},
    "low": _NUMBER,
    "high": _NUMBER,
    "unit": _TEXT,
}

FIGURE: Mapping[str, Schema] = {
    "id": _TEXT,
    "source": _TEXT,
    "article": _TEXT,
    "paragraph": {"type": "integer", "minimum": 1},
    "printed": _TEXT | {"description": "The words as printed"},
    "kind": {"type": "string", "enum": ["money", "percent", "date", "count", "multiple"]},
    **_AMOUNT,
    "modality": _TEXT,
    "status": _TEXT,
    "as_of": _DATE,
    "corrected": _or_null(_record({**_AMOUNT, "reason": _TEXT, "computation": _TEXT})),
    "superseded_by": _or_null(_TEXT),
    "deal": _or_null(_TEXT),
}

_DEAL_TEXTS = (
    "id", "date", "title", "investor", "target", "kind", "status", "amount", "printed",
    "stake_after", "valuation", "maturity", "lenders", "paid_by", "supersedes", "sources", "note",
)  # fmt: skip

DEAL: Mapping[str, Schema] = {
    **dict.fromkeys(_DEAL_TEXTS, _TEXT),
    "amount_usd_bn": _or_null(_MONEY),
    **dict.fromkeys(("done", "focus", "group", "replaced"), _FLAG),
    "figures": _IDS,
}

LEVER: Mapping[str, Schema] = {
    **dict.fromkeys(("name", "label", "unit"), _TEXT),
    **{key: {"type": "number"} for key in ("low", "high", "step", "default")},
}

_ERRORS = _record({"errors": _rows({"key": _TEXT, "value": _TEXT, "reason": _TEXT})})

_SCHEMAS: Mapping[str, Schema] = {
    "scenario.json": _record(SCENARIO),
    "figures.json": _rows(FIGURE),
    "deals.json": _rows(DEAL),
    "levers.json": _rows(LEVER),
    "openapi.json": {"type": "object"},
}

_STAMP: Schema = {
    "name": STAMP,
    "in": "query",
    "description": "The stamp of the data and model that a link was made on: those of an earlier "
    "release give the numbers of that release",
    "schema": {"type": "string", "pattern": FORM.pattern},
}

_FAILURES = {
    "400": "A key cannot be used, or the scenario has no answer",
    "405": "Another method than GET or HEAD",
    "503": "The data files have faults",
}


def description(book: Book, endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """Return the document that describes the interface, with the levers of a group."""
    names = [lever.name for lever in book.levers.table]
    shared = [{"$ref": f"#/components/parameters/{name}"} for name in (*names, STAMP)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{book.group_name}: exposure to {book.focus_name}",
            "version": VERSION,
            "description": "The numbers of the pages and of the command line, to the last digit. "
            "The query is that of a page's link: levers that are not named stand at the baseline, and the choices of the pages are understood. "
            "Money is in USD billion and ratios are fractions unless a field says otherwise. "
            "Read-only.",
        },
        "servers": [{"url": "."}],
        "paths": {f"/{one.name}": {"get": _operation(one, shared)} for one in endpoints},
        "components": {
            "parameters": {lever.name: _parameter(book, lever) for lever in book.levers.table}
            | {STAMP: _STAMP},
            "schemas": {"errors": _ERRORS},
        },
    }


def _operation(endpoint: Endpoint, levers: Sequence[Schema]) -> dict[str, Any]:
    name, _, form = endpoint.name.partition(".")
    own = [
        {"name": one.name, "in": "query", "description": one.about, "schema": one.schema}
        for one in endpoint.parameters
    ]
    return {
        "operationId": f"{name}_{form}",
        "summary": endpoint.about,
        "parameters": [*levers, *own],
        "responses": {
            "200": {
                "description": endpoint.about,
                "headers": {
                    "ETag": {
                        "description": "The stamp of data and model",
                        "schema": _TEXT,
                    }
                },
                "content": {
                    endpoint.media.partition(";")[0]: {"schema": _SCHEMAS.get(endpoint.name, _TEXT)}
                },
            },
            "304": {"description": "Unchanged since the stamp in If-None-Match"},
        }
        | {
            code: {
                "description": about,
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/errors"}}
                },
            }
            for code, about in _FAILURES.items()
        },
    }


def _parameter(book: Book, lever: Lever) -> dict[str, Any]:
    schema: Schema = {
        "type": "number",
        "minimum": lever.low,
        "maximum": lever.high,
        "default": book.levers.defaults[lever.name],
    }
    if lever.unit == "switch":
        schema = {"type": "integer", "enum": [0, 1], "default": int(schema["default"])}
    return {
        "name": lever.name,
        "in": "query",
        "description": f"{lever.label}, {lever.unit}. {lever.help}",
        "schema": schema,
    }
