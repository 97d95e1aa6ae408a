"""The kinds of error that are planted: what plants each, and the rules that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.score import against_ledger, against_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from benchmarks.score.parts import Spoiled
    from benchmarks.score.writer import Writer

_TABLE: dict[str, tuple[Callable[[Writer, date], Spoiled | None], frozenset[str]]] = {
    "ten-fold": (against_ledger.ten_fold, frozenset({"ten-fold"})),
    "thousand-fold": (against_ledger.thousand_fold, frozenset({"ten-fold"})),
    "currency sign": (against_ledger.currency_sign, frozenset({"currency-sign"})),
    "headline sign": (against_text.headline_sign, frozenset({"currency-sign"})),
    "misprint": (
        against_ledger.misprint,
        frozenset({"ten-fold", "currency-sign", "cumulative", "misprint"}),
    ),
    "conversion": (against_text.conversion, frozenset({"conversion"})),
    "sum": (against_text.sums, frozenset({"sum"})),
    "stake x valuation": (against_text.stake_times_value, frozenset({"stake-x-valuation"})),
    "stake after a round": (against_text.stake_after_round, frozenset({"stake-after-round"})),
    "growth a year": (against_text.growth, frozenset({"growth"})),
    "growth": (against_text.plain_growth, frozenset({"growth"})),
    "points": (against_text.points, frozenset({"points"})),
    "ratio": (against_text.ratio, frozenset({"ratio"})),
    "due date": (against_ledger.due, frozenset({"date"})),
    "event date": (against_ledger.event_date, frozenset({"date"})),
    "lender": (against_ledger.lender, frozenset({"lender"})),
    "holder": (against_ledger.holder, frozenset({"holder"})),
    "target": (against_ledger.target, frozenset({"target"})),
    "swapped": (against_ledger.swapped, frozenset({"swapped"})),
    "value": (against_ledger.wrong_value, frozenset({"value"})),
    "status": (against_ledger.status, frozenset({"status"})),
    "modality": (against_ledger.modality, frozenset({"modality"})),
    "cumulative": (against_ledger.cumulative, frozenset({"cumulative"})),
    "stale": (against_ledger.stale, frozenset({"stale"})),
    "tense": (against_text.tense, frozenset({"tense"})),
}
PLANT = {kind: planter for kind, (planter, _) in _TABLE.items()}
RULES = {kind: rules for kind, (_, rules) in _TABLE.items()}
