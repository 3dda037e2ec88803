"""Rulebook 2, 6, 7 and 8: means, thresholds, marks needed, the category, in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from ratings.domain.figures import CELLS, DIMENSIONS, Comparison, Figure, against_category, cell, figures_of, marks_needed, meets, shown
from ratings.domain.thresholds import crossings, missed
from tests.oracle.cases.marks import AGAINST_CATEGORY, MARKS_NEEDED


NOTHING = Figure((0, 0, 0, 0, 0))
JUST_BELOW = Figure((0, 0, 0, 4001, 5999))
"""A mean of 4.5999."""
HAIR_BELOW = Figure((0, 0, 0, 40001, 59999))
"""A mean of 4.59999, which is shown as 4.6000."""
EXACT = Figure((0, 0, 0, 4, 6))
THRESHOLDS = (Fraction("4.6"), Fraction("4.4"))
STARS = st.tuples(*[st.integers(0, 40)] * 5)


def test_each_mark_has_a_cell_of_its_own() -> None:
    assert sorted(cell(dimension, stars) for dimension in range(4) for stars in range(1, 6)) == list(range(CELLS))


def test_dimensions_are_counted_by_themselves() -> None:
    cells = [0] * CELLS
    cells[cell(0, 5)] = 45
    cells[cell(3, 1)] = 2
    figures = figures_of(cells)

    assert list(figures) == list(DIMENSIONS)
    assert (figures["described"].count, figures["described"].sum, figures["described"].mean) == (45, 225, Fraction(5))
    assert (figures["service"].count, figures["service"].sum, figures["service"].mean) == (0, 0, None)
    assert figures["logistics"] == Figure((2, 0, 0, 0, 0))


def test_mean_is_exact() -> None:
    assert Figure((1, 0, 1, 3, 45)).mean == Fraction(241, 50)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("4.82", 4, "4.8200"),
        ("4.82345", 4, "4.8235"),
        ("4.823449999", 4, "4.8234"),
        ("2/3", 4, "0.6667"),
        ("1/3", 4, "0.3333"),
        ("4.99995", 4, "5.0000"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("-1.5", 0, "-2"),
        ("0", 2, "0.00"),
    ],
)
def test_shown_is_rounded_half_up(value: str, decimals: int, text: str) -> None:
    assert shown(Fraction(value), decimals) == text


@given(value=st.fractions(0, 5, max_denominator=10**6), decimals=st.integers(1, 6))
def test_shown_is_within_half_a_digit_and_never_below_it(value: Fraction, decimals: int) -> None:
    error = Fraction(shown(value, decimals)) - value

    assert -Fraction(1, 2 * 10**decimals) < error <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize(
    ("figure", "threshold", "met"),
    [
        (JUST_BELOW, "4.6", False),
        (HAIR_BELOW, "4.6", False),
        (EXACT, "4.6", True),
        (EXACT, "4.4", True),
        (NOTHING, "4.4", None),
    ],
)
def test_thresholds_compare_the_exact_mean(figure: Figure, threshold: str, met: bool | None) -> None:
    assert meets(figure, Fraction(threshold)) is met


def test_what_is_shown_as_reached_can_still_be_missed() -> None:
    assert HAIR_BELOW.mean is not None
    assert shown(HAIR_BELOW.mean) == "4.6000"
    assert missed(dict.fromkeys(DIMENSIONS, HAIR_BELOW), THRESHOLDS) == 0b01010101


def test_missed_has_a_bit_for_each_dimension_and_threshold() -> None:
    low = Figure((1, 0, 0, 0, 0))
    figures = {"described": EXACT, "service": low, "dispatch": NOTHING, "logistics": JUST_BELOW}

    assert missed(figures, THRESHOLDS) == 0b01_00_11_00


def test_crossings_tell_what_differs_and_which_way() -> None:
    assert crossings(0b00_00_11_00, 0b01_00_10_00, THRESHOLDS) == [
        ("service", Fraction("4.6"), False),
        ("logistics", Fraction("4.6"), True),
    ]
    assert crossings(0b11, 0b11, THRESHOLDS) == []


@pytest.mark.parametrize(("total", "count", "threshold", "needed"), MARKS_NEEDED)
def test_marks_needed_by_table(total: int, count: int, threshold: str, needed: int | None) -> None:
    assert marks_needed(total=total, count=count, threshold=Fraction(threshold)) == needed


@pytest.mark.parametrize(("threshold", "needed"), [("4.6", 1), ("5", 1), ("5.01", None)])
def test_marks_needed_without_any_mark(threshold: str, needed: int | None) -> None:
    assert marks_needed(total=0, count=0, threshold=Fraction(threshold)) == needed


def reached(stars: tuple[int, ...], fives: int, threshold: Fraction) -> bool:
    return meets(Figure((*stars[:4], stars[4] + fives)), threshold) is True


@given(stars=STARS, threshold=st.integers(100, 499).map(lambda hundredths: Fraction(hundredths, 100)))
def test_marks_needed_are_the_fewest(stars: tuple[int, ...], threshold: Fraction) -> None:
    figure = Figure(stars)
    needed = marks_needed(total=figure.sum, count=figure.count, threshold=threshold)

    assert needed is not None
    assert reached(stars, needed, threshold)
    assert needed == 0 or not reached(stars, needed - 1, threshold)


@pytest.mark.parametrize(("mean", "average", "most", "least", "side", "percent"), AGAINST_CATEGORY)
def test_category_by_table(mean: str, average: str, most: str, least: str, side: str, percent: str) -> None:
    told = against_category(mean=Fraction(mean), average=Fraction(average), most=Fraction(most), least=Fraction(least))

    assert (told.side, shown(told.share * 100, 2)) == (side, percent)


@pytest.mark.parametrize(("mean", "average"), [("5", "4.9"), ("4.7", "4.8")])
def test_category_goes_from_nought_to_five_unless_told(mean: str, average: str) -> None:
    told = against_category(mean=Fraction(mean), average=Fraction(average))

    assert told == against_category(mean=Fraction(mean), average=Fraction(average), most=Fraction(5), least=Fraction(0))


def test_category_without_room_is_level() -> None:
    level = Comparison("level", Fraction(0))

    assert against_category(mean=Fraction(5), average=Fraction("4.8"), most=Fraction("4.8")) == level
    assert against_category(mean=Fraction(3), average=Fraction("4.8"), least=Fraction("4.8")) == level
