"""Figures of refusals and claims: definitions, milestones, periods and drawings, against the reference and plain counting."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from returns.domain import behind, periods, ranges
from returns.domain.behind import Behind, Part
from returns.domain.charting import control, paretoed
from returns.domain.definitions import HITS, MEASURES, OF, Tally, percent, seconds
from returns.domain.facts import BUYER, CLOCK, MARKETPLACE, SHOP
from returns.domain.milestones import Milestones, Step, milestones
from returns.domain.periods import Period
from returns.domain.rates import chart
from returns.domain.spans import DAY, MONTH, pieces, weeks
from returns.domain.telling import COUNTS, amounts, fields, line
from sellerdesk.domain.rounding import shown


TODAY = date(2026, 3, 20)


def test_the_refund_rate_of_the_reference() -> None:
    """AS-10: (10 + 15) / (125 + 112) = 25/237 = 10.55 %, which prints 10.5."""
    two = [Tally({"refunds": 10, "lines": 125}), Tally({"refunds": 15, "lines": 112})]
    whole = Tally({name: sum(one.count(name) for one in two) for name in ("refunds", "lines")})

    assert whole.quotient("refund_rate") == Fraction(25, 237)
    assert line(whole)["refund_rate_percent"] == "10.5"


@pytest.mark.parametrize(
    ("measure", "counts", "told"),
    [
        ("buyout", {"bought": 90, "refused": 10, "lines": 130}, "90.0"),
        ("refused", {"refused": 10, "lines": 130}, "7.7"),
        ("quality_rate", {"first_quality": 3, "lines": 200, "quality": 9}, "1.5"),
        ("dispute_rate", {"disputes": 1, "joined": 4, "lines": 200}, "0.5"),
        ("joined_rate", {"disputes": 1, "joined": 4, "lines": 200}, "2.0"),
        ("self_completion", {"self_finished": 19, "finished": 20, "lines": 7}, "95.0"),
        ("refund_rate", {"refunds": 3, "lines": 2}, "150.0"),
        ("refund_rate", {"refunds": 3}, None),
    ],
)
def test_what_is_counted_of_what(measure: str, counts: dict[str, int], told: str | None) -> None:
    tally = Tally(counts)
    one = next(one for one in MEASURES if one == measure)

    assert line(tally)[f"{measure}_percent"] == told
    whole = sum(counts.get(name, 0) for name in OF[one])
    assert (tally.rate(one) is None) == (whole == 0 or counts[HITS[one]] > whole)


def test_durations_are_means_of_what_ended() -> None:
    tally = Tally({"direct": 3, "direct_seconds": 100, "sent_back": 0})

    assert seconds(tally.mean_seconds("direct")) == "33"
    assert tally.mean_seconds("sent_back") is None


@given(st.fractions(0, 3, max_denominator=10_000))
def test_percents_are_those_of_exact_rounding(share: Fraction) -> None:
    assert percent(share) == shown(share * 100, 1)


@given(st.floats(0, 1))
def test_percents_of_floats_are_within_half_a_tenth(share: float) -> None:
    told = percent(share)
    assert told is not None
    assert abs(float(told) - share * 100) <= 0.05 + 1e-9


def test_every_share_leads_to_rows_and_every_row_is_told() -> None:
    assert set(HITS.values()) | {name for names in OF.values() for name in names} <= set(behind.WHICH)
    assert set(behind.WHICH) == set(COUNTS)
    assert set(line(Tally(), "")) == set(fields(""))
    assert set(line(Tally(), "stage")) == set(fields("stage"))


def test_money_is_told_in_each_currency() -> None:
    tally = Tally({}, {"RUB": {"refund_minor": 150_000}, "JPY": {"refund_minor": 20}, "CNY": {"lost_minor": 1}})

    assert amounts(tally, "refund_minor") == "20 JPY; 1500.00 RUB"
    assert amounts(tally, "shipping_minor") is None


BEGUN = datetime(2026, 3, 1, tzinfo=UTC)


def paid(hours: int, minor: int) -> Milestones:
    at = BEGUN + timedelta(hours=hours)
    return Milestones(refunded_at=at, finished_at=at, refund_minor=minor, refund_currency="CNY")


def moved(hours: int, event: str, money: str, talk: str = "nobody", by: int = SHOP, amount: int | None = None) -> Step:
    return Step(BEGUN + timedelta(hours=hours), event, by, money, talk, amount, "CNY" if amount is not None else "")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], Milestones()),
        ([moved(1, "refused", "refused", "buyer")], Milestones()),
        (
            [moved(1, "agreed_outright", "agreed"), moved(2, "refunded", "paid", by=MARKETPLACE), moved(3, "received", "paid")],
            Milestones(refunded_at=BEGUN + timedelta(hours=2), finished_at=BEGUN + timedelta(hours=2), by_marketplace=True,
                       refund_minor=500, refund_currency="CNY"),
        ),
        (
            # A payment that failed was none; paid again, it is the later one.
            [moved(1, "refunded", "paid"), moved(2, "refund_failed", "failed", "shop"), moved(5, "refunded", "paid", amount=700)],
            paid(5, 700),
        ),
        (
            [moved(1, "partly_agreed", "partly", amount=200), moved(2, "refunded", "paid")],
            paid(2, 200),
        ),
        (
            # Of a part that was followed by the whole, the whole.
            [moved(1, "partly_agreed", "partly", amount=200), moved(2, "agreed", "agreed"), moved(3, "refunded", "paid")],
            paid(3, 500),
        ),
        (
            # What a clock closes has ended without the marketplace's people (AS-13).
            [moved(1, "refused", "refused", "buyer"), moved(9, "closed", "dropped", "closed", by=CLOCK)],
            Milestones(finished_at=BEGUN + timedelta(hours=9)),
        ),
        (
            # The last word of the marketplace counts (AS-11).
            [moved(1, "marketplace_joined", "asked", "marketplace", by=MARKETPLACE), moved(2, "ruled_for_buyer", "agreed", by=MARKETPLACE),
             moved(3, "ruled_for_seller", "refused", by=MARKETPLACE)],
            Milestones(joined_at=BEGUN + timedelta(hours=1)),
        ),
        (
            [moved(1, "marketplace_joined", "asked", "marketplace", by=BUYER), moved(2, "ruled_for_buyer", "agreed", by=MARKETPLACE)],
            Milestones(joined_at=BEGUN + timedelta(hours=1), ruled_at=BEGUN + timedelta(hours=2)),
        ),
    ],
)  # fmt: skip
def test_milestones(steps: list[Step], expected: Milestones) -> None:
    assert milestones(steps, amount=500, currency="CNY") == expected


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(days, days)
def test_pieces_hold_each_day_once(first: date, last: date) -> None:
    held: list[date] = []
    for piece in pieces(first, last):
        assert piece.span == DAY or (piece.first.day == 1 and (piece.last + timedelta(days=1)).day == 1)
        held += [piece.first + timedelta(days=n) for n in range((piece.last - piece.first).days + 1)]
        # Of months, rows are named by their first days: all of them lie in the piece.
        assert piece.span in {DAY, MONTH}
    assert held == [first + timedelta(days=n) for n in range(max((last - first).days + 1, 0))]


def test_weeks_begin_on_mondays() -> None:
    assert list(weeks(date(2026, 3, 4), date(2026, 3, 16))) == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]


@pytest.mark.parametrize(
    ("asked", "first", "last", "fault"),
    [
        (("", "", ""), date(2026, 2, 18), date(2026, 3, 19), ""),
        (("90", "", ""), date(2025, 12, 20), date(2026, 3, 19), ""),
        (("month", "", ""), date(2026, 3, 1), TODAY, ""),
        (("last_month", "", ""), date(2026, 2, 1), date(2026, 2, 28), ""),
        (("decade", "", ""), date(2026, 2, 18), date(2026, 3, 19), "unreadable"),
        (("", "2026-03-02", ""), date(2026, 3, 2), date(2026, 3, 2), ""),
        (("", "2026-03-02", "2026-03-01"), date(2026, 3, 1), date(2026, 3, 2), "backwards"),
        (("", "2020-01-01", "2026-03-01"), date(2024, 3, 1), date(2026, 3, 1), "too_long"),
        (("", "2026-02-30", ""), date(2026, 2, 18), date(2026, 3, 19), "unreadable"),
    ],
)
def test_periods(asked: tuple[str, str, str], first: date, last: date, fault: str) -> None:
    found = periods.period(*asked, today=TODAY)

    assert (found.first, found.last, found.fault) == (first, last, fault)
    assert found.days <= periods.LONGEST


def test_months() -> None:
    assert periods.month("2026-03", today=TODAY) == date(2026, 3, 1)
    assert periods.month("soon", today=TODAY) == date(2026, 2, 1)
    assert periods.month_period(date(2024, 2, 1)).last == date(2024, 2, 29)


PERIOD = Period("days", date(2026, 3, 1), date(2026, 3, 9))


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        (Part(), ("all", "")),
        (Part(7), ("product", "7")),
        (Part(None, "courier", "SF"), ("courier", "SF")),
        (Part(7, "reason", "late"), ("product_reason", "7:late")),
        (Part(None, "product", ""), ("product", "")),
    ],
)
def test_a_part_is_read_back_as_it_was_told(part: Part, kept: tuple[str, str]) -> None:
    assert part.kept == kept
    asked = Behind("refused", PERIOD, part)
    assert behind.read(behind.written(asked), PERIOD) == asked


def test_what_names_no_part_narrows_nothing() -> None:
    assert behind.read({"which": "moon"}, PERIOD) is None
    assert behind.part({"by": "moon", "key": "x"}) == Part()
    assert behind.part({"by": "courier", "key": "x\0"}) == Part()
    assert behind.part({"product": "-1"}) == behind.part({"product": "9" * 30}) == Part()


@pytest.mark.parametrize(
    ("hits", "count", "place"),
    [(19, 19, "few"), (0, 0, "few"), (10, 100, "usual"), (20, 100, "above"), (19, 100, "usual"), (0, 1000, "below"), (100, 1000, "usual")],
)
def test_beside_the_whole(hits: int, count: int, place: str) -> None:
    """Of 100 with a share of 10 % three deviations are 9 in a hundred: 19 is just usual."""
    assert ranges.beside(hits, count, Fraction(1, 10)).place == place


@given(st.lists(st.integers(0, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), max_size=60))
def test_a_chart_draws_what_its_points_say(spans: list[tuple[int, int]]) -> None:
    drawn = control([(TODAY + timedelta(weeks=n), *span) for n, span in enumerate(spans)])
    middle, points = chart(spans)

    assert [column.point for column in drawn.columns] == points
    assert drawn.middle == middle
    assert drawn.unusual == sum(point.unusual for point in points)
    assert 0 <= drawn.middle_y <= 100
    assert all(bool(column.bar) == bool(column.hits) for column in drawn.columns)


def test_the_most_frequent_cause_is_the_widest() -> None:
    assert [(one.bar.cause, one.width) for one in paretoed({"a": 1, "b": 4, "c": 0})] == [("b", 100.0), ("a", 25.0)]
    assert paretoed({}) == []
