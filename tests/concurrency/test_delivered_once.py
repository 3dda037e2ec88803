"""Many workers, a marketplace that loses answers, and workers that die: each delivery arrives once, each lane in order."""

import functools
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from sellerdesk import outbox
from sellerdesk.commands import command
from sellerdesk.delivery import checking, sending
from sellerdesk.errors import Stale
from sellerdesk.marketplaces import reading
from sellerdesk.marketplaces.reading import read_shop
from sellerdesk.marketplaces.simulator import memory
from sellerdesk.models import FeedRecord, Outbound, Shop, SimulatedEvent, SimulatedParcel, SyncCursor
from sellerdesk.outbox import Claimed, Outcome
from sellerdesk.shops import ShopFacts, facts
from tests.concurrency.together import together
from tests.factories.delivering import KIND, Clock, Room, connected, jump, owe, room, state, turn
from tests.factories.kernel import NOW, make_shop


pytestmark = pytest.mark.django_db(transaction=True)
LANE = 5
"""Messages of one conversation."""
HARD = {"timeout": 0.3, "late": 0.02, "drop": 0.04, "busy": 0.05, "down": 0.03, "moderate": 0.03}
WORKERS = 4


class Killed(Exception):
    """A worker's end, at the worst moment."""


@pytest.fixture
def chat() -> Iterator[Room]:
    with room() as made:
        yield made


@command
def owe_many(*, shop: Shop, count: int, now: Any) -> None:
    for number in range(count):
        lane = f"conversation {number // LANE}"
        payload = {"text": f"message {number}", "key": f"key-{number}"}
        outbox.enqueue(shop.desk_id, KIND, str(number), payload, shop_id=shop.pk, lane=lane, now=now)


def work_it_off(clock: Clock, dying: float = 0.0) -> None:
    """Rounds of workers at one moment each, and then the clock goes on to when the next thing is due."""
    settle, dice, lock = sending.settle, random.Random(7), threading.Lock()

    def perhaps_die(*args: Any, **kwargs: Any) -> None:
        with lock:
            fate = dice.random()
        if fate < dying / 2:
            raise Killed
        settle(*args, **kwargs)
        if fate > 1 - dying / 2:
            raise Killed

    def worker() -> int:
        try:
            return turn(clock)
        except Killed:
            return 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "settle", perhaps_die)
        patch.setattr(checking, "settle", perhaps_die)
        for _ in range(5000):
            done = together(*[worker] * WORKERS)
            assert not [outcome for outcome in done if isinstance(outcome, BaseException)], done
            if not any(done) and not jump(clock):
                return
    raise AssertionError("It never ends.")


def everything_arrived_once(shop: Shop, count: int) -> None:
    assert set(Outbound.objects.values_list("state", flat=True)) == {"sent"}
    parcels = list(SimulatedParcel.objects.order_by("arrived_at", "id").values_list("place", "text", "arrivals"))
    assert len(parcels) == count
    assert {arrivals for *_, arrivals in parcels} == {1}
    lanes = defaultdict(list)
    for place, text, _ in parcels:
        lanes[place].append(int(text.split()[1]))
    assert all(numbers == sorted(numbers) for numbers in lanes.values())
    while read_shop(shop=facts(shop), clock=lambda: NOW + timedelta(days=2)):
        pass
    told = FeedRecord.objects.filter(shop_id=shop.pk, type="message").values_list("raw__text", flat=True)
    assert sorted(told) == sorted(f"message {number}" for number in range(count))


@pytest.mark.parametrize(
    ("count", "keyed", "dying"),
    [
        pytest.param(75, True, 0.0, id="75 with keys"),
        pytest.param(75, False, 0.04, id="75 without keys, and workers die"),
        pytest.param(1000, True, 0.0, id="1000 with keys", marks=pytest.mark.long),
        pytest.param(1000, False, 0.03, id="1000 without keys, and workers die", marks=pytest.mark.long),
    ],
)
def test_each_delivery_arrives_once_and_in_order(chat: Room, count: int, keyed: bool, dying: float) -> None:
    shop = connected(make_shop(), keyed=keyed, **HARD)
    owe_many(shop=shop, count=count, now=NOW)

    work_it_off(Clock(), dying)

    everything_arrived_once(shop, count)
    tried = sum(SimulatedParcel.objects.values_list("tries", flat=True))
    assert tried > count
    assert {outcome for pk, outcome, receipt, _ in chat.told if receipt} == {Outcome.SENT}


def test_control_who_repeats_without_asking_sends_twice(chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same without the question: what timed out is taken for lost."""
    shop = connected(make_shop(), keyed=False)
    owe(shop=shop, texts=["#timeout", "hello"], now=NOW)
    monkeypatch.setattr("sellerdesk.marketplaces.simulator.port.Simulator.find", lambda *_: None)

    work_it_off(Clock())

    assert max(SimulatedParcel.objects.values_list("arrivals", flat=True)) > 1


def test_control_who_takes_the_first_no_for_an_answer_sends_twice(chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still under way inside the marketplace is not there yet, and comes."""
    shop = connected(make_shop(), keyed=False)
    owe(shop=shop, texts=["#late"], now=NOW)
    monkeypatch.setattr("sellerdesk.domain.backoff.GRACE", timedelta(0))

    work_it_off(Clock())

    assert SimulatedParcel.objects.get().arrivals == 2


def unguarded(*, now: Any, lease_until: Any, **_: Any) -> list[Claimed]:
    """Read, then write, without locking: what SKIP LOCKED is there to prevent."""
    rows = list(Outbound.objects.filter(state="queued"))
    meeting.wait()
    return [outbox.as_claimed(row) for row in rows]


meeting = threading.Barrier(2, timeout=10)


def test_two_workers_send_one_row_once(chat: Room) -> None:
    shop = connected(make_shop(), keyed=False)
    owe(shop=shop, texts=["hello"], now=NOW)

    done = together(*[functools.partial(turn, Clock())] * 2)

    assert set(done) == {0, 1}
    assert SimulatedParcel.objects.get().arrivals == 1


def test_control_two_workers_with_an_unguarded_claim_send_it_twice(chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = connected(make_shop(), keyed=False)
    owe(shop=shop, texts=["hello"], now=NOW)
    monkeypatch.setattr(outbox, "claim", unguarded)

    def once() -> None:
        ends = iter([False, True])
        sending.deliver_due(clock=Clock(), dice=lambda: 0.5, enough=lambda: next(ends))

    together(once, once)

    assert SimulatedParcel.objects.get().arrivals == 2


@command
def take_back(*, row: tuple[int, int], now: Any) -> None:
    outbox.cancel(*row, now=now)


def test_taking_back_against_a_worker_ends_in_one_of_the_two(chat: Room) -> None:
    shop = connected(make_shop())
    for number in range(8):
        (pk,) = owe(shop=shop, texts=[f"hello {number}"], now=NOW)
        back = functools.partial(take_back, row=(shop.desk_id, pk), now=NOW)

        _, taken_back = together(functools.partial(turn, Clock()), back)

        arrived = SimulatedParcel.objects.filter(key=f"m-{pk}").exists()
        assert (state(pk), arrived, type(taken_back)) in [("cancelled", False, type(None)), ("sent", True, Stale)]


def test_control_taking_back_whatever_its_state_hides_what_was_sent(chat: Room) -> None:
    shop = connected(make_shop())
    (pk,) = owe(shop=shop, texts=["hello"], now=NOW)
    (held,) = outbox.claim(limit=1, lease_until=NOW + sending.LEASE, now=NOW)

    Outbound.objects.filter(pk=pk).update(state="cancelled", settled_at=NOW, claim=None, lease_until=None)
    sending.settle(held, sending.attempt(held, clock=Clock(), dice=lambda: 0.5), clock=Clock())

    assert (state(pk), SimulatedParcel.objects.count()) == ("cancelled", 1)


def two_answers(shop: Shop, clock: Clock) -> tuple[Claimed, Any]:
    """A worker asks after a lost message and falls asleep with "not there"; another repeats it meanwhile, and that answer is lost."""
    (pk,) = owe(shop=shop, texts=["#drop"], now=NOW)
    turn(clock)
    clock.on(minutes=2)
    (asleep,) = outbox.claim_doubtful(limit=1, lease_until=clock() + sending.LEASE, now=clock())
    stale = checking.check(asleep, clock=clock, dice=lambda: 0.5)
    assert stale.outcome is Outcome.LATER
    clock.on(minutes=3)
    Outbound.objects.filter(pk=pk).update(payload={"text": "#drop"})
    turn(clock)
    clock.on(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sellerdesk.marketplaces.simulator.port.Simulator._receipt", lambda *_: 1 / 0)
        turn(clock)
    assert (state(pk), SimulatedParcel.objects.get().arrivals) == ("unknown", 1)
    return asleep, stale


def test_an_answer_older_than_a_repetition_repeats_nothing(chat: Room) -> None:
    clock = Clock()
    asleep, stale = two_answers(connected(make_shop(), keyed=False), clock)

    sending.settle(asleep, stale, clock=clock)

    assert state(asleep.id) == "unknown"


def test_control_settled_by_state_alone_it_would_be_sent_twice(chat: Room) -> None:
    clock = Clock()
    asleep, stale = two_answers(connected(make_shop(), keyed=False), clock)

    Outbound.objects.filter(pk=asleep.id, state="unknown").update(
        state="queued", not_before=clock(), claim=None, lease_until=None, doubt_since=None
    )
    turn(clock)

    assert stale.outcome is Outcome.LATER
    assert SimulatedParcel.objects.get().arrivals == 2


def test_what_is_due_at_once_wakes_a_worker_after_the_commit_and_only_then(chat: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = connected(make_shop())
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr("sellerdesk.queueing.ask", lambda task: asked.append((task, Outbound.objects.count())))

    @command
    def owe_and_fail(*, now: Any) -> None:
        outbox.enqueue(shop.desk_id, KIND, "x", {}, shop_id=shop.pk, now=now)
        raise Killed

    with pytest.raises(Killed):
        owe_and_fail(now=NOW)
    owe(shop=shop, texts=["later"], now=NOW, not_before=NOW + timedelta(seconds=10))
    assert asked == []

    owe(shop=shop, texts=["now"], now=NOW)

    assert asked == [("sellerdesk.deliver", 2)]


def test_two_readers_at_once_keep_everything_once(chat: Room) -> None:
    shop = connected(make_shop())
    owe_many(shop=shop, count=30, now=NOW)
    turn(Clock())

    done = together(*[functools.partial(read_shop, shop=facts(shop), clock=Clock())] * 4)

    assert done == [False] * 4
    assert FeedRecord.objects.filter(shop_id=shop.pk).count() == 30
    assert SyncCursor.objects.get().position == {"cursor": "30"}


def test_a_reader_who_was_overtaken_does_not_move_the_cursor_back(chat: Room) -> None:
    shop = facts(connected(make_shop()))
    owe_many(shop=Shop.objects.get(), count=5, now=NOW)
    turn(Clock())
    read_shop(shop=shop, clock=Clock())

    with pytest.raises(reading.Moved):
        reading._move(shop, "facts.simulator", "", "2", NOW)

    assert SyncCursor.objects.get().position == {"cursor": "5"}


def follow_while_others_write(shop: ShopFacts, tell: Any) -> tuple[list[int], list[list[int]]]:
    """(everything in its order, what each of two readers saw)."""
    seen: list[list[int]] = []

    def write(first: int) -> None:
        for number in range(first, first + 10):
            memory.later(shop, [(NOW, {"id": str(number)})])

    def follow() -> None:
        place, ids = 0, []
        for _ in range(12):
            records, place, _more = tell(shop, place, now=NOW)
            ids += [int(record["id"]) for record in records]
        seen.append(ids)

    done = together(*[functools.partial(write, 10 * n) for n in range(4)], follow, follow)
    assert not [one for one in done if one is not None], done

    return [int(record["id"]) for record in tell(shop, 0, now=NOW)[0]], seen


def test_a_reader_of_the_simulator_misses_no_event(chat: Room) -> None:
    everything, seen = follow_while_others_write(facts(connected(make_shop())), memory.tell)

    assert sorted(everything) == list(range(40))
    for ids in seen:
        assert ids == everything[: len(ids)]


def test_control_numbered_by_id_a_late_commit_is_missed(chat: Room) -> None:
    """Ids are taken before they are committed: who has seen a later one does not look back."""
    shop = facts(connected(make_shop()))
    taken, seen_later = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            memory.later(shop, [(NOW, {"id": "slow"})])
            taken.set()
            seen_later.wait(10)

    def fast() -> list[str]:
        taken.wait(10)
        memory.later(shop, [(NOW, {"id": "fast"})])
        place, ids = 0, []
        for _ in range(2):
            for event in SimulatedEvent.objects.filter(id__gt=place).order_by("id"):
                place = event.pk
                ids.append(event.record["id"])
            seen_later.set()
            time.sleep(0.2)
        return ids

    _, ids = together(slow, fast)

    assert ids == ["fast"]
    assert {record["id"] for record in memory.tell(shop, 0, now=NOW)[0]} == {"slow", "fast"}
