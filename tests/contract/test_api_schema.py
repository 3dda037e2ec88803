"""Whatever is sent to the API, in its own description's terms or against them, it answers and does not break."""

import json
from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings as examples, strategies as st

from sellerdesk.domain.permissions import PERMISSIONS
from tests.factories.kernel import Cast, make_token


def description() -> dict[str, Any]:
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)
    return schema


def operations() -> list[tuple[str, str]]:
    return [(path, method) for path, methods in description()["paths"].items() for method in methods]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method"), operations())
def test_nothing_breaks_the_api(path: str, method: str, cast: Cast, client: Client) -> None:
    text = make_token(cast.desk, *PERMISSIONS)[1]
    operation: Any = schemathesis.openapi.from_dict(description())[path][method.upper()]
    cases: Any = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))

    @examples(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def attack(case: Any) -> None:
        if "shop" in case.path_parameters:
            case.path_parameters["shop"] = cast.shop.slug
        sent = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
        response = client.generic(
            sent.method or method,
            sent.path_url,
            sent.body or b"",
            content_type=str(sent.headers.get("Content-Type", "application/json")),
            headers={"Authorization": f"Bearer {text}"},
        )
        assert response.status_code < 500
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"
            assert json.loads(response.content)["status"] == response.status_code

    attack()
