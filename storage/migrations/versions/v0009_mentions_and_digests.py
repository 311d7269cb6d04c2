"""Letters that say who did what they tell of, and when somebody's next digest is due."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    number = "BIGINT" if op.get_context().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE outbox ADD COLUMN by_id {number}")
    op.execute("ALTER TABLE people ADD COLUMN digest_at BIGINT")
    op.execute("CREATE INDEX people_digest ON people (digest_at, id) WHERE digest_at IS NOT NULL")
