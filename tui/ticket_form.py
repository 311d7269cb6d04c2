"""What somebody fills in to open a ticket: how it is kept as a draft, and what has to be mended before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from core.entries import Attachment, read_body
from core.errors import DeskError, NotUnderstood
from core.people import read_email, read_name
from core.tickets import Priority, read_priority, read_subject

DRAFT = "new"
"""The kind under which core/drafting.py keeps it."""

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_TEXTS = ("name", "email", "subject", "category", "priority", "body")


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields as they stand, unchecked. The bytes of `files` are stored already, so a draft has them too."""

    name: str = ""
    email: str = ""
    subject: str = ""
    category: str = ""
    priority: str = Priority.MEDIUM.word
    body: str = ""
    files: tuple[Attachment, ...] = ()

    def as_draft(self) -> str:
        """Empty when nothing was typed that its author would miss, so that the draft is thrown away."""
        if not (self.subject.strip() or self.body.strip() or self.files):
            return ""
        return json.dumps(asdict(self))

    def behind(self, draft: Filled) -> Filled:
        """A kept draft, with what was typed before it came."""
        if not self.as_draft():
            return draft
        body = "\n\n".join(text for text in (draft.body, self.body) if text)
        subject = " ".join(text for text in (draft.subject, self.subject) if text)
        return replace(draft, subject=subject, body=body, files=(*draft.files, *self.files))

    @property
    def chosen_priority(self) -> Priority:
        try:
            return read_priority(self.priority)
        except NotUnderstood:
            return Priority.MEDIUM


def from_draft(draft: str | None) -> Filled | None:
    """The fields of a kept draft; None where there is none, or none that can be read."""
    try:
        kept = json.loads(draft or "")
    except ValueError:
        return None
    if not isinstance(kept, dict):
        return None
    texts = {field: kept[field] for field in _TEXTS if isinstance(kept.get(field), str)}
    files = kept.get("files")
    return Filled(**texts, files=tuple(filter(None, map(_file, files))) if isinstance(files, list) else ())


def _file(kept: object) -> Attachment | None:
    match kept:
        case {"name": str(name), "size": int(size), "type": str(type), "sha256": str(sha256)}:
            return Attachment(name, size, type, sha256) if _SHA256.match(sha256) else None
    return None


def faults(filled: Filled, *, asks_who: bool) -> dict[str, DeskError]:
    """What has to be mended, by field and in the order of the form; name and e-mail only where they are asked."""
    checks: dict[str, Callable[[], object]] = {
        "subject": lambda: read_subject(filled.subject),
        "body": lambda: _say_something(filled.body),
    }
    if asks_who:
        checks = {"name": lambda: read_name(filled.name), "email": lambda: read_email(filled.email)} | checks
    return faults_of(checks)


def faults_of(checks: dict[str, Callable[[], object]]) -> dict[str, DeskError]:
    """The refusals among these checks, by field and in their order."""
    found = {field: _fault(check) for field, check in checks.items()}
    return {field: error for field, error in found.items() if error is not None}


def _fault(check: Callable[[], object]) -> DeskError | None:
    try:
        check()
    except DeskError as error:
        return error
    return None


def _say_something(body: str) -> None:
    """Only an empty message is a fault: one that is too long becomes a file when it is sent."""
    if not body.strip():
        read_body(body)
