"""Webhooks from the change to the receiver: owed with it, of whom and what, signed, saved."""

import json
import re
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sellerdesk import commands, published, shops, work
from sellerdesk.commands import command, note
from sellerdesk.errors import NotVisible
from sellerdesk.models import AuditEntry, Outbound, Shop, Webhook
from sellerdesk.webhooks import saving
from tests.factories.feed import load, review, told
from tests.factories.kernel import NOW, Cast, make_shop
from tests.factories.reaching import ACTOR, make_webhook, turn
from tests.integration.webhooks.reaching import open_items, owed, receiver, refused, running
from tests.receiving import Receiver


__all__ = ["receiver", "running"]
pytestmark = pytest.mark.django_db
RECIPE = Path(__file__).resolve().parents[3] / "docs/mechanisms/webhooks.md"


def test_a_change_is_owed_to_who_chose_it_and_to_nobody_else(cast: Cast) -> None:
    wants, _ = make_webhook(cast.desk)
    others, _ = make_webhook(cast.desk, "https://receiver.example/2", "claim.opened")
    foreign, _ = make_webhook(cast.other_desk)

    open_items(shop=cast.shop, subjects=["review:1", "review:2"], now=NOW)

    (event,) = owed(wants)
    assert (event["kind"], event["count"], event["about"], event["shop"]) == ("review.flagged", 2, ["review:1", "review:2"], cast.shop.pk)
    assert (owed(others), owed(foreign)) == ([], [])


def test_what_did_not_happen_is_not_told(cast: Cast) -> None:
    hook, _ = make_webhook(cast.desk)
    with pytest.raises(ZeroDivisionError):
        open_items(shop=cast.shop, subjects=["review:1"], fail=True, now=NOW)

    assert owed(hook) == []


@command
def half_done(*, shop: Shop, now: Any) -> None:
    work.open_item(shop.desk_id, work.Opening(kind="flagged_review", subject="review:1", shop_id=shop.pk), now=now)
    try:
        with commands.attempt():
            work.open_item(shop.desk_id, work.Opening(kind="flagged_review", subject="review:2", shop_id=shop.pk), now=now)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass


def test_what_a_command_undoes_is_not_told(cast: Cast) -> None:
    hook, _ = make_webhook(cast.desk)
    half_done(shop=cast.shop, now=NOW)

    assert [(event["count"], event["about"]) for event in owed(hook)] == [(1, ["review:1"])]


def test_a_limited_webhook_is_told_of_its_shops_alone(cast: Cast) -> None:
    second = make_shop(cast.desk)
    limited, _ = make_webhook(cast.desk, "https://receiver.example/1", "connection.failing", shops=[second.pk])

    @command
    def fail(*, now: Any) -> None:
        note(cast.desk.pk, "connection.failing", shop_id=cast.shop.pk)
        note(cast.desk.pk, "connection.failing", shop_id=second.pk)
        note(cast.desk.pk, "connection.failing")

    fail(now=NOW)

    assert [event["shop"] for event in owed(limited)] == [second.pk]


def test_many_records_are_few_deliveries_and_few_questions(cast: Cast) -> None:
    """A batch of records costs a webhook one row for each kind, and the command one question more, with ten webhooks as with one."""
    facts = shops.facts(cast.shop)
    asked = []
    for number, hooks in enumerate((1, 9)):
        for one in range(hooks):
            make_webhook(cast.desk, f"https://receiver.example/{number}{one}", "review.created", "review.flagged")
        with CaptureQueriesContext(connection) as queries:
            load(facts, *[review(f"R{number}-{one}", None, stars=1, text="bad") for one in range(60)])
        asked.append([query["sql"] for query in queries if "sellerdesk_webhook" in query["sql"]])

    rows = Outbound.objects.filter(kind="webhook")
    assert len(asked[0]) == len(asked[1]) <= 2
    assert {row.payload["event"]["count"] for row in rows if row.payload["event"]["kind"] == "review.created"} == {60}
    assert rows.count() <= 2 * (1 + 10)


def test_no_word_of_a_buyer_leaves(cast: Cast, receiver: Receiver) -> None:
    make_webhook(cast.desk, receiver.url, *[kind.kind for kind in published.kinds()])
    secret = "geheim-4711"
    load(
        shops.facts(cast.shop),
        review("R1", None, stars=1, text=f"bad {secret}", buyer={"id": f"buyer-{secret}", "name": f"Name {secret}"}),
        told("message", "M1", conversation="C1", sender="buyer", buyer={"id": f"buyer-{secret}", "name": secret}, text=f"where {secret}"),
    )
    while turn():
        pass

    assert {json.loads(body)["kind"] for _, body in receiver.came} >= {"review.created", "chat.message", "facts.loaded"}
    assert not [body for headers, body in receiver.came if secret in body.decode() + str(headers)]


def recipe() -> Any:
    """What a receiver's author copies out of the documentation."""
    (code,) = re.findall(r"```python\n(.*?)```", RECIPE.read_text(), re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)
    return found["verify"]


def test_the_documented_recipe_takes_what_is_sent_and_nothing_else(cast: Cast, receiver: Receiver) -> None:
    _hook, secret = make_webhook(cast.desk, receiver.url)
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    turn()
    ((headers, body),) = receiver.came
    verify, now = recipe(), time.time()

    def taken(body: bytes = body, at: float = now, key: str = secret, **other: str) -> bool:
        return bool(verify({**headers, **{name.replace("_", "-"): value for name, value in other.items()}}, body, key, now=at))

    assert taken()
    later = str(int(headers["webhook-timestamp"]) + 60)
    assert not taken(body=body.replace(b"review:1", b"review:2"))
    assert not taken(webhook_id="evt_other")
    assert not taken(webhook_timestamp=later)
    assert not taken(key="whsec_other")
    assert not taken(at=now + 301)
    assert not taken(at=now - 301)
    assert not taken(webhook_signature="v1=")
    assert not taken(webhook_timestamp="soon")


def test_the_body_says_what_and_where(cast: Cast, receiver: Receiver, settings: Any) -> None:
    settings.SITE_URL = "https://desk.example"
    make_webhook(cast.desk, receiver.url)
    open_items(shop=cast.shop, subjects=["review:7"], now=NOW)
    turn()

    told = json.loads(receiver.came[0][1])
    assert told.pop("id") == receiver.came[0][0]["webhook-id"]
    assert told == {
        "kind": "review.flagged", "at": "2026-03-31T12:00:00Z", "desk": "harbor", "shop": "harbor-home", "count": 1,
        "about": ["review:7"], "facts": {"work": "flagged_review"},
        "links": {
            "page": "https://desk.example/desks/harbor/reviews/7/", "api": "https://desk.example/api/v1/shops/harbor-home/events/",
        },
    }  # fmt: skip


def test_both_secrets_sign_for_a_day(cast: Cast, receiver: Receiver) -> None:
    hook, old = make_webhook(cast.desk, receiver.url)
    now = NOW.now(NOW.tzinfo)
    new = saving.rotate(desk_id=cast.desk.pk, webhook_id=hook.pk, actor=ACTOR, now=now)
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    turn()
    saving.rotate(desk_id=cast.desk.pk, webhook_id=hook.pk, actor=ACTOR, now=now - timedelta(hours=25))
    open_items(shop=cast.shop, subjects=["review:2"], now=NOW)
    turn()

    (first, second), verify = receiver.came, recipe()
    assert [verify(*first, key) for key in (old, new)] == [True, True]
    assert [verify(*second, key) for key in (old, new)] == [False, False]
    assert len(second[0]["webhook-signature"].split()) == 1
    assert old not in (row := Webhook.objects.get()).secret + row.old_secret


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "name_missing"), ({"name": "x" * 101}, "name_too_long"), ({"url": "http://receiver.example/"}, "address_malformed"),
        ({"url": "https://10.0.0.1/"}, "address_malformed"), ({"events": []}, "events_missing"), ({"events": ["no.such"]}, "event_unknown"),
        ({"shop_ids": []}, "shops_missing"), ({"shop_ids": [0]}, "shop_unknown"),
    ],
)  # fmt: skip
def test_what_may_not_be_saved_is_refused(cast: Cast, changed: dict[str, Any], code: str) -> None:
    told = {"name": "ERP", "url": "https://receiver.example/", "events": ["review.flagged"], "shop_ids": None, **changed}
    with refused(code):
        saving.create(desk_id=cast.desk.pk, wanted=saving.Wanted(**told), seen=[cast.shop.pk], whole=True, actor=ACTOR, now=NOW)


def test_the_audit_log_keeps_where_a_webhook_goes_but_no_secret_of_its_address(cast: Cast) -> None:
    told: dict[str, Any] = {"seen": [cast.shop.pk], "whole": True, "actor": ACTOR, "now": NOW}
    wanted = saving.Wanted("ERP", "https://receiver.example:8443/hush/in?key=hush", ["review.flagged"], None)
    own, _ = saving.create(desk_id=cast.desk.pk, wanted=wanted, **told)
    saving.change(desk_id=cast.desk.pk, webhook_id=own, wanted=replace(wanted, url="https://receiver.example:8443/hush2"), **told)
    saving.remove(desk_id=cast.desk.pk, webhook_id=own, actor=ACTOR, now=NOW)

    said = [str((row.before, row.after)) for row in AuditEntry.objects.filter(what__startswith="webhook.")]
    assert len(said) >= 3
    assert [one for one in said if "hush" in one] == []
    # The control: where it goes, and that the address changed, stands there.
    changed = AuditEntry.objects.get(what="webhook.changed")
    before, after = changed.before or {}, changed.after or {}
    assert after["origin"] == "https://receiver.example:8443"
    assert before["url"] != after["url"]


def test_who_sees_some_shops_makes_no_webhook_for_all(cast: Cast) -> None:
    wanted = saving.Wanted("ERP", "https://receiver.example/", ["review.flagged"], None)
    with refused("every_shop_not_yours"):
        saving.create(desk_id=cast.desk.pk, wanted=wanted, seen=[cast.shop.pk], whole=False, actor=ACTOR, now=NOW)


def test_a_foreign_webhook_is_nobodys(cast: Cast) -> None:
    hook, _ = make_webhook(cast.other_desk)
    for act in (saving.rotate, saving.remove, saving.test):
        with pytest.raises(NotVisible):
            act(desk_id=cast.desk.pk, webhook_id=hook.pk, actor=ACTOR, now=NOW)


def test_every_event_has_an_example_that_looks_like_it() -> None:
    assert {kind.kind for kind in published.kinds()} >= {
        "review.created", "review.flagged", "chat.message", "claim.opened", "claim.decided", "claim.due", "order.at_risk",
        "rating.changed", "rating.alert", "delivery.dead", "desk.digest", "question.asked",
    }  # fmt: skip
    assert all(set(kind.example.get("facts", {})) <= {*kind.facts, "work", "delivery"} for kind in published.kinds())
