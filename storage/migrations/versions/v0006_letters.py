"""Letters that are sent: how often one was tried, what the server answered, how it ended; keys that sign addresses."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

# SQLite can not make a column optional: the table is made anew.
_ON_SQLITE = (
    "DROP INDEX outbox_ready",
    "ALTER TABLE outbox RENAME TO outbox_before",
    """CREATE TABLE outbox (
        id INTEGER NOT NULL,
        subject TEXT NOT NULL,
        ticket_id INTEGER,
        entry_id INTEGER,
        person_id INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        not_before BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        state SMALLINT NOT NULL,
        tries INTEGER NOT NULL,
        ended_at BIGINT,
        answer TEXT,
        PRIMARY KEY (id),
        CHECK (state BETWEEN 0 AND 3),
        UNIQUE (message_id),
        FOREIGN KEY(ticket_id) REFERENCES tickets (id),
        FOREIGN KEY(entry_id) REFERENCES entries (id),
        FOREIGN KEY(person_id) REFERENCES people (id)
    )""",
    """INSERT INTO outbox
     (id, subject, ticket_id, entry_id, person_id, message_id, not_before, created_at, state, tries)
     SELECT id, subject, ticket_id, entry_id, person_id, message_id, not_before, created_at, state, 0
     FROM outbox_before""",
    "DROP TABLE outbox_before",
)
_ON_POSTGRESQL = (
    "DROP INDEX outbox_ready",
    "ALTER TABLE outbox DROP CONSTRAINT outbox_state_check",
    "ALTER TABLE outbox ADD CONSTRAINT outbox_state_check CHECK (state BETWEEN 0 AND 3)",
    "ALTER TABLE outbox ALTER ticket_id DROP NOT NULL, DROP claimed_by, DROP claimed_until, DROP attempts",
    "ALTER TABLE outbox ADD tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ALTER tries DROP DEFAULT",
    'ALTER TABLE outbox ADD ended_at BIGINT, ADD answer VARCHAR COLLATE "C"',
)
_INDEXES = (
    "CREATE INDEX outbox_ready ON outbox (not_before, id) WHERE state = 0",
    "CREATE INDEX outbox_given_up ON outbox (id) WHERE state = 2",
    "CREATE INDEX outbox_ticket ON outbox (ticket_id, person_id, id)",
)
_KEYS = """CREATE TABLE signing_keys (
    id {id} NOT NULL,
    "key" {text} NOT NULL,
    created BIGINT NOT NULL,
    retired BIGINT,
    PRIMARY KEY (id)
)"""


def upgrade() -> None:
    on_server = op.get_context().dialect.name == "postgresql"
    words = {"text": 'VARCHAR COLLATE "C"', "id": "BIGSERIAL"} if on_server else {"text": "TEXT", "id": "INTEGER"}
    for statement in (*(_ON_POSTGRESQL if on_server else _ON_SQLITE), *_INDEXES, _KEYS.format(**words)):
        op.execute(statement)
