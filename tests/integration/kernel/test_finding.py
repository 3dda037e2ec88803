"""The search box: orders by number and buyer, listings by title and article, in one's own shops alone, quick among many."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sellerdesk import finding
from sellerdesk.domain import permissions
from sellerdesk.models import Buyer, Membership, MembershipShop, Order, Product, Shop
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop


pytestmark = pytest.mark.django_db


def order(shop: Shop, number: str, buyer: str = "", *, hours: int = 0) -> Order:
    who = Buyer.objects.create(desk_id=shop.desk_id, shop=shop, outside_id=f"of {number}", name=buyer)
    return Order.objects.create(
        desk_id=shop.desk_id, shop=shop, outside_id=number, buyer=who, placed_at=NOW + timedelta(hours=hours), status="delivered"
    )


def product(shop: Shop, number: str, title: str, article: str = "") -> Product:
    return Product.objects.create(desk_id=shop.desk_id, shop=shop, outside_id=number, title=title, article=article)


def numbers(cast: Cast, words: str, *shops: Shop, limit: int = 9) -> list[str]:
    hits = finding.orders(
        cast.desk.pk, "harbor", [shop.pk for shop in shops or (cast.shop,)], words, limit, permissions.PERMISSIONS.__contains__, NOW
    )
    return [hit.title.removeprefix("Order ") for hit in hits]


def titles(cast: Cast, words: str, *shops: Shop) -> list[str]:
    return [
        hit.title
        for hit in finding.products(
            cast.desk.pk, "harbor", [shop.pk for shop in shops or (cast.shop,)], words, 9, permissions.PERMISSIONS.__contains__, NOW
        )
    ]


def test_an_order_is_found_by_its_number(cast: Cast) -> None:
    for hours, number in enumerate(["A-1", "A-10", "A-11", "B-1", "a%1", "A_1"]):
        order(cast.shop, number, hours=hours)

    assert numbers(cast, "A-1") == ["A-1", "A-11", "A-10"]
    assert numbers(cast, "a-10") == ["A-10"]
    assert numbers(cast, "№ B-1") == ["B-1"]
    assert numbers(cast, "A%") == numbers(cast, "A\\") == numbers(cast, "-1") == []
    assert numbers(cast, "A_") == ["A_1"]
    assert numbers(cast, "a%") == ["a%1"]
    assert numbers(cast, "A", limit=2) == ["A_1", "A-11"]


def test_an_order_is_found_by_its_buyer(cast: Cast) -> None:
    for hours, (number, name) in enumerate(
        [("1", "Марина Соловьёва"), ("2", "王小雨"), ("3", "Solo%wey"), ("4", ""), ("5", "Петр Соловьев")]
    ):
        order(cast.shop, number, name, hours=hours)

    assert numbers(cast, "соловье") == numbers(cast, "СОЛОВЬЁ") == ["5", "1"]
    assert numbers(cast, "соловья") == []
    assert numbers(cast, "王") == numbers(cast, "王小") == numbers(cast, "王小雨") == ["2"]
    assert numbers(cast, "小雨") == []
    assert numbers(cast, "o%w") == ["3"]
    assert numbers(cast, "%%%") == numbers(cast, "___") == []


def test_what_is_found_says_what_it_is(cast: Cast) -> None:
    order(cast.shop, "A-1", "Марина")
    [hit] = finding.orders(cast.desk.pk, "harbor", [cast.shop.pk], "A-1", 9, permissions.PERMISSIONS.__contains__, NOW)
    product(cast.shop, "P-1", "", "ART-7")
    [listing] = finding.products(cast.desk.pk, "harbor", [cast.shop.pk], "art-7", 9, permissions.PERMISSIONS.__contains__, NOW)

    assert (hit.title, hit.text, hit.note, hit.href) == ("Order A-1", "Марина", "delivered, placed 31 Mar 2026 · Harbor-Home", "")
    assert (listing.title, listing.note) == ("ART-7", "article ART-7 · Harbor-Home")


def test_a_listing_is_found_by_title_article_and_number(cast: Cast) -> None:
    product(cast.shop, "P-1", "Кофемолка ручная, берёза", "GR-100")
    product(cast.shop, "P-2", "白瓷盖碗 150 毫升", "GW_150")
    product(cast.shop, "P-3", "100% cotton throw")

    assert titles(cast, "береза") == titles(cast, "gr-10") == titles(cast, "P-1") == ["Кофемолка ручная, берёза"]
    assert titles(cast, "白瓷") == titles(cast, "W_1") == ["白瓷盖碗 150 毫升"]
    assert titles(cast, "0% c") == ["100% cotton throw"]
    assert titles(cast, "ё") == titles(cast, "е") == titles(cast, "G__150") == titles(cast, "P-") == []


def test_nothing_is_found_in_shops_of_others(cast: Cast) -> None:
    second = make_shop(cast.desk, "harbor-two")
    for shop in (cast.shop, second, cast.other_shop):
        order(shop, f"A-{shop.slug}", "Марина")
        product(shop, "P-1", f"Throw {shop.slug}")

    assert numbers(cast, "A-") == numbers(cast, "Марина") == ["A-harbor-home"]
    assert numbers(cast, "A-", second) == ["A-harbor-two"]
    assert titles(cast, "throw") == ["Throw harbor-home"]
    assert numbers(cast, "A-", cast.other_shop) == numbers(cast, "Марина", cast.other_shop) == titles(cast, "throw", cast.other_shop) == []


@pytest.mark.parametrize(("role", "finds"), [("owner", True), ("agent", True), ("read_only", True), ("analyst", False)])
def test_who_may_not_see_orders_finds_none(cast: Cast, client: Client, role: str, finds: bool) -> None:
    person = make_person("dora@example.org")
    join(cast.desk, person, role)
    client.force_login(person)
    order(cast.shop, "A-1", "<b>Марина\u202e")

    page = client.get("/desks/harbor/search/?q=A-1").content.decode()

    assert ("Order A-1" in page) is finds
    assert ("Nothing found" in page) is not finds
    assert "<b>Марина" not in page


def test_the_page_says_when_there_are_more_and_keeps_to_the_members_shops(cast: Cast, client: Client) -> None:
    second = make_shop(cast.desk, "harbor-two")
    member = Membership.objects.get(desk=cast.desk, user=cast.bob)
    member.every_shop = False
    member.save()
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=second)
    client.force_login(cast.bob)
    for number in range(12):
        order(cast.shop, f"A-9{number:02}", hours=number)
        order(second, f"A-8{number:02}", hours=number)

    page = unescape(client.get("/desks/harbor/search/?q=A-").content.decode())

    assert "more than 8" in page
    assert page.count("Order A-8") == 8
    assert "A-9" not in page
    assert client.get("/desks/harbor/search/?q=A-&shop=harbor-home").status_code == 404


@pytest.mark.long
def test_among_many_questions_go_through_their_indexes(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"desk": cast.desk.pk, "shop": cast.shop.pk})
    questions: dict[str, Callable[[], list[str]]] = {
        "number": lambda: numbers(cast, "w50001"),
        "buyer": lambda: numbers(cast, "соловье"),
        "title": lambda: titles(cast, "кофе"),
    }
    plans = {}
    for name, ask in questions.items():
        seen: list[str] = []
        with connection.execute_wrapper(explaining(seen)):
            assert ask()
        plans[name] = "\n".join(seen)

    assert "Index Scan Backward using order_once_per_shop" in plans["number"]
    assert "outside_id >= 'W50001'" in plans["number"]
    assert "buyer_by_name" in plans["buyer"]
    assert "product_by_words" in plans["title"]
    assert not re.search(r"Seq Scan on sellerdesk_(buyer|product)", "".join(plans.values()))


MANY = """
INSERT INTO sellerdesk_buyer (desk_id, shop_id, outside_id, name)
SELECT %(desk)s, %(shop)s, n, CASE n WHEN 7 THEN 'Марина Соловьёва' ELSE 'Анна ' || md5(n::text) END FROM generate_series(1, 20000) n;
INSERT INTO sellerdesk_order (desk_id, shop_id, outside_id, buyer_id, placed_at, status, courier, tracking, region, warehouse,
    shipping_cost_currency, note, reviewable)
SELECT desk_id, shop_id, 'W' || 50000000 + outside_id::int, id, '2026-01-01'::timestamptz, 'placed', '', '', '', '', '', '', true
FROM sellerdesk_buyer;
INSERT INTO sellerdesk_product (desk_id, shop_id, outside_id, title, article, category, image, price_currency, cost_currency)
SELECT %(desk)s, %(shop)s, n, CASE n WHEN 7 THEN 'Кофемолка' ELSE 'Плед ' || md5(n::text) END, n, '', '', '', ''
FROM generate_series(1, 20000) n;
ANALYZE sellerdesk_buyer; ANALYZE sellerdesk_order; ANALYZE sellerdesk_product;
"""


def explaining(seen: list[str]) -> Any:
    """A wrapper of queries that keeps the plan of each."""

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        execute(f"EXPLAIN {sql}", params, many, context)
        seen.extend(row[0] for row in context["cursor"].fetchall())
        return execute(sql, params, many, context)

    return wrapper
