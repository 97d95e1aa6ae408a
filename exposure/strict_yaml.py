"""Read YAML so strictly that every reader of a file sees the same thing in it.

In comes a file or its bytes; out come plain data (``dict``, ``list``, ``str``, ``int``, ``float``,
``bool``, ``None``), the line on which each key stands, and faults. Nothing here raises: whatever
the bytes are, what is wrong with them comes back as `Fault` values.

The YAML is a small, safe part of the language. Keys are unique text. There are no aliases,
anchors, tags, merge keys, directives or second documents. A number is written as JSON writes it,
without an exponent; what merely looks like a number to some reader (``30e9``, ``012``, ``1:30``,
``1_000``, ``.nan``) is a fault that says so. Dates, ``on`` and ``NO`` are text. Size, depth and
number of nodes are capped while reading, so that a hostile file costs no more than a large one.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import yaml

from exposure.document import MOST_FAULTS, Document, Fault, Place, shown

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Document", "Fault", "Limits", "Place", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: bytes, levels of nesting, and nodes (every key and every value).

    An ordinary ledger takes a third of this. Who expects a larger one says so where it is loaded.
    """

    size: int = 256 * 1024
    depth: int = 20
    nodes: int = 20_000


def read(
    path: Path, limits: Limits | None = None, *, exact: bool = False
) -> tuple[Document | None, tuple[Fault, ...]]:
    """Return the document in a file, and what is wrong with it.

    Parameters
    ----------
    path
        The file; its name stands in the faults as it is given here.
    limits
        How large the file may be; `Limits()` when left out.
    exact
        Whether 2.80 comes out as a `Decimal` with the digits that are written, and not as a float.

    Returns
    -------
    document
        ``None`` when the file cannot be read to its end. A document that comes with faults is as
        complete as it could be made, so that its other faults can be found too; it must not be used.
    faults
        Everything that is wrong, in the order of the file.

    Examples
    --------
    >>> print(*read(Path("no-such-folder/deals.yaml"))[1])
    no-such-folder/deals.yaml:1: the file does not exist; create it or name another folder
    """
    limits = limits or Limits()
    file = path.as_posix()
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.size + 1)
    except FileNotFoundError:
        message = "the file does not exist; create it or name another folder"
    except IsADirectoryError:
        message = "this is a folder; a file is needed here"
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        message = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
    else:
        return parse(content, file, limits, exact=exact)
    return None, (Fault(file, 1, "", message),)


def parse(
    content: bytes, file: str, limits: Limits | None = None, *, exact: bool = False
) -> tuple[Document | None, tuple[Fault, ...]]:
    """Return the document in some bytes, and what is wrong with it; see `read`.

    Examples
    --------
    >>> document, faults = parse(b"{price: 1.5, since: 2025-12}", "a.yaml")
    >>> document.data, faults
    ({'price': 1.5, 'since': '2025-12'}, ())
    >>> print(*parse(b"{price: 1, price: 2}", "a.yaml")[1])
    a.yaml:1: price: this key already stands in line 1; keep one of the two
    >>> parse(b"{price: 1.50}", "a.yaml", exact=True)[0].data
    {'price': Decimal('1.50')}
    """
    limits = limits or Limits()
    text, faults = _decoded(content, file, limits)
    if faults:
        return None, faults
    composer = _Composer(text, file, limits, exact=exact)
    return composer.document()


# libyaml where PyYAML was built with it: the same events, ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_LOOKS_LIKE_A_NUMBER = re.compile(
    r"""[-+]?(?: (?=\.?[0-9]) [0-9][0-9_,]* | (?=\.[0-9]) ) (?:\.[0-9_]*)? (?:e[-+]?[0-9]+)?
      | [-+]?0[xob][0-9a-f_]+
      | [-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
      | [-+]?\.(?:inf|nan)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DIGITS = 15  # a float holds every decimal number of this many digits exactly as written
_EXACT_DIGITS = 40

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "true": True, "false": False,
}  # fmt: skip

# Besides control characters, the separators that YAML counts as line ends and editors do not.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"),
)  # fmt: skip

_HINTS = {
    "mapping values are not allowed in this context": (
        "a colon and a space inside unquoted text; put the text in quotes"
    ),
    "could not find expected ':'": "a colon is missing after a key, or the indentation is off",
    "did not find expected key": (
        "a key is expected here; look for a quote that is not closed or an indentation that is off"
    ),
    "did not find expected '-' indicator": "a list item is expected here; check the indentation",
    "found character that cannot start any token": (
        "no text may begin with this character unless it is in quotes"
    ),
    "found unexpected end of stream": "a quote that is not closed; close it",
}
_BEGUN_EARLIER = {"found unexpected end of stream"}  # the beginning is what a reader has to find


class _StopError(Exception):
    """Reading cannot go on; the fault that says why is already noted."""


class _Composer:
    """Builds data from the events of a YAML parser, noting lines and faults as it goes."""

    def __init__(self, text: str, file: str, limits: Limits, *, exact: bool) -> None:
        self.file = file
        self.limits = limits
        self.exact = exact
        self.lines: dict[Place, int] = {}
        self.noted: list[tuple[int, Place, str]] = []
        self.nodes = 0
        self.event: Callable[[], yaml.Event] = _LOADER(text).get_event

    def document(self) -> tuple[Document | None, tuple[Fault, ...]]:
        """Return the only document of the file and the faults in it."""
        data: object = None
        whole = False
        try:
            data = self.root()
            whole = True
        except _StopError:
            pass
        except yaml.YAMLError as error:
            self.noted.append(_syntax(error))
        document = Document(self.file, data, self.lines)
        faults = tuple(
            Fault(self.file, line, document.name(place), message)
            for line, place, message in self.noted
        )
        return (document if whole else None), faults

    def root(self) -> object:
        self.event()  # the stream begins
        start = self.event()
        if not isinstance(start, yaml.DocumentStartEvent):
            self.stop(start, "the file is empty; it needs at least its required keys")
        if getattr(start, "version", None) or getattr(start, "tags", None):
            self.note(start, (), "directives are not allowed; remove the lines that begin with %")
        data = self.node(self.event(), ())
        self.event()  # the document ends
        more = self.event()
        if isinstance(more, yaml.DocumentStartEvent):
            self.note(more, (), "a second document begins here; keep one file to one document")
        return data

    def node(self, event: yaml.Event, place: Place) -> object:
        self.count(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return self.quoted(event, place) if event.style else self.plain(event, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, place)
        self.note(event, place, "aliases (*name) are not allowed; write the value out")
        return None

    def count(self, event: yaml.Event, place: Place) -> None:
        """Hold a key or a value against the number allowed and the parts of YAML left out."""
        self.lines.setdefault(place, _line(event))
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self.stop(event, f"more than {self.limits.nodes:,} keys and values; split the file")
        if isinstance(event, yaml.NodeEvent) and not isinstance(event, yaml.AliasEvent):
            if event.anchor:
                self.note(event, place, "anchors (&name) are not allowed; remove it")
            if getattr(event, "tag", None):
                self.note(event, place, "tags (!name) are not allowed; remove it")

    def sequence(self, start: yaml.Event, place: Place) -> list[object]:
        self.deepen(start, place)
        items: list[object] = []
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            items.append(self.node(event, (*place, len(items))))
        return items

    def mapping(self, start: yaml.Event, place: Place) -> dict[str, object]:
        self.deepen(start, place)
        found: dict[str, object] = {}
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            key = self.key(event, place)
            if key is None:
                self.node(self.event(), (*place, "?"))
                continue
            inside = (*place, key)
            if key in found:
                first = self.lines[inside]
                message = f"this key already stands in line {first}; keep one of the two"
                self.note(event, inside, message)
                self.node(self.event(), (*inside, "again"))
            else:
                self.count(event, inside)
                found[key] = self.node(self.event(), inside)
        return found

    def key(self, event: yaml.Event, place: Place) -> str | None:
        """Return a key as text, or nothing where it is not one that a file may have."""
        if not isinstance(event, yaml.ScalarEvent):
            self.note(event, place, "a key must be plain text, not a list, a mapping or an alias")
            self.node(event, (*place, "?"))
            return None
        if event.value == "<<" and not event.style:
            self.note(event, place, "merge keys (<<) are not allowed; write the keys out")
            return None
        return event.value

    def quoted(self, event: yaml.ScalarEvent, place: Place) -> str:
        """Return quoted or block text, which is text whatever it looks like."""
        if odd := _INVISIBLE.search(event.value):
            message = f"an invisible character (U+{ord(odd[0]):04X}) in the text; remove it"
            self.note(event, place, message)
        return event.value

    def plain(self, event: yaml.ScalarEvent, place: Place) -> object:
        """Return what an unquoted scalar stands for."""
        text = event.value
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "+-.0123456789":
            return text
        if number := _NUMBER.fullmatch(text):
            most = _EXACT_DIGITS if self.exact else _DIGITS
            if len(text) > most and sum(map(str.isdigit, text)) > most:
                message = f"{shown(text)} has more than {most} digits; use a larger unit"
                self.note(event, place, message)
                return None
            if not number[1]:
                return int(text)
            return Decimal(text) if self.exact else float(text)
        if _LOOKS_LIKE_A_NUMBER.fullmatch(text):
            self.note(
                event,
                place,
                f"{shown(text)} is a number to some readers of YAML and text to others; "
                "write plain digits such as 30 or 0.5, or put text in quotes",
            )
        return text

    def deepen(self, event: yaml.Event, place: Place) -> None:
        if len(place) >= self.limits.depth:
            self.stop(event, f"nested more than {self.limits.depth} levels deep; flatten it")

    def note(self, event: yaml.Event, place: Place, message: str) -> None:
        line = _line(event)
        if self.noted and (self.noted[-1][0], self.noted[-1][2]) == (line, message):
            return  # a row of aliases is one fault
        self.noted.append((line, place, message))
        if len(self.noted) == MOST_FAULTS:
            self.stop(event, f"more than {MOST_FAULTS} faults; mend these first")

    def stop(self, event: yaml.Event, message: str) -> NoReturn:
        self.noted.append((_line(event), (), message))
        raise _StopError


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _decoded(content: bytes, file: str, limits: Limits) -> tuple[str, tuple[Fault, ...]]:
    """Return the text of a file, or why there is none."""

    def refused(line: int, message: str) -> tuple[str, tuple[Fault, ...]]:
        return "", (Fault(file, line, "", message),)

    if len(content) > limits.size:
        return refused(1, f"the file is larger than {limits.size // 1024:,} KiB; split it")
    for mark, name in _MARKS:
        if content.startswith(mark):
            return refused(1, f"the file is in {name}; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return refused(line, "a byte here is not UTF-8; save the file as UTF-8")
    if odd := _INVISIBLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        message = f"an invisible character (U+{ord(odd[0]):04X}) stands here"
        return refused(line, f"{message}; remove it, or save the file as UTF-8")
    tabs = tuple(
        Fault(file, text.count("\n", 0, tab.end()) + 1, "", "a tab in the indentation; use spaces")
        for tab in islice(_TAB.finditer(text), MOST_FAULTS)
    )
    return text, tabs


def _syntax(error: yaml.YAMLError) -> tuple[int, Place, str]:
    """Return line, place and a plain sentence for what the parser could not read."""
    problem = str(getattr(error, "problem", None) or "it is not YAML")
    mark = getattr(error, "problem_mark", None)
    if problem in _BEGUN_EARLIER:
        mark = getattr(error, "context_mark", None) or mark
    hint = _HINTS.get(problem, problem)
    return (mark.line + 1 if mark else 1), (), f"the file cannot be read from here on: {hint}"
