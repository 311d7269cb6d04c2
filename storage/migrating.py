"""The migrations that are due, run one after the other by Alembic, on whichever engine."""

from __future__ import annotations

from pathlib import Path

from storage.engine import DeskEngine

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: DeskEngine, to: str, scripts: Path | None = None) -> None:
    """Run the migrations that are due up to a version, each in a transaction of its own."""
    from alembic import command
    from alembic.config import Config

    connections = engine.connections(1, writes=True, patient=True)
    try:
        with connections.connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(scripts or MIGRATIONS).replace("%", "%%"))
            command.upgrade(config, to)
    finally:
        connections.dispose()
