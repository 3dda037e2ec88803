"""Rulebook 14 and 15: follow-ups and answers, to the second."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from reviews.domain.facts import ACCEPTED, BUYER, PARENT_REJECTED, SHOP, WAITING, Answer, FollowUp, Review
from reviews.domain.verdicts import Verdict
from reviews.domain.words import judge_answers, judge_follow_ups
from sellerdesk.domain.rules import TAOBAO


AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
REVIEW = Review("R", AT, BUYER, Verdict.BAD, "1")
TOLD = FollowUp("F", AT + 10 * DAY)


def follow_up(name: str, after: timedelta) -> FollowUp:
    return FollowUp(name, AT + after)


def answer(name: str, after: timedelta, follow_up: str | None = None) -> Answer:
    return Answer(name, AT + after, follow_up)


def followed(
    *told: FollowUp, done: datetime | None = AT, deleted: datetime | None = None, review: Review | None = REVIEW, ruling: str = ACCEPTED
) -> list[str]:
    return judge_follow_ups(review, ruling, told, completed_at=done, deleted_at=deleted, rules=TAOBAO)


def answered(
    *told: Answer, follow_ups: tuple[tuple[FollowUp, str], ...] = (), review: Review | None = REVIEW, ruling: str = ACCEPTED
) -> list[str]:
    return judge_answers(review, ruling, follow_ups, told, TAOBAO)


@pytest.mark.parametrize(
    ("after", "code"),
    [(180 * DAY, ACCEPTED), (180 * DAY + SECOND, "follow_up_window_closed")],
)
def test_follow_up_is_taken_up_to_180_days_after_success(after: timedelta, code: str) -> None:
    assert followed(follow_up("F", after)) == [code]


def test_without_success_a_follow_up_may_come_at_any_time() -> None:
    assert followed(follow_up("F", 4000 * DAY), done=None) == [ACCEPTED]


def test_one_follow_up_the_earliest() -> None:
    told = [follow_up("c", 2 * DAY), follow_up("b", DAY), follow_up("a", DAY)]

    assert followed(*told) == ["already_followed_up", "already_followed_up", ACCEPTED]


@pytest.mark.parametrize(
    ("deleted", "code"),
    [(DAY + SECOND, ACCEPTED), (DAY, ACCEPTED), (DAY - SECOND, "review_deleted")],
)
def test_no_follow_up_after_the_deletion(deleted: timedelta, code: str) -> None:
    assert followed(follow_up("F", DAY), deleted=AT + deleted) == [code]


def test_follow_ups_are_the_buyers() -> None:
    assert followed(follow_up("F", DAY), review=replace(REVIEW, author=SHOP)) == ["buyer_only"]


def test_follow_up_is_asked_for_its_window_then_the_first_then_the_deletion() -> None:
    told = [follow_up("a", DAY), follow_up("b", 3 * DAY), follow_up("c", 181 * DAY)]

    assert followed(*told, deleted=AT + 2 * DAY) == [ACCEPTED, "already_followed_up", "follow_up_window_closed"]


@pytest.mark.parametrize(
    ("review", "ruling", "code"),
    [(None, WAITING, WAITING), (REVIEW, WAITING, WAITING), (REVIEW, "line_unknown", PARENT_REJECTED)],
)
def test_words_share_the_lot_of_their_review(review: Review | None, ruling: str, code: str) -> None:
    assert followed(follow_up("a", DAY), follow_up("b", 999 * DAY), review=review, ruling=ruling) == [code, code]
    assert answered(answer("a", DAY), answer("b", 999 * DAY), review=review, ruling=ruling) == [code, code]


@pytest.mark.parametrize(("after", "code"), [(30 * DAY, ACCEPTED), (30 * DAY + SECOND, "answer_window_closed")])
def test_answer_is_taken_up_to_thirty_days_after_the_review(after: timedelta, code: str) -> None:
    assert answered(answer("A", after)) == [code]


@pytest.mark.parametrize(("after", "code"), [(10 * DAY - SECOND, ACCEPTED), (10 * DAY, "answer_window_closed")])
def test_answer_to_the_review_must_come_before_a_follow_up(after: timedelta, code: str) -> None:
    assert answered(answer("A", after), follow_ups=((TOLD, ACCEPTED),)) == [code]


def test_refused_follow_up_closes_nothing() -> None:
    assert answered(answer("A", 20 * DAY), follow_ups=((TOLD, "already_followed_up"),)) == [ACCEPTED]


@pytest.mark.parametrize(("after", "code"), [(40 * DAY, ACCEPTED), (40 * DAY + SECOND, "answer_window_closed")])
def test_answer_to_a_follow_up_is_taken_up_to_thirty_days_after_it(after: timedelta, code: str) -> None:
    assert answered(answer("A", after, "F"), follow_ups=((TOLD, ACCEPTED),)) == [code]


def test_one_answer_to_the_review_and_one_to_the_follow_up() -> None:
    told = [answer("b", DAY), answer("a", DAY), answer("d", 11 * DAY, "F"), answer("c", 11 * DAY, "F")]

    assert answered(*told, follow_ups=((TOLD, ACCEPTED),)) == ["already_answered", ACCEPTED, "already_answered", ACCEPTED]


def test_answer_shares_the_lot_of_its_follow_up() -> None:
    assert answered(answer("A", 11 * DAY, "F")) == [WAITING]
    assert answered(answer("A", 11 * DAY, "F"), follow_ups=((TOLD, "review_deleted"),)) == [PARENT_REJECTED]


AFTER = st.sampled_from([0 * DAY, DAY, 10 * DAY, 30 * DAY, 40 * DAY, 180 * DAY + SECOND])
NAMES = st.text("abB", min_size=1, max_size=3)
FOLLOW_UPS = st.lists(st.builds(follow_up, NAMES, AFTER), max_size=4, unique_by=lambda told: told.outside_id)
ANSWERS = st.lists(
    st.builds(answer, NAMES, AFTER, st.sampled_from([None, None, "a", "b", "ab"])), max_size=5, unique_by=lambda told: told.outside_id
)


@given(follow_ups=FOLLOW_UPS, answers=ANSWERS, deleted=st.none() | AFTER.map(lambda after: AT + after), data=st.data())
def test_judging_words_is_independent_of_arrival(
    follow_ups: list[FollowUp], answers: list[Answer], deleted: datetime | None, data: st.DataObject
) -> None:
    def judged(follow_ups: list[FollowUp], answers: list[Answer]) -> tuple[dict[FollowUp, str], dict[Answer, str]]:
        told = dict(zip(follow_ups, followed(*follow_ups, deleted=deleted), strict=True))
        return told, dict(zip(answers, answered(*answers, follow_ups=tuple(told.items())), strict=True))

    assert judged(data.draw(st.permutations(follow_ups)), data.draw(st.permutations(answers))) == judged(follow_ups, answers)
