"""What was released and when: ``data/releases.yaml``, so that an old link keeps its numbers.

Comes in: that file, or a `Book` to add to it. Goes out: every release with the inputs of the model
as they were, from which a book of that day is made and evaluated like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping  # noqa: TC003  (pydantic reads the annotations)
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from exposure import stamp as stamps
from exposure import whole_file
from exposure.balance import BalanceError
from exposure.baseline import Baseline
from exposure.fields import Number, Text, Whole, form, plain_number
from exposure.model import outcome
from exposure.records import Record, validate
from exposure.scenario import Levers
from exposure.strict_yaml import Limits, parse, read

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.book import Book
    from exposure.document import Document, Fault

__all__ = [
    "FILE",
    "HEADLINE",
    "Release",
    "add",
    "as_released",
    "findings",
    "headline",
    "load",
    "same_numbers",
]

FILE = "releases.yaml"
"""Name of the file in the folder of the data; without it nothing was released."""

HEADLINE = (
    "ltv",
    "ltv_grossed",
    "nav_usd_bn",
    "focus_stake",
    "focus_value_usd_bn",
    "focus_share_of_equity_value",
)
"""The answers at the baseline that a release keeps, by their names in ``scenario --json``."""

_STAMP = form(stamps.day, "the stamp of a release; it looks like 2026-11-25-3f9a1c")
# A release is some three hundred nodes: room for hundreds of them.
_LIMITS = Limits(size=8 * 1024 * 1024, nodes=200_000)
# Another machine's last digit is no other number.
_SAME = 1e-9


class Release(Record):
    """What the data and the model were on one day.

    ``levers`` is where each stood, in its own unit; ``lines`` are fractions; ``headline`` holds the
    answers at the baseline; ``assumptions`` are the numbers about risk; ``link`` is a link of the day,
    which has to open for ever. ``baseline`` is the balance sheet of the day, left out where it is that
    of the release before. ``sum`` is `written`, so that a number changed by hand is found.
    """

    stamp: Annotated[str, _STAMP]
    model: Annotated[Whole, Field(ge=1)]
    levers: dict[str, Number]
    lines: dict[str, Number]
    headline: dict[str, Number]
    link: Text
    assumptions: dict[str, Number] = Field(default_factory=dict)
    baseline: Baseline | None = None
    sum: Text | None = None

    @property
    def written(self) -> str:
        """The beginning of the SHA-256 of all that it says but its sum."""
        said = self.model_dump(mode="json", exclude={"sum"}, exclude_defaults=True)
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def day(self) -> str:
        """The day of the release, as ISO text."""
        return stamps.day(self.stamp)


class _Releases(Record):
    """The file: every release, the oldest first."""

    releases: tuple[Release, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield a stamp that stands here twice, and what is out of order."""
        if self.releases and self.releases[0].baseline is None:
            yield "releases", "the first release has no baseline, and there is none before it"
        seen: list[str] = []
        for release in self.releases:
            if release.stamp in seen:
                yield "releases", f"{release.stamp} is released twice; remove one of the two"
            elif seen and release.day < stamps.day(seen[-1]):
                yield "releases", f"{release.stamp} stands after {seen[-1]}; the oldest is first"
            seen.append(release.stamp)


def load(data: Path) -> tuple[tuple[Release, ...] | None, tuple[Fault, ...]]:
    """Return every release in a folder of data, the oldest first, or what is wrong with the file.

    Each has its baseline, also where the file leaves it out.

    Examples
    --------
    >>> from pathlib import Path
    >>> load(Path("no-such-folder"))
    ((), ())
    """
    path = data / FILE
    if not (path.exists() or path.is_symlink()):
        return (), ()
    return _releases(*read(path, _LIMITS))


def as_released(book: Book, name: str) -> Book | None:
    """Return a book with the inputs of a release, or None where none is called that.

    Balance sheet, limits, the place of every lever and the numbers about risk are those of the
    day; the ledger and the formulas are today's. What the release did not know stands where the
    first later release has it.
    """
    index = next((n for n, one in enumerate(book.releases) if one.stamp == name), None)
    if index is None:
        return None
    release = book.releases[index]
    starts, assumptions = dict(book.levers.defaults), dict(book.assumptions)
    for later in reversed(book.releases[index:]):
        starts |= {key: value for key, value in later.levers.items() if key in starts}
        # Without a file about risk that can be read, there is nothing for its numbers to stand in.
        assumptions |= later.assumptions if assumptions else {}
    return replace(
        book,
        baseline=release.baseline or book.baseline,
        levers=Levers(book.levers.table, starts),
        lines=tuple(
            replace(line, limit=release.lines.get(line.name, line.limit)) for line in book.lines
        ),
        release=name,
        assumptions=assumptions,
    )


def same_numbers(book: Book, then: Book) -> bool:
    """Return whether two books give every scenario the same numbers, whatever else they say."""
    made = next((one.model for one in book.releases if one.stamp == then.release), stamps.MODEL)
    return (
        made == stamps.MODEL
        and _inputs(then.baseline) == _inputs(book.baseline)
        and then.levers.defaults == book.levers.defaults
        and [line.limit for line in then.lines] == [line.limit for line in book.lines]
        and all(book.assumptions.get(key, x) == x for key, x in then.assumptions.items())
    )


def add(
    data: Path, book: Book, day: str, link: str, assumptions: Mapping[str, float]
) -> tuple[str | None, tuple[Fault, ...]]:
    """Write the content of a book as a release of a day, if it is not one yet.

    Parameters
    ----------
    link
        A link to anything but the baseline, without a stamp.
    assumptions
        The numbers about risk.

    Returns
    -------
    stamp
        ``None`` when nothing could be written.
    faults
        Why not.
    """
    path = (data / FILE).resolve()
    with whole_file.alone(path.parent):
        known, faults = load(data)
        if known is None:
            return None, faults
        name = stamps.stamp(replace(book, releases=known))
        if stamps.day(name):
            return name, ()
        name = f"{max([day, *(one.day for one in known[-1:])])}-{name.rpartition('-')[2]}"
        text = path.read_text("utf-8") if path.exists() else ""
        opening = whole_file.header(text)
        parts = {"link": f"{link}&stamp={name}", "assumptions": _short(assumptions)}
        entry = _entry(book, name, parts, known[-1].baseline if known else None)
        body = text.removeprefix(opening) if known else "releases:\n"
        content = opening + body + entry
        read_back, faults = _releases(*parse(content.encode(), str(data / FILE), _LIMITS))
        if read_back is None:
            return None, faults
        whole_file.replace(path, f"{content}  sum: {_text(read_back[-1].written)}\n".encode())
    return name, ()


def findings(book: Book) -> tuple[Fault, ...]:
    """Return it when the data are no release, and releases whose numbers come out otherwise."""
    found = []
    for release in book.releases:
        if release.sum not in (None, release.written):
            words = "is not as it was released, and links stand on it; take it back as it was"
            found.append(release.fault("sum", f"this or a release before it {words}"))
        if release.model == stamps.MODEL:
            found += [release.fault("headline", words) for words in _broken(book, release)]
    if book.releases and not stamps.day(stamps.stamp(book)):
        last = book.releases[-1]
        words = (
            f"the data or the model changed since {last.stamp}, the last release; links made now "
            "cannot be told from later ones until you run 'python -m exposure release'"
        )
        found.append(last.fault("stamp", words, "warning"))
    return tuple(found)


def headline(book: Book) -> dict[str, float]:
    """Return the answers at the baseline that a release keeps."""
    answers = outcome(book, {}).as_json()
    return {name: answers[name] for name in HEADLINE if answers[name] is not None}


def _releases(
    document: Document | None, faults: tuple[Fault, ...]
) -> tuple[tuple[Release, ...] | None, tuple[Fault, ...]]:
    if document is None or faults:
        return None, faults
    record, faults = validate(_Releases, document)
    if record is None:
        return None, faults
    found: list[Release] = []
    for release in record.releases:
        known = release.baseline or found[-1].baseline
        found.append(release.model_copy(update={"baseline": known}))
    return tuple(found), ()


def _broken(book: Book, release: Release) -> Iterator[str]:
    """Yield what the model of today says otherwise than it said on the day of a release."""
    then = as_released(book, release.stamp)
    remedy = "links of that day would show other numbers; raise MODEL in exposure/stamp.py"
    try:
        found = headline(then) if then else {}
    except BalanceError as error:
        yield f"the model has no answer any more ({error}); {remedy}"
        return
    for name, told in release.headline.items():
        now = found.get(name)
        if now is None or abs(now - told) > _SAME * max(abs(told), 1.0):
            yield f"{name} was {told:g} and comes out as {now if now is None else f'{now:g}'}; {remedy}"


def _entry(book: Book, name: str, more: Mapping[str, object], before: Baseline | None) -> str:
    """Return one release as a block of the file: a line for each part, one for each holding."""
    lines = [
        f"- stamp: {name}",
        f"  model: {stamps.MODEL}",
        f"  levers: {_text(_short(book.levers.defaults))}",
        f"  lines: {_text(_short({line.name: line.limit for line in book.lines}))}",
        f"  headline: {_text(_short(headline(book)))}",
        *(f"  {key}: {_text(value)}" for key, value in more.items()),
    ]
    own = _said(book.baseline)
    if before is None or _said(before) != own:
        lines.append("  baseline:")
        for key, value in own.items():
            if isinstance(value, list):
                lines += [f"    {key}:", *(f"    - {_text(item)}" for item in value)]
            else:
                lines.append(f"    {key}: {_text(value)}")
    return "".join(f"{line}\n" for line in lines)


def _inputs(part: object) -> object:
    """Return the numbers of a baseline and what they are of, without where they come from."""
    if isinstance(part, Baseline):
        part = _said(part)
    if isinstance(part, dict):
        kept = ("value", "unit") if "basis" in part else part
        return {key: _inputs(part[key]) for key in kept}
    return [_inputs(item) for item in part] if isinstance(part, list) else part


def _said(baseline: Baseline) -> dict[str, object]:
    return baseline.model_dump(mode="json", exclude_defaults=True)


def _text(part: object) -> str:
    # JSON text is YAML text, whatever is in it.
    return json.dumps(plain_number(part), ensure_ascii=False)


def _short(numbers: Mapping[str, float]) -> dict[str, float]:
    """Return numbers with as many digits as a data file may have."""
    return {name: float(f"{value:.14g}") for name, value in numbers.items()}
