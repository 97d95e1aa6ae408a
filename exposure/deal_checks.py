"""What a ledger can get wrong about holders, deals and sources.

Each function takes a `Ledger` and yields faults; `exposure.checks` runs them all.
"""

from collections import defaultdict
from collections.abc import Iterator

from exposure.document import Fault
from exposure.entries import MEASURES, Deal, Figure, Observation
from exposure.fields import after
from exposure.ledger import Ledger


def stakes_above_the_whole(ledger: Ledger) -> Iterator[Fault]:
    """Yield companies whose completed stakes at one date exceed the whole.

    A rounded stake may be half a percentage point too high, so that much is allowed for each.
    """
    held: dict[tuple[str, str], dict[str, Observation]] = defaultdict(dict)
    for quantity in ledger.quantities:
        figure = ledger.used(quantity.id)
        if quantity.measure != "stake" or not (quantity.holder and quantity.target and figure):
            continue
        if figure.status == "completed" and figure.right.unit == "percent":
            held[quantity.target, figure.as_of][quantity.holder] = figure
    for (target, as_of), stakes in held.items():
        whole = sum(float(one.right.low_si or one.right.value_si or 0) for one in stakes.values())
        if whole > 1 + _ROUNDED_STAKE * len(stakes):
            message = (
                f"the stakes in {target} at {as_of} add up to {whole:.1%}: {', '.join(stakes)}"
            )
            yield next(reversed(stakes.values())).fault("", f"{message}; mend one of them")


def part_of_the_wrong_kind(ledger: Ledger) -> Iterator[Fault]:
    """Yield parts of deals whose quantity cannot be that part: an amount that is not money."""
    for deal in ledger.deals:
        for part, quantity in deal.parts.items():
            kinds = {figure.right.kind for figure in ledger.of_quantity(quantity)}
            if not (kinds or MEASURES[ledger.quantity(quantity).measure]) & {_PART_KINDS[part]}:
                message = f"{quantity} is not {_PART_KINDS[part]}; name a quantity that is"
                yield deal.fault(part, message)


def deal_after_its_source(ledger: Ledger) -> Iterator[Fault]:
    """Yield completed deals that a text told as completed before their date."""
    for deal in ledger.deals:
        if deal.status != "completed":
            continue
        for figure in _told(ledger, deal):
            card = ledger.sources[figure.source]
            if figure.status == "completed" and after(deal.date, card.date):
                message = f"{figure.id} tells it as completed on {card.date}, before {deal.date}"
                yield deal.fault("date", f"{message}; mend the date or a status")
                break


def figure_after_its_source(ledger: Ledger) -> Iterator[Fault]:
    """Yield completed figures that are of a later date than the text that printed them."""
    for figure in ledger.figures:
        card = ledger.sources[figure.source]
        if figure.status == "completed" and after(figure.as_of, card.date):
            message = f"{figure.as_of} is after {card.date}, when {figure.source} was written"
            yield figure.fault("as_of", f"{message}; mend the date or the status")


def talks_told_as_done(ledger: Ledger) -> Iterator[Fault]:
    """Yield completed deals whose amount or stake rests on a figure that is not."""
    for deal in ledger.deals:
        for part in ("amount", "stake_after"):
            quantity = deal.parts.get(part)
            used = ledger.used(quantity) if quantity else None
            if deal.status == "completed" and used and used.status in _OPEN:
                message = f"{used.id} is {used.status!r}, and the deal completed"
                yield deal.fault(part, f"{message}; use another figure or mend a status")


def suspended_in_kind_alone(ledger: Ledger) -> Iterator[Fault]:
    """Yield deals of the kind 'suspended' whose status says otherwise."""
    for deal in ledger.deals:
        if deal.kind == "suspended" != deal.status:
            message = f"a suspended deal is {deal.status!r} by its status; mend one of the two"
            yield deal.fault("status", message)


def deal_replaces_a_later(ledger: Ledger) -> Iterator[Fault]:
    """Yield deals that replace, or are paid by, a deal of a later date."""
    for deal in ledger.deals:
        if deal.supersedes and after(ledger.deal(deal.supersedes).date, deal.date):
            message = f"{deal.supersedes} is later than this deal; mend a date"
            yield deal.fault("supersedes", message)


# ---------------------------------------------------------------------------------- loose ends


def company_without_a_part(ledger: Ledger) -> Iterator[Fault]:
    """Yield companies that nothing here names, and that have neither alias nor name for a chart."""
    named = {ledger.group, ledger.focus}
    for quantity in ledger.quantities:
        named |= {quantity.holder or "", quantity.target or ""}
    for deal in ledger.deals:
        named |= {deal.investor, deal.target or "", *deal.lenders}
    for key, company in ledger.companies.items():
        if key not in named and not company.aliases and not company.short:
            message = f"no quantity and no deal names {key}, and no text; remove it or use it"
            yield company.fault("", message, "warning")


def alias_of_two_companies(ledger: Ledger) -> Iterator[Fault]:
    """Yield companies that share an alias: a text that uses it cannot be read."""
    first: dict[str, str] = {}
    for key, company in ledger.companies.items():
        for alias in company.aliases:
            other = first.setdefault(alias.casefold(), key)
            if other != key:
                message = f"{alias!r} is an alias of {other} too; keep it at one of them"
                yield company.fault("aliases", message)


def card_without_figures(ledger: Ledger) -> Iterator[Fault]:
    """Yield cards of texts that no figure was taken from."""
    cited = {figure.source for figure in ledger.figures}
    for source, card in ledger.sources.items():
        if source not in cited:
            yield card.fault(
                "", "no figure comes from this text; read it, or remove the card", "warning"
            )


_PART_KINDS = {
    "amount": "money",
    "stake_after": "percent",
    "valuation": "money",
    "maturity": "date",
}
_OPEN = {"in talks", "forecast", "suspended"}
_ROUNDED_STAKE = 0.005


def _told(ledger: Ledger, deal: Deal) -> Iterator[Figure]:
    """Yield the printed figures of the parts of a deal."""
    for part in deal.parts.values():
        for figure in ledger.of_quantity(part):
            if isinstance(figure, Figure):
                yield figure
