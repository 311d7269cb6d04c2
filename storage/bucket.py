"""Which bucket of an S3-compatible store `s3://bucket/prefix` means, and that what is sent there is not sent in clear.

Who asks and where the store is stands in the environment, by the names that every program for such stores reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from core.errors import NotUnderstood

SCHEME = "s3://"
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
ALLOW_HTTP = "AWS_ALLOW_HTTP"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]\Z")
_PART = re.compile(r"[A-Za-z0-9._-]{1,200}\Z")


@dataclass(frozen=True, slots=True)
class Bucket:
    """`secret` is the secret key where the environment does not hold it. `plain`: without TLS."""

    name: str
    prefix: str = ""
    secret: str = field(default="", repr=False)
    plain: bool = False

    def __str__(self) -> str:
        return f"{SCHEME}{self.name}/{self.prefix}".rstrip("/")


def read_bucket(url: str, environment: Mapping[str, str], secret: str = "") -> Bucket:
    """Raises NotUnderstood, without telling what was written: it may hold a key."""
    name, _, prefix = url.removeprefix(SCHEME).partition("/")
    parts = [part for part in prefix.split("/") if part]
    if not url.startswith(SCHEME) or not _NAME.match(name) or not all(map(_is_part, parts)):
        raise NotUnderstood(
            "The files of tickets lie in a folder, or in s3://bucket/prefix, in letters, figures and . _ - only. "
            "A key for it never stands there.",
            field="data",
        )
    return Bucket(name, "/".join(parts), secret, _is_plain(environment))


def _is_part(part: str) -> bool:
    return _PART.match(part) is not None and part.strip(".") != ""


def _is_plain(environment: Mapping[str, str]) -> bool:
    variable = next((name for name in ENDPOINTS if environment.get(name, "").strip()), "")
    if not variable:
        return False
    scheme, host = _scheme_and_host(environment[variable].strip())
    if scheme not in ("http", "https") or not host:
        raise NotUnderstood(f"{variable} is written https://host, or https://host:port.")
    if scheme == "http" and not _is_here(host) and environment.get(ALLOW_HTTP, "").lower() not in ("1", "true"):
        raise NotUnderstood(
            f"{variable} is without TLS, so others could read the files on their way. Write https://host, "
            f"or set {ALLOW_HTTP}=true where the network between is yours alone."
        )
    return scheme == "http"


def _scheme_and_host(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or ""
    except ValueError:
        return "", ""


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
