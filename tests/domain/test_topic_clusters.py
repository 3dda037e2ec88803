"""When complaints are a signal: three close together, or more than the past lets expect."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from reviews.domain.signals import read_subject, subject_of
from sellerdesk.domain.topics.cluster import CLOSE, Cluster, Seen, cluster, tail, usual


NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def ago(*days: float) -> list[datetime]:
    return sorted(NOW - timedelta(days=number) for number in days)


def why(complaints: list[datetime], seen: Seen | None = None) -> str | None:
    found = cluster(complaints, seen=seen, now=NOW)
    return found.why if found else None


def test_three_within_exactly_seven_days_are_one_and_a_second_more_is_none() -> None:
    first = NOW - timedelta(days=8)
    history = ago(*range(40, 110, 5))
    assert why([*history, first, first + SECOND, first + CLOSE]) == "close"
    assert why([*history, first, first + SECOND, first + CLOSE + SECOND]) is None


@pytest.mark.parametrize(
    ("complaints", "expected"),
    [
        (ago(1, 2), None),
        (ago(1, 3, 6), "close"),
        (ago(1, 12, 24), "rate"),
        (ago(1, 12, 24, 60), None),
        (ago(1, 8, 16, 24, 60), "rate"),
        (ago(31, 32, 33), None),
        (ago(29, 30, 31), "close"),
        (ago(-1, 1, 2), None),
    ],
)
def test_the_two_rules(complaints: list[datetime], expected: str | None) -> None:
    assert why(complaints) == expected


def test_it_begins_with_its_first_and_is_ripe_with_the_one_that_made_it_one() -> None:
    complaints = ago(6, 4, 2, 1)
    assert cluster(complaints, seen=None, now=NOW) == Cluster(complaints[0], complaints[2], complaints[3], 4, "close")


def test_what_was_seen_begins_none_until_as_many_again_have_come() -> None:
    seen = Seen(NOW - timedelta(days=5), 3)
    assert why(ago(7, 6, 5, 3, 2), seen) is None
    assert why(ago(7, 6, 5, 3, 2, 1), seen) == "close"
    assert why(ago(7, 6, 5, 3, 2, 1), Seen(seen.through, 4)) is None


def test_an_open_one_stays_while_three_are_left_and_may_begin_earlier() -> None:
    first, ripe = NOW - timedelta(days=29), NOW - timedelta(days=25)
    kept = Cluster(first, ripe, ripe, 3, "close")
    later = [first, first + timedelta(days=10), NOW - timedelta(days=1)]

    assert cluster(later, seen=None, kept=kept, now=NOW) == Cluster(first, ripe, later[-1], 3, "close")
    assert cluster(later[1:], seen=None, kept=kept, now=NOW) is None
    earlier = [first - SECOND * 2, first - SECOND, *later]
    found = cluster(earlier, seen=None, kept=kept, now=NOW)
    assert found is not None
    assert found.since == earlier[0]
    # Complete a month ago it is history.
    assert cluster(later, seen=None, kept=kept, now=NOW + timedelta(days=5, seconds=1)) is None


@given(st.integers(1, 12), st.floats(0.01, 20))
def test_the_tail_is_what_is_left_of_poisson(number: int, mean: float) -> None:
    below = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(number))
    assert tail(number, mean) == pytest.approx(1 - below, abs=1e-9)


def test_the_usual_number_of_28_days() -> None:
    assert usual(0) == pytest.approx(0.1556, abs=1e-4)
    assert usual(90) == pytest.approx(28.16, abs=0.01)
    assert tail(0, 3.0) == 1


@given(st.lists(st.floats(0, 118), max_size=12), st.floats(0, 5))
def test_a_signal_is_never_of_fewer_than_three_and_more_complaints_never_end_one(days: list[float], more: float) -> None:
    before = cluster(ago(*days), seen=None, now=NOW)
    if before is not None:
        assert before.number >= 3
        assert before.since <= before.ripe <= before.newest <= NOW
        assert cluster(ago(*days, more), seen=None, kept=before, now=NOW) is not None


@pytest.mark.parametrize("strange", ["", "review:1", "product:x:topic:size", "product:1:topic", "product:²:topic:size"])
def test_subjects(strange: str) -> None:
    assert read_subject(subject_of(7, "size")) == (7, "size")
    assert read_subject(strange) is None
