"""What belongs to this machine: a small TOML file in the user's config folder, and the environment above it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from core.errors import NotUnderstood
from core.safe_text import safe_line, safe_name

NAME = "ttydesk"
CONFIG_FILE = "ttydesk.toml"
DESK_FILE = "desk.db"


def _setting(says: str, *, variable: str) -> str:
    """A field with the sentence that documents it and the environment variable that overrides it."""
    value: str = field(default="", metadata={"says": says, "variable": variable})
    return value


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the desk of this machine is, and who sits here. Empty fields mean the defaults."""

    db: str = _setting(
        "Where the desk is kept: sqlite:///folder/desk.db, or postgresql://user@host/database.", variable="TTYDESK_DB"
    )
    me: str = _setting("Who you are: your e-mail, as --as says it.", variable="TTYDESK_AS")
    data: str = _setting("Where the files of tickets are: a folder, or s3://bucket/prefix.", variable="TTYDESK_DATA")
    smtp: str = _setting(
        "By which mail server letters leave: smtp://user@host:587, or smtps://user@host.", variable="TTYDESK_SMTP"
    )
    imap: str = _setting("The mailbox that letters are fetched from: imaps://user@host/INBOX.", variable="TTYDESK_IMAP")


def this_machine(environment: Mapping[str, str]) -> Machine:
    """The settings of this machine. Raises NotUnderstood with the name of what is wrong in the file."""
    read = _read_file(config_file(environment))
    overrides = {
        one.name: value for one in fields(Machine) if (value := environment.get(one.metadata["variable"], "").strip())
    }
    return replace(read, **overrides)


def config_file(environment: Mapping[str, str]) -> Path | None:
    """The file to read, None where there is none. Raises NotUnderstood when TTYDESK_CONFIG names one in vain."""
    if named := environment.get("TTYDESK_CONFIG", "").strip():
        path = Path(os.path.expanduser(named))  # noqa: PTH111  Path's own raises for a home that nobody has
        path = path / CONFIG_FILE if os.path.isdir(path) else path  # noqa: PTH112  and so for a name that is too long
        if not os.path.isfile(path):  # noqa: PTH113
            raise NotUnderstood(f"TTYDESK_CONFIG names {safe_name(named)}, and there is no such file.")
        return path
    import platformdirs

    path = platformdirs.user_config_path(NAME, appauthor=False) / CONFIG_FILE
    return path if path.is_file() else None


def desk_address(machine: Machine) -> str:
    """The URL of the desk: as it was named, else a SQLite file in the user's data folder."""
    if machine.db:
        return machine.db
    import platformdirs

    return f"sqlite:///{platformdirs.user_data_path(NAME, appauthor=False) / DESK_FILE}"


def keys_folder() -> Path:
    """Where the key of this user's server is kept."""
    import platformdirs

    return platformdirs.user_data_path(NAME, appauthor=False)


def state_folder() -> Path:
    """Where this user's log is kept."""
    import platformdirs

    return platformdirs.user_state_path(NAME, appauthor=False)


def _read_file(path: Path | None) -> Machine:
    if path is None:
        return Machine()
    import msgspec

    try:
        values = msgspec.toml.decode(path.read_bytes(), type=dict[str, object])
    except (OSError, UnicodeDecodeError, RecursionError, msgspec.DecodeError) as error:
        raise _wrong(path, f"it can not be read ({_line(error)}).") from None
    known = {one.name: one for one in fields(Machine)}
    for key in values:
        if key not in known:
            raise _wrong(path, f"there is no field {safe_line(key)}, only {', '.join(known)}.")
    for key, value in values.items():
        try:
            msgspec.convert(value, str)
        except msgspec.ValidationError:
            raise _wrong(path, f"{key} is a text in quotes. {known[key].metadata['says']}") from None
    machine = msgspec.convert(values, Machine)
    if machine.db:
        from tui.desk_password import refuse_password

        refuse_password(machine.db, safe_name(str(path)))
    if machine.smtp or machine.imap:
        from tui.kept_secrets import OF_MAIL, OF_THE_MAILBOX, refuse_password_of_mail

        refuse_password_of_mail(machine.smtp, safe_name(str(path)), OF_MAIL)
        refuse_password_of_mail(machine.imap, safe_name(str(path)), OF_THE_MAILBOX)
    return machine


def _line(error: Exception) -> str:
    return safe_line(" ".join(str(error).split()))


def _wrong(path: Path, why: str) -> NotUnderstood:
    return NotUnderstood(f"{safe_name(str(path))}: {why}")
