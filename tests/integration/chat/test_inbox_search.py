"""Finding conversations: words in three languages, buyers, articles, orders; the newest match first, and no further than needed."""

from typing import Any

import pytest
from django.test import Client

from chat.models import Said, Thread
from chat.queries import searching
from sellerdesk.domain import permissions
from sellerdesk.domain.searching import said as folded
from tests.factories.feed import told
from tests.factories.kernel import Cast
from tests.integration.chat.test_inbox_list import LIST, NOW, listed, said
from tests.integration.chat.test_inbox_thread import fill


pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice)
    return client


@pytest.fixture
def talks(cast: Cast) -> None:
    fill(
        cast,
        told("product", "P1", NOW.isoformat(), title="Кофемолка Moka", article="118-204"),
        said("M1", "C1", 60, "Ёлка пришла разбитая", name="Анна Кириллова"),
        said("M2", "C2", 50, "磨豆机的手柄转不动，色差很大", name="李航"),
        said("M3", "C3", 40, "Does it fit size XL?", name="John Smith", product="P1"),
        said("M4", "C4", 30, "Где мой заказ", name="Пётр Ёжиков", order="Ord-77"),
        said("M5", "C1", 20, "Жду ответа про ёлку", name="Анна Кириллова"),
        said("M6", "C5", 10, "👍", name="王小雨"),
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("елка", ["C1"]),
        ("ЁЛКУ разбитая", ["C1"]),
        ("ЁЛКУ заказ", []),
        ("заказ", ["C4"]),
        ("заказы", ["C4"]),
        ("手柄", ["C2"]),
        ("差", ["C2"]),
        ("xl", ["C3"]),
        ("анна", ["C1"]),
        ("ежик", ["C4"]),
        ("航", ["C2"]),
        ("李", ["C2"]),
        ("小雨", ["C5"]),
        ("小", ["C5"]),
        ("smith", ["C3"]),
        ("118-204", ["C3"]),
        ("кофемолка", ["C3"]),
        ("Ord-77", ["C4"]),
        ("#ord-77", []),
        ("👍", ["C5"]),
        ("nowhere", []),
        ("%", []),
        ("\\", []),
    ],
)
def test_by_word_buyer_article_and_order(talks: None, alice: Client, words: str, shown: list[str]) -> None:
    assert listed(alice, q=words) == shown


def test_the_newest_message_with_the_words_is_marked_and_leads_there(talks: None, alice: Client) -> None:
    page = alice.get(LIST, {"q": "ёлка"}).content.decode()
    message = Said.objects.filter(words__contains="про елку").get().message_id

    assert "<mark>ёлк</mark>у" in page
    assert f"at={message}" in page
    assert "1 found" in page


def test_orders_are_found_by_those_who_may_see_them(talks: None, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(cast.bob)
    assert listed(client, q="Ord-77") == ["C4"]

    monkeypatch.setitem(permissions.ROLES, "agent", permissions.ROLES["agent"] - {permissions.ORDERS_SEE})
    assert listed(client, q="Ord-77") == []


def test_what_narrows_the_list_narrows_the_search_and_the_tab_does_not(talks: None, alice: Client) -> None:
    assert listed(alice, q="заказ", sale="after") == ["C4"]
    assert listed(alice, q="заказ", sale="before") == []
    assert listed(alice, q="заказ", show="done") == ["C4"]


def test_a_frequent_word_ends_early_and_a_rare_old_one_is_looked_up(
    talks: None, cast: Cast, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(cast, *(said(f"N{number}", f"D{number}", 5, "frequent word") for number in range(60)))
    monkeypatch.setattr(searching, "TRIED", (20, 40))
    monkeypatch.setattr(searching, "LEAST_TRIED", 20)
    asked: list[Any] = []
    plain = searching._looked_up

    def spied(*given: Any) -> Any:
        asked.append(given)
        return plain(*given)

    monkeypatch.setattr(searching, "_looked_up", spied)

    assert "More than 50 found" not in alice.get(LIST, {"q": "разбитая"}).content.decode()
    assert listed(alice, q="разбитая") == ["C1"]
    assert asked

    asked.clear()
    monkeypatch.setattr(searching, "TRIED", (100,))
    assert "More than 50 found" in alice.get(LIST, {"q": "frequent"}).content.decode()
    assert not asked


def test_signs_that_cannot_be_looked_up_are_tried_and_that_is_said(talks: None, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "TRIED", (1,))
    monkeypatch.setattr(searching, "LEAST_TRIED", 1)

    assert listed(alice, q="👍") == ["C5"]
    assert "among the newest messages" in alice.get(LIST, {"q": "👍"}).content.decode()
    assert "among the newest messages" not in alice.get(LIST, {"q": "заказ"}).content.decode()


def test_the_search_box_finds_conversations_too(talks: None, alice: Client) -> None:
    page = alice.get("/desks/harbor/search/", {"q": "разбитая"}).content.decode()

    assert f"/chats/{Thread.objects.get(outside_id='C1').pk}/?show=all&amp;at=" in page
    assert "Анна Кириллова" in page


def test_the_folded_words_hold_short_words_by_themselves() -> None:
    assert " 差很 " in folded(["色差很大"])
