"""Limiter, breakers and holds as the processes share them, and as each keeps them while Redis is away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as profile, strategies as st

from sellerdesk import hints
from sellerdesk.delivery import holding
from sellerdesk.domain import breaker, pace
from sellerdesk.domain.pace import Limit
from sellerdesk.errors import Held
from sellerdesk.marketplaces import breakers, limiter, shared
from tests.factories.delivering import forget_marketplaces


NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHAT = Limit(10, 10 * SECOND, burst=10)
SLOW = Limit(1, 60 * SECOND)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_marketplaces()
    yield
    forget_marketplaces()


@pytest.fixture
def without_redis(settings: Any) -> Iterator[None]:
    url, settings.REDIS_URL = settings.REDIS_URL, "unix:///nonexistent/redis.sock"
    hints.forget()
    yield
    settings.REDIS_URL = url
    hints.forget()
    shared.come_back()


@profile(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    limit=st.builds(Limit, st.integers(1, 20), st.integers(1, 600).map(lambda s: timedelta(seconds=s)), st.integers(1, 12)),
    steps=st.lists(st.tuples(st.integers(0, 40_000_000), st.integers(0, 90_000_000)), min_size=1, max_size=25),
)
def test_the_script_in_redis_and_the_arithmetic_are_one(limit: Limit, steps: list[tuple[int, int]]) -> None:
    forget_marketplaces()
    now, full_at = 1_800_000_000_000_000, 0
    for gap, patience in steps:
        now += gap
        full_at, wait = pace.reserve(full_at, limit, now=now, patience=patience)

        asked = limiter.reserve(7, "chat", limit, patience=timedelta(microseconds=patience), now=now)

        assert asked == timedelta(microseconds=wait)


def test_a_place_further_away_than_patience_is_not_waited_for() -> None:
    limiter.wait_for_place(7, "chat", SLOW)

    with pytest.raises(Held) as held:
        limiter.wait_for_place(7, "chat", SLOW)
    assert held.value.wait is not None
    assert 55 * SECOND < held.value.wait <= 60 * SECOND
    limiter.wait_for_place(8, "chat", SLOW)
    limiter.wait_for_place(7, "reviews", SLOW)


def test_a_told_wait_holds_all() -> None:
    limiter.hold(7, "chat", CHAT, 30 * SECOND)

    with pytest.raises(Held) as held:
        limiter.wait_for_place(7, "chat", CHAT)
    assert held.value.wait is not None
    assert 28 * SECOND < held.value.wait <= 30 * SECOND


@pytest.mark.usefixtures("without_redis")
def test_without_redis_each_process_is_four_times_as_careful() -> None:
    limiter.wait_for_place(7, "chat", CHAT)

    with pytest.raises(Held) as held:
        limiter.wait_for_place(7, "chat", CHAT)
    assert held.value.wait is not None
    assert 3 * SECOND < held.value.wait <= 4 * SECOND
    limiter.hold(7, "chat", CHAT, 30 * SECOND)
    with pytest.raises(Held):
        limiter.wait_for_place(7, "chat", CHAT)


def opens() -> None:
    for _ in range(breaker.OPENS_AFTER):
        assert breakers.ask(7, now=NOW) == timedelta(0)
        since = breakers.failed(7, now=NOW)
    assert since == NOW


def is_open_for_all() -> None:
    assert breakers.ask(7, now=NOW + SECOND) == timedelta(seconds=breaker.FIRST_PAUSE - 1)
    assert breakers.ask(8, now=NOW) == timedelta(0)
    later = NOW + timedelta(seconds=breaker.FIRST_PAUSE)
    assert breakers.ask(7, now=later) == timedelta(0)
    assert breakers.ask(7, now=later) == timedelta(seconds=breaker.PROBE)
    breakers.succeeded(7)
    assert breakers.ask(7, now=later) == timedelta(0)


def test_a_breaker_is_shared() -> None:
    opens()
    # What another process would see: nothing of it is kept here.
    assert breakers._own == {}
    is_open_for_all()


@pytest.mark.usefixtures("without_redis")
def test_without_redis_each_process_has_its_own() -> None:
    opens()
    is_open_for_all()


def holds() -> None:
    holding.hold(7, until=NOW + 30 * SECOND)
    holding.hold(7, until=NOW + 10 * SECOND)
    holding.hold(8, until=NOW + 5 * SECOND)

    assert sorted(holding.held(NOW)) == [7, 8]
    assert holding.held(NOW + 10 * SECOND) == [7]
    assert holding.held(NOW + 30 * SECOND) == []
    holding.release(7)
    assert holding.held(NOW) == [8]


def test_a_shop_is_held_until_the_latest_moment() -> None:
    holds()


@pytest.mark.usefixtures("without_redis")
def test_without_redis_a_shop_is_held_here() -> None:
    holds()
