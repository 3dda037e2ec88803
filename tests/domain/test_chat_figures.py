"""CH-01 to CH-06: the vectors of the sources, limits to the microsecond, days on which the clock is changed, and a plain second reading."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from chat.domain import charts, telling
from chat.domain.figures import (
    ELSEWHERE,
    NOBODY,
    NOTHING,
    Buyers,
    Marks,
    Round,
    Tally,
    buyers,
    median,
    shut,
    tally,
)
from chat.domain.headline import Kind, common, headline
from chat.domain.local_days import Clock, beginning, pieces
from tests.domain import naive_chat_figures as naive


SHANGHAI, BERLIN, HAVANA, APIA = (ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Havana", "Pacific/Apia"))
HOUR = timedelta(hours=1)
NEXT_DAY = datetime(2026, 4, 1, tzinfo=SHANGHAI)


def at(clock: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(f"2026-03-31T{clock}").replace(tzinfo=zone)


def added(*rounds: Round, now: datetime = NEXT_DAY, target: timedelta = HOUR, zone: ZoneInfo = SHANGHAI) -> Tally:
    return sum((tally(one, clock=Clock(zone), target=target, now=now) for one in rounds), NOTHING)


def test_the_vectors_of_the_three_minute_rate() -> None:
    """Asked 10:10:15 and again 10:15:20, answered 10:18:10: one round, 0/1. Asked 10:18:30, answered 10:19:00: 1/2. No answer: 0/1."""
    first = Round(1, at("10:10:15"), at("10:18:10"))
    second = Round(1, at("10:18:30"), at("10:19:00"))
    unanswered = Round(2, at("11:00:00"))

    assert (added(first).within_3, added(first).daytime) == (0, 1)
    assert (added(first, second).within_3, added(first, second).daytime) == (1, 2)
    assert (added(unanswered).within_3, added(unanswered).daytime) == (0, 1)


@pytest.mark.parametrize(
    ("clock", "counts"),
    [("07:59:59.999999", False), ("08:00:00", True), ("22:59:59.999999", True), ("23:00:00", False), ("00:00:00", False)],
)
def test_the_daytime_begins_at_8_and_ends_before_23(clock: str, counts: bool) -> None:
    one = added(Round(1, at(clock), at(clock) + timedelta(seconds=20)))

    assert (one.daytime, one.within_3, one.capped) == ((1, 1, 1) if counts else (0, 0, 0))
    assert (one.rounds, one.in_time, one.mean) == (1, 1, Fraction(20))


@pytest.mark.parametrize(("seconds", "within_3", "in_time"), [(180, 1, 1), (180.000001, 0, 1), (3600, 0, 1), (3600.000001, 0, 0)])
def test_a_limit_is_reached_to_the_microsecond(seconds: float, within_3: int, in_time: int) -> None:
    one = added(Round(1, at("10:00:00"), at("10:00:00") + timedelta(seconds=seconds)))

    assert (one.within_3, one.in_time, one.late) == (within_3, in_time, 1 - in_time)


def test_the_mean_is_capped_at_ten_minutes_and_counts_what_nobody_answered_so() -> None:
    """(60 + 600 + 600) / 3 = 420; the plain mean and the median know no cap and no round without an answer."""
    quick, slow, none = Round(1, at("10:00:00"), at("10:01:00")), Round(2, at("10:00:00"), at("12:00:00")), Round(3, at("10:00:00"))
    one = added(quick, slow, none)

    assert one.mean_capped == 420
    assert one.mean == Fraction(60 + 7200, 2)
    assert one.unanswered == 1


def test_what_can_still_come_true_is_in_no_share() -> None:
    asked = Round(1, at("10:00:00"))

    running = added(asked, now=at("10:03:00"))
    assert (running.rounds, running.running, running.daytime, running.capped, running.judged) == (1, 1, 0, 0, 0)
    assert running.in_time_share is running.within_3_share is running.mean_capped is None
    over_3 = added(asked, now=at("10:03:00.000001"))
    assert (over_3.daytime, over_3.over_3, over_3.capped, over_3.judged) == (1, 1, 0, 0)
    late = added(asked, now=at("11:00:00.000001"))
    assert (late.judged, late.late, late.running) == (1, 1, 0)
    assert late.mean_capped == 600


def test_an_automatic_answer_is_nobodys() -> None:
    only, before = Round(1, at("10:00:00"), automatic_at=at("10:00:02")), Round(2, at("10:00:00"), at("10:30:00"), 7, at("10:00:04"))
    one = added(only, before)

    assert one.automatic == 2
    assert one.automatic_mean == 3
    assert (one.answered, one.within_3, one.unanswered) == (1, 0, 1)
    assert (only.who, before.who, Round(3, at("10:00:00"), at("10:01:00")).who) == (NOBODY, 7, ELSEWHERE)


def test_what_was_marked_as_done_is_in_no_figure_but_its_own() -> None:
    done = Round(1, at("10:00:00"), automatic_at=at("10:00:02"), done_at=at("10:05:00"))

    assert added(done) == Tally(done=1)
    assert buyers([done], clock=Clock(SHANGHAI)) == {}


def test_a_buyer_is_answered_on_the_day_on_which_they_asked() -> None:
    clock = Clock(SHANGHAI)
    day = at("10:00:00").date().toordinal()
    twice = [Round(1, at("10:00:00")), Round(1, at("11:00:00"), at("11:30:00"))]
    over_midnight = Round(2, at("23:50:00"), NEXT_DAY)
    just = Round(3, at("23:50:00"), NEXT_DAY - timedelta(microseconds=1))

    assert buyers(twice, clock=clock) == {day: Buyers(1, 1)}
    assert buyers([over_midnight], clock=clock) == {day: Buyers(1, 0)}
    assert buyers([just, *twice, over_midnight], clock=clock) == {day: Buyers(3, 2)}
    assert Buyers(3, 2).share == Fraction(200, 3)


SPANS = st.one_of(st.sampled_from([0, 1, 179_999_999, 180_000_000, 180_000_001, 600_000_000, 3_600_000_000]), st.integers(0, 10**11))


@st.composite
def some_round(draw: st.DrawFn) -> Round:
    asked = datetime(2026, 3, 27, tzinfo=UTC) + timedelta(microseconds=draw(st.integers(0, 5 * 86_400_000_000)))
    span = draw(st.none() | SPANS)
    answered = None if span is None else asked + timedelta(microseconds=span)
    automatic = draw(st.none() | st.integers(0, 10**9))
    done = asked if answered is None and draw(st.booleans()) else None
    return Round(
        draw(st.integers(1, 4)),
        asked,
        answered,
        draw(st.none() | st.integers(1, 3)),
        None if automatic is None else asked + timedelta(microseconds=automatic),
        done,
    )


@given(
    st.lists(some_round(), max_size=12), st.sampled_from([SHANGHAI, BERLIN, HAVANA]), st.sampled_from([HOUR, timedelta(minutes=5)]), SPANS
)
def test_the_sums_say_what_a_plain_reading_says(rounds: list[Round], zone: ZoneInfo, target: timedelta, later: int) -> None:
    now = max((one.asked_at for one in rounds), default=NEXT_DAY) + timedelta(microseconds=later)
    one = added(*rounds, now=now, target=target, zone=zone)
    said = naive.figures(rounds, zone, target, now)
    waits = sorted(wait.waited for wait in rounds if wait.waited is not None)

    for name, value in said.items():
        if name != "median":
            assert getattr(one, name) == value, name
    if waits:
        assert median(waits[(len(waits) - 1) // 2], waits[len(waits) // 2]) == said["median"]
    half = len(rounds) // 2
    assert added(*rounds[:half], now=now, target=target, zone=zone) + added(*rounds[half:], now=now, target=target, zone=zone) == one


@given(
    st.sampled_from([SHANGHAI, BERLIN, HAVANA, APIA, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Asia/Beirut"), ZoneInfo("Atlantic/Azores")]),
    st.integers(733_000, 739_900),
    st.integers(0, 400),
)
def test_pieces_of_days_have_no_gap_and_tell_every_clock(zone: ZoneInfo, first: int, days: int) -> None:
    found = pieces(first, first + days, zone)

    assert not found or (found[0].begins, found[-1].ends) == (beginning(first, zone), beginning(first + days + 1, zone))
    assert found or days == 0
    for piece, following in pairwise(found):
        assert piece.ends == following.begins
    for piece in found:
        for instant in (piece.begins, piece.begins + (piece.ends - piece.begins) // 2, piece.ends - timedelta(microseconds=1)):
            local = Clock(zone).local(instant)
            assert instant.replace(tzinfo=None) + piece.shift == local.replace(tzinfo=None)
            assert first <= local.toordinal() <= first + days
            if piece.day_ends is not None:
                assert piece.day_ends == beginning(local.toordinal() + 1, zone)


def test_a_short_and_a_long_day_are_cut_where_the_clock_is_changed() -> None:
    short, long = datetime(2026, 3, 29).toordinal(), datetime(2026, 10, 25).toordinal()

    assert [(piece.ends - piece.begins) // HOUR for piece in pieces(short, short, BERLIN)] == [2, 21]
    assert [(piece.ends - piece.begins) // HOUR for piece in pieces(long, long, BERLIN)] == [3, 22]
    assert [(piece.ends - piece.begins) // HOUR for piece in pieces(short - 1, short + 1, BERLIN)] == [24, 2, 21, 24]
    assert len(pieces(short - 30, short - 1, BERLIN)) == 1


def test_a_day_that_a_zone_left_out_has_no_piece() -> None:
    """Samoa had no 30 December 2011."""
    left_out = datetime(2011, 12, 30).toordinal()

    assert pieces(left_out, left_out, APIA) == ()
    assert [(piece.ends - piece.begins) // HOUR for piece in pieces(left_out - 1, left_out + 1, APIA)] == [24, 24]


def test_an_hour_that_comes_twice_is_counted_under_one_name() -> None:
    """Berlin, 25 October 2026: 02:30 is shown at 00:30 and at 01:30 UTC."""
    clock = Clock(BERLIN)
    both = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]

    assert [clock.local(instant).hour for instant in both] == [2, 2]
    assert len({clock.day(instant) for instant in both}) == 1


MARKS = st.lists(st.integers(0, 12), max_size=8).map(lambda counts: [Marks(count, 4 * count, count // 2) for count in counts])


@given(MARKS)
def test_no_subtraction_tells_of_fewer_than_five_marks(marks: list[Marks]) -> None:
    closed = shut(marks)

    together = sum(marks[place].count for place in closed)
    assert together == 0 or together >= 5 or len(closed) == len(marks)
    assert all(marks[place].count >= 5 for place in range(len(marks)) if place not in closed)


def test_satisfaction_is_told_from_five_marks_on() -> None:
    few, enough = Marks(4, 20, 4), Marks(5, 21, 4)

    assert (few.average, few.good_share) == (None, None)
    assert (enough.average, enough.good_share) == (Fraction(21, 5), Fraction(80))
    assert shut([enough, Marks(6, 30, 6)]) == set()
    assert shut([few, enough, Marks(6, 30, 6)]) == {0, 1}
    assert telling.marks(few, closed=True) == {"marks": None, "average": None, "good_percent": None}


@pytest.mark.parametrize(
    ("one", "kind", "share"),
    [
        (Tally(), Kind.NOTHING, ""),
        (Tally(rounds=2), Kind.RUNNING, ""),
        (Tally(rounds=3, judged=3, in_time=3), Kind.ALL, ""),
        (Tally(rounds=200, judged=200, in_time=184), Kind.SHARE, "92"),
        (Tally(rounds=5000, judged=5000, in_time=4999), Kind.SHARE, "99.98"),
        (Tally(rounds=1000, judged=1000, in_time=1), Kind.SHARE, "0.1"),
        (Tally(rounds=2, judged=2), Kind.SHARE, "0"),
        (Tally(rounds=8, judged=8, in_time=1), Kind.SHARE, "13"),
    ],
)
def test_the_headline_never_says_all_or_none_where_it_was_not(one: Tally, kind: Kind, share: str) -> None:
    assert (headline(one).kind, headline(one).share) == (kind, share)


def test_a_target_is_common_where_all_shops_have_it() -> None:
    assert common([HOUR, HOUR]) == HOUR
    assert common([HOUR, 2 * HOUR]) is None
    assert common([]) is None


def test_digits_are_rounded_half_up() -> None:
    one = telling.line(telling.Line(Tally(rounds=8, answered=2, judged=8, in_time=1, waited_total=timedelta(seconds=1)), Fraction(5, 2)))

    assert (one["in_time_percent"], one["mean_seconds"], one["median_seconds"], one["within_3_minutes_percent"]) == ("12.5", "1", "3", None)
    assert telling.percent(Fraction(1, 20)) == "0.1"
    assert tuple(one) == telling.FIELDS


def test_what_is_usual_needs_two_weeks() -> None:
    assert telling.usual([Fraction(90)]) is None
    assert telling.usual([Fraction(90), Fraction(95), Fraction(88)]) == (Fraction(88), Fraction(95))


@given(st.dictionaries(st.integers(100, 130), st.builds(Tally, rounds=st.integers(0, 2000)), max_size=20), st.integers(100, 130))
def test_bars_begin_at_nought_and_stay_in_the_box(found: dict[int, Tally], last: int) -> None:
    tallies = {day: Tally(rounds=one.rounds, judged=one.rounds // 2, in_time=one.rounds // 3) for day, one in found.items()}
    chart = charts.days(tallies, 100, last)

    assert chart.ticks[0] == (100.0, 0)
    assert chart.ticks[-1][1] >= max((one.rounds for day, one in tallies.items() if day <= last), default=0)
    assert len(chart.ticks) <= 6
    assert (chart.names[0].day.toordinal(), chart.names[-1].day.toordinal()) == (100, last)
    assert all(0 <= name.x <= 100 for name in chart.names)
