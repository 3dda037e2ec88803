"""Contents that are known, new, or told twice, side by side in one load: only what is new is kept, whatever the way it is written."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sellerdesk.feed import loading, reading
from sellerdesk.feed.fact import Fact
from sellerdesk.models import FeedLoad, FeedRecord, Order
from sellerdesk.shops import ShopFacts
from tests.factories.feed import feed_shop, order
from tests.feeding import line_of


pytestmark = pytest.mark.django_db(transaction=True)


def told(shop: ShopFacts, *refs: str) -> list[Fact]:
    """One order each, read anew."""
    facts = [reading.fact(number, line_of(order(ref)), shop.id) for number, ref in enumerate(refs, start=1)]
    return [fact for fact in facts if isinstance(fact, Fact)]


def run(shop: ShopFacts, *batches: tuple[str, ...]) -> tuple[loading.Counts, list[list[bool]], list[bool]]:
    """Load the batches; the counts, which answers are of new records, and after each batch whether the next is thought new."""
    load = loading.start(shop=shop, source="test", now=timezone.now())
    new, trusted = [], []
    for refs in batches:
        answers = loading.apply_batch(load=load, records=told(shop, *refs), now=timezone.now())
        new.append([answer.record is not None for answer in answers])
        trusted.append(load.all_new)
    return load.counts, new, trusted


def test_known_contents_among_new_ones_are_unchanged() -> None:
    shop = feed_shop()
    run(shop, ("A", "B"))

    counts, new, trusted = run(shop, ("C", "D"), ("A", "E", "B"), ("A", "B"), ("F", "F", "G"), ("H", "A"), ("I",), ("J",))

    assert new == [[True, True], [False, True, False], [False, False], [True, False, True], [True, False], [True], [True]]
    assert trusted == [True, False, False, True, False, True, True]
    assert (counts.read, counts.applied, counts.unchanged) == (14, 8, 6)
    assert sorted(Order.objects.values_list("outside_id", flat=True)) == sorted("ABCDEFGHIJ")
    assert FeedRecord.objects.count() == 10


def test_a_batch_that_failed_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = feed_shop()
    load = loading.start(shop=shop, source="test", now=timezone.now())
    facts = told(shop, "A", "B", "A")
    with monkeypatch.context() as broken:
        broken.setattr(loading, "apply_facts", lambda batch, new: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            loading.apply_batch(load=load, records=facts, now=timezone.now())
    assert not FeedRecord.objects.exists()

    answers = loading.apply_batch(load=load, records=facts, now=timezone.now())

    assert [answer.record is not None for answer in answers] == [True, True, False]
    assert load.counts.applied == 2


def test_a_record_cannot_name_the_load_of_another_shop() -> None:
    shop = feed_shop()
    run(shop, ("A",))
    other = FeedLoad.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sellerdesk_shop SELECT (jsonb_populate_record(s, jsonb_build_object('id', s.id + 1, 'slug', 'second'))).*"
            " FROM sellerdesk_shop s"
        )

    with pytest.raises(IntegrityError, match="feed_record_load_in_shop"), transaction.atomic():
        FeedRecord.objects.update(shop_id=shop.id + 1, load_id=other.pk)
