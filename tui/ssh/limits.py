"""How much anybody gets before it is known who they are: connections, tries, and how soon after a wrong one.

asyncssh has none of this: left alone it takes 500 passwords on one connection in half a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from ipaddress import IPv6Address, ip_address

GRACE = 30.0
"""Seconds until somebody has to be let in."""
MAIL_COMES = 180.0
"""Seconds until then for somebody to whom a code is on its way."""
TRIES = 3
"""Wrong answers on one connection."""
OFFERS = 20
"""Keys that one connection may offer: an unknown one is no wrong try, for the next may be known."""
CHANNELS = 10
"""Windows and commands at once on one connection."""
LEAST = 4
"""What each of several processes gives at least, for the kernel does not deal evenly."""
_FORGIVES = 600.0
_REMEMBERS = 10_000
_SLOWEST = 8.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many connections at once and each second, for beginning one costs the server more than the other side; and
    after how many wrong tries a place hears nothing for ten minutes."""

    connections: int = 500
    of_one_place: int = 30
    not_let_in: int = 100
    not_let_in_of_one_place: int = 10
    wrong_tries: int = 20
    of_one_place_each_second: int = 15

    def shared_by(self, processes: int) -> Bounds:
        """What each of them may give away, when the kernel deals connections out among them: all together no more than
        one alone would, but for a few where many share little. The desk itself counts wrong passwords of a place for
        all of them, see core/signing_in.py."""
        return Bounds(**{one.name: _share(getattr(self, one.name), processes) for one in fields(self)})


@dataclass(slots=True)
class Limits:
    """Counts by place, see `place_of`. `clock` gives seconds."""

    clock: Callable[[], float]
    bounds: Bounds = field(default_factory=Bounds)
    _connected: Counter[str] = field(default_factory=Counter)
    _waiting: Counter[str] = field(default_factory=Counter)
    _begun: Counter[str] = field(default_factory=Counter)
    _second: int = 0
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Connections of which it is not known yet who they are."""
        return self._waiting.total()

    def admits(self, place: str) -> bool:
        """Whether one more connection from this place may begin; it is counted then, until `left`."""
        bounds = self.bounds
        if (second := int(self.clock())) != self._second:
            self._second = second
            self._begun.clear()
        is_full = (
            self._connected.total() >= bounds.connections
            or self._connected[place] >= bounds.of_one_place
            or self.waiting >= bounds.not_let_in
            or self._waiting[place] >= bounds.not_let_in_of_one_place
            or self._tries(place) >= bounds.wrong_tries
            or self._begun[place] >= bounds.of_one_place_each_second
        )
        if not is_full:
            self._begun[place] += 1
            self._connected[place] += 1
            self._waiting[place] += 1
        return not is_full

    def let_in(self, place: str) -> None:
        """Somebody who was counted as waiting has come in, or went before that."""
        _less(self._waiting, place)

    def left(self, place: str) -> None:
        _less(self._connected, place)

    def wrong(self, place: str) -> float:
        """Count a wrong try; the seconds until it is answered, twice as many each time."""
        tries = self._tries(place) + 1
        self._wrong.pop(place, None)
        if len(self._wrong) >= _REMEMBERS:
            del self._wrong[next(iter(self._wrong))]
        self._wrong[place] = (tries, self.clock())
        return min(0.25 * 2.0**tries, _SLOWEST)

    def _tries(self, place: str) -> int:
        tries, at = self._wrong.get(place, (0, 0.0))
        return tries if self.clock() - at < _FORGIVES else 0


def _share(bound: int, processes: int) -> int:
    return max(min(bound, LEAST), -(-bound // processes))


def place_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the network of an IPv6 address, of which one machine has many."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)


def _less(counter: Counter[str], place: str) -> None:
    counter[place] -= 1
    if counter[place] <= 0:
        del counter[place]
