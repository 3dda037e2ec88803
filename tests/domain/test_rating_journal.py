"""The changes that a rating makes: summed up to any day they are the figures of that day, under both windows."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from ratings.domain.journal import MARK_CAUSES, Cause, Change, Windows, changes
from ratings.domain.standing import Given, Standing, Timeline, timelines
from sellerdesk.domain.days import WINDOWS, WindowKind, leaving_day, window_first
from tests.domain.naive_standing import ratings_of_one_buyer, standing_on


P, C, X, S = Standing.PENDING, Standing.COUNTED, Standing.CAPPED, Standing.STRUCK
NEW_YEAR = date(2026, 1, 1).toordinal()
SIX = leaving_day(NEW_YEAR, "6_months")
HALF = leaving_day(NEW_YEAR, "180_days")
OF_WINDOW = {"6_months": Windows.SIX_MONTHS, "180_days": Windows.HALF_YEAR_DAYS}

LEAVES: list[Change] = [(SIX, Cause.LEFT, Windows.SIX_MONTHS, -1), (HALF, Cause.LEFT, Windows.HALF_YEAR_DAYS, -1)]
JOURNALS: list[tuple[str, Timeline, list[Change]]] = [
    ("counted at once", ((NEW_YEAR, C),), [(NEW_YEAR, Cause.COUNTED, Windows.BOTH, 1), *LEAVES]),
    ("pending for ever", ((NEW_YEAR, P),), [(NEW_YEAR, Cause.PENDING, Windows.BOTH, 1)]),
    (
        "pending, then counted",
        ((NEW_YEAR - 9, P), (NEW_YEAR, C)),
        [
            (NEW_YEAR - 9, Cause.PENDING, Windows.BOTH, 1),
            (NEW_YEAR, Cause.PENDING, Windows.BOTH, -1),
            (NEW_YEAR, Cause.EFFECTIVE, Windows.BOTH, 1),
            *LEAVES,
        ],
    ),
    (
        "struck while it counts",
        ((NEW_YEAR, C), (NEW_YEAR + 5, S)),
        [
            (NEW_YEAR, Cause.COUNTED, Windows.BOTH, 1),
            (NEW_YEAR + 5, Cause.STRUCK, Windows.BOTH, -1),
            (NEW_YEAR + 5, Cause.VOIDED, Windows.BOTH, 1),
            (SIX, Cause.VOIDED, Windows.SIX_MONTHS, -1),
            (HALF, Cause.VOIDED, Windows.HALF_YEAR_DAYS, -1),
        ],
    ),
    (
        "moved up from past the cap",
        ((NEW_YEAR, X), (NEW_YEAR + 5, C)),
        [
            (NEW_YEAR, Cause.CAPPED, Windows.BOTH, 1),
            (NEW_YEAR + 5, Cause.CAPPED, Windows.BOTH, -1),
            (NEW_YEAR + 5, Cause.PROMOTED, Windows.BOTH, 1),
            *LEAVES,
        ],
    ),
    (
        "pushed past the cap",
        ((NEW_YEAR, C), (NEW_YEAR + 5, X)),
        [
            (NEW_YEAR, Cause.COUNTED, Windows.BOTH, 1),
            (NEW_YEAR + 5, Cause.DEMOTED, Windows.BOTH, -1),
            (NEW_YEAR + 5, Cause.CAPPED, Windows.BOTH, 1),
            (SIX, Cause.CAPPED, Windows.SIX_MONTHS, -1),
            (HALF, Cause.CAPPED, Windows.HALF_YEAR_DAYS, -1),
        ],
    ),
    ("struck when it has left both windows", ((NEW_YEAR, C), (SIX + 5, S)), [(NEW_YEAR, Cause.COUNTED, Windows.BOTH, 1), *LEAVES]),
    (
        "struck on the day between the windows",
        ((NEW_YEAR, C), (HALF, S)),
        [
            (NEW_YEAR, Cause.COUNTED, Windows.BOTH, 1),
            (HALF, Cause.STRUCK, Windows.SIX_MONTHS, -1),
            (HALF, Cause.LEFT, Windows.HALF_YEAR_DAYS, -1),
            (HALF, Cause.VOIDED, Windows.SIX_MONTHS, 1),
            (SIX, Cause.VOIDED, Windows.SIX_MONTHS, -1),
        ],
    ),
]


def summed(made: tuple[Change, ...], day: int, kind: WindowKind) -> dict[str, int]:
    """The figures of one window at the end of a day."""
    mine = [(cause, sign) for when, cause, windows, sign in made if when <= day and windows in {Windows.BOTH, OF_WINDOW[kind]}]
    totals = {cause.name: sum(sign for own, sign in mine if own is cause) for cause in (Cause.PENDING, Cause.CAPPED, Cause.VOIDED)}
    return {"COUNTED": sum(sign for cause, sign in mine if cause in MARK_CAUSES), **totals}


def read_off(rating: Given, standing: Standing | None, day: int, kind: WindowKind) -> dict[str, int]:
    """The same from the rulebook: pending anywhere, the others only in the window, struck ones by their own date."""
    first = window_first(day, kind)
    effective = rating.effective_day is not None and first <= rating.effective_day
    return {
        "COUNTED": int(standing is C and effective),
        "PENDING": int(standing is P),
        "CAPPED": int(standing is X and effective),
        "VOIDED": int(standing is S and first <= rating.at.toordinal()),
    }


def days_worth_looking_at(ratings: list[Given]) -> set[int]:
    """Every day on which something happens or leaves a window, with its neighbours."""
    dates = {day for r in ratings for day in (r.at.toordinal(), r.given_day, r.completed_day, r.effective_day, r.struck_day) if day}
    edges = dates | {leaving_day(day, kind) for day in dates for kind in WINDOWS}
    return {edge + nudge for edge in edges for nudge in (-1, 0, 1)}


@pytest.mark.parametrize(("name", "timeline", "journal"), JOURNALS, ids=[name for name, _, _ in JOURNALS])
def test_journal_of_a_rating(name: str, timeline: Timeline, journal: list[Change]) -> None:
    made = changes(timeline, NEW_YEAR, NEW_YEAR)

    assert sorted(made) == sorted(journal)


def test_six_months_always_outlast_180_days() -> None:
    """So a mark leaves the two windows on days of their own, and only its coming can be one change of both."""
    assert all(leaving_day(day, "6_months") > leaving_day(day, "180_days") for day in range(NEW_YEAR, NEW_YEAR + 4 * 366))


@given(ratings=ratings_of_one_buyer(NEW_YEAR, NEW_YEAR + 400), cap=st.integers(1, 2))
def test_changes_summed_up_are_the_figures_of_the_day(ratings: list[Given], cap: int) -> None:
    made = [
        changes(timeline, rating.effective_day, rating.at.toordinal())
        for rating, timeline in zip(ratings, timelines(ratings, cap), strict=True)
    ]

    for day in days_worth_looking_at(ratings):
        for rating, own, standing in zip(ratings, made, standing_on(day, ratings, cap), strict=True):
            for kind in WINDOWS:
                assert summed(own, day, kind) == read_off(rating, standing, day, kind)
