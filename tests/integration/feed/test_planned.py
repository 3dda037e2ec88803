"""A long load, whose statements are planned once, comes to the same as any other."""

from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st

from bench.feeds import mixed_feed
from sellerdesk import setwise
from sellerdesk.feed import loading
from sellerdesk.models import FeedRecord
from sellerdesk.shops import ShopFacts
from tests.factories.feed import feed_shop, load
from tests.integration.feed.test_any_order import hold_to_the_rulebook
from tests.oracle.strategies import HostileFeed, hostile_feeds


pytestmark = pytest.mark.django_db(transaction=True)
TABLES = (
    "reviews_review", "reviews_reviewstep", "reviews_followup", "reviews_answer", "reviews_creditline", "reviews_creditday",
    "ratings_figurechange", "ratings_runningfigure", "ratings_storerating", "chat_thread", "chat_message", "returns_claim",
)  # fmt: skip
_OWN = ("id", "desk_id", "shop_id", "record", "buyer_id", "product_id", "order_id", "thread_id", "order_key", "buyer_key", "content_hash")
"""Columns that no two shops share."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(loading, "BATCH", 40)
    yield
    connection.close()


@pytest.mark.parametrize("rules", ["standard", "taobao"])
def test_a_long_load_leaves_the_same_rows(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    records = list(mixed_feed(3, 120))
    plain, planned = (feed_shop(rules, slug=slug) for slug in ("plain", "planned"))
    counts, answers = load(plain, *records)
    assert _prepared() == 0
    monkeypatch.setattr(loading, "PLANNED_FROM", 80)

    counts_of_planned, answers_of_planned = load(planned, *records)

    assert _prepared() > 20
    assert counts_of_planned == counts
    assert [(one.line, one.ruling) for one in answers_of_planned] == [(one.line, one.ruling) for one in answers]
    assert {table: _rows(table, planned) for table in TABLES} == {table: _rows(table, plain) for table in TABLES}
    assert FeedRecord.objects.filter(shop_id=planned.id).count() == len(records)


@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), feed=hostile_feeds(most_orders=3))
def test_feed_ends_the_same_in_any_order_by_planned_statements(data: st.DataObject, feed: HostileFeed) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loading, "PLANNED_FROM", 0)
        patched.setattr(loading, "BATCH", 3)
        hold_to_the_rulebook(data, feed)


def _prepared() -> int:
    return int(setwise.rows("SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0", [])[0][0])


def _rows(table: str, shop: ShopFacts) -> list[str]:
    """What a table holds of a shop, without what is another in every shop."""
    own = "{" + ",".join(_OWN) + "}"
    found = setwise.rows(
        f"SELECT (to_jsonb(t) - %s::text[])::text FROM {table} AS t WHERE desk_id = %s AND shop_id = %s", [own, shop.desk_id, shop.id]
    )
    return sorted(row for (row,) in found)
