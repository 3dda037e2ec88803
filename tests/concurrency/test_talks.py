"""Conversations under load and under hands at once: each race with its guard, and without it."""

import functools
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from chat.models import AutomaticAnswer, Message, Thread
from chat.services import automatic, finishing, folding, loading as chat_loading, reached, seeing, threads
from sellerdesk import shops
from sellerdesk.domain import working_hours
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Stale
from sellerdesk.models import Shop, WorkItem
from tests.concurrency.meeting import Meanwhile, without
from tests.concurrency.together import together
from tests.factories.chat import START, deliver, message, send, talk
from tests.factories.feed import load
from tests.factories.kernel import make_desk, make_shop


pytestmark = pytest.mark.django_db(transaction=True)
LATER = START + timedelta(hours=1)


@pytest.fixture
def shop() -> Shop:
    return make_shop(make_desk())


def told(shop: Shop, *records: Any) -> None:
    load(shops.facts(shop), *records, now=LATER)


def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the threads' locks are there against: everything reads without them."""
    monkeypatch.setattr(threads, "setwise", without(" FOR NO KEY UPDATE OF t"))
    monkeypatch.setattr(folding, "setwise", without(" FOR NO KEY UPDATE"))


def numbers(shop: Shop) -> list[int]:
    return sorted(Message.objects.filter(shop=shop).values_list("arrival", flat=True))


def race_of_numbers(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> tuple[bool, Meanwhile]:
    """A person sends between the load's reading of a thread's last number and its writing of the next."""
    thread = talk(shop, [message("M1")])
    meanwhile = Meanwhile(functools.partial(send, thread=thread, now=LATER))
    monkeypatch.setattr(chat_loading, "_append", meanwhile.before(chat_loading._append))
    failed = False
    try:
        told(shop, message("M2", 5))
    except IntegrityError:
        failed = True
    return failed, meanwhile


def test_a_load_and_a_sender_number_their_messages_one_after_the_other(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    failed, meanwhile = race_of_numbers(monkeypatch, shop)

    assert not meanwhile.finish()
    assert not failed
    assert numbers(shop) == [1, 2, 3]


def test_without_the_lock_they_take_the_same_number(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    unguarded(monkeypatch)
    failed, meanwhile = race_of_numbers(monkeypatch, shop)

    assert meanwhile.finish()
    assert failed


def race_of_echoes(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> int:
    """The receipt with the marketplace's id comes while a load tells of the same message, in other words."""
    thread = talk(shop, [message("M1")])
    own = send(thread=thread, delivery="sending", now=LATER)
    meanwhile = Meanwhile(functools.partial(_named, own))
    monkeypatch.setattr(chat_loading, "_append", meanwhile.before(chat_loading._append))
    with suppress(IntegrityError):
        told(shop, message("E1", 61, sender="seller", text="Y**."))
    meanwhile.finish()
    return Message.objects.filter(shop=shop, outside_id="E1", client_key__isnull=False, record__isnull=False).count()


def _named(own: Message) -> None:
    deliver(message=own, delivery="sent", outside_id="E1", now=LATER)


def test_a_receipt_and_a_telling_at_once_are_one_message(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    assert race_of_echoes(monkeypatch, shop) == 1
    assert Message.objects.filter(shop=shop).count() == 2


def test_without_the_lock_the_telling_is_lost(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    unguarded(monkeypatch)

    assert race_of_echoes(monkeypatch, shop) == 0


def race_of_done(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Thread:
    """Somebody says done while a load brings a new question that they have not seen."""
    thread = talk(shop, [message("M1")])
    done = functools.partial(
        finishing.finish, desk_id=shop.desk_id, shop_ids=[shop.pk], thread_id=thread.pk, seen=1, actor=SYSTEM, user_id=None, now=LATER
    )
    meanwhile = Meanwhile(done)
    monkeypatch.setattr(chat_loading, "_append", meanwhile.before(chat_loading._append))
    told(shop, message("M2", 5))
    with suppress(Stale):
        meanwhile.finish()
    thread.refresh_from_db()
    return thread


def test_what_came_unseen_is_never_done_with(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    thread = race_of_done(monkeypatch, shop)

    assert (thread.waiting_since, thread.done_at) == (START, None)
    assert WorkItem.objects.get(state="open").opened_at == START


def test_seen_by_many_at_once_is_seen_up_to_the_newest(shop: Shop) -> None:
    thread = talk(shop, [message(f"M{number}", number) for number in range(6)])
    see = functools.partial(seeing.mark_seen, desk_id=shop.desk_id, shop_ids=[shop.pk], thread_id=thread.pk, now=LATER)
    together(*(functools.partial(see, arrival=arrival) for arrival in (3, 6, 1, 4)))
    thread.refresh_from_db()

    assert (thread.seen_arrival, thread.unread) == (6, 0)


def race_of_seen(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Thread:
    thread = talk(shop, [message(f"M{number}", number) for number in range(6)])
    see = functools.partial(seeing.mark_seen, desk_id=shop.desk_id, shop_ids=[shop.pk], thread_id=thread.pk, now=LATER)
    meanwhile = Meanwhile(functools.partial(see, arrival=6))
    monkeypatch.setattr(seeing, "_write", meanwhile.before(seeing._write))
    see(arrival=3)
    meanwhile.finish()
    thread.refresh_from_db()
    return thread


def test_what_was_seen_is_never_taken_back_by_a_slower_page(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    assert race_of_seen(monkeypatch, shop).seen_arrival == 6


def test_without_the_lock_the_slower_page_takes_it_back(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    monkeypatch.setattr(reached, "setwise", without(" FOR NO KEY UPDATE"))

    assert race_of_seen(monkeypatch, shop).seen_arrival == 3


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Shop:
    monkeypatch.setattr(working_hours, "is_open", lambda worked, at: False)
    AutomaticAnswer.objects.create(desk=shop.desk, shop=shop, on=True, texts={"en": "Closed."})
    return shop


def answers_to_two(shop: Shop) -> int:
    """Two loads at once, each with a question of one buyer at night."""
    talk(shop, [message("M0", -60)], now=START)
    facts, now = shops.facts(shop), START + timedelta(minutes=2)
    outcomes = together(*(functools.partial(load, facts, message(ref, 1), now=now) for ref in ("M1", "M2")))
    assert not [one for one in outcomes if isinstance(one, BaseException)]
    return Message.objects.filter(automatic=True).count()


def test_two_questions_at_once_get_one_automatic_answer(closed: Shop) -> None:
    assert answers_to_two(closed) == 1


def test_without_looking_for_the_first_there_are_two(monkeypatch: pytest.MonkeyPatch, closed: Shop) -> None:
    monkeypatch.setattr(automatic, "ONCE_IN", timedelta(0))

    assert answers_to_two(closed) == 2


def test_loads_and_hands_in_any_order_end_in_one_state(shop: Shop) -> None:
    thread = talk(shop, [message("M0")])
    hands: list[Callable[[], Any]] = [
        functools.partial(send, thread=thread, text=f"own {number}", seen=1, now=LATER) for number in range(3)
    ]
    loads: list[Callable[[], Any]] = [functools.partial(told, shop, message(f"M{number}", number)) for number in range(1, 4)]
    answers = together(*hands, *loads)
    thread.refresh_from_db()

    assert not [one for one in answers if isinstance(one, BaseException)]
    assert numbers(shop) == list(range(1, 8))
    assert (thread.messages, thread.arrivals, thread.covered) == (7, 7, 1)
    assert thread.waiting_since == START + timedelta(minutes=1)
    assert WorkItem.objects.filter(state="open").count() == 1
