"""Notices, and reading the desk log."""

from datetime import datetime

import pytest

from sellerdesk import live, notices
from sellerdesk.commands import MisusedCommand, command, note
from sellerdesk.models import DeskEvent, Notice
from tests.factories.kernel import NOW, Cast, make_shop


pytestmark = pytest.mark.django_db


@command
def tell(*, cast: Cast, people: list[int], now: datetime) -> list[int]:
    return notices.tell(cast.desk.pk, people, "flag", "review:1", now=now)


def read(*, cast: Cast, person: int, now: datetime) -> int:
    return notices.read_all(desk_id=cast.desk.pk, user_id=person, now=now)


def test_the_same_thing_is_told_once_until_it_is_read(cast: Cast) -> None:
    both = [cast.alice.pk, cast.bob.pk]
    assert tell(cast=cast, people=[*both, cast.bob.pk], now=NOW) == sorted(both)
    assert tell(cast=cast, people=both, now=NOW) == []

    assert read(cast=cast, person=cast.bob.pk, now=NOW) == 1
    assert read(cast=cast, person=cast.bob.pk, now=NOW) == 0

    assert tell(cast=cast, people=both, now=NOW) == [cast.bob.pk]
    assert Notice.objects.filter(user=cast.bob).count() == 2
    assert list(DeskEvent.objects.order_by("number").values_list("kind", flat=True)) == [
        "notice.made.flag",
        "notice.read",
        "notice.made.flag",
    ]


def test_nobody_to_tell_is_nothing(cast: Cast) -> None:
    assert tell(cast=cast, people=[], now=NOW) == []
    with pytest.raises(MisusedCommand):
        notices.tell(cast.desk.pk, [cast.bob.pk], "flag", "review:1", now=NOW)


def test_the_log_is_read_from_a_number_on(cast: Cast) -> None:
    second = make_shop(cast.desk, "second")

    @command
    def change(*, now: datetime) -> None:
        note(cast.desk.pk, "a", shop_id=cast.shop.pk, review=1)
        note(cast.desk.pk, "b", shop_id=second.pk)
        note(cast.desk.pk, "c")
        note(cast.other_desk.pk, "d")

    assert live.last_number(cast.desk.pk) == 0
    change(now=NOW)

    assert [one.kind for one in live.after(cast.desk.pk, 0)] == ["a", "b", "c"]
    assert [one.kind for one in live.after(cast.desk.pk, 1, limit=1)] == ["b"]
    assert live.after(cast.desk.pk, 0, shop_id=cast.shop.pk)[0] == live.Logged(1, "a", cast.shop.pk, {"review": 1}, NOW)
    assert [one.kind for one in live.after(cast.desk.pk, 0, shop_id=second.pk)] == ["b", "c"]
    assert live.after(cast.desk.pk, 3) == []
    assert live.last_number(cast.desk.pk) == 3
