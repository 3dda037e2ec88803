"""What workers do with work: asked after the commit, and by the clock."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from sellerdesk import presence, rotating, tasks
from sellerdesk.celery import app
from sellerdesk.models import Notice, Rotation, WorkItem
from tests.factories.kernel import NOW, Cast
from tests.integration.kernel.waiting_room import Describer, room
from tests.integration.kernel.working import one


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def say() -> Iterator[Describer]:
    with room() as describer:
        yield describer


def test_new_work_asks_for_its_sharing_after_the_commit(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with mock.patch("sellerdesk.queueing.app.send_task") as send, django_capture_on_commit_callbacks(execute=True):
        one(cast)
        assert not send.called

    send.assert_called_once_with("sellerdesk.share_out", kwargs={"desk_id": cast.desk.pk})


def test_a_worker_shares_out_what_it_was_asked_for(cast: Cast) -> None:
    one(cast)
    Rotation.objects.create(desk=cast.desk, lane="chats", is_on=True)
    presence.touch(cast.desk.pk, cast.bob.pk, now=timezone.now())

    tasks.share_out(desk_id=cast.other_desk.pk)
    assert WorkItem.objects.get().assignee is None
    tasks.share_out(desk_id=cast.desk.pk)
    assert WorkItem.objects.get().assignee == cast.bob


def test_the_clock_shares_out_for_all_desks_and_tells(cast: Cast) -> None:
    one(cast, due_at=NOW)
    Rotation.objects.create(desk=cast.desk, lane="chats", is_on=True)
    presence.touch(cast.desk.pk, cast.alice.pk, now=timezone.now())

    tasks.share_all()
    tasks.watch()
    tasks.tell_digests()

    assert list(Notice.objects.order_by("pk").values_list("user_id", "kind")) == [(cast.alice.pk, "assigned"), (cast.alice.pk, "overdue")]


def test_a_desk_that_cannot_be_shared_out_does_not_hold_up_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def share_all(desk_id: int, lane: str, *, now: Any) -> int:
        asked.append(desk_id)
        return 1 // (desk_id - cast.desk.pk)

    for desk in (cast.desk, cast.other_desk):
        Rotation.objects.create(desk=desk, lane="chats", is_on=True)
    monkeypatch.setattr(rotating, "share_all", share_all)

    with pytest.raises(ExceptionGroup) as failed:
        tasks.share_all()

    assert asked == sorted([cast.desk.pk, cast.other_desk.pk])
    assert [type(one) for one in failed.value.exceptions] == [ZeroDivisionError]


def test_all_of_it_is_in_the_clocks_table() -> None:
    named = {line["task"] for line in app.conf.beat_schedule.values()}

    assert {"sellerdesk.watch", "sellerdesk.share_all", "sellerdesk.digests"} <= named
    assert {"sellerdesk.watch", "sellerdesk.share_all", "sellerdesk.digests", "sellerdesk.share_out"} <= set(app.tasks)
