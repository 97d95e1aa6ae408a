"""Typed records out of plain data: pydantic's judgement, said in sentences with file and line.

A record is a frozen pydantic model that derives from `Record`. `validate` makes one from a place
in a `Document`; everything that is wrong with it comes back as faults, each at the line of the key
it is about. Every file under ``data/`` is read this way.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

from exposure.document import MOST_FAULTS, Document, Fault, Place, Severity, at, shown
from exposure.fields import DateText, Id, Number, Text, Whole, choices

__all__ = ["DateText", "Id", "Number", "Record", "Text", "Whole", "choices", "validate"]

_NOWHERE = Document("", None)


class Record(BaseModel):
    """A frozen record that knows where it stands; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # A factory, because a default would be copied for every record.
    _document: Document = PrivateAttr(default_factory=lambda: _NOWHERE)
    _place: Place = PrivateAttr(default_factory=tuple)

    @property
    def file(self) -> str:
        """The file the record was read from; empty when it was made in code."""
        return self._document.file

    @property
    def line(self) -> int:
        """The line on which the record begins; 1 when it was made in code."""
        return self._document.line(self._place)

    def fault(self, key: str, message: str, severity: Severity = "error") -> Fault:
        """Return a fault at one of the keys of this record; ``""`` means the record itself."""
        inside = (key,) if key else ()
        return self._document.fault((*self._place, *inside), message, severity)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong between the fields of this record, as field and sentence.

        Called by `validate` once every field is right by itself. A record with rules of its own
        overrides this; nested records are asked by themselves.
        """
        yield from ()


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
    >>> document, _ = parse(b"{item: tea, amount: '30e9', colour: red}", "tea.yaml")
    >>> for fault in validate(Price, document)[1]:
    ...     print(fault)
    tea.yaml:1: amount: '30e9' is text; a number is needed here, in plain digits without quotes
    tea.yaml:1: colour: unknown key; remove or correct it; allowed: item, amount
    """
    data = at(document.data, place)
    if not isinstance(data, dict):
        words = f"{shown(data)} stands where keys and values are needed, such as 'name: value'"
        return None, (document.fault(place, words),)
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        details = islice(error.errors(include_url=False), MOST_FAULTS)
        found = {_fault(model, document, place, one) for one in details if not _follows(one)}
        return None, tuple(sorted(found))
    faults = tuple(_settle(record, document, place))
    return (None if faults else record), faults


def _settle(record: Record, document: Document, place: Place) -> Iterator[Fault]:
    """Tell a record and those inside it where they stand, and yield the problems of each."""
    # A record is frozen for everyone else; where it stands is known only after it was made.
    record._document, record._place = document, place  # noqa: SLF001
    for field, sentence in record.problems():
        yield document.fault((*place, field), sentence)
    for name, key in _nests(type(record)):
        yield from _settle_inside(getattr(record, name), document, (*place, key))


@cache
def _nests(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """Return the fields that may hold other records, each with its key in the file."""
    return tuple(
        (name, info.alias or name)
        for name, info in model.model_fields.items()
        if any(_models(info.annotation))
    )


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
    where = (*place, *_real(at(document.data, place), steps, whole=missing))
    if missing:
        message = f"this key is missing; add '{steps[-1]}: ...'"
    elif detail["type"] == "extra_forbidden":
        allowed = _keys(model, steps[:-1])
        message = f"unknown key; remove or correct it; {choices(steps[-1], allowed)}"
    else:
        message = _sentence(detail)
    return document.fault(where, message)


def _follows(detail: ErrorDetails) -> bool:
    """Whether this is a list called too short because its only items are at fault themselves."""
    least = detail.get("ctx", {}).get("min_length", 0)
    return detail["type"] == "too_short" and len(detail["input"]) >= least


def _sentence(detail: ErrorDetails) -> str:
    sort, value = detail["type"], detail["input"]
    context = detail.get("ctx", {})
    if sort == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        return f"{shown(value)} is not allowed here; {choices(value, allowed)}"
    if sort.startswith("float_") and isinstance(value, str):
        sort = "float_text"
    for beginning, sentence in _SENTENCES.items():
        if sort.startswith(beginning):
            return f"{shown(value)} {sentence.format_map(context)}"
    return detail["msg"].removeprefix("Value error, ")


# By the beginning of pydantic's name for what is wrong; the value goes in front.
_SENTENCES = {
    "string_type": "is not text; put it in quotes if it is meant as text",
    "string_too_short": "is empty; write the text, or remove the key if it is optional",
    "string_pattern_mismatch": "does not have the form needed here: {pattern}",
    "int_": "is not a whole number; write digits alone, such as 3",
    "float_text": "is text; a number is needed here, in plain digits without quotes",
    "float_": "is not a number; write plain digits such as 30 or 0.5",
    "greater_than_equal": "is too low; write {ge} or more",
    "greater_than": "is too low; write more than {gt}",
    "less_than_equal": "is too high; write {le} or less",
    "less_than": "is too high; write less than {lt}",
    "bool_": "is neither true nor false; write one of the two",
    "tuple_type": "is not a list; write '- item' lines, or [item, item]",
    "list_type": "is not a list; write '- item' lines, or [item, item]",
    "dict_type": "stands where keys and values are needed, such as 'name: value'",
    "model_": "stands where keys and values are needed, such as 'name: value'",
    "too_short": "is too short; write {min_length} or more items",
}


def _real(data: object, steps: Sequence[int | str], *, whole: bool) -> Place:
    """Return the steps that lead through the data, without the names pydantic puts between them."""
    found: list[int | str] = []
    for number, step in enumerate(steps):
        last = whole and number == len(steps) - 1
        inside = isinstance(data, dict) and step in data
        if last or inside or (isinstance(data, list) and isinstance(step, int)):
            found.append(step)
            data = at(data, (step,))
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
