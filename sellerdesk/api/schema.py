"""What the API's own description cannot see in the code: the token, the errors that every operation may answer with, the headers."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library registers it so, without types
    """How the schema describes the token."""

    target_class = "sellerdesk.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002 - the extension is called so
        """RFC 6750."""
        return {"type": "http", "scheme": "bearer"}


class WrongFieldSerializer(serializers.Serializer[Any]):
    """One wrong field of a request."""

    pointer = serializers.CharField(help_text="where it is, as in RFC 6901, from #; a parameter of the query by its name")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """An error as in RFC 9457. Programs compare `code`, which never changes; `detail` is for people, in their language."""

    type = serializers.CharField(help_text="urn:sellerdesk:problem: and the code")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    hint = serializers.CharField(required=False, help_text="what to do instead")
    newer = serializers.DictField(required=False, help_text="with 409 stale: what is there now")
    errors = serializers.ListField(  # type: ignore[assignment]  # the answer's name is one that the class means otherwise
        child=WrongFieldSerializer(), required=False, help_text="with 400: each wrong field or parameter"
    )


ALWAYS = {
    400: "The request is malformed; `errors` names each wrong field or parameter.",
    401: "There is no token, or it is unknown, revoked or over.",
    404: "There is nothing here, or nothing that this token may see.",
    406: "Only application/json is answered.",
    429: "The token's rate is used up; Retry-After says for how many seconds.",
}
OF_WRITES = {
    409: "Somebody was faster, or the first request with this Idempotency-Key still runs.",
    422: "It is understood and refused; `code` says why, `hint` what to do.",
    503: "The marketplace does not answer now.",
}
OF_BODIES = {413: "The body is too large.", 415: "Its Content-Type is none of those that are read here."}
OF_VERSIONS = {412: "It has changed since it was read; ETag names what it is now.", 428: "If-Match is missing."}
_NUMBER = {"type": "integer", "minimum": 0}
_RATE = {
    "RateLimit-Limit": {"description": "Requests that the token has in its window", "schema": _NUMBER},
    "RateLimit-Remaining": {"description": "Requests that are left", "schema": _NUMBER},
    "RateLimit-Reset": {"description": "Seconds until the oldest request counts no more", "schema": _NUMBER},
}
_TAG = {"ETag": {"description": "Names this state; send it as If-Match to write", "schema": {"type": "string"}}}


class Schema(AutoSchema):
    """Describes one operation: what its view says, and what holds of all."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with the errors and headers that follow from its method and view."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        versioned = self.method in getattr(self.view, "versioned", ())
        is_versioned = hasattr(self.view, "versioned")
        for answer in operation["responses"].values():
            answer["headers"] = {**_RATE, **(_TAG if is_versioned and self.method == "GET" else {})}
        if is_versioned and self.method == "GET":
            operation["responses"]["304"] = {"description": "It is what If-None-Match names.", "headers": _TAG}
        for status, said in self._errors(versioned=versioned, has_body="requestBody" in operation).items():
            operation["responses"].setdefault(str(status), self._problem(said, status))
        if versioned:
            operation.setdefault("parameters", []).append(
                {
                    "in": "header", "name": "If-Match", "schema": {"type": "string"}, "required": True,
                    "description": "the ETag of what you have read, or * to write over whatever is there",
                }
            )  # fmt: skip
        return operation

    def _errors(self, *, versioned: bool, has_body: bool) -> dict[int, str]:
        errors = dict(ALWAYS)
        if self.method != "GET":
            errors |= OF_WRITES
        if has_body:
            errors |= OF_BODIES
        return dict(sorted((errors | (OF_VERSIONS if versioned else {})).items()))

    def _problem(self, said: str, status: int) -> dict[str, Any]:
        content = {"application/problem+json": {"schema": self.resolve_serializer(ProblemSerializer, "response").ref}}
        retry = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}} if status == 429 else {}
        return {"description": said, "content": content, **({"headers": retry} if retry else {})}

    def get_summary(self) -> str | None:
        """The first sentence of the description."""
        return super().get_summary() or (self.get_description().replace("\n", " ").split(". ")[0].rstrip(".").strip() or None)

    def get_tags(self) -> list[str]:
        """The thing that the address names: of a shop's, the thing below it."""
        parts = [part for part in self.path.split("/") if part and not part.startswith("{")][2:]
        return [parts[1] if len(parts) > 1 and parts[0] == "shops" else parts[0] if parts else "api"]
