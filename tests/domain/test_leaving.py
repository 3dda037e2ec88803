"""What is sent can be taken back for ten seconds, and still leaves within its window."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.leaving import REACHED_WITHIN, TAKE_BACK, leaves_at, seconds_left


SECOND = timedelta(seconds=1)
LAST = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("left", "waits"), [(3600, 10), (15, 10), (14.5, 9), (14, 9), (6, 1), (5.9, 0), (5, 0), (2, 0), (0, 0)])
def test_near_the_end_the_time_for_taking_back_is_cut_in_whole_seconds(left: float, waits: int) -> None:
    now = LAST - left * SECOND

    assert leaves_at(now, LAST) == now + waits * SECOND
    assert seconds_left(leaves_at(now, LAST), now) == waits


@given(left=st.timedeltas(min_value=timedelta(0), max_value=timedelta(minutes=1)))
def test_a_worker_reaches_it_in_its_window_wherever_there_is_time_for_one(left: timedelta) -> None:
    now = LAST - left

    leaves = leaves_at(now, LAST)

    assert now <= leaves <= min(now + TAKE_BACK, LAST)
    assert leaves == now or leaves + REACHED_WITHIN <= LAST


def test_without_a_window_the_time_is_whole() -> None:
    assert leaves_at(LAST) == leaves_at(LAST, None) == LAST + TAKE_BACK
    assert seconds_left(LAST - SECOND, LAST) == 0
