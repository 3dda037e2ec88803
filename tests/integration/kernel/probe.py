"""An API view that goes wrong in each way, and somebody who calls it."""

import json
from typing import Any, ClassVar

from django.test import Client
from django.urls import include, path
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, urls as real
from sellerdesk.api.base import ApiView
from sellerdesk.api.repeating import idempotent
from sellerdesk.errors import NotVisible, Refusal, Stale, Transient


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


def code(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:sellerdesk:problem:{body['code']}"
    assert body["title"]
    assert body["detail"]
    return response.status_code, body["code"]
