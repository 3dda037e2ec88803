"""Which rooms take which record types. Rooms register in ready(); the loader knows none of them."""

from typing import Protocol

from sellerdesk.feed.batch import Batch


class Applier(Protocol):
    """A room's door for facts."""

    types: frozenset[str]
    """Record types that this room applies."""

    def apply(self, batch: Batch) -> None:
        """Write the new facts of its types and judge again what the batch touches. Runs in the load's transaction."""

    def after_commit(self, batch: Batch) -> None:
        """Ask the workers for what may happen later. Must not fail when the queue is away."""


_appliers: list[Applier] = []


def register(applier: Applier) -> None:
    """Add a room. They apply in the order of registration, after the kernel's own trades."""
    if applier not in _appliers:
        _appliers.append(applier)


def appliers() -> tuple[Applier, ...]:
    """All rooms, in order."""
    return tuple(_appliers)


def known_types() -> frozenset[str]:
    """Record types that some room applies; the others wait, whole."""
    return frozenset().union(*(applier.types for applier in _appliers))
