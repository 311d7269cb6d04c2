"""Lists by priority and by the newest change: the indexes hold what is not closed, so they stay small."""

from __future__ import annotations

from alembic import op

from storage.migrations.postgres_first import STATEMENTS

revision = "0003"
down_revision = "0002"

_INDEXES = (
    """CREATE INDEX tickets_lane_assignee_priority ON tickets (lane, assignee_id, priority, due, updated_desc, id)
     WHERE lane IS NOT NULL""",
    """CREATE INDEX tickets_lane_assignee_updated ON tickets (lane, assignee_id, updated_desc, id)
     WHERE lane IS NOT NULL""",
    """CREATE INDEX tickets_lane_category_priority ON tickets (lane, category_id, priority, due, updated_desc, id)
     WHERE lane IS NOT NULL""",
    """CREATE INDEX tickets_lane_category_updated ON tickets (lane, category_id, updated_desc, id)
     WHERE lane IS NOT NULL""",
    "CREATE INDEX tickets_lane_priority ON tickets (lane, priority, due, updated_desc, id) WHERE lane IS NOT NULL",
)


def upgrade() -> None:
    begins_here = op.get_context().dialect.name == "postgresql"
    for statement in STATEMENTS if begins_here else _INDEXES:
        op.get_bind().exec_driver_sql(statement)
