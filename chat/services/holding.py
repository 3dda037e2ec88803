"""Who is writing in a thread now: the lease, shown to the others. It forbids nothing."""

from collections.abc import Collection
from datetime import datetime

from chat.domain.facts import subject_of
from chat.services import reaching
from sellerdesk import writing
from sellerdesk.commands import command
from sellerdesk.work import Held


@command
def hold(*, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, over: bool = False, now: datetime) -> Held:
    """Be the one who writes, or learn who is. Renewing one's own is no event of the log. `over` takes it from another."""
    reaching.seen(desk_id, shop_ids, thread_id)
    return writing.hold(desk_id, subject_of(thread_id), user_id, over=over, now=now)


@command
def let_go(*, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, now: datetime) -> bool:
    """Stop being the one who writes; False where one was not."""
    reaching.seen(desk_id, shop_ids, thread_id)
    return writing.let_go(desk_id, subject_of(thread_id), user_id)
