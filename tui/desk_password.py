"""The password of a database server: never on a command line or in a plain file of settings.

It comes from where tui/kept_secrets.py says. Where none is, PostgreSQL's own ways are left: its password file, or no
password at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from core.errors import NotUnderstood
from tui.kept_secrets import Secret

SERVERS = ("postgresql", "postgres")
PASSWORD = Secret("TTYDESK_DB_PASSWORD", "TTYDESK_DB_PASSWORD_FILE", "ttydesk-db-password")
ELSEWHERE = (
    f"Take it out, and give it by {PASSWORD.variable}, by a file that {PASSWORD.file_variable} names, "
    "or by the keyring."
)


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
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url  # without a name there is nobody whose password it could be
    if not (secret := PASSWORD.told(environment) or _remembered(url)):
        return url
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(secret, safe='')}@{host}"))


def _holds_password(url: str) -> bool:
    scheme, _, rest = url.partition("://")
    if scheme not in SERVERS:
        return False
    authority, _, query = rest.partition("?")
    user, at, _ = authority.partition("/")[0].rpartition("@")
    named = any(part.partition("=")[0] == "password" for part in query.split("&"))
    return named or bool(at and user.partition(":")[2])


def _remembered(url: str) -> str:
    from tui.remembered import remembered_secret  # asked where nothing else has it

    return remembered_secret(url) or ""
