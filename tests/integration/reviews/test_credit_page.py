"""The credit page: each cause on its row, every figure with its list, one shop at a time, and the same by API and file."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.domain.account import Movement, rung
from reviews.queries.account import account
from sellerdesk import shops
from sellerdesk.domain import permissions
from tests.factories.feed import feed_shop, load, order, review, told
from tests.factories.kernel import Cast, make_shop, make_token


pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
NOW = datetime.now(UTC).replace(microsecond=0)
AT = "/desks/harbor/reviews/credit/"
MOST_QUERIES = 15


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (-3, (0, None, 3, 7)), (3, (0, None, 3, 1)), (4, (1, 4, 10, 7)), (10, (1, 4, 10, 1)), (11, (2, 11, 40, 30)),
        (10_000_000, (19, 5_000_001, 10_000_000, 1)), (10_000_001, (20, 10_000_001, None, None)),
    ],
)  # fmt: skip
def test_a_level_has_its_range_and_the_points_to_the_next(score: int, expected: tuple[int | None, ...]) -> None:
    assert rung(score) == expected


def test_each_way_to_end_has_its_own_cause() -> None:
    shop = feed_shop("taobao")
    at = "2026-03-17T12:00:00+08:00"
    for number in range(1, 5):
        load(shop, order(f"O{number}", buyer=f"B{number}", completed_at="2026-03-01T12:00:00+08:00"), now=NOON)
        load(shop, review(f"R{number}", f"O{number}", at="2026-03-02T12:00:00+08:00"), now=NOON)
    load(shop, order("O5", buyer="B5", completed_at="2026-03-01T12:00:00+08:00"), now=NOON)
    load(shop, review("S5", "O5", author="seller", verdict="good", at="2026-03-02T12:00:00+08:00"), now=NOON)
    load(
        shop,
        told("review_delete", "R1", at, by="author"), told("review_delete", "R2", at, by="platform"),
        told("trade_void", "V3", at, order="O3", reason="fake"), told("review_change", "R4", at, verdict="good"),
        told("review_delete", "S5", at, by="platform"),
        now=NOON,
    )  # fmt: skip

    found = account(shop, now=NOON)

    assert list(found.moves) == [
        Movement("default_good", 1, good=1),
        Movement("new_bad", 4, bad=4),
        Movement("changed", 1, good=1, bad=-1),
        Movement("deleted_by_buyer", 1, bad=-1),
        Movement("deleted_by_marketplace", 1, bad=-1),
        Movement("default_withdrawn", 1, good=-1),
        Movement("struck", 1, bad=-1),
    ]
    assert (found.begin.score, found.now.score) == (0, 1)


def test_when_the_first_of_an_item_goes_the_second_is_scored_after_all() -> None:
    shop = feed_shop("taobao")
    for number in (1, 2):
        load(shop, order(f"O{number}", at=f"2026-02-0{number}T12:00:00+08:00", completed_at="2026-02-10T12:00:00+08:00"), now=NOON)
        load(shop, review(f"R{number}", f"O{number}", verdict="good", at="2026-02-11T12:00:00+08:00"), now=NOON)
    load(shop, told("trade_void", "V1", "2026-03-20T11:00:00+08:00", order="O1", reason="fake"), now=NOON - timedelta(hours=2))

    found = account(shop, now=NOON)

    assert list(found.moves) == [Movement("struck", 1, good=-1), Movement("released", 1, good=1, same_item=-1)]
    before = account(shop, now=NOON - timedelta(hours=2))
    assert list(before.moves) == []
    assert (before.now.good, before.now.same_item) == (1, 1)


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice)
    facts = shops.facts(cast.shop)
    for number in range(1, 7):
        load(facts, order(f"O{number}", buyer=f"B{number % 2}", at=ago(300 - number), completed_at=ago(250)), now=NOW)
        verdict = ("good", "good", "neutral", "bad")[number % 4]
        load(facts, review(f"R{number}", f"O{number}", verdict=verdict, at=ago(240 / number), text=f"Слово {number}"), now=NOW)
    load(facts, order("O9", at=ago(3)), review("R9", "O9", verdict="good", at=(NOW + timedelta(days=2)).isoformat()), now=NOW)
    return client


def links(page: str) -> list[tuple[str, int]]:
    """Every figure that leads to a list: the address, and the figure."""
    found = re.findall(r'href="([^"]*/credit/rows/[^"]*)"><data value="(\d+)">', page)
    return [(href.replace("&amp;", "&"), int(number)) for href, number in found]


def test_every_figure_leads_to_as_many_rows(alice: Client) -> None:
    shown = links(alice.get(AT).content.decode())

    assert len(shown) > 8
    for href, number in set(shown):
        listed = alice.get(href).content.decode()
        assert f'<data value="{number}">' in listed, href
        assert listed.count("<tr>") - 1 == number, href


def test_both_pages_take_few_queries(alice: Client) -> None:
    for address in (AT, f"{AT}rows/?which=good", f"{AT}rows/?which=new_good"):
        alice.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert alice.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, [one["sql"][:90] for one in asked]


def test_no_such_figure_is_no_page(alice: Client) -> None:
    assert {alice.get(f"{AT}{rest}").status_code for rest in ("rows/?which=odd", "rows/?over=9", "rows.csv?which=odd")} == {404}
    assert alice.get(f"{AT}rows/?which=good&after=x-y").status_code == 200


def test_one_shop_at_a_time_and_a_switch(cast: Cast, alice: Client) -> None:
    make_shop(cast.desk, "aaa-first")

    first = alice.get(AT).content.decode()
    chosen = alice.get(AT, {"shop": cast.shop.slug}).content.decode()

    assert "No credit yet" in first
    assert 'value="aaa-first" selected' in first
    assert f'value="{cast.shop.slug}" selected' in chosen
    assert links(chosen)


def test_the_file_and_the_api_tell_the_same(cast: Cast, alice: Client) -> None:
    figures = account(shops.facts(cast.shop), now=NOW)
    file = alice.get(f"{AT}rows.csv", {"which": "good"}).content.decode("utf-8-sig").splitlines()
    _, token = make_token(cast.desk, permissions.REVIEWS_SEE)

    api = Client(headers={"Authorization": f"Bearer {token}"})
    at = f"/api/v1/shops/{cast.shop.slug}/credit/"
    told = api.get(at).json()
    rows = api.get(f"{at}rows/", {"which": "good", "limit": "1"}).json()
    more = api.get(f"{at}rows/", {"which": "good", "limit": "500", "cursor": str(rows["next"])}).json()

    assert len(file) - 1 == figures.now.good == told["now"]["good"] == rows["count"] == len(rows["items"]) + len(more["items"])
    assert told["pending"] == 1
    assert rows["items"][0]["order"] is None
    assert {api.get(f"{at}rows/", asked).status_code for asked in ({"which": "x"}, {"cursor": "x"}, {"limit": "0"})} == {400}
