"""Every filter of the list against a plain reading of it in Python, over a small ledger of everything."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from reviews.domain import filters
from reviews.domain.filters import CONDITIONS, Filter
from reviews.models import Appeal, Review
from reviews.queries import listing
from reviews.queries.finding import Places
from reviews.services import flagging, tagging, topic_editing
from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Order, OrderMark, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import make_desk, make_shop


pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-06-15T12:00:00+00:00")
WINDOW = timedelta(days=30)


def ago(**time: float) -> str:
    return (NOW - timedelta(**time)).isoformat()


@pytest.fixture
def two_shops() -> tuple[ShopFacts, ShopFacts]:
    """Reviews of every sort in two shops of one desk, some at the very second where their window ends."""
    desk = make_desk("narrow")
    first, second = (shops.facts(make_shop(desk, slug, rules=rules)) for slug, rules in (("n-one", "standard"), ("n-two", "taobao")))
    for shop in (first, second):
        load(shop, told("product", "P1", title="Cup"), told("product", "P2", title="Pot"), *_ledger(), now=NOW)
        while flagging.judge(shop=shop, now=NOW):
            pass
    placed = Order.objects.get(shop_id=first.id, outside_id="O1")
    OrderMark.objects.create(desk_id=desk.pk, order=placed, kind="claim", code="broken", at=NOW)
    for name, refs in (("Size", ["bad", "last"]), ("late", ["bad", "good"])):
        ids = list(Review.objects.filter(shop_id=first.id, outside_id__in=refs).values_list("pk", flat=True))
        tagging.change(desk_id=desk.pk, shop_ids=[first.id], review_ids=ids, add=[name], actor=SYSTEM, now=NOW)
    _complain(first, "bad", "quality", about=True)
    _complain(first, "last", "quality", about=True)
    _complain(first, "good", "size", about=True)
    _complain(second, "followed", "quality", about=True)
    _complain(first, "last", "quality", about=False)
    for shop, ref in ((first, "bad"), (second, "changed")):
        Appeal.objects.create(
            desk_id=desk.pk, shop_id=shop.id, review_id=_own(shop, ref), reason="spam", detail="links", state="withdrawn", made_at=NOW,
            ended_at=NOW,
        )  # fmt: skip
    return first, second


def _own(shop: ShopFacts, ref: str) -> int:
    return Review.objects.get(shop_id=shop.id, outside_id=ref).pk


def _complain(shop: ShopFacts, ref: str, topic: str, *, about: bool) -> None:
    topic_editing.say(desk_id=shop.desk_id, shop_ids=[shop.id], review_id=_own(shop, ref), topic=topic, about=about, actor=SYSTEM, now=NOW)


def _ledger() -> list[dict[str, Any]]:
    return [
        order("O1", at=ago(days=20)),
        review("ordered", "O1", at=ago(days=9), verdict=None, stars=1),
        review("bad", None, at=ago(days=1), verdict=None, stars=1, product="P1", photos=["https://x.example/1.jpg"]),
        review("last", None, at=ago(days=30), verdict="neutral", product="P1"),
        review("over", None, at=ago(days=30, seconds=1), verdict="bad", product="P2"),
        review("good", None, at=ago(days=2), verdict=None, stars=5, product="P2", photos=["https://x.example/2.jpg"]),
        review("changed", None, at=ago(days=6), verdict="bad", product="P1"),
        review("deleted", None, at=ago(days=5), verdict=None, stars=2),
        review("answered", None, at=ago(days=4), verdict=None, stars=3, product="P2"),
        review("followed", None, at=ago(days=40), verdict=None, stars=2, photos=["https://x.example/3.jpg"]),
        told("review_change", "changed", ago(days=3), verdict="good"),
        told("review_delete", "deleted", ago(days=3), by="author"),
        told("reply", "A1", ago(days=3), review="answered", text="sorry"),
        told("follow_up", "F1", ago(days=2), review="followed", text="later"),
    ]


VERDICTS = {"bad": {-1}, "neutral": {0}, "low": {-1, 0}, "good": {1}}


def plainly(asked: Filter, desk_id: int, shop_ids: list[int]) -> list[int]:
    """The same list, read row by row."""
    open_items = {row.subject: row.due_at for row in WorkItem.objects.filter(desk_id=desk_id, state="open")}
    claims = set(OrderMark.objects.filter(kind="claim").values_list("order__shop_id", "order__outside_id"))
    tags = {"size": {"bad", "last"}, "late": {"bad", "good"}}
    keys: dict[str, Callable[[Review], Any]] = {
        "flagged": lambda one: open_items.get(f"review:{one.pk}"),
        "unanswered": lambda one: one.answerable_until if one.answerable_until and one.answerable_until >= NOW else None,
        "followed": lambda one: one.followed_at,
    }
    holds: dict[str, Callable[[Review], bool]] = {
        "unanswered": lambda one: one.answerable_until is not None and one.answerable_until >= NOW,
        "followed": lambda one: one.followed_at is not None,
        "photos": lambda one: bool(one.photos),
        "changed": lambda one: one.changed_at is not None,
        "editable": lambda one: (
            one.ruling in {"", "waiting"} and one.verdict < 1 and not (one.changed_at or one.deleted_at) and one.at + WINDOW >= NOW
        ),
        "claim": lambda one: (one.shop_id, one.order_ref) in claims,
        "appealed": lambda one: one.outside_id == ("bad" if one.shop_id == shop_ids[0] else "changed"),
    }
    topics = {"quality": [{"bad"}, {"followed"}], "size": [{"good"}, set()]}
    found = []
    for one in Review.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, author=1):
        now_is = 1 if one.changed_at else one.verdict
        key = keys[asked.view](one) if asked.view in keys else one.at
        tagged = not asked.tag or (one.shop_id == shop_ids[0] and one.outside_id in tags.get(asked.tag, ()))
        if (
            key is not None
            and now_is in VERDICTS.get(asked.view, {-1, 0, 1})
            and (asked.product is None or one.product_id == asked.product)
            and (asked.stars is None or one.stars == asked.stars)
            and (asked.days is None or one.at >= NOW - timedelta(days=asked.days))
            and all(holds[name](one) for name in asked.also)
            and tagged
            and (not asked.topic or one.outside_id in topics.get(asked.topic, [set(), set()])[shop_ids.index(one.shop_id)])
        ):
            found.append((key, one.pk))
    return [own for _key, own in sorted(found, reverse=asked.view != "flagged")]


def test_every_filter_shows_what_a_plain_reading_shows(two_shops: tuple[ShopFacts, ShopFacts]) -> None:
    first, second = two_shops
    products = list(Review.objects.filter(product__isnull=False).values_list("product_id", flat=True).distinct())
    seen: set[bool] = set()

    @settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(
        asked=st.builds(
            Filter,
            view=st.sampled_from(filters.VIEWS),
            product=st.none() | st.sampled_from(products),
            days=st.none() | st.sampled_from(filters.PERIODS),
            stars=st.none() | st.none() | st.sampled_from(filters.STARS),
            also=st.frozensets(st.sampled_from(CONDITIONS), max_size=2),
            tag=st.sampled_from(["", "", "size", "late", "nothing"]),
            topic=st.sampled_from(["", "", "quality", "size", "smell"]),
        ),
        both=st.booleans(),
    )
    @example(asked=Filter(view="all", topic="quality"), both=True)
    @example(asked=Filter(view="all", also=frozenset({"editable"})), both=True)
    def check(asked: Filter, both: bool) -> None:
        shop_ids = [first.id, second.id] if both else [first.id]
        found: list[int] = []
        after = None
        while True:
            page = listing.page(Places(first.desk_id, shop_ids, orders=True), _after(asked, after), now=NOW, size=2)
            found += page.ids
            after = page.next
            if after is None:
                break
        assert found == plainly(asked, first.desk_id, shop_ids)
        assert filters.read(filters.told(asked)) == asked
        seen.add(bool(found))

    check()
    assert seen == {True, False}


def _after(asked: Filter, after: Any) -> Filter:
    return filters.read(filters.told(asked, after=after))


def test_a_window_ends_at_its_second(two_shops: tuple[ShopFacts, ShopFacts]) -> None:
    first, _second = two_shops
    names = dict(Review.objects.values_list("pk", "outside_id"))

    def editable(now: datetime) -> set[str]:
        asked = Filter(view="all", also=frozenset({"editable"}))
        return {names[own] for own in listing.page(Places(first.desk_id, [first.id], orders=True), asked, now=now).ids}

    assert editable(NOW) == {"ordered", "bad", "last", "answered"}
    assert editable(NOW + timedelta(seconds=1)) == {"ordered", "bad", "answered"}
