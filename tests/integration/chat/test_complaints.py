"""What buyers complain of in chats: looked through once, in any order, with what was changed; where it comes together; who may read it."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from chat import tasks
from chat.models import Complaint, ComplaintSignal, Thread
from chat.queries import complaints
from chat.services import clustering, listening
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Buyer, Membership
from sellerdesk.privacy import buyers
from sellerdesk.shops import ShopFacts
from tests.factories.chat import START, change, message, send
from tests.factories.feed import Record, feed_shop, load
from tests.factories.kernel import Cast, make_token


LATER = START + timedelta(hours=1)
D = timedelta(days=1)
DAY = 24 * 60


def hear(shop: ShopFacts, *records: Record, now: Any = LATER) -> None:
    load(shop, *records, now=now)
    while listening.listen(shop=shop, now=now):
        pass


def torn(number: int, minute: float = 0, text: str = "Пришёл рваный", **fields: Any) -> Record:
    buyer = {"id": f"B{number}", "name": f"Buyer {number}"}
    return message(f"M{number}", minute, conversation=f"C{number}", text=text, **{"product": "P1", "buyer": buyer, **fields})


def kept(shop: ShopFacts) -> set[tuple[Any, ...]]:
    return set(Complaint.objects.filter(shop_id=shop.id).values_list("thread__outside_id", "product__outside_id", "topic", "at"))


@pytest.mark.django_db
class TestKeeping:
    def test_each_topic_is_kept_once_for_a_conversation_since_it_was_first_told(self) -> None:
        shop = feed_shop()
        hear(shop, torn(1, 30), message("M2", 5, conversation="C1", text="Пришёл рваный и воняет"), message("M3", 1, conversation="C1"))

        first = START + timedelta(minutes=5)
        assert kept(shop) == {("C1", "P1", "damaged", first), ("C1", "P1", "smell", first)}

    def test_the_product_may_be_named_later_and_another_way(self) -> None:
        shop = feed_shop()
        hear(shop, torn(1, product=None))
        assert {row[1] for row in kept(shop)} == {None}
        hear(shop, message("M2", 5, conversation="C1", product="P2"))

        assert {row[1] for row in kept(shop)} == {"P2"}

    def test_only_what_is_new_is_looked_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shop = feed_shop()
        hear(shop, torn(1))
        read: list[str] = []

        def noted(text: str) -> frozenset[str]:
            read.append(text)
            return frozenset()

        monkeypatch.setattr(listening, "complains_of", noted)
        hear(shop, message("M2", 5, conversation="C1", text="Hello?"))
        send(thread=Thread.objects.get(), now=LATER)
        hear(shop)

        assert read == ["Hello?"]
        assert len(kept(shop)) == 1

    def test_very_many_messages_take_several_goes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shop = feed_shop()
        monkeypatch.setattr(listening, "MESSAGES_AT_ONCE", 2)
        load(shop, *(message(f"M{n}", n, conversation=f"C{n // 3}", text="воняет" if n % 3 == 2 else "да", product="P1") for n in range(6)))
        goes = []
        while listening.listen(shop=shop, now=LATER):
            goes.append(len(kept(shop)))

        assert goes == [0, 1, 2]
        assert not Thread.objects.exclude(heard=3).exists()

    @pytest.mark.parametrize("text", [None, "Спасибо, всё хорошо"])
    def test_what_was_removed_or_edited_is_followed(self, text: str | None) -> None:
        shop = feed_shop()
        hear(shop, torn(1))
        hear(shop, change("H1", "M1", 9, text))

        assert kept(shop) == set()

    def test_what_was_put_elsewhere_is_followed(self) -> None:
        shop = feed_shop()
        hear(shop, torn(1, 5))
        hear(shop, torn(1, 1) | {"conversation": "C9"})

        assert kept(shop) == {("C9", "P1", "damaged", START + timedelta(minutes=1))}

    def test_who_is_erased_leaves_what_was_complained_of_and_no_words(self, cast: Cast) -> None:
        shop = shops.facts(cast.shop)
        hear(shop, torn(1))
        load(shop, torn(2, text="воняет"))
        for buyer in Buyer.objects.filter(shop_id=shop.id):
            buyers.erase(desk_id=shop.desk_id, shop_ids=[shop.id], buyer_id=buyer.pk, actor=SYSTEM, now=LATER)
        before = kept(shop)
        listening.again(shop, list(Thread.objects.values_list("id", flat=True)))
        hear(shop)

        assert {row[2] for row in before} == {"damaged", "smell"}
        assert kept(shop) == before


@pytest.mark.django_db
@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_order_of_arrival_makes_no_difference(data: st.DataObject) -> None:
    told = [
        torn(1, 3), message("M2", 1, conversation="C1", text="пришёл рваный"), change("H1", "M2", 9, "спасибо"), torn(4, 2, text="ок"),
        message("M3", 7, conversation="C1", text="воняет", product="P2"), change("H2", "M3", 8, None), torn(4, 1, text="воняет"),
        change("H3", "M3", 10, "бракованный"),
        torn(1, 2) | {"id": "M5", "conversation": "C5"}, torn(1, 1) | {"id": "M5", "conversation": "C6"},
    ]  # fmt: skip
    shuffled = data.draw(st.permutations(told))
    ends = [*sorted(data.draw(st.lists(st.integers(1, len(told)), max_size=3))), len(told)]
    shop = feed_shop()
    for begin, end in pairwise([0, *ends]):
        hear(shop, *shuffled[begin:end])

    assert kept(shop) == {
        ("C1", "P2", "damaged", START + timedelta(minutes=3)),
        ("C1", "P2", "quality", START + timedelta(minutes=7)),
        ("C4", "P1", "smell", START + timedelta(minutes=1)),
        ("C6", "P1", "damaged", START + timedelta(minutes=1)),
    }


@pytest.mark.django_db
class TestSignals:
    def test_three_conversations_within_a_week_come_together_and_part_again(self) -> None:
        shop = feed_shop()
        hear(shop, torn(1), torn(2, DAY), now=START + D)
        assert not ComplaintSignal.objects.exists()
        hear(shop, torn(3, 2 * DAY), torn(4, 2 * DAY, product="P2"), now=START + 2 * D)

        one = ComplaintSignal.objects.get()
        assert (one.product.outside_id, one.topic, one.number, one.why, one.is_open) == ("P1", "damaged", 3, "close", True)
        assert (one.since, one.ripe, one.newest) == (START, START + 2 * D, START + 2 * D)
        hear(shop, change("H1", "M2", 2 * DAY + 5, None), now=START + 3 * D)
        assert not ComplaintSignal.objects.get().is_open

    def test_one_buyer_who_complains_three_times_is_one(self) -> None:
        shop = feed_shop()
        hear(shop, *(torn(1, n) | {"id": f"X{n}"} for n in range(3)))

        assert not ComplaintSignal.objects.exists()

    def test_time_alone_ends_it(self) -> None:
        shop = feed_shop()
        hear(shop, torn(1), torn(2), torn(3))
        clustering.look(shop=shop, now=START + 29 * D)
        assert ComplaintSignal.objects.get().is_open
        clustering.look(shop=shop, now=START + 31 * D)
        assert not ComplaintSignal.objects.get().is_open

    def test_workers_find_what_nobody_asked_them_for(self) -> None:
        shop = feed_shop()
        load(shop, torn(1))
        assert listening.shops_unheard() == [shop.id]
        tasks.listen(shop_id=shop.id)
        tasks.look_for_complaints()

        assert listening.shops_unheard() == []
        assert len(kept(shop)) == 1


@pytest.fixture
def signal(cast: Cast) -> ComplaintSignal:
    """Four conversations complain of P1."""
    hear(shops.facts(cast.shop), *(torn(n, n, order=f"O{n}" if n == 1 else None) for n in range(1, 5)))
    return ComplaintSignal.objects.get()


def at(cast: Cast, signal: ComplaintSignal, **query: str) -> str:
    return reverse("chat_complaints", args=[cast.desk.slug, signal.pk], query=query)


@pytest.mark.django_db
class TestReading:
    def test_the_page_leads_to_the_conversations_newest_first(
        self, client: Client, cast: Cast, signal: ComplaintSignal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(complaints, "PAGE", 3)
        client.force_login(cast.alice)
        first = client.get(at(cast, signal))
        assert "4 complaints since 31 Mar: damaged" in first.content.decode()
        assert [(row.thread.outside_id, row.words) for row in first.context["rows"]] == [(f"C{n}", "Пришёл рваный") for n in (4, 3, 2)]
        assert reverse("chat", args=[cast.desk.slug, first.context["rows"][0].thread_id]) in first.content.decode()
        second = client.get(at(cast, signal, after=first.context["after"]))
        assert ([row.thread.outside_id for row in second.context["rows"]], second.context["after"]) == (["C1"], "")

    def test_nobody_else_reads_it(self, client: Client, cast: Cast, signal: ComplaintSignal) -> None:
        client.force_login(cast.bob)
        assert client.get(at(cast, signal)).status_code == 200
        Membership.objects.filter(user=cast.bob).update(every_shop=False)
        assert client.get(at(cast, signal)).status_code == 404
        client.force_login(cast.carol)
        assert client.get(at(cast, signal)).status_code == 404
        client.force_login(cast.alice)
        signal.pk = 2**63
        assert client.get(at(cast, signal)).status_code == 404

    def test_programs_read_the_same(self, client: Client, cast: Cast, signal: ComplaintSignal) -> None:
        token = {"Authorization": f"Bearer {make_token(cast.desk, 'chats.see')[1]}"}
        place = f"/api/v1/shops/{cast.shop.slug}/chat-complaints/"
        [one] = client.get(f"{place}?open=1", headers=token).json()["items"]
        assert (one["product"], one["topic"], one["number"], one["open"]) == ("P1", "damaged", 4, True)
        told = client.get(f"{place}{one['id']}/threads/?limit=3", headers=token).json()
        assert (told["number"], [item["thread"]["conversation"] for item in told["items"]]) == (4, ["C4", "C3", "C2"])
        rest = client.get(f"{place}{one['id']}/threads/", {"limit": 3, "cursor": told["next"]}, headers=token).json()
        assert [item["thread"]["conversation"] for item in rest["items"]] == ["C1"]
        assert client.get(f"{place}{one['id'] + 1}/threads/", headers=token).status_code == 404
        blind = {"Authorization": f"Bearer {make_token(cast.desk, 'reviews.see')[1]}"}
        assert client.get(place, headers=blind).status_code == 404
