"""The ratings page as its tests ask for it: a desk, its owner, a clock, shops with ratings."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from sellerdesk import shops
from sellerdesk.models import Desk
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, load, order, rating, told
from tests.factories.kernel import join, make_desk, make_person, make_shop


NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)


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
