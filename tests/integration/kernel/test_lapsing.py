"""Work that nobody can do any more leaves the queue, and only that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from sellerdesk import lapsing, rooms, work
from sellerdesk.commands import command
from sellerdesk.models import DeskEvent, WorkItem
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
KIND = "flagged_review"


@pytest.fixture(autouse=True)
def _a_kind_without_end() -> Iterator[None]:
    kinds = dict(rooms.work_kinds())
    rooms.add_work_kind(replace(kinds[KIND], kind="for_ever", lapses=None))
    yield
    rooms._hung.kinds.pop("for_ever")


@command
def open_since(*, cast: Cast, kind: str, days: float, now: object) -> None:
    row = work.Opening(kind=kind, subject=f"review:{days}", shop_id=cast.shop.pk, since=NOW - timedelta(days=days))
    work.open_item(cast.desk.pk, row, now=NOW)


def test_items_lapse_with_their_kinds_time_to_the_second(cast: Cast) -> None:
    for kind, days in ((KIND, 30), (KIND, 30 - 1 / 86400), ("for_ever", 900), ("strange", 900)):
        open_since(cast=cast, kind=kind, days=days, now=NOW)

    assert lapsing.sweep(now=NOW) == 1
    assert lapsing.sweep(now=NOW) == 0

    assert list(WorkItem.objects.filter(state="closed").values_list("kind", "subject", "outcome", "closed_at")) == [
        (KIND, "review:30", "lapsed", NOW)
    ]
    assert DeskEvent.objects.filter(kind=f"work.closed.{KIND}").count() == 1
