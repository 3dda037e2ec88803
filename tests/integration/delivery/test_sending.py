"""A delivery on its way: every ending of an attempt, and what is asked before anything is repeated."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sellerdesk import carriers, outbox
from sellerdesk.delivery import senders, sending
from sellerdesk.domain import backoff
from sellerdesk.errors import Permanent, Refusal, Transient
from sellerdesk.marketplaces import breakers
from sellerdesk.marketplaces.ports import Unknown
from sellerdesk.models import DeskEvent, Outbound, ShopConnection, SimulatedParcel, WorkItem
from sellerdesk.outbox import Claimed, Outcome
from tests.factories.delivering import KIND, Clock, Room, connected, jump, owe, room, run_dry, state, turn
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db


@pytest.fixture
def chat() -> Iterator[Room]:
    with room() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


def arrivals(key: int) -> int:
    return SimulatedParcel.objects.get(key=f"m-{key}").arrivals


def test_what_is_accepted_is_sent_and_told_with_its_id(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["hello"], now=NOW)

    turn(clock)

    assert state(pk) == "sent"
    ((told, outcome, receipt, reason),) = chat.told
    assert (told, outcome, reason) == (pk, Outcome.SENT, "")
    assert receipt is not None
    assert (receipt.fate, receipt.outside_id, receipt.at) == ("sent", f"sim-m-{pk}", NOW)


@pytest.mark.parametrize("word", ["#timeout", "#late", "#drop"])
@pytest.mark.parametrize("keyed", [True, False])
def test_after_a_lost_answer_it_is_asked_for_and_arrives_once(cast: Cast, chat: Room, clock: Clock, word: str, keyed: bool) -> None:
    (pk,) = owe(shop=connected(cast.shop, keyed=keyed), texts=[f"hello {word}"], now=NOW)

    turn(clock)
    assert state(pk) == "unknown"
    run_dry(clock)

    assert state(pk) == "sent"
    assert arrivals(pk) == 1
    assert chat.outcomes()[-1] is Outcome.SENT
    # Long enough after the attempt, and only where it really was lost, it was sent a second time.
    assert SimulatedParcel.objects.get().tries == (2 if word == "#drop" else 1)
    assert clock() - NOW >= (backoff.GRACE if word == "#drop" else timedelta(0))


def test_the_same_words_twice_are_two_messages_where_no_keys_are_known(cast: Cast, chat: Room, clock: Clock) -> None:
    shop = connected(cast.shop, keyed=False)
    first, second = owe(shop=shop, texts=["thank you", "thank you #drop"], now=NOW, lane="C7")
    Outbound.objects.filter(pk=second).update(payload={"text": "thank you"})
    turn(clock)
    SimulatedParcel.objects.filter(key=f"m-{second}").delete()
    Outbound.objects.filter(pk=second).update(
        state="unknown", settled_at=None, doubt_since=NOW, first_tried_at=NOW + timedelta(seconds=1), not_before=NOW
    )
    clock.on(seconds=2)

    run_dry(clock)

    assert (state(first), state(second)) == ("sent", "sent")
    assert (arrivals(first), arrivals(second)) == (1, 1)


def test_moderation_is_watched_until_it_is_over(cast: Cast, chat: Room, clock: Clock) -> None:
    shown, refused = owe(shop=connected(cast.shop), texts=["#moderate", "#reject"], now=NOW)

    turn(clock)
    assert {state(shown), state(refused)} == {"moderated"}
    assert [receipt.fate for _, _, receipt, _ in chat.told if receipt] == ["moderated"] * 2
    before = DeskEvent.objects.count()
    turn(clock)
    assert DeskEvent.objects.count() == before
    run_dry(clock)

    assert (state(shown), state(refused)) == ("sent", "dead")
    assert {(pk, outcome) for pk, outcome, _, _ in chat.told[2:]} == {(shown, Outcome.SENT), (refused, Outcome.DEAD)}
    assert Outbound.objects.get(pk=refused).last_error == "The moderator found words that are not allowed."
    assert WorkItem.objects.get().kind == "dead_delivery"


def test_what_is_refused_is_told_with_its_reason(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["#refuse"], now=NOW)

    turn(clock)

    assert state(pk) == "dead"
    assert chat.told == [(pk, Outcome.DEAD, None, "The conversation is closed.")]
    assert WorkItem.objects.get().subject == f"outbound:{pk}"


def test_a_limit_is_waited_out_as_told_and_costs_no_attempt(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop, busy_seconds=90), texts=["#busy"], now=NOW)

    turn(clock)

    row = Outbound.objects.get(pk=pk)
    assert (row.state, row.attempts, row.not_before) == ("queued", 0, NOW + timedelta(seconds=90))
    assert turn(clock) == 0
    clock.on(seconds=91)
    turn(clock)
    assert state(pk) == "sent"


def test_a_limit_holds_up_everything_that_goes_the_same_way(cast: Cast, chat: Room, clock: Clock) -> None:
    shop = connected(cast.shop, busy_seconds=90)
    owe(shop=shop, texts=["#busy"], now=NOW)
    turn(clock)
    (second,) = owe(shop=shop, texts=["second"], now=NOW, lane="another")

    assert turn(clock) == 0
    clock.on(seconds=91)
    turn(clock)

    assert state(second) == "sent"


def test_an_outage_is_tried_again_with_growing_waits_and_given_up(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop, down=1.0), texts=["hello"], now=NOW)
    waits, before = [], NOW
    while state(pk) != "dead":
        breakers.forget(cast.shop.pk)
        turn(clock)
        row = Outbound.objects.get(pk=pk)
        waits.append(row.not_before - before)
        before = clock.now = row.not_before

    assert row.attempts == backoff.MOST_ATTEMPTS
    assert row.last_error == "The marketplace cannot be reached."
    assert waits[:-1] == sorted(waits[:-1])
    assert len(set(waits[:-1])) > 3
    assert chat.outcomes() == [Outcome.LATER] * 7 + [Outcome.DEAD]


def test_who_does_not_answer_is_left_alone_and_the_desk_is_told_since_when(cast: Cast, chat: Room, clock: Clock) -> None:
    shop = connected(cast.shop, down=1.0)
    owe(shop=shop, texts=[f"hello {n}" for n in range(12)], now=NOW)

    turn(clock)

    found = ShopConnection.objects.get()
    assert (found.failing_since, found.failing_why) == (NOW, "silent")
    assert sorted(Outbound.objects.values_list("attempts", flat=True)) == [0] * 7 + [1] * 5
    assert DeskEvent.objects.filter(kind="connection.failing").count() == 1

    ShopConnection.objects.update(settings={})
    run_dry(clock)

    assert set(Outbound.objects.values_list("state", flat=True)) == {"sent"}
    assert ShopConnection.objects.get().failing_since is None
    assert DeskEvent.objects.filter(kind="connection.answers").count() == 1


def test_what_waits_behind_an_outage_loses_no_attempt_but_has_an_end(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop, down=1.0), texts=["hello"], now=NOW)
    for _ in range(5):
        breakers.failed(cast.shop.pk, now=NOW)
    turn(clock)
    assert Outbound.objects.get(pk=pk).attempts == 0

    clock.on(hours=25)
    for _ in range(5):
        breakers.failed(cast.shop.pk, now=clock())
    breakers.shut(cast.shop.pk, now=clock())
    turn(clock)

    assert state(pk) == "dead"


def test_a_lane_stays_in_order_whatever_happens(cast: Cast, chat: Room, clock: Clock) -> None:
    shop = connected(cast.shop)
    ids = owe(shop=shop, texts=["1 #down", "2 #timeout", "3 #busy", "4 #drop", "5"], now=NOW, lane="C9")

    run_dry(clock)

    assert [state(pk) for pk in ids] == ["sent"] * 5
    arrived = list(SimulatedParcel.objects.order_by("arrived_at", "id").values_list("key", flat=True))
    assert arrived == [f"m-{pk}" for pk in ids]
    assert set(SimulatedParcel.objects.values_list("arrivals", flat=True)) == {1}


def test_a_dead_worker_is_found_out_about(cast: Cast, chat: Room, clock: Clock) -> None:
    """It died after the marketplace had taken the message, or before: the rows are the same."""
    shop = connected(cast.shop)
    there, lost = owe(shop=shop, texts=["there", "lost"], now=NOW)
    held = outbox.claim(limit=2, lease_until=NOW + sending.LEASE, now=NOW)
    port, parcel = sending.port_of(held[0], clock), chat.parcel(held[0])
    assert port is not None
    assert parcel is not None
    port.send(parcel)

    run_dry(clock)

    assert (state(there), state(lost)) == ("sent", "sent")
    assert (arrivals(there), arrivals(lost)) == (1, 1)


def test_what_cannot_be_found_out_goes_to_a_person(cast: Cast, chat: Room, clock: Clock) -> None:
    shop = connected(cast.shop)
    (pk,) = owe(shop=shop, texts=["#timeout"], now=NOW)
    turn(clock)
    for _ in range(40):
        jump(clock)
        breakers.shut(shop.pk, now=clock())
        turn(clock)

    item = WorkItem.objects.get()
    assert (item.kind, item.subject, item.state) == ("unknown_delivery", f"outbound:{pk}", "open")
    assert item.opened_at - NOW >= backoff.DOUBT
    assert state(pk) == "unknown"

    breakers.forget(shop.pk)
    run_dry(clock)

    assert state(pk) == "sent"
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("closed", "found_out")


def test_without_a_connection_or_a_room_it_is_for_a_person(cast: Cast, chat: Room, clock: Clock) -> None:
    (by_hand,) = owe(shop=cast.shop, texts=["hello"], now=NOW)
    (strange,) = owe(shop=cast.shop, texts=["hello"], now=NOW, kind="nobody.knows")

    turn(clock)

    assert (state(by_hand), state(strange)) == ("by_hand", "by_hand")
    assert chat.told == [(by_hand, Outcome.BY_HAND, None, "")]


def test_nothing_overtakes_what_waits_for_a_hand(cast: Cast, chat: Room, clock: Clock) -> None:
    (first,) = owe(shop=cast.shop, texts=["1"], now=NOW, lane="C3")
    turn(clock)
    connected(cast.shop)
    (second,) = owe(shop=cast.shop, texts=["2"], now=NOW, lane="C3")
    (other,) = owe(shop=cast.shop, texts=["3"], now=NOW, lane="C4")

    turn(clock)

    assert (state(first), state(second), state(other)) == ("by_hand", "by_hand", "sent")


def test_what_its_room_has_no_more_is_called_off(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["hello"], now=NOW)
    Outbound.objects.update(payload={})

    turn(clock)

    assert state(pk) == "cancelled"
    assert chat.outcomes() == [Outcome.CANCELLED]


def test_what_its_room_refuses_is_the_end_and_its_mistakes_are_not(
    cast: Cast, chat: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = connected(cast.shop)
    (pk,) = owe(shop=shop, texts=["hello"], now=NOW)

    def broken(_self: Room, _claimed: Claimed) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Room, "parcel", broken)
    turn(clock)
    assert (state(pk), Outbound.objects.get(pk=pk).last_error) == ("queued", "It could not be made ready.")

    def refused(_self: Room, _claimed: Claimed) -> None:
        raise Refusal("too_long", "It is too long.")

    monkeypatch.setattr(Room, "parcel", refused)
    clock.on(minutes=1)
    turn(clock)
    assert (state(pk), Outbound.objects.get(pk=pk).last_error) == ("dead", "It is too long.")


def test_a_port_that_breaks_may_have_sent_it(cast: Cast, chat: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["hello"], now=NOW)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("sellerdesk.marketplaces.simulator.port.Simulator._receipt", broken)
        turn(clock)
    assert state(pk) == "unknown"

    run_dry(clock)

    assert (state(pk), arrivals(pk)) == ("sent", 1)


def test_a_lost_lease_settles_nothing(cast: Cast, chat: Room, clock: Clock) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["hello"], now=NOW)
    (held,) = outbox.claim(limit=1, lease_until=NOW + sending.LEASE, now=NOW)
    ending = sending.attempt(held, clock=clock, dice=lambda: 0.5)
    clock.on(minutes=3)
    outbox.sweep_expired(limit=10, now=clock())

    sending.settle(held, ending, clock=clock)

    assert state(pk) == "unknown"
    assert chat.told == []


class TestSenders:
    """Kinds that go to no marketplace."""

    @pytest.fixture(autouse=True)
    def _forgotten(self) -> Iterator[None]:
        yield
        senders.forget("letter")

    def test_a_sender_is_used_and_its_errors_mean_the_same(self, cast: Cast, chat: Room, clock: Clock) -> None:
        failures: list[Exception] = [Transient("later"), Permanent("no such mailbox")]
        sent: list[int] = []

        def send(claimed: Claimed) -> None:
            if claimed.payload["text"] == "good":
                sent.append(claimed.id)
                return
            raise failures.pop(0)

        senders.register_sender("letter", send)
        good, bad = owe(shop=cast.shop, texts=["good", "bad"], now=NOW, kind="letter")
        turn(clock)
        assert (state(good), state(bad)) == ("sent", "queued")
        run_dry(clock)
        assert (sent, state(bad)) == ([good], "dead")

    @pytest.mark.parametrize(("repeatable", "ends"), [(True, "sent"), (False, "unknown")])
    def test_a_doubt_is_repeated_only_where_that_does_no_harm(
        self, cast: Cast, chat: Room, clock: Clock, repeatable: bool, ends: str
    ) -> None:
        tries: list[int] = []

        def send(claimed: Claimed) -> None:
            tries.append(claimed.id)
            if len(tries) == 1:
                raise Unknown("no answer")

        senders.register_sender("letter", send, repeatable=repeatable)
        (pk,) = owe(shop=cast.shop, texts=["x"], now=NOW, kind="letter")
        for _ in range(6):
            turn(clock)
            jump(clock)

        assert (state(pk), len(tries)) == (ends, 2 if repeatable else 1)
        assert WorkItem.objects.filter(kind="unknown_delivery").exists() is not repeatable


def test_a_kind_has_one_carrier(chat: Room) -> None:
    with pytest.raises(ValueError, match=KIND):
        carriers.register(Room())
