"""The table of rules: what each looks for, why, and when it keeps quiet.

The order counts: where two rules find fault with the same words, the first speaks.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from exposure.draft import (
    conversion_checks,
    cumulative_checks,
    day_checks,
    deal_checks,
    direction_checks,
    growth_checks,
    left_checks,
    list_checks,
    modality_checks,
    points_checks,
    ratio_checks,
    side_checks,
    size_checks,
    stake_checks,
    stale_checks,
    status_checks,
    step_checks,
    sum_checks,
    swap_checks,
    text_checks,
    times_checks,
    told,
    total_checks,
    value_checks,
)
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding

__all__ = ["RULES", "Rule"]


class Rule(NamedTuple):
    """One thing that is looked for: its name, what it is in a sentence, and more about it."""

    name: str
    says: str
    explanation: str
    checks: tuple[Callable[[Draft], Iterator[Finding]], ...] = ()


_TABLE = (
    Rule(
        "misprint",
        "The number repeats a printing that the ledger marks as an error.",
        "An article may print a number wrongly, and drafts copy it. The finding gives the right "
        "value and the computation of the ledger. A misprint whose kind is known has the name of "
        "that kind: ten-fold, currency-sign, cumulative, growth or ratio. Quiet where a right "
        "figure fits the words as well.",
        (told.misprint,),
    ),
    Rule(
        "conversion",
        "An amount was converted at another rate than the rest of the text.",
        "Every conversion admits an interval of rates, as wide as the rounding of its result. Three "
        "or more conversions that share a rate outvote one that does not, so that a transposed digit "
        "is found. With fewer, only a rate a quarter away from all known ones is an error, or one that "
        "is the known rate when two digits side by side change places. A rate stated beside the two "
        "amounts is taken at its word.",
        (conversion_checks.stated_rate, conversion_checks.conversion),
    ),
    Rule(
        "sum",
        "The parts do not make the total.",
        "Held against each other are a total and its parts in one sentence, parts joined by 'in "
        "addition to' and a total elsewhere, so many equal parts and their total, what is taken of "
        "a whole and what is left, and a column and the total of its year below the table. "
        "All are taken as wide as they were rounded. 34.6 + 30 is 64.6 and may be called nearly 65.",
        (
            times_checks.times,
            times_checks.at_a_price,
            sum_checks.sums,
            left_checks.left,
            list_checks.total_of_list,
            total_checks.totals,
        ),
    ),
    Rule(
        "stake-x-valuation",
        "The worth of a stake is not its share of the valuation.",
        "13 % of 830 bn is 108 bn. The share, the valuation and the worth must stand in one "
        "sentence, and 3 % of rounding is allowed. Also the cost of a stake that implies a company of "
        "odd size, in a text that has another amount ten times too large.",
        (stake_checks.stake_value, stake_checks.stake_cost),
    ),
    Rule(
        "stake-after-round",
        "The stake rises by more than the money can buy.",
        "30 bn at a valuation of 830 bn buys 3.6 % at most, so 11 % can become 14.6 %, not 18 %. A "
        "smaller rise is left alone: the round may dilute.",
        (stake_checks.stake_after_round,),
    ),
    Rule(
        "growth",
        "The growth is not that of the two amounts beside it.",
        "2.5 to 15 in four years is 56.5 % a year, whatever the column says; from 4 bn to 5 bn is "
        "25 %. Amounts and rate are taken as wide as they were rounded. A difference, a multiple or points "
        "told after the only two numbers that they can be of are held against these, as sum, ratio or points. "
        "Also what is told as risen to a smaller number, or as fallen to a larger.",
        (
            growth_checks.growth,
            step_checks.steps,
            list_checks.growth_in_list,
            direction_checks.direction,
        ),
    ),
    Rule(
        "ratio",
        "The ratio is not that of the table above it.",
        "'25-35x higher than' is held against the column of prices or costs of the last table, both "
        "ends against both ends. Quiet where the text does not name two of its rows.",
        (ratio_checks.ratio,),
    ),
    Rule(
        "points",
        "A change in percentage points is told as percent, or is another.",
        "From 11 % to 13 % is a rise of 2 percentage points, or of 18 %, never of 2 %.",
        (points_checks.points,),
    ),
    Rule(
        "swapped",
        "Two numbers have changed places.",
        "Each of two claims has the number that the ledger has for the other, as when the 25 % limit "
        "and the 35 % trigger stand on each other's definition.",
        (swap_checks.swapped,),
    ),
    Rule(
        "ten-fold",
        "The number is ten, a hundred or a thousand times too large or too small.",
        "The digits are those of the ledger, or of the same thing elsewhere in the text, and the size "
        "is not: 400 bn for a loan of 40 bn, million for billion. Quiet where the number follows from "
        "others.",
        (size_checks.size_or_sign, text_checks.scale),
    ),
    Rule(
        "holder",
        "The number is right, but another company holds, pays or borrows it.",
        "Sentence and ledger agree on number, measure and target; who acts is another. The finding "
        "has the value of the company named where the ledger has one.",
        (side_checks.holder_or_target,),
    ),
    Rule(
        "target",
        "The number is right, but for another company.",
        "Sentence and ledger agree on number, measure and holder; what it was paid for, or a share "
        "of, is another company. Found together with the rule holder.",
    ),
    Rule(
        "currency-sign",
        "The number stands with the sign of another currency.",
        "The ledger, or the text below the headline, has the same number in another currency: "
        "$200 billion for the 208.38 billion yuan that 30 billion dollars are. Found also together "
        "with the rule ten-fold.",
        (text_checks.headline, conversion_checks.same_sign),
    ),
    Rule(
        "date",
        "The day is not the one that the ledger has.",
        "For the day on which a loan falls due, for the month or year of a payment, a purchase, "
        "a sale or a loan, and for the days that the ledger has of other events. A report some weeks after the event is left alone.",
        (deal_checks.due_date, deal_checks.event_date, day_checks.day_of_event),
    ),
    Rule(
        "lender",
        "A bank that is not among the lenders of the loan.",
        "In a sentence about a loan that lists at least two of its lenders, every other name of the "
        "same list must be one of them.",
        (deal_checks.lender,),
    ),
    Rule(
        "cumulative",
        "A running total is told as new money.",
        "The ledger has the number as a total since the beginning; the sentence calls it new, fresh, "
        "further or additional. The right value is the part that was new.",
        (cumulative_checks.cumulative,),
    ),
    Rule(
        "status",
        "A deal is told as further than it is.",
        "Talks told as planned or done, or what was announced told as done, by all that the ledger "
        "has up to the day of the draft. A heading is held against its own text first.",
        (text_checks.softened, status_checks.status),
    ),
    Rule(
        "value",
        "The ledger has another number for this.",
        "Only where holder, target, measure and time leave one figure that can be meant, and the "
        "number neither rounds to it nor follows from others.",
        (value_checks.value,),
    ),
    Rule(
        "stale",
        "The number was right once; a later one has replaced it.",
        "Told as current on the day of the draft. Quiet where the sentence gives the time, or looks "
        "back.",
        (stale_checks.stale,),
    ),
    Rule(
        "modality",
        "'Up to', 'at least' or 'may' was dropped.",
        "The source has a bound, the sentence a fixed number: 'up to $30 billion' is not $30 billion. "
        "Also a heading that drops what its own text keeps (found together with the rule status).",
        (modality_checks.contrary, modality_checks.modality),
    ),
    Rule(
        "tense",
        "A time that is over is told as still to come, or one to come as over.",
        "A sentence that expects something in a month or year before the day of the draft; or one that "
        "tells as paid, made or closed what has a date after it.",
        (text_checks.tense, text_checks.ahead),
    ),
    Rule(
        "sources-disagree",
        "The sources differ, and nothing decides between them.",
        "The number agrees with one of them. All are listed; none is wrong for certain.",
        (told.disagreement,),
    ),
    Rule(
        "agrees",
        "The number agrees with a figure of the ledger.",
        "By number, holder, target, measure and date, as exactly as it is printed.",
    ),
    Rule(
        "derived",
        "The number follows from others.",
        "It is the sum or difference of two numbers beside it, the growth between them, an amount of "
        "the text at its rate of exchange, a ratio of its table, or a stake of the ledger times a "
        "valuation of the ledger. The numbers it follows from may be right or wrong.",
    ),
    Rule(
        "unknown",
        "The ledger has no such figure.",
        "The sentence speaks of a company of the ledger. The number may be right or wrong: look it up.",
    ),
    Rule(
        "unchecked",
        "Not a figure about the companies of the ledger.",
        "Nothing but the text itself was there to hold it against.",
    ),
)

RULES: Mapping[str, Rule] = {rule.name: rule for rule in _TABLE}
"""Every rule by its name, in the order in which they speak."""
