"""Text that would run if anything took it for code, in every field of a ledger that takes text."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import yaml

from exposure.book import load
from tests.ledgers import SMALL

if TYPE_CHECKING:
    from pathlib import Path

_RUN = "window.__ran=1"
_OUT = "http://evil.example/x"

PAYLOADS = (
    f"<script>{_RUN}</script>",
    f"<script src={_OUT}></script>",
    f"</script><script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<img src={_OUT}.png>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><a href='javascript:{_RUN}'>x</a></svg>",
    f"<body onload={_RUN}>",
    f"<iframe src='javascript:{_RUN}'></iframe>",
    f"<iframe src={_OUT}></iframe>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<object data='javascript:{_RUN}'></object>",
    f"<embed src={_OUT}>",
    f"<link rel=stylesheet href={_OUT}.css>",
    f"<style>@import '{_OUT}.css';</style>",
    f"<style>body{{background:url({_OUT}.png)}}</style>",
    f"<base href='{_OUT}/'>",
    f"<form action={_OUT}><input autofocus onfocus={_RUN}></form>",
    f"<details open ontoggle={_RUN}>x</details>",
    f"<video src={_OUT}.mp4 onerror={_RUN}></video>",
    f"<audio src=x onerror={_RUN}>",
    f"<input type=image src={_OUT}.png>",
    f"<a href='javascript:{_RUN}'>x</a>",
    f"<math><mtext><img src=x onerror={_RUN}></mtext></math>",
    f"<template><script>{_RUN}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"'\"><script>{_RUN}</script>",
    f"--><script>{_RUN}</script>",
    f"]]><script>{_RUN}</script>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e",
    f"[x](javascript:{_RUN})",
    f"![x]({_OUT}.png)",
    f"[x][1]\n\n[1]: javascript:{_RUN}",
    f"<{_OUT}>",
    f"`{_RUN}`{{=html}}",
    f"$\\href{{javascript:{_RUN}}}{{x}}$ $\\includegraphics{{{_OUT}.png}}$",
    f":material/x: :red[<b onclick={_RUN}>x</b>]",
    f"{{{{constructor.constructor('{_RUN}')()}}}} ${{{_RUN}}}",
)

_FILES = ("deals.yaml", "public.yaml", "balance_sheet.yaml", "scenarios.yaml")


def poisoned(folder: Path) -> tuple[Path, int]:
    """Return data with all payloads in every field that takes them, and how many fields do.

    A field that has a form of its own, such as a date or a name of a record, refuses them
    and keeps what it had.
    """
    shutil.copytree(SMALL, folder / "small")
    data = folder / "small/data"
    every = " ".join(PAYLOADS)
    count = 0
    for path in [*(data / name for name in _FILES), *(folder / "small/seeds").glob("*.yaml")]:
        content = yaml.safe_load(path.read_text("utf-8"))
        for holder, key in list(_texts(content)):
            before = holder[key]
            holder[key] = f"{before} {every}"
            _write(path, content)
            if load(data)[0] is None:
                holder[key] = before
            else:
                count += 1
        _write(path, content)
    return data, count


def _write(path: Path, content: object) -> None:
    dates = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10**6)
    path.write_text(dates, "utf-8")


def _texts(content: Any) -> Any:  # noqa: ANN401 - plain data, walked
    """Yield the holder and the key of every text."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in list(pairs):
        if isinstance(value, str):
            yield content, key
        elif isinstance(value, dict | list):
            yield from _texts(value)
