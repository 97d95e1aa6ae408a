"""What a page of the dashboard says in a scenario, for the same page in another framework.

The page's own script is run with a stand-in for Streamlit that keeps what it is told to show. So
every framework shows the same sentences, numbers, charts and tables, from the same model, and does
the same work on the server.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, Self

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from exposure.book import Book

Kind = Literal["text", "chart", "table"]

ROOT = Path(__file__).parents[2]
FILES = {
    "home": "app.py",
    "LTV": "pages/LTV.py",
    "Concentration": "pages/Concentration.py",
    "Stress": "pages/Stress.py",
}
# What the reader has chosen on a page before the measurement begins.
CHOICES = {"Stress, map": {"part": "map"}}
# Where the focus company's lever stands at the start: no default, so that no line comes or goes.
START = 600.0


@dataclass(frozen=True)
class Item:
    """One thing that a page shows: markdown, a Plotly figure as a dict, or a table of text."""

    kind: Kind
    value: Any


class Content:
    """One page: give it the levers' values, and it gives what the page shows.

    Parameters
    ----------
    name
        The page's name, or ``page, choice``.
    """

    def __init__(self, name: str) -> None:
        self._shown: list[Item] = []
        self._state: dict[str, Any] = {}
        self._choices = CHOICES.get(name, {})
        self._query = _Query()
        self._file = str(ROOT / FILES[name.partition(",")[0]])
        sys.modules["streamlit"] = _stand_in(self._shown, self._state, self._query)
        runtime = _StandIn("streamlit.runtime.scriptrunner")
        runtime.__dict__["get_script_run_ctx"] = lambda: None
        sys.modules["streamlit.runtime"] = sys.modules[runtime.__name__] = runtime
        from exposure.book import load  # noqa: PLC0415  (the pages' own, after the stand-in)

        found, faults = load(ROOT / "data")
        if found is None:
            sys.exit("\n".join(map(str, faults)))
        self.book: Book = found
        focus = found.focus_lever
        others = [x for x in found.levers.table if x.unit != "switch" and x is not focus]
        self.levers = [focus, *others]
        self.start = found.levers.complete({focus.name: START})

    def __call__(self, values: Mapping[str, float]) -> list[Item]:
        """Return what the page shows, from top to bottom."""
        self._shown.clear()
        self._state.clear()
        self._query.clear()
        self._query.update(self.book.levers.encode(values), **self._choices)
        runpy.run_path(self._file)
        return list(self._shown)


def words(item: Item) -> str:
    """Return a text without the signs of markdown."""
    return re.sub(r"\\(.)|\*\*", r"\1", str(item.value))


def html_table(item: Item) -> str:
    """Return a table as HTML."""
    rows: pd.DataFrame = item.value
    return rows.to_html(index=False, border=0)


class _Nothing:
    """Any element that does not matter here: a container, a button that is not pressed."""

    def __getattr__(self, name: str) -> _Nothing:
        return self

    def __call__(self, *_: object, **__: object) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *given: object) -> None:
        return None

    def __bool__(self) -> bool:
        return False


class _Sidebar(_Nothing):
    """Keeps nothing: the levers are made by each framework's own means."""

    open = False

    def __enter__(self) -> Self:
        self.open = True
        return self

    def __exit__(self, *given: object) -> None:
        self.open = False


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing()


class _Query(dict[str, str]):
    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, query: Mapping[str, str]) -> None:
        self.clear()
        self.update(query)

    def get_all(self, key: str) -> list[str]:
        return [self[key]]


def _stand_in(shown: list[Item], state: dict[str, Any], query: _Query) -> ModuleType:
    nothing, module = _Nothing(), _StandIn("streamlit")

    sidebar = _Sidebar()

    def keep(kind: Kind) -> Callable[..., None]:
        return lambda value, *_, **__: None if sidebar.open else shown.append(Item(kind, value))

    def button(label: str, *_: object, **__: object) -> bool:
        keep("text")(label)
        return False

    def component(*_: object, **__: object) -> Callable[..., object]:
        def draw(*_: object, data: bytes = b"{}", **__: object) -> _Nothing:
            for block in json.loads(data).get("blocks", ()):
                shown.extend(_items(block))
            return nothing

        return draw

    def chosen(*_: object, key: str, **__: object) -> object:
        return state.get(key)

    def cached(*given: Callable[..., Any], **_: object) -> Callable[..., Any]:
        return _kept(given[0]) if given else _kept

    for name in ("markdown", "caption", "title", "header", "subheader"):
        setattr(module, name, keep("text"))
    for name in ("segmented_control", "selectbox", "number_input", "slider"):
        setattr(module, name, chosen)
    module.__dict__.update(
        __file__=str(ROOT / "nowhere/streamlit.py"),
        plotly_chart=keep("chart"),
        table=keep("table"),
        button=button,
        components=SimpleNamespace(v2=SimpleNamespace(component=component)),
        session_state=state,
        context=SimpleNamespace(
            is_embedded=False, theme=SimpleNamespace(type="light"), url="", headers={}
        ),
        cache_resource=cached,
        dialog=lambda *_, **__: lambda function: function,
        columns=lambda count, **_: [nothing] * (count if isinstance(count, int) else len(count)),
        query_params=query,
        sidebar=sidebar,
    )
    return module


def _items(block: dict[str, Any]) -> Iterator[Item]:
    """Yield what a block of our own element shows."""
    kind = block["kind"]
    if kind == "numbers":
        for one in block["numbers"]:
            under = " ".join(words for words, _ in one["under"])
            yield from (Item("text", words) for words in (one["label"], one["value"], under))
    elif kind == "chart":
        yield Item("text", block["title"])
        yield Item("chart", block["figure"])
        yield Item("text", block["source"])
    elif kind == "table":
        yield Item("table", pd.DataFrame(block["rows"], columns=block["head"]))
    elif kind == "presses":
        yield from (Item("text", words) for words, _ in block["presses"])
    elif kind == "pair":
        yield from (Item("text", words) for side in block["sides"] for words in side)
    elif kind != "choices":  # made by no framework here: each page has its first
        yield Item("text", block["words"])


def _kept(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that keeps its answers, as the framework's cache does."""
    answers: dict[object, Any] = {}

    def call(*given: object) -> object:
        # Records of the model by their identity, which the answer keeps from being given anew.
        key = tuple(x if isinstance(x, str | int | Path | tuple) else id(x) for x in given)
        if key not in answers:
            answers[key] = function(*given), given
        return answers[key][0]

    return call


if __name__ == "__main__":
    os.chdir(ROOT)
    page = Content(sys.argv[1])
    for item in page(page.start):
        print(item.kind, str(item.value)[:100])
