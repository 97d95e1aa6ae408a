"""Several replicas of the dashboard behind nginx on one machine, without containers: ``make hosting``.

The same `nginx.conf` as in `compose.yaml`. A replica that ends is started again, as an engine would;
what its readers had set stands in their addresses, so that the others take them over until then.
"""

from __future__ import annotations

import argparse
import grp
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess  # nosec B404
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
_WAIT_SECONDS, _LOOK_SECONDS = 10, 1


def nginx(folder: Path, listen: str, replicas: Sequence[str]) -> list[str]:
    """Write the configuration of nginx into a folder, and return the command that runs it there.

    Parameters
    ----------
    listen
        Address and port, or port alone, to listen on.
    replicas
        Address and port of each; how nginx treats one that fails is as in `replicas.conf`.

    Raises
    ------
    FileNotFoundError
        If there is no nginx.
    """
    # Debian keeps it where only root looks for programs.
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise FileNotFoundError("nginx was not found. On Debian: apt-get install nginx-light")
    (terms,) = set(
        re.findall(r"(?m)^server \S+ (.*)$", (HERE / "replicas.conf").read_text("utf-8"))
    )
    shutil.copy(HERE / "nginx.conf", folder)
    (folder / "listen.conf").write_text(f"listen {listen};\n", "utf-8")
    lines = "".join(f"server {replica} {terms}\n" for replica in replicas)
    (folder / "replicas.conf").write_text(lines, "utf-8")
    folder.chmod(0o711)
    user = ""
    if os.geteuid() == 0:  # who started as root works as nobody
        nobody = pwd.getpwnam("nobody")
        user = f"user nobody {grp.getgrgid(nobody.pw_gid).gr_name}; "
    where = ["-p", str(folder), "-c", str(folder / "nginx.conf")]
    return [program, *where, "-g", f"{user}daemon off;"]


def replica(port: int, secret: str) -> subprocess.Popen[bytes]:
    """Start one replica on a port of this machine alone."""
    options = {
        "logger.hideWelcomeMessage": "true",
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": str(port),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return subprocess.Popen(  # nosec B603
        [sys.executable, "-m", "streamlit", "run", "serve.py", *words],
        cwd=HERE.parent,
        env={"STREAMLIT_SERVER_COOKIE_SECRET": secret, **os.environ},
    )


def serve(folder: Path, listen: str, ports: Sequence[int]) -> int:
    """Serve until nginx ends or this program is told to; return its exit code."""
    secret = secrets.token_hex(32)
    command = nginx(folder, listen, [f"127.0.0.1:{port}" for port in ports])
    running = {port: replica(port, secret) for port in ports}
    door = subprocess.Popen(command)  # nosec B603
    print(f"{len(ports)} replicas; the door is at {listen}. Ctrl+C ends all.", flush=True)
    try:
        while door.poll() is None:
            time.sleep(_LOOK_SECONDS)
            for port, one in running.items():
                if one.poll() is not None:
                    print(f"The replica on port {port} ended; another takes its place.", flush=True)
                    running[port] = replica(port, secret)
        return door.returncode
    finally:
        for process in (door, *running.values()):
            process.terminate()
        for process in (door, *running.values()):
            try:
                process.wait(_WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def main() -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="Replicas of the dashboard behind nginx.")
    parser.add_argument(
        "--listen", default="127.0.0.1:8080", help="address and port; 127.0.0.1:8080"
    )
    parser.add_argument("--replicas", type=int, default=3, metavar="N", help="how many; 3")
    parser.add_argument(
        "--first", type=int, default=8511, metavar="PORT", help="of the first; 8511"
    )
    given = parser.parse_args()
    if not 1 <= given.replicas <= 64:
        parser.error(f"--replicas {given.replicas}: 1 to 64 are possible")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ports = range(given.first, given.first + given.replicas)
    if taken := [str(port) for port in ports if not _is_free(port)]:
        parser.error(f"port {', '.join(taken)} is in use; name the first of free ones with --first")
    with tempfile.TemporaryDirectory() as folder:
        try:
            return serve(Path(folder), given.listen, ports)
        except FileNotFoundError as error:
            return parser.exit(1, f"{error}\n")
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
