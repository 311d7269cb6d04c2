"""How a server does, in figures for Prometheus. They are handed out to this machine alone."""

from __future__ import annotations

from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)

from core.errors import NotUnderstood, Refused
from core.safe_text import safe_name
from tui.ssh.address import Address

ONLY_HERE = "Figures are for this machine alone: name 127.0.0.1 or ::1, and let what collects them run here."
STALLS = (0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


disable_created_metrics()  # type: ignore[no-untyped-call]  # nobody asks when a figure was first counted


class Figures:
    """Those of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def counter(name: str, says: str, *labels: str) -> Counter:
            return Counter(f"ttydesk_{name}", says, labels, registry=registry)

        self.connections = Gauge("ttydesk_connections", "Connections that are there.", registry=registry)
        self.sessions = Gauge("ttydesk_sessions", "Windows, commands and copies that run.", ["kind"], registry=registry)
        self.connected = counter("connected", "Connections that began.")
        self.turned_away = counter("turned_away", "Connections over a limit, ended before anything else.")
        self.let_in = counter("let_in", "Log-ins that succeeded.", "by")
        self.wrong_tries = counter("wrong_tries", "Answers at the door that were wrong.")
        self.ended = counter("sessions_ended", "Windows, commands and copies by how they ended.", "kind", "status")
        self.letters = counter("letters", "Letters that were brought over LMTP, by the code of the answer.", "code")
        self.stalls = Histogram(
            "ttydesk_stall_seconds", "Times in which nobody's key was heard.", buckets=STALLS, registry=registry
        )


class Window:
    """Where figures can be read, as long as it is open. Raises Refused where nobody can listen there."""

    def __init__(self, figures: Figures, at: Address) -> None:
        try:
            self._server, self._thread = start_http_server(at.port, at.host, figures.registry)
        except OSError as error:
            why = (error.strerror or "the address can not be used").lower()
            told = f"Figures can not be handed out at {safe_name(str(at))}: {why}. Name another with --metrics."
            raise Refused(told) from None

    @property
    def port(self) -> int:
        server: Any = self._server
        return int(server.server_port)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def of_this_machine(at: Address) -> Address:
    """Raises NotUnderstood for an address that others reach."""
    if not at.is_of_this_machine:
        raise NotUnderstood(ONLY_HERE, field="metrics")
    return at
