"""Two workers that each bring a part of the complaints: one item, and none missed."""

from typing import Any

import pytest

from reviews.domain.signals import KIND
from reviews.services import flagging, signals, topics
from sellerdesk.models import WorkItem
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.concurrency.trading import HOUR, NOW, load, order, review, shop_of


pytestmark = pytest.mark.django_db(transaction=True)


def two_bring_two_each(monkeypatch: pytest.MonkeyPatch) -> ShopFacts:
    """Four complaints; each worker holds two, and both have written them before either looks for signals."""
    shop = shop_of("standard")
    for n in range(4):
        told = review(f"R{n}", f"O{n}", at=NOW - (4 - n) * HOUR, verdict="bad")
        load(shop, [order(f"O{n}", buyer=f"B{n}"), told | {"text": "маломерит"}])
    written = Meeting()
    monkeypatch.setattr(topics, "_write", written.after(topics._write))
    answers = together(*[lambda: flagging.judge(shop=shop, now=NOW, limit=2)] * 2)
    assert written.met
    assert answers == [2, 2]
    return shop


def items() -> list[str]:
    return list(WorkItem.objects.filter(kind=KIND).values_list("state", flat=True))


def test_together_they_open_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    two_bring_two_each(monkeypatch)

    assert items() == ["open"]


def test_control_without_the_lock_neither_sees_three(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Meeting()

    def unlocked(_shop: Any) -> None:
        """No lock."""

    monkeypatch.setattr(signals, "_lock", unlocked)
    monkeypatch.setattr(signals, "_complaints", looked.after(signals._complaints))

    two_bring_two_each(monkeypatch)

    assert looked.met
    assert items() == []
