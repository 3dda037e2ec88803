"""What does not count of ratings, by programs: as many as the page says, on days of five and more, and never whose or which marks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from ratings.domain.opening import FEWEST_MARKS
from ratings.queries.not_counted import of_shop
from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.domain.days import WINDOWS
from tests.factories.asking import program
from tests.factories.feed import Record, load, order, rating
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def waiting(count: int, *, start: int) -> list[Record]:
    """Ratings of trades that have not ended."""
    at = (NOW - timedelta(days=2)).isoformat()
    found: list[Record] = []
    for one in range(start, start + count):
        found += [
            order(f"O{one}", at=at, buyer=f"B{one}", completed_at=None, status="delivered", delivered_at=at),
            rating(f"S{one}", f"O{one}", at=at, service=1),
        ]
    return found


def test_days_are_told_from_five_on_and_nobody_is_named(cast: Cast, client: Client) -> None:
    shop = shops.facts(cast.shop)
    load(shop, *waiting(FEWEST_MARKS - 1, start=0), now=NOW)
    ask = program(client, cast.desk, permissions.RATINGS_SEE)
    few = ask("GET", "rating-not-counted/").json()
    assert (few["reasons"], few["days"], few["undated"]) == ([{"reason": "pending", "ratings": FEWEST_MARKS - 1}], [], 0)
    load(shop, *waiting(3, start=10), now=NOW)
    told = ask("GET", "rating-not-counted/").json()
    assert told["ratings"] == sum(one["ratings"] for one in told["reasons"]) == FEWEST_MARKS + 2
    assert all(row["ratings"] >= FEWEST_MARKS for row in told["days"])
    assert told["undated"] + sum(row["ratings"] for row in told["days"]) == told["ratings"]
    _says_nothing_else(told)
    assert ask("GET", "report/").json()["not_counted"]["pending"] == told["ratings"]
    for window in WINDOWS:
        found = of_shop(shop, window, now=NOW)
        again = ask("GET", f"rating-not-counted/?window={window}").json()
        assert (again["window"], len(again["days"])) == (window, len(found["uncounted_days"]))
    assert ask("GET", "rating-not-counted/?window=year").status_code == 400
    assert program(client, cast.desk, permissions.REVIEWS_SEE)("GET", "rating-not-counted/").status_code == 404


def test_what_is_past_the_cap_is_that_of_the_page(cast: Cast, client: Client) -> None:
    at = [(NOW - timedelta(days=3, minutes=one)).isoformat() for one in range(40)]
    records: list[Record] = []
    for one, moment in enumerate(at):
        records += [order(f"O{one}", at=moment, completed_at=moment, buyer="B1"), rating(f"S{one}", f"O{one}", at=moment, service=1)]
    load(shops.facts(cast.shop), *records, now=NOW)
    told = program(client, cast.desk, permissions.RATINGS_SEE)("GET", "rating-not-counted/").json()
    client.force_login(cast.alice)
    page = client.get("/desks/harbor/ratings/", {"shop": "harbor-home", "days": "all"}).context
    rows = [
        {"reason": one.reason, "ratings": one.ratings, "first": str(one.first), "last": str(one.last)} for one in page["uncounted_days"]
    ]
    assert (told["days"], told["cut"], told["ratings"]) == (rows, page["cut_days"], page["uncounted"])
    assert rows
    _says_nothing_else(told)


def _says_nothing_else(told: dict[str, Any]) -> None:
    """Numbers by reason and day: no name, no order, no mark."""
    assert set(told) == {"window", "ratings", "reasons", "days", "undated", "cut"}
    assert {name for row in told["days"] for name in row} <= {"reason", "ratings", "first", "last"}
    assert {name for row in told["reasons"] for name in row} == {"reason", "ratings"}
