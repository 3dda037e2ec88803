"""The marketplace tells of a message of ours before, or instead of, an answer to us: nothing of it is owed or asked any more."""

from datetime import datetime, timedelta

import pytest

from chat.models import AutomaticAnswer, Message, Thread
from chat.outbound import ChatCarrier
from chat.services import withdrawing
from sellerdesk import outbox
from sellerdesk.commands import command
from sellerdesk.domain import actor, working_hours
from sellerdesk.errors import Stale
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import DeskEvent, Outbound, WorkItem
from sellerdesk.outbox import Claimed, Outcome
from tests.factories.chat import message, talk
from tests.factories.composing import LATER, NOW, claim, send, settle
from tests.factories.delivering import Clock, connected, forget_marketplaces, run_dry, state, turn
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
ECHO = message("E1", 21, sender="seller", text="On its way")


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return talk(cast.shop, [message("M1")])


@pytest.fixture
def held(cast: Cast, thread: Thread) -> Claimed:
    """A message that a worker is sending."""
    send(thread, cast.bob)
    held = claim()
    ChatCarrier().parcel(held)
    return held


@command
def looked_after(*, held: Claimed, now: datetime) -> None:
    outbox.open_item(held.desk_id, held.id, outbox.UNKNOWN_DELIVERY, held.shop_id, now=now)


def own() -> Message:
    return Message.objects.get(client_key__isnull=False)


def items() -> list[tuple[str, str, str]]:
    return list(WorkItem.objects.filter(kind__endswith="_delivery").values_list("kind", "state", "outcome"))


@pytest.mark.parametrize("outcome", [Outcome.BY_HAND, Outcome.UNKNOWN, Outcome.MODERATED])
def test_what_is_told_waits_for_nobody(cast: Cast, held: Claimed, outcome: Outcome) -> None:
    settle(claimed=held, outcome=outcome)
    if outcome is Outcome.UNKNOWN:
        looked_after(held=held, now=LATER)

    talk(cast.shop, [ECHO])

    assert (state(held.id), own().delivery, own().outside_id) == ("sent", "sent", "E1")
    assert items() == ([("unknown_delivery", "closed", "is_there")] if outcome is Outcome.UNKNOWN else [])
    row = Outbound.objects.get(pk=held.id)
    assert (row.settled_at, row.doubt_since, row.checks) == (NOW.replace(hour=10, minute=0), None, 0)
    assert DeskEvent.objects.filter(kind="outbound.settled", ids__state="sent").exists()


def test_control_other_words_end_nothing(cast: Cast, held: Claimed) -> None:
    settle(claimed=held, outcome=Outcome.BY_HAND)

    talk(cast.shop, [message("E1", 21, sender="seller", text="Something else")])

    assert (state(held.id), own().outside_id) == ("by_hand", None)


def test_who_is_asking_after_it_settles_nothing_more(cast: Cast, held: Claimed) -> None:
    settle(claimed=held, outcome=Outcome.UNKNOWN)
    (asking,) = outbox.claim_doubtful(limit=10, lease_until=LATER + timedelta(minutes=2), now=LATER + timedelta(seconds=30))

    talk(cast.shop, [ECHO])

    with pytest.raises(Stale):
        settle(claimed=asking, outcome=Outcome.UNKNOWN)
    assert state(held.id) == "sent"


def test_what_was_given_up_and_is_there_needs_nobody_to_look(cast: Cast, held: Claimed) -> None:
    """Its id is known since the marketplace took it for moderation."""
    settle(claimed=held, outcome=Outcome.MODERATED, receipt=Receipt("moderated", "E1"))
    (asking,) = outbox.claim_doubtful(limit=10, lease_until=LATER + timedelta(minutes=2), now=LATER + timedelta(seconds=30))
    settle(claimed=asking, outcome=Outcome.DEAD, reason="No.")
    assert items() == [("dead_delivery", "open", "")]

    talk(cast.shop, [ECHO])

    assert (state(held.id), own().delivery, own().reason) == ("sent", "sent", "")
    assert items() == [("dead_delivery", "closed", "is_there")]


def test_what_nobody_has_begun_is_called_off(cast: Cast, thread: Thread, held: Claimed) -> None:
    settle(claimed=held, outcome=Outcome.MODERATED, receipt=Receipt("moderated", "E1"))
    (asking,) = outbox.claim_doubtful(limit=10, lease_until=LATER + timedelta(minutes=2), now=LATER + timedelta(seconds=30))
    settle(claimed=asking, outcome=Outcome.DEAD, reason="No.")
    withdrawing.again(
        desk_id=thread.desk_id, shop_ids=[thread.shop_id], message_id=own().pk, user_id=cast.bob.pk,
        actor=actor.person(cast.bob.pk, cast.bob.email), seen=2, now=LATER,
    )  # fmt: skip
    anew = own().outbound
    assert anew is not None
    assert (anew != held.id, state(anew)) == (True, "queued")

    talk(cast.shop, [ECHO])

    assert (state(anew), state(held.id), own().delivery) == ("cancelled", "cancelled", "sent")


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [
        (Outcome.SENT, "sent"),
        (Outcome.UNKNOWN, "sent"),
        (Outcome.BY_HAND, "sent"),
        (Outcome.DEAD, "sent"),
        (Outcome.LATER, "cancelled"),
    ],
)
def test_what_a_worker_is_sending_is_left_to_it(cast: Cast, held: Claimed, outcome: Outcome, ends: str) -> None:
    talk(cast.shop, [ECHO])
    assert state(held.id) == "claimed"

    settle(claimed=held, outcome=outcome, reason="Lost.")

    assert (state(held.id), own().delivery) == (ends, "sent")
    assert items() == ([("dead_delivery", "closed", "is_there")] if outcome is Outcome.DEAD else [])


def test_a_worker_that_died_over_it_leaves_no_doubt(cast: Cast, held: Claimed) -> None:
    talk(cast.shop, [ECHO])
    clock = Clock(LATER + timedelta(minutes=5))
    assert outbox.sweep_expired(limit=10, now=clock()) == [(cast.desk.pk, held.id)]

    turn(clock)

    assert (state(held.id), own().delivery, items()) == ("cancelled", "sent", [])


def test_the_off_hours_answer_leaves_as_any_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It belongs to nobody; it is carried, told with its id, and recognised when the feed tells it."""
    forget_marketplaces()
    monkeypatch.setattr(working_hours, "is_open", lambda worked, at: False)
    AutomaticAnswer.objects.create(desk=cast.desk, shop=connected(cast.shop), on=True, texts={"en": "We are closed until 9."})
    thread = talk(cast.shop, [message("M1")], now=NOW - timedelta(minutes=10))
    owed = own().outbound
    assert owed is not None

    run_dry(Clock(NOW))
    forget_marketplaces()

    row = own()
    assert (state(owed), row.delivery, row.automatic, row.author, bool(row.outside_id)) == ("sent", "sent", True, None, True)
    talk(cast.shop, [message(str(row.outside_id), 21, sender="seller", text=row.text)])
    thread.refresh_from_db()
    assert (Message.objects.count(), own().record is not None, thread.waiting_since is not None) == (2, True, True)
