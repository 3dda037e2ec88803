"""Rulebook 3, 5 and 20: which of a buyer's store ratings count on which day."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from ratings.domain.standing import Given, Standing, timelines
from tests.domain.naive_standing import GIVEN, lasting, standing_on


DAY_ONE = datetime(2026, 3, 1, tzinfo=UTC)
P, C, X, S = Standing.PENDING, Standing.COUNTED, Standing.CAPPED, Standing.STRUCK


def rating(day: int, name: str = "r", *, effective: int | None = None, struck: int | None = None, month: int = 0) -> Given:
    """A rating of an order completed on the day it was given."""
    return Given(DAY_ONE + timedelta(days=day), name, day, month, day, month, effective, struck)


def test_standard_rating_counts_from_its_day() -> None:
    assert timelines([rating(5, effective=5)], None) == [((5, C),)]


def test_rating_waits_until_it_takes_effect() -> None:
    assert timelines([rating(5, effective=9)], None) == [((5, P), (9, C))]


def test_rating_without_effect_waits_for_ever() -> None:
    assert timelines([rating(5)], None) == [((5, P),)]


def test_strike_ends_it_wherever_it_stands() -> None:
    before, on, after = (rating(5, effective=9, struck=day) for day in (8, 9, 10))

    assert timelines([before], None) == [((5, P), (8, S))]
    assert timelines([on], None) == [((5, P), (9, S))]
    assert timelines([after], None) == [((5, P), (9, C), (10, S))]


def test_struck_before_it_was_given_it_never_counts() -> None:
    assert timelines([rating(5, effective=5, struck=5)], None) == [((5, S),)]
    assert timelines([rating(5, effective=5, struck=4)], None) == [((5, S),)]
    assert timelines([rating(5, struck=6)], None) == [((5, P), (6, S))]


def test_fourth_in_a_month_is_past_the_cap() -> None:
    four = [rating(day, effective=day) for day in (1, 2, 3, 4)]

    assert timelines(four, 3) == [((1, C),), ((2, C),), ((3, C),), ((4, X),)]
    assert timelines(four, None) == [((1, C),), ((2, C),), ((3, C),), ((4, C),)]


def test_fourth_in_another_month_counts() -> None:
    four = [rating(day, effective=day, month=int(day == 4)) for day in (1, 2, 3, 4)]

    assert timelines(four, 3)[3] == ((4, C),)


def test_at_one_instant_the_smaller_id_counts() -> None:
    assert timelines([rating(1, "b", effective=1), rating(1, "a", effective=1)], 1) == [((1, X),), ((1, C),)]


def test_strike_moves_the_fourth_up() -> None:
    four = [rating(1, effective=1, struck=8), *(rating(day, effective=day) for day in (2, 3, 4))]

    assert timelines(four, 3) == [((1, C), (8, S)), ((2, C),), ((3, C),), ((4, X), (8, C))]


def test_pending_ones_hold_their_place_under_the_cap() -> None:
    four = [*(rating(day) for day in (1, 2, 3)), rating(4, effective=4)]

    assert timelines(four, 3) == [((1, P),), ((2, P),), ((3, P),), ((4, X),)]


def test_completion_moves_a_rating_into_the_orders_month() -> None:
    """Given in month 0 while the order was open; with its success it takes a place of month 1."""
    moving = Given(DAY_ONE, "m", 1, 0, 6, 1, 7, None)
    there = rating(2, effective=2, month=1)
    here = rating(3, effective=3, month=0)

    assert timelines([moving, there, here], 1) == [((1, P), (7, C)), ((2, C), (6, X)), ((3, X), (6, C))]


@given(ratings=GIVEN, cap=st.integers(1, 3))
def test_timelines_equal_a_day_by_day_reading(ratings: list[Given], cap: int) -> None:
    for i, timeline in enumerate(timelines(ratings, cap)):
        assert [day for day, _ in timeline] == sorted({day for day, _ in timeline})
        for day in range(45):
            assert lasting(timeline, day) == standing_on(day, ratings, cap)[i]


@given(ratings=GIVEN)
def test_alone_equals_together_where_nobody_can_be_capped(ratings: list[Given]) -> None:
    """A stranger in a far month makes the list longer than the cap, so it is judged together."""
    far = rating(0, "far", effective=0, month=99)

    assert timelines([*ratings, far], len(ratings) or 1)[:-1] == timelines(ratings, None)


@given(ratings=GIVEN, cap=st.integers(1, 3), data=st.data())
def test_timelines_do_not_depend_on_the_order_of_the_ratings(ratings: list[Given], cap: int, data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(ratings))

    assert dict(zip(arrived, timelines(arrived, cap), strict=True)) == dict(zip(ratings, timelines(ratings, cap), strict=True))
