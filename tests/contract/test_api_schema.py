"""The API's description is whole and true to its form, and whatever is sent by it or against it, the API answers and does not break."""

import copy
import json
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings as examples

from sellerdesk.domain.permissions import PERMISSIONS
from tests.contract.api_attack import description, send, strategy
from tests.factories.kernel import Cast, make_token


# The description itself and its page.
NOT_OPERATIONS = {"", "schema/"}
ERRORS = {"GET": {"400", "401", "404", "406", "429"}, "*": {"400", "401", "404", "406", "409", "422", "429"}}


def test_the_description_is_openapi_3_1() -> None:
    told = description()

    assert told["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(told).validate()


def test_control_a_broken_description_is_told() -> None:
    broken = description()
    broken["paths"]["/api/v1/me/"]["get"]["responses"] = {"200": {"content": 3}}

    with pytest.raises(Exception, match="3"):
        schemathesis.openapi.from_dict(broken).validate()


def test_what_makes_the_description_warns_of_nothing() -> None:
    """Names made of digits among them, which change with the next field of that name: `ENUM_NAME_OVERRIDES`."""
    kept = copy.deepcopy(vars(GENERATOR_STATS))
    try:
        GENERATOR_STATS.reset()
        with GENERATOR_STATS.silence():
            generator: Any = SchemaGenerator  # it tells no types
            generator().get_schema(request=None, public=True)
        told = {**GENERATOR_STATS._warn_cache, **GENERATOR_STATS._error_cache}
    finally:
        vars(GENERATOR_STATS).update(kept)

    assert told == {}


def test_every_route_is_described() -> None:
    api: Any = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    routes = {str(one.pattern) for one in api.url_patterns} - NOT_OPERATIONS
    told = set(description()["paths"])

    assert {_as_path(route) for route in routes} == told


def test_every_operation_says_what_it_is_and_how_it_fails() -> None:
    seen: set[str] = set()
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            where, answers = f"{method.upper()} {path}", set(operation["responses"])
            assert operation["operationId"] not in seen, where
            seen.add(operation["operationId"])
            assert operation["summary"], where
            assert "Needs" in operation["description"], f"{where}: its description does not say what it needs"
            assert answers >= ERRORS["GET" if method == "get" else "*"], where
            assert any(code.startswith("2") for code in answers), where
            assert operation["security"] == [{"token": []}], where


def test_what_can_be_written_over_names_its_version() -> None:
    hours = description()["paths"]["/api/v1/shops/{shop}/hours/"]

    assert "ETag" in hours["get"]["responses"]["200"]["headers"]
    assert {"412", "428"} <= set(hours["put"]["responses"])
    assert "If-Match" in {one["name"] for one in hours["put"]["parameters"]}


@pytest.mark.django_db
def test_made_up_requests_do_not_break_an_operation(cast: Cast, client: Client) -> None:
    """One operation; `test_api_fuzz` attacks all of them at length."""
    text = make_token(cast.desk, *PERMISSIONS)[1]

    @examples(max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy("/api/v1/shops/{shop}/hours/", "put"))
    def attack(case: Any) -> None:
        case.path_parameters["shop"] = cast.shop.slug
        response = send(client, case, text)
        assert response.status_code < 500
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]
            assert json.loads(response.content)["status"] == response.status_code

    attack()


def _as_path(route: str) -> str:
    parts = [f"{{{part[1:-1].rpartition(':')[2]}}}" if part.startswith("<") else part for part in route.split("/")]
    return "/api/v1/" + "/".join(parts)
