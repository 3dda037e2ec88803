"""Reading the desk log from a number on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from sellerdesk import setwise
from sellerdesk.models import DeskCounter, DeskEvent


MOST = 500
KEPT: Final = timedelta(days=14)
"""Older events are deleted; who asks for them is told to load the page again."""
PEOPLE_CHANGED: Final = "people.changed"
SHOP_CREATED: Final = "shop.created"
ROLES_CHANGED: Final = "roles.changed"


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of the log: kind and ids, never a buyer's text. `shop_id` is None where it concerns the desk."""

    number: int
    kind: str
    shop_id: int | None
    ids: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """What the log holds after a number. Numbers have no gaps, so a missing one was deleted, or never given."""

    events: list[Logged]
    last: int
    """The number to ask after next."""
    more: bool
    whole: bool
    """Whether nothing is missing between the number and `last`."""


def last_number(desk_id: int) -> int:
    """The number of the desk's newest event, 0 before the first. A page reads it before its rows."""
    return DeskCounter.objects.filter(desk_id=desk_id).values_list("event_number", flat=True).first() or 0


def last_numbers(desk_ids: list[int]) -> dict[int, int]:
    """The same for many desks at once; one without events is left out."""
    return dict(DeskCounter.objects.filter(desk_id__in=desk_ids).values_list("desk_id", "event_number"))


def after(desk_id: int, number: int, *, shop_id: int | None = None, limit: int = MOST) -> list[Logged]:
    """Up to `limit` events with numbers above `number`, oldest first; with a shop, its own and those of the whole desk."""
    events = DeskEvent.objects.filter(desk_id=desk_id, number__gt=number)
    if shop_id is not None:
        events = events.filter(Q(shop_id=shop_id) | Q(shop_id__isnull=True))
    rows = events.order_by("number")[:limit].values_list("number", "kind", "shop_id", "ids", "at")
    return [Logged(*row) for row in rows]


def since(desk_id: int, number: int, *, limit: int = MOST) -> Since:
    """Up to `limit` events after a number, of all shops, and whether any are missing before them."""
    newest = last_number(desk_id)
    events = after(desk_id, number, limit=limit)
    last = events[-1].number if events else number
    whole = last - number == len(events) and (bool(events) or newest == number)
    return Since(events, last, more=last < newest, whole=whole)


def is_kept(desk_id: int, number: int) -> bool:
    """Whether everything after a number is still there."""
    return since(desk_id, number, limit=1).whole


def forget_old(*, now: datetime, limit: int = 10_000) -> int:
    """Delete events older than KEPT, up to `limit`; returns how many. A sweep over all desks.

    The counters stay, so numbers go on where they were, and a reader sees that something is missing.
    """
    return setwise.run(
        "DELETE FROM sellerdesk_deskevent WHERE id IN (SELECT id FROM sellerdesk_deskevent WHERE at < %s LIMIT %s)", [now - KEPT, limit]
    )
