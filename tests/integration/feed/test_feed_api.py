"""POST /api/v1/shops/{shop}/feed/ and GET …/report/: whole batches, an answer for each record, the same figures as the command."""

import json
from typing import Any

import pytest
from django.test import Client

from sellerdesk.models import FeedLoad, FeedRecord
from tests.factories.feed import Record, line, order, rating, review
from tests.factories.kernel import Cast, make_token
from tests.feeding import answer_of
from tests.integration.kernel.probe import Api, code


pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(client: Client, cast: Cast) -> Api:
    """A program that may load and read figures."""
    return Api(client, make_token(cast.desk, "feed.load", "ratings.see")[1])


def post(api: Api, cast: Cast, body: Any, *, key: str = "", slug: str = "") -> Any:
    """The answer to a body, JSON unless it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = api.headers | ({"Idempotency-Key": key} if key else {})
    address = f"/api/v1/shops/{slug or cast.shop.slug}/feed/"
    return api.client.post(address, data, content_type="application/json", headers=headers)


def counted(**fields: int) -> dict[str, int]:
    return {**dict.fromkeys(("read", "applied", "unchanged", "waiting", "rejected", "released"), 0), **fields}


@pytest.mark.parametrize("number", [0, 1, 499, 500])
def test_up_to_500_records_are_taken_at_once(feed: Api, cast: Cast, number: int) -> None:
    response = post(feed, cast, {"records": [order(str(n)) for n in range(number)]})

    body = response.json()
    assert response.status_code == 200
    assert list(body) == ["read", "applied", "unchanged", "waiting", "rejected", "released", "results"]
    assert {name: body[name] for name in counted()} == counted(read=number, applied=number)
    assert [(one["index"], one["id"], one["outcome"]) for one in body["results"]] == [(n, str(n), "applied") for n in range(number)]
    assert FeedRecord.objects.filter(shop=cast.shop).count() == number


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"records": [{}] * 501}, "#/records"),
        ({"records": {}}, "#/records"),
        ({"records": None}, "#/records"),
        ({}, "#/records"),
        ([], "#/records"),
        ([order()], "#/records"),
        ("records", "#/records"),
        (None, "#/records"),
    ],
)
def test_anything_but_a_list_of_at_most_500_is_refused_whole(feed: Api, cast: Cast, body: Any, pointer: str) -> None:
    response = post(feed, cast, body)

    assert code(response) == (400, "malformed")
    assert response.json()["errors"][0]["pointer"] == pointer
    assert not FeedLoad.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"records": [NaN]}',
        b'{"records": [' + b"1" * 10_000 + b"]}",
        b'\xff{"records": []}',
        b'{"records": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 1_000_000,
        b'{"records": ' + b"[" * 200 + b"]" * 200 + b"}",
    ],
    ids=lambda body: repr(body[:15]),
)
def test_a_body_that_is_no_json_is_400(feed: Api, cast: Cast, body: bytes) -> None:
    response = post(feed, cast, body)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert not FeedLoad.objects.exists()


def test_each_record_has_its_own_answer(feed: Api, cast: Cast) -> None:
    records = [order(), order(), review(), rating("S1"), rating("S2"), rating("S3", "O9"), 5, {"type": "review", "id": "R9"}]

    body = post(feed, cast, {"records": records}).json()

    assert {name: body[name] for name in counted()} == counted(read=8, applied=3, unchanged=1, waiting=1, rejected=3)
    assert [(one["index"], one["type"], one["id"], one["outcome"], one["code"]) for one in body["results"]] == [
        (0, "order", "O1", "applied", ""),
        (1, "order", "O1", "unchanged", ""),
        (2, "review", "R1", "applied", ""),
        (3, "store_rating", "S1", "applied", ""),
        (4, "store_rating", "S2", "rejected", "already_rated"),
        (5, "store_rating", "S3", "waiting", "waiting"),
        (6, None, None, "rejected", "malformed"),
        (7, "review", "R9", "rejected", "malformed"),
    ]
    assert [bool(one["message"]) for one in body["results"]] == [bool(one["code"]) for one in body["results"]]
    assert "at is missing" in body["results"][7]["message"]


@pytest.mark.parametrize("value", ["\x00", "\ud800", {"\x00": 1}, [[[[[["\udc00"]]]]]], 10**400], ids=lambda value: ascii(value)[:20])
def test_a_value_that_cannot_be_kept_is_rejected_by_itself(feed: Api, cast: Cast, value: Any) -> None:
    records = [order("O1"), {**order("O2"), "extra": value}, order("O3")]

    outcomes = [one["outcome"] for one in post(feed, cast, {"records": records}).json()["results"]]

    assert outcomes == ["applied", "applied" if isinstance(value, int) else "rejected", "applied"]


def test_a_record_nested_too_deep_is_rejected_by_itself(feed: Api, cast: Cast) -> None:
    deep: list[Any] = []
    for _ in range(110):
        deep = [deep]

    body = post(feed, cast, {"records": [{**order("O2"), "extra": deep}, order()]}).json()

    assert [one["code"] for one in body["results"]] == ["malformed", ""]


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"0." + b"1" * 20_000, b"0e-99999"])
def test_a_number_that_cannot_be_kept_ends_no_batch(feed: Api, cast: Cast, number: bytes) -> None:
    odd = line(order("O2"))[:-2] + b', "extra": ' + number + b"}"

    body = post(feed, cast, b'{"records": [' + odd + b", " + line(order("O1")) + b"]}")

    assert body.status_code in {200, 400}
    assert body.status_code == 400 or body.json()["results"][1]["outcome"] == "applied"


def test_what_came_by_the_file_is_unchanged_by_the_api(feed: Api, cast: Cast, tmp_path: Any) -> None:
    records: list[Record] = [order(note="茶 \U0001f600"), review(text="x"), rating(), {**order("O2"), "extra": [1, 1.5, None, {"é": True}]}]
    (tmp_path / "f.jsonl").write_bytes(b"".join(map(line, records)))
    assert answer_of("feed_load", str(tmp_path / "f.jsonl"), "--shop", cast.shop.slug)["applied"] == 4

    assert post(feed, cast, {"records": records}).json()["unchanged"] == 4


@pytest.mark.parametrize("permission", ["ratings.see", "desk.see"])
def test_without_feed_load_there_is_no_such_shop(client: Client, cast: Cast, permission: str) -> None:
    api = Api(client, make_token(cast.desk, permission)[1])

    assert code(post(api, cast, {"records": [order()]})) == (404, "not_found")
    assert not FeedLoad.objects.exists()


@pytest.mark.parametrize("slug", ["nowhere", "elsewhere-goods"])
def test_an_unknown_or_foreign_shop_is_404(feed: Api, cast: Cast, slug: str) -> None:
    assert code(post(feed, cast, {"records": []}, slug=slug)) == (404, "not_found")
    assert code(feed.get(f"shops/{slug}/report/")) == (404, "not_found")


def test_the_same_request_is_answered_once(feed: Api, cast: Cast) -> None:
    first = post(feed, cast, {"records": [order(), 5]}, key="k1")
    again = post(feed, cast, {"records": [order(), 5]}, key="k1")
    other = post(feed, cast, {"records": [order("O2")]}, key="k1")

    assert first.json()["applied"] == 1
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert code(other) == (422, "idempotency_key_reused")
    assert FeedLoad.objects.filter(shop=cast.shop).count() == 1


def test_without_a_key_the_same_request_changes_nothing(feed: Api, cast: Cast) -> None:
    post(feed, cast, {"records": [order(), 5]})

    body = post(feed, cast, {"records": [order(), 5]}).json()

    assert {name: body[name] for name in counted()} == counted(read=2, unchanged=2)


@pytest.mark.parametrize("query", ["as_of=2026-03-31", "as_of=2026-03-09", "as_of=2026-03-31&window=180_days", "as_of=2099-01-01", ""])
def test_the_report_equals_the_commands(feed: Api, cast: Cast, query: str) -> None:
    post(feed, cast, {"records": [order(), review(), rating("S1"), rating("S2", service=1)]})
    words = [word for part in filter(None, query.split("&")) for word in (f"--{part.split('=')[0]}".replace("_", "-"), part.split("=")[1])]

    response = feed.get(f"shops/{cast.shop.slug}/report/?{query}")

    assert response.status_code == 200
    assert response.json() == answer_of("shop_report", "--shop", cast.shop.slug, *words)


def test_the_report_needs_ratings_see(client: Client, cast: Cast) -> None:
    api = Api(client, make_token(cast.desk, "feed.load")[1])

    assert code(api.get(f"shops/{cast.shop.slug}/report/")) == (404, "not_found")


WRONG_DAYS = ("", "today", "2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "1994-12-31", "2101-01-01", "-1", "٢٠٢٦-٠١-٠١", "%00")
WRONG_WINDOWS = ("", "30_days", "6_MONTHS", "%00")


@pytest.mark.parametrize("query", [*(f"as_of={day}" for day in WRONG_DAYS), *(f"window={window}" for window in WRONG_WINDOWS)])
def test_a_wrong_query_is_a_problem_that_names_its_field(feed: Api, cast: Cast, query: str) -> None:
    response = feed.get(f"shops/{cast.shop.slug}/report/?{query}")

    assert code(response) == (400, "malformed")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"] == f"#/{query.partition('=')[0]}"
