"""What is drawn inside the axes of a picture: lines, points, bars, tints."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from exposure.export.axes import number
from exposure.export.svg import element, label, line, lines, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exposure.charts import Figure
    from exposure.export.axes import Axis

Trace = dict[str, Any]

_DASHES = {"dash": "9 7", "dot": "2 5", "dashdot": "9 5 2 5"}
_SIDES = {"left": ("end", -1), "right": ("start", 1), "center": ("middle", 0)}
_BAR = 0.8
_ROOM = 5.0


def stacked(figure: Figure) -> list[Trace]:
    """Return the traces, each bar of a stack with the base that it stands on, unless it says one."""
    if figure["layout"].get("barmode") not in {"stack", "relative"}:
        return list(figure["data"])
    reached: dict[tuple[object, bool], float] = {}
    found = []
    for trace in figure["data"]:
        if trace["type"] != "bar" or "base" in trace:
            found.append(trace)
            continue
        across = trace.get("orientation") == "h"
        places, sizes = (trace["y"], trace["x"]) if across else (trace["x"], trace["y"])
        base = []
        for place, size in zip(places, sizes, strict=True):
            key = (place, (size or 0) < 0)
            base.append(reached.get(key, 0.0))
            reached[key] = base[-1] + (size or 0)
        found.append(trace | {"base": base})
    return found


def extent(data: Iterable[Trace], name: str) -> Iterator[object]:
    """Yield what an axis must hold: the values along it, and where bars begin and end."""
    data = list(data)
    for trace in stacked({"data": data, "layout": {"barmode": "stack"}}):
        along = "x" if trace.get("orientation") == "h" else "y"
        if trace["type"] == "bar" and name == along:
            for start, size in zip(_bases(trace), trace[name], strict=True):
                yield from (start, None if size is None else start + size)
        else:
            yield from trace[name]


def stroke(given: dict[str, Any]) -> dict[str, Any]:
    """Return the style of a line."""
    return {
        "stroke": given.get("color"),
        "stroke_width": given.get("width", 2),
        "stroke_dasharray": _DASHES.get(given.get("dash", "solid")),
        "fill": "none",
    }


def scatter(trace: Trace, x: Axis, y: Axis, paper: str) -> Iterator[str]:
    """Yield a line, its points and its labels, each on a halo of paper."""
    mode = trace.get("mode", "lines")
    pairs = [_point(a, b, x, y) for a, b in zip(trace["x"], trace["y"], strict=True)]
    if trace.get("fill") == "toself":
        edges = [" L".join(f"{a:.2f},{b:.2f}" for a, b in path) for path in _unbroken(pairs)]
        yield element("path", d="".join(f"M{edge}Z" for edge in edges), fill=trace["fillcolor"])
    elif "lines" in mode:
        for path in _unbroken(pairs):
            steps = _steps(path) if trace.get("line", {}).get("shape") == "hv" else path
            points = " ".join(f"{a:.2f},{b:.2f}" for a, b in steps)
            yield element("polyline", points=points, **stroke(trace.get("line", {})))
    for i, pair in enumerate(pairs):
        if pair is None:
            continue
        if "markers" in mode:
            yield _marker(trace["marker"], i, *pair)
        if "text" in mode:
            up, side = _at(trace.get("textposition", "middle center"), i).split()
            anchor, way = _SIDES[side]
            size = _at(trace.get("marker", {}).get("size", 0), i) / 2 + 3
            shift = {"top": -size, "bottom": size}.get(up, 0.0)
            rows = lines(_at(trace["text"], i))
            baseline = {"top": "bottom", "bottom": "top"}.get(up, "middle")
            place = (pair[0] + way * size * (up == "middle" or 0.6), pair[1] + shift)
            font = trace.get("textfont", {})
            yield label(*place, rows, font, anchor=anchor, baseline=baseline, paper=paper)


def bars(trace: Trace, x: Axis, y: Axis) -> Iterator[str]:
    """Yield bars with their labels."""
    across = trace.get("orientation") == "h"
    along, beside = (x, y) if across else (y, x)
    sizes, places = (trace["x"], trace["y"]) if across else (trace["y"], trace["x"])
    marker = trace["marker"]
    for i, (place, size, base) in enumerate(zip(places, sizes, _bases(trace), strict=True)):
        if size is None:
            continue
        middle = number(place, beside.names)
        wide = float(_at(trace.get("width", _BAR), i)) / 2
        low, high = sorted((beside.at(middle - wide), beside.at(middle + wide)))
        start, end = sorted((along.at(base), along.at(base + size)))
        box = (
            (start, low, end - start, high - low)
            if across
            else (low, start, high - low, end - start)
        )
        colour = str(_at(marker["color"], i))
        hatched = bool(_at(marker.get("pattern", {}).get("shape", ""), i))
        outline = marker.get("line", {})
        edge = {
            "stroke": _at(outline.get("color"), i),
            "stroke_width": _at(outline.get("width"), i),
        }
        if hatched:
            edge = {"stroke": colour, "stroke_width": 1}
            yield rectangle(*box, colour, fill_opacity=0.15, **edge)
            yield from _hatches(box, colour)
        else:
            yield rectangle(*box, colour, **edge)
        words = str(_at(trace.get("text", ""), i) or "")
        if words:
            yield _bar_label(trace, words, box, across=across, back=size < 0)


def _bases(trace: Trace) -> list[float]:
    base = trace.get("base", 0.0)
    return list(base) if isinstance(base, list | tuple) else [float(base)] * len(trace["x"])


def _point(a: object, b: object, x: Axis, y: Axis) -> tuple[float, float] | None:
    if a is None or b is None or a != a or b != b:  # noqa: PLR0124  (nan)
        return None
    return x(a), y(b)


def _unbroken(pairs: list[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    path: list[tuple[float, float]] = []
    for pair in [*pairs, None]:
        if pair is not None:
            path.append(pair)
        elif path:
            yield path
            path = []


def _steps(path: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found = path[:1]
    for (_, before), (across, up) in pairwise(path):
        found += [(across, before), (across, up)]
    return found


def _at(given: Any, place: int) -> Any:  # noqa: ANN401  (one value, or one a point)
    return given[place] if isinstance(given, list | tuple) else given


def _marker(marker: Trace, i: int, x: float, y: float) -> str:
    symbol = str(_at(marker.get("symbol", "circle"), i))
    radius = float(_at(marker.get("size", 6), i)) / 2
    colour = _at(marker.get("color"), i)
    edge = marker.get("line", {})
    style = {
        "stroke": _at(edge.get("color"), i),
        "stroke_width": _at(edge.get("width", 0), i),
        "opacity": _at(marker.get("opacity"), i),
    }
    hollow = symbol.endswith("-open")
    style |= {"fill": "none", "stroke": colour} if hollow else {"fill": colour}
    shape = symbol.removesuffix("-open")
    if shape == "line-ns":
        return line(x, y - radius, x, y + radius, **style)
    crossed = f"M{x - radius:.2f},{y - radius:.2f} l{2 * radius:.2f},{2 * radius:.2f} m{-2 * radius:.2f},0 l{2 * radius:.2f},{-2 * radius:.2f}"
    if shape == "x-thin":
        return element("path", d=crossed, **(style | {"fill": "none"}))
    if shape == "diamond":
        wide = radius * 1.3
        points = f"{x:.2f},{y - wide:.2f} {x + wide:.2f},{y:.2f} {x:.2f},{y + wide:.2f} {x - wide:.2f},{y:.2f}"
        return element("polygon", points=points, **style)
    round_ = element("circle", cx=x, cy=y, r=radius, **style)
    if shape == "circle":
        return round_
    if shape == "circle-x":
        inner = radius * 0.7
        cross = f"M{x - inner:.2f},{y - inner:.2f} l{2 * inner:.2f},{2 * inner:.2f} m{-2 * inner:.2f},0 l{2 * inner:.2f},{-2 * inner:.2f}"
        return round_ + element("path", d=cross, **(style | {"fill": "none"}))
    raise ValueError(f"a point of the shape {symbol} cannot be drawn")


def _hatches(box: tuple[float, float, float, float], colour: str) -> Iterator[str]:
    """Yield slanted lines inside of a box."""
    left, top, width, height = box
    at = -height
    while at < width:
        x1, y1 = (left + at, top + height) if at >= 0 else (left, top + height + at)
        over = at + height - width
        x2, y2 = (left + at + height, top) if over <= 0 else (left + width, top + over)
        yield line(x1, y1, x2, y2, stroke=colour, stroke_width=1)
        at += 7


def _bar_label(
    trace: Trace, words: str, box: tuple[float, float, float, float], *, across: bool, back: bool
) -> str:
    if trace.get("textposition") == "none":
        return ""
    left, top, width, height = box
    rows = lines(words)
    if trace.get("textposition") == "inside":
        font: dict[str, Any] = trace.get("insidetextfont", {})
        if max(map(len, rows)) * 7 > width or height < 14:  # noqa: PLR2004  (a line of text)
            return ""
        return label(left + width / 2, top + height / 2, rows, font, anchor="middle")
    font = trace.get("outsidetextfont") or trace.get("textfont") or {}
    if across:
        place = left - _ROOM if back else left + width + _ROOM
        return label(place, top + height / 2, rows, font, anchor="end" if back else "start")
    place = top + height + 3 if back else top - 3
    return label(
        left + width / 2, place, rows, font, anchor="middle", baseline="top" if back else "bottom"
    )
