"""Rulebook 18 and 19: score, level and good rate."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from reviews.domain.levels import good_rate, level, score
from tests.oracle.cases.marks import LEVELS


COUNTS = st.integers(0, 10**7)


def test_score_is_goods_less_bads() -> None:
    assert score(good=40, bad=3) == 37
    assert score(good=0, bad=3) == -3


@pytest.mark.parametrize(("points", "reached"), LEVELS)
def test_level_by_table(points: int, reached: int) -> None:
    assert level(points) == reached


@pytest.mark.parametrize(
    ("good", "neutral", "bad", "rate"),
    [
        (40, 2, 3, "88.89"),
        (1, 0, 0, "100.00"),
        (0, 1, 0, "0.00"),
        (0, 0, 1, "0.00"),
        (1, 0, 2, "33.33"),
        (2, 0, 1, "66.67"),
        (1, 0, 799, "0.13"),  # 0.125: half goes up
        (3, 0, 797, "0.38"),  # 0.375
        (19999, 0, 1, "100.00"),  # 99.995
        (0, 0, 0, None),
    ],
)
def test_good_rate_by_table(good: int, neutral: int, bad: int, rate: str | None) -> None:
    assert good_rate(good=good, neutral=neutral, bad=bad) == rate


@given(good=COUNTS, neutral=COUNTS, bad=COUNTS)
def test_good_rate_is_rounded_half_up(good: int, neutral: int, bad: int) -> None:
    rate = good_rate(good=good, neutral=neutral, bad=bad)
    total = good + neutral + bad

    if rate is None:
        assert total == 0
    else:
        assert len(rate.partition(".")[2]) == 2
        assert -Fraction(1, 200) < Fraction(rate) - Fraction(100 * good, total) <= Fraction(1, 200)
