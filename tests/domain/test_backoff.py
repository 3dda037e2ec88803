"""When a delivery is tried again: doubling, bounded, scattered, and at an end some time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain import backoff


NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
DICE = st.floats(min_value=0, max_value=1)


@pytest.mark.parametrize(
    ("attempt", "dice", "seconds"),
    [(1, 0.0, 2.5), (1, 1.0, 5.0), (2, 1.0, 10.0), (3, 1.0, 20.0), (3, 0.5, 15.0), (8, 1.0, 640.0), (9, 1.0, 900.0), (60, 1.0, 900.0)],
)
def test_waits_double_up_to_a_quarter_of_an_hour(attempt: int, dice: float, seconds: float) -> None:
    assert backoff.wait(attempt, dice=dice) == timedelta(seconds=seconds)


@given(attempt=st.integers(-5, 10_000), dice=st.floats(allow_nan=False), other=DICE)
def test_a_wait_is_never_nothing_and_never_too_long(attempt: int, dice: float, other: float) -> None:
    wait = backoff.wait(attempt, dice=dice)

    assert backoff.FIRST_WAIT / 2 <= wait <= backoff.LONGEST_WAIT
    assert abs(wait - backoff.wait(attempt, dice=other)) <= wait + timedelta(microseconds=2)


@given(attempt=st.integers(1, 60), dice=DICE)
def test_a_later_attempt_never_waits_less(attempt: int, dice: float) -> None:
    assert backoff.wait(attempt, dice=dice) <= backoff.wait(attempt + 1, dice=dice)


@pytest.mark.parametrize(
    ("told", "seconds"), [(timedelta(seconds=90), 90.0), (timedelta(seconds=1), 1.0), (timedelta(seconds=-5), 0.0), (None, 5.0)]
)
def test_what_the_marketplace_told_wins(told: timedelta | None, seconds: float) -> None:
    assert backoff.next_try(1, told=told, dice=1.0, now=NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("attempts", "first", "spent"),
    [
        (7, NOW, False),
        (8, NOW, True),
        (0, None, False),
        (1, NOW - backoff.DEADLINE, True),
        (1, NOW - backoff.DEADLINE + timedelta(seconds=1), False),
    ],
)
def test_it_is_given_up_after_so_many_attempts_or_so_long(attempts: int, first: datetime | None, spent: bool) -> None:
    assert backoff.is_spent(attempts, first, NOW) is spent


def test_not_there_counts_only_after_the_grace() -> None:
    assert not backoff.is_certain(NOW, NOW + backoff.GRACE - timedelta(seconds=1))
    assert backoff.is_certain(NOW, NOW + backoff.GRACE)


def test_a_long_doubt_is_a_persons() -> None:
    assert not backoff.needs_a_person(NOW, NOW + backoff.DOUBT - timedelta(seconds=1))
    assert backoff.needs_a_person(NOW, NOW + backoff.DOUBT)


@given(dice=DICE)
def test_the_first_questions_come_before_the_grace_is_over_and_then_slowly(dice: float) -> None:
    assert backoff.next_check(1, dice=dice, now=NOW) <= NOW + timedelta(seconds=2)
    assert backoff.next_check(30, dice=dice, now=NOW) >= NOW + timedelta(minutes=5)
