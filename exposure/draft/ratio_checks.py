"""The rule for ratios in the prose below a table of prices or costs."""

import re
from collections.abc import Iterator, Mapping

from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.finding import Ends, Finding, interval, meet, note, said
from exposure.draft.reading import Table
from exposure.quantities import Quantity

__all__ = ["ratio"]

_PRICE = re.compile(r"cost|price|expensive|cheap", re.IGNORECASE)
_THAN = re.compile(
    r"\s*(?:higher|lower|more|less|cheaper|dearer|expensive|the)?[^,.;]*?\b(?:than|of|over)\s+"
)
_REACH = 3_000  # characters after a table that may speak of it
_AHEAD = 60
_CLOSE = 0.03


def ratio(draft: Draft) -> Iterator[Finding]:
    """Find "25-35x higher than" where the table above gives another ratio."""
    multiples = [claim for claim in draft.reading.claims if claim.quantity.kind == "multiple"]
    for table in draft.reading.tables if multiples else ():
        rows = _priced(draft, table)
        for claim in multiples if rows else ():
            near = 0 <= claim.quantity.start - table.end < _REACH
            pair = _compared(claim, rows) if near and _PRICE.search(claim.sentence.text) else None
            if pair is None:
                continue
            one, other = pair
            spans = [_ratios(rows[name], rows[other]) for name in rows if name != other]
            if any(_same(claim.quantity, span) for span in spans):
                continue
            low, high = _ratios(rows[one], rows[other])
            given = said(low, high, "times")
            yield note(
                draft.reading,
                claim.quantity,
                "ratio",
                f"the table gives {given} for {one} over {other}, not {claim.quantity.printed}",
                right=(round(low, 2), round(high, 2)),
                computation=f"{_listed(rows[one])} / {_listed(rows[other])} = {given}",
            )


def _priced(draft: Draft, table: Table) -> Mapping[str, tuple[float, ...]]:
    """Return the numbers of each row, by its name, in the first column of prices or costs."""
    text = draft.reading.text
    for index, head in enumerate(table.header):
        rows = {}
        for row in table.rows if _PRICE.search(head) else ():
            cell = draft.reading.within(*row[index]) if index < len(row) else ()
            values = tuple(float(q.low) for q in cell if q.kind == "money" and q.low > 0)
            name = text[row[0][0] : row[0][1]].strip(" *")
            if values and name:
                rows[name] = values
        if len(rows) > 1:
            return rows
    return {}


def _compared(claim: Claim, rows: Mapping[str, tuple[float, ...]]) -> tuple[str, str] | None:
    """Return the rows that a ratio is of: what is dearer or cheaper, and than what."""
    text, (start, end) = claim.sentence.text, claim.inner
    rest = text[end : end + _AHEAD]
    than = _THAN.match(rest)
    after = rest[than.end() :] if than else ""
    than_what = [name for name in rows if than and _named(after[: len(name) + 12], name)]
    if len(than_what) != 1:
        return None
    before = re.sub(r"\bthan [^,.;]*", "", text[:start])
    others = [name for name in rows if name != than_what[0]]
    what = [name for name in others if _named(before, name)] or others
    return what[0], than_what[0]


def _named(text: str, row: str) -> bool:
    """Tell whether a text names a row, by its whole name or by its first word."""
    words = (re.escape(row), re.escape(row.split(maxsplit=1)[0]))
    return re.search(rf"\b(?:{'|'.join(words)})\b", text) is not None


def _ratios(one: tuple[float, ...], other: tuple[float, ...]) -> Ends:
    alike = len(one) == len(other)
    pairs = zip(one, other, strict=True) if alike else ((a, b) for a in one for b in other)
    found = [a / b for a, b in pairs]
    return min(found), max(found)


def _same(q: Quantity, span: Ends) -> bool:
    """Tell whether printed ends are those of a span, rounded as printed; a single one, inside it."""
    if q.single:
        return meet(interval(q), span)
    return all(
        abs(float(end) - value) <= max(float(step), _CLOSE * value) / 2
        for end, value, step in ((q.low, span[0], q.low_step), (q.high, span[1], q.high_step))
    )


def _listed(values: tuple[float, ...]) -> str:
    return " and ".join(f"{value:g}" for value in values)
