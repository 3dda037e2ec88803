"""Signals of refusals and claims: opened once from the kept figures, closed with what was done, the share before and after."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from returns.models import ReturnSignal
from returns.services import signals
from reviews.models import TopicSignal
from sellerdesk import shops
from sellerdesk.models import Membership, Product, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, order
from tests.factories.kernel import Cast
from tests.factories.returned import settle
from tests.factories.returns import claim, refusal


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
D = timedelta(days=1)
MOST_QUERIES = 15


def bought(ref: str, ago: timedelta, product: str, buyer: str) -> Record:
    placed = NOW - ago
    lines = [{"id": "L1", "product": product, "quantity": 1}]
    return order(ref, buyer=buyer, at=placed.isoformat(), completed_at=(placed + D / 2).isoformat()) | {"lines": lines}


def trade(*, back: int, of: int, product: str = "P1", ago: timedelta = 10 * D, reason: str = "SIZE_TOO_SMALL", name: str = "") -> Iterator[Record]:
    """So many orders of a product of which the first come back."""
    for number in range(of):
        ref = f"{name or product}-{ago.days}-{number}"
        yield bought(ref, ago, product, f"B-{ref}")
        if number < back:
            yield claim(f"C-{ref}", ref, at=(NOW - ago + D / 2).isoformat(), reason={"code": reason, "text": "мала"})


def look(shop: ShopFacts, now: datetime = NOW) -> dict[tuple[str, str], ReturnSignal]:
    """What is open after looking: by sort and the product's or buyer's name in the feed."""
    settle(shop, now=now)
    signals.look(shop=shop, now=now)
    rows = ReturnSignal.objects.filter(shop_id=shop.id, is_open=True).select_related("product", "buyer")
    items = set(WorkItem.objects.filter(shop_id=shop.id, kind="return_signal", state="open").values_list("subject", flat=True))
    assert items == {f"return_signal:{row.pk}" for row in rows}
    return {(row.sort, row.product.outside_id if row.product else row.buyer.outside_id if row.buyer else row.reason): row for row in rows}


def usual() -> list[Record]:
    return [*trade(back=2, of=60, ago=60 * D), *trade(back=3, of=80, ago=60 * D, product="P2"), *trade(back=1, of=30, product="P2")]


def test_a_product_beyond_its_range_names_its_cause_and_not_its_reasons_again() -> None:
    shop = feed_shop()
    load(shop, *usual(), *trade(back=9, of=30))

    found = look(shop)
    assert set(found) == {("claimed", "P1"), ("reason", "too_small")}
    one = found["claimed", "P1"]
    assert (one.hits, one.lines, one.cause) == (9, 30, "size_table")
    assert set(look(shop)) == set(found)
    assert WorkItem.objects.filter(kind="return_signal").count() == 2


def test_refusals_are_a_signal_of_their_own() -> None:
    shop = feed_shop()
    none_back = list(trade(back=0, of=20))
    refused = [refusal(f"U{n}", f"P1-10-{n}", stage="at_pickup", reason={"code": "COLOR"}) for n in range(6)]
    load(shop, *usual(), *none_back, *refused)

    one = look(shop)["refused", "P1"]
    assert (one.hits, one.lines, one.cause) == (6, 20, "photo")


def test_what_is_usual_again_closes_by_itself() -> None:
    shop = feed_shop()
    load(shop, *usual(), *trade(back=9, of=30))
    look(shop)

    assert look(shop, NOW + 40 * D) == {}
    assert set(ReturnSignal.objects.values_list("outcome", flat=True)) == {"fell"}


def test_a_reason_rises_for_a_product_whose_share_does_not() -> None:
    shop = feed_shop()
    before = trade(back=12, of=60, ago=60 * D, reason="COLOR")
    load(shop, *before, *trade(back=0, of=200, ago=60 * D, product="P2"), *trade(back=7, of=30))

    found = look(shop)
    assert ("product_reason", "P1") in found
    assert ("claimed", "P1") not in found
    assert found["product_reason", "P1"].reason == "too_small"


def test_a_buyer_who_refuses_again_and_again() -> None:
    shop = feed_shop()
    records = [bought(f"O{n}", (20 + n) * D, f"P{n}", "AGAIN") for n in range(4)]
    records += [refusal(f"U{n}", f"O{n}", at=(NOW - D).isoformat()) for n in range(3)]
    load(shop, *records)

    one = look(shop)["buyer", "AGAIN"]
    assert (one.hits, one.lines) == (3, 4)


@pytest.fixture
def desk(cast: Cast) -> Cast:
    shop = shops.facts(cast.shop)
    load(shop, *usual(), *trade(back=9, of=30))
    look(shop)
    return cast


def page(client: Client, name: str, *of: Any) -> str:
    response = client.get(reverse(name, args=["harbor", *of]))
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_closed_with_what_was_done_and_shows_before_and_after(desk: Cast, client: Client) -> None:
    client.force_login(desk.bob)
    own = ReturnSignal.objects.get(sort="claimed").pk
    shown = page(client, "return_signal", own)
    for said in ("the size table", "9 of 30 ordered lines", "Too small", "мала"):
        assert said in shown
    assert len(re.findall(r">Claim C-P1-10-\d<", shown)) == 9
    at = reverse("return_signal_close", args=["harbor", own])
    assert client.post(at, {"did": " "}).status_code == 422
    assert client.post(at, {"did": "x" * 1_001}).status_code == 422
    assert client.post(at, {"did": "Size table corrected"}).status_code == 302
    assert client.post(at, {"did": "again"}).status_code == 422

    shop = shops.facts(desk.shop)
    later = [
        record | {"at": (datetime.fromisoformat(record["at"]) + 13 * D).isoformat()}
        for record in trade(back=1, of=12, name="later", ago=10 * D)
    ]
    load(shop, *[one | ({"completed_at": one["at"]} if one["type"] == "order" else {}) for one in later], now=NOW + 4 * D)
    assert ("claimed", "P1") not in look(shop, NOW + 4 * D)
    shown = client.get(reverse("return_signal", args=["harbor", own])).content.decode()
    assert "Size table corrected" in shown
    assert "9 of 30" in shown


def test_the_share_since_is_of_what_was_ordered_since(desk: Cast) -> None:
    from returns.queries import signals as queries
    from returns.rows.sums import today_of
    from sellerdesk.domain.actor import SYSTEM

    shop = shops.facts(desk.shop)
    own = ReturnSignal.objects.get(sort="claimed")
    given = {"desk_id": shop.desk_id, "shop_ids": [shop.id], "signal_id": own.pk, "user_id": desk.bob.pk, "actor": SYSTEM}
    signals.close(did="done", now=NOW - 9 * D, **given)
    load(shop, *trade(back=1, of=20, ago=5 * D))
    settle(shop)

    one = queries.signal(shop.desk_id, [shop.id], own.pk)
    assert one is not None
    found = queries.afterwards(one, shop, today_of(shop, NOW))
    assert found is not None
    assert [(share.hits, share.count) for share in (found.before, found.after)] == [(9, 30), (1, 20)]
    assert ("claimed", "P1") not in look(shop)
    load(shop, *trade(back=9, of=20, ago=4 * D))
    again = look(shop)["claimed", "P1"]
    assert (again.hits, again.lines) == (10, 40)
    assert again.pk != own.pk


def test_complaints_are_a_signal_until_returns_rise(cast: Cast, client: Client) -> None:
    shop = shops.facts(cast.shop)
    load(shop, *usual(), *trade(back=0, of=30))
    product = Product.objects.get(shop_id=shop.id, outside_id="P1")
    TopicSignal.objects.create(
        desk_id=shop.desk_id, shop_id=shop.id, product=product, topic="size", since=NOW - 3 * D, ripe=NOW - D, newest=NOW - D, number=4,
        why="close",
    )  # fmt: skip
    found = look(shop)
    assert set(found) == {("complaints", "P1")}
    client.force_login(cast.bob)
    assert f"/reviews/signals/{TopicSignal.objects.get().pk}/" in page(client, "return_signal", found["complaints", "P1"].pk)
    load(shop, *trade(back=9, of=30, ago=9 * D))

    assert ("claimed", "P1") in look(shop)
    assert ReturnSignal.objects.get(sort="complaints").outcome == "rose"


def test_pages_ask_few_queries_and_hide_from_who_may_not(desk: Cast, client: Client) -> None:
    own = ReturnSignal.objects.get(sort="claimed").pk
    client.force_login(desk.alice)
    assert f"/returns/signals/{own}/" in page(client, "today")
    for name, of in (("return_signals", ()), ("return_signal", (own,))):
        page(client, name, *of)
        with CaptureQueriesContext(connection) as asked:
            page(client, name, *of)
        assert len(asked) <= MOST_QUERIES, (name, [query["sql"][:90] for query in asked.captured_queries])
    client.force_login(desk.bob)
    Membership.objects.filter(user=desk.bob).update(role="read_only")
    assert client.post(reverse("return_signal_close", args=["harbor", own]), {"did": "x"}).status_code == 404
    Membership.objects.filter(user=desk.bob).update(role="analyst")
    assert client.get(reverse("return_signal", args=["harbor", own])).status_code == 404
