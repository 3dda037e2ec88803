"""Webhooks from the change to the receiver: owed with it, signed, tried again, given up, sent again."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sellerdesk import access, commands, notices, published, shops, standing, work
from sellerdesk.commands import command, note
from sellerdesk.domain import webhooks as rules
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, Notice, Outbound, Shop, Webhook, WebhookAnswer, WorkItem
from sellerdesk.standing import Asked
from sellerdesk.webhooks import answering, saving, standing_line, wire
from tests.factories.feed import load, review, told
from tests.factories.kernel import NOW, Cast, make_shop
from tests.factories.reaching import ACTOR, make_webhook, turn
from tests.receiving import Receiver, receiving


pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:1/"
RECIPE = Path(__file__).resolve().parents[3] / "docs/mechanisms/webhooks.md"


@pytest.fixture(scope="module")
def running() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    running.came.clear()
    running.plan.clear()
    return running


@command
def open_items(*, shop: Shop, subjects: list[str], kind: str = "flagged_review", fail: bool = False, now: Any) -> None:
    work.open_items(shop.desk_id, [work.Opening(kind=kind, subject=one, shop_id=shop.pk, due_at=now) for one in subjects], now=now)
    if fail:
        raise ZeroDivisionError


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as refusal:
        yield
    assert refusal.value.code == code


def owed(hook: Webhook) -> list[dict[str, Any]]:
    return [row.payload["event"] for row in Outbound.objects.filter(lane=f"webhook:{hook.pk}").order_by("pk")]


def state() -> str:
    return Outbound.objects.get(kind="webhook").state


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


@pytest.mark.parametrize("status", [500, 503, 404, 302, 429, "garbage"])
def test_what_was_not_taken_is_tried_again_with_the_same_id(cast: Cast, receiver: Receiver, status: Any) -> None:
    make_webhook(cast.desk, receiver.url)
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    receiver.plan = [status, status]
    now = NOW
    for wait in (10, 30):
        turn(now)
        assert state() == "queued"
        assert Webhook.objects.get().failing_since is not None
        assert turn(now + timedelta(seconds=wait - 1)) == 0
        now += timedelta(seconds=wait)
    turn(now)

    assert state() == "sent"
    assert Webhook.objects.get().failing_since is None
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert WebhookAnswer.objects.get().status == 200


def test_they_leave_in_order_and_one_receiver_holds_up_nobody_else(cast: Cast, receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOK_ORIGINS = [receiver.url, NOWHERE]
    make_webhook(cast.desk, f"{receiver.url}/sound")
    sick, _ = make_webhook(cast.desk, f"{receiver.url}/sick")
    for number in range(3):
        open_items(shop=cast.shop, subjects=[f"review:{number}"], now=NOW)
    Webhook.objects.filter(pk=sick.pk).update(url=NOWHERE)

    turn()

    assert [json.loads(body)["about"] for _, body in receiver.came] == [["review:0"], ["review:1"], ["review:2"]]
    assert list(Outbound.objects.filter(lane=f"webhook:{sick.pk}").order_by("pk").values_list("state", "attempts")) == [
        ("queued", 1), ("queued", 0), ("queued", 0),
    ]  # fmt: skip


def test_one_that_is_given_up_is_work_and_can_be_sent_again(cast: Cast, receiver: Receiver) -> None:
    hook, _ = make_webhook(cast.desk, receiver.url, "review.flagged", "delivery.dead")
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    receiver.plan = [422, 422, 422]
    for hours in range(3):
        turn(NOW + timedelta(hours=hours))

    assert state() == "dead"
    assert WorkItem.objects.filter(kind="dead_delivery", state="open").count() == 1
    assert Notice.objects.filter(kind="dead_delivery", user=cast.alice).exists()
    (row,) = Outbound.objects.filter(kind="webhook")
    saving.send_again(desk_id=cast.desk.pk, webhook_id=hook.pk, outbound_id=row.pk, actor=ACTOR, now=NOW + timedelta(hours=4))
    turn(NOW + timedelta(hours=4))

    assert state() == "sent"
    assert not WorkItem.objects.filter(kind="dead_delivery", state="open").exists()
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1


def test_410_switches_it_off_and_what_was_called_off_can_be_sent_later(cast: Cast, receiver: Receiver) -> None:
    hook, _ = make_webhook(cast.desk, receiver.url)
    for number in range(2):
        open_items(shop=cast.shop, subjects=[f"review:{number}"], now=NOW)
    receiver.plan = [410]
    while turn():
        pass
    open_items(shop=cast.shop, subjects=["review:9"], now=NOW)

    hook.refresh_from_db()
    assert (hook.state, hook.off_why, len(receiver.came)) == ("off", "gone", 1)
    assert [row.state for row in Outbound.objects.filter(kind="webhook")] == ["cancelled"] * 2
    assert list(Notice.objects.filter(kind="webhook_off").values_list("user", "subject")) == [(cast.alice.pk, f"webhook:{hook.pk}")]
    with refused("webhook_off"):
        saving.send_again(desk_id=cast.desk.pk, webhook_id=hook.pk, outbound_id=None, actor=ACTOR, now=NOW)
    saving.switch(desk_id=cast.desk.pk, webhook_id=hook.pk, on=True, actor=ACTOR, now=NOW)
    assert saving.send_again(desk_id=cast.desk.pk, webhook_id=hook.pk, outbound_id=None, actor=ACTOR, now=NOW) == 2
    while turn():
        pass
    assert [json.loads(body)["about"] for _, body in receiver.came[1:]] == [["review:0"], ["review:1"]]


def test_a_receiver_that_fails_for_days_is_switched_off(cast: Cast) -> None:
    hook, _ = make_webhook(cast.desk)
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    pk = Outbound.objects.get(kind="webhook").pk
    answer = wire.Answer(500, "", 1, {})

    def fails(days: float, said: wire.Answer | None = answer) -> bool:
        now = NOW + timedelta(days=days)
        return answering.note(desk_id=cast.desk.pk, webhook_id=hook.pk, outbound_id=pk, answer=said, now=now)

    assert [fails(0), fails(2.9), fails(2.95, wire.Answer(200, "", 1, {})), fails(3.1)] == [False] * 4
    assert [fails(6, None), fails(6.2, None)] == [False, True]
    assert Webhook.objects.get(pk=hook.pk).off_why == "failing"
    assert AuditEntry.objects.filter(what="webhook.switched_off", actor_key="system").exists()


def test_a_receiver_that_fails_with_too_much_waiting_is_switched_off(
    cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(rules, "MOST_WAITING", 3)
    hook, _ = make_webhook(cast.desk, receiver.url)
    receiver.plan = [500, 500]
    for number in range(4):
        open_items(shop=cast.shop, subjects=[f"review:{number}"], now=NOW)
    turn(NOW)
    assert Webhook.objects.get().state == "on"
    turn(NOW + timedelta(hours=1))

    assert Webhook.objects.get().off_why == "backlog"
    assert set(Outbound.objects.filter(lane=f"webhook:{hook.pk}").values_list("state", flat=True)) == {"cancelled"}


def test_a_slow_receiver_with_too_much_waiting_is_switched_off(
    cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(rules, "MOST_WAITING", 3)
    hook, _ = make_webhook(cast.desk, receiver.url)
    for number in range(4):
        open_items(shop=cast.shop, subjects=[f"review:{number}"], now=NOW)
    turn(NOW)

    assert Webhook.objects.get().off_why == "backlog"
    states = Outbound.objects.filter(lane=f"webhook:{hook.pk}").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["sent", "cancelled", "cancelled", "cancelled"]
    (line,) = standing_line.tell(Asked(cast.desk.pk, cast.desk.slug, {cast.shop.pk: cast.shop.name}, NOW))
    assert (line.said, line.do.split(",")[0]) == (
        "ERP was switched off: too much was waiting for the receiver.",
        "Have the receiver answer faster or choose fewer events",
    )
    here = access.as_person(cast.desk.pk, cast.alice.pk, may="webhooks.manage")
    assert here is not None
    mine = notices.mine(cast.desk.pk, cast.alice.pk, limit=1)
    assert [said.text for said in notices.said(mine, here, cast.alice.pk, now=NOW).values()] == [
        "The webhook ERP was switched off: more was waiting for its receiver than it takes in time."
    ]


def test_the_status_page_says_which_webhook_fails_and_leads_there(cast: Cast) -> None:
    def told() -> list[tuple[str, bool]]:
        asked = Asked(cast.desk.pk, cast.desk.slug, {cast.shop.pk: cast.shop.name}, NOW)
        assert next(line.level for line in standing.lines(asked) if line.label == "Deliveries") == "good"
        return [(line.level, f"/webhooks/{hook.pk}/" in line.href and "ERP" in line.said) for line in standing_line.tell(asked)]

    assert standing_line.tell(Asked(cast.desk.pk, cast.desk.slug, {}, NOW)) == []
    hook, _ = make_webhook(cast.desk)
    assert told() == [("good", False)]
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    Outbound.objects.filter(kind="webhook").update(state="dead", settled_at=NOW)
    assert told() == [("soon", True)]
    Webhook.objects.update(failing_since=NOW)
    assert told() == [("soon", True)]
    Webhook.objects.update(state="off", off_why="gone")
    assert told() == [("late", True)]


def test_a_webhook_is_not_told_of_its_own_failures(cast: Cast, receiver: Receiver) -> None:
    make_webhook(cast.desk, receiver.url, "delivery.dead", "review.flagged")
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    receiver.plan = [400] * 3
    for hours in range(4):
        turn(NOW + timedelta(hours=hours))

    assert Outbound.objects.filter(kind="webhook").count() == 1


def test_old_deliveries_are_forgotten_and_failed_ones_are_not(cast: Cast, receiver: Receiver) -> None:
    make_webhook(cast.desk, receiver.url)
    for number in range(2):
        open_items(shop=cast.shop, subjects=[f"review:{number}"], now=NOW)
    receiver.plan = [200, 422, 422, 422]
    for hours in range(4):
        turn(NOW + timedelta(hours=hours))

    assert answering.forget_old(now=NOW + timedelta(days=13)) == 0
    assert answering.forget_old(now=NOW + timedelta(days=15)) == 1
    assert [row.state for row in Outbound.objects.filter(kind="webhook")] == ["dead"]


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


def test_waits_grow_and_end() -> None:
    waits = [rules.wait(attempt) for attempt in range(1, 9)]
    assert waits == sorted(waits)
    assert sum(waits[:-1], timedelta()) < timedelta(hours=5)
