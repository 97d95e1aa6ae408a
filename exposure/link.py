"""What an address says: every lever, the choices of a page, and the stamp they were made on.

Comes in: a `Book` and the query of an address, or a `State` and the page it is for. Goes out: the
`State` with a notice for everything that could not be used, or the query: nothing at the baseline,
and all of it once anything has moved. The pages, the API and the command line read the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from exposure import choices, releases, stamp
from exposure.compare_words import OWN, SCENARIO
from exposure.scenario import Notice, is_too_long, plain, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from exposure.book import Book
    from exposure.choices import Value

__all__ = [
    "LONGEST",
    "STAMP",
    "State",
    "chosen",
    "encoded",
    "length",
    "pasted",
    "read",
    "shown",
    "write",
    "writer",
]

STAMP = "stamp"
"""The key of the stamp in a link."""

LONGEST = 2000
"""Characters that programs pass on without cutting an address; all that can be set has room in them."""

_KEPT_IN = "_own"  # ends the key of a scenario that was kept; see `exposure.compare_words.OWN`
# Read by the framework, and seen by no page.
_OF_THE_FRAME = ("embed", "embed_options")
# What newsletters and networks add to an address that they pass on.
_OF_OTHERS = re.compile(r"utm_\w+|(fb|g|d|tw|tt)clid|msclkid|mc_[ce]id|_hs(enc|mi)|igshid")
_NAMED = "preset"  # stands among the levers of a compared scenario
_BETWEEN = "~"  # unreserved, so that an address shows it as it is


@dataclass(frozen=True)
class State:
    """What a reader has set.

    Attributes
    ----------
    values
        Every lever, in its own unit.
    choices
        What was chosen on the pages, by key; what is not here stands at its start.
    release
        The stamp of the release whose numbers are shown; empty for those of today.
    made
        The stamp of the link that this began with, where it is not that of today.
    """

    values: Mapping[str, float]
    choices: Mapping[str, Value] = field(default_factory=dict)
    release: str = ""
    made: str = ""


def shown(book: Book, release: str) -> Book:
    """Return the book whose numbers are shown: as it was released, or as it is."""
    return (releases.as_released(book, release) or book) if release else book


def read(book: Book, query: Mapping[str, Iterable[str]]) -> tuple[State, tuple[Notice, ...]]:
    """Return what a query says, and a notice for all in it that was not used.

    Never raises. What the query leaves out stands where the data of its stamp have it.

    Parameters
    ----------
    book
        The data of today.
    query
        Key to its values, in order.
    """
    pairs = {key: list(found) for key, found in query.items() if not _is_of_others(key)}
    if is_too_long(pairs):
        return State(book.levers.complete({})), (too_long("the baseline is used"),)
    made, notices = _stamp(book, pairs.pop(STAMP, None))
    then = shown(book, made)
    picked: dict[str, Value] = {}
    for key in [key for key in pairs if key not in book.levers]:
        if (choice := choices.find(book, key)) is None:
            continue
        found = pairs.pop(key)
        if choice.kind == "scenario":
            settings, told = _scenario(then, key, found)
            picked |= settings
            notices += told
            continue
        value, reason = choice.read(then, found)
        if reason:
            notices.append(Notice(key, ", ".join(found), reason, _instead(choice.starts(then, {}))))
        else:
            picked[key] = value
    values, unused = then.levers.decode(pairs)
    same = made and releases.same_numbers(book, then)
    return State(values, picked, "" if same else made, made), (*notices, *unused)


def pasted(book: Book, text: str) -> tuple[dict[str, float], tuple[Notice, ...]]:
    """Return the levers of a link that somebody pasted, or of the part behind the question mark."""
    query = parse_qs(text.strip().rpartition("?")[2].partition("#")[0], keep_blank_values=True)
    state, notices = read(book, query)
    return dict(state.values), notices


def write(book: Book, state: State, page: str) -> dict[str, list[str]]:
    """Return the query of a page's address: nothing at the baseline, else all of it.

    All, and not only what moved, so that a link keeps its meaning when the baseline or a start
    changes.

    Parameters
    ----------
    book
        The data of today.
    page
        The page, by the name of its file.
    """
    return writer(book, state)(page)


def writer(
    book: Book, state: State, *, whole: bool = False
) -> Callable[[str], dict[str, list[str]]]:
    """Return `write` for the pages of one state, whose levers are put into words once.

    With ``whole`` it leaves nothing out at the baseline either.
    """
    then = shown(book, state.release)
    moved = whole or state.release or then.levers.changed(state.values)
    levers = {name: [plain(x)] for name, x in then.levers.complete(state.values).items()}
    end = {STAMP: [stamp.stamp(then)]}

    def query(page: str) -> dict[str, list[str]]:
        own = chosen(then, state, page)
        if not moved and own == chosen(then, replace(state, choices={}), page):
            return {}
        found = dict(levers)
        for choice in choices.of_page(page, state.choices):
            if choice.key not in own or any(own.get(key) != value for key, value in choice.when):
                continue
            if choice.kind == "scenario":
                found[choice.key] = [_told(then, state, choice.key, str(own[choice.key]))]
            elif told := choices.words(own[choice.key]):
                found[choice.key] = told
        return found | end

    return query


def length(query: Mapping[str, list[str]]) -> int:
    """Return how many characters a query takes in an address.

    >>> length({"a": ["1"], "b": ["x y", "&"]})
    15
    """
    return len(encoded(query))


def encoded(query: Mapping[str, Sequence[str]]) -> str:
    """Return a query as it stands in an address.

    >>> encoded({"a": ["1"], "b": ["x y", "&"]})
    'a=1&b=x+y&b=%26'
    """
    return "&".join(_pair(key, value) for key, values in query.items() for value in values)


def chosen(book: Book, state: State, page: str) -> dict[str, Value]:
    """Return the value of every choice of a page, also of those that stand at their start."""
    found: dict[str, Value] = {}
    for choice in choices.of_page(page, state.choices):
        value = state.choices.get(choice.key, choice.starts(book, state.values))
        if value is not None:
            found[choice.key] = value
    return found


@lru_cache(maxsize=1024)
def _pair(key: str, value: str) -> str:
    """Return a key and a value of an address; nearly all of them are the same on every page."""
    return urlencode({key: value})


def _is_of_others(key: str) -> bool:
    """Return whether a key says nothing about a page.

    >>> [key for key in ("utm_source", "fbclid", "msclkid", "embed", "usd_jpy") if _is_of_others(key)]
    ['utm_source', 'fbclid', 'msclkid', 'embed']
    """
    return key in _OF_THE_FRAME or _OF_OTHERS.fullmatch(key) is not None


def _stamp(book: Book, found: Sequence[str] | None) -> tuple[str, list[Notice]]:
    """Return the stamp of a link if it is one of an earlier release, and what is wrong with it."""
    if found is None or list(found) == [stamp.stamp(book)]:
        return "", []
    name = found[0] if len(found) == 1 else ""
    if any(release.stamp == name for release in book.releases):
        return name, []
    reason = "is not the stamp of a release of these data"
    if len(found) != 1:
        reason = f"is given {len(found)} times"
    elif stamp.FORM.fullmatch(name) and not stamp.day(name):
        reason = "names data that were never released, so their numbers were not kept"
    return "", [Notice(STAMP, ", ".join(found), reason, "today's numbers are shown")]


def _scenario(book: Book, key: str, found: Sequence[str]) -> tuple[dict[str, Value], list[Notice]]:
    """Return the choices that a compared scenario stands for, and what could not be used of it."""
    text = ", ".join(found)
    if text == SCENARIO:
        return {key: SCENARIO}, []
    parts = text.split(_BETWEEN)
    if len(found) != 1 or len(parts) % 2:
        reason = f"is neither '{SCENARIO}' nor pairs of a lever and its value"
        return {}, [Notice(key, text, reason, "the page's own choice is used")]
    pairs: dict[str, list[str]] = {}
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        pairs.setdefault(name, []).append(value)
    named = pairs.pop(_NAMED, [])
    values, notices = book.levers.decode(pairs)
    told = [replace(notice, key=f"{key}, {notice.key}") for notice in notices]
    if same := book.named(values):
        return {key: next((p.name for p in same if p.name in named), same[0].name)}, told
    query = "&".join(f"{name}={plain(value)}" for name, value in values.items())
    return {key: OWN, key + _KEPT_IN: query}, told


def _told(book: Book, state: State, key: str, name: str) -> str:
    """Return a compared scenario in words: every lever, so that no preset has a part in it.

    Of presets that set the same, another than the first is named as well.
    """
    if name == SCENARIO:
        return name
    values = state.values
    if (preset := book.preset(name)) is not None:
        values = preset.set
    elif name == OWN:
        values, _ = pasted(book, str(state.choices.get(key + _KEPT_IN, "")))
    pairs = {one: plain(x) for one, x in book.levers.complete(values).items()}
    if preset is not None and preset != book.named(values)[0]:
        pairs[_NAMED] = name
    return _BETWEEN.join(f"{one}{_BETWEEN}{told}" for one, told in pairs.items())


def _instead(start: Value | None) -> str:
    if start is None or start in ("", ()):
        return "nothing is chosen in its place"
    return f"{plain(start) if isinstance(start, int | float) else start} is used"
