"""One-time codes by mail: for whom and where one was asked for, what it hashes to, how often it was tried."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_STATEMENTS = (
    """CREATE TABLE mailed_codes (
        id {id} NOT NULL,
        email_norm {text} NOT NULL,
        source {text} NOT NULL,
        ticket_id BIGINT NOT NULL,
        message_id {text} NOT NULL,
        hash {text},
        until BIGINT NOT NULL,
        tries INTEGER NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (message_id)
    )""",
    "CREATE INDEX mailed_codes_place ON mailed_codes (email_norm, source, ticket_id, id)",
    "CREATE INDEX mailed_codes_until ON mailed_codes (until)",
)


def upgrade() -> None:
    on_server = op.get_context().dialect.name == "postgresql"
    words = {"text": 'VARCHAR COLLATE "C"', "id": "BIGSERIAL"} if on_server else {"text": "TEXT", "id": "INTEGER"}
    for statement in _STATEMENTS:
        op.execute(statement.format(**words))
