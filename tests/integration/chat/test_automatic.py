"""The answer of a shop that is closed: once in 24 hours, only to what was written just now, and nobody's answer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.domain.automatic import words
from chat.models import AutomaticAnswer, Message, Thread
from chat.services import automatic
from sellerdesk import shops
from sellerdesk.commands import command
from sellerdesk.domain import working_hours
from sellerdesk.models import AuditEntry, Outbound, Shop, WorkItem
from tests.factories.chat import START, message
from tests.factories.feed import load
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
TEXTS = {"en": "We are closed until 9.", "ru": "Мы откроемся в 9."}


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    monkeypatch.setattr(working_hours, "is_open", lambda worked, at: False)
    AutomaticAnswer.objects.create(desk=cast.desk, shop=cast.shop, on=True, texts=TEXTS)


def write(cast: Cast, ref: str, minute: float = 0, *, told_after: float = 1, **fields: Any) -> None:
    now = START + timedelta(minutes=minute + told_after)
    load(shops.facts(cast.shop), message(ref, minute, **fields), now=now)


def automatic_ones() -> list[tuple[str, datetime]]:
    return list(Message.objects.filter(automatic=True).order_by("id").values_list("text", "at"))


def test_a_question_at_night_is_answered_by_itself_and_still_waits(cast: Cast, closed: None) -> None:
    write(cast, "M1")

    thread, own = Thread.objects.get(), Message.objects.get(automatic=True)
    assert (own.text, own.delivery, own.author, own.arrival, own.covers) == (TEXTS["en"], "queued", None, 2, 0)
    assert (thread.waiting_since, thread.unread, thread.messages, thread.answered_at, thread.assignee) == (START, 1, 2, None, None)
    assert WorkItem.objects.get().state == "open"
    owed = Outbound.objects.get()
    assert (owed.kind, owed.payload, owed.lane, owed.pk) == ("chat.message", {"message": own.pk}, f"thread:{thread.pk}", own.outbound)


def test_once_in_24_hours_and_then_again(cast: Cast, closed: None) -> None:
    for minute in (0, 5, 60, 1439, 1442):
        write(cast, f"M{minute}", minute)

    assert [at for _, at in automatic_ones()] == [START + timedelta(minutes=1), START + timedelta(minutes=1443)]


def test_it_speaks_the_buyers_language(cast: Cast, closed: None) -> None:
    write(cast, "M1", text="Здравствуйте!")

    assert [text for text, _ in automatic_ones()] == [TEXTS["ru"]]
    assert [words(TEXTS, lang) for lang in ("", "ru", "zh")] == [TEXTS["en"], TEXTS["ru"], TEXTS["en"]]
    assert [words({"ru": "Да", "zh-hans": "好", "en": " "}, lang) for lang in ("", "zh")] == ["Да", "好"]
    assert words({}, "") == ""


@pytest.mark.parametrize(
    "told",
    [
        {"told_after": 16},
        {"told_after": -11},
        {"sender": "seller"},
        {"sender": "marketplace"},
    ],
)
def test_what_is_no_news_or_no_question_gets_none(cast: Cast, closed: None, told: dict[str, Any]) -> None:
    write(cast, "M1", **told)

    assert automatic_ones() == []


def test_an_open_shop_one_that_is_off_and_one_that_answered_send_none(cast: Cast, closed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = START + timedelta(minutes=2)
    load(shops.facts(cast.shop), message("M1"), message("M2", 1, sender="seller"), now=now)
    assert automatic_ones() == []
    AutomaticAnswer.objects.update(on=False)
    write(cast, "M3", 3)
    assert automatic_ones() == []
    AutomaticAnswer.objects.update(on=True)
    monkeypatch.setattr(working_hours, "is_open", lambda worked, at: at > START + timedelta(minutes=5))
    write(cast, "M4", 5, told_after=1)
    assert automatic_ones() == []
    monkeypatch.setattr(working_hours, "is_open", lambda worked, at: at < START + timedelta(minutes=8))
    write(cast, "M5", 7, told_after=2)
    assert automatic_ones() == []


@command
def answered(*, cast: Cast, thread_ids: list[int], now: datetime) -> list[int]:
    return automatic.answer(shops.facts(cast.shop), thread_ids, now=now)


def test_the_hours_are_asked_for_once_however_many_wait(cast: Cast, closed: None) -> None:
    AutomaticAnswer.objects.update(texts={"en": " "})
    now = START + timedelta(minutes=1)
    load(shops.facts(cast.shop), *(message(f"M{number}", conversation=f"C{number}") for number in range(6)), now=now)
    waiting = list(Thread.objects.order_by("id").values_list("pk", flat=True))

    def statements(thread_ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert answered(cast=cast, thread_ids=thread_ids, now=now) == []
        return len(asked)

    assert len(waiting) == 6
    assert statements(waiting[:1]) == statements(waiting)


def test_the_marketplaces_telling_of_it_is_no_persons_answer(cast: Cast, closed: None) -> None:
    write(cast, "M1")
    Message.objects.filter(automatic=True).update(delivery="sent")
    load(shops.facts(cast.shop), message("E1", 1, sender="seller", text=TEXTS["en"]), now=START + timedelta(minutes=3))

    assert Message.objects.count() == 2
    assert (Thread.objects.get().waiting_since, Thread.objects.get().answered_at) == (START, None)


def test_the_answer_is_set_on_a_page_of_the_shops_settings(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)
    address = reverse("chat_automatic", args=["harbor", "harbor-home"])
    assert address in client.get(reverse("settings_shop", args=["harbor", "harbor-home"])).content.decode()
    assert client.post(address, {"on": "on", "en": " "}).status_code == 422
    assert client.post(address, {"on": "on", "en": "x" * 1001}).status_code == 422
    assert client.post(address, {"on": "on", "ru": "Мы закрыты."}).status_code == 302

    assert automatic.setting(cast.desk.pk, cast.shop.pk) == automatic.Setting(on=True, texts={"ru": "Мы закрыты."})
    assert AuditEntry.objects.filter(what="chat.automatic_changed").count() == 1
    assert "Мы закрыты." in client.get(address).content.decode()
    client.force_login(cast.bob)
    assert client.get(address).status_code == 404


def test_it_is_no_longer_than_a_message_of_the_shop_may_be(cast: Cast, client: Client) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    client.force_login(cast.alice)
    address = reverse("chat_automatic", args=["harbor", "harbor-home"])

    refused = client.post(address, {"on": "on", "en": "x" * 501})

    assert refused.status_code == 422
    assert "Keep each answer within 500 characters." in refused.content.decode()
    assert 'maxlength="500"' in client.get(address).content.decode()
    assert client.post(address, {"on": "on", "en": "x" * 500}).status_code == 302
