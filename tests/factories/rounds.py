"""Rounds of conversations for tests, written as rows."""

import itertools
from datetime import datetime, timedelta

from chat.models import Round, Satisfaction, Thread
from sellerdesk.models import Buyer, Shop, User


_numbers = itertools.count(1)


def make_thread(shop: Shop, at: datetime, *, buyer: str = "", waiting_since: datetime | None = None) -> Thread:
    """A conversation with a buyer, a new one unless named."""
    ref = buyer or f"B-{next(_numbers)}"
    own, _made = Buyer.objects.get_or_create(desk_id=shop.desk_id, shop=shop, outside_id=ref, defaults={"name": f"Buyer {ref}"})
    return Thread.objects.create(
        desk_id=shop.desk_id, shop=shop, outside_id=f"C-{next(_numbers)}", buyer=own, first_at=at, last_at=at, last_sender=1,
        waiting_since=waiting_since,
    )  # fmt: skip


def make_round(
    shop: Shop,
    at: datetime,
    answer: float | None = None,
    *,
    agent: User | None = None,
    automatic: float | None = None,
    thread: Thread | None = None,
    buyer: str = "",
    after_sale: bool = False,
) -> Round:
    """A round that began `at`, answered after so many seconds by an agent, or elsewhere; never without `answer`."""
    talk = thread or make_thread(shop, at, buyer=buyer)
    return Round.objects.create(
        desk_id=shop.desk_id, shop=shop, thread=talk, asked_at=at, after_sale=after_sale,
        answered_at=None if answer is None else at + timedelta(seconds=answer),
        automatic_at=None if automatic is None else at + timedelta(seconds=automatic),
        agent=agent,
    )  # fmt: skip


def make_mark(shop: Shop, at: datetime, score: int, *, agent: str = "Li", counts: bool = True) -> Satisfaction:
    """What a buyer thought, of an agent as the marketplace names one."""
    number = next(_numbers)
    return Satisfaction.objects.create(
        desk_id=shop.desk_id, shop=shop, outside_id=f"M-{number}", conversation_ref=f"C-{number}", record=number, at=at, content_hash=b"",
        agent=agent, score=score, counts=counts,
    )  # fmt: skip
