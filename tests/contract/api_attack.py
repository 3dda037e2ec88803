"""Sends what schemathesis makes up to the real application, in process, and holds the answers against the API's own description."""

import json
from functools import cache
from typing import Any

import requests
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks


KEPT = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


def description() -> dict[str, Any]:
    """The API's description as it is served."""
    told: dict[str, Any] = json.loads(_served())
    return told


@cache
def _served() -> str:
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]  # the library tells no types
    return json.dumps(generator.get_schema(request=None, public=True), default=str)


def operations() -> list[tuple[str, str]]:
    """(path, method) of each operation."""
    return [(path, method) for path, methods in description()["paths"].items() for method in methods]


def strategy(path: str, method: str) -> Any:
    """Requests of one operation, in its description's terms and against them."""
    from hypothesis import strategies as st

    operation: Any = schemathesis.openapi.from_dict(description())[path][method.upper()]
    return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))


def send(client: Client, case: Any, token: str) -> Response:
    """The answer to one request, as schemathesis wants it."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
    told = {name: value if isinstance(value, str) else value.decode("latin-1") for name, value in sent.headers.items()}
    headers = {
        name: value for name, value in told.items() if name.lower() not in {"content-type", "content-length", "authorization", "host"}
    }
    answer = client.generic(
        str(sent.method),
        sent.path_url,
        sent.body or b"",
        content_type=told.get("Content-Type", "application/json"),
        headers={**headers, "Authorization": f"Bearer {token}"},
    )
    kept = {name.lower(): [value] for name, value in answer.headers.items()}
    content = answer.getvalue() if answer.streaming else answer.content
    return Response(answer.status_code, kept, content, sent, 0.0, verify=False, message=answer.reason_phrase)
