"""Webhooks by programs: a secret told once, versions, the state, deliveries; and never beyond a key's shops."""

from typing import Any

import pytest
from django.test import Client

from sellerdesk import published, tokens
from sellerdesk.domain import permissions
from sellerdesk.models import ApiTokenShop, AuditEntry, IdempotencyKey, Outbound, Shop, Webhook, WebhookShop
from sellerdesk.sealing import unseal
from tests.factories.asking import Program, program
from tests.factories.kernel import NOW, Cast, make_shop
from tests.factories.reaching import make_webhook


pytestmark = pytest.mark.django_db
WANTED: dict[str, Any] = {"name": "ERP", "url": "https://receiver.example/in", "events": ["review.flagged"], "shops": None}


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, permissions.WEBHOOKS_MANAGE, at="/api/v1/")


@pytest.fixture
def narrow(cast: Cast, client: Client) -> Program:
    """A key that is limited to alice's shop, in a desk that has another one."""
    make_shop(cast.desk, "annex")
    token, text = tokens.make(cast.desk.pk, name="narrow", permissions=[permissions.WEBHOOKS_MANAGE], every_shop=False, now=NOW)
    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=cast.shop)
    return Program(client, text, "/api/v1/")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_secret_is_told_once_and_what_is_kept_of_the_answer_is_sealed(cast: Cast, ask: Program) -> None:
    made = ask("POST", "webhooks/", WANTED, Idempotency_Key="k1")
    secret, at = made.json()["secret"], f"webhooks/{made.json()['id']}/"
    again = ask("POST", "webhooks/", WANTED, Idempotency_Key="k1")
    renewed = ask("POST", f"{at}secret/", None, Idempotency_Key="k2")

    assert (made.status_code, again.content, again["Idempotency-Replayed"]) == (201, made.content, "true")
    row = Webhook.objects.get()
    assert (unseal(row.old_secret), unseal(row.secret)) == (secret, renewed.json()["secret"])
    assert renewed.json()["old_secret_until"] is not None
    for told in (ask("GET", at), ask("GET", "webhooks/")):
        assert 'secret"' not in told.content.decode()
    for kept in IdempotencyKey.objects.all():
        assert secret.encode() not in bytes(kept.answer or b"")
        assert renewed.json()["secret"].encode() not in bytes(kept.answer or b"")
    assert IdempotencyKey.objects.count() == 2
    assert all(secret not in str((one.before, one.after)) for one in AuditEntry.objects.all())


def test_an_answer_whose_key_is_gone_is_not_given_again_and_nothing_is_made_twice(ask: Program, settings: Any) -> None:
    ask("POST", "webhooks/", WANTED, Idempotency_Key="k1")
    settings.SEAL_KEY, settings.SEAL_KEYS_OLD = "another key that was never there before", []

    assert code(ask("POST", "webhooks/", WANTED, Idempotency_Key="k1")) == (422, "answer_unreadable")
    assert Webhook.objects.count() == 1


def test_it_is_changed_as_it_was_read_switched_and_removed(cast: Cast, ask: Program) -> None:
    made = ask("POST", "webhooks/", WANTED)
    at = f"webhooks/{made.json()['id']}/"
    read = ask("GET", at)
    assert read["ETag"] == made["ETag"]

    changed = ask("PUT", at, WANTED | {"shops": ["harbor-home"]}, If_Match=read["ETag"])
    stale = ask("PUT", at, WANTED, If_Match=read["ETag"])
    wrong = ask("PUT", at, WANTED | {"url": "http://10.0.0.5/"}, If_Match="*")
    off = ask("POST", f"{at}turn/", {"on": False})

    assert (changed.status_code, changed.json()["shops"], code(stale)) == (200, ["harbor-home"], (412, "changed"))
    assert code(wrong) == (422, "address_malformed")
    assert code(ask("PUT", at, WANTED | {"events": ["no.such"]}, If_Match="*")) == (422, "event_unknown")
    assert (off.json()["on"], off.json()["off_why"]) == (False, "person")
    assert code(ask("POST", f"{at}test/")) == (422, "webhook_off")
    assert code(ask("DELETE", at)) == (428, "if_match_missing")
    assert ask("DELETE", at, If_Match=ask("GET", at)["ETag"]).status_code == 204
    assert not Webhook.objects.exists()
    entries = AuditEntry.objects.filter(what__startswith="webhook.").order_by("number")
    assert [one.what for one in entries] == ["webhook.created", "webhook.changed", "webhook.switched_off", "webhook.removed"]
    assert {one.actor_key.partition(":")[0] for one in entries} == {"token"}


def test_deliveries_are_told_and_sent_again(cast: Cast, ask: Program) -> None:
    hook, _secret = make_webhook(cast.desk)
    at = f"webhooks/{hook.pk}/"

    assert ask("POST", f"{at}test/", None, Idempotency_Key="t").status_code == 202
    assert ask("POST", f"{at}test/", None, Idempotency_Key="t").status_code == 202
    told = ask("GET", f"{at}deliveries/").json()
    (one,) = told["items"]
    assert (one["kind"], one["state"], one["status"], told["waiting"], told["failed"]) == (published.TEST, "queued", None, 1, 0)

    assert code(ask("POST", f"{at}again/", {"delivery": one["id"]})) == (409, "stale")
    Outbound.objects.update(state="dead", settled_at=NOW)
    assert ask("POST", f"{at}again/", {"delivery": None}).json() == {"deliveries": 1}
    assert Outbound.objects.get().state == "queued"
    other, _secret = make_webhook(cast.desk)
    Outbound.objects.update(state="dead", settled_at=NOW)
    assert code(ask("POST", f"webhooks/{other.pk}/again/", {"delivery": one["id"]})) == (409, "stale")


def test_all_that_can_be_told_has_an_example(cast: Cast, ask: Program) -> None:
    items = ask("GET", "webhook-events/").json()["items"]

    assert [one["kind"] for one in items] == [kind.kind for kind in published.kinds()]
    assert {one["example"]["desk"] for one in items} == {cast.desk.slug}


def test_a_key_of_some_shops_reaches_no_webhook_beyond_them(cast: Cast, narrow: Program) -> None:
    whole, _secret = make_webhook(cast.desk)
    both, _secret = make_webhook(cast.desk, shops=[cast.shop.pk])
    WebhookShop.objects.create(desk=cast.desk, webhook=both, shop=Shop.objects.get(slug="annex"))
    before = list(Webhook.objects.order_by("pk").values())

    for hook in (whole, both):
        at = f"webhooks/{hook.pk}/"
        asked = [
            narrow("GET", at), narrow("PUT", at, WANTED, If_Match="*"), narrow("DELETE", at, If_Match="*"),
            narrow("POST", f"{at}turn/", {"on": False}), narrow("POST", f"{at}secret/"), narrow("POST", f"{at}test/"),
            narrow("POST", f"{at}again/", {"delivery": None}), narrow("GET", f"{at}deliveries/"),
        ]  # fmt: skip
        assert {one.status_code for one in asked} == {404}
    assert narrow("GET", "webhooks/").json() == {"items": []}
    assert list(Webhook.objects.order_by("pk").values()) == before
    assert code(narrow("POST", "webhooks/", WANTED)) == (422, "every_shop_not_yours")
    assert code(narrow("POST", "webhooks/", WANTED | {"shops": ["annex"]})) == (422, "shop_unknown")
    own = narrow("POST", "webhooks/", WANTED | {"shops": ["harbor-home"]})
    assert (own.status_code, [one["id"] for one in narrow("GET", "webhooks/").json()["items"]]) == (201, [own.json()["id"]])
    assert code(narrow("PUT", f"webhooks/{own.json()['id']}/", WANTED, If_Match="*")) == (422, "every_shop_not_yours")
