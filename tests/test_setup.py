"""A newcomer's first minutes: what is installed is what is listed, and the README tells the truth."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from exposure.__main__ import COMMANDS

ROOT = Path(__file__).parents[1]
RUNTIME = [
    *ROOT.glob("exposure/**/*.py"),
    *ROOT.glob("pages/*.py"),
    *ROOT.glob("*.py"),
]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_to_one_version(name: str) -> None:
    lines = [line.strip() for line in (ROOT / name).read_text().splitlines()]
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert wanted
    loose = [line for line in wanted if not re.fullmatch(r"[\w.-]+==\d[\w.]*(; .+)?", line)]
    assert loose == []


def test_requirements_txt_alone_brings_all_that_the_dashboard_imports() -> None:
    brought = _with_their_own((ROOT / "requirements.txt").read_text().splitlines())
    owners = packages_distributions()
    known = {*sys.stdlib_module_names, "exposure"}
    missing = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in RUNTIME
        for module in _imports(path) - known
        if brought.isdisjoint(map(canonicalize_name, owners.get(module, [])))
    }
    assert missing == set()


@pytest.mark.slow
def test_the_command_line_runs_with_requirements_txt_alone(tmp_path: Path) -> None:
    python = str(tmp_path / "bin/python")
    for command in (
        [sys.executable, "-m", "venv", str(tmp_path)],
        [python, "-m", "pip", "install", "--quiet", "-r", "requirements.txt"],
        [python, "-m", "exposure", "check"],
    ):
        subprocess.run(command, cwd=ROOT, check=True)


_OWN = r"^\.venv/bin/python -m exposure "


def test_the_readme_shows_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(_readme_commands())


def test_every_command_of_the_readme_works(tmp_path: Path) -> None:
    """Each is run in a copy of the repository, or where it would not end, held against the files."""
    clone = tmp_path / "clone"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    own = [line for line in _readme_commands() if re.match(_OWN, line) and "|" not in line]
    others = [line for line in _readme_commands() if line not in own]
    faults = {line: fault for line in others if (fault := _fault(line, clone))}
    assert faults | _faults_of_own(own, clone) == {}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_picture_and_file_that_a_page_points_at_is_there(page: str) -> None:
    found = re.findall(r"\]\(([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    local = [target for target in found if "://" not in target]
    assert [target for target in local if not (ROOT / target).is_file()] == []


def test_the_readme_tells_of_every_page_and_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {path.stem.replace("_", " ") for path in (ROOT / "pages").glob("*.py")}
    assert {page for page in pages if f"| {page} |" not in text} == set()
    names = {command.name for command in COMMANDS}
    assert {name for name in names if f"exposure {name}" not in text} == set()


def _fault(line: str, clone: Path) -> str | None:  # noqa: PLR0911  (one a kind of command)
    """Return what is wrong with a command, or nothing."""
    match shlex.split(line.removeprefix("sudo ").removeprefix(".venv/bin/")):
        case ["git" | "cd" | "source" | "." | "python3", *_]:
            return None  # before there is a checkout with its virtual environment
        case ["make", *targets]:
            return _failure(shlex.join(["make", "--dry-run", *targets]), clone)
        case ["streamlit", "run", script, *_] | ["pip", "install", "-r", script]:
            return None if (clone / script).is_file() else f"there is no {script}"
        case ["docker", *words]:  # no engine here: the files that it is pointed at
            named = [word for word in words if word.startswith("deploy/")]
            absent = [name for name in named if not (clone / name).exists()]
            return f"there is no {absent}" if absent else None
        case [setting, "make", *targets] if "=" in setting:
            return _failure(shlex.join(["make", "--dry-run", *targets]), clone)
        case ["apt-get", "install", *packages]:
            makefile = (clone / "Makefile").read_text()
            absent = [name for name in packages if name not in makefile]
            return f"the Makefile does not install {absent}" if absent else None
        case _:
            return _failure(line.replace(".venv/bin/", ""), clone)


def _faults_of_own(lines: list[str], clone: Path) -> dict[str, str]:
    """Return which of the program's own commands fail, run one after the other in one process."""
    program = (
        "import shlex, sys\n"
        "from exposure.__main__ import main\n"
        "for line in sys.stdin.read().splitlines():\n"
        "    if main(shlex.split(line)):\n"
        "        sys.exit(line)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=clone,
        input="\n".join(re.sub(_OWN, "", line) for line in lines),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return {"one of": done.stderr[-2000:]} if done.returncode else {}


def _failure(line: str, folder: Path) -> str | None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return f"exit {done.returncode}: {done.stderr[-2000:]}" if done.returncode else None


def _readme_commands() -> list[str]:
    """Return the commands of the README's ``sh`` blocks, those over several lines joined."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    commands = (re.sub(r"\s+#.*", "", line).strip() for line in lines)
    return [line for line in commands if line and not line.startswith("#")]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _with_their_own(lines: list[str]) -> set[str]:
    """Return the names of the packages in a list of requirements, and of all that these require."""
    names: set[str] = set()
    waiting = [Requirement(line) for line in lines if line and not line.startswith("#")]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in names and (not wanted.marker or wanted.marker.evaluate({"extra": ""})):
            names.add(name)
            waiting += map(Requirement, requires(name) or [])
    return names
