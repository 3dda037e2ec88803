"""The lines of days behind the ratings page: every day as the contract tells it, the last one as of this instant."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings import queries
from ratings.domain.figures import DIMENSIONS, shown
from ratings.queries.days import ShopLine, lines
from ratings.queries.uncounted import uncounted
from sellerdesk import shops
from sellerdesk.domain.days import WINDOWS, window_first
from tests.factories.feed import feed_shop, load, order, rating, told
from tests.factories.kernel import make_desk, make_shop
from tests.integration.ratings.standing import busy_shop
from tests.oracle import report
from tests.oracle.vectors import vector


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)


def line_of(shop: shops.ShopFacts, now: datetime) -> ShopLine:
    (line,) = lines([shop], now=now)
    return line


@pytest.mark.parametrize(("rules", "zone"), [("taobao", "Asia/Shanghai"), ("standard", "America/New_York")])
def test_every_day_is_the_figure_of_that_day(rules: str, zone: str) -> None:
    shop = busy_shop(NOW, rules=rules, time_zone=zone)

    line = line_of(shop, NOW)

    assert (line.first, line.today) == (min(window_first(shop.day(NOW), kind) for kind in WINDOWS), shop.day(NOW))
    for window in WINDOWS:
        by_dimension = {name: line.of(window, name) for name in DIMENSIONS}
        for place, day in enumerate(range(line.first, line.today)):
            assert {name: figures[place] for name, figures in by_dimension.items()} == queries.at_end_of(shop, day, window).dimensions
        assert all(len(figures) == line.today - line.first + 1 for figures in by_dimension.values())


def test_the_last_day_is_this_instant() -> None:
    """Every two hours of a day on which ratings take effect, are struck and come under the cap."""
    shop = busy_shop(NOW)
    seen = set()
    for hours in range(0, 24, 2):
        now = NOW - timedelta(hours=4, minutes=30) + timedelta(hours=hours)
        line = line_of(shop, now)
        for window in WINDOWS:
            assert line.now(window) == queries.current(shop, window, now=now)
        seen.add(line.now(WINDOWS[0]).dimensions["logistics"].count)
    assert len(seen) > 1


def test_the_worked_example_recounted_by_the_oracle() -> None:
    """Days all over the window, counted again from the records alone."""
    example = vector("taobao-1")
    now = datetime.fromisoformat(example.reports[-1]["as_of"] + "T15:59:59+00:00")
    shop = feed_shop(example.rules, example.time_zone, example.window)
    for start in range(0, len(example.records), 500):
        load(shop, *example.records[start : start + 500], now=now)

    line = line_of(shop, now)

    for day in random.Random(3).sample(range(line.first, line.today), 5):
        said = report(
            example.records, rules=example.rules, time_zone=example.time_zone, window=shop.window, as_of=date.fromordinal(day), now=now
        )
        for name in DIMENSIONS:
            figure, expected = line.of(shop.window, name, first=day)[0], said["dimensions"][name]
            assert (figure.count, figure.sum) == (expected["count"], expected["sum"])
            assert (None if figure.mean is None else shown(figure.mean)) == expected["mean"]


def test_what_waits_is_told_by_the_day_on_which_it_begins_to_count() -> None:
    shop = busy_shop(NOW)
    line = line_of(shop, NOW)
    pending = line.now(shop.window).pending

    assert line.coming
    assert min(line.coming) >= line.today
    assert 0 < sum(line.coming.values()) <= pending
    for day, count in line.coming.items():
        if day > line.today:
            before, after = (queries.at_end_of(shop, one, shop.window).pending for one in (day - 1, day))
            assert before - after == count


def test_what_does_not_count_is_listed_by_the_day_it_was_given() -> None:
    shop = busy_shop(NOW)
    line = line_of(shop, NOW)
    assert line.later
    for window in WINDOWS:
        figures = queries.current(shop, window, now=NOW)
        found, more = uncounted(line, window, most=1000)
        assert not more

        counted: Counter[str] = Counter()
        for row in found:
            counted[row.reason] += row.ratings
        assert counted == {"month_cap": figures.month_cap, "voided": figures.voided}
        assert [row.day for row in found] == sorted((row.day for row in found), reverse=True)
    everything, _ = uncounted(line, shop.window, most=1000)
    assert uncounted(line, shop.window, most=3) == (everything[:3], True)
    few, more = uncounted(line, shop.window, most=1000, read=60)
    assert more
    assert 0 < len(few) < len(everything)
    assert few == everything[: len(few)]
    assert uncounted(line, shop.window, most=1000, read=2) == ([], True)


def test_the_list_of_what_does_not_count_has_its_index() -> None:
    shop = busy_shop(NOW)
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    with CaptureQueriesContext(connection) as seen:
        uncounted(line_of(shop, NOW), shop.window, most=3)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + seen.captured_queries[-1]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "store_rating_not_counted" in plan


def test_shops_of_a_desk_are_read_together() -> None:
    """Several shops in different zones, with ratings that still change today: two queries, each as alone."""
    desk = make_desk()
    zones = ("Asia/Shanghai", "Europe/Moscow", "America/New_York", "UTC")
    found = [shops.facts(make_shop(desk, time_zone=zone, rules="taobao")) for zone in zones]
    for number, shop in enumerate(found):
        at = NOW + timedelta(hours=number - 2)
        load(
            shop,
            order(at=(at - timedelta(days=16)).isoformat(), completed_at=(at - timedelta(days=15)).isoformat()),
            rating(at=(at - timedelta(days=3)).isoformat(), service=1 + number),
            now=NOW,
        )

    with CaptureQueriesContext(connection) as seen:
        together = lines(found, now=NOW)

    assert len(seen) == 2
    assert [line.shop.id for line in together] == [shop.id for shop in found]
    for line in together:
        assert line.now("6_months") == queries.current(line.shop, "6_months", now=NOW)
        assert line.now("6_months") == lines([line.shop], now=NOW, whole=False)[0].now("6_months")
    assert {line.now("6_months").pending for line in together} == {0, 1}
    assert lines([], now=NOW) == []


def test_a_shop_without_ratings_has_an_empty_line() -> None:
    line = line_of(feed_shop(), NOW)

    assert not line.ever
    assert line.now("180_days").dimensions["service"].count == 0


@pytest.mark.parametrize("ratings", [10, 120])
def test_more_ratings_ask_no_more_queries(ratings: int, django_assert_num_queries: Any) -> None:
    shop = feed_shop()
    records = []
    for number in range(ratings):
        at = (NOW - timedelta(days=number % 100)).isoformat()
        records += [order(f"O{number}", at=at), rating(f"S{number}", f"O{number}", at=at)]
    load(shop, *records, told("trade_void", "V1", NOW.isoformat(), order="O1", reason="x"), now=NOW)

    with django_assert_num_queries(2):
        line_of(shop, NOW)
