"""Letters that come in: each once, what became of it; what they quote, who asked for copies, whom letters miss."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_STATEMENTS = (
    "ALTER TABLE people ADD COLUMN undeliverable {text}",
    "ALTER TABLE entries ADD COLUMN quoted {text}",
    """CREATE TABLE incoming (
        id {id} NOT NULL,
        fingerprint {text} NOT NULL,
        sha256 {text},
        size BIGINT NOT NULL,
        way SMALLINT NOT NULL,
        sender {text} NOT NULL,
        recipient {text} NOT NULL,
        message_id {text},
        author {text} NOT NULL,
        subject {text} NOT NULL,
        came_at BIGINT NOT NULL,
        not_before BIGINT NOT NULL,
        tries INTEGER NOT NULL,
        stage SMALLINT NOT NULL,
        why {text} NOT NULL,
        ticket_id {number},
        entry_id {number},
        ended_at BIGINT,
        PRIMARY KEY (id),
        CHECK (way BETWEEN 0 AND 2),
        CHECK (stage BETWEEN 0 AND 3),
        UNIQUE (fingerprint),
        FOREIGN KEY(ticket_id) REFERENCES tickets (id),
        FOREIGN KEY(entry_id) REFERENCES entries (id)
    )""",
    "CREATE INDEX incoming_waiting ON incoming (not_before, id) WHERE stage = 0",
    "CREATE INDEX incoming_held ON incoming (id) WHERE stage = 2",
    "CREATE INDEX incoming_message_id ON incoming (message_id)",
    "CREATE INDEX incoming_ticket ON incoming (ticket_id, id)",
    """CREATE INDEX incoming_ended ON incoming (ended_at)
     WHERE sha256 IS NOT NULL AND ended_at IS NOT NULL""",
    """CREATE TABLE copies_asked (
        ticket_id {number} NOT NULL,
        email_norm {text} NOT NULL,
        email {text} NOT NULL,
        name {text} NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (ticket_id, email_norm),
        FOREIGN KEY(ticket_id) REFERENCES tickets (id)
    )""",
    """CREATE TABLE mailboxes (
        name {text} NOT NULL,
        uidvalidity BIGINT NOT NULL,
        last_uid BIGINT NOT NULL,
        at BIGINT NOT NULL,
        trouble {text} NOT NULL,
        PRIMARY KEY (name)
    )""",
)
_ON_POSTGRESQL = {"text": 'VARCHAR COLLATE "C"', "id": "BIGSERIAL", "number": "BIGINT"}
_ON_SQLITE = {"text": "TEXT", "id": "INTEGER", "number": "INTEGER"}


def upgrade() -> None:
    words = _ON_POSTGRESQL if op.get_context().dialect.name == "postgresql" else _ON_SQLITE
    for statement in _STATEMENTS:
        op.execute(statement.format(**words))
