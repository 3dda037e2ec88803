"""The forecast: what is known stays exact, what is not known spreads, and thresholds are crossed as often as is said."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from ratings.domain.figures import Figure
from ratings.domain.forecast import Z80, Z95, Habit, forecast, habit
from ratings.domain.forecast_crossing import crossing
from ratings.domain.forecast_reach import hold, reach


TODAY = 740_000
FIVES = (0.0, 0.0, 0.0, 0.0, 1.0)
MIXED = (0.1, 0.0, 0.1, 0.2, 0.6)
stars = st.tuples(*[st.integers(0, 40)] * 5).filter(lambda one: sum(one) > 0)


def usual(pace: float = 1.0, mix: tuple[float, ...] = MIXED, spread: float = 0.02) -> Habit:
    return Habit(pace, mix, spread)


def test_without_new_marks_the_known_part_is_the_forecast() -> None:
    known = [Figure((0, 0, 0, 10, 40)), Figure((0, 0, 0, 10, 39))]
    steps = forecast(known, [0, 0], TODAY, usual(pace=0))
    assert [step.known for step in steps] == known
    assert [step.mean for step in steps] == [float(figure.mean or 0) for figure in known]
    assert [step.below(Fraction(479, 100)) for step in steps] == [0.0, 1 - 0.0 if Fraction(235, 49) < Fraction(479, 100) else 0.0]


@given(stars, st.floats(0.1, 30), st.floats(0, 0.3))
def test_the_wider_interval_holds_the_narrower_and_both_lie_on_the_scale(counts: tuple[int, ...], pace: float, spread: float) -> None:
    for step in forecast([Figure(counts)] * 30, [0] * 30, TODAY, usual(pace, spread=spread)):
        low80, high80 = step.interval(Z80)
        low95, high95 = step.interval(Z95)
        assert 1 <= low95 <= low80 <= high80 <= high95 <= 5


@given(stars, st.floats(0.1, 30))
def test_a_higher_threshold_is_missed_no_less_often(counts: tuple[int, ...], pace: float) -> None:
    step = forecast([Figure(counts)] * 30, [0] * 30, TODAY, usual(pace))[-1]
    chances = [step.below(Fraction(threshold, 10)) for threshold in range(10, 51)]
    assert chances == sorted(chances)


def test_half_of_a_symmetric_outcome_lies_below_its_mean() -> None:
    step = forecast([Figure((500, 0, 0, 0, 500))], [0], TODAY, usual(40.0, (0.5, 0.0, 0.0, 0.0, 0.5), 0.0))[0]
    assert step.mean == pytest.approx(3.0)
    assert step.below(Fraction(3)) == pytest.approx(0.5, abs=1e-3)


def test_what_was_given_already_is_not_expected_again() -> None:
    known = [Figure((0, 0, 0, 0, 50))] * 3
    steps = forecast(known, [4, 0, 0], TODAY, usual(pace=2.0))
    assert [step.arriving for step in steps] == [0.0, 0.0, 2.0]


def test_a_shop_of_few_marks_has_no_habit() -> None:
    assert habit({TODAY - 3: (0, 0, 0, 0, 9)}, TODAY) is None
    assert habit({TODAY - 400: (0, 0, 0, 0, 50)}, TODAY) is None
    assert habit({TODAY - 3: (0, 0, 0, 0, 10), TODAY + 1: (90, 0, 0, 0, 0)}, TODAY) == habit({TODAY - 3: (0, 0, 0, 0, 10)}, TODAY)


def test_the_pace_of_a_steady_shop_is_its_pace() -> None:
    found = habit({TODAY - back: (0, 0, 0, 1, 2) for back in range(200)}, TODAY)
    assert found is not None
    assert found.pace == pytest.approx(3.0)
    assert found.mean == pytest.approx(14 / 3, abs=0.02)


def test_months_that_differ_make_the_forecast_less_sure() -> None:
    steady = habit({TODAY - back: (1, 0, 0, 0, 9) for back in range(180)}, TODAY)
    uneven = habit({TODAY - back: (2, 0, 0, 0, 8) if back // 30 % 2 else (0, 0, 0, 0, 10) for back in range(180)}, TODAY)
    assert steady is not None
    assert uneven is not None
    assert uneven.spread > 2 * steady.spread


def test_the_day_of_a_crossing_is_the_first_on_which_it_is_the_likelier_outcome() -> None:
    now = Figure((0, 0, 0, 40, 160))
    known = [Figure((0, 0, 0, 40, 160 - 4 * day)) for day in range(1, 31)]
    found = crossing(now, forecast(known, [0] * 30, TODAY, usual(pace=0.05)), Fraction(47, 10))
    assert found is not None
    assert found.falls
    assert found.is_likely
    exact = next(TODAY + place for place, figure in enumerate(known, start=1) if figure.mean and figure.mean < Fraction(47, 10))
    assert abs(found.day - exact) <= 2


def test_a_crossing_of_less_than_one_in_ten_is_not_told() -> None:
    now = Figure((0, 0, 0, 10, 490))
    assert crossing(now, forecast([now] * 30, [0] * 30, TODAY, usual(0.1)), Fraction(44, 10)) is None
    assert crossing(Figure((0,) * 5), [], Fraction(44, 10)) is None


def test_what_it_takes_now_is_the_rulebooks_example() -> None:
    assert reach(Figure((1, 0, 1, 3, 45)), [], Fraction(49, 10)).needed == 40


def test_a_threshold_is_reached_at_the_usual_pace_or_not_within_the_days_looked_at() -> None:
    now = Figure((2, 0, 0, 8, 10))
    fives, mixed = (forecast([now] * 180, [0] * 180, TODAY, usual(1.0, mix)) for mix in (FIVES, MIXED))
    assert reach(now, fives, Fraction(46, 10)).usual == TODAY + 20
    assert reach(now, mixed, Fraction(46, 10)).usual is None
    assert reach(now, mixed, Fraction(46, 10)).best == TODAY + 20


@given(stars, st.integers(1, 40), st.sampled_from([Fraction(44, 10), Fraction(46, 10)]))
def test_marks_of_the_mean_asked_for_just_hold_the_threshold(counts: tuple[int, ...], pace: int, threshold: Fraction) -> None:
    steps = forecast([Figure(counts)], [0], TODAY, usual(float(pace)))
    found = hold(Figure(counts), steps, threshold, TODAY + 1)
    assert found is not None
    assert found.mean is not None
    known = steps[0].known
    assert (known.sum + found.arriving * found.mean) / (known.count + found.arriving) == threshold


def test_the_day_that_asks_for_most_decides() -> None:
    known = [Figure((0, 0, 0, 0, 40)), Figure((4, 0, 0, 0, 40)), Figure((0, 0, 0, 0, 40))]
    found = hold(Figure((0, 0, 0, 0, 40)), forecast(known, [0] * 3, TODAY, usual(10.0)), Fraction(46, 10), TODAY + 3)
    assert found is not None
    assert found.decided_on == TODAY + 2
    assert not found.is_out_of_reach
    assert hold(Figure((0, 0, 0, 0, 40)), forecast(known, [0] * 3, TODAY, usual(10.0)), Fraction(46, 10), TODAY) is None
