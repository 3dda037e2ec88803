"""Rulebook 10: which reviews of a trade stand, in the order of its checks, to the second."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from reviews.domain.facts import ACCEPTED, BUYER, SHOP, WAITING, Review, Trade
from reviews.domain.placing import Placed, place
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import PROFILES, STANDARD, TAOBAO, RuleProfile


DONE = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TRADE = Trade(at=DONE - 5 * DAY, completed_at=DONE, reviewable=True, lines=("1",), struck_at=None)
TWO_LINES = replace(TRADE, lines=("1", "2"))
OPEN = replace(TRADE, completed_at=None)


def review(name: str = "R", *, at: datetime = DONE, author: int = BUYER, line: str | None = "1") -> Review:
    return Review(name, at, author, Verdict.GOOD, line)


def ruling(trade: Trade | None, one: Review, rules: RuleProfile = TAOBAO) -> str:
    return place(trade, [one], rules)[one.outside_id].ruling


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (DONE - SECOND, "order_not_completed"),
        (DONE, ACCEPTED),
        (DONE + 15 * DAY, ACCEPTED),
        (DONE + 15 * DAY + SECOND, "review_window_closed"),
    ],
)
def test_taobao_review_window_is_fifteen_days_from_success(at: datetime, code: str) -> None:
    assert ruling(TRADE, review(at=at)) == code
    assert ruling(TRADE, review(at=at), STANDARD) == ACCEPTED


def test_taobao_asks_for_reviewable_before_completed() -> None:
    assert ruling(replace(OPEN, reviewable=False), review()) == "order_not_reviewable"
    assert ruling(replace(TRADE, reviewable=False), review(at=DONE + 99 * DAY)) == "order_not_reviewable"
    assert ruling(OPEN, review()) == "order_not_completed"


@pytest.mark.parametrize("trade", [OPEN, replace(TRADE, reviewable=False)])
def test_standard_asks_for_neither(trade: Trade) -> None:
    assert ruling(trade, review(), STANDARD) == ACCEPTED


@pytest.mark.parametrize(
    ("trade", "line", "placed"),
    [
        (TRADE, None, Placed(ACCEPTED, "1")),
        (TRADE, "1", Placed(ACCEPTED, "1")),
        (TRADE, "9", Placed("line_unknown", "9")),
        (TWO_LINES, None, Placed("line_missing", None)),
        (TWO_LINES, "2", Placed(ACCEPTED, "2")),
        (None, None, Placed(WAITING, None)),
        (None, "2", Placed(WAITING, "2")),
    ],
)
def test_review_finds_its_line(trade: Trade | None, line: str | None, placed: Placed) -> None:
    assert place(trade, [review(line=line)], TAOBAO) == {"R": placed}


@pytest.mark.parametrize("rules", PROFILES.values(), ids=list(PROFILES))
def test_earliest_of_a_line_and_side_stands(rules: RuleProfile) -> None:
    rulings = place(TWO_LINES, [review("late", at=DONE + SECOND), review("b"), review("a")], rules)

    assert {name: one.ruling for name, one in rulings.items()} == {"a": ACCEPTED, "b": "already_reviewed", "late": "already_reviewed"}


def test_each_side_and_each_line_has_its_own_review() -> None:
    told = [review("a"), review("b", author=SHOP), review("c", line="2"), review("d", author=SHOP, line="2")]

    assert {one.ruling for one in place(TWO_LINES, told, TAOBAO).values()} == {ACCEPTED}


def test_refused_review_takes_no_place() -> None:
    rulings = place(TRADE, [review("early", at=DONE - SECOND), review("R")], TAOBAO)

    assert (rulings["early"].ruling, rulings["R"].ruling) == ("order_not_completed", ACCEPTED)


REVIEWS = st.lists(
    st.builds(
        review,
        st.text("abB", min_size=1, max_size=3),
        at=st.sampled_from([-DAY, 0 * DAY, SECOND, 15 * DAY, 16 * DAY]).map(lambda after: DONE + after),
        author=st.sampled_from([BUYER, SHOP]),
        line=st.sampled_from([None, "1", "2", "9"]),
    ),
    max_size=6,
    unique_by=lambda one: one.outside_id,
)


@given(reviews=REVIEWS, trade=st.sampled_from([TRADE, TWO_LINES, OPEN]), rules=st.sampled_from([STANDARD, TAOBAO]), data=st.data())
def test_placing_is_independent_of_arrival(reviews: list[Review], trade: Trade, rules: RuleProfile, data: st.DataObject) -> None:
    assert place(trade, data.draw(st.permutations(reviews)), rules) == place(trade, reviews, rules)
