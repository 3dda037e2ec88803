"""The forecast on the page, in the file and for programs: the same numbers, and never a day that tells single marks."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import StringIO
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings import queries
from ratings.domain.figures import shown
from ratings.domain.opening import apart
from ratings.queries.days import lines
from ratings.queries.forecast import changes, known_ahead, outlooks
from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.models import Desk
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, load, order, rating
from tests.factories.kernel import make_shop, make_token
from tests.integration.ratings.page import desk, reader


__all__ = ["desk", "reader"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with mock.patch("ratings.views.datetime") as page, mock.patch("ratings.views.forecast.datetime") as file:
        page.now.return_value = file.now.return_value = NOW
        yield


def steady(desk: Desk, days: int = 200) -> ShopFacts:
    """A shop with a mark on each of many days: falling from fives to a mix that 4.6 does not survive."""
    shop = shops.facts(make_shop(desk, "tea"))
    records: list[Record] = []
    for number in range(days):
        at = (NOW - timedelta(days=number)).isoformat()
        service = 5 if number > 60 or number % 2 else 3
        records += [order(f"O{number}", at=at, buyer=f"B{number}"), rating(f"S{number}", f"O{number}", at=at, service=service)]
    load(shop, *records, now=NOW)
    return shop


def test_tomorrow_without_news_is_the_forecasts_known_part(desk: Desk) -> None:
    shop = steady(desk)
    today = shop.day(NOW)
    known = known_ahead(changes(shop, shop.window, today, ["service"])["service"], today)
    for ahead in (1, 2, 30, 90, 179):
        assert known[ahead - 1] == queries.at_end_of(shop, today + ahead, shop.window).dimensions["service"]


def test_no_told_day_tells_the_few_marks_between_it_and_another(desk: Desk) -> None:
    (line,) = lines([steady(desk)], now=NOW)
    (found,) = outlooks(line, ["service"])
    told = [found.now, *(step.known for step in found.steps)]
    assert len(told) > 10
    assert all(apart(one, other) for one in told for other in told)


def test_the_page_says_the_day_of_a_crossing_and_what_it_takes(reader: Client, desk: Desk) -> None:
    steady(desk)
    reader.get("/desks/harbor/ratings/")
    with CaptureQueriesContext(connection) as made:
        page = reader.get("/desks/harbor/ratings/?dim=service").content.decode()
    assert "Probably below 4.60 on" in page
    assert "plot--over" in page
    assert "What it takes" in page
    assert "new marks must average" in page
    assert len(made) <= 15


def test_page_file_and_programs_say_the_same(reader: Client, desk: Desk) -> None:
    shop = steady(desk)
    (line,) = lines([shop], now=NOW)
    (found,) = outlooks(line, ["service"])
    rows = list(csv.DictReader(StringIO(reader.get("/desks/harbor/ratings/forecast.csv?shop=tea").content.decode())))
    own = [row for row in rows if row["dimension"] == "service" and row["threshold"] == "4.60"]
    assert [(row["day"], row["known_sum"]) for row in own] == [
        (date.fromordinal(step.day).isoformat(), str(step.known.sum)) for step in found.steps
    ]
    page = reader.get("/desks/harbor/ratings/?dim=service").content.decode()
    last = own[[row["day"] for row in own].index(date.fromordinal(found.near[-1].day).isoformat())]
    assert last["mean"] in page
    assert last["known_mean"] == shown(found.near[-1].known.mean or Fraction(0))
    assert last["known_mean"] in page


def test_too_few_marks_are_no_forecast(reader: Client, desk: Desk) -> None:
    steady(desk, days=8)
    page = reader.get("/desks/harbor/ratings/?dim=service").content.decode()
    assert "too few to reckon with" in page
    assert "plot--over" not in page


def test_the_window_that_is_not_the_shops_own_has_no_forecast(reader: Client, desk: Desk) -> None:
    steady(desk)
    assert "What it takes" not in reader.get("/desks/harbor/ratings/?dim=service&window=180_days").content.decode()


def test_programs_are_told_the_days_of_the_file(client: Client, desk: Desk) -> None:
    shop = steady(desk)
    _, token = make_token(desk, permissions.RATINGS_SEE)
    with mock.patch("ratings.api.forecasts.datetime") as clock:
        clock.now.return_value = NOW
        answer = client.get("/api/v1/shops/tea/rating-forecast/?until=2026-04-20", headers={"Authorization": f"Bearer {token}"})
        refused = client.get("/api/v1/shops/tea/rating-forecast/?until=soon", headers={"Authorization": f"Bearer {token}"})
    told = {one["dimension"]: one for one in json.loads(answer.content)["dimensions"]}
    (line,) = lines([shop], now=NOW)
    (found,) = outlooks(line, ["service"])
    assert [one["known_sum"] for one in told["service"]["days"]] == [step.known.sum for step in found.steps]
    assert told["service"]["crossings"][0]["threshold"] == "4.60"
    assert told["described"]["days"] == []
    assert refused.status_code == 400
