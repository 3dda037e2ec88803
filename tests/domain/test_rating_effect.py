"""Rulebook 3: when a store rating takes effect, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from ratings.domain.effect import effective_at
from sellerdesk.domain.rules import STANDARD, TAOBAO, WILDBERRIES, RuleProfile


DONE = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def effect(
    *,
    at: datetime = DONE,
    done: datetime | None = DONE,
    buyer: datetime | None = None,
    shop: datetime | None = None,
    rules: RuleProfile = TAOBAO,
) -> datetime | None:
    return effective_at(at=at, completed_at=done, buyer_reviewed_at=buyer, shop_reviewed_at=shop, rules=rules)


@pytest.mark.parametrize("rules", [STANDARD, WILDBERRIES])
def test_standard_counts_at_once_whatever_the_order_does(rules: RuleProfile) -> None:
    assert effect(done=None, rules=rules) == DONE
    assert effect(at=DONE - DAY, buyer=DONE, shop=DONE, rules=rules) == DONE - DAY


def test_taobao_has_no_effect_while_the_order_is_not_completed() -> None:
    assert effect(done=None, buyer=DONE, shop=DONE) is None


@pytest.mark.parametrize(("buyer", "shop"), [(1, 2), (2, 1), (2, 2)])
def test_half_an_hour_after_the_later_of_both_sides(buyer: int, shop: int) -> None:
    assert effect(buyer=DONE + buyer * DAY, shop=DONE + shop * DAY) == DONE + 2 * DAY + 30 * MINUTE


@pytest.mark.parametrize(("buyer", "shop"), [(None, None), (DONE + DAY, None), (None, DONE + DAY)])
def test_with_one_side_silent_when_the_review_window_closes(buyer: datetime | None, shop: datetime | None) -> None:
    assert effect(buyer=buyer, shop=shop) == DONE + 15 * DAY


def test_both_sides_at_the_last_second_take_effect_after_the_window() -> None:
    assert effect(buyer=DONE, shop=DONE + 15 * DAY) == DONE + 15 * DAY + 30 * MINUTE


@pytest.mark.parametrize(
    ("at", "effective"),
    [
        (DONE + 15 * DAY - SECOND, DONE + 15 * DAY),
        (DONE + 15 * DAY, DONE + 15 * DAY),
        (DONE + 15 * DAY + SECOND, DONE + 15 * DAY + SECOND),
    ],
)
def test_never_before_it_was_given(at: datetime, effective: datetime) -> None:
    assert effect(at=at) == effective
