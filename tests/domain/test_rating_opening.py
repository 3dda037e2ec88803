"""Rulebook 9: which figures open, and which days of a line may be told."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from ratings.domain.figures import Figure
from ratings.domain.opening import FEWEST_MARKS, apart, opens, told_days


def fives(count: int) -> Figure:
    return Figure((0, 0, 0, 0, count))


FIGURES = st.tuples(*[st.integers(0, 4)] * 5).map(Figure)
LINES = st.lists(FIGURES, max_size=40)


@pytest.mark.parametrize(("count", "said"), [(0, False), (1, False), (4, False), (5, True), (2603, True)])
def test_a_figure_opens_from_five_marks_on(count: int, said: bool) -> None:
    assert opens(count) is said


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (fives(10), fives(10), True),
        (fives(10), fives(11), False),
        (fives(10), fives(14), False),
        (fives(10), fives(15), True),
        # Two marks went and two others came: the count is the same, the figure tells four marks.
        (Figure((2, 0, 0, 0, 10)), Figure((0, 0, 2, 0, 10)), False),
        (Figure((3, 0, 0, 0, 10)), Figure((0, 0, 3, 0, 10)), True),
    ],
)
def test_two_figures_are_apart_by_none_or_five_marks(one: Figure, other: Figure, said: bool) -> None:
    assert apart(one, other) is said
    assert apart(other, one) is said


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], []),
        ([0, 0], [True, True]),
        ([10, 20, 30], [True, True, True]),
        ([10, 11, 12, 13, 14, 15], [True, False, False, False, False, True]),
        ([20, 22, 24, 26, 28], [False, True, False, False, True]),
        ([30, 3, 30], [True, False, True]),
        ([40, 40, 3], [False, False, False]),
        ([40, 40, 0], [True, True, True]),
        ([0, 1, 4, 9], [True, False, False, True]),
    ],
)
def test_the_days_told_are_walked_back_from_today(counts: list[int], told: list[bool]) -> None:
    assert told_days([fives(count) for count in counts]) == told


@given(LINES)
def test_neighbours_that_are_told_are_apart_and_today_is_among_them(line: list[Figure]) -> None:
    told = told_days(line)
    shown = [figure for figure, is_told in zip(line, told, strict=True) if is_told]

    assert len(told) == len(line)
    assert all(apart(one, other) for one, other in pairwise(shown))
    assert all(figure.count == 0 or figure.count >= FEWEST_MARKS for figure in shown)
    if line:
        assert told[-1] is not (0 < line[-1].count < FEWEST_MARKS)


@given(LINES, st.data())
def test_beside_another_window_both_are_apart(line: list[Figure], data: st.DataObject) -> None:
    other = data.draw(st.lists(FIGURES, min_size=len(line), max_size=len(line)))

    told = told_days(line, other)

    assert all(apart(line[place], other[place]) for place, is_told in enumerate(told) if is_told)
