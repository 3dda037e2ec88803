"""What the marketplace tells of a shop's peers: kept once, in any order, and compared by rulebook 8."""

import itertools
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from ratings.domain.figures import Comparison, Figure
from ratings.models import CategoryAverage
from ratings.queries.category import Peers, peers
from sellerdesk import shops
from sellerdesk.feed import reopening
from sellerdesk.models import FeedRecord
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, feed_shop, load, rulings, told
from tests.factories.kernel import join, make_desk, make_person, make_shop
from tests.integration.ratings.page import rated


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
FIRST, SECOND, THIRD = ("2026-03-01T00:00:00Z", "2026-03-10T00:00:00Z", "2026-03-30T00:00:00Z")


def average(ref: str, mean: str, *, at: str = FIRST, category: str = "tea", dimension: str = "service", **fields: Any) -> Record:
    return told("category_average", ref, at, category=category, dimension=dimension, mean=mean, **fields)


def product(ref: str, category: str) -> Record:
    return told("product", ref, FIRST, title=ref, category=category)


def means(shop: ShopFacts, now: datetime = NOW) -> dict[str, Fraction]:
    return {name: one.mean for name, one in peers(shop, now=now).items()}


def test_the_latest_told_counts_and_none_of_the_future() -> None:
    shop = feed_shop()
    load(shop, average("C2", "4.70", at=SECOND), average("C1", "4.60"), average("C3", "4.80", at=THIRD), now=NOW)
    load(shop, average("C4", "4.9", dimension="logistics", max="4.95", min="3", shops=12), now=NOW)

    assert means(shop) == {"service": Fraction("4.7"), "logistics": Fraction("4.9")}
    assert peers(shop, now=NOW)["logistics"] == Peers("tea", Fraction("4.9"), Fraction("4.95"), Fraction(3))
    assert means(shop, datetime(2026, 4, 1, tzinfo=UTC))["service"] == Fraction("4.8")


def test_of_two_contents_of_one_id_the_earliest_stands_in_any_order() -> None:
    contents = [average("C1", "4.70", at=SECOND), average("C1", "4.60", at=FIRST), average("C1", "4.80", at=THIRD)]
    for arranged in itertools.permutations(contents):
        shop = feed_shop()
        for record in arranged:
            load(shop, record, now=NOW)
        assert means(shop) == {"service": Fraction("4.6")}
        codes = FeedRecord.objects.filter(shop_id=shop.id).values_list("code", flat=True)
        assert sorted(codes) == ["", "conflict", "conflict"]
        assert CategoryAverage.objects.filter(shop_id=shop.id).count() == 1


def test_the_same_again_is_unchanged() -> None:
    shop = feed_shop()

    assert rulings(shop, average("C1", "4.7")) == [""]
    counts, _ = load(shop, average("C1", "4.7"))
    assert (counts.unchanged, counts.applied) == (1, 0)


def test_of_several_categories_the_one_of_most_products_is_the_shops_own() -> None:
    shop = feed_shop()
    load(shop, average("C1", "4.1", category="jade"), average("C2", "4.2", category="tea"), now=NOW)
    assert means(shop) == {}

    load(shop, product("P1", "jade"), product("P2", "tea"), product("P3", "tea"), *(product(f"Q{n}", "silk") for n in range(5)), now=NOW)
    assert means(shop) == {"service": Fraction("4.2")}

    load(shop, product("P4", "jade"), now=NOW)
    assert means(shop) == {"service": Fraction("4.1")}


def test_shops_do_not_share_what_was_told() -> None:
    one, other = feed_shop(), feed_shop()
    load(one, average("C1", "4.7"), now=NOW)

    assert means(other) == {}


@pytest.mark.parametrize("mean", ["-1", "5.01", "12"])
def test_a_mean_that_no_marks_can_have_compares_nothing(mean: str) -> None:
    shop = feed_shop()

    assert rulings(shop, average("C1", mean)) == [""]
    assert means(shop) == {}


@pytest.mark.parametrize(
    ("told_of", "found"),
    [
        (Peers("tea", Fraction(4), None, None), Comparison("above", Fraction(1, 2))),
        (Peers("tea", Fraction(4), Fraction(5), None), Comparison("above", Fraction(1, 2))),
        (Peers("tea", Fraction("4.75"), None, Fraction(4)), Comparison("below", Fraction(1, 3))),
        (Peers("tea", Fraction("4.5"), None, None), Comparison("level", Fraction(0))),
        (Peers("tea", Fraction("4.5"), Fraction(4), None), None),
        (Peers("tea", Fraction("4.5"), None, Fraction("4.6")), None),
    ],
)
def test_the_distance_is_a_share_of_the_room_there_is(told_of: Peers, found: Comparison | None) -> None:
    assert told_of.compare(Figure((0, 0, 0, 1, 1))) == found
    assert told_of.compare(Figure((0, 0, 0, 0, 0))) is None


def test_what_waited_for_the_room_is_taken_up() -> None:
    shop = feed_shop()
    load(shop, average("C1", "4.7"), now=NOW)
    CategoryAverage.objects.all().delete()
    FeedRecord.objects.filter(shop_id=shop.id).update(state=FeedRecord.State.WAITING, code="room_not_open")

    assert reopening.reopen(shop=shop, now=NOW) == 1
    assert means(shop) == {"service": Fraction("4.7")}


def test_the_page_compares_where_something_was_told(client: Client) -> None:
    desk = make_desk("harbor")
    shop = shops.facts(make_shop(desk, "tea"))
    person = make_person()
    join(desk, person)
    client.force_login(person)
    now = datetime.now(UTC)
    load(shop, *({**record, "at": now.isoformat()} for record in rated(8, service=4, described=5, dispatch=5)), now=now)
    before = client.get("/desks/harbor/ratings/?dim=service").content.decode()
    load(shop, average("C1", "4.5"), average("C2", "4.5", dimension="described"), average("C3", "5", dimension="dispatch"), now=now)
    page = client.get("/desks/harbor/ratings/?dim=service").content.decode()

    assert "category" not in before
    assert "ruler__cat" not in before
    assert "11.1% below category" in page
    assert "100.0% above category" in page
    assert "level with category" in page
    assert page.count("ruler__cat") == 3
    assert 'class="g-cat"' in page
    assert "category tea, 4.50" in page
