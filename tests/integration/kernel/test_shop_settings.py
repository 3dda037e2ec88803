"""Shops added and changed from the browser."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from sellerdesk import shop_settings, shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed import loading
from sellerdesk.models import AuditEntry, FeedLoad, Shop
from sellerdesk.shop_settings import Wanted
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
WANTED = Wanted(name="Гавань и дом", rules="taobao", time_zone="Europe/Moscow", window="180_days", reply_target=timedelta(hours=2))


def add(cast: Cast, **changed: Any) -> Shop:
    return shop_settings.add_shop(desk_id=cast.desk.pk, wanted=replace(WANTED, **changed), actor=SYSTEM, now=NOW)


def change(cast: Cast, shop: Shop, **changed: Any) -> None:
    wanted = Wanted(
        name=shop.name,
        rules=shop.rules,
        time_zone=shop.time_zone,
        window=shop.window,
        reply_target=timedelta(seconds=shop.reply_target_seconds),
    )
    shop_settings.change_shop(desk_id=cast.desk.pk, shop_id=shop.pk, wanted=replace(wanted, **changed), actor=SYSTEM, now=NOW)
    shop.refresh_from_db()


def code(call: Any, *arguments: Any, **changed: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*arguments, **changed)
    return refusal.value.code


def test_a_shop_is_named_after_its_name(cast: Cast) -> None:
    shop, again, chinese = add(cast), add(cast), add(cast, name="静港家居")

    assert (shop.slug, shop.name, shop.desk_id) == ("gavan-i-dom", "Гавань и дом", cast.desk.pk)
    assert (shop.rules, shop.window, shop.reply_target_seconds) == ("taobao", "180_days", 7200)
    assert again.slug.startswith("gavan-i-dom-")
    assert chinese.slug.startswith("shop-")
    assert shops.named(chinese.slug).zone.key == "Europe/Moscow"
    assert AuditEntry.objects.filter(what="shop.created").count() == 3


def test_a_name_without_a_free_slug_is_refused(cast: Cast) -> None:
    add(cast)
    with mock.patch("sellerdesk.slugs.candidates", return_value=iter(["gavan-i-dom"])):
        assert code(add, cast) == "slug_taken"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "a" * 10_000}, "name_too_long"),
        ({"name": "a\x00b"}, "name_unprintable"),
        ({"name": "\N{RIGHT-TO-LEFT OVERRIDE}evil"}, "name_unprintable"),
        ({"rules": "ebay"}, "rules_unknown"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone_unknown"),
        ({"time_zone": "../../etc/passwd"}, "time_zone_unknown"),
        ({"window": "a year"}, "window_unknown"),
        ({"reply_target": timedelta(minutes=4)}, "reply_target_out_of_range"),
        ({"reply_target": timedelta(days=31)}, "reply_target_out_of_range"),
    ],
)
def test_what_a_shop_cannot_be(cast: Cast, changed: dict[str, Any], said: str) -> None:
    assert code(add, cast, **changed) == said
    assert code(change, cast, cast.shop, **changed) == said
    assert not AuditEntry.objects.exists()


def test_everything_changes_before_the_first_facts(cast: Cast) -> None:
    change(cast, cast.shop, name="New", rules="taobao", time_zone="Europe/Moscow", window="180_days", reply_target=timedelta(hours=4))

    assert (cast.shop.slug, cast.shop.name, cast.shop.rules, cast.shop.time_zone) == ("harbor-home", "New", "taobao", "Europe/Moscow")
    entry = AuditEntry.objects.get()
    assert entry.before == {
        "name": "Harbor-Home", "rules": "standard", "time_zone": "Asia/Shanghai", "window": "6_months", "reply_target_seconds": 3600,
    }  # fmt: skip
    change(cast, cast.shop)
    assert AuditEntry.objects.count() == 1


def test_a_running_load_or_told_facts_make_rules_and_clock_final(cast: Cast) -> None:
    load = loading.start(shop=shops.facts(cast.shop), source="test", now=NOW)
    assert FeedLoad.objects.get().finished_at is None

    assert code(change, cast, cast.shop, time_zone="Europe/Moscow") == "time_zone_is_final"
    assert code(change, cast, cast.shop, rules="taobao") == "rules_are_final"
    change(cast, cast.shop, name="Still", window="180_days", reply_target=timedelta(hours=8))
    loading.finish(load=load, now=NOW)
    change(cast, cast.shop, time_zone="Europe/Moscow")

    assert (cast.shop.name, cast.shop.window, cast.shop.time_zone) == ("Still", "180_days", "Europe/Moscow")


def test_another_desks_shop_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        change(cast, cast.other_shop, name="Mine")
