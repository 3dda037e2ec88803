"""A report of now, of today's end, and of days to come: what is dated later today has not happened yet."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sellerdesk import moments
from sellerdesk.reports import shop_report
from sellerdesk.shops import ShopFacts
from tests.factories.feed import feed_shop, load, order, rating, review, told


pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
TODAY = date(2026, 3, 20)
COMPLETED = "2026-03-05T18:00:00+08:00"
"""Fifteen days after it is 18:00 of the day."""


def now_and_at_end(shop: ShopFacts, now: datetime = NOON, today: date = TODAY) -> tuple[dict[str, Any], dict[str, Any]]:
    """The reports of this instant and of the end of its day."""
    return shop_report(shop, as_of=None, window=None, now=now), shop_report(shop, as_of=today, window=None, now=now)


def described(report: dict[str, Any]) -> tuple[int, int]:
    """How many marks count, and how many ratings are pending."""
    return report["dimensions"]["described"]["count"], report["not_counted"]["pending"]


def test_the_head_says_which_day_now_is() -> None:
    shop = feed_shop(time_zone="America/New_York")

    now, _ = now_and_at_end(shop)

    assert (now["as_of"], now["window"]) == ("2026-03-20", {"kind": "6_months", "first": "2025-09-21", "last": "2026-03-20"})
    assert shop_report(shop, as_of=None, window="180_days", now=NOON)["window"]["first"] == "2025-09-22"


def test_a_rating_that_takes_effect_later_today_is_pending_now() -> None:
    shop = feed_shop("taobao")
    load(shop, order(completed_at=COMPLETED), rating(), now=NOON)

    now, end = now_and_at_end(shop)

    assert (described(now), described(end)) == ((0, 1), (1, 0))
    after, _ = now_and_at_end(shop, NOON + timedelta(hours=6))
    assert described(after) == (1, 0)
    before, _ = now_and_at_end(shop, NOON + timedelta(hours=6, seconds=-1))
    assert described(before) == (0, 1)


def test_a_rating_dated_later_today_is_not_there_yet() -> None:
    shop = feed_shop()
    load(shop, order(), rating(at="2026-03-20T15:00:00+08:00"), now=NOON)

    now, end = now_and_at_end(shop)

    assert (described(now), described(end)) == ((0, 0), (1, 0))


def test_a_trade_struck_later_today_counts_now() -> None:
    shop = feed_shop()
    load(shop, order(), rating(), review(), told("trade_void", "V1", "2026-03-20T20:00:00+08:00", order="O1", reason="x"), now=NOON)

    now, end = now_and_at_end(shop)

    assert (described(now), now["not_counted"]["voided"], now["credit"]["bad"]) == ((1, 0), 0, 1)
    assert (described(end), end["not_counted"]["voided"], end["credit"]["bad"]) == ((0, 0), 1, 0)


def test_the_fourth_of_a_month_moves_up_only_when_one_is_struck() -> None:
    shop = feed_shop("taobao")
    for number in range(4):
        load(shop, order(f"O{number}", completed_at="2026-03-02T00:00:00Z"), rating(f"S{number}", f"O{number}"), now=NOON)
    load(shop, told("trade_void", "V", "2026-03-20T20:00:00+08:00", order="O0", reason="x"), now=NOON)

    now, end = now_and_at_end(shop)

    assert (described(now)[0], now["not_counted"]["month_cap"], now["not_counted"]["voided"]) == (3, 1, 0)
    assert (described(end)[0], end["not_counted"]["month_cap"], end["not_counted"]["voided"]) == (3, 0, 1)


def test_a_default_good_later_today_does_not_score_now() -> None:
    shop = feed_shop("taobao")
    load(shop, order(completed_at=COMPLETED), review(author="seller", verdict="good"), now=NOON)

    now, end = now_and_at_end(shop)

    assert (now["credit"]["score"], end["credit"]["score"]) == (0, 1)
    assert now_and_at_end(shop, NOON + timedelta(hours=6))[0]["credit"]["score"] == 1


def test_a_review_changed_later_today_is_still_bad_now() -> None:
    shop = feed_shop()
    load(shop, order(), review(), told("review_change", "R1", "2026-03-20T23:59:59+08:00", verdict="good"), now=NOON)

    now, end = now_and_at_end(shop)

    assert (now["credit"]["score"], end["credit"]["score"]) == (-1, 1)


def test_a_review_deleted_later_today_still_counts_now() -> None:
    shop = feed_shop()
    load(shop, order(), review(), told("review_delete", "R1", "2026-03-20T13:00:00+08:00", by="platform"), now=NOON)

    now, end = now_and_at_end(shop)

    assert (now["credit"]["bad"], end["credit"]["bad"]) == (1, 0)


@pytest.mark.parametrize(("at", "expected"), [("2026-03-20T23:00:00+08:00", (0, 1, 1)), ("2026-03-21T00:00:00+08:00", (0, 0, 1))])
def test_a_review_of_the_future_counts_from_its_day_on(at: str, expected: tuple[int, int, int]) -> None:
    shop = feed_shop()
    load(shop, order(), review(at=at), now=NOON)

    now, end = now_and_at_end(shop)
    tomorrow = shop_report(shop, as_of=TODAY + timedelta(days=1), window=None, now=NOON)

    assert (now["credit"]["bad"], end["credit"]["bad"], tomorrow["credit"]["bad"]) == expected


def test_days_to_come_are_told_with_what_is_known_now() -> None:
    shop = feed_shop("taobao")
    load(shop, order(completed_at="2026-03-10T12:00:00+08:00"), rating(), review(), now=NOON)

    asked = ("2026-03-24", "2026-03-25", "2026-09-24", "2026-09-25", "2100-12-31")
    days = [shop_report(shop, as_of=date.fromisoformat(day), window=None, now=NOON) for day in asked]

    assert [described(day) for day in days] == [(0, 1), (1, 0), (1, 0), (0, 0), (0, 0)]
    assert [day["credit"]["bad"] for day in days] == [0, 1, 1, 1, 1]


def test_what_was_told_late_restates_past_days() -> None:
    shop = feed_shop()
    load(shop, order(), now=NOON)
    assert described(shop_report(shop, as_of=date(2026, 3, 15), window=None, now=NOON)) == (0, 0)

    load(shop, rating(), now=NOON)

    assert described(shop_report(shop, as_of=date(2026, 3, 15), window=None, now=NOON)) == (1, 0)
    assert described(shop_report(shop, as_of=date(2026, 3, 9), window=None, now=NOON)) == (0, 0)


def test_the_sweep_of_moments_changes_no_report() -> None:
    shop = feed_shop("taobao")
    load(shop, order(completed_at=COMPLETED), rating(), now=NOON)
    six = NOON + timedelta(hours=6)

    assert moments.sweep(now=six) > 0

    assert described(now_and_at_end(shop, six)[0]) == (1, 0)
    assert moments.sweep(now=six) == 0


def test_after_a_missed_midnight_now_is_still_right() -> None:
    """Nobody has moved the shop for three days."""
    shop = feed_shop("taobao")
    load(shop, order(completed_at=COMPLETED), rating(), now=NOON - timedelta(days=3))

    now, end = now_and_at_end(shop)

    assert (described(now), described(end)) == ((0, 1), (1, 0))
