"""The token bucket: never more than allowed, in the order of asking, and nothing taken by who would wait too long."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain import pace
from sellerdesk.domain.pace import Limit


SECOND = 1_000_000
CHAT = Limit(10, timedelta(seconds=10), burst=10)
LIMITS = st.builds(Limit, st.integers(1, 100), st.integers(1, 3600).map(lambda s: timedelta(seconds=s)), st.integers(1, 50))


def test_the_numbers_of_a_limit() -> None:
    assert (CHAT.interval, CHAT.slack) == (SECOND, 9 * SECOND)
    assert CHAT.careful() == Limit(10, timedelta(seconds=40), 1)


def test_a_burst_and_then_one_a_second() -> None:
    full_at, waits = 0, []
    for _ in range(13):
        full_at, wait = pace.reserve(full_at, CHAT, now=100 * SECOND, patience=60 * SECOND)
        waits.append(wait // SECOND)

    assert waits == [0] * 10 + [1, 2, 3]


def test_who_would_wait_too_long_takes_nothing() -> None:
    full_at = 0
    for _ in range(10):
        full_at, _wait = pace.reserve(full_at, CHAT, now=0, patience=0)

    assert pace.reserve(full_at, CHAT, now=0, patience=SECOND // 2) == (full_at, SECOND)
    assert pace.reserve(full_at, CHAT, now=SECOND, patience=0) == (full_at + SECOND, 0)


def test_a_told_wait_holds_and_gives_no_burst_afterwards() -> None:
    held = pace.hold(0, CHAT, until=30 * SECOND)

    after, wait = pace.reserve(held, CHAT, now=0, patience=60 * SECOND)
    assert wait == 30 * SECOND
    assert pace.reserve(after, CHAT, now=30 * SECOND, patience=60 * SECOND)[1] == SECOND


@given(limit=LIMITS, gaps=st.lists(st.integers(0, 30 * SECOND), min_size=1, max_size=60))
def test_no_span_ever_holds_more_than_its_share(limit: Limit, gaps: list[int]) -> None:
    """Of those let through, any n + burst stand at least n intervals apart."""
    now = full_at = 0
    let_through = []
    for gap in gaps:
        now += gap
        full_at, wait = pace.reserve(full_at, limit, now=now, patience=10**15)
        let_through.append(now + wait)

    assert let_through == sorted(let_through)
    for first, later in zip(let_through, let_through[limit.burst :], strict=False):
        assert later - first >= limit.interval


@pytest.mark.parametrize("number", [1, 3, 7])
def test_an_interval_is_whole_and_never_nothing(number: int) -> None:
    assert Limit(number, timedelta(microseconds=1)).interval == 1
