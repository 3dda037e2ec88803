"""The ratings page and the card of Today, as a person sees them."""

import re
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ratings import panels
from ratings.domain.figures import DIMENSIONS
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.models import Desk, Shop
from sellerdesk.shops import ShopFacts
from tests.factories.feed import load, order, rating
from tests.factories.kernel import join, make_person
from tests.integration.kernel.test_languages import latin
from tests.integration.ratings.page import NOW, _of_every_kind, clock, desk, figure, page_of, rated, reader, shop_in
from tests.oracle.vectors import vector


__all__ = ["clock", "desk", "reader"]
pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def test_the_worked_example_stands_on_the_page(reader: Client, desk: Desk, clock: mock.Mock) -> None:
    """The four means, the stars and the formula at the end of a reported day are those of the expected report."""
    example = vector("taobao-1")
    own = (one for one in reversed(example.reports) if one["window"]["kind"] == example.window)
    expected = next(one for one in own if one["dimensions"]["service"]["count"])
    last = date.fromisoformat(expected["as_of"])
    shop = shop_in(desk, rules=example.rules, time_zone=example.time_zone, window=example.window)
    now = datetime(last.year, last.month, last.day, 23, 59, 59, 999999, tzinfo=shop.zone).astimezone(UTC)
    clock.now.return_value = now
    for start in range(0, len(example.records), 500):
        load(shop, *example.records[start : start + 500], now=now)

    page = page_of(reader, "?dim=service")

    for name in DIMENSIONS:
        said = expected["dimensions"][name]
        assert f'<span class="fig">{figure(said["mean"]) if said["mean"] else "–"}</span>' in page
    service = expected["dimensions"]["service"]
    assert f"How {service['mean']} comes about" in page
    stars = " + ".join(f"{star} × {service['stars'][str(star)]}" for star in (5, 4, 3, 2, 1))
    assert f"({stars}) ÷ {service['count']} = <b" in page
    for reason in ("month_cap", "pending", "voided"):
        assert not expected["not_counted"][reason] or f">{expected['not_counted'][reason]}</td>" in page


def test_one_shop_is_shown_at_once_and_several_as_a_table(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk, name="Tea House")
    load(tea, *rated(6, service=4), now=NOW)
    assert "Stars</h2>" in page_of(reader)

    shop_in(desk, "jade", name="Jade")
    table = page_of(reader)

    assert "Ratings of 2 shops" in table
    assert 'href="?shop=tea&amp;dim=service"' in table
    assert "4.0000" in table
    assert "Search demoted" in table
    assert "Stars</h2>" in page_of(reader, "?shop=tea")


def test_without_shops_the_table_says_so(reader: Client, desk: Desk) -> None:
    assert "No shop yet" in page_of(reader)


def test_the_headline_is_what_is_known(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk)
    assert "<h1>No ratings yet</h1>" in page_of(reader)

    load(tea, *rated(10, service=5, logistics=5), now=NOW)
    assert "<h1>All 2 ratings with marks reach 4.60</h1>" in page_of(reader)

    load(tea, *rated(10, start=10, service=5, logistics=4), now=NOW)
    assert "<h1>Delivery 4.5000: below 4.60, no official events</h1>" in page_of(reader)


def test_a_hair_below_is_below(reader: Client, desk: Desk) -> None:
    """59,999 fives and 40,001 fours are shown as 4.6000."""
    tea = shop_in(desk)
    load(tea, *rated(1, service=5), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ratings_figurechange SET service_5 = service_5 * 59999, service_4 = 40001 * service_5")

    page = page_of(reader)

    assert figure("4.6000") in page
    assert "<h1>Service: less than 0.0001 below 4.60, no official events</h1>" in page
    assert "No events" in page
    assert "Events open" not in page


def test_old_ratings_alone_are_no_ratings_of_the_window(reader: Client, desk: Desk) -> None:
    load(shop_in(desk), *rated(9, days_ago=400, service=5), now=NOW)

    page = page_of(reader)

    assert "<h1>No ratings in the window</h1>" in page
    assert "The line appears with the next marks that count." in page


def test_what_waits_is_no_rating_yet(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk, rules="taobao")
    load(tea, order(completed_at=(NOW - timedelta(days=2)).isoformat()), rating(at=(NOW - timedelta(days=1)).isoformat()), now=NOW)

    page = page_of(reader)

    assert "<h1>1 rating waits to count</h1>" in page
    assert "Counts 30 min after both sides have reviewed, else 15 days after the trade" in page


def test_under_the_other_window_nothing_is_judged(reader: Client, desk: Desk) -> None:
    load(shop_in(desk), *rated(9, service=1), *rated(6, start=9, days_ago=180, service=5), now=NOW)

    own, other = page_of(reader, "?dim=service"), page_of(reader, "?dim=service&window=180_days")

    assert figure("2.6000") in own
    assert "Search demoted" in own
    assert figure("1.0000") in other
    assert "For comparison: 180 days" in other
    assert "Search demoted" not in other
    for page in (own, other):
        assert "Both windows" in page
        assert "2.6000<br>" in page
        assert "1.0000<br>" in page


@pytest.mark.parametrize("role", sorted(permissions.ROLES))
def test_who_may_see_ratings(client: Client, desk: Desk, role: str) -> None:
    shop_in(desk)
    person = make_person()
    join(desk, person, role)
    client.force_login(person)
    status = 200 if permissions.may(role, permissions.RATINGS_SEE) else 404

    for address in ("/desks/harbor/ratings/", "/desks/harbor/ratings/days.csv", "/desks/harbor/ratings/?shop=tea"):
        assert client.get(address).status_code == status


def test_a_shop_that_one_may_not_see_is_not_there(client: Client, desk: Desk) -> None:
    tea, jade = shop_in(desk), shop_in(desk, "jade", name="Jade Garden")
    load(jade, *rated(6, service=5), now=NOW)
    person = make_person()
    member = join(desk, person, "analyst", every_shop=False)
    member.shops.create(desk=desk, shop=Shop.objects.get(pk=tea.id))
    client.force_login(person)

    assert "Jade" not in page_of(client)
    for address in ("?shop=jade", "days.csv?shop=jade"):
        assert client.get(f"/desks/harbor/ratings/{address}").status_code == 404


@pytest.mark.parametrize("query", ["?dim=nothing", "?window=never", "?days=some", "?dim=service&window=180_days&days=all"])
def test_what_the_address_asks_and_there_is_not_is_left_out(reader: Client, desk: Desk, query: str) -> None:
    load(shop_in(desk), *rated(6, service=5), now=NOW)

    assert 'aria-current="true"' in page_of(reader, query)


@pytest.mark.parametrize(("language", "word"), [("ru", "Не учтено"), ("zh-hans", "未计入")])
def test_the_pages_speak_one_language(reader: Client, desk: Desk, language: str, word: str) -> None:
    _of_every_kind(desk)
    said = {"Accept-Language": language}
    pages = [page_of(reader, query, **said) for query in ("?dim=service", "?dim=described&days=all", "?window=180_days")]
    assert word in pages[0]
    shop_in(desk, "jade", name="Taobao")
    pages += [page_of(reader, "", **said), page_of(reader, "?shop=jade", **said)]

    for page in pages:
        assert latin(page) <= {"harbor", "CSV", "person", "PE", "TB"}


def test_the_page_of_every_kind_tells_every_reason(reader: Client, desk: Desk) -> None:
    _of_every_kind(desk)

    page = page_of(reader)

    for words in ("Given, not in effect yet", "Past what one buyer may give in a month", "The first 3 of a buyer in a month count"):
        assert words in page
    for words in ("Begin to count", "Given, past what one buyer may give in a month", "Given, the trade was struck"):
        assert words in page
    assert "2 wait for the end of their trades and have no day yet." in page


def queries_of(client: Client, query: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        page_of(client, query)
    return len(seen)


def test_more_ratings_and_more_shops_ask_no_more(reader: Client, desk: Desk) -> None:
    tea = _of_every_kind(desk)
    page_of(reader)
    few = queries_of(reader, "?shop=tea")
    load(tea, *rated(150, start=1000, service=5), now=NOW)
    assert queries_of(reader, "?shop=tea") == few <= MOST_QUERIES

    shop_in(desk, "jade")
    table = queries_of(reader, "")
    for number in range(6):
        load(shop_in(desk, f"more-{number}"), *rated(2, service=5), now=NOW)
    assert queries_of(reader, "") == table <= MOST_QUERIES


def card(desk: Desk, *found: ShopFacts) -> str:
    filled = panels.today_card(found, {shop.id: f"Shop {shop.slug}" for shop in found}, NOW)
    assert filled is not None
    here = access.Here(desk, "owner", [])
    with translation.override("en"):
        return str(render_to_string("ratings/card.html", {**filled, "here": here}))


def test_the_card_shows_the_only_shop_with_its_four_ratings(desk: Desk) -> None:
    tea = shop_in(desk)
    load(tea, *rated(20, days_ago=50, service=5, logistics=5, described=5, dispatch=5), now=NOW)
    load(tea, *rated(20, days_ago=20, start=20, service=5, logistics=3, described=5, dispatch=5), now=NOW)

    shown_ = card(desk, tea)

    assert shown_.count('class="dsr"') == 4
    assert figure("4.0000") in shown_
    assert "Delivery 4.0000: below 4.40, listings rank lower in search" in shown_
    assert "1.0000 in 30 days" in shown_
    assert 'href="/desks/harbor/ratings/?shop=tea&amp;dim=logistics"' in shown_
    assert 'class="spark"' in shown_


def test_the_card_of_several_shops_shows_those_that_need_it_most(desk: Desk) -> None:
    found = [shop_in(desk, f"shop-{number}") for number in range(6)]
    for number, shop in enumerate(found[:5]):
        load(shop, *rated(5, service=5, logistics=5 - number), now=NOW)

    with CaptureQueriesContext(connection) as seen:
        shown_ = card(desk, *found)

    assert len(seen) <= 4
    assert re.findall(r"Shop shop-(\d)", shown_) == ["4", "3", "2", "1"]
    assert "No events" not in shown_
    assert shown_.count("Search demoted") == 4


def test_without_ratings_there_is_no_card(desk: Desk) -> None:
    assert panels.today_card([shop_in(desk)], {}, NOW) is None
    assert panels.today_card([], {}, NOW) is None
