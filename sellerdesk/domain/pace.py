"""How many requests a marketplace bears: a token bucket kept as one number, the instant at which it would be full again. Pure.

Whoever asks reserves the next free place and is told how long to wait for it: who came first goes first. Instants and spans are
whole microseconds. The script in `marketplaces.limiter` does the same inside Redis; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """`number` requests per `per`, of which up to `burst` may come at once after a rest."""

    number: int
    per: timedelta
    burst: int = 1

    @property
    def interval(self) -> int:
        """Microseconds from one request to the next."""
        return max(1, self.per // timedelta(microseconds=1) // self.number)

    @property
    def slack(self) -> int:
        """How far ahead of its place a request may go, microseconds."""
        return (self.burst - 1) * self.interval

    def careful(self) -> "Limit":
        """A quarter of it and no burst: for a process that cannot see what the others do."""
        return Limit(self.number, self.per * 4, 1)


def reserve(full_at: int, limit: Limit, *, now: int, patience: int) -> tuple[int, int]:
    """(full_at afterwards, the wait). Where the wait exceeds `patience` nothing is reserved: come back then."""
    start = max(full_at, now)
    waits = max(0, start - limit.slack - now)
    return (full_at, waits) if waits > patience else (start + limit.interval, waits)


def hold(full_at: int, limit: Limit, *, until: int) -> int:
    """full_at after the marketplace said to wait until an instant: nothing before it, and one by one from then on."""
    return max(full_at, until + limit.slack)
