"""Rulebook 9: which figures open, and which days of a line may be told."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, strategies as st

from ratings.domain.figures import Figure
from ratings.domain.opening import FEWEST_MARKS, apart, folded, opens, stands_beside, told_days


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
def test_every_two_days_that_are_told_are_apart_and_today_is_among_them(line: list[Figure]) -> None:
    told = told_days(line)
    shown = [figure for figure, is_told in zip(line, told, strict=True) if is_told]

    assert len(told) == len(line)
    assert all(apart(one, other) for one, other in combinations(shown, 2))
    assert all(figure.count == 0 or figure.count >= FEWEST_MARKS for figure in shown)
    if line:
        assert told[-1] is not (0 < line[-1].count < FEWEST_MARKS)


def test_days_that_are_no_neighbours_are_apart_as_well() -> None:
    """Five fives came and went again, a one stayed: each step moves five marks or more, both together one."""
    line = [fives(20), fives(25), Figure((1, 0, 0, 0, 20))]

    assert [apart(one, other) for one, other in pairwise(line)] == [True, True]
    assert told_days(line) == [False, True, True]


@st.composite
def windows(draw: st.DrawFn) -> tuple[list[Figure], list[Figure]]:
    """The days of two windows over the same marks, as they slide: a long one and one that starts some days later."""
    marks = draw(st.lists(st.lists(st.sampled_from([1, 4, 5]), max_size=7), min_size=12, max_size=40))
    long, short = 10, draw(st.integers(6, 10))

    def line(width: int) -> list[Figure]:
        spans = [marks[end - width : end] for end in range(long, len(marks) + 1)]
        return [Figure(tuple(sum(day.count(star) for day in span) for star in range(1, 6))) for span in spans]

    return line(long), line(short)


@given(windows(), st.booleans())
def test_every_two_figures_told_of_both_windows_are_apart(lines: tuple[list[Figure], list[Figure]], is_long: bool) -> None:
    official, other = lines if is_long else lines[::-1]
    told, told_other = told_days(official), told_days(other, official)

    shown = [figure for figure, is_told in zip(official, told, strict=True) if is_told]
    shown += [figure for figure, is_told in zip(other, told_other, strict=True) if is_told]
    # The official figure of today stands on the page whatever its count.
    assert all(apart(one, two) for one, two in combinations([*shown, official[-1]], 2))
    assert told_other[-1] or not any(told_other)
    assert stands_beside(other[-1], official) is all(apart(other[-1], one) for one in [*shown[: sum(told)], official[-1]])


def test_a_day_of_the_other_window_is_apart_from_official_figures_of_other_days() -> None:
    """Six old fives only the official window holds, twenty fours, and today's single one."""
    official = [*[Figure((0, 0, 0, 20, 6))] * 4, Figure((1, 0, 0, 20, 6))]
    other = [*[Figure((0, 0, 0, 20, 6))] * 2, *[Figure((0, 0, 0, 20, 0))] * 2, Figure((1, 0, 0, 20, 0))]

    assert told_days(official) == [False] * 4 + [True]
    assert told_days(other, official) == [False] * 4 + [True]


def test_where_today_is_held_back_no_day_of_the_other_window_is_told() -> None:
    assert told_days([fives(50), fives(29)], [fives(30), fives(30)]) == [False, False]
    assert told_days([fives(50), fives(30)], [fives(30), fives(30)]) == [True, True]
    assert told_days([fives(50), fives(3)], [fives(30), fives(30)]) == [False, False]


def test_an_official_figure_of_few_marks_is_on_the_page_too() -> None:
    assert told_days([fives(7), fives(7)], [fives(3), fives(3)]) == [False, False]


@pytest.mark.parametrize(
    ("days", "rows"),
    [
        ([], []),
        ([(9, 4)], []),
        ([(9, 5)], [(9, 9, 5)]),
        ([(9, 2), (7, 7)], [(7, 9, 9)]),
        ([(9, 5), (8, 1), (2, 3)], [(2, 9, 9)]),
        ([(9, 1), (8, 4), (6, 8), (5, 1), (3, 1)], [(8, 9, 5), (3, 6, 10)]),
        # Days to come are listed the other way round.
        ([(3, 1), (5, 4), (6, 1)], [(3, 6, 6)]),
    ],
)
def test_days_of_fewer_than_five_are_put_together(days: list[tuple[int, int]], rows: list[tuple[int, int, int]]) -> None:
    assert folded(days) == rows


@given(st.dictionaries(st.integers(1, 60), st.integers(1, 9)), st.booleans(), st.integers(0, 60))
def test_no_row_is_of_fewer_than_five(by_day: dict[int, int], is_falling: bool, kept: int) -> None:
    days = sorted(by_day.items(), reverse=is_falling)
    rows = folded(days)

    assert all(ratings >= FEWEST_MARKS and first <= last for first, last, ratings in rows)
    assert sum(ratings for *_, ratings in rows) == (sum(by_day.values()) if rows else 0)
    assert all(sum(by_day[day] for day in by_day if first <= day <= last) == ratings for first, last, ratings in rows)
    if kept < len(days):
        assert folded(days[:kept], is_cut=True) == rows[: len(folded(days[:kept], is_cut=True))]
