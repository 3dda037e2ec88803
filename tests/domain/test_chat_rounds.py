"""Rounds: from the first question that nobody answered to a person's answer (CH-01)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings, strategies as st

from chat.domain.facts import BUYER, MARKETPLACE, SHOP
from chat.domain.rounds import Done, Round, Spoken, fold


START = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def asked(number: int, minute: float, **fields: Any) -> Spoken:
    return Spoken(number, at(minute), BUYER, number)._replace(**fields)


def answered(number: int, minute: float, **fields: Any) -> Spoken:
    return Spoken(number, at(minute), SHOP, number)._replace(**fields)


def test_further_questions_do_not_begin_anew_and_the_next_one_after_the_answer_does() -> None:
    talk = [asked(1, 0), asked(2, 5), answered(3, 8), answered(4, 9), asked(5, 20), asked(6, 21)]

    assert fold(talk, []) == [Round(at(0), at(8)), Round(at(20))]


def test_a_question_taken_back_was_none_and_so_is_an_answer_that_was_refused() -> None:
    talk = [asked(1, 0, removed=True), asked(2, 5), answered(3, 8, covers=2, stands=False), answered(4, 9, covers=2, agent=7)]

    assert fold(talk, []) == [Round(at(5), at(9), agent=7)]


def test_an_automatic_answer_ends_nothing_and_is_told_apart() -> None:
    talk = [answered(1, -5, automatic=True, covers=0), asked(2, 0), answered(3, 1, automatic=True, covers=0), answered(4, 60)]

    assert fold(talk, []) == [Round(at(0), at(60), automatic_at=at(1))]


def test_what_came_unseen_before_an_answer_is_a_round_of_its_own() -> None:
    talk = [asked(1, 0), asked(3, 4), answered(2, 5, covers=1, agent=7), answered(4, 30, covers=3, agent=8)]

    assert fold(talk, []) == [Round(at(0), at(5), agent=7), Round(at(4), at(30), agent=8)]


def test_done_without_an_answer_ends_a_round_as_not_answered() -> None:
    talk = [asked(1, 0), asked(2, 10), answered(3, 20)]

    assert fold(talk, [Done(at(5), 1)]) == [Round(at(0), done_at=at(5)), Round(at(10), at(20))]
    assert fold([asked(1, 0), answered(2, 3, covers=1)], [Done(at(3), 1)]) == [Round(at(0), at(3))]


def test_clocks_that_differ_never_make_an_answer_come_before_its_question() -> None:
    assert fold([asked(1, 9), answered(2, 8, covers=1, agent=7)], []) == [Round(at(9), at(9), agent=7)]


def test_of_rounds_that_begin_and_end_together_the_one_with_the_last_question_stands() -> None:
    early = [answered(1, 1, covers=4, agent=7), answered(2, 0, covers=5, agent=8)]

    assert fold([*early, asked(4, 2), asked(5, 2)], []) == [Round(at(2), at(2), agent=8)]
    assert fold([*early, asked(3, 2), asked(6, 2), answered(7, 1.5, covers=6, agent=9)], []) == [Round(at(2), at(2), agent=9)]


def test_after_the_sale_is_what_names_an_order_by_its_last_question() -> None:
    talk = [asked(1, 0), answered(2, 1), asked(3, 5), asked(4, 6, names_order=True), answered(5, 7), asked(6, 9)]

    assert [one.after_sale for one in fold(talk, [])] == [False, True, True]


def naive(messages: Sequence[Spoken], done: Sequence[Done]) -> list[Round]:
    """Each question against each end, one by one."""
    order = sorted(messages, key=lambda one: (one.at, one.sender, one.id))
    ended: dict[Spoken | Done | None, list[Spoken]] = {}
    for question in order:
        if question.sender != BUYER or question.removed:
            continue
        ends: list[tuple[datetime, int, datetime, int, Spoken | Done]] = []
        for one in order:
            if one.sender == SHOP and not one.automatic and one.stands:
                if one.covers is None and one.at >= question.at:
                    ends.append((one.at, 2, one.at, one.id, one))
                elif one.covers is not None and one.covers >= question.arrival:
                    ends.append((max(one.at, question.at), 0, one.at, one.id, one))
        ends += [(max(one.at, question.at), 1, one.at, -one.arrival, one) for one in done if one.arrival >= question.arrival]
        here = sorted((end for end in ends if end[1] < 2), key=lambda end: (end[2], end[1], end[3]))
        told = sorted((end for end in ends if end[1] == 2), key=lambda end: (end[2], end[3]))
        first = min([*here[:1], *told[:1]], key=lambda end: (end[0], end[1] == 2), default=None)
        ended.setdefault(first and first[4], []).append(question)
    rounds = []
    for end, questions in ended.items():
        begin = questions[0].at
        until = None if end is None else max(end.at, begin)
        automatic = [one.at for one in order if one.automatic and one.stands and one.sender == SHOP]
        rounds.append(
            Round(
                begin,
                until if isinstance(end, Spoken) else None,
                end.agent if isinstance(end, Spoken) and end.covers is not None else None,
                until if isinstance(end, Done) else None,
                next((one for one in automatic if one >= begin and (until is None or one <= until)), None),
                any(one.names_order for one in order[: order.index(questions[-1]) + 1]),
            )
        )
    far = at(10_000_000)
    by_begin = {one.asked_at: one for one in sorted(rounds, key=lambda one: one.answered_at or one.done_at or far)}
    return [by_begin[begin] for begin in sorted(by_begin)]


minutes = st.integers(0, 12).map(at)


@st.composite
def talks(draw: st.DrawFn) -> tuple[list[Spoken], list[Done]]:
    count = draw(st.integers(0, 14))
    arrivals = draw(st.permutations(range(1, count + 1)))
    messages = []
    for number, arrival in enumerate(arrivals, start=1):
        sender = draw(st.sampled_from([BUYER, BUYER, SHOP, SHOP, MARKETPLACE]))
        here = sender == SHOP and draw(st.booleans())
        messages.append(
            Spoken(
                number,
                draw(minutes),
                sender,
                arrival,
                removed=draw(st.integers(0, 4)) == 0,
                covers=draw(st.integers(0, count)) if here else None,
                automatic=here and draw(st.integers(0, 3)) == 0,
                stands=not here or draw(st.integers(0, 3)) > 0,
                agent=draw(st.integers(1, 3)) if here else None,
                names_order=draw(st.integers(0, 4)) == 0,
            )
        )
    arrivals_done = draw(st.lists(st.integers(1, count), max_size=3, unique=True)) if count else []
    return messages, [Done(draw(minutes), arrival) for arrival in arrivals_done]


@settings(max_examples=300, deadline=None)
@given(talks(), st.randoms())
def test_rounds_are_those_of_a_plain_reading_in_any_order(talk: tuple[list[Spoken], list[Done]], random: Random) -> None:
    messages, done = talk
    expected = naive(messages, done)
    assert fold(messages, done) == expected
    shuffled = list(messages)
    random.shuffle(shuffled)
    assert fold(shuffled, list(reversed(done))) == expected
