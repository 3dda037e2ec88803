"""Requests of one key at once: each counts, however close together they come."""

import functools
import uuid
from collections import Counter
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from rest_framework.throttling import SimpleRateThrottle

from sellerdesk import hints
from sellerdesk.api.throttling import TokenThrottle
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together


def named(kind: type[SimpleRateThrottle], rate: str) -> type[SimpleRateThrottle]:
    """Such a throttle, for a key that nobody has used."""
    key = f"throttle:{uuid.uuid4()}"
    return type("Named", (kind,), {"rate": rate, "get_cache_key": lambda *_: key})


def ask(throttle: type[SimpleRateThrottle], times: int = 1) -> int:
    """How many of so many requests are within the rate."""
    request: Any = None
    return sum(throttle().allow_request(request, request) for _ in range(times))


def test_of_many_requests_at_once_no_more_than_the_rate_are_answered() -> None:
    throttle = named(TokenThrottle, "50/min")

    allowed = together(*[functools.partial(ask, throttle, 20)] * 8)

    assert sum(number for number in allowed if isinstance(number, int)) == 50, allowed
    assert hints.client().llen(throttle().get_cache_key(None, None)) == 50  # type: ignore[arg-type]  # no request is looked at


def two_at_once(kind: type[SimpleRateThrottle], monkeypatch: pytest.MonkeyPatch) -> Counter[Any]:
    """Two ask where there is room for one; what is read of the cache is read by both before either goes on."""
    throttle = named(kind, "1/min")
    monkeypatch.setattr(SimpleRateThrottle, "cache", mock.Mock(get=Meeting().after(cache.get), set=cache.set))
    return Counter(together(*[functools.partial(ask, throttle)] * 2))


def test_of_two_at_once_where_there_is_room_for_one_one_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_at_once(TokenThrottle, monkeypatch) == {1: 1, 0: 1}


def test_control_read_and_written_apart_both_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_at_once(SimpleRateThrottle, monkeypatch) == {1: 2}
