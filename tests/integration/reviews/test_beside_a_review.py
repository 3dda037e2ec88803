"""What stands beside a review: the buyer's conversations, within the queries that a page has."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import Review
from reviews.services import flagging
from sellerdesk import shops
from tests.factories.chat import message
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import Cast
from tests.factories.mending import appeal, offer


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
ANNA = {"id": "B9", "name": "Анна"}
MOST_QUERIES = 14
"""One fewer than a page may have: the next room brings a panel, too."""


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def talked(cast: Cast, client: Client) -> Client:
    """Alice, before two reviews of a buyer who has also written in chat; one of them is anonymous."""
    facts = shops.facts(cast.shop)
    records = [
        order("O1", at=ago(9), completed_at=ago(5), buyer=ANNA),
        message("M1", text="Где моя ручка?", at=ago(3), buyer=ANNA),
        review("T", "O1", at=ago(4), stars=5, verdict="good", text="Ужас, сломалась ручка, запах", buyer=ANNA),
        review("U", None, at=ago(2), verdict="bad", buyer=ANNA, anonymous=True),
        told("follow_up", "F1", ago(1), review="T", text="Деньги не вернули"),
    ]
    load(facts, *records, now=NOW)
    while flagging.judge(shop=facts, now=NOW):
        pass
    client.force_login(cast.alice)
    return client


def at(ref: str) -> str:
    return f"/desks/harbor/reviews/{Review.objects.get(outside_id=ref).pk}/?show=all"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_buyers_conversations_stand_beside_their_review_but_not_beside_an_anonymous_one(talked: Client) -> None:
    assert "Где моя ручка?" in page(talked, at("T"))
    assert "Где моя ручка?" not in page(talked, at("U"))


def test_the_page_of_a_review_leaves_a_query_for_the_next_panel(cast: Cast, talked: Client) -> None:
    offer(cast, "T", now=NOW)
    appeal(cast, "T", now=NOW)
    address = at("T")
    page(talked, address)

    with CaptureQueriesContext(connection) as asked:
        said = page(talked, address)

    assert "Где моя ручка?" in said
    assert len(asked) <= MOST_QUERIES, [query["sql"][:150] for query in asked.captured_queries]
