"""Secrets that this machine is told: never on a command line or in a plain file of settings.

They come from the environment, a file for its owner alone, a credential of systemd, or the keyring of the system, the
first of these that has one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from core.errors import NotUnderstood, Refused
from core.safe_text import safe_name

CREDENTIALS = "CREDENTIALS_DIRECTORY"
KEY_ID = "AWS_ACCESS_KEY_ID"


class Secret(NamedTuple):
    """The variable that holds it, the one that names its file, and what systemd calls it."""

    variable: str
    file_variable: str
    credential: str

    def told(self, environment: Mapping[str, str]) -> str:
        """Empty where neither has it. Raises Refused for a file that others can read, NotUnderstood for none."""
        if secret := environment.get(self.variable, ""):
            return secret
        if named := environment.get(self.file_variable, "").strip():
            return _read(Path(named), self.file_variable)
        if folder := environment.get(CREDENTIALS, "").strip():
            credential = Path(folder) / self.credential
            return _read(credential, CREDENTIALS) if credential.is_file() else ""
        return ""


OF_THE_BUCKET = Secret("AWS_SECRET_ACCESS_KEY", "TTYDESK_DATA_SECRET_FILE", "ttydesk-data-secret")
"""What belongs to AWS_ACCESS_KEY_ID, which is no secret. Without that the store knows the machine by itself."""


def secret_of_bucket(url: str, environment: Mapping[str, str]) -> str:
    if (secret := OF_THE_BUCKET.told(environment)) or not environment.get(KEY_ID, "").strip():
        return secret
    from tui.remembered import remembered_secret  # asked where nothing else has it

    return remembered_secret(url) or ""


OF_MAIL = Secret("TTYDESK_SMTP_PASSWORD", "TTYDESK_SMTP_PASSWORD_FILE", "ttydesk-smtp-password")
OF_THE_MAILBOX = Secret("TTYDESK_IMAP_PASSWORD", "TTYDESK_IMAP_PASSWORD_FILE", "ttydesk-imap-password")


def secret_of_mail(url: str, environment: Mapping[str, str], which: Secret) -> str:
    """What the user of a mail server signs in with; nothing for a URL without one."""
    if "@" not in url:
        return ""
    if secret := which.told(environment):
        return secret
    from tui.remembered import remembered_secret  # asked where nothing else has it

    return remembered_secret(url) or ""


def refuse_password_of_mail(url: str, where: str, which: Secret) -> None:
    """A file of settings is read by others. Raises NotUnderstood."""
    user, at, _ = url.partition("://")[2].rpartition("@")
    if at and ":" in user:
        raise NotUnderstood(
            f"{where} must not hold the password of the mail server. Take it out, and give it by {which.variable}, "
            f"by a file that {which.file_variable} names, or by the keyring.",
            field="smtp",
        )


def _read(path: Path, variable: str) -> str:
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise Refused(f"Others can read {safe_name(str(path))}. Run: chmod 600 {safe_name(str(path))}")
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise NotUnderstood(f"{variable} names {safe_name(str(path))}, which can not be read: {why}.") from None
