"""Who is writing about a review or question now: the lease, shown to the others. It forbids nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta

from reviews.domain.answering import About
from reviews.services import reaching
from sellerdesk import work
from sellerdesk.commands import command
from sellerdesk.models import Lease
from sellerdesk.work import Held


LASTS = timedelta(seconds=45)
"""A page that lost its connection stops writing for the others after so long; an open one says so again every 15 seconds."""


@command
def hold(*, desk_id: int, shop_ids: Collection[int], about: About, user_id: int, over: bool = False, now: datetime) -> Held:
    """Be the one who writes, or learn who is. Renewing one's own is no event of the log. `over` takes it from another."""
    reaching.look(desk_id, shop_ids, about)
    subject = about.subject()
    if over:
        other = Lease.objects.filter(desk_id=desk_id, subject=subject).exclude(holder_id=user_id).first()
        if other is not None:
            work.release_lease(desk_id, subject, other.holder_id)
    return work.take_lease(desk_id, subject, user_id, until=now + LASTS, now=now)


@command
def let_go(*, desk_id: int, shop_ids: Collection[int], about: About, user_id: int, now: datetime) -> bool:  # noqa: ARG001 - a command has a moment
    """Stop being the one who writes; False where one was not."""
    reaching.look(desk_id, shop_ids, about)
    return work.release_lease(desk_id, about.subject(), user_id)
