"""Where things stand in the drawings of ratings."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from ratings.domain import charts
from ratings.domain.figures import Figure
from ratings.domain.opening import told_days
from ratings.domain.trend import spark, trend


THRESHOLDS = (Fraction("4.6"), Fraction("4.4"))
MEANS = st.fractions(min_value=1, max_value=5, max_denominator=10_000)
FIGURES = st.tuples(*[st.integers(0, 12)] * 5).map(Figure)


@pytest.mark.parametrize(("mean", "place"), [("4.2", 0), ("4.4", 25), ("4.6", 50), ("4.6416", 55.2), ("5", 100), ("1", 0), ("4.1999", 0)])
def test_the_ruler_reaches_from_four_two_to_five(mean: str, place: float) -> None:
    assert charts.on_ruler(Fraction(mean)) == pytest.approx(place)


@given(st.lists(MEANS, max_size=30))
def test_the_axis_shows_every_mean_and_both_thresholds(means: list[Fraction]) -> None:
    axis = charts.scale(means, THRESHOLDS)

    assert all(0 <= axis.y(value) <= 100 for value in (*means, *THRESHOLDS))
    assert 2 <= len(axis.ticks) <= charts._MOST_TICKS + 1
    assert all(0 <= axis.y(tick) <= 100 for tick in axis.ticks)


def test_a_higher_mean_stands_higher() -> None:
    axis = charts.scale([Fraction("4.7"), Fraction("4.5")], THRESHOLDS)

    assert axis.y(Fraction("4.7")) < axis.y(4.6) < axis.y(Fraction("4.5"))
    assert 4.4 in axis.ticks
    assert 4.6 in axis.ticks


def test_days_that_are_not_told_are_passed_over_and_empty_ones_break_the_line() -> None:
    line = [Fraction(5), Fraction(4), Fraction(5), None, Fraction(4), Fraction(5)]
    told = [True, False, True, True, True, True]

    parts = charts.segments(line, told, charts.Scale(4.0, 5.0))

    assert parts == [[(0.0, 0.0), (40.0, 0.0)], [(80.0, 100.0), (100.0, 0.0)]]
    assert charts.path(parts[0]) == "M0.00 0.00L40.00 0.00"
    assert charts.path([(50.0, 25.0)]) == "M50.00 25.00h.01"


def test_months_are_named_clear_of_the_ends() -> None:
    marks = charts.month_marks(date(2026, 5, 26).toordinal(), date(2026, 11, 21).toordinal())

    assert [mark.day.month for mark in marks] == [7, 8, 9, 10]
    assert [mark.minor for mark in marks] == [True, False, True, False]


@given(st.integers(730_000, 740_000), st.integers(0, 200))
def test_months_lie_inside(first: int, days: int) -> None:
    for mark in charts.month_marks(first, first + days):
        assert mark.day.day == 1
        assert first < mark.day.toordinal() <= first + days


@given(st.lists(FIGURES, min_size=1, max_size=60))
def test_the_chart_stays_in_its_box(line: list[Figure]) -> None:
    told = told_days(line)
    drawn = trend(line, told, first=739_000, thresholds=THRESHOLDS)

    assert drawn.today == 739_000 + len(line) - 1
    assert (drawn.last is not None) is (told[-1] and line[-1].mean is not None)
    assert all(0 <= level.y <= 100 for level in drawn.levels)
    if drawn.last is not None:
        assert drawn.last[0] == (100 if len(line) > 1 else 0)
        assert 0 <= drawn.last[1] <= 100
        assert 0 <= drawn.label_y <= 100


def test_the_label_keeps_off_the_curve_it_belongs_to() -> None:
    falling = [[(0.0, 10.0), (70.0, 20.0), (100.0, 50.0)]]
    rising = [[(0.0, 90.0), (70.0, 80.0), (100.0, 50.0)]]

    assert charts.label_height(falling, [95.0]) > 50
    assert charts.label_height(rising, [95.0]) < 50


def test_the_label_of_a_line_that_ends_before_the_forecast_keeps_off_it_too() -> None:
    falling = [[(0.0, 10.0), (55.0, 15.0), (70.0, 40.0)]]
    rising = [[(0.0, 90.0), (55.0, 85.0), (70.0, 60.0)]]

    assert charts.label_height(falling, [95.0]) > 40
    assert charts.label_height(rising, [5.0]) < 60


def test_names_of_levels_that_are_close_move_apart() -> None:
    wide = [Figure((40, 0, 0, 0, 5)), Figure((0, 0, 0, 0, 45))]
    narrow = [Figure((0, 0, 0, 20, 80))] * 2

    assert [level.shift for level in trend(wide, [True, True], first=739_000, thresholds=THRESHOLDS).levels] == [-110, 10]
    assert [level.shift for level in trend(narrow, [True, True], first=739_000, thresholds=THRESHOLDS).levels] == [-50, -50]


def test_the_small_line_says_how_far_the_mean_moved_in_thirty_days() -> None:
    line = [Figure((0, 0, 0, 0, 100))] * 20 + [Figure((0, 0, 0, 100, 100))] * 30
    found = spark(line, THRESHOLDS)

    assert found is not None
    assert (found.delta, found.days) == (Fraction("-0.5"), 30)


def test_where_the_thirtieth_day_is_not_told_an_earlier_one_is_named() -> None:
    line = [*[Figure((0, 0, 0, 0, 90))] * 5, Figure((0, 0, 0, 8, 90)), *[Figure((0, 0, 0, 10, 90))] * 30]
    found = spark(line, THRESHOLDS)

    assert found is not None
    assert (found.delta, found.days) == (Fraction("-0.1"), 31)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_figure_that_does_not_open_has_no_small_line(count: int) -> None:
    assert spark([Figure((0, 0, 0, 0, 9)), Figure((0, 0, 0, 0, count))], THRESHOLDS) is None
