"""What a marketplace tells: read page by page, kept once, with the cursor in the same transaction."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sellerdesk import connections, sealing, tasks
from sellerdesk.errors import Transient
from sellerdesk.feed import loading
from sellerdesk.marketplaces import breakers, reading
from sellerdesk.marketplaces.ports import Facts
from sellerdesk.marketplaces.simulator import memory
from sellerdesk.marketplaces.simulator.port import Simulator
from sellerdesk.models import FeedLoad, FeedRecord, ShopConnection, SimulatedEvent, SyncCursor
from sellerdesk.shops import facts
from tests.factories.delivering import Clock, Room, connected, owe, room, turn
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db


@pytest.fixture
def chat() -> Iterator[Room]:
    with room() as made:
        yield made


def message(number: int, **more: Any) -> dict[str, Any]:
    return {
        "type": "message", "id": f"N{number}", "at": "2026-03-31T12:00:00+03:00", "conversation": "C1", "sender": "buyer",
        "buyer": {"id": "B1"}, "text": f"hello {number}", **more,
    }  # fmt: skip


def cursor() -> str:
    return str(SyncCursor.objects.get().position["cursor"])


def told() -> list[str]:
    return list(FeedRecord.objects.order_by("id").values_list("outside_id", flat=True))


def test_everything_is_read_page_by_page_once(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "PAGE", 3)
    shop = facts(connected(cast.shop))
    memory.later(shop, [(NOW, message(number)) for number in range(8)])

    assert reading.read_shop(shop=shop, clock=Clock()) is False

    assert told() == [f"N{number}" for number in range(8)]
    assert cursor() == "8"
    row = ShopConnection.objects.get()
    assert (row.read_at, row.read_after) == (NOW, NOW + connections.READ_EVERY)
    assert FeedLoad.objects.filter(finished_at=NOW, source="facts.simulator").count() == 3
    reading.read_shop(shop=shop, clock=Clock())
    assert (len(told()), FeedLoad.objects.count()) == (8, 3)


def test_a_turn_ends_and_the_rest_is_asked_for(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "PAGE", 1)
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    shop = facts(connected(cast.shop))
    memory.later(shop, [(NOW, message(number)) for number in range(3)])

    assert reading.read_shop(shop=shop, clock=Clock()) is True
    assert reading.read_shop(shop=shop, clock=Clock()) is False
    assert told() == ["N0", "N1", "N2"]


def test_a_crash_keeps_neither_facts_nor_cursor(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = facts(connected(cast.shop))
    memory.later(shop, [(NOW, message(1))])

    def dies(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(reading, "_move", dies)
        with pytest.raises(ZeroDivisionError):
            reading.read_shop(shop=shop, clock=Clock())
    assert told() == []

    reading.read_shop(shop=shop, clock=Clock())
    assert (told(), cursor()) == (["N1"], "1")


def test_who_finds_the_cursor_moved_drops_the_page(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = facts(connected(cast.shop))
    memory.later(shop, [(NOW, message(1))])
    plain = Simulator.read

    def and_another_reads_too(self: Simulator, place: str, /) -> Facts:
        page = plain(self, place)
        monkeypatch.setattr(Simulator, "read", plain)
        reading.read_shop(shop=shop, clock=Clock())
        memory.later(shop, [(NOW, message(2))])
        reading.read_shop(shop=shop, clock=Clock())
        return page

    monkeypatch.setattr(Simulator, "read", and_another_reads_too)

    assert reading.read_shop(shop=shop, clock=Clock()) is False
    assert (told(), cursor()) == (["N1", "N2"], "2")


def test_a_strange_record_is_kept_as_rejected_and_the_rest_goes_on(cast: Cast, chat: Room) -> None:
    shop = facts(connected(cast.shop))
    memory.later(shop, [(NOW, message(1, sender="nobody")), (NOW, message(2))])

    reading.read_shop(shop=shop, clock=Clock())

    assert set(FeedRecord.objects.values_list("outside_id", "state")) == {("N1", 3), ("N2", FeedRecord.objects.get(outside_id="N2").state)}
    assert cursor() == "2"


def test_a_cursor_that_does_not_move_ends_the_turn(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = facts(connected(cast.shop))
    monkeypatch.setattr(Simulator, "read", lambda *_: Facts([message(1)], "", more=True))

    assert reading.read_shop(shop=shop, clock=Clock()) is False
    assert told() == ["N1"]


def test_an_outage_is_asked_again_later_and_opens_the_breaker(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = facts(connected(cast.shop))

    def away(*_: Any) -> Facts:
        raise Transient("away", wait=timedelta(seconds=70))

    monkeypatch.setattr(Simulator, "read", away)
    for _ in range(5):
        reading.read_shop(shop=shop, clock=Clock())

    row = ShopConnection.objects.get()
    assert (row.read_at, row.read_after, row.failing_why) == (None, NOW + timedelta(seconds=70), "silent")
    assert breakers.ask(shop.id, now=NOW) > timedelta(0)


def test_by_hand_is_not_read(cast: Cast, chat: Room) -> None:
    assert reading.read_shop(shop=facts(cast.shop), clock=Clock()) is False
    assert connections.to_read(NOW) == []
    connected(cast.shop)
    assert connections.to_read(NOW) == [cast.shop.pk]
    assert connections.to_read(NOW - timedelta(seconds=1)) == []


def test_what_was_sent_is_read_back_and_the_buyer_answers(cast: Cast, chat: Room) -> None:
    shop = connected(cast.shop, buyers_answer=True)
    loading_shop = facts(shop)
    load = loading.start(shop=loading_shop, source="x", now=NOW)
    known = reading._facts([message(0, conversation="C5", buyer={"id": "B7", "name": "Анна"})], shop.pk)
    loading.apply_batch(load=load, records=known, now=NOW)
    owe(shop=shop, texts=[f"Здравствуйте {n}" for n in range(6)], now=NOW, lane="C5")
    clock = Clock()
    turn(clock)
    reading.read_shop(shop=loading_shop, clock=clock)
    sent = FeedRecord.objects.filter(raw__sender="seller")
    assert sent.count() == 6
    assert sent.earliest("pk").raw["buyer"] == {"id": "B7", "name": "Анна"}
    assert FeedRecord.objects.filter(raw__sender="buyer").count() == 1

    clock.on(minutes=4)
    reading.read_shop(shop=loading_shop, clock=clock)

    answers = FeedRecord.objects.filter(raw__sender="buyer", outside_id__startswith="sim-")
    assert 1 <= answers.count() <= 6
    assert all(any("а" <= sign <= "я" for sign in answer.raw["text"]) for answer in answers)
    assert SimulatedEvent.objects.filter(number=None).count() == 0


def test_two_turns_at_once_are_enough(cast: Cast, chat: Room) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["hello"], now=NOW)
    with tasks._delivering, tasks._delivering:
        tasks.deliver()
        assert chat.told == []

    tasks.deliver()

    assert [told for told, *_ in chat.told] == [pk]


def test_the_tasks_read_and_deliver(cast: Cast, chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int | None]] = []
    monkeypatch.setattr("sellerdesk.queueing.ask", lambda task, shop_id=None: asked.append((task, shop_id)))
    shop = connected(cast.shop)
    owe(shop=shop, texts=["hello"], now=NOW)

    tasks.deliver()
    tasks.find_facts()
    tasks.read_facts(shop.pk)

    assert ("sellerdesk.read_facts", shop.pk) in asked
    assert ("sellerdesk.deliver", None) not in asked
    assert told() == [f"sim-{next(iter(chat.told))[0]}".replace("sim-", "sim-m-")]


def test_a_key_that_cannot_be_read_is_said_and_the_shop_left_alone_for_a_while(cast: Cast, chat: Room) -> None:
    shop = facts(connected(cast.shop))
    ShopConnection.objects.update(secret=sealing.MARK + "of another key")

    assert reading.read_shop(shop=shop, clock=Clock()) is False

    row = ShopConnection.objects.get()
    assert (row.failing_why, row.failing_since, row.read_at) == ("denied", NOW, None)
    assert row.read_after == NOW + reading.AFTER_FAILURE
