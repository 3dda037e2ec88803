"""A command happens and is told, or does not happen."""

import contextlib
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sellerdesk import audit, commands
from sellerdesk.commands import MisusedCommand, attempt, command, note
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.models import AuditEntry, Desk, DeskCounter, DeskEvent
from tests.factories.kernel import NOW, Cast, make_desk


pytestmark = pytest.mark.django_db


def logged(desk: Desk) -> list[tuple[int, str, dict[str, object]]]:
    return list(DeskEvent.objects.filter(desk=desk).order_by("number").values_list("number", "kind", "ids"))


def test_notes_become_numbered_events_at_the_end() -> None:
    desk = make_desk()

    @command
    def change(*, now: datetime) -> str:
        note(desk.pk, "review.added", review=1)
        note(desk.pk, "review.added", review=2)
        assert not DeskEvent.objects.filter(desk=desk, at=now).exists()
        return "done"

    assert change(now=NOW) == "done"
    assert change(now=NOW + timedelta(seconds=1)) == "done"
    assert logged(desk) == [(n, "review.added", {"review": 2 - n % 2}) for n in (1, 2, 3, 4)]
    assert DeskCounter.objects.get(desk=desk).event_number == 4


def test_a_refused_command_leaves_no_number() -> None:
    desk = make_desk()

    @command
    def change(*, now: datetime) -> None:
        note(desk.pk, "review.added", review=1)
        raise Refusal("no")

    with pytest.raises(Refusal):
        change(now=NOW)
    assert logged(desk) == []
    assert not DeskCounter.objects.filter(desk=desk).exists()


def test_coalesced_notes_become_one_event_with_what_they_share(cast: Cast) -> None:
    @command
    def load(*, now: datetime) -> None:
        for number in range(500):
            note(cast.desk.pk, "feed.loaded", shop_id=cast.shop.pk, coalesce=True, load=7, record=number)
        note(cast.desk.pk, "figures.moved", shop_id=cast.shop.pk, coalesce=True)
        note(cast.desk.pk, "figures.moved", coalesce=True)

    load(now=NOW)

    first, second = DeskEvent.objects.filter(desk=cast.desk).order_by("number")
    assert (first.kind, first.shop_id, first.ids) == ("feed.loaded", cast.shop.pk, {"load": 7})
    assert (second.kind, second.shop_id, second.ids) == ("figures.moved", None, {})


def test_one_command_numbers_each_desk_by_itself(cast: Cast) -> None:
    @command
    def sweep(*, now: datetime) -> None:
        for desk in (cast.other_desk, cast.desk, cast.other_desk):
            note(desk.pk, "swept", desk=desk.pk)

    sweep(now=NOW)

    assert [number for number, _, _ in logged(cast.desk)] == [1]
    assert [number for number, _, _ in logged(cast.other_desk)] == [1, 2]


def test_an_attempt_takes_its_notes_and_entries_with_it() -> None:
    desk = make_desk()

    @command
    def load(*, now: datetime) -> None:
        note(desk.pk, "kept", coalesce=True, a=1)
        with contextlib.suppress(IntegrityError), attempt():
            note(desk.pk, "kept", coalesce=True, a=2)
            note(desk.pk, "lost")
            note(desk.pk, "lost too", coalesce=True)
            audit.record(desk.pk, SYSTEM, "lost", "x:1", None, None, now)
            Desk.objects.create(slug=desk.slug, name="twice", created_at=now)
        with attempt():
            note(desk.pk, "also kept")

    load(now=NOW)

    assert logged(desk) == [(1, "kept", {"a": 1}), (2, "also kept", {})]
    assert not AuditEntry.objects.exists()


def test_a_note_outside_a_command_is_refused() -> None:
    with pytest.raises(MisusedCommand, match="outside a command"):
        note(1, "lost")


def test_a_note_in_a_bare_savepoint_is_refused() -> None:
    desk = make_desk()

    @command
    def change(*, now: datetime) -> None:
        with transaction.atomic():
            note(desk.pk, "lost")

    with pytest.raises(MisusedCommand, match="bare savepoint"):
        change(now=NOW)


def test_a_command_inside_a_command_is_refused() -> None:
    @command
    def inner(*, now: datetime) -> None: ...

    @command
    def outer(*, now: datetime) -> None:
        inner(now=now)

    with pytest.raises(MisusedCommand, match="inside"):
        outer(now=NOW)
    assert commands.running() is None


@pytest.mark.django_db(transaction=True)
def test_a_command_inside_a_transaction_is_refused() -> None:
    @command
    def change(*, now: datetime) -> None: ...

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        change(now=NOW)


@pytest.mark.parametrize("now", [None, NOW.replace(tzinfo=None)])
def test_a_command_needs_an_aware_now(now: datetime | None) -> None:
    @command
    def change(*, now: datetime | None) -> None: ...

    with pytest.raises(MisusedCommand, match="aware `now`"):
        change(now=now)


@pytest.mark.django_db(transaction=True)
def test_a_hint_follows_the_commit_and_carries_the_last_number() -> None:
    desk = make_desk()

    @command
    def change(*, now: datetime) -> None:
        note(desk.pk, "a")
        note(desk.pk, "b")
        send.assert_not_called()

    with mock.patch("sellerdesk.hints.send_all") as send:
        change(now=NOW)

    send.assert_called_once_with({desk.pk: 2})


@pytest.mark.django_db(transaction=True)
def test_many_desks_are_told_in_as_few_statements_as_one() -> None:
    desks = [make_desk() for _ in range(12)]

    @command
    def change(*, now: datetime) -> None:
        for desk in desks:
            note(desk.pk, "moved")
            note(desk.pk, "moved")

    with CaptureQueriesContext(connection) as asked:
        change(now=NOW)

    written = [query["sql"] for query in asked if query["sql"].strip().startswith("INSERT")]
    assert len(written) == 2
    numbers = DeskEvent.objects.order_by("desk_id", "number").values_list("desk_id", "number")
    assert list(numbers) == [(desk.pk, number) for desk in desks for number in (1, 2)]
