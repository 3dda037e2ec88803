"""Rulebook 13: changing and deleting a review, each check in its turn, to the second."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from reviews.domain.changes import Course, judge_steps
from reviews.domain.facts import ACCEPTED, BUYER, PARENT_REJECTED, SHOP, WAITING, Review, Step
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import STANDARD, TAOBAO


AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
GOOD, NEUTRAL, BAD = Verdict.GOOD, Verdict.NEUTRAL, Verdict.BAD
REVIEW = Review("R", AT, BUYER, BAD, "1")
SHOPS = replace(REVIEW, author=SHOP)
PRAISE = replace(REVIEW, verdict=GOOD)


def change(after: timedelta, to: Verdict = GOOD) -> Step:
    return Step(AT + after, to)


def delete(after: timedelta, *, by_platform: bool = False) -> Step:
    return Step(AT + after, None, by_platform)


def rulings(*steps: Step, review: Review = REVIEW) -> list[str]:
    return judge_steps(review, ACCEPTED, steps, TAOBAO)[0]


@pytest.mark.parametrize("verdict", [BAD, NEUTRAL])
def test_change_to_good_is_taken(verdict: Verdict) -> None:
    judged = judge_steps(replace(REVIEW, verdict=verdict), ACCEPTED, [change(DAY)], STANDARD)

    assert judged == ([ACCEPTED], Course(changed_at=AT + DAY))


@pytest.mark.parametrize("step", [change, delete])
def test_change_and_deletion_taken_at_thirty_days(step: Callable[[timedelta], Step]) -> None:
    assert rulings(step(30 * DAY)) == [ACCEPTED]


@pytest.mark.parametrize("step", [change, delete])
def test_change_and_deletion_refused_one_second_after_thirty_days(step: Callable[[timedelta], Step]) -> None:
    assert rulings(step(30 * DAY + SECOND)) == ["change_window_closed"]


@pytest.mark.parametrize("step", [change, delete])
def test_change_and_deletion_refused_one_second_before_the_review(step: Callable[[timedelta], Step]) -> None:
    assert rulings(step(-SECOND)) == ["before_review"]
    assert rulings(step(0 * DAY)) == [ACCEPTED]


@pytest.mark.parametrize("to", [NEUTRAL, BAD])
def test_change_goes_only_to_good(to: Verdict) -> None:
    assert rulings(change(DAY, to)) == ["only_to_good"]


def test_a_good_is_final_for_its_author() -> None:
    assert rulings(change(DAY), delete(DAY), review=PRAISE) == ["good_is_final", "good_is_final"]


def test_shops_review_is_not_changed_but_may_be_deleted() -> None:
    assert rulings(change(DAY), delete(2 * DAY), review=SHOPS) == ["not_changeable", ACCEPTED]


def test_once_changed_it_stays() -> None:
    assert rulings(change(DAY), change(2 * DAY), delete(2 * DAY)) == [ACCEPTED, "already_changed", "already_changed"]


def test_once_deleted_it_is_gone() -> None:
    assert rulings(delete(DAY), change(2 * DAY), delete(2 * DAY)) == [ACCEPTED, "review_deleted", "review_deleted"]


def test_at_one_instant_a_change_comes_before_a_deletion() -> None:
    assert rulings(delete(DAY), change(DAY)) == ["already_changed", ACCEPTED]


def test_what_is_refused_does_not_use_up_the_once() -> None:
    assert rulings(change(DAY, NEUTRAL), change(2 * DAY)) == ["only_to_good", ACCEPTED]


@pytest.mark.parametrize(
    ("review", "before", "step", "code"),
    [
        (SHOPS, [], change(-SECOND), "not_changeable"),
        (REVIEW, [delete(-DAY, by_platform=True)], change(-SECOND), "before_review"),
        (PRAISE, [delete(DAY, by_platform=True)], change(2 * DAY), "review_deleted"),
        (REVIEW, [change(DAY), delete(2 * DAY, by_platform=True)], change(3 * DAY), "review_deleted"),
        (REVIEW, [change(DAY)], change(31 * DAY), "already_changed"),
        (PRAISE, [], change(31 * DAY), "good_is_final"),
        (REVIEW, [], change(31 * DAY, NEUTRAL), "change_window_closed"),
    ],
)
def test_checks_are_made_in_the_rulebooks_order(review: Review, before: list[Step], step: Step, code: str) -> None:
    assert rulings(*before, step, review=review)[-1] == code


@pytest.mark.parametrize("review", [REVIEW, SHOPS, PRAISE])
@pytest.mark.parametrize("after", [-DAY, 0 * DAY, 400 * DAY])
def test_marketplace_deletes_anything_at_any_time(review: Review, after: timedelta) -> None:
    judged = judge_steps(review, ACCEPTED, [delete(after, by_platform=True)], TAOBAO)

    assert judged == ([ACCEPTED], Course(deleted_at=AT + after))


def test_deleted_twice_it_is_deleted_from_the_first() -> None:
    steps = [delete(5 * DAY, by_platform=True), delete(DAY)]

    assert judge_steps(REVIEW, ACCEPTED, steps, TAOBAO) == ([ACCEPTED, ACCEPTED], Course(deleted_at=AT + DAY))


def test_without_the_review_all_steps_wait() -> None:
    assert judge_steps(None, WAITING, [change(DAY)], TAOBAO) == ([WAITING], Course())


def test_nothing_is_decided_before_the_review_itself_is() -> None:
    steps = [change(DAY, NEUTRAL), change(2 * DAY), delete(-DAY)]

    assert judge_steps(REVIEW, WAITING, steps, TAOBAO) == ([WAITING] * 3, Course(changed_at=AT + 2 * DAY))


def test_of_a_refused_review_nothing_is_left_to_change() -> None:
    assert judge_steps(REVIEW, "line_unknown", [change(DAY)], TAOBAO) == ([PARENT_REJECTED], Course())


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from([-SECOND, 0 * DAY, DAY, 2 * DAY, 30 * DAY, 30 * DAY + SECOND]).map(lambda after: AT + after),
        st.sampled_from([None, None, GOOD, NEUTRAL]),
        st.booleans(),
    ).map(lambda step: step if step.verdict is None else replace(step, by_platform=False)),
    max_size=6,
    unique_by=lambda step: (step.at, step.verdict is None),
)


@given(steps=STEPS, review=st.sampled_from([REVIEW, SHOPS, PRAISE]), data=st.data())
def test_judging_steps_is_independent_of_arrival(steps: list[Step], review: Review, data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(steps))
    (now, course), (then, before) = judge_steps(review, ACCEPTED, arrived, TAOBAO), judge_steps(review, ACCEPTED, steps, TAOBAO)

    assert course == before
    assert dict(zip(arrived, now, strict=True)) == dict(zip(steps, then, strict=True))
