"""Settings of a shop or a desk that change while its facts come in: one waits for the other, and neither is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from sellerdesk import commands, demo_desk, desks, shop_settings, shops
from sellerdesk.commands import command, note
from sellerdesk.demo.plans import DESK
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.feed import loading
from sellerdesk.models import DeskEvent, Membership, Shop
from sellerdesk.shop_settings import Wanted
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meanwhile
from tests.concurrency.trading import NOW, ZONE, load, order, shop_of
from tests.factories.kernel import make_desk


pytestmark = pytest.mark.django_db(transaction=True)
WANTED = Wanted(name="Harbor", rules="taobao", time_zone=ZONE, window="180_days", reply_target=timedelta(hours=2))


def rename(shop: ShopFacts) -> None:
    shop_settings.change_shop(desk_id=shop.desk_id, shop_id=shop.id, wanted=WANTED, actor=SYSTEM, now=NOW)


def let_in(shop: ShopFacts) -> None:
    desks.add_person(desk_slug=DESK, email="dora@example.org", role="agent", password=None, actor=SYSTEM, now=NOW)


def remove(shop: ShopFacts) -> None:
    demo_desk.remove_demo(actor=SYSTEM, now=NOW)


@command
def tell(*, shop: ShopFacts, now: datetime) -> None:
    """A command that has not touched the shop's or desk's row before its event points at both."""
    note(shop.desk_id, "told", shop_id=shop.id)


def of_the_demo() -> ShopFacts:
    return shop_of(desk=make_desk(DESK, demo_at=NOW))


def with_its_key(queries: QuerySet[Any], **_: Any) -> QuerySet[Any]:
    """The row lock that foreign keys wait for."""
    return SELECT_FOR_UPDATE(queries)


SELECT_FOR_UPDATE = QuerySet.select_for_update


def beside_a_load(monkeypatch: pytest.MonkeyPatch, change: Callable[[ShopFacts], None]) -> ShopFacts:
    """The change begins when the load holds the shop's lock and has written nothing yet."""
    shop = of_the_demo()
    other = Meanwhile(lambda: change(shop))
    with monkeypatch.context() as patched:
        patched.setattr(loading, "lock", other.after(loading.lock))
        try:
            load(shop, [order("O1")])
        finally:
            ended = other.finish()
    assert not ended, "it did not wait for the load"
    return shop


def beside_a_note(monkeypatch: pytest.MonkeyPatch, change: Callable[[ShopFacts], None]) -> None:
    """The change begins when another command has taken the desk's numbers and not written its event yet."""
    shop = of_the_demo()
    other = Meanwhile(lambda: change(shop))
    with monkeypatch.context() as patched:
        patched.setattr(commands, "_take_numbers", other.after(commands._take_numbers))
        try:
            tell(shop=shop, now=NOW)
        finally:
            ended = other.finish()
    assert not ended, "it did not wait for the desk's numbers"
    assert DeskEvent.objects.filter(kind="told").exists()


def test_a_shop_is_changed_after_the_load_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = beside_a_load(monkeypatch, rename)

    assert Shop.objects.get(pk=shop.id).name == "Harbor"


def test_control_with_the_shops_row_taken_first_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = shops.facts

    def row_first(shop: Shop) -> ShopFacts:
        Shop.objects.select_for_update().get(pk=shop.pk)
        return facts(shop)

    def change(shop: ShopFacts) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(shops, "facts", row_first)
            rename(shop)

    with pytest.raises(OperationalError, match="deadlock"):
        beside_a_load(monkeypatch, change)


def test_the_demo_is_removed_after_the_load_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    beside_a_load(monkeypatch, remove)

    assert not Shop.objects.exists()


def test_control_with_the_key_of_the_demos_row_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", with_its_key)

    with pytest.raises(OperationalError, match="deadlock"):
        beside_a_load(monkeypatch, remove)


BY_ROW = pytest.mark.parametrize("change", [rename, let_in], ids=["shop", "desk"])


@BY_ROW
def test_what_is_told_meanwhile_does_not_wait_for_a_change(monkeypatch: pytest.MonkeyPatch, change: Callable[[ShopFacts], None]) -> None:
    beside_a_note(monkeypatch, change)

    assert Shop.objects.filter(name="Harbor").exists() or Membership.objects.exists()


@BY_ROW
def test_control_with_the_key_of_the_row_one_is_refused(monkeypatch: pytest.MonkeyPatch, change: Callable[[ShopFacts], None]) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", with_its_key)

    with pytest.raises(OperationalError, match="deadlock"):
        beside_a_note(monkeypatch, change)
