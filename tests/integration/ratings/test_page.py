"""The ratings page, its CSV and the card of Today, as a person sees them."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ratings import panels, queries
from ratings.domain.figures import DIMENSIONS, shown
from ratings.domain.opening import apart
from sellerdesk import access, shops
from sellerdesk.domain import permissions
from sellerdesk.domain.days import window_first
from sellerdesk.models import Desk, Shop
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, load, order, rating, told
from tests.factories.kernel import join, make_desk, make_person, make_shop
from tests.integration.kernel.test_languages import latin
from tests.oracle.vectors import vector


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
MOST_QUERIES = 15


@pytest.fixture
def desk() -> Desk:
    return make_desk("harbor")


@pytest.fixture
def reader(client: Client, desk: Desk) -> Client:
    owner = make_person()
    join(desk, owner)
    client.force_login(owner)
    return client


@pytest.fixture(autouse=True)
def clock() -> Iterator[mock.Mock]:
    """The pages look at this clock; tests may turn it."""
    with mock.patch("ratings.views.datetime") as pages, mock.patch("ratings.views.exports.datetime") as exports:
        pages.now.return_value = exports.now.return_value = NOW
        pages.both = exports
        yield pages


def shop_in(desk: Desk, slug: str = "tea", **fields: Any) -> ShopFacts:
    return shops.facts(make_shop(desk, slug, **fields))


def rated(count: int, *, days_ago: int = 3, start: int = 0, **scores: int) -> list[Record]:
    at = (NOW - timedelta(days=days_ago)).isoformat()
    found = []
    for number in range(start, start + count):
        found += [order(f"O{number}", at=at, buyer=f"B{number}"), rating(f"S{number}", f"O{number}", at=at, **scores)]
    return found


def page_of(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"/desks/harbor/ratings/{query}", headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def figure(mean: str) -> str:
    return f"{mean[:-2]}<small>{mean[-2:]}</small>"


def days_of(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/desks/harbor/ratings/days.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode())))


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
    assert "No shops yet" in page_of(reader)


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


@pytest.mark.parametrize("count", [1, 4])
def test_below_five_marks_the_figure_opens_nothing(reader: Client, desk: Desk, count: int) -> None:
    load(shop_in(desk), *rated(count, service=2), now=NOW)

    page = page_of(reader, "?dim=service")

    assert figure("2.0000") in page
    assert "hbars" not in page
    assert "comes about" not in page
    assert 'class="plot"' not in page
    assert all(not row["mean"] for row in days_of(reader) if row["dimension"] == "service")


def test_from_five_marks_on_it_opens(reader: Client, desk: Desk) -> None:
    load(shop_in(desk), *rated(5, service=2), now=NOW)

    page = page_of(reader, "?dim=service")

    assert "(5 × 0 + 4 × 0 + 3 × 0 + 2 × 5 + 1 × 0) ÷ 5 = <b" in page
    assert 'class="plot"' in page
    assert "5 raters" in page
    assert "100.0%" in page


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


def test_windows_that_are_a_mark_apart_do_not_tell_that_mark(reader: Client, desk: Desk) -> None:
    load(shop_in(desk), *rated(9, service=5), *rated(1, start=9, days_ago=180, service=1), now=NOW)

    own, other = page_of(reader, "?dim=service"), page_of(reader, "?dim=service&window=180_days")

    assert figure("4.6000") in own
    assert "5.0000" not in own
    assert "5.0000" not in other
    assert "under 5 marks apart" in other
    assert "hbars" not in other
    rows = [row for row in days_of(reader, "?window=180_days") if row["dimension"] == "service" and row["day"] == "2026-03-20"]
    assert [(row["mean"], row["note"]) for row in rows] == [("", "fewer_than_5_marks")]


def test_the_other_window_of_yesterday_does_not_tell_the_mark_of_today(reader: Client, desk: Desk) -> None:
    """Yesterday's 180 days and today's 6 months begin on one day: they differ by what was given today, a single one."""
    old, middle = rated(6, days_ago=180, service=5), rated(20, start=6, days_ago=90, service=4)
    tea = shop_in(desk)
    load(tea, *old, *middle, *rated(1, start=26, days_ago=0, service=1), now=NOW)
    today = tea.day(NOW)
    official, yesterday = queries.current(tea, "6_months", now=NOW), queries.at_end_of(tea, today - 1, "180_days")
    assert official.dimensions["service"].stars == (1, 0, 0, 20, 6)
    assert yesterday.dimensions["service"].stars == (0, 0, 0, 20, 6)

    told_ = {
        window: [row for row in days_of(reader, f"?window={window}") if row["dimension"] == "service" and not row["note"]]
        for window in ("6_months", "180_days")
    }

    assert [row["count"] for row in told_["6_months"]][:2] == ["27", "6"]
    assert [row["count"] for row in told_["180_days"]][:2] == ["21", "6"]


def test_the_csv_holds_back_what_the_page_does(reader: Client, desk: Desk) -> None:
    """Today's other window is a mark apart, days long ago are not: neither is told."""
    long_ago = [*rated(1, days_ago=180, service=1), *rated(10, start=1, days_ago=120, service=5)]
    load(shop_in(desk), *long_ago, *rated(40, start=11, days_ago=90, service=5), now=NOW)

    page = page_of(reader, "?dim=service&window=180_days")
    rows = [row for row in days_of(reader, "?window=180_days") if row["dimension"] == "service"]

    assert 'class="plot"' not in page
    assert {row["note"] for row in rows} == {"fewer_than_5_marks"}


def test_what_does_not_count_names_nobody(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk, rules="standard")
    voids = [told("trade_void", f"V{number}", NOW.isoformat(), order=f"O{number}", reason="x") for number in range(6)]
    load(tea, *rated(12, service=5), *voids[:4], now=NOW)
    closed = page_of(reader)
    load(tea, *voids, now=NOW)
    opened = page_of(reader)

    assert "The marketplace struck the trade" in closed
    assert "Days are told from 5 ratings of one kind on." in closed
    assert "Given, the trade was struck" not in closed
    assert "Given, the trade was struck" in opened
    assert "17 Mar" in opened
    for page in (closed, opened):
        assert not re.search(r"\b[OBSV]\d+\b", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))


def test_no_row_of_what_does_not_count_is_of_a_single_rating(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk, rules="standard")
    given = [record for number in range(7) for record in rated(1, start=number, days_ago=3 + 2 * number, service=5)]
    voids = [told("trade_void", f"V{number}", NOW.isoformat(), order=f"O{number}", reason="x") for number in range(7)]
    load(tea, *given, *voids, now=NOW)

    for query in ("", "?days=all"):
        page = page_of(reader, query)
        (body,) = re.findall(r"<caption.*?<tbody>(.*?)</tbody>", page, flags=re.DOTALL)
        assert re.findall(r'<td class="r num">(\d+)</td>', body) == ["7"]
        assert re.findall(r">(\d+ \w+)<", body) == ["5 Mar", "17 Mar"]
        assert "Days with fewer than 5 are put together." in page


def test_the_days_as_csv_are_those_of_the_report(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk)
    load(tea, *(record for day in range(60) for record in rated(1 + day % 7, start=100 * day, days_ago=day, service=1 + day % 5)), now=NOW)

    rows = days_of(reader)

    first = window_first(tea.day(NOW), tea.window)
    assert len(rows) == (tea.day(NOW) - first + 1) * len(DIMENSIONS)
    nothing = {"count": "0", "sum": "0", "mean": "", "note": ""}
    assert rows[0] == {"day": "2026-03-20", "window": "6_months", "dimension": "described", **nothing}
    told_ = []
    for row in rows:
        if row["note"]:
            assert (row["count"], row["sum"], row["mean"]) == ("", "", "")
        else:
            day = date.fromisoformat(row["day"]).toordinal()
            said = queries.at_end_of(tea, day, tea.window).dimensions[row["dimension"]]
            assert (row["count"], row["sum"]) == (str(said.count), str(said.sum))
            assert row["mean"] == ("" if said.mean is None else shown(said.mean))
            told_ += [said] if row["dimension"] == "service" else []
    assert 10 < len(told_) < len(rows) / len(DIMENSIONS)
    assert all(apart(one, other) for one, other in pairwise(told_))


def test_no_cell_of_the_csv_is_a_formula(reader: Client, desk: Desk) -> None:
    load(shop_in(desk, "-1+1", name="=cmd()"), *rated(6, service=5), now=NOW)
    response = reader.get("/desks/harbor/ratings/days.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_.-]*|", cell) for row in csv.reader(StringIO(response.content.decode())) for cell in row)


def test_the_csv_is_of_one_shop(reader: Client, desk: Desk) -> None:
    shop_in(desk)
    shop_in(desk, "jade")

    assert reader.get("/desks/harbor/ratings/days.csv").status_code == 404
    assert reader.get("/desks/harbor/ratings/days.csv?shop=tea").status_code == 200
    assert reader.get("/desks/harbor/ratings/days.csv?shop=nobody").status_code == 404


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


def _of_every_kind(desk: Desk) -> ShopFacts:
    tea = shop_in(desk, name="Taobao", rules="taobao")
    records = []
    for number in range(60):
        at = NOW - timedelta(days=20 + number)
        records += [order(f"O{number}", at=at.isoformat(), buyer=f"B{number % 4}", completed_at=at.isoformat())]
        records += [rating(f"S{number}", f"O{number}", at=at.isoformat(), service=1 + number % 5, logistics=5)]
    for number in range(60, 68):
        at = NOW - timedelta(days=3, hours=number)
        done = {"completed_at": at.isoformat()} if number % 4 else {"completed_at": None, "status": "shipped"}
        records += [
            order(f"O{number}", at=at.isoformat(), buyer=f"B{number}", **done),
            rating(f"S{number}", f"O{number}", at=at.isoformat()),
        ]
    voids = [told("trade_void", f"V{number}", NOW.isoformat(), order=f"O{number}", reason="x") for number in range(0, 30, 4)]
    load(tea, *records, *voids, now=NOW)
    return tea


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
