"""What gets a tick: a right number in its place, and never the number of another figure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from exposure.draft import check

if TYPE_CHECKING:
    from exposure.ledger import Ledger

# The day of the draft, the text, the words in question. Each has the number of another figure of the ledger.
NOT_TICKED = [
    # told as still to come, and past
    ("2026-05-20", "The remaining payments take SoftBank's stake in OpenAI to 11%.", "11%"),
    ("2026-05-20", "Once paid, SoftBank's total investment in OpenAI will be $10 billion.", "$10 billion"),
    ("2026-05-20", "SoftBank has committed itself to investing $22.5 billion in OpenAI.", "$22.5 billion"),
    # of another day
    ("2026-05-20", "In December 2025 SoftBank Group paid OpenAI as much as $1.5 billion for shares.", "$1.5 billion"),
    ("2026-05-20", "On the stock exchange, Arm was valued at $112.23bn in February 2026.", "$112.23bn"),
    ("2026-05-20", "SoftBank was putting up to $30 billion into OpenAI in December 2025.", "$30 billion"),
    ("2026-03-30", "In April 2025 SoftBank signed for a bridge loan of $40 billion.", "$40 billion"),
    # a part, or a limit, told as the whole
    ("2026-01-30", "A bridge loan of $6.5bn was taken out by SoftBank in April 2025.", "$6.5bn"),
    ("2026-08-03", "SoftBank's loan-to-value ratio was below 25% in June 2023.", "25%"),
    ("2026-05-20", "In September 2024 SoftBank's net debt was lower than 25% of the value of its holdings, its LTV.", "25%"),
    ("2026-05-20", "Banks extended SoftBank a bridge loan in April 2025; the amount was $40 billion.", "$40 billion"),
    ("2026-08-03", "Investors reckoned OpenAI to be worth $852 billion in March, 2025.", "$852 billion"),
    ("2026-03-30", "Directors of SoftBank approved an investment of $22.5 billion in OpenAI, subject to the usual conditions.", "$22.5 billion"),
    ("2026-02-16", "SoftBank Group's LTV was 16.5% at the end of September 2025, and its cash at that date came to ¥3.8 trillion.", "¥3.8 trillion"),
    # paid to the last part, and only promised
    ("2026-03-12", "SoftBank Group has paid OpenAI all of the $30 billion that it pledged in February.", "$30 billion"),
    # the other bound
    ("2026-02-03", "To stay below 25%, SoftBank Group would have to raise at most $15 billion from asset sales and margin loans.", "$15 billion"),
    # another measure
    ("2026-08-03", "The sale of Nvidia shares brought SoftBank $10bn in October 2025.", "$10bn"),
    ("2026-03-30", "SoftBank put the fair value of its OpenAI shares at $20bn in September 2025.", "$20bn"),
    # another kind of loan
    ("2026-08-03", "SoftBank issued hybrid bonds worth $20 billion, with its Arm shares untouched.", "$20 billion"),
    # a product or a sum of figures of other times
    ("2026-08-03", "At fair value, SoftBank's shares in OpenAI stood at $10bn in March 2026.", "$10bn"),
    ("2026-01-30", "SoftBank had spent $26.5 billion in all on OpenAI as of September 2025.", "$26.5 billion"),
]  # fmt: skip

TICKED = [
    ("2026-02-16", "SoftBank Group's LTV was 16.5% at the end of September 2025, and its cash at that date came to ¥4.2 trillion.", "¥4.2 trillion"),
    ("2026-02-03", "To stay below 25%, SoftBank Group would have to raise at least $15 billion from asset sales and margin loans.", "$15 billion"),
    ("2026-05-20", "Banks extended SoftBank a bridge loan in April 2025; the amount was $15 billion.", "$15 billion"),
    ("2026-05-20", "The remaining payments take SoftBank's stake in OpenAI to 13%.", "13%"),
    ("2026-05-20", "Once paid, SoftBank's total investment in OpenAI will be $64.6 billion.", "$64.6 billion"),
    ("2026-05-20", "In December 2025 SoftBank Group paid OpenAI $22.5 billion for shares.", "$22.5 billion"),
    ("2026-05-20", "On the stock exchange, Arm was valued at $132.22bn in February 2026.", "$132.22bn"),
    ("2026-05-20", "SoftBank's bridge loan, arranged in March 2026, comes to $40 billion.", "$40 billion"),
    ("2026-01-30", "The bridge loan of April 2025 had a part for Ampere, of $6.5bn, SoftBank said.", "$6.5bn"),
    ("2026-08-03", "SoftBank's loan-to-value ratio was 8% in June 2023.", "8%"),
    ("2026-03-30", "SoftBank put the fair value of its OpenAI shares at $26.5bn in September 2025.", "$26.5bn"),
    ("2026-05-20", "SoftBank will own 13% of OpenAI instead of 11%.", "11%"),
    # of the group, behind a paragraph that ends on others
    ("2026-11-27", "SoftBank borrowed $40 billion.\n\nJPMorgan, Goldman Sachs, Mizuho, SMBC and MUFG lent it.\n\nThe group's loan-to-value ratio rose to 20.6% in December 2025.", "20.6%"),
    ("2026-05-20", "SoftBank still holds some 90% of Arm.", "90%"),
    ("2026-07-15", "SoftBank paid the second $10 billion of its commitment to OpenAI on 1 July.", "$10 billion"),
]  # fmt: skip


# What an editor must be told: the rule that says so, and a text beside it that is right.
WRONG = [
    # a sentence that names nobody goes on about the one before
    ("2025-11-20", "SoftBank sold its entire holding in Nvidia in October 2025. The sale brought in $9.17 billion.", "$9.17 billion", "target"),
    ("2026-01-30", "OpenAI has cost SoftBank a good deal. The bill had climbed to $97 billion by June 2025.", "$97 billion", "ten-fold"),
    ("2025-12-08", "SoftBank has wrapped up its purchase of Ampere. The price was $65 billion.", "$65 billion", "ten-fold"),
    ("2025-11-13", "SoftBank has left Nvidia. The sale in October, of 32m shares, yielded $5.83 million.", "$5.83 million", "ten-fold"),
    ("2026-05-18", "OpenAI has done wonders for SoftBank. At the end of March 2026 the holding, on which it had spent $34.6bn, was carried at a fair value of $54.4bn.", "$54.4bn", "value"),
    # who acts
    ("2026-03-30", "Directors of Nvidia have approved an investment of $50 billion in OpenAI.", "$50 billion", "holder"),
    ("2026-08-03", "Since its first purchase SoftBank had, by July 2026, invested $54.6 billion in Anthropic altogether.", "$54.6 billion", "target"),
    ("2026-03-04", "Nvidia has signed up for $50bn of OpenAI's round.", "$50bn", "holder"),
    ("2026-03-04", "Three names account for OpenAI's round. Nvidia has signed up for $50bn; SoftBank's part is $30bn.", "$50bn", "holder"),
    # what is told of its standing
    ("2026-02-10", "SoftBank walked away with DigitalBridge for $4 billion.", "$4 billion", "status"),
    ("2026-02-10", "In December SoftBank completed the takeover of DigitalBridge, an investor in data centres, for $4bn including debt.", "$4bn", "status"),
    ("2026-09-14", "The last instalment of SoftBank's investment in OpenAI was paid on 1 October 2026.", "1 October 2026", "tense"),
    ("2026-08-12", "So far SoftBank has invested $34.6bn in OpenAI in total.", "$34.6bn", "stale"),
    ("2026-03-30", "SoftBank is to plough $64.6 billion into OpenAI.", "$64.6 billion", "cumulative"),
    ("2026-03-02", "Under an agreement reached on Friday SoftBank will put a further $64.6bn into OpenAI.", "$64.6bn", "cumulative"),
    # when
    ("2026-03-30", "By April 2028 SoftBank will have to replace its bridge loan, which then comes due.", "April 2028", "date"),
    ("2026-03-30", "The December 2023 transaction, in which SoftBank subscribed for new stock of OpenAI, cost it $22.5 billion.", "December 2023", "date"),
    # a value in the books
    ("2026-05-20", "The fair value of the Arm holding in the books of SoftBank was put at $8.13 trillion in December 2023.", "$8.13 trillion", "currency-sign"),
    ("2026-03-30", "For its latest helping of WeWork equity, SoftBank parted with $16 trillion in January 2025.", "$16 trillion", "ten-fold"),
]  # fmt: skip

RIGHT = [
    # a share of all holdings, as the product's own first page tells it
    ("2026-11-26", "At USD 494.5 bn, OpenAI is 18.2 % of the equity value of SoftBank Group's holdings."),
    ("2026-03-30", "First came $22.5 billion, then $1.45 billion, so that SoftBank has put $23.95 billion into OpenAI."),
    ("2026-03-30", "SoftBank paid OpenAI $22.5 billion in December 2025. For an office tower, the company laid out $5.4 billion."),
    ("2026-01-30", "Investors valued OpenAI at $157 billion in October 2024. SoftBank agreed in January 2025 to provide Stargate with in excess of $15 billion."),
    ("2026-03-30", "SoftBank has a limit of 25% for its LTV. The BOJ kept its policy rate at 0.5%, by a vote of 7 to 2."),
    ("2026-03-30", "SoftBank paid OpenAI $22.5 billion in December 2025. The company paid $31.2 billion for a maker of sensors."),
    ("2026-03-12", "DigitalBridge is to be taken over by SoftBank for about $4 billion including debt; the deal is expected to close in the second half of 2026."),
    ("2025-10-30", "OpenAI has new owners. Its foundation holds 26% of the shares and Microsoft roughly 27%. The remaining 47% belongs to employees and other investors, SoftBank included."),
    ("2026-05-18", "At the end of March 2026 SoftBank's holding in OpenAI, on which it had spent $34.6bn, was carried at a fair value of $79.6bn."),
    ("2026-09-14", "The last instalment of SoftBank's investment in OpenAI is due on 1 October 2026; the second was paid on 1 July 2026."),
    ("2026-08-12", "So far SoftBank has invested $54.6bn in OpenAI in total."),
    ("2026-05-20", "In total $64.6 billion will have been invested in OpenAI by SoftBank after the last instalment."),
    ("2026-05-20", "SoftBank would have to find at least $15 billion from disposals and borrowing to stay under its ceiling, an analyst calculates."),
    ("2025-11-20", "SoftBank sold its entire holding in Nvidia in October 2025. The sale brought in $5.83 billion."),
]  # fmt: skip


@pytest.mark.parametrize(("day", "text", "printed", "rule"), WRONG)
def test_a_wrong_number_is_found_with_its_rule(
    ledger: Ledger, day: str, text: str, printed: str, rule: str
) -> None:
    problems = check(text, ledger, date.fromisoformat(day)).problems
    assert [(f.printed, f.rule) for f in problems] == [(printed, rule)]


@pytest.mark.parametrize(("day", "text"), RIGHT)
def test_a_right_text_raises_no_alarm(ledger: Ledger, day: str, text: str) -> None:
    assert not check(text, ledger, date.fromisoformat(day)).problems


@pytest.mark.parametrize(("day", "text", "printed"), NOT_TICKED)
def test_the_number_of_another_figure_gets_no_tick(
    ledger: Ledger, day: str, text: str, printed: str
) -> None:
    findings = check(text, ledger, date.fromisoformat(day)).findings
    assert [f.verdict for f in findings if f.printed == printed] not in (["agrees"], [])


@pytest.mark.parametrize(("day", "text", "printed"), TICKED)
def test_a_right_number_in_its_place_gets_a_tick(
    ledger: Ledger, day: str, text: str, printed: str
) -> None:
    report = check(text, ledger, date.fromisoformat(day))
    assert [f.verdict for f in report.findings if f.printed == printed] == ["agrees"]
    assert not report.problems
