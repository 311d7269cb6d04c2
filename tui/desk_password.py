"""The password of a database server: never on a command line or in a plain file of settings.

It comes from the environment, a file for its owner alone, a credential of systemd, or the keyring of the system, the
first of these that has one. Where none has, PostgreSQL's own ways are left: its password file, or no password at all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from core.errors import NotUnderstood, Refused
from core.safe_text import safe_name

SERVERS = ("postgresql", "postgres")
VARIABLE = "TTYDESK_DB_PASSWORD"
FILE_VARIABLE = "TTYDESK_DB_PASSWORD_FILE"
CREDENTIALS, CREDENTIAL = "CREDENTIALS_DIRECTORY", "ttydesk-db-password"
ELSEWHERE = f"Take it out, and give it by {VARIABLE}, by a file that {FILE_VARIABLE} names, or by the keyring."


def refuse_password(url: str, where: str) -> None:
    """A command line and a file of settings are read by others. Raises NotUnderstood for a password in a URL there."""
    if _holds_password(url):
        raise NotUnderstood(f"{where} must not hold the password of the database. {ELSEWHERE}", field="db")


def with_password(url: str, environment: Mapping[str, str]) -> str:
    """The URL of a desk with what its server asks for, where that is known here."""
    if not url.startswith(tuple(f"{scheme}:" for scheme in SERVERS)) or _holds_password(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:  # no URL: what opens it says so
        return url
    secret = _given(environment) or _remembered(url)
    if not secret or not parts.netloc:
        return url
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url  # without a name there is nobody whose password it could be
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(secret, safe='')}@{host}"))


def _holds_password(url: str) -> bool:
    scheme, _, rest = url.partition("://")
    if scheme not in SERVERS:
        return False
    authority, _, query = rest.partition("?")
    user, at, _ = authority.partition("/")[0].rpartition("@")
    named = any(part.partition("=")[0] == "password" for part in query.split("&"))
    return named or bool(at and user.partition(":")[2])


def _given(environment: Mapping[str, str]) -> str:
    if secret := environment.get(VARIABLE, ""):
        return secret
    if named := environment.get(FILE_VARIABLE, "").strip():
        return _read(Path(named), FILE_VARIABLE)
    if folder := environment.get(CREDENTIALS, "").strip():
        credential = Path(folder) / CREDENTIAL
        return _read(credential, CREDENTIALS) if credential.is_file() else ""
    return ""


def _remembered(url: str) -> str:
    from tui.remembered import remembered_secret  # asked where nothing else has it

    return remembered_secret(url) or ""


def _read(path: Path, variable: str) -> str:
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise Refused(f"Others can read {safe_name(str(path))}. Run: chmod 600 {safe_name(str(path))}")
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise NotUnderstood(f"{variable} names {safe_name(str(path))}, which can not be read: {why}.") from None
