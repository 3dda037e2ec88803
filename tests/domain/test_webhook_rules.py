"""When a receiver is given up, and for which reason."""

from datetime import datetime, timedelta

import pytest

from sellerdesk.domain import webhooks as rules
from tests.factories.kernel import NOW


LONG = NOW - rules.GIVEN_UP


@pytest.mark.parametrize(
    ("since", "waiting", "why"),
    [
        (None, 0, None),
        (None, rules.MOST_WAITING - 1, None),
        (None, rules.MOST_WAITING, "backlog"),
        (LONG + timedelta(seconds=1), rules.MOST_WAITING - 1, None),
        (LONG + timedelta(seconds=1), rules.MOST_WAITING, "backlog"),
        (LONG, 0, "failing"),
        (LONG, rules.MOST_WAITING, "failing"),
    ],
)
def test_a_receiver_is_given_up_for_failing_long_or_for_what_waits(since: datetime | None, waiting: int, why: str | None) -> None:
    assert rules.why_given_up(since, waiting, NOW) == why
