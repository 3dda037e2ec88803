"""Sharing out never exceeds a limit, and people are told once, however many workers do it at one moment."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from sellerdesk import assigning, hours, presence, rotating, shop_settings, shops, waiting, watching
from sellerdesk.commands import command
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Notice, Rotation, WorkItem
from sellerdesk.work import Opening, open_items
from tests.concurrency.meeting import Meanwhile, Meeting, without
from tests.concurrency.together import together
from tests.factories.kernel import NOW, Cast, make_cast
from tests.integration.kernel.waiting_room import Describer, room
from tests.integration.kernel.working import sight


pytestmark = pytest.mark.django_db(transaction=True)
MOST = 3
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def say() -> Iterator[Describer]:
    with room() as describer:
        yield describer


@command
def open_batch(*, cast: Cast, name: str, count: int, now: Any) -> None:
    rows = [Opening(kind="chat", subject=f"{name}{number}", shop_id=cast.shop.pk, due_at=now + HOUR) for number in range(count)]
    open_items(cast.desk.pk, rows, now=now)


def sharing(most: int = MOST) -> Cast:
    cast = make_cast()
    Rotation.objects.create(desk=cast.desk, lane="chats", is_on=True, most_open=most)
    return cast


def loads(cast: Cast) -> list[int]:
    return [WorkItem.objects.filter(assignee=person, state="open").count() for person in (cast.alice, cast.bob)]


def test_two_batches_that_open_at_once_never_exceed_the_limit() -> None:
    cast = sharing()
    for person in (cast.alice, cast.bob):
        presence.touch(cast.desk.pk, person.pk, now=NOW)

    def batch(name: str) -> int:
        open_batch(cast=cast, name=name, count=5, now=NOW)
        return rotating.share_all(cast.desk.pk, "chats", now=NOW)

    given = together(lambda: batch("a"), lambda: batch("b"), lambda: rotating.share_all(cast.desk.pk, "chats", now=NOW))

    assert not [one for one in given if isinstance(one, BaseException)], given
    assert loads(cast) == [MOST, MOST]


def share_two(cast: Cast, monkeypatch: pytest.MonkeyPatch, queries: SimpleNamespace | None) -> bool:
    """Two workers share out five items; they meet when they have counted what people have. Whether they met."""
    open_batch(cast=cast, name="a", count=3, now=NOW)
    meeting = Meeting()
    if queries is not None:
        monkeypatch.setattr(rotating, "setwise", queries)
    monkeypatch.setattr(waiting, "open_by_person", meeting.after(waiting.open_by_person))
    # Each worker sees items of its own: what one has locked, the other passes over.
    monkeypatch.setattr(rotating, "AT_ONCE", 1)
    given = together(*[lambda: rotating.share_out(desk_id=cast.desk.pk, lane="chats", present=frozenset({cast.bob.pk}), now=NOW)] * 2)
    assert not [one for one in given if isinstance(one, BaseException)], given
    return meeting.met


def test_the_lanes_rule_is_what_makes_workers_count_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = sharing(most=1)

    assert not share_two(cast, monkeypatch, None)
    assert loads(cast) == [0, 1]


def test_control_without_that_lock_the_limit_is_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = sharing(most=1)

    assert share_two(cast, monkeypatch, without("AND is_on FOR UPDATE"))
    assert loads(cast) == [0, 2]


def test_an_item_that_somebody_takes_is_not_given_to_another() -> None:
    cast = sharing(most=50)
    presence.touch(cast.desk.pk, cast.bob.pk, now=NOW)
    open_batch(cast=cast, name="a", count=20, now=NOW)
    ids = list(WorkItem.objects.order_by("pk").values_list("pk", flat=True))
    seen = sight(cast)

    def take() -> int:
        return len(assigning.assign(sight=seen, item_ids=ids, to=cast.alice.pk, by=cast.alice.pk, actor=SYSTEM, now=NOW))

    given = together(take, lambda: rotating.share_all(cast.desk.pk, "chats", now=NOW))

    assert not [one for one in given if isinstance(one, BaseException)], given
    # Alice asked for all of them: whether she or the worker came first, they are hers, and none was given after she had it.
    assert loads(cast) == [20, 0]


def sweep_two(cast: Cast) -> list[int]:
    open_batch(cast=cast, name="a", count=40, now=NOW - 2 * HOUR)
    found = together(*[lambda: watching.sweep(now=NOW)] * 2)
    assert not [one for one in found if isinstance(one, BaseException)], found
    return [one for one in found if isinstance(one, int)]


def test_two_sweeps_at_once_tell_once() -> None:
    cast = make_cast()

    assert sum(sweep_two(cast)) == 40
    assert Notice.objects.filter(kind="overdue").count() == 2
    assert watching.sweep(now=NOW) == 0


def test_control_without_the_lock_both_sweeps_take_the_same_items(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = without(" FOR UPDATE SKIP LOCKED")
    monkeypatch.setattr(watching, "setwise", queries)
    cast = make_cast()
    held = Meanwhile(lambda: watching.sweep(now=NOW))
    open_batch(cast=cast, name="a", count=40, now=NOW - 2 * HOUR)

    found = []

    @command
    def first(*, now: Any) -> None:
        found.append(len(queries.rows(watching._TAKE, [now, now, now, 500])))
        held.begin()

    first(now=NOW)
    held.finish()

    assert queries.lost
    assert found == [40]
    assert Notice.objects.filter(kind="overdue").count() == 2, "the second one has told of the same items once more"


def test_what_opens_while_hours_change_follows_the_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    shop = shops.facts(cast.shop)
    week = (((540, 1080),),) * 7

    @command
    def open_by_hours(*, now: Any) -> None:
        due = hours.due_at(shop, now)
        change.begin()
        open_items(cast.desk.pk, [Opening(kind="chat", subject="s1", shop_id=shop.id, due_at=due, since=now, allowed=HOUR)], now=now)

    change = Meanwhile(
        lambda: shop_settings.change_hours(
            desk_id=cast.desk.pk, shop_id=shop.id, week=week, holidays={}, actor=SYSTEM, now=NOW
        )
    )  # fmt: skip
    open_by_hours(now=NOW)

    assert not change.finish(), "the change waits until what is opened by the old hours is there"
    assert WorkItem.objects.get().due_at == NOW.replace(hour=2) + timedelta(days=1)
