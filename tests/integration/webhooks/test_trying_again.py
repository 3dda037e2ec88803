"""Webhooks that were not taken: tried again, in order, given up, switched off, sent again, forgotten."""

import json
from datetime import timedelta
from typing import Any

import pytest

from sellerdesk import access, notices, standing
from sellerdesk.domain import webhooks as rules
from sellerdesk.models import AuditEntry, Notice, Outbound, Webhook, WebhookAnswer, WorkItem
from sellerdesk.standing import Asked
from sellerdesk.webhooks import answering, queries, saving, standing_line, wire
from tests.factories.kernel import NOW, Cast
from tests.factories.reaching import ACTOR, make_webhook, turn
from tests.integration.webhooks.reaching import open_items, receiver, refused, running, state
from tests.receiving import Receiver


__all__ = ["receiver", "running"]
pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:1/"


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


def test_what_failed_of_a_webhook_that_is_removed_waits_for_nobody(cast: Cast, receiver: Receiver) -> None:
    hook, _ = make_webhook(cast.desk, receiver.url)
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    receiver.plan = [422] * 3
    for hours in range(3):
        turn(NOW + timedelta(hours=hours))
    assert WorkItem.objects.filter(kind="dead_delivery", state="open").count() == 1
    later = NOW + timedelta(hours=3)

    saving.remove(desk_id=cast.desk.pk, webhook_id=hook.pk, actor=ACTOR, now=later)

    assert (state(), WorkItem.objects.filter(kind="dead_delivery", state="open").count()) == ("cancelled", 0)
    assert answering.forget_old(now=later + timedelta(days=15)) == 1, "nor is it kept for ever"


def test_what_could_not_even_be_signed_is_seen_among_the_deliveries(cast: Cast, settings: Any) -> None:
    hook, _ = make_webhook(cast.desk)
    open_items(shop=cast.shop, subjects=["review:1"], now=NOW)
    settings.SEAL_KEY, settings.SEAL_KEYS_OLD = "another key that was never there before", []
    seen = []
    for hours in range(3):
        turn(NOW + timedelta(hours=9 * hours))
        seen += [(one.state, one.attempts, one.status, bool(one.reason)) for one in queries.deliveries(cast.desk.pk, hook.pk)]

    assert seen == [("queued", 1, None, True), ("queued", 2, None, True), ("queued", 3, None, True)]
    turn(NOW + timedelta(hours=25))
    assert [one.state for one in queries.deliveries(cast.desk.pk, hook.pk)] == ["dead"]


def test_waits_grow_and_end() -> None:
    waits = [rules.wait(attempt) for attempt in range(1, 9)]
    assert waits == sorted(waits)
    assert sum(waits[:-1], timedelta()) < timedelta(hours=5)
