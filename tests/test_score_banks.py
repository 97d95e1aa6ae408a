"""Banks of wording for the score: what a file must hold, and that it writes drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from benchmarks.score import bank
from benchmarks.score.drafts import clean, planted
from benchmarks.score.planted import PLANT
from benchmarks.score.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exposure.ledger import Ledger


def test_the_last_bank_words_every_kind_of_draft(ledger: Ledger) -> None:
    banks = [bank.read(bank.FOLDER / f"{number}.yaml") for number in bank.numbers()]
    writer = Writer(ledger, 7, banks[-1])
    assert len(clean(writer).text.split()) > 20
    for kind in PLANT:
        sample = planted(writer, kind)
        assert sample.spans
        assert all(sample.text[start:end].strip() for start, end in sample.spans)
        assert "{" not in sample.text


SPOIL: dict[str, Callable[[dict[str, Any]], object]] = {
    "statements, stake: 'announced' is missing": lambda raw: raw["statements"]["stake"].pop("announced"),
    "sentences: 'sums' is not known": lambda raw: raw["sentences"].update(sums=["{one}"]),
    "sentences, due date: 'Due in {date}.' lacks {holder}": lambda raw: raw["sentences"].update({"due date": ["Due in {date}."]}),
    "sentences, year that is over: '{when} {year}' cannot hold {when}": lambda raw: raw["sentences"].update({"year that is over": ["{when} {year}"]}),
    "sentences, sum: a list of sentences is wanted": lambda raw: raw["sentences"].update(sum=[]),
    "noise: a list of at least 8 is wanted": lambda raw: raw.update(noise=["None."]),
}  # fmt: skip


@pytest.mark.parametrize("message", SPOIL)
def test_a_bank_with_a_hole_is_refused_with_its_key(message: str, tmp_path: Path) -> None:
    raw = yaml.safe_load((bank.FOLDER / "1.yaml").read_text("utf-8"))
    SPOIL[message](raw)
    path = tmp_path / "9.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    with pytest.raises(SystemExit) as refused:
        bank.read(path)
    assert str(refused.value) == f"9.yaml: {message}"
