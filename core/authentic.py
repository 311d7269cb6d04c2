"""Whether it is proved that a letter comes from the domain that its author's address names.

What stands in From proves nothing. The mail server of the desk says what it found in a header of its own,
Authentication-Results; every such header that names another server was written by somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.incoming import AuthResult, AuthResults
from core.people import normal_email

_LABELS_AT_LEAST = 2
"""Of a domain that speaks for those below it: nobody signs for all of `example`."""


def is_proved(email: str, headers: Iterable[AuthResults], server: str) -> bool:
    """Whether this server, and no other, found that a letter from this address is of its domain. Of its headers only
    the topmost counts, which it wrote last."""
    said = next((one for one in headers if server and _is_named(one, server)), None)
    domain = _domain(email)
    if said is None or not domain:
        return False
    about = [one for one in said.results if one.method == "dmarc" and one.domain == domain]
    if about and any(one.result == "fail" for one in about):
        return False
    return any(_proves(one, domain) for one in said.results)


def _is_named(header: AuthResults, server: str) -> bool:
    """Whatever the case, but of no other letters: some are equal to ours in lower case."""
    return header.server.isascii() and header.server.lower() == server.lower()


def _proves(result: AuthResult, domain: str) -> bool:
    """SPF is not asked: it is about the envelope, which need not be the author's."""
    if result.result != "pass":
        return False
    if result.method == "dmarc":
        return result.domain == domain
    return result.method == "dkim" and _speaks_for(result.domain, domain)


def _speaks_for(signer: str, domain: str) -> bool:
    if signer.count(".") + 1 < _LABELS_AT_LEAST:
        return signer == domain
    return domain == signer or domain.endswith(f".{signer}")


def _domain(email: str) -> str:
    """As ASCII, in lower case; empty for an address that looks like another one and is none."""
    if normal_email(email) != email.lower():
        return ""
    try:
        return email.rpartition("@")[2].lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
