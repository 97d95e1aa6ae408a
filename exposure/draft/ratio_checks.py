"""The rule for ratios: of a table of prices or costs in the prose below it, and of two sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping

from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.finding import Ends, Finding, interval, meet, note, proved, said
from exposure.draft.tables import Table
from exposure.quantities import Quantity

__all__ = ["ratio"]

_PRICE = re.compile(
    r"cost|pric|expensive|cheap|dear|charg|\bpa(?:y|id|ys)\b|\bbill|\bfee|spend", re.IGNORECASE
)
_THAN = re.compile(
    r"\s*(?:higher|lower|more|less|cheaper|dearer|expensive|the)?[^,.;]*?\b(?:than|of|over|above|as|to)\s+"
)
_AS_DEAR = re.compile(
    r"\s*(?:as|more|cheaper|dearer)\s*(?:expensive|dear|costly|much|high|than|as)?\b", re.IGNORECASE
)
_WORD = re.compile(r"\w[\w.-]+(?<![.-])")  # of two letters or more
_REACH = 3_000  # characters after a table that may speak of it
_AHEAD = 60
_GAP = 22  # characters of "much as the price of" before a name
_TWO = 2
_CLOSE = 0.03


def ratio(draft: Draft) -> Iterator[Finding]:
    """Find "25-35x higher than" where the table above gives another ratio."""
    multiples = [claim for claim in draft.reading.claims if claim.quantity.kind == "multiple"]
    yield from _of_two_before(draft, multiples)
    for table in draft.reading.tables if multiples else ():
        rows = _priced(draft, table)
        columns = _by_column(draft, table)
        for claim in multiples if rows or columns else ():
            near = 0 <= claim.quantity.start - table.end < _REACH
            priced = near and _PRICE.search(claim.sentence.text)
            sides = (rows, columns) if priced else ()  # a table may lie on its side
            found = ((side, pair) for side in sides if side and (pair := _compared(claim, side)))
            prices, (one, other) = next(found, ({}, ("", "")))
            if not prices:
                continue
            spans = [_ratios(prices[name], prices[other]) for name in prices if name != other]
            low, high = _ratios(prices[one], prices[other])
            given = said(low, high, "times")
            computation = f"{_listed(prices[one])} / {_listed(prices[other])} = {given}"
            if _same(claim.quantity, (low, high)):
                yield proved(draft.reading, claim.quantity, computation)
            if any(_same(claim.quantity, span) for span in spans):
                continue
            yield note(
                draft.reading,
                claim.quantity,
                "ratio",
                f"the table gives {given} for {one} over {other}, not {claim.quantity.printed}",
                right=(round(low, 2), round(high, 2)),
                computation=computation,
            )


def _of_two_before(draft: Draft, claims: list[Claim]) -> Iterator[Finding]:
    """Yield "A asks 5 and 15. B asks 1 and 3. That makes A so many times as dear"."""
    for claim in claims:
        last = draft.reading.previous(claim.sentence)
        first = last and draft.reading.previous(last)
        told = _AS_DEAR.match(draft.reading.text, claim.quantity.end)
        inside = draft.reading.within(claim.sentence.start, claim.sentence.end)
        if last is None or first is None or not told or any(_is_price(q) for q in inside):
            continue
        rows = [
            [q for q in draft.reading.within(s.start, s.end) if q.kind == "money"]
            for s in (first, last)
        ]
        alike = (
            len(rows[0]) == len(rows[1]) in {1, _TWO}
            and len({q.unit for r in rows for q in r}) == 1
        )
        if not alike or not all(q.single and q.low > 0 for row in rows for q in row):
            continue
        dear, cheap = (tuple(float(q.low) for q in row) for row in rows)
        if sum(dear) < sum(cheap):
            dear, cheap = cheap, dear
        low, high = _ratios(dear, cheap)
        computation = f"{_listed(dear)} / {_listed(cheap)} = {said(low, high, 'times')}"
        if _same(claim.quantity, (low, high)):
            yield proved(draft.reading, claim.quantity, computation)
        else:
            words = f"{computation}, not {claim.quantity.printed}"
            right = round(low, 2), round(high, 2)
            yield note(
                draft.reading, claim.quantity, "ratio", words, right=right, computation=computation
            )


def _priced(draft: Draft, table: Table) -> Mapping[str, tuple[float, ...]]:
    """Return the numbers of each row, by its name: the first column of prices, or all money."""
    heads = [[index] for index, head in enumerate(table.header) if _PRICE.search(head)]
    for columns in (*heads, range(1, len(table.header))):
        rows = {}
        for row in table.rows:
            cells = [draft.reading.within(*row[i]) for i in columns if i < len(row)]
            values = tuple(float(q.low) for cell in cells for q in cell if _is_price(q))
            name = draft.reading.text[row[0][0] : row[0][1]].strip(" *")
            if values and name:
                rows[name] = values
        if len(rows) > 1:
            return rows
    return {}


def _by_column(draft: Draft, table: Table) -> Mapping[str, tuple[float, ...]]:
    """Return the numbers of each column of money, by its head."""
    found = {}
    for index in range(1, len(table.header)):
        cells = [draft.reading.cell(row, index, "money") for row in table.rows]
        values = tuple(float(q.low) for q in cells if q and _is_price(q))
        if values and len(values) == len(table.rows) and table.header[index].strip():
            found[table.header[index].strip(" *")] = values
    return found if len(found) > 1 else {}


def _is_price(q: Quantity) -> bool:
    return q.kind == "money" and q.low > 0


def _compared(claim: Claim, rows: Mapping[str, tuple[float, ...]]) -> tuple[str, str] | None:
    """Return the rows that a ratio is of: the dearer one first, for a ratio is more than one."""
    text, (start, end) = claim.sentence.text, claim.inner
    known = {name: _called(name, rows) for name in rows}
    than = _THAN.match(text, end, end + _AHEAD)
    after = text[than.end() :] if than else ""
    than_what = [name for name in rows if than and known[name].search(after[: len(name) + _GAP])]
    before = re.sub(r"\bthan [^,.;]*", "", text[:start])
    pair = [name for name in rows if known[name].search(text)]
    if len(than_what) == 1:
        others = [name for name in rows if name != than_what[0]]
        what = [name for name in others if known[name].search(before)] or others
        pair = [what[0], than_what[0]]
    elif len(rows) == _TWO and pair:
        pair = list(rows)
    if len(pair) != _TWO:
        return None
    dear, cheap = sorted(pair, key=lambda name: sum(rows[name]), reverse=True)
    return dear, cheap


def _called(row: str, rows: Iterable[str]) -> re.Pattern[str]:
    """Return what names a row in prose: its whole name, or a word of it that no other row has."""
    words = {name: set(_WORD.findall(name.lower())) for name in rows}
    own = words[row].difference(*(found for name, found in words.items() if name != row))
    called = "|".join(re.escape(word) for word in (row, *sorted(own)))
    return re.compile(rf"(?<!\w)(?:{called})(?!\w)", re.IGNORECASE)


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
