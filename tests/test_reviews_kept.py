"""Writing sign-offs: no kill, no second writer and no full disk leaves half a file."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from exposure import reviews
from exposure.ledger import load
from tests.signing import HEADER, ROOT, figure, sign, signed, small_group

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_group(tmp_path)


# Signs one figure, and kills itself at one of the steps that writing takes.
KILLED = """
import os, pathlib, sys
from exposure import reviews
from exposure.ledger import load

data, step = pathlib.Path(sys.argv[1]), sys.argv[2]
ledger, _ = load(data, data.parent / "seeds")

def die(*_, **__):
    os.kill(os.getpid(), 9)

class Torn:
    # A file of which the first half is written.
    def __init__(self, stream): self.stream = stream
    def __enter__(self): return self
    def __exit__(self, *_): self.stream.close()
    def write(self, content):
        self.stream.write(content[: len(content) // 2])
        self.stream.flush()
        die()

plain = pathlib.Path.open, os.fsync, pathlib.Path.replace
if step == "write":
    pathlib.Path.open = lambda self, mode="r", *a, **k: (
        Torn(plain[0](self, mode)) if mode == "wb" else plain[0](self, mode, *a, **k)
    )
if step == "fsync":
    os.fsync = die
if step == "replace":
    pathlib.Path.replace = die
if step == "replaced":
    pathlib.Path.replace = lambda *a: (plain[2](*a), die())
reviews.sign(data, ledger.figure("w-p2-stake"), "checked", "Ben", date="2030-05-01")
"""


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "replaced"])
def test_killed_at_any_step_the_file_is_the_old_or_the_new(data: Path, step: str) -> None:
    sign(data)
    before = (data / reviews.FILE).read_bytes()
    words = [sys.executable, "-c", KILLED, str(data), step]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    after = signed(data).by_figure
    if step == "replaced":
        assert set(after) == {"w-p2-stake", "w-p5-ltv"}
    else:
        assert (data / reviews.FILE).read_bytes() == before
    sign(data, "w-p5-limit")  # what was left behind is in nobody's way
    assert set(signed(data).by_figure) == {*after, "w-p5-limit"}
    assert [path.name for path in data.glob(".*")] == []


FOREVER = """
import pathlib, sys
from exposure import reviews
from exposure.ledger import load

data = pathlib.Path(sys.argv[1])
ledger, _ = load(data, data.parent / "seeds")
print("ready", flush=True)
while True:
    for figure in ledger.figure_by_id.values():
        reviews.sign(data, figure, "checked", "Ben", note="n" * 400)
"""


def test_killed_at_any_time_the_file_can_be_read(data: Path) -> None:
    for delay in (0.0, 0.003, 0.011, 0.029, 0.057):
        with subprocess.Popen(
            [sys.executable, "-c", FOREVER, str(data)], cwd=ROOT, stdout=subprocess.PIPE
        ) as running:
            assert running.stdout is not None
            running.stdout.readline()
            time.sleep(delay)
            running.kill()
        assert (data / reviews.FILE).read_text("utf-8").startswith(HEADER)
        assert all(review.by == "Ben" for review in signed(data).by_figure.values())


def test_two_who_sign_at_once_are_both_written(data: Path) -> None:
    ledger, _ = load(data, data.parent / "seeds")
    assert ledger is not None
    names = [*ledger.figure_by_id]
    code = (
        "import pathlib, sys; from exposure import reviews; from exposure.ledger import load; "
        "data = pathlib.Path(sys.argv[1]); ledger, _ = load(data, data.parent / 'seeds'); "
        "[reviews.sign(data, ledger.figure(f), 'checked', 'Ben') for f in sys.argv[2:]]"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(data), *part], cwd=ROOT)
        for part in (names[::2], names[1::2])
    ]
    assert [one.wait() for one in running] == [0, 0]
    assert set(signed(data).by_figure) == set(names)


def test_a_link_stays_a_link_and_rights_stay_rights(data: Path, tmp_path: Path) -> None:
    path, real = data / reviews.FILE, tmp_path / "kept.yaml"
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    sign(data)
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert list(signed(data).by_figure) == ["w-p5-ltv"]


def test_a_full_disk_is_told_and_leaves_the_old_file(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (data / reviews.FILE).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    one = figure(data)
    monkeypatch.setattr("os.fsync", full)
    review, faults = reviews.sign(data, one, "checked", "Ann Lee")
    assert review is None
    assert str(faults[0]).endswith(
        "reviews.yaml:1: the file cannot be written: No space left on device"
    )
    assert (data / reviews.FILE).read_bytes() == before
    assert [path.name for path in data.glob(".*")] == []
