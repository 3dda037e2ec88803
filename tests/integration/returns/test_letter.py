"""The letter to a marketplace's support: made ready, sent with the request to step in, or only copied."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from returns.models import Claim, Decision, Finding
from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.models import AuditEntry, Outbound, Shop
from tests.factories.feed import load, order, told
from tests.factories.kernel import Cast
from tests.factories.returns import claim, step


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


def claimed(cast: Cast, rules: str = "taobao", **fields: Any) -> str:
    """The address of the letter about a claim of a buyer whose name is known."""
    Shop.objects.filter(pk=cast.shop.pk).update(rules=rules)
    cast.shop.refresh_from_db()
    buyer = {"id": "B1", "name": "李航", "phone": "13800138000"}
    said = {
        "reason": {"code": "COLOR", "text": "颜色不对"},
        "amount": {"amount": "168.00", "currency": "CNY"},
        "photos": ["//a.example/1.jpg"],
    }
    load(
        shops.facts(cast.shop), order("O1", at=ago(90), completed_at=None, buyer="B1", status="delivered", delivered_at=ago(40)),
        told("message", "M1", ago(50), conversation="C1", sender="buyer", buyer=buyer, order="O1", text="李航 13800138000"),
        claim("CL1", at=ago(20), wants="refund", **(said | fields)), step("refused", ago(2)), now=NOW,
    )  # fmt: skip
    return reverse("claim_support", args=[cast.desk.slug, Claim.objects.get(outside_id="CL1").pk])


def test_it_is_written_in_the_supports_language_and_says_nothing_of_the_buyers_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    page = client.get(claimed(cast), headers={"accept-language": "en"})
    text = page.context["text"]

    assert page.context["letter_lang"] == "zh-hans"
    assert "CL1" in text
    assert "O1" in text
    assert "¥168.00" in text
    assert "颜色不对" in text
    assert "李航" not in text
    assert "13800138000" not in text
    assert "Ask the marketplace to step in" in page.content.decode()


def test_sent_it_is_a_decision_of_the_claim_and_recorded(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    at = claimed(cast)
    filled = {name: client.get(at).context[name] for name in ("text", "key", "seen")}
    text = filled["text"].replace("\n", "\r\n") + "!"

    sent = client.post(at, filled | {"text": text}, follow=True)
    assert "The letter is being sent. For ten seconds it can be taken back." in sent.content.decode()
    assert client.post(at, filled | {"text": text}).status_code == 302

    made = Decision.objects.get()
    assert (made.kind, made.event, made.author) == ("escalate", "marketplace_joined", cast.alice)
    assert made.text == filled["text"] + "!"
    assert Outbound.objects.count() == 1
    assert AuditEntry.objects.get(what="claim.decided").subject == f"claim:{made.claim_id}"


def test_refused_or_too_late_it_stays_written(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    at = claimed(cast)
    filled = {name: client.get(at).context[name] for name in ("text", "key", "seen")}

    assert client.post(at, filled | {"text": ""}).status_code == 422
    too_long = client.post(at, filled | {"text": "x" * 2001})
    assert too_long.status_code == 422
    assert too_long.context["text"] == "x" * 2001
    load(shops.facts(cast.shop), step("changed", ago(1), ref="T2", by="buyer"), now=NOW)
    stale = client.post(at, filled)
    assert (stale.status_code, stale.context["text"]) == (409, filled["text"])
    assert not Decision.objects.exists()


def test_where_a_marketplace_takes_no_request_it_is_only_copied(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    at = claimed(cast, "wildberries", actions=["approve1", "reject1"])
    page = client.get(at).content.decode()

    assert "Copy the letter and send it to its support there." in page
    assert "Ask the marketplace to step in" not in page
    assert client.post(at, {"text": "Please", "key": "", "seen": ""}).status_code == 422


def test_who_may_not_decide_does_not_see_it(client: Client, cast: Cast) -> None:
    at = claimed(cast)
    client.force_login(cast.carol)
    assert client.get(at).status_code == 404


def test_who_sees_no_orders_asks_in_words_of_their_own(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter names the order; the decision is theirs all the same."""
    client.force_login(cast.alice)
    letter = claimed(cast)
    page = letter.removesuffix("support/")
    decide = reverse("claim_decide", args=[cast.desk.slug, Claim.objects.get(outside_id="CL1").pk])
    assert all(found in client.get(page).content.decode() for found in (letter, "order O1"))

    monkeypatch.setitem(permissions.ROLES, "owner", permissions.ROLES["owner"] - {permissions.ORDERS_SEE})
    assert [client.get(letter).status_code, client.post(letter, {"text": "Please", "key": "", "seen": ""}).status_code] == [404, 404]
    shown = client.get(page).content.decode()
    assert (letter in shown, "O1" in shown, "Ask marketplace support to step in…" in shown) == (False, False, True)
    form = client.get(decide, {"kind": "escalate"}).context["form"]
    said = {"kind": "escalate", "way": form["ways"][0].value, "text": "Please look at it.", "key": form["key"], "seen": form["seen"]}
    assert client.post(decide, said).status_code == 302
    assert Decision.objects.get().text == "Please look at it."


@pytest.mark.parametrize(("sees", "offered"), [(True, 1), (False, 0)])
def test_where_it_can_only_be_copied_it_is_offered_to_who_sees_orders(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, *, sees: bool, offered: int
) -> None:  # fmt: skip
    client.force_login(cast.alice)
    letter = claimed(cast, "wildberries", actions=["approve1", "reject1"])
    if not sees:
        monkeypatch.setitem(permissions.ROLES, "owner", permissions.ROLES["owner"] - {permissions.ORDERS_SEE})
    assert client.get(letter.removesuffix("support/")).content.decode().count(letter) == offered


def test_a_claim_with_a_finding_has_its_letter(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    address = claimed(cast)
    found = Claim.objects.get(outside_id="CL1")
    told_ = {"key": uuid.uuid4(), "at": NOW, "condition": "damaged", "author_label": "alice"}
    Finding.objects.create(desk=cast.desk, shop=cast.shop, claim=found, **told_)

    assert client.get(address).status_code == 200
