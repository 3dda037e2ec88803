"""Which reviews a filter shows, in which order, page by page; and what is found by words."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from reviews.domain.filters import Filter, View
from reviews.models import Review, Said
from reviews.queries import counting, listing
from reviews.queries.finding import Places
from reviews.rows import answerable
from reviews.services import answering, flagging
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.shops import ShopFacts
from tests.factories.feed import AT, Record, feed_shop, load, order, review, told
from tests.factories.kernel import NOW, make_desk, make_shop


pytestmark = pytest.mark.django_db
LATER = "2026-03-11T12:00:00+08:00"


def fill(shop: ShopFacts, *records: Record) -> None:
    load(shop, *records)
    while flagging.judge(shop=shop, now=NOW):
        pass


def shown(shop: ShopFacts, view: View = "all", **asked: Any) -> list[str]:
    """The outside ids of all pages, two rows each, in their order."""
    names = dict(Review.objects.values_list("id", "outside_id"))
    places, found, after = Places(shop.desk_id, asked.pop("shops", [shop.id]), asked.pop("orders", True)), [], None
    while True:
        page = listing.page(places, Filter(view=view, after=after, **asked), now=NOW, size=2)
        found += [names[one] for one in page.ids]
        if page.next is None:
            return found
        after = page.next


def day(number: int) -> str:
    return (datetime.fromisoformat(AT) + timedelta(days=number)).isoformat()


@pytest.fixture
def shop() -> ShopFacts:
    """Seven reviews, one a day, each with something of its own, and one of the shop."""
    shop = feed_shop()
    fill(
        shop,
        told("product", "P1", title="Кофемолка", article="118-204"),
        order("45678", buyer="B7"),
        review("bad", None, at=day(0), stars=1, verdict=None, text="Ручка сломалась", product="P1", buyer={"id": "B1", "name": "Анна"}),
        review("neutral", None, at=day(1), stars=3, verdict=None, text="色差很大，面料还可以"),
        review("good", None, at=day(2), stars=5, verdict=None, text="Отличные РУЧКИ, Ёлка xl", product="P1"),
        review("changed", None, at=day(3), verdict="bad"),
        review("deleted", None, at=day(4), stars=2, verdict=None),
        review("answered", "45678", at=day(5), verdict="bad", anonymous=True, text="50% брак"),
        review("followed", None, at=day(6), verdict="good"),
        review("own", None, at=day(7), verdict="good", author="seller"),
        told("review_change", "changed", day(4), verdict="good", text="всё решили"),
        told("review_delete", "deleted", day(5), by="author"),
        told("reply", "A1", day(6), review="answered", text="sorry"),
        told("follow_up", "F1", day(8), review="followed", text="сломалась позже"),
    )
    return shop


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("all", ["followed", "answered", "deleted", "changed", "good", "neutral", "bad"]),
        ("bad", ["answered", "deleted", "bad"]),
        ("neutral", ["neutral"]),
        ("good", ["followed", "changed", "good"]),
        ("followed", ["followed"]),
        ("unanswered", ["followed", "changed", "good", "neutral", "bad"]),
        ("flagged", ["bad", "neutral"]),
    ],
)
def test_a_view_shows_its_reviews_in_its_order(shop: ShopFacts, view: View, expected: list[str]) -> None:
    assert shown(shop, view) == expected
    assert counting.counts(Places(shop.desk_id, [shop.id], orders=True), now=NOW)[view] == counting.Count(len(expected))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"stars": 2}, ["deleted"]),
        ({"stars": 5, "view": "bad"}, []),
        ({"days": 7}, []),
        ({"days": 30}, ["followed", "answered", "deleted", "changed", "good", "neutral", "bad"]),
        ({"words": "ручка"}, ["good", "bad"]),
        ({"words": "ёлка"}, ["good"]),
        ({"words": "сломалась"}, ["followed", "bad"]),
        ({"words": "ручка сломалась"}, ["bad"]),
        ({"words": "色差"}, ["neutral"]),
        ({"words": "差"}, ["neutral"]),
        ({"words": "差大"}, []),
        ({"words": "ＸＬ"}, ["good"]),
        ({"words": "50%"}, ["answered"]),
        ({"words": "50_"}, []),
        ({"words": "решили"}, ["changed"]),
        ({"words": "45678"}, ["answered"]),
        ({"words": "№45678"}, ["answered"]),
        ({"words": "45678", "view": "bad"}, ["answered"]),
        ({"words": "45678", "view": "good"}, []),
        ({"words": "45678", "view": "flagged"}, []),
        ({"words": "45678", "orders": False}, []),
        ({"words": "4567", "orders": False}, []),
        ({"words": "50%", "orders": False}, ["answered"]),
        ({"words": "118-204"}, ["good", "bad"]),
        ({"words": "анна"}, ["bad"]),
        ({"words": "ручка", "view": "flagged"}, ["bad"]),
        ({"words": "сломалась", "view": "followed"}, ["followed"]),
        ({"words": "ручка", "stars": 5}, ["good"]),
        ({"words": "' OR 1=1 --"}, []),
    ],
)
def test_what_is_asked_narrows_the_list(shop: ShopFacts, asked: dict[str, Any], expected: list[str]) -> None:
    assert shown(shop, **asked) == expected


@pytest.mark.parametrize("words", ["ручка", "色差", "решили", "анна", "xl", "差大"])
@pytest.mark.parametrize("view", ["all", "flagged", "unanswered"])
def test_looking_up_finds_what_trying_finds(shop: ShopFacts, monkeypatch: pytest.MonkeyPatch, words: str, view: View) -> None:
    tried = shown(shop, view, words=words)
    monkeypatch.setattr(listing, "TRIED", 1)

    assert shown(shop, view, words=words) == tried


def test_words_hold_no_number_of_an_order(shop: ShopFacts) -> None:
    assert not Said.objects.filter(words__contains="45678").exists()

    assert shown(shop, words="45678", orders=False) == []
    assert shown(shop, words="брак", orders=False) == shown(shop, words="45678") == ["answered"]


def test_what_cannot_be_looked_up_is_tried_and_said_so(shop: ShopFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(shop.desk_id, [shop.id], orders=True)
    assert listing.page(places, Filter(view="all", words="👍"), now=NOW).complete

    monkeypatch.setattr(listing, "TRIED", 1)
    assert not listing.page(places, Filter(view="all", words="👍"), now=NOW).complete


def test_a_product_has_its_own_reviews(shop: ShopFacts) -> None:
    product = Review.objects.get(outside_id="bad").product_id

    assert shown(shop, product=product) == ["good", "bad"]
    assert shown(shop, product=product, view="flagged") == ["bad"]
    assert shown(shop, product=product, stars=5) == ["good"]
    assert [choice.title for choice in counting.products(Places(shop.desk_id, [shop.id], orders=True), None, now=NOW)] == ["Кофемолка"]


def test_at_one_instant_no_page_repeats_or_loses_a_review() -> None:
    shop = feed_shop()
    fill(shop, *(review(f"R{number}", None) for number in range(9)))

    for view in ("all", "flagged", "unanswered", "bad"):
        assert sorted(shown(shop, view)) == [f"R{number}" for number in range(9)]


def test_several_shops_are_one_list_and_others_are_not_in_it(shop: ShopFacts) -> None:
    second = shops.facts(make_shop(shop_desk := Review.objects.get(outside_id="bad").desk))
    third = shops.facts(make_shop(shop_desk))
    stranger = shops.facts(make_shop(make_desk()))
    for other in (second, third, stranger):
        fill(other, review("elsewhere", None, at=day(2), text="ручка"))

    assert shown(shop, shops=[shop.id, second.id]).count("elsewhere") == 1
    assert shown(shop, shops=[shop.id, second.id], words="ручка") == ["elsewhere", "good", "bad"]
    assert "elsewhere" not in shown(shop)
    assert shown(shop, shops=[stranger.id]) == []
    assert shown(shop, shops=[stranger.id], words="ручка") == []


def test_an_anonymous_buyer_is_not_found_by_name() -> None:
    shop = feed_shop()
    fill(
        shop, review("R1", None, anonymous=True, buyer={"id": "B1", "name": "Анна"}), review("R2", None, buyer={"id": "B1", "name": "Анна"})
    )

    assert shown(shop, words="анна") == ["R2"]


def test_words_follow_what_the_ledger_says_now() -> None:
    shop = feed_shop()
    fill(shop, review("R1", None, at=LATER, text="поздний"))
    assert shown(shop, words="поздний") == ["R1"]

    fill(shop, review("R1", None, text="ранний"))
    assert shown(shop, words="поздний") == []
    assert shown(shop, words="ранний") == ["R1"]

    fill(shop, told("follow_up", "F1", LATER, review="R1", text="позже"), order())
    assert shown(shop, words="ранний позже") == ["R1"]
    assert Said.objects.count() == 1


def test_what_is_answered_and_on_its_way_is_not_unanswered_in_any_view() -> None:
    shop = feed_shop()
    fill(shop, *(review(ref, None, at=NOW.isoformat(), verdict="good", text="Отлично!") for ref in ("R1", "R2")))
    own = Review.objects.get(outside_id="R2").pk
    answering.send(
        desk_id=shop.desk_id, shop_ids=[shop.id], review_id=own, user_id=None, actor=SYSTEM, text="Спасибо за отзыв, ждём вас снова!",
        client_key=uuid.uuid4(), seen=answerable.of(shop.desk_id, own).seen, reason="enough", now=NOW,
    )  # fmt: skip

    assert shown(shop, "unanswered") == ["R1"]
    assert shown(shop, "good", also=frozenset({"unanswered"})) == ["R1"]


def test_the_time_to_answer_is_over_when_it_is_over() -> None:
    shop = feed_shop()
    fill(
        shop,
        review("R1", None, at=(NOW - timedelta(days=30)).isoformat()),
        review("R2", None, at=(NOW - timedelta(days=30, seconds=1)).isoformat()),
    )

    assert shown(shop, "unanswered") == ["R1"]
