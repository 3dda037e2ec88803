"""The sentence that the ratings page begins with, and the badges: thresholds on exact fractions (rulebook 6)."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from ratings.domain.figures import DIMENSIONS, Figure
from ratings.domain.headline import Headline, Kind, State, by_need, headline, state
from sellerdesk.domain.rules import PROFILES


THRESHOLDS = (Fraction("4.6"), Fraction("4.4"))
NOTHING = Figure((0, 0, 0, 0, 0))
GOOD = Figure((0, 0, 0, 0, 9))
EXACT = Figure((0, 0, 0, 4, 6))
HAIR_BELOW = Figure((0, 0, 0, 40001, 59999))
EXACT_44 = Figure((0, 0, 0, 6, 4))
BAD = Figure((1, 0, 0, 0, 1))


def told(*figures: Figure, pending: int = 0, ever: bool = True) -> Headline:
    return headline(dict(zip(DIMENSIONS, figures, strict=True)), THRESHOLDS, pending=pending, ever=ever)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (NOTHING, State.NONE),
        (GOOD, State.OPEN),
        (EXACT, State.OPEN),
        (HAIR_BELOW, State.NO_EVENTS),
        (EXACT_44, State.NO_EVENTS),
        (Figure((0, 0, 0, 60001, 39999)), State.DEMOTED),
        (BAD, State.DEMOTED),
    ],
)
def test_the_badge_of_a_mean(figure: Figure, said: State) -> None:
    assert state(figure, THRESHOLDS) is said


def test_every_profile_has_the_two_thresholds_that_are_named() -> None:
    for profile in PROFILES.values():
        assert list(profile.thresholds) == sorted(profile.thresholds, reverse=True)
        assert state(BAD, profile.thresholds) is State.DEMOTED


def test_without_marks_it_says_why() -> None:
    empty = (NOTHING,) * 4

    assert told(*empty, ever=False).kind is Kind.NEVER
    assert told(*empty).kind is Kind.GONE
    assert (told(*empty, pending=3).kind, told(*empty, pending=3).pending) == (Kind.PENDING, 3)


def test_all_that_have_marks_reach_the_threshold() -> None:
    assert (told(GOOD, GOOD, EXACT, GOOD).kind, told(GOOD, GOOD, EXACT, GOOD).rated) == (Kind.ALL_OPEN, 4)
    assert told(GOOD, NOTHING, NOTHING, NOTHING).rated == 1


def test_one_below_is_named_with_its_mean() -> None:
    said = told(GOOD, GOOD, GOOD, EXACT_44)

    assert (said.kind, said.state, said.dimension) == (Kind.ONE_BELOW, State.NO_EVENTS, "logistics")
    assert (said.mean, said.threshold, said.by_a_hair) == (Fraction("4.4"), Fraction("4.6"), False)


def test_a_hair_below_does_not_read_as_reached() -> None:
    assert told(GOOD, HAIR_BELOW, GOOD, GOOD).by_a_hair


def test_several_below_are_counted_at_the_threshold_of_the_lowest() -> None:
    assert told(EXACT_44, HAIR_BELOW, GOOD, GOOD).below == 2
    worse = told(EXACT_44, BAD, BAD, GOOD)
    assert (worse.kind, worse.state, worse.below, worse.threshold) == (Kind.SOME_BELOW, State.DEMOTED, 2, Fraction("4.4"))
    assert told(EXACT_44, BAD, GOOD, GOOD).kind is Kind.ONE_BELOW


def test_the_lowest_come_first_and_the_empty_last() -> None:
    figures = dict(zip(DIMENSIONS, (NOTHING, GOOD, BAD, EXACT), strict=True))

    assert by_need(figures) == ["dispatch", "logistics", "service", "described"]


@given(st.tuples(*[st.tuples(*[st.integers(0, 30)] * 5).map(Figure)] * 4))
def test_the_sentence_and_the_badges_never_disagree(figures: tuple[Figure, ...]) -> None:
    said = told(*figures)
    badges = [state(figure, THRESHOLDS) for figure in figures]

    if said.kind is Kind.ALL_OPEN:
        assert set(badges) <= {State.OPEN, State.NONE}
    elif said.kind in {Kind.ONE_BELOW, Kind.SOME_BELOW}:
        assert said.state is (State.DEMOTED if State.DEMOTED in badges else State.NO_EVENTS)
        assert said.below == sum(mean < said.threshold for figure in figures if (mean := figure.mean) is not None and said.threshold)
        assert (said.kind is Kind.ONE_BELOW) is (said.below == 1)
    else:
        assert set(badges) == {State.NONE}
