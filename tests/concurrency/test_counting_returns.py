"""A load while a day is counted, and two who count the same day: what is kept is what the ledgers say, and no load waits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from returns.models import Figure, Stale
from returns.services import counting, keeping
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meanwhile
from tests.concurrency.trading import NOW, load, order, shop_of
from tests.factories.returned import Reading, kept, settle
from tests.factories.returns import refusal


pytestmark = pytest.mark.django_db(transaction=True)
AT = NOW.isoformat()


def marked_shop() -> ShopFacts:
    """A shop with two orders of one day, whose day is still to be counted."""
    shop = shop_of("standard")
    load(shop, [order("O1"), order("O2", buyer="B2")])
    return shop


def refuse(shop: ShopFacts, number: int) -> Meanwhile:
    return Meanwhile(lambda: load(shop, [refusal(f"U{number}", f"O{number}", at=AT)]))


def test_a_load_while_its_day_is_counted_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = marked_shop()
    coming = refuse(shop, 1)
    with monkeypatch.context() as patched:
        patched.setattr(counting, "sum_days", coming.after(counting.sum_days))
        assert keeping.keep(shop=shop, now=NOW)
    assert coming.finish(), "a load never waits for who counts"

    settle(shop, now=NOW)
    assert kept(shop) == Reading(shop).kept


def test_marks_taken_after_the_counting_would_lose_a_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: marks are taken first, and then the facts are read."""
    shop = marked_shop()
    coming = refuse(shop, 1)

    def look(shop: ShopFacts, span: int, limit: int) -> list[Any]:
        return [day for (day,) in setwise.rows("SELECT DISTINCT day FROM returns_stale WHERE span = %s LIMIT %s", [span, limit])]

    def counted_first(real: Callable[..., None]) -> Callable[..., None]:
        def late(shop: ShopFacts, days: Any) -> None:
            real(shop, days)
            coming.begin()
            Stale.objects.filter(span=1).delete()

        return late

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "_taken_days", look)
        patched.setattr(counting, "sum_days", counted_first(counting.sum_days))
        keeping.keep(shop=shop, now=NOW)
    assert coming.finish()
    settle(shop, now=NOW)
    assert kept(shop) != Reading(shop).kept


def two_who_count(monkeypatch: pytest.MonkeyPatch) -> tuple[ShopFacts, Meanwhile]:
    """While the nightly check repairs a day, a load changes it, and a worker comes to count it anew."""
    shop = marked_shop()
    settle(shop, now=NOW)
    Figure.objects.filter(shop_id=shop.id, span=1, dimension="all").update(lines=9)
    worker, coming = Meanwhile(lambda: keeping.keep(shop=shop, now=NOW)), refuse(shop, 1)
    days = list(Figure.objects.filter(shop_id=shop.id, span=1, dimension="all").values_list("day", flat=True))
    with monkeypatch.context() as patched:
        patched.setattr(counting, "sum_days", worker.after(coming.after(counting.sum_days)))
        assert keeping.compare_days(shop=shop, days=days, now=NOW) == 1
    coming.finish()
    return shop, worker


def test_two_who_count_one_day_count_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    shop, worker = two_who_count(monkeypatch)

    assert not worker.finish(), "the worker waits"
    settle(shop, now=NOW)
    assert kept(shop) == Reading(shop).kept


def test_without_the_lock_two_who_count_one_day_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(keeping, "_lock", lambda _shop: None)

    with pytest.raises(IntegrityError, match="figure_once"):
        two_who_count(monkeypatch)[1].finish()
