"""Two people, one subject: one of them gets the lease."""

import time
from datetime import datetime, timedelta

import pytest

from sellerdesk import work
from sellerdesk.commands import command
from sellerdesk.models import Lease
from tests.concurrency.together import together
from tests.factories.kernel import NOW, make_cast


pytestmark = pytest.mark.django_db(transaction=True)
UNTIL = NOW + timedelta(minutes=1)


@command
def take(*, desk_id: int, holder: int, now: datetime) -> bool:
    return work.take_lease(desk_id, "review:1", holder, until=UNTIL, now=now).mine


@command
def take_unguarded(*, desk_id: int, holder: int, now: datetime) -> bool:
    """Look first, write then: what compare-and-set is there to prevent."""
    free = not Lease.objects.filter(desk_id=desk_id, subject="review:1", until__gt=now).exists()
    time.sleep(0.05)
    if free:
        Lease.objects.update_or_create(desk_id=desk_id, subject="review:1", defaults={"holder_id": holder, "until": UNTIL})
    return free


@pytest.mark.parametrize("left_behind", [False, True])
def test_one_of_two_takes_the_lease(left_behind: bool) -> None:
    cast = make_cast()
    people = (cast.alice.pk, cast.bob.pk)
    for _ in range(10):
        Lease.objects.all().delete()
        if left_behind:
            Lease.objects.create(desk=cast.desk, subject="review:1", holder=cast.carol, until=NOW)

        taken = together(*[lambda holder=holder: take(desk_id=cast.desk.pk, holder=holder, now=NOW) for holder in people])

        assert sorted(map(str, taken)) == ["False", "True"]
        assert Lease.objects.get().holder_id == people[taken.index(True)]


def test_control_without_compare_and_set_both_take_it() -> None:
    cast = make_cast()
    Lease.objects.create(desk=cast.desk, subject="review:1", holder=cast.carol, until=NOW)
    people = (cast.alice.pk, cast.bob.pk)

    taken = together(*[lambda holder=holder: take_unguarded(desk_id=cast.desk.pk, holder=holder, now=NOW) for holder in people])

    assert taken == [True, True]
