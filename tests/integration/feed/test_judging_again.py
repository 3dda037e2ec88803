"""Kept records judged again: nothing moves that stood rightly, and what the product has learnt since releases what it can."""

from dataclasses import replace
from typing import Any

import pytest

from reviews.models import Review
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.domain.rules import PROFILES
from sellerdesk.feed import judging, registry, schema
from sellerdesk.feed.fields import may, one_of
from sellerdesk.feed.judging import Judged
from sellerdesk.models import AuditEntry, FeedRecord, Shop
from sellerdesk.shops import ShopFacts
from tests.factories.feed import feed_shop, load, order, rating, review, told
from tests.factories.kernel import NOW
from tests.integration.feed.test_reopening import QuestionsDoor, without_questions


pytestmark = pytest.mark.django_db
LATE = "2026-06-01T12:00:00+08:00"


def ids(*codes: str) -> list[int]:
    found = FeedRecord.objects.exclude(state=FeedRecord.State.APPLIED).order_by("id")
    return list((found.filter(code__in=codes) if codes else found).values_list("pk", flat=True))


def states() -> list[tuple[str, str, int, str]]:
    return list(FeedRecord.objects.order_by("id").values_list("type", "outside_id", "state", "code"))


@pytest.fixture
def shop(db: None) -> ShopFacts:
    return feed_shop("taobao")


def test_what_stands_rightly_stays(shop: ShopFacts) -> None:
    load(shop, order("O1"), review("R1", "O1"), review("R2", "O1"), review("R3", "O1", at=LATE), review("R4", "O9"))
    load(
        shop,
        review("R1", "O1", text="another"),
        told("review_change", "R3", verdict="good"),
        told("trade_void", "V1", order="O9", reason="x"),
    )
    load(shop, rating("S1", "O9"), rating("S2", "O1"), rating("S3", "O1"), b"{broken", told("question", "Q1", product="P", text="?"))
    answers = (("A1", "Q1"), ("A2", "Q1"), ("A3", "Q9"))
    load(shop, *(told("question_answer", ref, question=question, text="so") for ref, question in answers))
    before = states()

    done = judging.again(shop=shop, ids=ids(), actor=SYSTEM, now=NOW)

    assert states() == before
    assert done.released == 0
    assert done.judged == len(ids()) - FeedRecord.objects.filter(type="store_rating").exclude(state=1).count()


def test_a_rule_that_was_mended_releases_what_it_kept_out(shop: ShopFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    load(shop, order("O1"), review("R1", "O1", at=LATE), told("follow_up", "F1", LATE, review="R1", text="and then"))
    assert [code for *_, code in states()] == ["", "review_window_closed", "parent_rejected"]
    mended = replace(shop, rules=PROFILES["standard"])

    assert judging.again(shop=mended, ids=ids("parent_rejected"), actor=SYSTEM, now=NOW) == Judged(1, 2)

    assert [code for *_, code in states()] == ["", "", ""]
    entry = AuditEntry.objects.get()
    assert (entry.actor_key, entry.what, entry.subject) == ("system", "records.judged", f"shop:{shop.id}")
    assert entry.after == {"judged": 1, "released": 2}
    assert Review.objects.get().ruling == ""


def test_a_word_that_the_feed_has_learnt_releases_what_was_malformed(shop: ShopFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {**review("R1", "O1"), "author": "robot"}
    load(shop, order("O1"), record, {**review("R2", "O1"), "stars": 99})
    kind = schema.TYPES["review"]
    monkeypatch.setitem(schema.TYPES, "review", replace(kind, fields={**kind.fields, "author": may(one_of("buyer", "seller", "robot"))}))

    assert judging.again(shop=shop, ids=ids("malformed"), actor=SYSTEM, now=NOW) == Judged(2, 1)

    assert FeedRecord.objects.get(outside_id="R1").detail is None
    counts, _ = load(shop, record)
    assert counts.unchanged == 1, "it has the identity that it would have had"


def test_one_that_has_come_again_meanwhile_is_not_kept_twice(shop: ShopFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {**review("R1", "O1"), "author": "robot"}
    load(shop, order("O1"), record)
    kind = schema.TYPES["review"]
    monkeypatch.setitem(schema.TYPES, "review", replace(kind, fields={**kind.fields, "author": may(one_of("buyer", "seller", "robot"))}))
    load(shop, record)

    assert judging.again(shop=shop, ids=ids("malformed"), actor=SYSTEM, now=NOW) == Judged(1, 0)
    assert FeedRecord.objects.filter(type="review").count() == 2


def test_a_room_that_has_opened_takes_what_waited_for_it(shop: ShopFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_appliers", without_questions())
    load(shop, told("question", "Q1", product="P", text="how?"))
    monkeypatch.setattr(registry, "_appliers", [*without_questions(), QuestionsDoor()])

    assert judging.again(shop=shop, ids=ids(), actor=SYSTEM, now=NOW) == Judged(1, 1)


def test_records_of_another_shop_and_applied_ones_are_not_touched(shop: ShopFacts) -> None:
    other = feed_shop()
    load(other, review("R1", "O1"))
    load(shop, order("O1"))

    assert judging.again(shop=shop, ids=list(FeedRecord.objects.values_list("pk", flat=True)), actor=SYSTEM, now=NOW) == Judged(0, 0)


def test_a_shop_without_records(shop: ShopFacts) -> None:
    assert judging.again(shop=shop, ids=[], actor=SYSTEM, now=NOW) == Judged(0, 0)
    assert not AuditEntry.objects.exists()
    assert shops.facts(Shop.objects.get(pk=shop.id)) == shop


def test_conflicts_stay_conflicts(shop: ShopFacts) -> None:
    first: dict[str, Any] = review("R1", "O1")
    load(shop, order("O1"), first, {**first, "text": "x"}, {**first, "text": "y"})

    assert judging.again(shop=shop, ids=ids("conflict"), actor=SYSTEM, now=NOW) == Judged(2, 0)
    assert len(ids("conflict")) == 2
