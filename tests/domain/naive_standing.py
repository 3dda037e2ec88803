"""Rulebook 5 read day by day, the slow way, and ratings of one buyer to try it on."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from ratings.domain.standing import Given, Standing, Timeline


FIRST_DAY, LAST_DAY = 1, 41


@st.composite
def ratings(draw: st.DrawFn, first: int = FIRST_DAY, last: int = LAST_DAY) -> Given:
    """A rating between two days: before its order or after, of an open order or a completed one, pending, effective, struck."""
    days, months = st.integers(first, last), st.integers(0, 2)
    day = draw(days)
    done = draw(st.none() | st.tuples(days, months)) or (None, None)
    return Given(
        at=datetime.fromordinal(day).replace(tzinfo=UTC),
        outside_id=draw(st.text("abB", min_size=1, max_size=3)),
        given_day=day + draw(st.sampled_from([0, 0, 3])),
        given_month=draw(months),
        completed_day=done[0],
        completed_month=done[1],
        effective_day=draw(st.none() | days),
        struck_day=draw(st.none() | days),
    )


def ratings_of_one_buyer(first: int = FIRST_DAY, last: int = LAST_DAY) -> st.SearchStrategy[list[Given]]:
    """Up to six ratings in three months."""
    return st.lists(ratings(first, last), max_size=6, unique_by=lambda rating: rating.outside_id)


GIVEN = ratings_of_one_buyer()


def standing_on(day: int, ratings: list[Given], cap: int | None) -> list[Standing | None]:
    """What each rating is at the end of a day; None before it exists."""
    there = [rating for rating in ratings if rating.given_day <= day]
    unstruck = [rating for rating in there if rating.struck_day is None or rating.struck_day > day]

    def month(rating: Given) -> int | None:
        done = rating.completed_day is not None and rating.completed_day <= day
        return rating.completed_month if done else rating.given_month

    def one(rating: Given) -> Standing | None:
        if rating not in there:
            return None
        if rating not in unstruck:
            return Standing.STRUCK
        if rating.effective_day is None or rating.effective_day > day:
            return Standing.PENDING
        key = (rating.at, rating.outside_id)
        earlier = [each for each in unstruck if month(each) == month(rating) and (each.at, each.outside_id) < key]
        return Standing.COUNTED if cap is None or len(earlier) < cap else Standing.CAPPED

    return [one(rating) for rating in ratings]


def lasting(timeline: Timeline, day: int) -> Standing | None:
    """What a timeline says of a day."""
    return next((standing for start, standing in reversed(timeline) if start <= day), None)
