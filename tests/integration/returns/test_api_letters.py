"""Letters by programs: to a marketplace's support as the page writes it, and to the buyer of an order at risk; and when that is one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chat.models import Message
from returns.models import Claim, Decision, OrderRisk
from returns.services import risk_spans
from sellerdesk import shops, writing
from sellerdesk.domain import permissions
from tests.factories.asking import program
from tests.factories.feed import load, told
from tests.factories.kernel import Cast
from tests.factories.returns import refusal
from tests.integration.returns.test_letter import claimed
from tests.integration.returns.test_risks import NOW, D, desk as _desk, number, on_way


pytestmark = pytest.mark.django_db
desk = _desk
SEE, DECIDE, ORDERS = permissions.RETURNS_SEE, permissions.RETURNS_DECIDE, permissions.ORDERS_SEE
CHATS, ANSWER, MANAGE = permissions.CHATS_SEE, permissions.CHATS_ANSWER, permissions.SHOPS_MANAGE


def test_the_letter_to_support_is_that_of_the_page_and_goes_as_a_decision(cast: Cast, client: Client) -> None:
    address = claimed(cast)
    ask = program(client, cast.desk, SEE, DECIDE, ORDERS)
    own = Claim.objects.get(outside_id="CL1").pk
    letter = ask("GET", f"claims/{own}/letter/").json()
    client.force_login(cast.alice)
    page = client.get(address)
    assert (letter["text"], letter["language"], letter["seen"]) == (page.context["text"], "zh-hans", page.context["seen"])
    assert [one["part"] for one in letter["parts"]] == ["facts", "evidence", "rule", "asked"]
    assert all(line in letter["text"] for one in letter["parts"] for line in one["lines"])
    assert (letter["why_not"], "李航" in letter["text"]) == (None, False)
    sent = ask("POST", f"claims/{own}/decision/", {"kind": "escalate", "text": letter["text"], "seen": letter["seen"]})
    assert (sent.status_code, Decision.objects.get().text) == (201, letter["text"])
    assert ask("GET", f"claims/{own}/letter/").status_code == 200
    for less in ((SEE, DECIDE), (SEE, ORDERS), (DECIDE, ORDERS)):
        assert program(client, cast.desk, *less)("GET", f"claims/{own}/letter/").status_code == 404


def test_where_the_marketplace_takes_no_request_it_says_so(cast: Cast, client: Client) -> None:
    claimed(cast, "wildberries", actions=["approve1", "reject1"])
    letter = program(client, cast.desk, SEE, DECIDE, ORDERS)("GET", f"claims/{Claim.objects.get().pk}/letter/").json()
    assert (letter["why_not"]["code"], letter["language"]) == ("not_offered", "ru")


def test_the_message_of_a_risk_is_read_and_sent_once(desk: Cast, client: Client) -> None:
    ask, own = program(client, desk.desk, SEE, ORDERS, CHATS, ANSWER), number("L")
    at = f"order-risks/{own}/letter/"
    letter = ask("GET", at).json()
    assert "Заказ №L едет" in letter["text"]
    assert (letter["language"], letter["about_order"], letter["fate"]) == ("ru", True, "")
    assert "order L has been on its way" in ask("GET", f"{at}?lang=en").json()["text"]
    said = {"text": "Ирина, мы ищем посылку.", "seen": letter["seen"]}
    first, again = (ask("POST", at, said, Idempotency_Key="k") for _twice in range(2))
    assert (first.status_code, first.json()["written"], again.json()) == (201, "chat", first.json())
    sent = Message.objects.get(client_key__isnull=False)
    assert (sent.text, sent.thread_id, sent.client_key) == (said["text"], letter["thread"], OrderRisk.objects.get(pk=own).letter)
    assert ask("GET", at).json()["fate"] == "queued"


def test_a_message_that_was_overtaken_or_refused_is_not_noted(desk: Cast, client: Client) -> None:
    ask, own = program(client, desk.desk, SEE, ORDERS, CHATS, ANSWER), number("L")
    at = f"order-risks/{own}/letter/"
    seen = ask("GET", at).json()["seen"]
    refused = ask("POST", at, {"text": " \n ", "seen": seen})
    assert (refused.status_code, refused.json()["code"]) == (422, "message_empty")
    newer = told("message", "M2", NOW.isoformat(), conversation="C1", sender="buyer", buyer={"id": "B1"}, order="L", text="Ау")
    load(shops.facts(desk.shop), newer, now=NOW)
    stale = ask("POST", at, {"text": "Мы ищем", "seen": seen})
    assert (stale.status_code, stale.json()["newer"]["messages"][0]["text"]) == (409, "Ау")
    assert OrderRisk.objects.get(pk=own).written_at is None
    alone = number("H")
    assert ask("GET", f"order-risks/{alone}/letter/").json()["thread"] is None
    assert ask("POST", f"order-risks/{alone}/letter/", {"text": "x", "seen": 0}).status_code == 404


def test_without_chats_see_neither_the_conversation_nor_what_is_newer_is_told(desk: Cast, client: Client) -> None:
    blind, at = program(client, desk.desk, SEE, ORDERS, ANSWER), f"order-risks/{number('L')}/letter/"
    assert (blind("GET", at).json()["thread"], blind("GET", at).json()["seen"]) == (None, None)
    assert blind("POST", at, {"text": "x", "seen": 0}).status_code == 404
    for less in ((SEE, CHATS, ANSWER), (ORDERS, CHATS, ANSWER)):
        assert program(client, desk.desk, *less)("GET", at).status_code == 404


def test_when_orders_count_as_at_risk_is_written_only_as_it_was_read(cast: Cast, client: Client) -> None:
    ask = program(client, cast.desk, MANAGE)
    read = ask("GET", "order-risk-times/")
    assert set(read.json()) == {"note", "ship", "quiet", "late"}
    wanted = {"note": None, "ship": 1, "quiet": 24, "late": 48}
    assert ask("PUT", "order-risk-times/", wanted).status_code == 428
    assert ask("PUT", "order-risk-times/", wanted, If_Match=read["ETag"]).json() == wanted
    assert risk_spans.spans_of(shops.facts(cast.shop))["late"] == timedelta(hours=48)
    assert ask("PUT", "order-risk-times/", wanted, If_Match=read["ETag"]).status_code == 412
    refused = ask("PUT", "order-risk-times/", wanted | {"late": 24}, If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "late_before_quiet")
    for wrong in ({"ship": 1}, wanted | {"ship": 2161}, wanted | {"ship": "soon"}):
        assert ask("PUT", "order-risk-times/", wrong, If_Match="*").status_code == 400
    strange = ask("PUT", "order-risk-times/", wanted | {"desk": cast.other_desk.pk, "id": 1}, If_Match="*")
    assert (strange.status_code, {name for name in ("desk", "id") if name in strange.content.decode()}) == (400, {"desk", "id"})
    assert program(client, cast.desk, SEE)("GET", "order-risk-times/").status_code == 404


def test_the_command_begins_with_the_lock_that_the_comparison_holds(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A page that writes the same times waits for who compares them, and the other way round."""
    order: list[str] = []
    row = writing.locked

    def row_held(rows: Any) -> Any:
        order.append(rows.model.__name__)
        return row(rows)

    monkeypatch.setattr(writing, "locked", row_held)
    wanted = {"note": None, "ship": 1, "quiet": 24, "late": 48}
    assert program(client, cast.desk, MANAGE)("PUT", "order-risk-times/", wanted, If_Match="*").status_code == 200
    assert order == ["Shop", "Shop"]


def test_what_came_of_them_opens_its_rows(desk: Cast, client: Client) -> None:
    ask = program(client, desk.desk, SEE, ORDERS, CHATS, ANSWER)
    assert ask("POST", f"order-risks/{number('L')}/written/").status_code == 200
    there = on_way("L", status="delivered", shipped_at=NOW - 15 * D, delivered_at=NOW, placed=NOW - 16 * D, updated_at=NOW)
    load(shops.facts(desk.shop), there, refusal("U1", "Q", stage="in_transit"), now=NOW)
    came = ask("GET", "order-risk-outcomes/").json()["items"]
    assert {(one["risk"], one["written"], one["reached"], one["refused"]) for one in came} >= {("late", True, 1, 0), ("quiet", False, 0, 1)}
    for one in came:
        for fate in ("reached", "refused", "cancelled", "on_way"):
            rows = ask("GET", f"order-risks/?closed=1&risk={one['risk']}&written={str(one['written']).lower()}&fate={fate}").json()["items"]
            assert len(rows) == one[fate]
    assert ask("GET", "order-risks/?fate=reached").status_code == 400
