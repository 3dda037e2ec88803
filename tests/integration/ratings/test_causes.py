"""Where low marks come from: counted by a worker, told in groups, and never leading to who gave a mark."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.test import Client

from ratings.models import CauseGroup
from ratings.queries import cause_orders, causes as finding
from ratings.services import causes as keeping
from sellerdesk import order_traits, shops
from sellerdesk.domain import permissions
from sellerdesk.models import Desk
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, load, order, rating
from tests.factories.kernel import join, make_person, make_shop
from tests.integration.ratings.page import desk, reader


__all__ = ["desk", "reader"]
pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
PANEL = "/desks/harbor/ratings/causes/panel/?shop=tea&dim=service"
ORDERS = "/desks/harbor/ratings/causes/"


def sent(number: int, courier: str, service: int) -> list[Record]:
    at = (NOW - timedelta(days=10)).isoformat()
    late = (NOW - timedelta(days=9)).isoformat()
    told = order(f"O{number}", at=at, buyer=f"B{number}", courier=courier, ship_by=at, shipped_at=late if service < 3 else at)
    return [told, rating(f"S{number}", f"O{number}", at=late, service=service)]


def mixed(desk: Desk) -> ShopFacts:
    """Twenty good ones of one courier, six of a bad one, two of a third."""
    shop = shops.facts(make_shop(desk, "tea"))
    records = [record for number in range(20) for record in sent(number, "Swift", 5)]
    records += [record for number in range(20, 26) for record in sent(number, "Snail", 1 + number % 2)]
    records += [record for number in range(26, 28) for record in sent(number, "Owl", 4)]
    load(shop, *records, now=NOW)
    return shop


def counted(shop: ShopFacts) -> None:
    keeping.keep(shop=shop, counted=finding.count(shop, now=NOW), now=NOW)


def test_groups_of_five_are_told_and_smaller_ones_cannot_be_reckoned_from_them(reader: Client, desk: Desk) -> None:
    counted(mixed(desk))
    couriers = {one.code: (sum(one.own), sum(one.rest)) for one in CauseGroup.objects.filter(kind="courier")}
    # Owl has two marks. With Swift and Snail both told, these two could be reckoned: so the smaller of the two is not told either.
    assert couriers == {"Swift": (20, 8)}
    page = reader.get(PANEL).content.decode()
    assert "Where low marks come from" in page
    assert "later than promised" in page
    assert "Owl" not in page


def test_a_state_that_is_fewer_than_five_marks_away_is_not_told(desk: Desk) -> None:
    shop = mixed(desk)
    counted(shop)
    before = list(CauseGroup.objects.order_by("kind", "code").values_list("kind", "code", "own"))
    load(shop, *sent(50, "Swift", 1), now=NOW)
    counted(shop)
    assert list(CauseGroup.objects.order_by("kind", "code").values_list("kind", "code", "own")) == before
    load(shop, *[record for number in range(51, 56) for record in sent(number, "Swift", 1)], now=NOW)
    counted(shop)
    assert sum(CauseGroup.objects.get(kind="courier", code="Swift").own) == 26


def test_a_group_opens_all_of_its_orders_rated_or_not(reader: Client, desk: Desk) -> None:
    shop = mixed(desk)
    load(shop, order("O99", at=NOW.isoformat(), buyer="B99", courier="Swift"), now=NOW)
    counted(shop)
    page = reader.get(ORDERS, {"shop": "tea", "kind": "courier", "code": "Swift"}).content.decode()
    assert "O99" in page
    assert page.count("<tr>") == 22
    assert reader.get(ORDERS, {"shop": "tea", "kind": "courier", "code": "Snail"}).status_code == 404
    late = reader.get(ORDERS, {"shop": "tea", "kind": "shipping", "code": "late"}).content.decode()
    assert "O20" in late
    assert "O19" not in late


def test_who_may_not_see_orders_is_not_led_to_them(client: Client, desk: Desk) -> None:
    counted(mixed(desk))
    analyst = make_person()
    join(desk, analyst, role=permissions.ANALYST)
    client.force_login(analyst)
    assert "ratings/causes/?" not in client.get(PANEL).content.decode()
    assert client.get(ORDERS, {"shop": "tea", "kind": "courier", "code": "Swift"}).status_code == 404


def test_the_file_says_what_the_page_says(reader: Client, desk: Desk) -> None:
    counted(mixed(desk))
    rows = list(csv.DictReader(StringIO(reader.get("/desks/harbor/ratings/causes.csv?shop=tea").content.decode())))
    late = next(row for row in rows if row["code"] == "late")
    page = reader.get(PANEL).content.decode()
    assert (late["dimension"], late["marks"], late["sum"]) == ("service", "6", "9")
    assert late["mean"] in page
    assert late["pull"].lstrip("-") in page


def test_a_group_by_another_rooms_trait_opens_its_orders_in_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trait is worked out when it is asked for: no piece holds a whole page, and each order comes once."""
    shop = shops.facts(make_shop(desk, "slow"))
    load(shop, *(order(f"T-{number}", buyer=f"t{number}") for number in range(9)), now=NOW)
    odd = order_traits.Trait("wait", "Wait", {"odd": "odd"}, lambda _shop, refs: {ref: "odd" for ref in refs if int(ref[2:]) % 2})
    monkeypatch.setattr(order_traits, "traits", lambda: [odd])
    monkeypatch.setattr(cause_orders, "PIECE", 2)
    monkeypatch.setattr(cause_orders, "PAGE", 3)

    first, after = cause_orders.orders_of(shop, "wait", "odd", before=None)
    rest, end = cause_orders.orders_of(shop, "wait", "odd", before=after)

    assert [row.outside_id for row in [*first, *rest]] == ["T-7", "T-5", "T-3", "T-1"]
    assert (len(first), end) == (3, None)
    assert (cause_orders.is_listed("wait", "odd"), cause_orders.is_listed("wait", "none"), cause_orders.is_listed("wait", "x")) == (
        True, True, False,
    )  # fmt: skip
