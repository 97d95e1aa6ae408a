"""A data file that a program writes: whole or not at all, by one program at a time."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["alone", "header", "replace"]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one program at a time change what is in a folder; the lock goes with the program."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  (Windows has none)

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)  # the new name is on the disk too
    finally:
        os.close(handle)


def header(text: str) -> str:
    r"""Return the comments and empty lines that a file begins with.

    >>> header("# Ours.\n\nnames: []\n# Kept.\n")
    '# Ours.\n\n'
    """
    lines = text.splitlines(keepends=True)
    length = next(
        (n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines)
    )
    return "".join(lines[:length])


def replace(path: Path, content: bytes) -> None:
    """Put content in the place of a file; killed at any point, the file is the old or the new one."""
    # One name and not a new one each time: what a killed program left is overwritten by the next.
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
