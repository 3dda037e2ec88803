"""When shares are beyond their range, and what reasons speak for."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from returns.domain.reasons import REASONS
from returns.domain.signals import (
    CAUSE_OF,
    CAUSES,
    FEWEST,
    REASONS_OF_TOPIC,
    Beyond,
    Share,
    beyond,
    cause_of,
    refuses,
    signal_of,
    subject_of,
    tail,
    usual,
)  # fmt: skip


SHOP = Share(100, 2_000)
shares = st.integers(0, 5_000).flatmap(lambda lines: st.builds(Share, st.integers(0, lines), st.just(lines)))


@pytest.mark.parametrize(
    ("lately", "before", "found"),
    [
        (Share(12, 80), Share(10, 200), True),
        (Share(4, 8), Share(0, 0), False),
        (Share(5, 100), Share(10, 200), False),
        # Nothing is known of it: the shop's five in a hundred count.
        (Share(8, 20), Share(0, 0), True),
        # It always was so.
        (Share(40, 100), Share(400, 1_000), False),
        # So many that a hair is no accident: not worth a look.
        (Share(55_000, 1_000_000), Share(50_000, 1_000_000), False),
        (Share(70_000, 1_000_000), Share(50_000, 1_000_000), True),
    ],
)
def test_beyond(lately: Share, before: Share, found: bool) -> None:
    assert (beyond(lately, before, SHOP) is not None) is found


def test_it_says_what_would_be_usual() -> None:
    assert beyond(Share(12, 80), Share(0, 0), Share(49, 999)) == Beyond(12, 80, 49_500)


@given(shares, shares, shares)
def test_what_is_beyond_is_enough_more_than_usual_and_no_accident(lately: Share, before: Share, shop: Share) -> None:
    expected = usual(before, shop)
    assert 0 < expected < 1
    found = beyond(lately, before, shop)
    if found is not None:
        assert lately.hits >= FEWEST
        assert Fraction(lately.hits, lately.lines) > expected


@given(shares, shares, st.integers(1, 500))
def test_more_hits_of_as_many_lines_never_end_a_signal(lately: Share, before: Share, more: int) -> None:
    grown = Share(min(lately.lines, lately.hits + more), lately.lines)
    if beyond(lately, before, SHOP) is not None:
        assert beyond(grown, before, SHOP) is not None


@given(st.integers(1, 60), st.floats(0.01, 40))
def test_the_tail_is_that_of_poisson(number: int, mean: float) -> None:
    below = math.fsum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(number))

    assert tail(number, mean) == pytest.approx(1 - below, abs=1e-9)


def test_the_tail_of_large_means_joins_that_of_small_ones() -> None:
    assert tail(230, 200.0) == pytest.approx(tail(230, 200.0001), rel=0.35)
    assert tail(0, 3.0) == 1.0
    assert 0.4 < tail(1_000_000, 1_000_000.0) < 0.6


@pytest.mark.parametrize(("refused", "orders", "found"), [(3, 6, True), (3, 7, False), (2, 2, False), (4, 3, True), (3, 0, False)])
def test_a_buyer_who_refuses_again_and_again(refused: int, orders: int, found: bool) -> None:
    assert refuses(refused, orders) is found


@pytest.mark.parametrize(
    ("reasons", "cause"),
    [
        ({"too_small": 3, "too_large": 2, "colour": 1}, "size_table"),
        ({"too_small": 1, "changed_mind": 5}, ""),
        ({"": 90, "colour": 1}, "photo"),
        ({"damaged": 2, "late": 2}, "carrier"),
        ({}, ""),
    ],
)
def test_the_cause_is_what_most_reasons_speak_for(reasons: dict[str, int], cause: str) -> None:
    assert cause_of(reasons) == cause


def test_causes_and_topics_name_reasons_that_there_are() -> None:
    assert set(CAUSE_OF) <= set(REASONS)
    assert set(CAUSE_OF.values()) | {""} == set(CAUSES)
    assert {reason for reasons in REASONS_OF_TOPIC.values() for reason in reasons} <= set(REASONS)


def test_a_subject_is_read_as_it_is_written() -> None:
    assert signal_of(subject_of(12)) == 12
    assert signal_of("claim:12") is signal_of("return_signal:x") is None
