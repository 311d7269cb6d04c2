"""The tables, the same on every engine: instants are epoch milliseconds, codes are small figures (storage/codes.py).

What only one engine has (triggers, the index of words) is in files of their own, storage/sqlite_schema.py and
storage/postgres_schema.py, which also takes over the conditions of indexes: to name them here for both would load the
library of both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    TextClause,
    UniqueConstraint,
    text,
)

from core.deadlines import NEVER
from storage.texts import Written

VERSION = "0009"
"""The newest migration: after it the tables are those below."""

metadata = MetaData()

# SQLite numbers rows by itself only in a column of exactly this type.
Number = BigInteger().with_variant(Integer, "sqlite")
Instant = BigInteger
Code = SmallInteger
IS_INSTANT = "instant"
"""Tells a column of a time from one of a figure."""


def _number() -> Column[int]:
    return Column("id", Number, primary_key=True)


def _ticket(*, primary_key: bool = False) -> Column[int]:
    return Column("ticket_id", Number, ForeignKey("tickets.id"), primary_key=primary_key, nullable=False)


def _person(name: str = "person_id", *, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    return Column(name, Number, ForeignKey("people.id"), primary_key=primary_key, nullable=nullable)


def _at(name: str = "at", *, nullable: bool = False) -> Column[int]:
    return Column(name, Instant, nullable=nullable, info={IS_INSTANT: True})


def _words(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, Written, primary_key=primary_key, nullable=nullable)


def _code(name: str, last: int) -> tuple[Column[int], CheckConstraint]:
    return Column(name, Code, nullable=False), CheckConstraint(f"{name} BETWEEN 0 AND {last}")


desk = Table(
    "desk", metadata, _words("id", primary_key=True), _at("made_at"), Column("words_version", Code, nullable=False)
)

versions = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

settings = Table("settings", metadata, _words("key", primary_key=True), _words("text"))

people = Table(
    "people",
    metadata,
    _number(),
    _words("email"),
    _words("email_norm"),
    _words("name"),
    _words("name_norm"),
    *_code("role", 2),
    Column("verified", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    _at("created_at"),
    _words("undeliverable", nullable=True),
    _at("digest_at", nullable=True),  # when their next digest is due, of those who want one
    Index("people_email", "email_norm", unique=True),
    Index("people_name", "name_norm", "id"),
    Index("people_staff", "role", "name_norm", "id"),
    Index("people_digest", "digest_at", "id", sqlite_where=text("digest_at IS NOT NULL")),
    sqlite_autoincrement=True,
)

personal_settings = Table(
    "personal_settings", metadata, _person(primary_key=True), _words("key", primary_key=True), _words("text")
)

credentials = Table(
    "credentials", metadata, _person(primary_key=True), _words("hash"), _at("expires_at", nullable=True)
)

sign_ins = Table(
    "sign_ins",
    metadata,
    _words("token_hash", primary_key=True),
    _person(),
    _at(),
    Index("sign_ins_person", "person_id"),
)

saved_searches = Table(
    "saved_searches",
    metadata,
    _person(primary_key=True),
    _words("name_norm", primary_key=True),
    _words("name"),
    _words("typed"),
    Column("shared", Boolean, nullable=False),
    _at(),
)

# Once for each person: `sign_ins` are the machines that remember somebody, and go when they sign out.
last_sign_ins = Table("last_sign_ins", metadata, _person(primary_key=True), _at())

ssh_keys = Table(
    "ssh_keys",
    metadata,
    _words("fingerprint", primary_key=True),
    _person(),
    _words("line"),
    _words("comment"),
    _at("added_at"),
    _at("used_at", nullable=True),
    Index("ssh_keys_person", "person_id", "added_at"),
)

# Keys that were offered and not signed with; `source` is where the connection came from that offered one.
waiting_keys = Table(
    "waiting_keys",
    metadata,
    _words("fingerprint", primary_key=True),
    _words("source", primary_key=True),
    _person(),
    _at("until"),
    Index("waiting_keys_person", "person_id"),
)

categories = Table("categories", metadata, _number(), _words("name"), Column("place", Integer, nullable=False))
Index("categories_name", categories.c.name, unique=True)

tickets = Table(
    "tickets",
    metadata,
    _number(),
    _words("reference"),
    _words("subject"),
    Column("category_id", Number, ForeignKey("categories.id"), nullable=False),
    *_code("priority", 3),
    *_code("status", 4),
    _person("requester_id"),
    _person("assignee_id", nullable=True),
    *_code("source", 3),
    _at("created_at"),
    _at("updated_at"),
    _at("public_at"),
    Column("version", Integer, nullable=False),
    Column("public_version", Integer, nullable=False),
    _at("respond_started", nullable=True),
    _at("respond_paused_at", nullable=True),
    _at("respond_paused_total"),
    _at("resolve_started", nullable=True),
    _at("resolve_paused_at", nullable=True),
    _at("resolve_paused_total"),
    _at("respond_by", nullable=True),
    _at("resolve_by", nullable=True),
    _at("due"),
    _at("soon_at"),
    _at("wake_at"),
    Column("notices", Code, nullable=False),
    _at("settled_at", nullable=True),
    _at("answered_at", nullable=True),
    Column("answered_in_time", Boolean),
    Column("reopens", Integer, nullable=False),
    Column("follows", Written, ForeignKey("tickets.reference")),
    _at("snoozed_until", nullable=True),
    Column("merged_into", Number, ForeignKey("tickets.id")),
    Column("last_public", Number, nullable=False),  # the newest public message: what is unread for the customer's side
    Column("last_message", Number, nullable=False),  # the newest message or note: what is unread for staff
    Column("updated_desc", BigInteger, Computed("-updated_at")),
    Column(
        "lane",
        Code,
        Computed(
            "CASE WHEN merged_into IS NOT NULL OR status = 4 THEN NULL WHEN snoozed_until IS NOT NULL THEN 3"
            " WHEN status IN (0, 1) THEN 0 WHEN status = 2 THEN 1 ELSE 2 END"
        ),
    ),
    sqlite_autoincrement=True,
)

_t = tickets.c
_BY_DUE = (_t.due, _t.priority, _t.updated_desc, _t.id)
_BY_PRIORITY = (_t.priority, _t.due, _t.updated_desc, _t.id)
# The conditions of partial indexes, for the queries that mean them: a bound value would not be the same condition.
CAN_WAKE = text(f"wake_at < {NEVER}")
OF_ONE = text("tickets.version > 0")
"""Always true: so that SQLite reads such an index for one category or person, and never skips through it for all."""
_OF_ONE = text("version > 0")


def _index(name: str, *columns: Column[Any], where: ColumnElement[Any] | TextClause | None = None) -> None:
    Index(name, *columns, sqlite_where=where)


Index("tickets_reference", _t.reference, unique=True)
_index("tickets_lane_due", _t.lane, *_BY_DUE, where=_t.lane.is_not(None))
_index("tickets_lane_category_due", _t.lane, _t.category_id, *_BY_DUE, where=_t.lane.is_not(None))
_index("tickets_lane_assignee_due", _t.lane, _t.assignee_id, *_BY_DUE, where=_t.lane.is_not(None))
_index("tickets_lane_updated", _t.lane, _t.updated_desc, _t.id, where=_t.lane.is_not(None))
_index("tickets_lane_category_updated", _t.lane, _t.category_id, _t.updated_desc, _t.id, where=_t.lane.is_not(None))
_index("tickets_lane_assignee_updated", _t.lane, _t.assignee_id, _t.updated_desc, _t.id, where=_t.lane.is_not(None))
_index("tickets_lane_priority", _t.lane, *_BY_PRIORITY, where=_t.lane.is_not(None))
_index("tickets_lane_category_priority", _t.lane, _t.category_id, *_BY_PRIORITY, where=_t.lane.is_not(None))
_index("tickets_lane_assignee_priority", _t.lane, _t.assignee_id, *_BY_PRIORITY, where=_t.lane.is_not(None))
Index("tickets_updated", _t.updated_desc, _t.id)
_index("tickets_category_updated", _t.category_id, _t.updated_desc, _t.id, where=_OF_ONE)
_index("tickets_requester", _t.requester_id, _t.updated_desc, _t.id, where=_OF_ONE)
# What an operator watches over days; both hold all that is asked for.
Index("tickets_came_in", _t.category_id, _t.created_at)
_index(
    "tickets_answered",
    _t.category_id,
    _t.answered_at,
    _t.created_at,
    _t.answered_in_time,
    where=_t.answered_at.is_not(None),
)
_index("tickets_wake", _t.wake_at, _t.id, where=CAN_WAKE)

# The requester is at place 0. `closed`, `rank` and `public_desc` follow the ticket, so that My tickets is a range of
# one index: what waits for the customer (rank 0) first, then the newest public change.
participants = Table(
    "participants",
    metadata,
    _ticket(primary_key=True),
    _person(primary_key=True),
    Column("place", Code, nullable=False),
    Column("proved", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("rank", Code, nullable=False),
    Column("public_desc", BigInteger, nullable=False),
    Index("participants_not_closed", "person_id", "proved", "closed", "rank", "public_desc", "ticket_id"),
    Index("participants_all", "person_id", "proved", "rank", "public_desc", "ticket_id"),
)

tags = Table(
    "tags",
    metadata,
    _ticket(primary_key=True),
    _words("name", primary_key=True),
    Column("place", Code, nullable=False),
    Index("tags_name", "name", "ticket_id"),
    sqlite_with_rowid=False,
)

# `version` is the ticket version that the entry made, `public_version` the one that the customer's side counts.
entries = Table(
    "entries",
    metadata,
    _number(),
    _ticket(),
    *_code("kind", 3),
    _person("author_id", nullable=True),
    *_code("sender", 3),
    *_code("via", 3),
    _words("body"),
    _words("changes", nullable=True),
    Column("version", Integer, nullable=False),
    Column("public_version", Integer),
    _at("created_at"),
    _words("quoted", nullable=True),
    CheckConstraint("(public_version IS NOT NULL) = (kind IN (0, 2))"),
    Index("entries_ticket", "ticket_id", "id", "kind"),
    sqlite_autoincrement=True,
)

attachments = Table(
    "attachments",
    metadata,
    _number(),
    _ticket(),
    Column("entry_id", Number, ForeignKey("entries.id"), nullable=False),
    _words("name"),
    Column("size", BigInteger, nullable=False),
    _words("type"),
    _words("sha256"),
    UniqueConstraint("ticket_id", "name"),
    Index("attachments_entry", "ticket_id", "entry_id"),
    Index("attachments_blob", "sha256"),
)

read_marks = Table(
    "read_marks",
    metadata,
    _person(primary_key=True),
    _ticket(primary_key=True),
    Column("entry_id", Number, nullable=False),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    _words("owner", primary_key=True),
    _words("kind", primary_key=True),
    _words("reference", primary_key=True),
    _words("text"),
    _at(),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", Number, primary_key=True),
    _at(),
    _ticket(),
    *_code("kind", 4),
    _person("actor_id", nullable=True),
    sqlite_autoincrement=True,
)

# Letters: `state` says whether one still waits, was sent, was given up, or is not wanted any more (storage/outbox.py).
# `not_before` moves on with every try, also before it, so that one whose sender died is taken up again by itself.
outbox = Table(
    "outbox",
    metadata,
    _number(),
    _words("subject"),
    Column("ticket_id", Number, ForeignKey("tickets.id")),
    Column("entry_id", Number, ForeignKey("entries.id")),
    _person(),
    _words("message_id"),
    _at("not_before"),
    _at("created_at"),
    *_code("state", 3),
    Column("tries", Integer, nullable=False),
    _at("ended_at", nullable=True),
    _words("answer", nullable=True),
    Column("by_id", Number),  # whoever did what it tells of
    UniqueConstraint("message_id"),
    Index("outbox_ready", "not_before", "id", sqlite_where=text("state = 0")),
    Index("outbox_given_up", "id", sqlite_where=text("state = 2")),
    Index("outbox_ticket", "ticket_id", "person_id", "id"),
)

# Letters that came in, each once by its fingerprint, for ever. `sha256` names its bytes, as long as they are kept;
# `message_id`, `author` and `subject` are known once it was read.
incoming = Table(
    "incoming",
    metadata,
    _number(),
    _words("fingerprint"),
    _words("sha256", nullable=True),
    Column("size", BigInteger, nullable=False),
    *_code("way", 2),
    _words("sender"),
    _words("recipient"),
    _words("message_id", nullable=True),
    _words("author"),
    _words("subject"),
    _at("came_at"),
    _at("not_before"),
    Column("tries", Integer, nullable=False),
    *_code("stage", 3),
    _words("why"),
    Column("ticket_id", Number, ForeignKey("tickets.id")),
    Column("entry_id", Number, ForeignKey("entries.id")),
    _at("ended_at", nullable=True),
    UniqueConstraint("fingerprint"),
    Index("incoming_waiting", "not_before", "id", sqlite_where=text("stage = 0")),
    Index("incoming_held", "id", sqlite_where=text("stage = 2")),
    Index("incoming_message_id", "message_id"),
    Index("incoming_ticket", "ticket_id", "id"),
    Index("incoming_ended", "ended_at", sqlite_where=text("sha256 IS NOT NULL AND ended_at IS NOT NULL")),
)

# Addresses in To and Cc of letters that get copies once somebody who works here allows it.
copies_asked = Table(
    "copies_asked",
    metadata,
    _ticket(primary_key=True),
    _words("email_norm", primary_key=True),
    _words("email"),
    _words("name"),
    _at(),
)

# How far the letters of a mailbox on a mail server were fetched; figures of IMAP, which another one gives out anew.
mailboxes = Table(
    "mailboxes",
    metadata,
    _words("name", primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    _at(),
    _words("trouble"),
)

# What reply addresses are signed with. An older key goes on to be known, so that older letters can be answered.
signing_keys = Table("signing_keys", metadata, _number(), _words("key"), _at("created"), _at("retired", nullable=True))

# One-time codes by mail, each in its place; the address may be nobody's, and ticket 0 is none: a code to sign in.
mailed_codes = Table(
    "mailed_codes",
    metadata,
    _number(),
    _words("email_norm"),
    _words("source"),
    Column("ticket_id", BigInteger, nullable=False),
    _words("message_id"),
    _words("hash", nullable=True),
    _at("until"),
    Column("tries", Integer, nullable=False),
    UniqueConstraint("message_id"),
    Index("mailed_codes_place", "email_norm", "source", "ticket_id", "id"),
    Index("mailed_codes_until", "until"),
)

audit = Table(
    "audit",
    metadata,
    _number(),
    _at(),
    _person(nullable=True),
    _words("who"),
    _words("who_norm"),
    Column("asserted", Boolean, nullable=False),
    *_code("via", 3),
    _words("what"),
    Column("ticket_id", Number, ForeignKey("tickets.id")),
    _words("detail"),
    Index("audit_ticket", "ticket_id", "id"),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    _words("owner", primary_key=True),
    _words("key", primary_key=True),
    _words("fingerprint"),
    _words("reference"),
    _at(),
    Index("idempotency_at", "at"),
)

tries = Table("tries", metadata, _number(), _words("what"), _words("source"), _at())
Index("tries_source", tries.c.what, tries.c.source, tries.c.at)

leases = Table("leases", metadata, _words("name", primary_key=True), _words("holder"), _at("until"))

# How many tickets each category has in each lane, closed ones as lane 4; kept by triggers.
counters = Table(
    "counters",
    metadata,
    Column("category_id", Number, ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True),
    Column("lane", Code, primary_key=True),
    Column("tickets", Integer, nullable=False),
    sqlite_with_rowid=False,
)
