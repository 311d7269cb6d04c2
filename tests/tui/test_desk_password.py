"""The password of a database server: from where others can not read it, and never from where they can."""

from __future__ import annotations

import subprocess
from pathlib import Path

import keyring
import pytest

from core.errors import NotUnderstood, Refused
from tests.machine import Machine
from tui.desk_password import refuse_password, with_password
from tui.machine import this_machine

URL = "postgresql://ann@db.example/desk"
WITH = "postgresql://ann:a%20b%40c@db.example/desk"
SECRET = "a b@c"


def held(service: str, name: str) -> str | None:
    """A keyring that holds this one password."""
    return SECRET if (service, name) == ("ttydesk", URL) else None


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda service, name: None)


def kept(folder: Path, mode: int = 0o600, name: str = "secret") -> Path:
    file = folder / name
    file.write_text(f"{SECRET}\n")
    file.chmod(mode)
    return file


def test_it_comes_from_the_environment() -> None:
    assert with_password(URL, {"TTYDESK_DB_PASSWORD": SECRET}) == WITH


def test_it_comes_from_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    environment = {"TTYDESK_DB_PASSWORD_FILE": str(kept(tmp_path))}
    assert with_password(URL, environment) == WITH
    kept(tmp_path, 0o644)
    with pytest.raises(Refused, match="Run: chmod 600"):
        with_password(URL, environment)


def test_it_comes_from_a_credential_of_systemd(tmp_path: Path) -> None:
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert with_password(URL, environment) == URL
    kept(tmp_path, 0o400, "ttydesk-db-password")
    assert with_password(URL, environment) == WITH


def test_it_comes_from_the_keyring_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", held)
    assert with_password(URL, {}) == WITH


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match="no such file"):
        with_password(URL, {"TTYDESK_DB_PASSWORD_FILE": str(tmp_path / "no such file")})


@pytest.mark.parametrize("url", ["sqlite:////srv/desk.db", "postgresql:///desk", WITH, "postgresql://[/x"])
def test_what_needs_none_stays_as_it_is(url: str) -> None:
    assert with_password(url, {"TTYDESK_DB_PASSWORD": SECRET}) == url


@pytest.mark.parametrize("url", [WITH, "postgresql:///desk?user=ann&password=x", "postgres://ann:x@h/desk"])
def test_a_command_line_must_not_hold_it(url: str) -> None:
    with pytest.raises(NotUnderstood, match="must not hold the password"):
        refuse_password(url, "The command line")


@pytest.mark.parametrize("url", ["", URL, "sqlite:////srv/a:b@c.db", "postgresql://ann:@h/desk"])
def test_other_urls_may_stand_there(url: str) -> None:
    refuse_password(url, "The command line")


def test_a_file_of_settings_must_not_hold_it_and_the_environment_may(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'db = "{WITH}"\n')
    with pytest.raises(NotUnderstood, match=r"mine\.toml must not hold the password"):
        this_machine({"TTYDESK_CONFIG": str(file)})
    assert this_machine({"TTYDESK_DB": WITH, "XDG_CONFIG_HOME": str(tmp_path)}).db == WITH


def test_no_way_in_takes_it_from_the_command_line(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for argv in (["list", "--db", WITH], ["demo", "--db", WITH], ["--plain", "--db", WITH]):
        run: subprocess.CompletedProcess[str] = machine.run(*argv)
        assert (run.returncode, run.stdout) == (2, "")
        assert "must not hold the password" in run.stderr
        assert "a%20b" not in run.stderr
