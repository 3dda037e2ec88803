"""What the forecast sees fall under a threshold: told from a chance on, and steadily while it wavers."""

from fractions import Fraction

import pytest

from ratings.domain.alerts import STEADY_PERCENT, Alert, foreseen, of_subject, still_ahead, subject_of
from ratings.domain.figures import Figure
from ratings.domain.forecast import Step


TODAY = 739_000
LEVEL = Fraction("4.6")
ABOVE = Figure((0, 0, 0, 30, 70))  # 4.70
UNDER = Figure((0, 0, 0, 50, 50))  # 4.50


def step(days: int, mean: float, spread: float = 0.1) -> Step:
    return Step(TODAY + days, ABOVE, 1.0, mean, spread, 0.0, 0.0)


def keys(*steps: Step, now: Figure = ABOVE, percent: int = 70, before: tuple[str, ...] = (), days: int = 30) -> list[str]:
    return foreseen("service", now, steps, [LEVEL, Fraction("4.4")], until=TODAY + days, percent=percent, before=before)


def test_a_likely_fall_is_told_and_an_unlikely_one_is_not() -> None:
    assert keys(step(10, 4.5)) == ["service:ahead-4.6"]  # one spread under it: 84 %
    assert keys(step(10, 4.599)) == []  # a little more than 50 %
    assert keys(step(10, 4.599), percent=50) == ["service:ahead-4.6"]
    assert keys(step(10, 4.2)) == ["service:ahead-4.6", "service:ahead-4.4"]


def test_only_the_days_that_the_shop_looks_at_count() -> None:
    assert keys(step(30, 4.5)) == ["service:ahead-4.6"]
    assert keys(step(31, 4.5)) == []
    assert keys(step(31, 4.5), days=60) == ["service:ahead-4.6"]


def test_what_is_below_already_is_not_ahead() -> None:
    assert keys(step(10, 4.4), now=UNDER) == []
    assert keys(step(10, 4.3), now=UNDER) == ["service:ahead-4.4"]
    assert keys(step(10, 4.4), now=Figure((0, 0, 0, 0, 0))) == []


def test_a_chance_that_wavers_is_one_alert() -> None:
    """63 %: under the limit of 70, above 55."""
    wavering = step(10, 4.5667)
    assert keys(wavering) == []
    assert keys(wavering, before=("service:ahead-4.6",)) == ["service:ahead-4.6"]
    assert keys(step(10, 4.599), before=("service:ahead-4.6",), percent=50 + STEADY_PERCENT) == ["service:ahead-4.6"]
    assert keys(step(10, 4.61), before=("service:ahead-4.6",), percent=50 + STEADY_PERCENT) == []


def test_what_has_come_to_pass_is_not_ahead_any_more() -> None:
    before = ["service:ahead-4.6", "service:below-4.4", "logistics:ahead-4.6", "service:drop"]
    assert still_ahead(before, {"service": ABOVE, "logistics": UNDER}) == ["service:ahead-4.6"]


@pytest.mark.parametrize("key", ["service:ahead-4.6", "logistics:below-4", "dispatch:drop", "described:category"])
def test_a_subject_is_read_back(key: str) -> None:
    dimension, _colon, rest = key.partition(":")
    what, _dash, level = rest.partition("-")
    assert of_subject(subject_of(7, key)) == (7, Alert(dimension, what, Fraction(level) if level else None))
