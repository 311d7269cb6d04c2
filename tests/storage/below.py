"""What lies below a transaction, for what only a test asks of it."""

from __future__ import annotations

from collections.abc import Callable

from core.store import Transaction


def connection_of(tx: Transaction) -> object:
    """The connection below a transaction, for what only a test asks of it."""
    return tx.person.__self__._connection  # type: ignore[attr-defined]


def runs(sql: str) -> Callable[[Transaction], object]:
    return lambda tx: connection_of(tx).exec_driver_sql(sql).all()  # type: ignore[attr-defined]
