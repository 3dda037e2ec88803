"""Work items by the batch, and leases."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sellerdesk import events, work
from sellerdesk.commands import MisusedCommand, command
from sellerdesk.models import DeskEvent, Lease, WorkItem
from sellerdesk.work import Opening
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@command
def open_all(*, cast: Cast, rows: list[Opening], now: datetime) -> list[tuple[str, str]]:
    return work.open_items(cast.desk.pk, rows, now=now)


@command
def close_all(*, cast: Cast, subjects: list[str], now: datetime, outcome: str = "answered") -> list[str]:
    return work.close_items(cast.desk.pk, "flag", subjects, outcome, now)


@command
def move_all(*, cast: Cast, due: dict[str, datetime | None], now: datetime, since: datetime | None = None) -> list[str]:
    rows = [Opening(kind="flag", subject=subject, due_at=at, since=since) for subject, at in due.items()]
    return [subject for _, subject in work.move_items(cast.desk.pk, rows)]


@command
def take(*, cast: Cast, holder: int, now: datetime) -> work.Held:
    return work.take_lease(cast.desk.pk, "review:1", holder, until=now + HOUR, now=now)


@command
def release(*, cast: Cast, holder: int, now: datetime) -> bool:
    return work.release_lease(cast.desk.pk, "review:1", holder)


def flags(cast: Cast, count: int) -> list[Opening]:
    return [Opening(kind="flag", subject=f"review:{n}", shop_id=cast.shop.pk, due_at=NOW + HOUR, priority=2) for n in range(count)]


def kinds(cast: Cast) -> list[str]:
    return list(DeskEvent.objects.filter(desk=cast.desk).order_by("number").values_list("kind", flat=True))


def test_what_is_told_late_has_waited_since_it_happened(cast: Cast) -> None:
    rows = [Opening(kind="flag", subject="early", since=NOW - HOUR), Opening(kind="flag", subject="fresh")]
    open_all(cast=cast, rows=rows, now=NOW)

    assert dict(WorkItem.objects.values_list("subject", "opened_at")) == {"early": NOW - HOUR, "fresh": NOW}


def test_a_batch_opens_in_one_statement_and_is_told_once(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        opened = open_all(cast=cast, rows=flags(cast, 500), now=NOW)

    assert len(opened) == 500
    assert len([query for query in queries if "sellerdesk_workitem" in query["sql"]]) == 1
    assert kinds(cast) == ["work.opened.flag"]
    item = WorkItem.objects.get(subject="review:7")
    assert (item.desk, item.shop, item.due_at, item.priority, item.state) == (cast.desk, cast.shop, NOW + HOUR, 2, "open")


def test_opening_twice_is_once(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 2), now=NOW)

    assert open_all(cast=cast, rows=flags(cast, 3) * 2, now=NOW) == [("flag", "review:2")]
    assert open_all(cast=cast, rows=flags(cast, 3), now=NOW) == []
    assert open_all(cast=cast, rows=[], now=NOW) == []
    assert WorkItem.objects.count() == 3
    assert kinds(cast) == ["work.opened.flag", "work.opened.flag"]


def test_closing_takes_what_is_open_in_one_statement(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 500), now=NOW)

    with CaptureQueriesContext(connection) as queries:
        closed = close_all(cast=cast, subjects=[f"review:{n}" for n in range(499)] + ["review:none"], now=NOW + HOUR)

    assert len(closed) == 499
    assert len([query for query in queries if "sellerdesk_workitem" in query["sql"]]) == 1
    assert close_all(cast=cast, subjects=["review:1"], now=NOW + HOUR) == []
    item = WorkItem.objects.get(subject="review:1")
    assert (item.state, item.closed_at, item.outcome) == ("closed", NOW + HOUR, "answered")
    assert WorkItem.objects.get(state="open").subject == "review:499"


def test_a_closed_item_leaves_room_for_a_new_one(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 1), now=NOW)
    close_all(cast=cast, subjects=["review:0"], now=NOW)

    assert open_all(cast=cast, rows=flags(cast, 1), now=NOW) == [("flag", "review:0")]
    assert WorkItem.objects.count() == 2


def test_closing_leaves_other_desks_alone(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 1), now=NOW)
    WorkItem.objects.create(desk=cast.other_desk, kind="flag", subject="review:0", opened_at=NOW)

    close_all(cast=cast, subjects=["review:0"], now=NOW)

    assert WorkItem.objects.get(state="open").desk == cast.other_desk


def test_moving_moves_the_beginning_where_it_is_told(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 1), now=NOW)
    due: dict[str, datetime | None] = {"review:0": NOW + HOUR}

    assert move_all(cast=cast, due=due, now=NOW) == []
    assert move_all(cast=cast, due=due, now=NOW, since=NOW - HOUR) == ["review:0"]
    assert move_all(cast=cast, due=due, now=NOW, since=NOW - HOUR) == []
    assert move_all(cast=cast, due={"review:0": NOW}, now=NOW) == ["review:0"]
    item = WorkItem.objects.get()
    assert (item.opened_at, item.due_at) == (NOW - HOUR, NOW)


def test_moving_changes_and_tells_only_what_differs(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 3), now=NOW)

    moved = move_all(cast=cast, due={"review:0": NOW + HOUR, "review:1": NOW, "review:2": None, "review:9": NOW}, now=NOW)

    assert moved == ["review:1", "review:2"]
    assert WorkItem.objects.get(subject="review:2").due_at is None
    assert move_all(cast=cast, due={"review:1": NOW}, now=NOW) == []
    assert kinds(cast) == ["work.opened.flag", "work.moved.flag"]


def test_a_closed_item_says_what_became_of_it(cast: Cast) -> None:
    with pytest.raises(ValueError, match="what became"):
        close_all(cast=cast, subjects=["review:0"], now=NOW, outcome="")
    with pytest.raises(IntegrityError, match="workitem_closed_at_with_outcome"), transaction.atomic():
        WorkItem.objects.create(desk=cast.desk, kind="flag", subject="x", opened_at=NOW, state="closed")


def test_work_belongs_into_a_command(cast: Cast) -> None:
    with pytest.raises(MisusedCommand):
        work.open_item(cast.desk.pk, Opening(kind="flag", subject="review:1"), now=NOW)


def test_the_database_refuses_a_link_across_desks(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="workitem_shop_in_desk"), transaction.atomic():
        WorkItem.objects.create(desk=cast.desk, shop=cast.other_shop, kind="flag", subject="x", opened_at=NOW)


def test_a_lease_is_taken_shown_renewed_and_released(cast: Cast) -> None:
    assert take(cast=cast, holder=cast.alice.pk, now=NOW).mine
    held = take(cast=cast, holder=cast.bob.pk, now=NOW)
    assert held == work.Held(cast.alice.pk, NOW + HOUR, mine=False)

    assert take(cast=cast, holder=cast.alice.pk, now=NOW + HOUR / 2).until == NOW + HOUR * 1.5
    assert not release(cast=cast, holder=cast.bob.pk, now=NOW)
    assert release(cast=cast, holder=cast.alice.pk, now=NOW)
    assert take(cast=cast, holder=cast.bob.pk, now=NOW).mine
    assert kinds(cast) == ["lease.taken", "lease.released", "lease.taken"]


def test_a_lease_that_ran_out_goes_to_the_next(cast: Cast) -> None:
    take(cast=cast, holder=cast.alice.pk, now=NOW)

    assert take(cast=cast, holder=cast.bob.pk, now=NOW + HOUR).mine
    assert not work.renew_lease(cast.desk.pk, "review:1", cast.alice.pk, until=NOW + 3 * HOUR, now=NOW + HOUR)
    assert Lease.objects.get().holder == cast.bob


@command
def assign(*, cast: Cast, subjects: list[str], to: int | None, now: datetime) -> list[str]:
    return work.assign_items(cast.desk.pk, "flag", subjects, to, now=now)


@command
def snooze(*, cast: Cast, subjects: list[str], until: datetime | None, now: datetime) -> list[str]:
    return work.snooze_items(cast.desk.pk, "flag", subjects, until)


def test_items_change_hands_and_rooms_are_told_of_those_that_did(cast: Cast) -> None:
    heard: list[work.Assigned] = []
    events.subscribe(work.Assigned, heard.append)
    open_all(cast=cast, rows=flags(cast, 2), now=NOW)

    assert assign(cast=cast, subjects=["review:0", "review:1"], to=cast.bob.pk, now=NOW) == ["review:0", "review:1"]
    assert assign(cast=cast, subjects=["review:0"], to=cast.bob.pk, now=NOW) == []
    assert assign(cast=cast, subjects=["review:1"], to=None, now=NOW) == ["review:1"]
    events.unsubscribe(work.Assigned, heard.append)

    assert [(event.subjects, event.assignee_id) for event in heard] == [(("review:0", "review:1"), cast.bob.pk), (("review:1",), None)]
    assert dict(WorkItem.objects.values_list("subject", "assignee_id")) == {"review:0": cast.bob.pk, "review:1": None}
    assert kinds(cast) == ["work.opened.flag", "work.assigned.flag", "work.assigned.flag"]


def test_an_item_is_put_out_of_the_way_and_brought_back(cast: Cast) -> None:
    open_all(cast=cast, rows=flags(cast, 1), now=NOW)

    assert snooze(cast=cast, subjects=["review:0"], until=NOW + HOUR, now=NOW) == ["review:0"]
    assert snooze(cast=cast, subjects=["review:0"], until=NOW + HOUR, now=NOW) == []
    assert WorkItem.objects.get().snoozed_until == NOW + HOUR
    assert snooze(cast=cast, subjects=["review:0"], until=None, now=NOW) == ["review:0"]
    assert kinds(cast) == ["work.opened.flag", "work.snoozed.flag", "work.snoozed.flag"]
