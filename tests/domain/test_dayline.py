"""The day line: pieces of time, dots that never change places, days of any length in the reader's zone."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain import queue
from sellerdesk.domain.dayline import GROUPS, HOUR_ENDS, LATE_ENDS, SLOT, TODAY_ENDS, WEEK_ENDS, Axis, Group
from sellerdesk.domain.days import end_of
from sellerdesk.domain.queue import Bucket


ZONES = st.sampled_from(
    ["UTC", "Europe/Moscow", "Asia/Shanghai", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia"]
)
NOWS = st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
AXES = st.builds(Axis, NOWS, ZONES.map(ZoneInfo))
AWAY = st.timedeltas(timedelta(days=-400), timedelta(days=400)) | st.timedeltas(timedelta(hours=-3), timedelta(hours=30))
PIECES: dict[Group, tuple[float, float]] = {
    "late": (0, LATE_ENDS),
    "hour": (LATE_ENDS, HOUR_ENDS),
    "today": (HOUR_ENDS, TODAY_ENDS),
    "week": (HOUR_ENDS, WEEK_ENDS),
    "later": (WEEK_ENDS, 100),
}
MOSCOW = ZoneInfo("Europe/Moscow")
FRIDAY = Axis(datetime(2025, 11, 21, 10, 42, tzinfo=MOSCOW), MOSCOW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("due", "group", "x"),
    [
        ("2025-11-14 10:42", "late", 1.07),
        ("2025-11-21 09:42", "late", 6.75),
        ("2025-11-21 10:42", "late", 12.5),
        ("2025-11-21 11:00", "hour", 24.8),
        ("2025-11-21 11:41", "hour", 49.4),
        ("2025-11-21 11:42", "today", 50.0),
        ("2025-11-21 17:51", "today", 63.0),
        ("2025-11-22 00:00", "week", 76.0),
        ("2025-11-25 00:00", "week", 86.0),
        ("2025-11-27 23:59", "week", 96.0),
        ("2025-11-28 00:00", "later", 97.0),
        ("2025-12-05 00:00", "later", 98.0),
        ("2035-12-05 00:00", "later", 99.0),
    ],
)
def test_a_deadline_has_its_group_and_place(due: str, group: Group, x: float) -> None:
    assert FRIDAY.group(at(due)) == group
    assert FRIDAY.x(at(due)) == pytest.approx(x, abs=0.05)


def test_without_a_deadline_it_is_later_than_all() -> None:
    assert FRIDAY.group(None) == FRIDAY.group_of(None) == "later"


def test_the_words_under_the_axis() -> None:
    said = [(label.what, round(label.x), label.at.astimezone(MOSCOW).strftime("%d %H:%M"), label.minor) for label in FRIDAY.labels]

    assert said == [
        ("late", 6, "21 10:42", True),
        ("now", 14, "21 10:42", False),
        ("half", 32, "21 11:12", True),
        ("clock", 50, "21 11:42", False),
        ("clock", 61, "21 17:00", True),
        ("clock", 76, "22 00:00", False),
        ("day", 81, "23 12:00", True),
        ("day", 88, "25 12:00", True),
        ("day", 94, "27 12:00", False),
    ]


def test_late_at_night_nothing_is_left_of_today() -> None:
    axis = Axis(at("2025-11-21 23:20"), MOSCOW)

    assert not axis.has_rest_of_today
    assert axis.group(at("2025-11-22 00:19")) == "hour"
    assert axis.group(at("2025-11-22 00:20")) == "week"
    assert axis.x(at("2025-11-22 00:20")) == HOUR_ENDS
    assert [label.what for label in axis.labels] == ["late", "now", "half", "clock", "day", "day", "day"]


@pytest.mark.parametrize("day", [date(2025, 4, 6), date(2025, 10, 5), date(2025, 4, 5)])
def test_a_day_with_a_changed_clock_ends_at_its_own_midnight(day: date) -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    axis = Axis(datetime.combine(day, time(1, 15), tzinfo=zone), zone)
    midnight = end_of(day.toordinal(), zone)

    assert axis.group(midnight - timedelta(microseconds=1)) == "today"
    assert axis.group(midnight) == "week"
    assert axis.x(midnight) == TODAY_ENDS


@given(AXES, AWAY, AWAY)
def test_a_later_deadline_never_stands_earlier(axis: Axis, one: timedelta, other: timedelta) -> None:
    first, second = sorted([axis.now + one, axis.now + other])

    assert axis.x(first) <= axis.x(second)
    assert GROUPS.index(axis.group(first)) <= GROUPS.index(axis.group(second))


@given(AXES, AWAY)
def test_a_dot_is_inside_its_groups_piece(axis: Axis, away: timedelta) -> None:
    left, right = PIECES[axis.group(axis.now + away)]

    assert left <= axis.x(axis.now + away) <= right


@given(AXES, AWAY)
def test_the_slot_knows_the_group(axis: Axis, away: timedelta) -> None:
    due = axis.now + away

    assert axis.group_of(bisect_right(axis.thresholds, due)) == axis.group(due)
    assert axis.group_of(axis.slot(due)) == axis.group(due)


@given(AXES)
def test_slots_follow_one_another_and_are_few(axis: Axis) -> None:
    assert all(one < other for one, other in pairwise(axis.thresholds))
    assert len(axis.thresholds) < 100 / SLOT


@given(AXES)
def test_labels_stand_in_order_and_apart(axis: Axis) -> None:
    places = [label.x for label in axis.labels]

    assert all(one < other for one, other in pairwise(places))
    assert all(0 < x < 100 for x in places)


def bucketed(axis: Axis, dues: list[datetime]) -> list[Bucket]:
    return [Bucket("flag", axis.slot(due), number % 2 == 0, 1, 0, due, number) for number, due in enumerate(dues)]


@given(AXES, st.lists(AWAY, max_size=80))
def test_dots_lose_no_item_and_stand_in_order(axis: Axis, aways: list[timedelta]) -> None:
    dues = [axis.now + away for away in aways]

    found = queue.dots(bucketed(axis, dues), axis)

    assert sum(dot.count for dot in found) == len(dues)
    assert [dot.due_at for dot in found] == sorted(dot.due_at for dot in found)
    assert all(one.x <= other.x for one, other in pairwise(found))
    assert len(found) <= 100 / SLOT
    assert all((dot.state == "late") == (dot.due_at <= axis.now) for dot in found)
    assert all(dues[dot.item] == dot.due_at for dot in found)


@given(AXES, st.lists(AWAY | st.none(), max_size=80))
def test_numbers_are_those_of_the_items(axis: Axis, aways: list[timedelta | None]) -> None:
    dues = [None if away is None else axis.now + away for away in aways]
    buckets = [Bucket("flag", None if due is None else axis.slot(due), True, 2, 0, due, 1) for due in dues]

    numbers = queue.count(buckets, axis)

    assert numbers.total == 2 * len(dues)
    assert all(numbers.by_group[group] == 2 * sum(axis.group(due) == group for due in dues) for group in GROUPS)
    assert queue.next_due(buckets) == min((due for due in dues if due), default=None)


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ("", "nothing"),
        ("late hour later", "late_and_hour"),
        ("late today", "late"),
        ("hour today week", "hour"),
        ("today later", "today"),
        ("week", "later"),
        ("later", "later"),
    ],
)
def test_the_headline_answers(groups: str, said: str) -> None:
    moments: dict[str, datetime | None] = {
        "late": at("2025-11-21 09:00"),
        "hour": at("2025-11-21 11:00"),
        "today": at("2025-11-21 18:00"),
        "week": at("2025-11-23 18:00"),
        "later": None,
    }
    dues = [moments[group] for group in groups.split()]
    buckets = [Bucket("flag", None if due is None else FRIDAY.slot(due), False, 3, 0, due, 1) for due in dues]

    assert queue.count(buckets, FRIDAY).headline == said


def test_a_merged_dot_is_as_urgent_as_its_most_urgent() -> None:
    due = at("2025-11-21 11:20")
    calm, soon = (Bucket("flag", FRIDAY.slot(due), False, 1, soon, due, item) for item, soon in ((1, 0), (2, 1)))

    assert [dot.state for dot in queue.dots([calm, soon], FRIDAY)] == ["soon"]
    assert [dot.state for dot in queue.dots([calm], FRIDAY)] == [""]


def test_control_the_examples_reach_every_group() -> None:
    reached: set[Group] = set()

    @given(AXES, AWAY)
    def collect(axis: Axis, away: timedelta) -> None:
        reached.add(axis.group(axis.now + away))

    collect()
    assert reached == set(GROUPS)
