"""Two workers that each look through a part of the conversations: what comes together is seen by one of them."""

from typing import Any

import pytest

from chat.models import Complaint, ComplaintSignal
from chat.services import clustering, listening
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.concurrency.trading import HOUR, NOW, load, shop_of


pytestmark = pytest.mark.django_db(transaction=True)


def two_listen_to_two_each(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Four conversations complain; each worker takes two. How many complaints the signals have."""
    shop = shop_of("standard")
    load(
        shop,
        [
            {
                "type": "message", "id": f"M{n}", "at": (NOW - n * HOUR).isoformat(), "conversation": f"C{n}", "sender": "buyer",
                "buyer": {"id": f"B{n}"}, "product": "P1", "text": "маломерит",
            }
            for n in range(4)
        ],
    )  # fmt: skip
    monkeypatch.setattr(listening, "THREADS_AT_ONCE", 2)
    assert together(*[lambda: listening.listen(shop=shop, now=NOW)] * 2) == [2, 2]
    assert Complaint.objects.count() == 4
    return list(ComplaintSignal.objects.filter(is_open=True).values_list("number", flat=True))


def test_together_they_find_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_listen_to_two_each(monkeypatch) == [4]


def test_control_without_the_lock_neither_sees_three(monkeypatch: pytest.MonkeyPatch) -> None:
    written, looked = Meeting(), Meeting()

    def unlocked(_shop: Any) -> None:
        """No lock."""

    monkeypatch.setattr(clustering, "lock", unlocked)
    monkeypatch.setattr(listening, "_write", written.after(listening._write))
    monkeypatch.setattr(clustering, "_complaints", looked.after(clustering._complaints))

    assert two_listen_to_two_each(monkeypatch) == []
    assert written.met
    assert looked.met
