"""What does not count of ratings, by programs: as many as the page says, on days of five and more, and never whose or which marks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.domain.days import WINDOWS
from sellerdesk.models import Shop
from tests.factories.asking import Program, program
from tests.factories.feed import Record, load, order, rating, told as fact
from tests.factories.kernel import Cast, join, make_person
from tests.integration.ratings.standing import busy_shop


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def struck(number: int) -> list[Record]:
    """A rating of a day of its own whose trade was struck: it counts nowhere."""
    at, own = (NOW - timedelta(days=3 + 2 * number)).isoformat(), f"{number}"
    placed = order(f"O{own}", at=at, completed_at=at, buyer=f"B{own}")
    return [
        placed,
        rating(f"S{own}", f"O{own}", at=at, service=1),
        fact("trade_void", f"V{own}", NOW.isoformat(), order=f"O{own}", reason="x"),
    ]


def not_counted(ask: Program, query: str = "") -> Any:
    """The answer, which tells numbers by reason and day: no name, no order, no mark."""
    told = ask("GET", f"rating-not-counted/{query}").json()
    assert set(told) == {"window", "ratings", "reasons", "days", "undated", "cut"}
    assert {name for row in told["days"] for name in row} <= {"reason", "ratings", "first", "last"}
    assert {name for row in told["reasons"] for name in row} <= {"reason", "ratings"}
    assert all(row["ratings"] >= 5 for row in told["days"]), "a row of fewer could be somebody's"
    return told


def test_days_are_told_from_five_on_and_put_together(cast: Cast, client: Client) -> None:
    ask, shop = program(client, cast.desk, permissions.RATINGS_SEE), shops.facts(cast.shop)
    load(shop, *(record for one in range(4) for record in struck(one)), now=NOW)
    few = not_counted(ask)
    assert (few["reasons"], few["days"], few["undated"]) == ([{"reason": "voided", "ratings": 4}], [], 0)
    load(shop, *(record for one in range(4, 7) for record in struck(one)), now=NOW)
    many = not_counted(ask)
    assert ([row["ratings"] for row in many["days"]], many["ratings"]) == ([7], 7)
    assert many["days"][0]["first"] < many["days"][0]["last"]
    assert ask("GET", "rating-not-counted/?window=year").status_code == 400
    assert program(client, cast.desk, permissions.REVIEWS_SEE)("GET", "rating-not-counted/").status_code == 404


def test_it_is_what_the_page_and_the_report_tell(client: Client) -> None:
    """A shop with ratings that wait, are past the cap and struck."""
    place = Shop.objects.select_related("desk").get(pk=busy_shop(NOW).id)
    owner = make_person()
    join(place.desk, owner)
    client.force_login(owner)
    ask = program(client, place.desk, permissions.RATINGS_SEE, at=f"/api/v1/shops/{place.slug}/")
    for window in WINDOWS:
        told = not_counted(ask, f"?window={window}")
        asked = {"shop": place.slug, "days": "all", "window": window}
        page = client.get(f"/desks/{place.desk.slug}/ratings/", asked).context
        rows = [(one.reason, one.ratings, str(one.first), str(one.last)) for one in page["uncounted_days"]]
        assert [(row["reason"], row["ratings"], row["first"], row["last"]) for row in told["days"]] == rows != []
        assert (told["cut"], told["ratings"], told["undated"]) == (page["cut_days"], page["uncounted"], page["undated"])
        report = ask("GET", f"report/?window={window}").json()["not_counted"]
        assert {one["reason"]: one["ratings"] for one in told["reasons"]} == {name: number for name, number in report.items() if number}
