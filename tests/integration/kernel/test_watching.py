"""What the clock does: snoozed items return, deadlines and reminders are told once, notices end when nothing is left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from sellerdesk import digests, notices, snoozing, waiting, watching, work
from sellerdesk.access import as_person
from sellerdesk.commands import command
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.models import DeskEvent, Holiday, Notice, Reminder, Shop, User, WorkItem
from sellerdesk.snoozing import Put
from sellerdesk.work import Opening
from tests.factories.kernel import NOW, Cast, join, make_person
from tests.integration.kernel.waiting_room import Describer, room
from tests.integration.kernel.working import close, one, sight


pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def say() -> Iterator[Describer]:
    with room() as describer:
        yield describer


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, read_at=None).order_by("pk").values_list("kind", flat=True))


def kinds(cast: Cast) -> list[str]:
    return list(DeskEvent.objects.filter(desk=cast.desk).order_by("number").values_list("kind", flat=True))


def due(cast: Cast, subject: str = "s1", hours: float = 3, **more: Any) -> int:
    return one(cast, subject, due_at=NOW + hours * HOUR, **more)


def snooze(cast: Cast, items: list[int], until: datetime | None, now: datetime = NOW) -> list[Put]:
    return snoozing.snooze(sight=sight(cast), item_ids=items, until=until, actor=SYSTEM, now=now)


def seen(cast: Cast, now: datetime) -> tuple[int, int, int, int]:
    """On the page, at the badge, in the numbers, under Snoozed."""
    look = sight(cast)
    page = waiting.page(look, after=None, limit=9, now=now)
    badge = waiting.by_kind(cast.desk.pk, [cast.shop.pk], now=now).get("chat", waiting.Waiting())
    found = waiting.overview(look, look, reader_id=cast.alice.pk, thresholds=[now], since=now, now=now)
    return len(page), badge.open, sum(one.count for one in found.buckets), found.snoozed


def test_what_is_snoozed_is_out_of_the_way_until_then(cast: Cast) -> None:
    item = due(cast)
    assert seen(cast, NOW) == (1, 1, 1, 0)

    assert snooze(cast, [item], NOW + HOUR) == [Put(item, None, NOW + HOUR)]

    assert seen(cast, NOW) == (0, 0, 0, 1)
    assert [one.snoozed_until for one in waiting.snoozed_page(sight(cast), limit=9, now=NOW)] == [NOW + HOUR]
    assert WorkItem.objects.get().due_at == NOW + 3 * HOUR
    assert seen(cast, NOW + HOUR) == (1, 1, 1, 0)


def test_it_returns_by_itself_and_pages_hear_it(cast: Cast) -> None:
    snooze(cast, [due(cast)], NOW + HOUR)

    assert watching.sweep(now=NOW + HOUR - MINUTE) == 0
    assert watching.sweep(now=NOW + HOUR) == 1
    assert watching.sweep(now=NOW + HOUR) == 0
    assert WorkItem.objects.get().snoozed_until is None
    assert kinds(cast)[-1] == "work.returned.chat"


def test_something_new_brings_it_back_at_once(cast: Cast) -> None:
    snooze(cast, [due(cast)], NOW + HOUR)

    @command
    def wake(*, now: datetime) -> list[str]:
        return work.wake_items(cast.desk.pk, "chat", ["s1", "s2"])

    assert wake(now=NOW) == ["s1"]
    assert wake(now=NOW) == []
    assert kinds(cast)[-1] == "work.returned.chat"
    assert watching.sweep(now=NOW + 2 * HOUR) == 1


def test_snoozing_is_taken_back_unless_it_went_on(cast: Cast) -> None:
    first, second = due(cast), due(cast, "s2")
    puts = snooze(cast, [first, second], NOW + HOUR)
    snooze(cast, [second], NOW + 2 * HOUR)

    assert snoozing.undo(sight=sight(cast), puts=puts, actor=SYSTEM, now=NOW) == 1
    assert list(WorkItem.objects.order_by("pk").values_list("snoozed_until", flat=True)) == [None, NOW + 2 * HOUR]
    assert snoozing.undo(sight=sight(cast), puts=puts, actor=SYSTEM, now=NOW) == 0


@pytest.mark.parametrize(("after", "code"), [(timedelta(0), "moment_past"), (timedelta(days=367), "moment_far")])
def test_moments_that_are_no_use_are_refused(cast: Cast, after: timedelta, code: str) -> None:
    item = due(cast)

    with pytest.raises(Refusal) as refusal:
        snooze(cast, [item], NOW + after)
    assert refusal.value.code == code
    with pytest.raises(Refusal):
        snoozing.remind(sight=sight(cast), item_ids=[item], user_id=cast.bob.pk, at=NOW + after, now=NOW)


def test_a_third_left_and_overdue_are_each_told_once(cast: Cast) -> None:
    due(cast)

    assert watching.sweep(now=NOW + 2 * HOUR - MINUTE) == 0
    assert watching.sweep(now=NOW + 2 * HOUR) == 1
    assert told(cast.bob) == ["soon"]
    assert watching.sweep(now=NOW + 3 * HOUR - MINUTE) == 0
    assert watching.sweep(now=NOW + 3 * HOUR) == 1
    assert told(cast.bob) == told(cast.alice) == ["soon", "overdue"]
    assert watching.sweep(now=NOW + 30 * HOUR) == 0


def test_times_that_do_not_divide_by_three_do_not_hang(cast: Cast) -> None:
    for number in range(7):
        one(cast, f"s{number}", due_at=NOW + timedelta(microseconds=10_000_000 + number))

    at = NOW + timedelta(seconds=7)
    assert watching.sweep(now=at) == 7
    assert watching.sweep(now=at) == 0


def test_who_has_it_is_told_else_who_does_this_work(cast: Cast) -> None:
    reader = make_person("reader@example.org")
    join(cast.desk, reader, "read_only")
    due(cast, "s1", kind="claim")
    due(cast, "s2", assignee_id=cast.alice.pk)

    watching.sweep(now=NOW + 3 * HOUR)

    assert told(cast.alice) == told(cast.bob) == ["overdue"]
    assert told(reader) == told(cast.carol) == []
    assert watching.left(cast.desk.pk, cast.alice.pk, "overdue", now=NOW + 3 * HOUR)[0] == 2
    assert watching.left(cast.desk.pk, cast.bob.pk, "overdue", now=NOW + 3 * HOUR)[0] == 1
    assert watching.left(cast.desk.pk, reader.pk, "overdue", now=NOW + 3 * HOUR)[0] == 0


def test_all_that_is_late_is_one_notice_that_leads_to_the_longest_waiting(cast: Cast, say: Describer) -> None:
    due(cast, "s1", 2)
    due(cast, "s2", 1)
    watching.sweep(now=NOW + HOUR)
    watching.sweep(now=NOW + 2 * HOUR)

    assert told(cast.bob) == ["overdue"]
    found = {one.kind: said for one, said in said_to(cast, cast.bob, NOW + 2 * HOUR)}
    assert found["overdue"].text == "2 items are overdue"
    assert found["overdue"].href == "/to/s2"


def said_to(cast: Cast, person: User, now: datetime) -> list[tuple[notices.Told, notices.Said]]:
    here = as_person(cast.desk.pk, person.pk, may="desk.see")
    assert here is not None
    mine = notices.mine(cast.desk.pk, person.pk)
    said = notices.said(mine, here, person.pk, now=now)
    return [(one, said[one.id]) for one in mine if one.id in said]


def test_the_notice_ends_when_nothing_is_left_and_begins_anew(cast: Cast) -> None:
    due(cast)
    late = NOW + 3 * HOUR
    watching.sweep(now=late)
    assert watching.close_stages(now=late) == 0

    close(cast=cast, kind="chat", subjects=["s1"], now=late)
    assert watching.close_stages(now=late) == 2
    assert told(cast.bob) == told(cast.alice) == []
    assert watching.close_stages(now=late) == 0

    one(cast, "s2", due_at=late + HOUR)
    watching.sweep(now=late + HOUR)
    assert told(cast.bob) == ["overdue"]


def test_what_somebody_else_takes_is_over_for_the_others(cast: Cast) -> None:
    item = due(cast)
    watching.sweep(now=NOW + 3 * HOUR)
    WorkItem.objects.filter(pk=item).update(assignee=cast.alice)

    assert watching.close_stages(now=NOW + 3 * HOUR) == 1
    assert (told(cast.alice), told(cast.bob)) == (["overdue"], [])


def test_a_deadline_that_is_put_off_is_told_again(cast: Cast) -> None:
    due(cast)
    watching.sweep(now=NOW + 3 * HOUR)

    @command
    def move(*, to: datetime, now: datetime) -> None:
        work.move_items(cast.desk.pk, [Opening(kind="chat", subject="s1", due_at=to)])

    move(to=NOW + HOUR, now=NOW)
    assert watching.sweep(now=NOW + 4 * HOUR) == 0
    move(to=NOW + 6 * HOUR, now=NOW)
    assert watching.sweep(now=NOW + 4 * HOUR) == 1
    assert WorkItem.objects.get().told == 1


def test_what_is_snoozed_is_not_told_until_it_returns(cast: Cast) -> None:
    snooze(cast, [due(cast)], NOW + 5 * HOUR)

    assert watching.sweep(now=NOW + 4 * HOUR) == 0
    assert watching.sweep(now=NOW + 5 * HOUR) == 1
    assert told(cast.bob) == ["overdue"]


def test_a_closing_is_undone_where_nothing_new_was_opened(cast: Cast) -> None:
    due(cast)
    due(cast, "s2")
    close(cast=cast, kind="chat", subjects=["s1", "s2"], now=NOW + HOUR)
    due(cast, "s2")

    @command
    def reopen(*, closed_at: datetime, now: datetime) -> list[str]:
        return work.reopen_items(cast.desk.pk, "chat", ["s1", "s2"], closed_at, now=now)

    assert reopen(closed_at=NOW, now=NOW) == []
    assert reopen(closed_at=NOW + HOUR, now=NOW) == ["s1"]
    assert WorkItem.objects.filter(state="open").count() == 2
    assert watching.sweep(now=NOW + 3 * HOUR) == 2


def test_a_reminder_is_told_once_to_who_wanted_it(cast: Cast) -> None:
    first, second = due(cast), due(cast, "s2")

    def remind(at: datetime | None) -> int:
        return snoozing.remind(sight=sight(cast), item_ids=[first, second], user_id=cast.bob.pk, at=at, now=NOW)

    assert remind(NOW + HOUR) == 2
    assert remind(NOW + 2 * HOUR) == 2
    assert snoozing.reminded_at(cast.desk.pk, cast.bob.pk, [first]) == {first: NOW + 2 * HOUR}
    close(cast=cast, kind="chat", subjects=["s2"], now=NOW)
    assert watching.sweep_reminders(now=NOW + HOUR) == 0
    assert watching.sweep_reminders(now=NOW + 2 * HOUR) == 2
    assert told(cast.bob) == ["reminder"]
    assert not Reminder.objects.exists()
    remind(NOW + 3 * HOUR)
    remind(None)
    assert not Reminder.objects.exists()


def test_digests_tell_how_the_day_stands_once(cast: Cast) -> None:
    morning = datetime.fromisoformat("2026-04-01T09:00:00+08:00")
    assert digests.sweep(now=NOW) == 2
    assert digests.sweep(now=NOW) == 0
    one(cast, "s1", due_at=morning - HOUR)
    one(cast, "s2", due_at=morning + HOUR)
    one(cast, "s3")
    close(cast=cast, kind="chat", subjects=["s3"], now=morning - HOUR)

    assert digests.sweep(now=morning) == 2
    assert digests.sweep(now=morning) == 0

    [(one_, said)] = said_to(cast, cast.bob, morning)
    assert one_.figures == {"open": 2, "late": 1, "done": 1, "slot": "morning", "shops": [cast.shop.pk]}
    assert said.text == "Morning: 2 waiting, 1 of them overdue, 1 done today"
    assert Notice.objects.filter(user=cast.carol).count() == 0
    assert digests.sweep(now=morning + 4 * HOUR) == 2
    assert told(cast.bob) == ["digest"]


def test_no_digest_on_a_day_off_or_when_it_is_late(cast: Cast) -> None:
    due(cast)
    Shop.objects.update(digest_at=datetime.fromisoformat("2026-04-01T09:00:00+08:00"))
    Holiday.objects.create(desk=cast.desk, shop=cast.shop, day="2026-04-01")
    digests.sweep(now=datetime.fromisoformat("2026-04-01T09:00:30+08:00"))
    assert not Notice.objects.exists()

    Holiday.objects.all().delete()
    Shop.objects.update(
        digest_at=datetime.fromisoformat("2026-04-01T09:00:00+08:00"), working_hours=[[], [], [], [[540, 1080]], [], [], []]
    )
    digests.sweep(now=datetime.fromisoformat("2026-04-01T09:00:30+08:00"))
    assert not Notice.objects.exists()

    Shop.objects.update(digest_at=datetime.fromisoformat("2026-04-01T13:00:00+08:00"), working_hours=None)
    digests.sweep(now=datetime.fromisoformat("2026-04-01T17:00:00+08:00"))
    assert not Notice.objects.exists()
