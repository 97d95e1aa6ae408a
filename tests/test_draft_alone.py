"""Rules that need no ledger: a text against its own sums, rates, tables and headline."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.draft import Finding, check

TODAY = date(2031, 6, 1)

# 138.905 / 20 to 138.915 / 20, and so on: the three have 6.94525 to 6.94575 in common.
CONVERTED = (
    "It paid $20 billion (RMB 138.91 billion), $5 billion (RMB 34.73 billion), "
    "$3 billion (RMB 20.84 billion) and $8 billion"
)
TABLE = """| Market | 2024 (USD) | 2028 (USD) | CAGR (%) |
|---|---|---|---|
| Robots | $1B | $16B | {} |
| Drones | $2.5B | $5B | 19% |
"""
PERIODS = """\
| Period | At the start | At the end | Growth per year |
|---|---|---|---|
| 2024 to 2028 | $1 billion | $16 billion | {} |
"""
PRICES = """| Model | Price per token (USD) |
|---|---|
| Alpha | $6.00 / $18.00 |
| Beta | $2.00 / $6.00 |

Alpha is {} more expensive than Beta.
"""


def problems(text: str, today: date = TODAY) -> list[Finding]:
    return [*check(text, None, today).problems]


FOUND = [
    # rule, text, the wrong words, what is right there
    ("conversion", f"{CONVERTED} (RMB 56.55 billion).", "RMB 56.55 billion", 55.56e9),
    ("conversion", f"{CONVERTED} (RMB 555.6 billion).", "RMB 555.6 billion", 55.6e9),
    ("conversion", "It paid $2 billion (300 billion yen), then $4 billion (900 billion yen).",
     "900 billion yen", 600e9),
    ("sum", "It paid $10 billion and $20 billion, a total of $35 billion.", "$35 billion", 30e9),
    ("sum", "Together, the payments of $10 billion and $20 billion amount to $35 billion.",
     "$35 billion", 30e9),
    ("sum", "Payments of $10 billion and $20 billion bring to $25 billion what it has paid.",
     "$25 billion", 30e9),
    ("sum", "A total of $25 billion was paid: $10 billion, $7 billion and $20 billion.",
     "$25 billion", 37e9),
    ("sum", ("In all it may spend more than $40 billion.\n\n"
     "It puts in $15 billion to $25 billion, in addition to $15 billion for plants."),
     "$40 billion", (30e9, 40e9)),
    ("sum", TABLE.format("100%") + "\nIn total, the markets were worth $5 billion in 2024.\n",
     "$5 billion", 3.5e9),
    ("sum", "It pays $10 billion in April, July and October, a total of $40 billion.",
     "$40 billion", 30e9),
    ("sum", "It will pay $40 billion in three instalments of $10 billion each.", "$40 billion", 30e9),
    ("sum", "It has paid $20 billion and pledged another $10 billion. That brings the bill to $40 billion.",
     "$40 billion", 30e9),
    ("stake-x-valuation", "At a valuation of $800 billion, its stake of 10% is worth $120 billion.",
     "$120 billion", 80e9),
    ("stake-after-round", "$10 billion at a valuation of $500 billion lifts its stake from 10% to 15%.",
     "15%", 0.12),
    ("stake-after-round", "For $10 billion, with Acme valued at $500 billion, its ownership goes up to 15% from 10%.",
     "15%", 0.12),
    ("stake-after-round", "It puts in $10 billion at a valuation of $500 billion, lifting its holding to 15% from 10%.",
     "15%", 0.12),
    ("growth", TABLE.format("74%"), "74%", 1.0),
    ("growth", "Sales grow from $1 billion in 2024 to $16 billion in 2028, or 74% a year.", "74%", 1.0),
    ("growth", PERIODS.format("74%"), "74%", 1.0),
    ("growth", "Profit rose 45% from $4 billion to $5 billion.", "45%", 0.25),
    ("growth", "Profit fell 15% to $3 billion from $4 billion.", "15%", 0.25),
    ("growth", "Profit was $5 billion, up 45% from $4 billion a year earlier.", "45%", 0.25),
    ("points", "The stake rose by 2% from 11% to 13%.", "2%", 0.02),
    ("points", "The stake rose 3 percentage points, to 13% from 11%.", "3 percentage points", 0.02),
    ("ratio", PRICES.format("5x"), "5x", 3),
    ("ten-fold", "The bridge loan of $400 billion is large. Banks lend the $40 billion bridge loan.",
     "$400 billion", 40e9),
    ("currency-sign", "A record $200 billion bet\n\nIt invests $30 billion (RMB 208.38 billion).\n",
     "$200 billion", 30e9),
    ("ten-fold", "A record $300 billion bet\n\nIt puts in $30 billion, its largest sum.\n",
     "$300 billion", 30e9),
    ("sum", "It has spent $65 billion: $35 billion last year and $40 billion since.", "$65 billion", 75e9),
    ("growth", "It lent $3 billion to two firms; profit rose 45% from $4 billion to $5 billion.", "45%", 0.25),
    ("stake-x-valuation", "If it is worth $800 billion, a 10% holding has a value of about $120 billion.",
     "$120 billion", 80e9),
    ("conversion", "The loan of $40 billion, equal to 4.7 trillion yen at the going rate of 157 yen, is large.",
     "4.7 trillion yen", 6.28e12),
    ("conversion", "It pays 300 billion yen, or $3 billion at a rate of 150 yen to the dollar.", "$3 billion", 2e9),
    ("conversion", "It paid $10 billion. At a rate of 160 yen to the dollar this comes to 1.7 trillion yen.",
     "1.7 trillion yen", 1.6e12),
    ("ratio", "Alpha asks $6 and $18. Beta asks $2 and $6. That makes Alpha 5 times as expensive as Beta.",
     "5 times", 3),
    ("sum", "Of a loan of $40 billion, $20 billion was drawn. It repaid $3 billion. That left $19 billion.",
     "$19 billion", 17e9),
    ("sum", ("It agreed to invest another $30 billion. A third was paid in May. "
     "With the $20 billion that it had invested before, the bill will come to $60 billion."),
     "$60 billion", 50e9),
    ("sum", "Of the $20 billion that was drawn it has repaid $3 billion, which leaves $19 billion.",
     "$19 billion", 17e9),
    ("sum", "Banks lent it $15 billion. Of the loan $8 billion went to a rival; the other $9 billion is left.",
     "$9 billion", 7e9),
    ("stake-x-valuation", "Buyers put Acme at $500 billion. At that price the 10% that it owns is worth $60 billion.",
     "$60 billion", 50e9),
    ("stake-x-valuation", "Take $500 billion as the value of Acme, and a 10% stake is good for $60 billion.",
     "$60 billion", 50e9),
    ("growth", ("Robots were a $1 billion business in 2024. By 2028 they had reached $16 billion. "
     "Growth of 74% a year was what that took."), "74%", 1.0),
    ("points", "With 13% of Acme against 11% before, it is 2% better off.", "2%", 0.02),
    ("points", "The stake is to be 13%. That compares with 11% now, so it gains 3 percentage points.",
     "3 percentage points", 0.02),
    ("points", "The ratio was 16% in May and 20% in June. It has thus risen by 4%.", "4%", 0.04),
    ("growth", "The ratio fell to 18% in March from 12% in December.", "18%", None),
    ("growth", "Its cash rose from $4 billion to $3 billion.", "$3 billion", None),
    ("sum", "Its stake has a fair value of $80 billion. It paid $35 billion, so it sits on a gain of $55 billion.",
     "$55 billion", 45e9),
    ("sum", "It drew $20 billion and repaid $3 billion. That left $19 billion to pay back.",
     "$19 billion", 17e9),
    ("tense", "The plant is expected to open in 2030.", "2030", None),
    ("modality", "It Plans $30 Billion Bet\n\nIt may put up to $30 billion into chips.\n",
     "$30 Billion", None),
    ("status", "Group Buys Rival for $5 Billion\n\nThe group is in talks to pay $5 billion for it.\n",
     "$5 Billion", "in talks"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "words", "right"), FOUND)
def test_an_error_is_found_with_its_rule_and_the_right_value(
    rule: str, text: str, words: str, right: object
) -> None:
    (found,) = problems(text)
    assert (found.rule, found.printed) == (rule, words)
    assert found.right_value == pytest.approx(right) if right else found.right_value is None
    assert text[found.start : found.end] == words
    assert found.message


LEFT_ALONE = [
    "Sales rose to $4.61 billion, net profit was $1.6 billion, compared with a loss of $724 million.",
    "It fell 2.4%, against a gain of 0.6% in the index, and its default swaps widened by 14 basis points.",
    "The ratio was 16% in May and 20% in June. It has thus risen by 25%.",
    "The ratio fell to 12% in March from 18% in December.",
    "It did not rise to $4 billion from $5 billion.",
    "Profit rose $2 billion from $5 billion.",
    "Its stake has a fair value of $80 billion. It paid $35 billion, so it sits on a gain of $45 billion.",
    # honest rounding
    f"{CONVERTED} (RMB 55.56 billion).",
    "It pays $30 billion (about 4.7 trillion yen).",
    "It paid $10.3 billion and $20.3 billion, a total of $31 billion.",
    "With $34.6 billion and another $30 billion, the total is nearly $65 billion.",
    "At a valuation of $830 billion, its stake of 13% is worth $108 billion.",
    "At a valuation of $830 billion, its stake of about 13% is worth nearly $110 billion.",
    "Profit rose 26% from $4 billion to $5 billion.",
    "Profit rose 20% from $4 billion to $5 billion.",  # 4.1 and 4.9
    TABLE.format("100%"),
    PERIODS.format("100%"),
    TABLE.format("98%"),  # 0.95 to 16.5 for four years
    # other words
    "It paid $10 billion and $20 billion, part of a total of $35 billion.",
    "The $20 billion brings its total to $30 billion, after $8 billion in May.",
    "Of a total of $35 billion, $10 billion and $20 billion were paid at once.",
    "$10 billion at a valuation of $500 billion lifts its stake from 10% to 11%.",
    "For $10 billion, with Acme valued at $500 billion, its ownership goes up to 12% from 10%.",
    "It Pledges Up to $30 Billion\n\nIt pledged up to $30 billion for chips.\n",
    "It puts in $10 billion at a valuation of $500 billion, lifting its holding to 12% from 10%.",
    "The stake rose by 2 percentage points from 11% to 13%.",
    "The stake rose 18% from 11% to 13%.",
    "The stake went from 11% to 13%; 2% of the shares are traded each month.",
    "Sales grow from $1 billion in 2024 to $16 billion in 2028, or 100% a year.",
    PRICES.format("3x"),
    "The bridge loan of $400 million is small. Banks lend $40 billion to others.",
    "A $30 billion bet\n\nIt invests $30 billion (RMB 208.38 billion).\n",
    "A RMB 208 billion bet\n\nIt invests $30 billion (RMB 208.38 billion).\n",
    "The loan of $40 billion, equal to 6.28 trillion yen at the going rate of 157 yen, is large.",
    "It pays 300 billion yen, or about $2 billion at 150 yen to the dollar.",
    "It pays 300 billion yen for a rival worth $3 billion; shares were sold at 150 yen.",
    "It paid $10 billion. At a rate of 160 yen to the dollar this comes to 1.6 trillion yen.",
    "Alpha asks $6 and $18. Beta asks $2 and $6. That makes Alpha three times as expensive as Beta.",
    "Of a loan of $40 billion, $20 billion was drawn. It repaid $3 billion. That left $17 billion.",
    "Of a loan of $40 billion, $20 billion was drawn. It repaid $3 billion. That left $37 billion.",
    ("It agreed to invest another $30 billion. A third was paid in May. "
     "With the $20 billion that it had invested before, the bill will come to $50 billion."),
    "Of the $20 billion that was drawn it has repaid $3 billion, which leaves $17 billion.",
    "Banks lent it $15 billion. Of the loan $8 billion went to a rival; the other $7 billion is left.",
    "It has paid $20 billion. Of the price $8 billion is due in May, the remaining $4 billion in June.",
    "It has paid $20 billion. It pays $8 billion in May and the remaining $4 billion in June.",
    "It borrowed $20 billion, spent $4 billion on chips and $6 billion on land, leaving $10 billion.",
    "Acme was put at $150 billion, all told. With Acme at $500 billion, 10% of it comes to $50 billion.",
    "Buyers put Acme at $500 billion. At that price the 10% that it owns is worth $50 billion.",
    "Robots were a $1 billion business in 2024. By 2028 it was $16 billion. That was 100% a year.",
    "With 13% of Acme against 11% before, it is 2 percentage points better off.",
    "The stake is to be 13%. That compares with 11% now, so it gains 2 percentage points.",
    "The stake is to be 13%. That compares with 11% now; 3% of the shares are traded each month.",
    "The plant is expected to open in 2032.",
    "The plant was expected to open in 2030.",
    "It is due to open the plant that it announced in 2030.",
    "It Plans Up to $30 Billion Bet\n\nIt may put up to $30 billion into chips.\n",
    # nothing to compare
    "", "\n\n", "No number here.", "GPT-5 beat 36Kr and Llama 3.1 405B by N/A in section 02.",
]  # fmt: skip


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_right_or_honestly_rounded_is_left_alone(text: str) -> None:
    assert problems(text) == []


PROVED = [
    # text, the words that follow from its other numbers, how
    (
        "Sales rose 25% from $4 billion to $5 billion.",
        "25%",
        "$5 billion / $4 billion - 1 = +25.0%",
    ),
    ("Its share rose from 11% to 13%, by 2 percentage points.", "2 percentage points", "2 points"),
    (TABLE.format("100%"), "100%", "($16B / $1B) ^ (1/4) - 1 = 100.0%"),
    (PRICES.format("3x"), "3x", "6 and 18 / 2 and 6 = 3 times"),
    (f"{CONVERTED} (RMB 55.56 billion).", "RMB 55.56 billion", "$8 billion at 6.945"),
]


@pytest.mark.parametrize(("text", "words", "how"), PROVED)
def test_what_follows_from_the_text_itself_agrees_and_says_how(
    text: str, words: str, how: str
) -> None:
    found = next(f for f in check(text, None, TODAY).findings if f.printed == words)
    assert (found.rule, found.verdict, found.severity) == ("derived", "agrees", "info")
    assert how in found.computation
    assert found.computation in found.message


# ---------------------------------------------------------------------------------------- laws

rates = st.sampled_from([0.0064, 0.92, 6.9459, 7.1234, 149.32])
amounts = st.lists(st.integers(1, 999), min_size=3, max_size=8, unique=True)


@given(amounts, rates)
def test_conversions_at_one_rate_are_never_an_error(numbers: list[int], rate: float) -> None:
    pairs = [f"It paid ${n} billion (RMB {n * rate:.2f} billion)." for n in numbers]
    assert problems(" ".join(pairs)) == []


@given(st.lists(st.integers(1, 500), min_size=2, max_size=5, unique=True))
def test_a_right_total_is_never_an_error_and_a_wrong_one_always(numbers: list[int]) -> None:
    parts = " and ".join(f"${n} billion" for n in numbers)
    total = sum(numbers)
    assert problems(f"It paid {parts}, a total of ${total} billion.") == []
    wrong = problems(f"It paid {parts}, a total of ${total * 3} billion.")
    assert [(f.rule, f.right_value) for f in wrong] == [("sum", total * 1e9)]


@given(st.integers(1, 60), st.integers(1, 60))
def test_percentage_points_are_the_difference(low: int, rise: int) -> None:
    words = f"The stake rose by {rise} percentage points from {low}% to {low + rise}%."
    assert problems(words) == []
    assert [f.rule for f in problems(words.replace(" percentage points", "%"))] == (
        [] if low == 100 or abs(100 * rise / low - rise) <= 0.5 else ["points"]
    )


def test_the_order_of_sentences_does_not_matter() -> None:
    sentences = [
        "It paid $20 billion (RMB 138.91 billion).",
        "It paid $5 billion (RMB 34.73 billion).",
        "It paid $8 billion (RMB 55.56 billion).",
        "It paid $9 billion (RMB 65.21 billion).",  # 62.51 with two digits exchanged
    ]
    for order in permutations(sentences):
        assert [f.printed for f in problems(" ".join(order))] == ["RMB 65.21 billion"]
