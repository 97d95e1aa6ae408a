"""What is deployed is what is here: the lock, the bill of materials, the image, the replicas."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def lock() -> dict[str, tuple[str, list[str]]]:
    """Return the version and the hashes of every package of the lock."""
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    parts = [(Requirement(line.partition(" --hash")[0]), line) for line in lines]
    return {
        wanted.name.lower(): (
            str(wanted.specifier).removeprefix("=="),
            re.findall(r"--hash=sha256:([0-9a-f]{64})", line),
        )
        for wanted, line in parts
    }


def test_every_package_of_the_lock_has_one_version_and_its_hashes() -> None:
    assert len(lock()) > 30
    assert all(version and hashes for version, hashes in lock().values())


def test_the_lock_and_requirements_txt_agree() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert {str(one): lock()[one.name.lower()][0] for one in wanted} == {
        str(one): str(one.specifier).removeprefix("==") for one in wanted
    }


def test_the_charts_are_drawn_by_the_version_of_the_library_that_is_pinned() -> None:
    """The part that is served here, from npm, and the whole that comes with the package."""
    (part,) = (ROOT / "static").glob("plotly-cartesian-*.min.js")
    whole = resources.files("plotly") / "package_data/plotly.min.js"
    versions = [
        re.search(r"plotly\.js .*?v([\d.]+)", path.read_text("utf-8")[:200])
        for path in (part, whole)
    ]
    assert versions[0]
    assert versions[1]
    assert versions[0][1] == versions[1][1]
    assert part.name == f"plotly-cartesian-{versions[0][1]}.min.js"
    assert part.name in (ROOT / "exposure/ui/plot.js").read_text("utf-8")


@pytest.mark.slow
def test_the_lock_is_what_make_lock_makes(tmp_path: Path) -> None:
    """Made with the old one as a start, so that only what must change changes."""
    for name in ("requirements.txt", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nlock:")[2].partition("\n\n")[0]
    command = recipe.partition("\n")[2].replace("\\\n", " ").replace("$(PYTHON)", sys.executable)
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True)
    made = (tmp_path / "requirements.lock").read_text("utf-8")
    assert made == (ROOT / "requirements.lock").read_text("utf-8")


@pytest.mark.slow
def test_the_bill_of_materials_names_every_package_of_the_lock() -> None:
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.lock"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    bill = json.loads(done.stdout)
    found = {part["name"].lower(): part["version"] for part in bill["components"]}
    assert found == {name: version for name, (version, _) in lock().items()}


def dockerfile() -> list[str]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def copied() -> list[tuple[str, str]]:
    """Return what the image copies from here, and where to."""
    lines = [line.split()[1:] for line in dockerfile() if line.startswith("COPY")]
    return [(name, parts[-1]) for parts in lines if "--from" not in parts[0] for name in parts[:-1]]


def test_the_image_runs_without_root_with_hashes_and_a_health_check() -> None:
    text = "\n".join(dockerfile())
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert "HEALTHCHECK" in text
    assert "/readyz" in text
    assert text.rindex("USER") > text.rindex("RUN")


def test_every_image_is_pinned_by_its_digest() -> None:
    base = next(line for line in dockerfile() if line.startswith("ARG PYTHON_IMAGE="))
    stages = [line.split()[1] for line in dockerfile() if line.startswith("FROM ")]
    assert set(stages) == {"${PYTHON_IMAGE}"}
    named = [service["image"] for service in compose()["services"].values()]
    built_here = {"exposure"}
    for image in [base, *(set(named) - built_here)]:
        assert re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", image), image


def test_what_the_image_copies_is_here_and_let_in() -> None:
    let_in = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name, _ in copied():
        assert (ROOT / name).exists()
        assert f"!{name}" in let_in
    assert "*" in let_in


def compose() -> Any:  # noqa: ANN401 - whatever the file says
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def test_every_service_is_held_in_bounds() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name


def test_each_replica_stands_at_the_door_and_nothing_else_is_open() -> None:
    services = compose()["services"]
    replicas = {name for name in services if name.startswith("replica")}
    lines = re.findall(r"^server (\S+):8501 ", (DEPLOY / "replicas.conf").read_text(), re.MULTILINE)
    assert set(lines) == replicas == set(services["door"]["depends_on"])
    assert len(replicas) >= 2
    assert [name for name, service in services.items() if "ports" in service] == ["door"]
    assert compose()["networks"]["inside"]["internal"] is True
    addresses = [service["networks"]["inside"]["ipv4_address"] for service in services.values()]
    assert len(set(addresses)) == len(services)


def test_no_secret_is_written_down() -> None:
    environment = compose()["services"]["replica-1"]["environment"]
    assert environment["STREAMLIT_SERVER_COOKIE_SECRET"].startswith("${EXPOSURE_COOKIE_SECRET:?")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="apt-get install nginx-light")
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "nginx.conf", tmp_path)
    (tmp_path / "listen.conf").write_text("listen 127.0.0.1:8699;")
    (tmp_path / "replicas.conf").write_text("server 127.0.0.1:8698 max_fails=1 fail_timeout=5s;")
    command = ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Return a folder that every user may read; those of pytest are its own user's."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


@pytest.mark.slow
def test_the_image_s_steps_without_an_engine(open_to_all: Path) -> None:
    """The lock alone, the image's files alone, another user, nothing that can be written."""
    python, home = open_to_all / "venv/bin/python", open_to_all / "srv"
    subprocess.run([for_everybody(), "-m", "venv", str(open_to_all / "venv")], check=True)
    install = next(line for line in dockerfile() if "--require-hashes" in line)
    flags = re.findall(
        r"--[a-z-]+(?:=\S+)?", install.partition("pip install")[2].partition("&&")[0]
    )
    subprocess.run(
        [python, "-m", "pip", "install", *flags, "-r", ROOT / "requirements.lock"], check=True
    )
    for name, to in copied():
        if to == "/":
            continue
        place = home / to / (name if to.startswith("./") else "")
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("texts"))
        else:
            shutil.copy(ROOT / name, place)
    subprocess.run(["chmod", "-R", "a-w,a+rX", str(home)], check=True)
    settings = {
        "HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1",
        "STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_PORT": "8697",
    }  # fmt: skip
    other = {"user": 10001, "group": 10001, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [python, "-m", "streamlit", "run", "serve.py"]
    with subprocess.Popen(command, cwd=home, env=settings, **other) as process:  # type: ignore[call-overload]
        try:
            answers_ready("http://127.0.0.1:8697/readyz")
        finally:
            process.terminate()


def for_everybody() -> str:
    """Return a Python that another user can run: root's own may lie in its home."""
    for name in (sys.executable, "/usr/bin/python3"):
        real = Path(name).resolve()
        reached = all(folder.stat().st_mode & 0o001 for folder in real.parents)
        if (
            reached
            and not subprocess.run([real, "-c", "import venv, ensurepip"], check=False).returncode
        ):
            return str(real)
    pytest.skip("there is no Python that another user can run; apt-get install python3-venv")


def answers_ready(address: str) -> None:
    """Wait until a server says that it is ready."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
                assert json.loads(answer.read())["status"] == "ready"
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("it did not become ready in a minute")
