"""Reading the desk log from a number on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from sellerdesk.models import DeskCounter, DeskEvent


MOST = 500


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of the log: kind and ids, never a buyer's text. `shop_id` is None where it concerns the desk."""

    number: int
    kind: str
    shop_id: int | None
    ids: dict[str, Any]
    at: datetime


def last_number(desk_id: int) -> int:
    """The number of the desk's newest event, 0 before the first. A page reads it before its rows."""
    return DeskCounter.objects.filter(desk_id=desk_id).values_list("event_number", flat=True).first() or 0


def after(desk_id: int, number: int, *, shop_id: int | None = None, limit: int = MOST) -> list[Logged]:
    """Up to `limit` events with numbers above `number`, oldest first; with a shop, its own and those of the whole desk."""
    events = DeskEvent.objects.filter(desk_id=desk_id, number__gt=number)
    if shop_id is not None:
        events = events.filter(Q(shop_id=shop_id) | Q(shop_id__isnull=True))
    rows = events.order_by("number")[:limit]
    return [Logged(row.number, row.kind, row.shop_id, row.ids, row.at) for row in rows]
