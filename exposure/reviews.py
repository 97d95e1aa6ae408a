"""Who signed off which figure: ``data/reviews.yaml``, read strictly and written whole or not at all.

Comes in: that file and the figures of the ledger. Goes out: where each figure stands, unchecked,
checked or disputed, by whom and since when. A review holds the fingerprint of the figure as it was
signed, so that a figure that changed afterwards is unchecked again.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from exposure.document import Fault, shown
from exposure.entries import Figure, PublicFigure
from exposure.fields import DateText, Id, choices, form, plain_number, refused
from exposure.ledger import Ledger
from exposure.records import Record, validate
from exposure.strict_yaml import Limits, read
from exposure.whole_file import alone, header, replace

__all__ = [
    "FILE",
    "STATES",
    "Review",
    "Standing",
    "findings",
    "fingerprint",
    "load",
    "said",
    "sign",
]

FILE = "reviews.yaml"
"""Name of the file in the folder of the data; without it nothing has been signed yet."""

Verdict = Literal["checked", "disputed"]
STATES = ("unchecked", "checked", "disputed")
"""What a figure may be to an editor."""


def said(words: str, most: int) -> str:
    r"""Return what a person wrote, on one line, fit for a file, a terminal and a page.

    Raises
    ------
    ValueError
        With the end of a sentence: nothing is left, it is too long, or a character shows nothing
        or steers the terminal.

    Examples
    --------
    >>> said("  Ann  B.\tLee ", 80)
    'Ann B. Lee'
    """
    line = " ".join(words.split())
    if not line:
        raise ValueError("is empty; write some words")
    if len(line) > most:
        raise ValueError(f"has {len(line)} characters; at most {most} are kept")
    if odd := next((sign for sign in line if not sign.isprintable()), None):
        raise ValueError(f"has an invisible character (U+{ord(odd):04X}); remove it")
    return line


LONGEST_NAME, LONGEST_NOTE = 80, 500


def _said(most: int) -> BeforeValidator:
    def judge(value: object) -> str:
        if not isinstance(value, str):
            raise refused(f"{shown(value)} is not text; put it in quotes if it is meant as text")
        try:
            return said(value, most)
        except ValueError as error:
            raise refused(f"{value[:most]!a} {error}") from None

    return BeforeValidator(judge)


_DIGITS = 16
_DIGEST = form(re.compile(rf"[0-9a-f]{{{_DIGITS}}}").fullmatch, f"{_DIGITS} digits of 0-9 and a-f")


class Review(Record):
    """One sign-off: a figure as it was, what was made of it, by whom and on which day."""

    figure: Id
    state: Verdict
    by: Annotated[str, _said(LONGEST_NAME)]
    date: DateText
    note: Annotated[str, _said(LONGEST_NOTE)] | None = None
    fingerprint: Annotated[str, _DIGEST]


class _Reviews(Record):
    """The file: the latest sign-off of each figure; version control has the earlier ones."""

    reviews: tuple[Review, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield a figure that stands here more than once."""
        seen: set[str] = set()
        for review in self.reviews:
            if review.figure in seen:
                yield "reviews", f"{review.figure} is reviewed more than once; keep the latest"
            seen.add(review.figure)


@dataclass(frozen=True)
class Standing:
    """Where a figure stands, and the sign-off behind it, which may be of an older wording."""

    state: str
    review: Review | None = None

    @property
    def changed(self) -> bool:
        """Whether the figure changed after its sign-off."""
        return self.review is not None and self.state == STATES[0]

    @property
    def words(self) -> str:
        """The standing in words."""
        if self.review is None:
            return self.state
        signed = f"{self.review.state} by {self.review.by}, {self.review.date}"
        note = f": {self.review.note}" if self.review.note else ""
        return f"unchecked; changed since it was {signed}{note}" if self.changed else signed + note


@dataclass(frozen=True)
class Reviews:
    """Every sign-off by the id of its figure, and the file they were read from."""

    file: str
    by_figure: Mapping[str, Review]

    def standing(self, figure: Figure | PublicFigure) -> Standing:
        """Return where a figure stands as it is now."""
        review = self.by_figure.get(figure.id)
        valid = review is not None and review.fingerprint == fingerprint(figure)
        return Standing(review.state if review and valid else STATES[0], review)


def fingerprint(figure: Figure | PublicFigure) -> str:
    """Return what tells a figure from any other wording of it: everything but our own note.

    Examples
    --------
    >>> told = {"id": "a", "quantity": "b", "unit": "USD bn", "as_of": "2030", "modality": "about",
    ...         "status": "completed", "source": "c", "paragraph": 1, "printed": "about $3bn"}
    >>> one, same, other = (Figure(**told, value=value) for value in (3, 3.0, 4))
    >>> fingerprint(one) == fingerprint(same), fingerprint(one) == fingerprint(other)
    (True, False)
    """
    # What is absent is left out: a field that the ledger learns later changes no fingerprint.
    told = figure.model_dump(mode="json", exclude={"note"}, exclude_none=True)
    text = json.dumps(plain_number(told), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def load(data: Path) -> tuple[Reviews | None, tuple[Fault, ...]]:
    """Return the sign-offs in a folder of data, or what is wrong with their file.

    Examples
    --------
    >>> load(Path("no-such-folder"))
    (Reviews(file='no-such-folder/reviews.yaml', by_figure={}), ())
    """
    path = data / FILE
    if not (path.exists() or path.is_symlink()):
        return Reviews(path.as_posix(), {}), ()
    document, faults = read(path, _LIMITS)
    if document is None or faults:
        return None, faults
    record, faults = validate(_Reviews, document)
    if record is None:
        return None, faults
    return Reviews(document.file, {review.figure: review for review in record.reviews}), ()


def findings(reviews: Reviews, ledger: Ledger) -> tuple[Fault, ...]:
    """Return the sign-offs that hold no longer, each at its line."""
    found = []
    for review in reviews.by_figure.values():
        figure = ledger.figure_by_id.get(review.figure)
        if figure is None:
            meant = choices(review.figure, tuple(ledger.figure_by_id))
            words = f"no figure is called {review.figure!r}; {meant}"
            found.append(review.fault("figure", words, "warning"))
        elif reviews.standing(figure).changed:
            words = f"{review.figure} changed since {review.by} signed it; it is unchecked again"
            found.append(review.fault("fingerprint", words, "warning"))
    return tuple(found)


def sign(  # noqa: PLR0913  (each is a field of a review)
    data: Path,
    figure: Figure | PublicFigure,
    state: Verdict,
    by: str,
    *,
    note: str | None = None,
    date: str | None = None,
) -> tuple[Review | None, tuple[Fault, ...]]:
    """Write a sign-off of a figure as it is now, in place of an earlier one.

    Killed at any point, the file is the old one or the new one. Two who sign at the same time are
    both written.

    Parameters
    ----------
    date
        The day; today, in UTC, when left out.

    Returns
    -------
    review
        ``None`` when nothing was written.
    faults
        Why: the file is at fault already, or cannot be written.
    """
    review = Review(
        figure=figure.id,
        state=state,
        by=by,
        date=date or dt.datetime.now(tz=dt.UTC).date().isoformat(),
        note=note,
        fingerprint=fingerprint(figure),
    )
    # A link to the file stays a link: what it points to is replaced.
    path = (data / FILE).resolve()
    try:
        with alone(path.parent):
            found, faults = load(data)
            if found is None:
                return None, faults
            opening = header(path.read_text("utf-8")) if path.exists() else ""
            text = opening + _text({**found.by_figure, figure.id: review})
            replace(path, text.encode())
    except OSError as error:
        words = f"the file cannot be written: {error.strerror or error}"
        return None, (Fault((data / FILE).as_posix(), 1, "", words),)
    return review, ()


# Room for ten thousand sign-offs; the notes are short.
_LIMITS = Limits(size=8 * 1024 * 1024, nodes=200_000)


def _text(reviews: Mapping[str, Review]) -> str:
    """Return the file below its header: one block a figure, by id, so that changes merge."""
    if not reviews:
        return "reviews: []\n"
    blocks = []
    for _, review in sorted(reviews.items()):
        told = review.model_dump(exclude_none=True)
        # JSON text is YAML text, whatever is in it.
        lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items())
        blocks.append("  - " + "\n    ".join(lines) + "\n")
    return "reviews:\n" + "".join(blocks)
