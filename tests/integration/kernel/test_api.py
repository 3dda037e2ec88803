"""The API's plumbing: who calls, what goes wrong, lists."""

import json
import time
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import redis
from django.test import Client
from django.utils.translation import trans_real

from sellerdesk import tokens
from sellerdesk.api import throttling
from sellerdesk.api.throttling import TokenThrottle
from sellerdesk.commands import command, note
from sellerdesk.marketplaces import shared
from sellerdesk.models import ApiToken, ApiTokenShop
from tests.factories.kernel import NOW, Cast, make_shop, make_token
from tests.integration.kernel.probe import Api, code


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer a b", "Bearer sd_1_short", "Bearer é", f"Bearer sd_{9**17}_{'a' * 43}", f"Bearer sd_0_{'a' * 43}"]
)
def test_without_a_living_token_the_answer_is_401(client: Client, header: str | None) -> None:
    response = client.get("/api/v1/shops/", headers={"Authorization": header} if header else {})

    assert code(response)[0] == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_browser_session_is_no_token(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    assert client.get("/api/v1/shops/").status_code == 401


def test_a_revoked_token_is_dead_at_once(api: Api, cast: Cast) -> None:
    token = ApiToken.objects.get()
    assert api.get("shops/").status_code == 200

    ApiToken.objects.filter(pk=token.pk).update(revoked_at=NOW)

    assert code(api.get("shops/")) == (401, "authentication_failed")


def test_the_text_of_a_token_is_kept_nowhere(cast: Cast) -> None:
    token, text = make_token(cast.desk, "desk.see")

    assert text.rpartition("_")[2] not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert tokens.find(text, now=NOW) == token
    assert tokens.find(text.replace(f"sd_{cast.desk.pk}_", f"sd_{cast.other_desk.pk}_"), now=NOW) is None


def test_the_last_use_is_written_once_a_minute(cast: Cast) -> None:
    _, text = make_token(cast.desk, "desk.see")

    seen = []
    for seconds in (0, 59, 60):
        tokens.find(text, now=NOW + timedelta(seconds=seconds))
        seen.append(ApiToken.objects.values_list("last_used_at", flat=True).get())

    assert seen == [NOW, NOW, NOW + timedelta(minutes=1)]


def test_shops_are_those_of_the_tokens_desk(api: Api, cast: Cast) -> None:
    body = api.get("shops/").json()

    assert [shop["slug"] for shop in body["items"]] == [cast.shop.slug]
    assert body["next"] is None


def test_a_token_limited_to_shops_sees_no_other(client: Client, cast: Cast) -> None:
    second = make_shop(cast.desk, "second")
    token, text = make_token(cast.desk, "desk.see", "log.see", every_shop=False)
    api = Api(client, text)
    assert api.get("shops/").json()["items"] == []

    ApiTokenShop.objects.create(desk=cast.desk, token=token, shop=second)

    assert [shop["slug"] for shop in api.get("shops/").json()["items"]] == ["second"]
    assert api.get("shops/second/events/").status_code == 200
    assert code(api.get(f"shops/{cast.shop.slug}/events/")) == (404, "not_found")


def test_without_the_permission_the_shop_does_not_exist(client: Client, cast: Cast) -> None:
    _, text = make_token(cast.desk, "desk.see")

    assert code(Api(client, text).get(f"shops/{cast.shop.slug}/events/")) == (404, "not_found")


def test_pages_neither_repeat_nor_leave_out(api: Api, cast: Cast) -> None:
    for number in range(7):
        make_shop(cast.desk, f"z-{number}")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = api.get(f"shops/?limit=3&cursor={cursor}").json()
        assert len(body["items"]) <= 3
        seen += [shop["slug"] for shop in body["items"]]
        if len(seen) == 3:
            make_shop(cast.desk, "a-made-meanwhile")
        cursor = body["next"]

    assert seen == ["harbor-home", *(f"z-{number}" for number in range(7))]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "limit=-1", "limit=²", "cursor=x", "limit=" + "9" * 30])
def test_a_wrong_query_is_400_and_says_which_field(api: Api, query: str) -> None:
    response = api.get(f"shops/?{query}")

    assert code(response) == (400, "malformed")
    assert response.json()["errors"][0]["pointer"] == f"#/{query.partition('=')[0]}"


def test_a_cursor_of_another_list_is_refused(api: Api, cast: Cast) -> None:
    make_shop(cast.desk, "z")
    cursor = api.get("shops/?limit=1").json()["next"]

    assert api.get(f"shops/?cursor={cursor}").status_code == 200
    assert api.get(f"shops/?cursor={cursor[:-2]}xx").status_code == 400


def test_events_after_a_number_are_those_of_the_shop(api: Api, cast: Cast) -> None:
    second = make_shop(cast.desk, "second")

    @command
    def change(*, now: datetime) -> None:
        note(cast.desk.pk, "one", shop_id=cast.shop.pk, review=1)
        note(cast.desk.pk, "elsewhere", shop_id=second.pk)
        note(cast.desk.pk, "desk-wide")
        note(cast.desk.pk, "two", shop_id=cast.shop.pk)
        note(cast.desk.pk, "elsewhere", shop_id=second.pk)

    change(now=NOW)
    first = api.get(f"shops/{cast.shop.slug}/events/?limit=2").json()
    rest = api.get(f"shops/{cast.shop.slug}/events/?after={first['last']}").json()

    assert [(event["number"], event["kind"]) for event in first["items"]] == [(1, "one"), (3, "desk-wide")]
    assert (first["last"], first["more"]) == (3, True)
    assert [event["number"] for event in rest["items"]] == [4]
    assert (rest["last"], rest["more"]) == (5, False)
    assert api.get(f"shops/{cast.shop.slug}/events/?after=99").json()["last"] == 5


@pytest.mark.parametrize(
    ("kind", "status", "name"),
    [
        ("refusal", 422, "too_late"),
        ("stale", 409, "stale"),
        ("not_visible", 404, "not_found"),
        ("transient", 503, "marketplace_unavailable"),
        ("mistake", 500, "internal"),
    ],
)
def test_what_goes_wrong_is_a_problem(api: Api, kind: str, status: int, name: str) -> None:
    response = api.post({"raise": kind})

    assert code(response) == (status, name)
    if kind == "refusal":
        assert response.json()["hint"] == "Ask sooner."
    if kind == "stale":
        assert response.json()["newer"] == {"version": 2}


@pytest.mark.parametrize("raw", [b"{", b'{"a": NaN}', b"\xff\xfe", b'"\xed\xa0\x80"'])
def test_a_body_that_is_no_json_is_400(api: Api, raw: bytes) -> None:
    assert code(api.post(None, raw=raw)) == (400, "parse_error")


@pytest.mark.parametrize("key", [None, "k1"])
def test_too_large_a_body_is_413(api: Api, settings: Any, key: str | None) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    assert code(api.post({"name": "x" * 20}, key=key)) == (413, "too_large")


def test_wrong_fields_are_named(api: Api) -> None:
    response = api.post({"name": "", "lines": [1, "x"]})

    assert code(response) == (400, "malformed")
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [("#/name", "blank"), ("#/lines/1", "invalid")]


def test_a_wrong_method_or_format_is_a_problem(api: Api) -> None:
    assert code(api.get("probe/")) == (405, "method_not_allowed")
    response = api.client.post("/api/v1/probe/", "a=b", content_type="text/plain", headers=api.headers)
    assert code(response) == (415, "unsupported_media_type")


def test_too_many_requests_are_held_up(api: Api) -> None:
    with mock.patch.object(TokenThrottle, "THROTTLE_RATES", {"token": "2/min"}):
        answers = [api.get("shops/") for _ in range(3)]

    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert code(answers[2]) == (429, "throttled")
    assert int(answers[2]["Retry-After"]) > 0


def test_without_the_cache_nobody_is_held_up(api: Api) -> None:
    with mock.patch.object(throttling, "_script", side_effect=redis.ConnectionError):
        answer = api.get("shops/")
    shared.come_back()

    assert answer.status_code == 200
    assert "RateLimit-Limit" not in answer.headers


def test_who_waited_is_answered_again_and_who_was_refused_has_lost_nothing(api: Api) -> None:
    with mock.patch.object(TokenThrottle, "THROTTLE_RATES", {"token": "2/s"}):
        answers = [api.get("shops/") for _ in range(4)]
        time.sleep(1.1)
        answers += [api.get("shops/"), api.get("shops/")]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 200, 200]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0", "0", "1", "0"]
    assert {answer["RateLimit-Reset"] for answer in answers} == {"1"}


def test_the_schema_names_every_route(client: Client) -> None:
    response = client.get("/api/v1/schema/?format=json")

    assert response.status_code == 200
    schema = json.loads(response.content)
    assert {"/api/v1/shops/", "/api/v1/shops/{shop}/events/"} <= set(schema["paths"])
    assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}


def test_the_schema_is_made_once_for_each_language_and_no_text_becomes_one(client: Client) -> None:
    client.get("/api/v1/schema/?format=json")
    with mock.patch("drf_spectacular.generators.SchemaGenerator.get_schema") as made:
        for text in ("ru", "x-invented"):
            assert client.get(f"/api/v1/schema/?format=json&lang={text}&version={text}").status_code == 200
    assert not made.called
    assert "x-invented" not in vars(trans_real)["_translations"]
    assert client.get("/api/v1/schema/", headers={"Accept-Language": "ru"})["Content-Type"].startswith("application/vnd.oai.openapi")
