"""One conversation, several at once: each guard is shown to be what holds."""

import uuid
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import OperationalError

from chat.models import Draft, Message, Thread
from chat.outbound import ChatCarrier
from chat.services import adopting, delivering, drafting, reaching, sending, withdrawing
from chat.services.sending import Sent
from sellerdesk import outbox
from sellerdesk.domain import actor
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import Outbound
from sellerdesk.outbox import Claimed, Outcome
from tests.concurrency.meeting import PATIENCE, Meanwhile, Meeting
from tests.concurrency.together import together
from tests.factories.chat import message, talk
from tests.factories.composing import LATER, NOW, claim, send, settle
from tests.factories.kernel import Cast, make_cast


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Cast:
    return make_cast()


@pytest.fixture
def thread(house: Cast) -> Thread:
    return talk(house.shop, [message("M1")])


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Sending without the thread's lock, and both wait for each other where they have looked."""
    meeting = Meeting()
    monkeypatch.setattr(sending, "reaching", SimpleNamespace(**(vars(reaching) | {"thread": meeting.after(reaching.seen)})))
    return meeting


def sent(outcomes: list[Any]) -> list[Sent]:
    return [one for one in outcomes if isinstance(one, Sent)]


@pytest.mark.parametrize("_", range(3))
def test_one_key_twice_at_once_is_one_message(house: Cast, thread: Thread, _: int) -> None:
    action = partial(send, thread, house.bob, client_key=uuid.uuid4())

    outcomes = together(action, action, action)

    assert len({one.message_id for one in sent(outcomes)}) == 1
    assert sorted(one.repeated for one in sent(outcomes)) == [False, True, True]
    assert Outbound.objects.count() == 1


def test_control_without_the_lock_one_of_them_fails(house: Cast, thread: Thread, unlocked: Meeting) -> None:
    action = partial(send, thread, house.bob, client_key=uuid.uuid4())

    outcomes = together(action, action)

    assert unlocked.met
    assert len(sent(outcomes)) == 1


@pytest.mark.parametrize("_", range(3))
def test_of_two_agents_at_once_one_sends(house: Cast, thread: Thread, _: int) -> None:
    outcomes = together(partial(send, thread, house.alice), partial(send, thread, house.bob))

    assert len(sent(outcomes)) == 1
    (stale,) = [one for one in outcomes if isinstance(one, Stale)]
    assert [one["text"] for one in stale.newer["messages"]] == ["On its way"]
    assert Message.objects.filter(client_key__isnull=False).count() == 1


def test_control_without_the_lock_nobody_learns_of_the_other(house: Cast, thread: Thread, unlocked: Meeting) -> None:
    outcomes = together(partial(send, thread, house.alice), partial(send, thread, house.bob))

    assert unlocked.met
    assert not [one for one in outcomes if isinstance(one, Stale)], "the database's own constraint stops one of them, without a word"


@pytest.mark.parametrize("_", range(3))
def test_taking_back_and_leaving_at_once_end_in_one_of_the_two(house: Cast, thread: Thread, _: int) -> None:
    own = send(thread, house.bob)

    taken, claimed = together(
        partial(take_back, thread, house, own.message_id), partial(outbox.claim, limit=1, lease_until=LATER, now=LATER)
    )

    row = Message.objects.get(pk=own.message_id)
    state = Outbound.objects.get().state
    assert (state, row.delivery, type(taken).__name__, len(cast("list[Claimed]", claimed))) in [
        ("cancelled", "cancelled", "Restored", 0),
        ("claimed", "queued", "Stale", 1),
    ]
    assert Draft.objects.exists() is (state == "cancelled")


def test_control_without_compare_and_set_it_is_taken_back_and_leaves(house: Cast, thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker takes it between our look and our writing."""

    def cancel(_desk: int, outbound_id: int, **_: Any) -> None:
        together(partial(outbox.claim, limit=1, lease_until=LATER, now=LATER))
        Outbound.objects.filter(pk=outbound_id).update(state="claimed")

    monkeypatch.setattr(withdrawing, "outbox", SimpleNamespace(cancel=cancel))
    own = send(thread, house.bob)

    take_back(thread, house, own.message_id)

    assert (Outbound.objects.get().state, Message.objects.get(pk=own.message_id).delivery) == ("claimed", "cancelled")


def take_back(thread: Thread, house: Cast, message_id: int) -> Any:
    return withdrawing.take_back(
        desk_id=thread.desk_id, shop_ids=[thread.shop_id], message_id=message_id, user_id=house.bob.pk,
        actor=actor.person(house.bob.pk, house.bob.email), now=LATER,
    )  # fmt: skip


@pytest.mark.parametrize("_", range(3))
def test_sending_beside_a_load_either_sees_the_new_message_or_leaves_it_waiting(house: Cast, thread: Thread, _: int) -> None:
    """Never both: an answer that covers a question which its author has not seen."""
    outcome, _loaded = together(
        partial(send, thread, house.bob), partial(talk, house.shop, [message("M2", 21, text="And one more")], now=LATER)
    )

    thread.refresh_from_db()
    row = Message.objects.get(outside_id="M2")
    assert thread.waiting_since is not None, "the newer message waits whoever was first"
    if isinstance(outcome, Sent):
        assert outcome.arrival < row.arrival
        assert thread.waiting_since == row.at
    else:
        assert isinstance(outcome, Stale)
        assert not Outbound.objects.exists()


def loading(house: Cast, patience: float = PATIENCE) -> Meanwhile:
    """A newer message of the buyer comes in at a line of ours."""
    return Meanwhile(lambda: talk(house.shop, [message("M2", 21, text="And one more")], now=LATER), patience)


def test_a_load_waits_until_the_message_is_written(house: Cast, thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    load = loading(house)
    monkeypatch.setattr(sending, "reaching", SimpleNamespace(**(vars(reaching) | {"thread": load.after(reaching.thread)})))

    own = send(thread, house.bob)

    assert not load.finish()
    assert Message.objects.get(outside_id="M2").arrival == own.arrival + 1


def test_control_without_the_lock_it_comes_in_between(house: Cast, thread: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    load = loading(house, patience=30)
    monkeypatch.setattr(sending, "reaching", SimpleNamespace(**(vars(reaching) | {"thread": load.after(reaching.seen)})))

    with pytest.raises(Refusal):
        send(thread, house.bob)

    assert load.finish(), "both took the same number, and only the database's constraint kept them apart"


def test_two_windows_begin_a_draft_at_once_and_one_learns_of_the_other(house: Cast, thread: Thread) -> None:
    own: dict[str, Any] = {
        "desk_id": thread.desk_id,
        "shop_ids": [thread.shop_id],
        "thread_id": thread.pk,
        "user_id": house.bob.pk,
        "version": 0,
    }

    outcomes = together(*[partial(drafting.save, **own, text=text, now=NOW) for text in ("One", "Two")])

    (stale,) = [one for one in outcomes if isinstance(one, Stale)]
    assert stale.newer["text"] == Draft.objects.get().text


def by_hand(thread: Thread, house: Cast) -> int:
    """A message that waits for a person's hand; its id."""
    own = send(thread, house.bob)
    held = claim()
    ChatCarrier().parcel(held)
    settle(claimed=held, outcome=Outcome.BY_HAND)
    return own.message_id


def echo(house: Cast) -> Meanwhile:
    """The marketplace tells of it."""
    return Meanwhile(lambda: talk(house.shop, [message("E1", 21, sender="seller", text="On its way")], now=LATER))


def race_of_the_echo_and_taking_back(monkeypatch: pytest.MonkeyPatch, thread: Thread, house: Cast) -> tuple[bool, str, str]:
    own, load = by_hand(thread, house), echo(house)
    monkeypatch.setattr(withdrawing, "outbox", SimpleNamespace(**(vars(outbox) | {"cancel": load.after(outbox.cancel)})))
    with suppress(Stale):
        take_back(thread, house, own)
    ended = load.finish()
    return ended, Outbound.objects.get().state, Message.objects.get(pk=own).delivery


def test_the_echo_waits_for_who_takes_it_back(monkeypatch: pytest.MonkeyPatch, thread: Thread, house: Cast) -> None:
    assert race_of_the_echo_and_taking_back(monkeypatch, thread, house) == (False, "cancelled", "cancelled")


def test_control_where_the_echo_holds_no_deliveries_one_waits_for_a_hand_for_ever(
    monkeypatch: pytest.MonkeyPatch, thread: Thread, house: Cast
) -> None:
    monkeypatch.setattr(adopting, "hold", lambda *_: None)

    assert race_of_the_echo_and_taking_back(monkeypatch, thread, house) == (True, "by_hand", "sent")


def race_of_the_echo_and_settling(monkeypatch: pytest.MonkeyPatch, thread: Thread, house: Cast) -> None:
    """Told without having held the delivery first, as of a message that was written in between."""
    send(thread, house.bob)
    held = claim()
    ChatCarrier().parcel(held)
    load = echo(house)
    monkeypatch.setattr(adopting, "hold", lambda *_: None)
    monkeypatch.setattr(delivering, "reaching", SimpleNamespace(**(vars(reaching) | {"thread": load.before(reaching.thread)})))
    try:
        settle(claimed=held, outcome=Outcome.BY_HAND)
    finally:
        load.finish()


def test_the_echo_passes_over_what_is_being_settled_and_who_settles_ends_it(
    monkeypatch: pytest.MonkeyPatch, thread: Thread, house: Cast
) -> None:
    race_of_the_echo_and_settling(monkeypatch, thread, house)

    assert (Outbound.objects.get().state, Message.objects.get(outside_id="E1").delivery) == ("sent", "sent")


def test_control_waiting_for_what_is_being_settled_would_never_end(monkeypatch: pytest.MonkeyPatch, thread: Thread, house: Cast) -> None:
    def told(desk_id: int, ids: list[int], **_: Any) -> None:
        outbox.hold(desk_id, ids)

    monkeypatch.setattr(adopting, "outbox", SimpleNamespace(told=told))
    with pytest.raises(OperationalError, match="deadlock"):
        race_of_the_echo_and_settling(monkeypatch, thread, house)
