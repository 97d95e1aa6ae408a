"""A published balance sheet is held against its own parts, to the digit it was printed with."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError, BalanceSheet, Holding
from exposure.published import Published, read, reproduce

if TYPE_CHECKING:
    from pathlib import Path

# Sums that a reader can do: 60 + (50 - 10) = 100; 100 - 20 = 80; 20 / 100 = 20 %.
SHEET: dict[str, Any] = {
    "group": "Alder Group",
    "as_of": "2030-03-31",
    "unit": "JPY trn",
    "shares_outstanding_mn": 1000,
    "holdings": [
        {"company": "Birch", "gross": 60.0},
        {"company": "Cedar", "gross": 50.0, "asset_backed_finance": 10.0},
    ],
    "net_debt": {"consolidated": 50.0, "self_financing": -25.0, "other": -5.0},
    "published": {
        "equity_value": 100.0,
        "net_debt": 20.0,
        "nav": 80.0,
        "nav_per_share": 80000,
        "ltv": 0.200,
    },
    "source": "the annual report",
}


def sheet(**changes: object) -> dict[str, Any]:
    """Return the sheet with some keys changed; a key that is None is left out."""
    changed = SHEET | changes
    return {key: value for key, value in changed.items() if value is not None}


def faults_of(tmp_path: Path, content: object) -> str:
    path = tmp_path / "sheet.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    published, faults = read(path)
    assert published is None
    return "\n".join(str(fault).removeprefix(f"{tmp_path}/") for fault in faults)


def test_measures_are_computed_from_the_parts() -> None:
    found = reproduce(Published(**SHEET))
    assert found.as_json() == {
        "equity_value": 100.0,
        "net_debt": 20.0,
        "nav": 80.0,
        "nav_per_share": 80000.0,
        "ltv": 0.2,
        "ltv_grossed": pytest.approx(30 / 110),
        "agrees": True,
        "messages": [],
    }


def test_the_model_of_the_dashboard_gives_the_same_measures() -> None:
    found = reproduce(Published(**SHEET))
    model = BalanceSheet((Holding("b", 60.0), Holding("c", 50.0, 10.0)), net_debt=20.0)
    assert (found.equity_value, found.nav) == (model.equity_value, model.nav)
    assert (found.ltv, found.ltv_grossed) == pytest.approx((model.ltv, model.ltv_grossed))


@pytest.mark.parametrize(
    ("measure", "wrong"),
    [
        ("equity_value", 100.3),
        ("equity_value", 1000),
        ("net_debt", 19.7),
        ("net_debt", -20.0),
        ("nav", 81.0),
        ("nav", 120.0),
        ("nav_per_share", 80200),
        ("nav_per_share", 80),
        ("ltv", 0.202),
        ("ltv", 0.25),
        ("ltv", 0.2727),
    ],
)
def test_one_wrong_measure_is_told_by_name(measure: str, wrong: float) -> None:
    found = reproduce(Published(**sheet(published=SHEET["published"] | {measure: wrong})))
    assert not found.agrees
    assert any(message.startswith(f"{measure}: ") for message in found.messages)
    assert measure in [one.measure for one in found.comparisons if one.agrees is False]


def test_a_wrong_total_within_the_rounding_of_many_parts_is_betrayed_by_the_others() -> None:
    parts = [{"company": f"c{number}", "gross": 10.04} for number in range(10)]
    printed = {"equity_value": 100.43, "net_debt": 20.0, "nav": 80.4}
    assert reproduce(Published(**sheet(holdings=parts, net_debt=20.0, published=printed))).agrees
    amiss = printed | {"nav": 80.3}
    found = reproduce(Published(**sheet(holdings=parts, net_debt=20.0, published=amiss)))
    assert found.messages == (
        "nav: 80.3 is printed, but equity value 100.43 less net debt 20 is 80.4",
    )


@pytest.mark.parametrize("measure", list(SHEET["published"]))
def test_any_one_measure_is_enough(measure: str) -> None:
    found = reproduce(Published(**sheet(published={measure: SHEET["published"][measure]})))
    assert found.agrees
    assert len(found.comparisons) == 1


def test_net_debt_may_be_one_number() -> None:
    found = reproduce(Published(**sheet(net_debt=20)))
    assert (found.net_debt, found.agrees) == (20.0, True)


def test_net_cash_is_a_net_debt_below_zero() -> None:
    printed = {"net_debt": -5.0, "nav": 105.0, "ltv": -0.05}
    found = reproduce(Published(**sheet(net_debt=-5.0, published=printed)))
    assert (found.ltv, found.agrees) == (-0.05, True)


def test_a_group_that_owes_more_than_it_owns_has_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "sheet.yaml"
    path.write_text(
        yaml.safe_dump(sheet(net_debt=125.0, published={"nav": -25.0, "ltv": 1.25})), "utf-8"
    )
    published, faults = read(path)
    assert published is not None
    assert faults == ()
    found = reproduce(published)
    assert (found.nav, found.ltv, found.agrees) == (-25.0, 1.25, True)


@pytest.mark.parametrize(
    ("unit", "rate", "per_share"),
    [
        ("JPY trn", None, 80000),
        ("JPY bn", None, 80),
        ("JPY per share", None, 80),
        ("USD bn", 150.0, 12000),
        ("USD trn", 150.0, 12000000),
    ],
)
def test_nav_per_share_is_in_yen_whatever_the_unit(
    unit: str, rate: float | None, per_share: int
) -> None:
    printed = {"nav": 80.0, "nav_per_share": per_share}
    found = reproduce(Published(**sheet(unit=unit, usd_jpy=rate, published=printed)))
    assert found.nav_per_share == pytest.approx(per_share, rel=1e-12)
    assert found.agrees


def test_without_shares_nav_per_share_is_not_compared_and_the_reader_is_told() -> None:
    found = reproduce(Published(**sheet(shares_outstanding_mn=None)))
    assert found.nav_per_share is None
    assert found.agrees
    assert found.messages == (
        "nav_per_share: 80,000 is printed but not compared: shares_outstanding_mn is missing",
    )


def test_nothing_compared_is_not_an_agreement() -> None:
    printed = {"nav_per_share": 80000}
    found = reproduce(Published(**sheet(shares_outstanding_mn=None, published=printed)))
    assert not found.agrees


def test_a_loan_larger_than_its_holding_takes_the_holding_and_no_more() -> None:
    holdings = [*SHEET["holdings"], {"company": "Elm", "gross": 1.0, "asset_backed_finance": 3.0}]
    found = reproduce(Published(**sheet(holdings=holdings)))
    assert found.equity_value == 100.0
    assert found.messages == (
        "Elm: the loan of 3.0 exceeds the gross value of 1.0; the holding counts as nothing",
    )


def test_a_ratio_on_another_basis_than_the_amounts_is_refused_in_a_sentence() -> None:
    # (20 - 10) / (100 - 10) = 11.1 %: the page took a loan of 10 off both sides, once more.
    found = reproduce(Published(**sheet(published={"equity_value": 100.0, "ltv": 0.111})))
    assert not found.agrees
    ratio, bases = found.messages
    assert ratio == "ltv: 11.1 % is printed, but net debt 20 over equity value 100 is 20.00 %"
    assert bases.startswith("mixed bases: ")
    assert "about 10 JPY trn" in bases
    assert "taken off both" in bases


def test_a_nought_that_a_program_dropped_costs_no_digit() -> None:
    """2.8 in a column of two digits means 2.80, not anything from 2.75 to 2.85."""
    parts = [{"company": "a", "gross": 2.8}, {"company": "b", "gross": 3.25}]
    printed = {"equity_value": 6.09}
    assert not reproduce(Published(**sheet(holdings=parts, published=printed))).agrees


@pytest.mark.parametrize("printed", [{"equity_value": 8.50}, {"net_debt": 2.40}])
def test_the_total_beneath_a_column_tells_how_exact_the_column_is(
    printed: dict[str, float],
) -> None:
    """5 - 1 + 3 under a total of 7.0 are no numbers from 4.5 to 5.5, from 0.5 to 1.5 and so on."""
    parts = [
        {"company": "a", "gross": 5, "asset_backed_finance": 1},
        {"company": "b", "gross": 3},
    ]
    right = {"equity_value": 7.0, "net_debt": 2.0}
    assert reproduce(Published(**sheet(holdings=parts, net_debt=2, published=right))).agrees
    wrong = right | printed
    assert not reproduce(Published(**sheet(holdings=parts, net_debt=2, published=wrong))).agrees


def test_digits_are_kept_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "sheet.yaml"
    text = "group: a\nas_of: 2030\nunit: JPY trn\nholdings:\n  - {company: b, gross: 100.0}\n"
    path.write_text(f"{text}net_debt: 8.4\npublished: {{ltv: 0.080}}\n", "utf-8")
    published, _ = read(path)
    assert published is not None
    assert str(published.published.ltv) == "0.080"
    assert not reproduce(published).agrees


def test_digits_that_nobody_printed_are_dust() -> None:
    parts = [{"company": "a", "gross": 0.1 + 0.2}, {"company": "b", "gross": 3.25}]
    printed = {"equity_value": 3.56, "ltv": 20 / 3.55}
    assert reproduce(Published(**sheet(holdings=parts, net_debt=20.0, published=printed))).agrees


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (sheet(unit="JPY tn"), "unit: 'JPY tn' is not a unit of a balance sheet; did you mean"),
        (sheet(unit="EUR bn"), "unit: 'EUR bn' is not a unit of a balance sheet"),
        (sheet(unit=None), "unit: this key is missing"),
        (sheet(published=None), "published: this key is missing"),
        (sheet(published={}), "published.equity_value: no measure is given"),
        (sheet(published={"nav": "80"}), "published.nav: '80' is text; a number is needed"),
        (sheet(published={"nva": 80}), "published.nva: unknown key"),
        (sheet(published={"ltv": 20.6}), "published.ltv: 20.6 is not a fraction between 0 and 1"),
        (sheet(published={"ltv": -0.2}), "published.ltv: -0.2 is not a fraction between 0 and 1"),
        (sheet(net_debt="20"), "net_debt: '20' is text; a number is needed"),
        (sheet(net_debt=[20]), "net_debt: a list is not a number"),
        (sheet(net_debt={"other": 3}), "net_debt.consolidated: this key is missing"),
        (sheet(net_debt={"consolidated": 3, "othr": 1}), "net_debt.othr: unknown key"),
        (sheet(holdings=[]), "holdings: a list is too short"),
        (sheet(holdings=[{"company": "a", "gross": -5}]), "holdings[1].gross: -5 is too low"),
        (
            sheet(holdings=[{"company": "a", "gross": 5, "asset_backed_finance": -1.19}]),
            "holdings[1].asset_backed_finance: -1.19 is too low",
        ),
        (
            sheet(holdings=[{"company": "a", "gross": 5, "asset_backed_finance": 5}]),
            "holdings: the equity value of holdings is 0",
        ),
        (
            sheet(holdings=[{"company": "a", "gross": 5, "unit": "USD bn"}]),
            "holdings[1].unit: unknown key",
        ),
        (sheet(unit="USD bn"), "usd_jpy: NAV per share is in yen and the sheet in USD bn"),
        (sheet(usd_jpy=0), "usd_jpy: 0 is too low; write more than 0"),
        (sheet(shares_outstanding_mn=-1), "shares_outstanding_mn: -1 is too low"),
        (sheet(as_of="31/12/2023"), "as_of: '31/12/2023' is not a date"),
        ("", "sheet.yaml:1: the file is empty"),
        ("- 1\n", "sheet.yaml:1: a list stands where keys and values are needed"),
        ("group: a\nunit: 30e9\n", "sheet.yaml:2: unit: '30e9' is a number to some readers"),
    ],
)
def test_what_has_no_answer_is_an_error_that_names_the_field(
    tmp_path: Path, content: object, expected: str
) -> None:
    assert expected in faults_of(tmp_path, content)


def test_a_sheet_made_in_code_is_refused_as_one_read_from_a_file() -> None:
    with pytest.raises(BalanceError, match="usd_jpy"):
        reproduce(Published(**sheet(unit="USD bn")))


def test_a_fault_inside_a_list_is_told_once(tmp_path: Path) -> None:
    """The list is not too short: its one item is there, and wrong."""
    told = faults_of(tmp_path, sheet(holdings=[{"company": "a", "gross": -5}]))
    assert told.count("\n") == 0
    assert "-5" in told


def test_a_sheet_without_a_source_is_reproduced_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "sheet.yaml"
    path.write_text(yaml.safe_dump(sheet(source=None)), "utf-8")
    published, faults = read(path)
    assert published is not None
    assert [(fault.place, fault.severity) for fault in faults] == [("source", "warning")]


spoiled: st.SearchStrategy[object] = st.sampled_from(
    [None, 0, -1, 1e-9, 99999999999999999999, "", "x", True, [], {}, [{}], {"consolidated": 0}]
)


@given(st.sampled_from(sorted(SHEET)), spoiled)
def test_a_spoiled_sheet_is_told_and_never_raises(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    path = tmp_path_factory.mktemp("spoiled") / "sheet.yaml"
    path.write_text(yaml.safe_dump(SHEET | {key: value}), "utf-8")
    published, faults = read(path)
    if published is None:
        assert any(fault.place.startswith(key) for fault in faults)
    else:
        assert isinstance(reproduce(published).agrees, bool)


# Nothing that rounds to nought, which would be no part at all.
amounts = st.decimals(1, 500, places=6)
loans = st.just(Decimal(0)) | st.decimals("0.6", "0.99", places=4)
debts_of_a_sheet = st.lists(amounts | amounts.map(lambda amount: -amount), min_size=1, max_size=3)


@given(
    st.lists(st.tuples(amounts, loans), min_size=1, max_size=12),
    debts_of_a_sheet,
    st.decimals(100, 9000, places=4),
    st.integers(0, 4),
)
def test_a_true_sheet_agrees_however_it_is_rounded(
    holdings: list[tuple[Decimal, Decimal]], debts: list[Decimal], shares: Decimal, places: int
) -> None:
    digit = Decimal(1).scaleb(-places)
    equity_value = sum((gross * (1 - loan) for gross, loan in holdings), Decimal(0))
    net_debt = sum(debts, Decimal(0))
    nav = equity_value - net_debt
    printed = {
        "equity_value": equity_value.quantize(digit),
        "net_debt": net_debt.quantize(digit),
        "nav": nav.quantize(digit),
        "nav_per_share": (nav * 10**6 / shares).quantize(Decimal(1)),
        "ltv": (net_debt / equity_value).quantize(Decimal("0.001")),
    }
    parts = [
        {
            "company": "a",
            "gross": gross.quantize(digit),
            "asset_backed_finance": (gross * loan).quantize(digit),
        }
        for gross, loan in holdings
    ]
    names = ("consolidated", "self_financing", "other")
    rounded = sheet(
        holdings=parts,
        net_debt={name: debt.quantize(digit) for name, debt in zip(names, debts, strict=False)},
        shares_outstanding_mn=shares.quantize(Decimal(1)),
        published=printed,
    )
    try:
        found = reproduce(Published(**rounded))
    except BalanceError:  # every holding rounded to the size of its loan
        return
    assert found.agrees, found.messages
