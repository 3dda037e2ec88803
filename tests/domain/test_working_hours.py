"""Working time: against a minute-walker that knows nothing but a clock, over clock changes and holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from sellerdesk.domain.working_hours import (
    DAY_MINUTES,
    UnreadableHours,
    WorkingHours,
    add,
    is_open,
    minutes_a_week,
    next_open,
    read_day,
    works_on,
    written,
)


MINUTE = timedelta(minutes=1)
# Whole and half hours of change, changes at midnight both ways, none at all.
ZONES = ["Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "America/New_York", "Asia/Shanghai", "Europe/Moscow"]
# The nights of their changes, and two plain days.
STARTS = [
    datetime(2025, month, day, tzinfo=UTC)
    for month, day in ((3, 28), (10, 24), (3, 8), (11, 1), (4, 4), (10, 3), (4, 23), (10, 30), (6, 15), (12, 30))
]


def walk(hours: WorkingHours, since: datetime, minutes: int) -> list[bool]:
    """For each minute from `since` on, whether the shop works in it: the clock of the day has shown the beginning, and not yet the end.

    It starts two days earlier, so that it knows what the clock of the first day has shown.
    """
    shown: tuple[date, int] = (date.min, -1)
    found = []
    for step in range(-2 * DAY_MINUTES, minutes):
        at = since + step * MINUTE
        wall = at.astimezone(hours.zone)
        today, now = wall.date(), wall.hour * 60 + wall.minute
        shown = (today, max(now, shown[1])) if today == shown[0] else (today, now) if today > shown[0] else shown
        day, most = shown
        worked = [(0, DAY_MINUTES)] if hours.week is None else hours.week[day.weekday()]
        if step >= 0:
            found.append(day.toordinal() not in hours.holidays and any(begins <= most < ends for begins, ends in worked))
    return found


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """None to three intervals of one day, apart or touching."""
    edges = sorted(draw(st.lists(st.integers(0, 96).map(lambda quarter: quarter * 15), max_size=6, unique=True)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[WorkingHours, datetime]:
    """Somebody's hours and a moment near a change of the clock."""
    since = draw(st.sampled_from(STARTS)) + draw(st.integers(0, 3 * DAY_MINUTES)) * MINUTE
    week = draw(st.none() | st.tuples(*[days()] * 7))
    off = draw(st.sets(st.integers(-1, 6), max_size=3))
    return WorkingHours(ZoneInfo(draw(st.sampled_from(ZONES))), week, {since.toordinal() + day: "" for day in off}), since


NIGHT = ((90, 240),)


@given(world=worlds(), allowed=st.integers(1, 1200))
@example(world=(WorkingHours(ZoneInfo("Europe/Berlin"), (NIGHT,) * 7), datetime(2025, 3, 29, 20, tzinfo=UTC)), allowed=60)
@example(world=(WorkingHours(ZoneInfo("Europe/Berlin"), (NIGHT,) * 7), datetime(2025, 10, 25, 20, tzinfo=UTC)), allowed=200)
@example(world=(WorkingHours(ZoneInfo("America/Havana"), (((0, 90),),) * 7), datetime(2025, 11, 2, 3, tzinfo=UTC)), allowed=100)
def test_the_deadline_is_where_the_minute_walker_comes_to(world: tuple[WorkingHours, datetime], allowed: int) -> None:
    hours, since = world
    walked = walk(hours, since, 3 * DAY_MINUTES)
    due = add(hours, since, allowed * MINUTE)

    worked = [place for place, open_now in enumerate(walked) if open_now]
    if len(worked) >= allowed:
        assert due == since + (worked[allowed - 1] + 1) * MINUTE
    elif hours.week is None or any(hours.week):
        assert due > since + 3 * DAY_MINUTES * MINUTE
    assert is_open(hours, since) is walked[0]
    if worked:
        assert next_open(hours, since) == since + worked[0] * MINUTE


@given(world=worlds(), first=st.integers(0, 600), second=st.integers(0, 600))
def test_time_adds_up(world: tuple[WorkingHours, datetime], first: int, second: int) -> None:
    hours, since = world
    if hours.week is not None and not any(hours.week):
        return

    assert add(hours, add(hours, since, first * MINUTE), second * MINUTE) == add(hours, since, (first + second) * MINUTE)
    assert add(hours, since, first * MINUTE) <= add(hours, since, (first + second) * MINUTE)


def test_always_is_the_plain_clock() -> None:
    hours = WorkingHours(ZoneInfo("Europe/Berlin"))
    since = datetime(2025, 3, 30, 0, 30, tzinfo=UTC)

    assert add(hours, since, timedelta(hours=5)) == since + timedelta(hours=5)
    assert (is_open(hours, since), next_open(hours, since)) == (True, since)


def test_a_shop_that_never_works_still_gives_deadlines() -> None:
    hours = WorkingHours(ZoneInfo("UTC"), ((),) * 7)
    since = datetime(2025, 6, 1, tzinfo=UTC)

    assert next_open(hours, since) is None
    assert not is_open(hours, since)
    assert add(hours, since, timedelta(hours=1)) == since + timedelta(hours=1)


def test_a_holiday_is_a_day_without_work() -> None:
    friday = date(2025, 5, 9)
    hours = WorkingHours(ZoneInfo("Europe/Moscow"), (((540, 1080),),) * 5 + ((),) * 2, {friday.toordinal(): "Victory Day"})

    assert [works_on(hours, friday + timedelta(days=step)) for step in (-1, 0, 1, 3)] == [True, False, False, True]
    thursday_evening = datetime(2025, 5, 8, 14, 30, tzinfo=UTC)
    assert add(hours, thursday_evening, timedelta(hours=1)) == datetime(2025, 5, 12, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ()),
        ("  ", ()),
        ("9:00-18:00", ((540, 1080),)),
        ("14.00 – 18.00, 09:00—13:00", ((540, 780), (840, 1080))),
        ("00:00-24:00", ((0, 1440),)),
        ("09:00-12:00，12:00-13:00、20:00-21:30", ((540, 720), (720, 780), (1200, 1290))),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, read: tuple[tuple[int, int], ...]) -> None:
    assert read_day(text) == read
    assert read_day(written(read)) == read


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("nine to five", "shape"), ("09:00", "shape"), ("09:60-10:00", "shape"), ("24:00-25:00", "shape"), ("09:00-24:01", "shape"),
        ("18:00-09:00", "order"), ("09:00-09:00", "order"), ("09:00-13:00, 12:59-15:00", "overlap"), ("09:00-10:00,", "shape"),
    ],
)  # fmt: skip
def test_what_names_no_hours_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(UnreadableHours, match=wrong):
        read_day(text)


def test_how_long_a_week_is() -> None:
    assert minutes_a_week((((540, 1080),),) * 5 + ((),) * 2) == 2700
