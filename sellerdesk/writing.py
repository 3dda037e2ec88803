"""What the rooms share where people write to buyers: the row that it is about, and who is writing now. Inside their commands."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from sellerdesk import shops, work
from sellerdesk.errors import NotVisible
from sellerdesk.models import Lease
from sellerdesk.shops import ShopFacts
from sellerdesk.work import Held


LASTS = timedelta(seconds=45)
"""A page that lost its connection stops writing for the others after so long; an open one says so again every 15 seconds."""
M = TypeVar("M", bound=Model)


def locked(rows: QuerySet[M]) -> M:
    """The row, locked until the command ends: everything that is written about one thing queues here. Else NotVisible."""
    return seen(rows.select_for_update(no_key=True))


def seen(rows: QuerySet[M]) -> M:
    """The row without a lock, for what concerns nobody else. Else NotVisible."""
    found = rows.first()
    if found is None:
        raise NotVisible
    return found


def shop(shop_id: int) -> ShopFacts:
    """The rules and the clock of a shop. Else NotVisible."""
    found = shops.by_id(shop_id)
    if found is None:
        raise NotVisible
    return found


def hold(desk_id: int, subject: str, user_id: int, *, over: bool, now: datetime) -> Held:
    """Be the one who writes, or learn who is: the lease is shown to the others and forbids nothing. `over` takes it from another.

    Renewing one's own is no event of the log.
    """
    if over:
        other = Lease.objects.filter(desk_id=desk_id, subject=subject).exclude(holder_id=user_id).first()
        if other is not None:
            work.release_lease(desk_id, subject, other.holder_id)
    return work.take_lease(desk_id, subject, user_id, until=now + LASTS, now=now)


def let_go(desk_id: int, subject: str, user_id: int) -> bool:
    """Stop being the one who writes; False where one was not."""
    return work.release_lease(desk_id, subject, user_id)
