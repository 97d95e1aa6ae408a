"""Tables -> Plotly figures as plain dicts; nothing is computed here.

Comes in: the numbers to draw, amounts in USD billion and ratios as fractions,
and a `Palette`. Goes out: ``{"data": [...], "layout": {...}}``.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from exposure.wording import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure.book import Line

_TICKS = 6
_NEAR = 0.03  # of an axis of LTV: nearer to a line a name would run into the line's
_OFF_A_CURVE = 0.016  # how far the name of a curve stands off it, as a part of the height

Figure = dict[str, Any]
Axis = dict[str, Any]


@dataclass(frozen=True)
class Palette:
    """Colours of one paper; each pair of text and paper has a contrast of 4.5 or more."""

    ink: str
    paper: str
    focus: str
    second: str
    limits: tuple[str, str]
    greys: tuple[str, str, str]
    tints: tuple[str, str]
    veil: str  # paper that lets through what is behind words

    def limit(self, tone: str) -> str:
        """Return the colour of the first or the second limit."""
        return self.limits[tone == "second"]

    def colours(self) -> list[str]:
        """Return every colour, in one order."""
        found = astuple(self)
        return [x for part in found for x in ([part] if isinstance(part, str) else part)]


LIGHT = Palette(
    ink="#1b1f24",
    paper="#ffffff",
    focus="#0b6e75",
    second="#6d4ba0",
    limits=("#a35a00", "#b3261e"),
    greys=("#5f6b76", "#9aa5ae", "#d9dee2"),
    tints=("rgba(163,90,0,0.07)", "rgba(179,38,30,0.08)"),
    veil="#ffffffcc",
)
DARK = Palette(
    ink="#e6e9ec",
    paper="#12161b",
    focus="#4cc3c9",
    second="#b59be0",
    limits=("#e5a23c", "#ff8a80"),
    greys=("#a9b4bd", "#7c8791", "#2c343c"),
    tints=("rgba(229,162,60,0.10)", "rgba(255,138,128,0.10)"),
    veil="#12161bcc",
)

FONT = "Source Sans, Source Sans Pro, sans-serif"

_OF_LIGHT = dict(zip(DARK.colours(), LIGHT.colours(), strict=True))


def on_light(part: Any) -> Any:  # noqa: ANN401  (a figure, or any part of one)
    """Return a figure in the colours of the light paper, whichever it was made for.

    >>> on_light({"color": DARK.ink, "x": [1.0], "text": "ink"})
    {'color': '#1b1f24', 'x': [1.0], 'text': 'ink'}
    """
    if isinstance(part, dict):
        return {key: on_light(inner) for key, inner in part.items()}
    if isinstance(part, list | tuple):
        return [on_light(inner) for inner in part]
    return _OF_LIGHT.get(part, part) if isinstance(part, str) else part


def ltv_curve(  # noqa: PLR0913  (each is a thing to draw)
    values: Sequence[float],
    ratios: dict[str, Sequence[float]],
    baseline: dict[str, Sequence[float]],
    here: tuple[float, dict[str, float]],
    lines: Sequence[Line],
    *,
    label: str,
    palette: Palette,
) -> Figure:
    """Return both LTVs over the focus company's value, against their lines.

    Parameters
    ----------
    values
        The company's value, USD bn, along the horizontal axis.
    ratios, baseline
        ``disclosed`` and ``grossed`` LTV at each value, in the scenario and at
        the baseline; the baseline is drawn in grey behind.
    here
        The scenario: its company value and both ratios.
    """
    named = {"disclosed": "Disclosed LTV", "grossed": "Grossed LTV"}
    colours = {"disclosed": palette.focus, "grossed": palette.second}
    dashes = {"disclosed": "solid", "grossed": "dash"}
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(values),
            "y": list(baseline[name]),
            "line": {"color": palette.greys[1], "width": 1.5, "dash": dashes[name]},
            "hoverinfo": "skip",
        }
        for name in named
    ]
    data += [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(values),
            "y": list(ratios[name]),
            "line": {"color": colours[name], "width": 2.5, "dash": dashes[name]},
            "name": title,
            "hovertemplate": "%{x:,.0f} bn: %{y:.1%}<extra>" + title + "</extra>",
        }
        for name, title in named.items()
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [here[0]] * 2,
            "y": [here[1][name] for name in named],
            "marker": {
                "size": 11,
                "color": [colours[name] for name in named],
                "line": {"color": palette.paper, "width": 2},
            },
            "hovertemplate": "%{x:,.1f} bn: %{y:.1%}<extra>this scenario</extra>",
        }
    )
    top = max(0.5, 1.15 * max(here[1].values()))
    figure = drawing(
        data,
        palette,
        x=axis(palette, title=label, tickformat=",d", range=[min(values), max(values)]),
        y=percent_axis(palette, 0, top, title="LTV"),
        height=430,
    )
    drawn = [curve for found in (ratios, baseline) for curve in found.values()]
    limits(figure, lines, palette, top, drawn)
    for name, title in named.items():
        side, away = ("bottom", -_OFF_A_CURVE) if name == "disclosed" else ("top", _OFF_A_CURVE)
        index = _clear(ratios[name], [line.limit - 1.5 * away for line in lines])
        told = title if ratios[name][index] < top else ""
        data.append(
            words(
                [values[index]],
                [ratios[name][index] + away * top],
                [told],
                colour=colours[name],
                palette=palette,
                side=side,
            )
        )
    return figure


def text(words: object) -> str:
    """Return text for a chart, whose labels are read as pseudo-HTML.

    >>> text("a<b> & c")
    'a&lt;b&gt; &amp; c'
    """
    return (
        str(words)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("&lt;br&gt;", "<br>")
    )


def drawing(
    data: list[dict[str, Any]], palette: Palette, *, x: Axis, y: Axis, height: int
) -> Figure:
    """Return a chart in the manner of all charts: light grid, no legend, nothing to drag."""
    return {
        "data": data,
        "layout": {
            "height": height,
            "margin": {"l": 56, "r": 16, "t": 16, "b": 48},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 14, "color": palette.ink},
            "hoverlabel": {
                "bgcolor": palette.paper,
                "bordercolor": palette.greys[1],
                "font": {"family": FONT, "size": 14, "color": palette.ink},
            },
            "hovermode": "closest",
            "showlegend": False,
            "dragmode": False,
            # What a reader has zoomed into stays while the levers move.
            "uirevision": "kept",
            "xaxis": x,
            "yaxis": y,
            "shapes": [],
            "annotations": [],
        },
    }


def axis(palette: Palette, **more: Any) -> Axis:  # noqa: ANN401  (options of the library)
    """Return an axis in the manner of all charts; ``title`` names its unit."""
    title = more.pop("title", "")
    return {
        "title": {
            "text": text(title),
            "standoff": 8,
            "font": {"size": 13, "color": palette.greys[0]},
        },
        "gridcolor": palette.greys[2],
        "gridwidth": 1,
        "zeroline": False,
        "linecolor": palette.greys[1],
        "tickfont": {"size": 13, "color": palette.greys[0]},
        "fixedrange": True,
    } | more


def percent_axis(
    palette: Palette,
    low: float,
    high: float,
    **more: Any,  # noqa: ANN401  (options of the library)
) -> Axis:
    """Return an axis of fractions between two ends, its steps printed as in the texts.

    >>> percent_axis(LIGHT, 0.0, 0.3)["ticktext"][-1] == percent(0.3, 0)
    True
    """
    step = nice((high - low) / _TICKS)
    digits = max(0, -math.floor(math.log10(step) + 1e-9) - 2)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    values = [i * step for i in range(first, last + 1)]
    told = {"tickvals": values, "ticktext": [percent(value, digits) for value in values]}
    return axis(palette, range=[low, high], **told, **more)


def nice(rough: float) -> float:
    """Return a round step that is not below a rough one.

    >>> nice(0.07), nice(3.0), nice(41.0)
    (0.1, 5.0, 50.0)
    """
    size = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next(size * f for f in (1.0, 2.0, 5.0, 10.0) if size * f >= rough * (1 - 1e-9))


def limits(  # noqa: PLR0913  (each is a thing to draw)
    figure: Figure,
    lines: Sequence[Line],
    palette: Palette,
    top: float,
    curves: Sequence[Sequence[float]] = (),
    *,
    among_bars: bool = False,
) -> None:
    """Draw each line over the width of the chart, the region beyond tinted.

    Its name stands at the end where the curves leave more room for it; among bars, which leave none
    where they reach the line, on paper of its own: some have the colour of the line.
    """
    layout = figure["layout"]
    bounds = [*(line.limit for line in lines), top]
    for limit in sorted(lines, key=lambda found: found.limit):
        colour = palette.limit(limit.tone)
        above = min((bound for bound in bounds if bound > limit.limit), default=limit.limit)
        left, right = (
            _room(curves, limit.limit, right=end, bars=among_bars) for end in (False, True)
        )
        layout["shapes"] += [
            {
                "type": "rect",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": limit.limit,
                "y1": above,
                "fillcolor": palette.tints[limit.tone == "second"],
                "line": {"width": 0},
                "layer": "below",
            },
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": limit.limit,
                "y1": limit.limit,
                "line": {"color": colour, "width": 1.5},
            },
        ]
        side = {"x": 0.99, "xanchor": "right"} if right > left else {"x": 0.01, "xanchor": "left"}
        place = side | {"xref": "paper", "y": limit.limit, "yanchor": "bottom"}
        words = f"{limit.label} ({limit.ratio} LTV)"
        if among_bars:  # a low bar behind it shows through
            place["bgcolor"] = palette.veil
        named = note(words, colour, **place)
        named["font"]["shadow"] = halo(palette)  # on a phone there is a curve behind it
        layout["annotations"].append(named)


def _clear(curve: Sequence[float], limits: Sequence[float]) -> int:
    """Return where on the right of a curve its name is farthest from every limit.

    Where it is near one there too, farther left: on a phone the name of a limit takes most of the width.

    >>> curve = [0.4 - i / 1000 for i in range(101)]
    >>> _clear(curve, [0.3]), _clear(curve, [0.31])
    (64, 36)
    """

    def off(i: int) -> float:
        return min((abs(curve[i] - y) for y in limits), default=1.0)

    places = [round(part * (len(curve) - 1)) for part in (0.86, 0.75, 0.64, 0.5, 0.36)]
    right = max(places[:3], key=off)
    return right if off(right) > _NEAR else max(places, key=off)


def _room(
    curves: Sequence[Sequence[float]], limit: float, *, right: bool, bars: bool = False
) -> tuple[float, float]:
    """Return how far bars stay below a name above a line, at one end, and how far curves stay off it."""
    third = [c[-len(c) // 3 :] if right else c[: len(c) // 3] for c in curves]
    known = [y for part in third for y in part if not math.isnan(y)]
    below = min((max(0.0, limit - y - 0.015) for y in known), default=0.0) if bars else 0.0
    return below, min((abs(y - limit - 0.015) for y in known), default=0.0)


def words(  # noqa: PLR0913  (each is a thing to draw)
    x: Sequence[object],
    y: Sequence[float],
    told: Sequence[str],
    *,
    colour: str,
    palette: Palette,
    side: str,
) -> dict[str, Any]:
    """Return words that go along with what they name, ``side`` of their places: top or bottom.

    They are drawn as marks, which move at a third of the cost of notes.
    """
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(x),
        "y": list(y),
        "text": list(map(text, told)),
        "textposition": f"{side} center",
        "textfont": {"color": colour, "size": 13, "shadow": halo(palette)},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def halo(palette: Palette) -> str:
    """Return the paper around words, which keeps lines beneath from striking them through."""
    return ", ".join([f"0 0 2px {palette.paper}"] * 4)


def note(words: str, colour: str, **place: Any) -> dict[str, Any]:  # noqa: ANN401  (as in axis)
    """Return words at a place of a chart, in the type of all charts."""
    font = {"color": colour, "size": 13}
    return {"text": text(words), "showarrow": False, "font": font} | place
