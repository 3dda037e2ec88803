"""Topics and signals for programs: read, set, listed with the reviews behind them, seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import Review, ReviewTopic
from reviews.services import flagging
from sellerdesk import shops
from sellerdesk.models import AuditEntry, WorkItem
from tests.factories.answering import reviewed
from tests.factories.feed import load, review
from tests.factories.kernel import NOW, Cast, make_token


pytestmark = pytest.mark.django_db
AT = "/api/v1/shops/harbor-home/"


@pytest.fixture
def bearer(cast: Cast) -> dict[str, str]:
    facts = shops.facts(cast.shop)
    given = (NOW - timedelta(days=days) for days in (1, 2, 3))
    load(
        facts, *(review(f"R{number}", None, at=at.isoformat(), text="маломерит", product="P1") for number, at in enumerate(given, 1)),
        now=NOW,
    )  # fmt: skip
    while flagging.judge(shop=facts, now=NOW):
        pass
    return as_token(cast, "reviews.see", "reviews.answer")


def as_token(cast: Cast, *permissions: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(cast.desk, *permissions)[1]}"}


def the(ref: str) -> int:
    return Review.objects.get(outside_id=ref).pk


def put(client: Client, ref: str, bearer: dict[str, str], *topics: str, at: str = "*") -> Any:
    headers = {**bearer, "If-Match": at}
    return client.put(f"{AT}reviews/{the(ref)}/topics/", {"topics": topics}, content_type="application/json", headers=headers)


def test_topics_are_read_and_set_and_what_is_set_stands(client: Client, bearer: dict[str, str]) -> None:
    at = f"{AT}reviews/{the('R1')}/topics/"
    assert client.get(at, headers=bearer).json() == {"topics": [{"topic": "size", "by": "rule"}]}

    answer = put(client, "R1", bearer, "smell", "size")

    assert answer.json() == {"topics": [{"topic": "size", "by": "rule"}, {"topic": "smell", "by": "person"}]}
    assert put(client, "R1", bearer).json() == {"topics": []}
    assert set(ReviewTopic.objects.filter(review_id=the("R1")).values_list("by", flat=True)) == {ReviewTopic.By.REMOVED}
    assert list(AuditEntry.objects.filter(what__startswith="review.topic").values_list("what", flat=True)) == [
        "review.topic_added", "review.topic_removed", "review.topic_removed",
    ]  # fmt: skip
    assert put(client, "R1", bearer, "weather").status_code == 400
    assert client.get(f"{AT}reviews/{the('R2')}/", headers=bearer).json()["topics"] == ["size"]
    assert [one["review"] for one in client.get(f"{AT}reviews/?topic=size", headers=bearer).json()["items"]] == ["R2", "R3"]


def test_topics_that_somebody_changed_meanwhile_are_not_written_over(client: Client, bearer: dict[str, str]) -> None:
    at = f"{AT}reviews/{the('R1')}/topics/"
    read = client.get(at, headers=bearer)["ETag"]
    first = put(client, "R1", bearer, "size", "smell", at=read)

    late = put(client, "R1", bearer, "price", at=read)
    assert (first.status_code, late.status_code, late["ETag"]) == (200, 412, first["ETag"])
    assert {one["topic"] for one in client.get(at, headers=bearer).json()["topics"]} == {"size", "smell"}
    assert client.put(at, {"topics": []}, content_type="application/json", headers=bearer).status_code == 428


def test_a_signal_is_listed_with_the_reviews_behind_it_and_seen_once(client: Client, bearer: dict[str, str]) -> None:
    (one,) = client.get(f"{AT}signals/?open=1", headers=bearer).json()["items"]
    assert (one["topic"], one["product"], one["number"], one["why"], one["open"]) == ("size", "P1", 3, "close", True)

    behind = client.get(f"{AT}signals/{one['id']}/reviews/", headers=bearer).json()
    assert (behind["number"], [row["review"] for row in behind["items"]], behind["next"]) == (3, ["R1", "R2", "R3"], None)
    assert client.get(f"{AT}signals/{one['id']}/reviews/?cursor=x", headers=bearer).status_code == 400

    def seen() -> Any:
        return client.post(f"{AT}signals/{one['id']}/seen/", {"note": "Told the maker"}, content_type="application/json", headers=bearer)

    assert (seen().json()["open"], seen().status_code) == (False, 422)
    assert client.get(f"{AT}signals/{one['id']}/", headers=bearer).json()["note"] == "Told the maker"
    assert client.get(f"{AT}signals/?open=1", headers=bearer).json() == {"items": [], "next": None}
    assert WorkItem.objects.get(kind="review_cluster").outcome == "seen"


@pytest.mark.usefixtures("bearer")
def test_who_may_only_read_sets_nothing(cast: Cast, client: Client) -> None:
    reader = as_token(cast, "reviews.see")

    assert client.get(f"{AT}signals/", headers=reader).status_code == 200
    assert put(client, "R1", reader, "smell").status_code == 404


def test_a_key_that_may_answer_but_not_see_reads_nothing_by_acting(cast: Cast, client: Client, bearer: dict[str, str]) -> None:
    own = client.get(f"{AT}signals/", headers=bearer).json()["items"][0]["id"]
    asked: list[tuple[str, dict[str, Any]]] = [
        (f"signals/{own}/seen/", {}),
        (f"reviews/{the('R1')}/close/", {}),
        ("offers/", {"review": "R1", "kind": "gift", "channel": "chat"}),
        ("appeals/", {"review": "R1", "detail": "insults", "statement": "It insults our people in every line."}),
    ]

    blind = as_token(cast, "reviews.answer")

    assert [client.post(AT + at, told, content_type="application/json", headers=blind).status_code for at, told in asked] == [404] * 4
    assert put(client, "R1", blind, "smell").status_code == 404


def test_the_table_of_topics_leads_to_what_is_behind_each_figure(cast: Cast, client: Client) -> None:
    now = timezone.now()
    reviewed(cast.shop, [review("R1", None, at=now.isoformat(), text="маломерит", product="P1")], now=now)
    bearer = as_token(cast, "reviews.see")

    table = client.get(f"{AT}topic-table/?days=7", headers=bearer).json()
    (line,) = table["lines"]
    assert (table["topics"], table["totals"], line["numbers"], table["more"]) == (["size"], {"size": 1}, {"size": 1}, 0)
    for query in ("topic=size&days=7", f"topic=size&product={line['product']}"):
        behind = client.get(f"{AT}topic-reviews/?{query}", headers=bearer).json()
        assert (behind["number"], [row["review"] for row in behind["items"]]) == (1, ["R1"])
    assert client.get(f"{AT}topic-reviews/?topic=smell", headers=bearer).json()["number"] == 0
    assert client.get(f"{AT}topic-reviews/", headers=bearer).status_code == 400
    assert client.get(f"{AT}topic-reviews/?topic=size&product=999999", headers=bearer).status_code == 404
