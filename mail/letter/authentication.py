"""What mail servers on its way found out about a letter: their Authentication-Results (RFC 8601), from the top.

Anybody can write such a header. So each is said with the server that it names, and one that can not be read still
stands in its place, without results: what a stranger wrote below it must not move up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from authres import AuthenticationResultsHeader, AuthResError

from core.incoming import AuthResult, AuthResults
from mail.letter.headers import Headers
from mail.letter.limits import CHECKS_AT_MOST

_HEADER_AT_MOST = 4 * 1024
"""Characters; reading one takes its square."""
_COMMENTS_AT_MOST = 50
"""They stand within each other, and are read so."""
_KELVIN = "\u212a"
"""The one letter of no ASCII that is one in lower case: with it another server could be called as ours."""
_WORD_AT_MOST = 60
_DOMAIN_AT_MOST = 253
_SERVER = re.compile(rf"\s*\"?([^\s;(\"]{{1,{_DOMAIN_AT_MOST}}})")
_ABOUT = {"dkim": (("header", "d"), ("header", "i")), "dmarc": (("header", "from"),), "spf": (("smtp", "mailfrom"),)}
"""Where a result says which domain it is about: the first of these that is there."""


def checks_in(headers: Headers) -> tuple[AuthResults, ...]:
    return tuple(_read(header) for header in headers.exactly("authentication-results")[:CHECKS_AT_MOST])


def _read(written: str) -> AuthResults:
    header = written.replace(_KELVIN, "?")
    named = _SERVER.match(header)
    server = named[1].lower() if named else ""
    if len(header) > _HEADER_AT_MOST or header.count("(") > _COMMENTS_AT_MOST:
        return AuthResults(server, ())
    try:
        found = AuthenticationResultsHeader.parse_value(header)
    except AuthResError:
        return AuthResults(server, ())
    return AuthResults(str(found.authserv_id).lower(), tuple(_results(found.results)))


def _results(found: list[Any]) -> Iterator[AuthResult]:
    for one in found:
        method, result = str(one.method).lower(), str(one.result).lower()
        yield AuthResult(method[:_WORD_AT_MOST], result[:_WORD_AT_MOST], _domain(one, method))


def _domain(found: Any, method: str) -> str:
    """As ASCII; empty where it does not say, or not in a way that can be read."""
    said = {(one.type.lower(), one.name.lower()): str(one.value) for one in reversed(found.properties)}
    name = next((said[place] for place in _ABOUT.get(method, ()) if place in said), "")
    domain = name.rpartition("@")[2].rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii") if len(domain) <= _DOMAIN_AT_MOST else ""
    except UnicodeError:
        return ""
