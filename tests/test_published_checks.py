"""Published sheets: what is wrong with one by itself, beside the others, and beside the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from exposure.published_checks import findings
from tests.ledgers import small_ledger
from tests.test_published import SHEET, sheet


def test_findings_name_the_file_and_the_line(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "broken.yaml").write_text("group: a\n", "utf-8")
    (folder / "right.yaml").write_text(yaml.safe_dump(SHEET), "utf-8")
    (folder / "wrong.yaml").write_text(yaml.safe_dump(sheet(published={"nav": 90.0})), "utf-8")
    found = findings(tmp_path)
    assert {Path(fault.file).name: fault.severity for fault in found} == {
        "broken.yaml": "error",
        "wrong.yaml": "warning",
    }
    assert findings(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("key", ["usd_jpy", "shares_outstanding_mn"])
def test_a_slip_of_the_point_that_no_measure_shows_is_far_from_the_other_sheets(
    tmp_path: Path, key: str
) -> None:
    (tmp_path / "published").mkdir()
    sheet = "group: A\nunit: JPY trn\nholdings: [{company: B, gross: 4}]\nnet_debt: 1\n"
    rest = "published: {ltv: 0.25}\nsource: its page\n"
    for day, value in (("2030-03-31", 140), ("2031-03-31", 150), ("2032-03-31", 1450)):
        text = f"{sheet}as_of: {day}\n{key}: {value}\n{rest}"
        (tmp_path / "published" / f"{day}.yaml").write_text(text)
    (fault,) = findings(tmp_path)
    assert fault.file.endswith("2032-03-31.yaml")
    assert "1450 is more than 7 times away from 150" in fault.message


def test_a_holding_that_the_ledger_tells_otherwise_on_the_same_day_is_found(tmp_path: Path) -> None:
    ledger = small_ledger()
    (figure,) = ledger.public  # USD 100 bn
    quantity = ledger.quantity(figure.quantity).model_copy(
        update={"measure": "holding value", "holder": ledger.group, "target": "birch"}
    )
    ledger = replace(ledger, quantities=(quantity,))
    (tmp_path / "published").mkdir()
    for gross, count in ((100, 0), (1000, 1)):
        held = [{"company": "Birch Labs", "gross": gross}]
        told = sheet(
            unit="USD bn", usd_jpy=150, as_of=figure.as_of, holdings=held, net_debt=0,
            published={"equity_value": gross},
        )  # fmt: skip
        (tmp_path / "published/day.yaml").write_text(yaml.safe_dump(told), "utf-8")
        found = findings(tmp_path, ledger)
        assert [one.place for one in found] == [f"{figure.id}.value"] * count
