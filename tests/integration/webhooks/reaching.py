"""What the tests of webhooks share: a receiver, a change to tell of, what is owed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sellerdesk import work
from sellerdesk.commands import command
from sellerdesk.errors import Refusal
from sellerdesk.models import Outbound, Shop, Webhook
from tests.receiving import Receiver, receiving


@pytest.fixture(scope="module")
def running() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    running.came.clear()
    running.plan.clear()
    return running


@command
def open_items(*, shop: Shop, subjects: list[str], kind: str = "flagged_review", fail: bool = False, now: Any) -> None:
    work.open_items(shop.desk_id, [work.Opening(kind=kind, subject=one, shop_id=shop.pk, due_at=now) for one in subjects], now=now)
    if fail:
        raise ZeroDivisionError


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as refusal:
        yield
    assert refusal.value.code == code


def owed(hook: Webhook) -> list[dict[str, Any]]:
    return [row.payload["event"] for row in Outbound.objects.filter(lane=f"webhook:{hook.pk}").order_by("pk")]


def state() -> str:
    return Outbound.objects.get(kind="webhook").state
