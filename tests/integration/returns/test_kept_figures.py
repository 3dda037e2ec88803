"""Kept figures: equal to what the ledgers say after any order of records, and every night compared with them."""

import random
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings, strategies as st

from returns.models import ClaimDays, Figure, Stale
from returns.services import keeping
from sellerdesk.models import AuditEntry
from tests.factories.feed import feed_shop, load, order
from tests.factories.kernel import NOW
from tests.factories.returned import Reading, at, jumbled, kept, settle
from tests.factories.returns import claim, refusal, step


pytestmark = pytest.mark.django_db


def after_any_order(rng: random.Random) -> None:
    """Load jumbled records in any order and any pieces, counting in between or not: what is kept is what a plain reading says."""
    shop, records = feed_shop("taobao"), jumbled(rng)
    rng.shuffle(records)
    while records:
        cut = rng.randint(1, len(records))
        load(shop, *records[:cut])
        records = records[cut:]
        if rng.random() < 0.7:
            settle(shop)
    settle(shop)

    found = kept(shop)
    assert found == Reading(shop).kept
    assert keeping.check(shop_id=shop.id, now=NOW) == 0
    keeping.mark_all(shop=shop, now=NOW)
    settle(shop)
    assert kept(shop) == found


@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_kept_figures_are_those_of_a_plain_reading_after_any_order_of_records(rng: random.Random) -> None:
    after_any_order(rng)


@pytest.mark.long
@given(rng=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_for_many_orders_of_records(rng: random.Random) -> None:
    after_any_order(rng)


PAID = [
    order("O1", lines=("L1", "L2")),
    order("O2", courier="SF"),
    claim(line="L1", reason={"code": "BAD_QUALITY"}, amount={"amount": "7.00", "currency": "CNY"}),
    step("agreed", at(41), ref="T1"),
    step("refunded", at(42), ref="T2", by="marketplace"),
    refusal("U1", "O2", stage="in_transit", reason={"code": "CHANGED_MIND"}),
]


TOOK = int((datetime.fromisoformat(at(42)) - datetime(2026, 3, 10, 4, tzinfo=UTC)).total_seconds())


def test_what_is_counted() -> None:
    shop = feed_shop()
    load(shop, *PAID)
    settle(shop)

    months = {key[2:]: numbers for key, numbers in kept(shop).items() if key[:2] == (2, date(2026, 3, 1))}
    assert months["all", "", ""] == {
        "lines": 3, "bought": 2, "refused": 1, "claimed": 1, "refunded": 1, "quality": 1, "lost": 1, "whole_back": 1, "asked": 1,
        "first_quality": 1, "refunds": 1, "finished": 1, "sent_back": 1, "sent_back_seconds": TOOK,
    }  # fmt: skip
    assert months["all", "", "CNY"] == {"refund_minor": 700}
    assert months["stage", "in_transit", ""] == {"refused": 1}
    assert months["reason", "changed_mind", ""] == {"refused": 1}
    assert months["courier", "SF", ""] == {"lines": 1, "refused": 1, "whole_back": 1}


def tampered(shop_id: int, change: str) -> None:
    rows = Figure.objects.filter(shop_id=shop_id, span=1)
    match change:
        case "number":
            rows.filter(dimension="courier", key="SF").update(refused=2)
        case "row gone":
            rows.filter(dimension="stage").delete()
        case "row too many":
            first = rows.filter(dimension="all").first()
            assert first is not None
            first.pk, first.dimension, first.key = None, "region", "nowhere"
            first.save()
        case "claim":
            ClaimDays.objects.filter(shop_id=shop_id).update(first_quality=False)
        case _:
            Figure.objects.filter(shop_id=shop_id, span=2, dimension="all", currency="").update(lines=99)


@pytest.mark.parametrize("change", ["number", "row gone", "row too many", "claim", "month"])
def test_the_nightly_check_finds_repairs_and_tells(change: str) -> None:
    shop = feed_shop()
    load(shop, *PAID)
    settle(shop)
    right = kept(shop)
    tampered(shop.id, change)

    assert keeping.check(shop_id=shop.id, now=NOW) == 1
    assert kept(shop) == right
    told = AuditEntry.objects.get(desk_id=shop.desk_id, what="returns.repaired")
    assert told.after is not None
    assert told.after["count"] == 1
    assert keeping.check(shop_id=shop.id, now=NOW) == 0


def test_facts_that_change_meanwhile_are_no_fault() -> None:
    shop = feed_shop()
    load(shop, *PAID)
    settle(shop)
    load(shop, refusal("U2", "O1", stage="in_transit", line="L2"))

    assert Stale.objects.filter(shop_id=shop.id).exists()
    assert keeping.check(shop_id=shop.id, now=NOW) == 0
    assert kept(shop) == Reading(shop).kept


def test_the_command_counts_anew_and_compares() -> None:
    shop = feed_shop()
    load(shop, *PAID)
    call_command("returns_recount", shop=shop.slug)
    assert kept(shop) == Reading(shop).kept

    call_command("returns_recount", shop=shop.slug, check=True)
    tampered(shop.id, "number")
    with pytest.raises(CommandError, match="1 differed"):
        call_command("returns_recount", shop=shop.slug, check=True)
