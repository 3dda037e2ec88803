"""Signals of refusals and claims: opened once from the kept figures, closed with what was done, the share before and after."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.models import ComplaintSignal
from returns.models import Figure, ReturnSignal
from returns.queries import signals as queries
from returns.rows.sums import today_of
from returns.services import signals
from reviews.models import TopicSignal
from sellerdesk import complaints, roles, shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Membership, Product, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, order
from tests.factories.kernel import Cast, make_token
from tests.factories.returned import settle
from tests.factories.returns import claim, refusal


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
D = timedelta(days=1)
MOST_QUERIES = 15
JSON = "application/json"
BARE: dict[str, Any] = dict.fromkeys(("title", "article", "category", "image", "price_currency", "cost_currency"), "")


def count(shop: ShopFacts, product: str, ago: timedelta, lines: int, **reasons: int) -> None:
    """Keep figures as if so many lines were ordered that day, and claims made of them for these reasons, or with `refused_…` refused."""
    day = today_of(shop, NOW - ago)
    own, _made = Product.objects.get_or_create(desk_id=shop.desk_id, shop_id=shop.id, outside_id=product, defaults=BARE)
    refused = {name.removeprefix("refused_"): number for name, number in reasons.items() if name.startswith("refused_")}
    claimed = {name: number for name, number in reasons.items() if not name.startswith("refused_")}
    whole = {"lines": lines, "refused": sum(refused.values()), "claimed": sum(claimed.values())}
    rows = [("all", "", whole), ("product", str(own.pk), whole)]
    for column, told in (("refused", refused), ("claimed", claimed)):
        rows += [("reason", reason, {column: number}) for reason, number in told.items()]
        rows += [("product_reason", f"{own.pk}:{reason}", {column: number}) for reason, number in told.items()]
    for dimension, key, numbers in rows:
        at: dict[str, Any] = {
            "desk_id": shop.desk_id,
            "shop_id": shop.id,
            "span": 1,
            "day": day,
            "dimension": dimension,
            "key": key,
            "currency": "",
        }
        row, _made = Figure.objects.get_or_create(**at)
        for column, number in numbers.items():
            setattr(row, column, getattr(row, column) + number)
        row.save()


def usual(shop: ShopFacts) -> None:
    """Two products whose share of a few in a hundred is what is usual."""
    count(shop, "P1", 60 * D, 60, disliked=2)
    count(shop, "P2", 60 * D, 140, disliked=5)


def look(shop: ShopFacts, now: datetime = NOW) -> dict[tuple[str, str], ReturnSignal]:
    """What is open after looking: by sort and the product's or buyer's name in the feed."""
    signals.look(shop=shop, now=now)
    rows = ReturnSignal.objects.filter(shop_id=shop.id, is_open=True).select_related("product", "buyer")
    items = set(WorkItem.objects.filter(shop_id=shop.id, kind="return_signal", state="open").values_list("subject", flat=True))
    assert items == {f"return_signal:{row.pk}" for row in rows}
    return {(row.sort, row.product.outside_id if row.product else row.buyer.outside_id if row.buyer else row.reason): row for row in rows}


def test_a_product_beyond_its_range_names_its_cause_and_not_its_reasons_again() -> None:
    shop = feed_shop()
    usual(shop)
    count(shop, "P1", 10 * D, 30, too_small=8, disliked=1)

    found = look(shop)
    assert set(found) == {("claimed", "P1"), ("reason", "too_small")}
    one = found["claimed", "P1"]
    assert (one.hits, one.lines, one.cause) == (9, 30, "size_table")
    assert set(look(shop)) == set(found)
    assert WorkItem.objects.filter(kind="return_signal").count() == 2


def test_refusals_are_a_signal_of_their_own() -> None:
    shop = feed_shop()
    usual(shop)
    count(shop, "P1", 10 * D, 20, refused_colour=6)

    one = look(shop)["refused", "P1"]
    assert (one.hits, one.lines, one.cause) == (6, 20, "photo")


def test_what_is_usual_again_closes_by_itself() -> None:
    shop = feed_shop()
    usual(shop)
    count(shop, "P1", 10 * D, 30, too_small=9)
    look(shop)

    assert look(shop, NOW + 40 * D) == {}
    assert set(ReturnSignal.objects.values_list("outcome", flat=True)) == {"fell"}


def test_a_reason_rises_for_a_product_whose_share_does_not() -> None:
    shop = feed_shop()
    count(shop, "P1", 60 * D, 60, colour=12)
    count(shop, "P2", 60 * D, 200)
    count(shop, "P1", 10 * D, 30, too_small=7)

    found = look(shop)
    assert ("claimed", "P1") not in found
    assert found["product_reason", "P1"].reason == "too_small"


def test_a_buyer_who_refuses_again_and_again() -> None:
    shop = feed_shop()
    records = [bought(f"O{n}", (20 + n) * D, "AGAIN") for n in range(4)]
    records += [refusal(f"U{n}", f"O{n}", at=(NOW - D).isoformat()) for n in range(3)]
    load(shop, *records, now=NOW)
    settle(shop)

    one = look(shop)["buyer", "AGAIN"]
    assert (one.hits, one.lines) == (3, 4)


def bought(ref: str, ago: timedelta, buyer: str = "B1") -> Record:
    return order(ref, lines=("P1",), buyer=buyer, at=(NOW - ago).isoformat(), completed_at=(NOW - ago).isoformat())


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """P-P1 is claimed back nine times of thirty; three of the claims are there to read."""
    shop = shops.facts(cast.shop)
    load(shop, *(bought(f"O{n}", 10 * D) for n in range(3)), now=NOW)
    told: dict[str, Any] = {"at": (NOW - 9 * D).isoformat(), "reason": {"code": "bigger", "text": "велик"}}
    load(shop, *(claim(f"C{n}", f"O{n}", **told) for n in range(3)), now=NOW)
    usual(shop)
    count(shop, "P-P1", 10 * D, 30, too_large=9)
    look(shop)
    return cast


def page(client: Client, name: str, *of: Any) -> str:
    response = client.get(reverse(name, args=["harbor", *of]))
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_its_cause_and_rows_and_is_closed_with_what_was_done(desk: Cast, client: Client) -> None:
    client.force_login(desk.bob)
    own = ReturnSignal.objects.get(sort="claimed").pk
    shown = page(client, "return_signal", own)
    for said in ("the size table", "9 of 30 ordered lines", "Too large", "велик"):
        assert said in shown
    assert re.findall(r">Claim (C\d)<", shown) == ["C2", "C1", "C0"]
    assert re.findall(r">Claim (C\d)<", page(client, "return_signal", ReturnSignal.objects.get(sort="reason").pk)) == ["C2", "C1", "C0"]
    at = reverse("return_signal_close", args=["harbor", own])
    assert client.post(at, {"did": " "}).status_code == 422
    assert client.post(at, {"did": "x" * 1_001}).status_code == 422
    assert client.post(at, {"did": "Size table corrected"}).status_code == 302
    assert client.post(at, {"did": "again"}).status_code == 422

    shown = page(client, "return_signal", own)
    assert "Size table corrected" in shown
    assert "9 of 30" in shown
    assert "0 of 0" in shown
    assert WorkItem.objects.get(subject=f"return_signal:{own}").outcome == "done"
    assert "Size table corrected" not in page(client, "return_signals")


def test_the_share_since_is_of_what_was_ordered_since_and_only_that_opens_it_again() -> None:
    shop = feed_shop()
    usual(shop)
    count(shop, "P1", 10 * D, 30, too_small=9)
    own = look(shop)["claimed", "P1"]
    given: dict[str, Any] = {"desk_id": shop.desk_id, "shop_ids": [shop.id], "signal_id": own.pk, "user_id": None, "actor": SYSTEM}
    signals.close(did="done", now=NOW - 9 * D, **given)
    count(shop, "P1", 5 * D, 20, too_small=1)

    one = queries.signal(shop.desk_id, [shop.id], own.pk)
    assert one is not None
    found = queries.afterwards(one, shop, today_of(shop, NOW))
    assert found is not None
    assert [(share.hits, share.count) for share in (found.before, found.after)] == [(9, 30), (1, 20)]
    assert ("claimed", "P1") not in look(shop)
    count(shop, "P1", 4 * D, 20, too_small=9)
    again = look(shop)["claimed", "P1"]
    assert (again.hits, again.lines) == (10, 40)
    assert again.pk != own.pk


def test_complaints_are_a_signal_until_returns_rise(cast: Cast, client: Client) -> None:
    shop = shops.facts(cast.shop)
    usual(shop)
    count(shop, "P1", 10 * D, 30)
    product = Product.objects.get(shop_id=shop.id, outside_id="P1")
    told = TopicSignal.objects.create(
        desk_id=shop.desk_id, shop_id=shop.id, product=product, topic="size", since=NOW - 3 * D, ripe=NOW - D, newest=NOW - D, number=4,
        why="close",
    )  # fmt: skip
    found = look(shop)
    assert set(found) == {("complaints", "P1")}
    client.force_login(cast.bob)
    assert f"/reviews/signals/{told.pk}/" in page(client, "return_signal", found["complaints", "P1"].pk)
    count(shop, "P1", 9 * D, 30, too_small=9)

    assert ("claimed", "P1") in look(shop)
    assert ReturnSignal.objects.get(sort="complaints").outcome == "rose"


def test_the_same_complaint_of_reviews_and_chats_is_one_signal(cast: Cast, client: Client) -> None:
    shop = shops.facts(cast.shop)
    usual(shop)
    count(shop, "P1", 10 * D, 30)
    about: dict[str, Any] = {"desk_id": shop.desk_id, "shop_id": shop.id, "topic": "size", "why": "close", "is_open": True}
    about |= {"product": Product.objects.get(shop_id=shop.id, outside_id="P1"), "ripe": NOW - D, "newest": NOW - D}
    read = TopicSignal.objects.create(**about, since=NOW - 3 * D, number=4)
    said = ComplaintSignal.objects.create(**about, since=NOW - 5 * D, number=6)

    [own] = look(shop).values()
    assert (own.hits, own.told_page, own.told_id) == (10, "chat_complaints", said.pk)
    [together] = complaints.open_ones(shop)
    assert together.since == NOW - 5 * D
    client.force_login(cast.alice)
    told = page(client, "return_signal", own.pk)
    in_reviews, in_chats = f"/reviews/signals/{read.pk}/", f"/chats/complaints/{said.pk}/"
    assert re.search(rf'{in_chats}[^>]*">6 in chats</a>, <a href="[^"]*{in_reviews}[^>]*">4 in reviews</a>', told)

    # Who may not read chats is told how many there are, and led nowhere.
    wanted = ["returns.see", "reviews.see"]
    roles.change_role(desk_id=shop.desk_id, role="agent", wanted=wanted, by=cast.alice, actor=SYSTEM, now=NOW)
    client.force_login(cast.bob)
    told = page(client, "return_signal", own.pk)
    assert "6 in chats" in told
    assert (in_chats in told, in_reviews in told) == (False, True)

    # One of the two is over: the other is left, and leads to itself; then it is closed, and still leads there.
    ComplaintSignal.objects.update(is_open=False)
    [own] = look(shop).values()
    assert (own.hits, own.told_page, own.told_id) == (4, "review_signal", read.pk)
    signals.close(desk_id=shop.desk_id, shop_ids=[shop.id], signal_id=own.pk, user_id=None, did="Measured", actor=SYSTEM, now=NOW)
    assert in_reviews in page(client, "return_signal", own.pk)


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


def test_programs_read_and_close_them(desk: Cast, client: Client) -> None:
    headers = {"Authorization": f"Bearer {make_token(desk.desk, 'returns.see', 'chats.answer')[1]}"}
    at, own = "/api/v1/shops/harbor-home/return-signals/", ReturnSignal.objects.get(sort="claimed").pk
    told = client.get(at, {"open": "1"}, headers=headers).json()["items"]
    assert {one["sort"]: one["product"] for one in told} == {"claimed": "P-P1", "reason": None}
    assert client.post(f"{at}{own}/close/", {"did": ""}, headers=headers, content_type=JSON).status_code == 400
    assert client.post(f"{at}{own}/close/", {"did": "Measured"}, headers=headers, content_type=JSON).json()["did"] == "Measured"

    assert client.post(f"{at}{own}/close/", {"did": "Again"}, headers=headers, content_type=JSON).json()["code"] == "signal_not_open"
    assert client.get(f"{at}{own}/", headers=headers).json()["outcome"] == "done"
