"""What persons decide about deliveries: once, told to the room, written into the audit log."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from sellerdesk.delivery import deciding
from sellerdesk.domain.actor import person
from sellerdesk.errors import NotVisible, Stale
from sellerdesk.models import AuditEntry, Outbound, SimulatedParcel, WorkItem
from sellerdesk.outbox import Outcome
from tests.factories.delivering import Clock, Room, connected, owe, room, run_dry, state, turn
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
Decide = Callable[..., None]


@pytest.fixture
def chat() -> Iterator[Room]:
    with room() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


def by(cast: Cast, decide: Decide, pk: int, **more: Any) -> None:
    decide(desk_id=cast.desk.pk, outbound_id=pk, actor=person(cast.alice.pk, cast.alice.email), now=NOW, **more)


def test_by_hand_is_done_there_and_only_so(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=cast.shop, texts=["hello"], now=NOW)
    turn(clock)
    assert state(pk) == "by_hand"

    by(cast, deciding.done_there, pk)

    assert state(pk) == "done"
    _, outcome, receipt, _ = chat.told[-1]
    assert (outcome, receipt and receipt.fate, receipt and receipt.at) == (Outcome.SENT, "sent", NOW)
    entry = AuditEntry.objects.get(what="delivery.done_there")
    assert (entry.subject, entry.before, entry.after) == (f"outbound:{pk}", {"state": "by_hand"}, {"state": "done"})
    with pytest.raises(Stale):
        by(cast, deciding.done_there, pk)
    assert AuditEntry.objects.count() == 1


def test_what_was_refused_is_sent_again_done_there_or_called_off(cast: Cast, chat: Room, clock: Clock) -> None:
    again, done, off = owe(shop=connected(cast.shop, refuse=1.0), texts=["1", "2", "3"], now=NOW)
    turn(clock)
    assert WorkItem.objects.filter(state="open").count() == 3
    SimulatedParcel.objects.all().delete()
    Outbound.objects.filter(pk=again).update(payload={"text": "#slow"})

    by(cast, deciding.send_again, again)
    by(cast, deciding.done_there, done)
    by(cast, deciding.call_off, off)

    assert (state(again), state(done), state(off)) == ("queued", "done", "cancelled")
    assert sorted(WorkItem.objects.values_list("outcome", flat=True)) == ["called_off", "done_there", "sent_again"]
    assert chat.outcomes()[-3:] == [Outcome.LATER, Outcome.SENT, Outcome.CANCELLED]
    row = Outbound.objects.get(pk=again)
    assert (row.attempts, row.first_tried_at, row.last_error, row.settled_at) == (0, None, "", None)


@pytest.mark.parametrize(("arrived", "ends", "tries"), [(True, "sent", 1), (False, "sent", 2)])
def test_a_person_has_looked(cast: Cast, chat: Room, clock: Clock, arrived: bool, ends: str, tries: int) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["#drop"], now=NOW)
    turn(clock)

    by(cast, deciding.looked, pk, arrived=arrived)
    assert state(pk) == ("sent" if arrived else "queued")
    run_dry(clock)

    assert state(pk) == ends
    assert SimulatedParcel.objects.get().tries == tries
    with pytest.raises(Stale):
        by(cast, deciding.looked, pk, arrived=arrived)


@pytest.mark.parametrize("text", ["hello", "#moderate"])
def test_what_has_left_cannot_be_decided_any_more(cast: Cast, chat: Room, clock: Clock, text: str) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=[text], now=NOW)
    turn(clock)
    told = len(chat.told)

    for decide in (deciding.done_there, deciding.call_off, deciding.send_again, partial(deciding.looked, arrived=True)):
        with pytest.raises(Stale):
            by(cast, decide, pk)

    assert len(chat.told) == told
    assert not AuditEntry.objects.exists()


def test_another_desks_delivery_is_not_there(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=cast.other_shop, texts=["hello"], now=NOW)
    turn(clock)

    for decide in (deciding.done_there, deciding.call_off, deciding.send_again, partial(deciding.looked, arrived=True)):
        with pytest.raises(NotVisible):
            by(cast, decide, pk)
