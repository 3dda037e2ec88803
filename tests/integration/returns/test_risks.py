"""Orders at risk: found once, closed when the facts say so, told to the buyer; and who may see and do what."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.models import Message
from returns.models import OrderRisk
from returns.services import risk_spans, risks
from returns.services.risk_spans import spans_of
from sellerdesk import lapsing, shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.models import AuditEntry, Membership, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, order, told
from tests.factories.kernel import Cast, make_token
from tests.factories.returns import refusal


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
H, D = timedelta(hours=1), timedelta(days=1)
MOST_QUERIES = 15


def on_way(ref: str, *, buyer: str = "B1", placed: datetime = NOW - 20 * H, **fields: Any) -> Record:
    moments: dict[str, Any] = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()}
    return order(ref, buyer=buyer, **{"at": placed.isoformat(), "completed_at": None, "status": "placed", **moments})


def sweep(shop: ShopFacts, now: datetime = NOW) -> int:
    return risks.look(shop=shop, orders=risks.due(shop, now=now), now=now)


def open_ones(shop: ShopFacts) -> dict[str, Any]:
    rows = OrderRisk.objects.filter(shop_id=shop.id, is_open=True).values_list("pk", "order__outside_id", "risk")
    items = {row.subject: row.due_at for row in WorkItem.objects.filter(shop_id=shop.id, kind="order_risk", state="open")}
    assert set(items) == {f"risk:{pk}" for pk, _ref, _risk in rows}
    return {f"{ref} {risk}": items[f"risk:{pk}"] for pk, ref, risk in rows}


def ended(shop: ShopFacts) -> dict[str, str]:
    rows = OrderRisk.objects.filter(shop_id=shop.id, is_open=False)
    return {f"{row.order.outside_id} {row.risk}": row.outcome for row in rows.select_related("order")}


FOUR = [
    on_way("N", note="Пожалуйста, синий", ship_by=NOW + 3 * D),
    on_way("S", ship_by=NOW + 3 * H),
    on_way("Q", status="shipped", shipped_at=NOW - 6 * D, placed=NOW - 7 * D, tracking="TR-1"),
    on_way("L", status="shipped", shipped_at=NOW - 15 * D, placed=NOW - 16 * D),
]
SAFE = [
    on_way("FAR", ship_by=NOW + 3 * D),
    on_way("NEW", status="shipped", shipped_at=NOW - D),
    on_way("THERE", status="delivered", shipped_at=NOW - 20 * D, delivered_at=NOW - D, note="x"),
    on_way("OFF", status="cancelled", ship_by=NOW, note="x"),
    on_way("OLD", status="shipped", shipped_at=NOW - 60 * D, placed=NOW - 61 * D),
    on_way("BACK", status="shipped", shipped_at=NOW - 15 * D, placed=NOW - 16 * D),
    refusal("U1", "BACK", stage="in_transit"),
]


def test_each_is_found_once_with_its_deadline() -> None:
    shop = feed_shop()
    load(shop, *FOUR, *SAFE, now=NOW)

    assert sweep(shop) == 4
    assert risks.due(shop, now=NOW) == []
    assert sweep(shop) == 0
    found = open_ones(shop)
    assert set(found) == {"N note", "S ship", "Q quiet", "L late"}
    assert found["S ship"] == NOW + 3 * H


@pytest.mark.parametrize(
    ("record", "ends"),
    [
        (on_way("S", status="shipped", shipped_at=NOW, updated_at=NOW), "shipped"),
        (on_way("S", status="cancelled", ship_by=NOW + 3 * H, updated_at=NOW), "cancelled"),
        (on_way("S", status="placed", ship_by=NOW + 9 * D, updated_at=NOW), "changed"),
        (refusal("U2", "S", stage="before_shipping"), "refused"),
        (told("trade_void", "V1", NOW.isoformat(), order="S", reason="fake"), "struck"),
    ],
)
def test_a_fact_ends_it_in_its_own_load(record: Record, ends: str) -> None:
    shop = feed_shop()
    load(shop, FOUR[1], now=NOW)
    sweep(shop)
    load(shop, record, now=NOW)

    assert (open_ones(shop), ended(shop)) == ({}, {"S ship": ends})
    assert sweep(shop) == 0


def test_a_refused_line_ends_nothing_while_another_is_wanted() -> None:
    shop = feed_shop()
    two = FOUR[1] | {"lines": [{"id": f"L{n}", "product": "P", "quantity": 1} for n in (1, 2)]}
    load(shop, two, now=NOW)
    sweep(shop)
    load(shop, refusal("U1", "S", line="L1", stage="before_shipping"), now=NOW)
    assert set(open_ones(shop)) == {"S ship"}
    load(shop, refusal("U2", "S", line="L2", stage="before_shipping"), now=NOW)

    assert ended(shop) == {"S ship": "refused"}


def test_another_deadline_moves_it_and_a_far_one_brings_it_back_later() -> None:
    shop = feed_shop()
    load(shop, FOUR[1], now=NOW)
    sweep(shop)
    load(shop, on_way("S", ship_by=NOW + 5 * H, updated_at=NOW), now=NOW)
    assert open_ones(shop) == {"S ship": NOW + 5 * H}
    load(shop, on_way("S", ship_by=NOW + 50 * H, updated_at=NOW + H), now=NOW)
    assert open_ones(shop) == {}

    assert sweep(shop, NOW + 40 * H) == 1
    assert open_ones(shop) == {"S ship": NOW + 50 * H}


def test_time_alone_turns_silence_into_lateness_and_history() -> None:
    shop = feed_shop()
    load(shop, FOUR[2], now=NOW)
    sweep(shop)
    assert sweep(shop, NOW + 8 * D) == 2
    assert ended(shop) == {"Q quiet": "later"}
    assert set(open_ones(shop)) == {"Q late"}
    lapsing.sweep(now=NOW + 8 * D + 30 * D)
    assert sweep(shop, NOW + 8 * D + 30 * D) == 1

    assert ended(shop)["Q late"] == "lapsed"
    assert sweep(shop, NOW + 39 * D) == 0


def test_another_note_is_not_read_by_having_read_the_first(cast: Cast, client: Client) -> None:
    shop = shops.facts(cast.shop)
    load(shop, FOUR[0], now=NOW)
    sweep(shop)
    client.force_login(cast.bob)
    at = reverse("order_risk_read", args=["harbor", OrderRisk.objects.get().pk])
    assert client.post(at).status_code == 302
    assert (open_ones(shop), ended(shop)) == ({}, {"N note": "read"})
    assert client.post(at).status_code == 422
    assert sweep(shop, NOW + H) == 0
    load(shop, on_way("N", note="Нет, красный", ship_by=NOW + 3 * D, updated_at=NOW), now=NOW)

    assert sweep(shop, NOW + H) == 1
    assert set(open_ones(shop)) == {"N note"}
    assert AuditEntry.objects.filter(what="risk.closed").count() == 1


def test_a_shop_says_what_it_watches() -> None:
    shop = feed_shop()
    load(shop, *FOUR, now=NOW)
    sweep(shop)
    own: dict[str, Any] = {"desk_id": shop.desk_id, "shop_ids": [shop.id], "shop_id": shop.id, "actor": SYSTEM, "now": NOW}
    risk_spans.watch(wanted={"note": None, "ship": H, "quiet": 7 * D, "late": 20 * D}, **own)
    sweep(shop)

    assert set(open_ones(shop)) == {"L quiet"}
    assert ended(shop) == {"N note": "not_watched", "S ship": "changed", "Q quiet": "changed", "L late": "changed"}
    with pytest.raises(Refusal) as refused:
        risk_spans.watch(wanted={"note": None, "ship": H, "quiet": 20 * D, "late": 20 * D}, **own)
    assert refused.value.code == "late_before_quiet"
    with pytest.raises(Refusal) as refused:
        risk_spans.watch(wanted={"note": None, "ship": 91 * D, "quiet": None, "late": None}, **own)
    assert refused.value.code == "span_out_of_range"
    assert spans_of(shop)["late"] == 20 * D


@pytest.fixture
def desk(cast: Cast) -> Cast:
    shop = shops.facts(cast.shop)
    wrote = told(
        "message", "M1", (NOW - D).isoformat(), conversation="C1", sender="buyer", buyer={"id": "B1", "name": "Ирина"}, order="L",
        text="Где мой заказ?",
    )  # fmt: skip
    load(shop, *FOUR[:3], FOUR[3], on_way("H", buyer="B2", ship_by=NOW - H), wrote, now=NOW)
    sweep(shop)
    return cast


@pytest.fixture
def bob(desk: Cast, client: Client) -> Client:
    client.force_login(desk.bob)
    return client


def number(ref: str) -> int:
    return OrderRisk.objects.get(order__outside_id=ref).pk


def page(client: Client, name: str, *of: Any, **asked: Any) -> str:
    response = client.get(reverse(name, args=["harbor", *of]), asked)
    assert response.status_code == 200
    return response.content.decode()


def rows(text: str) -> list[str]:
    return re.findall(r'class="list-row__who list-row__number num">(\w+)<', text)


def field(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found
    return found[1]


def test_the_list_is_by_deadline_and_by_what_is_wrong(bob: Client) -> None:
    assert sorted(rows(page(bob, "order_risks"))) == ["H", "L", "N", "Q", "S"]
    assert rows(page(bob, "order_risks", risk="ship")) == ["H", "S"]
    assert rows(page(bob, "order_risks", show="closed")) == []
    assert "these are not watched" in page(bob, "order_risks")


def test_the_letter_is_in_the_buyers_language_and_goes_by_chat(bob: Client) -> None:
    own = number("L")
    shown = page(bob, "order_risk", own)
    assert "Заказ №L едет" in shown
    assert "conversation about this order" in shown
    assert "order L has been on its way" in page(bob, "order_risk", own, lang="en")

    posted = {"text": "Ирина, мы ищем посылку.", "key": field(shown, "key"), "seen": field(shown, "seen")}
    for _twice in range(2):
        assert bob.post(reverse("order_risk_send", args=["harbor", own]), posted).status_code == 302

    sent = Message.objects.get(client_key__isnull=False)
    assert sent.text == posted["text"]
    risk = OrderRisk.objects.get(pk=own)
    assert (risk.way, risk.letter, risk.is_open) == ("chat", sent.client_key, True)
    assert "Written" in page(bob, "order_risk", own)
    assert "The message is being sent." in page(bob, "order_risk", own)


def test_a_letter_as_long_as_its_field_takes_leaves_whole(bob: Client) -> None:
    own = number("L")
    shown = page(bob, "order_risk", own)
    # A browser counts an end of a line as one character, and sends two.
    posted = {"text": "и\r\n" * 1400 + "конец", "key": field(shown, "key"), "seen": field(shown, "seen")}

    assert bob.post(reverse("order_risk_send", args=["harbor", own]), posted).status_code == 302

    assert Message.objects.get(client_key__isnull=False).text == "и\n" * 1400 + "конец"


def test_what_was_refused_or_overtaken_is_kept_and_not_noted_as_written(desk: Cast, bob: Client) -> None:
    own = number("L")
    shown = page(bob, "order_risk", own)
    posted = {"text": " ", "key": field(shown, "key"), "seen": field(shown, "seen")}
    at = reverse("order_risk_send", args=["harbor", own])
    assert bob.post(at, posted).status_code == 422
    newer = told("message", "M2", NOW.isoformat(), conversation="C1", sender="buyer", buyer={"id": "B1"}, order="L", text="Ау")
    load(shops.facts(desk.shop), newer, now=NOW)
    answered = bob.post(at, posted | {"text": "Мой текст"})

    assert answered.status_code == 409
    assert "Мой текст" in answered.content.decode()
    assert OrderRisk.objects.get(pk=own).written_at is None


def test_without_a_conversation_it_is_said_by_hand(bob: Client) -> None:
    own = number("H")
    shown = page(bob, "order_risk", own)
    assert "has not left in time" in shown
    assert 'data-copy="letter"' in shown
    assert bob.post(reverse("order_risk_send", args=["harbor", own]), {"text": "x"}).status_code == 404
    assert bob.post(reverse("order_risk_written", args=["harbor", own])).status_code == 302
    assert bob.post(reverse("order_risk_done", args=["harbor", own])).status_code == 302

    assert OrderRisk.objects.get(pk=own).way == "hand"
    assert "H ship" in ended(shops.by_id(OrderRisk.objects.get(pk=own).shop_id) or feed_shop())
    assert "Written" in page(bob, "order_risk", own)


def test_what_came_of_it_opens_its_rows(desk: Cast, bob: Client) -> None:
    bob.post(reverse("order_risk_written", args=["harbor", number("L")]))
    shop = shops.facts(desk.shop)
    there = on_way("L", status="delivered", shipped_at=NOW - 15 * D, delivered_at=NOW, placed=NOW - 16 * D, updated_at=NOW)
    load(shop, there, refusal("U1", "Q", stage="in_transit"), now=NOW)

    shown = page(bob, "order_risks_came")
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*show=closed[^"]*)"', shown)]
    opened = {link.partition("?")[2]: rows(bob.get(link).content.decode()) for link in links}
    assert opened["show=closed&risk=late&written=1&fate=reached"] == ["L"]
    assert opened["show=closed&risk=quiet&written=0&fate=refused"] == ["Q"]
    assert "it was delivered" in page(bob, "order_risk", number("L"))


def test_who_may_not_see_orders_or_write_does_not(desk: Cast, client: Client) -> None:
    own = number("H")
    client.force_login(desk.bob)
    Membership.objects.filter(user=desk.bob).update(role="read_only")
    assert client.get(reverse("order_risk", args=["harbor", own])).status_code == 200
    for name in ("read", "done", "written", "send"):
        assert client.post(reverse(f"order_risk_{name}", args=["harbor", own])).status_code == 404
    Membership.objects.filter(user=desk.bob).update(role="analyst")
    assert client.get(reverse("order_risks", args=["harbor"])).status_code == 404
    client.force_login(desk.carol)
    assert client.get(reverse("order_risk", args=["elsewhere", own])).status_code == 404


def test_pages_ask_few_queries(bob: Client) -> None:
    for name, of in (("order_risks", ()), ("order_risk", (number("L"),)), ("order_risks_came", ())):
        page(bob, name, *of)
        with CaptureQueriesContext(connection) as asked:
            page(bob, name, *of)
        assert len(asked) <= MOST_QUERIES, (name, [query["sql"][:90] for query in asked.captured_queries])


def test_today_and_the_settings_of_a_shop_know_them(desk: Cast, client: Client) -> None:
    client.force_login(desk.alice)
    assert f"/returns/risks/{number('S')}/" in page(client, "today")
    at = reverse("order_risks_watched", args=["harbor", "harbor-home"])
    assert client.post(at, {"note": "", "ship": "1", "quiet": "48", "late": "24"}).status_code == 422
    assert client.post(at, {"note": "", "ship": "1", "quiet": "24", "late": "48"}).status_code == 302

    assert spans_of(shops.facts(desk.shop)) == {"note": None, "ship": H, "quiet": D, "late": 2 * D}


def test_programs_read_them_and_say_what_was_done(desk: Cast, client: Client) -> None:
    token = make_token(desk.desk, "returns.see", "orders.see", "chats.answer")[1]
    headers = {"Authorization": f"Bearer {token}"}
    at = "/api/v1/shops/harbor-home/order-risks/"
    asked: dict[str, Any] = {"risk": "ship", "limit": 1}
    told = client.get(at, asked, headers=headers).json()
    assert [one["order"] for one in told["items"]] == ["H"]
    assert client.get(at, asked | {"cursor": told["next"]}, headers=headers).json()["items"][0]["order"] == "S"
    own = told["items"][0]["id"]
    assert client.post(f"{at}{own}/written/", headers=headers).json()["written"] == "hand"
    assert client.post(f"{at}{own}/read/", headers=headers).json()["code"] == "no_note"
    assert client.post(f"{at}{own}/done/", headers=headers).json()["outcome"] == "done"
    assert [one["id"] for one in client.get(at, {"closed": "1"}, headers=headers).json()["items"]] == [own]

    seeing = make_token(desk.desk, "returns.see", "orders.see")[1]
    assert client.post(f"{at}{own}/done/", headers={"Authorization": f"Bearer {seeing}"}).status_code == 404
