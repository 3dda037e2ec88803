"""Rulebook 10, 11, 12 and 20: what one order line earns by itself, to the second."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reviews.domain.credit import Course, Side, course_of
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import STANDARD, TAOBAO


DONE = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLACED = DONE - timedelta(days=5)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
GOOD, NEUTRAL, BAD = Verdict.GOOD, Verdict.NEUTRAL, Verdict.BAD
SILENCE = DONE + 15 * DAY


def side(after: timedelta = DAY, verdict: Verdict = GOOD, **more: datetime) -> Side:
    return Side(DONE + after, verdict, more.get("changed_at"), more.get("deleted_at"))


def earned(**told: Any) -> Course | None:
    facts = {"buyer": None, "shop": None, "placed_at": PLACED, "completed_at": DONE, "struck_at": None, "rules": TAOBAO} | told
    return course_of(**facts)


def test_standard_review_earns_at_once() -> None:
    assert earned(buyer=side(), shop=side(2 * DAY), rules=STANDARD) == Course(DONE + DAY, GOOD, None, None)
    assert earned(buyer=side(), completed_at=None, rules=STANDARD) == Course(DONE + DAY, GOOD, None, None)


@pytest.mark.parametrize(("buyer", "shop"), [(1, 2), (2, 1), (2, 2)])
def test_both_sides_earn_half_an_hour_after_the_later(buyer: int, shop: int) -> None:
    course = earned(buyer=side(buyer * DAY, BAD), shop=side(shop * DAY))

    assert course == Course(DONE + 2 * DAY + 30 * MINUTE, BAD, None, None)


def test_one_sided_review_earns_when_the_review_window_closes() -> None:
    assert earned(buyer=side(verdict=NEUTRAL)) == Course(SILENCE, NEUTRAL, None, None)


def test_deleted_review_of_the_shop_still_counts_as_given() -> None:
    gone = side(2 * DAY, deleted_at=DONE + 3 * DAY)

    assert earned(buyer=side(), shop=gone) == Course(DONE + 2 * DAY + 30 * MINUTE, GOOD, None, None)


def test_shops_good_earns_a_default_good_when_silence_ends() -> None:
    assert earned(shop=side()) == Course(SILENCE, GOOD, None, None)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"shop": side(verdict=NEUTRAL)},
        {"shop": side(verdict=BAD)},
        {"shop": side(), "completed_at": None},
        {"shop": side(), "rules": STANDARD},
    ],
)
def test_nothing_else_makes_a_default_good(told: dict[str, Any]) -> None:
    assert earned(**told) is None


def test_deleted_review_of_the_buyer_is_no_silence() -> None:
    gone = side(verdict=BAD, deleted_at=DONE + 2 * DAY)

    assert earned(buyer=gone, shop=side()) == Course(DONE + DAY + 30 * MINUTE, BAD, None, DONE + 2 * DAY)
    assert earned(buyer=gone) is None


@pytest.mark.parametrize(
    ("deleted", "course"),
    [
        (SILENCE - SECOND, None),
        (SILENCE, None),
        (SILENCE + SECOND, Course(SILENCE, GOOD, None, SILENCE + SECOND)),
    ],
)
def test_default_good_goes_with_the_good_that_caused_it(deleted: datetime, course: Course | None) -> None:
    assert earned(shop=side(deleted_at=deleted)) == course


@pytest.mark.parametrize(
    ("struck", "course"),
    [(SILENCE, None), (SILENCE + SECOND, Course(SILENCE, GOOD, None, SILENCE + SECOND))],
)
def test_struck_trade_takes_reviews_and_default_goods_out(struck: datetime, course: Course | None) -> None:
    assert earned(buyer=side(), struck_at=struck) == course
    assert earned(shop=side(), struck_at=struck) == course


def test_the_earlier_end_counts() -> None:
    gone = side(deleted_at=SILENCE + 2 * DAY)

    for struck in (SILENCE + DAY, SILENCE + 3 * DAY):
        course = earned(buyer=gone, struck_at=struck)
        assert course is not None
        assert course.until == min(struck, SILENCE + 2 * DAY)


def test_change_to_good_is_told_with_its_instant() -> None:
    changed = side(verdict=BAD, changed_at=DONE + 20 * DAY)

    assert earned(buyer=changed) == Course(SILENCE, BAD, DONE + 20 * DAY, None)


def test_nothing_is_earned_before_the_order_was_placed() -> None:
    early = replace(side(), at=PLACED - DAY)

    assert earned(buyer=early, completed_at=None, rules=STANDARD) == Course(PLACED, GOOD, None, None)
    assert earned(shop=early, placed_at=SILENCE + DAY) == Course(SILENCE + DAY, GOOD, None, None)
