"""Why a shop's means moved, over real days: the parts lead from one day's figure to the other's; what leaves is tomorrow's figure."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from ratings import queries
from ratings.domain.figures import DIMENSIONS
from ratings.domain.splitting import Flow, Reason, split
from ratings.models import DayFigure
from ratings.queries import moved
from ratings.services import moving
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, order, rating
from tests.integration.ratings.standing import busy_shop


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)


@pytest.fixture
def shop() -> ShopFacts:
    return busy_shop(NOW)


def test_parts_lead_from_any_day_to_any_other(shop: ShopFacts) -> None:
    today = shop.day(NOW)
    seen = set()
    for start, end in (
        (today - 300, today - 1),
        (today - 40, today - 3),
        (today - 4, today),
        (today - 1, today + 60),
        (today, today + 200),
    ):
        flows = moved.between(shop, start, end, shop.window)
        first, last = (queries.at_end_of(shop, day, shop.window).dimensions for day in (start, end))
        for name in DIMENSIONS:
            found = split(first[name], last[name], {(reason,): flow for reason, flow in flows[name].items()})
            if found.moved is not None:
                assert sum((part.moved or Fraction(0) for part in found.parts), Fraction(0)) == found.moved
            seen |= {reason for part in found.parts for reason in part.reasons}
    # Nobody reviewed these buyers, so every mark waits for the review window to close.
    assert seen == set(Reason) - {Reason.RESTATED, Reason.NEW}


@pytest.mark.parametrize("hours", [0, 11])
def test_every_day_of_the_year_leads_to_this_instant(shop: ShopFacts, hours: int) -> None:
    """Also where something of today is still to come: a split that ends today ends now."""
    now = NOW + timedelta(hours=hours)
    for name in ("described", "logistics"):
        found = moved.year(shop, name, now=now)
        assert found.figures[-1] == queries.current(shop, shop.window, now=now).dimensions[name]
        assert all(count >= 0 for flow in found.flows[-1].values() for count in (*flow.came, *flow.went))
        for start in range(len(found.figures) - 60, len(found.figures), 7):
            made = found.split(start, len(found.figures) - 1)
            assert sum((part.moved or Fraction(0) for part in made.parts), Fraction(0)) == (made.moved or 0)


def marks(count: int, *, days_ago: int, start: int, service: int) -> list[Record]:
    at = (NOW - timedelta(days=days_ago)).isoformat()
    records = []
    for number in range(start, start + count):
        records += [order(f"L{number}", at=at, buyer=f"L{number}"), rating(f"LS{number}", f"L{number}", at=at, service=service)]
    return records


def test_what_was_told_late_is_restated() -> None:
    """The figure that was known when the day ended, and twenty marks told a day later, of eleven days before."""
    shop = feed_shop("standard", "Asia/Shanghai")
    load(shop, *marks(30, days_ago=20, start=0, service=5), now=NOW)
    moving.move_due(now=NOW + timedelta(days=1))
    load(shop, *marks(20, days_ago=9, start=30, service=1), now=NOW + timedelta(days=1))

    found = moved.year(shop, "service", now=NOW + timedelta(days=2))

    place = found.place(shop.day(NOW))
    made = found.split(place, len(found.figures) - 1)
    (part,) = (part for part in made.parts if part.reasons == (Reason.RESTATED,))
    assert part.flow == Flow((20, 0, 0, 0, 0))
    kept = DayFigure.objects.get(shop_id=shop.id, day=date.fromordinal(shop.day(NOW)))
    prefix = "six" if shop.window == "6_months" else "half"
    assert made.before.stars == tuple(getattr(kept, f"{prefix}_service_{star}") for star in range(1, 6))
    assert sum((one.moved or Fraction(0) for one in made.parts), Fraction(0)) == made.moved


def test_tomorrow_without_news_is_what_leaves_and_what_waits(shop: ShopFacts) -> None:
    """The known part of the days to come: today's figure, less what leaves, with the waiting ones that begin to count."""
    end = NOW.replace(hour=15, minute=59)
    for ahead in (1, 8):
        for name in ("described", "logistics"):
            found = moved.year(shop, name, now=end)
            flows = moved.between(shop, shop.day(end), shop.day(end) + ahead, shop.window)[name]
            left = [sum(stars[star] for day, stars in found.coming if day <= shop.day(end) + ahead) for star in range(5)]
            assert tuple(left) == flows[Reason.LEFT].went
            known = [count - gone for count, gone in zip(found.figures[-1].stars, left, strict=True)]
            for reason in set(flows) - {Reason.LEFT}:
                known = [count + change for count, change in zip(known, flows[reason].net, strict=True)]
            then = queries.current(shop, shop.window, now=end + timedelta(days=ahead))
            assert then.dimensions[name].stars == tuple(known)
