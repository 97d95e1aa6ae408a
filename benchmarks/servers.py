"""Start the dashboard, and what it is compared to, each as a process of its own on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "benchmarks/peers"
# The frameworks that the pages are compared to live in a virtual environment of their own.
PEERS_PYTHON = Path(os.environ.get("BENCH_PYTHON", ROOT / ".venv-bench/bin/python"))
_START_SECONDS = 60


@dataclass(frozen=True)
class Kind:
    """How one kind of server is started: the command, the folder it runs in, its first address."""

    command: tuple[str, ...]
    folder: Path = ROOT
    health: str = "/"


def streamlit(app: Path, folder: Path = ROOT) -> Kind:
    """Return the kind of a Streamlit script; ``folder`` decides whose configuration holds."""
    flags = ("--server.address=127.0.0.1", "--server.port={port}", "--server.headless=true")
    quiet = ("--server.fileWatcherType=none", "--browser.gatherUsageStats=false")
    command = (sys.executable, "-m", "streamlit", "run", str(app), *flags, *quiet)
    return Kind(command, folder, "/_stcore/health")


def ours() -> Kind:
    """Return the dashboard."""
    return streamlit(ROOT / "serve.py")


def bare() -> Kind:
    """Return the page with one slider and one number."""
    return streamlit(PEERS / "bare_app.py", PEERS)


def plain() -> Kind:
    """Return the page with three charts, as anyone writes it."""
    return streamlit(PEERS / "plain_app.py", PEERS)


def peers(page: str) -> dict[str, Kind]:
    """Return one page in other frameworks, by the name of the framework."""
    python = str(PEERS_PYTHON)
    panel = ("--address=127.0.0.1", "--port={port}", "--allow-websocket-origin=127.0.0.1:{port}")
    file = str(PEERS / "panel_app.py")
    return {
        "Dash": Kind((python, "-m", "benchmarks.peers.dash_app", "{port}", page)),
        "Panel": Kind(
            (python, "-m", "panel", "serve", file, *panel, "--args", page), health="/panel_app"
        ),
        "NiceGUI": Kind((python, "-m", "benchmarks.peers.nicegui_app", "{port}", page)),
    }


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    url: str
    process: subprocess.Popen[bytes]
    seconds: float

    def cpu_seconds(self) -> float:
        """Return the processor time that the process has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def private_mb(self) -> float:
        """Return the memory that belongs to the process alone, in megabytes."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(x.split()[1]) for x in lines if x.startswith("Private_")) / 1024


@contextmanager
def running(kind: Kind, **environment: str) -> Iterator[Running]:
    """Start a server on a free port, wait until it answers, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        [part.format(port=port) for part in kind.command],
        cwd=kind.folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _answers(f"http://127.0.0.1:{port}{kind.health}", process)
        yield Running(f"http://127.0.0.1:{port}", process, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=30).close()  # noqa: S310  (our own address)
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
        else:
            return
    message = f"did not start: {' '.join(map(str, process.args))}"  # type: ignore[arg-type]
    raise RuntimeError(message)
