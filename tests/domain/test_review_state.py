"""How long something may still happen to a review, to the second, and what its row says: rulebook 13 to 15."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from reviews.domain.facts import BUYER, SHOP, Answer, FollowUp, Review
from reviews.domain.state import State, answer_until, badges, edit_window, follow_up_until, window
from reviews.domain.verdicts import Verdict
from reviews.domain.words import answerable_until, followed_at
from sellerdesk.domain.rules import STANDARD


AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
BAD = State(AT, Verdict.BAD, "", BUYER)


@pytest.mark.parametrize(
    ("gone", "day", "left"),
    [
        (timedelta(0), 1, 30),
        (DAY - SECOND, 1, 30),
        (DAY, 2, 29),
        (9 * DAY + SECOND, 10, 21),
        (29 * DAY, 30, 1),
        (30 * DAY - SECOND, 30, 1),
        (30 * DAY, 30, 1),
    ],
)
def test_the_day_of_the_window_and_the_days_left(gone: timedelta, day: int, left: int) -> None:
    found = edit_window(BAD, STANDARD, AT + gone)

    assert found is not None
    assert (found.day, found.left, found.days, found.until) == (day, left, 30, AT + 30 * DAY)
    assert found.ticks.index("now") == day - 1
    assert found.ticks.count("on") == day - 1


@pytest.mark.parametrize("gone", [-SECOND, 30 * DAY + timedelta(microseconds=1)])
def test_outside_the_window_there_is_none(gone: timedelta) -> None:
    assert edit_window(BAD, STANDARD, AT + gone) is None


@pytest.mark.parametrize(
    "state",
    [
        replace(BAD, given=Verdict.GOOD),
        replace(BAD, author=SHOP),
        replace(BAD, ruling="already_reviewed"),
        replace(BAD, changed_at=AT),
        replace(BAD, deleted_at=AT),
    ],
)
def test_who_cannot_change_it_has_no_window(state: State) -> None:
    assert edit_window(state, STANDARD, AT) is None


def test_a_waiting_review_is_shown_as_if_it_were_placed() -> None:
    assert edit_window(replace(BAD, ruling="waiting"), STANDARD, AT) is not None


def test_a_clock_change_makes_no_window_longer() -> None:
    """A window is so many times 24 hours: on 29 March Berlin has 23."""
    berlin = ZoneInfo("Europe/Berlin")
    given = datetime(2026, 3, 28, 12, tzinfo=berlin).astimezone(UTC)

    found = window(given, 2 * DAY, given + DAY)

    assert found is not None
    assert (found.day, found.until.astimezone(berlin).hour) == (2, 13)


@given(st.timedeltas(timedelta(0), 40 * DAY), st.integers(1, 30))
def test_days_gone_and_days_left_fill_the_window(gone: timedelta, days: int) -> None:
    found = window(AT, days * DAY, AT + gone)

    if found is None:
        assert gone > days * DAY
        return
    assert 1 <= found.day <= days
    assert 1 <= found.left <= days
    assert found.day + found.left in {days, days + 1}
    assert [tick for tick in found.ticks if tick] == [*["on"] * (found.day - 1), "now"]
    assert len(found.ticks) == days


@pytest.mark.parametrize(("after", "open_still"), [(180 * DAY, True), (180 * DAY + timedelta(microseconds=1), False)])
def test_a_follow_up_is_possible_to_the_last_instant(after: timedelta, open_still: bool) -> None:
    completed = AT - DAY

    assert (follow_up_until(BAD, completed, STANDARD, completed + after) is not None) is open_still


@pytest.mark.parametrize("state", [replace(BAD, followed_at=AT), replace(BAD, deleted_at=AT), replace(BAD, ruling="line_missing")])
def test_no_follow_up_is_possible_any_more(state: State) -> None:
    assert follow_up_until(state, AT, STANDARD, AT) is None


def test_without_a_completed_trade_a_follow_up_has_no_end() -> None:
    assert follow_up_until(BAD, None, STANDARD, AT) is None


def test_an_answer_is_possible_to_the_last_instant() -> None:
    state = replace(BAD, answerable_until=AT + 30 * DAY)

    assert answer_until(state, AT + 30 * DAY) == AT + 30 * DAY
    assert answer_until(state, AT + 30 * DAY + SECOND) is None
    assert answer_until(BAD, AT) is None


REVIEW = Review("R1", AT, BUYER, Verdict.BAD, None)
FOLLOWED = FollowUp("F1", AT + 5 * DAY)


@pytest.mark.parametrize(
    ("follow_ups", "answers", "until"),
    [
        ([], [], AT + 30 * DAY),
        ([], [(Answer("A1", AT, None), "")], None),
        ([], [(Answer("A1", AT, None), "answer_window_closed")], AT + 30 * DAY),
        ([(FOLLOWED, "")], [], AT + 35 * DAY),
        ([(FOLLOWED, "")], [(Answer("A1", AT, None), "")], AT + 35 * DAY),
        ([(FOLLOWED, "")], [(Answer("A1", AT, "F1"), "")], None),
        ([(FOLLOWED, "follow_up_window_closed")], [(Answer("A1", AT, None), "")], None),
    ],
)
def test_what_nobody_has_answered_can_be_answered(
    follow_ups: list[tuple[FollowUp, str]], answers: list[tuple[Answer, str]], until: datetime | None
) -> None:
    assert answerable_until(REVIEW, "", follow_ups, answers, gone=False, rules=STANDARD) == until
    assert answerable_until(REVIEW, "", follow_ups, answers, gone=True, rules=STANDARD) is None
    assert answerable_until(REVIEW, "line_unknown", follow_ups, answers, gone=False, rules=STANDARD) is None
    assert answerable_until(replace(REVIEW, author=SHOP), "", follow_ups, answers, gone=False, rules=STANDARD) is None


def test_a_follow_up_that_waits_is_shown_and_a_refused_one_is_not() -> None:
    assert followed_at([(FOLLOWED, "waiting"), (FollowUp("F0", AT), "buyer_only")]) == FOLLOWED.at
    assert followed_at([(FOLLOWED, "buyer_only")]) is None


@pytest.mark.parametrize(
    ("state", "photos", "said"),
    [
        (BAD, 0, ["edit"]),
        (replace(BAD, followed_at=AT, answered_at=AT), 2, ["follow_up", "answered", "photo", "edit"]),
        (replace(BAD, changed_at=AT), 0, ["changed"]),
        (replace(BAD, deleted_at=AT), 0, ["deleted"]),
        (replace(BAD, struck_at=AT), 0, ["struck"]),
        (replace(BAD, ruling="waiting"), 0, ["waiting", "edit"]),
        (replace(BAD, ruling="line_unknown"), 1, ["rejected", "photo"]),
    ],
)
def test_badges(state: State, photos: int, said: list[str]) -> None:
    assert badges(state, photos=photos, edit=edit_window(state, STANDARD, AT + DAY)) == said
