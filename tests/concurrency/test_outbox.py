"""Many workers, one delivery each: nothing is claimed twice."""

import functools
import time
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from sellerdesk import outbox
from sellerdesk.commands import command
from sellerdesk.errors import Stale
from sellerdesk.models import Desk, Outbound
from sellerdesk.outbox import Claimed, Outcome
from tests.concurrency.together import together
from tests.factories.kernel import NOW, make_desk


pytestmark = pytest.mark.django_db(transaction=True)
UNTIL = NOW + timedelta(minutes=1)


@command
def owe(*, desk: Desk, count: int, now: datetime, lane: str = "") -> None:
    for number in range(count):
        outbox.enqueue(desk.pk, "reply", f"review:{number}", {}, now=now, lane=lane)


@command
def settle(*, claimed: Claimed, now: datetime) -> int | None:
    outbox.settle(claimed, Outcome.SENT, now=now)
    return None


def sweep(*, now: datetime) -> int | None:
    return len(outbox.sweep_expired(limit=100, now=now))


def claim_all() -> list[int]:
    found: list[int] = []
    while claimed := outbox.claim(limit=3, lease_until=UNTIL, now=NOW):
        found += [one.id for one in claimed]
    return found


def claim_unguarded() -> list[int]:
    """Read, then write, without locking the rows: what SKIP LOCKED is there to prevent."""
    with transaction.atomic():
        ids = list(Outbound.objects.filter(state="queued").values_list("pk", flat=True))
        time.sleep(0.05)
        Outbound.objects.filter(pk__in=ids).update(state="claimed", claim="0" * 32, lease_until=UNTIL)
    return ids


def flat(outcomes: list[list[int] | BaseException]) -> list[int]:
    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    return sorted(pk for outcome in outcomes if isinstance(outcome, list) for pk in outcome)


def test_each_delivery_is_claimed_once() -> None:
    owe(desk=make_desk(), count=60, now=NOW)

    claimed = flat(together(*[claim_all] * 6))

    assert claimed == sorted(Outbound.objects.values_list("pk", flat=True))


def test_control_without_locks_a_delivery_is_claimed_twice() -> None:
    owe(desk=make_desk(), count=5, now=NOW)

    claimed = flat(together(*[claim_unguarded] * 2))

    assert len(claimed) > len(set(claimed))


def test_one_lane_is_in_one_pair_of_hands() -> None:
    owe(desk=make_desk(), count=10, now=NOW, lane="thread:1")

    claimed = flat(together(*[claim_all] * 4))

    assert claimed == [Outbound.objects.order_by("pk").values_list("pk", flat=True)[0]]


def test_settling_and_sweeping_at_once_end_in_one_of_the_two() -> None:
    desk = make_desk()
    for number in range(10):
        owe(desk=desk, count=number + 1, now=NOW)
        (held,) = outbox.claim(limit=10, lease_until=UNTIL, now=NOW)

        outcomes = together(functools.partial(settle, claimed=held, now=UNTIL), functools.partial(sweep, now=UNTIL))

        state = Outbound.objects.get(pk=held.id).state
        assert (state, type(outcomes[0]), outcomes[1]) in [("sent", type(None), 0), ("unknown", Stale, 1)]
