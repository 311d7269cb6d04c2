"""What Alembic runs for an upgrade, on the connection of storage/migrating.py, each migration in its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite can as well, with transactions that begin as ours do
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
