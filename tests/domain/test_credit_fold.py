"""Rulebook 16 and 17: where each line of a buyer stands from which day on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from reviews.domain.credit import Cell, Line, Steps, fold
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import STANDARD, TAOBAO, RuleProfile
from tests.domain.naive_credit import LAST_DAY, LINES, cells_on


PLACED = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
GOOD, NEUTRAL, BAD = Verdict.GOOD, Verdict.NEUTRAL, Verdict.BAD
TIGHT = replace(TAOBAO, goods_per_buyer_month=2)
PROFILES = [
    TAOBAO,
    TIGHT,
    replace(TAOBAO, goods_per_buyer_month=1, same_item_gap=3 * DAY),
    replace(TIGHT, same_item_gap=None),
    replace(TAOBAO, goods_per_buyer_month=None),
    STANDARD,
]


def line(after: timedelta = 0 * DAY, order: str = "O", item: str = "P", verdict: Verdict = GOOD, **more: int) -> Line:
    """A line earning from day 1 on, unless told otherwise."""
    since, until, good_day = more.get("since", 1), more.get("until"), more.get("good_day")
    return Line(PLACED + after, order, str(more.get("line", 1)), more.get("month", 0), item, since, verdict, good_day, until)


def first_cells(*lines: Line, rules: RuleProfile = TAOBAO) -> list[Cell]:
    return [steps[0][1] for steps in fold(lines, rules)]


@pytest.mark.parametrize(("verdict", "cell"), [(GOOD, Cell.GOOD), (NEUTRAL, Cell.NEUTRAL), (BAD, Cell.BAD)])
@pytest.mark.parametrize("rules", [STANDARD, TAOBAO])
def test_one_line_scores_what_it_says(verdict: Verdict, cell: Cell, rules: RuleProfile) -> None:
    assert fold([line(verdict=verdict, since=4, until=9)], rules) == [((4, cell), (9, Cell.NONE))]


@pytest.mark.parametrize(
    ("good_day", "steps"),
    [
        (3, ((4, Cell.GOOD), (9, Cell.NONE))),
        (4, ((4, Cell.GOOD), (9, Cell.NONE))),
        (5, ((4, Cell.BAD), (5, Cell.GOOD), (9, Cell.NONE))),
        (9, ((4, Cell.BAD), (9, Cell.NONE))),
    ],
)
def test_changed_line_turns_good(good_day: int, steps: Steps) -> None:
    assert fold([line(verdict=BAD, since=4, until=9, good_day=good_day)], STANDARD) == [steps]


def test_line_gone_on_its_first_day_never_was() -> None:
    assert fold([line(since=4, until=4), line(15 * DAY)], TAOBAO) == [(), ((1, Cell.GOOD),)]


@pytest.mark.parametrize("verdict", [GOOD, BAD])
@pytest.mark.parametrize(("gap", "passes"), [(14 * DAY - SECOND, False), (14 * DAY, True)])
def test_same_item_scores_again_after_fourteen_days(verdict: Verdict, gap: timedelta, passes: bool) -> None:
    cells = first_cells(line(verdict=verdict), line(gap, verdict=verdict))

    assert (cells[1] is Cell.SAME_ITEM) is not passes
    assert cells[0] is not Cell.SAME_ITEM


def test_gap_is_measured_from_the_last_one_that_passed() -> None:
    assert first_cells(line(), line(10 * DAY), line(20 * DAY)) == [Cell.GOOD, Cell.SAME_ITEM, Cell.GOOD]


def test_gap_is_measured_even_from_one_past_the_month_cap() -> None:
    """Both of another item fill the month; the third passes 16 and not 17, and still holds the fourth back."""
    full = [line(0 * DAY, "A", "X"), line(0 * DAY, "B", "Y")]

    assert first_cells(*full, line(DAY), line(5 * DAY, month=1), rules=TIGHT)[2:] == [Cell.MONTH_CAP, Cell.SAME_ITEM]


def test_good_and_bad_are_separate_and_neutral_blocks_nothing() -> None:
    told = [line(verdict=NEUTRAL), line(DAY, verdict=GOOD), line(2 * DAY, verdict=BAD), line(3 * DAY, verdict=NEUTRAL)]

    assert first_cells(*told) == [Cell.NEUTRAL, Cell.GOOD, Cell.BAD, Cell.NEUTRAL]


def test_other_items_are_not_held_back() -> None:
    assert first_cells(line(item="P"), line(item="Q")) == [Cell.GOOD, Cell.GOOD]


def test_within_one_order_the_smaller_line_passes() -> None:
    assert first_cells(line(line=2), line(line=1), line(order="N", line=3)) == [Cell.SAME_ITEM, Cell.SAME_ITEM, Cell.GOOD]


def test_seventh_good_of_a_month_does_not_score() -> None:
    assert first_cells(*(line(order=name, item=name) for name in "ABCDEFG")) == [Cell.GOOD] * 6 + [Cell.MONTH_CAP]


def test_month_cap_leaves_bads_neutrals_and_other_months_alone() -> None:
    full = [line(order=name, item=name) for name in "AB"]
    others = [line(DAY, "C", "C", BAD), line(DAY, "D", "D", NEUTRAL), line(DAY, "E", "E", month=1), line(DAY, "F", "F")]

    assert first_cells(*full, *others, rules=TIGHT)[2:] == [Cell.BAD, Cell.NEUTRAL, Cell.GOOD, Cell.MONTH_CAP]


def test_when_one_goes_the_next_moves_up() -> None:
    first, second = fold([line(until=8), line(DAY)], TAOBAO)

    assert (first, second) == (((1, Cell.GOOD), (8, Cell.NONE)), ((1, Cell.SAME_ITEM), (8, Cell.GOOD)))


def test_earlier_order_that_earns_later_pushes_out() -> None:
    first, second = fold([line(since=8), line(DAY)], TAOBAO)

    assert (first, second) == (((8, Cell.GOOD),), ((1, Cell.GOOD), (8, Cell.SAME_ITEM)))


@given(lines=LINES, rules=st.sampled_from(PROFILES))
def test_fold_equals_a_day_by_day_reading(lines: list[Line], rules: RuleProfile) -> None:
    folded = fold(lines, rules)

    for day in range(LAST_DAY + 2):
        cells = [next((cell for since, cell in reversed(steps) if since <= day), Cell.NONE) for steps in folded]
        assert cells == cells_on(day, lines, rules)


@given(lines=LINES, rules=st.sampled_from(PROFILES))
def test_steps_tell_each_move_once(lines: list[Line], rules: RuleProfile) -> None:
    for steps in fold(lines, rules):
        days, cells = [day for day, _ in steps], [Cell.NONE, *(cell for _, cell in steps)]

        assert days == sorted(set(days))
        assert all(cell is not before for before, cell in pairwise(cells))


@given(lines=LINES, rules=st.sampled_from(PROFILES), data=st.data())
def test_fold_is_independent_of_the_order_of_lines(lines: list[Line], rules: RuleProfile, data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(lines))

    assert dict(zip(arrived, fold(arrived, rules), strict=True)) == dict(zip(lines, fold(lines, rules), strict=True))


@given(lines=LINES)
def test_lines_alone_equal_lines_together_where_no_rule_binds(lines: list[Line]) -> None:
    """A month cap beyond reach takes the general path and changes nothing."""
    assert fold(lines, replace(STANDARD, goods_per_buyer_month=99)) == fold(lines, STANDARD)
