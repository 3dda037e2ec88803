"""When people are told how the day stands: by the clock of the shop, also where it is put forward or back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sellerdesk.domain.digest_times import LATEST, MINUTES, next_after, slot_of
from sellerdesk.domain.working_hours import WorkingHours


CLOCK = [(minutes // 60, minutes % 60) for minutes in MINUTES.values()]


@pytest.mark.parametrize(
    ("zone", "begin"),
    [
        ("Europe/Berlin", "2026-03-28"), ("Europe/Berlin", "2026-10-24"), ("America/New_York", "2026-03-07"),
        ("Australia/Lord_Howe", "2026-04-04"), ("Africa/Cairo", "2026-04-23"), ("Asia/Shanghai", "2026-06-01"),
        ("Europe/Moscow", "2026-06-01"),
    ],
)  # fmt: skip
def test_three_times_each_day_by_the_clock_of_the_shop(zone: str, begin: str) -> None:
    there = ZoneInfo(zone)
    now = datetime.fromisoformat(begin).replace(tzinfo=there).astimezone(UTC)
    told = []
    for _ in range(9):
        now = next_after(there, now)
        local = now.astimezone(there)
        told.append((local.date().isoformat(), (local.hour, local.minute)))
        assert slot_of(WorkingHours(there), now, now + LATEST) is not None

    days = sorted({day for day, _clock in told})
    assert told == [(day, clock) for day in days for clock in CLOCK]
    assert len(days) == 3


def test_what_comes_too_late_or_at_no_such_moment_is_no_digest() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = next_after(berlin, datetime(2026, 3, 29, 0, tzinfo=UTC))

    assert slot_of(WorkingHours(berlin), due, due + LATEST) == "morning"
    assert slot_of(WorkingHours(berlin), due, due + LATEST + timedelta(seconds=1)) is None
    assert slot_of(WorkingHours(berlin), due + timedelta(hours=1), due + timedelta(hours=1)) is None
