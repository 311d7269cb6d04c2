"""What belongs to this machine: the file in the config folder, and the environment above it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from core.errors import NotUnderstood
from tui.machine import Machine, desk_address, this_machine
from tui.main import _arrival_at


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return tmp_path


def write(folder: Path, text: str) -> dict[str, str]:
    file = folder / "mine.toml"
    file.write_text(text)
    return {"TTYDESK_CONFIG": str(file)}


def test_without_a_file_the_desk_is_in_the_users_data_folder(home: Path) -> None:
    machine = this_machine({})

    assert machine == Machine()
    assert desk_address(machine) == f"sqlite:///{home}/xdg_data_home/ttydesk/desk.db"


def test_the_file_in_the_config_folder_is_read(home: Path) -> None:
    folder = home / "xdg_config_home" / "ttydesk"
    folder.mkdir(parents=True)
    (folder / "ttydesk.toml").write_text('db = "sqlite:////srv/desk.db"\nme = "ann@acme.example"\n')

    assert this_machine({}) == Machine(db="sqlite:////srv/desk.db", me="ann@acme.example")
    assert this_machine({"TTYDESK_CONFIG": str(folder)}).me == "ann@acme.example"


def test_the_environment_overrides_the_file(home: Path) -> None:
    environment = write(home, 'db = "sqlite:////srv/desk.db"\ndata = "/srv/files"\n')
    environment |= {"TTYDESK_DB": "sqlite:////tmp/desk.db", "TTYDESK_AS": "bob@acme.example", "TTYDESK_DATA": " "}

    assert this_machine(environment) == Machine("sqlite:////tmp/desk.db", "bob@acme.example", "/srv/files")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('database = "x"', "there is no field database, only db, me, data"),
        ("db = 5", "db is a text in quotes. Where the desk is kept"),
        ("me = ['ann']", "me is a text in quotes. Who you are"),
        ("db = ", "it can not be read"),
        ("\x1b[2J = 1", "it can not be read"),
        ('"\\u001b[2J" = 1', "there is no field ^[[2J"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_by_its_name(home: Path, text: str, told: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        this_machine(write(home, text))

    assert told in refused.value.sentence
    assert "mine.toml" in refused.value.sentence
    assert refused.value.sentence.isprintable()


def test_bytes_that_are_no_text_and_files_that_are_not_there_are_told(home: Path) -> None:
    (home / "broken.toml").write_bytes(b"db = '\xff'")
    for name in ("broken.toml", "missing.toml"):
        with pytest.raises(NotUnderstood, match=name):
            this_machine({"TTYDESK_CONFIG": str(home / name)})


def test_every_field_has_a_sentence_and_a_variable() -> None:
    for one in fields(Machine):
        assert one.metadata["says"].endswith(".")
        assert one.metadata["variable"].startswith("TTYDESK_")


async def test_only_a_desk_that_an_option_names_has_to_be_named_in_commands(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{home}/desk.db"
    monkeypatch.setenv("TTYDESK_DB", url)
    named = []
    for options in ({"db": url}, {}):
        arrival = await _arrival_at(options)()
        named.append(arrival.named)
        await arrival.close()

    assert named == [url, ""]
