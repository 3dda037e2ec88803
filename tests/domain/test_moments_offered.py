"""What is offered when something is put off, what a field of day and time says, and when digests are due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sellerdesk.domain import digest_times, later
from sellerdesk.domain.working_hours import WorkingHours, span_over


MOSCOW = ZoneInfo("Europe/Moscow")


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("2025-11-21T10:42", {"today": "2025-11-21T14:00", "tomorrow": "2025-11-22T09:00", "monday": "2025-11-24T09:00"}),
        ("2025-11-21T19:00", {"today": "2025-11-21T22:00", "tomorrow": "2025-11-22T09:00", "monday": "2025-11-24T09:00"}),
        ("2025-11-21T19:01", {"tomorrow": "2025-11-22T09:00", "monday": "2025-11-24T09:00"}),
        ("2025-11-23T23:30", {"tomorrow": "2025-11-24T09:00"}),
        ("2025-11-24T08:00", {"today": "2025-11-24T11:00", "tomorrow": "2025-11-25T09:00", "monday": "2025-12-01T09:00"}),
    ],
)
def test_moments_to_come_back(now: str, offered: dict[str, str]) -> None:
    assert later.offered(at(now), MOSCOW) == {key: at(text) for key, text in offered.items()}


@pytest.mark.parametrize("text", ["", "tomorrow", "2025-13-01T10:00", "2025-11-21T10:00+03:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_what_names_no_moment(text: str) -> None:
    assert later.chosen(text, MOSCOW) is None


def test_a_time_that_the_clock_jumps_over_is_the_jump() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    assert later.chosen("2025-03-30T02:30", berlin) == datetime(2025, 3, 30, 1, tzinfo=UTC)
    assert later.chosen("2025-11-21T10:00", berlin) == datetime(2025, 11, 21, 9, tzinfo=UTC)


def test_quiet_hours_reach_over_midnight() -> None:
    night = (21 * 60, 9 * 60)

    assert span_over(MOSCOW, *night, at("2025-11-21T23:00")) == (at("2025-11-21T21:00"), at("2025-11-22T09:00"))
    assert span_over(MOSCOW, *night, at("2025-11-22T08:59")) == (at("2025-11-21T21:00"), at("2025-11-22T09:00"))
    assert span_over(MOSCOW, *night, at("2025-11-22T09:00")) is None
    assert span_over(MOSCOW, 13 * 60, 14 * 60, at("2025-11-22T13:00")) == (at("2025-11-22T13:00"), at("2025-11-22T14:00"))


def test_digests_are_due_three_times_a_day() -> None:
    moment, found = at("2025-11-21T00:00"), []
    for _ in range(4):
        moment = digest_times.next_after(MOSCOW, moment)
        found.append(moment.astimezone(MOSCOW).strftime("%d %H:%M"))

    assert found == ["21 09:00", "21 13:00", "21 18:00", "22 09:00"]


def test_a_digest_that_is_late_or_falls_on_a_day_off_is_left_out() -> None:
    due = at("2025-11-21T13:00")
    hours = WorkingHours(MOSCOW)

    assert digest_times.slot_of(hours, due, due) == "noon"
    assert digest_times.slot_of(hours, due, due + timedelta(hours=2)) == "noon"
    assert digest_times.slot_of(hours, due, due + timedelta(hours=2, seconds=1)) is None
    assert digest_times.slot_of(WorkingHours(MOSCOW, None, {due.toordinal(): ""}), due, due) is None
    assert digest_times.slot_of(hours, due + timedelta(minutes=1), due) is None
