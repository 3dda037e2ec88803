"""Where low marks come from: groups add up to the whole, and no group or its absence tells fewer than five marks."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from ratings.domain.causes import NOTHING, Cells, Group, hidden, on_the_way, plus, pull, pulls, renewed, shipping, told_groups
from ratings.domain.figures import DIMENSIONS, Figure


NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
SERVICE = DIMENSIONS.index("service")


def cells(*stars: int) -> Cells:
    """Star counts of the service dimension alone."""
    return tuple(stars[place - 5] if 5 <= place < 10 else 0 for place in range(20))


SMALL = st.tuples(*[st.integers(0, 4)] * 5).map(lambda stars: cells(*stars))


@pytest.mark.parametrize(("hours", "code"), [(-1, "in_time"), (0, "in_time"), (1, "late")])
def test_a_parcel_is_late_after_its_hour(hours: int, code: str) -> None:
    assert shipping(NOON, NOON + timedelta(hours=hours)) == code


def test_what_the_feed_does_not_tell_is_no_code() -> None:
    assert shipping(None, NOON) == shipping(NOON, None) == on_the_way(None, NOON) == on_the_way(NOON, NOON - timedelta(1)) == ""
    assert [on_the_way(NOON, NOON + timedelta(days)) for days in (3, 7, 14, 15)] == ["to_3_days", "to_7_days", "to_14_days", "over_14_days"]


@given(st.dictionaries(st.sampled_from(["", "a", "b", "c", "d"]), SMALL, min_size=1))
def test_neither_a_group_nor_what_the_groups_leave_over_is_fewer_than_five_marks(codes: dict[str, Cells]) -> None:
    total = NOTHING
    for own in codes.values():
        total = plus(total, own)
    told = told_groups({("courier", code): own for code, own in codes.items()}, total)
    left = sum(total)
    for one in told:
        assert one.code
        assert sum(one.own) >= 5
        assert plus(one.own, one.rest) == total
        left -= sum(one.own)
    assert not told or left == 0 or left >= 5


@given(SMALL, SMALL, SMALL, SMALL)
def test_two_states_told_one_after_the_other_are_alike_or_five_marks_apart(
    own: Cells, rest: Cells, later: Cells, later_rest: Cells
) -> None:
    shown = tuple(place == SERVICE for place in range(4))
    before, now = Group("courier", "a", own, rest, shown), Group("courier", "a", later, later_rest, shown)
    told = renewed(before, now)
    moved = sum(abs(one - other) for one, other in zip(told.own, before.own, strict=True))
    assert moved == 0 or moved >= 5 or not any(own)


def test_a_group_that_is_no_longer_told_is_remembered() -> None:
    shown = tuple(place == SERVICE for place in range(4))
    before = Group("courier", "a", cells(1, 0, 0, 0, 4), cells(0, 0, 0, 0, 9), shown)
    gone = hidden(before)
    assert not any(gone.shown)
    again = renewed(gone, Group("courier", "a", cells(0, 0, 0, 0, 5), cells(0, 0, 0, 0, 9), shown))
    assert again.own == before.own
    assert again.shown == shown


def test_a_pull_is_exactly_what_the_mean_would_be_without_the_group() -> None:
    shown = (True,) * 4
    late, rest = cells(5, 0, 0, 0, 5), cells(0, 0, 0, 10, 80)
    found = pull(Group("shipping", "late", late, rest, shown), "service")
    whole, others = Figure((5, 0, 0, 10, 85)), Figure((0, 0, 0, 10, 80))
    assert found is not None
    assert whole.mean is not None
    assert others.mean is not None
    assert found.by == whole.mean - others.mean
    assert found.low < float(found.by) < found.high < 0
    assert found.is_sure


def test_what_pulls_down_most_comes_first_and_what_is_not_told_not_at_all() -> None:
    shown = (False, True, False, False)
    worse = Group("courier", "a", cells(5, 0, 0, 0, 5), cells(0, 0, 0, 10, 80), shown)
    better = Group("courier", "b", cells(0, 0, 0, 0, 10), cells(5, 0, 0, 10, 75), shown)
    assert [one.code for one in pulls([better, worse], "service")] == ["a", "b"]
    assert pulls([better, worse], "described") == []
    least = pull(better, "service")
    assert least is not None
    assert least.by == Fraction(470, 100) - Fraction(420, 90)
