"""Rulebook 15: until when a review, and its follow-up, may be answered, to the microsecond."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from reviews.domain.answering import AnswerFacts, EditFacts, WhyNot, answer_until, target, why_not_answer, why_not_answer_to, why_not_edit
from reviews.domain.facts import ACCEPTED, BUYER, SHOP, WAITING, Answer, FollowUp, Review
from reviews.domain.verdicts import Verdict
from reviews.domain.words import judge_answers
from sellerdesk.domain.rules import STANDARD, WILDBERRIES


TICK = timedelta(microseconds=1)
WINDOW = timedelta(days=30)
AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
FACTS = AnswerFacts(AT, ACCEPTED, BUYER)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
# The local evenings before clocks go forward and back: thirty days later the wall clock says another hour.
EVENINGS = (datetime(2026, 3, 7, 23, 30), datetime(2026, 3, 28, 23, 30), datetime(2026, 10, 24, 23, 30), datetime(2026, 10, 31, 23, 30))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("evening", EVENINGS)
@pytest.mark.parametrize("followed", [False, True])
def test_a_window_is_so_many_times_24_hours_whatever_clocks_do(zone: str, evening: datetime, followed: bool) -> None:
    at = evening.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    facts = replace(FACTS, at=at - timedelta(days=40), follow_up_at=at) if followed else replace(FACTS, at=at)
    last = at + WINDOW

    assert answer_until(target(facts, last), facts, STANDARD) == last
    for now, expected in ((at, None), (last - TICK, None), (last, None), (last + TICK, WhyNot("answer_window_closed", last))):
        local = now.astimezone(ZoneInfo(zone))
        assert why_not_answer(facts, STANDARD, local) == expected


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(FACTS, author=SHOP), "review_not_answerable"),
        (replace(FACTS, ruling="already_reviewed"), "review_not_answerable"),
        (replace(FACTS, ruling=WAITING), None),
        (replace(FACTS, deleted_at=AT), "review_deleted"),
        (replace(FACTS, struck_at=AT), "trade_struck"),
        (replace(FACTS, struck_at=AT, deleted_at=AT), "trade_struck"),
        (replace(FACTS, review_answered=True), "already_answered"),
        (replace(FACTS, follow_up_answered=True), None),
        (replace(FACTS, follow_up_at=AT + TICK, review_answered=True), None),
        (replace(FACTS, follow_up_at=AT + TICK, follow_up_answered=True), "already_answered"),
    ],
)
def test_what_else_stands_against_an_answer(facts: AnswerFacts, code: str | None) -> None:
    why = why_not_answer(facts, STANDARD, AT + timedelta(days=1))

    assert (why.code if why else None) == code


def test_a_follow_up_ends_the_reviews_window_at_its_own_instant() -> None:
    came = AT + timedelta(days=3)
    facts = replace(FACTS, follow_up_at=came)

    assert (target(facts, came - TICK), target(facts, came)) == ("review", "follow_up")
    assert why_not_answer_to("review", facts, STANDARD, came - TICK) is None
    assert why_not_answer_to("review", facts, STANDARD, came) == WhyNot("answer_window_closed", came, followed=True)


def test_a_follow_up_after_the_window_has_not_ended_it() -> None:
    facts = replace(FACTS, follow_up_at=AT + timedelta(days=40))

    assert why_not_answer_to("review", facts, STANDARD, AT + timedelta(days=50)) == WhyNot("answer_window_closed", AT + WINDOW)


SECONDS = st.integers(0, 80 * 86400)


@given(SECONDS, st.none() | SECONDS, st.booleans())
def test_it_allows_what_the_ledger_would_let_stand(after: int, followed: int | None, answered: bool) -> None:
    """The same rule from the other side: `judge_answers` is what the feed's answers are judged by."""
    now = AT + timedelta(seconds=after)
    review = Review("R1", AT, BUYER, Verdict.BAD, None)
    follow_up = None if followed is None else FollowUp("F1", AT + timedelta(seconds=followed))
    facts = replace(FACTS, follow_up_at=follow_up.at if follow_up else None)
    to = target(facts, now)
    if answered:
        facts = replace(facts, review_answered=to == "review", follow_up_answered=to == "follow_up")
    ref = "F1" if to == "follow_up" else None
    earlier = max(AT, follow_up.at) if to == "follow_up" and follow_up else AT
    answers = [Answer("A0", earlier, ref)] if answered else []

    *_, ruling = judge_answers(review, ACCEPTED, [(follow_up, ACCEPTED)] if follow_up else [], [*answers, Answer("A1", now, ref)], STANDARD)

    why = why_not_answer(facts, STANDARD, now)
    if why is None:
        assert ruling == ACCEPTED
    elif earlier < now and not (answered and follow_up is not None and follow_up.at <= earlier and ref is None):
        assert ruling in {"already_answered", "answer_window_closed"}


def test_an_answer_may_be_changed_for_sixty_days_once_where_that_is_offered() -> None:
    last = AT + timedelta(days=60)

    assert why_not_edit(EditFacts(AT, edited=False, gone=False), WILDBERRIES, last) is None
    assert why_not_edit(EditFacts(AT, edited=False, gone=False), WILDBERRIES, last + TICK) == WhyNot("edit_window_closed", last)
    for facts, rules, code in (
        (EditFacts(AT, edited=False, gone=False), STANDARD, "edit_not_offered"),
        (EditFacts(None, edited=False, gone=False), WILDBERRIES, "not_sent_yet"),
        (EditFacts(AT, edited=True, gone=False), WILDBERRIES, "already_edited"),
        (EditFacts(AT, edited=False, gone=True), WILDBERRIES, "review_gone"),
    ):
        assert why_not_edit(facts, rules, AT) == WhyNot(code)
