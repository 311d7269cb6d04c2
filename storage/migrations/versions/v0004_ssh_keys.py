"""SSH keys: whose each is, when it was added and used, and for whom one waits that was offered and not signed with."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = (
    """CREATE TABLE ssh_keys (
        fingerprint {text} NOT NULL,
        person_id {number} NOT NULL,
        line {text} NOT NULL,
        comment {text} NOT NULL,
        added_at BIGINT NOT NULL,
        used_at BIGINT,
        PRIMARY KEY (fingerprint),
        FOREIGN KEY(person_id) REFERENCES people (id)
    )""",
    "CREATE INDEX ssh_keys_person ON ssh_keys (person_id, added_at)",
    """CREATE TABLE waiting_keys (
        fingerprint {text} NOT NULL,
        source {text} NOT NULL,
        person_id {number} NOT NULL,
        until BIGINT NOT NULL,
        PRIMARY KEY (fingerprint, source),
        FOREIGN KEY(person_id) REFERENCES people (id)
    )""",
    "CREATE INDEX waiting_keys_person ON waiting_keys (person_id)",
)


def upgrade() -> None:
    on_server = op.get_context().dialect.name == "postgresql"
    words = {"text": 'VARCHAR COLLATE "C"', "number": "BIGINT"} if on_server else {"text": "TEXT", "number": "INTEGER"}
    for statement in _STATEMENTS:
        op.execute(statement.format(**words))
