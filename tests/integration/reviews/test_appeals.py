"""An appeal from the form to its end: delivered once, decided by the connection, the feed or a person; figures follow the ledger."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from reviews.models import Appeal
from reviews.services import appeal_outcomes, flagging
from reviews.services.appealing import DELIVERY
from sellerdesk import panels, shops
from sellerdesk.delivery import deciding, queries as deliveries
from sellerdesk.delivery.looking import opened
from sellerdesk.domain import actor, permissions
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.marketplaces import reading
from sellerdesk.models import AuditEntry, Outbound, WorkItem
from tests.factories.chat import message
from tests.factories.delivering import Clock, connected, forget_marketplaces, jump, state, turn
from tests.factories.feed import order, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.mending import LEAVES, appeal, by, tell, the


pytestmark = pytest.mark.django_db
SPAM = "Пишите на vk.com/x"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_marketplaces()
    yield
    forget_marketplaces()


@pytest.fixture
def house(cast: Cast) -> Cast:
    """A shop with one bad review of one order."""
    tell(cast, order(), review(text=f"Плохо. {SPAM}", stars=1))
    return cast


def deleted(by_whom: str = "platform", after: float = 60, ref: str = "R1") -> dict[str, Any]:
    return told("review_delete", ref, (NOW + timedelta(seconds=after)).isoformat(), by=by_whom)


def credit(cast: Cast, at: Any = NOW) -> tuple[int, int]:
    """Score and number of bad ones, as the shop's report tells them."""
    facts = shops.facts(cast.shop)
    found = panels.report(facts, panels.AsOf(facts.day(at), at), facts.window)["credit"]
    return found["score"], found["bad"]


def carry(clock: Clock) -> None:
    """Workers until nothing is under way, and what the marketplace then has to tell."""
    while turn(clock) or jump(clock):
        pass


@pytest.mark.parametrize(("left", "waits"), [(15, 10), (7, 2), (5, 0), (0, 0)])
@pytest.mark.parametrize(("detail", "days"), [("links", 90), ("other", 30)])
def test_an_appeal_of_the_last_seconds_leaves_within_its_window(house: Cast, detail: str, days: int, left: int, waits: int) -> None:
    now = the("R1").at + timedelta(days=days, seconds=-left)

    appeal(house, detail=detail, now=now)

    assert Outbound.objects.get(kind=DELIVERY).not_before == now + timedelta(seconds=waits)


def test_granted_by_the_simulated_marketplace_the_review_goes_and_the_credit_follows(house: Cast) -> None:
    connected(house.shop)
    facts = shops.facts(house.shop)
    made = appeal(house, statement="#accept", marked=SPAM)
    clock = Clock(LEAVES)
    assert credit(house) == (-1, 1)

    turn(clock)
    made.refresh_from_db()
    assert (made.state, made.reached_at, state(made.outbound or 0)) == ("waiting", LEAVES, "moderated")
    item = WorkItem.objects.get(kind="appeal")
    due = LEAVES + timedelta(days=5)
    assert (item.subject, item.due_at, item.snoozed_until, item.assignee) == (f"appeal:{made.pk}", due, due, house.bob)

    carry(clock)
    made.refresh_from_db()
    assert (made.state, made.ended_by, state(made.outbound or 0)) == ("granted", "port", "sent")
    assert credit(house, clock.now) == (-1, 1), "nothing but the ledger moves a figure"

    reading.read_shop(shop=facts, clock=clock)
    while flagging.judge(shop=facts, now=clock.now):
        pass
    assert the("R1").deleted_at is not None
    assert credit(house, clock.now) == (0, 0)
    assert WorkItem.objects.get(kind="appeal").outcome == "granted"
    assert not WorkItem.objects.filter(state="open", kind__in=["appeal", "flagged_review"]).exists()


def test_refused_by_the_marketplace_it_can_be_tried_once_more_and_no_third_time(house: Cast) -> None:
    connected(house.shop)
    clock = Clock(LEAVES)
    first = appeal(house, statement="#reject")
    carry(clock)
    first.refresh_from_db()
    assert (first.state, first.said) == ("refused", "The moderator found that the review breaks no rule.")
    assert state(first.outbound or 0) == "sent", "a refused appeal did arrive: nobody has to look at its delivery"
    assert not WorkItem.objects.filter(kind="dead_delivery").exists()

    appeal(house, statement="#reject again", now=clock.now)
    clock.on(seconds=11)
    carry(clock)
    with pytest.raises(Refusal) as refused:
        appeal(house, now=clock.now)

    assert refused.value.code == "appeals_used"
    assert Appeal.objects.filter(state="refused").count() == 2
    assert credit(house) == (-1, 1)


def test_what_never_arrives_uses_up_no_try(house: Cast) -> None:
    connected(house.shop)
    made = appeal(house, statement="#refuse")
    turn(Clock(LEAVES))
    made.refresh_from_db()
    assert (made.state, made.said) == ("not_sent", "The conversation is closed.")

    again = appeal(house, now=LEAVES)
    deciding.send_again(desk_id=house.desk.pk, outbound_id=made.outbound or 0, actor=actor.SYSTEM, now=LEAVES)
    turn(Clock(LEAVES))

    made.refresh_from_db()
    assert (made.state, state(made.outbound or 0)) == ("not_sent", "cancelled"), "a newer one speaks for the review"
    assert Appeal.objects.get(pk=again.pk).state == "sending"


def test_by_hand_a_person_carries_it_over_and_tells_what_was_said(house: Cast) -> None:
    tell(house, message("M1", text="Денег, или единица!", order="O1"))
    made = appeal(house, "R1", "demand", "Threat.", marked=SPAM, quoted=[f"message:{_message()}"])
    say = {**by(house), "appeal_id": made.pk, "now": LEAVES}
    turn(Clock(LEAVES))
    assert Outbound.objects.get(kind=DELIVERY).state == "by_hand"
    text = opened(house.desk.pk, made.outbound or 0, now=LEAVES).text
    assert text == f"Threat.\n\n> {SPAM}\n> [2026-03-31 09:00 UTC] Денег, или единица!"
    with pytest.raises(Refusal) as early:
        appeal_outcomes.say(**say, ruling="granted", said="")
    assert early.value.code == "appeal_not_there"

    deciding.done_there(desk_id=house.desk.pk, outbound_id=made.outbound or 0, actor=actor.SYSTEM, now=LEAVES)
    appeal_outcomes.say(**say, ruling="refused", said="No rule is broken.")

    made.refresh_from_db()
    assert (made.state, made.ended_by, made.said, made.reached_at) == ("refused", "person", "No rule is broken.", LEAVES)
    assert WorkItem.objects.get(kind="appeal").outcome == "refused"
    with pytest.raises(Stale):
        appeal_outcomes.say(**say, ruling="granted", said="")
    assert list(AuditEntry.objects.filter(what__contains="appeal").order_by("number").values_list("what", flat=True)) == [
        "review.appealed", "appeal.told",
    ]  # fmt: skip


def _message() -> int:
    from chat.models import Message

    return Message.objects.get(outside_id="M1").pk


@pytest.mark.parametrize(
    ("by_whom", "after", "carried", "ended"),
    [
        ("platform", 60, True, "granted"),
        ("platform", 60, False, "moot"),
        ("platform", -60, True, "moot"),
        ("author", 60, True, "moot"),
    ],
)
def test_the_feed_tells_that_the_review_is_gone(house: Cast, by_whom: str, after: float, *, carried: bool, ended: str) -> None:
    made = appeal(house)
    if carried:
        turn(Clock(LEAVES))

    tell(house, deleted(by_whom, after), now=NOW + timedelta(minutes=5))

    made.refresh_from_db()
    assert (made.state, made.ended_by) == (ended, "feed")
    assert state(made.outbound or 0) == ("sent" if carried else "cancelled")
    assert credit(house, NOW + timedelta(minutes=5)) == (0, 0)


def test_withdrawn_before_it_leaves_nothing_leaves_and_another_can_be_made(house: Cast) -> None:
    made = appeal(house)
    appeal_outcomes.withdraw(**by(house), appeal_id=made.pk, now=NOW)
    made.refresh_from_db()
    assert (made.state, state(made.outbound or 0)) == ("withdrawn", "cancelled")
    with pytest.raises(Stale):
        appeal_outcomes.withdraw(**by(house), appeal_id=made.pk, now=NOW)

    assert appeal(house).pk != made.pk


def test_of_two_the_second_is_refused_and_the_same_form_twice_is_one(house: Cast) -> None:
    key = uuid.uuid4()
    first = appeal(house, client_key=key)
    assert appeal(house, client_key=key).pk == first.pk
    with pytest.raises(Refusal) as refused:
        appeal(house)
    assert refused.value.code == "appeal_running"


def test_each_reason_has_its_own_last_second(house: Cast) -> None:
    last = the("R1").at + timedelta(days=30)
    with pytest.raises(Refusal) as refused:
        appeal(house, detail="demand", now=last + timedelta(seconds=1))
    assert refused.value.code == "appeal_window_closed"
    assert appeal(house, detail="links", now=last + timedelta(seconds=1)).reason == "spam"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"detail": "unheard-of"}, "reason_unknown"),
        ({"statement": " "}, "appeal_empty"),
        ({"statement": "x" * 1001}, "statement_too_long"),
        ({"marked": "nobody said so"}, "passage_not_found"),
        ({"quoted": ["message:999"]}, "quote_gone"),
    ],
)
def test_what_an_appeal_must_hold(house: Cast, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        appeal(house, **fields)
    assert refused.value.code == code
    assert not Outbound.objects.exists()


def test_nobody_quotes_what_they_may_not_read(house: Cast) -> None:
    tell(house, message("M1", order="O1", buyer={"id": "B9"}))
    ref = f"message:{_message()}"
    for hidden in (permissions.CHATS_SEE, permissions.ORDERS_SEE):
        with pytest.raises(Refusal, match="not there any more"):
            # The conversation is found by the order alone: its buyer is another one.
            appeal(house, quoted=[ref], may=lambda one, hidden=hidden: one != hidden)
    assert appeal(house, quoted=[ref]).quotes[0]["text"] == "Hello"


def test_strangers_and_other_shops_reach_nothing(house: Cast) -> None:
    made = appeal(house)
    for desk, shop_ids in ((house.other_desk.pk, [house.shop.pk]), (house.desk.pk, [house.other_shop.pk]), (house.desk.pk, [])):
        there: dict[str, Any] = {"desk_id": desk, "shop_ids": shop_ids, "actor": actor.SYSTEM, "now": NOW, "appeal_id": made.pk}
        with pytest.raises(NotVisible):
            appeal_outcomes.withdraw(**there)
        with pytest.raises(NotVisible):
            appeal_outcomes.say(**there, ruling="granted", said="")
    assert deliveries.states(house.desk.pk, [made.outbound or 0])
