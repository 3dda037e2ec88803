"""Until when the shop may rate a buyer, to the second, by clocks that jump; and what a rating or silence does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from reviews.domain.credit import Side
from reviews.domain.facts import SHOP, Review, Trade
from reviews.domain.placing import place
from reviews.domain.rating import Place, RatingFacts, effect, place_of, until, why_not_rate
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import PROFILES, STANDARD, TAOBAO, WILDBERRIES, RuleProfile


DONE = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
LAST = DONE + timedelta(hours=15 * 24)
TICK = timedelta(microseconds=1)
moments = st.datetimes(datetime(2026, 2, 1), datetime(2026, 4, 30), timezones=st.just(UTC))


def trade(completed_at: datetime | None = DONE, *, reviewable: bool = True, struck_at: datetime | None = None) -> Trade:
    return Trade(DONE - timedelta(days=4), completed_at, reviewable, ("L1",), struck_at)


def facts(buyer: Side | None = None, *, given: bool = False, of: Trade | None = None) -> RatingFacts:
    return RatingFacts(of or trade(), "L1", given, buyer)


def code(found: RatingFacts, now: datetime) -> str:
    why = why_not_rate(found, TAOBAO, now)
    return "" if why is None else why.code


@pytest.mark.parametrize(
    ("zone", "completed", "last"),
    [
        ("Asia/Shanghai", "2026-03-20 12:00:37", "2026-04-04 12:00:37"),
        ("Europe/Berlin", "2026-03-20 12:00:37", "2026-04-04 13:00:37"),
        ("Europe/Berlin", "2026-10-20 12:00:37", "2026-11-04 11:00:37"),
        ("America/New_York", "2026-10-25 00:30:00", "2026-11-08 23:30:00"),
        ("America/New_York", "2026-03-07 23:30:00", "2026-03-23 00:30:00"),
    ],
)
def test_the_window_is_fifteen_times_24_hours_whatever_the_clock_does(zone: str, completed: str, last: str) -> None:
    at, end = (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in (completed, last))
    found = facts(of=trade(at.astimezone(UTC)))

    assert until(at.astimezone(UTC), TAOBAO) == end
    assert code(found, end) == ""
    assert code(found, end + TICK) == "review_window_closed"
    assert code(found, at) == ""
    assert code(found, at - TICK) == "order_not_completed"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (facts(given=True), "already_rated"),
        (facts(of=trade(struck_at=DONE)), "trade_struck"),
        (facts(of=trade(reviewable=False)), "order_not_reviewable"),
        (facts(of=trade(None)), "order_not_completed"),
        (facts(given=True, of=trade(struck_at=DONE)), "trade_struck"),
    ],
)
def test_why_not(found: RatingFacts, said: str) -> None:
    assert code(found, DONE + timedelta(days=1)) == said


@pytest.mark.parametrize("rules", [STANDARD, WILDBERRIES])
def test_where_the_marketplace_has_no_buyer_rating_nothing_is_offered(rules: RuleProfile) -> None:
    why = why_not_rate(facts(), rules, DONE)
    assert why is not None
    assert why.code == "rating_not_offered"


def test_who_rates_buyers_has_a_window_for_it() -> None:
    assert all(rules.review_window is not None for rules in PROFILES.values() if rules.rates_buyers)


@given(now=moments, completed=st.none() | moments, reviewable=st.booleans())
def test_what_may_be_rated_now_is_what_the_feed_accepts_of_now(now: datetime, completed: datetime | None, reviewable: bool) -> None:
    of = trade(completed, reviewable=reviewable)
    told = place(of, [Review("S1", now, SHOP, Verdict.GOOD, None)], TAOBAO)["S1"].ruling

    assert code(facts(of=of), now) == told
    assert (told == "") == (reviewable and completed is not None and completed <= now <= completed + timedelta(seconds=15 * 86400))


GAVE = DONE + timedelta(days=1)
NOW = DONE + timedelta(days=3)
HALF = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("buyer", "rated", "silent", "default"),
    [
        (Side(GAVE, Verdict.GOOD, None, None), NOW + HALF, LAST, True),
        (Side(GAVE, Verdict.BAD, None, None), NOW + HALF, LAST, False),
        (Side(GAVE, Verdict.NEUTRAL, None, None), NOW + HALF, LAST, False),
        (Side(GAVE, Verdict.BAD, GAVE, None), NOW + HALF, LAST, True),
        (Side(GAVE, Verdict.GOOD, None, GAVE), None, None, False),
        (None, LAST, None, False),
    ],
    ids=["good", "bad", "neutral", "changed to good", "deleted", "silent"],
)
def test_what_a_rating_and_silence_do(buyer: Side | None, rated: datetime | None, silent: datetime | None, default: bool) -> None:
    found = effect(facts(buyer), TAOBAO, NOW)

    assert found.until == LAST
    assert (found.rated_good and found.rated_good.since) == rated
    assert (found.silent and found.silent.since) == silent
    assert found.default_good is default


def test_in_the_last_half_hour_a_rating_puts_the_review_off() -> None:
    now = LAST - timedelta(minutes=10)
    found = effect(facts(Side(GAVE, Verdict.GOOD, None, None)), TAOBAO, now)

    assert found.rated_good is not None
    assert found.silent is not None
    assert found.rated_good.since == now + HALF > found.silent.since


@given(at=moments, order=st.integers(0, 10**18 - 1), line=st.integers(0, 10**18 - 1))
def test_a_place_is_read_back(at: datetime, order: int, line: int) -> None:
    assert place_of(Place(at, order, line).text()) == Place(at, order, line)


@pytest.mark.parametrize("text", ["", "1-2", "-1-2-3", "x-1-2", "99999999999999999999-1-2", "1-2-3-4"])
def test_any_other_text_is_no_place(text: str) -> None:
    assert place_of(text) is None
