"""Intervals, usual ranges and the few causes of most, against published values and plain counting."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from returns.domain.rates import Z95, chart, pareto, rate


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [
        # Newcombe 1998, table I, method 3 (Wilson without continuity correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson(hits: int, count: int, low: float, high: float) -> None:
    found = rate(hits, count)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.share == (Fraction(hits, count) if count else None)


@given(st.integers(1, 5000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_ends_of_an_interval_are_where_the_share_is_just_so_far_off(pair: tuple[int, int]) -> None:
    """Wilson's interval is the set of shares p with |hits/count - p| <= z * sqrt(p(1-p)/count)."""
    hits, count = pair
    found = rate(hits, count)

    assert 0.0 <= found.low <= hits / count <= found.high <= 1.0
    for end in (found.low, found.high):
        if 0.0 < end < 1.0:
            assert (hits / count - end) ** 2 == pytest.approx(Z95**2 * end * (1 - end) / count, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("hits", "count"), [(-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(hits: int, count: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        rate(hits, count)


def test_a_usual_range_is_wider_for_few() -> None:
    middle, points = chart([(10, 100), (1, 10), (100, 1000), (0, 0)])

    assert middle == Fraction(111, 1110)
    assert [round(point.high - point.low, 3) for point in points[:3]] == [0.18, 0.385, 0.057]
    assert [point.unusual for point in points] == [False] * 4
    assert (points[3].low, points[3].high, points[3].rate.share) == (0.0, 1.0, None)


def test_what_is_beyond_three_deviations_is_unusual() -> None:
    _, points = chart([(10, 100), (10, 100), (10, 100), (30, 100)])

    assert [point.unusual for point in points] == [False, False, False, True]


def test_eight_in_a_row_on_one_side_are_no_chance() -> None:
    spans = [(9, 100)] * 4 + [(0, 0)] + [(9, 100)] * 4 + [(11, 100)] * 8
    _, points = chart(spans)

    assert [number for number, point in enumerate(points) if point.unusual] == [8, 16]
    # One point on the middle ends a row.
    _, broken = chart([(9, 100)] * 7 + [(10, 100)] + [(9, 100)] + [(11, 100)] * 7 + [(10, 100)] + [(11, 100)])
    assert not any(point.unusual for point in broken)


def test_a_chart_of_nothing() -> None:
    middle, points = chart([(0, 0), (0, 0)])

    assert middle is None
    assert [(point.low, point.high, point.unusual) for point in points] == [(0.0, 1.0, False)] * 2
    assert chart([]) == (None, [])
    assert chart([(0, 5), (0, 7)])[1][0].unusual is False


def test_pareto() -> None:
    bars = pareto({"late": 10, "damaged": 50, "colour": 30, "used": 10, "none": 0})

    assert [(bar.cause, bar.count, bar.is_of_the_few) for bar in bars] == [
        ("damaged", 50, True), ("colour", 30, True), ("late", 10, False), ("used", 10, False),
    ]  # fmt: skip
    assert [bar.together for bar in bars] == [Fraction(5, 10), Fraction(8, 10), Fraction(9, 10), Fraction(1)]
    assert pareto({}) == []
