"""The API's plumbing: who calls, what goes wrong, lists, posts that are sent twice."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from unittest import mock

import pytest
import redis
from django.test import Client
from django.urls import include, path
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, idempotency, tokens, urls as real
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.api.throttling import TokenThrottle
from sellerdesk.commands import command, note
from sellerdesk.errors import NotVisible, Refusal, Stale, Transient
from sellerdesk.models import ApiToken, ApiTokenShop, IdempotencyKey
from tests.factories.kernel import NOW, Cast, make_shop, make_token


pytestmark = pytest.mark.django_db
ERRORS: dict[str, Exception] = {
    "refusal": Refusal("too_late", "It is too late.", "Ask sooner."),
    "stale": Stale("Changed.", {"version": 2}),
    "not_visible": NotVisible(),
    "transient": Transient(),
}


class Wanted(serializers.Serializer[Any]):
    """A small nested body."""

    name = serializers.CharField()
    lines = serializers.ListField(child=serializers.IntegerField())


class Probe(ApiView):
    """Does what its body says, and counts how often."""

    done: ClassVar[int] = 0
    parser_classes = (JSONParser,)

    @idempotent
    def post(self, request: Request) -> Response:
        access.shop(request, "harbor-home", may="feed.load")
        Probe.done += 1
        body: Any = request.data
        kind = body.get("raise")
        if kind == "mistake":
            raise ZeroDivisionError
        if kind:
            raise ERRORS[kind]
        if "name" in body:
            Wanted(data=body).is_valid(raise_exception=True)
        return Response({"number": Probe.done}, status=201)


class Addresses:
    """The real ones and the probe."""

    handler404, handler500 = real.handler404, real.handler500
    urlpatterns = [path("api/v1/probe/", Probe.as_view()), path("", include(real.urlpatterns))]


class Api:
    """Calls with one token."""

    def __init__(self, client: Client, text: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {text}"}

    def get(self, address: str) -> Any:
        return self.client.get(f"/api/v1/{address}", headers=self.headers)

    def post(self, body: Any, key: str | None = None, raw: bytes | None = None) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        content = json.dumps(body) if raw is None else raw
        return self.client.post("/api/v1/probe/", content, content_type="application/json", headers=headers)


@pytest.fixture
def api(settings: Any, client: Client, cast: Cast) -> Api:
    settings.ROOT_URLCONF = Addresses
    client.raise_request_exception = False
    Probe.done = 0
    return Api(client, make_token(cast.desk, "desk.see", "log.see", "feed.load")[1])


def code(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:sellerdesk:problem:{body['code']}"
    assert body["title"]
    assert body["detail"]
    return response.status_code, body["code"]


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


def test_wrong_fields_are_named(api: Api) -> None:
    response = api.post({"name": "", "lines": [1, "x"]})

    assert code(response) == (400, "malformed")
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [("#/name", "blank"), ("#/lines/1", "invalid")]


def test_a_wrong_method_or_format_is_a_problem(api: Api) -> None:
    assert code(api.get("probe/")) == (405, "method_not_allowed")
    response = api.client.post("/api/v1/probe/", "a=b", content_type="text/plain", headers=api.headers)
    assert code(response) == (415, "unsupported_media_type")


def test_a_key_gives_the_first_answer_again(api: Api) -> None:
    first, second = api.post({"n": 1}, key="k1"), api.post({"n": 1}, key="k1")
    other = api.post({"n": 1}, key="k2")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content == b'{"number":1}'
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert other.json() == {"number": 2}
    assert Probe.done == 2


def test_a_refusal_is_kept_too(api: Api) -> None:
    first, second = api.post({"raise": "refusal"}, key="k1"), api.post({"raise": "refusal"}, key="k1")

    assert code(first) == code(second) == (422, "too_late")
    assert Probe.done == 1


@pytest.mark.parametrize("kind", ["stale", "transient", "mistake", "not_visible"])
def test_what_may_go_better_next_time_is_not_kept(api: Api, kind: str) -> None:
    api.post({"raise": kind}, key="k1")
    api.post({"raise": kind}, key="k1")

    assert Probe.done == 2
    assert not IdempotencyKey.objects.exists()


def test_a_key_used_for_another_request_is_refused(api: Api) -> None:
    api.post({"n": 1}, key="k1")

    assert code(api.post({"n": 2}, key="k1")) == (422, "idempotency_key_reused")
    assert Probe.done == 1


def test_a_key_in_use_is_409_until_its_lease_is_over(api: Api) -> None:
    with mock.patch.object(idempotency, "finish"):
        api.post({"n": 1}, key="k1")

    assert code(api.post({"n": 1}, key="k1")) == (409, "idempotency_key_in_progress")

    IdempotencyKey.objects.update(lease_until=datetime.now(UTC))
    assert api.post({"n": 1}, key="k1").status_code == 201
    assert Probe.done == 2


@pytest.mark.parametrize("key", ["a b", "ключ", "x" * 201])
def test_a_malformed_key_is_400(api: Api, key: str) -> None:
    assert code(api.post({"n": 1}, key=key)) == (400, "malformed")


def test_keys_belong_to_their_token(api: Api, cast: Cast) -> None:
    api.post({"n": 1}, key="k1")
    second = Api(api.client, make_token(cast.desk, "feed.load")[1])

    assert second.post({"n": 1}, key="k1").json() == {"number": 2}


def test_old_keys_are_forgotten(api: Api) -> None:
    api.post({"n": 1}, key="k1")

    assert idempotency.forget_old(now=datetime.now(UTC)) == 0
    assert idempotency.forget_old(now=datetime.now(UTC) + timedelta(hours=25)) == 1


def test_too_many_requests_are_held_up(api: Api) -> None:
    with mock.patch.object(TokenThrottle, "THROTTLE_RATES", {"token": "2/min"}):
        answers = [api.get("shops/") for _ in range(3)]

    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert code(answers[2]) == (429, "throttled")
    assert int(answers[2]["Retry-After"]) > 0


def test_without_the_cache_nobody_is_held_up(api: Api) -> None:
    with mock.patch.object(TokenThrottle, "cache") as cache:
        cache.get.side_effect = redis.ConnectionError
        assert api.get("shops/").status_code == 200


def test_the_schema_names_every_route(client: Client) -> None:
    response = client.get("/api/v1/schema/?format=json")

    assert response.status_code == 200
    schema = json.loads(response.content)
    assert {"/api/v1/shops/", "/api/v1/shops/{shop}/events/"} <= set(schema["paths"])
    assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
