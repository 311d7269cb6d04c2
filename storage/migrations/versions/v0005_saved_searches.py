"""Saved searches: queries under a name, each of one person and perhaps shared."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_TABLE = """CREATE TABLE saved_searches (
        person_id {number} NOT NULL,
        name_norm {text} NOT NULL,
        name {text} NOT NULL,
        typed {text} NOT NULL,
        shared BOOLEAN NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (person_id, name_norm),
        FOREIGN KEY(person_id) REFERENCES people (id)
    )"""


def upgrade() -> None:
    on_server = op.get_context().dialect.name == "postgresql"
    words = {"text": 'VARCHAR COLLATE "C"', "number": "BIGINT"} if on_server else {"text": "TEXT", "number": "INTEGER"}
    op.execute(_TABLE.format(**words))
