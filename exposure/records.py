"""Typed records out of plain data: pydantic's judgement, said in sentences with file and line.

A record is a frozen pydantic model that derives from `Record`. `validate` makes one from a place
in a `Document`; everything that is wrong with it comes back as faults, each at the line of the key
it is about. Every file under ``data/`` is read this way.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    Strict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from exposure.strict_yaml import Document, Fault, Place, shown

__all__ = ["DateText", "Id", "Number", "Record", "Text", "Whole", "choices", "validate"]


class Record(BaseModel):
    """A frozen record that knows where it stands; unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=False, validate_by_name=True, validate_by_alias=True
    )

    _file: str = PrivateAttr(default="")
    _line: int = PrivateAttr(default=0)

    @property
    def file(self) -> str:
        """The file the record was read from; empty when it was made in code."""
        return self._file

    @property
    def line(self) -> int:
        """The line on which the record begins; 0 when it was made in code."""
        return self._line

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong between the fields of this record, as field and sentence.

        Called by `validate` once every field is right by itself. A record with rules of its own
        overrides this; nested records are asked by themselves.
        """
        yield from ()


def choices(value: object, allowed: Sequence[str]) -> str:
    """Return the part of a sentence that says what could have been meant and what is allowed.

    Examples
    --------
    >>> choices("equty", ["equity", "loan"])
    "did you mean 'equity'? allowed: equity, loan"
    >>> choices("xyz", [])
    'there are none yet'
    """
    if not allowed:
        return "there are none yet"
    near = get_close_matches(str(value), allowed, n=1)
    guess = f"did you mean {near[0]!r}? " if near else ""
    listed = ", ".join(sorted(allowed, key=str.casefold) if near else allowed)
    return f"{guess}allowed: {listed}"


_M = TypeVar("_M", bound=Record)


def validate(
    model: type[_M], document: Document, place: Place = ()
) -> tuple[_M | None, tuple[Fault, ...]]:
    """Return the record at a place of a document, and what is wrong with it.

    Parameters
    ----------
    model
        The type of the record.
    document
        The file, as `strict_yaml.read` gives it.
    place
        Where in the file the record stands; the whole file when left out.

    Returns
    -------
    record
        ``None`` when anything is wrong. It and the records inside it know their file and line.
    faults
        All of them, not only the first; each at the line of the key it is about.

    Examples
    --------
    >>> from exposure.strict_yaml import parse
    >>> class Price(Record):
    ...     item: Text
    ...     amount: Number
    >>> document, _ = parse(b"item: tea\\namount: '30e9'\\ncolor: red\\n", "prices.yaml")
    >>> for fault in validate(Price, document)[1]:
    ...     print(fault)
    prices.yaml:2: amount: '30e9' is text; a number is needed here, in plain digits without quotes
    prices.yaml:3: color: unknown key; remove it or correct it; allowed: item, amount
    """
    data = _at(document.data, place)
    if not isinstance(data, dict):
        words = f"{shown(data)} stands where keys and values are needed, such as 'name: value'"
        return None, (document.fault(place, words),)
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        found = (
            _fault(model, document, place, detail) for detail in error.errors(include_url=False)
        )
        return None, tuple(sorted(set(found), key=lambda fault: fault.line))
    faults = tuple(_settle(record, document, place))
    return (None if faults else record), faults


def _settle(record: Record, document: Document, place: Place) -> Iterator[Fault]:
    """Tell a record and those inside it where they stand, and yield the problems of each."""
    # A record is frozen for everyone else; where it stands is known only after it was made.
    record._file = document.file  # noqa: SLF001
    record._line = document.line(place)  # noqa: SLF001
    for field, sentence in record.problems():
        yield document.fault((*place, field), sentence)
    for name, info in type(record).model_fields.items():
        yield from _settle_inside(getattr(record, name), document, (*place, info.alias or name))


def _settle_inside(value: object, document: Document, place: Place) -> Iterator[Fault]:
    if isinstance(value, Record):
        yield from _settle(value, document, place)
    elif isinstance(value, (tuple, list)):
        for index, item in enumerate(value):
            yield from _settle_inside(item, document, (*place, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _settle_inside(item, document, (*place, key))


def _fault(model: type[BaseModel], document: Document, place: Place, detail: ErrorDetails) -> Fault:
    """Return what pydantic found, in a sentence that says what is allowed and what to do."""
    steps = list(detail["loc"])
    missing = detail["type"] == "missing"
    where = (*place, *_real(_at(document.data, place), steps, whole=missing))
    if missing:
        message = f"this key is missing; add '{steps[-1]}: ...'"
    elif detail["type"] == "extra_forbidden":
        allowed = _keys(model, steps[:-1])
        message = f"unknown key; remove it or correct it; {choices(steps[-1], allowed)}"
    else:
        message = _sentence(detail)
    return document.fault(where, message)


def _sentence(detail: ErrorDetails) -> str:
    value = shown(detail["input"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", str(context["expected"]))
            return f"{value} is not allowed here; {choices(detail['input'], allowed)}"
        case "string_type":
            return f"{value} is not text; put it in quotes if it is meant as text"
        case "string_too_short":
            return "the text is empty; write it or remove the key if it is optional"
        case "string_pattern_mismatch":
            return f"{value} does not have the form needed here: {context['pattern']}"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"{value} is not a whole number; write digits alone, such as 3"
        case "float_type" | "float_parsing":
            if isinstance(detail["input"], str):
                return f"{value} is text; a number is needed here, in plain digits without quotes"
            return f"{value} is not a number; write plain digits such as 30 or 0.5"
        case "greater_than_equal":
            return f"{value} is too low; at least {context['ge']} is needed"
        case "greater_than":
            return f"{value} is too low; more than {context['gt']} is needed"
        case "less_than_equal":
            return f"{value} is too high; at most {context['le']} is allowed"
        case "less_than":
            return f"{value} is too high; less than {context['lt']} is needed"
        case "bool_type" | "bool_parsing":
            return f"{value} is neither true nor false; write one of the two"
        case "tuple_type" | "list_type":
            return f"{value} is not a list; write '- item' lines or [item, item]"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{value} stands where keys and values are needed, such as 'name: value'"
        case "too_short":
            return f"{value} has too few items; at least {context['min_length']} is needed"
        case _:
            return detail["msg"].removeprefix("Value error, ")


def _real(data: object, steps: Sequence[int | str], *, whole: bool) -> Place:
    """Return the steps that lead through the data, without the names pydantic puts between them."""
    found: list[int | str] = []
    for number, step in enumerate(steps):
        last = whole and number == len(steps) - 1
        inside = isinstance(data, dict) and step in data
        if last or inside or (isinstance(data, list) and isinstance(step, int)):
            found.append(step)
            data = _at(data, (step,))
    return tuple(found)


def _keys(model: type[BaseModel], steps: Sequence[int | str]) -> list[str]:
    """Return the keys that the record at these steps may have."""
    for step in steps:
        names = {info.alias or name: info for name, info in model.model_fields.items()}
        if step in names:
            model = next(_models(names[str(step)].annotation), model)
    return [info.alias or name for name, info in model.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any type expression
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _at(data: object, place: Place) -> object:
    for step in place:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def _date(value: object) -> object:
    # A bare year is a number to YAML; every other date is text already.
    text = str(value) if type(value) is int else value
    if isinstance(text, str) and (found := _DATE.fullmatch(text)):
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            pass
        else:
            return text
    sentence = f"{shown(value)} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
    raise PydanticCustomError("date", "{sentence}", {"sentence": sentence})


def _id(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        return value
    sentence = f"{shown(value)} is not a name; use small letters, digits and hyphens: loan-2026-03"
    raise PydanticCustomError("id", "{sentence}", {"sentence": sentence})


Text = Annotated[str, StringConstraints(min_length=1)]
"""Text that is not empty."""

Id = Annotated[str, BeforeValidator(_id)]
"""The name of a record: small letters, digits and hyphens."""

DateText = Annotated[str, BeforeValidator(_date)]
"""A date as ISO text, as exact as it is known: a year, a month or a day. Sorts as text."""

Whole = Annotated[int, Strict()]
"""A whole number, never text or a truth value."""

Number = Annotated[float, Strict(), AllowInfNan(allow_inf_nan=False)]
"""A finite number, never text or a truth value."""
