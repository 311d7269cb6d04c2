"""What is built from the checkout, and whether it works where it is installed: elsewhere, without the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.machine import HOUSE, PATIENCE, Machine
from tests.tui.terminal import Terminal

ROOMS = ("core", "storage", "mail", "tui", "styles")
MADE_BY_RUNNING = {
    "__pycache__",
    ".venv",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "build",
    "dist",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel that is made from it."""
    folder = tmp_path_factory.mktemp("built")
    do(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(HOUSE))
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that has the wheel; what it depends on comes from that of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    do(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "-q", str(wheel))
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


def do(*argv: str) -> str:
    run = subprocess.run(argv, capture_output=True, text=True, timeout=2 * PATIENCE, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_wheel_brings_one_module_and_one_package(wheel: Path) -> None:
    names = [PurePosixPath(name) for name in zipfile.ZipFile(wheel).namelist()]
    tops = {name.parts[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"ttydesk.py", "_ttydesk"}
    assert {name.parts[1] for name in names if name.parts[0] == "_ttydesk"} == set(ROOMS)
    assert [name for name in names if MADE_BY_RUNNING & set(name.parts)] == []


def test_the_wheel_holds_every_module_and_every_style(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    kept = [file for room in ROOMS for kind in ("*.py", "*.tcss") for file in (HOUSE / room).rglob(kind)]

    assert len(kept) > 150
    assert [file for file in kept if f"_ttydesk/{file.relative_to(HOUSE).as_posix()}" not in packed] == []


def test_the_source_archive_holds_what_builds_and_tests_it_and_nothing_that_was_made_by_running(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = [PurePosixPath(*PurePosixPath(name).parts[1:]) for name in archive.getnames()]

    assert {"pyproject.toml", "Makefile", "README.md", "LICENSE", "requirements.txt"} <= {str(name) for name in names}
    assert {"tests", "docs", *ROOMS} <= {name.parts[0] for name in names}
    assert [name for name in names if MADE_BY_RUNNING & set(name.parts) or name.suffix in (".pyc", ".db")] == []


def test_the_installed_command_works_from_anywhere(installed: Path, tmp_path: Path) -> None:
    machine = Machine(tmp_path, str(installed / "ttydesk"))
    home = machine.make_home()

    assert str(installed.parent) in do_there(installed, home, "import ttydesk, tui.main; print(tui.main.__file__)")
    assert machine.done("--version").strip() == "0.1.0"
    machine.done("init", "--name", "Acme Support", "--operator", "Olga Petrov <olga@acme.example>")
    id = machine.done("new", "--subject", "No sound", "--name", "Ann", "--email", "ann@clinic.example", stdin="Why?")
    rows = machine.done("list", "--json", "--as", "olga@acme.example").splitlines()
    assert [json.loads(row)["id"] for row in rows] == [id.strip()]


def do_there(installed: Path, home: Path, code: str) -> str:
    return subprocess.run(
        [installed / "python", "-c", code], cwd=home, capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout


@pytest.fixture
def terminal(installed: Path, tmp_path: Path) -> Iterator[Terminal]:
    machine = Machine(tmp_path)
    terminal = Terminal([str(installed / "ttydesk")], machine.environment, machine.make_home(), (120, 36))
    yield terminal
    terminal.close()


def test_the_installed_app_finds_its_styles(terminal: Terminal) -> None:
    assert terminal.see("Name of the desk", "Open the desk").press("ctrl+q").ended() == 0
