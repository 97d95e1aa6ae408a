"""The wording of generated drafts, in banks: the sentences of `wording.yaml`, dates and units.

The last bank is the one that is reported; the rules were tuned on the others.
"""

from datetime import date
from pathlib import Path

import yaml

Bank = tuple[str, ...]

DATES = (date(2026, 1, 30), date(2026, 3, 30), date(2026, 5, 20), date(2026, 8, 3))
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
CURRENCIES = {
    "USD": ("${} {}", "US${}{}", "USD {} {}", "{} {} dollars"),
    "JPY": ("¥{} {}", "{} {} yen", "JPY {} {}"),
    "CNY": ("RMB {} {}", "{} {} yuan", "CNY {} {}"),
    "EUR": ("€{} {}", "{} {} euros"),
    "GBP": ("£{} {}", "{} {} pounds"),
}
SCALES = {1e12: ("trillion", "tn"), 1e9: ("billion", "bn"), 1e6: ("million", "mn"), 1.0: ("", "")}
MODALITIES = {
    "exactly": ("",), "about": ("about ", "roughly ", "around "), "up to": ("up to ", "as much as "),
    "at least": ("at least ",), "more than": ("more than ", "over "), "less than": ("less than ",),
    "below": ("below ",), "may": ("up to ",),
}  # fmt: skip

_BANKS = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_text("utf-8"))

WORDING: dict[str, dict[str, tuple[Bank, ...]]] = {
    measure: {status: tuple(map(tuple, banks)) for status, banks in by_status.items()}
    for measure, by_status in _BANKS["wording"].items()
}
LOANS: tuple[Bank, ...] = tuple(map(tuple, _BANKS["loans"]))
NOISE: tuple[Bank, ...] = tuple(map(tuple, _BANKS["noise"]))
