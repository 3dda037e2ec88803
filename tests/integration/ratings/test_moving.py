"""Each shop's midnight: the running figure is that of the new day, the old one is kept, thresholds crossed are told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from ratings import tasks
from ratings.models import DayFigure, RunningFigure
from ratings.services import moving
from sellerdesk.domain.days import WINDOWS
from sellerdesk.models import DeskEvent
from sellerdesk.shops import ShopFacts
from tests.factories.feed import feed_shop, load, order, rating
from tests.integration.ratings.standing import assert_runs_true, busy_shop, kept, local, running, summed


pytestmark = pytest.mark.django_db

ZONES = (
    *("America/New_York", "Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana", "Asia/Beirut"),
    *("Europe/Moscow", "Australia/Lord_Howe", "Asia/Kathmandu"),
)
SECOND = timedelta(seconds=1)
MARCH = (date(2026, 3, 5), 8)
"""Over the spring change of New York and, at its very midnight, of Havana."""
AUTUMN = (date(2026, 10, 29), 7)


def midnights(shop: ShopFacts, first: date, days: int) -> Iterator[datetime]:
    """The first instants of the days after `first`, by the shop's clock."""
    for number in range(1, days + 1):
        day = first + timedelta(days=number)
        yield local(shop, day.year, day.month, day.day)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("first", "days"), [MARCH, AUTUMN])
def test_every_midnight_the_figure_is_that_of_the_new_day(zone: str, first: date, days: int) -> None:
    noon = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    shop = busy_shop(noon, time_zone=zone)
    first = date.fromordinal(shop.day(noon))
    assert_runs_true(shop)

    for number, midnight in enumerate(midnights(shop, first, days), start=1):
        before = running(shop)
        assert moving.move_due(now=midnight - SECOND) == 0
        assert moving.move_due(now=midnight) == 1

        assert running(shop).day == first + timedelta(days=number)
        assert_runs_true(shop)
        old = DayFigure.objects.get(shop_id=shop.id, day=first + timedelta(days=number - 1))
        assert [kept(old, window) for window in WINDOWS] == [kept(before, window) for window in WINDOWS]
    assert DayFigure.objects.filter(shop_id=shop.id).count() == days


def test_the_feed_of_these_tests_has_every_fate() -> None:
    """Or the comparison above would compare noughts."""
    shop = busy_shop(datetime(2026, 3, 5, 12, tzinfo=UTC))
    row = running(shop)

    for window in WINDOWS:
        stars, pending, capped, voided = kept(row, window)
        assert sum(stars) > 100
        assert min(pending, capped, voided) > 0
    assert kept(row, WINDOWS[0]) != kept(row, WINDOWS[1])


def test_loads_between_midnights_run_on() -> None:
    noon = datetime(2026, 3, 5, 4, tzinfo=UTC)
    shop = busy_shop(noon)

    for number, midnight in enumerate(midnights(shop, date(2026, 3, 5), 4)):
        load(shop, order(f"N{number}"), rating(f"NS{number}", f"N{number}", at=(noon - timedelta(days=number)).isoformat()), now=midnight)
        assert_runs_true(shop)
        assert moving.move_due(now=midnight) == 1
        assert_runs_true(shop)


def test_what_is_told_late_does_not_restate_a_kept_day() -> None:
    noon = datetime(2026, 3, 5, 4, tzinfo=UTC)
    shop = busy_shop(noon, rules="standard")
    midnight = next(midnights(shop, date(2026, 3, 5), 1))
    moving.move_due(now=midnight)
    before = kept(DayFigure.objects.get(shop_id=shop.id), "6_months")

    load(shop, order("late"), rating("late", "late", at=noon.isoformat()), now=midnight)

    assert kept(DayFigure.objects.get(shop_id=shop.id), "6_months") == before
    assert summed(shop, date(2026, 3, 5).toordinal(), "6_months") != before


def test_missed_midnights_are_caught_up_day_by_day() -> None:
    noon = datetime(2026, 3, 5, 4, tzinfo=UTC)
    shop = busy_shop(noon)

    moved = [moving.move_due(now=noon + timedelta(days=5)) for _ in range(7)]

    assert moved == [1, 1, 1, 1, 1, 0, 0]
    assert running(shop).day == date(2026, 3, 10)
    assert_runs_true(shop)
    for row in DayFigure.objects.filter(shop_id=shop.id):
        for window in WINDOWS:
            assert kept(row, window) == summed(shop, row.day.toordinal(), window)
    assert DayFigure.objects.filter(shop_id=shop.id).count() == 5


def test_only_the_shops_whose_midnight_has_come_move() -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    shops = {zone: busy_shop(noon, time_zone=zone) for zone in ("Pacific/Kiritimati", "Asia/Shanghai", "America/New_York")}
    east, middle, west = shops.values()

    at = local(middle, 2026, 3, 6)
    assert (moving.move_due(now=at), moving.move_due(now=at)) == (1, 0)

    assert [running(shop).day for shop in (east, middle, west)] == [date(2026, 3, 6), date(2026, 3, 6), date(2026, 3, 5)]
    for shop in shops.values():
        assert_runs_true(shop)


def test_many_shops_move_in_portions_and_each_desk_is_told_once() -> None:
    noon = datetime(2026, 3, 5, 4, tzinfo=UTC)
    shops = [feed_shop() for _ in range(5)]
    for shop in shops:
        load(shop, order(), rating(at="2026-03-04T00:00:00Z"), now=noon)

    assert [moving.move_due(now=noon + timedelta(days=1), limit=2) for _ in range(4)] == [2, 2, 1, 0]

    assert {running(shop).day for shop in shops} == {date(2026, 3, 6)}
    assert DeskEvent.objects.filter(kind="ratings.day_moved").count() == len(shops)


def test_a_shop_without_ratings_has_nothing_to_move() -> None:
    load(feed_shop(), order())

    assert moving.move_due(now=datetime(2027, 1, 1, tzinfo=UTC)) == 0


def crossed(shop: ShopFacts) -> list[tuple[str, str, bool]]:
    """The crossings told so far, in order."""
    events = DeskEvent.objects.filter(desk_id=shop.desk_id, kind="ratings.threshold_crossed").order_by("number")
    return [(event.ids["dimension"], event.ids["threshold"], event.ids["below"]) for event in events]


def look(shop: ShopFacts, fives: int, fours: int = 0, ones: int = 0) -> list[tuple[str, str, bool]]:
    """Put these marks for service into the running figure, look at it, and give what was told anew."""
    before = len(crossed(shop))
    marks = {"six_service_5": fives, "six_service_4": fours, "six_service_1": ones}
    RunningFigure.objects.filter(shop_id=shop.id).update(**marks)
    moving.settle(shop=shop, now=datetime(2026, 3, 5, tzinfo=UTC))
    return crossed(shop)[before:]


@pytest.fixture
def watched() -> ShopFacts:
    """A shop that was looked at while all was well."""
    shop = feed_shop()
    load(shop, order(), rating(service=5), now=datetime(2026, 3, 20, tzinfo=UTC))
    assert look(shop, 6000, 4000) == []
    return shop


BELOW, ABOVE = ("service", "23/5", True), ("service", "23/5", False)
WORSE, BETTER = ("service", "22/5", True), ("service", "22/5", False)


def test_a_threshold_is_missed_by_a_ten_thousandth_and_not_when_met(watched: ShopFacts) -> None:
    assert look(watched, 6000, 4000) == []
    assert look(watched, 5999, 4001) == [BELOW]
    assert look(watched, 5999, 4001) == []
    assert look(watched, 6000, 4000) == [ABOVE]


def test_a_threshold_is_missed_by_the_least_that_a_mean_can_differ(watched: ShopFacts) -> None:
    """1,379,999,999 of 300,000,000 is shown as 4.6000 and is below."""
    assert look(watched, 179_999_999, 120_000_001) == [BELOW]
    assert look(watched, 180_000_000, 120_000_000) == [ABOVE]


def test_both_thresholds_are_told(watched: ShopFacts) -> None:
    assert look(watched, 0, 0, 1) == [BELOW, WORSE]
    assert look(watched, 85, 0, 15) == [BETTER]
    assert look(watched, 100) == [ABOVE]


def test_without_marks_nothing_is_missed(watched: ShopFacts) -> None:
    look(watched, 0, 0, 1)

    assert look(watched, 0) == [ABOVE, BETTER]


def test_the_first_look_says_nothing() -> None:
    shop = feed_shop()
    load(shop, order(), rating(service=1), now=datetime(2026, 3, 20, tzinfo=UTC))

    moving.settle(shop=shop, now=datetime(2026, 3, 20, tzinfo=UTC))

    assert crossed(shop) == []
    assert running(shop).missed is not None


def test_midnight_tells_what_leaving_marks_do() -> None:
    """Thirty fives of last year leave; a one of this month stays."""
    shop = feed_shop()
    now = local(shop, 2026, 3, 20, 12)
    old = [rating(f"S{n}", f"O{n}", at="2025-09-21T12:00:00+08:00", service=5) for n in range(30)]
    load(
        shop,
        *(order(f"O{n}", at="2025-09-20T12:00:00+08:00") for n in range(30)),
        *old,
        order("new"),
        rating("new", "new", service=1),
        now=now,
    )
    moving.settle(shop=shop, now=now)
    assert crossed(shop) == []

    assert moving.move_due(now=local(shop, 2026, 3, 21)) == 1

    assert crossed(shop) == [BELOW, WORSE]


def test_the_thresholds_are_those_of_the_shops_own_window() -> None:
    """What left the 180 days is still in the six months."""
    now = datetime(2026, 3, 20, tzinfo=UTC)
    seen = []
    for window in WINDOWS:
        shop = feed_shop(window=window)
        load(shop, order("O0", at="2025-09-20T00:00:00Z"), rating("S0", "O0", at="2025-09-21T00:00:00Z", service=1), now=now)
        moving.settle(shop=shop, now=now)
        seen.append(running(shop).missed)

    assert seen[0] != 0
    assert seen[1] == 0


def test_the_task_catches_up_to_the_real_day() -> None:
    now = timezone.now()
    shop = busy_shop(now - timedelta(days=3))

    tasks.midnight()

    assert running(shop).day.toordinal() in {shop.day(now), shop.day(timezone.now())}
    assert_runs_true(shop)


def test_the_sweep_settles_what_no_task_did() -> None:
    shop = feed_shop()
    with mock.patch("sellerdesk.queueing.app.send_task"):
        load(shop, order(), rating())
    assert shop.id in moving.unsettled()

    tasks.sweep()
    tasks.settle(shop_id=10**9)

    assert moving.unsettled() == []
    assert running(shop).missed == 0
