"""Which answer to a question stands, what may be answered or rejected, and until when a question is work."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, strategies as st

from reviews.domain import question_filters
from reviews.domain.questions import LAPSES, Answered, QuestionFacts, judge_answers, outcome, why_not_answer, why_not_reject
from sellerdesk.domain.rules import STANDARD, TAOBAO, WILDBERRIES, RuleProfile


AT = datetime(2026, 3, 10, 4, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ANSWERS = st.lists(
    st.builds(Answered, st.integers(0, 3).map(lambda hours: AT + timedelta(hours=hours)), st.text("AB", min_size=1, max_size=3)),
    unique_by=lambda one: one.outside_id,
    max_size=5,
)


@given(ANSWERS, st.randoms())
def test_one_answer_stands_whatever_the_order(answers: list[Answered], dice: Random) -> None:
    mixed = list(answers)
    dice.shuffle(mixed)

    rulings = judge_answers(mixed, known=True)

    assert rulings == judge_answers(answers, known=True)
    assert [one for one in answers if rulings[one.outside_id] == ""] == ([min(answers)] if answers else [])
    assert set(judge_answers(answers, known=False).values()) <= {"waiting"}


@pytest.mark.parametrize(
    ("facts", "answering", "rejecting"),
    [
        (QuestionFacts(), None, None),
        (QuestionFacts(answered=True), "question_answered", "question_answered"),
        (QuestionFacts(rejected=True), "question_rejected", "question_rejected"),
        (QuestionFacts(answered=True, rejected=True), "question_answered", "question_answered"),
    ],
)
def test_what_stands_in_the_way(facts: QuestionFacts, answering: str | None, rejecting: str | None) -> None:
    why, why_not = why_not_answer(facts), why_not_reject(facts, WILDBERRIES)

    assert (why and why.code, why_not and why_not.code) == (answering, rejecting)


@pytest.mark.parametrize(("rules", "code"), [(STANDARD, "reject_not_offered"), (TAOBAO, "reject_not_offered"), (WILDBERRIES, None)])
def test_a_marketplace_that_rejects_nothing_says_so(rules: RuleProfile, code: str | None) -> None:
    why = why_not_reject(QuestionFacts(), rules)

    assert (why.code if why else None) == code


@pytest.mark.parametrize(
    ("facts", "after", "ended"),
    [
        (QuestionFacts(), LAPSES - TICK, ""),
        (QuestionFacts(), LAPSES, "lapsed"),
        (QuestionFacts(answered=True), LAPSES, "answered"),
        (QuestionFacts(rejected=True), timedelta(0), "rejected"),
    ],
)
def test_it_waits_thirty_days_at_most(facts: QuestionFacts, after: timedelta, ended: str) -> None:
    assert outcome(facts, AT, AT + after) == ended


def test_an_address_says_what_is_asked_for_and_what_it_does_not_know_is_left_out() -> None:
    asked = question_filters.read({"show": "answered", "product": "7", "q": " blue  tin ", "after": "1-2"})

    assert (asked.view, asked.product, asked.words, asked.after is not None) == ("answered", 7, "blue tin", True)
    assert question_filters.read(question_filters.told(asked, after=asked.after)) == asked
    assert question_filters.read({"show": "mine", "product": "x", "after": "x"}) == question_filters.Filter()
