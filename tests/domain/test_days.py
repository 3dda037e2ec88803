"""Rulebook 4: local days, the ends of days, windows and what leaves them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from sellerdesk.domain.days import WINDOWS, WindowKind, day_of, end_of, leaving_day, month_of, shift_months, window_first


DAYS = st.dates(date(1995, 1, 1), date(2100, 12, 31)).map(date.toordinal)
KINDS = st.sampled_from(WINDOWS)
STEP = timedelta(microseconds=1)
HOSTILE = [
    ("Africa/Cairo", date(2023, 4, 27)),  # the next midnight is skipped
    ("Africa/Cairo", date(2023, 10, 26)),  # the last hour comes twice
    ("America/Sao_Paulo", date(2017, 10, 14)),
    ("America/Sao_Paulo", date(2017, 2, 18)),
    ("Asia/Beirut", date(2024, 3, 30)),
    ("Asia/Beirut", date(2024, 10, 26)),
    ("America/Havana", date(2025, 11, 1)),  # the next midnight comes twice
    ("Australia/Lord_Howe", date(2025, 4, 5)),  # half an hour back at two
    ("Australia/Lord_Howe", date(2025, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 29)),  # the next day is skipped
    ("America/St_Johns", date(2010, 11, 6)),  # a minute past midnight it is yesterday again
    ("Asia/Kathmandu", date(2025, 6, 1)),
]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("zone", "day"), HOSTILE)
def test_end_of_day_is_the_first_instant_of_a_later_date(zone: str, day: date) -> None:
    shop = ZoneInfo(zone)
    end = end_of(day.toordinal(), shop)

    assert day_of(end, shop) > day.toordinal() >= day_of(end - STEP, shop)
    assert all(day_of(end - timedelta(minutes=minutes), shop) <= day.toordinal() for minutes in range(1, 3000, 7))


@given(day=DAYS, zone=st.sampled_from(sorted({zone for zone, _ in HOSTILE})))
def test_end_of_any_day_is_the_first_instant_of_a_later_date(day: int, zone: str) -> None:
    shop = ZoneInfo(zone)
    end = end_of(day, shop)

    assert day_of(end, shop) > day >= day_of(end - STEP, shop)
    assert end.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Africa/Cairo", date(2023, 4, 27), "2023-04-27T22:00+00:00"),
        ("Africa/Cairo", date(2023, 10, 26), "2023-10-26T22:00+00:00"),
        ("America/Havana", date(2025, 11, 1), "2025-11-02T04:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 29), "2011-12-30T10:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00+00:00"),
        ("Asia/Shanghai", date(2026, 3, 31), "2026-03-31T16:00+00:00"),
    ],
)
def test_end_of_day_in_utc(zone: str, day: date, end: str) -> None:
    assert end_of(day.toordinal(), ZoneInfo(zone)) == instant(end)


@pytest.mark.parametrize(
    ("at", "day"),
    [("2026-03-31T15:59:59+00:00", date(2026, 3, 31)), ("2026-03-31T16:00:00+00:00", date(2026, 4, 1))],
)
def test_day_and_month_turn_at_local_midnight(at: str, day: date) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")

    assert day_of(instant(at), shanghai) == day.toordinal()
    assert month_of(instant(at), shanghai) == day.year * 12 + day.month - 1


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 6, 30), -6, date(2025, 12, 30)),
    ],
)
def test_months_are_clamped_to_their_last_day(day: date, months: int, shifted: date) -> None:
    assert shift_months(day, months) == shifted


@pytest.mark.parametrize(
    ("kind", "day", "first"),
    [
        ("6_months", date(2026, 3, 31), date(2025, 10, 1)),
        ("6_months", date(2026, 8, 30), date(2026, 2, 28)),
        ("6_months", date(2026, 8, 27), date(2026, 2, 28)),
        ("6_months", date(2026, 8, 26), date(2026, 2, 27)),
        ("6_months", date(2026, 8, 31), date(2026, 3, 1)),
        ("6_months", date(2028, 8, 30), date(2028, 2, 29)),
        ("180_days", date(2026, 6, 29), date(2026, 1, 1)),
    ],
)
def test_window_begins_six_months_before_tomorrow(kind: WindowKind, day: date, first: date) -> None:
    assert window_first(day.toordinal(), kind) == first.toordinal()


@pytest.mark.parametrize(
    ("kind", "day", "leaves"),
    [
        ("6_months", date(2025, 9, 30), date(2026, 3, 31)),
        ("6_months", date(2025, 8, 30), date(2026, 2, 28)),
        ("6_months", date(2025, 8, 29), date(2026, 2, 28)),
        ("6_months", date(2025, 8, 27), date(2026, 2, 27)),
        ("180_days", date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_a_mark_leaves_on_the_day_after_its_last(kind: WindowKind, day: date, leaves: date) -> None:
    assert leaving_day(day.toordinal(), kind) == leaves.toordinal()


@settings(max_examples=500)
@given(day=DAYS, kind=KINDS)
def test_leaving_day_is_the_inverse_of_the_window(day: int, kind: WindowKind) -> None:
    leaves = leaving_day(day, kind)

    assert window_first(leaves, kind) > day >= window_first(leaves - 1, kind)


@pytest.mark.parametrize("kind", WINDOWS)
def test_windows_and_leaving_days_never_go_back(kind: WindowKind) -> None:
    days = range(date(1995, 1, 1).toordinal(), date(2100, 12, 31).toordinal())
    firsts = [window_first(day, kind) for day in days]
    leaving = [leaving_day(day, kind) for day in days]

    assert firsts == sorted(firsts)
    assert leaving == sorted(leaving)
    assert all(first < day for first, day in zip(firsts, days, strict=True))
