"""The nightly check: what somebody or something spoilt in the derived figures is found, told and repaired (rulebook 21)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from ratings import tasks as rating_tasks
from ratings.services import moving, replaying as ratings_replaying
from reviews import tasks as review_tasks
from reviews.services import replaying as reviews_replaying
from sellerdesk import audit
from sellerdesk.models import AuditEntry, DeskEvent
from sellerdesk.reports import shop_report
from sellerdesk.shops import ShopFacts
from tests.factories.feed import feed_shop, load, order, review, told
from tests.integration.ratings.standing import assert_runs_true, busy_shop


pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 20, 4, tzinfo=UTC)

RATINGS = {
    "running figure": "UPDATE ratings_runningfigure SET six_service_5 = six_service_5 + 1 WHERE shop_id = %s",
    "running pending": "UPDATE ratings_runningfigure SET pending = pending - 1 WHERE shop_id = %s",
    "running row gone": "DELETE FROM ratings_runningfigure WHERE shop_id = %s",
    "day's change": "UPDATE ratings_figurechange SET described_3 = described_3 + 2, ratings = ratings + 2 WHERE shop_id = %s AND cause = 0",
    "day's change gone": "DELETE FROM ratings_figurechange WHERE shop_id = %s AND cause = 6",
    "all days' changes gone": "DELETE FROM ratings_figurechange WHERE shop_id = %s",
    "a change that never was": (
        'INSERT INTO ratings_figurechange SELECT (jsonb_populate_record(c, \'{"id": 900000001, "day": "2001-01-01"}\')).*'
        " FROM ratings_figurechange c WHERE c.shop_id = %s LIMIT 1"
    ),
    "timelines": "UPDATE ratings_storerating SET states = '{1, 2}' WHERE shop_id = %s AND id %% 7 = 0",
    "timelines gone": "UPDATE ratings_storerating SET states = '{}' WHERE shop_id = %s",
}
REVIEWS = {
    "credit day": "UPDATE reviews_creditday SET good = good + 1 WHERE shop_id = %s",
    "credit days gone": "DELETE FROM reviews_creditday WHERE shop_id = %s",
    "a credit day that never was": (
        'INSERT INTO reviews_creditday SELECT (jsonb_populate_record(c, \'{"id": 900000001, "day": "2001-01-01", "bad": 3}\')).*'
        " FROM reviews_creditday c WHERE c.shop_id = %s LIMIT 1"
    ),
    "steps": "UPDATE reviews_creditline SET steps = '{}' WHERE shop_id = %s AND id %% 2 = 0",
    "false steps": "UPDATE reviews_creditline SET steps = '{730000, 1}' WHERE shop_id = %s",
}
CHECKS: dict[str, tuple[Callable[..., bool], str]] = {
    "ratings": (ratings_replaying.check, "ratings.repaired"),
    "reviews": (reviews_replaying.check, "reviews.credit_repaired"),
}
SPOILT = [*(("ratings", name, RATINGS[name]) for name in RATINGS), *(("reviews", name, REVIEWS[name]) for name in REVIEWS)]


def spoil(sql: str, shop: ShopFacts) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [shop.id])
        assert cursor.rowcount > 0


@pytest.fixture
def shop() -> ShopFacts:
    """Ratings and reviews of all fates, moved over two midnights."""
    shop = busy_shop(NOW)
    load(shop, *(review(f"R{n}", f"O{n}", at=(NOW - timedelta(days=n % 40)).isoformat(), verdict="good") for n in range(60)), now=NOW)
    load(shop, told("review_delete", "R3", NOW.isoformat(), by="platform"), now=NOW)
    for _ in range(2):
        moving.move_due(now=NOW + timedelta(days=2))
    return shop


def reports(shop: ShopFacts) -> list[dict[str, Any]]:
    now = NOW + timedelta(days=2)
    days = [(NOW + timedelta(days=number)).date() for number in (-100, -10, 0, 2, 9, 200)]
    return [shop_report(shop, as_of=day, window=None, now=now) for day in (*days, None)]


def told_of(shop: ShopFacts, what: str) -> tuple[int, int]:
    """How many audit entries and events say so."""
    entries = AuditEntry.objects.filter(desk_id=shop.desk_id, what=what, subject=f"shop:{shop.id}")
    return entries.count(), DeskEvent.objects.filter(desk_id=shop.desk_id, kind=what, shop_id=shop.id).count()


def test_what_nobody_spoilt_is_equal_and_nobody_is_told(shop: ShopFacts) -> None:
    for check, what in CHECKS.values():
        assert check(shop_id=shop.id, now=NOW)
        assert told_of(shop, what) == (0, 0)


@pytest.mark.parametrize(("room", "name", "sql"), SPOILT, ids=[name for _, name, _ in SPOILT])
def test_what_was_spoilt_is_repaired_loudly_once(room: str, name: str, sql: str, shop: ShopFacts, caplog: pytest.LogCaptureFixture) -> None:
    check, what = CHECKS[room]
    right = reports(shop)
    spoil(sql, shop)

    assert not check(shop_id=shop.id, now=NOW + timedelta(days=2))

    assert told_of(shop, what) == (1, 1)
    assert any("repaired" in record.getMessage() and record.levelname == "ERROR" for record in caplog.records)
    assert reports(shop) == right
    assert_runs_true(shop)
    assert check(shop_id=shop.id, now=NOW + timedelta(days=2))
    assert told_of(shop, what) == (1, 1)
    assert audit.verify(shop.desk_id).broken_at is None


@pytest.mark.parametrize(
    ("room", "name"),
    [("ratings", "running row gone"), ("ratings", "timelines"), ("reviews", "credit days gone"), ("reviews", "steps")],
)
def test_the_nightly_task_finds_it(room: str, name: str, shop: ShopFacts) -> None:
    spoil((RATINGS | REVIEWS)[name], shop)

    rating_tasks.check()
    review_tasks.check()

    assert [told_of(shop, what)[0] for _, what in CHECKS.values()] == [int(room == one) for one in CHECKS]


def test_what_comes_after_a_repair_counts_on(shop: ShopFacts) -> None:
    spoil(RATINGS["timelines"], shop)
    spoil(REVIEWS["false steps"], shop)
    for check, _ in CHECKS.values():
        check(shop_id=shop.id, now=NOW)

    load(shop, told("trade_void", "VX", NOW.isoformat(), order="O5", reason="x"), order("O6", note="changed"), now=NOW)

    for check, what in CHECKS.values():
        assert check(shop_id=shop.id, now=NOW)
        assert told_of(shop, what)[0] == 1


def test_one_shop_is_checked_by_itself(shop: ShopFacts) -> None:
    other = busy_shop(NOW)
    spoil(RATINGS["running figure"], other)
    spoil(RATINGS["running figure"], shop)

    rating_tasks.check(shop_id=shop.id)

    assert (told_of(shop, "ratings.repaired"), told_of(other, "ratings.repaired")) == ((1, 1), (0, 0))


def test_shops_without_figures_and_shops_that_are_gone_are_equal() -> None:
    empty, waiting = feed_shop(), feed_shop()
    load(waiting, {**review("R1", "O9")}, told("store_rating", "S1", order="O9", scores={"service": 5}))

    for check, _ in CHECKS.values():
        for shop_id in (empty.id, waiting.id, 10**9):
            assert check(shop_id=shop_id, now=NOW)
