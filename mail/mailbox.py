"""The mailbox that letters are fetched from: where it is, and who asks for them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from core.errors import NotUnderstood
from core.safe_text import safe_line
from mail.smtp import is_here

SCHEMES = {"imap": 143, "imaps": 993}
INBOX = "INBOX"
LOOKS_LIKE = "Write it as imaps://user@host/Mailbox, or imap://user@host where TLS begins by STARTTLS."


@dataclass(frozen=True, slots=True)
class MailboxServer:
    """`tls`: from the first byte. Else TLS begins by STARTTLS, but for a server on this machine, which has none."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    folder: str = INBOX

    @property
    def is_here(self) -> bool:
        return is_here(self.host)

    @property
    def name(self) -> str:
        """By which the desk remembers how far it has read there."""
        return f"{self.user}@{self.host}/{self.folder}"

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_mailbox(url: str, password: str = "") -> MailboxServer:
    """The mailbox that a URL names; `password` belongs to its user. Raises NotUnderstood."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in SCHEMES or not host or not parts.username or parts.query or parts.fragment:
        raise NotUnderstood(f"TTYDESK_IMAP does not name a mailbox. {LOOKS_LIKE}", field="imap")
    user, password = unquote(parts.username), unquote(parts.password or "") or password
    if not password:
        raise NotUnderstood(
            f"The password of {safe_line(user)} for the mailbox is not known here: "
            "give it by TTYDESK_IMAP_PASSWORD, by a file that TTYDESK_IMAP_PASSWORD_FILE names, or by the keyring.",
            field="imap",
        )
    is_tls = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or INBOX
    return MailboxServer(host, SCHEMES[parts.scheme] if port is None else port, is_tls, user, password, folder)
