"""Two looks at the ratings of one shop: the second one goes on from what the first one saw."""

from datetime import UTC, datetime, timedelta

import pytest

from ratings.models import RatingWatch
from ratings.services import alerting
from sellerdesk import shops, work
from tests.concurrency.meeting import Meanwhile
from tests.factories.feed import load, order, rating
from tests.factories.kernel import make_desk, make_shop


pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
FORESEEN = "service:ahead-4.6"


def two_looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is so after one that foresees a fall, and one that begins before its end and asks no forecast, as after a load."""
    shop = shops.facts(make_shop(make_desk("watched"), "watched"))
    at = (NOW - timedelta(days=2)).isoformat()
    load(
        shop, order("O1", at=(NOW - timedelta(days=9)).isoformat(), completed_at=(NOW - timedelta(days=5)).isoformat()),
        rating("R1", order="O1", at=at, described=5, service=5, dispatch=5, logistics=5), now=NOW,
    )  # fmt: skip
    RatingWatch.objects.update_or_create(desk_id=shop.desk_id, shop_id=shop.id, defaults={"day": NOW.date() - timedelta(days=1), "so": []})
    second = Meanwhile(lambda: alerting.look(shop=shop, averages={}, now=NOW))
    monkeypatch.setattr(work, "open_items", second.before(work.open_items))

    alerting.look(shop=shop, averages={}, foreseen=[FORESEEN], now=NOW)

    assert second.finish() is False
    return list(RatingWatch.objects.get(shop_id=shop.id).so)


def test_what_a_look_under_way_foresees_stands_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_looks(monkeypatch) == [FORESEEN]


def test_control_read_as_it_is_locked_it_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerting, "_HELD", "SELECT 1 WHERE %s = 0 AND %s = 0")
    monkeypatch.setattr(alerting, "_READ", {kind: f"{read} FOR UPDATE OF r" for kind, read in alerting._READ.items()})

    assert two_looks(monkeypatch) == []
