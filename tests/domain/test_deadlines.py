"""How urgent a deadline is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.deadlines import urgency, used


OPENED = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DUE = OPENED + timedelta(hours=3)


@pytest.mark.parametrize(
    ("minutes", "state", "gone"),
    [(-5, "", 0.0), (0, "", 0.0), (90, "", 0.5), (120, "", 2 / 3), (121, "soon", 121 / 180), (179, "soon", 179 / 180), (180, "late", 1.0)],
)
def test_a_deadline_is_near_in_its_last_third_and_late_from_its_moment_on(minutes: int, state: str, gone: float) -> None:
    now = OPENED + timedelta(minutes=minutes)

    assert urgency(OPENED, DUE, now) == state
    assert used(OPENED, DUE, now) == pytest.approx(gone)


def test_a_deadline_before_its_beginning_is_wholly_used() -> None:
    assert used(DUE, OPENED, OPENED - timedelta(days=1)) == 1.0
    assert urgency(DUE, OPENED, OPENED - timedelta(days=1)) == ""
    assert urgency(DUE, OPENED, OPENED) == "late"


@given(st.integers(1, 10**7), st.lists(st.integers(-(10**7), 2 * 10**7), min_size=2, max_size=2))
def test_urgency_never_goes_back(seconds: int, moments: list[int]) -> None:
    due = OPENED + timedelta(seconds=seconds)
    first, second = (urgency(OPENED, due, OPENED + timedelta(seconds=moment)) for moment in sorted(moments))
    order = ["", "soon", "late"]

    assert order.index(first) <= order.index(second)
