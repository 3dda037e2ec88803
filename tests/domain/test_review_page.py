"""The filter of the list, the order of the timeline, why a review counts, the language of a text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from reviews.domain.credit import Cell
from reviews.domain.facts import BUYER
from reviews.domain.filters import CONDITIONS, PERIODS, VIEWS, Filter, mark, read, told
from reviews.domain.lengths import LONGEST_SHOWN, split
from reviews.domain.standing import Earned, Standing, standing
from reviews.domain.state import State
from reviews.domain.timeline import Child, ChildKind, Mending, MendingKind, Trade, timeline
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.cursors import Cursor
from sellerdesk.domain.rules import STANDARD
from sellerdesk.domain.topics.keys import TOPICS


AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BAD = State(AT, Verdict.BAD, "", BUYER)
INSTANTS = st.datetimes(datetime(1995, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))


@given(st.dictionaries(st.sampled_from(["show", "product", "days", "stars", "q", "after", "topic"]), st.text(max_size=40)))
def test_any_address_is_a_filter(given_words: dict[str, str]) -> None:
    found = read(given_words)

    assert found.view in VIEWS
    assert read(told(found, after=found.after)) == found


@given(
    st.builds(
        Filter,
        view=st.sampled_from(VIEWS),
        product=st.none() | st.integers(1, 2**63 - 1),
        days=st.none() | st.sampled_from(PERIODS),
        stars=st.none() | st.integers(1, 5),
        words=st.sampled_from(["", "ручка", "色差 很大"]),
        after=st.none() | st.builds(Cursor, INSTANTS, st.integers(0, 2**63 - 1)),
        also=st.frozensets(st.sampled_from(CONDITIONS)),
        topic=st.sampled_from(["", *TOPICS]),
    )
)
def test_a_filter_survives_its_address(asked: Filter) -> None:
    assert read(told(asked, after=asked.after)) == asked


@pytest.mark.parametrize(
    "after", ["", "1", "-", "1-", "x-1", "9999999999999999999-1", "1-99999999999999999999", "999999999999999999-1", "１-１"]
)
def test_a_broken_cursor_is_the_first_page(after: str) -> None:
    assert read({"after": after}).after is None


def test_marks_name_each_choice_of_verdict_and_stars_once() -> None:
    every = Filter(view="all").marks()

    assert len(every) == len(set(every)) == 18
    assert sorted(every) == sorted(one for view in ("bad", "neutral", "good") for one in Filter(view=view).marks())
    assert Filter(view="bad", stars=2).marks() == [mark(Verdict.BAD, 2)]


def child(kind: ChildKind, days: int, ruling: str = "") -> Child:
    return Child(kind, AT + days * DAY, ruling)


def test_the_timeline_tells_in_order_what_was_and_then_what_may_come() -> None:
    state = replace(BAD, followed_at=AT + 3 * DAY, answerable_until=AT + 33 * DAY)
    trade = Trade(AT - 9 * DAY, AT - 2 * DAY, AT - DAY)

    found = timeline(
        state,
        trade=trade,
        children=[child("follow_up", 3), child("answer", 1), child("deletion", 2, "good_is_final")],
        due_at=AT + 4 * DAY,
        rules=STANDARD,
        now=AT + 3 * DAY,
    )

    assert [item.kind for item in found] == [
        *("placed", "delivered", "completed", "review", "answer", "deletion", "follow_up", "edit", "due", "answer_until"),
    ]
    assert [item.tone for item in found][3] == "bad"
    assert [item.refused for item in found].count(True) == 1


@given(st.permutations([child("follow_up", 0), child("deletion", 0), child("change", 0), child("answer", 0), child("shop_review", 0)]))
def test_at_one_instant_the_order_is_that_of_the_rules(children: list[Child]) -> None:
    found = timeline(BAD, trade=Trade(AT), children=children, due_at=None, rules=STANDARD, now=AT + 90 * DAY)

    assert [item.kind for item in found] == ["placed", "review", "shop_review", "change", "follow_up", "deletion", "answer"]


@given(st.permutations(["offer", "offer_answer", "appeal", "appeal_reached", "appeal_end"]))
def test_what_was_done_to_make_it_good_stands_in_its_time_and_before_what_came_of_it(kinds: list[MendingKind]) -> None:
    steps = [Mending(kind, AT + DAY, "gift", "") for kind in kinds]
    children = [child("follow_up", 0), child("deletion", 1), child("answer", 2)]

    found = timeline(BAD, trade=None, children=children, mendings=steps, due_at=None, rules=STANDARD, now=AT + 90 * DAY)

    assert [item.kind for item in found] == [
        *("review", "follow_up", "offer", "offer_answer", "appeal", "appeal_reached", "appeal_end", "deletion", "answer"),
    ]
    assert [item.mending is not None for item in found].count(True) == len(steps)


@given(st.lists(st.builds(child, st.sampled_from(["follow_up", "deletion", "change", "answer"]), st.integers(-3, 30)), max_size=8))
def test_what_was_is_sorted_and_nothing_is_lost(children: list[Child]) -> None:
    found = timeline(BAD, trade=None, children=children, due_at=None, rules=STANDARD, now=AT + 60 * DAY)

    assert len(found) == len(children) + 1
    assert [item.at for item in found] == sorted(item.at for item in found)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (replace(BAD, ruling="line_missing"), Standing("line_missing")),
        (replace(BAD, ruling="waiting"), Standing("waiting")),
        (replace(BAD, struck_at=AT), Standing("struck", AT)),
        (replace(BAD, deleted_at=AT), Standing("deleted", AT)),
        (BAD, Standing("not_yet")),
    ],
)
def test_why_a_review_does_not_count(state: State, expected: Standing) -> None:
    assert standing(state, has_order=True, earned=None, day=10, now=AT) == expected


def test_a_review_of_no_order_does_not_count() -> None:
    assert standing(BAD, has_order=False, earned=None, day=10, now=AT) == Standing("no_order")


@pytest.mark.parametrize(
    ("steps", "since", "expected"),
    [
        ([(10, Cell.BAD)], AT, Standing("counts", AT, -1)),
        ([(5, Cell.BAD), (10, Cell.GOOD)], AT, Standing("counts", AT, 1)),
        ([(5, Cell.BAD), (11, Cell.GOOD)], AT, Standing("counts", AT, -1)),
        ([(10, Cell.NEUTRAL)], AT, Standing("counts", AT, 0)),
        ([(10, Cell.SAME_ITEM)], AT, Standing("same_item")),
        ([(10, Cell.MONTH_CAP)], AT, Standing("month_cap")),
        ([(10, Cell.BAD)], AT + timedelta(seconds=1), Standing("not_yet", AT + timedelta(seconds=1))),
        ([], AT, Standing("not_yet", AT)),
    ],
)
def test_where_a_review_stands(steps: list[tuple[int, Cell]], since: datetime, expected: Standing) -> None:
    assert standing(BAD, has_order=True, earned=Earned(since, steps), day=10, now=AT) == expected


@given(st.text(max_size=9_000) | st.text("ab ", min_size=3_001, max_size=9_000))
def test_a_long_text_is_split_and_nothing_is_lost(text: str) -> None:
    beginning, rest = split(text)

    assert beginning + rest == text
    assert not rest or 0 < len(beginning) <= LONGEST_SHOWN
