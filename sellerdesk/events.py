"""The published language between apps: what happened, as ids and values.

Subscribers run at once, in the publisher's transaction, and touch only their own tables. They insert or
compare-and-set and take no row locks, since the publisher holds some already.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a desk, named in the past tense by its class."""

    desk_id: int
    at: datetime


E = TypeVar("E", bound=Event)
_subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


class PublishedOutsideTransaction(Exception):
    """An event was told without the change it tells of."""


def subscribe(kind: type[E], receiver: Callable[[E], None]) -> None:
    """Have `receiver` called with every event of exactly this class. Twice is once. Belongs in an app's ready()."""
    if receiver not in _subscribers[kind]:
        _subscribers[kind].append(receiver)


def unsubscribe(kind: type[E], receiver: Callable[[E], None]) -> None:
    """Undo `subscribe`; nothing happens where there is no such subscription."""
    if receiver in _subscribers[kind]:
        _subscribers[kind].remove(receiver)


def publish(event: Event) -> None:
    """Tell the subscribers, in the order they subscribed. Outside a transaction: PublishedOutsideTransaction."""
    if not connection.in_atomic_block:
        raise PublishedOutsideTransaction(f"{type(event).__name__} was published outside a transaction.")
    for receiver in list(_subscribers[type(event)]):
        receiver(event)
