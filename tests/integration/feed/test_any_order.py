"""Whatever the order of arrival: the same reports, the same fates, and both as a plain reading of the rulebook has them."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.feeding import fates, load, make_shop, reported
from tests.oracle import digest, report, states
from tests.oracle.strategies import HostileFeed, arrangements, hostile_feeds


NOW = datetime(2026, 11, 1, tzinfo=UTC)
WINDOWS = ("6_months", "180_days")
FRESH = count(1)
"""Each example has shops of its own: nothing has to be emptied in between."""

database = pytest.mark.django_db(transaction=True)
few = settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=800, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.long
@database
@few
@given(data=st.data(), feed=hostile_feeds())
def test_feed_ends_the_same_in_any_order(data: st.DataObject, feed: HostileFeed) -> None:
    hold_to_the_rulebook(data, feed)


@database
@few
@given(data=st.data(), feed=hostile_feeds(rules="taobao", most_orders=3))
def test_small_feed_ends_the_same_in_any_order(data: st.DataObject, feed: HostileFeed) -> None:
    hold_to_the_rulebook(data, feed)


@pytest.mark.long
@pytest.mark.timeout(1500)
@database
@many
@given(data=st.data(), feed=hostile_feeds())
def test_very_many_feeds_end_the_same_in_any_order(data: st.DataObject, feed: HostileFeed) -> None:
    hold_to_the_rulebook(data, feed)


def hold_to_the_rulebook(data: st.DataObject, feed: HostileFeed) -> None:
    """Load the feed in two arrangements into two shops; look at both after the first load of each, and at the end."""
    judged = states(feed.records, rules=feed.rules)
    for _ in range(2):
        slug = f"shop-{next(FRESH)}"
        make_shop(rules=feed.rules, time_zone=feed.time_zone, window=feed.window, slug=slug)
        loads = data.draw(arrangements(feed.records))
        for number, lines in enumerate(loads):
            load(lines, slug)
            if number == 0:
                assert_reports(feed, lines, slug)
        assert_reports(feed, feed.records, slug)
        assert dict(zip(map(digest, feed.records), fates(feed.records, slug), strict=True)) == judged


def assert_reports(feed: HostileFeed, known: list[dict[str, object]], slug: str) -> None:
    """The product's reports of the feed's days, under both windows, are the oracle's for the records known."""
    for day in feed.days:
        for window in WINDOWS:
            expected = report(known, rules=feed.rules, time_zone=feed.time_zone, window=window, as_of=day, now=NOW)
            assert reported(day.isoformat(), window=window, slug=slug) == expected
