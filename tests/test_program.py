"""The command line as a program of its own: started, piped, read by a terminal of any kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exposure.__main__ import COMMANDS

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/small/data"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "exposure", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_runs_as_a_program_from_the_checkout() -> None:
    done = run("balance", "data/published/2023-12-31.yaml", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["agrees"] is True
    assert run("balance", "data/published/2020-08-07.yaml").returncode == 1
    assert run("nothing").returncode == 2


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    words = f"{sys.executable} -m exposure figures --data {SMALL} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", words], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.stderr == ""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        left = subprocess.run(
            [sys.executable, "-m", "exposure", "levers", "--data", str(SMALL)],
            cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (left.returncode, left.stderr) == (141, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_of_any_encoding_is_served(encoding: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    words = [sys.executable, "-m", "exposure", "figures", "--data", str(SMALL)]
    text = subprocess.run(words, cwd=ROOT, capture_output=True, env=environment, check=True)
    data = subprocess.run(
        [*words, "--json"], cwd=ROOT, capture_output=True, env=environment, check=True
    )
    assert b"w-p1-investment" in text.stdout
    assert len(json.loads(data.stdout.decode(encoding))) == 20


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    for command in COMMANDS:
        assert f"    {command.name}" in (line[: 4 + len(command.name)] for line in lines)


def test_a_command_imports_what_it_needs_and_no_more() -> None:
    code = "import sys, exposure.__main__; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"numpy", "pandas", "pydantic", "streamlit", "yaml"} & set(done.stdout.split())
