"""What a well-formed ledger can still get wrong.

In comes a `Ledger`, out come faults: an *error* is a contradiction that somebody must mend, a
*warning* is something an editor should look at. Each check is a function of the same shape and
stands alone; `CHECKS` lists them all, and `check` runs them. What needs the articles themselves
is in `exposure.evidence`.
"""

from collections.abc import Callable, Iterator

from exposure import deal_checks, figure_checks, series_checks
from exposure.conversions import conversions_at_one_rate
from exposure.document import Fault
from exposure.ledger import Ledger

__all__ = ["CHECKS", "Check", "check"]

Check = Callable[[Ledger], Iterator[Fault]]


def check(ledger: Ledger) -> tuple[Fault, ...]:
    """Return what every check finds, by file and line.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.ledger import load
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> check(ledger)
    ()
    """
    return tuple(sorted({fault for one in CHECKS for fault in one(ledger)}))


CHECKS: tuple[Check, ...] = (
    figure_checks.value_differs_from_words,
    figure_checks.modality_differs_from_words,
    figure_checks.negative_amount,
    figure_checks.unit_against_measure,
    figure_checks.correction_of_nothing,
    figure_checks.correction_without_computation,
    figure_checks.computation_does_not_hold,
    figure_checks.superseded_by_an_earlier,
    figure_checks.superseded_figure_in_use,
    figure_checks.sources_disagree,
    figure_checks.far_from_its_neighbour,
    figure_checks.quantity_without_figures,
    series_checks.far_from_its_series,
    series_checks.does_not_add_up,
    conversions_at_one_rate,
    deal_checks.stakes_above_the_whole,
    deal_checks.part_of_the_wrong_kind,
    deal_checks.deal_after_its_source,
    deal_checks.figure_after_its_source,
    deal_checks.talks_told_as_done,
    deal_checks.suspended_in_kind_alone,
    deal_checks.deal_replaces_a_later,
    deal_checks.company_without_a_part,
    deal_checks.alias_of_two_companies,
    deal_checks.card_without_figures,
)
