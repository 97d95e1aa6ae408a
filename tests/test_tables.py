"""Tables as files: numbers stay numbers, text stays text, and sources travel along."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pandas as pd
import pytest

from exposure.explain import evidence
from exposure.export.report import Table, cited
from exposure.export.tables import FORMATS, as_csv, as_json, as_xlsx
from tests.hostile import FORMULAS, SCRIPTS
from tests.reports import book, report, table

STARTS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001  (they are meant)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheets(data: bytes) -> Any:  # noqa: ANN401  (the library has no type hints)
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_csv_has_its_header_first_then_numbers_as_they_are() -> None:
    header, row, empty, *notes = rows_of(as_csv(report(), table()))
    assert header == ["What", "USD bn", "Share (fraction)"]
    assert row == ["tea", "-1.5", "-0.25"]
    assert empty == []
    assert ["As of", "2030-03-31"] in notes
    assert ["Data and model", "made-by-hand"] in notes
    assert any(label == "Source" and "paragraph" in told for label, told in notes)


def test_a_csv_opens_in_excel_as_utf_8_and_in_pandas_too() -> None:
    data = as_csv(report(), table("茶, thé"))
    assert data.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(data), nrows=1)
    assert read.columns[0] == "What"
    assert read.iloc[0].tolist() == ["茶, thé", -1.5, -0.25]


def test_a_workbook_holds_numbers_with_the_digits_of_the_model() -> None:
    third = 1 / 3
    opened = sheets(as_xlsx(report(), table(number=third)))
    header, row = opened["Table"].iter_rows(values_only=True)
    assert header == ("What", "USD bn", "Share (fraction)")
    assert row == ("tea", pytest.approx(third, abs=1e-15), -0.25)
    told = dict(opened["Sources"].iter_rows(values_only=True))
    assert told["As of"] == "2030-03-31"


def test_json_says_what_each_column_is() -> None:
    found = json.loads(as_json(report(), table(number=None)))
    assert found["columns"][2] == {"name": "share", "header": "Share", "unit": "fraction"}
    assert found["rows"] == [{"what": "tea", "usd_bn": None, "share": -0.25}]
    assert found["as_of"] == "2030-03-31"


def test_a_table_names_its_own_figures_where_it_has_them() -> None:
    figure = book().ledger.figures[0].id
    known = evidence(book(), figure)
    made = table()
    own = Table("own", "Own", made.rows, made.columns, lambda: (known,))
    assert json.loads(as_json(report(), own))["sources"] == [cited(known)]
    assert f"paragraph {book().ledger.figures[0].paragraph}" in cited(known)


def test_a_download_has_columns_that_the_page_tells_in_words() -> None:
    made = table()
    both = Table(
        "b", "B", made.rows, {"what": ("What", None)}, numbers={"usd_bn": ("USD bn", None)}
    )
    assert list(both.texts()) == [["tea"]]
    assert rows_of(as_csv(report(), both))[:2] == [["What", "USD bn"], ["tea", "-1.5"]]


@pytest.mark.parametrize("make", [make for make, _ in FORMATS.values()])
def test_a_file_made_twice_is_the_same_file(make: Any) -> None:  # noqa: ANN401
    assert make(report(), table()) == make(report(), table())


# ------------------------------------------------------------------------------------------ hostile


@pytest.mark.parametrize("words", [*FORMULAS, *SCRIPTS])
def test_no_text_becomes_a_formula_in_csv(words: str) -> None:
    hostile = Table("h", words, table(words).rows, {"what": (words, None), "usd_bn": ("n", None)})
    rows = rows_of(as_csv(report(), hostile))
    assert [
        cell for row in rows for cell in row if cell.startswith(tuple(STARTS)) and cell != "-1.5"
    ] == []
    assert rows[1][0].removeprefix("'") == words.removeprefix("'")
    assert rows[1][1] == "-1.5"


@pytest.mark.parametrize("words", [*FORMULAS, *SCRIPTS])
def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(words: str) -> None:
    hostile = Table("h", words, table(words).rows, {"what": (words, None), "usd_bn": ("n", None)})
    opened = sheets(as_xlsx(report(), hostile))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell for cell in cells if cell.hyperlink] == []
    number = opened["Table"]["B2"]
    assert (number.data_type, number.value) == ("n", -1.5)
