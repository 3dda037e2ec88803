"""What a program is sent back when it keeps to the description of the API, and puts ids of others wherever an id may stand.

`attacking` sends every field at once, which pages pass over. Programs are refused for one strange field or parameter, so that nothing of it
would reach what is behind: here each operation gets what it knows and no more.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from sellerdesk.models import User
from tests.architecture import asking, attacking, stranger
from tests.architecture.asking import Door
from tests.factories.kernel import Cast


_SHAPES = {
    "date": "2026-03-31", "date-time": "2026-03-31T09:00:00Z", "email": "new@example.org", "uuid": "6f9b6f2f-4c0f-4a6f-9b0d-3f2b7c1e5a88",
    "uri": "https://receiver.example/in",
}  # fmt: skip


@dataclass(frozen=True)
class Description:
    """The API as it is described, and whose ids stand for what is asked for."""

    told: dict[str, Any]
    theirs: Mapping[str, str]
    carol: User

    def operation(self, door: Door) -> dict[str, Any]:
        """What is said of a door; empty for what is not described."""
        parts = [f"{{{one[1:-1].rpartition(':')[2]}}}" if one.startswith("<") else one for one in door.address.route.split("/")]
        found: dict[str, Any] = self.told["paths"].get("/" + "/".join(parts), {}).get(door.method.lower(), {})
        return found

    def queries(self, door: Door) -> Iterator[dict[str, Any]]:
        """For each parameter that an id or a name may stand in: a query with it, and with those that are asked for anyway."""
        known = [one for one in self.operation(door).get("parameters", []) if one["in"] == "query"]
        values = {one["name"]: self.value(one["name"], one["schema"]) for one in known}
        values = {name: "true" if value is True else value for name, value in values.items()}
        needed = {one["name"]: values[one["name"]] for one in known if one.get("required")}
        yield needed
        for name, value in values.items():
            yield {**needed, name: value}

    def body(self, door: Door) -> Any:
        """A body with every field that the operation knows; None where it takes no JSON."""
        content = self.operation(door).get("requestBody", {}).get("content", {})
        return self.value("", content["application/json"]["schema"]) if "application/json" in content else None

    def value(self, name: str, schema: Mapping[str, Any]) -> Any:
        """What is sent for a field or parameter of this name and form."""
        if "$ref" in schema:
            return self.value(name, self.told["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        for way in ("allOf", "oneOf", "anyOf"):
            if way in schema:
                return self.value(name, schema[way][0])
        if "enum" in schema:
            return schema["enum"][0]
        kinds = schema.get("type", "string")
        return self._of_kind(name, schema, kinds[0] if isinstance(kinds, list) else kinds)

    def _of_kind(self, name: str, schema: Mapping[str, Any], kind: str) -> Any:
        if kind == "object":
            fields = {one: self.value(one, inner) for one, inner in schema.get("properties", {}).items() if not inner.get("readOnly")}
            more = schema.get("additionalProperties")
            return fields or ({"ru": self.value(name, more)} if isinstance(more, dict) else {})
        if kind == "array":
            return [self.value(name, schema.get("items", {}))] * max(1, schema.get("minItems", 1))
        if kind in {"integer", "number"}:
            own = attacking.values([name], dict(self.theirs), self.carol)[name]
            number = int(own) if own.isdigit() else int(self.theirs["claim"])
            return min(number, schema.get("maximum", number))
        if kind == "boolean":
            return True
        if ":[0-9]" in schema.get("pattern", ""):
            return f"review:{self.theirs['review']}"
        return _SHAPES.get(schema.get("format", "")) or self.theirs.get(name.rstrip("s")) or "x"


def doors(urlconf: Any, cast: Cast, *, below: str) -> list[Door]:
    """Every operation of the API, also those whose address names nothing: they act on what their bodies and queries name."""
    return [
        asking._read(address, method, text)
        for address in stranger.addresses(urlconf, cast)
        if address.path is not None and address.route.startswith(below) and address.name not in stranger.PUBLIC
        for method, text in asking._spoken(address.path, urlconf)
    ]


def described(theirs: Mapping[str, str], carol: User, urlconf: Any = None) -> Description:
    """The description of the API, or of that of another urlconf."""
    generator: Any = SchemaGenerator  # it tells no types
    return Description(generator(urlconf=urlconf).get_schema(request=None, public=True), theirs, carol)


def write(client: Client, door: Door, body: Any, token: str) -> Any:
    """The door with a JSON body, over whatever is there."""
    assert door.address.path is not None
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    return client.generic(door.method, door.address.path, json.dumps(body or {}), content_type="application/json", headers=headers)
