"""Buyers' data by programs: looked up, given out, erased once and for good; and never beyond a key's shops."""

import dataclasses
import io
import json
import zipfile
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client

from sellerdesk import shops, tokens
from sellerdesk.api.throttling import TokenThrottle
from sellerdesk.domain import permissions
from sellerdesk.models import ApiTokenShop, AuditEntry, Buyer, BuyerErasure, IdempotencyKey, Order
from sellerdesk.privacy import buyers, retention
from tests.factories.asking import Program, program
from tests.factories.feed import FULL, load, order
from tests.factories.kernel import NOW, Cast, make_shop, make_token


pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(cast: Cast) -> Buyer:
    records = [{**record, "buyer": {"id": "B-7", "name": "Anna Kirillova"}} if "buyer" in record else record for record in FULL.values()]
    load(shops.facts(cast.shop), *records)
    return Buyer.objects.get(outside_id="B-7")


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    cache.clear()
    return program(client, cast.desk, permissions.PRIVACY_MANAGE, at="/api/v1/privacy/")


def key_of(cast: Cast, shop: Any) -> str:
    token, text = tokens.make(cast.desk.pk, name="narrow", permissions=sorted(permissions.PERMISSIONS), every_shop=False, now=NOW)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=shop)
    return text


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_what_is_kept_is_read_by_all_and_counted_for_who_manages_it(cast: Cast, client: Client, buyer: Buyer) -> None:
    seen = program(client, cast.desk, "desk.see", at="/api/v1/")("GET", "privacy/").json()["items"]
    held = ("desk.see", "privacy.manage")
    counted = program(client, cast.desk, *held, at="/api/v1/")("GET", "privacy/").json()["items"]
    token, text = tokens.make(cast.desk.pk, name="narrow", permissions=list(held), every_shop=False, now=NOW)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=cast.shop)

    assert [one["kind"] for one in seen] == [kind.key for kind in retention.kinds()]
    assert {one["rows"] for one in seen} == {None}
    assert all(one["what"] and one["why"] and (one["days"] or one["until"]) for one in seen)
    assert next(one["rows"] for one in counted if one["kind"] == "orders") >= 2
    assert Program(client, text, "/api/v1/")("GET", "privacy/").json()["items"] == seen, "a desk's numbers are not those of some shops"
    assert program(client, cast.desk, "privacy.manage", at="/api/v1/")("GET", "privacy/").status_code == 404


def test_a_buyer_is_found_and_what_is_kept_of_them(cast: Cast, ask: Program, buyer: Buyer) -> None:
    found = ask("GET", "buyers/?q=kirill").json()
    assert found == {
        "items": [{"id": buyer.pk, "shop": cast.shop.slug, "outside_id": "B-7", "name": "Anna Kirillova"}], "more": False
    }  # fmt: skip
    assert ask("GET", "buyers/?q=B-7").json() == found
    assert ask("GET", "buyers/?q=B-").json()["items"] == []
    for wrong in ("", "?q=", "?q=k", f"?q={'k' * 101}", "?q=kirill&shop=x"):
        assert code(ask("GET", f"buyers/{wrong}")) == (400, "malformed")

    told = ask("GET", f"buyers/{buyer.pk}/").json()
    numbers = {one["matter"]: one["rows"] for one in told["kept"]}
    assert (told["erased_at"], numbers) == (None, dict(buyers.kept(cast.desk.pk, [cast.shop.pk], buyer.pk)))
    assert {"orders", "messages", "claims"} <= numbers.keys()
    for matter, number in numbers.items():
        rows = ask("GET", f"buyers/{buyer.pk}/kept/{matter}/").json()
        assert (len(rows["items"]), rows["next"]) == (number, None), matter
        # The key names nothing but privacy.manage: it is led to no page that asks for more.
        assert {one["page"] for one in rows["items"]} == {""}
    assert ask("GET", f"buyers/{buyer.pk}/kept/messages/?after={numbers['messages']}").json()["items"] == []
    assert ask("GET", f"buyers/{buyer.pk}/kept/appeals/").status_code == 404
    assert code(ask("GET", f"buyers/{buyer.pk}/kept/orders/?after=x")) == (400, "malformed")


def test_rows_lead_to_the_pages_of_what_the_key_names(cast: Cast, client: Client, buyer: Buyer, settings: Any) -> None:
    settings.SITE_URL = "https://desk.example"
    ask = program(client, cast.desk, *permissions.PERMISSIONS, at="/api/v1/privacy/")

    (one, *_others) = ask("GET", f"buyers/{buyer.pk}/kept/orders/").json()["items"]

    assert one["page"].startswith(f"https://desk.example/desks/{cast.desk.slug}/search/?q=")


def test_all_rows_of_a_matter_are_reached(cast: Cast, ask: Program, buyer: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    load(shops.facts(cast.shop), *[{**order(f"O-{number}"), "buyer": {"id": "B-7"}} for number in range(3)])
    whole = [one["name"] for one in ask("GET", f"buyers/{buyer.pk}/kept/orders/").json()["items"]]
    monkeypatch.setattr("sellerdesk.api.desk.privacy.AT_ONCE", 2)
    names: list[str] = []
    after: int | None = 0
    while after is not None:
        part: Any = ask("GET", f"buyers/{buyer.pk}/kept/orders/?after={after}").json()
        names, after = [*names, *(one["name"] for one in part["items"])], part["next"]

    assert len(whole) >= 3
    assert names == whole


def test_a_buyer_is_given_out_and_the_key_is_named(cast: Cast, ask: Program, buyer: Buyer) -> None:
    assert ask("GET", f"buyers/{buyer.pk}/file/").status_code == 405
    answer = ask("POST", f"buyers/{buyer.pk}/file/", Accept="application/zip")

    told = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("buyer.json"))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/zip", "no-store")
    assert told["buyer"][0]["name"] == "Anna Kirillova"
    entry = AuditEntry.objects.get(what="buyer.exported")
    assert (entry.actor_key.partition(":")[0], entry.subject, entry.after) == ("token", f"buyer:{buyer.pk}", {"shop": cast.shop.pk})


def test_a_buyer_is_erased_by_who_says_that_they_are_meant(cast: Cast, ask: Program, buyer: Buyer) -> None:
    at, body = f"buyers/{buyer.pk}/erase/", {"sure": "B-7"}
    for wrong in ({}, {"sure": ""}, {"sure": None}, {"sure": True, "buyer": buyer.pk}, {"sure": "B-7", "shop": cast.shop.slug}):
        assert code(ask("POST", at, wrong)) == (400, "malformed")
    assert code(ask("POST", at, {"sure": "B-8"})) == (422, "other_buyer")
    assert Buyer.objects.get(pk=buyer.pk).name == "Anna Kirillova"

    done = ask("POST", at, body, Idempotency_Key="k1")
    first = BuyerErasure.objects.values().get()
    again = ask("POST", at, body, Idempotency_Key="k1")

    assert (done.status_code, again.content, again["Idempotency-Replayed"]) == (200, done.content, "true")
    assert done.json()["rows"] > 3
    assert not {"Kirillova", "B-7"} & set(done.content.decode().replace('"', " ").split())
    # Without the key nothing is done either, and whatever is said of an erased buyer is answered alike.
    for said in ("B-7", "B-8"):
        assert code(ask("POST", at, {"sure": said})) == (409, "stale")
    assert BuyerErasure.objects.values().get() == first
    told = ask("GET", f"buyers/{buyer.pk}/").json()
    assert (told["name"], told["erased_at"], told["outside_id"][:7]) == ("", done.json()["erased_at"], "erased-")
    once_more = ask("POST", at, {"sure": told["outside_id"]})
    assert (once_more.status_code, once_more.json()["erased_at"]) == (200, done.json()["erased_at"])
    entries = AuditEntry.objects.filter(what="buyer.erased")
    assert [one.actor_key.partition(":")[0] for one in entries] == ["token", "token"]
    assert Order.objects.filter(buyer=buyer).exists()
    assert ask("GET", "buyers/?q=kirill").json()["items"] == []


def test_kept_answers_that_name_an_erased_buyer_are_gone(ask: Program, buyer: Buyer) -> None:
    ask("POST", f"buyers/{buyer.pk}/erase/", {"sure": "B-8"}, Idempotency_Key="wrong")
    ask("POST", f"buyers/{buyer.pk}/erase/", {"sure": "B-7"}, Idempotency_Key="right")

    assert [kept.key for kept in IdempotencyKey.objects.order_by("pk")] == ["wrong", "right"]
    assert not any(b"B-7" in bytes(kept.answer or b"") for kept in IdempotencyKey.objects.all())


DOORS = (("GET", ""), ("GET", "kept/orders/"), ("POST", "file/"), ("POST", "erase/"))


@pytest.mark.parametrize("who", ["another shop", "another desk", "without it"])
def test_others_find_and_do_nothing(cast: Cast, ask: Program, buyer: Buyer, who: str) -> None:
    text = {
        "another shop": lambda: key_of(cast, make_shop(cast.desk, "annex")),
        "another desk": lambda: make_token(cast.other_desk, *permissions.PERMISSIONS)[1],
        "without it": lambda: make_token(cast.desk, *(permissions.PERMISSIONS - {permissions.PRIVACY_MANAGE}))[1],
    }[who]()
    other = dataclasses.replace(ask, token=text)

    assert {other(method, f"buyers/{buyer.pk}/{rest}", {"sure": "B-7"}).status_code for method, rest in DOORS} == {404}
    found = other("GET", "buyers/?q=kirill")
    assert found.status_code == 404 if who == "without it" else found.json()["items"] == []
    assert Buyer.objects.get(pk=buyer.pk).name == "Anna Kirillova"
    assert not AuditEntry.objects.filter(what__startswith="buyer.").exists()


def test_a_key_of_some_shops_reaches_the_buyers_of_these(cast: Cast, ask: Program, buyer: Buyer) -> None:
    annex = make_shop(cast.desk, "annex")
    load(shops.facts(annex), {**order("O1"), "buyer": {"id": "B-7", "name": "Anna Kirillova"}})
    own = dataclasses.replace(ask, token=key_of(cast, cast.shop))

    assert [one["id"] for one in own("GET", "buyers/?q=kirill").json()["items"]] == [buyer.pk]
    assert own("POST", f"buyers/{buyer.pk}/erase/", {"sure": "B-7"}).status_code == 200
    assert Buyer.objects.get(shop=annex).name == "Anna Kirillova"


def test_a_lost_key_gives_out_and_erases_only_so_many(ask: Program, buyer: Buyer) -> None:
    with mock.patch.object(TokenThrottle, "THROTTLE_RATES", {"token": "100/min", "personal": "2/hour"}):
        answers = [
            ask("POST", f"buyers/{buyer.pk}/file/"), ask("POST", f"buyers/{buyer.pk}/erase/", {"sure": "B-8"}),
            ask("POST", f"buyers/{buyer.pk}/erase/", {"sure": "B-7"}), ask("GET", f"buyers/{buyer.pk}/"),
        ]  # fmt: skip

    assert [one.status_code for one in answers] == [200, 422, 429, 200]
    assert int(answers[2]["Retry-After"]) > 60
    assert (answers[0]["RateLimit-Limit"], answers[3]["RateLimit-Limit"]) == ("2", "100")
    assert Buyer.objects.get(pk=buyer.pk).name == "Anna Kirillova"
