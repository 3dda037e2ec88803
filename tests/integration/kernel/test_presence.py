"""Who is at the desk: told by Redis, and never an error without it."""

from datetime import timedelta
from typing import Any

import pytest

from sellerdesk import hints, presence
from tests.factories.kernel import NOW


DESK = 9_000_001


def test_somebody_is_present_for_a_while_after_the_last_sign_of_life() -> None:
    presence.touch(DESK, 7, now=NOW)
    presence.touch(DESK, 8, now=NOW + presence.STAYS)

    assert presence.present(DESK, now=NOW + presence.STAYS) == {7, 8}
    assert presence.present(DESK, now=NOW + presence.STAYS + timedelta(seconds=1)) == {8}
    assert presence.present(DESK + 1, now=NOW) == set()

    presence.leave(DESK, 8)
    assert presence.present(DESK, now=NOW + presence.STAYS) == {7}


def test_without_redis_nobody_knows_who_is_present(settings: Any, request: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"
    hints.forget()
    request.addfinalizer(hints.forget)

    presence.touch(DESK, 7, now=NOW)
    presence.leave(DESK, 7)
    assert presence.present(DESK, now=NOW) is None
