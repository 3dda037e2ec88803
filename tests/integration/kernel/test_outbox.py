"""Deliveries: owed once, claimed with a lease, settled by compare-and-set."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from sellerdesk import outbox
from sellerdesk.commands import MisusedCommand, command
from sellerdesk.errors import Stale
from sellerdesk.models import DeskEvent, Outbound, WorkItem
from sellerdesk.outbox import Claimed, Outcome
from tests.factories.kernel import NOW, Cast


# `claim` opens its own outermost transaction, as a worker does; inside a test's transaction it is a savepoint.
pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@command
def owe(*, cast: Cast, key: str, now: datetime, **more: Any) -> int | None:
    return outbox.enqueue(cast.desk.pk, "reply", key, {"text": "спасибо 谢谢"}, shop_id=cast.shop.pk, now=now, **more)


@command
def doing(*, what: Callable[..., Any], now: datetime, **more: Any) -> Any:
    return what(now=now, **more)


def claim(limit: int = 10, now: datetime = NOW) -> list[Claimed]:
    return outbox.claim(limit=limit, lease_until=now + MINUTE, now=now)


def settle(claimed: Claimed, outcome: Outcome, **more: Any) -> None:
    doing(what=lambda now: outbox.settle(claimed, outcome, now=now, **more), now=NOW)


def state(pk: Any) -> str:
    return Outbound.objects.values_list("state", flat=True).get(pk=pk)


def test_the_same_thing_is_owed_once(cast: Cast) -> None:
    assert owe(cast=cast, key="review:1", now=NOW) is not None
    assert owe(cast=cast, key="review:1", now=NOW) is None
    assert Outbound.objects.get().payload == {"text": "спасибо 谢谢"}


def test_it_is_owed_inside_a_command_only(cast: Cast) -> None:
    with pytest.raises(MisusedCommand):
        outbox.enqueue(cast.desk.pk, "reply", "x", {}, now=NOW)


def test_a_claim_takes_what_is_due_oldest_first(cast: Cast) -> None:
    late = owe(cast=cast, key="late", now=NOW, not_before=NOW - MINUTE)
    due = owe(cast=cast, key="due", now=NOW)
    owe(cast=cast, key="later", now=NOW, not_before=NOW + MINUTE)

    claimed = claim()

    assert [one.id for one in claimed] == [late, due]
    assert [one.attempts for one in claimed] == [1, 1]
    assert claim() == []
    assert [one.lease_until for one in claimed] == [NOW + MINUTE] * 2


def test_slow_receivers_of_one_desk_leave_places_to_others(cast: Cast) -> None:
    many = [owe(cast=cast, key=str(number), now=NOW, lane=f"hook:{number}") for number in range(3)]
    other = Outbound.objects.create(
        desk=cast.other_desk, kind="reply", dedupe_key="other", lane="hook", state="queued", not_before=NOW + MINUTE, created_at=NOW
    )

    def aside() -> list[int]:
        until = NOW + 2 * MINUTE
        return [one.id for one in outbox.claim(limit=1, lease_until=until, now=NOW + MINUTE, apart=["reply"], aside=True)]

    assert [aside(), aside(), aside(), aside()] == [many[:1], many[1:2], [other.pk], []]


def test_a_lane_keeps_its_order_until_the_first_is_settled(cast: Cast) -> None:
    first = owe(cast=cast, key="1", now=NOW, lane="thread:1")
    second = owe(cast=cast, key="2", now=NOW, lane="thread:1")
    other = owe(cast=cast, key="3", now=NOW, lane="thread:2")

    held = claim()
    assert [one.id for one in held] == [first, other]
    assert claim() == []

    settle(held[0], Outcome.UNKNOWN)
    assert claim() == []

    doing(what=lambda now: outbox.resolve(cast.desk.pk, held[0].id, arrived=True, now=now), now=NOW)
    assert [one.id for one in claim()] == [second]


@pytest.mark.parametrize(
    ("outcome", "over"), [(Outcome.SENT, True), (Outcome.UNKNOWN, False), (Outcome.LATER, False), (Outcome.DEAD, True)]
)
def test_settling_writes_what_became_of_it_and_tells(cast: Cast, outcome: Outcome, over: bool) -> None:
    owe(cast=cast, key="1", now=NOW)
    (held,) = claim()

    settle(held, outcome, error="no" * 400, not_before=NOW + MINUTE if outcome is Outcome.LATER else None)

    row = Outbound.objects.get(kind="reply")
    assert (row.state, row.claim, row.lease_until) == (outcome.value, None, None)
    assert (row.settled_at == NOW) is over
    assert len(row.last_error) == 500
    assert row.not_before == (NOW + MINUTE if outcome is Outcome.LATER else NOW)
    event = DeskEvent.objects.get(kind="outbound.settled")
    assert (event.shop, event.ids) == (cast.shop, {"outbound": row.pk, "state": outcome.value})


def test_a_dead_delivery_waits_for_a_person(cast: Cast) -> None:
    owe(cast=cast, key="1", now=NOW)
    (held,) = claim()

    settle(held, Outcome.DEAD, error="They do not know this review.")

    item = WorkItem.objects.get()
    assert (item.kind, item.subject, item.shop, item.due_at) == ("dead_delivery", f"outbound:{held.id}", cast.shop, NOW)


def test_later_needs_its_moment(cast: Cast) -> None:
    owe(cast=cast, key="1", now=NOW)
    (held,) = claim()

    with pytest.raises(ValueError, match="next attempt"):
        settle(held, Outcome.LATER)


def test_who_lost_the_lease_settles_nothing(cast: Cast) -> None:
    pk = owe(cast=cast, key="1", now=NOW)
    (held,) = claim()
    swept = outbox.sweep_expired(limit=10, now=NOW + MINUTE)
    assert swept == [(cast.desk.pk, pk)]
    assert state(pk) == "unknown"
    assert DeskEvent.objects.get(kind="outbound.settled").ids == {"outbound": pk, "state": "unknown"}

    with pytest.raises(Stale):
        settle(held, Outcome.SENT)

    doing(what=lambda now: outbox.resolve(cast.desk.pk, held.id, arrived=False, now=now), now=NOW)
    (again,) = claim(now=NOW + MINUTE)
    assert (again.id, again.attempts) == (pk, 2)
    with pytest.raises(Stale):
        settle(held, Outcome.SENT)
    assert state(pk) == "claimed"


def test_a_sweep_leaves_living_leases(cast: Cast) -> None:
    owe(cast=cast, key="1", now=NOW)
    claim()

    assert outbox.sweep_expired(limit=10, now=NOW) == []


def test_a_delivery_is_taken_back_until_it_is_claimed(cast: Cast) -> None:
    first, second = owe(cast=cast, key="1", now=NOW), owe(cast=cast, key="2", now=NOW)
    doing(what=lambda now: outbox.cancel(cast.desk.pk, first or 0, now=now), now=NOW)
    claim()

    with pytest.raises(Stale):
        doing(what=lambda now: outbox.cancel(cast.desk.pk, second or 0, now=now), now=NOW)
    with pytest.raises(Stale):
        doing(what=lambda now: outbox.cancel(cast.other_desk.pk, first or 0, now=now), now=NOW)
    assert (state(first), state(second)) == ("cancelled", "claimed")


def test_what_failed_is_put_away_and_what_did_not_stays(cast: Cast) -> None:
    failed, sent, waits = (owe(cast=cast, key=key, now=NOW) for key in "123")
    for held, outcome in zip(claim(limit=2), (Outcome.DEAD, Outcome.SENT), strict=True):
        settle(held, outcome)
    assert WorkItem.objects.get().state == "open"

    doing(what=lambda now: outbox.put_away(cast.desk.pk, [failed, None, sent, waits], now=now), now=NOW)

    assert [state(pk) for pk in (failed, sent, waits)] == ["cancelled", "sent", "queued"]
    assert list(WorkItem.objects.values_list("subject", "state", "outcome")) == [(f"outbound:{failed}", "closed", "handled")]


def test_what_is_not_in_doubt_is_not_resolved(cast: Cast) -> None:
    pk = owe(cast=cast, key="1", now=NOW)

    with pytest.raises(Stale):
        doing(what=lambda now: outbox.resolve(cast.desk.pk, pk or 0, arrived=True, now=now), now=NOW)
