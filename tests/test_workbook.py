"""The workbook: its formulas give what the model gives, in the file and recalculated."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure.balance import BalanceError
from exposure.export.grid import safe_name
from exposure.export.results import flat
from exposure.export.workbook import as_workbook
from exposure.model import outcome
from tests.hostile import FORMULAS, SCRIPTS
from tests.reports import DATA, SMALL, book, renamed, report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exposure.scenario import Lever

LISTED = [SMALL, DATA]


def opened(data: bytes, *, values: bool) -> Any:  # noqa: ANN401  (the library has no type hints)
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def named(file: Any, name: str) -> Any:  # noqa: ANN401
    """Return the cell of a name."""
    sheet, place = file.defined_names[safe_name(name)].attr_text.split("!")
    return file[sheet][place.replace("$", "")]


def unlike(file: Any, folder: Path, values: Mapping[str, float]) -> dict[str, Any]:  # noqa: ANN401
    """Return the answers of a file that are not those of the model."""
    found = {}
    for name, wanted in flat(outcome(book(folder), values).as_json()).items():
        got = named(file, f"answer_{name}").value
        if wanted is None:
            same = got == "#N/A"
        else:
            near = pytest.approx(float(wanted), rel=1e-9, abs=1e-9)
            same = isinstance(got, int | float) and float(got) == near
        if not same:
            found[name] = (wanted, got)
    return found


def moved(lever: Lever) -> st.SearchStrategy[float]:
    if lever.unit == "switch":
        return st.sampled_from([0.0, 1.0])
    return st.floats(float(lever.low), float(lever.high))


@pytest.mark.parametrize("folder", LISTED, ids=lambda path: path.parts[-2])
@settings(max_examples=10)
@given(data=st.data())
def test_every_formula_is_written_beside_the_number_of_the_model(
    folder: Path, data: st.DataObject
) -> None:
    levers = book(folder).levers
    some = data.draw(st.sets(st.sampled_from([lever.name for lever in levers.table])))
    values = {name: data.draw(moved(levers[name])) for name in some}
    try:
        made = report(values, folder)
    except BalanceError:
        return
    file = opened(as_workbook(made), values=True)
    assert unlike(file, folder, values) == {}
    assert file["Checks"]["B4"].value == "yes"
    assert file["Answers"]["B3"].value == "This scenario is possible."


def test_the_levers_are_named_cells_that_are_no_formulas() -> None:
    file = opened(as_workbook(report(folder=DATA)), values=False)
    for lever in book(DATA).levers.table:
        assert named(file, lever.name).value == pytest.approx(
            book(DATA).levers.defaults[lever.name]
        )
    assert str(named(file, "answer_ltv").value).startswith("=")
    assert str(named(file, "answer_lines.normal-limit.raise_usd_bn").value).startswith("=")


def test_a_workbook_made_twice_is_the_same_file() -> None:
    assert as_workbook(report()) == as_workbook(report())


@pytest.mark.parametrize("start", range(0, 70, 10))
def test_no_name_in_the_data_becomes_a_formula(start: int) -> None:
    words = [*FORMULAS, *SCRIPTS][start : start + 10]
    plain = opened(as_workbook(report()), values=False)
    file = opened(as_workbook(renamed(*words)), values=False)
    for sheet in file:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            own = plain[sheet.title][cell.coordinate]
            assert cell.hyperlink is None
            assert (cell.data_type == "f") == (own.data_type == "f"), cell.value
    assert named(file, "answer_nav_usd_bn").data_type == "f"


# ------------------------------------------------------------------------ recalculated by LibreOffice


@pytest.fixture(scope="module")
def soffice() -> str:
    """Return the program that recalculates a workbook."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    return found


def recalculated(soffice: str, folder: Path, files: list[bytes]) -> list[Any]:
    """Return files after LibreOffice has opened and saved them."""
    (folder / "in").mkdir()
    for number, data in enumerate(files):
        (folder / f"in/{number}.xlsx").write_bytes(data)
    names = [str(folder / f"in/{number}.xlsx") for number in range(len(files))]
    words = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    words += ["--convert-to", "xlsx", "--outdir", str(folder / "out"), *names]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    read = (folder / f"out/{number}.xlsx" for number in range(len(files)))
    return [opened(path.read_bytes(), values=True) for path in read]


def changed(data: bytes, values: Mapping[str, float]) -> bytes:
    """Return a workbook with other numbers in its named inputs, and no number behind a formula."""
    file = opened(data, values=False)
    for name, value in values.items():
        named(file, name).value = value
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def at_random(lever: Lever, chance: random.Random) -> float:
    """Return a value in the lower part of a lever's range, so that most scenarios are possible."""
    if lever.unit == "switch":
        return float(chance.randint(0, 1))
    return chance.uniform(float(lever.low), float(lever.low + (lever.high - lever.low) / 3))


@pytest.mark.slow
@pytest.mark.parametrize("folder", LISTED, ids=lambda path: path.parts[-2])
def test_changed_inputs_give_the_answers_of_the_model(
    soffice: str, folder: Path, tmp_path: Path
) -> None:
    known, chance = book(folder), random.Random(5)  # noqa: S311  (no secret)
    cases = [dict(preset.set) for preset in known.presets]
    cases += [{x.name: at_random(x, chance) for x in known.levers.table} for _ in range(30)]
    data = as_workbook(report(folder=folder))
    impossible = 0
    files = recalculated(soffice, tmp_path, [changed(data, values) for values in cases])
    for values, file in zip(cases, files, strict=True):
        try:
            outcome(known, values)
        except BalanceError:
            impossible += 1
            assert named(file, "answer_ltv").value == "#N/A"
            assert file["Answers"]["B3"].value != "This scenario is possible."
        else:
            assert unlike(file, folder, values) == {}, values
            same = not known.levers.changed(values)
            assert file["Checks"]["B4"].value == ("yes" if same else "inputs have changed")
    assert impossible < len(cases) - 5


@pytest.mark.slow
def test_hostile_text_stays_text_when_libreoffice_opens_it(soffice: str, tmp_path: Path) -> None:
    (file,) = recalculated(soffice, tmp_path, [as_workbook(renamed(*FORMULAS))])
    assert str(file["Inputs"]["A1"].value).endswith(": inputs")
    assert isinstance(named(file, "answer_nav_usd_bn").value, int | float)
    assert file["Checks"]["B4"].value == "yes"
