"""What the model must reproduce: published sheets to the digit, and what the articles say.

The articles' claims are plausibility matches. The method behind each is not public, so a match
says that the claim can be true, and not how it was made.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from exposure import published
from exposure.book import Book, load
from exposure.model import Outcome, outcome

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "data/published"

# As printed: equity value, net debt, NAV, NAV per share, LTV in percent. Yen per share, then JPY trn.
PRINTED = {
    "2020-08-07": ("16676", "3439", None, "13237", "12"),
    "2021-03-31": ("29.81", "3.71", None, None, "12.4"),
    "2023-03-31": ("15.87", "1.75", "14.13", "9656", "11.0"),
    "2023-06-30": ("16.90", "1.35", "15.54", "10616", "8.0"),
    "2023-09-30": ("18.35", "1.9", None, None, None),
    "2023-12-31": ("21.72", "2.49", "19.23", "13119", "11.5"),
}
TRAP = "2020-08-07"


@pytest.fixture(scope="module")
def book() -> Book:
    found, faults = load(ROOT / "data")
    assert found is not None, faults
    return found


def reproduced(date: str) -> published.Reproduction:
    sheet, faults = published.read(PAGES / f"{date}.yaml")
    assert sheet is not None, faults
    assert sheet.as_of == date
    return published.reproduce(sheet)


def with_roles(book: Book, **amounts: float) -> Outcome:
    """Return the outcome with levers set by their role, written with underscores."""
    values = {
        lever.name: amounts[lever.role.replace(" ", "_").replace("-", "_")]
        for lever in book.levers.table
        if lever.role.replace(" ", "_").replace("-", "_") in amounts
    }
    assert len(values) == len(amounts)
    return outcome(book, values)


# --------------------------------------------------------------------------------- published sheets


def test_every_published_sheet_is_here() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.yaml")) == list(PRINTED)


@pytest.mark.parametrize("date", PRINTED)
def test_a_sheet_prints_what_its_page_prints(date: str) -> None:
    measures = reproduced(date).published.published
    printed = [None if text is None else Decimal(text) for text in PRINTED[date]]
    ltv = None if printed[4] is None else printed[4].scaleb(-2)
    assert [value for _, value in measures] == [*printed[:4], ltv]


@pytest.mark.parametrize("date", [date for date in PRINTED if date != TRAP])
def test_a_sheet_follows_from_its_parts_to_the_printed_digit(date: str) -> None:
    found = reproduced(date)
    assert found.agrees
    assert found.messages == ()
    assert [one.agrees for one in found.comparisons] == [
        True for text in PRINTED[date] if text is not None
    ]
    assert found.nav == pytest.approx(found.equity_value - found.net_debt)
    assert found.ltv == pytest.approx(found.net_debt / found.equity_value)


@pytest.mark.parametrize(
    ("date", "measure", "amiss"),
    [
        ("2021-03-31", "equity_value", "30.06"),
        ("2021-03-31", "ltv", "0.126"),
        ("2023-03-31", "nav", "14.03"),
        ("2023-06-30", "net_debt", "1.53"),
        ("2023-09-30", "equity_value", "18.53"),
        ("2023-12-31", "equity_value", "21.75"),
        ("2023-12-31", "nav", "19.32"),
        ("2023-12-31", "nav_per_share", "13191"),
        ("2023-12-31", "ltv", "0.151"),
    ],
)
def test_a_slip_in_one_measure_is_found(date: str, measure: str, amiss: str) -> None:
    sheet = reproduced(date).published
    wrong = sheet.published.model_copy(update={measure: Decimal(amiss)})
    assert not published.reproduce(sheet.model_copy(update={"published": wrong})).agrees


def test_rounded_parts_need_not_add_to_the_digit() -> None:
    found = reproduced("2023-12-31")
    assert (found.equity_value, found.net_debt) == (21.73, 2.48)  # printed as 21.72 and 2.49
    assert found.nav_per_share == pytest.approx(19.25e12 / 1466e6)


def test_with_loans_added_back_ltv_is_another_figure() -> None:
    found = reproduced("2023-12-31")
    assert found.ltv == pytest.approx(2.48 / 21.73)
    assert found.ltv_grossed == pytest.approx((2.48 + 6.48) / (21.73 + 6.48))


def test_gross_values_add_to_the_total_before_adjustment() -> None:
    holdings = reproduced("2023-09-30").published.holdings
    assert sum(part.gross for part in holdings) == Decimal("25.69")  # printed as 25.7


def test_the_page_of_2020_is_refused_because_it_mixes_two_bases() -> None:
    found = reproduced(TRAP)
    assert not found.agrees
    assert {one.measure: one.agrees for one in found.comparisons} == {
        "equity_value": True,
        "net_debt": True,
        "nav_per_share": True,
        "ltv": False,
    }
    naive, bases = found.messages
    assert naive == "ltv: 12 % is printed, but net debt 3,439 over equity value 16,676 is 20.6 %"
    assert bases.startswith("mixed bases: the amounts agree with each other")


# ------------------------------------------------------------------------- what the articles say


def test_the_baseline_is_the_sheet_of_december_2025(book: Book) -> None:
    base = book.baseline
    sheet = outcome(book, {}).sheet
    rate = base.local_per_usd.value
    assert (base.as_of, base.local_currency, rate) == ("2025-12-31", "JPY", 156.7)
    assert float(sheet.equity_value) * rate / 1000 == pytest.approx(38.92)
    assert float(sheet.net_debt) * rate / 1000 == pytest.approx(8.02)
    assert float(sheet.nav) * rate / 1000 == pytest.approx(30.9)
    assert f"{float(sheet.ltv):.1%}" == "20.6%"


def test_30_of_debt_takes_ltv_to_29_2_percent(book: Book) -> None:
    after = with_roles(book, new_investment=30)
    assert f"{after.ratio('disclosed'):.1%}" == "29.2%"
    # By hand: (8.02 + 30 x 0.1567) / (38.92 + 30 x 0.1567).
    assert after.ratio("disclosed") == pytest.approx((8.02 + 4.701) / (38.92 + 4.701))


def test_coming_back_to_25_percent_takes_15_4(book: Book) -> None:
    normal = with_roles(book, new_investment=30).answers()[0]
    assert normal.line.limit == 0.25
    assert normal.raise_usd_bn is not None
    assert f"{normal.raise_usd_bn:.1f}" == "15.4"
    sold = with_roles(book, new_investment=30, sales=normal.raise_usd_bn)
    assert sold.ratio("disclosed") == pytest.approx(0.25)


@pytest.mark.parametrize(("value", "percent"), [(730, "35%"), (830, "34%")])
def test_grossed_and_revalued_ltv_comes_to_34_or_35_percent(
    book: Book, value: float, percent: str
) -> None:
    focus = book.focus_lever.name
    new = next(lever.name for lever in book.levers.table if lever.role == "new investment")
    after = outcome(book, {focus: value, new: 30})
    assert f"{after.ratio('grossed'):.0%}" == percent


@pytest.mark.parametrize("value", [730, 780, 830])
def test_the_focus_company_comes_to_exceed_30_percent(book: Book, value: float) -> None:
    """Of gross value it is 29.5 to 31.4 %; of equity value, where loans are taken off, more."""
    focus = book.focus_lever.name
    new = next(lever.name for lever in book.levers.table if lever.role == "new investment")
    after = outcome(book, {focus: value, new: 30})
    gross, equity = after.share("gross"), after.share("equity")
    assert gross is not None
    assert equity is not None
    assert 0.2945 <= gross <= 0.3155
    assert 0.30 < equity < 0.35


@pytest.mark.parametrize("raised", [50, 75, 100])
@pytest.mark.parametrize("post_money", [750, 790, 830])
def test_a_stake_of_11_percent_becomes_13_to_14_3(
    book: Book, raised: float, post_money: float
) -> None:
    after = with_roles(
        book, new_investment=30, round_others=raised - 30, round_pre_money=post_money - raised
    )
    stake = after.focus_stake
    assert stake is not None
    assert 0.130 <= stake <= 0.1430
    assert stake == pytest.approx(0.11 * (post_money - raised) / post_money + 30 / post_money)


# Each output of the table of claims, and the range that model.md gives it, to the printed digit.
RANGES = {
    "raise_to_normal_limit_usd_bn": (15.35, 15.45),
    "ltv_grossed": (0.335, 0.355),
    "focus_share_of_gross_value": (0.2945, 0.3155),
    "focus_stake": (0.1285, 0.1435),
}


def test_every_claim_of_the_table_is_held_against_the_model(book: Book) -> None:
    assert {claim.output for claim in book.claims} == set(RANGES)
    for claim in book.claims:
        low, high = RANGES[claim.output]
        for values in claim.settings:
            answer = outcome(book, values).as_json()[claim.output]
            assert low <= answer <= high, (claim.says, values)


def test_what_is_claimed_lies_among_what_the_model_gives(book: Book) -> None:
    for claim in book.claims:
        figure = book.ledger.figure(claim.figure)
        said = figure.right.value_si
        assert isinstance(said, (int, float))
        # Money in the ledger is in single dollars, and in billions in an answer.
        said = said / 1e9 if figure.right.kind == "money" else said
        answers = [outcome(book, values).as_json()[claim.output] for values in claim.settings]
        near = 0.005 if figure.right.kind == "percent" else 0.5
        if figure.modality in {"at least", "more than"}:
            assert max(answers) > said, claim.says
        else:
            assert min(answers) - near <= said <= max(answers) + near, claim.says
