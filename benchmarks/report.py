"""What was measured -> RESULTS.md: ratios first, then median with least and most."""

from __future__ import annotations

from typing import Any

Summary = dict[str, list[float]]

_HEAD = """# How fast it is

`make bench` writes this file. Each table is one run in which everything in it took turns, so a busy
machine is busy for all: the ratios carry over to other machines, the times do not. A time is the
median, with the least and the most behind it.
"""


def markdown(first: dict[str, Any], last: dict[str, Any]) -> str:
    """Return the report on the first run and the last, each part by itself."""
    parts = [_HEAD]
    for name, (title, about, table) in _PARTS.items():
        told = [
            f"### {label}\n\n{run[name]['machine']}\n\n{table(run[name])}"
            for label, run in (("Last run", last), ("First run", first))
            if name in run
        ]
        if told:
            parts += [f"## {title}\n\n{about}\n", *told]
    for name, title in _PRINTED.items():
        if name in last:
            parts.append(f"## {title}\n\n{last[name]['markdown'].strip()}\n")
    return "\n".join(parts).rstrip() + "\n"


def _repaint(part: dict[str, Any]) -> str:
    return "".join(
        f"**{page}**\n\n"
        + _table(
            ("", "x bare", "key to last paint, ms", "first number, ms", "kB", "messages",
             "DOM changes", "charts kept", "browser, ms", "server, ms"),
            [_moved(name, found, rows["bare"]) for name, found in rows.items()],
        )
        for page, rows in part["pages"].items()
    )  # fmt: skip


def _moved(name: str, found: Summary, bare: Summary) -> list[str]:
    kept = (
        f"{found['plotKept'][0]:.0f} of {found['nCharts'][0]:.0f}" if found.get("nCharts") else ""
    )
    return [
        name,
        f"{found['paint'][0] / bare['paint'][0]:.1f}",
        _three(found["paint"]),
        f"{found['text'][0]:.0f}" if "text" in found else "",
        f"{found['bytes'][0] / 1000:.1f}",
        f"{found['msgs'][0]:.0f}",
        f"{found['nMut'][0]:,.0f}",
        kept,
        f"{found['browser_cpu'][0]:.0f}",
        f"{found['server_cpu'][0]:.0f}",
    ]


def _cold(part: dict[str, Any]) -> str:
    dash = part["starts"]["Dash"]["chart"][0]
    light = part["starts"]["bare, with a light chart"]["second"][0]
    return _table(
        ("", "x Dash", "start to charts, s", "start to numbers, s", "charts answer, s",
         "process answers, s", "MB", "second visit x light page", "second visit, s",
         "its charts answer, s"),
        [
            [
                name,
                f"{found['chart'][0] / dash:.2f}",
                _three(found["chart"], 1),
                f"{found['number'][0]:.1f}",
                f"{found['alive'][0]:.1f}",
                f"{found['health'][0]:.1f}",
                f"{found['megabytes'][0]:.1f}",
                f"{found['second'][0] / light:.2f}",
                _three(found["second"], 1),
                f"{found['second_alive'][0]:.1f}",
            ]
            for name, found in part["starts"].items()
        ],
    )  # fmt: skip


def _load(part: dict[str, Any]) -> str:
    return _table(
        ("", "readers", "median, ms", "95th percentile, ms", "server per move, ms", "kB per move",
         "MB an idle session"),
        [
            [
                step["name"],
                str(step["readers"]),
                f"{step['median']:.0f}",
                f"{step['p95']:.0f}",
                f"{step['cpu']:.0f}",
                f"{step['kilobytes']:.1f}",
                f"{part['idle'][step['name']]:.2f}",
            ]
            for step in part["steps"]
        ],
    )  # fmt: skip


def _three(values: list[float], digits: int = 0) -> str:
    middle, least, most = (f"{x:.{digits}f}" for x in values)
    return f"{middle} ({least} to {most})"


def _table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"


_PARTS = {
    "repaint": (
        "From a key on a slider to the last paint",
        (
            "The same sentences, numbers, charts and tables everywhere, from the same model. Bare is "
            "a Streamlit page with one slider and one number; plain is one with three charts, as "
            "anyone writes it. The dashboard tells its session of moves when something else is done, "
            "which is no part of this. The times of browser and server are those of their processors."
        ),
        _repaint,
    ),
    "slow": (
        "The same at a quarter of the browser's speed",
        "Chromium's processor slowed down four times.",
        _repaint,
    ),
    "cold": (
        "From the start of the process to the first charts",
        (
            "A fresh process and a browser that has never been there; then the same browser once more. The "
            "dashboard shows a picture of a chart with its numbers; the chart that answers to the pointer "
            "takes its place."
        ),
        _cold,
    ),
    "load": (
        "Readers of one process",
        (
            "Each moves a slider and thinks two seconds; no browser. Those of the dashboard do something "
            "that its session has to know after every fifth move, which is in the server's time. A page "
            "that passes 500 ms stops."
        ),
        _load,
    ),
}
_PRINTED = {"growth": "Growing ledgers", "model": "The model", "score": "Reading a draft"}
