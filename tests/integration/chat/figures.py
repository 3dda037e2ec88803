"""The pages of figures as their tests ask for them: a desk, its owner, a clock, a shop with rounds."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from io import StringIO
from unittest import mock

import pytest
from django.test import Client

from chat.models import Round
from sellerdesk.models import Desk, Shop, User
from tests.factories.kernel import join, make_desk, make_person, make_shop
from tests.factories.rounds import make_mark, make_round


NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
YESTERDAY = datetime(2026, 3, 19, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai."""
AT = "/desks/harbor/chats/figures/"


@pytest.fixture
def desk() -> Desk:
    return make_desk("harbor")


@pytest.fixture
def owner(desk: Desk) -> User:
    person = make_person(name="Olga Owner")
    join(desk, person)
    return person


@pytest.fixture
def reader(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture(autouse=True)
def clock() -> Iterator[mock.Mock]:
    with mock.patch("chat.views.figures.datetime") as pages, mock.patch("chat.api.figures.datetime") as programs:
        pages.now.return_value = programs.now.return_value = NOW
        yield pages


@pytest.fixture
def tea(desk: Desk) -> Shop:
    return make_shop(desk, "tea", name="Tea House")


def filled(shop: Shop, owner: User) -> None:
    """A few days of everything: quick, slow, late, without an answer, automatic, done, elsewhere, by somebody who left."""
    ann = make_person(name="=Ann()")
    for day in range(4):
        at = YESTERDAY - timedelta(days=day)
        make_round(shop, at, 30, agent=owner, buyer="B1")
        make_round(shop, at + timedelta(hours=1), 100 + 7 * day, agent=ann, automatic=2, after_sale=True)
        make_round(shop, at + timedelta(hours=2), 4000, buyer="B1")
        make_round(shop, at + timedelta(hours=14), 181, agent=owner)
        make_round(shop, at + timedelta(hours=3), automatic=1.5)
    done = make_round(shop, YESTERDAY)
    Round.objects.filter(pk=done.pk).update(done_at=YESTERDAY + timedelta(minutes=1))
    make_round(shop, NOW - timedelta(minutes=2))
    for number in range(6):
        make_mark(shop, YESTERDAY + timedelta(minutes=number), 5 - number % 2, agent="客服")


class Tables(HTMLParser):
    """The cells of tables that name what they are by: by, key of the row, and the values of its figures."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[tuple[str, str], list[str]] = {}
        self._by = self._key = ""
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "table":
            self._by = told.get("data-by") or ""
        elif tag == "tr" and self._by and "data-key" in told:
            self._key = told["data-key"] or ""
            self.found[self._by, self._key] = []
        elif tag == "td":
            self._cell = []
        elif tag == "data" and self._cell is not None:
            self._cell.append(told["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._cell is not None and (self._by, self._key) in self.found:
            self.found[self._by, self._key].append(self._cell[0] if self._cell else "")
            self._cell = None


def page_of(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"{AT}{query}", headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def table_of(client: Client, query: str) -> list[dict[str, str]]:
    response = client.get(f"{AT}figures.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode().removeprefix("\ufeff"))))
