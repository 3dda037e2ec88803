"""Numbers of the desk log under many threads: no gaps, no doubles, and never seen out of order."""

import threading
import time
from datetime import datetime
from unittest import mock

import pytest
from django.db import IntegrityError

from sellerdesk import audit, commands, live
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import AuditEntry, DeskEvent
from tests.concurrency.together import together
from tests.factories.kernel import NOW, make_desk


pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
ROUNDS = 15


@command
def change(*, desk_id: int, now: datetime) -> None:
    note(desk_id, "a")
    note(desk_id, "b")
    audit.record(desk_id, SYSTEM, "did", "it:1", None, None, now)


def work_on(desk_id: int) -> list[BaseException | None]:
    def many() -> None:
        for _ in range(ROUNDS):
            change(desk_id=desk_id, now=NOW)

    return together(*[many] * THREADS)


def test_eight_threads_leave_no_gap_and_a_whole_chain() -> None:
    desk = make_desk()

    assert work_on(desk.pk) == [None] * THREADS

    numbers = list(DeskEvent.objects.filter(desk=desk).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 2 * THREADS * ROUNDS + 1))
    assert audit.verify(desk.pk) == audit.Verdict(desk.pk, THREADS * ROUNDS, None)


def test_control_numbers_that_are_read_and_not_taken_collide() -> None:
    """The same work without the counter's lock: the test above must be able to fail."""
    desk = make_desk()

    def read_only(counts: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int, str]]:
        events, entries = counts[desk.pk]
        last = DeskEvent.objects.filter(desk=desk).count(), AuditEntry.objects.filter(desk=desk).count()
        time.sleep(0.01)
        return {desk.pk: (last[0] + events, last[1] + entries, "x" if last[1] else "")}

    with mock.patch.object(commands, "_take_numbers", read_only):
        outcomes = work_on(desk.pk)

    assert any(isinstance(outcome, IntegrityError) and "deskevent_number" in str(outcome) for outcome in outcomes)


def test_a_reader_never_sees_a_number_before_a_smaller_one() -> None:
    desk = make_desk()
    over = threading.Event()

    def read() -> list[int]:
        seen: list[int] = []
        while not over.is_set() or live.last_number(desk.pk) > len(seen):
            seen += [event.number for event in live.after(desk.pk, len(seen))]
        return seen

    def write() -> list[int]:
        work_on(desk.pk)
        over.set()
        return []

    seen, _ = together(read, write)

    assert seen == list(range(1, 2 * THREADS * ROUNDS + 1))


def test_commands_of_two_desks_in_either_order_do_not_lock_each_other_out() -> None:
    first, second = make_desk(), make_desk()

    @command
    def both(*, order: tuple[int, int], now: datetime) -> None:
        for desk_id in order:
            note(desk_id, "swept")

    def many(order: tuple[int, int]) -> None:
        for _ in range(ROUNDS):
            both(order=order, now=NOW)

    pair = (first.pk, second.pk)
    assert together(*[lambda: many(pair), lambda: many(pair[::-1])] * 2) == [None] * 4
    assert live.last_number(first.pk) == live.last_number(second.pk) == 4 * ROUNDS
